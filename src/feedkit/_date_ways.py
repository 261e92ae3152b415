"""Ways to a date other than the forms of `_date_forms`: words, a recipe's format, a guess.

It takes texts, as `_dates` has made them plain; gives a `Reading` or None; and never fills in what
is not printed, nor looks at the clock, the locale or this machine's zone.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from feedkit._date_forms import NUMBERS, format_pattern, forms
from feedkit._times import UTC, clock_time, full_year, offset, settled, value

_UNITS = {
    "s": dt.timedelta(seconds=1),
    "m": dt.timedelta(minutes=1),
    "h": dt.timedelta(hours=1),
    "d": dt.timedelta(days=1),
    "w": dt.timedelta(weeks=1),
}
_LONGEST_GUESS = 60
# They differ in everything, and the days by two weeks: where the results agree, the text told it.
_DEFAULTS = (
    (dt.datetime(2000, 1, 1, 1, 1), "mdy"),  # noqa: DTZ001 - dateutil wants it naive
    (dt.datetime(2001, 2, 15, 2, 2), "dmy"),  # noqa: DTZ001
)
_UNKNOWN = dt.timezone(dt.timedelta(0), "unknown")


@dataclass(frozen=True, slots=True)
class Reading:
    """A date that was read in a text."""

    value: dt.date
    """A day, or an aware `datetime` (whole seconds) with the printed offset, unconverted."""
    relative: bool
    """Whether it was worked out from a text such as "2 hours ago"."""
    start: int
    end: int
    """Where it stood."""


def relative(text: str, now: dt.datetime, zone: dt.tzinfo, *, at_start: bool = False) -> Reading | None:
    """Return the date of a text such as "2 hours ago", counted back from `now`; None without one."""
    pattern = forms().relative
    found = pattern.match(text, len(text) - len(text.lstrip())) if at_start else pattern.search(text)
    if found is None or (at_start and text[found.end() :].lstrip().startswith(",")):
        return None
    try:
        then = _counted_back(found, now.astimezone(zone).replace(microsecond=0), zone)
    except (OverflowError, ValueError):
        return None
    return None if then is None else Reading(then, True, *found.span())


def _counted_back(found: re.Match[str], now: dt.datetime, zone: dt.tzinfo) -> dt.date | None:
    if found["day"]:
        day = now.date() - dt.timedelta(days=found["day"].casefold() == "yesterday")
        return value(day, clock_time(found) if found["hour"] else None, zone)
    parts = [
        (NUMBERS.get(number.casefold()) or int(number), _UNITS[unit.casefold()[:1]])
        for number, unit in forms().amount.findall(found["ago"] or "")
    ]
    ago = sum((number * unit for number, unit in parts), dt.timedelta(0))
    if parts and all(unit >= dt.timedelta(days=1) for _, unit in parts):
        return value(now.date() - ago, None, zone)
    return settled((now.astimezone(UTC) - ago).astimezone(zone))


def formatted(text: str, format: str, zone: dt.tzinfo) -> Reading | None:
    """Return the date that stands in a text in a strptime format; None without one."""
    found = format_pattern(format).search(text)
    if found is None:
        return None
    parts = found.groupdict()
    try:
        day, time = _formatted_day(parts), _formatted_time(parts)
    except ValueError:
        return None
    printed = value(day, time, zone)
    return None if printed is None else Reading(printed, False, *found.span())


def _formatted_day(parts: dict[str, str | None]) -> dt.date:
    year = full_year(parts.get("Y") or parts.get("y") or "")
    number = parts.get("j")
    if number:
        day = dt.date(year, 1, 1) + dt.timedelta(days=int(number) - 1)
        if day.year != year:
            raise ValueError(number)
        return day
    name = parts.get("B")
    month = forms().months.get(name.casefold(), 0) if name else int(parts.get("m") or 0)
    return dt.date(year, month, int(parts.get("d") or 0))


def _formatted_time(parts: dict[str, str | None]) -> dt.time | None:
    """The time of day; none when the hour is not told, or its zone is not known."""
    zone = parts.get("z") or parts.get("Z")
    known = offset(zone) if zone else None
    hour = parts.get("H") or (parts.get("I") if parts.get("p") else None)
    if hour is None or (zone and known is None):
        return None
    half = "" if parts.get("H") else f"{parts['p']}m"
    clock = forms().clock.match(f"{hour}:{parts.get('M') or '00'}:{parts.get('S') or '00'}{half}")
    time = clock_time(clock) if clock else None
    return time and time.replace(tzinfo=known)


def guessed(text: str, zone: dt.tzinfo, order: str | None) -> Reading | None:
    """Return the date that dateutil reads in a whole text, where the text alone gives the day."""
    stripped = text.strip()
    numbers = _day_numbers(stripped)
    if not numbers:
        return None
    one, two = (_parsed(stripped, default, order or usual) for default, usual in _DEFAULTS)
    if one is None or two is None or one.date() != two.date() or not {one.year, one.day} <= numbers:
        return None
    told = (one.hour, one.minute) == (two.hour, two.minute) and one.tzinfo is not _UNKNOWN
    printed = value(one.date(), _clock_of(one) if told else None, zone)
    start = len(text) - len(text.lstrip())
    return None if printed is None else Reading(printed, False, start, start + len(stripped))


def _day_numbers(text: str) -> set[int]:
    """The numbers of a text that can be a whole day; none for other texts.

    They are a year and one more beside the name of a month, or a year and two more behind it.
    """
    if len(text) > _LONGEST_GUESS:
        return set()
    numbers = re.findall(r"[0-9]+", re.sub(r"[0-9]+:[0-9:.]+|[+-][0-9]{4}", " ", text))
    years = [number for number in numbers if len(number) == 4]
    named = re.search(rf"(?<!\w)(?x:{forms().month})", text, re.IGNORECASE) is not None
    if len(years) != 1 or len(numbers) != (2 if named else 3) or not (named or numbers[0] == years[0]):
        return set()
    return set(map(int, numbers))


def _parsed(text: str, default: dt.datetime, order: str) -> dt.datetime | None:
    from dateutil import parser

    try:
        time: dt.datetime = parser.parse(text, default=default, dayfirst=order == "dmy", tzinfos=_zone_of)
    except (ValueError, OverflowError):
        return None
    return time


def _zone_of(name: str | None, seconds: int | None) -> dt.tzinfo:
    """The zone for dateutil, which would take the machine's own names and warn of the others."""
    if name:
        known = offset(name) if not seconds else None
        return known or _UNKNOWN
    return dt.timezone(dt.timedelta(seconds=seconds or 0))


def _clock_of(time: dt.datetime) -> dt.time:
    moment = time.timetz().replace(microsecond=0)
    return moment.replace(tzinfo=time.tzinfo and settled(time).tzinfo)
