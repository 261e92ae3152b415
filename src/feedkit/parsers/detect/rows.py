"""Rows: the pieces of a page that one entry of a group holds.

It takes a view of a page and the places where an entry begins and ends, and gives its pieces by key, in
their order.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedkit.parsers.detect.columns import Key
    from feedkit.parsers.detect.lines import Piece
    from feedkit.parsers.detect.view import View

LinkKey = tuple[int, str, int]
_MOST_PIECES = 60
_last = attrgetter("last")


@dataclass(slots=True)
class Row:
    """An entry of a group."""

    start: int
    end: int
    pieces: dict[Key, Piece] = field(default_factory=dict)
    links: dict[LinkKey, int] = field(default_factory=dict)
    """The places of its links."""


def read(view: View, span: tuple[int, int], *, is_wide: bool) -> Row:
    """Return a row; a wide one holds the texts after its elements too."""
    start, end = span
    page, pieces = view.outline, view.pieces
    row = Row(start, end)
    base = page.parents[start] if is_wide else start
    paths: dict[int, int] = {base: 0}
    counts: dict[tuple[str, int, str], int] = {}
    for number in range(bisect_left(pieces, start, key=_last), bisect_left(pieces, end, key=_last)):
        piece = pieces[number]
        if piece.first < start and not is_wide:
            continue
        owner = piece.owner
        path = view.path(owner, paths) if owner >= base else -1
        near = (piece.kind, path, page.names[owner] if owner != start else page.tags[owner])
        count = counts.get(near, 0)
        counts[near] = count + 1
        row.pieces[(*near, count)] = piece
        if len(row.pieces) > _MOST_PIECES:
            break
    _add_links(view, row, paths)
    return row


def _add_links(view: View, row: Row, paths: dict[int, int]) -> None:
    page, places = view.outline, view.link_places
    for number in range(bisect_left(places, row.start), bisect_left(places, row.end)):
        place = places[number]
        path, name = view.path(place, paths), page.names[place] if place != row.start else "a"
        count = 0
        while (path, name, count) in row.links:
            count += 1
        row.links[path, name, count] = place
        if len(row.links) > _MOST_PIECES:
            break
