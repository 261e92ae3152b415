"""Looking after the state: how sources are, what a person accepts, what is damaged and how it heals.

It takes a configuration and the store, and gives health and findings. Nothing is fetched, nothing
is deleted: a damaged state is set aside, and what can be read of it and of the documents is kept.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from feedkit import guards, pipeline, publish, sources, store
from feedkit.errors import ConfigError, LocalError
from feedkit.models import Diff, Known, Problem, Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from feedkit.sources import Config, Source
    from feedkit.store import Store

CORRUPT = "state-corrupt"


@dataclass(frozen=True, slots=True)
class Health:
    """How a source is, by its history."""

    source: str
    status: str
    """`new`, `ok`, `suspect` or `broken`."""
    code: str | None = None
    last_run: dt.datetime | None = None
    last_success: dt.datetime | None = None
    failures: int = 0
    """Runs in a row that did not go well."""
    usual: float | None = None
    """How many entries the page usually shows."""
    is_accepted: bool = False
    kept_page: Path | None = None
    """Where the page is kept that failed last."""
    hints: tuple[str, ...] = ()


def status(config: Config, names: Sequence[str] = ()) -> list[Health]:
    """Return the health of the sources of a configuration, in its order."""
    with store.open(config.state, config.folder) as memory:
        return [_health(source, config, memory) for source in sources.select(config, names)]


def _health(source: Source, config: Config, memory: Store) -> Health:
    runs = memory.runs(source.name)
    if not runs:
        return Health(source.name, "new", hints=(f"feedkit run {source.name}",))
    last = runs[0]
    failures = next((i for i, run in enumerate(runs) if run.status == "ok"), len(runs))
    kept = config.pages / f"{source.name}.gz"
    return Health(
        source.name,
        last.status,
        last.code,
        last.at,
        runs[failures].at if failures < len(runs) else None,
        failures,
        guards.usual_count(runs, pipeline.recipe_hash(source)),
        memory.is_accepted(source.name),
        kept if failures and publish.standing(kept.name, kept.parent) else None,
        tuple(_hints(source, last)),
    )


def _hints(source: Source, last: Run) -> Iterator[str]:
    """Yield what a person should do about the last run."""
    if last.status == "suspect":
        yield f"look at {source.address or source.page}"
        yield f"if it is right: feedkit accept {source.name}"
        yield f"if its layout changed: mend the recipe of {source.name}"
    elif last.status == "broken":
        yield f"feedkit preview {source.page}" + (f" --source {source.name}" if source.recipe else "")


def accept(config: Config, name: str) -> None:
    """Let the next run of a source pass its guards; `ConfigError` when it never ran."""
    sources.select(config, [name])
    with store.open(config.state, config.folder) as memory:
        if not memory.runs(name, 1):
            hint = f"run it first: feedkit run {name}"
            raise ConfigError(f"nothing to accept: {name}: the source never ran", "never-ran", hint, name)
        memory.accept(name)


def rebuild(config: Config, now: dt.datetime) -> Path:
    """Set a damaged state aside, keep what can be read of it, and return where it is now."""
    old = store.set_aside(config.state, config.folder, now)
    store.salvage(old, config.state, config.folder)
    return old


def fsck(config: Config, now: dt.datetime, *, repair: bool = False) -> list[Problem]:
    """Return what is wrong with the state and the documents; with `repair` it is mended."""
    findings = [Problem(CORRUPT, text) for text in _damage(config)]
    if findings and repair:
        rebuild(config, now)
    if findings and not repair:
        return findings
    for source in config.sources:
        findings += _inspected(source, config, now, repair)
    return findings


def _damage(config: Config) -> list[str]:
    try:
        with store.open(config.state, config.folder) as memory:
            return memory.verify()
    except LocalError as error:
        if error.code != CORRUPT:
            raise
        return [str(error)]


def _inspected(source: Source, config: Config, now: dt.datetime, repair: bool) -> list[Problem]:
    """Return what is wrong with one source: entries that only documents have, documents that differ."""
    with store.open(config.state, config.folder) as memory:
        stored = memory.load(source.name)
        known = _completed(stored, pipeline.recall(source, config, now))
        if known is None:
            return []
        documents = pipeline.documents(known, source, config)
        findings = list(_lost(source, stored, known))
        for name in publish.differing(documents, config.output):
            what = "differs from the state" if publish.standing(name, config.output) else "is missing"
            findings.append(Problem("document-differs", f"{name}: the document {what}"))
        if repair and findings:
            names = [document.name for document in documents]
            run = replace(next(iter(memory.runs(source.name, 1)), Run(now, "ok")), at=now)
            memory.commit(source.name, stored, known, run, Diff(), names)
            publish.write(documents, config.output)
    return findings


def _completed(stored: Known | None, told: Known | None) -> Known | None:
    """Return what is known with what only the documents tell."""
    if stored is None or told is None:
        return stored or told
    ids = {known.entry.id for known in stored.entries}
    more = tuple(replace(k, shown=False) for k in told.entries if k.entry.id not in ids)
    return replace(stored, entries=stored.entries + more, etag=None, last_modified=None) if more else stored


def _lost(source: Source, stored: Known | None, known: Known) -> Iterator[Problem]:
    count = len(known.entries) - (len(stored.entries) if stored else 0)
    if count:
        yield Problem("state-behind", f"{source.name}: {count} entries of the documents are not in the state")
