"""From an address to the answer at the end of its redirects, each hop looked at.

It takes a `Request` and gives the answer with its body unread. What a source is asked with goes to
the origin of its page only, and never again once a redirect has left it. It reads no `.netrc` and no
proxy of the environment, and never leads from https to http.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import requests

from feedkit.fetch import addresses, body, connections, faults, secrets, targets, wire

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from feedkit.fetch.request import Request

CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0
"""Of silence, or half of the time that the page has, if that is more."""
MAX_REDIRECTS = 5

_ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.5"


@dataclass(slots=True)
class Arrival:
    """The answer where the redirects end, and what is still to be minded."""

    response: requests.Response
    deadline: wire.Deadline
    carried: secrets.Carried

    @property
    def status(self) -> int:
        """The status code."""
        return self.response.status_code


@contextmanager
def arrival(request: Request, method: str, headers: Mapping[str, str]) -> Iterator[Arrival]:
    """Give the answer; `FetchError` for all that keeps it from coming, now or while it is read.

    `method` is POST where the page wants a form and is what is asked for.
    """
    page = plain(request.page)
    try:
        way = _Way(request, page, method, headers)
        with way.session, way.last() as response:
            yield Arrival(response, way.deadline, way.carried)
    except faults.EXPECTED as error:
        raise faults.told(error, request.page) from error


def plain(page: str) -> str:
    """Return an address in the one spelling in which it is asked for; `FetchError` where there is none."""
    shown = addresses.shown(page)
    if addresses.holds_user(page):
        hint = "leave out what stands before the @, and write `auth` in the source"
        raise faults.bad_address(shown, "it holds a user name or password", hint)
    found = addresses.plain(page)
    if found is None:
        hint = "an address starts with http:// or https:// and has a host"
        raise faults.bad_address(shown, "it is no address, or not read alike everywhere", hint)
    return found


class _Session(requests.Session):
    def resolve_redirects(self, *_: Any, **__: Any) -> Generator[requests.Response, None, None]:
        """Yield nothing: requests would read and decode the body of a redirect, which may be a bomb."""
        yield from ()


class _Way:
    """A fetch on its way: where it is, and what it may still carry."""

    def __init__(self, request: Request, page: str, method: str, headers: Mapping[str, str]) -> None:
        home = addresses.plain(request.home) if request.home else page
        self._request = request
        self._address = page
        self._method = method
        self._headers = headers
        self._is_home = home is not None and addresses.origin(home) == addresses.origin(page)
        self._access = request.access if home == page and method == "POST" else request.access.reading()
        self.carried = secrets.carried(self._access)
        self.deadline = wire.Deadline(request.max_seconds, max(READ_SECONDS, request.max_seconds / 2))
        self.session = _session(request)
        self._mount()

    def _mount(self) -> None:
        """Make connections anew: the certificate of the client is for the page's origin alone."""
        self.session.close()
        adapter = connections.Adapter(
            self.deadline,
            guarded=not self._request.allow_private,
            ca_file=self._access.ca_file,
            client_cert=self._access.client_cert if self._is_home else None,
        )
        self.session.mount("http://", adapter)
        self.session.mount("https://", adapter)

    def last(self) -> requests.Response:
        """Return the answer that leads no further."""
        for _ in range(MAX_REDIRECTS + 1):
            response = self._answer()
            location = self.session.get_redirect_target(response)
            if location is None:
                return response
            response.close()
            self._move(location, response.status_code)
        raise faults.redirects(self._request.page, MAX_REDIRECTS)

    def _answer(self) -> requests.Response:
        if self._request.arrive is not None:
            self._request.arrive(self._address, self.deadline.left())
        proxy = self.carried.proxy
        if proxy and not self._request.allow_private:
            targets.check_name(addresses.origin(self._address)[1])
        return self.session.request(
            self._method,
            self._address,
            headers={**self._headers, **self._own_headers()},
            cookies=self._own_cookies(),
            data=self.carried.body if self._method == "POST" else None,
            timeout=(self.deadline.left(CONNECT_SECONDS), self.deadline.left()),
            proxies={"http": proxy, "https": proxy} if proxy else None,
            stream=True,
            allow_redirects=False,
        )

    def _own_headers(self) -> dict[str, str]:
        own = self.carried.headers if self._is_home else {}
        return {name: own[name] for name in own if self._method == "POST" or name.lower() != "content-type"}

    def _own_cookies(self) -> dict[str, str]:
        """Return the cookies of the source, but for those that the site has set anew."""
        own = self.carried.cookies if self._is_home else {}
        anew = self.session.cookies.keys()
        return {name: own[name] for name in own if name not in anew}

    def _move(self, location: str, status: int) -> None:
        """Go on to where a redirect leads (RFC 9110 section 15.4)."""
        page, start, end = self._request.page, self._address, addresses.target(self._address, location)
        if end is None:
            raise faults.bad_address(page, "it leads on to something that is no address")
        if start.startswith("https:") and not end.startswith("https:"):
            raise faults.downgrade(page)
        if status == 303 or (status in (301, 302) and self._method == "POST"):
            self._method = "HEAD" if self._method == "HEAD" else "GET"
        if self._is_home and addresses.origin(start) != addresses.origin(end):
            self._is_home = False
            self._mount()
        if self._method == "POST" and not self._is_home:
            raise faults.form_elsewhere(page)
        self._address = end


def _session(request: Request) -> requests.Session:
    session = _Session()
    session.trust_env = False
    session.headers.update(
        {
            "User-Agent": request.user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": body.ACCEPTED,
            "Connection": "close",
        }
    )
    return session
