"""Sizes and types of pictures, as the servers tell that have them.

It takes what is known of a source and gives it with the exact sizes of enclosures that had none,
each asked for once through the gate. A size that cannot be had takes nothing away, and is asked for
in a few later runs where its server failed; one that was had stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from feedkit import _images, _urls, feeds, fetch
from feedkit.errors import FetchError
from feedkit.models import Enclosure, Image, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from feedkit.models import Entry, Known, KnownEntry

_File = TypeVar("_File", Image, Enclosure)

MAX_TRIES = 3
"""In so many runs a picture whose server fails is asked for in vain before it is left alone."""
_SECONDS = 10.0
_MOST_SILENT = 3
"""After so many hosts that fail no other is asked in the same run: each may take all of its seconds."""
_FILES = re.compile("(?:image|audio|video)/.+|application/(?:pdf|ogg|rtf|msword|epub\\+zip|vnd\\..+)")
"""Types that a server may name; others tell nothing of a file."""
_PAGES = re.compile("text/html|application/(?:xhtml\\+xml|json)")
"""Types of what servers send in place of a file that they do not have."""
_SAME_TYPES = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "image/svg": "image/svg+xml",
    "image/x-icon": "image/vnd.microsoft.icon",
    "audio/mp3": "audio/mpeg",
}


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a file for sure."""

    type: str | None = None
    length: int | None = None


def sized(known: Known, request: fetch.Request, budget: int) -> tuple[Known, tuple[Problem, ...]]:
    """Return what is known with the sizes that servers tell, and a problem where some did not.

    `request` is the one that got the page; of a page that is a file nothing is asked. No more than
    `budget` files are asked for, those of the newest entries first.
    """
    if not _urls.is_address(request.page):
        return known, ()
    asking = _Asking(
        replace(request, max_seconds=min(_SECONDS, request.max_seconds)), budget, _told_by(known.entries)
    )
    live = sorted((entry for entry in known.entries if not entry.retired), key=feeds.place)
    wanting = [each for each in live if each.tries < MAX_TRIES and _unsized(each.entry)]
    after = {id(each): asking.sized(each) for each in wanting}
    if not any(after[id(each)] != each for each in wanting):
        return known, asking.problems()
    entries = tuple(after.get(id(each), each) for each in known.entries)
    return replace(known, entries=entries), asking.problems()


def _unsized(entry: Entry) -> list[Enclosure]:
    return [file for file in entry.enclosures if file.length is None or not file.length_exact]


def _told_by(entries: Iterable[KnownEntry]) -> dict[str, _Told]:
    """Return what is known of the files whose exact size is."""
    return {
        file.url: _Told(file.type, file.length)
        for each in entries
        for file in each.entry.enclosures
        if file.length is not None and file.length_exact
    }


@dataclass(slots=True)
class _Asking:
    """What was asked for in a run so far, and which hosts are left alone for the rest of it."""

    request: fetch.Request
    budget: int
    told: dict[str, _Told]
    failed: dict[str, str] = field(default_factory=dict)
    """Files whose size is not to be had, and why."""
    lasting: set[str] = field(default_factory=set)
    """Those of them that need not be asked for again."""
    silent: set[str | None] = field(default_factory=set)

    def sized(self, known: KnownEntry) -> KnownEntry:
        """Return a known entry with what can be told of its files."""
        urls = [file.url for file in _unsized(known.entry)]
        for url in urls:
            self._ask(url)
        entry = replace(
            known.entry,
            images=tuple(_with(file, self.told) for file in known.entry.images),
            enclosures=tuple(_with(file, self.told) for file in known.entry.enclosures),
        )
        tries = MAX_TRIES if self.lasting.issuperset(urls) else known.tries + any(map(self.failed.get, urls))
        return replace(known, entry=entry, tries=tries)

    def problems(self) -> tuple[Problem, ...]:
        """Return a problem when sizes could not be had, with the first reason."""
        if not self.failed:
            return ()
        count, cause = len(self.failed), next(iter(self.failed.values()))
        return (Problem("size-unknown", f"the exact size of {count} picture(s) is not to be had: {cause}"),)

    def _ask(self, url: str) -> None:
        host = _urls.host(url)
        is_known = url in self.told or url in self.failed
        if is_known or self.budget <= 0 or host in self.silent or len(self.silent) >= _MOST_SILENT:
            return
        self.budget -= 1
        try:
            found = fetch.probe(self.request.to(url))
        except FetchError as error:
            self.failed[url] = f"{error} ({error.code})"
            if error.is_passing:
                self.silent.add(host)
            else:
                self.lasting.add(url)
            return
        if _is_page(found):
            self.failed[url] = f"{url}: a page answers in its place"
            return
        self.told[url] = _Told(_type(found, url), found.length or None)
        if not found.length:
            self.failed[url] = f"{url}: the server does not tell it"
            self.lasting.add(url)


def _is_page(found: fetch.Probe) -> bool:
    return _PAGES.fullmatch(found.type or "") is not None and _images.type_of(found.first) is None


def _type(found: fetch.Probe, url: str) -> str | None:
    """Return the type of a file: as the server names it, as it begins, or as its suffix has it."""
    named = _SAME_TYPES.get(found.type or "", found.type or "")
    if _FILES.fullmatch(named):
        return named
    return _images.type_of(found.first) or _images.media_type(url)


def _with(file: _File, told: Mapping[str, _Told]) -> _File:
    """Return a picture or an enclosure with what is told of it."""
    found = told.get(file.url or "")
    if found is None or (file.length is not None and file.length_exact):
        return file
    file = replace(file, type=found.type or file.type)
    if not found.length:
        return file
    return replace(file, length=found.length, length_exact=True, length_margin=0)
