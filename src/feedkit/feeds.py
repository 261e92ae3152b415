"""Entries to a feed: what is known stays itself, what is new gets its times, newest first.

`merge` takes the entries of a page and what is known of its source, and gives what is known
afterwards; `assemble` takes a head and entries and gives the `Feed`. The time of the run is an
argument. Nothing here forgets an id or moves a time that was given once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from feedkit import _dates, _own, _urls, identity
from feedkit._seconds import Seconds
from feedkit._values import changed
from feedkit.models import Enclosure, Entries, Entry, Feed, Image, KnownEntry, Own, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_File = TypeVar("_File", Image, Enclosure)

MOST_CHANGES = 24
"""After so many changes the text of an entry is frozen."""
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SECOND = dt.timedelta(seconds=1)
_DAY = dt.timedelta(days=1)
_SIZE = ("length", "length_exact", "length_margin")
_ATTRIBUTES = {
    "title": ("title",),
    "link": ("link",),
    "summary": ("summary",),
    "content": ("content",),
    "author": ("authors",),
    "category": ("categories",),
    "image": ("images", "enclosures"),
}
"""Field of a recipe: what it fills. A `date` is frozen in its own way."""
_TEXTS = ("summary", "content", "author", "category", "image")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a source says about keeping and comparing its entries."""

    timezone: str = "UTC"
    limit: int | None = None
    """Entries that the document holds; those that the page shows stay beyond it."""
    keep: dt.timedelta | None = None
    """How much older than the newest entry one may be that has left the page."""
    volatile: tuple[str, ...] = ()
    """Fields whose change is none, named as in a recipe."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What is known after a page was merged, and what was odd about it."""

    entries: tuple[KnownEntry, ...]
    problems: tuple[Problem, ...] = ()
    match: identity.Match = identity.NO_MATCH
    """Which known entry each row of the page is."""

    @property
    def met(self) -> int:
        """How many rows of the page are known entries."""
        return sum(1 for known in self.match.found if known)

    @property
    def has_moved(self) -> bool:
        """Whether most of what was shown is gone, and old entries stand there that nobody knows."""
        return self.match.has_moved


def assemble(head: Feed, entries: Iterable[Entry]) -> Feed:
    """Return the feed of a head and of entries that stand in order; `updated` is the newest of theirs."""
    kept = tuple(entries)
    times = [entry.updated for entry in kept if entry.updated is not None]
    return replace(head, entries=kept, updated=max(times, default=None))


def published(known: Iterable[KnownEntry]) -> tuple[Entry, ...]:
    """Return the entries that belong in the document: newest first, else as the page had them."""
    live = [entry for entry in known if not entry.retired]
    return tuple(entry.entry for entry in sorted(live, key=place))


def place(known: KnownEntry) -> tuple[float, float, int, str]:
    """Return by what known entries are sorted: newest first, else as the page had them."""
    time = known.entry.published or known.entry.updated or _EPOCH
    return (-time.timestamp(), -known.first_seen.timestamp(), known.position, known.entry.id or "")


def mirror(
    rows: Sequence[Entry], known: Feed | None, page: str, rules: Rules, now: dt.datetime | None
) -> Merged:
    """Return what a page shows, without a store: dates as printed, no first sight, no limit.

    Of a feed that was read back, `known`, entries keep their ids and times; `now` is when the page
    was retrieved, if that is to be told of entries that changed.
    """
    merging = _Merging(_remembered(known, page, rules) if known else (), page, rules, now, None)
    merging.take(Entries(tuple(rows)))
    return Merged(tuple(entry for entry in merging.after if entry.shown), tuple(merging.problems))


def recall(feed: Feed, page: str, rules: Rules, now: dt.datetime) -> tuple[KnownEntry, ...]:
    """Return what a published document tells of its entries, for a state that was lost at `now`.

    Where the feed was updated later than its entries tell, as in RSS, the top entry carries that.
    """
    now = now.astimezone(dt.UTC).replace(microsecond=0)
    known = [replace(known, first_seen=now) for known in _remembered(feed, page, rules)]
    if known and feed.updated and all(feed.updated > (k.entry.updated or _EPOCH) for k in known):
        known[0] = replace(known[0], entry=replace(known[0].entry, updated=feed.updated))
    return tuple(known)


def _remembered(feed: Feed, page: str, rules: Rules) -> list[KnownEntry]:
    """Return the entries of a feed that was read back as known ones, in its order."""
    zone = _dates.zone(rules.timezone)
    return [
        KnownEntry(_with_day(entry, zone), _EPOCH, index, tuple(sorted(identity.aliases_of(entry, page))))
        for index, entry in enumerate(_with_updated(feed.entries))
    ]


