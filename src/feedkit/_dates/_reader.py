"""Reads dates in texts: finds their places, works out the day, and takes the time beside it.

It takes texts as pages print them and what holds where they do not say; gives `Reading`s; and never
fills in what is not printed, nor looks at the clock, the locale or the zone of this machine.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from feedkit._dates import _calendars, _clocks, _shapes, _words
from feedkit._dates._shapes import Place
from feedkit._dates._times import UTC, clock_time, full_year, value
from feedkit._dates._words import Language

LONGEST = 2_000
LONGEST_SHAPE = 60
_LONGEST_LABEL = 40
_JOIN = r"\W{0,4}(?:(?:date|on|at|am|le|el|il|em|op|den|v|dne|:)\W{1,4})?\Z"
_POSTED = re.compile(
    r"(?:posted|published|released|issued|publicat\w*|publi[ée]e?|publicad[oa]|veröffentlicht|pubblicat[oa]"
    r"|opublikowan[oy]|опубликован\w*|gepubliceerd|publicerad\w*|publisert|udgivet|julkaistu|zveřejněno|objavljeno"
    rf"|发布\w*|發[布佈]\w*|发表\w*|公開日?|掲載日?|작성일|등록일){_JOIN}",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"(?:updated?|revised|modified|edited|corrected|amended|errata|argued|heard|submitted|deadline|due|expires|until"
    r"|starts|begins|ends|held|event|meeting|actualizad[oa]|mise? à jour|modifiée?|geändert|aktualisiert|aggiornat[oa]"
    r"|atualizad[oa]|обновлен\w*|изменен\w*|zaktualizowan[oy]|bijgewerkt|uppdaterad\w*|oppdatert|opdateret|päivitetty"
    rf"|aktualizováno|更新\w*|修改\w*|수정일?){_JOIN}",
    re.IGNORECASE,
)
_FIRST_YEAR, _LAST_YEAR = 1800, 2199
"""Of dates whose form alone does not tell that they are dates."""


class Reading(NamedTuple):
    """A date that was read in a text."""

    value: dt.date
    """A day, or an aware `datetime` (whole seconds) with the printed offset, unconverted."""
    relative: bool
    """Whether it was worked out from a text such as "2 hours ago"."""
    start: int
    end: int
    """Where it stood."""
    until: dt.date | None = None
    """The last day or time of a span of several days."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds where a text does not say."""

    language: Language
    zone: dt.tzinfo = UTC
    order: str | None = None
    """Of numbers: "dmy" or "mdy"; they are no date where that decides and is not known."""
    dotted: str | None = "dmy"
    """Of numbers with full stops between them."""


class Tokens:
    """A text cut into tokens, with their kinds and places."""

    def __init__(self, text: str, language: Language) -> None:
        self.text = text
        self.language = language
        self.tokens = language.tokens(text)
        self.kinds = language.kinds_of(self.tokens)

    @cached_property
    def starts(self) -> list[int]:
        """Where each token begins, and where the last one ends."""
        return _words.starts(self.tokens)

    def number(self, place: Place, part: str) -> int:
        """The value of a part that is a number; raises ValueError where there is none."""
        return _words.number(self.word(place, part))

    def word(self, place: Place, part: str) -> str:
        """The text of a part; raises ValueError where there is none."""
        where = place.parts.get(part)
        if where is None:
            raise ValueError(part)
        return self.tokens[where]

    def month(self, place: Place, part: str = "m") -> int:
        """The number of the month that a part names or gives."""
        word = self.word(place, part)
        return (
            _words.number(word)
            if word[0].isdecimal() or self.kinds[place.parts[part]] == "9"
            else self.language.month(word)
        )

    def year(self, place: Place) -> int:
        """The year, two digits made four."""
        word = self.word(place, "y")
        return full_year(word) if word.isdecimal() else _words.number(word)


def day_of(found: Tokens, place: Place, rules: Rules) -> dt.date | None:
    """Return the day of a place; None when it reads both ways. Raises ValueError when there is none."""
    return _READERS.get(place.shape, _named)(found, place, rules)


def _named(found: Tokens, place: Place, rules: Rules) -> dt.date:
    year, month, day = found.year(place), found.month(place), found.number(place, "d")
    if "n" in place.parts and month > found.month(place, "n"):
        year -= 1  # "30 Dec - 2 Jan 2020" begins in the year before
    return _calendars.day(year, month, day, found.language.name)


