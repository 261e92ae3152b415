"""What stands above and below the list: title and total of the page, its date, menus, pagers, notices.

It takes the entries with their paragraphs as they were split, and takes out of them what belongs to
none: by the words of buttons and notices, and by what the other entries of the page are like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from feedkit import _dates, _images, _text
from feedkit.parsers.text._lines import Line, columns, ends_sentence
from feedkit.parsers.text._navigation import is_margin, is_navigation, is_range, total
from feedkit.parsers.text._openings import Opening

_LONGEST_TITLE = 160
_FEWEST_BODIES = 2
_FEWEST_WORDS = 3
_FEWEST_LETTERS = 30
_WIDE_WORD = 2
"""How many letters are a word in scripts that put no spaces between words."""
_LISTED = re.compile(r"\w{1,3}[.):]\s")
_LONGEST_NAMED = 60
_IN_PARENTHESES = re.compile(r"[^\W\d] ?[\"'”’»]? ?\((\d[\d.,'’ ]*)\)(?=$| *[|·•,;/])")
_YEAR = re.compile(r"(?:19|20)\d\d")
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


def trim(blocks: list[Block]) -> tuple[list[Line], list[Line]]:
    """Take what belongs to no entry out of the entries; return what stood below the list, and what may have."""
    for block in blocks[:-1]:
        _drop_end(block)
    tail = _cut(blocks)
    while len(blocks) > 1 and blocks[-1].opening.kind == "bare" and not blocks[-1].paragraphs:
        del blocks[-1]  # the date of the page, below the list
        tail = [*_cut(blocks), *tail]
    return tail, _cut_doubtful(blocks)


def declared_total(heading: Sequence[Line], tail: Sequence[Line], shown: int) -> int | None:
    """Return how many entries the page says there are; at least as many as it shows, if it gives several."""
    named = [(line.text, number) for line in heading for number in _in_parentheses(line.text)]
    if len(named) != 1 or named[0][1] < shown:  # parts of the site, each with its own
        parts = {text for text, _ in named}
        heading, named = [line for line in heading if line.text not in parts], []
    lines = [line.text for line in (*reversed(heading), *tail)]
    totals = [(number, is_range(line)) for line in lines if (number := total(line)) is not None]
    likely = [(number, ranged) for number, ranged in totals if number >= shown] or totals
    likely = likely or [(number, False) for text, number in named if len(text) <= _LONGEST_NAMED]
    return next((number for number, ranged in likely if ranged), likely[0][0] if likely else None)


def _in_parentheses(text: str) -> list[int]:
    """Return the numbers behind words, `Speeches (42)`, which are a total if the heading has only one."""
    found = [number for number in _IN_PARENTHESES.findall(text) if not _YEAR.fullmatch(number)]
    totals = (_text.declared_total(number, pointed=True) for number in found)
    return [total for total in totals if total is not None]


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
    """Return how many paragraphs of the last entry's body come before what surely belongs to none."""
    has_rules = any(line.is_ruled for block in others for line in block.body)
    texts = [*takewhile(lambda line: not (is_margin(line.text) or (line.is_ruled > has_rules)), last.body)]
    dates = [*takewhile(lambda line: _is_date(line.text), reversed(texts))]
    return len(texts) - (len(dates) == 1)  # the date of the page; several are the text's


def _cut_doubtful(blocks: Sequence[Block]) -> list[Line]:
    """Take short lines below the sentences of the last entry off it, where the others have only sentences."""
    last = blocks[-1]
    bodies = [block.body for block in blocks[:-1] if block.body]
    if len(bodies) < _FEWEST_BODIES or not all(line.is_sentence for body in bodies for line in body):
        return []
    count = sum(1 for _ in takewhile(_is_very_short, reversed(last.body)))
    kept = len(last.paragraphs) - count
    if count == len(last.body) or not ends_sentence(last.paragraphs[kept - 1].text):
        return []
    doubtful = last.paragraphs[kept:]
    last.paragraphs = last.paragraphs[:kept]
    return doubtful


def _is_very_short(line: Line) -> bool:
    """Return whether a paragraph is no more than a few words, and no line of a list, a picture or a date."""
    words = len(line.text.split()) + (columns(line.text) - len(line.text)) // _WIDE_WORD
    if line.is_sentence or words > _FEWEST_WORDS or len(line.text) > _FEWEST_LETTERS:
        return False
    is_part = _LISTED.match(line.text) or _images.is_label(line.text) or _is_date(line.text)
    return line.text[0].isalnum() and not is_part
