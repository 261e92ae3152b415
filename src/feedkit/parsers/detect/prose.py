"""Pages that are a text: a story with more to read beside it, or with comments below.

It takes a view of a page and the places of a list's rows, and tells whether the page is about a text that
stands outside of them. A list of entries may have an introduction too, but none as long as it is itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedkit.parsers.detect.view import View

_LINE, _LONGEST = 100, 1000
"""Letters from which on a line is running text, and of which more do not count: no paragraph is longer."""
_DATED, _UNDATED, _ONE, _SHORT = 2200, 1000, 500, 200
"""Letters of running text in one element that are a story: beside a list with dates, without; a long one or a short one
where the page says so."""
_OF_LIST, _OF_REST = 1.0, 0.2
"""The share of the list's letters that a story has at least, and where the page says that it is one."""
_MOSTLY = 0.5
_OF_ROW, _MOST = 1000, 0.6
"""Letters of a row, and its share of the list, from which on it is a story and the others are what stands around it."""
_ONES = re.compile(
    r"(?:news)?article|blogposting|(?:og:)?product(?:\..*)?|recipe|event|book|video\..*|music\.(?!playlist).*",
    re.IGNORECASE,
)
"""What a page is that is none of several (Open Graph protocol, `og:type`)."""
_TYPES = re.compile(
    r'"@type"\s*:\s*\[?\s*"(?:(?:\w*News|Opinion\w*|Reportage\w*|Tech|Scholarly|Blog)?(?:Article|Posting)|Product|Recipe|\w*Event'
    r'|Book|Movie|Course|SoftwareApplication|JobPosting|QAPage|FAQPage)"'
)
"""The same in words of schema.org."""


def is_of(
    view: View, spans: Sequence[tuple[int, int]], *, is_dated: bool, is_plain: bool, is_aside: bool
) -> bool:
    """Return whether a page is about a text outside of rows, which are in the order of the page, or in one of them.

    `is_plain` is said of rows that are entries for sure, each on its own; `is_aside` of those that HTML says are
    beside the matter of the page.
    """
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
    sizes = [view.size(start, end) for start, end in spans]
    size, longest = sum(sizes), max(sizes)
    if longest > max(_OF_ROW, _MOST * size) and not is_plain:
        return True
    least = _DATED if is_dated else _UNDATED
    if told > least and (told > _OF_LIST * size or inside > _MOSTLY * size):
        return True
    is_long = told > _ONE and (told > _OF_REST * size or inside > _MOSTLY * size)
    return (is_long or told > max(_SHORT, size)) and (is_aside or _says_so(view))


def _around(view: View, block: int) -> int:
    """Return the place of the element that holds the paragraphs of a text."""
    page = view.outline
    return page.parents[block] if page.tags[block] == "p" else block


def _says_so(view: View) -> bool:
    """Return whether a page says that it is one story or thing: in its head, by data, or by headings for what readers say."""
    page = view.outline.elements[0]
    kinds = page.xpath("/descendant::meta[@property='og:type']/@content")
    times = page.xpath("/descendant::meta[@property='article:published_time']/@content")
    told = "\n".join(page.xpath("/descendant::script[@type='application/ld+json']/text()"))
    return (
        bool(times) or any(_ONES.fullmatch(each.strip()) for each in kinds) or len(_TYPES.findall(told)) == 1
    )
