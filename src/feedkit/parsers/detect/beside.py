"""What stands beside the matter of a page: below a heading for more to read, or for what readers say.

It takes a view of a page and gives the places between which such parts stand. It goes by headings alone and
never looks at what the parts hold.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from feedkit.parsers.detect import columns, wording
from feedkit.parsers.detect.texts import Told

if TYPE_CHECKING:
    from feedkit.parsers.detect.lines import Piece
    from feedkit.parsers.detect.view import View

_NO_HEADINGS = frozenset(("th", "td", "li", "dt", "label", "button", "nav"))
"""Elements whose lines are none."""
_LOWEST = 7
"""The level of a heading that is no element for headings."""
_EACH = 3
"""So many lines that are alike stand in entries, as the number of comments does."""
_SOME = 40
"""Letters below a heading from which on they are its part of the page."""
_DIGITS = re.compile(r"\d+")


def find(view: View) -> list[tuple[int, int]]:
    """Return the parts of a page beside its matter, each from the end of its heading to its own."""
    page = view.outline
    are_such = Told(wording.is_beside)
    lines = [piece for piece in view.pieces if piece.kind == "line" and are_such[piece.text]]
    kinds = [(page.tag_paths[line.owner], _DIGITS.sub("", line.text)) for line in lines]
    counts = Counter(kinds)
    levels = [(place, int(tag[1])) for place, tag in enumerate(page.tags) if tag in columns.HEADINGS]
    found = []
    for line, kind in zip(lines, kinds, strict=True):
        level = _level(view, line)
        if counts[kind] < _EACH and level > 1:
            end = _end(view, line)
            after = (place for place, other in levels if line.last < place < end and other <= level)
            found.append((line.last + 1, next(after, end)))
    return found


def _level(view: View, line: Piece) -> int:
    """Return the level of the heading that a line is, 1 to 7; 0 for none."""
    page = view.outline
    above = (page.tags[place] for place in page.above(line.owner))
    heading = next((tag for tag in above if tag in columns.HEADINGS), None)
    if heading:
        return int(heading[1])
    return 0 if line.anchor >= 0 or page.is_within(line.owner, _NO_HEADINGS) else _LOWEST


def _end(view: View, line: Piece) -> int:
    """Return the end of the innermost element that holds a line and some text after it."""
    start = line.last + 1
    ends = (view.outline.ends[place] for place in view.outline.above(line.owner))
    return next((end for end in ends if end > start and view.size(start, end) > _SOME), start)
