"""Looking after the state: how sources are, what a person accepts, what is damaged and how it heals.

It takes a configuration and the store, and gives health and findings. Nothing is fetched, nothing
is deleted: a damaged state is set aside, and what can be read of it and of the documents is kept.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from feedkit import guards, pipeline, publish, sources, store, visits
from feedkit.errors import ConfigError, LocalError
from feedkit.models import Diff, Document, Known, Problem, Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from feedkit.sources import Config, Source
    from feedkit.store import Store

CORRUPT = "state-corrupt"
_BEHIND = "state-behind"
_DIFFERS = "document-differs"
_REBUILT = "state-rebuilt"
MENDED = frozenset({CORRUPT, _BEHIND, _DIFFERS})
"""Codes of what `fsck` mends; whatever else it finds is left to a person."""


@dataclass(frozen=True, slots=True)
class Health:
    """How a source is, by its history."""

    source: Source
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
    wait: visits.Wait | None = None
    """Until when its page is not asked for, and why; None when the next run asks."""
    error: LocalError | None = None
    """Why nothing is known of its history: the state is damaged."""

    @property
    def stale_since(self) -> dt.datetime | None:
        """Since when the feed is as it was; None while all is well, or when it never was."""
        return self.last_success if self.failures else None


def status(config: Config, names: Sequence[str] = (), now: dt.datetime | None = None) -> list[Health]:
    """Return the health of the sources of a configuration, in its order, and at `now` who is waited for."""
    return [_health(source, config, now) for source in sources.select(config, names)]


def _health(source: Source, config: Config, now: dt.datetime | None) -> Health:
    try:
        with store.open(config.state, config.folder) as memory:
            runs, is_accepted = memory.runs(source.name), memory.is_accepted(source.name)
    except LocalError as error:
        if error.code != CORRUPT:
            raise
        return Health(source, "broken", CORRUPT, error=error)
    if not runs:
        return Health(source, "new")
    wait = visits.wait(source, runs, now) if now else None
    return replace(_told_by(runs, source, config, is_accepted), wait=wait)


def _told_by(runs: Sequence[Run], source: Source, config: Config, is_accepted: bool) -> Health:
    last = runs[0]
    failures = next((i for i, run in enumerate(runs) if run.status == "ok"), len(runs))
    kept = config.pages / f"{source.name}.gz"
    return Health(
        source,
        last.status,
        last.code,
        last.at,
        runs[failures].at if failures < len(runs) else None,
        failures,
        guards.usual_count(runs, visits.recipe_hash(source)),
        is_accepted,
        kept if failures and publish.standing(kept.name, kept.parent) else None,
    )


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


def resume(config: Config) -> None:
    """Keep what can be read of a damaged state that was set aside by a run that then was killed."""
    with store.open(config.state, config.folder) as memory:
        if memory.sources():
            return
    old = store.last_aside(config.state, config.folder)
    if old is not None:
        store.salvage(old, config.state, config.folder)


def fsck(config: Config, now: dt.datetime, *, repair: bool = False) -> list[Problem]:
    """Return what is wrong with the state and the documents; with `repair`, what is `MENDED` is mended."""
    findings = [Problem(CORRUPT, text) for text in _damage(config)]
    if findings and not repair:
        return findings
    if findings:
        aside = rebuild(config, now)
        findings[0] = replace(findings[0], message=f"{findings[0].message}; set aside as {aside.name}")
    elif repair:
        resume(config)
    for source in config.sources:
        try:
            findings += _inspected(source, config, now, repair)
        except LocalError as error:
            if error.code == CORRUPT:
                raise
            findings.append(Problem(error.code, str(error)))
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
        known = pipeline.completed(stored, pipeline.recall(replace(source, adopt=False), config, now))
        if known is None:
            return []
        ours = memory.documents(source.name)
        found = [(each, _fault(each, config, ours)) for each in pipeline.documents(known, source, config)]
        faulty = [document for document, fault in found if fault and fault.code in MENDED]
        if repair and known is not stored:
            names = {document.name for document, fault in found if document in faulty or not fault}
            _commit(memory, source.name, stored, known, now, sorted(names | ours))
        if repair:
            publish.write(faulty, config.output)
        return [*_lost(source, stored, known), *(fault for _, fault in found if fault)]


def _fault(document: Document, config: Config, ours: set[str]) -> Problem | None:
    """Return what is wrong with the file where a document is to stand."""
    name = document.name
    try:
        publish.check([name], config.output, ours)
        if not publish.differing([document], config.output):
            return None
        what = "differs from the state" if publish.standing(name, config.output) else "is missing"
    except LocalError as error:
        return Problem(error.code, str(error))
    return Problem(_DIFFERS, f"{name}: the document {what}")


def _commit(
    memory: Store, name: str, stored: Known | None, known: Known, now: dt.datetime, documents: Sequence[str]
) -> None:
    """Keep what was found in the documents; a repair is no run, so history and acceptance stay."""
    last = next(iter(memory.runs(name, 1)), None)
    run = replace(last, code=last.code and _REBUILT) if last else Run(now, "ok", _REBUILT)
    is_accepted = memory.is_accepted(name)
    memory.commit(name, stored, known, run, Diff(), documents)
    if is_accepted:
        memory.accept(name)


def _lost(source: Source, stored: Known | None, known: Known) -> Iterator[Problem]:
    count = len(known.entries) - (len(stored.entries) if stored else 0)
    if count:
        told = "1 entry of the documents is" if count == 1 else f"{count} entries of the documents are"
        yield Problem(_BEHIND, f"{source.name}: {told} not in the state")
