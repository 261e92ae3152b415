"""Standing: how likely the main list of a page is to stand where a group does.

It takes a view of a page and a group and gives 0 to 1: less for what HTML, schema.org, links or the heading
above it say is beside the matter. It never looks at what the rows hold.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feedkit.parsers.detect.groups import Group
    from feedkit.parsers.detect.view import View

_ASIDES = frozenset(("nav", "aside", "footer", "header"))
_REPLIES = frozenset(("comment", "review", "suggestedAnswer", "acceptedAnswer"))
_ASIDE, _BESIDE, _NOTE = 0.5, 0.4, 0.25
"""What an aside, what a heading calls beside the matter, and notes and replies are worth."""
LEAST = 0.5
"""What stands for less is never the list of a page, unless it is asked for."""
_NOTES = 0.5
"""Share of rows that lead back to other places of the page, from which on they are its notes."""


def of(view: View, group: Group) -> float:
    """Return how likely the main list stands where a group does.

    Less for navigation and asides (HTML section 4.3), what schema.org calls comments, answers and reviews
    of the page's own subject, the notes of a text, and what stands below a heading for more to read.
    """
    page = view.outline
    first = group.spans[0][0]
    worth = _NOTE if _are_notes(view, group) else _BESIDE if view.is_beside(first) else 1.0
    for place in page.above(first):
        if page.tags[place] in _ASIDES and place != first:
            worth = min(worth, _ASIDE)
        if view.properties.get(place) in _REPLIES:
            return _NOTE
    return worth


def _are_notes(view: View, group: Group) -> bool:
    """Return whether most rows lead back, each to another place of the page, as the notes of a text do."""
    ends = bisect_left(view.jumps, (group.spans[0][0], 0)), bisect_left(view.jumps, (group.spans[-1][1], 0))
    if ends[1] - ends[0] <= _NOTES * len(group.spans):
        return False
    targets = set()
    for start, end in group.spans:
        first = bisect_left(view.jumps, (start, 0))
        last = bisect_left(view.jumps, (end, 0))
        targets |= {target for _, target in view.jumps[first:last] if not start <= target < end}
    return len(targets) > _NOTES * len(group.spans)