def _span(found: Tokens, place: Place, rules: Rules) -> dt.date:
    if "m" not in place.parts and found.number(place, "d") >= found.number(place, "e"):
        raise ValueError(place)
    if "m" in place.parts:
        return _named(found, place, rules)
    return _calendars.day(
        found.year(place), found.month(place, "n"), found.number(place, "d"), found.language.name
    )


def _cjk(found: Tokens, place: Place, rules: Rules) -> dt.date:
    year = _words.number(found.word(place, "y"))
    era = found.tokens[place.parts["c"]] if "c" in place.parts else ""
    if not era and found.kinds[place.parts["y"]] != "Y":
        era = _calendars.usual_era(found.language.name, year)
    return dt.date(_calendars.era_year(era, year), found.number(place, "m"), found.number(place, "d"))


def _iso(found: Tokens, place: Place, rules: Rules) -> dt.date:
    year, month, day = (found.number(place, part) for part in "ymd")
    return _calendars.numbered(year, month, day, found.language.name)


def _number(found: Tokens, place: Place, rules: Rules) -> dt.date | None:
    one, two, year = [_words.number(found.tokens[place.parts[part]]) for part in "aby"]
    if not _FIRST_YEAR <= year <= _LAST_YEAR and not _calendars.is_other_year(year, found.language.name):
        raise ValueError(year)
    order = rules.dotted if place.sign == "." else rules.order
    if (one > 12 or two > 12 or one == two) and not (place.sign == "." and order):
        order = "mdy" if two > 12 else "dmy"
    order = order or _by_weekday(found, place, one, two, year)
    if order is None:
        return None
    day, month = (two, one) if order == "mdy" else (one, two)
    return _calendars.numbered(year, month, day, found.language.name)


def _by_weekday(found: Tokens, place: Place, one: int, two: int, year: int) -> str | None:
    """The order that the weekday beside numbers tells, if one of the two does."""
    printed = weekday(found, place)
    language = found.language.name
    by_day, by_month = (
        _calendars.numbered(year, month, day, language) for month, day in ((two, one), (one, two))
    )
    if printed is None or (by_day.weekday() == printed) == (by_month.weekday() == printed):
        return None
    return "dmy" if by_day.weekday() == printed else "mdy"


def weekday(found: Tokens, place: Place) -> int | None:
    """Return the number of the weekday beside a date, Monday 0; None without one."""
    where = place.parts.get("w", place.parts.get("v"))
    return None if where is None else found.language.weekday(found.tokens[where])


def other_day(found: Tokens, place: Place, today: dt.date | None) -> dt.date:
    """Return the day of a place whose year is short or elsewhere; raises ValueError when there is none."""
    year, month, day = found.number(place, "y"), found.month(place), found.number(place, "d")
    if place.shape == "era":
        return dt.date(_calendars.era_year(found.word(place, "c"), year), month, day)
    if place.shape == "minguo":
        return dt.date(_calendars.era_year(_calendars.usual_era(found.language.name, year), year), month, day)
    if len(found.word(place, "y")) == 1:
        raise ValueError(year)
    if year < 100:
        year = _calendars.short_year(year, today, found.language.name)
    if "n" in place.parts and month > found.month(place, "n"):
        year -= 1
    return _calendars.day(year, month, day, found.language.name)


_READERS: Mapping[str, Callable[[Tokens, Place, Rules], dt.date | None]] = MappingProxyType(
    {"span": _span, "numspan": _span, "cjk": _cjk, "iso": _iso, "number": _number}
)


def first(found: Tokens, rules: Rules, start: int = 0) -> tuple[Place | None, dt.date | None]:
    """Return the first place that has a date's shape and is one, and its day; no day if it reads both ways."""
    place = _shapes.first(found.kinds, start)
    while place is not None and (len(found.text) < LONGEST or found.starts[place.end] < LONGEST):
        try:
            return place, day_of(found, place, rules)
        except (ValueError, OverflowError):
            place = _shapes.first(found.kinds, place.end)
    return None, None


