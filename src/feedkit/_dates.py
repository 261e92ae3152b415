"""Dates: the text of a page to a day or an aware time, and times to the text of documents.

It takes texts as pages print them, with the zone and the order of day and month that hold where
they do not say; gives `datetime.date` for a day, an aware `datetime` with the printed offset for a
time, and None for everything else; and never fills in what is not printed, nor looks at the clock,
the locale or the zone of this machine.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from feedkit._date_forms import forms
from feedkit._date_ways import Reading, formatted, guessed, relative
from feedkit._times import (
    UTC,
    clock_time,
    full_year,
    is_clock,
    noon,
    parse_rfc822,
    parse_rfc3339,
    rfc822,
    rfc3339,
    rfc3339_local,
    settled,
    value,
    zone,
)

__all__ = (
    "UTC",
    "Reading",
    "column_order",
    "date_like_prefix",
    "find",
    "is_ambiguous",
    "looks_like_date",
    "noon",
    "parse_rfc822",
    "parse_rfc3339",
    "read",
    "rfc822",
    "rfc3339",
    "rfc3339_local",
    "zone",
)

_LONGEST = 2_000
_LONGEST_SHAPE = 60
_FARTHEST = dt.timedelta(hours=14)

# One character for one, so that places in the text stay what they are: spaces and marks without
# width to a blank, dashes to a hyphen, full-width forms to ASCII.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(map(chr, (0xA0, 0x1680, *range(0x2000, 0x2010), 0x202F, 0x205F, 0x3000)), " "),
        **dict.fromkeys(map(chr, (*range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xAD)), " "),
        **dict.fromkeys(map(chr, (*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63)), "-"),
        **dict.fromkeys("‘’ʼ", "'"),
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        "、": ",",
    }
)


def find(
    text: str,
    zone: dt.tzinfo = UTC,
    *,
    order: str | None = None,
    now: dt.datetime | None = None,
    at_start: bool = False,
) -> Reading | None:
    """Return the first date in a text, or None.

    `zone` holds for times that are printed without one; `order` ("dmy" or "mdy") for numbers that
    can be read both ways, which are no date without it; texts such as "2 hours ago" are read only
    against `now` (aware). `at_start` takes only a date that the text begins with, after a time or a
    weekday at most. Only the first 2,000 characters are looked at.
    """
    plain = _plain(text)
    match, day = _first(plain, order, at_start=at_start)
    if match is not None:
        return _reading(plain, match, day, zone) if day is not None else None
    return relative(plain, now, zone, at_start=at_start) if now is not None else None


@lru_cache(maxsize=1024)
def read(
    text: str,
    zone: dt.tzinfo = UTC,
    order: str | None = None,
    now: dt.datetime | None = None,
    formats: tuple[str, ...] = (),
) -> Reading | None:
    """Return the date that the text of a date field gives, or None.

    The strptime `formats` come first, then what `find` finds, then digits alone (`20240305`), and at
    last the whole text by dateutil, where it gives year, month and day by itself. Raises
    ConfigError (`bad-date-format`) for a format that is none.
    """
    printed = None if formats else _plain_day(text) or _plain_time(text, zone)
    if printed is not None:
        return Reading(printed, False, 0, len(text))
    plain = _plain(text)
    for format in formats:
        reading = formatted(plain, format, zone)
        if reading is not None:
            return reading
    reading = find(plain, zone, order=order, now=now)
    if reading is not None or forms().date.search(plain):
        return reading
    return _digits(plain, zone) or guessed(plain, zone, order)


def _plain_day(text: str) -> dt.date | None:
    """The day that a whole text in one of the commonest forms gives; None says nothing."""
    known = forms()
    found = known.plain.fullmatch(text)
    if found is None:
        return None
    place = found.lastindex or 3
    one, two, three = found.group(place - 2, place - 1, place)
    try:
        if place == 3:
            day = dt.date(int(three), known.months[two.casefold()], int(one))
        elif place == 6:
            day = dt.date(int(three), known.months[one.casefold()], int(two))
        else:
            day = dt.date(int(one), int(two), int(three))
    except (KeyError, ValueError):
        return None
    return day if 1 < day.year < 9999 else None


def _plain_time(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    """The time that a whole text as ISO 8601 or RFC 822 has it gives; None says nothing."""
    if ":" not in text or text != text.strip():
        return None
    if text[4:5] != "-":
        return parse_rfc822(text)
    if text[10:11] != "T" and text[16:17] != ":":
        return None
    try:
        time = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    offset = time.utcoffset()
    if not 1 < time.year < 9999 or (offset is not None and abs(offset) > _FARTHEST):
        return None
    time = time.replace(microsecond=0, tzinfo=time.tzinfo or zone)
    return settled(time)


def is_ambiguous(text: str) -> bool:
    """Return whether the first date in a text can be read as day and month or month and day."""
    match, day = _first(_plain(text), None)
    return match is not None and day is None


def column_order(texts: Iterable[str]) -> Literal["dmy", "mdy"] | None:
    """Return the order of day and month in which all texts of a column are written, if they tell.

    A number over 12 decides; else the order under which the column rises or falls throughout, when
    it does so under one of the two alone.
    """
    pairs = [pair for pair in map(_numbers, texts) if pair is not None]
    first = any(one > 12 for one, _, _ in pairs)
    second = any(two > 12 for _, two, _ in pairs)
    if first or second:
        return None if first and second else "dmy" if first else "mdy"
    by_day = _is_sorted([(year, two, one) for one, two, year in pairs])
    by_month = _is_sorted([(year, one, two) for one, two, year in pairs])
    return None if by_day == by_month else "dmy" if by_day else "mdy"


def date_like_prefix(text: str) -> int:
    """Return how long the shape of a date at the start of a text is, readable or not; 0 for none.

    `08 Mai. 2020`, `32 May 2020` and `31/31/2020 14:30` have the shape, `10 people` has not.
    """
    plain = _plain(text[: _LONGEST_SHAPE * 2])
    reading = find(plain, order="dmy", at_start=True)
    if reading is not None:
        return reading.end
    found = forms().shape.match(plain)
    return _clock_after(plain, found.end())[1] if found else 0


def looks_like_date(text: str) -> bool:
    """Return whether a short text is a date by its shape, be it readable or not."""
    text = text.strip()
    end = date_like_prefix(text) if len(text) <= _LONGEST_SHAPE else 0
    return end > 0 and re.fullmatch(r"\W*|\s[^\W\d]{1,4}\.?", text[end:]) is not None


def _plain(text: str) -> str:
    """The text as the patterns expect it, every character in its place."""
    if len(text) > _LONGEST:
        text = text[:_LONGEST]
    return text if text.isascii() else text.translate(_PLAIN)


def _first(
    text: str, order: str | None, *, at_start: bool = False
) -> tuple[re.Match[str] | None, dt.date | None]:
    """The first place that has a date's form and is one, and its day; no day if it reads both ways."""
    match = _at_start(text) if at_start else forms().date.search(text)
    while match is not None and (len(text) < _LONGEST or match.end() < _LONGEST):
        day = _day(match, order)
        if day is not None or _reads_both_ways(match):
            return match, day
        match = None if at_start else forms().date.search(text, match.end())
    return None, None


