"""A page flattened: its shown elements in document order, each with its place, its path and its block.

It takes the tree of a page and gives an `Outline`, lists that have one member for each element; it reads
every element once and never changes the tree.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from feedkit import _clicks, _dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set

UNSEEN = frozenset(
    "annotation annotation-xml audio canvas datalist head iframe noframes noscript object script style svg "
    "template textarea video".split()
)
LINE = "line"
"""What `breaks` puts around a line that has no element of its own."""
BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup html label legend li line listing main menu nav ol option "
    "p pre search section summary table tbody td tfoot th thead tr ul".split()
)
BREAKS = frozenset(("br", "hr"))
_LINKS = frozenset(("a", "option"))
_CELLS = frozenset(("td", "th"))
_HIDDEN = re.compile(r"(?:^|;)\s*display\s*:\s*none", re.IGNORECASE)
_NEAR = 4
_FEWEST, _MOST, _SHORT = 4, 0.8, 40
_MOST_CELLS, _DIGITS_AT_MOST = 100, 5
"""How many cells of a table may go on in rows below at a time, and the length of the number that says in how many."""
"""Links that may be a list where nothing else stands beside them, the share of days, and their letters at most."""
_DIGITS = re.compile(r"[0-9]+")


@dataclass(slots=True)
class Outline:
    """The shown elements of a page; a place is the number of one, counted in document order."""

    elements: list[Any] = field(default_factory=list)
    places: dict[Any, int] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    """The place after the last element inside."""
    names: list[str] = field(default_factory=list)
    """Tag and classes, numbers left out, for what is alike may be counted in its classes."""
    paths: list[int] = field(default_factory=list)
    """One number for each path of names from the root."""
    tag_paths: list[int] = field(default_factory=list)
    """One number for each path of tags from the root; cells of a row are told apart."""
    way: list[tuple[int, str]] = field(default_factory=list)
    """The path above each path of tags, by its number, and the last step."""
    blocks: list[int] = field(default_factory=list)
    """The place of the block that an element is, or stands in."""
    anchors: list[int] = field(default_factory=list)
    """The place of the `a` that an element is, or stands in; -1 for none."""
    breaks: list[int] = field(default_factory=list)
    """How many line breaks come before the end of this start tag."""
    covers: dict[int, list[int]] = field(default_factory=dict)
    """By the place of a row of a table, the cells of rows above that stand in it too (`rowspan`)."""

    def siblings(self, start: int, end: int) -> list[int]:
        """Return the places from `start` on that are side by side, up to `end`."""
        found = []
        while start < end:
            found.append(start)
            start = self.ends[start]
        return found

    def above(self, place: int) -> Iterator[int]:
        """Yield the place of an element, and those of the elements that it is in, from the inside out."""
        while place >= 0:
            yield place
            place = self.parents[place]

    def is_within(self, place: int, tags: Set[str]) -> bool:
        """Return whether an element is one of some, or near inside of one."""
        for _ in range(_NEAR):
            if self.tags[place] in tags:
                return True
            place = self.parents[place]
            if place < 0:
                return False
        return False


def read(root: Any) -> Outline:
    """Return the outline of a tree."""
    page = Outline()
    places, parents, paths, tag_paths = page.places, page.parents, page.paths, page.tag_paths
    blocks, anchors = page.blocks, page.anchors
    numbers: dict[tuple[int, str], int] = {}
    ways: dict[tuple[int, str], int] = {}
    spanning = _Spanning(page.covers)
    stacked = _Stacked()
    breaks = 0
    for element in root.iter("*"):
        tag = element.tag
        parent = places.get(element.getparent(), -1)
        if tag in UNSEEN or (parent < 0 and places) or (tag == "select" and not _leads(element)):
            continue
        is_block = tag in BLOCKS or _stands_alone(element, tag, stacked)
        if not is_block and _is_hidden(element):
            continue
        place = places[element] = len(parents)
        path, way, block, anchor = (
            (paths[parent], tag_paths[parent], blocks[parent], anchors[parent]) if place else (-1, -1, 0, -1)
        )
        name = _name(tag, element.get("class"))
        step = tag
        if tag in _CELLS:
            step = f"td{spanning.column(place, parent, element.get('rowspan'))}"
        elif tag == "tr":
            spanning.begin(place, parent)
        if tag in BREAKS:
            breaks += 1
        parents.append(parent)
        page.tags.append(tag)
        page.names.append(name)
        paths.append(numbers.setdefault((path, name), len(numbers)))
        tag_paths.append(ways.setdefault((way, step), len(ways)))
        blocks.append(place if is_block else block)
        anchors.append(place if tag in _LINKS else anchor)
        page.breaks.append(breaks)
    page.elements = list(places)
    page.way = list(ways)
    page.ends = _ends(parents)
    return page


def _stands_alone(element: Any, tag: str, stacked: _Stacked) -> bool:
    """Return whether a link is one of several below one another, or a custom element is no part of a line.

    Such an element (HTML section 4.13) stands beside neither text nor what is part of a line.
    """
    if "-" not in tag:
        return tag == "a" and stacked[element.getparent()]
    before, after = element.getprevious(), element.getnext()
    text = element.getparent().text if before is None else before.tail
    if any(each and not each.isspace() for each in (text, element.tail)):
        return False
    beside = (str(each.tag) for each in (before, after) if each is not None)
    return all("-" in tag or tag in BLOCKS for tag in beside)


class _Spanning:
    """The cells of tables that stand in several rows (HTML section 4.9.11), while a page is read."""

    def __init__(self, covers: dict[int, list[int]]) -> None:
        self._covers = covers
        self._columns: dict[int, int] = defaultdict(int)
        """The column of a row's last cell."""
        self._open: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        """Of a table, the cells that go on: column, how many rows more, and place."""
        self._taken: dict[int, set[int]] = {}
        """Of a row, the columns of cells above that go on in it."""
        self._tables: dict[int, int] = {}

    def begin(self, row: int, table: int) -> None:
        """Begin a row."""
        self._tables[row] = table
        going_on = self._open.get(table)
        if going_on:
            self._covers[row] = [cell for _, _, cell in going_on]
            self._taken[row] = {column for column, _, _ in going_on}
            self._open[table] = [(column, more - 1, cell) for column, more, cell in going_on if more > 1]

    def column(self, cell: int, row: int, rowspan: str | None) -> int:
        """Return the column of the next cell of a row."""
        column, taken = self._columns[row] + 1, self._taken.get(row, ())
        while column in taken:
            column += 1
        self._columns[row] = column
        rows = int(rowspan[:_DIGITS_AT_MOST]) if rowspan and rowspan.isdecimal() else 1
        if rows > 1 and row in self._tables:
            going_on = self._open[self._tables[row]]
            if len(going_on) < _MOST_CELLS:
                going_on.append((column, rows - 1, cell))
        return column


