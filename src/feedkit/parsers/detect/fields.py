"""Fields: which column of a list is its title, its link, its date, and what each row has there.

It takes the rows of a list; gives a `Plan`, columns for each field, the best first; and reads each row by
it. Where the best column has nothing in a row, the next one is asked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from feedkit.parsers.detect import columns, when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedkit.parsers.detect.columns import Column, Key
    from feedkit.parsers.detect.heads import Heads
    from feedkit.parsers.detect.lines import Piece
    from feedkit.parsers.detect.outline import Outline
    from feedkit.parsers.detect.rows import Row
    from feedkit.parsers.detect.view import View

LinkKey = tuple[int, str, int]
_ENOUGH = 0.3
"""Share of the best column's score that another must have to stand in for it."""
_MOST_TITLES = 4
_SELDOM = 0.2
"""Share of the rows that a column must be in to be looked at."""
_COMMON = 0.5
_USUAL_TEXT = 200
"""Letters of an entry from which on more of them say nothing."""
_MOSTLY = 0.6
_TOLD = 0.6
"""How good a title is at least that is a heading."""
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_STRONG = frozenset(("b", "strong"))


@dataclass(frozen=True)
class Plan:
    """Which columns give each field, the best first."""

    titles: tuple[Column, ...]
    dates: tuple[Column, ...]
    links: tuple[LinkKey, ...]
    common: frozenset[tuple[str, int]]
    """The kinds and paths of pieces that most rows have."""
    repeats: float
    """The share of the rows that seem to hold several entries."""


@dataclass(slots=True)
class Found:
    """What a row holds."""

    row: Row
    title: Piece | None
    link: int | None
    """Its place."""
    date: str | None
    date_piece: Piece | None
    parts: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """How good title, date, link and text are, each 0 to 1."""

    typical: float = 0.0
    """The share of the columns of most rows that it has."""

    @property
    def quality(self) -> float:
        """How much the row looks like an entry, 0 to 1."""
        title, date, link, text = self.parts
        return 0.4 * title + 0.3 * date + 0.15 * link + 0.15 * text


def plan(view: View, rows: Sequence[Row]) -> Plan:
    """Return what gives the fields of a list."""
    found = _columns(rows)
    titles = _titles(view, rows, found)
    dates = _ranked([(_date_score(column), column) for column in found])
    links = _ranked([(score, key) for key, score in _link_scores(view, rows).items()])
    again = _again(found)
    repeats = 0.7 * again.get(titles[0].key, 0.0) if titles else 0.0
    if dates:
        repeats = max(repeats, 0.3 * again.get(dates[0].key, 0.0))
    places = Counter(place for row in rows for place in {key[:2] for key in row.pieces})
    common = frozenset(place for place, count in places.items() if count >= _COMMON * len(rows))
    return Plan(tuple(titles), tuple(dates), tuple(links), common, repeats)


def _again(found: Sequence[Column]) -> dict[Key, float]:
    """Return for each column in how many rows two more like it follow, as where a row holds a list."""
    by_key = {column.key: column for column in found}
    again = {}
    for column in found:
        kind, path, name, number = column.key
        third = by_key.get((kind, path, name, number + 2))
        if third and third.fit > 0.5 * column.fit and abs(third.linked - column.linked) < 0.3:
            again[column.key] = min(1.0, third.coverage / column.coverage)
    return again


def _columns(rows: Sequence[Row]) -> list[Column]:
    return [column for column in columns.build([row.pieces for row in rows]) if column.coverage >= _SELDOM]


def _titles(view: View, rows: Sequence[Row], found: Sequence[Column]) -> list[Column]:
    """Return the column of titles, and for the rows that have none there, the next best, and so on."""
    titles: list[Column] = []
    again = _again(found)
    while rows and len(titles) < _MOST_TITLES:
        scored = [
            (
                _title_score(view, column)
                * _nearness(column, titles)
                * (1 - 0.5 * again.get(column.key, 0.0)),
                column,
            )
            for column in found
            if column.key[0] != "time"
        ]
        score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if best is None or score < 0.01:
            break
        titles.append(best)
        rows = [row for row in rows if best.key not in row.pieces]
        found = _columns(rows)
    return titles


def _nearness(column: Column, titles: Sequence[Column]) -> float:
    """Return how near to the place of the usual title a column is, where another must stand in for it."""
    return max(0.3, 1 - 0.2 * abs(column.order - titles[0].order)) if titles else 1.0


def _ranked(scored: list[tuple[float, Any]]) -> list[Any]:
    scored.sort(key=lambda pair: -pair[0])
    return [value for score, value in scored if score > 0.05 and score >= _ENOUGH * scored[0][0]]


