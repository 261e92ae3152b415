"""Fields: which column of a list is its title, its link, its date, and what each row has there.

It takes the rows of a list; gives a `Plan`, columns for each field, the best first; and reads each row by
it. Where the best column has nothing in a row, the next one is asked.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from feedkit.parsers.detect import columns, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from feedkit.parsers.detect.columns import Column, Content, Key
    from feedkit.parsers.detect.heads import Heads
    from feedkit.parsers.detect.lines import Piece
    from feedkit.parsers.detect.rows import LinkKey, Row
    from feedkit.parsers.detect.view import View

_T = TypeVar("_T")
_TITLE, _DATE, _LINK, _TEXT = 0.4, 0.3, 0.15, 0.15
"""What each is worth."""
_ENOUGH = 0.3
"""Share of the best column's score that another must have to stand in for it."""
_MOST_TITLES = 4
_SELDOM = 0.2
"""Share of the rows that a column must be in to be looked at."""
_COMMON = 0.5
_LONG = 60
"""Letters of a line from which on it is a summary."""
_USUAL_TEXT = 200
"""Letters of an entry from which on more of them say nothing."""
_MOSTLY = 0.6
_NUMBERED = 0.95
"""What a title with its number is worth next to the title alone."""
_NAMED = 0.5
"""How good titles are at least that tell dates, or are all one beside dates: what is met there has no other name."""
_COUNTED = 0.4
"""How much worse a date is that is counted from the time of the page, next to one that is printed."""
_UNORDERED, _ORDERED, _FEWEST = 0.75, 0.95, 5
"""Shares of steps back in time, from row to row, of dates that are in no order and of such that are; rows that tell."""
_HERE, _SILENT = 0.6, 0.9
"""What links to a place of the page, and those without a word, are worth next to others."""
_BELOW = 0.2
"""How much better links are that lead to what lies below the page."""
_SHARED, _EACH = 0.5, 0.9
"""How many links of titles differ at most where these are shared, and of a column that has one for each row."""
_NEARLY_ALL = 0.8
"""The share of titles that are links from which on these are the entries' own, and of rows that a column of dates is in."""
_BEGINS = 0.9
"""The share of lines that begin with their links, and of their worth that these have, where the links are the titles."""
_SOME = 8
"""So many links of a column tell whether they are those of the titles."""
_UNTITLED = 0.4
"""What a row is worth as a title that has a button in place of one."""


@dataclass
class Plan:
    """Which columns give each field, the best first; what is seldom asked for is worked out then."""

    view: View
    rows: Sequence[Row]
    columns: Sequence[Column]
    titles: tuple[Column, ...]
    dates: tuple[Column, ...]
    common: frozenset[tuple[str, int]]
    """The kinds and paths of pieces that most rows have."""
    repeats: float
    """The share of the rows that seem to hold several entries."""

    @cached_property
    def links(self) -> list[LinkKey]:
        """Return the columns of links, the best first."""
        found: dict[LinkKey, list[int]] = defaultdict(list)
        named: dict[LinkKey, int] = defaultdict(int)
        for row in self.rows:
            title = next((row.pieces[each.key] for each in self.titles if each.key in row.pieces), None)
            for key, place in rows.links(self.view, row).items():
                found[key].append(place)
                if title is not None and len(found[key]) <= _SOME:
                    named[key] += _is_of_title(self.view, place, title)
        worth = (
            _link_worth(self.view, places, len(self.rows), order) * (1 + named[key] / min(len(places), _SOME))
            for order, (key, places) in enumerate(found.items())
        )
        return _ranked(list(zip(worth, found, strict=True)))

    @cached_property
    def are_links_shared(self) -> bool:
        """Whether titles share their links, or some have none, and another column has one for each row.

        Such are departments that meet, and recordings that not all meetings have.
        """
        addresses = self.view.links
        pieces = self.titles[0].pieces
        linked = [addresses[each.anchor] for each in pieces if each.anchor in addresses]
        if not linked or (
            len(set(linked)) > _SHARED * len(linked) and len(linked) > _NEARLY_ALL * len(pieces)
        ):
            return False
        found = [rows.links(self.view, row).get(key) for key in self.links[:1] for row in self.rows]
        return len({addresses[place] for place in found if place is not None}) > _EACH * len(self.rows)

    @property
    def names(self) -> frozenset[str]:
        """Return the names of the elements of its columns."""
        return frozenset(column.key[2] for column in self.columns)

    @cached_property
    def summary(self) -> Column | None:
        """Return the column of the longest lines that are no titles or dates, where they are long."""
        taken = {column.key for column in (*self.titles, *self.dates[:1])}
        lines = [
            column
            for column in self.columns
            if column.key[0] == "line" and column.key not in taken and column.content.distinct > _ENOUGH
        ]
        best = max(lines, key=lambda column: column.coverage * column.content.length, default=None)
        return best if best is not None and best.content.length >= _LONG else None


