"""The texts of a page as a reader sees them: its lines, and what each of them is made of.

It takes a tree and its outline and gives `Piece`s in document order: whole lines, links, marked words,
what is left of a line beside them, and times that attributes tell. What it gives belongs to the page;
which pieces are one entry, others decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from feedkit.parsers.detect import when

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedkit.parsers.detect.outline import Outline

Kind = Literal["line", "link", "mark", "rest", "time"]

_EDGES = " \t\n\r\xa0-–—|:;,·•»›()[]/"
_MOST_DATES = 3
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Piece:
    """A text and where it stands."""

    kind: Kind
    text: str
    owner: int
    """The place of the element that it is the text of: of a line, the block that it stands in."""
    first: int
    """The place of the element that its first text stands in."""
    last: int
    """The place of the last element that begins before its end."""
    anchor: int
    """The place of the link that it is, or that stands around it; -1 for none."""


@dataclass(slots=True)
class _Run:
    text: str
    owner: int
    last: int


def read(root: Any, page: Outline) -> list[Piece]:
    """Return the pieces of a page in document order."""
    pieces = list(_timed(root, page))
    for line in _lines(root, page):
        pieces += (piece for piece in _parts(line, page) if piece.text)
    pieces.sort(key=lambda piece: piece.last)
    return pieces


def _timed(root: Any, page: Outline) -> Iterator[Piece]:
    for element in root.xpath("descendant::*[@datetime or @title]"):
        place = page.places.get(element)
        if place is not None:
            text = (element.get("datetime") or element.get("title")).strip()
            if when.find(text):
                yield Piece("time", text, place, place, place, page.anchors[place])


def _lines(root: Any, page: Outline) -> Iterator[list[_Run]]:
    """Yield the runs of text between two breaks of the line."""
    line: list[_Run] = []
    before = (-1, -1)
    for text in root.xpath("descendant::text()[normalize-space()]"):
        element = text.getparent()
        place = page.places.get(element)
        if place is None:
            if not text.is_tail:
                continue
            owner = page.places.get(element.getparent())
            if owner is None:
                continue
            last = before[2] if len(before) > 2 else owner
            last = max(owner, line[-1].last if line else owner)
        elif text.is_tail:
            owner, last = page.parents[place], page.ends[place] - 1
        else:
            owner = last = place
        here = (page.blocks[owner], page.breaks[last])
        if here != before and line:
            yield line
            line = []
        before = here
        gap = " " if line and not text.is_tail and _is_apart(element) else ""
        line.append(_Run(gap + text, owner, last))
    if line:
        yield line


def _is_apart(element: Any) -> bool:
    """Return whether white space stands before an element, which is no text of its own."""
    before = element.getprevious()
    space = element.getparent().text if before is None else before.tail
    return bool(space) and space.isspace()


def _parts(line: Sequence[_Run], page: Outline) -> Iterator[Piece]:
    """Yield the pieces of a line: all of it, and its links, marked words and the rest where it has several."""
    first, last = line[0].owner, line[-1].last
    block = page.blocks[first]
    anchors = [page.anchors[run.owner] for run in line]
    shared = anchors[0] if len(set(anchors)) == 1 else -1
    yield Piece("line", clean("".join(run.text for run in line)), block, first, last, shared)
    if shared > block or len(line) == 1:
        return
    rest = []
    for anchor, group in groupby(line, key=lambda run: page.anchors[run.owner]):
        runs = list(group)
        if anchor > block:
            text = clean("".join(run.text for run in runs))
            yield Piece("link", text, anchor, runs[0].owner, runs[-1].last, anchor)
            continue
        rest += runs
        for run in runs:
            if run.owner != block:
                yield Piece("mark", clean(run.text), run.owner, run.owner, run.last, anchor)
    text = without_dates(clean(" ".join(run.text for run in rest)))
    if text:
        yield Piece("rest", text, block, first, last, shared)


def clean(text: str) -> str:
    """Return a text with its white space collapsed."""
    return _SPACE.sub(" ", text).strip()


def without_dates(text: str) -> str:
    """Return a text without its dates and the signs at its edges."""
    for _ in range(_MOST_DATES):
        reading = when.find(text)
        if reading is None:
            break
        text = text[: reading.start].rstrip(_EDGES) + " " + text[reading.end :].lstrip(_EDGES)
    return text.strip(_EDGES)
