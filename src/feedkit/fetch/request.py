"""What to ask for, whatever it is asked of, and the limit that every answer has."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from feedkit._access import Access
from feedkit._version import VERSION
from feedkit.errors import FetchError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from feedkit.fetch.hosts import Hosts
    from feedkit.fetch.robots import Rules
    from feedkit.models import Robots

MAX_BYTES = 16 * 1024 * 1024
MAX_SECONDS = 30.0
USER_AGENT = f"feedkit/{VERSION}"


@dataclass(eq=False, slots=True)
class Manners:
    """How the requests of one source are sent: in turn with all others, and as robots.txt allows."""

    hosts: Hosts
    now: dt.datetime
    """The time by which what is known of robots.txt is fresh."""
    obeys_robots: bool = True
    gap: float | None = None
    """Seconds between two requests to a host; None for the usual ones."""
    retries: int = 0
    """How often a fault that may pass is tried again; a person who waits tries for himself."""
    met: list[Robots] = field(default_factory=list)
    """What was got of robots.txt on the way, and is to be remembered."""
    rules: dict[str, Rules] = field(default_factory=dict)
    """By the origin of the site."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask for, and how."""

    page: str
    """An address, a path, or `-` for standard input."""
    max_bytes: int = MAX_BYTES
    user_agent: str = USER_AGENT
    etag: str | None = None
    last_modified: str | None = None
    """Validators of what is known already, verbatim."""
    allow_private: bool = False
    """Whether addresses of this machine and its local network may be asked."""
    max_seconds: float = MAX_SECONDS
    """For all of it: redirects, connecting, head and body."""
    browser: bool = False
    """Whether a page is what a browser makes of it."""
    manners: Manners | None = None
    """None to send it at once, whatever else goes on."""
    arrive: Callable[[str, float], None] | None = field(default=None, compare=False)
    """The gate's own: told of each address before it is asked, and of the seconds that are left."""
    access: Access = Access()
    """What the page is asked with besides: headers, login, form, proxy, certificates."""
    home: str | None = None
    """The page that `access` is for, where another one is asked; only its origin gets to see it."""

    @property
    def method(self) -> str:
        """The method that the page is asked with: POST for a form, and for the page alone."""
        return self.access.method if self.home in (None, self.page) else "GET"

    def to(self, address: str) -> Request:
        """Return the request for something else that belongs to the page: nothing of it is known yet."""
        return replace(self, page=address, etag=None, last_modified=None, home=self.home or self.page)


@dataclass(frozen=True, slots=True)
class Probe:
    """What a server tells of a file without sending all of it."""

    url: str
    """Where the redirects ended."""
    type: str | None
    """The media type, as the server names it."""
    length: int | None
    """Bytes of the whole file."""
    first: bytes = b""
    """Its first bytes, 512 at most; none where the head of the answer told all."""


def too_large(name: str, limit: int) -> FetchError:
    """Return the error for a page of more than `limit` bytes."""
    hint = "raise `max_bytes` in the source, or give --max-bytes, if the page is right"
    return FetchError(f"page too large: {name}: more than {limit:,} bytes", "too-large", hint, name)
