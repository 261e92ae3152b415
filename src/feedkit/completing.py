"""What a list lacks of its entries, as the page of each entry tells it.

It takes the entries of a list with the known entries that they are, and gives them with what their
own pages say, each asked for once through the gate. What the list says itself is never replaced. A
page that cannot be got or read takes nothing away, and is asked for in a few later runs.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from feedkit import _dates, _enclosures, _html, _own, _urls, _walls, entries, fetch
from feedkit.errors import FetchError, PageError
from feedkit.models import Entries, EntriesPage, Entry, Own, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from feedkit.models import KnownEntry, Page, RawEntry
    from feedkit.sources import Source

MAX_TRIES = 3
"""In so many runs a page is asked for in vain before it is left alone."""
_MOST_FAULTS = 2
"""After so many faults that may pass a host is left alone for the rest of a run; one may be of a page."""
_MOST_FAULTS_IN_ALL = 4
"""After so many no page of any host is asked for: each may take all of its seconds."""
_HTML = ("text/html", "application/xhtml+xml")


class Completed(NamedTuple):
    """Entries with what their own pages told."""

    found: Entries
    is_whole: bool
    """Whether no page is left for later runs."""


@dataclass(slots=True)
class _Row:
    """An entry of the list with what is known of it, and what is remembered of its own page."""

    entry: Entry
    own: Own
    told: Entry | None = None
    """The entry as its own page tells it."""


def complete(
    found: Entries, match: Sequence[KnownEntry | None], page: Page, request: fetch.Request, source: Source
) -> Completed:
    """Return the entries of a list with what it lacks, and what is to be remembered of their own pages.

    `match` tells which known entry each of them is, and `page` is the list as `request` got it; for
    a list that is a file nothing is asked. No more than `source.max_entry_pages` pages are asked
    for, those at the top of the list first.
    """
    rows = [_row(entry, known, source) for entry, known in zip(found.entries, match, strict=True)]
    asking = _Asking(page, request, source, source.max_entry_pages)
    wanting = _wanting(rows, page, request, source)
    for row in wanting:
        asking.ask(row)
    common = _common(rows, page)
    for row in wanting:
        _take(row, common, source)
    problems = (*found.problems, *asking.problems())
    if any(row.entry.date for row in rows):
        problems = tuple(problem for problem in problems if problem.code != "no-dates")
    all_entries, own = tuple(row.entry for row in rows), tuple(row.own for row in rows)
    after = replace(found, entries=all_entries, problems=problems, own=own)
    return Completed(after, all(row.own.is_done for row in wanting))


def _row(entry: Entry, known: KnownEntry | None, source: Source) -> _Row:
    """Return an entry with what is known of it; documents of a lost state have what its page told."""
    if known is None:
        return _Row(entry, Own())
    own, entry = known.own, _own.as_before(entry, known.entry)
    if not known.digest:
        names = (name for name in _own.lacking(entry, source.complete) if name != "date")
        own = replace(own, fields=tuple(name for name in names if not _own.lacking(known.entry, [name])))
    return _Row(_own.filled(entry, known.entry, own.fields), own)


def _wanting(rows: Sequence[_Row], page: Page, request: fetch.Request, source: Source) -> list[_Row]:
    """Return the rows that lack something, and have a page of their own that may still be asked for."""
    if not _urls.is_address(request.page):
        return []
    links = Counter(_urls.canonical(row.entry.link) for row in rows if row.entry.link)
    links.update(_urls.canonical(address) for address in (request.page, page.url) if address)
    return [
        row
        for row in rows
        if not row.own.is_done
        and _own.lacking(row.entry, source.complete)
        and (link := row.entry.link)
        and _urls.is_address(link)
        and links[_urls.canonical(link)] == 1
        and _enclosures.of_link(link) is None
    ]


@dataclass(slots=True)
class _Asking:
    """What was asked for in a run so far, and which hosts are left alone for the rest of it."""

    page: Page
    request: fetch.Request
    source: Source
    budget: int
    failed: list[str] = field(default_factory=list)
    faults: Counter[str | None] = field(default_factory=Counter)
    """How many pages of a host it could not give just now."""

    def ask(self, row: _Row) -> None:
        """Note what the page of a row tells, or that it was asked for in vain."""
        link = row.entry.link or ""
        is_silent = self.faults[_urls.host(link)] >= _MOST_FAULTS
        if self.budget <= 0 or is_silent or self.faults.total() >= _MOST_FAULTS_IN_ALL:
            return
        self.budget -= 1
        try:
            row.told = self._read(link, row.entry)
            row.own = replace(row.own, is_done=True)
        except (FetchError, PageError) as error:
            self.failed.append(f"{error} ({error.code})")
            tries = row.own.tries + 1
            row.own = replace(row.own, tries=tries, is_done=tries >= MAX_TRIES)
            self.faults[_urls.host(link)] += isinstance(error, FetchError) and error.is_passing

    def problems(self) -> tuple[Problem, ...]:
        """Return a problem when pages could not be read, with the first reason."""
        if not self.failed:
            return ()
        message = f"the own pages of {len(self.failed)} entries cannot be read: {self.failed[0]}"
        return (Problem("own-page", message),)

    def _read(self, link: str, entry: Entry) -> Entry | None:
        """Return what the page at a link tells of an entry; None when it is no HTML."""
        from feedkit.parsers.structured import own

        page = fetch.get(self.request.to(link))
        if page is None or (page.media_type or _HTML[0]) not in _HTML:
            return None
        if wall := _walls.recognise(page):
            raise PageError(f"no page of an entry: {link}: {wall.cause}", wall.code, wall.hint, link)
        root = _html.tree(page.content, page.charset, link)
        facts = _html.facts(root, page.url or link)
        addresses = frozenset(_urls.canonical(address) for address in (link, facts.url) if address)
        if len(addresses) > 1 and not _speaks_of(root, facts, entry.title):
            hint = "look where the link leads"
            raise PageError(f"no page of an entry: {link}: it leads to {facts.url}", "error-page", hint, link)
        listing = EntriesPage(facts.url, facts.base, language=facts.language, retrieved=self.page.retrieved)
        told = Entry(entry.id, entry.title)
        for raw in own.read(root, facts.base, addresses, entry.title):
            told = _own.filled(told, self._typed(raw, entry, listing), _own.FIELDS)
        return told

    def _typed(self, raw: RawEntry, entry: Entry, listing: EntriesPage) -> Entry:
        """Return what a page tells as values; a date that lies ahead is not one of publication."""
        raw = replace(raw, title=entry.title, link=None, content=None)
        source = self.source
        listing = replace(listing, entries=(raw,))
        built = entries.build(listing, timezone=source.timezone, language=source.language).entries[0]
        is_ahead = _is_ahead(built.date, listing.retrieved, source.timezone)
        return replace(built, date=None) if is_ahead else built


def _is_ahead(date: dt.date | None, now: dt.datetime | None, timezone: str) -> bool:
    if date is None or now is None:
        return False
    return date > (now if isinstance(date, dt.datetime) else now.astimezone(_dates.zone(timezone)).date())


def _speaks_of(root: Any, facts: _html.Facts, title: str) -> bool:
    """Return whether a page that another address led to has a title in its own or its headings."""
    texts = [facts.title or "", *map(_html.text_of, root.iter("h1"))]
    return any(title.casefold() in text.casefold() for text in texts)


def _common(rows: Iterable[_Row], page: Page) -> set[str]:
    """Return the pictures and summaries that are of the site, for more than one of its pages has them."""
    counts: Counter[str] = Counter()
    told = [entry for row in rows for entry in (row.entry, row.told) if entry]
    for entry in told:
        counts.update({*_pictures(entry), entry.summary or ""})
    return {value for value, count in counts.items() if count > 1} | _of_list(page)


def _of_list(page: Page) -> set[str]:
    """Return the picture and the summary that the list has for itself."""
    from feedkit.parsers.structured import own

    try:
        root = _html.tree(page.content, page.charset, page.url or "")
    except PageError:
        return set()
    listing = EntriesPage(page.url, _html.facts(root, page.url).base, entries=(own.of_head(root),))
    return {
        text for each in entries.build(listing).entries for text in (*_pictures(each), each.summary or "")
    }


def _pictures(entry: Entry) -> list[str]:
    return [image.url for image in entry.images if image.url]


def _take(row: _Row, common: set[str], source: Source) -> None:
    """Fill a row with what its page told that is no other's."""
    if row.told is None:
        return
    told = row.told
    told = replace(told, images=tuple(image for image in told.images if image.url not in common))
    told = replace(told, summary=None if told.summary in common else told.summary)
    lacked = _own.lacking(row.entry, source.complete)
    row.entry = _own.filled(row.entry, told, lacked)
    gained = tuple(name for name in lacked if not _own.lacking(row.entry, [name]))
    row.own = replace(row.own, fields=(*row.own.fields, *gained))
