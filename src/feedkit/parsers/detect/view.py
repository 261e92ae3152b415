"""A page as detection sees it: outline, pieces, links, and sums over them; made once for a page."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property, partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from feedkit import _clicks, _renditions, _urls
from feedkit.parsers.detect import beside, breaks, columns, lines, outline, pairs, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedkit import _html
    from feedkit.parsers.detect import rows

_LONGEST = 100
_RUNNING = 200
"""Letters of a line from which on it is running text."""
_DEEP = 4
_OWN_PARENTS = 3
_TO_THE_SECOND = re.compile(r"\d:[0-5]\d:[0-5]\d")
_CLICKED = " | ".join(f"descendant-or-self::*/@{name}" for name in _clicks.ATTRIBUTES)
"""Slashes of an address that is not that of a whole site."""


class View:
    """What is known of a page before any list is looked for."""

    def __init__(self, root: Any, facts: _html.Facts) -> None:
        breaks.wrap(root)
        self.outline = outline.read(root)
        split = lines.split(root, self.outline)
        numbers = pairs.find((line[-1].text, line[0].text) for line in split)
        shown = list(map(lines.text_of, split))
        self.texts = texts.Texts(shown, facts.language, numbers)
        timed = lines.timed(root, self.outline, self.texts)
        self.pieces = lines.read(self.outline, zip(split, shown, strict=True), self.texts, timed)
        self.lasts = [piece.last for piece in self.pieces]
        self._anchors = _anchors(self.outline)
        self.links = _links(root, self.outline, self._anchors)
        """Addresses by place, but for links that lead nowhere else than to another place of the page."""
        self.link_places = list(self.links)
        self.below = _below(self.links, facts)
        """The places of links that lead to what lies below the page, as its entries do."""
        self.rows: dict[tuple[tuple[int, int], bool], rows.Row] = {}
        """Those that were read."""
        self.contents: texts.Told[tuple[lines.Piece, ...], columns.Content] = texts.Told(
            partial(columns.Content, texts=self.texts, page=self.outline, below=self.below)
        )
        """What pieces tell that stand at one place of several rows."""
        self.ways: dict[int, dict[int, int]] = defaultdict(dict)
        """The paths known so far, by the path of tags that they begin at, and the one that they lead to."""
        self._numbers: dict[tuple[int, str], int] = {}
        length = len(self.outline.tags)
        self.characters = [0] * (length + 1)
        """Letters shown before a place; likewise the others."""
        self.running = [0] * (length + 1)
        """Letters of running text."""
        self.dates = [0] * (length + 1)
        self.dated_lines: list[lines.Piece] = []
        """Short lines with a date, in the order of the page, without those that a machine wrote, to the second."""
        self.dated_lasts: list[int] = []
        """Their last places."""
        for piece in self.pieces:
            self._count(piece)
        self.characters = list(accumulate(self.characters))
        self.running = list(accumulate(self.running))
        self.dates = list(accumulate(self.dates))
        self.link_counts = list(accumulate(place - 1 in self.links for place in range(length + 1)))

    def _count(self, piece: lines.Piece) -> None:
        if piece.kind == "time":
            self.dates[piece.owner + 1] += 1
        elif piece.kind == "line":
            length = len(piece.text)
            self.characters[piece.first + 1] += length
            self.running[piece.first + 1] += length if length >= _RUNNING else 0
            if length < _LONGEST and self.texts.spots[piece.text]:
                self.dates[piece.first + 1] += 1
                if _TO_THE_SECOND.search(piece.text):
                    return
                self.dated_lines.append(piece)
                self.dated_lasts.append(piece.last)

    @cached_property
    def year_lines(self) -> list[lines.Piece]:
        """Return the short lines with a year and no date."""
        return [
            piece
            for piece in self.pieces
            if piece.kind == "line" and not self.texts.spots[piece.text] and self.texts.year(piece.text)
        ]

    @cached_property
    def month_lines(self) -> list[lines.Piece]:
        """Return the lines that are a month, with its year or without."""
        return [piece for piece in self.pieces if piece.kind == "line" and self.texts.is_month(piece.text)]

    @cached_property
    def properties(self) -> dict[int, str]:
        """Return what elements say that they are of another (schema.org), by place."""
        places = self.outline.places
        found = self.outline.elements[0].xpath("descendant-or-self::*[@itemprop]") if places else ()
        return {places[each]: each.get("itemprop") for each in found if each in places}

    @cached_property
    def beside(self) -> list[tuple[int, int]]:
        """Return the parts of the page that their headings say are beside its matter."""
        return beside.find(self)

    def is_beside(self, place: int) -> bool:
        """Return whether an element stands in one of them."""
        return any(start <= place < end for start, end in self.beside)

    @cached_property
    def link_texts(self) -> texts.Told[int, str]:
        """Return what links say, by place."""
        elements = self.outline.elements
        return texts.Told(lambda place: lines.clean("".join(elements[place].itertext())))

    @cached_property
    def jumps(self) -> list[tuple[int, int]]:
        """Return the links within the page: the place of each, and the one that it leads to."""
        page = self.outline
        found = {place: href[1:] for place, href in self._anchors.items() if href[0] == "#" and href[1:]}
        wanted = set(found.values())
        if not wanted:
            return []
        named = page.elements[0].xpath("descendant-or-self::*[@id]")
        targets = {
            name: page.places[each]
            for each in named
            if (name := each.get("id")) in wanted and each in page.places
        }
        return [(place, targets[name]) for place, name in found.items() if name in targets]

    def path(self, base: int, tag_path: int) -> int:
        """Return the number of the way from one path of tags down to another that begins with it."""
        path = self.ways[base].get(tag_path)
        if path is None:
            up, step = self.outline.way[tag_path]
            path = 0
            if tag_path != base:
                path = self._numbers.setdefault((self.path(base, up), step), len(self._numbers) + 1)
            self.ways[base][tag_path] = path
        return path

    def size(self, start: int, end: int) -> int:
        """Return how many letters stand between two places."""
        return self.characters[end] - self.characters[start]

    def roots(self, start: int, end: int) -> Sequence[Any]:
        """Return the elements side by side between two places."""
        return [self.outline.elements[place] for place in self.outline.siblings(start, end)]


def _anchors(page: outline.Outline) -> dict[int, str]:
    """Return where elements `a` lead, by place."""
    places = (place for place, tag in enumerate(page.tags) if tag == "a")
    found = ((place, (page.elements[place].get("href") or "").strip()) for place in places)
    return {place: href for place, href in found if href}


def _links(root: Any, page: outline.Outline, anchors: dict[int, str]) -> dict[int, str]:
    found = {
        place: href
        for place, href in anchors.items()
        if _renditions.usable(href) and (href[0] != "#" or _is_own(page, place, href[1:]))
    }
    scripted = [each.getparent() for each in root.xpath(_CLICKED)]
    clicked = {page.places[each]: _clicks.address(each) for each in scripted if each in page.places}
    options = (place for place, tag in enumerate(page.tags) if tag == "option")
    clicked |= {place: _clicks.in_script(page.elements[place].get("value") or "") for place in options}
    found.update((place, href) for place, href in clicked.items() if href)
    return dict(sorted(found.items())) if clicked else found


def _is_own(page: outline.Outline, place: int, name: str) -> bool:
    """Return whether a link leads to where it stands, as that of a heading does."""
    for _ in range(_OWN_PARENTS):
        if name and page.elements[place].get("id") == name:
            return True
        place = page.parents[place]
        if place < 0:
            break
    return False


def _below(links: dict[int, str], facts: _html.Facts) -> set[int]:
    above = _urls.canonical(facts.url) + "/" if facts.url else ""
    if above.count("/") < _DEEP:
        return set()
    return {place for place, href in links.items() if _urls.canonical(href, facts.base).startswith(above)}