def published(found: Tokens, rules: Rules) -> tuple[Place | None, dt.date | None]:
    """Return the place that a list of dates goes by: the one that is called a publication, else the first.

    What is called a change or an event is taken only where there is nothing else.
    """
    place, day = first(found, rules)
    if place is None or _shapes.first(found.kinds, place.end) is None:
        return place, day
    places = []
    while place is not None:
        places.append((place, day))
        place, day = first(found, rules, place.end)
    return max(places, key=lambda each: _worth(found, each[0]))


def _worth(found: Tokens, place: Place) -> int:
    """How likely a date is that of the publication, by the word in front of it."""
    start = found.starts[place.start]
    before = found.text[max(0, start - _LONGEST_LABEL) : start]
    if "m" in place.parts and found.month(place) > _calendars.SOLAR:
        return 0  # the same day stands beside it in the calendar that needs no reckoning
    return 2 if _POSTED.search(before) else 0 if _LATER.search(before) else 1


def reading(found: Tokens, place: Place, day: dt.date, rules: Rules) -> Reading | None:
    """Return the day of a place with the time beside it."""
    text = found.text
    if place.shape == "number" and place.end - place.start == len(found.tokens):
        printed = value(day, None, rules.zone)
        return None if printed is None else Reading(printed, False, 0, len(text))
    start, end = found.starts[place.start], found.starts[place.end]
    start, clock = _clocks.before(text, start) if start else (start, None)
    if place.shape == "ctime":
        clock = _clocks.after(text, found.starts[place.parts["d"] + 1])[0]
    until = None
    if end < len(text):
        after, end = _clocks.after(text, end)
        clock = after or clock
        if end < len(text):
            until, end = _span_end(found, end, rules, day)
    printed = value(day, clock_time(clock) if clock else None, rules.zone)
    if printed is None:
        return None
    until = until or _last_day(found, place, day)
    return Reading(printed, False, start, end, until if until and _day_of(until) > day else None)


def _day_of(date: dt.date) -> dt.date:
    return date.date() if isinstance(date, dt.datetime) else date


def _last_day(found: Tokens, place: Place, first: dt.date) -> dt.date | None:
    """Return the last day of a place that is a span; the year tells itself by the first day."""
    part = "f" if "f" in place.parts else "e"
    if part not in place.parts:
        return None
    month, number = found.month(place, "n" if "n" in place.parts else "m"), found.number(place, part)
    is_solar = month > _calendars.SOLAR and "y" in place.parts
    year = found.year(place) if is_solar else first.year + (month < first.month)
    try:
        return _calendars.day(year, month, number, found.language.name)
    except ValueError:
        return None


def _span_end(found: Tokens, end: int, rules: Rules, first: dt.date) -> tuple[dt.date | None, int]:
    """Return the last day of a span whose first day ends here, and where it ends; None where it is no span."""
    to = _TO.match(found.text, end)
    if to is None:
        return None, end
    rest = Tokens(found.text[to.end() : to.end() + LONGEST_SHAPE], rules.language)
    place = _shapes.first(rest.kinds)
    short = _SHORT_END.match(rest.kinds)
    try:
        if place is not None and not place.start:
            last, stop = day_of(rest, place, rules), place.end
        elif short is not None:
            last, stop = _short_end(rest, short, first), short.end()
        else:
            return None, end
    except (ValueError, OverflowError):
        return None, end
    clock, end = _clocks.after(found.text, to.end() + rest.starts[stop])
    return last and value(last, clock_time(clock) if clock else None, rules.zone), end


def _short_end(rest: Tokens, found: re.Match[str], first: dt.date) -> dt.date:
    """Return the last day of a span where it has no year, and perhaps no month, of its own."""
    numbers = [_words.number(rest.tokens[place]) for place in map(found.start, range(1, 5)) if place >= 0]
    month, number = numbers if len(numbers) == 2 else (first.month, *numbers)
    return dt.date(first.year + (month < first.month), month, number)


_TO = re.compile(r"\s{0,20}(?:[-/&~至到]|から|[^\W\d_]{1,5}(?=\s))\s{0,20}")
_SHORT_END = re.compile(r"(?:(9) ?G ?)?(9) ?D|(9)\.(9)(?![9Y#]|\.[9Y#])")
"""What ends a span that began with the year: `7日`, `3月7日`, `03.07`."""
