"""Pages that are a text: a story with more to read beside it, or with comments below.

It takes a view of a page and the places of a list's rows, and tells whether the page is about a text that
stands outside of them. A list of entries may have an introduction too, but none as long as it is itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedkit.parsers.detect.view import View

_LINE, _LONGEST = 100, 1000
"""Letters from which on a line is running text, and of which more do not count: no paragraph is longer."""
_DATED, _UNDATED, _ONE = 2200, 1000, 500
"""Letters of running text in one element that are a story: beside a list with dates, without, or where the page says so."""
_OF_LIST, _OF_REST = 1.0, 0.2
"""The share of the list's letters that a story has at least, and where the page says that it is one."""
_MOSTLY = 0.5
_STORIES = frozenset(("article", "newsarticle", "blogposting"))


def is_of(view: View, spans: Sequence[tuple[int, int]], *, is_dated: bool) -> bool:
    """Return whether a page is about a text outside of rows, which are in the order of the page."""
    starts = [start for start, _ in spans]
    outside, inside = Counter[int](), 0
    for piece in view.pieces:
        length = len(piece.text)
        if piece.kind != "line" or length < _LINE or piece.anchor >= 0:
            continue
        place = bisect_right(starts, piece.first) - 1
        if place >= 0 and spans[place][1] > piece.first:
            inside += length
        else:
            outside[_around(view, piece.owner)] += min(length, _LONGEST)
    told = max(outside.values(), default=0)
    size = sum(view.size(start, end) for start, end in spans)
    says_so = _says_so(view)
    least = _ONE if says_so else _DATED if is_dated else _UNDATED
    return told > least and (told > (_OF_REST if says_so else _OF_LIST) * size or inside > _MOSTLY * size)


def _around(view: View, block: int) -> int:
    """Return the place of the element that holds the paragraphs of a text."""
    page = view.outline
    return page.parents[block] if page.tags[block] == "p" else block


def _says_so(view: View) -> bool:
    """Return whether the head of a page says that it is one story (Open Graph protocol, `og:type`)."""
    found = view.outline.elements[0].xpath("/descendant::meta[@property='og:type']/@content")
    return any(each.strip().lower() in _STORIES for each in found)
