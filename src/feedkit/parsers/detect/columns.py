"""Columns: what the entries of a list have in common, one column for each place inside an entry.

It takes the rows of a list and gives for each key its pieces, with measures of how good a title, link or
date they would make.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from feedkit.parsers.detect import when
from feedkit.parsers.detect.lines import without_dates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from feedkit.parsers.detect.lines import Piece

Key = tuple[str, int, str, int]
"""Kind, path of tags, name of the element, and which of the pieces of that kind and place it is."""

_WORD = re.compile(r"\w+")
_ENOUGH_WORDS = 4
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass
class Column:
    """The pieces of all rows that have one key."""

    key: Key
    rows: int
    pieces: dict[int, Piece] = field(default_factory=dict)
    orders: list[int] = field(default_factory=list)

    @property
    def coverage(self) -> float:
        """The share of the rows that it is in."""
        return len(self.pieces) / self.rows

    @cached_property
    def order(self) -> float:
        """How many lines of a row come before it, on average."""
        return sum(self.orders) / len(self.orders)

    @cached_property
    def linked(self) -> float:
        """The share of its pieces that are links or stand in one."""
        return sum(piece.anchor >= 0 for piece in self.pieces.values()) / len(self.pieces)

    @cached_property
    def texts(self) -> list[str]:
        """Its texts in the order of the page."""
        return [piece.text for piece in self.pieces.values()]

    @cached_property
    def distinct(self) -> float:
        """How many of its texts differ, 0 to 1; one text in all rows is 0."""
        count = len(set(self.texts))
        return (count - 1) / (len(self.texts) - 1) if len(self.texts) > 1 else 1.0

    @cached_property
    def dated(self) -> float:
        """The share of all rows in which it gives a date."""
        return sum(when.find(text) is not None for text in self.texts) / self.rows

    @cached_property
    def date_share(self) -> float:
        """How much of its texts is date."""
        return sum(map(when.share, self.texts)) / len(self.texts)

    @cached_property
    def worth(self) -> float:
        """How good a date it gives where it is."""
        return self.dated / self.coverage * (0.5 + 0.5 * min(1.0, self.date_share))

    @cached_property
    def title(self) -> float:
        """How well its texts would do as titles, 0 to 1."""
        return math.pow(self.fit, 0.7) * self.coverage * (0.25 + 0.75 * self.distinct)

    @cached_property
    def common(self) -> Set[str]:
        """The words that nearly all of its texts have."""
        if len(self.texts) < 4:
            return frozenset()
        counts = Counter(word for text in self.texts for word in set(words(text)))
        return {word for word, count in counts.items() if count > 0.8 * len(self.texts)}

    @cached_property
    def fit(self) -> float:
        """How much its texts look like titles, be they in few rows."""
        mean = sum(fit(text, self.common) for text in self.texts) / len(self.texts)
        return mean * (1 - 0.8 * min(1.0, self.date_share))


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, its date left out; of a script without spaces, two letters are one."""
    text = without_dates(text[:300])
    found = _WORD.findall(text)
    if not text.isascii():
        wide = "".join(_WIDE.findall(text))
        found = [word for word in found if not _WIDE.search(word)]
        found += [wide[place : place + 2] for place in range(0, len(wide) - 1, 2)]
    return tuple(word for word in found if not word.isdigit())


def fit(text: str, common: Set[str]) -> float:
    """Return how much a text looks like a title: some words of its own, not too many."""
    own = sum(0.1 if word in common else 1.0 if word.isalpha() else 0.5 for word in words(text))
    enough = math.pow(min(1.0, own / _ENOUGH_WORDS), 0.7)
    return max(0.02, enough) * max(0.5, min(1.0, 160 / len(text)))


def build(rows: Sequence[Mapping[Key, Piece]]) -> list[Column]:
    """Return the columns of a list in the order of the page."""
    columns: dict[Key, Column] = {}
    for number, row in enumerate(rows):
        order = -1
        for key, piece in row.items():
            order += piece.kind == "line"
            column = columns.get(key)
            if column is None:
                column = columns[key] = Column(key, len(rows))
            column.pieces[number] = piece
            column.orders.append(order)
    return list(columns.values())
