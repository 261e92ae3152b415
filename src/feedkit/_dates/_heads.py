"""What a heading above several entries tells of their dates: a year, a month, or a whole day.

It takes a plain text and the words of its language; gives a `Head`; and never takes a number for a year
that stands in a sentence.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from feedkit._dates import _reader
from feedkit._dates._reader import Rules, Tokens

_LONGEST = 60
_YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class Head:
    """What a heading tells; None where it says nothing."""

    year: int | None = None
    month: int | None = None
    day: dt.date | None = None


def of_day(date: dt.date) -> Head:
    """Return what a heading tells that is a whole date."""
    day = date.date() if isinstance(date, dt.datetime) else date
    return Head(day.year, day.month, day)


def read(text: str, rules: Rules) -> Head:
    """Return what a heading tells: "March 2024", "2024", "Tuesday, 5 March 2024"."""
    if not text or len(text) > _LONGEST:
        return Head()
    found = Tokens(text, rules.language)
    place, day = _reader.first(found, rules)
    if place is not None and day is not None:
        return of_day(day)
    years = [
        int(token)
        for token, kind in zip(found.tokens, found.kinds, strict=True)
        if kind == "Y" and int(token) in _YEARS
    ]
    months = [
        rules.language.month(token)
        for token, kind in zip(found.tokens, found.kinds, strict=True)
        if kind in "MB"
    ]
    numbered = re.search(r"Y ?N ?(9) ?G|Y[-./](9)$|^(9)[-./]Y", found.kinds)
    if numbered is not None:
        months.append(int(found.tokens[numbered.start(numbered.lastindex or 0)]))
    year = years[0] if len(years) == 1 else None
    month = months[0] if len(months) == 1 and 1 <= months[0] <= 12 else None
    return Head(year, month)
