"""Columns: what the entries of a list have in common, one column for each place inside an entry.

It takes the rows of a list and gives for each key its pieces, with measures of how good a title or a date
they would make.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
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
_DATED = 0.1
"""How much of its texts must be date for their other words to tell alone how much they differ."""
_HEADING, _LINKED, _BELOW = 1.6, 0.4, 0.4
"""How much better titles are that are headings, or links, or lead to what lies below the page."""
_RUNNING = 0.3
"""How much worse titles are that are running text."""
_ENOUGH_STEPS, _DAYS = 3, 12
"""So many steps between days tell whether they go back, and so many days are looked at."""
_ENOUGH_TEXTS = 4
"""So many texts tell what is common to them."""


class Content:
    """Pieces that stand at one place of several rows, and what they tell; shares are 0 to 1."""

    def __init__(self, pieces: Sequence[Piece], texts: Texts, page: Outline, below: Set[int]) -> None:
        self._texts = texts
        self.pieces = pieces
        anchors = [piece.anchor for piece in pieces]
        self.linked = 1 - anchors.count(-1) / len(pieces)
        """The share of its pieces that are links or stand in one."""
        self.distinct = _distinct([piece.text for piece in pieces])
        """How many of its texts differ; one text in all rows is 0."""
        first = pieces[0]
        self.is_strong = page.is_within(first.first if first.first == first.last else first.owner, _STRONG)
        """Whether its first text is printed bold, all of it."""
        self._is_heading = page.is_within(first.owner, HEADINGS)
        leading = sum([anchor in below for anchor in anchors]) / len(pieces) if self.linked and below else 0
        shown = (_HEADING if self._is_heading else 1) * (_MARKED if self.is_strong else 1)
        prose = (
            0
            if self._is_heading
            else sum([texts.sentences[piece.text] for piece in pieces if piece.anchor < 0])
        )
        self._standing = (1 + _LINKED * self.linked + _BELOW * leading) * shown
        self._standing *= 1 - _RUNNING * prose / len(pieces)
        self.most = self._worth(1, self.distinct)
        """As titles it is worth no more, whatever its texts are."""

    @cached_property
    def _shares(self) -> list[float]:
        shares = self._texts.shares
        return [shares[piece.text] for piece in self.pieces]

    @property
    def dated(self) -> float:
        """Return the share of its texts that give a date."""
        return 1 - self._shares.count(0.0) / len(self.pieces)

    @cached_property
    def date_share(self) -> float:
        """Return how much of its texts is date."""
        return sum(self._shares) / len(self.pieces)

    @property
    def counted(self) -> float:
        """Return the share of its texts whose date is relative."""
        spots = [self._texts.spots[piece.text] for piece in self.pieces]
        return sum([spot is not None and spot.is_relative for spot in spots]) / len(spots)

    @cached_property
    def back(self) -> float:
        """Return the share of the steps from day to day that go back in time, of those that go anywhere; 0 for few."""
        days = self._texts.days([piece.text for piece in self.pieces[:_DAYS]])
        steps = [earlier < later for later, earlier in pairwise(days) if earlier != later]
        return sum(steps) / len(steps) if len(steps) >= _ENOUGH_STEPS else 0.0

    @cached_property
    def common(self) -> Set[str]:
        """Return the words that nearly all of its texts have."""
        if len(self.pieces) < _ENOUGH_TEXTS:
            return frozenset()
        counts = Counter(word for piece in self.pieces for word in set(self._texts.words[piece.text]))
        return {word for word, count in counts.items() if count > _NEARLY_ALL * len(self.pieces)}

    @property
    def words(self) -> list[tuple[str, ...]]:
        """Return the words of each of its texts."""
        return [self._texts.words[piece.text] for piece in self.pieces]

    @property
    def _are_phrases(self) -> bool:
        """Return whether its texts have two words and more beside their dates, most of them."""
        return sum([len(words) > 1 for words in self.words]) * 2 > len(self.pieces)

    @cached_property
    def _best_fit(self) -> float:
        """Return how much its texts might look like titles, whatever they have in common."""
        fits = self._texts.fits
        return self._fitting([fits[piece.text] for piece in self.pieces])

    @cached_property
    def fits(self) -> list[float]:
        """Return how well each of its texts would do as a title, but for the words that they have in common."""
        common = self.common
        if common:
            return [self._texts.fit(piece.text, common) for piece in self.pieces]
        fits = self._texts.fits
        return [fits[piece.text] for piece in self.pieces]

    @cached_property
    def fit(self) -> float:
        """Return how much its texts look like titles, be they in few rows."""
        return self._fitting(self.fits) if self.common else self._best_fit

    def _fitting(self, fits: Sequence[float]) -> float:
        return sum(fits) / len(fits) * (1 - 0.8 * min(1.0, self.date_share))

    @property
    def length(self) -> float:
        """Return how many letters its texts have on average."""
        return sum([len(piece.text) for piece in self.pieces]) / len(self.pieces)

    @cached_property
    def best_title(self) -> float:
        """Return how well it would do as titles of all rows, whatever its texts have in common."""
        return self._title_with(self._best_fit)

    @cached_property
    def title(self) -> float:
        """Return how well it would do as titles of all rows."""
        return self._title_with(self.fit) if self.common else self.best_title

    def _title_with(self, fit: float) -> float:
        distinct = self.distinct
        if self.date_share > _DATED and not (self._is_heading and self._are_phrases):
            distinct = _distinct([self._texts.without_dates(piece.text) for piece in self.pieces])
        if self._is_heading:
            fit = max(fit, TOLD * (1 - self.date_share))
        return self._worth(fit, distinct)

    def _worth(self, fit: float, distinct: float) -> float:
        return math.pow(fit, 0.7) * (0.25 + 0.75 * distinct) * self._standing


@dataclass(slots=True)
class Column:
    """What the rows of a list have at one place."""

    key: Key
    pieces: tuple[Piece, ...]
    """Its pieces, in the order of the rows."""
    coverage: float
    """The share of the rows that it is in."""
    order: float
    """How many lines of a row come before it, on average."""
    contents: Mapping[tuple[Piece, ...], Content]
    told: Content | None = None

    @property
    def content(self) -> Content:
        """Return what its pieces tell, worked out when it is asked for first."""
        if self.told is None:
            self.told = self.contents[self.pieces]
        return self.told


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
        Column(key, tuple(found), len(found) / len(rows), orders[key] / len(found), view.contents)
        for key, found in pieces.items()
        if len(found) >= fewest
    ]
