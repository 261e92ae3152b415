"""The selector of the entries: the plainest that selects them, all of them and nothing else.

It takes the tree of a page and the elements that are its entries, and gives CSS; None where names that
last do not tell them from others.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from feedkit import _selectors
from feedkit._selectors import Rule
from feedkit.synthesis import names
from feedkit.synthesis.names import Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_TRIES = 600
_MOST_PARTS = 3
_MOST_INSIDE = 12
_DEEPEST = 12
_BARE = 1.5
"""What is against a row without a name of its own, and nothing around it that has one."""
_STEP, _PAIR = 0.2, 1.4
"""What is against a child, and two side by side, and more of them, instead of any element."""
_INSIDE = 1.2
"""What is against telling rows by what they hold."""


def find(root: Any, rows: Sequence[Any]) -> str | None:
    """Return the selector of some elements of a tree; several joined by commas where they are of several kinds."""
    selector = _exact(root, rows)
    if selector is not None or len(rows) < 2:
        return selector
    parts: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows:
        parts.setdefault((row.tag, *names.classes(row)), []).append(row)
    if not 1 < len(parts) <= _MOST_PARTS:
        return None
    selectors = [_exact(root, part) for part in parts.values()]
    return ", ".join(map(str, selectors)) if all(selectors) else None


def _exact(root: Any, rows: Sequence[Any]) -> str | None:
    wanted = set(rows)
    for text, _ in islice(_candidates(rows), _MOST_TRIES):
        if set(select(root, text)) == wanted:
            return text
    return None


def select(root: Any, text: str) -> list[Any]:
    """Return the elements that a selector finds below an element."""
    ((_, find),) = _selectors.finders(Rule(((_selectors.kind_of(text), text),)))
    return find(root)


def _candidates(rows: Sequence[Any]) -> Iterator[tuple[str, float]]:
    """Yield selectors that select the rows, and maybe more, the plainest first."""
    own = names.shared(rows)
    plain = list(_placed(own, _levels(rows)))
    inside = list(islice(_inside(rows), _MOST_INSIDE))
    found = dict(plain)
    for text, cost in plain:
        for each in inside:
            found.setdefault(f"{text}:has({each.text})", cost + _INSIDE + each.cost / 2)
    return iter(sorted(found.items(), key=lambda pair: pair[1]))


def _levels(rows: Sequence[Any]) -> list[list[Name]]:
    """Return the names that what stands around the rows shares, level by level outwards."""
    levels = []
    around = list(rows)
    for _ in range(_DEEPEST):
        around = list(dict.fromkeys(each.getparent() for each in around))
        if None in around or any(each.tag in ("body", "html") for each in around):
            break
        levels.append(names.shared(around))
    return levels


def _placed(own: Sequence[Name], levels: Sequence[Sequence[Name]]) -> Iterator[tuple[str, float]]:
    """Yield the rows' own names, with a name of what stands around them, or with two."""
    for row in own:
        is_named = row.text[0] == "#" or "." in row.text or "[" in row.text
        yield row.text, row.cost + (0 if is_named else _BARE if row.text != "article" else 0.3)
        for depth, level in enumerate(levels):
            for outer in level:
                cost = row.cost + outer.cost + 0.1 * depth
                is_landmark = outer.text[0] == "#" or "." in outer.text or "[" in outer.text
                cost += 0 if is_named or is_landmark else _BARE
                if depth == 0:
                    yield f"{outer.text} > {row.text}", cost + 0.05
                yield f"{outer.text} {row.text}", cost + 0.1
                if depth > 0 and is_landmark:
                    for parent in levels[0]:
                        yield f"{outer.text} {parent.text} > {row.text}", cost + parent.cost + 0.1


def _inside(rows: Sequence[Any]) -> Iterator[Name]:
    """Yield what every row holds, as `:has()` writes it: an element, a child, two or three side by side."""
    common = set.intersection(*({*_below(row)} for row in rows))
    yield from sorted(common, key=lambda name: (name.cost, name.text))


def _below(row: Any) -> Iterator[Name]:
    for each in row.iterdescendants("*"):
        yield from names.of(each)
        yield from names.addressed(each)
    for child in row.iterchildren("*"):
        yield from (Name(f"> {name.text}", name.cost + _STEP) for name in names.of(child))
        before = next(child.itersiblings("*", preceding=True), None)
        if before is not None:
            yield Name(f"> {before.tag} + {child.tag}", _PAIR)
            third = next(before.itersiblings("*", preceding=True), None)
            if third is not None:
                yield Name(f"> {third.tag} + {before.tag} + {child.tag}", _PAIR + _STEP)
