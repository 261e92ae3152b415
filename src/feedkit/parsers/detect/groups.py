"""Groups of like elements: what might be the entries of a list.

It takes a `View` and gives `Group`s, sets of elements that have the same place in the page's structure,
the most promising first. It looks at shape alone, never at what a class is called.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from operator import eq
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from feedkit.parsers.detect.outline import Outline
    from feedkit.parsers.detect.view import View

_NOT_ENTRIES = frozenset(
    "html body head title meta link base thead tfoot td th br hr img time col colgroup path svg".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NEARLY_ALL, _MOST = 0.8, 0.9
_APART = 0.4
"""What a text counts that stands between entries of two parents, as a heading or another list."""


@dataclass(frozen=True, slots=True)
class Group:
    """Elements that may be entries: for each the places where it begins and ends."""

    spans: tuple[tuple[int, int], ...]
    is_wide: bool = False
    """Whether an entry takes the siblings that follow its first element too."""
    is_shifted: bool = False
    """Whether what ends an entry stands before the first one too, so that it may be its begin."""
    worth: float = 0.0


def find(view: View, most: int) -> list[Group]:
    """Return the most promising groups, the best first."""
    alike = (part for places in _alike(view) for part in _apart(view, places))
    groups = [group for places in alike for group in _groups(view, places)]
    groups.sort(key=lambda group: (-group.worth, group.spans[0]))
    return groups[:most]


def completeness(view: View, group: Group) -> float:
    """Return how much of what stands between the first and the last entry is theirs; what parents part counts less."""
    parents = view.outline.parents
    own = sum(view.size(start, end) for start, end in group.spans)
    left = sum(
        view.size(end, start) * (1 if parents[first] == parents[start] else _APART)
        for (first, end), (start, _) in pairwise(group.spans)
    )
    return own / (own + left) if own else 0.0


def overlap(one: Group, other: Group) -> bool:
    """Return whether most rows of one of two groups stand in rows of the other, or hold some."""
    return inside(one, other) * 2 > len(one.spans) or inside(other, one) * 2 > len(other.spans)


def inside(one: Group, other: Group) -> int:
    """Return how many rows of a group meet a row of another."""
    starts = [start for start, _ in other.spans]
    count = 0
    for start, end in one.spans:
        place = bisect_left(starts, end) - 1
        count += place >= 0 and other.spans[place][1] > start
    return count


def begins(view: View, one: Group, other: Group) -> bool:
    """Return whether each row of the other group begins with one of the first, as letters do that hold their answers."""
    begun = {view.characters[start] for start, _ in one.spans}
    return all(view.characters[start] in begun for start, _ in other.spans)


def _alike(view: View) -> Iterable[tuple[int, ...]]:
    """Return sets of places that are alike: by path, with classes and without, of one parent and of many."""
    page, characters, ends = view.outline, view.characters, view.outline.ends
    tags, names, parents, paths, ways = page.tags, page.names, page.parents, page.paths, page.tag_paths
    places = [
        place
        for place in range(1, len(tags))
        if characters[place] != characters[ends[place]] and tags[place] not in _NOT_ENTRIES
    ]
    rows = [place for place in places if tags[place] == "tr"]
    around = [parents[place] for place in places]
    near = [names[parents[parent]] if parent > 0 else "" for parent in around]
    kinds: tuple[tuple[Iterable[object], list[int]], ...] = (
        (((parents[place], tags[place]) for place in places), places),
        ((paths[place] for place in places), places),
        (((paths[parents[place]], tags[place]) for place in places), places),
        ((ways[place] for place in places), places),
        (((ways[parents[place]], names[place]) for place in places), places),
    )
    distinct = {found for kind in kinds for found in _same(*kind)} | set(_rows_of_a_form(view, rows))
    lifted = {_lifted(page, found) for found in distinct}
    # Elements of one name in parents of one name, however deep: a list whose tags are not closed.
    kin = zip(near, [names[parent] for parent in around], [names[place] for place in places], strict=True)
    return sorted(lifted | {*_same(kin, places), *_nested(view, places)} - distinct)


def _nested(view: View, places: Iterable[int]) -> Iterable[tuple[int, ...]]:
    """Return lists with those in them, however deep, where most members have dates; menus are such too, without."""
    page, dates = view.outline, view.dates
    members = [place for place in places if page.tags[place] == "li"]
    for found in _same((_nest(page, place) for place in members), members):
        dated = sum(dates[page.ends[place]] > dates[place] for place in found)
        if dated > _MOST * len(found):
            yield found


def _nest(page: Outline, place: int) -> int:
    """Return the parent of an element, of one in a list within a list the outermost, as of answers below letters."""
    tags, parents = page.tags, page.parents
    parent = parents[place]
    while parent > 0 and tags[outer := parents[parent]] == "li":
        parent = parents[outer]
    return parent


def _apart(view: View, places: tuple[int, ...]) -> Iterable[tuple[int, ...]]:
    """Return places in two, those beside the matter of the page and the others, where there are some of both."""
    aside: set[int] = set()
    for start, end in view.beside:
        aside.update(places[bisect_left(places, start) : bisect_left(places, end)])
    if not aside or len(aside) == len(places):
        return (places,)
    others = tuple(place for place in places if place not in aside)
    return (part for part in (others, tuple(sorted(aside))) if len(part) > 1)


def _rows_of_a_form(view: View, rows: Sequence[int]) -> Iterable[tuple[int, ...]]:
    """Return the rows of tables that have a text in the same cells; where those are nearly all, the others are entries too."""
    parents = view.outline.parents
    counts = Counter(parents[row] for row in rows)
    forms = _same(((parents[row], _form(view, row)) for row in rows), rows)
    return (found for found in forms if len(found) <= _MOST * counts[parents[found[0]]])


def _same(keys: Iterable[object], places: Iterable[int]) -> Iterable[tuple[int, ...]]:
    """Return the places that have each key, where several have it."""
    found: dict[object, list[int]] = defaultdict(list)
    for key, place in zip(keys, places, strict=True):
        found[key].append(place)
    return [tuple(each) for each in found.values() if len(each) > 1]


def _form(view: View, place: int) -> tuple[bool, ...]:
    """Return which cells of a row hold a text: where an entry takes several rows, they differ in that."""
    page, characters = view.outline, view.characters
    cells = page.siblings(place + 1, page.ends[place])
    return tuple(characters[page.ends[cell]] > characters[cell] for cell in cells)


def _lifted(page: Outline, places: Sequence[int]) -> tuple[int, ...]:
    """Return the outermost elements that hold one of the places each."""
    while True:
        outer = [page.parents[place] for place in places]
        if any(map(eq, outer, outer[1:])) or page.tags[outer[0]] in _NOT_ENTRIES:
            return tuple(places)
        places = outer


def _groups(view: View, places: tuple[int, ...]) -> Iterable[Group]:
    ends = view.outline.ends
    following = (*places[1:], len(ends))
    narrow = tuple(zip(places, map(min, [ends[place] for place in places], following), strict=True))
    yield Group(narrow, worth=_worth(view, narrow))
    wide = _widened(view.outline, places)
    if wide is not None and all(end <= start for (_, end), (start, _) in pairwise(wide)):
        if _end_in_headings(view, wide):
            return
        yield Group(wide, True, _is_shifted(view, wide), _worth(view, wide))


def _end_in_headings(view: View, spans: Sequence[tuple[int, int]]) -> bool:
    """Return whether nearly all entries but the last would end in a heading, or most in one of those that follow.

    Such is a heading above their own, or one with a date where they begin with none.
    """
    page, dates = view.outline, view.dates
    own = page.tags[spans[0][0]]
    lasts = [page.siblings(start, end)[-1] for start, end in spans[:-1]]
    headings = [place for place in lasts if page.tags[place] in _HEADINGS]
    next_ones = [
        place
        for place in headings
        if (page.tags[place] < own if own in _HEADINGS else dates[page.ends[place]] > dates[place])
    ]
    return len(headings) > _NEARLY_ALL * len(lasts) or len(next_ones) * 2 > len(lasts)


def _is_shifted(view: View, spans: Sequence[tuple[int, int]]) -> bool:
    """Return whether the last shown element of an entry is like the one before the first entry."""
    page, (start, end) = view.outline, spans[0]
    before = [
        each for each in page.siblings(page.parents[start] + 1, start) if view.size(each, page.ends[each])
    ]
    last = [each for each in page.siblings(start, end) if view.size(each, page.ends[each])][-1:]
    return bool(before) and last not in ([], [start]) and page.names[before[-1]] == page.names[last[0]]


def _widened(page: Outline, places: Sequence[int]) -> tuple[tuple[int, int], ...] | None:
    """Return the places with the siblings that follow each, up to the next; None when most have none.

    The last of a parent takes as many siblings as the one before it.
    """
    spans: list[tuple[int, int]] = []
    gaps = 0
    for place, following in zip(places, (*places[1:], None), strict=True):
        parent = page.parents[place]
        if following is not None and page.parents[following] == parent:
            end = following
        else:
            end = page.ends[parent]
            if spans and page.parents[spans[-1][0]] == parent:
                usual = len(page.siblings(*spans[-1]))
                end = ([*page.siblings(place, end), end])[: usual + 1][-1]
        gaps += end > page.ends[place]
        spans.append((place, end))
    return tuple(spans) if gaps * 2 > len(places) else None


def _worth(view: View, spans: Sequence[tuple[int, int]]) -> float:
    """Return how much the members of a group have of what entries have, from sums alone."""
    characters, all_dates, all_links = view.characters, view.dates, view.link_counts
    dated = linked = shown = size = 0.0
    headed, before = 0, spans[0][0]
    for start, end in spans:
        letters = characters[end] - characters[start]
        if not letters:
            continue
        dates = all_dates[end] - all_dates[start]
        shown += 1
        dated += 1 if 0 < dates < 4 else 0.5 if dates else 0
        linked += all_links[end] > all_links[start]
        size += min(letters, 400)
        headed += all_dates[start] > all_dates[before]
        before = max(before, end)
    if shown < 2:
        return 0.0
    dated = max(dated / shown, 0.8 if 1 < headed * 1.3 < shown else 0.0)
    quality = 0.15 + 0.5 * dated + 0.25 * linked / shown + 0.3 * min(1.0, size / shown / 150)
    return math.log2(1 + shown) * quality * quality