@dataclass(slots=True)
class Found:
    """What a row holds."""

    row: Row
    title: Piece | None
    link: int | None
    """Its place."""
    date: str | None
    date_piece: Piece | None
    head: str | None
    """The date or part of one that stands above."""
    has_button: bool = False
    """Whether a button such as "PDF" stands where its title would be."""
    is_prose: bool = False
    """Whether what it has for a title is running text."""
    parts: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    """How good title, date, link and text are, each 0 to 1."""
    typical: float = 0.0
    """The share of the places of most rows at which it has something."""

    @property
    def quality(self) -> float:
        """How much the row looks like an entry, 0 to 1."""
        return quality(self.parts)


def quality(parts: Sequence[float]) -> float:
    """Return what title, date, link and text are worth together."""
    title, date, link, text = parts
    return _TITLE * title + _DATE * date + _LINK * link + _TEXT * text


def plan(view: View, rows: Sequence[Row], most_titles: int = _MOST_TITLES) -> Plan:
    """Return what gives the fields of a list; of its titles, so many columns at most."""
    found = _columns(view, rows)
    titles = _titles(view, rows, found, most_titles)
    dated = set(chain.from_iterable([row.dated for row in rows]))
    dates = _in_order(_ranked([(_date_score(column), column) for column in found if column.key in dated]))
    by_key = {column.key: column for column in found}
    repeats = 0.7 * _again(titles[0].key, by_key) if titles else 0.0
    if dates:
        repeats = max(repeats, 0.3 * _again(dates[0].key, by_key))
    places = _counts(chain.from_iterable([row.places for row in rows]))
    common = frozenset(place for place, count in places.items() if count >= _COMMON * len(rows))
    return Plan(view, rows, found, tuple(titles), tuple(dates), common, repeats)


def _again(key: Key, by_key: Mapping[Key, Column]) -> float:
    """Return in how many rows two more columns like one follow, as where a row holds a list."""
    kind, path, name, number = key
    third = by_key.get((kind, path, name, number + 2))
    if third is None:
        return 0.0
    column, second = by_key[key], by_key.get((kind, path, name, number + 1))
    if second is None or not all(_is_like(each.content, column.content) for each in (second, third)):
        return 0.0
    return min(1.0, third.coverage / column.coverage)


def _counts(things: Iterable[_T]) -> dict[_T, int]:
    """Return how often each of some things is there."""
    counts: dict[_T, int] = defaultdict(int)
    for thing in things:
        counts[thing] += 1
    return counts


def _is_like(one: Content, other: Content) -> bool:
    is_near = one.fit > 0.5 * other.fit and abs(one.linked - other.linked) < 0.3
    return is_near and one.is_strong == other.is_strong


def _columns(view: View, rows: Sequence[Row]) -> list[Column]:
    return columns.build([row.pieces for row in rows], view, _SELDOM)


def _titles(view: View, rows: Sequence[Row], found: Sequence[Column], most: int) -> list[Column]:
    """Return the column of titles, and for the rows that have none there, the next best, and so on."""
    titles: list[Column] = []
    by_key = {column.key: column for column in found}
    while rows and len(titles) < most:
        score, best = _best_title(found, titles, by_key)
        if best is None or score < 0.001:
            break
        best = _linked(best, found)
        titles.append(best)
        rows = [row for row in rows if best.key not in row.pieces]
        found = _columns(view, rows) if len(titles) < most else ()
    return titles


def _best_title(
    found: Sequence[Column], titles: Sequence[Column], by_key: Mapping[Key, Column]
) -> tuple[float, Column | None]:
    """Return the best column of titles beside others, and its score.

    What a column tells, and what its texts have in common, is looked for only where it may be the best.
    """
    ranked = [
        (column.content.most * (seldom := _seldom(column, titles)), -number, seldom, column)
        for number, column in enumerate(found)
        if column.key[0] != "time"
    ]
    ranked.sort(reverse=True)
    best: tuple[float, int, Column | None] = (0.0, 1, None)
    for most, number, seldom, column in ranked:
        if (most, number) < best[:2]:
            break
        content = column.content
        if (content.best_title * seldom, number) > best[:2]:
            score = content.title * seldom * (1 - 0.5 * _again(column.key, by_key))
            score *= _NUMBERED if _is_numbered(column, found) else 1
            best = max(best, (score, number, column), key=lambda each: each[:2])
    return best[0], best[2]


