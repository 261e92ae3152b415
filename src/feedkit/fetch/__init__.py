"""The one gate through which every byte from outside comes: pages by HTTP, from files, from stdin.

It takes an address or a path and gives a `Page` with its validators and the time that the server or
the file gives, or None when the server says that nothing changed. It never parses, never guesses an
encoding, never writes, and makes up no time: a page from standard input has none.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from feedkit import _files
from feedkit._access import Access
from feedkit.errors import FetchError
from feedkit.fetch.hosts import Hosts
from feedkit.fetch.request import MAX_BYTES, MAX_SECONDS, USER_AGENT, Manners, Probe, Request, too_large
from feedkit.models import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedkit.errors import ConfigError


__all__ = [
    "MAX_BYTES",
    "MAX_SECONDS",
    "USER_AGENT",
    "Hosts",
    "Manners",
    "Probe",
    "Request",
    "check",
    "get",
    "probe",
]

_ADDRESSED = re.compile(r"\s*(?:https?:|[a-z][a-z0-9+.-]*://)", re.IGNORECASE)
"""What is meant as an address, whether it is one or not."""


def get(request: Request) -> Page | None:
    """Return the page; None when the server answers that it is not modified.

    Raises `FetchError`, whose code tells what happened: `no-such-file`, `too-large`, `timeout`,
    `dns`, `tls`, `connection`, `http-404` and so on.
    """
    if request.page == "-":
        return _read("standard input", lambda: Page(_files.read_stdin(request.max_bytes)), request)
    if not _ADDRESSED.match(request.page):
        return _read(request.page, lambda: _file(Path(request.page), request.max_bytes), request)
    from feedkit.fetch import http, manners

    if request.browser:
        from feedkit.fetch import browser

        return manners.ask(request, browser.get)
    return manners.ask(request, http.get)


def probe(request: Request) -> Probe:
    """Return type, length and, where it has to be asked for, the beginning of the file at an address.

    It asks with HEAD, and where that tells no type or length with GET for the first 512 bytes.
    `FetchError` where neither succeeds (RFC 9110 section 15.3), or `request.page` is no address.
    """
    from feedkit.fetch import http, manners

    return manners.ask(request, http.probe, once=True)


def check(access: Access) -> list[ConfigError]:
    """Return what a request with this access would lack: variables that are not set, files that are none."""
    if access == Access():
        return []
    from feedkit.fetch import connections, secrets

    return [*secrets.check(access), *connections.check(access)]


def _file(path: Path, limit: int) -> Page:
    return Page(_files.read(path, limit), retrieved=_files.modified(path))


def _read(name: str, read: Callable[[], Page], request: Request) -> Page:
    try:
        return read()
    except _files.TooLarge as error:
        raise too_large(name, request.max_bytes) from error
    except FileNotFoundError as error:
        hint = "check the path; an address starts with http:// or https://"
        raise FetchError(f"no page: {name}: no such file", "no-such-file", hint, name) from error
    except IsADirectoryError as error:
        hint = "name a file in it"
        raise FetchError(f"no page: {name}: a directory", "is-a-directory", hint, name) from error
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        hint = "check the path and the file's permissions"
        message = f"no page: {name}: {cause[:1].lower()}{cause[1:]}"
        raise FetchError(message, "unreadable", hint, name) from error
