"""Dates that python-dateutil reads, where the text alone gives the day.

It takes a plain text; gives a `Reading` or None; and never lets dateutil fill in what is missing.
"""

from __future__ import annotations

import datetime as dt
import re

from feedkit._dates._reader import Reading
from feedkit._dates._times import offset, settled, value
from feedkit._dates._words import MONTHS

_LONGEST = 60
# They differ in everything, and the days by two weeks: where the results agree, the text told it.
_DEFAULTS = (
    (dt.datetime(2000, 1, 1, 1, 1), "mdy"),  # noqa: DTZ001 - dateutil wants it naive
    (dt.datetime(2001, 2, 15, 2, 2), "dmy"),  # noqa: DTZ001
)
_UNKNOWN = dt.timezone(dt.timedelta(0), "unknown")
_MONTH = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})(?![^\W\d])", re.IGNORECASE
)


def guess(text: str, zone: dt.tzinfo, order: str | None) -> Reading | None:
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
    if len(text) > _LONGEST:
        return set()
    numbers = re.findall(r"[0-9]+", re.sub(r"[0-9]+:[0-9:.]+|[+-][0-9]{4}", " ", text))
    years = [number for number in numbers if len(number) == 4]
    named = _MONTH.search(text) is not None
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
