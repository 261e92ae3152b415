"""Dates in a `strptime` format that a recipe gives for its page.

It takes formats and plain texts; gives patterns and `Reading`s; names of months and weekdays are those
of the page's language and English, never those of this machine's locale.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from feedkit._dates import _clocks
from feedkit._dates._reader import Reading
from feedkit._dates._times import clock_time, full_year, offset, value
from feedkit._dates._words import Language, language
from feedkit.errors import ConfigError

_SHORTHANDS = {"%T": "%H:%M:%S", "%R": "%H:%M", "%F": "%Y-%m-%d", "%D": "%m/%d/%y"}


def find(text: str, format: str, words: Language, zone: dt.tzinfo) -> Reading | None:
    """Return the date that stands in a text in a strptime format; None without one."""
    found = format_pattern(format, words).search(text)
    if found is None:
        return None
    parts = found.groupdict()
    has_hour = "H" in parts or "I" in parts
    try:
        day, time = _day(parts, words), _time(parts) if has_hour else None
    except ValueError:
        return None
    end = found.end()
    if end < len(text) and not has_hour:
        clock, end = _clocks.after(text, end)
        time = clock_time(clock) if clock else None
    printed = value(day, time, zone)
    return None if printed is None else Reading(printed, False, found.start(), end)


def _day(parts: dict[str, str | None], words: Language) -> dt.date:
    year = full_year(parts.get("Y") or parts.get("y") or "")
    number = parts.get("j")
    if number:
        day = dt.date(year, 1, 1) + dt.timedelta(days=int(number) - 1)
        if day.year != year:
            raise ValueError(number)
        return day
    name = parts.get("B")
    return dt.date(year, words.month(name) if name else int(parts.get("m") or 0), int(parts.get("d") or 0))


def _time(parts: dict[str, str | None]) -> dt.time | None:
    """The time of day; none when the hour is not told, or its zone is not known."""
    zone = parts.get("z") or parts.get("Z")
    known = offset(zone) if zone else None
    hour = parts.get("H") or (parts.get("I") if parts.get("p") else None)
    if hour is None or (zone and known is None):
        return None
    half = "" if parts.get("H") else f"{parts['p']}m"
    clock = _clocks.at(f"{hour}:{parts.get('M') or '00'}:{parts.get('S') or '00'}{half}")
    time = clock_time(clock) if clock else None
    return time and time.replace(tzinfo=known)


def _directives(words: Language) -> dict[str, str]:
    number = r"(?P<{}>[0-9]{{1,2}})"
    return {
        "%": "%",
        **{letter: number.format(letter) for letter in "dmHIMS"},
        "e": number.format("d"),
        "y": r"(?P<y>[0-9]{2})",
        "Y": r"(?P<Y>[0-9]{4})",
        "j": r"(?P<j>[0-9]{1,3})",
        "f": r"[0-9]{1,9}",
        "p": r"(?P<p>[ap])\.?m\.?",
        "z": r"(?P<z>[+-][0-9]{2}:?[0-9]{2}|z)",
        "Z": r"(?P<Z>[a-z]{1,5})",
        **dict.fromkeys("bBh", rf"(?P<B>{_alternation(words.months)})"),
        **dict.fromkeys("aA", _alternation(words.weekdays)),
    }


def _alternation(names: dict[str, int]) -> str:
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return rf"(?:{'|'.join(map(re.escape, ordered))})(?![^\W\d])"


@lru_cache(maxsize=256)
def format_pattern(format: str, words: Language | None = None) -> re.Pattern[str]:
    """Return the pattern of a strptime format, its groups named by the directives.

    Raises ConfigError (`bad-date-format`) for an unknown directive and for a format that cannot give
    a whole day.
    """
    for short, long in _SHORTHANDS.items():
        format = format.replace(short, long)
    try:
        pattern = re.compile(rf"(?<!\w)(?:{_translated(format, words or language())})(?!\w)", re.IGNORECASE)
    except (KeyError, re.error) as error:
        raise _bad_format(
            format,
            "not a strptime format",
            "directives: https://docs.python.org/3/library/datetime.html#format-codes",
        ) from error
    named = set(pattern.groupindex)
    if not (named & {"Y", "y"} and ("j" in named or ("d" in named and named & {"m", "B"}))):
        raise _bad_format(format, "gives no whole day", "a date needs year, month and day: %Y, %m or %B, %d")
    return pattern


def _translated(format: str, words: Language) -> str:
    known = _directives(words)
    parts = re.findall(r"%-?(.?)|(\s+)|([^%\s]+)", format.strip(), re.DOTALL)
    return "".join(
        re.escape(literal) if literal else r"\s+" if blank else known[letter]
        for letter, blank, literal in parts
    )


def _bad_format(format: str, cause: str, hint: str) -> ConfigError:
    return ConfigError(f"date format: {format}: {cause}", "bad-date-format", hint, format)
