"""The way of the data, one line a stage: from a source to its documents.

`update` is the whole of it, with what is remembered; all stages are called here, and none of them
knows another. `once` is the middle of it, for a page at hand.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from feedkit import (
    completing,
    entries,
    feeds,
    fetch,
    formats,
    identity,
    once,
    paging,
    parsers,
    probing,
    publish,
    visits,
)
from feedkit.errors import DocumentError, FeedkitError, FetchError, PageError, SuspectError
from feedkit.models import (
    GENERATOR,
    Diff,
    Document,
    Entries,
    EntriesPage,
    Feed,
    Format,
    Known,
    Page,
    Problem,
    Robots,
    Run,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Literal

    from feedkit import guards
    from feedkit.sources import Config, Source
    from feedkit.store import Store

    Status = Literal["ok", "skipped", "suspect", "broken"]

_MOST_TELLING_FIRST: tuple[Format, ...] = ("json", "atom", "rss")
"""Formats by how much of an entry they carry."""
_REPAIRED = frozenset(("empty-page", "fields-missing", "too-few"))
"""Codes of what comes of a page whose layout changed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of one source came to; it pickles."""

    source: str
    status: Status
    error: FeedkitError | None = None
    """Why the source is broken or suspect."""
    entries: int = 0
    """Entries in the documents."""
    diff: Diff = Diff()
    written: tuple[str, ...] = ()
    """Names of the documents whose bytes changed."""
    seconds: float = 0.0
    problems: tuple[Problem, ...] = ()
    was_rebuilt: bool = False
    """Whether the state was lost, or an old one, and entries were read back from the documents."""
    wait: visits.Wait | None = None
    """Why the source was skipped."""


@dataclass(frozen=True, slots=True)
class Mode:
    """How a run goes about it."""

    dry: bool = False
    """Show what would change and write nothing."""
    force: bool = False
    """Replace files that feedkit did not write."""
    at_once: bool = False
    """Ask also for pages that are not due."""


@dataclass(frozen=True, slots=True)
class _Past:
    """What is remembered of a source before a run."""

    stored: Known | None
    """As the store has it."""
    known: Known | None
    """The same, or what the documents tell where the state is lost."""
    runs: tuple[Run, ...] = ()
    is_accepted: bool = False
    """Whether a person said that the next look of the page is right."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What a run saw, and what is known after it: nothing new where there is an error."""

    known: Known | None
    run: Run | None
    """None when the page was not asked for."""
    problems: tuple[Problem, ...] = ()
    error: FeedkitError | None = None
    page: Page | None = None


def update(
    source: Source, config: Config, now: dt.datetime, mode: Mode = Mode(), hosts: fetch.Hosts | None = None
) -> Outcome:
    """Return what came of one run of a source, in which its state and its documents moved on.

    A page that is broken or suspect changes nothing: only a line of history and the page itself are
    kept, and what earlier runs committed is published as before. So it is for one that is not due,
    which is not even asked for. `LocalError` passes. At `hosts` it takes turns with other sources.
    """
    from feedkit import store

    started = time.monotonic()
    manners = visits.manners(source, hosts or fetch.Hosts(), now)
    if not mode.dry:
        publish.prepare(config.output)
    with store.open(config.state, config.folder) as memory:
        past = _remember(source, config, memory, mode, now)
        wait = None if mode.at_once else visits.wait(source, past.runs, now)
        if wait is None:
            manners.hosts.recall(memory.robots)
        look = _seen(source, config, past, manners, mode, wait)
        rendered = _rendered(look, past, source, config)
        if not mode.force and (older := _older(past, rendered, source, config, now)):
            past = older
            look = _seen(source, config, past, manners, mode, wait)
            rendered = _rendered(look, past, source, config)
        diff = _compare(past.known, look.known, source)
        _refuse_foreign(rendered, source, config, memory, mode)
        if not mode.dry:
            _keep(source, config, memory, past, look, diff, rendered, manners.met)
        written = _publish(rendered, config, mode)
    return Outcome(
        source.name,
        look.run.status if look.run else "skipped",
        _with_repair(look, source),
        sum(1 for entry in look.known.entries if not entry.retired) if look.known else 0,
        diff,
        written,
        time.monotonic() - started,
        look.problems,
        was_rebuilt=past.known is not past.stored and not source.adopt and not wait,
        wait=wait,
    )


