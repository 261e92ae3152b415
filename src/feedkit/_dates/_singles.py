"""Dates that are one word: digits alone, weeks, seconds since 1970, and days in addresses and file names.

It takes texts; gives `Reading`s and days; and never takes a number for a date whose month or day cannot be.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from feedkit._dates import _clocks
from feedkit._dates._reader import Reading
from feedkit._dates._times import UTC, clock_time, value

_DIGITS = re.compile(
    r"\s*((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:T?([0-9]{4}(?:[0-9]{2})?)(Z|[+-][0-9]{4})?)?\s*"
)
_WEEK = re.compile(r"\s*([0-9]{4})-?W([0-9]{2})-?([1-7])\s*")
_ORDINAL = re.compile(r"\s*([0-9]{4})-([0-9]{3})\s*")
_SECONDS = re.compile(r"\s*([0-9]{10})(?:[0-9]{3}|\.[0-9]+)?\s*")
_FIRST_SECOND = 631_152_000
"""That of 1990: smaller numbers count something else."""
_IN_ADDRESS = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})(?P<sign>[/_-])([0-9]{1,2})(?P=sign)([0-9]{1,2})(?=[/_.?#&-]|T[0-9]|$)"
    r"|(?<![0-9a-zA-Z])((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9a-zA-Z])"
)
_MONTH_IN_ADDRESS = re.compile(r"/((?:19|20)[0-9]{2})/?(0[1-9]|1[0-2]|[1-9](?=/))(?=/)")
_YEAR_LAST = re.compile(r"(?<![0-9])([0-9]{1,2})[-_.]([0-9]{1,2})[-_.]((?:19|20)[0-9]{2})(?![0-9])")
_SHORT_IN_ADDRESS = re.compile(r"(?<=/)([0-9]{2})/?([01][0-9])/?([0-3][0-9])(?=/)")
_IN_NAME = re.compile(r"(?<![0-9A-Za-z])([0-9]{2})([01][0-9])([0-3][0-9])(?![0-9])")


def digits(text: str, zone: dt.tzinfo) -> Reading | None:
    """Return the date of a text that is nothing but `20240305`, `20240305T143000Z` or `2024-W10-2`."""
    week = _WEEK.fullmatch(text)
    if week is not None:
        return _day_alone(text, lambda: dt.date.fromisocalendar(*map(int, week.groups())))
    found = _DIGITS.fullmatch(text)
    if found is None:
        return None
    year, month, day, clock, offset = found.groups("")
    spelt = f"{clock[:2]}:{clock[2:4]}" + (f":{clock[4:]}" if clock[4:] else "") + offset
    reading = _day_alone(text, lambda: dt.date(int(year), int(month), int(day)))
    if reading is None or not clock:
        return reading
    time = _clocks.after(f"T{spelt}", 0)[0]
    moment = clock_time(time) if time is not None else None
    printed = value(reading.value, moment, zone) if moment is not None else None
    return None if printed is None else reading._replace(value=printed)


def _day_alone(text: str, make: object) -> Reading | None:
    try:
        day = make()  # type: ignore[operator]
    except ValueError:
        return None
    return Reading(day, False, len(text) - len(text.lstrip()), len(text.rstrip()))


def seconds(text: str, now: dt.datetime | None) -> Reading | None:
    """Return the time of a text that is nothing but seconds, or thousandths of them, since 1970."""
    found = _SECONDS.fullmatch(text)
    if found is None or int(found[1]) < _FIRST_SECOND:
        return None
    time = dt.datetime.fromtimestamp(int(found[1]), UTC)
    if now is not None and time > now + dt.timedelta(days=366):
        return None
    return Reading(time, False, len(text) - len(text.lstrip()), len(text.rstrip()))


class Link(NamedTuple):
    """What an address tells of a date."""

    year: int | None = None
    month: int | None = None
    day: dt.date | None = None
    """The whole day, where there is just one."""
    numbers: tuple[int, int, int] | None = None
    """Two numbers, day and month in any order, and the year after them (`agenda-1-14-2021.pdf`), where there are just such."""

    def year_of(self, month: int, day: int) -> int | None:
        """Return the year that it tells of a month and a day, or of a month."""
        if self.numbers and {month, day} == set(self.numbers[:2]):
            return self.numbers[2]
        return self.year if self.month == month else None


NO_LINK = Link()


def in_link(address: str) -> Link:
    """Return what an address tells: a day (`/2024/03/05/`), the year and the month (`/2024/03/title`), or three numbers."""
    day = in_address(address)
    if day is not None:
        return Link(day.year, day.month, day)
    found = _YEAR_LAST.findall(address.rpartition("/")[2])
    named = {(int(one), int(two), int(year)) for one, two, year in found}
    numbers = named.pop() if len(named) == 1 else None
    months = {(int(year), int(month)) for year, month in _MONTH_IN_ADDRESS.findall(address)}
    year, month = months.pop() if len(months) == 1 else (None, None)
    return Link(year, month, None, numbers)


def in_address(address: str) -> dt.date | None:
    """Return the day that an address holds (`/2024/03/05/`, `2021-11-2-title`); None without one, or with two."""
    days = set()
    for found in _IN_ADDRESS.finditer(address.partition("#")[0]):
        year, _, month, day, *packed = found.groups()
        try:
            days.add(dt.date(*map(int, (year, month, day) if year else packed)))
        except ValueError:
            continue
    return days.pop() if len(days) == 1 else None


def in_name(name: str) -> dt.date | None:
    """Return the day that a file name may hold (`200508-sg-iraq.jpg`): a hint, and never more."""
    return _short(_IN_NAME.search(name))


def in_short(address: str) -> dt.date | None:
    """Return the day that an address may hold with a short year (`/20/0704/`): a hint, and never more."""
    return _short(_SHORT_IN_ADDRESS.search(address))


def _short(found: re.Match[str] | None) -> dt.date | None:
    try:
        return dt.date(2000 + int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
