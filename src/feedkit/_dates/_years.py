"""The years of dates that are printed without one.

It takes days and months in the page's order, the weekdays and years that some of them tell, and the
day of retrieval; gives the year of each, counted back through New Year where the list does; and gives
none where the list leaves a doubt.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

_AHEAD = dt.timedelta(days=1)
"""How far a date may lie ahead of the retrieval: the page may stand in another zone."""
_RECENT = dt.timedelta(days=180)
_OLDEST_LIST = dt.timedelta(days=300)
_SOON = dt.timedelta(days=60)
_WEEK = dt.timedelta(days=7)
_LEAP_YEAR = 2024
_TURN = 150
"""How many days a list must leap, against its direction, where it passes New Year."""


@dataclass(frozen=True, slots=True)
class Yearless:
    """A date of a list: its month and day, and what else is printed."""

    month: int
    day: int
    year: int | None = None
    weekday: int | None = None


def settle(dates: Sequence[Yearless], today: dt.date | None) -> list[dt.date | None]:
    """Return the days, None where a year stays in doubt."""
    settled = [_told(each, today) for each in dates]
    if today is None or all(day is not None for day in settled):
        return settled
    counted = (
        _counted_back(dates, settled, today) or _recent(dates, settled, today) or _counted_ahead(dates, today)
    )
    return settled if counted is None else [old or new for old, new in zip(settled, counted, strict=True)]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two numbers of a list that are its dates without years, or a date of the list that has all."""

    one: int
    two: int
    year: int | None = None
    weekday: int | None = None
    is_whole: bool = False
    """Whether it is a date with its year; `one` is the month then."""
    is_clear: bool = False
    """Whether it is written as only dates are: two digits each, or a full stop behind both."""

    def under(self, order: str) -> Yearless:
        """Return the date in an order of day and month."""
        month, day = (self.one, self.two) if order == "md" or self.is_whole else (self.two, self.one)
        return Yearless(month, day, self.year, self.weekday)


def settle_pairs(pairs: Sequence[Pair], usual: str, today: dt.date | None) -> list[dt.date | None]:
    """Return the days of a list of numbers, all of them or none.

    Their years are printed above them, or the list goes back from today; `usual` ("dm" or "md") decides
    only where both orders are possible.
    """
    nothing: list[dt.date | None] = [None] * len(pairs)
    is_clear = all(each.is_clear or each.is_whole for each in pairs)
    if not is_clear and all(each.one <= 12 and each.two <= 12 for each in pairs if not each.is_whole):
        return nothing
    fits = {order: days for order in ("dm", "md") if (days := _days_under(order, pairs, today))}
    if len(fits) == 2 and usual not in fits:
        return nothing
    return list(fits.get(usual) or next(iter(fits.values()), nothing))


def _days_under(order: str, pairs: Sequence[Pair], today: dt.date | None) -> list[dt.date] | None:
    """The days in an order of day and month; None where one is none, or the list does not go back from today."""
    dates = [each.under(order) for each in pairs]
    if any(_day(each, _LEAP_YEAR) is None for each in dates):
        return None
    told = [_told(each, today) for each in dates]
    if not all(told) and today is not None:
        told = _counted_back(dates, told, today) or told
    days = [day for day in told if day is not None]
    if len(days) < len(told):
        return None
    is_list = len(set(days)) > 2 or (today is not None and len(set(days)) == 2 and today - days[0] <= _WEEK)
    is_told = all(each.year is not None for each in pairs)
    return days if is_list or is_told else None


def _told(each: Yearless, today: dt.date | None) -> dt.date | None:
    """The day whose year is printed, or that alone of those near today has its weekday."""
    if each.year is not None:
        return _day(each, each.year)
    if each.weekday is None or today is None:
        return None
    days = (_day(each, year) for year in range(today.year - 2, today.year + 2))
    fits = [day for day in days if day is not None and day.weekday() == each.weekday]
    return fits[0] if len(fits) == 1 else None


def _day(each: Yearless, year: int) -> dt.date | None:
    try:
        return dt.date(year, each.month, each.day)
    except ValueError:
        return None


def _latest(each: Yearless, today: dt.date) -> dt.date | None:
    """The last such day that is not ahead of today."""
    days = (_day(each, year) for year in range(today.year + 1, today.year - 8, -1))
    return next((day for day in days if day is not None and day <= today + _AHEAD), None)


def _recent(
    dates: Sequence[Yearless], settled: Sequence[dt.date | None], today: dt.date
) -> list[dt.date | None] | None:
    """The last such days, where all that are open were in the last months."""
    days = [day or _latest(each, today) for each, day in zip(dates, settled, strict=True)]
    is_recent = all(old or (day and today - day <= _RECENT) for old, day in zip(settled, days, strict=True))
    return days if is_recent else None


def _counted_back(
    dates: Sequence[Yearless], settled: Sequence[dt.date | None], today: dt.date
) -> list[dt.date | None] | None:
    """The days of a list that has the newest first; None when it is no such list."""
    days: list[dt.date | None] = []
    above = today + _AHEAD
    for each, known in zip(dates, settled, strict=True):
        day = known or _latest(each, above - _AHEAD)
        if day is None or day > above:
            return None
        if days and day.year < above.year and known is None and (above - day).days > 366 - _TURN:
            return None
        days.append(day)
        above = day
    first = days[0] if days else None
    is_long = len(days) > 2
    return (
        days if first and today - first <= (_OLDEST_LIST if is_long else _RECENT) and len(days) > 1 else None
    )


def _counted_ahead(dates: Sequence[Yearless], today: dt.date) -> list[dt.date | None] | None:
    """The days of a list that rises: of the past up to today, or from today on, whichever is near."""
    months = [(each.month, each.day) for each in dates]
    falls = [place for place, (one, two) in enumerate(itertools.pairwise(months), 1) if two < one]
    if len(set(months)) < 2 or len(falls) > 1 or any(each.year for each in dates):
        return None
    turns = [sum(place >= fall for fall in falls) for place in range(len(dates))]
    best = [
        days
        for year in range(today.year - 2, today.year + 2)
        if _is_rising(days := [_day(each, year + turn) for each, turn in zip(dates, turns, strict=True)])
    ]
    past = [days for days in best if days[-1] <= today + _AHEAD]  # type: ignore[operator]
    coming = [days for days in best if days[0] >= today - _AHEAD]  # type: ignore[operator]
    behind = today - past[-1][-1] if past else _RECENT  # type: ignore[operator]
    ahead = coming[0][0] - today if coming else _RECENT  # type: ignore[operator]
    if ahead <= _SOON and behind >= _RECENT:
        return coming[0]
    return past[-1] if past and behind <= _SOON and ahead >= _RECENT else None


def _is_rising(days: Sequence[dt.date | None]) -> bool:
    """Whether all days are there, and none is so far behind another that the list may be in no order."""
    known = [day for day in days if day is not None]
    return len(known) == len(days) and all(
        (two - one).days <= 366 - _TURN for one, two in itertools.pairwise(known)
    )
