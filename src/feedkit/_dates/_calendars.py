"""Days of other calendars: Buddhist, Japanese, Minguo and Solar Hijri years, and lunar Hijri by a library.

It takes years, months and days as they are printed, with the language that they stand in; gives days
of the Gregorian calendar; raises ValueError for what is none; and never guesses a calendar that
neither a sign, a month's name nor the language and the value of the year tell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

SOLAR, LUNAR = 100, 200
"""What is added to the numbers of the months that are no Gregorian ones."""
_ERAS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "令和": (2018, 99),
        "平成": (1988, 31),
        "昭和": (1925, 64),
        "大正": (1911, 15),
        "明治": (1867, 45),
        **dict.fromkeys(("民國", "民国", "中華民國", "中华民国"), (1911, 199)),
    }
)
_LETTERS: Mapping[str, str] = MappingProxyType({"R": "令和", "H": "平成", "S": "昭和"})
_BUDDHIST = {"th"}
_FIRST_SHORT_BUDDHIST = 43
"""2543 is the year 2000: a smaller short year is a Gregorian one."""
_SOLAR = {"fa", "ps", "uzs"}
_OTHER_YEARS = {"ne"}
"""Languages whose pages count other years, which no sign tells from ours."""
_BREAKS = (
    -61,
    9,
    38,
    199,
    426,
    686,
    756,
    818,
    1111,
    1181,
    1210,
    1635,
    2060,
    2097,
    2192,
    2262,
    2324,
    2394,
    2456,
    3178,
)
"""Years in which the rule of leap years starts anew (Borkowski, "The Persian calendar for 3000 years", 1996)."""


def day(year: int, month: int, day: int, language: str) -> dt.date:
    """Return the day of a year, a month's name and a day."""
    if month > LUNAR:
        return _lunar(year, month - LUNAR, day)
    if month > SOLAR:
        return _solar(year, month - SOLAR, day)
    if _is_buddhist(year, language):
        year -= 543
    return dt.date(year, month, day)


def numbered(year: int, month: int, number: int, language: str) -> dt.date:
    """Return the day of three numbers, whose language tells the calendar where the year leaves no doubt."""
    if _is_buddhist(year, language):
        year -= 543
    elif _is_solar(year, language):
        return _solar(year, month, number)
    elif language in _OTHER_YEARS and year > 2050:
        raise ValueError(year)
    return dt.date(year, month, number)


def is_other_year(year: int, language: str) -> bool:
    """Return whether a year can only be one of the calendar that goes with a language."""
    return _is_buddhist(year, language) or _is_solar(year, language)


def _is_buddhist(year: int, language: str) -> bool:
    return 2400 <= year < 2700 and language in _BUDDHIST


def _is_solar(year: int, language: str) -> bool:
    return 1300 <= year < 1500 and language in _SOLAR


def short_year(year: int, today: dt.date | None, language: str = "en") -> int:
    """Return the year of two digits, at most ten years ahead; without today as RFC 5322 section 4.3 has it."""
    if language in _BUDDHIST and year >= _FIRST_SHORT_BUDDHIST:
        return 2500 + year
    if today is None:
        return year + (2000 if year < 50 else 1900)
    century = today.year - today.year % 100
    return century + year - (100 if century + year > today.year + 10 else 0)


def usual_era(language: str, year: int) -> str:
    """Return the era of a short year before 年; raises ValueError where it is not told."""
    if language != "zh" or not 90 <= year < 200:
        raise ValueError(year)
    return "民國"


def era_year(era: str, year: int) -> int:
    """Return the year of an era; without one, the year as it is."""
    if not era:
        return year
    before, last = _ERAS[_LETTERS.get(era.upper(), era)]
    if not 1 <= year <= last:
        raise ValueError(year)
    return before + year


def _solar(year: int, month: int, day: int) -> dt.date:
    """Return the day of the Solar Hijri calendar of Iran and Afghanistan."""
    first, is_leap = _new_year(year)
    length = 31 if month <= 6 else 30 if month < 12 or is_leap else 29
    if not (1300 <= year < 1500 and 1 <= month <= 12 and 1 <= day <= length):
        raise ValueError(year)
    return first + dt.timedelta(days=(month - 1) * 31 - max(0, month - 7) + day - 1)


def _new_year(year: int) -> tuple[dt.date, bool]:
    """Return the first day of a Solar Hijri year, and whether the year has a day more."""
    leaps, start = -14, _BREAKS[0]
    for following in _BREAKS[1:]:
        jump = following - start
        if year < following:
            break
        leaps += jump // 33 * 8 + jump % 33 // 4
        start = following
    passed = year - start
    leaps += passed // 33 * 8 + (passed % 33 + 3) // 4
    if jump % 33 == 4 and jump - passed == 4:
        leaps += 1
    gregorian = year + 621
    march = 20 + leaps - (gregorian // 4 - (gregorian // 100 + 1) * 3 // 4 - 150)
    if jump - passed < 6:
        passed += -jump + (jump + 4) // 33 * 33
    is_leap = ((passed + 1) % 33 - 1) % 4 == 0 if (passed + 1) % 33 else False
    return dt.date(gregorian, 3, march), is_leap


def _lunar(year: int, month: int, day: int) -> dt.date:
    """Return the day of the calendar of Umm al-Qura; ValueError without the library for it."""
    try:
        import hijridate
    except ImportError as error:
        raise ValueError(month) from error
    return dt.date(*hijridate.Hijri(year, month, day).to_gregorian().datetuple())