def _with_repair(look: _Look, source: Source) -> FeedkitError | None:
    """Return the error of a look, with the repair as a next step where the recipe may be what is wrong."""
    error = look.error
    has_selectors = source.recipe is not None and source.recipe.entry is not None
    is_read = look.page is not None and bool(look.page.content.strip())
    if error is None or error.code not in _REPAIRED or not (has_selectors and is_read):
        return error
    first = "look at the page" if error.code == "empty-page" else error.hint
    hint = f"{first}; if it has a new layout: feedkit repair-recipe {source.name}"
    return type(error)(str(error), error.code, hint, error.subject)


def _remember(source: Source, config: Config, memory: Store, mode: Mode, now: dt.datetime) -> _Past:
    """Return what the store knows of a source; where it knows nothing, what its documents tell."""
    stored, runs = memory.load(source.name), tuple(memory.runs(source.name))
    if stored is None:
        return _Past(None, None if mode.force else recall(source, config, now), runs)
    return _Past(stored, stored, runs, memory.is_accepted(source.name))


def recall(source: Source, config: Config, now: dt.datetime) -> Known | None:
    """Return what the documents in the output folder tell: feedkit's own, or those to be adopted."""
    for form in sorted(_MOST_TELLING_FIRST, key=lambda form: form not in source.formats):
        feed = _standing(f"{source.name}{formats.SUFFIXES[form]}", source, config)
        if feed is not None:
            address = source.address or feed.link
            author = feed.authors[0].name if feed.authors else None
            known = feeds.recall(feed, address, _rules(source), now)
            return Known(feed.id, feed.title, feed.language, author, known)
    return None


def _standing(name: str, source: Source, config: Config) -> Feed | None:
    """Return the feed that stands where a document will be written, if its ids are to be kept."""
    from feedkit.parsers import feed as feed_parser

    content = publish.standing(name, config.output)
    try:
        feed = feed_parser.parse(content, name) if content else None
    except DocumentError:
        return None
    is_ours = feed is not None and feed.generator == GENERATOR
    return feed if is_ours or source.adopt else None


def _older(
    past: _Past, rendered: Sequence[Document], source: Source, config: Config, now: dt.datetime
) -> _Past | None:
    """Return what is remembered with what documents tell that would be replaced; None if that is nothing new.

    It is where an older state was put back: entries since then are in the documents alone.
    """
    if past.stored is None or not publish.differing(rendered, config.output):
        return None
    known = completed(past.stored, recall(replace(source, adopt=False), config, now))
    return None if known is past.stored else replace(past, known=known)


def completed(stored: Known | None, told: Known | None) -> Known | None:
    """Return what is known with the entries that only the documents tell; the same if there are none."""
    if stored is None or told is None:
        return stored or told
    ids = {known.entry.id for known in stored.entries}
    matched = identity.match([known.entry for known in told.entries], stored.entries, stored.feed_id)
    more = [
        replace(known, shown=False)
        for known, same in zip(told.entries, matched.found, strict=True)
        if not same and known.entry.id not in ids
    ]
    if not more:
        return stored
    return replace(stored, entries=(*stored.entries, *more), etag=None, last_modified=None)


def _seen(
    source: Source,
    config: Config,
    past: _Past,
    manners: fetch.Manners,
    mode: Mode,
    wait: visits.Wait | None,
) -> _Look:
    """Return what a run sees: the page, unless it is to be left alone, and the sizes of its pictures."""
    if wait:
        return _Look(past.known if past.stored else None, None)
    if mode.dry:
        return _look(replace(source, max_entry_pages=0), config, past, manners)
    return _sized(_look(source, config, past, manners), source, config, manners)


