"""A field of a recipe: where its values stand, and how they are read.

It takes a rule and a way to read what the rule finds, and gives the texts that the field may be. It
never chooses between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from feedkit import _selectors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedkit._selectors import Rule

Read = Callable[[Any], Iterable[str]]
"""From what a selector finds to the texts that it may be, the surest first."""

PATIENCE = 10
"""How many rows may run into the time limit of a field's `match` before it is given up."""


class Field:
    """One field of a recipe: where its values stand, and how they are read."""

    def __init__(self, name: str, rule: Rule | None, read: Read) -> None:
        self.name = name
        self.read = read
        self.finders = _selectors.finders(rule)
        self.steps = rule if rule and (rule.strip or rule.match is not None) else None
        self.timeouts = 0

    def values(self, element: Any) -> Iterator[tuple[str, str]]:
        """Yield the selector and the text of whatever the field may be, the first choice first."""
        for selector, find in self.finders:
            for node in find(element):
                for text in self.read(node):
                    value = self.refined(text) if self.steps else text
                    if value:
                        yield selector, value

    def refined(self, text: str) -> str | None:
        """Return a text after the steps of the rule; None when it is nothing then, or took too long."""
        if self.steps is None or self.timeouts >= PATIENCE:
            return None if self.steps else text
        try:
            return _selectors.refine(text, self.steps)
        except TimeoutError:
            self.timeouts += 1
            return None
