"""Plain text by its shape: a date opens an entry, its title and summary follow.

It takes the text of a page (as a text extractor leaves it) and gives the raw entries as printed,
the total of the heading and nothing of what stands above the first or below the last entry. It
knows no site's words: what it goes by is dates, image lines, empty lines and sentences, and what
the page's other entries are like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedkit import _charsets
from feedkit.errors import PageError
from feedkit.models import EntriesPage, Problem
from feedkit.parsers.text import _choice, _lines, _margins
from feedkit.parsers.text._entries import Reader

if TYPE_CHECKING:
    from feedkit.models import Page
    from feedkit.parsers.text._lines import Line
    from feedkit.sources import Recipe

_HINT = "a text page needs a line with a date, and below it a title, for each entry"


def parse(page: Page, recipe: Recipe | None, subject: str) -> EntriesPage:
    """Return the entries of a text page; `PageError` `empty-page` when no line opens one."""
    lines = _lines.read(_charsets.decode(page.content, page.charset))
    openings, width = _choice.find(lines)
    if not openings:
        raise PageError(f"nothing found: {subject}: no line opens an entry", "empty-page", _HINT, subject)
    heading = lines[: openings[0].place - openings[0].above]
    blocks = [
        _margins.Block(opening, list(_lines.paragraphs(below, width, has_title=not opening.rest)))
        for opening, below in _choice.groups(openings, lines, width)
    ]
    tail, doubtful = _margins.trim(blocks)
    reader = Reader(recipe, blocks)
    return EntriesPage(
        url=page.url,
        base=page.url,
        parser="text",
        title=_margins.title(heading),
        declared_total=_margins.declared_total(heading, tail, len(blocks)),
        entries=tuple(reader.read(block, index) for index, block in enumerate(blocks)),
        problems=(*reader.problems, *map(_left_out, doubtful)),
        retrieved=page.retrieved,
    )


def _left_out(line: Line) -> Problem:
    return Problem("tail-left-out", f"a short line below the last entry is in no entry: {line.text!r}")