def _rendered(look: _Look, past: _Past, source: Source, config: Config) -> list[Document]:
    """Return the documents after a look; none of a source whose state is lost and whose page is bad."""
    is_kept = look.error is None or past.stored is not None
    return documents(look.known, source, config) if is_kept else []


def _look(source: Source, config: Config, past: _Past, manners: fetch.Manners) -> _Look:
    """Return what the page shows now; errors of the page are part of it."""
    from feedkit import guards

    request, now = visits.request(source, config, past.known, manners), manners.now
    recipe = visits.recipe_hash(source)
    try:
        page = fetch.get(request)
    except FetchError as error:
        run = Run(now, "broken", error.code, recipe=recipe, not_before=visits.not_before(error, now))
        return _Look(past.known, run, (), error)
    if page is None:
        return _Look(past.known, _same_again(past.runs, now))
    try:
        return _read(source, replace(page, retrieved=now), past, request, now)
    except PageError as error:
        runs = () if past.is_accepted else past.runs
        fault = guards.lost_end(error, page, runs, source.name) or error
        return _Look(past.known, Run(now, "broken", fault.code, recipe=recipe), (), fault, page)


def _read(source: Source, page: Page, past: _Past, request: fetch.Request, now: dt.datetime) -> _Look:
    """Return what a page that was got shows, judged by the runs before, and the pages after it."""
    from feedkit import guards

    address = once.address_of(source.address or page.url, source.page)
    listing = parsers.parse(replace(page, url=page.url or address), source.recipe, subject=source.page)
    found = _built(listing, source, address)
    seen = guards.sight(page, found)
    if not listing.entries:  # rightly so, as the recipe's `empty` says
        return _Look(past.known or _known(listing, address), _run_of(seen, source, now, None))
    before = past.known.entries if past.known else ()
    merged = feeds.merge(found, before, address, _rules(source), now)
    error = None
    if not past.is_accepted:
        history = guards.History(
            past.runs, visits.recipe_hash(source), source.page, source.name, before, merged.match
        )
        is_strange = bool(before) and not merged.met and guards.is_strange(page, source.page, before)
        error = guards.judge(page, seen, history, is_strange=is_strange, has_moved=merged.has_moved)
    run = _run_of(seen, source, now, error)
    clock = guards.clock_back(past.runs, now)
    if error is not None:
        return _Look(past.known, run, (*found.problems, *merged.problems, *clock), error, page)
    whole = paging.follow(page, listing, request, source.recipe, _recogniser(source, past.known, address))
    if whole.listing is not listing:
        found = _built(whole.listing, source, address)
        merged = feeds.merge(found, before, address, _rules(source), now)
    is_complete = True
    if source.complete:
        found, is_complete = completing.complete(found, merged.match.found, page, request, source)
        merged = feeds.merge(found, before, address, _rules(source), now)
    if isinstance(whole.error, FetchError):
        run = replace(run, not_before=visits.not_before(whole.error, now))
    known = replace(
        past.known or _known(listing, address),
        entries=merged.entries,
        etag=page.etag,
        last_modified=page.last_modified,
        bound_to=visits.binding(source) if is_complete and not whole.error else "",
        whole=now,
    )
    return _Look(known, run, (*found.problems, *merged.problems, *clock))


def _built(listing: EntriesPage, source: Source, address: str) -> Entries:
    """Return the entries of a list as its source has them read."""
    return entries.build(listing, timezone=source.timezone, address=address, language=source.language)


def _recogniser(source: Source, known: Known | None, address: str) -> Callable[[EntriesPage], bool]:
    """Return what tells whether a page shows only known entries; none does where not all was read."""

    def is_known(page: EntriesPage) -> bool:
        if known is None or known.bound_to != visits.binding(source):
            return False
        rows = _built(page, source, address).entries
        return all(identity.match(rows, known.entries, address).found)

    return is_known


