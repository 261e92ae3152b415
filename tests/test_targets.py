"""The guard: what is asked for reaches public addresses only, however it is spelled and wherever it leads.

`targets.tsv` holds the cases. A fake name service answers for names; what is a number in any spelling
the system itself reads. Every connection is noted, and goes to a site on loopback instead.
"""

import csv
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedkit import fetch
from feedkit.errors import FetchError
from feedkit.fetch import targets

TABLE = Path(__file__).with_name("targets.tsv")
PAGE = "<html><ul><li>One</li></ul></html>"
PUBLIC = "93.184.216.34"
NAMES = {
    "private.example": "10.0.0.5",
    "mixed.example": f"{PUBLIC} 192.168.0.5",
    "mapped.example": "::ffff:127.0.0.1",
    "nat64.example": "64:ff9b::a9fe:a9fe",
    "metadata.google.internal": "169.254.169.254",
    "localhost": "127.0.0.1 ::1",
}
ASKS = {"page": fetch.get, "picture": fetch.probe}


def rows(kind: str) -> list[Any]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            pytest.param(row["verdict"], row["subject"], id=row["subject"])
            for row in table
            if row["kind"] == kind
        ]


@dataclass
class Net:
    """A network in which names have the addresses of `NAMES`, and others that of the public site."""

    site: Any
    names: dict[str, str] = field(default_factory=lambda: dict(NAMES))
    resolved: list[str] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)

    def resolve(self, host: Any, port: Any, *_: Any, **__: Any) -> list[Any]:
        name = host.decode() if isinstance(host, bytes) else str(host)
        self.resolved.append(name)
        try:
            return real(name, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        except socket.gaierror:
            name = name.rstrip(".").lower()
        if name.endswith("nowhere.example"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [
            answer
            for each in self.names.get(name, PUBLIC).split()
            for answer in real(each, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        ]

    def ask(self, kind: str, address: str) -> str:
        """The code that asking ends with; `ok` where there is none."""
        try:
            ASKS[kind](fetch.Request(address, max_seconds=5))
        except FetchError as error:
            return "password shown" if "secret" in f"{error}{error.hint}{error.subject}" else error.code
        return "ok"


real = socket.getaddrinfo


@pytest.fixture
def net(site: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Net]:
    found = Net(site)

    class Spy(socket.socket):
        def connect(self, address: Any) -> None:
            found.connected.append(str(address[0]))
            if self.family == socket.AF_INET6:
                raise ConnectionRefusedError
            super().connect(("127.0.0.1", site.port))

    monkeypatch.setattr(socket, "getaddrinfo", found.resolve)
    monkeypatch.setattr(socket, "socket", Spy)
    yield found
    assert not [each for each in found.connected if not is_public(each)]


def is_public(address: str) -> bool:
    """What Python says of an address; it has gaps, and none of them is asked for here."""
    found = ip_address(address)
    return found.is_global and not found.is_multicast


@pytest.mark.parametrize(("verdict", "address"), rows("address"))
def test_address_is_public_or_in_a_range(verdict: str, address: str) -> None:
    """The first and last address of every range, and those that hold one of IPv4 in them."""
    reason = targets.reason(ip_address(address))

    assert reason is None if verdict == "public" else verdict in (reason or "")


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_no_address_is_public_that_python_knows_not_to_be(address: Any) -> None:
    """The table holds all that the standard library holds."""
    is_asked = targets.reason(address) is None

    assert not is_asked or is_public(str(getattr(address, "ipv4_mapped", None) or address))


@pytest.mark.parametrize(("verdict", "host"), rows("spelling"))
def test_spellings_of_this_machine_are_refused(verdict: str, host: str, site: Any) -> None:
    """Each of them reaches the listener where that is allowed, and else not one connection does."""
    site.put("/", PAGE)
    address = f"http://{host}:{site.port}/"
    with pytest.raises(FetchError) as caught:
        fetch.get(fetch.Request(address))

    assert caught.value.code == "blocked-address"
    assert "allow_private" in caught.value.hint
    assert not site.requests
    assert fetch.get(fetch.Request(address, allow_private=True)) is not None
    assert len(site.requests) == 1
    assert verdict in str(caught.value) or "7f00:1" in str(caught.value)


@pytest.mark.parametrize("kind", ASKS)
@pytest.mark.parametrize(("verdict", "address"), rows("url"))
def test_addresses_end_as_they_should(verdict: str, address: str, kind: str, net: Net) -> None:
    """No connection goes to a forbidden address, and none at all for an address with two readings."""
    net.site.pages.update(
        {path: (200, {"Content-Type": "text/html"}, b"<p>") for path in ("/", *_paths(address))}
    )

    if verdict == "no-such-file" and kind == "picture":
        verdict = "bad-address"

    assert net.ask(kind, address) == verdict
    assert bool(net.connected) == (verdict == "ok")
    assert verdict != "bad-address" or not net.resolved


def _paths(address: str) -> tuple[str, str]:
    path = "/" + address.partition("://")[2].partition("/")[2].partition("#")[0]
    return path, path.partition("?")[0]


@pytest.mark.parametrize("kind", ASKS)
@pytest.mark.parametrize("hop", [1, 5])
@pytest.mark.parametrize(("verdict", "location"), rows("redirect"))
def test_redirects_end_as_they_should(verdict: str, location: str, hop: int, kind: str, net: Net) -> None:
    """The first hop is looked at like the last, and nothing but the public site is ever connected to."""
    for number in range(1, hop):
        net.site.pages[f"/{number}"] = (302, {"Location": f"/{number + 1}"}, b"")
    net.site.pages[f"/{hop}"] = (301, {"Location": location.encode().decode("latin-1")}, b"")
    net.site.put("/there", PAGE)
    net.site.put("/", PAGE)

    assert net.ask(kind, "http://public.example/1") == verdict
    assert set(net.connected) == {PUBLIC}
    assert len(net.site.requests) == hop + (verdict == "ok")


@pytest.mark.parametrize(("verdict", "answers"), rows("dns"))
def test_every_answer_of_the_name_service_is_looked_at(verdict: str, answers: str, net: Net) -> None:
    """One address that is not public is enough, wherever it stands among them."""
    net.site.put("/", PAGE)
    net.names["odd.example"] = answers.replace("-", "")

    assert net.ask("page", "http://odd.example/") == verdict
    assert net.resolved == ["odd.example"]


def test_second_answer_of_the_name_service_is_never_asked_for(net: Net) -> None:
    """A name that changes its mind between look and connection finds nobody who asks again."""
    net.site.put("/", PAGE)
    first = net.resolve

    def rebound(*asked: Any, **more: Any) -> Any:
        found = first(*asked, **more)
        net.names["rebound.example"] = "127.0.0.1"
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", rebound)
        assert net.ask("page", "http://rebound.example/") == "ok"
        assert net.ask("page", "http://rebound.example/") == "blocked-address"

    assert net.connected == [PUBLIC]
    assert net.resolved == ["rebound.example"] * 2


def test_name_and_host_stay_those_of_the_address(net: Net) -> None:
    """The server is told the host that was asked for, not the address that was looked at."""
    net.site.put("/", PAGE)

    assert net.ask("page", "http://Bücher.example:8080/") == "ok"
    assert net.site.requests[-1].headers["host"] == "xn--bcher-kva.example:8080"


def test_next_address_is_tried_where_one_is_dead(net: Net) -> None:
    """A host with several addresses is reached by the first that answers."""
    net.site.put("/", PAGE)
    net.names["double.example"] = f"2606:4700::1111 {PUBLIC}"

    assert net.ask("page", "http://double.example/") == "ok"
    assert net.connected == ["2606:4700::1111", PUBLIC]


def test_silent_name_service_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name service that does not answer is a matter of the name, and is not waited for."""
    import threading

    from feedkit.fetch import hops

    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(10) and [])
    monkeypatch.setattr(hops, "CONNECT_SECONDS", 0.05)
    with pytest.raises(FetchError) as caught:
        fetch.get(fetch.Request("http://slow.example/"))
    over.set()

    assert caught.value.code == "dns"


HOSTS = st.one_of(
    st.sampled_from([row.values[1] for row in rows("spelling")] + list(NAMES)),
    st.ip_addresses().map(lambda each: f"[{each}]" if each.version == 6 else str(each)),
    st.integers(0, 2**33).map(str),
    st.integers(0, 2**32).map(hex),
    st.text("127.0x@:/\\[]%a。１ ", min_size=1, max_size=14),
)
ADDRESSES = st.one_of(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["http://", "//", "https://", "http:", "/\\"]),
        HOSTS,
        st.sampled_from(["/", "", ":80/", "@public.example/", "\\@public.example/"]),
    ),
    st.text(max_size=30),
)


@pytest.fixture(scope="module")
def nowhere() -> Iterator[Net]:
    """A network without a site: every connection is noted and refused."""
    found = Net(None)

    class Spy(socket.socket):
        def connect(self, address: Any) -> None:
            found.connected.append(str(address[0]))
            raise ConnectionRefusedError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", found.resolve)
        patch.setattr(socket, "socket", Spy)
        yield found


@given(st.one_of(ADDRESSES, HOSTS.map("http://{}/".format)))
def test_no_text_leads_to_a_forbidden_address(nowhere: Net, address: str) -> None:
    """Whatever is asked for, nothing but a public address is ever connected to."""
    nowhere.ask("picture", address)

    assert not [each for each in nowhere.connected if not is_public(each)]
