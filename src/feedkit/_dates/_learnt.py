"""The forms of dates that a page was seen to use, each learnt from one text and applied to the next.

It takes texts with the place that was read in them; gives the days of texts in a form seen before, and
None for every other text; what it gives is what the long way gives.
"""

from __future__ import annotations

import datetime as dt
import re

from feedkit._dates import _calendars
from feedkit._dates._reader import Tokens
from feedkit._dates._shapes import Place
from feedkit._dates._words import Language

_MOST = 4
_SHAPES = {"dmy", "mdy", "ymd", "iso"}
_NUMBERS = {"9": "([0-9]{1,2})", "Y": "([0-9]{4})"}


class Learnt:
    """The forms of one list, the first learnt first."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._forms: list[tuple[re.Pattern[str], int, int, int]] = []

    def learn(self, found: Tokens, place: Place) -> None:
        """Keep the form of a text that is nothing but a day with all its parts."""
        if place.shape not in _SHAPES or set(place.parts) != {"d", "m", "y"} or len(self._forms) >= _MOST:
            return
        if place.start or place.end != len(found.tokens) or len(found.tokens[place.parts["y"]]) != 4:
            return
        order = sorted("dmy", key=lambda part: place.parts[part])
        where = {place.parts[part]: part for part in "dmy"}
        pieces = (
            _NUMBERS.get(kind, r"([^\W\d_]+)") if number in where else re.escape(token)
            for number, (token, kind) in enumerate(zip(found.tokens, found.kinds, strict=True))
        )
        year, month, day = (order.index(part) + 1 for part in "ymd")
        self._forms.append((re.compile("".join(pieces)), year, month, day))

    def day(self, text: str) -> dt.date | None:
        """Return the day of a text in a form seen before; None says nothing."""
        for pattern, year, month, day in self._forms:
            found = pattern.fullmatch(text)
            if found is not None:
                return self._day(found[year], found[month], found[day])
        return None

    def _day(self, year: str, month: str, day: str) -> dt.date | None:
        name = self._language.name
        try:
            if month.isdecimal():
                return _calendars.numbered(int(year), int(month), int(day), name)
            number = self._language.months.get(month.casefold())
            return None if number is None else _calendars.day(int(year), number, int(day), name)
        except ValueError:
            return None
