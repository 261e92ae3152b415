"""Write `tests/dates/made.tsv`: dates as CLDR writes them, and as pages alter that, with their days.

It takes the CLDR data that Babel brings, never what feedkit reads; and is run by hand:
`python tools/date_texts.py`.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from languages import locale_of

TARGET = Path(__file__).parent.parent / "tests/dates/made.tsv"
LANGUAGES = (
    "af am ar az be bg bn bs ca cs cy da de el en en_GB eo es es_MX et eu fa fi fil fo fr fr_CA fy ga gd gl gu he hi hr "
    "hu hy id is it ka kk kn ko ku ky lb lo lt lv mk ml mn mr ms mt my nb ne nl nn pa pl pt pt_PT ro ru sd si sk sl so "
    "sq sr sr_Latn sv sw ta te tg th tk tr uk ur uz vi zh zh_Hant ja zu"
).split()
DAYS = [dt.date(2023, 1, 2) + dt.timedelta(days=53 * step) for step in range(24)]
"""Of all months, weekdays and lengths of numbers."""


def rows() -> Iterator[str]:
    """Yield lines of language, text and the day or time that it means."""
    for place, name in enumerate(LANGUAGES):
        locale = locale_of(name)
        days = iter(DAYS[place % len(DAYS) :] + DAYS * 3)
        for text, day in _texts(locale, days):
            yield f"{name.replace('_', '-')}\t{text}\t{day}\n"


def _texts(locale: Locale, days: Iterator[dt.date]) -> Iterator[tuple[str, str]]:
    for width in ("full", "long", "medium"):
        for alter in (str, str.upper, _spaced):
            day = next(days)
            yield alter(format_date(day, width, locale)), day.isoformat()
    for skeleton in ("yMMMd", "yMMMMd", "yMMMEd"):
        day = next(days)
        if skeleton in locale.datetime_skeletons:
            yield format_skeleton(skeleton, day, locale=locale), day.isoformat()
    for width in ("long", "medium"):
        day = next(days)
        time = format_time(dt.time(14, 5), "HH:mm", locale=locale)
        yield f"{format_date(day, width, locale)}, {time}", f"{day}T14:05:00Z"
        day = next(days)
        yield f"{format_date(day, width, locale)} {time} GMT", f"{day}T14:05:00Z"
    day = next(days)
    yield f"({format_date(day, 'long', locale)})", day.isoformat()
    day = next(days)
    yield f"{format_date(day, 'long', locale)} | abc", day.isoformat()


def _spaced(text: str) -> str:
    """A text as it stands over several lines, or with other blanks."""
    return text.replace(" ", "\u00a0 ")


if __name__ == "__main__":
    sys.exit(0 if TARGET.write_text("".join(rows()), "utf-8") else 1)
