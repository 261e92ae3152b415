"""The selectors of a field: the plainest that give each entry's own value, and nothing where it has none.

It takes rows, what each is to give, and how a recipe reads what is selected; gives one selector, or a few
of which the first that gives something counts; None where the value stands nowhere, or cannot be told from
others by names that last.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from feedkit import _selectors
from feedkit._selectors import Rule
from feedkit.synthesis import places

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

_MOST_SELECTORS = 3
_MOST_CANDIDATES = 300
_DOUBTFUL = 1.5
"""What is against a selector that finds several values in a row, of which the first is right."""


@dataclass(frozen=True)
class Goal:
    """What the selectors of a field are to give."""

    rows: Sequence[Sequence[Any]]
    """The elements of each entry, side by side; a recipe begins at the first."""
    values: Sequence[Any]
    """What each gives; None for nothing."""
    read: Callable[[Any], Iterable[str]]
    """From what is selected to its texts, as the recipe reads them."""
    agrees: Callable[[str, int], bool]
    """Whether a text is the value of a row."""
    is_nothing: Callable[[str], bool] = operator.not_
    """Whether a text, given for a row that has no value, does no harm, as one without a date."""
    refused: Container[str] = ()
    """Selectors that were tried, and turned out to give other values."""


@dataclass(frozen=True)
class _Tried:
    """What a selector gives."""

    text: str
    cost: float
    given: frozenset[int]
    """The rows that it gives the right value for; it gives no wrong one."""


def find(goal: Goal) -> tuple[str, ...] | None:
    """Return the selectors of a field."""
    left = {number for number, value in enumerate(goal.values) if value is not None}
    found: list[str] = []
    while left:
        if len(found) == _MOST_SELECTORS:
            return None
        best = _best(goal, left)
        if best is None:
            return None
        found.append(best.text)
        left -= best.given
    return tuple(found)


def _best(goal: Goal, left: set[int]) -> _Tried | None:
    """Return the plainest selector of those that give most of the rows that are left."""
    order = sorted(left)
    examples = dict.fromkeys((order[0], order[len(order) // 2], order[-1]))
    known: dict[str, float] = {}
    for number in examples:
        agrees = partial(_agrees, goal, number)
        for text, cost in places.candidates(goal.rows[number], goal.read, agrees):
            if text not in goal.refused:
                known[text] = min(cost, known.get(text, cost))
    ranked = sorted(known.items(), key=lambda pair: (pair[1], len(pair[0]), pair[0]))[:_MOST_CANDIDATES]
    best: _Tried | None = None
    for text, cost in ranked:
        if best is not None and left <= best.given and cost >= best.cost:
            break
        tried = _tried(goal, text, cost, left)
        if tried is not None and (best is None or _rank(tried, left) > _rank(best, left)):
            best = tried
    return best


def _agrees(goal: Goal, row: int, value: str) -> bool:
    return goal.agrees(value, row)


def _rank(tried: _Tried, left: set[int]) -> tuple[int, float]:
    return len(tried.given & left), -tried.cost


def _tried(goal: Goal, text: str, cost: float, left: set[int]) -> _Tried | None:
    """Return what a selector gives; None where it gives a row what is none of its own.

    Rows that are not left have their value from a selector before it.
    """
    ((_, find),) = _selectors.finders(Rule(((_selectors.kind_of(text), text),)))
    given = set()
    is_doubtful = False
    for number, row in enumerate(goal.rows):
        if number not in left and goal.values[number] is not None:
            continue
        values = [value for node in find(row[0]) for value in goal.read(node) if value]
        if not values or (goal.values[number] is None and goal.is_nothing(values[0])):
            continue
        if goal.values[number] is None or not goal.agrees(values[0], number):
            return None
        is_doubtful |= any(not goal.agrees(value, number) for value in values[1:])
        given.add(number)
    return _Tried(text, cost + (_DOUBTFUL if is_doubtful else 0), frozenset(given)) if given else None
