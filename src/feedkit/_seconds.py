"""Distinct whole seconds for the entries of a feed.

It takes times and gives seconds that no other entry has; it reads no clock.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SECOND = dt.timedelta(seconds=1)


class Seconds:
    """The whole seconds that entries of a feed have, so that no two get the same.

    Each taken second points to its neighbour; walks are shortened as they are made, so that ten
    thousand entries of one day cost no more than ten thousand days.
    """

    def __init__(self, taken: Iterable[dt.datetime]) -> None:
        self._down: dict[dt.datetime, dt.datetime] = {}
        self._up: dict[dt.datetime, dt.datetime] = {}
        for time in taken:
            self._take(time)

    def backwards(self, time: dt.datetime) -> dt.datetime:
        """Take the nearest free second at or before a time."""
        return self._take(_free(self._down, time))

    def spread(self, times: Sequence[dt.datetime]) -> list[dt.datetime]:
        """Take a second for each time: its own for the first of equal ones, else one before it.

        No time that is there loses its second to one that must go back.
        """
        newest_first = sorted(range(len(times)), key=times.__getitem__, reverse=True)
        seconds = {i: self._take(times[i]) for i in newest_first if times[i] not in self._down}
        seconds |= {i: self.backwards(times[i]) for i in newest_first if i not in seconds}
        return [seconds[i] for i in range(len(times))]

    def upwards(self, time: dt.datetime, count: int) -> list[dt.datetime]:
        """Return the next free seconds from a time on, and take none."""
        seconds: list[dt.datetime] = []
        for _ in range(count):
            time = _free(self._up, time)
            seconds.append(time)
            time += _SECOND
        return seconds

    def _take(self, time: dt.datetime) -> dt.datetime:
        self._down[time] = time - _SECOND
        self._up[time] = time + _SECOND
        return time


def _free(neighbours: dict[dt.datetime, dt.datetime], time: dt.datetime) -> dt.datetime:
    """Return the first time that points nowhere, following the pointers from `time`."""
    passed = []
    while time in neighbours:
        passed.append(time)
        time = neighbours[time]
    for place in passed:
        neighbours[place] = time
    return time
