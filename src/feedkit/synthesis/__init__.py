"""A recipe for a page, from what detection found on it: the plainest selectors that give the same entries.

    names -> rows, places -> fields -> propose

It takes a page and gives the keys of a recipe, or says why none can be written. What it gives was tried on
the page: the entries are the detected ones, all of them, with their titles, links and dates. It fetches
nothing and writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from feedkit import _dates, _text, _urls, entries, parsers, sources
from feedkit.errors import PageError
from feedkit.models import EntriesPage
from feedkit.parsers import json as by_paths
from feedkit.parsers import recipe as by_recipe
from feedkit.synthesis import fields, paths, places, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from feedkit.models import Entry, Page

    _More = tuple[str, str, Sequence[Any]]

_NEEDED = ("title", "link", "date")
_TEXTS = ("title", "link", "date", "summary")
_LONGEST_DATE = 600
_SMALL = 8
"""What tells a total holds fewer elements."""
_MORE = (
    ("image", "images", ("img", "picture", "figure", ".")),
    ("enclosure", "enclosures", ("a", ".")),
    (
        "author",
        "authors",
        ("a[rel~=author]", "[itemprop=author] [itemprop=name]", "[itemprop=author]", ".p-author"),
    ),
    (
        "category",
        "categories",
        ("a[rel~=tag]", "[itemprop=articleSection]", "[itemprop=keywords]", ".p-category"),
    ),
)
"""Fields with many values, what they are called in a raw entry, and the selectors that are tried for them."""
_IN_JSON = (
    ("summary", "summary"),
    ("content", "content"),
    ("id", "id"),
    ("author", "authors"),
    ("category", "categories"),
    ("image", "images"),
)
_MOST_REFUSED = 6
"""How many selectors of dates are tried in vain."""
_MOST = 0.5
"""The share of the entries that a selector must give the right authors or categories of."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A recipe, or why there is none."""

    recipe: dict[str, Any]
    """The keys of a `[recipe]` table; empty when there is none."""
    cause: str | None = None
    """Why there is no recipe."""
    lacking: tuple[str, ...] = ()
    """Fields that detection gives and the recipe does not."""


class _Failed(Exception):
    """Why no recipe can be written."""


def propose(page: Page, found: EntriesPage, subject: str, number: int | None = None) -> Proposal:
    """Return a recipe that gives the entries `found` on a page, where one can be written."""
    if found.parser == "text":
        return Proposal({}, "a page of plain text needs none")
    try:
        if found.parser == "json":
            return Proposal(_of_json(page, found, subject))
        return _of_html(page, found, subject, number)
    except _Failed as failure:
        return Proposal({}, str(failure))


def _of_html(page: Page, found: EntriesPage, subject: str, number: int | None) -> Proposal:
    root, elements = parsers.rows(page, subject, number)
    if len(elements) != len(found.entries):
        raise _Failed(f"its entries come from the data that the page carries ({found.parser})")
    if any(each.tag == "line" for row in elements for each in row):
        raise _Failed("no element stands around each of its entries alone")
    recipe, lacking = _checked(page, root, elements, found, subject)
    recipe = _with_more(page, recipe, found, subject, _MORE)
    total = _total(root, elements, found.declared_total)
    return Proposal({**recipe, **total}, None, lacking)


