"""Dates for detection: whether a text may hold one, and which.

It takes short texts and gives what `feedkit._dates` reads in them; it never reads a date itself.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from feedkit import _dates

_NOW = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
"""What relative dates are read against where only their shape matters."""
_NUMBER = re.compile(r"[0-9]")
_RELATIVE = re.compile(r"ago\b|yesterday|today", re.IGNORECASE)
_LONGEST = 300


@lru_cache(maxsize=4096)
def find(text: str) -> _dates.Reading | None:
    """Return the first date in a text; days and months that could be swapped are read month first."""
    if not _NUMBER.search(text):
        return None
    text = text[:_LONGEST]
    return _dates.find(text, order="mdy", now=_NOW) or _dates.find(text, order="dmy", now=_NOW)


def is_likely(text: str) -> bool:
    """Return whether a text holds a date."""
    return _NUMBER.search(text) is not None and len(text) < _LONGEST and find(text) is not None


def share(text: str) -> float:
    """Return how much of a text its date is, 0 to 1."""
    reading = find(text)
    return (reading.end - reading.start) / len(text) if reading else 0.0