def _with_updated(entries: Sequence[Entry]) -> Iterable[Entry]:
    """Return entries with the `updated` that they got when they were new, which RSS does not carry."""
    seconds = Seconds(entry.updated for entry in entries if entry.updated)
    printed = {i: e.published for i, e in enumerate(entries) if e.published and not e.updated}
    times = dict(zip(printed, seconds.spread([*printed.values()]), strict=True))
    newest = max((entry.published for entry in entries if entry.published), default=_EPOCH)
    for index, entry in enumerate(entries):
        time = entry.updated or times.get(index) or seconds.backwards(newest)
        yield replace(entry, updated=time)


def _with_day(entry: Entry, zone: dt.tzinfo) -> Entry:
    """Return an entry with the day that its page will have printed."""
    if entry.date is not None or entry.published is None:
        return entry
    return replace(entry, date=entry.published.astimezone(zone).date())


def merge(found: Entries, known: Sequence[KnownEntry], page: str, rules: Rules, now: dt.datetime) -> Merged:
    """Return what is known after a run that found these entries on the list at `page`, at the time `now`."""
    now = now.astimezone(dt.UTC).replace(microsecond=0)
    merging = _Merging(known, page, rules, now, now)
    merging.take(found)
    after = _retired(merging.after, rules, _depth(found))
    return Merged(after, tuple(merging.problems), merging.match)


def _depth(found: Entries) -> int:
    """Return how many pages of the list were read."""
    return max(found.pages, default=1)


def _retired(entries: Sequence[KnownEntry], rules: Rules, depth: int) -> tuple[KnownEntry, ...]:
    """Retire what the run did not see and the limits leave no room for, the oldest first."""
    live = sorted((entry for entry in entries if not entry.retired), key=place)
    absent = [entry for entry in live if not entry.shown or entry.page > depth]
    overflow = max(len(live) - rules.limit, 0) if rules.limit is not None else 0
    leaving = {id(entry) for entry in absent[max(len(absent) - overflow, 0) :]}
    if rules.keep is not None and live:
        oldest = (live[0].entry.published or _EPOCH) - rules.keep
        leaving |= {id(entry) for entry in absent if (entry.entry.published or _EPOCH) < oldest}
    return tuple(replace(entry, retired=True) if id(entry) in leaving else entry for entry in entries)


@dataclass(slots=True)
class _Sight:
    """A row of the page: the known entry that it is, and the entry that it becomes."""

    index: int
    row: Entry
    entry: Entry
    known: KnownEntry | None
    first_seen: dt.datetime | None
    """Of the entry; None without a store."""
    is_open: bool = False
    """Whether the entry is still to be given its time."""

    def give(self, published: dt.datetime | None, updated: dt.datetime) -> None:
        """Give the entry its times."""
        self.entry = changed(self.entry, published=published, updated=updated)
        self.is_open = False


