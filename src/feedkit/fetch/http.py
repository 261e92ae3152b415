"""Pages by HTTP, with requests.

It takes a `Request` and gives a `Page`, or None for 304; every way that this can fail is a
`FetchError` with a code. It reads no `.netrc` and no proxy of the environment, sends no name or
password, and stops at the size limit and at the deadline while the body streams.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import time
from email.message import Message
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import requests

from feedkit import _urls
from feedkit.fetch import body, faults
from feedkit.fetch.request import Request, too_large
from feedkit.models import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0
TOTAL_SECONDS = 30.0
MAX_REDIRECTS = 5

_ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.5"
_LONGEST_VALIDATOR = 1024


def get(request: Request) -> Page | None:
    """Return the page behind an address; None when it is not modified."""
    deadline = time.monotonic() + TOTAL_SECONDS
    address = _without_user(request.page)
    if address != request.page:
        cause = "it holds a user name or password"
        raise faults.bad_address(address, cause, "leave out what stands before the @")
    try:
        with _session(request) as session, _answer(session, request, deadline) as response:
            if response.status_code == 304 and _validators(request):
                return None
            if response.status_code != 200:
                raise faults.refused(response.status_code, address)
            return _page(response, _content(response, request, deadline))
    except faults.EXPECTED as error:
        raise faults.told(error, address) from error


def _session(request: Request) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.headers.update(
        {"User-Agent": request.user_agent, "Accept": _ACCEPT, "Accept-Encoding": body.ACCEPTED}
    )
    return session


def _answer(session: requests.Session, request: Request, deadline: float) -> requests.Response:
    """Return the answer where the redirects end, its body not yet read."""
    address = request.page
    for _ in range(MAX_REDIRECTS + 1):
        response = session.get(
            address,
            headers=_validators(request),
            timeout=(CONNECT_SECONDS, _left(deadline, request)),
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


def _left(deadline: float, request: Request) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise faults.timeout(request.page, f"not whole after {TOTAL_SECONDS:.0f} seconds")
    return min(READ_SECONDS, left)


def _target(start: str, target: str, request: Request) -> str:
    address = _without_user(urljoin(start, target))
    if not _urls.is_address(address):
        raise faults.bad_address(request.page, "it leads on to something that is no address")
    return address


def _without_user(address: str) -> str:
    """Return an address without user name and password: they are for nobody else to see."""
    authority = urlsplit(address).netloc
    return address.replace(authority, authority.rpartition("@")[2], 1) if "@" in authority else address


def _content(response: requests.Response, request: Request, deadline: float) -> bytes:
    found = bytearray()
    chunks = _chunks(response, request, deadline)
    for piece in body.decoded(chunks, response.headers.get("Content-Encoding", "")):
        found += piece
        if len(found) > request.max_bytes:
            raise too_large(request.page, request.max_bytes)
    return bytes(found)


def _chunks(response: requests.Response, request: Request, deadline: float) -> Iterator[bytes]:
    """Yield the body as it arrives, so that one that drips is noticed."""
    while chunk := response.raw.read1(body.PIECE, decode_content=False):
        yield chunk
        _left(deadline, request)


def _page(response: requests.Response, content: bytes) -> Page:
    header = Message()
    header["Content-Type"] = response.headers.get("Content-Type", "")
    declared = "Content-Type" in response.headers
    return Page(
        content=content,
        url=response.url,
        media_type=header.get_content_type() if declared else None,
        charset=header.get_content_charset(),
        etag=response.headers.get("ETag"),
        last_modified=response.headers.get("Last-Modified"),
        retrieved=_date(response.headers.get("Date")),
    )


def _date(text: str | None) -> dt.datetime | None:
    """Return the server's Date, which is in UTC whatever it says; no clock stands in for it."""
    try:
        time = email.utils.parsedate_to_datetime(text or "")
        return (time if time.tzinfo else time.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (TypeError, ValueError, OverflowError):
        return None
