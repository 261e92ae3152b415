"""The lists of entries that a page carries as data: JSON-LD, microdata, RDFa, microformats, state.

It takes the tree of a page and gives candidates, each a list of raw entries in the page's order with
its kind and how much it can be trusted. It never looks at the layout, never makes up a value, and
leaves it to others which list is the page's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from feedkit import _enclosures, _pictures, _urls
from feedkit.models import Enclosure, Problem, RawEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_TRUST = {
    "json-ld": 1.0,
    "microdata": 0.95,
    "microformats": 0.95,
    "rdfa": 0.9,
    "state": 0.8,
    "attributes": 0.8,
}
"""The kinds, and how often what they say is what the page shows: state holds menus and drafts too."""
_STATES = ("state", "attributes")
_FILLED = tuple(each.name for each in fields(RawEntry) if each.name not in ("id", "rules"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A list of entries that a page carries."""

    kind: str
    """`json-ld`, `microdata`, `rdfa`, `microformats`, `state` or `attributes`."""
    path: str
    """Where in the data, `@graph[].itemListElement[]`."""
    trust: float
    """From 0 to 1: its kind, and the shares of its entries that have a title, a link and a date."""
    entries: tuple[RawEntry, ...]
    elements: tuple[Any, ...] = ()
    """The element of each entry, where the data is marked up in one; else empty."""


class Found(NamedTuple):
    """What a page carries."""

    candidates: tuple[Candidate, ...] = ()
    """The most trusted first."""
    problems: tuple[Problem, ...] = ()
    """Data that is there and cannot be read."""
    is_entry: bool = False
    """Whether the page says that it is itself an entry: lists on it are of what is related."""


_MARKS = {
    "microformats": re.compile(rb"e(?:ntry|vent)(?:(?<=h-e....)|(?<=hentry)|(?<=vevent))"),
    "attributes": re.compile(rb"=[\"'][{\[]"),
}
"""What stands somewhere in the source of a page that carries data of a kind; of the others the tree tells it at once."""


def find(root: Any, base: str | None = None, url: str | None = None, source: bytes | None = None) -> Found:
    """Return the lists that the tree of a page carries.

    `base` is what its links are relative to and `url` the page's own address: what the data says of
    the page itself is no entry. `source`, the bytes of the page, only spares the search for what is not there.
    """
    from feedkit.parsers import _objects
    from feedkit.parsers.structured import _json_ld, _microdata, _microformats, _rdfa, _states

    problems: list[Problem] = []
    readers: dict[str, Callable[[Any], Any]] = {
        "json-ld": partial(_json_ld.read, told=problems),
        "microdata": _microdata.read,
        "rdfa": _rdfa.read,
        "microformats": _microformats.read,
        "state": _states.read,
        "attributes": _states.read_attributes,
    }
    candidates: dict[tuple[RawEntry, ...], Candidate] = {}
    is_entry = False
    for kind, read in readers.items():
        is_missing = source is not None and kind in _MARKS and not _MARKS[kind].search(source)
        value = None if is_missing else read(root)
        for path, objects, columns in _objects.lists(value, base) if value else ():
            pairs = [
                pair
                for pair in zip(columns.entries, objects, strict=True)
                if not _is_page(pair[0], base, url or base)
            ]
            is_entry |= kind not in _STATES and len(pairs) == 0 and "." not in path
            if _is_list(kind, path, columns.dates, len(pairs)) and not _is_story(kind, pairs):
                candidate = _candidate(kind, path, columns.trust, pairs)
                candidates.setdefault(candidate.entries, candidate)
    by_trust = sorted(candidates.values(), key=lambda each: -each.trust)
    return Found(tuple(by_trust), tuple(problems), is_entry)


def _is_list(kind: str, path: str, dates: float, count: int) -> bool:
    """Return whether so many entries are a list: one alone must stand in what is meant as a list."""
    if kind in _STATES:
        return count > 1 and dates >= 0.5
    return count > (0 if "." in path else 1)


def _is_story(kind: str, pairs: Sequence[tuple[RawEntry, Any]]) -> bool:
    """Return whether h-entries are the page's own, which alone needs no link, and those related to it."""
    return kind == "microformats" and len(pairs) > 1 and sum(not entry.link for entry, _ in pairs) == 1


def _candidate(kind: str, path: str, trust: float, pairs: Sequence[tuple[RawEntry, Any]]) -> Candidate:
    entries, objects = zip(*pairs, strict=True)
    elements = tuple(getattr(each, "element", None) for each in objects)
    known = elements if all(each is not None for each in elements) else ()
    return Candidate(kind, path, round(_TRUST[kind] * trust, 4), entries, known)


