"""How sure it is that the list found is the page's: how often lists like it were right on real pages.

It takes what a list is worth and how many of its titles are running text, and gives a `Confidence`. The
numbers come from `tools/confidence.py`, which looked at pages whose entries are known; they never change
while a page is read.
"""

from __future__ import annotations

import math
from typing import NamedTuple

_BASE, _SCORE, _PROSE = -1.16, 2.02, -1.39
"""Logistic regression on the binary logarithm of the score, and on the share of titles that are prose."""
_SEEN = ((0.0, 82, 1), (0.15, 28, 14), (0.6, 29, 23), (0.8, 53, 45), (0.9, 72, 65))
"""From which confidence on, how many pages of sites held out were given it, and how many of these were right."""
_Z = 1.96
"""The 95 % quantile of the normal distribution, both sides."""


class Confidence(NamedTuple):
    """How likely it is that at least 19 in 20 entries are right and none is missed, 0 to 1."""

    value: float
    low: float
    """From here to `high`: the 95 % interval (Wilson's) of the share that was right of the lists about as sure."""
    high: float


def of(score: float, prose: float) -> Confidence:
    """Return how sure a list is with a score, a share of whose titles is running text."""
    told = _BASE + _SCORE * math.log2(max(score, 0.01)) + _PROSE * prose
    value = 1 / (1 + math.exp(-told))
    _, pages, right = next(seen for seen in reversed(_SEEN) if value >= seen[0])
    return Confidence(round(value, 2), *wilson(right, pages))


def wilson(right: int, pages: int) -> tuple[float, float]:
    """Return the interval of a share that was seen so often (Wilson 1927)."""
    share, spread = right / pages, _Z * _Z / pages
    middle = share + spread / 2
    half = _Z * math.sqrt(share * (1 - share) / pages + spread / pages / 4)
    return round((middle - half) / (1 + spread), 2), round((middle + half) / (1 + spread), 2)
