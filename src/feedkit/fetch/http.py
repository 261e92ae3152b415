"""Pages by HTTP, with requests.

It takes a `Request` and gives a `Page`, or None for 304, or a `Probe`; every way that this can fail is a
`FetchError` with a code. It stops at the size limit and at the deadline while the body streams.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feedkit.fetch import body, faults, fields, hops
from feedkit.fetch.request import Probe, Request, too_large
from feedkit.models import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedkit.errors import FetchError
    from feedkit.fetch.hops import Arrival

_LONGEST_VALIDATOR = 1024
_PROBED_BYTES = 512
_WHOLE = {"Accept": "*/*", "Accept-Encoding": "identity"}
_BEGINNING = {**_WHOLE, "Range": f"bytes=0-{_PROBED_BYTES - 1}"}
_CHALLENGES = ("CF-Mitigated", "X-Amzn-Waf-Action")
"""Fields by which Cloudflare and AWS tell programs that a page is none but a riddle for browsers."""
_FINAL = (410, 429)
"""Answers to HEAD after which asking again is of no use, or unwelcome."""


def get(request: Request) -> Page | None:
    """Return the page behind an address; None when it is not modified."""
    method = request.method
    conditions = _validators(request) if method == "GET" else {}
    with hops.arrival(request, method, conditions) as found:
        if found.status == 304 and conditions:
            return None
        if found.status != 200:
            raise _challenge(found, request) or _refused(found, request)
        return _page(found, _content(found, request))


def probe(request: Request) -> Probe:
    """Return what a server tells of a file: by HEAD, else by asking for its beginning."""
    with hops.arrival(request, "HEAD", _WHOLE) as found:
        if _is_success(found) and (told := _probed(found)).type and told.length:
            return told
        if found.status in _FINAL:
            raise _refused(found, request)
    with hops.arrival(request, "GET", _BEGINNING) as found:
        if not _is_success(found):
            raise _refused(found, request)
        first = b""
        for chunk in _chunks(found):
            first += chunk
            if len(first) >= _PROBED_BYTES:
                break
        return replace(_probed(found), first=first[:_PROBED_BYTES])


def beginning(request: Request) -> bytes:
    """Return the body behind an address, of a longer one the first `max_bytes`."""
    with hops.arrival(request, "GET", {}) as found:
        if not _is_success(found):
            raise _refused(found, request)
        coding, content = found.response.headers.get("Content-Encoding", ""), b""
        for piece in body.decoded(_chunks(found), coding, request.max_bytes + body.PIECE):
            content += piece
            if len(content) >= request.max_bytes:
                break
        return content[: request.max_bytes]


def _validators(request: Request) -> dict[str, str]:
    """Return what makes a request conditional (RFC 9110 section 13.1); no server needs such long ones."""
    headers = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
    return {name: value for name, value in headers.items() if value and len(value) <= _LONGEST_VALIDATOR}


def _content(found: Arrival, request: Request) -> bytes:
    told = fields.length(found.response.headers.get("Content-Length"), None) or 0
    if told > request.max_bytes + body.PIECE:  # what is packed may be larger than what is in it, a little
        raise too_large(request.page, request.max_bytes)
    codings = found.response.headers.get("Content-Encoding", "")
    return b"".join(body.decoded(_chunks(found), codings, request.max_bytes))


def _chunks(found: Arrival) -> Iterator[bytes]:
    """Yield the body as it arrives; what is done with it between counts for the deadline too."""
    while chunk := found.response.raw.read1(body.PIECE, decode_content=False):
        found.deadline.left()
        yield chunk


def _page(found: Arrival, content: bytes) -> Page:
    told = found.response.headers
    media_type, charset = fields.media_type(told.get("Content-Type"))
    page = Page(
        content=content,
        url=found.response.url,
        media_type=media_type,
        charset=charset,
        etag=told.get("ETag"),
        last_modified=told.get("Last-Modified"),
        retrieved=fields.date(told.get("Date")),
        links=fields.links(told.get("Link"), found.response.url),
    )
    return found.carried.hidden_in(page)


def _is_success(found: Arrival) -> bool:
    return 200 <= found.status < 300


def _probed(found: Arrival) -> Probe:
    """Return what the head of an answer tells; the length of a coded body is not that of the file."""
    told = found.response.headers
    is_coded = told.get("Content-Encoding", "identity").lower() != "identity"
    part = told.get("Content-Range", "") if found.status == 206 else None
    length = None if is_coded else fields.length(told.get("Content-Length"), part)
    return Probe(found.response.url, fields.media_type(told.get("Content-Type"))[0], length)


def _challenge(found: Arrival, request: Request) -> FetchError | None:
    told = found.response.headers
    is_wall = any(told.get(name, "").strip().lower() in ("challenge", "captcha") for name in _CHALLENGES)
    return faults.wall(request.page) if is_wall else None


def _refused(found: Arrival, request: Request) -> FetchError:
    told = found.response.headers
    wait = fields.retry_after(told.get("Retry-After"), fields.date(told.get("Date")))
    return faults.refused(found.status, request.page, wait)
