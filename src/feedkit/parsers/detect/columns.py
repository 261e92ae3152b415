"""Columns: what the entries of a list have in common, one column for each place inside an entry.

It takes the rows of a list and gives for each key its pieces, with measures of how good a title or a date
they would make.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from feedkit.parsers.detect.lines import Piece
    from feedkit.parsers.detect.texts import Texts

Key = tuple[str, int, str, int]
"""Kind, path inside the row, name of the element, and which of the pieces with all that it is."""
_NEARLY_ALL = 0.8
_ENOUGH_TEXTS = 4
"""So many texts tell what is common to them."""


@dataclass(frozen=True, slots=True)
class Column:
    """The pieces of all rows that have one key; shares are 0 to 1."""

    key: Key
    pieces: tuple[Piece, ...]
    coverage: float
    """The share of the rows that it is in."""
    order: float
    """How many lines of a row come before it, on average."""
    linked: float
    """The share of its pieces that are links or stand in one."""
    distinct: float
    """How many of its texts differ; one text in all rows is 0."""
    dated: float
    """The share of its texts that give a date."""
    date_share: float
    """How much of its texts is date."""
    counted: float
    """The share of its texts whose date is relative."""
    common: Set[str]
    """The words that nearly all of its texts have."""
    fit: float
    """How much its texts look like titles, be they in few rows."""

    def title_with(self, fit: float) -> float:
        """Return how well it would do as the column of titles if its texts fit so well."""
        return math.pow(fit, 0.7) * self.coverage * (0.25 + 0.75 * self.distinct)


def build(rows: Sequence[Mapping[Key, Piece]], texts: Texts, least: float) -> list[Column]:
    """Return the columns of a list in the order of the page, but for those in less than a share of the rows."""
    pieces: dict[Key, list[Piece]] = {}
    orders: dict[Key, int] = {}
    for row in rows:
        order = -1
        for key, piece in row.items():
            order += piece.kind == "line"
            if key in pieces:
                pieces[key].append(piece)
                orders[key] += order
            else:
                pieces[key], orders[key] = [piece], order
    fewest = least * len(rows)
    return [
        _column(key, found, orders[key] / len(found), len(rows), texts)
        for key, found in pieces.items()
        if len(found) >= fewest
    ]


def _column(key: Key, pieces: Sequence[Piece], order: float, rows: int, texts: Texts) -> Column:
    all_texts = [piece.text for piece in pieces]
    count = len(pieces)
    shares = [texts.share(text) for text in all_texts]
    common = _common(all_texts, texts) if count >= _ENOUGH_TEXTS else frozenset()
    mean = sum(texts.fit(text, common) for text in all_texts) / count
    share = sum(shares) / count
    return Column(
        key,
        tuple(pieces),
        count / rows,
        order,
        sum(piece.anchor >= 0 for piece in pieces) / count,
        (len(set(all_texts)) - 1) / (count - 1) if count > 1 else 1.0,
        sum(each > 0 for each in shares) / count,
        share,
        sum((spot := texts.spot(text)) is not None and spot.is_relative for text in all_texts) / count,
        common,
        mean * (1 - 0.8 * min(1.0, share)),
    )


def _common(all_texts: Sequence[str], texts: Texts) -> Set[str]:
    counts = Counter(word for text in all_texts for word in set(texts.words(text)))
    return {word for word, count in counts.items() if count > _NEARLY_ALL * len(all_texts)}
