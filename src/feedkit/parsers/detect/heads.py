"""Dates above entries: a line with a date that holds for all that follow, up to the next.

It takes a view of a page and the places of a group's rows and gives the date above each row, and what
such dates are worth next to dates of the rows' own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedkit.parsers.detect.lines import Piece
    from feedkit.parsers.detect.view import View

_FAR = 200
"""Letters between a date and an entry from which on it is not above it."""
_NEAR = 60
_MOSTLY = 0.5
_MOST = 0.7
_SHARED, _OF_ONE, _SINGLE = 0.85, 0.5, 0.3
"""What dates above several entries each, above one each, or one above all are worth."""
_FEW, _TITLED = 2, 0.4
"""How many lines, of all, may say different things beside their dates; more are titles of entries."""
_SEVERAL = 2
_DAY = re.compile(r"(?:[^\W\d]{2,12}[.,]?\s)?([0-9]{1,2})(?:st|nd|rd|th|er|[.ºª])?(?=[\s,:.–—-]|$)")
_LAST_DAY = 31
_NUMBERS = re.compile(r"(?<![.0-9])[0-9]+(?!\.?[0-9])")
"""Counts, which say nothing different, as in "Courtroom 4"; `1.4.2` is a version, and names what follows."""
_UNITS = frozenset(("article", "p", "tr"))


@dataclass(frozen=True, slots=True)
class Heads:
    """The date above each row, and what they are worth, 0 to 1."""

    dates: tuple[str | None, ...]
    worth: float = 0.0
    days: tuple[str | None, ...] | None = None
    """The number that each row begins with, where months stand above them."""

    def of(self, numbers: Sequence[int]) -> Heads:
        """Return those of some rows."""
        days = tuple(self.days[number] for number in numbers) if self.days else None
        return Heads(tuple(self.dates[number] for number in numbers), self.worth, days)


def find(view: View, spans: Sequence[tuple[int, int]]) -> Heads:
    """Return the dates above rows, or the years for want of such; none where they are not all of one kind."""
    above = _above(view, view.dated_lines, spans)
    used = {id(piece): piece for piece in above if piece is not None}
    are_shared = len(used) * 1.3 < len(spans)
    if not used or (above[0] is None and not are_shared) or not _are_heads(view, list(used.values()), spans):
        return _months(view, spans) or _years(view, spans)
    several = _SHARED if are_shared else _OF_ONE
    worth = several if len(used) > 1 else _SINGLE
    return Heads(tuple(view.texts.date(piece.text) if piece else None for piece in above), worth)


def _months(view: View, spans: Sequence[tuple[int, int]]) -> Heads | None:
    """Return the months above rows that begin with the number of a day, each with its year or the one above it."""
    if _number(view, spans[0]) is None:
        return None
    above = _above(view, view.month_lines, spans)
    heads = {id(piece): _with_year(view, piece) for piece in above if piece is not None}
    if len(heads) < _SEVERAL or above[0] is None or not all(heads.values()):
        return None
    days = tuple(_number(view, span) for span in spans)
    if sum(day is not None for day in days) <= _MOST * len(days):
        return None
    return Heads(tuple(heads[id(piece)] for piece in above), _SHARED, days)


def _with_year(view: View, month: Piece) -> str | None:
    if view.texts.year(month.text):
        return month.text
    years = (each for each in reversed(view.year_lines) if each.last < month.first)
    year = next((view.texts.year(each.text) for each in years), None)
    return f"{month.text} {year}" if year else None


def _number(view: View, span: tuple[int, int]) -> str | None:
    """Return the number of a day that the first line of a row begins with, after its weekday at most."""
    start, end = span
    for number in range(bisect_left(view.lasts, start), bisect_left(view.lasts, end)):
        piece = view.pieces[number]
        if piece.kind == "line":
            found = _DAY.match(piece.text)
            return found[1] if found and 0 < int(found[1]) <= _LAST_DAY else None
    return None


def _years(view: View, spans: Sequence[tuple[int, int]]) -> Heads:
    """Return the years above rows, which tell what their own dates lack: one near the first, or several in their order."""
    above = _above(view, view.year_lines, spans)
    used = {id(piece): piece for piece in above if piece is not None}
    heads = list(used.values())
    is_near = len(heads) == 1 and view.size(heads[0].last + 1, spans[0][0]) < _NEAR
    if above[:1] == [None] or not (
        is_near or _is_sorted([view.texts.year(each.text) or "" for each in heads])
    ):
        return Heads((None,) * len(spans))
    return Heads(tuple(piece.text if piece else None for piece in above))


def _above(view: View, lines: Sequence[Piece], spans: Sequence[tuple[int, int]]) -> list[Piece | None]:
    """Return the last of some lines above each row that is no part of another."""
    lasts = view.dated_lasts if lines is view.dated_lines else [each.last for each in lines]
    if not lasts or lasts[0] >= spans[-1][0]:
        return [None] * len(spans)
    found: list[Piece | None] = []
    head, before = None, 0
    for start, end in spans:
        place = bisect_left(lasts, start) - 1
        if place >= 0 and lines[place].last >= before:
            head = lines[place]
            if view.size(head.last + 1, start) > _FAR:
                head = None
        before = end
        found.append(head)
    return found


def _are_heads(view: View, heads: Sequence[Piece], spans: Sequence[tuple[int, int]]) -> bool:
    """Return whether lines stand above rows, each right after the row before, and are alike."""
    if _is_beside(view, heads[-1], spans):
        return False
    if len(heads) == 1:
        return (
            view.texts.shares[heads[0].text] > _MOSTLY and view.size(heads[0].last + 1, spans[0][0]) < _NEAR
        )
    ends = [end for _, end in spans]
    near = 0
    for head in heads[1:]:
        before = ends[bisect_right(ends, head.first) - 1]
        near += view.size(before, head.first) < _NEAR
    if near < _MOST * (len(heads) - 1):
        return False
    told = {_NUMBERS.sub("", view.texts.without_dates(head.text)) for head in heads}
    if len(told) > max(_FEW, _TITLED * len(heads)):
        return False
    if all(view.texts.shares[head.text] > _MOSTLY for head in heads):
        return True
    return _is_sorted([_day(view, head) for head in heads])


def _is_beside(view: View, head: Piece, spans: Sequence[tuple[int, int]]) -> bool:
    """Return whether a line and the row after it stand in one unit of a page, such as a row of a table."""
    page = view.outline
    start = next((start for start, _ in spans if start > head.last), spans[-1][0])
    place = head.owner
    while place >= 0 and not place <= start < page.ends[place]:
        place = page.parents[place]
    return page.tags[place] in _UNITS


def _day(view: View, head: Piece) -> str:
    spot = view.texts.spots[head.text]
    return spot.day.isoformat() if spot and spot.day else ""


def _is_sorted(days: Sequence[str]) -> bool:
    """Return whether most steps from day to day go one way, and most days differ."""
    later = sum(one < other for one, other in pairwise(days))
    earlier = sum(one > other for one, other in pairwise(days))
    return max(later, earlier) > _MOST * (later + earlier) and len(set(days)) > _MOSTLY * len(days)
