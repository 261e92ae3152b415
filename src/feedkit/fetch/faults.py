"""What went wrong on the way to a page, in feedkit's words.

It takes whatever requests, urllib3 or the system raised and gives a `FetchError` whose code says
what happened, judged by the kinds of the errors beneath and never by their texts, which hold the
address. It shows nothing that a server wrote.
"""

from __future__ import annotations

import http
import http.client
import socket
import ssl
from typing import TYPE_CHECKING

import requests
import urllib3.exceptions

from feedkit.errors import FetchError
from feedkit.fetch.body import CutOff, TooMuch
from feedkit.fetch.targets import Blocked
from feedkit.fetch.wire import Late

if TYPE_CHECKING:
    from collections.abc import Iterator

EXPECTED = (requests.RequestException, urllib3.exceptions.HTTPError, ValueError, OSError)
"""What may be raised between an address and its body."""

_AGAIN = "the next run tries again"
_TIMEOUTS = (TimeoutError, requests.Timeout, urllib3.exceptions.TimeoutError)
_NO_TIMEOUTS = (urllib3.exceptions.NewConnectionError,)
"""A kind of timeout by its class, and any other fault of connecting by what lies beneath."""
_NAMES = (socket.gaierror, urllib3.exceptions.NameResolutionError)
_SECURITY = (ssl.SSLError, requests.exceptions.SSLError, urllib3.exceptions.SSLError)
_CUTS = (CutOff, http.client.IncompleteRead, urllib3.exceptions.IncompleteRead)
_CODES = {410: "gone", 429: "rate-limited"}
_HINTS = {
    304: "no page came, and none was known; try again without a proxy in between",
    401: "the page wants a login: write `auth`, `cookies` or `headers` in the source",
    403: "the server refuses this program; set `user_agent` with a way to reach you, or ask the site",
    404: "check the address in a browser",
    407: "the proxy wants a login: write `proxy` as a reference to an address with name and password",
    410: "the page is gone for good; look for its new place",
    429: "ask less often",
    451: "the page may not be shown where this machine is",
}


def told(error: BaseException, address: str) -> FetchError:
    """Return the error to raise from `error`."""
    beneath = list(_beneath(error))
    if isinstance(blocked := _first(beneath, (Blocked,)), Blocked):
        return _blocked(address, blocked)
    if _first(beneath, _NAMES):
        return _fault(
            address, "dns", "the host has no address", "check the host's name, and the network here"
        )
    if _first(beneath, (requests.exceptions.ProxyError, urllib3.exceptions.ProxyError)):
        hint = "check `proxy`: host, port, name and password"
        return _fault(address, "proxy", "the proxy is not there, or does not let it through", hint)
    if _first([each for each in beneath if not isinstance(each, _NO_TIMEOUTS)], _TIMEOUTS):
        late = _first(beneath, (Late,))
        return timeout(address, str(late or "no answer in time"))
    if (found := _first(beneath, (TooMuch,))) is not None:
        hint = getattr(found, "hint", "")
        return FetchError(f"page too large: {address}: {found}", "too-large", hint, address)
    if (found := _first(beneath, _SECURITY)) is not None:
        return _fault(address, "tls", _security(found, beneath), "look at the address in a browser")
    if (found := _first(beneath, _CUTS)) is not None:
        cause = f": {found}" if isinstance(found, CutOff) else ""
        return _fault(address, "truncated", f"the answer is cut off{cause}", _AGAIN)
    return _connection(beneath, address)


def _blocked(address: str, found: Blocked) -> FetchError:
    leads = "it leads to" if found.host == found.address else f"its host {found.host} has the address"
    cause = f"{leads} {found.address} ({found.reason})"
    hint = "if you trust it, write `allow_private = true` in the source, or give --allow-private"
    return _fault(address, "blocked-address", cause, hint)


