"""Dates: the text of a page to a day or an aware time, and times to the text of documents.

It takes texts as pages print them, with the zone, the language and the order of day and month that
hold where they do not say; gives `datetime.date` for a day, an aware `datetime` with the printed
offset for a time, and None for everything else; and never fills in what is not printed, nor looks at
the clock, the locale or the zone of this machine.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from feedkit._dates import _clocks, _formats, _guess, _reader, _relative, _shapes, _singles
from feedkit._dates._columns import Column, Setting
from feedkit._dates._columns import language as column_language
from feedkit._dates._columns import read as column
from feedkit._dates._formats import format_pattern
from feedkit._dates._reader import LONGEST_SHAPE, Reading, Rules, Tokens
from feedkit._dates._times import (
    UTC,
    noon,
    parse_rfc822,
    parse_rfc3339,
    rfc822,
    rfc3339,
    rfc3339_local,
    zone,
)
from feedkit._dates._words import language as _language
from feedkit._dates._words import plain_text as _plain

__all__ = (
    "UTC",
    "Column",
    "Reading",
    "Setting",
    "Spot",
    "column",
    "column_language",
    "date_like_prefix",
    "find",
    "format_pattern",
    "is_ambiguous",
    "looks_like_date",
    "noon",
    "parse_rfc822",
    "parse_rfc3339",
    "read",
    "rfc822",
    "rfc3339",
    "rfc3339_local",
    "spot",
    "zone",
)

_ANY_ORDER = Rules(_language(), order="dmy")


def find(
    text: str,
    zone: dt.tzinfo = UTC,
    *,
    order: str | None = None,
    now: dt.datetime | None = None,
    at_start: bool = False,
    language: str | None = None,
) -> Reading | None:
    """Return the first date in a text, or None.

    `zone` holds for times that are printed without one; `order` ("dmy" or "mdy") for numbers that
    can be read both ways, which are no date without it; texts such as "2 hours ago" are read only
    against `now` (aware). `language` is that of the page, beside English. `at_start` takes only a date
    that the text begins with, after a time or a weekday at most. Only the first 2,000 characters are
    looked at.
    """
    return _find(_plain(text), Rules(_language(language), zone, order), now, at_start)


def _find(
    text: str, rules: Rules, now: dt.datetime | None, at_start: bool = False, is_field: bool = False
) -> Reading | None:
    found, place, day = _first(text, rules, at_start, is_field)
    if found is not None and place is not None:
        return None if day is None else _reader.reading(found, place, day, rules)
    return _relative.find(text, rules.language, now, rules.zone, at_start=at_start) if now else None


def _first(
    text: str, rules: Rules, at_start: bool = False, is_field: bool = False
) -> tuple[Tokens | None, _shapes.Place | None, dt.date | None]:
    if not _DIGIT.search(text):
        return None, None, None
    found = Tokens(text, rules.language)
    place, day = _reader.published(found, rules) if is_field else _reader.first(found, rules)
    if place is not None and at_start and found.starts[place.start] > _begin(text):
        return None, None, None
    return found, place, day


def _begin(text: str) -> int:
    return max(len(text) - len(text.lstrip()), _clocks.lead(text))


_UNIT = re.compile("(?:second|minute|hour|day|week|month|year)s?", re.IGNORECASE)
_SOME_TIME = dt.datetime(2020, 1, 1, tzinfo=UTC)
"""What relative texts are counted back from where only their place matters."""
_MOST = 1.5
_YEAR = re.compile(r"[0-9]{4}|['/-][0-9]|[0-9] [0-9]{1,2} ?:")
"""What a date in the midst of a longer text has somewhere; ASCII has no other sign of a year."""
_DIGIT = re.compile("[0-9〇一二三四五六七八九十元]")


@lru_cache(maxsize=1024)
def read(
    text: str,
    zone: dt.tzinfo = UTC,
    order: str | None = None,
    now: dt.datetime | None = None,
    formats: tuple[str, ...] = (),
    language: str | None = None,
) -> Reading | None:
    """Return the date that the text of a date field gives, or None.

    The strptime `formats` come first, then what `find` finds, then digits alone (`20240305`), and at
    last the whole text by dateutil, where it gives year, month and day by itself. Raises
    ConfigError (`bad-date-format`) for a format that is none.
    """
    time = parse_rfc3339(text) if text[10:11] == "T" and not formats else None
    if time is not None and text == text.strip():
        return Reading(time, False, 0, len(text))
    plain = _plain(text)
    rules = Rules(_language(language), zone, order)
    for format in formats:
        reading = _formats.find(plain, format, rules.language, zone)
        if reading is not None:
            return reading
    reading = _find(plain, rules, now, is_field=True)
    if reading is not None or (_DIGIT.search(plain) and _shapes.first(Tokens(plain, rules.language).kinds)):
        return reading
    reading = _singles.digits(plain, zone)
    return reading or (_guess.guess(plain, zone, order) if rules.language.name == "en" else None)


def is_ambiguous(text: str, language: str | None = None) -> bool:
    """Return whether the first date in a text can be read as day and month or month and day."""
    _, place, day = _first(_plain(text), Rules(_language(language)))
    return place is not None and day is None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a text holds what may be a date."""

    start: int
    end: int
    day: dt.date | None = None
    """A day that it may mean, to compare with others; None where that cannot be told."""
    is_relative: bool = False
    """Whether it is counted from the time of the page, "2 hours ago"."""


