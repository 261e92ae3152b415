"""Pages that need JavaScript, made by a Chromium that is installed here (`feedkit[browser]`).

It takes a `Request` and gives the `Page` that stands there once the scripts have run, or a
`FetchError`. The browser reaches the network through `tunnel` alone, and ends with the request.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import os
import ssl
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit

from feedkit import _files
from feedkit._access import Access
from feedkit.errors import FetchError
from feedkit.fetch import faults, fields, hops
from feedkit.fetch.request import Request, too_large
from feedkit.fetch.tunnel import Tunnel
from feedkit.models import Page

PROGRAMS = tuple("chromium chromium-browser google-chrome google-chrome-stable chrome".split())
"""What a Chromium may be called."""
_SHARE = 4
"""How many times `max_bytes` all that belongs to a page may have."""
_INSTALL = "install it: pip install 'feedkit[browser]', and a Chromium (Debian: apt install chromium)"


def get(request: Request) -> Page:
    """Return the page as it stands after its scripts; it is asked for without condition."""
    page = hops.plain(request.page)
    if request.access != Access():  # a proxy that is not used would show who asks
        hint = "leave out `browser`, or the keys for headers, login, form, proxy and certificates"
        message = f"no page: {request.page}: a browser asks without login, form, proxy and the like"
        raise FetchError(message, "browser-failed", hint, request.page)
    asked = {
        "page": page,
        "program": _program(request.page),
        "user_agent": request.user_agent,
        "seconds": request.max_seconds,
        "sandbox": os.geteuid() != 0,  # Chromium has none for root
    }
    with Tunnel(_SHARE * request.max_bytes, guarded=not request.allow_private) as tunnel:
        told = _looked_at({**asked, "proxy": tunnel.address}, request)
        if tunnel.left <= 0:
            raise too_large(request.page, request.max_bytes)
        _refuse(told, request, tunnel)
    return _page(told, request)


def _program(page: str) -> str:
    if importlib.util.find_spec("playwright") is None:
        raise FetchError(f"no page: {page}: Playwright is not installed", "no-browser", _INSTALL, page)
    found = _files.program(PROGRAMS)
    if found is None:
        raise FetchError(f"no page: {page}: no Chromium is installed", "no-browser", _INSTALL, page)
    return found


def _looked_at(asked: dict[str, Any], request: Request) -> dict[str, Any]:
    """Return what the tab tells; it is ended when its time is over, whatever it is at."""
    words = [sys.executable, "-m", "feedkit.fetch.tab"]
    try:
        done = subprocess.run(
            words, input=json.dumps(asked).encode(), capture_output=True, timeout=request.max_seconds
        )
        told: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        cause = f"not whole after {request.max_seconds:.0f} seconds"
        raise faults.timeout(request.page, cause) from error
    except ValueError as error:
        raise _failed(request.page, "the browser ended") from error
    return told


def _refuse(told: dict[str, Any], request: Request, tunnel: Tunnel) -> None:
    """Raise what kept the page from being shown."""
    page = request.page
    fault = tunnel.faults.get(urlsplit(told.get("url", page)).hostname or "")
    text = told.get("error", "")
    if "ERR_TUNNEL" in text and not fault:  # it led on to another host
        fault = next(reversed(tunnel.faults.values()), None)
    if fault and (text or told["status"] == 502):
        raise faults.told(fault, page) from fault
    if "Timeout" in text:
        raise faults.timeout(page, "no answer in time")
    if "ERR_CERT" in text or "ERR_SSL" in text:
        raise faults.told(ssl.SSLError("the browser does not trust it"), page)
    if text:
        raise _failed(page, text.partition("\n")[0].rpartition("net::")[2].partition(" at ")[0])
    if told["status"] != 200:
        wait = fields.retry_after(told["fields"].get("retry-after"), None)
        raise faults.refused(told["status"], page, wait)
    if page.startswith("https:") and not told["url"].startswith("https:"):
        raise faults.downgrade(page)


def _failed(page: str, cause: str) -> FetchError:
    hint = "look at the page in a browser, and whether Chromium starts here"
    return FetchError(f"no page: {page}: {cause}", "browser-failed", hint, page)


def _page(told: dict[str, Any], request: Request) -> Page:
    content = base64.b64decode(told["content"])
    if len(content) > request.max_bytes:
        raise too_large(request.page, request.max_bytes)
    media_type, charset = fields.media_type(told["fields"].get("content-type"))
    return Page(
        content=content,
        url=told["url"],
        media_type=media_type,
        charset="utf-8" if told["is_made"] else charset,
        retrieved=fields.date(told["fields"].get("date")),
        links=fields.links(told["fields"].get("link"), told["url"]),
    )