def _sized(look: _Look, source: Source, config: Config, manners: fetch.Manners) -> _Look:
    """Return a look with the sizes that the servers of its pictures tell."""
    if look.known is None or look.run is None or look.error is not None or source.images == "page":
        return look
    request = visits.request(source, config, None, manners)
    known, problems = probing.sized(look.known, request, source.max_probes)
    return replace(look, known=known, problems=(*look.problems, *problems))


def _known(page: EntriesPage, address: str) -> Known:
    """Return what is known of a source before its first entry: what the page says of itself."""
    return Known(address, page.title, page.language, page.site_name)


def _same_again(runs: tuple[Run, ...], now: dt.datetime) -> Run:
    """Return the line of history of a page that is not modified: it shows what it showed last."""
    last = next((run for run in runs if run.status == "ok"), Run(now, "ok"))
    return replace(last, at=now, not_before=None)


def _run_of(seen: guards.Sight, source: Source, now: dt.datetime, error: PageError | None) -> Run:
    """Return the line of history of a page that was read."""
    return Run(
        now,
        "ok" if error is None else "suspect" if isinstance(error, SuspectError) else "broken",
        error.code if error else None,
        seen.count,
        visits.recipe_hash(source),
        seen.titles,
        seen.links,
        seen.dates,
        seen.whole,
    )


def _keep(
    source: Source,
    config: Config,
    memory: Store,
    past: _Past,
    look: _Look,
    diff: Diff,
    documents: list[Document],
    robots: Sequence[Robots],
) -> None:
    """Commit what a good run found; of another keep its line of history, and the page to be looked at."""
    if look.error is not None and look.run is not None:
        if look.page is not None:
            publish.keep_page(source.name, look.page.content, config.pages)
        memory.note(source.name, look.run, robots)
    elif look.known is not None:
        names = [document.name for document in documents]
        memory.commit(source.name, past.stored, look.known, look.run, diff, names, robots)


def _rules(source: Source) -> feeds.Rules:
    volatile = source.recipe.volatile if source.recipe else ()
    return feeds.Rules(source.timezone, source.limit, source.keep, volatile)


def _compare(known: Known | None, after: Known | None, source: Source) -> Diff:
    """Return what a run changed in the document; an entry that returned to it is not new."""
    from feedkit import diffs

    if after is None or known is after:
        return Diff()
    head = once.head(source.address or after.feed_id, after.feed_id)
    before = feeds.assemble(head, feeds.published(known.entries if known else ()))
    diff = diffs.compare(before, feeds.assemble(head, feeds.published(after.entries)))
    ids = {entry.entry.id for entry in known.entries} if known else set()
    return replace(diff, new=tuple(entry for entry in diff.new if entry.id not in ids))


def documents(known: Known | None, source: Source, config: Config) -> list[Document]:
    """Return the documents of a source; none when there was never an entry."""
    if known is None or not known.entries:
        return []
    head = once.head(
        source.address or known.feed_id,
        known.feed_id,
        title=source.title or known.title,
        language=source.language or known.language,
        author=source.author or known.site_name,
    )
    feed = feeds.assemble(head, feeds.published(known.entries))
    return [_document(feed, form, source.name, config.base_url) for form in source.formats]


def _document(feed: Feed, form: Any, name: str, base_url: str | None) -> Document:
    file_name = f"{name}{formats.SUFFIXES[form]}"
    self_link = f"{base_url}{file_name}" if base_url else None
    return formats.render(replace(feed, self_link=self_link), form, name=file_name)


def _refuse_foreign(
    documents: list[Document], source: Source, config: Config, memory: Store, mode: Mode
) -> None:
    if mode.force:
        return
    ours = memory.documents(source.name)
    names = [document.name for document in documents]
    if source.adopt:  # what is a feed is replaced by its heir
        names = [name for name in names if name in ours or _standing(name, source, config) is None]
    publish.check(names, config.output, ours)


def _publish(documents: list[Document], config: Config, mode: Mode) -> tuple[str, ...]:
    if mode.dry:
        return tuple(publish.differing(documents, config.output))
    return publish.write(documents, config.output)
