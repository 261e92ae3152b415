"""Requests as a page needs them: what goes out, to whom, and that no secret comes to light anywhere."""

import base64
import datetime as dt
import gzip
import http.server
import os
import pickle
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trustme

from feedkit import cli, errors, fetch, sources, visits
from feedkit._access import Access, Secret
from feedkit.errors import FeedkitError, FetchError
from feedkit.sources import Source

PAGE = '<li><a href="one">One</a> <time>2024-03-04</time></li>'
VALUE = "s3cr3t/Value+1"
BASIC = base64.b64encode(f"me:{VALUE}".encode()).decode()
FULL = Access(
    headers=(("X-Api-Key", Secret("THE_SECRET")), ("Accept-Language", "de")),
    cookies=(("session", Secret("THE_SECRET")), ("consent", "yes")),
    auth=(("user", "me"), ("password", Secret("THE_SECRET"))),
)


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THE_SECRET", VALUE)
    monkeypatch.delenv("NOT_SET", raising=False)


def ask(address: str, access: Access = FULL, **more: Any) -> fetch.Request:
    return fetch.Request(address, allow_private=True, access=access, **more)


def refused(request: fetch.Request) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch.get(request)
    assert VALUE not in repr(caught.value) + str(caught.value) + caught.value.hint
    return caught.value


def moved(to: str, status: int = 302) -> tuple[int, dict[str, str], bytes]:
    return status, {"Location": to}, b""


# What goes out, and to whom


def test_page_is_asked_with_all_that_it_needs(site: Any) -> None:
    """Fields, cookies and login arrive as the server expects them."""
    fetch.get(ask(site.put("/", PAGE)))
    sent = site.requests[-1].headers

    assert (sent["x-api-key"], sent["accept-language"]) == (VALUE, "de")
    assert sent["authorization"] == f"Basic {BASIC}"
    assert set(sent["cookie"].split("; ")) == {f"session={VALUE}", "consent=yes"}


def test_token_is_a_bearer(site: Any) -> None:
    """RFC 6750 section 2.1."""
    fetch.get(ask(site.put("/", PAGE), Access(auth=(("token", Secret("THE_SECRET")),))))

    assert site.requests[-1].headers["authorization"] == f"Bearer {VALUE}"


def test_login_stays_on_the_origin_and_does_not_come_back(site: Any, other_site: Any) -> None:
    """On the same origin it goes along; to another port it does not, and not back home either."""
    site.pages |= {"/": moved("/a"), "/a": moved(other_site.url("/b"))}
    other_site.pages["/b"] = moved(site.url("/c"))
    site.put("/c", PAGE)
    fetch.get(ask(site.url("/")))

    assert [VALUE in str(each.headers) for each in site.requests] == [True, True, False]
    assert [VALUE in str(each.headers) or BASIC in str(each.headers) for each in other_site.requests] == [
        False
    ]
    assert "cookie" not in other_site.requests[0].headers
    assert other_site.requests[0].headers.get("accept-language") != "de"


def test_secret_in_the_header_of_an_answer_is_hidden(site: Any) -> None:
    """What a server says back of a secret in `Link` is no part of the page."""
    page = fetch.get(ask(site.put("/", PAGE, link=f"<?key={VALUE}&page=2>; rel=next")))

    assert page is not None
    assert VALUE not in str(page)
    assert page.links[0].rels == ("next",)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "127.1", "[::1]"])
