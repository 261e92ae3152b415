"""The order of day, month and year in a list of dates that are numbers alone.

It takes the numbers of each date of a list, with the day that its weekday or its link tells where they
do; gives the one order in which all of them can be read; and never decides by one date what another
contradicts.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from feedkit._dates._calendars import numbered, short_year

_FUTURE = dt.timedelta(days=400)
_PLACES: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {order: (order.index("y"), order.index("m"), order.index("d")) for order in ("dmy", "mdy", "ymd")}
)
"""Where year, month and day stand."""
_SPAN_OF_YEARS = 15
"""How many years a list that begins its dates with two digits of the year may reach back."""


class Clues(NamedTuple):
    """What else tells which day numbers mean."""

    weekday: int | None = None
    day: dt.date | None = None
    """The day of the link beside them."""


class Numbers:
    """A date as numbers in the order of the page, and the days that they can be."""

    def __init__(
        self, texts: tuple[str, str, str], sign: str, today: dt.date | None, language: str, clues: Clues
    ) -> None:
        """Takes the numbers as printed: a third of two digits is a short year, or a day behind one."""
        self.sign = sign
        self.told = clues.day
        self.is_real = False
        self.days: dict[str, dt.date] = {}
        """The day in each order in which there is one, with the weekday that is printed."""
        for order in ("dmy", "mdy", "ymd") if len(texts[2]) < 4 else ("dmy", "mdy"):
            day = _day(texts, order, today, language)
            if day is not None:
                self.is_real = True
                if clues.weekday in (None, day.weekday()):
                    self.days[order] = day


def _day(texts: tuple[str, str, str], order: str, today: dt.date | None, language: str) -> dt.date | None:
    y, m, d = _PLACES[order]
    year, month, day = texts[y], texts[m], texts[d]
    if len(year) == 1 or (order == "ymd" and len(month) + len(day) < 4):
        return None
    try:
        full = short_year(int(year), today, language) if len(year) == 2 else int(year)
        return numbered(full, int(month), int(day), language)
    except ValueError:
        return None


def order_of(dates: Sequence[Numbers], usual: str | None) -> str | None:
    """Return the order of dates with years of four digits at the end: "dmy", "mdy", or None.

    A number over 12 decides, then weekdays and links, then the order under which the list rises or
    falls throughout, at last what is `usual` in the language.
    """
    dates = [each for each in dates if each.is_real]
    possible = [order for order in ("dmy", "mdy") if all(order in each.days for each in dates)]
    if len(possible) != 2:
        return possible[0] if possible else None
    return _chosen(dates, possible) or (usual if dates and usual in possible else None)


def short_order_of(dates: Sequence[Numbers], usual: str | None, today: dt.date | None) -> str | None:
    """Return the order of dates with years of two digits: "dmy", "mdy", "ymd", or None.

    A year in front is believed only where it is usual, or where nothing else is possible.
    """
    possible = [
        order for order in ("dmy", "mdy", "ymd") if all(_is_likely(each, order, today) for each in dates)
    ]
    if "ymd" in possible and (usual == "ymd" and _are_near(dates, today)):
        return usual
    if len(possible) > 1 and "ymd" in possible:
        possible.remove("ymd")
    if len(possible) < 2:
        return possible[0] if possible else None
    chosen = _chosen(dates, possible) or (usual if usual in possible else None)
    return chosen or ("dmy" if all(each.sign == "." for each in dates) else None)


def _is_likely(each: Numbers, order: str, today: dt.date | None) -> bool:
    return order in each.days and (today is None or each.days[order] <= today + _FUTURE)


def _are_near(dates: Iterable[Numbers], today: dt.date | None) -> bool:
    """Whether dates with the year in front are none of them old."""
    years = [each.days["ymd"].year for each in dates]
    return (max(years) if today is None else today.year) - min(years) <= _SPAN_OF_YEARS


def _chosen(dates: Sequence[Numbers], possible: Sequence[str]) -> str | None:
    """The order in which the days are those that links tell, else the one in which the list is sorted."""
    told = [each for each in dates if each.told is not None]
    fits = [order for order in possible if told and all(_is_told(each, order) for each in told)]
    if len(fits) != 1:
        fits = [order for order in possible if is_sorted([each.days[order] for each in dates])]
    return fits[0] if len(fits) == 1 else None


def _is_told(each: Numbers, order: str) -> bool:
    """Whether the day is the one of the link, or next to it, as in another zone."""
    return each.told is not None and abs(each.days[order] - each.told) <= dt.timedelta(days=1)


def is_sorted(days: Sequence[dt.date]) -> bool:
    """Return whether days rise or fall throughout; the same day again is no step."""
    steps = {one < two for one, two in itertools.pairwise(days) if one != two}
    return len(steps) == 1
