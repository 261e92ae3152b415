"""Rows: the pieces of a page that one entry of a group holds.

It takes a view of a page and the places where an entry begins and ends, and gives its pieces by key, in
their order.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedkit.parsers.detect.columns import Key
    from feedkit.parsers.detect.lines import Piece
    from feedkit.parsers.detect.view import View

LinkKey = tuple[int, str, int]
_MOST_PIECES = 60
_MOSTLY = 0.5


@dataclass(slots=True)
class Row:
    """An entry of a group."""

    start: int
    end: int
    pieces: dict[Key, Piece]
    dated: list[Key]
    """Of those of its pieces that hold a date."""
    places: frozenset[tuple[str, int]]
    """The kinds and paths of its pieces."""
    is_head: bool
    """Whether it is the head of a table."""
    base: int
    """The place that paths begin from."""
    links: dict[LinkKey, int] | None = None

    @property
    def is_wide(self) -> bool:
        """Whether it takes the siblings of its first element too."""
        return self.base < self.start


def read(view: View, span: tuple[int, int], *, is_wide: bool) -> Row:
    """Return a row; a wide one holds the texts after its elements too."""
    row = view.rows.get((span, is_wide))
    if row is None:
        start, end = span
        base = view.outline.parents[start] if is_wide else start
        pieces = _pieces(view, span, base)
        places = frozenset([key[:2] for key in pieces])
        spots, tags = view.texts.spots, view.outline.tags[start:end]
        dated = [key for key, piece in pieces.items() if spots[piece.text]]
        is_head = "th" in tags and "td" not in tags
        row = view.rows[span, is_wide] = Row(start, end, pieces, dated, places, is_head, base)
    return row


def _pieces(view: View, span: tuple[int, int], base: int) -> dict[Key, Piece]:
    start, end = span
    page, pieces = view.outline, view.pieces
    tag_paths, names = page.tag_paths, page.names
    top = tag_paths[base]
    ways = view.ways[top]
    found: dict[Key, Piece] = {}
    counts: dict[tuple[str, int, str], int] = {}
    numbers = range(bisect_left(view.lasts, start), bisect_left(view.lasts, end))
    for number in chain(_days_across(view, start) if start == base else (), numbers):
        piece = pieces[number]
        if piece.first < start == base and number in numbers:
            continue
        owner = piece.owner
        path = ways.get(tag_paths[owner]) if owner >= base or number not in numbers else -1
        if path is None:
            path = view.path(top, tag_paths[owner])
        near = (piece.kind, path, names[owner] if owner != start else page.tags[owner])
        count = counts.get(near, 0)
        counts[near] = count + 1
        found[(*near, count)] = piece
        if len(found) > _MOST_PIECES:
            break
    return found


def _days_across(view: View, start: int) -> Iterator[int]:
    """Yield the numbers of the pieces that are a date in a cell of a row above which stands in this row too."""
    for cell in view.outline.covers.get(start, ()):
        end = view.outline.ends[cell]
        for number in range(bisect_left(view.lasts, cell), bisect_left(view.lasts, end)):
            if view.texts.shares[view.pieces[number].text] > _MOSTLY:
                yield number


def links(view: View, row: Row) -> dict[LinkKey, int]:
    """Return the places of the links of a row."""
    if row.links is None:
        row.links = _links(view, row.start, row.end, view.outline.tag_paths[row.base])
    return row.links


def _links(view: View, start: int, end: int, top: int) -> dict[LinkKey, int]:
    page, places, ways = view.outline, view.link_places, view.ways[top]
    found: dict[LinkKey, int] = {}
    for number in range(bisect_left(places, start), bisect_left(places, end)):
        place = places[number]
        path = ways.get(page.tag_paths[place])
        if path is None:
            path = view.path(top, page.tag_paths[place])
        name = page.names[place] if place != start else "a"
        count = 0
        while (path, name, count) in found:
            count += 1
        found[path, name, count] = place
        if len(found) > _MOST_PIECES:
            break
    return found