class _Merging:
    """One merge: the known entries before, the entries after, and the seconds that are taken."""

    def __init__(
        self,
        known: Sequence[KnownEntry],
        page: str,
        rules: Rules,
        now: dt.datetime | None,
        first_seen: dt.datetime | None,
    ) -> None:
        self.known = known
        self.page = page
        self.zone = _dates.zone(rules.timezone)
        self.rules = rules
        self.now = now
        self.first_seen = first_seen
        self.after: list[KnownEntry] = []
        self.match = identity.NO_MATCH
        self.pages: tuple[int, ...] = ()
        self.own: Sequence[Own] = ()
        self.problems: list[Problem] = []
        self.seconds = Seconds(time for k in known for time in (k.entry.published, k.entry.updated) if time)

    def take(self, found: Entries) -> None:
        """Merge the rows of a list, top row first; a title that stands for none is never a change."""
        issued = {known.entry.id for known in self.known}
        self.pages = found.pages or (1,) * len(found.entries)
        self.match = identity.match(found.entries, self.known, self.page, _depth(found))
        self.own = found.own or [known.own if known else Own() for known in self.match.found]
        found = replace(found, entries=tuple(map(_with_own, found.entries, self.match.found)))
        self.match = replace(self.match, rows=found.entries)
        untitled = {problem.entry for problem in found.problems if problem.code == "no-title"}
        rows = [
            replace(row, title=known.entry.title) if known and index in untitled else row
            for index, (row, known) in enumerate(zip(found.entries, self.match.found, strict=True))
        ]
        sights = [
            self._again(index, row, known) if known else self._new(index, row, issued)
            for index, (row, known) in enumerate(zip(rows, self.match.found, strict=True))
        ]
        self._give_printed_times([sight for sight in sights if sight.is_open and sight.entry.date])
        newest = _newest(sights)
        met = {}
        new = []
        for sight in sights:
            if sight.is_open:
                self._give_first_sight(sight, newest)
            if sight.known:
                met[id(sight.known)] = self._met(sight, sight.known)
            else:
                new.append(self._first_known(sight))
        self.after = [met.get(id(known)) or _absent(known, found) for known in self.known] + new

    def _new(self, index: int, row: Entry, issued: set[str | None]) -> _Sight:
        entry = identity.fresh(row, issued, self.page)
        issued.add(entry.id)
        return _Sight(index, row, entry, None, self.first_seen, is_open=True)

    def _first_known(self, sight: _Sight) -> KnownEntry:
        """Return a new entry as it is known from now on; without a store nothing is compared with it."""
        if self.first_seen is None:
            return KnownEntry(sight.entry, _EPOCH + _SECOND, sight.index)
        aliases = tuple(sorted(set(identity.aliases_of(sight.entry, self.page))))
        content = identity.digest(sight.entry, self.rules.volatile)
        page = self.pages[sight.index]
        return KnownEntry(
            sight.entry, self.first_seen, sight.index, aliases, content, page=page, own=self.own[sight.index]
        )

    def _again(self, index: int, row: Entry, known: KnownEntry) -> _Sight:
        """Return a row under the id, the times and the settled sizes of its known entry."""
        old = known.entry
        is_recalled = bool(self.first_seen) and not known.digest  # documents tell no printed dates
        is_corrected = not is_recalled and self._is_corrected(old, row)
        keeps_date = old.date is not None and not (is_corrected or is_recalled)
        entry = replace(
            row,
            id=old.id,
            link=row.link if row.link and not self._is_same_link(row.link, old.link) else old.link,
            date=old.date if keeps_date else row.date,
            date_relative=old.date_relative if keeps_date else row.date_relative,
            date_end=row.date_end if row.date is not None else old.date_end,
            published=old.published,
            updated=old.updated,
            images=_settled(row.images, old.images),
            enclosures=_settled(row.enclosures, old.enclosures),
        )
        first_seen = known.first_seen if self.first_seen else None
        stays = self._is_late(old.date, first_seen) and self._is_late(row.date, first_seen)
        return _Sight(index, row, entry, known, first_seen, is_open=is_corrected and not stays)

    def _is_same_link(self, link: str, other: str | None) -> bool:
        if link == other or other is None:
            return link == other
        return _urls.canonical(link, self.page) == _urls.canonical(other, self.page)

    def _is_corrected(self, old: Entry, row: Entry) -> bool:
        """Return whether the page moved an entry to another day; precision alone moves nothing."""
        if old.date is None or row.date is None or old.date == row.date or row.date_relative:
            return False
        if "date" in self.rules.volatile:
            return False
        before, after = self._days(old.date), self._days(row.date)
        if old.date_relative:
            return min(abs(one - other) for one in before for other in after) > _DAY
        return before.isdisjoint(after)

    def _days(self, date: dt.date) -> set[dt.date]:
        """Return the day of a date: as printed, and in the zone of the source."""
        if isinstance(date, dt.datetime):
            return {date.date(), date.astimezone(self.zone).date()}
        return {date}

    def _is_late(self, date: dt.date | None, first_seen: dt.datetime | None) -> bool:
        return date is not None and first_seen is not None and _instant(date, self.zone) > first_seen

    def _give_printed_times(self, sights: Sequence[_Sight]) -> None:
        """Give rows the times that the page printed, then the days, unless they lie after the first sight."""
        times = []
        days = defaultdict(list)
        for sight in sights:
            time = _instant(sight.entry.date, self.zone)
            if sight.first_seen and time > sight.first_seen:
                self._tell_future(sight, sight.first_seen)
            elif sight.entry.day_only:
                days[time].append(sight)
            else:
                times.append((sight, time))
        for (sight, time), second in zip(times, self.seconds.spread([t for _, t in times]), strict=True):
            sight.give(second if sight.entry.date_relative else time, second)
        for noon, of_day in days.items():
            self._give_day(noon, of_day[::-1])

    def _give_day(self, noon: dt.datetime, sights: Sequence[_Sight]) -> None:
        """Give rows of one day, bottom row first, free seconds from noon on, if all were seen later."""
        seconds = self.seconds.upwards(noon, len(sights))
        if all(sight.first_seen is None or seconds[-1] <= sight.first_seen for sight in sights):
            for sight, second in zip(sights, seconds, strict=True):
                sight.give(second, self.seconds.backwards(second))

    def _give_first_sight(self, sight: _Sight, newest: dt.datetime) -> None:
        """Give a free second at or before the first sight; without one, below the newest dated entry."""
        second = self.seconds.backwards(sight.first_seen or newest)
        sight.give(second if sight.first_seen else None, second)

    def _tell_future(self, sight: _Sight, first_seen: dt.datetime) -> None:
        """Report a time after the first sight, or a later day; its own day is later only by its noon."""
        date = sight.entry.date
        if date is None or (sight.entry.day_only and date <= first_seen.astimezone(self.zone).date()):
            return
        message = f"dated after its first sight: {date.isoformat()}"
        self.problems.append(Problem("future-date", message, sight.index))

    def _met(self, sight: _Sight, known: KnownEntry) -> KnownEntry:
        """Return a known entry that the page shows again, with what changed of it."""
        old, volatile = known.entry, self.rules.volatile
        entry = self._without_flapping(sight, known)
        content = identity.digest(entry, volatile)
        is_changed = content != known.digest and self._differs(entry, known)
        if is_changed:
            entry = replace(entry, updated=self.seconds.backwards(self.now) if self.now else old.updated)
        else:
            entry = _with_old(entry, old, volatile)
        aliases = tuple(sorted({*known.aliases, *identity.aliases_of(sight.row, self.page)}))
        changes = known.changes + is_changed
        page = self.pages[sight.index]
        again = KnownEntry(
            entry,
            known.first_seen,
            known.position,
            aliases,
            content,
            changes,
            page=page,
            tries=_tries(entry, known),
            own=self.own[sight.index],
        )
        return known if again == known else again

    def _differs(self, entry: Entry, known: KnownEntry) -> bool:
        """Return whether the content differs under today's rules, as far as a document carried it."""
        ignored = self.rules.volatile if known.digest else (*self.rules.volatile, identity.IMAGE_TEXT)
        return identity.digest(entry, ignored) != identity.digest(known.entry, ignored)

    def _without_flapping(self, sight: _Sight, known: KnownEntry) -> Entry:
        """Return the entry of a sight; its text stays as it was when it has changed too often."""
        if known.changes < MOST_CHANGES:
            return sight.entry
        frozen = _with_old(sight.entry, known.entry, _TEXTS)
        volatile = self.rules.volatile
        if identity.digest(frozen, volatile) != identity.digest(sight.entry, volatile):
            message = f"its text changed {known.changes} times and is no longer followed"
            self.problems.append(Problem("flapping", message, sight.index))
        return frozen