def _is_numbered(line: Column, found: Sequence[Column]) -> bool:
    """Return whether lines are what is left of them beside their links, and a number before or after it."""
    if line.key[0] != "line":
        return False
    rests = (each for each in found if each.key[0] == "rest" and each.key[1:3] == line.key[1:3])
    words = line.content.words
    return any(
        rest.content.words == words
        and all(one.text in whole.text for one, whole in zip(rest.pieces, line.pieces, strict=True))
        for rest in rests
    )


def _linked(best: Column, found: Sequence[Column]) -> Column:
    """Return the links that nearly all lines begin with, where their words alone make titles as good, be they repeated."""
    for column in found:
        if best.key[0] == "line" and column.key[0] == "link" and len(column.pieces) == len(best.pieces):
            pairs = zip(column.pieces, best.pieces, strict=True)
            begins = sum(
                line.text.startswith(link.text) and line.first <= link.first <= line.last
                for link, line in pairs
            )
            if begins > _BEGINS * len(best.pieces) and column.content.fit > _BEGINS * best.content.fit:
                return column
    return best


def _nearness(column: Column, titles: Sequence[Column]) -> float:
    """Return how near to the place of the usual title a column is, where another must stand in for it."""
    return max(0.3, 1 - 0.2 * abs(column.order - titles[0].order)) if titles else 1.0


def _ranked(scored: list[tuple[float, Any]]) -> list[Any]:
    scored.sort(key=lambda pair: -pair[0])
    return [value for score, value in scored if score > 0.05 and score >= _ENOUGH * scored[0][0]]


def _seldom(column: Column, titles: Sequence[Column]) -> float:
    """Return what a title of all rows is worth less in a column that is in some, or late in them."""
    return column.coverage * max(0.5, 1 - 0.04 * column.order) * _nearness(column, titles)


def _date_score(column: Column) -> float:
    content = column.content
    score = content.dated * (0.4 + 0.6 * content.date_share) * (1 - _COUNTED * content.counted)
    return (
        score * column.coverage * max(0.5, 1 - 0.02 * column.order) * (1.1 if column.key[0] == "time" else 1)
    )


def _in_order(dates: list[Column]) -> list[Column]:
    """Return columns of dates, first the one that goes back from row to row where the best does not.

    A list that is printed newest first is so by the day that it lists: not that of the hearing or of the deadline.
    """
    if len(dates) < 2 or dates[0].content.back > _UNORDERED:
        return dates
    best = next((each for each in dates[1:] if _is_newest_first(each)), None)
    return dates if best is None else [best, *(each for each in dates if each is not best)]


def _is_newest_first(column: Column) -> bool:
    return column.coverage > _NEARLY_ALL and len(column.pieces) >= _FEWEST and column.content.back > _ORDERED


def _date_worth(content: Content) -> float:
    """Return how good a date a column gives where it is."""
    return content.dated * (0.5 + 0.5 * min(1.0, content.date_share))


def _link_worth(view: View, places: Sequence[int], rows: int, order: int) -> float:
    """Return how good a column of links is: in most rows, of most different addresses, early in the row, with words, below the page."""
    distinct = len({view.links[place] for place in places}) / rows
    below = sum(place in view.below for place in places) / len(places)
    is_here = view.links[places[0]][0] == "#"
    is_silent = not view.link_texts[places[0]]
    return (
        distinct
        * max(0.7, 1 - 0.02 * order)
        * (1 + _BELOW * below)
        * (_HERE if is_here else 1)
        * (_SILENT if is_silent else 1)
    )


def _is_of_title(view: View, place: int, title: Piece) -> bool:
    """Return whether a link stands in the heading that a title is, says what the title does, or is a date, as permanent ones are."""
    page = view.outline
    if title.owner <= place < page.ends[title.owner] and page.is_within(title.owner, columns.HEADINGS):
        return True
    text = view.link_texts[place]
    is_date = "time" in page.tags[place : page.ends[place]] or view.texts.shares[text] > _MOSTLY
    return text == title.text or (title.anchor < 0 and is_date)


