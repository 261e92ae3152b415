"""The browser's proxy leads to addresses that were looked at, and nowhere else."""

import socket
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from conftest import Site
from feedkit._access import Access
from feedkit.errors import FetchError
from feedkit.fetch import Request, browser, get, targets
from feedkit.fetch.tunnel import Tunnel


def told(tunnel: Tunnel, *pieces: bytes) -> bytes:
    """What the proxy answers to these bytes, until it closes or keeps silent."""
    port = urlsplit(tunnel.address).port
    with closing(socket.create_connection(("127.0.0.1", port), 5)) as here:
        found = b""
        for piece in pieces:
            here.sendall(piece)
            here.settimeout(5)
            found += here.recv(65_536)
        here.settimeout(1)
        try:
            while more := here.recv(65_536):
                found += more
        except TimeoutError:
            pass
        return found


@pytest.fixture
def tunnel() -> Iterator[Tunnel]:
    """A proxy to everywhere."""
    with Tunnel(10_000, guarded=False) as found:
        yield found


def test_requests_are_handed_on(site: Site, tunnel: Tunnel) -> None:
    """A plain request reaches its server as one of its own, without what is the proxy's."""
    address = site.put("/a?b=c", "hello")
    answer = told(tunnel, f"GET {address} HTTP/1.1\r\nHost: x\r\nProxy-Connection: y\r\n\r\n".encode())

    assert answer.endswith(b"hello")
    assert [(r.path, r.headers) for r in site.requests] == [("/a?b=c", {"host": "x", "connection": "close"})]


def test_tunnels_are_opened(site: Site, tunnel: Tunnel) -> None:
    """Behind CONNECT both sides say what they like."""
    site.put("/", "hello")
    answer = told(
        tunnel, f"CONNECT 127.0.0.1:{site.port} HTTP/1.1\r\n\r\n".encode(), b"GET / HTTP/1.0\r\n\r\n"
    )

    assert answer.startswith(b"HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200")
    assert answer.endswith(b"hello")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "127.1"])
def test_private_addresses_are_not_reached(site: Site, host: str) -> None:
    """However it is spelled, in a request or a tunnel, nobody connects to it."""
    with Tunnel(10_000, guarded=True) as tunnel:
        for line in (f"CONNECT {host}:{site.port}", f"GET http://{host}:{site.port}/"):
            assert told(tunnel, f"{line} HTTP/1.1\r\n\r\n".encode()).startswith(b"HTTP/1.1 502")
        assert [type(fault) for fault in tunnel.faults.values()] == [targets.Blocked]
    assert site.requests == []


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"GET /\r\n\r\n",
        b"GET ftp://127.0.0.1/ HTTP/1.1\r\n\r\n",
        b"CONNECT :x HTTP/1.1\r\n\r\n",
        b"\0\r\n\r\n",
    ],
)
def test_nonsense_is_no_request(line: bytes, tunnel: Tunnel) -> None:
    """What is no request of a browser ends its connection, and the proxy goes on."""
    port = urlsplit(tunnel.address).port
    with closing(socket.create_connection(("127.0.0.1", port), 5)) as here:
        here.sendall(line)
        here.shutdown(socket.SHUT_WR)
        assert here.recv(100) in (
            b"",
            b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        )
    assert tunnel.left == 10_000


def test_too_much_is_cut_off(site: Site) -> None:
    """All connections together have one limit."""
    address = site.put("/", b"x" * 1_000_000)
    with Tunnel(100_000, guarded=False) as tunnel:
        answer = told(tunnel, f"GET {address} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert (tunnel.left <= 0, len(answer) < 300_000) == (True, True)


def test_missing_browser_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Playwright, or without a Chromium, the next step is to install it."""
    monkeypatch.setattr(browser, "PROGRAMS", ("no-such-program",))
    for package in (None, object()):
        monkeypatch.setattr("importlib.util.find_spec", lambda name, package=package: package)
        with pytest.raises(FetchError) as caught:
            get(Request("https://www.example.org/", browser=True))
        assert caught.value.code == "no-browser"
        assert "feedkit[browser]" in caught.value.hint


def test_logins_and_proxies_are_not_for_a_browser() -> None:
    """What a browser would leave out is refused, so that nobody asks without it unawares."""
    with pytest.raises(FetchError) as caught:
        get(Request("https://www.example.org/", browser=True, access=Access(ca_file="ca.pem")))

    assert caught.value.code == "browser-failed"
