"""Entries that stand above their list in another shape: the newest, or some chosen ones, shown larger.

It takes a view of a page and the entries of its list, and gives what stands right above them, leads to
addresses of the same kind, and has a title and a date of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from feedkit import _urls
from feedkit.parsers.detect import fields, rows
from feedkit.parsers.detect.heads import Heads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedkit.parsers.detect.fields import Found, Plan
    from feedkit.parsers.detect.view import View

_FEWEST = 3
_USUAL = 0.8
"""The share of the entries that lead to addresses of one kind, where kinds tell entries at all."""
_MOST = 6
_FAR = 200
"""Letters between an entry and the next from which on it is none of the list's."""
_REAL = 0.4
"""How good its title is at least."""
_DIGITS = re.compile(r"\d+")
_VALUES = re.compile(r"=[^&]*")


def find(view: View, found: Sequence[Found]) -> list[tuple[Found, Plan]]:
    """Return the entries above a list, in the order of the page."""
    links = [view.links[each.link] for each in found if each.link is not None]
    kind, count = Counter(map(_kind, links)).most_common(1)[0] if links else (None, 0)
    if kind is None or count < max(_FEWEST, _USUAL * len(found)):
        return []
    start = found[0].row.start
    places = [place for place in view.link_places if place < start and _kind(view.links[place]) == kind]
    return list(_above(view, places, start, set(links)))[::-1]


def _kind(href: str) -> str | None:
    """Return what addresses of entries have in common, as `/news/0/`; None where they have nothing."""
    path, _, query = _urls.canonical(href).partition("?")
    kind = f"{path}?{_VALUES.sub('', query)}" if query else path.rstrip("/").rpartition("/")[0]
    return _DIGITS.sub("0", kind) if kind.count("/") > (2 if "://" in kind else 0) else None


def _above(view: View, places: Sequence[int], start: int, known: set[str]) -> Iterator[tuple[Found, Plan]]:
    """Yield the entries above a place, the nearest first."""
    count = 0
    for place in reversed(places):
        href = view.links[place]
        if href in known or place >= start:
            continue
        first = _block(view, place, [each for each in places if view.links[each] != href], start)
        end = view.outline.ends[first]
        read = _read(view, (first, end)) if view.size(end, start) < _FAR else None
        if read is None or count == _MOST:
            return
        yield read
        known, start, count = {*known, href}, first, count + 1


def _block(view: View, place: int, others: Sequence[int], start: int) -> int:
    """Return the outermost element that holds a link, and neither another of the kind nor what is below."""
    page = view.outline
    while True:
        outer = page.parents[place]
        if outer < 0 or page.ends[outer] > start or any(outer <= each < page.ends[outer] for each in others):
            return place
        place = outer


def _read(view: View, span: tuple[int, int]) -> tuple[Found, Plan] | None:
    """Return an element as an entry; None where it has no title and no date of its own."""
    row = rows.read(view, span, is_wide=False)
    plan = fields.plan(view, [row])
    (found,) = fields.read(view, [row], plan, Heads((None,)))
    return (found, plan) if found.date and found.parts[0] >= _REAL else None
