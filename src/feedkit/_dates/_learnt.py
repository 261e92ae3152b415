"""The forms of dates that a page was seen to use, each learnt from one text and applied to the next.

It takes texts with what was read in them; gives the dates of texts in a form seen before, and None for
every other text; what it gives is what the long way gives.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from feedkit._dates import _calendars, _clocks
from feedkit._dates._reader import Reading, Rules, Tokens
from feedkit._dates._shapes import Place
from feedkit._dates._times import clock_time, half_of, hour_of_day, value

_MOST = 6
_SHAPES = {"dmy", "mdy", "ymd", "iso"}


@dataclass(frozen=True, slots=True)
class _Form:
    """How texts of one form are cut, and what is the same in all of them."""

    pattern: re.Pattern[str]
    has_weekday: bool
    has_time: bool
    zone: dt.tzinfo | None = None
    half: str | None = None


class Learnt:
    """The forms of one list, the first learnt first."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._forms: list[_Form] = []
        self._new: list[tuple[Tokens, Place, Reading]] = []

    def learn(self, found: Tokens, place: Place, reading: Reading) -> None:
        """Keep the form of a text that is nothing but a day with all its parts, or one with a time behind it."""
        self._new.append((found, place, reading))

    def _learn(self, found: Tokens, place: Place, reading: Reading) -> None:
        is_all = place.start == 0 and (reading.start, reading.end) == (0, len(found.text))
        is_named = place.shape in _SHAPES and {"d", "m", "y"} <= set(place.parts) <= set("dmyw")
        if not (is_all and is_named) or len(found.word(place, "y")) != 4 or len(self._forms) >= _MOST:
            return
        clock, time = None, None
        if reading.end > found.starts[place.end]:
            clock, _ = _clocks.after(found.text, found.starts[place.end])
            time = clock_time(clock) if clock is not None else None
            if clock is None or time is None or not clock["minute"] or clock["late"]:
                return
        half = half_of(clock) if clock is not None else None
        pattern = re.compile("".join((*_day(found, place), *_clock(found.text, clock))))
        self._forms.append(
            _Form(pattern, "w" in place.parts, time is not None, time.tzinfo if time else None, half)
        )

    def date(self, text: str) -> dt.date | None:
        """Return the date of a text in a form seen before; None says nothing."""
        while self._new:
            self._learn(*self._new.pop())
        for form in self._forms:
            found = form.pattern.fullmatch(text)
            if found is not None:
                return self._date(form, found)
        return None

    def _date(self, form: _Form, found: re.Match[str]) -> dt.date | None:
        language = self._rules.language
        if form.has_weekday and found["w"].casefold() not in language.weekdays:
            return None
        year, month, number = found.group("y", "m", "d")
        try:
            if month.isdecimal():
                day = _calendars.numbered(int(year), int(month), int(number), language.name)
            else:
                day = _calendars.day(int(year), language.months[month.casefold()], int(number), language.name)
            if not form.has_time:
                return day if 1 < day.year < 9999 else None
            return value(day, self._time(form, found.groupdict()), self._rules.zone)
        except (KeyError, ValueError):
            return None

    def _time(self, form: _Form, parts: dict[str, str]) -> dt.time:
        hour = hour_of_day(int(parts["hour"]), form.half)
        return dt.time(hour, int(parts["minute"]), min(int(parts.get("second", 0)), 59), tzinfo=form.zone)


def _day(found: Tokens, place: Place) -> Iterator[str]:
    """The pattern of a day, with a group for each part that another text may have otherwise."""
    where = {token: part for part, token in place.parts.items()}
    for number, (token, kind) in enumerate(zip(found.tokens[: place.end], found.kinds, strict=False)):
        part = where.get(number)
        if part is None:
            yield re.escape(token)
        elif kind in "9Y":
            yield f"(?P<{part}>[0-9]{{{'1,2' if kind == '9' else '4'}}})"
        else:
            yield f"(?P<{part}>[^\\W\\d_]+)"


def _clock(text: str, clock: re.Match[str] | None) -> Iterator[str]:
    """The pattern of what stands behind a day, with groups for the numbers of the time."""
    if clock is None:
        return
    end = clock.start()
    for part in ("hour", "minute", "second"):
        if clock[part]:
            yield re.escape(text[end : clock.start(part)]) + f"(?P<{part}>[0-9]{{1,2}})"
            end = clock.end(part)
    yield re.escape(text[end:])
