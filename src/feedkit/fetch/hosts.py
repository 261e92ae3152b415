"""Whose turn it is at each host, for all threads of a run.

It takes the name of a host and gives the turn there, to one at a time and a pause after the one
before. It asks nothing, and knows nothing of pages; what it remembers of robots.txt is shared by all
sources of the run.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from feedkit.models import Robots

GAP = 1.0
"""Seconds between two requests to a host that is not of this machine or its network."""
_BACKOFF = 0.5
_NEVER = float("-inf")


@dataclass(slots=True)
class _Host:
    turn: threading.Lock = field(default_factory=threading.Lock)
    left: float = _NEVER
    """When the last request there ended, by the clock that is never set."""


class Hosts:
    """The turns at hosts and what their robots.txt said; in another process it is a new one.

    `clock` counts seconds, `sleep` waits for some, and `chance` gives a number from 0 to 1; they are
    the system's own unless given.
    """

    def __init__(
        self,
        clock: Callable[[], float] | None = None,
        sleep: Callable[[float], None] | None = None,
        chance: Callable[[], float] | None = None,
    ) -> None:
        from random import random

        self.clock = clock or time.monotonic
        self.sleep = sleep or time.sleep
        self._chance = chance or random
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}
        self.robots: dict[str, Robots] = {}
        """By the origin of the site."""
        self._has_recalled = False

    def __reduce__(self) -> tuple[type[Hosts], tuple[()]]:
        return Hosts, ()

    def recall(self, load: Callable[[], Iterable[Robots]]) -> None:
        """Take in what earlier runs got of robots.txt, once."""
        with self._lock:
            if not self._has_recalled:
                self.robots.update({robots.origin: robots for robots in load()})
                self._has_recalled = True

    def take(self, host: str, seconds: float | None = None) -> bool:
        """Wait for the turn at a host, no longer than `seconds`; return whether it came.

        Nobody may hold the turns at two hosts, or two could wait for each other.
        """
        return self._host(host).turn.acquire(timeout=-1 if seconds is None else max(seconds, 0.0))

    def leave(self, host: str) -> None:
        """Give the turn to the next."""
        self.note_end(host)
        self._host(host).turn.release()

    def note_end(self, host: str) -> None:
        """Let the pause after a request begin now."""
        self._host(host).left = self.clock()

    def pause(self, host: str, gap: float) -> float:
        """Return how many seconds are left of the pause at a host."""
        return max(0.0, self._host(host).left + gap - self.clock())

    def backoff(self, attempt: int) -> float:
        """Return the seconds before another attempt: up to 0.5, 1, 2 and so on, all of it by chance."""
        return self._chance() * _BACKOFF * float(2**attempt)

    def _host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name, _Host())


def gap(host: str) -> float:
    """Return the usual seconds between two requests to a host."""
    return 0.0 if _is_near(host) else GAP


def _is_near(host: str) -> bool:
    """Whether a host says by its name that it is this machine or in its network."""
    from ipaddress import ip_address

    from feedkit.fetch import targets

    with suppress(ValueError):
        return targets.reason(ip_address(host.strip("[]"))) is not None
    return host == "localhost"