def _newest(sights: Iterable[_Sight]) -> dt.datetime:
    """Return the newest `updated` of the dated entries of a page."""
    times = (sight.entry.updated for sight in sights if sight.entry.published)
    return max((time for time in times if time), default=_EPOCH)


def _absent(known: KnownEntry, found: Entries) -> KnownEntry:
    """Return a known entry that the run did not find; it may stand on a page that was not read."""
    depth = _depth(found)
    if not known.shown or known.page > depth:
        return known
    return replace(known, page=depth + 1) if found.goes_on else replace(known, shown=False)


def _with_own(row: Entry, known: KnownEntry | None) -> Entry:
    """Return a row with the pictures that it was known by, and with what the entry's own page told; a date is kept anyway."""
    row = _own.as_before(row, known.entry) if known else row
    names = [name for name in known.own.fields if name != "date"] if known else []
    return _own.filled(row, known.entry, names) if known and names else row


def _with_old(entry: Entry, old: Entry, fields: Iterable[str]) -> Entry:
    """Return an entry with some fields, named as in a recipe, as they were."""
    names = [name for field in fields for name in _ATTRIBUTES.get(field, ())]
    return replace(entry, **{name: getattr(old, name) for name in names}) if names else entry


def _settled(files: tuple[_File, ...], before: Sequence[_File]) -> tuple[_File, ...]:
    """Return pictures or enclosures with the types and sizes that were published first for them."""
    known = {_address(file): file for file in before}
    return tuple(_sized(file, known.get(_address(file))) for file in files) if known else files


def _tries(entry: Entry, known: KnownEntry) -> int:
    """Return how often sizes were asked for in vain; new pictures were never asked for."""
    before = {file.url for file in known.entry.enclosures}
    return known.tries if all(file.url in before for file in entry.enclosures) else 0


def _address(file: Image | Enclosure) -> str | None:
    return file.url if isinstance(file, Enclosure) else file.url or file.name


def _sized(file: _File, before: _File | None) -> _File:
    """Return a file with the type and size of before, unless only the size of now is there, or is exact."""
    if before is None:
        return file
    file = replace(file, type=before.type)
    if before.length is None or (file.length is not None and file.length_exact > before.length_exact):
        return file
    size = {name: getattr(before, name) for name in _SIZE}
    return replace(file, **size)


def _instant(date: dt.date | None, zone: dt.tzinfo) -> dt.datetime:
    """Return the whole second of a printed date in UTC; a day stands for its noon in `zone`."""
    assert date is not None
    time = date if isinstance(date, dt.datetime) else _dates.noon(date, zone)
    return time.astimezone(dt.UTC).replace(microsecond=0)
