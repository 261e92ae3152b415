"""What the hostile server does, one row each: a name, the code that a run ends with, and what is said."""

from __future__ import annotations

import datetime as dt
import gzip
import random
import ssl
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, reduce
from itertools import repeat
from typing import Any

import brotli
import trustme
from backports import zstd

from hostile.server import HOLD, RESET, Script, Service, Step

PAGE = (
    b"<!DOCTYPE html>\n<html><head><meta charset=utf-8><title>News</title></head><body><ul>\n"
    + b"".join(
        b"<li><a href=/n/%d>Entry number %d</a> <i>%d May 2020</i></li>\n" % (n, n, n) for n in range(1, 29)
    )
    + b"</ul></body></html>\n"
)
CODINGS = {
    "gzip": lambda content: gzip.compress(content, mtime=0),
    "deflate": zlib.compress,
    "br": lambda content: brotli.compress(content, quality=5),
    "zstd": zstd.compress,
}


@dataclass(frozen=True)
class Behaviour:
    """One row."""

    name: str
    code: str
    """The code of the error; `page` when the page comes whole, `same` when nothing changed."""
    script: Script
    fields: dict[str, Any] = field(default_factory=dict)
    """What is asked for otherwise than usual."""
    tls: str = ""
    is_deaf: bool = False


def head(*fields: str, status: str = "200 OK") -> bytes:
    """Return a head with these fields."""
    return "\r\n".join((f"HTTP/1.1 {status}", *fields, "", "")).encode("latin-1")


def answer(*fields: str, body: bytes = PAGE, status: str = "200 OK") -> bytes:
    """Return an answer whose length is told rightly."""
    return head(*fields, f"Content-Length: {len(body)}", status=status) + body


def chunk(content: bytes, size: str = "") -> bytes:
    """Return a chunk, of a told size or of its own."""
    return (size or f"{len(content):x}").encode() + b"\r\n" + content + b"\r\n"


def packed(coding: str, content: bytes = PAGE) -> bytes:
    """Return content under a coding, or several, in their order."""
    return reduce(lambda inner, name: CODINGS[name](inner), coding.split(", "), content)


@cache
def bomb(coding: str, size: int = 64 << 20) -> bytes:
    """Return a small body that unpacks to a large one."""
    return packed(coding, bytes(size))


def drip(*before: bytes, drop: bytes = b"x", pause: float = 0.05) -> Script:
    """Return a script that goes on for ever, byte by byte."""

    def script(path: str, address: str) -> Iterator[Step]:
        yield from before
        while True:
            yield drop
            yield pause

    return script


def flood(*before: bytes, drop: bytes) -> Script:
    """Return a script that goes on for ever, as fast as it can."""
    return lambda path, address: (*before, *repeat(drop, 4_000))


def hops(
    count: int, *, status: str = "302 Found", target: str = "/{}", pause: float = 0, body: bytes = b""
) -> Script:
    """Return a script that leads on so often before it shows the page."""

    def script(path: str, address: str) -> Iterator[Step]:
        hop = int(path.strip("/") or 0)
        yield pause
        if hop >= count:
            yield answer()
        else:
            yield answer(f"Location: {target.format(hop + 1)}", status=status, body=body)

    return script


def to(location: str, *fields: str) -> Script:
    """Return a script that leads on, and shows the page at any path but the first."""

    def script(path: str, address: str) -> Iterator[Step]:
        target = location.replace("HERE", address)
        yield (
            answer(*fields, f"Location: {target}", status="302 Found", body=b"") if path == "/" else answer()
        )

    return script


def endless_hop(path: str, address: str) -> tuple[Step, ...]:
    """Say where to go, and go on talking."""
    return (
        (answer(),) if path == "/1" else (head("Location: /1", status="302 So"), *repeat(bytes(65_536), 200))
    )


