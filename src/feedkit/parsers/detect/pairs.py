"""Dates of two numbers alone, `11-22`: where a page's lines are such.

It takes the lines of a page and gives the form of its two-number dates, where these go back from line to
line as a list of news does; else nothing, for two numbers are as often scores, pages and prices. It never
tells which is the month: that is told when the whole list is read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NUMBERS = r"(?P<date>(?P<a>[0-9]{1,2})(?P<sign>[-/]|[.](?=[0-9]+[.]))(?P<b>[0-9]{1,2})[.]?(?: [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?)"
_FORMS = (
    re.compile(rf"(?:^|[\s\[(（【]){_NUMBERS}[\s\])）】]*$"),
    re.compile(rf"^[\s\[(（【]*{_NUMBERS}(?=$|[\s\])）】])"),
)
"""At the end of a line, or all of it; at the begin."""
_EDGE = 24
"""Letters at each end of a line that are looked at."""
_FEWEST, _DIFFERENT = 4, 3
_BACK = 0.8
"""The share of steps from line to line that go back in time, or stay."""
_MONTHS, _DAYS = 12, 31


def find(lines: Iterable[tuple[str, str]]) -> re.Pattern[str] | None:
    """Return, of the last and the first text of each line, what finds a date of two numbers in a text, as its group `date`; None where there is none."""
    found: dict[tuple[re.Pattern[str], str], list[tuple[str, str]]] = defaultdict(list)
    for last, first in lines:
        for form, edge in zip(_FORMS, (last[-_EDGE:], first[:_EDGE]), strict=True):
            if ("-" in edge or "/" in edge or "." in edge) and (match := form.search(edge)):
                found[form, match["sign"]].append((match["a"], match["b"]))
    form, sign = max(found, key=lambda key: len(found[key]), default=(_FORMS[0], ""))
    return form if _are_days(found[form, sign]) else None


def _are_days(pairs: Sequence[tuple[str, str]]) -> bool:
    """Return whether pairs of numbers are days and months that go back, in one order or the other."""
    if len(pairs) < _FEWEST or len(set(pairs)) < _DIFFERENT:
        return False
    is_clear = all(len(one) == len(other) == len("01") for one, other in pairs)
    numbers = [(int(one), int(other)) for one, other in pairs]
    if not is_clear and all(max(each) <= _MONTHS for each in numbers):
        return False
    return _go_back(numbers) or _go_back([(month, day) for day, month in numbers])


def _go_back(days: Sequence[tuple[int, int]]) -> bool:
    """Return whether months and days go back from one to the next."""
    back = sum(one >= other for one, other in pairwise(days))
    are_days = all(1 <= month <= _MONTHS and 1 <= day <= _DAYS for month, day in days)
    return are_days and back >= _BACK * (len(days) - 1)