def test_another_name_of_a_host_is_another_origin(host: str, site: Any) -> None:
    """What is told apart by its name is not trusted by its address; another spelling is the same name."""
    site.pages["/"] = moved(f"http://{host}:{site.port}/b")
    site.put("/b", PAGE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("feedkit.fetch.targets._connected", _to(site.port))
        fetch.get(ask(site.url("/")))

    assert (VALUE in str(site.requests[-1].headers)) == (host == "127.1")


def _to(port: int) -> Callable[..., Any]:
    return lambda *_: socket.create_connection(("127.0.0.1", port))


def test_what_lies_beside_the_page_gets_the_login_on_its_origin_only(site: Any, other_site: Any) -> None:
    """Further pages and pictures are asked with it where the page lies, and nowhere else."""
    home = ask(site.put("/", PAGE))
    fetch.probe(home.to(site.put("/a.jpg", PAGE, "image/jpeg")))
    fetch.probe(home.to(other_site.put("/b.jpg", PAGE, "image/jpeg")))
    fetch.get(home.to(other_site.url("/b.jpg")).to(site.url("/")))

    assert [VALUE in str(each.headers) for each in site.requests] == [True, True]
    assert [VALUE in str(each.headers) for each in other_site.requests] == [False]


def test_cookie_that_a_site_sets_anew_replaces_the_configured_one(site: Any) -> None:
    """A cookie is sent once, with the newest value."""
    site.pages["/"] = (302, {"Location": "/a", "Set-Cookie": "session=new"}, b"")
    site.put("/a", PAGE)
    fetch.get(ask(site.url("/")))

    assert set(site.requests[-1].headers["cookie"].split("; ")) == {"session=new", "consent=yes"}


FORM = Access(method="POST", form=(("q", "ä b&c"), ("password", Secret("THE_SECRET"))))


def test_form_is_sent_with_post(site: Any) -> None:
    """The fields go out as a browser sends them, once, and validators stay at home."""
    fetch.get(ask(site.put("/", PAGE), FORM, etag='"x"'))
    sent = site.requests[-1]

    assert (sent.method, sent.headers["content-type"]) == ("POST", "application/x-www-form-urlencoded")
    assert sent.body == b"q=%C3%A4+b%26c&password=s3cr3t%2FValue%2B1"
    assert "if-none-match" not in sent.headers


def test_body_is_sent_as_it_stands(site: Any) -> None:
    """Any text can be sent, with the type that the headers give."""
    access = Access(method="POST", body='{"a": "ä"}', headers=(("Content-Type", "application/json"),))
    fetch.get(ask(site.put("/", PAGE), access))

    assert site.requests[-1].body == '{"a": "ä"}'.encode()
    assert site.requests[-1].headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("status", "method"), [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")]
)
def test_redirects_of_a_form_follow_the_rules(status: int, method: str, site: Any) -> None:
    """RFC 9110 section 15.4: a form goes on with 307 and 308, and becomes a plain request with others."""
    site.pages["/"] = moved("/a", status)
    site.put("/a", PAGE)
    fetch.get(ask(site.url("/"), FORM))
    sent = site.requests[-1]

    assert (sent.method, bool(sent.body), "content-type" in sent.headers) == (
        method,
        method == "POST",
        method == "POST",
    )


@pytest.mark.parametrize(("status", "asked"), [(303, 1), (307, 0), (308, 0)])
def test_form_is_never_taken_to_another_site(status: int, asked: int, site: Any, other_site: Any) -> None:
    """A form may hold a password, so it is not sent on; a redirect that asks for a page is followed."""
    site.pages["/"] = moved(other_site.put("/a", PAGE), status)
    if asked:
        fetch.get(ask(site.url("/"), FORM))
    else:
        assert refused(ask(site.url("/"), FORM)).code == "insecure-redirect"

    assert [each.body for each in other_site.requests] == [b""] * asked


def test_what_lies_beside_a_form_is_asked_for_plainly(site: Any) -> None:
    """Only the page itself gets the form."""
    request = ask(site.put("/", PAGE), FORM)
    fetch.get(request.to(site.put("/two", PAGE)))

    assert (site.requests[-1].method, site.requests[-1].body) == ("GET", b"")


def test_environment_and_netrc_have_no_say(
    site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No variable but the named ones changes what is asked, and by which way."""
    netrc = tmp_path / ".netrc"
    netrc.write_text(
        "default login user password netrc-secret\nmachine 127.0.0.1 login user password netrc-secret\n"
    )
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http", "https", "all", "no"):
        monkeypatch.setenv(f"{name}_proxy", "http://user:env-secret@127.0.0.1:9")
        monkeypatch.setenv(f"{name.upper()}_PROXY", "http://user:env-secret@127.0.0.1:9")
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.setenv(name, "/nonexistent")
    fetch.get(ask(site.put("/", PAGE), Access()))

    assert site.requests[-1].path == "/"
    assert not {"authorization", "proxy-authorization", "cookie"} & set(site.requests[-1].headers)


# Proxies


def test_page_is_asked_through_the_proxy_with_its_login(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy, which may be here, gets the whole address and its own login; the page's host is not resolved."""
    monkeypatch.setenv("THE_PROXY", f"http://me:pr0xy-secret@127.0.0.1:{site.port}")
    site.put("http://public.example/news", PAGE)
    page = fetch.get(fetch.Request("http://public.example/news", access=Access(proxy=Secret("THE_PROXY"))))

    assert page is not None
    assert page.content == PAGE.encode()
    login = base64.b64encode(b"me:pr0xy-secret").decode()
    assert site.requests[-1].headers["proxy-authorization"] == f"Basic {login}"
    assert "authorization" not in site.requests[-1].headers


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://10.1/",
        "http://localhost/",
        "http://a.localhost/",
        "http://[::1]/",
    ],
)
def test_proxy_is_no_way_round_the_guard(address: str, site: Any) -> None:
    """What is private by its name alone is not asked of a proxy."""
    access = Access(proxy=f"http://127.0.0.1:{site.port}")
    with pytest.raises(FetchError) as caught:
        fetch.get(fetch.Request(address, access=access))

    assert caught.value.code == "blocked-address"
    assert not site.requests