def read(view: View, rows: Sequence[Row], plan: Plan, heads: Heads) -> list[Found]:
    """Return what each row holds; `heads` are the dates above the rows."""
    found = [_found(view, row, plan, head) for row, head in zip(rows, heads.dates, strict=True)]
    for each, day in zip(found, heads.days or (), strict=False):
        each.date = each.date or day
    titles = _counts([each.title.text for each in found if each.title])
    links = _counts([view.links[each.link] for each in found if each.link is not None])
    fits = {
        id(piece): fit
        for column in plan.titles
        for piece, fit in zip(column.pieces, column.content.fits, strict=True)
    }
    date_worth = _date_worth(plan.dates[0].content) if plan.dates else 0.0
    for each in found:
        title = link = date = 0.0
        if each.title:
            title = fits.get(id(each.title), view.texts.fits[each.title.text])
            if view.outline.is_within(each.title.owner, columns.HEADINGS):
                title = max(title, columns.TOLD)
            title *= (1 + 1 / titles[each.title.text]) / 2
            is_one = titles[each.title.text] == len(found) > 1
            if each.link is not None and each.date and (is_one or view.texts.shares[each.title.text]):
                title = max(title, _NAMED)
        elif each.has_button:
            title = _UNTITLED
        if each.link is not None:
            link = (1 + 1 / links[view.links[each.link]]) / 2
        if each.date:
            date = heads.worth if heads.days else date_worth
        elif each.head:
            date = heads.worth
        text = min(1.0, view.size(each.row.start, each.row.end) / _USUAL_TEXT)
        each.parts = (title, date, link, text)
        usual = len(plan.common & each.row.places)
        each.typical = usual / len(plan.common) if plan.common else 1.0
    return found


def _is_prose(view: View, title: Piece | None) -> bool:
    """Return whether a title is running text: neither link nor heading, and a sentence or long."""
    if title is None or title.anchor >= 0 or view.outline.is_within(title.owner, columns.HEADINGS):
        return False
    return view.texts.sentences[title.text]


def _found(view: View, row: Row, plan: Plan, head: str | None) -> Found:
    titles = [piece for column in plan.titles if (piece := row.pieces.get(column.key))]
    title = next((piece for piece in titles if not view.texts.buttons[piece.text]), None)
    if title is not None and title.anchor < 0 and plan.titles[0].content.linked > _MOSTLY:
        title = _link_at_begin(row, title)
    date, piece = _date_of(view, row, plan)
    link = _link_of(view, row, plan, title)
    has_button = bool(titles) and title is None
    return Found(row, title, link, date, piece, head, has_button, _is_prose(view, title))


def _link_at_begin(row: Row, line: Piece) -> Piece:
    """Return the link that a line begins with, where other titles are links and nothing else; the line for want of one."""
    inside = (
        each for each in row.pieces.values() if each.kind == "link" and line.first <= each.first <= line.last
    )
    return next((each for each in inside if line.text.startswith(each.text)), line)


def _link_of(view: View, row: Row, plan: Plan, title: Piece | None) -> int | None:
    """Return the place of a row's link: the title's own, else that of the best column, else any.

    Where titles share theirs and a column has one for each row, it is that.
    """
    if title is not None and title.anchor in view.links and not plan.are_links_shared:
        return title.anchor
    found = rows.links(view, row)
    return next((found[key] for key in (*plan.links, *found) if key in found), None) if found else None


def _date_of(view: View, row: Row, plan: Plan) -> tuple[str | None, Piece | None]:
    columns = (row.pieces.get(column.key) for column in plan.dates)
    others = (piece for piece in row.pieces.values() if view.texts.shares[piece.text] > _MOSTLY)
    found = chain(filter(None, columns), others if plan.dates else ())
    piece = next((piece for piece in found if view.texts.spots[piece.text]), None)
    if piece is None:
        return None, None
    if not view.texts.is_day(piece.text):
        piece = next((whole for whole in row.pieces.values() if _is_whole(view, piece, whole)), piece)
    return view.texts.date(piece.text), piece


def _is_whole(view: View, short: Piece, other: Piece) -> bool:
    """Return whether a text tells the year too of the same day as another, as `18 November 2014` below `18 Nov`."""
    spots = view.texts.spots
    whole = spots[other.text]
    if whole is None or whole.day is None:
        return False
    told = spots[f"{view.texts.date(short.text)} {whole.day.year}"]
    return told is not None and told.day is not None and f"{told.day:%F}" == f"{whole.day:%F}"
