"""Columns: what the entries of a list have in common, one column for each place inside an entry.

It takes the rows of a list and gives for each key its pieces, with measures of how good a title or a date
they would make.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Set

    from feedkit.parsers.detect.lines import Piece
    from feedkit.parsers.detect.texts import Texts

Key = tuple[str, int, str, int]
"""Kind, path inside the row, name of the element, and which of the pieces with all that it is."""
_NEARLY_ALL = 0.8
_DATED = 0.25
"""How much of its texts must be date for their other words to tell alone how much they differ."""
_ENOUGH_TEXTS = 4
"""So many texts tell what is common to them."""


class Column:
    """The pieces of all rows that have one key; shares are 0 to 1."""

    def __init__(self, key: Key, pieces: Sequence[Piece], rows: int, order: float, texts: Texts) -> None:
        count = len(pieces)
        shares = [texts.shares[piece.text] for piece in pieces]
        self._texts = texts
        self.key = key
        self.pieces = pieces
        self.coverage = count / rows
        """The share of the rows that it is in."""
        self.order = order
        """How many lines of a row come before it, on average."""
        self.linked = sum([piece.anchor >= 0 for piece in pieces]) / count
        """The share of its pieces that are links or stand in one."""
        self.distinct = _distinct([piece.text for piece in pieces])
        """How many of its texts differ; one text in all rows is 0."""
        self.dated = (count - shares.count(0.0)) / count
        """The share of its texts that give a date."""
        self.date_share = sum(shares) / count
        """How much of its texts is date."""
        self.best_fit = self._fitting(texts.fits[piece.text] for piece in pieces)
        """How much its texts might look like titles, whatever they have in common."""

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
    def fit(self) -> float:
        """Return how much its texts look like titles, be they in few rows."""
        common = self.common
        if not common:
            return self.best_fit
        return self._fitting(self._texts.fit(piece.text, common) for piece in self.pieces)

    def _fitting(self, fits: Iterable[float]) -> float:
        return sum(fits) / len(self.pieces) * (1 - 0.8 * min(1.0, self.date_share))

    @property
    def length(self) -> float:
        """Return how many letters its texts have on average."""
        return sum(len(piece.text) for piece in self.pieces) / len(self.pieces)

    def title_with(self, fit: float) -> float:
        """Return how well it would do as the column of titles if its texts fit so well."""
        distinct = self.distinct
        if self.date_share > _DATED:
            distinct = _distinct([self._texts.without_dates(piece.text) for piece in self.pieces])
        return math.pow(fit, 0.7) * self.coverage * (0.25 + 0.75 * distinct)


def _distinct(texts: Sequence[str]) -> float:
    return (len(set(texts)) - 1) / (len(texts) - 1) if len(texts) > 1 else 1.0


def build(rows: Sequence[Mapping[Key, Piece]], texts: Texts, least: float) -> list[Column]:
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
        Column(key, found, len(rows), orders[key] / len(found), texts)
        for key, found in pieces.items()
        if len(found) >= fewest
    ]
