"""What stands above and below the list: title and total of the page, its date, menus, pagers, notices.

It takes the entries with their paragraphs as they were split, and takes out of them what belongs to
none: by the words of buttons and notices, and by what the other entries of the page are like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from feedkit import _dates, _images
from feedkit.parsers.text._lines import Line
from feedkit.parsers.text._navigation import is_margin, is_navigation, is_range, total
from feedkit.parsers.text._openings import Opening

_LONGEST_TITLE = 160
_MONTH = re.compile(r"(?:[^\W\d_]{3,12}\.? )?(?:19|20)\d\d年?(?:\d{1,2}月)?")


@dataclass(slots=True)
class Block:
    """An entry: the line that opens it, and the paragraphs below."""

    opening: Opening
    paragraphs: list[Line] = field(default_factory=list)

    head: int = field(init=False)
    """How many paragraphs come before the summary: image lines and the title."""

    def __post_init__(self) -> None:
        labels = takewhile(lambda line: _images.is_label(line.text), self.paragraphs)
        self.head = 0 if self.opening.rest else min(sum(1 for _ in labels) + 1, len(self.paragraphs))

    @property
    def body(self) -> list[Line]:
        """The paragraphs below the title."""
        return self.paragraphs[self.head :]


def trim(blocks: list[Block]) -> list[Line]:
    """Take what belongs to no entry out of the entries; return what stood below the list."""
    for block in blocks[:-1]:
        _drop_end(block)
    tail = _cut(blocks)
    while len(blocks) > 1 and blocks[-1].opening.kind == "bare" and not blocks[-1].paragraphs:
        del blocks[-1]  # the date of the page, below the list
        tail = [*_cut(blocks), *tail]
    return tail


def declared_total(heading: Sequence[Line], tail: Sequence[Line], shown: int) -> int | None:
    """Return how many entries the page says there are; at least as many as it shows, if it gives several."""
    lines = [line.text for line in (*reversed(heading), *tail)]
    totals = [(number, is_range(line)) for line in lines if (number := total(line)) is not None]
    likely = [(number, ranged) for number, ranged in totals if number >= shown] or totals
    return next((number for number, ranged in likely if ranged), likely[0][0] if likely else None)


def title(heading: Iterable[Line]) -> str | None:
    """Return the page's title: the one line above the list that is not a total, a date or a menu."""
    lines = [
        line.text.lstrip("# ")
        for line in heading
        if not (is_margin(line.text) or _is_date(line.text) or line.cells)
    ]
    return lines[0] if len(lines) == 1 and len(lines[0]) <= _LONGEST_TITLE else None


def _is_date(text: str) -> bool:
    return _dates.looks_like_date(text) or _MONTH.fullmatch(text) is not None


def _drop_end(block: Block) -> None:
    """Drop the buttons of an entry, such as `Read more`, and the month that stands above the next."""
    while block.body and (is_navigation(block.body[-1].text) or _MONTH.fullmatch(block.body[-1].text)):
        block.paragraphs.pop()


def _cut(blocks: Sequence[Block]) -> list[Line]:
    """Take what stands below the list off the last entry, and return it."""
    last = blocks[-1]
    end = last.head + _first_margin(last, blocks[:-1])
    if not last.opening.rest and last.paragraphs and is_navigation(last.paragraphs[0].text):
        end = 0 if last.opening.label or len(blocks) > 1 else end
    tail = last.paragraphs[end:]
    last.paragraphs = last.paragraphs[:end]
    return tail


def _first_margin(last: Block, others: Sequence[Block]) -> int:
    """Return how many paragraphs of the last entry's body come before what belongs to none."""
    kept = [*takewhile(lambda line: not is_margin(line.text), last.body)]
    usual = [line.gap for block in others for line in block.body]
    widest = max([1, *usual, *(line.gap for line in last.paragraphs[: last.head])])
    kept = [*takewhile(lambda line: line.gap <= widest, kept)]
    bodies = [line.is_sentence for block in others for line in block.body]
    most = max((len(block.body) for block in others), default=len(kept))
    while kept and not kept[-1].is_sentence and ((bodies and all(bodies)) or _is_beyond(kept, others, most)):
        kept.pop()
    return len(kept)


def _is_beyond(kept: Sequence[Line], others: Sequence[Block], most: int) -> bool:
    """Return whether the last entry has more paragraphs than any of several others."""
    return len(others) > 1 and len(kept) > most
