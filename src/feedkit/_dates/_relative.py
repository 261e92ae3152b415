"""Times that are counted back from now: "2 hours ago", "yesterday at 9:15", "il y a 3 jours".

It takes plain texts, the words of their language and the time that "now" is; gives `Reading`s; and
never counts in months or years, which have no length, nor looks at a clock.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from feedkit._dates._clocks import ALONE
from feedkit._dates._reader import Reading
from feedkit._dates._times import UTC, clock_time, settled, value
from feedkit._dates._words import UNSPACED, Language

_UNITS = {
    "s": dt.timedelta(seconds=1),
    "m": dt.timedelta(minutes=1),
    "h": dt.timedelta(hours=1),
    "d": dt.timedelta(days=1),
    "w": dt.timedelta(weeks=1),
}
_NUMBER_NAMES = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS: Mapping[str, int] = MappingProxyType(
    {**dict.fromkeys(("a", "an"), 1), **{name: n for n, name in enumerate(_NUMBER_NAMES.split(), 1)}}
)
_COUNT = rf"(?<![\w.,])(?:[0-9]{{1,5}}|(?:{'|'.join(_NUMBERS)})(?=\s))"
_UNIT = r"(?:seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|wks?|w)(?!\w)"
_AMOUNT = rf"{_COUNT}\s{{0,3}}{_UNIT}"
_MORE = rf"(?:(?:\s{{0,3}},\s{{0,3}}|\s{{1,3}}and\s{{1,3}}|\s{{1,3}}){_AMOUNT}){{0,2}}"
_NO_PROSE = r"(?=\s*(?:$|[|·•;:)\]-]))"


def find(
    text: str, language: Language, now: dt.datetime, zone: dt.tzinfo, *, at_start: bool = False
) -> Reading | None:
    """Return the date of a text such as "2 hours ago", counted back from `now`; None without one."""
    lowered = text.casefold()
    if not any(hint in lowered for hint in _hints(language)):
        return None
    pattern = _pattern(language)
    found = pattern.match(text, len(text) - len(text.lstrip())) if at_start else pattern.search(text)
    if found is None or (at_start and text[found.end() :].lstrip().startswith(",")):
        return None
    try:
        then = _counted_back(found, language, now.astimezone(zone).replace(microsecond=0), zone)
    except (OverflowError, ValueError):
        return None
    return None if then is None else Reading(then, True, *found.span())


def _counted_back(
    found: re.Match[str], language: Language, now: dt.datetime, zone: dt.tzinfo
) -> dt.date | None:
    for days in range(3):
        if found[f"day{days}"]:
            day = now.date() - dt.timedelta(days=days)
            return value(day, clock_time(found) if found["hour"] else None, zone)
    parts = list(_parts(found, language))
    ago = sum((number * unit for number, unit in parts), dt.timedelta(0))
    if parts and all(unit >= dt.timedelta(days=1) for _, unit in parts):
        return value(now.date() - ago, None, zone)
    return settled((now.astimezone(UTC) - ago).astimezone(zone))


def _parts(found: re.Match[str], language: Language) -> Iterator[tuple[int, dt.timedelta]]:
    """The numbers of units that are counted back."""
    if found["ago"]:
        for number, unit in re.findall(rf"({_COUNT})\s{{0,3}}({_UNIT})", found["ago"], re.IGNORECASE):
            yield _NUMBERS.get(number.casefold()) or int(number), _UNITS[unit.casefold()[:1]]
    for unit, length in _UNITS.items():
        if found[f"unit_{unit}"]:
            number = re.search("[0-9]+", found[f"unit_{unit}"])
            yield int(number[0]) if number else 1, length


@lru_cache(maxsize=64)
def _hints(language: Language) -> tuple[str, ...]:
    """Words of which every relative text has one: the longest of each phrase, without those that hold another."""
    phrases = [phrase for key in (*_UNITS, "now", "0", "1", "2") for phrase in language.ago(key)]
    words = {max(phrase.casefold().replace("{0}", " ").split(), key=len) for phrase in phrases} | {
        "ago",
        "now",
    }
    return tuple(
        word for word in sorted(words, key=len) if not any(other in word for other in words - {word})
    )


@lru_cache(maxsize=64)
def _pattern(language: Language) -> re.Pattern[str]:
    units = (f"(?P<unit_{unit}>{_alternatives(language.ago(unit), language)})" for unit in _UNITS)
    days = (f"(?P<day{days}>{_alternatives(language.ago(str(days)), language)})" for days in range(3))
    return re.compile(
        rf"""
        (?<!half\s)(?<!\sof\s)(?:
            (?<!\w)(?P<ago>{_AMOUNT}{_MORE})\s{{1,20}}ago(?!\w)
          | {"|".join(units)}
          | (?P<now>(?<!\w)(?:just\snow|(?:a\s)?(?:few\s)?moments?\sago)(?!\w)|{_alternatives(language.ago("now"), language)})
          | (?:{"|".join(days)})
            (?:[\s,،|·•(-]{{0,20}}(?:at\s{{1,20}}|um\s|à\s|a\slas\s|alle\s|kl\.?\s|klo\s|o\s|в\s|om\s|às\s)?{ALONE}\)?)?
            {_NO_PROSE}
        )
        """,
        re.IGNORECASE | re.VERBOSE,
    )


def _alternatives(phrases: Iterable[str], language: Language) -> str:
    """The pattern of any of some phrases, the longest first; one that never matches where there are none."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + ("|".join(_spelt(phrase, language) for phrase in ordered) or "(?!)") + ")"


def _spelt(phrase: str, language: Language) -> str:
    number = "(?:[0-9]{1,5}" + "".join(rf"|{re.escape(word)}(?!\w)" for word in language.ones) + ")"
    parts = [r"\s{1,3}".join(map(re.escape, part.split())) for part in phrase.split("{0}")]
    text = rf"\s{{0,3}}{number}\s{{0,3}}".join(parts).removeprefix(r"\s{0,3}").removesuffix(r"\s{0,3}")
    letters = [sign for sign in phrase if sign.isalpha()]
    before = r"(?<![0-9.,])" if UNSPACED.match(letters[0]) else r"(?<![\w.,])"
    return rf"{before}{text}" + ("" if UNSPACED.match(letters[-1]) else r"(?!\w)")
