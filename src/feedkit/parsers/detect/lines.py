"""The texts of a page as a reader sees them: its lines, and what each of them is made of.

It takes a tree and its outline and gives `Piece`s in document order: whole lines, links, marked words,
what is left of a line beside them, and times that attributes tell. What it gives belongs to the page;
which pieces are one entry, others decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedkit.parsers.detect.outline import Outline
    from feedkit.parsers.detect.texts import Texts

Kind = Literal["line", "link", "mark", "rest", "time"]

_SHORT = 12
"""Letters of a line that may be a part of a date."""
_LONG = 40
"""Letters of a text that is more than a date."""
_PHRASE = 3
"""Words on both sides of a link that make it a part of a text, not what stands beside one."""
_ALL = 0.95
_MOST_RUNS = 100
"""Runs of text of a line up to which its marked words are looked at; a line of more is no part of an entry."""
_DIGIT = re.compile(r"\d")


@dataclass(slots=True, eq=False)
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


@dataclass(slots=True, eq=False)
class Run:
    """A text node and where it stands."""

    text: str
    owner: int
    last: int


def split(root: Any, page: Outline) -> list[list[Run]]:
    """Return the lines of a page, each as the runs of text that it is made of."""
    return list(_lines(root, page))


def text_of(line: Sequence[Run]) -> str:
    """Return the text of a line."""
    return clean(line[0].text if len(line) == 1 else "".join([run.text for run in line]))


def read(
    page: Outline, lines: Iterable[tuple[Sequence[Run], str]], texts: Texts, timed: Iterable[Piece]
) -> list[Piece]:
    """Return the pieces of a page in document order, of its lines with their texts, and of times."""
    pieces = list(timed)
    whole: list[Piece] = []
    for line, text in lines:
        parts = [piece for piece in _parts(line, text, page, texts) if piece.text]
        whole += parts[:1]
        pieces += parts
    pieces += _split_dates(whole, texts)
    pieces.sort(key=lambda piece: piece.last)
    return pieces


def _split_dates(whole: Sequence[Piece], texts: Texts) -> Iterator[Piece]:
    """Yield the dates that stand on two or three short lines, as in a box for day, month and year."""
    start = 0
    while start < len(whole):
        if len(whole[start].text) > _SHORT or texts.spots[whole[start].text]:
            start += 1
            continue
        window = list(takewhile(lambda piece: len(piece.text) <= _SHORT, whole[start : start + 3]))
        taken = 1
        for size in range(len(window), 1, -1):
            text = " ".join(piece.text for piece in window[:size])
            if _DIGIT.search(text) and texts.shares[text] > _ALL:
                first, last = window[0], window[size - 1]
                yield Piece("time", text, first.owner, first.first, last.last, -1)
                taken = size
                break
        start += taken


def timed(root: Any, page: Outline, texts: Texts) -> Iterator[Piece]:
    """Yield the times that attributes tell."""
    told = root.xpath("descendant::*/@datetime | descendant::*/@title")
    for element in dict.fromkeys(each.getparent() for each in told):
        place = page.places.get(element)
        if place is not None:
            text = (element.get("datetime") or element.get("title") or "").strip()
            if texts.spots[text]:
                yield Piece("time", text, place, place, place, page.anchors[place])


def _lines(root: Any, page: Outline) -> Iterator[list[Run]]:
    """Yield the runs of text between two breaks of the line."""
    line: list[Run] = []
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
        line.append(Run(gap + text, owner, last))
    if line:
        yield line


def _is_apart(element: Any) -> bool:
    """Return whether white space stands before an element, which is no text of its own."""
    before = element.getprevious()
    space = element.getparent().text if before is None else before.tail
    return bool(space) and space.isspace()


def _parts(line: Sequence[Run], text: str, page: Outline, texts: Texts) -> Iterator[Piece]:
    """Yield the pieces of a line: all of it, and its links, marked words and the rest where it has several."""
    first, last = line[0].owner, line[-1].last
    block = page.blocks[first]
    shared = page.anchors[first]
    if len(line) == 1:
        yield Piece("line", text, block, first, last, shared)
        return
    if any(page.anchors[run.owner] != shared for run in line):
        shared = -1
    yield Piece("line", _joined(line, text, texts), block, first, last, shared)
    if shared > block and not any(_is_date(run, texts) for run in line):
        return
    around = max(block, shared)
    rest: list[list[Run]] = [[]]
    for anchor, group in groupby(line, key=lambda run: page.anchors[run.owner]):
        runs = list(group)
        if anchor > around:
            linked = clean("".join(run.text for run in runs))
            yield Piece("link", linked, anchor, runs[0].owner, runs[-1].last, anchor)
            rest.append([])
            continue
        rest[-1] += runs
        owners = dict.fromkeys([run.owner for run in runs if run.owner != around])
        for owner in owners if len(line) <= _MOST_RUNS else ():
            inside = [run for run in line if owner <= run.owner < page.ends[owner]]
            if inside[0] not in runs:  # it begins with a link: what follows that
                inside = [run for run in inside if run in runs]
            yield _mark(owner, inside, runs, anchor, texts)
    parts = [_apart(runs, texts) for runs in rest]
    has_links = sum(len(texts.words[part]) >= _PHRASE for part in parts) > 1
    beside = clean(" ".join(parts)) if has_links else max(parts, key=len)
    told = texts.without_dates(beside) or ("" if texts.spots[text] else beside)
    if told:
        yield Piece("rest", told, block, first, last, shared)


def _mark(owner: int, inside: Sequence[Run], line: Sequence[Run], anchor: int, texts: Texts) -> Piece:
    """Return the piece of a marked word; where only the one before it makes it a date, as in `Mar` `5, 2024`, of both."""
    text, number = text_of(inside), line.index(inside[0])
    first, last = inside[0].owner, inside[-1].last
    before = line[number - 1] if number and _DIGIT.search(text) and len(text) <= _SHORT else None
    both = f"{clean(before.text)} {text}" if before else ""
    if before and len(both) < _LONG and texts.shares[text] <= _ALL < texts.shares[both]:
        return Piece("mark", both, owner, before.owner, last, anchor)
    return Piece("mark", text, owner, first, last, anchor)


def _joined(line: Sequence[Run], text: str, texts: Texts) -> str:
    """Return the text of a line; a date, or its parts, that styles alone keep apart are kept apart."""
    if len(line) > _SHORT or not _DIGIT.search(text):
        return text
    if len(text) > 2 * _SHORT:
        return _apart(line, texts)
    spaced = clean(" ".join(run.text for run in line))
    return spaced if texts.shares[text] < texts.shares[spaced] else text


def _apart(line: Iterable[Run], texts: Texts) -> str:
    """Return the text of a line with its dates kept apart."""
    return clean("".join([f" {run.text} " if _is_date(run, texts) else run.text for run in line]))


def _is_date(run: Run, texts: Texts) -> bool:
    text = run.text.strip()
    return len(text) < _LONG and _DIGIT.search(text) is not None and texts.shares[text] > _ALL


def clean(text: str) -> str:
    """Return a text with its white space collapsed."""
    return " ".join(text.split())
