"""How a page is asked for politely: by robots.txt, in turn, after a pause, and again where that may help.

It takes a request with the `Manners` of its source and what sends it, and gives what came. It never
sends two requests to a host at once, never waits beyond the time that the request has, and never
asks for what robots.txt keeps programs from. A request without manners is sent as it is.
"""

from __future__ import annotations

import itertools
import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from feedkit.errors import FetchError
from feedkit.fetch import addresses, faults, hops, http, robots
from feedkit.fetch.hosts import gap
from feedkit.models import Robots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedkit.fetch.request import Manners, Request

    Send = Callable[[Request], "_Found"]

_Found = TypeVar("_Found")
_NOT_THERE = re.compile(r"http-[1-4][0-9]{2}|gone|rate-limited|redirects|bad-address")
"""Codes of answers after which a site counts as one without robots.txt (RFC 9309 section 2.3.1.3)."""
_NO_SITE = re.compile("connection|dns|tls|blocked-address")
"""Codes of faults that the page itself would meet as well."""


def ask(request: Request, send: Send[_Found], *, once: bool = False) -> _Found:
    """Return what `send` gives for a request, sent with the manners that it has, or only `once`.

    `FetchError` `robots` when robots.txt does not allow it; that of the site when its robots.txt
    cannot be got.
    """
    if request.manners is None:
        return send(request)
    retries = 0 if once or request.method != "GET" else request.manners.retries
    with _visit(request, request.manners, retries) as visit:
        return visit.send(replace(request, arrive=visit.arrive), send, visit.end)


@contextmanager
def _visit(request: Request, manners: Manners, retries: int) -> Iterator[_Visit]:
    visit = _Visit(request, manners, retries)
    try:
        visit.arrive(hops.plain(request.page))
        yield visit
    finally:
        visit.leave()


class _Visit:
    """One request on its way over hosts; it holds the turn at one of them at a time."""

    def __init__(self, request: Request, manners: Manners, retries: int) -> None:
        self._request = request
        self._manners = manners
        self._retries = retries
        self._hosts = manners.hosts
        self._host = ""
        self.end = 0.0
        """When its time is over, which begins with its first turn."""

    def arrive(self, address: str, seconds: float | None = None) -> None:
        """Have the turn at the host of an address that may be asked for, `seconds` from now at most.

        Without `seconds` it is the first of the way, and what is waited for does not count. The pause
        is one after others: a host that leads on to itself is followed at once.
        """
        _, host, _ = addresses.origin(address)
        if host != self._host:
            self._move(host, seconds)
        rules = self._rules(address, seconds) if self._manners.obeys_robots else None
        if rules is not None and not rules.allow(address):
            raise _forbidden(self._request, address)
        self._pause(max(self._gap, rules.delay if rules else 0.0), seconds)

    def leave(self) -> None:
        """Give the turn to the next, if it is ours."""
        if self._host:
            self._hosts.leave(self._host)
        self._host = ""

    def send(self, request: Request, send: Send[_Found], end: float) -> _Found:
        """Return what `send` gives, tried again after a fault that may pass, all of it before `end`."""
        for attempt in itertools.count():
            left = end - self._hosts.clock()
            if left <= 0:
                raise faults.timeout(request.page, f"not whole after {self._request.max_seconds:g} seconds")
            try:
                return send(replace(request, max_seconds=left))
            except FetchError as error:
                pause = max(self._hosts.backoff(attempt), self._gap)
                if not self._may_pass(error, attempt) or pause >= end - self._hosts.clock():
                    raise
            self._hosts.sleep(pause)
        raise AssertionError

    def _may_pass(self, error: FetchError, attempt: int) -> bool:
        """Whether a fault may be over soon; a server that says when is believed (RFC 9110 section 10.2.3)."""
        if error.code == "http-304":  # to a request without condition
            return attempt == 0
        return attempt < self._retries and error.is_brief and error.retry_after is None

    @property
    def _gap(self) -> float:
        return gap(self._host) if self._manners.gap is None else self._manners.gap

    def _move(self, host: str, seconds: float | None) -> None:
        self.leave()
        if not self._hosts.take(host, seconds):
            raise faults.timeout(self._request.page, f"other requests to {host} take too long")
        self._host = host
        if seconds is None:
            self.end = self._hosts.clock() + self._request.max_seconds

    def _pause(self, gap: float, seconds: float | None) -> None:
        """Let the pause after the last request pass; it counts unless `seconds` is None."""
        pause = self._hosts.pause(self._host, gap)
        if seconds is None:
            self.end += pause
        elif pause >= seconds:
            raise faults.timeout(self._request.page, f"the pause between two requests is {gap:g} seconds")
        if pause > 0:
            self._hosts.sleep(pause)

    def _rules(self, address: str, seconds: float | None) -> robots.Rules:
        origin, known = robots.origin(address), self._manners.rules
        if origin not in known:
            text = self._robots(origin, seconds).text
            known[origin] = robots.Rules(text, self._request.user_agent)
        return known[origin]

    def _robots(self, origin: str, seconds: float | None) -> Robots:
        """Return what a site's robots.txt says: what is known for a day, else what it says now.

        Where it cannot be got now, what is known counts on (RFC 9309 section 2.4), and asking has half
        of the time.
        """
        known = self._hosts.robots.get(origin)
        if known is not None and robots.is_fresh(known, self._manners.now):
            return known
        self._pause(self._gap, seconds)
        now = self._hosts.clock()
        try:
            text = self._got(origin, self.end if known is None else (now + self.end) / 2)
        except FetchError as error:
            if known is None:
                raise _unreachable(self._request, error) from error
            return known
        found = self._hosts.robots[origin] = Robots(origin, self._manners.now, text)
        self._manners.met.append(found)
        return found

    def _got(self, origin: str, end: float) -> str:
        """Return the text of a robots.txt; none where there is no such file."""
        request = replace(self._request.to(f"{origin}/robots.txt"), max_bytes=robots.MAX_BYTES)
        try:
            return self.send(request, http.beginning, end).decode("utf-8-sig", "replace")
        except FetchError as error:
            if not _NOT_THERE.fullmatch(error.code):
                raise
            return ""
        finally:
            self._hosts.note_end(self._host)


def _forbidden(request: Request, address: str) -> FetchError:
    name = robots.product(request.user_agent)
    what = "it" if address == hops.plain(request.page) else f"{address}, where it leads,"
    cause = f"robots.txt does not let {name} ask for {what}".rstrip(",")
    hint = (
        "ask the site, or save the page in a browser and give the file;"
        ' robots = "ignore" in the source, or --ignore-robots, asks all the same'
    )
    return FetchError(f"page not got: {request.page}: {cause}", "robots", hint, request.page)


def _unreachable(request: Request, error: FetchError) -> FetchError:
    """Return the error for a site that does not tell what may be asked for (RFC 9309 section 2.3.1.4)."""
    cause, hint = str(error).removeprefix(f"page not got: {error.subject}: "), error.hint
    if not _NO_SITE.fullmatch(error.code):
        cause = f"robots.txt of its site cannot be got: {cause}"
        hint = f'{hint}; if that file alone is the matter: robots = "ignore" in the source'
    message = f"page not got: {request.page}: {cause}"
    return FetchError(message, error.code, hint, request.page, error.retry_after)
