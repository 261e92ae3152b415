"""Pages by HTTP, with requests.

It takes a `Request` and gives a `Page`, or None for 304, or a `Probe`; every way that this can fail is a
`FetchError` with a code. It reads no `.netrc` and no proxy of the environment, sends no name or
password, and stops at the size limit and at the deadline while the body streams.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import requests

from feedkit import _urls
from feedkit.fetch import body, connections, faults, fields, wire
from feedkit.fetch.request import Probe, Request, too_large
from feedkit.models import Page

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from feedkit.errors import FetchError

CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0
MAX_REDIRECTS = 5

_ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.5"
_LONGEST_VALIDATOR = 1024
_PROBED_BYTES = 512
_USER = re.compile(r"//[^/?#]*@")
_ODD = re.compile(r"[\x00-\x20\x7f\\]")
_WHOLE = {"Accept": "*/*", "Accept-Encoding": "identity"}
_BEGINNING = {**_WHOLE, "Range": f"bytes=0-{_PROBED_BYTES - 1}"}
_FINAL = (410, 429)
"""Answers to HEAD after which asking again is of no use, or unwelcome."""


def get(request: Request) -> Page | None:
    """Return the page behind an address; None when it is not modified."""
    with _answer(request, "GET", _validators(request)) as (response, deadline):
        if response.status_code == 304 and _validators(request):
            return None
        if response.status_code != 200:
            raise _refused(response, request)
        return _page(response, _content(response, request, deadline))


def probe(request: Request) -> Probe:
    """Return what a server tells of a file: by HEAD, else by asking for its beginning."""
    with _answer(request, "HEAD", _WHOLE) as (response, _):
        if _is_success(response) and (found := _probed(response)).type and found.length:
            return found
        if response.status_code in _FINAL:
            raise _refused(response, request)
    with _answer(request, "GET", _BEGINNING) as (response, deadline):
        if not _is_success(response):
            raise _refused(response, request)
        first = b""
        for chunk in _chunks(response, deadline):
            first += chunk
            if len(first) >= _PROBED_BYTES:
                break
        return replace(_probed(response), first=first[:_PROBED_BYTES])


def beginning(request: Request) -> bytes:
    """Return the body behind an address, of a longer one the first `max_bytes`."""
    with _answer(request, "GET", {}) as (response, deadline):
        if not _is_success(response):
            raise _refused(response, request)
        coding, found = response.headers.get("Content-Encoding", ""), b""
        for piece in body.decoded(_chunks(response, deadline), coding, request.max_bytes + body.PIECE):
            found += piece
            if len(found) >= request.max_bytes:
                break
        return found[: request.max_bytes]


def check(page: str) -> None:
    """Refuse an address that cannot be asked, or that programs read in different ways."""
    address = _without_user(page)
    if address != page:
        cause = "it holds a user name or password"
        raise faults.bad_address(address, cause, "leave out what stands before the @")
    if not _is_plain(address):
        raise faults.bad_address(address, "it is no address, or none that all programs read alike")


class _Session(requests.Session):
    def resolve_redirects(self, *_: Any, **__: Any) -> Generator[requests.Response, None, None]:
        """Yield nothing: requests would read and decode the body of a redirect, which may be a bomb."""
        yield from ()


def _session(request: Request, deadline: wire.Deadline) -> requests.Session:
    session = _Session()
    session.trust_env = False
    for scheme in ("http://", "https://"):
        session.mount(scheme, connections.Adapter(deadline, guarded=not request.allow_private))
    session.headers.update(
        {"User-Agent": request.user_agent, "Accept": _ACCEPT, "Accept-Encoding": body.ACCEPTED}
    )
    return session


@contextmanager
def _answer(
    request: Request, method: str, headers: Mapping[str, str]
) -> Iterator[tuple[requests.Response, wire.Deadline]]:
    """Give the answer where the redirects end, its body not yet read, and the deadline for that."""
    deadline = wire.Deadline(request.max_seconds, READ_SECONDS)
    address = request.page
    check(address)
    try:
        session = _session(request, deadline)
        with session, _last(session, request, method, headers, deadline) as response:
            yield response, deadline
    except faults.EXPECTED as error:
        raise faults.told(error, address) from error


def _last(
    session: requests.Session,
    request: Request,
    method: str,
    headers: Mapping[str, str],
    deadline: wire.Deadline,
) -> requests.Response:
    address = request.page
    for _ in range(MAX_REDIRECTS + 1):
        if request.arrive is not None:
            request.arrive(address, deadline.left())
        response = session.request(
            method,
            address,
            headers=headers,
            timeout=(deadline.left(CONNECT_SECONDS), deadline.left()),
            stream=True,
            allow_redirects=False,
        )
        target = session.get_redirect_target(response)
        if target is None:
            return response
        response.close()
        address = _target(response.url, target, request)
    raise faults.redirects(request.page, MAX_REDIRECTS)


def _validators(request: Request) -> dict[str, str]:
    """Return what makes a request conditional (RFC 9110 section 13.1); no server needs such long ones."""
    headers = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
    return {name: value for name, value in headers.items() if value and len(value) <= _LONGEST_VALIDATOR}


def _target(start: str, target: str, request: Request) -> str:
    address = _without_user(urljoin(start, target)) if not _ODD.search(target) else target
    if not _is_plain(address):
        raise faults.bad_address(request.page, "it leads on to something that is no address")
    if start.startswith("https:") and not address.startswith("https:"):
        raise faults.downgrade(request.page)
    return address


def _is_plain(address: str) -> bool:
    """Whether every program finds the same host in an address."""
    return _urls.is_address(address) and not _ODD.search(address)


def _without_user(address: str) -> str:
    """Return an address without user name and password: they are for nobody else to see."""
    return _USER.sub("//", address, count=1)


def _content(response: requests.Response, request: Request, deadline: wire.Deadline) -> bytes:
    told = fields.length(response.headers.get("Content-Length"), None) or 0
    if told > request.max_bytes + body.PIECE:  # what is packed may be larger than what is in it, a little
        raise too_large(request.page, request.max_bytes)
    codings = response.headers.get("Content-Encoding", "")
    return b"".join(body.decoded(_chunks(response, deadline), codings, request.max_bytes))


def _chunks(response: requests.Response, deadline: wire.Deadline) -> Iterator[bytes]:
    """Yield the body as it arrives; what is done with it between counts for the deadline too."""
    while chunk := response.raw.read1(body.PIECE, decode_content=False):
        deadline.left()
        yield chunk


def _page(response: requests.Response, content: bytes) -> Page:
    media_type, charset = fields.media_type(response.headers.get("Content-Type"))
    return Page(
        content=content,
        url=response.url,
        media_type=media_type,
        charset=charset,
        etag=response.headers.get("ETag"),
        last_modified=response.headers.get("Last-Modified"),
        retrieved=fields.date(response.headers.get("Date")),
    )


def _is_success(response: requests.Response) -> bool:
    return 200 <= response.status_code < 300


def _probed(response: requests.Response) -> Probe:
    """Return what the head of an answer tells; the length of a coded body is not that of the file."""
    told = response.headers
    is_coded = told.get("Content-Encoding", "identity").lower() != "identity"
    part = told.get("Content-Range", "") if response.status_code == 206 else None
    length = None if is_coded else fields.length(told.get("Content-Length"), part)
    return Probe(response.url, fields.media_type(told.get("Content-Type"))[0], length)


def _refused(response: requests.Response, request: Request) -> FetchError:
    sent = fields.date(response.headers.get("Date"))
    wait = fields.retry_after(response.headers.get("Retry-After"), sent)
    return faults.refused(response.status_code, request.page, wait)