def spot(text: str, language: str | None = None) -> Spot | None:
    """Return where a short text holds what may be a date once its whole list is read, or None.

    Beside what `find` finds that is a number of two meanings, a text that is little else than a date
    without its year or with a short one, or one that names its month in an unknown language.
    """
    plain = _plain(text)
    rules = _spot_rules(language)
    is_sentence = len(plain) > LONGEST_SHAPE and plain.isascii()
    may_hold = not is_sentence or _YEAR.search(plain) is not None
    found, place, day = _first(plain, rules, is_field=True) if may_hold else (None, None, None)
    if found is not None and place is not None and day is not None:
        reading = _reader.reading(found, place, day, rules)
        return Spot(reading.start, reading.end, reading.value) if reading else None
    counted = _relative.find(plain, rules.language, _SOME_TIME, UTC)
    if counted is not None:
        return Spot(counted.start, counted.end, counted.value, is_relative=True)
    return _partial_spot(plain, found) if found and len(plain) <= LONGEST_SHAPE else None


@lru_cache(maxsize=64)
def _spot_rules(language: str | None) -> Rules:
    return Rules(_language(language), order="mdy")


def _partial_spot(plain: str, found: Tokens) -> Spot | None:
    place = _shapes.partial(found.kinds)
    if place is not None and (place.shape != "short" or _is_short_date(found, place)):
        start, end = found.starts[place.start], found.starts[place.end]
        end = _clocks.after(plain, end)[1]
        return Spot(start, end) if (end - start) * _MOST > len(plain.strip()) else None
    end = _like(plain, found)
    return Spot(0, end) if end else None


def _is_short_date(found: Tokens, place: _shapes.Place) -> bool:
    """Whether short numbers are a date rather than a version or a fraction, as `6/30/23` is."""
    lengths = [len(found.word(place, part)) for part in "abc"]
    return lengths[2] == 2 and (place.sign == "/" or sum(lengths) == 6)


def date_like_prefix(text: str) -> int:
    """Return how long the shape of a date at the start of a text is, readable or not; 0 for none.

    `08 Mai. 2020`, `32 May 2020` and `31/31/2020 14:30` have the shape, `10 people` has not.
    """
    plain = _plain(text[: LONGEST_SHAPE * 2])
    if not _DIGIT.search(plain):
        return 0
    reading = _find(plain, _ANY_ORDER, None, at_start=True)
    if reading is not None:
        return reading.end
    return _like(plain, Tokens(plain, _ANY_ORDER.language))


def _like(plain: str, found: Tokens) -> int:
    place = _shapes.like(found.kinds)
    if place is None or not all(_may_be(part, found.tokens[where]) for part, where in place.parts.items()):
        return 0
    return _clocks.after(plain, found.starts[place.end])[1]


def _may_be(part: str, token: str) -> bool:
    """Whether a word may name a month in some language, or a number be a part of a short date."""
    return 3 <= len(token) <= 12 and not _UNIT.fullmatch(token) if part in "mn" else len(token) == 2


def looks_like_date(text: str) -> bool:
    """Return whether a short text is a date by its shape, be it readable or not."""
    text = text.strip()
    end = date_like_prefix(text) if len(text) <= LONGEST_SHAPE else 0
    return end > 0 and re.fullmatch(r"\W*|\s[^\W\d]{1,4}\.?", text[end:]) is not None