CHUNKED = head("Transfer-Encoding: chunked")
LENGTH = f"Content-Length: {len(PAGE)}"
GZIPPED = "Content-Encoding: gzip"
HALF = PAGE[: len(PAGE) // 2]
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def row(name: str, code: str, *steps: Step, **fields: Any) -> Behaviour:
    """Return a row whose script is always the same."""
    return Behaviour(name, code, steps, fields)


# fmt: off
SILENCE = [
    row("silent at once", "timeout", HOLD),
    row("silent in the status", "timeout", b"HTTP/1.1 2", HOLD),
    row("silent in the head", "timeout", b"HTTP/1.1 200 OK\r\nX: y", HOLD),
    row("silent after the head", "timeout", head(LENGTH), HOLD),
    row("silent in the body", "timeout", head(LENGTH) + HALF, HOLD),
    row("silent in a body without length", "timeout", head() + HALF, HOLD),
    row("silent before a chunk", "timeout", CHUNKED, HOLD),
    row("silent in a size", "timeout", CHUNKED + b"1", HOLD),
    row("silent in a chunk", "timeout", CHUNKED + chunk(PAGE)[:99], HOLD),
    row("silent before the last chunk", "timeout", CHUNKED + chunk(PAGE), HOLD),
    row("silent in gzip", "timeout", head(GZIPPED) + packed("gzip")[:99], HOLD),
    row("silent after an interim answer", "timeout", CONTINUE, HOLD),
    row("silent after all of it", "page", answer(), HOLD),
    row("silent after the last chunk", "page", CHUNKED + chunk(PAGE) + chunk(b""), HOLD),
    Behaviour("drips the status", "timeout", drip(b"HTTP/1.1 ", drop=b"2")),
    Behaviour("drips a line", "timeout", drip(b"HTTP/1.1 200 OK\r\nX: ")),
    Behaviour("drips lines", "timeout", drip(b"HTTP/1.1 200 OK\r\n", drop=b"X: y\r\n")),
    Behaviour("drips interim answers", "timeout", drip(drop=CONTINUE)),
    Behaviour("drips the body", "timeout", drip(head("Content-Length: 5000"))),
    Behaviour("drips a body without length", "timeout", drip(head())),
    Behaviour("drips chunks", "timeout", drip(CHUNKED, drop=chunk(b"x"))),
    Behaviour("drips a size", "timeout", drip(CHUNKED, drop=b"0")),
    Behaviour("drips gzip", "timeout", drip(head(GZIPPED), packed("gzip")[:20], drop=b"\0")),
    Behaviour("slow at every hop", "timeout", hops(4, pause=0.4)),
    Behaviour("slow, and in time", "page", lambda *_: (step for at in range(0, 999, 99) for step in (answer()[at : at + 99] if at < 990 else answer()[at:], 0.01))),
]
CUTS = [
    row("hangs up", "connection"),
    row("tears down", "connection", RESET),
    row("tears down in the head", "connection", b"HTTP/1.1 200 OK\r\n", 0.05, RESET),
    row("tears down in the body", "connection", head(LENGTH) + HALF, 0.05, RESET),
    row("cut in the status", "truncated", b"HTTP/1.1 20"),
    row("cut after the status", "truncated", b"HTTP/1.1 200 OK\r\n"),
    row("cut in a line", "truncated", b"HTTP/1.1 200 OK\r\nContent-Le"),
    row("cut between lines", "truncated", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"),
    row("cut in the last line end", "truncated", head()[:-1]),
    row("cut after an interim answer", "connection", CONTINUE),
    row("cut before the body", "truncated", head(LENGTH)),
    row("cut in the body", "truncated", head(LENGTH) + HALF),
    row("cut before the last byte", "truncated", answer()[:-1]),
    row("cut in a size", "truncated", CHUNKED + b"1"),
    row("cut in a padded size", "truncated", CHUNKED + chunk(HALF) + b"0"),
    row("cut in a chunk", "truncated", CHUNKED + chunk(PAGE)[:-20]),
    row("cut after a chunk", "truncated", CHUNKED + chunk(PAGE)),
    row("cut in the end of a chunk", "truncated", CHUNKED + chunk(PAGE)[:-2]),
    row("cut after the last size", "page", CHUNKED + chunk(PAGE) + b"0\r\n"),
]
LENGTHS = [
    row("length is one more", "truncated", head(f"Content-Length: {len(PAGE) + 1}") + PAGE),
    row("length is nine less", "truncated", head(f"Content-Length: {len(PAGE) - 9}") + PAGE),
    row("length is half", "truncated", head(f"Content-Length: {len(HALF)}") + PAGE),
    row("length is half, and the rest comes late", "truncated", head(f"Content-Length: {len(HALF)}") + HALF, 0.1, PAGE[len(HALF) :]),
    row("line end after the body", "page", answer() + b"\r\n"),
    row("line end after the body, late", "page", answer(), 0.1, b"\r\n"),
    row("length is zero", "truncated", head("Content-Length: 0") + PAGE),
    row("length is negative", "truncated", head("Content-Length: -1") + PAGE),
    row("length has a sign", "truncated", head(f"Content-Length: +{len(PAGE)}") + PAGE),
    row("length is hexadecimal", "truncated", head("Content-Length: 0x10") + PAGE),
    row("length has a line below", "truncated", head("Content-Length: 1_000") + PAGE),
    row("length is no number", "truncated", head("Content-Length: long") + PAGE),
    row("length is empty", "truncated", head("Content-Length:") + PAGE),
    row("length is beyond numbers", "truncated", head(f"Content-Length: {'9' * 5000}") + PAGE),
    row("length is half a gigabyte", "too-large", head("Content-Length: 500000000"), HOLD),
    row("lengths differ", "truncated", head(LENGTH, f"Content-Length: {len(HALF)}") + PAGE),
    row("lengths are alike", "page", head(LENGTH, LENGTH) + PAGE),
    row("lengths are a list", "page", head(f"{LENGTH}, {len(PAGE)}") + PAGE),
    row("lengths are a list that differs", "truncated", head(f"{LENGTH}, 7") + PAGE),
    row("length beside chunks", "page", head("Content-Length: 7", "Transfer-Encoding: chunked") + chunk(PAGE) + chunk(b"")),
    row("no length", "page", head() + PAGE),
    row("no length in 1.0", "page", b"HTTP/1.0 200 OK\r\n\r\n" + PAGE),
    row("empty", "empty-page", answer(body=b"")),
    row("empty without length", "empty-page", head()),
    row("empty in chunks", "empty-page", CHUNKED + chunk(b"")),
    row("blank", "empty-page", answer(body=b" \r\n\t ")),
    row("a second answer behind it", "truncated", answer() + answer()),
]
CHUNKS = [
    row("chunks", "page", CHUNKED + chunk(HALF) + chunk(PAGE[len(HALF) :]) + chunk(b"")),
    row("chunks of a byte", "page", CHUNKED + b"".join(chunk(PAGE[n : n + 1]) for n in range(len(PAGE))) + chunk(b"")),
    row("chunks with extensions", "page", CHUNKED + chunk(PAGE, f"{len(PAGE):04X} ; a=b;c") + chunk(b"", "0;end")),
    row("chunks by line feeds", "page", (CHUNKED + chunk(PAGE) + chunk(b"")).replace(b"\r\n", b"\n")),
    row("chunks in 1.0", "page", CHUNKED.replace(b"1.1", b"1.0") + chunk(PAGE) + chunk(b"")),
    row("chunks, in capitals", "page", head("TRANSFER-ENCODING: Chunked") + chunk(PAGE) + chunk(b"")),
    row("a trailer", "page", CHUNKED + chunk(PAGE) + b"0\r\nExpires: 0\r\nX: y\r\n\r\n"),
    Behaviour("endless trailer", "page", flood(CHUNKED + chunk(PAGE) + b"0\r\n", drop=b"X: y\r\n" * 999)),
    *(row(f"size {size!r}", "truncated", CHUNKED + chunk(PAGE, size) + chunk(b"")) for size in ("-5", "+5", "0x5", "5_0", "g", " ", "", "1,2", "\0", "f" * 17, "f" * 16, "1", f"{len(PAGE) + 1:x}") if size),
    row("size is missing", "truncated", CHUNKED + b"\r\n" + PAGE),
    row("size without end", "truncated", CHUNKED + b"1" * 9_000),
    row("extension without end", "truncated", CHUNKED + b"1;" + b"x" * 9_000),
    row("not in chunks", "truncated", CHUNKED + PAGE),
    row("chunked twice", "truncated", head("Transfer-Encoding: chunked, chunked") + chunk(PAGE) + chunk(b"")),
    row("transfer coding gzip", "truncated", head("Transfer-Encoding: gzip, chunked") + chunk(packed("gzip")) + chunk(b"")),
    row("transfer coding unknown", "truncated", head("Transfer-Encoding: xyz") + PAGE),
    row("transfer coding identity", "page", head("Transfer-Encoding: identity", LENGTH) + PAGE),
    Behaviour("endless chunks", "too-large", flood(CHUNKED, drop=chunk(bytes(65_536))), {"max_bytes": 1 << 20}),
    Behaviour("endless tiny chunks", "timeout", flood(CHUNKED, drop=chunk(b"x") * 9_999)),
]
HEADS = [
    row("no fields", "page", b"HTTP/1.1 200 OK\r\n\r\n" + PAGE),
    row("100 lines", "page", answer(*(f"X-{n}: y" for n in range(99)))),
    row("999 lines", "page", answer(*("X: y" for n in range(998)))),
    row("1,001 lines", "too-large", answer(*("X: y" for n in range(1_001)))),
    row("a line of 60,000 bytes", "page", answer("X: " + "y" * 60_000)),
    row("a line of 70,000 bytes", "too-large", answer("X: " + "y" * 70_000)),
    Behaviour("endless line", "too-large", flood(b"HTTP/1.1 200 OK\r\nX: ", drop=b"y" * 65_536)),
    Behaviour("endless lines", "too-large", flood(b"HTTP/1.1 200 OK\r\n", drop=b"X: y\r\n" * 999)),
    Behaviour("endless status", "too-large", flood(b"HTTP/1.1 200 ", drop=b"y" * 65_536)),
    row("500 cookies", "page", answer(*(f"Set-Cookie: n{n}={n}" for n in range(500)))),
    row("a cookie of 50,000 bytes", "page", answer("Set-Cookie: n=" + "y" * 5_000)),
    row("an odd cookie", "page", answer("Set-Cookie: \0;=;Expires=never;Domain=.com;Max-Age=-x")),
    row("a line without colon", "page", answer("X: y", "what is this", LENGTH)),
    row("a length after a line without colon", "truncated", answer("X: y", "what is this")[:-9]),
    row("space before the colon", "truncated", head(f"Content-Length : {len(PAGE)}") + HALF),
    row("no name", "page", answer(": y")),
    row("a name with spaces", "page", answer("a b c: y")),
    row("a name beyond ASCII", "page", answer("n\xe4me: y")),
    row("a value beyond ASCII", "page", answer("X: \xff\xfe", "Content-Type: text/html; charset=\xff")),
    row("a folded line", "page", answer("X: y", " z", "\tz")),
    row("a folded first line", "page", answer(" X: y")),
    row("NUL in a line", "page", answer("X: a\0b", "Content-Type: text/html\0")),
    row("CR in a line", "page", answer("X: a\rContent-Length: 7")),
    row("escapes in a line", "page", answer("X: \x1b[31m\x07")),
    row("line feeds alone", "page", answer("X: y").replace(b"\r\n", b"\n")),
    row("no reason", "page", answer(status="200")),
    row("an odd reason", "page", answer(status="200 \x1b[31mOK\0")),
    row("status of two digits", "connection", answer(status="20 OK")),
    row("status of four digits", "connection", answer(status="2000 OK")),
    row("status of letters", "connection", answer(status="OK")),
    row("status is missing", "connection", b"HTTP/1.1\r\n\r\n" + PAGE),
    row("HTTP/0.9", "connection", PAGE),
    row("HTTP/0.9 in one line", "connection", PAGE.replace(b"\n", b"")),
    row("HTTP/2 in words", "connection", b"HTTP/2 200\r\n\r\n" + PAGE),
    row("HTTP/2 in frames", "connection", b"\0\0\x12\4\0\0\0\0\0\0\3\0\0\0\x80\0\4\0\1\0\0\0\5\0\xff\xff\xff"),
    row("HTTP/9.9", "connection", b"HTTP/9.9 200 OK\r\n\r\n" + PAGE),
    row("small letters", "connection", answer().replace(b"HTTP", b"http")),
    row("ICY", "connection", b"ICY 200 OK\r\n\r\n" + PAGE),
    row("SSH", "connection", b"SSH-2.0-OpenSSH_9.2\r\n"),
    row("SMTP", "connection", b"220 mail.example.org ESMTP\r\n"),
    row("noise", "connection", random.Random(1).randbytes(9_999)),
    row("blank line first", "connection", b"\r\n" + answer()),
    row("an interim answer", "page", CONTINUE + answer()),
    row("early hints", "page", b"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n" + answer()),
    row("three interim answers", "page", CONTINUE + b"HTTP/1.1 102 Processing\r\n\r\n" + CONTINUE + answer()),
    Behaviour("interim answers for ever", "too-large", flood(drop=CONTINUE * 999)),
    row("switches protocols", "http-101", head("Upgrade: h2c", status="101 Switching Protocols"), HOLD),
    row("odd dates", "page", answer("Date: yesterday", "Last-Modified: 99 Foo 2020", "Expires: -1", "Age: x")),
    row("a download", "page", answer("Content-Disposition: attachment; filename=../../etc/passwd")),
    row("a range nobody asked for", "page", answer("Content-Range: bytes 0-9/10")),
    row("an ETag of 10,000 bytes", "page", answer(f'ETag: "{"x" * 10_000}"')),
    row("an odd ETag", "page", answer('ETag: W/""" \0')),
    row("a folded ETag", "page", answer('ETag: "a', ' b"', "Last-Modified:", "\t yesterday\x7f")),
    row("an ETag beyond ASCII", "page", answer('ETag: "\xe4\xff\x80"')),
    row("two ETags", "page", answer('ETag: "a"', 'ETag: "b"')),
]
STATUSES = [
    *(
        row(f"status {status}", f"http-{status}", answer(status=f"{status} So"))
        for status in (201, 202, 203, 204, 205, 206, 226, 299, 300, 305, 306, 400, 401, 402, 403, 404, 405, 406, 407, 408, 418, 421, 425, 426, 451, 499, 500, 501, 502, 504, 505, 511, 520, 599, 600, 999)
    ),
    row("gone", "gone", answer(status="410 Gone")),
    row("a challenge of Cloudflare", "bot-wall", answer("cf-mitigated: challenge", status="403 Forbidden")),
    row("a challenge of AWS", "bot-wall", answer("x-amzn-waf-action: challenge", status="202 Accepted")),
    row("a captcha of AWS", "bot-wall", answer("X-Amzn-Waf-Action: CAPTCHA", status="405 Method Not Allowed")),
    row("a challenge that is none", "http-403", answer("cf-mitigated: no", status="403 Forbidden")),
    row("304 unasked", "http-304", head(status="304 Not Modified")),
    row("304 with a body", "http-304", answer(status="304 Not Modified")),
    row("304 as asked", "same", head(status="304 Not Modified"), etag='"a"'),
    row("304 as asked with a body", "same", answer(status="304 Not Modified"), etag='"a"'),
    row("304 as asked with a lie", "same", head(LENGTH, status="304 Not Modified"), etag='"a"'),
    row("an error with an endless body", "http-404", head(status="404 Not Found"), *[bytes(65_536)] * 20, HOLD),
    row("an error with a bomb", "http-404", answer(GZIPPED, status="404 Not Found", body=bomb("gzip"))),
    *(
        row(f"{code}, wait {wait[:40]!r}", code, answer(f"Retry-After: {wait}", status=status))
        for status, code in (("429 Too Many Requests", "rate-limited"), ("503 Service Unavailable", "http-503"))
        for wait in ("0", "120", "-5", "1.5", "soon", "", "9" * 400, "315360000", "\0", "Fri, 31 Dec 2100 23:59:59 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994")
    ),
]
REDIRECTS = [
    Behaviour("one hop", "page", hops(1)),
    Behaviour("five hops", "page", hops(5)),
    Behaviour("six hops", "redirects", hops(6)),
    Behaviour("hops for ever", "redirects", hops(99_999)),
    Behaviour("a loop", "redirects", hops(99_999, target="/1")),
    *(Behaviour(f"hop by {status}", "page", hops(1, status=f"{status} So")) for status in (301, 303, 307, 308)),
    row("hop to nowhere", "http-302", answer(status="302 Found")),
    Behaviour("hop to a bomb's back", "page", hops(1, body=bomb("gzip"))),
    *(Behaviour(f"hop to {target!r}", "page", to(target)) for target in ("a", "./b/../c", "?a=b", "//HERE/a", "http://HERE/a#b", "http://user:secret@HERE/a", "/\xc3\xa4")),
    *(Behaviour(f"hop to {target!r}", "bad-address", to(target)) for target in ("ftp://HERE/", "file:///etc/passwd", "data:text/html,x", "javascript:1", "gopher://HERE/", "http://[::1/a", "http://HERE\\@example.org/a")),
    Behaviour("hop with an endless body", "page", endless_hop),
    Behaviour("two places", "bad-address", to("/a", "Location: /b")),
    Behaviour("a place of 30,000 bytes", "page", to("/" + "a" * 30_000)),
]
CODED = [
    *(row(f"coding {name}", "page", answer(f"Content-Encoding: {name}", body=packed(name))) for name in CODINGS),
    row("coding x-gzip", "page", answer("Content-Encoding: X-GZip", body=packed("gzip"))),
    row("coding deflate, bare", "page", answer("Content-Encoding: deflate", body=packed("deflate")[2:-4])),
    row("four codings", "page", answer("Content-Encoding: gzip, deflate, br, zstd", body=packed("gzip, deflate, br, zstd"))),
    row("codings in two lines", "page", answer(GZIPPED, "Content-Encoding: br", body=packed("gzip, br"))),
    row("six codings", "too-large", answer("Content-Encoding: " + ", ".join(["gzip"] * 6), body=packed(", ".join(["gzip"] * 6)))),
    row("coding unknown", "truncated", answer("Content-Encoding: compress")),
    *(row(f"coding {name!r}, which is none", "page", answer(f"Content-Encoding: {name}")) for name in ("", "identity", "UTF-8", "none")),
    *(row(f"says {name} and is not", "truncated", answer(f"Content-Encoding: {name}")) for name in CODINGS),
    row("says gzip and is br", "truncated", answer(GZIPPED, body=packed("br"))),
    row("says gzip twice", "truncated", answer("Content-Encoding: gzip, gzip", body=packed("gzip"))),
    row("is gzip and does not say", "not-html", answer(body=packed("gzip"))),
    *(row(f"{name} cut by a byte", "truncated", answer(f"Content-Encoding: {name}", body=packed(name)[:-1])) for name in CODINGS),
    *(row(f"{name} cut in half", "truncated", head(f"Content-Encoding: {name}") + packed(name)[:99]) for name in CODINGS),
    *(row(f"{name} of nothing", "empty-page", answer(f"Content-Encoding: {name}", body=b"")) for name in CODINGS),
    row("gzip damaged", "truncated", answer(GZIPPED, body=packed("gzip").replace(b"\0\0", b"\1\1", 1)[:-6] + bytes(6))),
    row("gzip and more", "page", answer(GZIPPED, body=packed("gzip") + bytes(512))),
    row("gzip in two", "page", answer(GZIPPED, body=packed("gzip", HALF) + packed("gzip", PAGE[len(HALF) :]))),
    row("zstd in two", "page", answer("Content-Encoding: zstd", body=packed("zstd", HALF) + packed("zstd", PAGE[len(HALF) :]))),
    row("gzip in chunks", "page", head(GZIPPED, "Transfer-Encoding: chunked") + chunk(packed("gzip")) + chunk(b"")),
]
BOMBS = [
    *(row(f"bomb of {name}", "too-large", answer(f"Content-Encoding: {name}", body=bomb(name))) for name in CODINGS),
    *(row(f"bomb of {name} twice", "too-large", answer(f"Content-Encoding: {name}, {name}", body=packed(name, bomb(name)))) for name in CODINGS),
    row("bomb of all", "too-large", answer("Content-Encoding: gzip, deflate, br, zstd", body=packed("deflate, br, zstd", bomb("gzip")))),
    row("bomb of empty streams", "too-large", answer(GZIPPED, body=packed("gzip", b"") * 5_000)),
    row("bomb within, empty without", "too-large", answer("Content-Encoding: gzip, br", body=packed("br", packed("gzip", b"") * 200_000))),
    Behaviour("gzip whose name does not end", "too-large", flood(head(GZIPPED), b"\x1f\x8b\x08\x08" + bytes(6), drop=b"x" * 65_536)),
    Behaviour("endless body", "too-large", flood(head(), drop=bytes(65_536)), {"max_bytes": 1 << 20}),
    Behaviour("endless noise", "too-large", flood(head(), drop=random.Random(2).randbytes(65_536)), {"max_bytes": 1 << 20}),
]
KINDS = [
    *(
        row(f"type {kind[:40]!r}", "page", answer(f"Content-Type: {kind}"))
        for kind in ("", "text", "text/html;", "text/html; charset", ";charset=utf-8", 'text/html; charset="utf-8', "text/html,text/plain", "application/pdf", "*/*", "text/html; charset=" + "x" * 9_999)
    ),
    row("two types", "page", answer("Content-Type: text/plain", "Content-Type: text/html")),
    row("RSS", "already-a-feed", answer(body=b"<?xml version='1.0'?>\n<rss version='2.0'><channel/></rss>")),
    row("Atom", "already-a-feed", answer(body=b"<feed xmlns='http://www.w3.org/2005/Atom'/>")),
    row("a PDF", "not-html", answer("Content-Type: application/pdf", body=b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" * 9)),
    row("a picture", "not-html", answer("Content-Type: text/html", body=b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")),
    row("an archive", "not-html", answer(body=b"PK\3\4" + bytes(99))),
    row("noise for a page", "not-html", answer(body=random.Random(3).randbytes(9_999))),
    row("zeros for a page", "not-html", answer(body=bytes(999))),
]
TLS = [
    Behaviour("tls", "page", (answer(),), tls="good"),
    Behaviour("tls of an unknown authority", "tls", (answer(),), tls="foreign"),
    Behaviour("tls of another host", "tls", (answer(),), tls="other"),
    Behaviour("tls that has expired", "tls", (answer(),), tls="expired"),
    Behaviour("tls, silent after the head", "timeout", (head(LENGTH), HOLD), tls="good"),
    Behaviour("tls that drips", "timeout", drip(head()), tls="good"),
    Behaviour("tls, cut in the body", "truncated", (head(LENGTH) + HALF,), tls="good"),
    Behaviour("tls, longer than its length", "truncated", (head("Content-Length: 99") + PAGE,), tls="good"),
    Behaviour("tls with a bomb", "too-large", (answer("Content-Encoding: br", body=bomb("br")),), tls="good"),
    Behaviour("tls, silent in the handshake", "timeout", (HOLD,), is_deaf=True),
    Behaviour("tls that drips the handshake", "timeout", drip(b"\x16\x03\x03\x0f\xff\x02", drop=b"\0"), is_deaf=True),
    Behaviour("tls of noise", "tls", (b"not TLS at all\r\n" * 9,), is_deaf=True),
    Behaviour("tls of plain HTTP", "tls", (answer(),), is_deaf=True),
    Behaviour("tls that is refused", "tls", (b"\x15\x03\x01\x00\x02\x02\x28",), is_deaf=True),
    Behaviour("tls that hangs up", "tls", (), is_deaf=True),
    Behaviour("tls that tears down", "connection", (RESET,), is_deaf=True),
]
# fmt: on
ALL = (*SILENCE, *CUTS, *LENGTHS, *CHUNKS, *HEADS, *STATUSES, *REDIRECTS, *CODED, *BOMBS, *KINDS, *TLS)


def contexts(authority: trustme.CA) -> dict[str, ssl.SSLContext]:
    """Return what the rows of TLS are served with."""
    certificates = {
        "good": authority.issue_cert("127.0.0.1"),
        "other": authority.issue_cert("example.org"),
        "foreign": trustme.CA().issue_cert("127.0.0.1"),
        "expired": authority.issue_cert(
            "127.0.0.1",
            not_before=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
            not_after=dt.datetime(2020, 5, 8, tzinfo=dt.UTC),
        ),
    }
    found = {}
    for name, certificate in certificates.items():
        found[name] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(found[name])
    return found


def services(authority: trustme.CA) -> dict[str, Service]:
    """Return the table as what a server serves."""
    known = contexts(authority)
    return {each.name: Service(each.script, known.get(each.tls), each.is_deaf) for each in ALL}
