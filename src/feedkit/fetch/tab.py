"""One tab of a Chromium, in a program of its own that can be ended whatever the page's scripts do.

It takes, as JSON on standard input, an address and how to go about it, and gives, as JSON on
standard output, what stands there once the scripts have run, or why nothing does. It keeps no
profile and takes no download; where the proxy leads is not its business.
"""

from __future__ import annotations

import base64
import json
import sys
from contextlib import suppress
from typing import Any

_FLAGS = (
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--blink-settings=imagesEnabled=false",
)
"""No request past the proxy, not even to loopback; no name looked up here; pictures are not needed."""
_QUIET_SECONDS = 5.0
"""How long a page that goes on asking for things is waited for."""


def looked_at(
    page: str, program: str, proxy: str, user_agent: str, seconds: float, sandbox: bool
) -> dict[str, Any]:
    """Return address, status, fields and content (base64) of what a page comes to, or `error`."""
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=program,
                proxy={"server": proxy},
                args=[*_FLAGS],
                chromium_sandbox=sandbox,
                timeout=seconds * 1000,
            )
            context = browser.new_context(
                accept_downloads=False, service_workers="block", user_agent=user_agent
            )
            context.set_default_timeout(seconds * 1000)
            return _told(context.new_page(), page)
    except Error as error:
        return {"error": error.message}


def _told(tab: Any, page: str) -> dict[str, Any]:
    from playwright.sync_api import Error
    from playwright.sync_api import TimeoutError as Late

    answers: list[Any] = []

    def note(answer: Any) -> None:
        if answer.request.is_navigation_request() and answer.frame == tab.main_frame:
            answers.append(answer)

    tab.on("response", note)
    try:
        tab.goto(page, wait_until="domcontentloaded")
    except Error:
        if not answers:  # an answer without a body is none to Chromium
            raise
    answer, content = answers[-1], b""
    is_html = "html" in answer.headers.get("content-type", "")
    if answer.ok and is_html:
        with suppress(Late):
            tab.wait_for_load_state("networkidle", timeout=_QUIET_SECONDS * 1000)
        content = tab.content().encode("utf-8", "replace")
    elif answer.ok:
        content = answer.body()
    return {
        "url": tab.url if content else answer.url,
        "status": answer.status,
        "fields": answer.headers,
        "is_made": is_html,
        "content": base64.b64encode(content).decode("ascii"),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(looked_at(**json.load(sys.stdin))))
