"""The gate: pages from files, standard input and HTTP, and every way in which that fails."""

import datetime as dt
import errno
import gzip
import io
import os
import pickle
import socket
import struct
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest
import requests.adapters
from hypothesis import given
from hypothesis import strategies as st

from feedkit import fetch
from feedkit.errors import FetchError
from feedkit.fetch import body, connections, fields, hops, wire
from feedkit.models import Page

BODY = b"<html><ul><li>One</li></ul></html>"
Answers = Callable[..., str]


def ask(page: str, **more: Any) -> fetch.Request:
    return fetch.Request(page, **{"allow_private": True, **more})


def got(page: str, **more: Any) -> Page:
    found = fetch.get(ask(page, **more))
    assert found is not None
    return found


def refused(page: str, **more: Any) -> FetchError:
    """The error that a page ends with; it always says what, which, why, and what to do next."""
    with pytest.raises(FetchError) as caught:
        fetch.get(ask(page, **more))
    error = caught.value
    assert error.code
    assert error.hint
    assert str(error).count(": ") >= 2
    return error


@pytest.fixture
def raw() -> Iterator[Answers]:
    """A server that sends exactly these bytes, each in a write of its own, and hangs up: gives its address."""
    servers = []

    def start(*parts: bytes, hold: threading.Event | None = None, first: bytes | None = None) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)
        threading.Thread(target=_serve, args=(server, parts, hold, first), daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/page"

    yield start
    for server in servers:
        server.close()


def _serve(
    server: socket.socket, parts: tuple[bytes, ...], hold: threading.Event | None, first: bytes | None
) -> None:
    """Answer every connection with `parts`, the first one with `first` where there is such an answer."""
    answers = chain([parts if first is None else (first,)], repeat(parts))
    for parts in answers:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection, suppress(OSError):
            connection.recv(65_536)
            for part in parts:
                connection.sendall(part)
            if hold is not None:
                hold.wait(10)


def head(length: int | None, *fields: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", "Content-Type: text/html", *fields]
    lines += [f"Content-Length: {length}"] if length is not None else []
    return "\r\n".join([*lines, "", ""]).encode()


# Files and standard input


def test_get_reads_a_file_and_its_time(tmp_path: Path) -> None:
    """A file gives its bytes and when it was written, and has no address."""
    page = tmp_path / "page.html"
    page.write_bytes(BODY)
    os.utime(page, (1_600_000_000.7, 1_600_000_000.7))

    assert got(str(page)) == Page(BODY, retrieved=dt.datetime(2020, 9, 13, 12, 26, 40, tzinfo=dt.UTC))


def test_get_reads_standard_input_and_makes_up_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes through a pipe has no time, and no clock is asked for one."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BODY)))

    assert got("-") == Page(BODY)


@pytest.mark.parametrize(
    ("name", "code"), [("missing", "no-such-file"), (".", "is-a-directory"), ("a\0b", "unreadable")]
)
def test_get_tells_why_a_file_is_none(name: str, code: str, tmp_path: Path) -> None:
    """A path that leads to no file has its own code."""
    assert refused(f"{tmp_path}/{name}").code == code


def test_get_tells_a_closed_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without standard input there is no page, and no traceback."""
    monkeypatch.setattr(sys, "stdin", None)

    assert "standard input: standard input is closed" in str(refused("-"))


def test_get_tells_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the system is told in its words."""

    def fail(*_: object) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("feedkit._files.read", fail)

    assert str(refused(str(tmp_path / "page"))).endswith(": input/output error")


@pytest.mark.parametrize(("limit", "fits"), [(len(BODY), True), (len(BODY) - 1, False)])
def test_limit_is_the_same_for_files_input_and_http(
    limit: int, fits: bool, tmp_path: Path, site: Any, raw: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of just the limit is read; one byte more is too large, wherever it comes from."""
    (tmp_path / "page.html").write_bytes(BODY)
    chunked = [b"%x\r\n%s\r\n" % (len(BODY), BODY), b"0\r\n\r\n"]
    places = [
        str(tmp_path / "page.html"),
        "-",
        site.put("/", BODY),
        raw(head(None, "Transfer-Encoding: chunked"), *chunked),
        raw(head(None), BODY),
    ]
    for place in places:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BODY)))
        if fits:
            assert got(place, max_bytes=limit).content == BODY
        else:
            error = refused(place, max_bytes=limit)
            assert (error.code, "max_bytes" in error.hint) == ("too-large", True)


def test_limit_counts_what_a_bomb_unpacks_to(raw: Answers) -> None:
    """A small body that unpacks to a large one is stopped at the limit."""
    bomb = gzip.compress(b"<p>" * 5_000_000, mtime=0)

    assert (
        refused(raw(head(len(bomb), "Content-Encoding: gzip"), bomb), max_bytes=100_000).code == "too-large"
    )


# HTTP


HEADER_LINKS = {
    '</a?x=1;y>; rel="Next"; title="a=b, <c>; d", <b>; REL = prev': [
        ("https://x.example/a?x=1;y", "next", None),
        ("https://x.example/p/b", "prev", None),
    ],
    '<a>;rel="alternate last";type="Text/XML; q=1"': [
        ("https://x.example/p/a", "alternate last", "text/xml")
    ],
    "<a>; rel=next; rel=prev": [("https://x.example/p/a", "next", None)],
    '<a>; rel=next; anchor="/other"': [],
    "<a": [],
    "<javascript:x>; rel=next, ,, <>; rel=next, garbage; rel=next": [],
    '<a>; rel="next': [("https://x.example/p/a", "", None)],
}
"""Fields as servers send them (RFC 8288), and the links in them."""


@pytest.mark.parametrize("text", HEADER_LINKS)
def test_links_of_a_header(text: str) -> None:
    """Quotes, commas and semicolons stand where the specification lets them; what is none gives none."""
    found = fields.links(text, "https://x.example/p/")

    assert [(link.url, " ".join(link.rels), link.type) for link in found] == HEADER_LINKS[text]


@given(st.text(alphabet='<>;,="\\ arel next\t', max_size=60))
def test_links_of_any_header(text: str) -> None:
    """No header is an error."""
    fields.links(text, "https://x.example/p/")


def test_get_gives_the_links_of_the_header(raw: Answers) -> None:
    """Several fields count as one, and addresses are absolute."""
    address = raw(head(len(BODY), "Link: <?page=2>; rel=next", "Link: </feed>; rel=alternate"), BODY)

    assert [link.rels for link in got(address).links] == [("next",), ("alternate",)]
    assert got(address).links[0].url == f"{address}?page=2"


def test_get_gives_what_the_answer_says(raw: Answers) -> None:
    """Address, media type, charset and validators are the server's, verbatim."""
    fields = ('ETag: W/"x, y"', "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT")
    address = raw(head(len(BODY), *fields).replace(b"html", b"HTML; Charset=ISO-8859-1"), BODY)
    page = got(address)

    assert (page.content, page.url) == (BODY, address)
    assert (page.media_type, page.charset) == ("text/html", "iso-8859-1")
    assert (page.etag, page.last_modified) == ('W/"x, y"', "Sun, 06 Nov 1994 08:49:37 GMT")


@pytest.mark.parametrize(
    ("date", "retrieved"),
    [
        ("Date: Tue, 05 Mar 2024 14:30:00 GMT", dt.datetime(2024, 3, 5, 14, 30, tzinfo=dt.UTC)),
        ("Date: Tue, 05 Mar 2024 14:30:00 -0000", dt.datetime(2024, 3, 5, 14, 30, tzinfo=dt.UTC)),
        ("Date: Tue, 05 Mar 2024 15:30:00 +0100", dt.datetime(2024, 3, 5, 14, 30, tzinfo=dt.UTC)),
        ("Date: yesterday", None),
        ("X: y", None),
    ],
)
def test_time_is_the_servers_or_none(date: str, retrieved: dt.datetime | None, raw: Answers) -> None:
    """The time is the answer's Date, whatever the zone here; without one there is none."""
    assert got(raw(head(len(BODY), date), BODY)).retrieved == retrieved


def test_get_asks_on_condition_and_understands_not_modified(site: Any) -> None:
    """Validators are sent verbatim, and 304 is a result, not an error."""
    address = site.put("/", BODY)
    tag = got(address).etag

    assert fetch.get(ask(address, etag=tag, last_modified="Sun, 06 Nov 1994 08:49:37 GMT")) is None
    assert site.requests[-1].headers["if-none-match"] == tag
    assert site.requests[-1].headers["if-modified-since"] == "Sun, 06 Nov 1994 08:49:37 GMT"


def test_not_modified_without_a_condition_is_an_error(raw: Answers) -> None:
    """A server that answers 304 to nothing leaves us without a page."""
    assert refused(raw(b"HTTP/1.1 304 Not Modified\r\n\r\n")).code == "http-304"


def test_oversized_validators_are_not_sent(site: Any) -> None:
    """A validator that no server means is left out; the page then comes whole."""
    address = site.put("/", BODY)

    assert got(address, etag=f'"{"x" * 5000}"').content == BODY
    assert "if-none-match" not in site.requests[-1].headers


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (204, "http-204"),
        (206, "http-206"),
        (401, "http-401"),
        (403, "http-403"),
        (404, "http-404"),
        (410, "gone"),
        (429, "rate-limited"),
        (451, "http-451"),
        (500, "http-500"),
        (503, "http-503"),
        (302, "http-302"),
        (799, "http-799"),
    ],
)
def test_status_is_told(status: int, code: str, site: Any) -> None:
    """An answer that is no page has a code, and says what the server said."""
    site.pages["/"] = (status, {}, b"")
    error = refused(site.url("/"))

    assert error.code == code
    assert f"the server answers {status}" in str(error)


def test_reason_of_the_server_is_not_shown(raw: Answers) -> None:
    """A status line may hold anything, and reaches nobody's terminal."""
    assert "\x1b" not in str(refused(raw(b"HTTP/1.1 404 \x1b[31mOops\r\nContent-Length: 0\r\n\r\n")))


def test_redirects_are_followed_to_the_last_address(site: Any) -> None:
    """The page's address is where it was found; relative targets and cookies are kept on the way."""
    site.put("/c/news", BODY)
    site.pages["/a"] = (301, {"Location": "b?x=1#part"}, b"moved")
    site.pages["/b"] = (302, {"Location": "/c/news", "Set-Cookie": "seen=1"}, b"")

    assert got(site.url("/a")).url == site.url("/c/news")
    assert site.requests[-1].headers["cookie"] == "seen=1"


def test_redirects_end(site: Any) -> None:
    """A loop is told as one."""
    site.pages["/a"] = (302, {"Location": "/b"}, b"")
    site.pages["/b"] = (302, {"Location": "/a"}, b"")

    assert refused(site.url("/a")).code == "redirects"
    assert len(site.requests) == hops.MAX_REDIRECTS + 1


@pytest.mark.parametrize("target", ["file:///etc/passwd", "javascript:alert(1)", "ftp://x/y"])
def test_redirect_to_no_address_is_refused(target: str, site: Any) -> None:
    """A redirect leads to another page by HTTP, or nowhere."""
    site.pages["/"] = (302, {"Location": target}, b"")

    assert refused(site.url("/")).code == "bad-address"


def test_user_and_password_go_nowhere(site: Any) -> None:
    """An address with a password is refused without showing it, and a redirect's is left out."""
    secret = site.put("/", BODY).replace("127.0.0.1", "user:secret@127.0.0.1")
    site.pages["/to"] = (302, {"Location": secret}, b"")
    error = refused(secret)

    assert (error.code, "secret" in f"{error}{error.hint}{error.subject}") == ("bad-address", False)
    assert not site.requests
    assert got(site.url("/to")).url == site.url("/")
    assert "authorization" not in site.requests[-1].headers


def test_environment_is_not_asked(site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither .netrc nor a proxy of the environment has a say."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login user password secret\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NETRC", raising=False)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")

    assert got(site.put("/", BODY)).content == BODY
    assert "authorization" not in site.requests[-1].headers


def test_user_agent_is_the_configured_one(site: Any) -> None:
    """A site can know who asks."""
    got(site.put("/", BODY), user_agent="feedkit (+https://example.org/contact)")

    assert site.requests[-1].headers["user-agent"] == "feedkit (+https://example.org/contact)"


# What a server wants to be waited for


NOW = "Sun, 06 Nov 1994 08:49:37 GMT"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("0", 0),
        ("120.5", 120),
        ("9999999999", 9_999_999_999),
        ("Sun, 06 Nov 1994 08:51:37 GMT", 120),
        ("Sunday, 06-Nov-94 08:51:37 GMT", 120),
        ("Sun Nov  6 08:51:37 1994", 120),
        ("Sun, 06 Nov 1994 09:51:37 +0100", 120),
        ("Sun, 06 Nov 2004 08:49:37 GMT", 315_619_200),
        (NOW, 0),
        ("Sun, 06 Nov 1994 08:49:36 GMT", None),
        ("-5", None),
        ("+5", None),
        ("1e3", None),
        ("\u0661\u0662", None),
        ("9" * 5000, None),
        ("120, 120", None),
        ("two minutes", None),
        ("Sun, 99 Nov 1994 08:49:37 GMT", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_every_spelling(text: str | None, seconds: int | None) -> None:
    """Seconds as they stand, times from when the answer was sent; nonsense and the past are nothing."""
    assert fields.retry_after(text, fields.date(NOW)) == seconds


def test_retry_after_counts_from_now_without_a_date() -> None:
    """A server that tells a time and not its own is taken to have the time of here."""
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    seconds = fields.retry_after(f"{soon:%a, %d %b %Y %H:%M:%S GMT}", None)

    assert seconds is not None
    assert 3590 <= seconds <= 3600


@pytest.mark.parametrize(("status", "seconds"), [(429, 120), (503, 120), (500, None), (404, None)])
def test_retry_after_counts_where_servers_mean_it(status: int, seconds: int | None, site: Any) -> None:
    """Only "too many requests" and "unavailable" say when to come back, and the error still knows it pickled."""
    site.pages["/"] = (status, {"Retry-After": "120"}, b"")

    assert pickle.loads(pickle.dumps(refused(site.url("/")))).retry_after == seconds


# What a server tells of a file


def test_probe_asks_for_the_head(site: Any) -> None:
    """Type and length come without the file; validators and codings have no part in it."""
    address = site.put("/a.jpg", BODY, "image/jpeg")
    site.pages["/b"] = (301, {"Location": "/a.jpg"}, b"")
    found = fetch.probe(ask(site.url("/b"), etag='"x"'))

    assert found == fetch.Probe(address, "image/jpeg", len(BODY))
    assert [each.method for each in site.requests] == ["HEAD", "HEAD"]
    assert site.requests[-1].headers["accept-encoding"] == "identity"
    assert "if-none-match" not in site.requests[-1].headers


@pytest.mark.parametrize(
    ("answer", "length", "first"),
    [
        (
            b"HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-3/4000\r\nContent-Length: 4\r\n\r\nabcd",
            4000,
            b"abcd",
        ),
        (
            b"HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-3/*\r\nContent-Length: 4\r\n\r\nabcd",
            None,
            b"abcd",
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n" + b"x" * 4000, 4000, b"x" * 512),
        (b"HTTP/1.1 200 OK\r\n\r\nabcd", None, b"abcd"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd", None, b"abcd"),
    ],
)
def test_probe_asks_for_the_beginning(answer: bytes, length: int | None, first: bytes, raw: Answers) -> None:
    """Where HEAD tells no type and length, the answer to GET does; of a coded one no length is believed."""
    no_head = b"HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n"
    address = raw(answer.replace(b"\r\n", b"\r\nContent-Type: image/png\r\n", 1), first=no_head)
    found = fetch.probe(ask(address))

    assert (found.type, found.length, found.first) == ("image/png", length, first)


@pytest.mark.parametrize(("status", "asked"), [(404, 2), (500, 2), (304, 2), (410, 1), (429, 1)])
def test_probe_tells_what_is_no_file(status: int, asked: int, site: Any) -> None:
    """Every answer but success is an error; where it is final it is not asked for twice."""
    site.pages["/"] = (status, {}, b"")
    with pytest.raises(FetchError):
        fetch.probe(ask(site.url("/")))

    assert len(site.requests) == asked


def test_probe_never_reads_a_file() -> None:
    """Only what has an address is asked for."""
    with pytest.raises(FetchError, match="no address"):
        fetch.probe(ask("/etc/passwd"))


# What a body may be


@pytest.mark.parametrize(
    ("coding", "content"),
    [
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("X-GZIP", gzip.compress(BODY, mtime=0)),
        ("gzip", gzip.compress(BODY[:10], mtime=0) + gzip.compress(BODY[10:], mtime=0)),
        ("gzip", gzip.compress(BODY, mtime=0) + b"\0\0\0"),
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY)[2:-4]),
        ("gzip, gzip", gzip.compress(gzip.compress(BODY, mtime=0), mtime=0)),
        ("identity", BODY),
        ("", BODY),
    ],
)
def test_codings_are_undone(coding: str, content: bytes, raw: Answers) -> None:
    """All forms of gzip and deflate that servers send give the same page."""
    address = raw(head(len(content), f"Content-Encoding: {coding}"), content)

    assert got(address).content == BODY
    assert b"".join(body.decoded((content[i : i + 1] for i in range(len(content))), coding, 100)) == BODY


@pytest.mark.parametrize("missing", [1, 8, 9, 20, 30])
@pytest.mark.parametrize("known", [True, False])
def test_gzip_that_does_not_end_is_truncated(missing: int, known: bool, raw: Answers) -> None:
    """A compressed body that was cut is never taken for a short page."""
    content = gzip.compress(BODY, mtime=0)[:-missing]
    length = len(content) if known else None

    assert refused(raw(head(length, "Content-Encoding: gzip"), content)).code == "truncated"


@pytest.mark.parametrize(
    ("fields", "content"),
    [
        (["Content-Length: 500"], BODY),
        (["Transfer-Encoding: chunked"], b"22\r\n" + BODY[:12]),
        (["Transfer-Encoding: chunked"], b"22\r\n" + BODY + b"\r\n"),
        (["Transfer-Encoding: chunked"], b"zz\r\n" + BODY),
        (["Content-Encoding: gzip"], BODY),
        (["Content-Encoding: deflate"], b"\xff\xff\xff\xff"),
        (["Content-Encoding: br"], BODY),
        (["Content-Encoding: zstd"], BODY),
        (["Content-Encoding: compress"], BODY),
    ],
)
def test_body_that_is_not_whole_is_truncated(fields: list[str], content: bytes, raw: Answers) -> None:
    """Fewer bytes than promised, a broken frame or coding: never a page."""
    error = refused(raw(head(None, *fields), content))

    assert (error.code, error.hint) == ("truncated", "the next run tries again")


# Faults on the way


def test_faults_are_told_apart(raw: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each fault has its code, whatever words the address itself holds."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    assert refused(f"http://127.0.0.1:{port}/timed-out/SSL/certificate").code == "connection"
    assert "refused" in str(refused(f"http://127.0.0.1:{port}/"))
    assert refused(raw()).code == "connection"
    assert refused(raw(b"SSH-2.0-OpenSSH_9.2\r\n")).code == "connection"
    assert refused(raw(b"not TLS at all").replace("http", "https")).code == "tls"


def test_unknown_host_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host without an address is a matter of its name."""

    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)

    assert refused("http://feeds.example.org/").code == "dns"


@pytest.mark.parametrize(
    "address", ["http://a..b/", "http://[::1/", "http://example.org:99999/", "http://*/"]
)
def test_odd_addresses_give_an_error(address: str) -> None:
    """What cannot be asked is told, and nothing else is raised."""
    assert refused(address).code in {"bad-address", "dns", "no-such-file", "connection"}


@pytest.mark.parametrize("parts", [[], [head(500)], [head(500), BODY], [b"HTTP/1.1 200 OK\r\nX: "]])
def test_server_that_goes_silent_times_out(
    parts: list[bytes], raw: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before, inside and after the head: silence ends, long before the whole time is over."""
    monkeypatch.setattr(hops, "READ_SECONDS", 0.1)
    hold = threading.Event()

    error = refused(raw(*parts, hold=hold), max_seconds=0.6)
    hold.set()

    assert (error.code, "no answer in time" in str(error)) == ("timeout", True)


def test_server_that_drips_times_out(raw: Answers) -> None:
    """A body that arrives byte by byte is not read for ever."""
    drops = [BODY[:1]] * 3_000_000

    assert refused(raw(head(None), *drops), max_seconds=0.05).code == "timeout"


def test_certificate_that_is_not_trusted_is_told(root: Path) -> None:
    """The reason that the library gives for a certificate is passed on."""
    import ssl

    from feedkit.fetch import faults

    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "self-signed certificate"

    assert str(faults.told(error, "https://x/")).endswith("not trusted: self-signed certificate")


def test_cycles_of_causes_end() -> None:
    """Errors that name one another as their cause are still told."""
    from feedkit.fetch import faults

    one, other = OSError(errno.ENETUNREACH, "Network is unreachable"), ValueError()
    one.__cause__, other.__cause__ = other, one

    assert str(faults.told(other, "http://x/")).endswith("x/: network is unreachable")


def test_connection_that_comes_too_late_is_closed() -> None:
    """Where the deadline passes while a connection is made, nothing stays open."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        late = connections._Plain("127.0.0.1", port, timeout=5, deadline=wire.Deadline(0, 5), guarded=False)
        with pytest.raises(wire.Late) as caught:
            late._new_conn()
        peer, _ = listener.accept()
        with peer:
            peer.settimeout(5)
            assert peer.recv(1) == b"", caught


def test_connection_torn_down_before_its_handshake_is_closed() -> None:
    """`ssl` raises then without closing what it took over, so that the socket would wait for the collector."""
    trust = connections._context(requests.adapters.DEFAULT_CA_BUNDLE_PATH, (None, 0), (None, 0))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        near = socket.create_connection(listener.getsockname())
        number = near.fileno()
        far, _ = listener.accept()
        far.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        far.close()
        with pytest.raises(ConnectionResetError) as caught:
            trust.wrap_socket(near, server_hostname="localhost")
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(number)
    assert caught
