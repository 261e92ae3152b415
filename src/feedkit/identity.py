"""Who an entry is: the id of a new one, which known one a row of a page is, and whether it changed.

It takes typed entries and what is known, and gives ids, pairs and hashes; it reads no clock and
computes an id once only: what was issued is never computed again. An id never comes from a
position, a time or a random number.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import combinations
from typing import TYPE_CHECKING

from feedkit import _urls
from feedkit._values import changed

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence

    from feedkit.models import Entry, Image, KnownEntry

    _Told = tuple[Hashable, ...]
    _Look = tuple[Hashable | None, ...]

_UNDATED = "2000-01-01"
_FEW = 3
"""Fewer entries than that tell nothing of a move."""
_SEPARATOR = "\x1f"
DIGEST_VERSION = "1"
IMAGE_TEXT = "image text"
"""Field: names and captions of pictures, which not every document carries."""
_dumps = json.JSONEncoder(sort_keys=True).encode


def day_of(entry: Entry) -> dt.date | None:
    """Return the day that the page printed, in the zone it was printed in."""
    return entry.date.date() if isinstance(entry.date, dt.datetime) else entry.date


def image_of(images: Sequence[Image]) -> str | None:
    """Return what tells the first of some pictures: its address, else its name."""
    if not images:
        return None
    image = images[0]
    return _urls.canonical(image.url) if image.url else image.name


def assign(entries: Sequence[Entry], own_ids: Sequence[str | None], page: str) -> tuple[Entry, ...]:
    """Return the entries with the ids that they get when they are new, none twice.

    The recipe's own id comes first, then the link unless rows of the page share it, then a `tag:`
    URI (RFC 4151) of the page's host, the day and a hash of link, title and picture. Whatever
    several rows would get goes to none of them.
    """
    links = [_urls.canonical(entry.link, page) if entry.link else None for entry in entries]
    shared = _repeated(links)
    ladders = [
        _ladder(entry, own_id, link not in shared, page)
        for entry, own_id, link in zip(entries, own_ids, links, strict=True)
    ]
    ids = [next(ladder) for ladder in ladders]
    while repeated := _repeated(ids):
        better = [next(ladders[i], id) if id in repeated else id for i, id in enumerate(ids)]
        if better == ids:
            break
        ids = better
    return tuple(changed(entry, id=id) for entry, id in zip(entries, ids, strict=True))


def _ladder(entry: Entry, own_id: str | None, is_alone: bool, page: str) -> Iterator[str]:
    """Yield the ids that an entry may get, the best first."""
    if own_id:
        yield own_id if _urls.is_address(own_id) else _urls.tag(page, _UNDATED, own_id)
    if entry.link and is_alone:
        yield entry.link
    yield _tag(entry, page)
    yield _tag(entry, page, entry.summary or entry.content or "")


def _tag(entry: Entry, page: str, *more: str) -> str:
    day = day_of(entry)
    told = _SEPARATOR.join((entry.link or "", entry.title, image_of(entry.images) or "", *more))
    digest = sha256(told.encode("utf-8", "replace")).hexdigest()[:32]
    return _urls.tag(page, day.isoformat() if day else _UNDATED, digest)


def fresh(entry: Entry, issued: Container[str | None], page: str) -> Entry:
    """Return a new entry under its id, or under another where that id was issued before."""
    id = entry.id
    if id not in issued:
        return entry
    id = _tag(entry, page)
    while id in issued:
        id = _tag(entry, page, id)
    return replace(entry, id=id)


def aliases_of(entry: Entry, page: str) -> tuple[str, ...]:
    """Return what an entry can be recognised by later: its id and its canonical link."""
    link = (_urls.canonical(entry.link, page),) if entry.link else ()
    return (entry.id, *link) if entry.id else link


def digest(entry: Entry, volatile: Sequence[str] = ()) -> str:
    """Return the hash by which a change of content is noticed: non-empty fields, a version first.

    `volatile` names fields as a recipe does; their change is none. Sizes are left out.
    """
    values = {
        "title": entry.title,
        "link": entry.link,
        "date": entry.published and int(entry.published.timestamp()),
        "summary": entry.summary,
        "content": entry.content,
        "author": [person.name for person in entry.authors],
        "category": entry.categories,
        "image": [enclosure.url for enclosure in entry.enclosures],
        IMAGE_TEXT: [(image.name, image.caption) for image in entry.images],
    }
    told = {
        name: value
        for name, value in values.items()
        if value and name not in volatile and name.split()[0] not in volatile
    }
    return DIGEST_VERSION + sha256(_dumps(told).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Match:
    """Which known entry each row of a page is, and whether the site seems to have moved."""

    rows: Sequence[Entry] = ()
    found: Sequence[KnownEntry | None] = ()
    """For each row the known entry that it is, or None when it is new."""
    has_moved: bool = False
    """Whether most of what was shown is gone, and old rows stand there that are none of it."""


NO_MATCH = Match()
"""Of a page that was not looked at."""


def match(rows: Sequence[Entry], known: Sequence[KnownEntry], page: str, depth: int | None = None) -> Match:
    """Return which known entry each row of a page is.

    `depth` is how many pages of the list the rows are of: what stood on further ones is not gone.

    One to one, in passes: by issued id or alias; by canonical link (title or day must agree where
    it is shared); by two of title, day and picture among what the last good run showed and this
    page lacks, where that pair of values is unique on either side; by title and day where a site
    moved.
    """
    if not known:
        return Match(rows, [None] * len(rows))
    matching = _Matching(rows, known, page, depth)
    matching.by_id()
    matching.by_link()
    matching.by_resemblance()
    matching.by_return()
    has_moved = not matching.by_move()
    return Match(rows, matching.found, has_moved)


@dataclass(slots=True)
class _Matching:
    """The state of one matching: which rows and which known entries are still free."""

    rows: Sequence[Entry]
    known: Sequence[KnownEntry]
    page: str
    depth: int | None
    found: list[KnownEntry | None] = field(init=False)
    taken: set[int] = field(init=False, default_factory=set)
    links: list[str | None] = field(init=False)
    holders: Mapping[str, list[int]] = field(init=False)
    """An alias to the known entries that were ever met under it."""
    shared: set[str] = field(init=False)
    """Canonical links that several rows, or several known entries, have."""

    def __post_init__(self) -> None:
        self.found = [None] * len(self.rows)
        self.links = [_urls.canonical(row.link, self.page) if row.link else None for row in self.rows]
        holders = defaultdict(list)
        for index, entry in enumerate(self.known):
            for alias in dict.fromkeys(map(_hostless, entry.aliases)):
                holders[alias].append(index)
        self.holders = dict(holders)
        self.shared = _repeated(self.links)
        self.shared |= {link for link in self.links if link and len(holders.get(link, ())) > 1}

    def by_id(self) -> None:
        """Pair rows with the known entry that was met under their id; a shared link is none."""
        issued = {known.entry.id: index for index, known in enumerate(self.known)}
        claims = []
        for index, row in enumerate(self.rows):
            if row.id and not (row.id == row.link and self.links[index] in self.shared):
                holders = self.holders.get(_hostless(row.id))
                claimed = issued.get(row.id, holders[0] if holders else None)
                claims += [(index, claimed)] if claimed is not None else []
        self._settle(claims)

    def by_link(self) -> None:
        """Pair rows with the known entry of the same canonical link."""
        self._settle(
            [
                (index, holder)
                for index, link in enumerate(self.links)
                if link and link not in self.shared and self.found[index] is None
                for holder in self.holders.get(link, ())
            ]
        )
        if self.shared:
            self._by_shared_link(_title_and_day)
            self._by_shared_link(_title, only_unique=True)
            self._by_shared_link(_day, only_shown=True)

    def _by_shared_link(
        self, tell: Callable[[Entry], _Told | None], *, only_unique: bool = False, only_shown: bool = False
    ) -> None:
        """Pair rows and known entries of one shared link that agree in what `tell` tells.

        A title that comes again and again under one link tells nothing (`only_unique`), nor does
        the day of an entry that left the page long ago (`only_shown`).
        """
        here = _grouped(
            ((i, link, self.rows[i]) for i, link in enumerate(self.links) if link in self.shared), tell
        )
        there = _grouped(self._held(only_shown), tell)
        for told, indices in here.items():
            holders = there.get(told, [])
            if only_unique and len(indices) * len(holders) != 1:
                continue
            free = [holder for holder in holders if holder not in self.taken]
            for index, holder in zip((i for i in indices if self.found[i] is None), free, strict=False):
                self._pair(index, holder)

    def _held(self, only_shown: bool) -> list[tuple[int, str | None, Entry]]:
        """Return the known entries that were ever met under a shared link, the newest first."""
        held = [(i, link, self.known[i]) for link in self.shared for i in self.holders.get(link, ())]
        chosen = [(i, link, each.entry) for i, link, each in held if not only_shown or self._is_due(each)]
        return sorted(chosen, key=_newest_first)

    def by_resemblance(self) -> None:
        """Pair what is left by two of title, day and picture, where the pair is unique."""
        rows = {index: row for index, row in enumerate(self.rows) if self.found[index] is None}
        gone = {i: e.entry for i, e in enumerate(self.known) if self._is_due(e) and i not in self.taken}
        if not rows or not gone:
            return
        common = _common_images(self.rows) | _common_images([known.entry for known in self.known])
        left, right = _looks(rows, common), _looks(gone, common)
        for one, other in combinations(range(3), 2):
            there = _unique(right, one, other)
            for told, index in _unique(left, one, other).items():
                if told in there:
                    self._pair(index, there[told])

    def by_return(self) -> None:
        """Pair what left the page before its address moved: title, day and the end of the link agree."""
        free = {index: row for index, row in enumerate(self.rows) if self.found[index] is None}
        titles = {row.title for row in free.values() if row.link and row.date}
        away = {
            index: known.entry
            for index, known in enumerate(self.known)
            if known.entry.title in titles and index not in self.taken and not self._is_due(known)
        }
        there = _unique(_ends(away, self.page), 0, 1) if away else {}
        for told, index in _unique(_ends(free, self.page), 0, 1).items() if there else ():
            if told in there:
                self._pair(index, there[told])

    def by_move(self) -> bool:
        """Pair what a moved site shows by title and day; False when too little of it is known.

        A site has moved when more than half of what was shown, and at least three, is gone, and at
        least three rows are left that are old: older than the newest shown, or as old or undated
        and on a host that is new. Four in five of them must be known.
        """
        shown = [index for index, known in enumerate(self.known) if self._is_due(known)]
        gone = [index for index in shown if index not in self.taken]
        if len(gone) < _FEW or 2 * len(gone) <= len(shown):
            return True
        old = self._old_rows([self.known[index].entry for index in shown])
        if len(old) < _FEW:
            return True
        there = _grouped(((i, None, self.known[i].entry) for i in gone), _title_and_any_day)
        here = _grouped(((i, None, self.rows[i]) for i in old), _title_and_any_day)
        pairs = [pair for told, rows in here.items() for pair in zip(rows, there.get(told, ()), strict=False)]
        if 5 * len(pairs) < 4 * len(old):
            return False
        for row, index in pairs:
            self._pair(row, index)
        return True

    def _old_rows(self, shown: Sequence[Entry]) -> list[int]:
        """Return the rows left that can be no news: older than the newest shown, or on a new host."""
        newest = max((day for day in map(day_of, shown) if day), default=None)
        hosts = {_urls.host(alias) for known in self.known for alias in known.aliases}
        old = []
        for index, row in enumerate(self.rows):
            day = day_of(row)
            is_older = day is not None and newest is not None and day < newest
            is_elsewhere = row.link is not None and _urls.host(row.link) not in hosts
            if self.found[index] is None and (is_older or (is_elsewhere and day in (None, newest))):
                old.append(index)
        return old

    def _is_due(self, known: KnownEntry) -> bool:
        """Return whether the last good run showed an entry where this one looked."""
        return known.shown and (self.depth is None or known.page <= self.depth)

    def _settle(self, claims: Sequence[tuple[int, int]]) -> None:
        """Pair rows with what they claim; where several claim the same, the most alike has it."""
        wanted = Counter(index for _, index in claims)
        contested = [claim for claim in claims if wanted[claim[1]] > 1]
        for row, index in sorted(contested, key=self._unlikeness):
            self._pair(row, index)
        for row, index in claims:
            self._pair(row, index)

    def _unlikeness(self, claim: tuple[int, int]) -> int:
        row, known = self.rows[claim[0]], self.known[claim[1]].entry
        day = day_of(row)
        return (row.title != known.title) + (day is None or day != day_of(known))

    def _pair(self, row: int, index: int) -> None:
        if self.found[row] is None and index not in self.taken:
            self.found[row] = self.known[index]
            self.taken.add(index)


def _hostless(alias: str) -> str:
    """Return an alias without the host of the page at that time, which may move."""
    return "tag:" + alias.partition(",")[2] if alias.startswith("tag:") else alias


def _repeated(values: Iterable[str | None]) -> set[str]:
    return {value for value, count in Counter(values).items() if value and count > 1}


def _title_and_day(entry: Entry) -> _Told | None:
    day = day_of(entry)
    return None if day is None else (entry.title, day)


def _title_and_any_day(entry: Entry) -> _Told | None:
    return (entry.title, day_of(entry))


def _title(entry: Entry) -> _Told | None:
    return (entry.title,)


def _day(entry: Entry) -> _Told | None:
    day = day_of(entry)
    return None if day is None else (day,)


def _newest_first(held: tuple[int, str | None, Entry]) -> tuple[float, str]:
    _, _, entry = held
    return (-entry.published.timestamp() if entry.published else 0.0, entry.id or "")


def _grouped(
    entries: Iterable[tuple[int, str | None, Entry]], tell: Callable[[Entry], _Told | None]
) -> dict[_Told, list[int]]:
    """Return link and what is told of entries to the entries of which it is told, in their order."""
    groups = defaultdict(list)
    for index, link, entry in entries:
        told = tell(entry)
        if told is not None:
            groups[link, *told].append(index)
    return groups


def _common_images(entries: Iterable[Entry]) -> set[str]:
    """Return the pictures that several entries have, which tell nothing apart."""
    return _repeated(image_of(entry.images) for entry in entries)


def _looks(entries: Mapping[int, Entry], common: set[str]) -> dict[int, _Look]:
    """Return title, day and picture of entries; None for what is missing or common."""
    looks: dict[int, _Look] = {}
    for index, entry in entries.items():
        image = image_of(entry.images)
        looks[index] = (entry.title or None, day_of(entry), None if image in common else image)
    return looks


def _ends(entries: Mapping[int, Entry], page: str) -> dict[int, _Look]:
    """Return title and day of entries, and the end of their links, which mostly stays when a site moves."""
    return {
        index: (
            (entry.title, day),
            _urls.canonical(entry.link, page).rpartition("/")[2] if entry.link else None,
        )
        for index, entry in entries.items()
        if (day := day_of(entry))
    }


def _unique(looks: Mapping[int, _Look], one: int, other: int) -> dict[_Told, int]:
    """Return each pair of values that one entry alone has to that entry."""
    pairs = {i: (look[one], look[other]) for i, look in looks.items() if look[one] and look[other]}
    counts = Counter(pairs.values())
    return {pair: index for index, pair in pairs.items() if counts[pair] == 1}