def _title_score(view: View, column: Column) -> float:
    page = view.outline
    pieces = column.pieces.values()
    heading = sum(_is_within(page, piece.owner, _HEADINGS) for piece in pieces) / len(pieces)
    strong = sum(_is_within(page, piece.owner, _STRONG) for piece in pieces) / len(pieces)
    below = sum(piece.anchor in view.below for piece in pieces) / len(pieces)
    score = column.title * (1 + 0.6 * heading) * (1 + 0.4 * column.linked + 0.4 * below) * (1 + 0.1 * strong)
    return score * max(0.5, 1 - 0.04 * column.order)


def _is_within(page: Outline, place: int, tags: frozenset[str]) -> bool:
    """Return whether an element is one of some, or near inside of one."""
    for _ in range(4):
        if page.tags[place] in tags:
            return True
        place = page.parents[place]
        if place < 0:
            return False
    return False


def _date_score(column: Column) -> float:
    if not column.dated:
        return 0.0
    score = column.dated * (0.4 + 0.6 * column.date_share) * max(0.5, 1 - 0.02 * column.order)
    return score * (1.1 if column.key[0] == "time" else 1.0)


def _link_scores(view: View, rows: Sequence[Row]) -> dict[LinkKey, float]:
    """Return how good each column of links is: most rows, most different addresses, early in the row."""
    found: dict[LinkKey, list[str]] = defaultdict(list)
    for row in rows:
        for key, place in _links_of(view, row).items():
            found[key].append(view.links[place])
    return {
        key: len(set(texts)) / len(rows) * max(0.7, 1 - 0.02 * order)
        for order, (key, texts) in enumerate(found.items())
    }


def _links_of(view: View, row: Row) -> dict[LinkKey, int]:
    """Return the places of a row's links by key."""
    page, places = view.outline, view.link_places
    found: dict[LinkKey, int] = {}
    counts: dict[tuple[int, str], int] = defaultdict(int)
    paths = {page.parents[row.start]: 0}
    for number in range(bisect_left(places, row.start), bisect_left(places, row.end)):
        place = places[number]
        near = (view.path(place, paths), page.names[place] if place != row.start else "a")
        found[(*near, counts[near])] = place
        counts[near] += 1
    return found


def read(view: View, rows: Sequence[Row], plan: Plan, heads: Heads) -> list[Found]:
    """Return what each row holds; `heads` are the dates above the rows."""
    found = [_found(view, row, plan, head) for row, head in zip(rows, heads.dates, strict=True)]
    titles = Counter(each.title.text for each in found if each.title)
    links = Counter(view.links[each.link] for each in found if each.link is not None)
    common = {id(piece): column.common for column in plan.titles for piece in column.pieces.values()}
    for each in found:
        title = link = date = 0.0
        if each.title:
            title = columns.fit(each.title.text, common.get(id(each.title), frozenset()))
            if _is_within(view.outline, each.title.owner, _HEADINGS):
                title = max(title, _TOLD)
            title *= (1 + 1 / titles[each.title.text]) / 2
        if each.link is not None:
            link = (1 + 1 / links[view.links[each.link]]) / 2
        if each.date:
            date = plan.dates[0].worth if each.date_piece else heads.worth
        text = min(1.0, view.size(each.row.start, each.row.end) / _USUAL_TEXT)
        each.parts = (title, date, link, text)
        usual = len(plan.common & {key[:2] for key in each.row.pieces})
        each.typical = usual / len(plan.common) if plan.common else 1.0
    return found


def _found(view: View, row: Row, plan: Plan, head: str | None) -> Found:
    titles = (row.pieces.get(column.key) for column in plan.titles)
    title = next((piece for piece in titles if piece is not None), None)
    date, piece = _date_of(row, plan)
    return Found(row, title, _link_of(view, row, plan, title), date or head, piece)


def _link_of(view: View, row: Row, plan: Plan, title: Piece | None) -> int | None:
    """Return the place of a row's link: the title's own, else that of the best column, else any."""
    if title is not None and title.anchor in view.links:
        return title.anchor
    found = _links_of(view, row)
    return next((found[key] for key in (*plan.links, *found) if key in found), None)


def _date_of(row: Row, plan: Plan) -> tuple[str | None, Piece | None]:
    for column in plan.dates:
        piece = row.pieces.get(column.key)
        reading = when.find(piece.text) if piece else None
        if piece and reading:
            return piece.text[reading.start : reading.end], piece
    for piece in row.pieces.values() if plan.dates else ():
        if when.share(piece.text) > _MOSTLY:
            reading = when.find(piece.text)
            assert reading is not None
            return piece.text[reading.start : reading.end], piece
    return None, None