def test_proxy_that_refuses_is_told(site: Any) -> None:
    """A tunnel that does not come about is the proxy's fault, whatever it says."""
    site.pages["public.example:443"] = (407, {}, b"")
    access = Access(proxy=f"http://127.0.0.1:{site.port}")

    assert refused(fetch.Request("https://public.example/", access=access)).code == "proxy"
    assert (
        refused(fetch.Request("https://public.example/", access=Access(proxy="http://127.0.0.1:9"))).code
        == "proxy"
    )


# Certificates


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture(scope="session")
def client_cert(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("client") / "client.pem"
    authority.issue_cert("me@example.org").private_key_and_cert_chain_pem.write_to_path(str(path))
    return str(path)


class _Secured(http.server.BaseHTTPRequestHandler):
    server: Any

    def do_GET(self) -> None:
        peer = self.connection.getpeercert()  # type: ignore[attr-defined]
        self.server.peers.append(bool(peer))
        location = self.server.locations.get(self.path)
        self.send_response(302 if location else 200)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0" if location else str(len(PAGE)))
        self.end_headers()
        self.wfile.write(b"" if location else PAGE.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@pytest.fixture
def secured(authority: trustme.CA) -> Iterator[Callable[..., Any]]:
    """Start a server with a certificate: gives it, with its address, the names and client certificates it saw."""
    servers: list[http.server.ThreadingHTTPServer] = []

    def start(certificate: trustme.LeafCert, client: ssl.VerifyMode = ssl.CERT_NONE) -> Any:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        certificate.configure_cert(context)
        authority.configure_trust(context)
        context.verify_mode = client
        server: Any = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Secured)
        server.handle_error = lambda *_: None
        server.peers, server.locations, server.names = [], {}, []
        context.sni_callback = lambda _, name, __: server.names.append(name)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        server.address = f"https://localhost:{server.server_port}/"
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_ca_file_adds_what_is_trusted(secured: Any, authority: trustme.CA, ca_file: str) -> None:
    """The name asked for is checked and told to the server, though the connection goes to an address."""
    server = secured(authority.issue_cert("localhost"))

    assert fetch.get(ask(server.address, Access(ca_file=ca_file))) is not None
    assert server.names == ["localhost"]


LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "fault", ["unknown CA", "another CA", "wrong host", "expired", "not yet", "self-signed", "address"]
)
def test_certificate_that_is_not_right_is_refused(
    fault: str, secured: Any, authority: trustme.CA, ca_file: str
) -> None:
    """Each of its faults ends before a request is sent, and is told."""
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=30)
    certificate = {
        "another CA": lambda: trustme.CA().issue_cert("localhost"),
        "wrong host": lambda: authority.issue_cert("other.example"),
        "expired": lambda: authority.issue_cert(
            "localhost", not_before=LONG_AGO, not_after=LONG_AGO + dt.timedelta(9)
        ),
        "not yet": lambda: authority.issue_cert(
            "localhost", not_before=later, not_after=later + dt.timedelta(9)
        ),
        "self-signed": lambda: trustme.CA().issue_cert("localhost"),
    }.get(fault, lambda: authority.issue_cert("localhost"))()
    server = secured(certificate)
    address = server.address.replace("localhost", "127.0.0.1") if fault == "address" else server.address
    error = refused(ask(address, Access(ca_file=None if fault == "unknown CA" else ca_file)))

    assert error.code == "tls"
    assert "certificate is not trusted" in str(error)
    assert server.peers == []


