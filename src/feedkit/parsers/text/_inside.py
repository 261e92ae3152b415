"""Dates alone on a line inside a text, on a page whose entries have image lines: which of them open nothing.

It takes the dates that could open the entries of a page and gives them without those that a text
only mentions: the order of the list, the empty lines and what stands below tell. Where image lines
are rare it changes nothing.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from feedkit import _dates, _images
from feedkit.parsers.text._lines import Line, ends_with_stop
from feedkit.parsers.text._navigation import is_margin
from feedkit.parsers.text._openings import Opening


def without_mentioned(
    dated: Sequence[Opening], lone: Sequence[Opening], lines: Sequence[Line]
) -> list[Opening]:
    """Return the dated openings without the dates that a text mentions on a line of their own.

    `lone` are the image lines without a date.
    """
    others = {found.place for found in dated}
    alone = [
        found
        for found in dated
        if found.kind == "bare" and (found.place + 1 in others or not _has_label_below(found, lines))
    ]
    doubtful = {found.place for found in alone}
    plain = [found for found in dated if found.is_plain and found.place not in doubtful]
    starts = others | {found.place for found in lone}
    could = [found for found in alone if _title(found, lines, starts)]
    if not alone or not plain or len(could) > len(plain):
        return list(dated)
    page = _Page(lines, starts, plain)
    return [found for found in dated if found.place not in doubtful or page.opens(found)]


def _has_label_below(found: Opening, lines: Sequence[Line]) -> bool:
    below = lines[found.place + 1 : found.place + 2]
    return bool(below) and (
        _images.is_label(below[0].text) or _images.ends_with_label(below[0].text) is not None
    )


def _title(found: Opening, lines: Sequence[Line], starts: set[int]) -> Line | None:
    """Return the line below a date, if it could be a title."""
    place = found.place + found.taken
    below = lines[place : place + 1]
    return below[0] if below and place not in starts and not is_margin(below[0].text) else None


_FEWEST_DAYS = 2
_RULES: tuple[Callable[[dt.date, dt.date], bool], ...] = (dt.date.__ge__, dt.date.__le__)


@dataclass(frozen=True)
class _Page:
    """A page by those of its openings that have image lines."""

    lines: Sequence[Line]
    starts: set[int]
    """Where all openings stand, those that are in doubt included."""
    sure: Sequence[Opening]

    def opens(self, found: Opening) -> bool:
        """Return whether a date that stands alone opens an entry, as the sure ones do."""
        if found.place in self._titles:
            return False
        tells = self._stands_apart(found), self._has_title(found)
        return any(tells) if self._is_in_order(found) else all(tells)

    @cached_property
    def _titles(self) -> set[int]:
        """Where the titles of the sure entries stand."""
        return {sure.place + sure.taken for sure in self.sure}

    def _has_title(self, found: Opening) -> bool:
        """Return whether a title stands below, and below that a text, or the next entry."""
        title = _title(found, self.lines, self.starts)
        if title is None or not (self._has_more(found) or self._have_titles_alone):
            return False
        return not ends_with_stop(title.text) or self._have_stops

    def _has_more(self, found: Opening) -> bool:
        """Return whether a text or an opening stands below the title of an entry."""
        place = found.place + found.taken + 1
        below = self.lines[place : place + 1]
        return place in self.starts or (bool(below) and not is_margin(below[0].text))

    @cached_property
    def _have_titles_alone(self) -> bool:
        """Return whether most entries of the page have a title and no text."""
        ends = {*self.starts, len(self.lines)}
        return 2 * sum(title + 1 in ends for title in self._titles) > len(self.sure)

    @cached_property
    def _have_stops(self) -> bool:
        """Return whether the titles of the page end as sentences do."""
        titles = [title for sure in self.sure if (title := _title(sure, self.lines, self.starts))]
        return 2 * sum(ends_with_stop(title.text) for title in titles) > len(titles)

    def _stands_apart(self, found: Opening) -> bool:
        """Return whether the empty lines above are those that stand above entries, and above hardly anything else."""
        return self.lines[found.place].gap == self._gap

    @cached_property
    def _gap(self) -> int | None:
        """How many empty lines stand above entries, if above hardly any other line as many do."""
        usual = {self.lines[sure.place].gap for sure in self.sure[1:]}
        heads = {place for sure in self.sure for place in range(sure.place, sure.place + sure.taken + 1)}
        known = heads | self.starts
        inside = (place for place in range(self.sure[0].place + 1, self.sure[-1].place) if place not in known)
        alike = sum(self.lines[place].gap in usual for place in inside)
        return usual.pop() if len(usual) == 1 and 3 * alike <= len(self.sure) else None

    def _is_in_order(self, found: Opening) -> bool:
        """Return whether a date falls between those above and below it, where the list goes by dates."""
        day = _day(found)
        if day is None or self._order is None:
            return True
        place = bisect(self._days, found.place, key=lambda placed: placed[0])
        near = [placed[1] for placed in self._days[max(place - 1, 0) : place + 1]]
        near.insert(min(place, 1), day)
        return all(self._order(upper, lower) for upper, lower in pairwise(near))

    @cached_property
    def _days(self) -> list[tuple[int, dt.date]]:
        """The places of the sure entries, and their days that can be read."""
        return [(sure.place, day) for sure in self.sure if (day := _day(sure))]

    @cached_property
    def _order(self) -> Callable[[dt.date, dt.date], bool] | None:
        """How a day of the list compares to the one below it; None when they are in no order."""
        days = [day for _, day in self._days]
        if len(set(days)) < _FEWEST_DAYS:
            return None
        rules = (rule for rule in _RULES if all(rule(upper, lower) for upper, lower in pairwise(days)))
        return next(rules, None)


def _day(found: Opening) -> dt.date | None:
    """Return the day of a date; None when it cannot be read."""
    reading = _dates.read(found.date or "")
    if reading is None:
        return None
    return reading.value.date() if isinstance(reading.value, dt.datetime) else reading.value
