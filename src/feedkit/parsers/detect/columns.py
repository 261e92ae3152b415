"""Columns: what the entries of a list have in common, one column for each place inside an entry.

It takes the rows of a list and gives for each key its pieces, with measures of how good a title or a date
they would make.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from feedkit.parsers.detect.lines import Piece
    from feedkit.parsers.detect.outline import Outline
    from feedkit.parsers.detect.texts import Texts
    from feedkit.parsers.detect.view import View

Key = tuple[str, int, str, int]
"""Kind, path inside the row, name of the element, and which of the pieces with all that it is."""
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
TOLD = 0.6
"""How good a title is at least that is a heading."""
_STRONG = frozenset(("b", "strong"))
_MARKED = 1.15
"""How much better titles are that are printed bold."""
_NEARLY_ALL = 0.8
_DATED = 0.25
"""How much of its texts must be date for their other words to tell alone how much they differ."""
_ENOUGH_TEXTS = 4
"""So many texts tell what is common to them."""


class Content:
    """Pieces that stand at one place of several rows, and what they tell; shares are 0 to 1."""

    def __init__(self, pieces: Sequence[Piece], texts: Texts, page: Outline, below: Set[int]) -> None:
        count = len(pieces)
        shares = [texts.shares[piece.text] for piece in pieces]
        self._texts, self._page, self._below = texts, page, below
        self.pieces = pieces
        self.linked = sum([piece.anchor >= 0 for piece in pieces]) / count
        """The share of its pieces that are links or stand in one."""
        self.distinct = _distinct([piece.text for piece in pieces])
        """How many of its texts differ; one text in all rows is 0."""
        self.dated = (count - shares.count(0.0)) / count
        """The share of its texts that give a date."""
        self.date_share = sum(shares) / count
        """How much of its texts is date."""

    @property
    def counted(self) -> float:
        """Return the share of its texts whose date is relative."""
        spots = [self._texts.spots[piece.text] for piece in self.pieces]
        return sum([spot is not None and spot.is_relative for spot in spots]) / len(spots)

    @cached_property
    def common(self) -> Set[str]:
        """Return the words that nearly all of its texts have."""
        if len(self.pieces) < _ENOUGH_TEXTS:
            return frozenset()
        counts = Counter(word for piece in self.pieces for word in set(self._texts.words[piece.text]))
        return {word for word, count in counts.items() if count > _NEARLY_ALL * len(self.pieces)}

    @cached_property
    def best_fit(self) -> float:
        """Return how much its texts might look like titles, whatever they have in common."""
        return self._fitting([self._texts.fits[piece.text] for piece in self.pieces])

    @cached_property
    def fit(self) -> float:
        """Return how much its texts look like titles, be they in few rows."""
        common = self.common
        if not common:
            return self.best_fit
        return self._fitting([self._texts.fit(piece.text, common) for piece in self.pieces])

    def _fitting(self, fits: Sequence[float]) -> float:
        return sum(fits) / len(fits) * (1 - 0.8 * min(1.0, self.date_share))

    @property
    def length(self) -> float:
        """Return how many letters its texts have on average."""
        return sum(len(piece.text) for piece in self.pieces) / len(self.pieces)

    @cached_property
    def is_strong(self) -> bool:
        """Return whether its first text is printed bold, all of it."""
        piece = self.pieces[0]
        return self._page.is_within(piece.first if piece.first == piece.last else piece.owner, _STRONG)

    @cached_property
    def best_title(self) -> float:
        """Return how well it would do as titles of all rows, whatever its texts have in common."""
        return self._title_with(self.best_fit)

    @cached_property
    def title(self) -> float:
        """Return how well it would do as titles of all rows."""
        return self._title_with(self.fit) if self.common else self.best_title

    def _title_with(self, fit: float) -> float:
        distinct = self.distinct
        if self.date_share > _DATED:
            distinct = _distinct([self._texts.without_dates(piece.text) for piece in self.pieces])
        is_heading = self._page.is_within(self.pieces[0].owner, HEADINGS)
        if is_heading:
            fit = max(fit, TOLD * (1 - self.date_share))
        below = sum([piece.anchor in self._below for piece in self.pieces]) / len(self.pieces)
        score = math.pow(fit, 0.7) * (0.25 + 0.75 * distinct) * (1 + 0.4 * self.linked + 0.4 * below)
        return score * (1.6 if is_heading else 1) * (_MARKED if self.is_strong else 1)


@dataclass(slots=True)
class Column:
    """What the rows of a list have at one place."""

    key: Key
    content: Content
    coverage: float
    """The share of the rows that it is in."""
    order: float
    """How many lines of a row come before it, on average."""

    @property
    def pieces(self) -> Sequence[Piece]:
        """Return its pieces, in the order of the rows."""
        return self.content.pieces


def _distinct(texts: Sequence[str]) -> float:
    return (len(set(texts)) - 1) / (len(texts) - 1) if len(texts) > 1 else 1.0


def build(rows: Sequence[Mapping[Key, Piece]], view: View, least: float) -> list[Column]:
    """Return the columns of a list in the order of the page, but for those in less than a share of the rows."""
    pieces: dict[Key, list[Piece]] = {}
    orders: dict[Key, int] = {}
    for row in rows:
        order = -1
        for key, piece in row.items():
            order += key[0] == "line"
            if key in pieces:
                pieces[key].append(piece)
                orders[key] += order
            else:
                pieces[key], orders[key] = [piece], order
    fewest = least * len(rows)
    return [
        Column(key, view.contents[tuple(found)], len(found) / len(rows), orders[key] / len(found))
        for key, found in pieces.items()
        if len(found) >= fewest
    ]