class _Stacked(dict[Any, bool]):
    """Whether all that elements hold are links that are days, as in menus of meetings, each on its own line."""

    def __missing__(self, parent: Any) -> bool:
        links = parent.findall("*") if parent is not None and len(parent) >= _FEWEST else ()
        told = self[parent] = (
            len(links) >= _FEWEST
            and all(each.tag == "a" for each in links)
            and not any(text and text.strip() for text in (parent.text, *(each.tail for each in parent)))
            and sum(map(_is_dated, links)) > _MOST * len(links)
        )
        return told


def _leads(select: Any) -> bool:
    """Return whether most options of a `select` are days with an address each, which a script goes to."""
    options = [each for each in select.iter("option") if _clicks.in_script(each.get("value") or "")]
    return len(options) >= _FEWEST and sum(map(_is_dated, options)) > _MOST * len(options)


def _is_dated(link: Any) -> bool:
    text = " ".join("".join(link.itertext()).split())
    return len(text) <= _SHORT and _DIGITS.search(text) is not None and _dates.spot(text) is not None


def _ends(parents: Sequence[int]) -> list[int]:
    ends = list(range(1, len(parents) + 1))
    for place in range(len(parents) - 1, 0, -1):
        parent = parents[place]
        if ends[parent] < ends[place]:
            ends[parent] = ends[place]
    return ends


def _is_hidden(element: Any) -> bool:
    style = element.get("style")
    return bool(style) and _HIDDEN.search(style) is not None


@lru_cache(maxsize=4096)
def _name(tag: str, classes: str | None) -> str:
    if not classes:
        return tag
    tokens = sorted({_DIGITS.sub("", token) for token in classes.split()})
    return ".".join((tag, *tokens))