def _is_page(entry: RawEntry, base: str | None, url: str | None) -> bool:
    """Return whether an entry is none: it leads to the page that it stands on, or says nothing."""
    if not (entry.link and url):
        return not (entry.title or entry.link)
    link = _urls.absolute(entry.link, base)
    return link is not None and _urls.canonical(link, url) == _urls.canonical(url, url)


def merge(
    entries: Sequence[RawEntry], candidates: Iterable[Candidate], base: str | None = None
) -> tuple[RawEntry, ...]:
    """Return entries with what they lack filled from candidates that speak of the same link.

    A link that stands for several entries, on the page or in the data, fills nothing.
    """
    merged = tuple(entries)
    for candidate in candidates:
        known = _by_link(candidate.entries, base)
        places = _by_link(merged, base)
        merged = tuple(
            _filled(entry, known[key][0], candidate.kind)
            if (key := _key(entry, base)) and len(known.get(key, ())) == 1 == len(places[key])
            else entry
            for entry in merged
        )
    return merged


def choose(lists: Sequence[Candidate], shown: Sequence[RawEntry], base: str | None) -> Candidate | None:
    """Return the list that is better than the one that a page shows; None where what is shown is best.

    It is the first of all where nothing is shown; else one that is marked as a list and has every link
    that is shown, and says nothing that the page refutes. One that has none of the links is another list:
    it is better than what is shown without dates.
    """
    links = {key for entry in shown if (key := _key(entry, base))}
    is_dated = sum(1 for entry in shown if entry.date) * 2 >= len(shown)
    for each in lists:
        common = links & {_key(entry, base) for entry in each.entries}
        is_marked = each.kind not in _STATES
        is_another = not common and not is_dated
        is_whole = len(common) == len(links) and not _is_refuted(each, shown, base)
        if not shown or (is_marked and (is_another or is_whole)):
            return each
    return None


def _is_refuted(candidate: Candidate, shown: Sequence[RawEntry], base: str | None) -> bool:
    """Return whether data gives all entries one date where the page shows several, or for titles their texts or beginnings."""
    if len({entry.date for entry in candidate.entries}) == 1 and len({entry.date for entry in shown}) > 1:
        return True
    known = _by_link(shown, base)
    pairs = [(entry, other) for entry in candidate.entries for other in known.get(_key(entry, base), ())[:1]]
    return sum(1 for pair in pairs if _is_no_title(*pair)) * 2 > len(pairs)


def _is_no_title(carried: RawEntry, shown: RawEntry) -> bool:
    """Return whether data has the text of an entry for its title, or a part of the title that is shown."""
    title, whole = carried.title or "", shown.title or ""
    part = title.removesuffix("...").rstrip(" \u2026")
    return title != whole and (title == shown.summary or (part != title and whole.startswith(part)))


def illustrated(
    best: Candidate, shown: Sequence[RawEntry], base: str | None
) -> tuple[tuple[RawEntry, ...], list[Sequence[_pictures.Picture]]]:
    """Return the entries of a list with their files, and their pictures: where the data tells none, as the page shows them."""
    seen = list(_seen(best, shown, base))
    entries = zip(best.entries, seen, strict=True)
    filled = tuple(replace(entry, enclosures=entry.enclosures or files) for entry, (_, files) in entries)
    return filled, [
        _pictures.told(entry.images) or pictures for entry, (pictures, _) in zip(filled, seen, strict=True)
    ]


def _seen(
    best: Candidate, shown: Sequence[RawEntry], base: str | None
) -> Iterator[tuple[Sequence[_pictures.Picture], tuple[Enclosure, ...]]]:
    """Yield the pictures and files that the page shows of each entry: in its element, or in what has its link."""
    if best.elements:
        yield from ((_pictures.of([each]), _enclosures.of([each])) for each in best.elements)
        return
    known = _by_link(shown, base)
    for entry in best.entries:
        same = known.get(_key(entry, base), ())
        yield (_pictures.told(same[0].images), same[0].enclosures) if len(same) == 1 else ((), ())


def _by_link(entries: Iterable[RawEntry], base: str | None) -> dict[str | None, list[RawEntry]]:
    found: dict[str | None, list[RawEntry]] = defaultdict(list)
    for entry in entries:
        found[_key(entry, base)].append(entry)
    return found


def _key(entry: RawEntry, base: str | None) -> str | None:
    link = _urls.absolute(entry.link, base) if entry.link else None
    return _urls.canonical(link, base) if link else None


def _filled(entry: RawEntry, other: RawEntry, kind: str) -> RawEntry:
    lacking = [name for name in _FILLED if not getattr(entry, name) and getattr(other, name)]
    if not lacking:
        return entry
    rules = tuple((name, kind) for name in lacking)
    return replace(entry, **{name: getattr(other, name) for name in lacking}, rules=entry.rules + rules)