@pytest.fixture
def tunnel() -> Iterator[Callable[[int], str]]:
    """A proxy whose tunnels, whatever they are asked for, end at a port of this machine; it says what was asked."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)
    asked: list[bytes] = []

    def relay(port: int) -> None:
        near, _ = listener.accept()
        with near, socket.create_connection(("127.0.0.1", port)) as far:
            asked.append(near.recv(65_536))
            near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_pump, args=(far, near))
            back.start()
            _pump(near, far)
            back.join()

    def start(port: int) -> str:
        threading.Thread(target=relay, args=(port,), daemon=True).start()
        return f"http://me:pr0xy-secret@127.0.0.1:{listener.getsockname()[1]}"

    start.asked = asked  # type: ignore[attr-defined]
    yield start
    listener.close()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while chunk := source.recv(65_536):
            sink.sendall(chunk)
        sink.shutdown(socket.SHUT_WR)


@pytest.mark.parametrize("name", ["public.example", "other.example"])
def test_certificates_are_checked_through_a_tunnel(
    name: str, tunnel: Any, secured: Any, authority: trustme.CA, ca_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy gets its own login and the name alone; the server behind it has to prove that name."""
    server = secured(authority.issue_cert("public.example"))
    monkeypatch.setenv("THE_PROXY", tunnel(server.server_port))
    access = replace(FULL, proxy=Secret("THE_PROXY"), ca_file=ca_file)
    request = fetch.Request(f"https://{name}/", access=access)
    if name == "public.example":
        assert fetch.get(request) is not None
        assert server.names == [name]
    else:
        assert refused(request).code == "tls"

    assert tunnel.asked[0].startswith(f"CONNECT {name}:443 HTTP/1.".encode())
    assert base64.b64encode(b"me:pr0xy-secret") in tunnel.asked[0]
    assert VALUE.encode() not in tunnel.asked[0]


def test_client_certificate_is_shown_to_the_page_alone(
    secured: Any, authority: trustme.CA, ca_file: str, client_cert: str
) -> None:
    """The origin of the page gets to see who asks; where a redirect leads, nobody does."""
    home = secured(authority.issue_cert("localhost"), ssl.CERT_REQUIRED)
    other = secured(authority.issue_cert("localhost"), ssl.CERT_OPTIONAL)
    home.locations["/"] = other.address
    request = ask(home.address, Access(ca_file=ca_file, client_cert=client_cert))

    assert fetch.get(request) is not None
    assert (home.peers, other.peers) == ([True], [False])
    assert refused(replace(request, access=Access(ca_file=ca_file))).code in {"tls", "connection"}