def _at_start(text: str) -> re.Match[str] | None:
    lead = forms().lead.match(text)
    return forms().date.match(text, lead.end() if lead else 0)


def _day(match: re.Match[str], order: str | None) -> dt.date | None:
    """The day of a place that has a date's form; None when there is no such day or two of them."""
    form = match.lastgroup or ""
    try:
        return _READERS[form](match, match.lastindex or 0, order)
    except ValueError:
        return None


def _dmy(match: re.Match[str], place: int, order: str | None) -> dt.date:
    day, month, year, short = match.group(place + 1, place + 2, place + 3, place + 4)
    return dt.date(full_year(year or short), _month(month), int(day))


def _mdy(match: re.Match[str], place: int, order: str | None) -> dt.date:
    month, day, last, year = match.group(place + 1, place + 2, place + 3, place + 4)
    return _span_start(int(year), _month(month), int(day), last)


def _span(match: re.Match[str], place: int, order: str | None) -> dt.date:
    day, month, end, last, year = match.group(*range(place + 1, place + 6))
    if month is None and int(day) >= int(end):
        raise ValueError(match.group())
    return _span_start(int(year), _month(month or last), int(day), last)


def _span_start(year: int, month: int, day: int, last: str | None) -> dt.date:
    """The first day of a span, which in "30 Dec - 2 Jan 2020" is of the year before."""
    return dt.date(year - 1 if last and month > _month(last) else year, month, day)


def _ymd(match: re.Match[str], place: int, order: str | None) -> dt.date:
    year, month, day = match.group(place + 1, place + 2, place + 3)
    return dt.date(int(year), _month(month), int(day))


