"""Parts of entries that look like a list themselves: the documents of a meeting, the files of a release.

It takes a view of a page and two cuts of its list, one inside the other, and tells whether the finer rows
are parts of the others: these have a name and a day of their own, and the parts are called alike in each.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedkit.parsers.detect.fields import Plan
    from feedkit.parsers.detect.lines import Piece
    from feedkit.parsers.detect.view import View

Spans = tuple[tuple[int, int], ...]
_FEWEST, _MOST = 4, 0.4
"""How many names tell, at least, and how many of them differ, at most."""
_SAME = 0.8


def are_called_alike(view: View, plan: Plan) -> bool:
    """Return whether most names come again, as "Agenda" and "Minutes" do; their dates do not count."""
    names = [view.texts.without_dates(piece.text) for piece in (plan.titles[0].pieces if plan.titles else ())]
    return len(names) >= _FEWEST and len(set(names)) < _MOST * len(names)


def are_of(view: View, fine: Spans, fine_plan: Plan, whole: Spans, plan: Plan) -> bool:
    """Return whether rows have a name and a day outside of the finer ones in them, which tell no other day."""
    if not plan.titles or not plan.dates:
        return False
    titles, dates = plan.titles[0].pieces, plan.dates[0].pieces
    if any(_row(fine, piece) is not None for piece in (*titles, *dates)):
        return False
    days = {_row(whole, piece): _day(view, piece) for piece in dates}
    told = [
        days.get(_row(whole, piece)) == _day(view, piece)
        for piece in (fine_plan.dates[0].pieces if fine_plan.dates else ())
    ]
    named = sum(bool(view.texts.words[piece.text]) for piece in titles)
    return sum(told) >= _SAME * len(told) and named >= _SAME * len(titles)


def _row(spans: Sequence[tuple[int, int]], piece: Piece) -> int | None:
    """Return which row a text stands in, None for none."""
    number = bisect_right(spans, piece.first, key=lambda span: span[0]) - 1
    return number if number >= 0 and piece.first < spans[number][1] else None


def _day(view: View, piece: Piece) -> object:
    spot = view.texts.spots[piece.text]
    return spot.day if spot else None