def _checked(
    page: Page, root: Any, elements: Sequence[Sequence[Any]], found: EntriesPage, subject: str
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the keys of a recipe that gives the detected entries, and the fields that nothing gives.

    Dates are read as a column, so what agrees date by date may give others: then the next selector is tried.
    """
    refused: frozenset[str] = frozenset()
    while True:
        recipe, lacking = _recipe(root, elements, found, refused)
        try:
            _check(page, recipe, found, subject)
        except _Failed:
            again = refused.union(_as_list(recipe.get("date", ())))
            if len(again) == len(refused) or len(again) > _MOST_REFUSED:
                raise
            refused = again
        else:
            return recipe, lacking


def _as_list(value: Any) -> Sequence[str]:
    return [value] if isinstance(value, str) else value


def _of_json(page: Page, found: EntriesPage, subject: str) -> dict[str, Any]:
    """Return a recipe of paths."""
    value = by_paths.load(page)
    place = paths.find(value, found.entries)
    if place is None:
        raise _Failed("no path leads to its list")
    entry, fields_of = place
    given = {name: ways[0] if len(ways) == 1 else ways for name, ways in fields_of.items()}
    needed = _NEEDED if "title" in given else (*_NEEDED, "summary", "content")
    recipe = {"entry": entry, **{name: given[name] for name in needed if name in given}}
    for way in _ways_to_dates(given.get("date")):
        recipe["date"] = way
        if _dates_of(read(page, recipe, subject)) == _dates_of(found):
            break
    _check(page, recipe, found, subject)
    more = [(name, member, (given[name],)) for name, member in _IN_JSON if name in given]
    recipe = _with_more(page, recipe, found, subject, more)
    if found.declared_total is not None:
        names, _ = next(by_paths.totals(value, len(found.entries)))
        recipe["total"] = paths.of_names(names)
    return recipe


def _ways_to_dates(given: Any) -> Iterator[Any]:
    """Yield the paths of dates, and what may be meant by them: times in UTC, days with the time in another member."""
    if given:
        first, *others = _as_list(given)
        yield from (given, paths.in_utc(first), [paths.joined([first, *others[:1]]), first])


def _dates_of(found: EntriesPage) -> list[str | None]:
    return [entry.date for entry in found.entries]


def _recipe(
    root: Any, elements: Sequence[Sequence[Any]], found: EntriesPage, refused: frozenset[str] = frozenset()
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the keys of a recipe, with none of some selectors for dates, and the fields that nothing on the page gives for all entries."""
    entry = rows.find(root, [first for first, *_ in elements])
    if entry is None:
        raise _Failed("no selector tells its entries from what else stands on the page")
    recipe: dict[str, Any] = {"entry": entry}
    lacking = []
    for name in _TEXTS:
        values = [getattr(each, name) for each in found.entries]
        if not any(values):
            continue
        goal = _goal(name, elements, values, found)
        selectors = fields.find(replace(goal, refused=refused if name == "date" else ()))
        if selectors:
            recipe[name] = selectors[0] if len(selectors) == 1 else list(selectors)
        elif name in _NEEDED:
            raise _Failed(f"no selector gives the {name} of each entry")
        else:
            lacking.append(name)
    return {**recipe, **_heading(root, elements, found)}, tuple(lacking)


def _heading(root: Any, elements: Sequence[Sequence[Any]], found: EntriesPage) -> dict[str, str]:
    """Return what selects the headings that tell of dates; without it, `_check` finds the dates missing."""
    above = []
    pairs = zip(elements, found.entries, strict=True)
    for text, group in groupby(pairs, lambda pair: pair[1].date_heading):
        if text:
            above.append(places.heading(next(group)[0][0], _text.clean(text), by_recipe.texts))
    selector = rows.find(root, list(dict.fromkeys(above))) if above and None not in above else None
    return {"date_heading": selector} if selector else {}


def _total(root: Any, elements: Sequence[Sequence[Any]], total: int | None) -> dict[str, str]:
    """Return what selects the text outside of the entries that tells how many there are."""
    inside = {each for row in elements for element in row for each in element.iter("*")}
    for element in root.iter("*") if total is not None else ():
        is_small = element not in inside and sum(1 for _ in islice(element.iter("*"), _SMALL)) < _SMALL
        told = next(iter(by_recipe.texts(element)), "") if is_small else ""
        if told and _text.declared_total(told) == total:
            inmost = [each for each in element.iter("*") if told in by_recipe.texts(each)][-1]
            selector = rows.find(root, [inmost])
            return {"total": selector} if selector else {}
    return {}


def _goal(
    name: str, elements: Sequence[Sequence[Any]], values: Sequence[str | None], found: EntriesPage
) -> fields.Goal:
    read: Callable[[Any], Iterable[str]] = by_recipe.READS.get(name, by_recipe.texts)
    if name == "link":
        wanted = [_urls.absolute(value, found.base) if value else None for value in values]
        return fields.Goal(
            elements,
            wanted,
            read,
            lambda text, row: _urls.absolute(text, found.base) == wanted[row],
            lambda text: _urls.absolute(text, found.base) is None,
        )
    if name == "date":
        return _date_goal(elements, values, found)
    cleaned = [_text.clean(value) if value else None for value in values]
    return fields.Goal(elements, cleaned, read, lambda text, row: _text.clean(text) == cleaned[row])


def _date_goal(
    elements: Sequence[Sequence[Any]], values: Sequence[str | None], found: EntriesPage
) -> fields.Goal:
    """Return what dates are to agree with: as they are read alone, or as they are printed."""

    def readings(text: str) -> list[Any]:
        orders = ("dmy", "mdy")
        read = (
            _dates.read(text, order=order, now=found.retrieved, language=found.language) for order in orders
        )
        return [each and each.value for each in read]

    wanted = [_text.clean(value) if value else None for value in values]
    known = [readings(value) if value else [] for value in wanted]
    unread = [value for value, alone in zip(wanted, known, strict=True) if value and not any(alone)]

    def agrees(text: str, row: int) -> bool:
        value = wanted[row]
        if value is None or len(text) > _LONGEST_DATE:
            return False
        return text == value or (known[row] == readings(text) if any(known[row]) else value in text)

    def is_nothing(text: str) -> bool:
        return not any(readings(text)) and not any(value in text for value in unread)

    return fields.Goal(elements, wanted, by_recipe.READS["date"], agrees, is_nothing)


def _check(page: Page, recipe: dict[str, Any], found: EntriesPage, subject: str) -> None:
    """Raise `_Failed` when a recipe does not give the detected entries."""
    wanted = [_told(entry) for entry in _typed(found)]
    given = [_told(entry) for entry in _typed(read(page, recipe, subject))]
    if len(wanted) != len(given):
        raise _Failed(f"the best selectors give {len(given)} entries instead of {len(wanted)}")
    pairs = list(zip(wanted, given, strict=True))
    differing = [name for at, name in enumerate(_NEEDED) if any(one[at] != other[at] for one, other in pairs)]
    if differing:
        raise _Failed(f"the best selectors give other values of {' and '.join(differing)}")


def read(page: Page, recipe: dict[str, Any], subject: str) -> EntriesPage:
    """Return what a page shows by the keys of a recipe; nothing where that is no entry."""
    try:
        return parsers.parse(page, sources.recipe_from(recipe), subject=subject)
    except PageError:
        return EntriesPage(page.url)


def _typed(found: EntriesPage) -> tuple[Entry, ...]:
    return entries.build(found).entries


def _told(entry: Entry) -> tuple[Any, ...]:
    return entry.title, entry.link, entry.date


def _with_more(
    page: Page, recipe: dict[str, Any], found: EntriesPage, subject: str, more: Iterable[_More]
) -> dict[str, Any]:
    """Return a recipe with what gives the other fields of most entries, such as pictures and authors."""
    for name, member, selectors in more:
        wanted = [getattr(each, member) for each in found.entries]
        if not any(wanted):
            continue
        counts = []
        for selector in selectors:
            given = read(page, {**recipe, name: selector}, subject).entries
            counts.append(
                sum(getattr(one, member) == other for one, other in zip(given, wanted, strict=False))
            )
        best = selectors[counts.index(max(counts))]
        if name in ("image", "enclosure") or max(counts) >= _MOST * len(wanted):
            recipe = {**recipe, name: best}
    return recipe
