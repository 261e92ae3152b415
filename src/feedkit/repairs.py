"""A recipe for a page that changed: detection finds the list again, and what is known says that it is the same.

It takes a source, its page as it is now and what the store knows, and gives a recipe with its evidence; or
an error that says why there is none. It writes nothing; a person looks at it first.
"""

from __future__ import annotations

import datetime as dt
import gzip
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feedkit import _files, entries, fetch, identity, once, parsers, sources, store, synthesis, visits
from feedkit.errors import ConfigError, LocalError, PageError
from feedkit.models import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from feedkit.models import EntriesPage, Entry, Known, KnownEntry
    from feedkit.sources import Config, Source

_ENOUGH = 0.5
"""Share of the entries that were shown last, or of the rows where those are fewer, that must be found again."""
_OPTIONS = ("next", "total", "empty", "volatile", "image_base", "image_suffix", "kb", "max_pages")
"""Keys that say nothing of where the entries and their fields stand, and stay."""
_CHECKED = ("entry", "title", "link", "date")
"""Keys that must give what was detected; of other fields the old selector stays while it gives about as many."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A recipe for a page that changed, and what speaks for it."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    """The keys of the recipes; equal when the old one is still right."""
    found: tuple[Entry, ...]
    again: int
    """How many known entries are found again."""
    shown: int
    """How many entries the last good run showed."""
    differing: tuple[tuple[str, int], ...] = ()
    """Fields of known entries that now differ, and in how many."""


def propose(config: Config, name: str, now: dt.datetime, file: str | None = None) -> Repair:
    """Return the recipe for a source's page as it is now, or as it is kept in `file`.

    `ConfigError` when the source has no recipe or never ran; `PageError` `no-repair` when the page shows too
    few known entries, or no recipe gives them; errors of fetching and parsing pass.
    """
    (source,) = sources.select(config, [name])
    old = _recipe_of(config, source)
    known = _known(config, source)
    page = _page(source, config, now, file)
    address = once.address_of(source.address or page.url, source.page)
    found, number, matched = _best_list(source, page, known, address)
    rows = tuple(matched.rows)
    if _is_right(source, page, found, old):
        return Repair(old, old, rows, _again(matched), _shown(known))
    proposal = synthesis.propose(page, found, source.page, number)
    if proposal.cause:
        raise _no_repair(source, f"no recipe can be written: {proposal.cause}")
    new = _kept(page, found, old, proposal.recipe, source)
    return Repair(old, new, rows, _again(matched), _shown(known), tuple(_differing(matched)))


def _recipe_of(config: Config, source: Source) -> dict[str, Any]:
    """Return the recipe of a source as its table has it."""
    table = sources.tables(_files.read(config.path), config.path)["sources"][source.name]
    recipe = table.get("recipe", {})
    if not isinstance(recipe.get("entry"), str | list):
        hint = "its entries are found anew at each run; feedkit preview --explain shows how"
        message = f"no recipe: {source.name}: the source has none with selectors of its own"
        raise ConfigError(message, "no-recipe", hint, source.name)
    return dict(recipe)


def _known(config: Config, source: Source) -> Known:
    with store.open(config.state, config.folder) as memory:
        known = memory.load(source.name)
    if known is None or not known.entries:
        hint = f"run it first: feedkit run {source.name}"
        message = f"nothing to repair: {source.name}: no run ever found an entry"
        raise ConfigError(message, "never-ran", hint, source.name)
    return known


def _page(source: Source, config: Config, now: dt.datetime, file: str | None) -> Page:
    if file is None:
        page = fetch.get(visits.request(source, config, None, visits.manners(source, fetch.Hosts(), now)))
        assert page is not None  # nothing was asked for on condition
        return replace(page, url=page.url or source.address, retrieved=now)
    return Page(_kept_content(Path(file), source.max_bytes), source.address, retrieved=now)


def _kept_content(path: Path, limit: int) -> bytes:
    """Return a page that was kept, compressed as a run keeps it or not."""
    try:
        content = _files.read(path, limit)
        if content.startswith(b"\x1f\x8b"):
            content = gzip.GzipFile(fileobj=BytesIO(content)).read(limit)
    except (OSError, EOFError, ValueError) as error:
        cause = str(getattr(error, "strerror", None) or error).lower()
        hint = "feedkit status names the page that is kept"
        raise LocalError(f"cannot read: {path}: {cause}", "unreadable", hint, str(path)) from error
    return content


def _best_list(
    source: Source, page: Page, known: Known, address: str
) -> tuple[EntriesPage, int | None, identity.Match]:
    """Return the list of a page that shows most known entries, its number, and which they are."""
    best = None
    for number, found in _lists(source, page):
        rows = entries.build(
            found, timezone=source.timezone, address=address, language=source.language
        ).entries
        matched = identity.match(rows, known.entries, address)
        if best is None or _again(matched) > _again(best[2]):
            best = (found, number, matched)
    assert best is not None
    needed = _ENOUGH * min(_shown(known), len(best[2].rows))
    if _again(best[2]) < max(1, needed):
        told = f"{_again(best[2])} of the {len(best[2].rows)} entries on the page are known"
        raise _no_repair(source, f"{told}; it showed {_shown(known)} last")
    return best


def _lists(source: Source, page: Page) -> Iterator[tuple[int | None, EntriesPage]]:
    """Yield the lists that are found on a page, the main one without a number."""
    main = parsers.parse(page, None, subject=source.page)
    yield None, main
    for number in range(2, len(main.lists) + 1):
        yield number, parsers.parse(page, None, subject=source.page, number=number)


def _no_repair(source: Source, cause: str) -> PageError:
    hint = (
        f"look at the page; if it is another list now, write a new recipe: feedkit add NEW-NAME {source.page}"
    )
    return PageError(f"no repair: {source.name}: {cause}", "no-repair", hint, source.name)


def _again(matched: identity.Match) -> int:
    return sum(1 for known in matched.found if known)


def _shown(known: Known) -> int:
    return sum(1 for entry in known.entries if entry.shown)


def _is_right(source: Source, page: Page, found: EntriesPage, recipe: dict[str, Any]) -> bool:
    """Return whether a recipe gives what was detected."""
    return _told(synthesis.read(page, recipe, source.page)) == _told(found)


def _told(found: EntriesPage) -> list[tuple[Any, ...]]:
    return [(entry.title, entry.link, entry.date) for entry in entries.build(found).entries]


def _kept(
    page: Page, found: EntriesPage, old: Mapping[str, Any], new: dict[str, Any], source: Source
) -> dict[str, Any]:
    """Return a recipe with whatever of the old one is still right: its options, and fields that still give."""
    kept = {name: old[name] for name in _OPTIONS if name in old}
    recipe = {**new, **kept}
    if "total" in new and synthesis.read(page, recipe, source.page).declared_total is None:
        recipe["total"] = new["total"]
    for name, value in old.items():
        if name in kept:
            continue
        tried = {**recipe, name: value}
        if name in _CHECKED and name in recipe:
            recipe = tried if _is_right(source, page, found, tried) else recipe
        elif name != "entry":
            needed = _given(page, recipe, name, source) if name in recipe else len(found.entries)
            recipe = tried if 2 * _given(page, tried, name, source) > needed else recipe
    return {name: recipe[name] for name in [*(each for each in old if each in recipe), *recipe]}


def _given(page: Page, recipe: dict[str, Any], name: str, source: Source) -> int:
    """Return how many entries have a field by a recipe."""
    rows = synthesis.read(page, recipe, source.page).entries
    return sum(any(field == name for field, _ in entry.rules) for entry in rows)


def _differing(matched: identity.Match) -> Iterator[tuple[str, int]]:
    pairs: list[tuple[Entry, KnownEntry]] = [
        (row, known) for row, known in zip(matched.rows, matched.found, strict=True) if known
    ]
    for name in ("title", "link", "date"):
        count = sum(getattr(row, name) != getattr(known.entry, name) for row, known in pairs)
        if count:
            yield name, count
