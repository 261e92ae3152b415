"""The order of day, month and year in a list of dates that are numbers alone.

It takes the numbers of each date of a list, with the day that its weekday or its link tells where they
do; gives the one order in which all of them can be read; and never decides by one date what another
contradicts.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedkit._dates._calendars import numbered, short_year

_FUTURE = dt.timedelta(days=400)
_SPAN_OF_YEARS = 15
"""How many years a list that begins its dates with two digits of the year may reach back."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A date as numbers in the order of the page."""

    one: int
    two: int
    three: int
    sign: str
    is_short: bool
    """Whether the year has two digits."""
    lengths: tuple[int, int, int] = (2, 2, 4)
    """How many digits each has."""
    language: str = "en"
    weekday: int | None = None
    day: dt.date | None = None
    """The day that something else tells, such as the link beside it."""


def order_of(dates: Sequence[Numbers], usual: str | None, today: dt.date | None) -> str | None:
    """Return the order of dates with years of four digits at the end: "dmy", "mdy", or None.

    A number over 12 decides, then weekdays and links, then the order under which the list rises or
    falls throughout, at last what is `usual` in the language.
    """
    dates = [each for each in dates if _is_real(each)]
    possible = [order for order in ("dmy", "mdy") if all(is_day(each, order, today) for each in dates)]
    if len(possible) != 2:
        return possible[0] if possible and dates else None
    for choose in (_by_days, _by_steps):
        chosen = choose(dates, possible, today)
        if chosen is not None:
            return chosen
    return usual if usual in possible else None


def short_order_of(dates: Sequence[Numbers], usual: str | None, today: dt.date | None) -> str | None:
    """Return the order of dates with years of two digits: "dmy", "mdy", "ymd", or None.

    A year in front is believed only where it is usual, or where nothing else is possible.
    """
    if usual == "ymd" and _are_near(dates, today):
        return usual
    possible = [
        order for order in ("dmy", "mdy", "ymd") if all(_is_likely(each, order, today) for each in dates)
    ]
    if len(possible) > 1 and "ymd" in possible:
        possible.remove("ymd")
    if len(possible) < 2:
        return possible[0] if possible else None
    for choose in (_by_days, _by_steps):
        chosen = choose(dates, possible, today)
        if chosen is not None:
            return chosen
    if usual in possible:
        return usual
    return "dmy" if all(each.sign == "." for each in dates) else None


def day(each: Numbers, order: str, today: dt.date | None = None) -> dt.date:
    """Return the day of numbers in an order; raises ValueError when there is none."""
    named = dict(zip(order, (each.one, each.two, each.three), strict=True))
    if each.lengths[order.index("y")] == 1 or (order == "ymd" and 1 in each.lengths):
        raise ValueError(each)
    year = short_year(named["y"], today, each.language) if each.is_short else named["y"]
    return numbered(year, named["m"], named["d"], each.language)


def is_day(each: Numbers, order: str, today: dt.date | None) -> bool:
    """Return whether numbers are a day in an order, and that of the weekday beside them."""
    try:
        read = day(each, order, today)
    except ValueError:
        return False
    return each.weekday is None or each.weekday == read.weekday()


def _is_real(each: Numbers) -> bool:
    return is_day(each, "dmy", None) or is_day(each, "mdy", None)


def _is_likely(each: Numbers, order: str, today: dt.date | None) -> bool:
    return is_day(each, order, today) and (today is None or day(each, order, today) <= today + _FUTURE)


def _are_near(dates: Iterable[Numbers], today: dt.date | None) -> bool:
    """Whether all dates can be read with the year in front, and none of them is old or far ahead."""
    if not all(_is_likely(each, "ymd", today) for each in dates):
        return False
    years = [day(each, "ymd", today).year for each in dates]
    return bool(years) and (max(years) if today is None else today.year) - min(years) <= _SPAN_OF_YEARS


def _by_days(dates: Sequence[Numbers], possible: Sequence[str], today: dt.date | None) -> str | None:
    """The order in which the days are those that their links tell."""
    told = [each for each in dates if each.day is not None]
    fits = [order for order in possible if told and all(day(each, order, today) == each.day for each in told)]
    return fits[0] if len(fits) == 1 else None


def _by_steps(dates: Sequence[Numbers], possible: Sequence[str], today: dt.date | None) -> str | None:
    """The one order under which the list rises or falls throughout."""
    fits = [order for order in possible if is_sorted([day(each, order, today) for each in dates])]
    return fits[0] if len(fits) == 1 else None


def is_sorted(days: Sequence[dt.date]) -> bool:
    """Return whether days rise or fall throughout; the same day again is no step."""
    steps = {one < two for one, two in itertools.pairwise(days) if one != two}
    return len(steps) == 1