def timeout(address: str, cause: str) -> FetchError:
    """Return the error for an answer that does not come, or does not end, in time."""
    hint = f"{_AGAIN}; a page that is always slow needs more `max_seconds` in the source, or --max-seconds"
    return _fault(address, "timeout", cause, hint)


def redirects(address: str, limit: int) -> FetchError:
    """Return the error for more redirects than `limit`."""
    hint = "follow them in a browser, and give the address where they end"
    return _fault(address, "redirects", f"more than {limit} redirects", hint)


def downgrade(address: str) -> FetchError:
    """Return the error for a redirect from https to http (RFC 9110 section 17.1 has why)."""
    hint = "if the page may be read unprotected, give its address with http://"
    return _fault(address, "insecure-redirect", "it leads on from https to http", hint)


def form_elsewhere(address: str) -> FetchError:
    """Return the error for a redirect that would take a form to another origin."""
    hint = "follow it in a browser, and give the address where the form belongs"
    return _fault(
        address, "insecure-redirect", "it leads on to another site, which must not get the form", hint
    )


def wall(address: str) -> FetchError:
    """Return the error for an answer that wants to be solved by a browser and a person."""
    from feedkit import _walls

    return _fault(address, *_walls.BOT)


def bad_address(address: str, cause: str, hint: str = "check it in a browser") -> FetchError:
    """Return the error for an address that cannot be asked."""
    return _fault(address, "bad-address", cause, hint)


def refused(status: int, address: str, retry_after: int | None = None) -> FetchError:
    """Return the error for an answer that is no page: its status (RFC 9110 section 15) says why.

    `retry_after` counts where servers mean it: with 429 and 503.
    """
    phrase = f" {http.HTTPStatus(status).phrase}" if status in {*http.HTTPStatus} else ""
    hint = _HINTS.get(status, _AGAIN if status >= 500 else "look at the address in a browser")
    cause = f"the server answers {status}{phrase}"
    error = _fault(address, _CODES.get(status, f"http-{status}"), cause, hint)
    error.retry_after = retry_after if status in (429, 503) else None
    return error


def _connection(beneath: list[BaseException], address: str) -> FetchError:
    if _first(beneath, (ConnectionRefusedError,)):
        return _fault(address, "connection", "the connection is refused", "check host and port")
    if _first(beneath, (ConnectionError, http.client.RemoteDisconnected)):
        return _fault(address, "connection", "the server breaks the connection off", _AGAIN)
    if (found := _first(beneath, (OSError,))) is not None and found.strerror:  # type: ignore[attr-defined]
        cause = str(found.strerror)  # type: ignore[attr-defined]
        return _fault(address, "connection", cause[:1].lower() + cause[1:], _AGAIN)
    if _first(beneath, (http.client.HTTPException, urllib3.exceptions.ProtocolError)):
        return _fault(address, "connection", "the answer is not HTTP", "check host and port")
    return bad_address(address, "it cannot be asked for")


def _fault(address: str, code: str, cause: str, hint: str) -> FetchError:
    return FetchError(f"page not got: {address}: {cause}", code, hint, address)


def _security(error: BaseException, beneath: list[BaseException]) -> str:
    checked = _first(beneath, (ssl.SSLCertVerificationError,))
    why = getattr(checked, "verify_message", "")
    return f"the certificate is not trusted: {why}" if why else "no secure connection comes about"


def _first(errors: list[BaseException], kinds: tuple[type[BaseException], ...]) -> BaseException | None:
    return next((error for error in errors if isinstance(error, kinds)), None)


def _beneath(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and all that it came from, nearest first: libraries wrap them in several ways."""
    waiting, seen = [error], set()
    while waiting:
        current = waiting.pop(0)
        if id(current) not in seen:
            seen.add(id(current))
            yield current
            inner = (
                *current.args,
                getattr(current, "reason", None),
                current.__cause__,
                current.__context__,
            )
            waiting += [other for other in inner if isinstance(other, BaseException)]
