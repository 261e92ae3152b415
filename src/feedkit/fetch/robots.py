"""What a site's robots.txt lets us ask for (RFC 9309).

It takes the text of the file, an address and what the fetch calls itself, and gives whether the
address may be asked for and how long to pause between two requests. It fetches and stores nothing.
The rules are protego's to read; only whom they are for is looked at here.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from feedkit.fetch import addresses

if TYPE_CHECKING:
    from feedkit.models import Robots

MAX_BYTES = 500 * 1024
"""As much is read at least of a file that is longer (section 2.5)."""
LONGEST_DELAY = 10.0

_OURS = "ours"
_TOKEN = r"[A-Za-z_-]+"
_DAY = dt.timedelta(days=1)
_PORTS = {"http": "80", "https": "443"}
_AGENT = re.compile(rf"^\s*user(?:-|\s*)agent(?:\s*:|\s)\s*(?P<name>\*|{_TOKEN})?", re.IGNORECASE)


def origin(address: str) -> str:
    """Return scheme, host and port of a plain address: what one robots.txt is for (section 2.3)."""
    scheme, host, port = addresses.origin(address)
    return f"{scheme}://{host}" if port == _PORTS[scheme] else f"{scheme}://{host}:{port}"


def is_fresh(robots: Robots, now: dt.datetime) -> bool:
    """Whether it need not be asked for anew: for a day (section 2.4)."""
    return dt.timedelta(0) <= now - robots.at < _DAY


def product(user_agent: str) -> str:
    """Return the token that names this program in robots.txt (section 2.2.1).

    It is the first in what the program calls itself, or where that begins like a browser, the one
    after `(compatible;`.
    """
    found = re.search(rf"\(compatible;\s*({_TOKEN})", user_agent) or re.match(f"({_TOKEN})", user_agent)
    return found[1].lower() if found else "feedkit"


class Rules:
    """What a robots.txt says to a program that calls itself `user_agent`."""

    def __init__(self, text: str, user_agent: str) -> None:
        from protego import Protego

        ours = product(user_agent)
        lines = (_AGENT.sub(lambda found: _renamed(found, ours), line) for line in text.splitlines())
        self._rules = Protego.parse("\n".join(lines))

    def allow(self, address: str) -> bool:
        """Whether an address may be asked for."""
        return self._rules.can_fetch(address, _OURS)

    @property
    def delay(self) -> float:
        """The seconds between two requests, 10 at most: `Crawl-delay`, which is widely used and in no RFC."""
        return min(self._rules.crawl_delay(_OURS) or 0.0, LONGEST_DELAY)


def _renamed(found: re.Match[str], ours: str) -> str:
    """Return the line that names a program, with one name for all others.

    Each name costs memory for every rule of its group.
    """
    name = (found["name"] or "").lower()
    return f"user-agent: {'*' if name == '*' else _OURS if name == ours else 'others'} #"
