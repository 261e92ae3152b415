"""Dates for detection: whether a text may hold one, and which.

It takes short texts and gives what `feedkit._dates` reads in them; it never reads a date itself.
"""

from __future__ import annotations

import re
from functools import lru_cache

from feedkit import _dates

_NUMBER = re.compile(r"[0-9]")
_RELATIVE = re.compile(r"ago\b|yesterday|today", re.IGNORECASE)
_LONGEST = 300


@lru_cache(maxsize=4096)
def find(text: str) -> _dates.Spot | None:
    """Return where a text holds what may be a date; the whole list tells what it means."""
    return _dates.spot(text[:_LONGEST]) if _NUMBER.search(text) else None


def is_likely(text: str) -> bool:
    """Return whether a text holds a date."""
    return _NUMBER.search(text) is not None and len(text) < _LONGEST and find(text) is not None


def share(text: str) -> float:
    """Return how much of a text its date is, 0 to 1."""
    reading = find(text)
    return (reading.end - reading.start) / len(text) if reading else 0.0