def test_secure_page_leads_to_no_open_one(
    secured: Any, authority: trustme.CA, ca_file: str, site: Any
) -> None:
    """What was asked for in secret is not asked for in the open."""
    server = secured(authority.issue_cert("localhost"))
    server.locations["/"] = site.put("/", PAGE)

    assert refused(ask(server.address, Access(ca_file=ca_file))).code == "insecure-redirect"
    assert not site.requests


# Secrets that are missing, wrong, or written out


@pytest.mark.parametrize(
    ("access", "key"),
    [
        (Access(headers=(("X-A", Secret("NOT_SET")),)), "headers.X-A"),
        (Access(cookies=(("a", Secret("NOT_SET")),)), "cookies.a"),
        (Access(auth=(("token", Secret("NOT_SET")),)), "auth.token"),
        (Access(method="POST", form=(("a", Secret("NOT_SET")),)), "form.a"),
        (Access(method="POST", body=Secret("NOT_SET")), "body"),
        (Access(proxy=Secret("NOT_SET")), "proxy"),
    ],
)
def test_missing_variable_is_told_before_anything_is_asked(access: Access, key: str, site: Any) -> None:
    """The error names key and variable."""
    with pytest.raises(errors.ConfigError) as caught:
        fetch.get(ask(site.put("/", PAGE), access))

    assert (caught.value.code, caught.value.subject) == ("config-missing-variable", key)
    assert "NOT_SET" in str(caught.value)
    assert [each.subject for each in fetch.check(access)] == [key]
    assert not site.requests


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("headers", "bad\r\nX-Evil: 1"),
        ("headers", "bad\nX"),
        ("headers", "bäd-header"),
        ("cookies", "bad; other=1"),
        ("cookies", "bad value"),
        ("token", "bad\ttoken"),
        ("password", "bad\npassword"),
        ("proxy", "socks5://bad.example"),
        ("proxy", "bad"),
    ],
)
def test_secret_that_cannot_be_sent_is_refused_unseen(
    key: str, value: str, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No secret splits a request in two, and none is shown for being wrong."""
    monkeypatch.setenv("THE_SECRET", value)
    held = Secret("THE_SECRET")
    access = {
        "headers": Access(headers=(("X-A", held),)),
        "cookies": Access(cookies=(("a", held),)),
        "token": Access(auth=(("token", held),)),
        "password": Access(auth=(("user", "a"), ("password", held))),
        "proxy": Access(proxy=held),
    }[key]
    with pytest.raises(errors.ConfigError) as caught:
        fetch.get(ask(site.put("/", PAGE), access))

    assert caught.value.code == "config-value"
    assert "bad" not in f"{caught.value!r}"
    assert not site.requests


LITERALS = (
    ('headers = { Authorization = "Basic hunter2" }', "config-value"),
    ('headers = { X-Api-Key = "hunter2" }', "config-value"),
    ('headers = { X-A = "a\\r\\nhunter2: 1" }', "config-value"),
    ('headers = { X-A = "hunter2\\n" }', "config-value"),
    ('headers = { "X A" = "b" }', "config-value"),
    ('headers = { "X-A:" = "b" }', "config-value"),
    ('headers = { Host = "internal" }', "config-value"),
    ('headers = { Content-Length = "1" }', "config-value"),
    ('headers = { Cookie = "a=b" }', "config-value"),
    ('headers = { Range = "bytes=0-1" }', "config-value"),
    ('headers = { X-A = "1", x-a = "2" }', "config-value"),
    ("headers = { X-A = 1 }", "config-type"),
    ('headers = "X-A: hunter2"', "config-type"),
    ('headers = { X-A = { env = "A B" } }', "config-value"),
    ('headers = { X-A = { evn = "A" } }', "config-unknown-key"),
    ("headers = { X-A = {} }", "config-missing-key"),
    ('cookies = { sessionid = "hunter2" }', "config-value"),
    ('cookies = { a = "hunter2; b=c" }', "config-value"),
    ('auth = { user = "me", password = "hunter2" }', "config-value"),
    ('auth = { token = "hunter2" }', "config-value"),
    ('auth = { user = "me" }', "config-value"),
    ('auth = { user = "me", token = { env = "T" } }', "config-value"),
    ("auth = true", "config-type"),
    ('form = { password = "hunter2" }', "config-value"),
    ('form = { a = "b" }\nbody = "c"', "config-value"),
    ('form = { a = "b" }\nmethod = "GET"', "config-value"),
    ('method = "DELETE"', "config-value"),
    ('proxy = "http://me:hunter2@proxy.example:3128"', "config-value"),
    ('proxy = "socks5://proxy.example"', "config-value"),
    ('headers = { Authorization = { env = "A" } }\nauth = { token = { env = "T" } }', "config-value"),
    ("verify = false", "config-unknown-key"),
)


@pytest.mark.parametrize(("text", "code"), LITERALS, ids=[text for text, _ in LITERALS])
def test_mistakes_are_told_when_loading_and_no_secret_with_them(text: str, code: str, tmp_path: Path) -> None:
    """What is secret by custom has to be named, what would break the request is refused, nothing is shown."""
    place = tmp_path / "feedkit.toml"
    place.write_text(f'[sources.a]\npage = "https://example.org/"\n{text}\n')
    with pytest.raises(errors.ConfigError) as caught:
        sources.load(place)

    assert caught.value.code == code
    assert "hunter2" not in repr(caught.value)


def test_configuration_gives_the_access(tmp_path: Path) -> None:
    """Paths are those beside the file; a form makes a POST; all of it pickles, and shows no secret."""
    place = tmp_path / "feedkit.toml"
    place.write_text(
        '[sources.a]\npage = "https://example.org/"\nheaders = { Accept-Language = "de", X-Key = { env = "THE_SECRET" } }\n'
        'cookies = { consent = "yes" }\nauth = { user = "me", password = { env = "THE_SECRET" } }\n'
        'form = { q = "" }\nproxy = { env = "THE_PROXY" }\nclient_cert = "me.pem"\nca_file = "/etc/ca.pem"\n'
    )
    (source,) = sources.load(place).sources

    assert source.access == Access(
        "POST",
        (("Accept-Language", "de"), ("X-Key", Secret("THE_SECRET"))),
        (("consent", "yes"),),
        (("user", "me"), ("password", Secret("THE_SECRET"))),
        None,
        (("q", ""),),
        Secret("THE_PROXY"),
        str(tmp_path / "me.pem"),
        "/etc/ca.pem",
    )
    assert pickle.loads(pickle.dumps(source)) == source
    assert VALUE not in repr(source)


def test_validators_are_bound_to_what_is_asked(tmp_path: Path) -> None:
    """Another header, cookie, login or form is another page; the value of a secret is not looked at."""
    source = Source("a", "https://example.org/")
    ways = [
        Access(),
        FULL,
        replace(FULL, headers=()),
        replace(FULL, cookies=()),
        replace(FULL, auth=()),
        FORM,
    ]
    ways += [replace(FORM, form=(("q", "x"),)), Access(method="POST"), Access(method="POST", body="x")]

    assert len({visits.binding(replace(source, access=access)) for access in ways}) == len(ways)


# Where a secret must not be


def test_secret_is_nowhere_but_in_the_request(
    site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any, caplog: Any
) -> None:
    """A site that says every secret back, in page, redirect and validators, gets none of them published or kept."""
    caplog.set_level(0, "feedkit")
    monkeypatch.chdir(tmp_path)
    said = f"{VALUE} {BASIC} s3cr3t%2FValue%2B1"
    link = f'<li><a href="/x?key={VALUE}">{said}</a> <time>2024-03-04</time></li>'
    site.pages["/"] = moved(f"/news?key={VALUE}")
    site.put("/news", "".join(link.replace("/x", f"/{n}") for n in range(9)), etag=f'"{VALUE}"')
    config = (
        f'[sources.a]\npage = "{site.url("/")}"\nallow_private = true\nrobots = "ignore"\n'
        'headers = { X-Api-Key = { env = "THE_SECRET" } }\nauth = { user = "me", password = { env = "THE_SECRET" } }\n'
        'form = { password = { env = "THE_SECRET" } }\n'
        '[sources.a.recipe]\nentry = "li"\ntitle = "a"\nlink = "a"\ndate = "time"\n'
    )
    (tmp_path / "feedkit.toml").write_text(config)
    seen = []
    for words in (
        ["run"],
        ["run", "--json"],
        ["preview", site.url("/"), "--source", "a", "--json"],
        ["status"],
    ):
        assert cli.status_of(words) == 0
        seen += capfdbinary.readouterr()
    site.put("/news", f"<li>{said}</li>")  # trips a guard, so that the page is kept
    assert cli.status_of(["run", "--json"]) != 0
    site.pages["/"] = (500, {}, said.encode())
    assert cli.status_of(["run"]) == 1
    seen += [*capfdbinary.readouterr(), caplog.text.encode()]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    seen += [
        gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in files
    ]

    assert any("pages" in str(path) for path in files)
    assert VALUE in str(site.requests[0].headers)
    for text in (VALUE, BASIC, "s3cr3t%2FValue%2B1"):
        assert not [each for each in seen if text.encode() in each]


def test_missing_variable_ends_a_run_before_it_begins(
    site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: Any
) -> None:
    """All that is missing is told at once, with the key of each, and nothing is fetched."""
    monkeypatch.chdir(tmp_path)
    table = (
        f'page = "{site.put("/", PAGE)}"\nallow_private = true\nheaders = {{ X-A = {{ env = "NOT_SET" }} }}\n'
    )
    (tmp_path / "feedkit.toml").write_text(f"[sources.a]\n{table}[sources.b]\n{table}")

    assert cli.status_of(["run"]) == 2
    err = capfdbinary.readouterr()[1].decode()
    assert "sources.a.headers.X-A: the variable NOT_SET is not set" in err
    assert "sources.b.headers.X-A" in err
    assert not site.requests


def test_renewed_files_of_certificates_are_read_anew(secured: Any, tmp_path: Path) -> None:
    """What is trusted is what the file says now, not what it said once."""
    old, new, place = trustme.CA(), trustme.CA(), tmp_path / "ca.pem"
    server = secured(new.issue_cert("localhost"))
    old.cert_pem.write_to_path(str(place))

    assert refused(ask(server.address, Access(ca_file=str(place)))).code == "tls"
    new.cert_pem.write_to_path(str(place))
    os.utime(place, (1, 1))
    assert fetch.get(ask(server.address, Access(ca_file=str(place)))) is not None


@pytest.mark.parametrize("content", ["", "no certificate", None])
def test_files_of_certificates_are_looked_at(content: str | None, tmp_path: Path) -> None:
    """A file that is missing or holds no certificate is a mistake, and never a reason to trust anybody."""
    place = tmp_path / "ca.pem"
    if content is not None:
        place.write_text(content)
    found = fetch.check(Access(ca_file=str(place))) + fetch.check(Access(client_cert=str(place)))

    assert [each.subject for each in found] == ["ca_file", "client_cert"]
    with pytest.raises(FeedkitError) as caught:
        fetch.get(ask("https://localhost:9/", Access(ca_file=str(place))))
    assert caught.value.code == "config-value"
