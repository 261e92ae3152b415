"""Times of day beside a date: in front of it or behind it, in the spellings of many languages.

It takes a text and a place in it; gives what the patterns matched, for `_times.clock_time` to read,
and where it ends; and never reads a date.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from feedkit._dates._times import ZONES, is_clock

_DAY = "[0-9]{1,2}"
_EARLY = "上午|午前|凌晨|早上|清晨|오전"
_LATE = "下午|午後|午后|晚上|傍晚|오후"
_AM = r"(?:صباحا|ص|ق\.ظ|π\.\s?μ|sa|öö|de|पूर्वाह्न|dop|पूर्व)"
_PM = r"(?:مساء|م|ب\.ظ|μ\.\s?μ|ch|ös|du|अपराह्न|odp)"
_CLOCK = rf"""
    (?:(?:(?P<early>{_EARLY})|(?P<lately>{_LATE}))\s?)?
    (?P<hour>{_DAY})
    (?:
        (?:(?P<mark>[:.]|\s?h\s?|(?<=t[0-9]{{2}}))|\s?[時时點点시]\s?)(?P<minute>[0-9]{{2}})\s?[分분]?
        (?:(?::|(?<=[0-9])|(?<=[分분])\s?)(?P<second>[0-9]{{2}})(?:[.,][0-9]{{1,12}}|[秒초])?)?
      | (?P<oclock>\s?[時时點点시](?![0-9])|\s?h(?=\s|$)|\s(?:uhr|uur)(?!\w))
    )?
    (?:\s{{0,3}}(?:(?P<half>[ap])(?:\.\s?)?m(?![a-z])\.?|(?:(?P<morning>{_AM})|(?P<evening>{_PM}))(?!\w)\.?))?
    (?(minute)|(?(oclock)|(?(half)|(?!))))
    (?P<spoken>\s?(?:uhr|uur|hrs?|hs|h|น|ч)(?!\w)\.?)?
"""
# "10:00-12:00" is a span of time; "10:00:00-05:00" and "T10:00-05:00" have an offset.
_TIME_SPAN = rf"""
    (?:
        (?(second)(?!)|(?(joined)(?!)))
        \s{{0,3}}-\s{{0,3}}{_DAY}[:.][0-9]{{2}}(?:\s{{0,3}}(?P<late>[ap])\.?m(?![a-z])\.?)?
    )?
"""
_KNOWN = "|".join(sorted(ZONES, key=lambda name: -len(name)))
_ZONE = rf"""
    (?:\s{{0,3}}(?:
        (?(second)|(?(joined)|(?!-[0-9]{{2}}(?![0-9]))))
        (?P<offset>[+-][0-9]{{2}}(?::?[0-9]{{2}})?)(?![0-9:])
      | \(?(?P<name>(?-i:{_KNOWN}|utc|gmt|z))(?:\s?(?P<beyond>[+-][0-9]{{1,2}}(?::?[0-9]{{2}})?))?(?!\w|:[0-9])\)?
      | (?P<strange>
            (?-i:ET|CT|MT|PT|IST|AST|NST|[A-Z]{{2,5}}(?=\s{{0,3}}(?:$|[|)\]])))
          | (?:[a-z]{{1,12}}\s){{0,2}}
            (?:standard|daylight|summer|local|eastern|central|mountain|pacific|greenwich)\stime
        )(?!\w)
    ))?
    (?!\w)(?![:.][0-9])
"""
# The groups of `after` that a time without a date in front cannot have.
ALONE = rf"(?P<joined>(?!))?(?P<at>(?!))?(?P<time>{_CLOCK}{_TIME_SPAN}{_ZONE})"
_AT = r"(?:at|from|um|u|v|ve|w|kl\.?|klo|à|às|as|a\slas|a\sles|a\sla|alle|alle\sore|ore|ora|ob|om|o|о|в|у|во|saat|lúc|เวลา|pukul|στις|godz\.?|o\sgodz\.?)"


class _Patterns(NamedTuple):
    before: re.Pattern[str]
    after: re.Pattern[str]
    alone: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    flags = re.IGNORECASE | re.VERBOSE
    return _Patterns(
        re.compile(rf"(?<![\w:.]){ALONE}[\s,|·•/-]{{1,8}}(?:on\s{{1,8}})?\Z", flags),
        re.compile(
            rf"""
            (?:(?P<joined>t)(?=[0-9]{{2}})|[\s,،|·•:;@(-]{{0,20}}(?P<at>{_AT}\s{{1,20}})?)
            (?P<time>{_CLOCK}{_TIME_SPAN}{_ZONE})\)?
            """,
            flags,
        ),
        re.compile(ALONE, flags),
    )


def before(text: str, start: int) -> tuple[int, re.Match[str] | None]:
    """Return where a date begins with the time in front of it, and that time."""
    found = _patterns().before.search(text, max(0, start - 60), start)
    if found is None or not is_clock(found):
        return start, None
    return found.start(), found


def after(text: str, end: int) -> tuple[re.Match[str] | None, int]:
    """Return the time behind a date, and where date and time end."""
    found = _patterns().after.match(text, end)
    if found is None or not is_clock(found):
        return None, end
    return found, found.end()


def at(text: str, start: int = 0) -> re.Match[str] | None:
    """Return the time that stands at a place, whatever stands before it."""
    return _patterns().alone.match(text, start)


def lead(text: str) -> int:
    """Return where a time ends that a text begins with, with what parts it from a date; 0 without one."""
    found = _lead().match(text)
    return found.end() if found else 0


@lru_cache(maxsize=1)
def _lead() -> re.Pattern[str]:
    return re.compile(rf"\s*{ALONE}[\s,|·•/-]{{1,8}}(?:on\s{{1,8}})?", re.IGNORECASE | re.VERBOSE)
