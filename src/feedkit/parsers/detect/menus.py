"""Lists without dates that no feed is made of: menus, sections, goods with their prices, what stands above the page's title.

It takes a view of a page and the places of a list's rows, and tells whether they are such. It never looks at
a list with dates.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedkit.parsers.detect.lines import Piece
    from feedkit.parsers.detect.view import View

_NEARLY_ALL, _MOST = 0.9, 0.6
"""Shares of rows that are a link and nothing else, or have a price or lead to themselves, from which on all are."""
_WORDS = 30
"""Letters of a row from which on it is more than a word of a menu."""
_PAGE = 0.7
"""The share of the page's letters from which on links alone are what it is about."""
_SIGN = r"(?:[$¢£¤¥֏฿\u20a0-\u20cf]|zł|kč|kr|ft|lei|лв|руб|грн|chf|eur|usd|gbp|aud|cad|inr|rs|rm|r)"
_PRICE = re.compile(
    rf"(?<!\w){_SIGN}\.? ?[0-9][0-9 .,]*[.,][0-9]{{2}}(?![0-9])|(?<![\w.,])[0-9][0-9 .,]*[.,][0-9]{{2}} ?{_SIGN}(?!\w)",
    re.IGNORECASE,
)
"""An amount of money to the cent."""
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def is_one(view: View, spans: Sequence[tuple[int, int]]) -> bool:
    """Return whether rows without dates, in the order of the page, are no entries of a list."""
    titles = [place for place, tag in enumerate(view.outline.tags) if tag == "h1"]
    if titles and titles[0] >= spans[-1][1]:
        return True
    if sum(_leads_to_itself(view, span) for span in spans) > _MOST * len(spans):
        return True
    lines = [list(_lines(view, span)) for span in spans]
    priced = sum(any(_PRICE.search(line.text) for line in row) for row in lines)
    return priced > _MOST * len(spans) or _is_menu(view, spans, lines)


def _leads_to_itself(view: View, span: tuple[int, int]) -> bool:
    """Return whether a row has a link to its own place, as the sections of a text have."""
    first, last = (bisect_left(view.link_places, place) for place in span)
    return any(view.links[place].startswith("#") for place in view.link_places[first:last])


def _is_menu(view: View, spans: Sequence[tuple[int, int]], rows: Sequence[Sequence[Piece]]) -> bool:
    """Return whether rows are links of few words, and a small part of the page."""
    bare = sum(all(line.anchor >= 0 for line in row) for row in rows)
    letters = sum(_width(line.text) for row in rows for line in row)
    size = sum(view.size(start, end) for start, end in spans)
    is_short = letters < _WORDS * len(spans) and size < _PAGE * view.characters[-1]
    return is_short and bare > _NEARLY_ALL * len(spans)


def _width(text: str) -> int:
    """Return how many letters a text has, those of Chinese, Japanese and Korean counted twice."""
    return len(text) + len(_WIDE.findall(text))


def _lines(view: View, span: tuple[int, int]) -> Iterator[Piece]:
    first, last = (bisect_left(view.lasts, place) for place in span)
    return (piece for piece in view.pieces[first:last] if piece.kind == "line")