def _iso(match: re.Match[str], place: int, order: str | None) -> dt.date:
    return dt.date(*map(int, match.group(place + 1, place + 3, place + 4)))


def _cjk(match: re.Match[str], place: int, order: str | None) -> dt.date:
    return dt.date(*map(int, match.group(place + 1, place + 2, place + 3)))


def _ctime(match: re.Match[str], place: int, order: str | None) -> dt.date:
    month, day, year = match.group(place + 1, place + 2, place + 4)
    return dt.date(int(year), _month(month), int(day))


def _number(match: re.Match[str], place: int, order: str | None) -> dt.date | None:
    one, sign, two, year = match.group(place + 1, place + 2, place + 3, place + 4)
    day, month = int(one), int(two)
    if "." not in sign:
        if day <= 12 and month <= 12 and day != month and order is None:
            return None
        if month > 12 or (order == "mdy" and day <= 12):
            day, month = month, day
    return dt.date(int(year), month, day)


_READERS: Mapping[str, Callable[[re.Match[str], int, str | None], dt.date | None]] = MappingProxyType(
    {
        "dmy": _dmy,
        "iso": _iso,
        "number": _number,
        "span": _span,
        "mdy": _mdy,
        "ymd": _ymd,
        "cjk": _cjk,
        "ctime": _ctime,
    }
)


def _month(name: str) -> int:
    number = forms().months.get(name.casefold())
    if number is None:
        raise ValueError(name)
    return number


def _reads_both_ways(match: re.Match[str]) -> bool:
    return match.lastgroup == "number" and _day(match, None) is None and _day(match, "dmy") is not None


def _numbers(text: str) -> tuple[int, int, int] | None:
    """The three numbers of a date whose order is not told by its form."""
    if _plain_day(text) is not None:
        return None
    match, _ = _first(_plain(text), None)
    if match is None or match.lastgroup != "number":
        return None
    one, sign, two, year = match.groups()[(match.lastindex or 0) : (match.lastindex or 0) + 4]
    return None if "." in sign else (int(one), int(two), int(year))


def _is_sorted(days: list[tuple[int, int, int]]) -> bool:
    """Whether days rise or fall throughout; the same day again is no step."""
    steps = {one < two for one, two in itertools.pairwise(days) if one != two}
    return len(steps) == 1


def _reading(text: str, match: re.Match[str], day: dt.date, zone: dt.tzinfo) -> Reading | None:
    start, end = match.span()
    clock = None
    if start:
        start, clock = _clock_before(text, start)
    if match.lastgroup == "ctime":
        clock = forms().clock.match(match.group((match.lastindex or 0) + 3))
    if end < len(text):
        after, end = _clock_after(text, end)
        clock = after or clock
        if end < len(text):
            end = _span_end(text, end)
    printed = value(day, clock_time(clock) if clock else None, zone)
    return None if printed is None else Reading(printed, False, start, end)


def _clock_before(text: str, start: int) -> tuple[int, re.Match[str] | None]:
    """Where a date begins with the time and weekday in front of it, and that time."""
    found = forms().before.search(text, max(0, start - 60), start)
    if found is None or (found["hour"] and not is_clock(found)):
        return start, None
    return found.start(), found if found["hour"] else None


def _clock_after(text: str, end: int) -> tuple[re.Match[str] | None, int]:
    """The time behind a date, and where date and time end."""
    found = forms().after.match(text, end)
    if found is None or (found["hour"] and not is_clock(found)):
        return None, end
    return found if found["hour"] else None, found.end()


def _span_end(text: str, end: int) -> int:
    """Where a span of days ends whose first day ends here."""
    to = forms().to.match(text, end)
    last = forms().date.match(text[to.end() : to.end() + _LONGEST_SHAPE]) if to else None
    if to is None or last is None or _day(last, "dmy") is None:
        return end
    return _clock_after(text, to.end() + last.end())[1]


def _digits(text: str, zone: dt.tzinfo) -> Reading | None:
    """A text that is nothing but `20240305`, `20240305T143000Z` or `20240305143000`."""
    found = re.fullmatch(
        r"\s*((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?:T?([0-9]{4}(?:[0-9]{2})?)(Z|[+-][0-9]{4})?)?\s*", text
    )
    if found is None:
        return None
    year, month, day, clock, offset = found.groups("")
    reading = find(f"{year}-{month}-{day}{'T' * bool(clock)}{clock}{offset}", zone)
    if reading is None or (clock and not isinstance(reading.value, dt.datetime)):
        return None
    return replace(reading, start=found.start(1), end=len(text.rstrip()))
