"""Many sources, one after another or several at once, behind the lock of their configuration.

It takes a configuration and names, and gives an `Outcome` for each source: one that fails never
stops another. It holds the lock for the whole run, and the clock is read here, once.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from feedkit import _files, _kinds, _urls, fetch, pipeline, publish, sources, store, upkeep
from feedkit.errors import DocumentError, FeedkitError, LocalError
from feedkit.formats import SUFFIXES
from feedkit.pipeline import Mode, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from os import PathLike

    from feedkit.models import Feed, Page, Problem
    from feedkit.sources import Config, Source

_GRACE = 0.4
"""Seconds in which threads may end what they are at, when the run is to end."""
_REPORT = "please report it with the lines above"
_log = logging.getLogger(__name__)


def get(
    page: str,
    *,
    url: str | None = None,
    max_bytes: int = fetch.MAX_BYTES,
    allow_private: bool = False,
    ignore_robots: bool = False,
) -> Page:
    """Return the page behind an address, or in a file whose address is `url`.

    Raises `FetchError`; `max_bytes` is the limit for the body. Addresses of this machine and its
    local network are refused unless they are allowed, and what the site's robots.txt keeps programs
    from is not asked for unless that is ignored.
    """
    manners = fetch.Manners(fetch.Hosts(), dt.datetime.now(dt.UTC), not ignore_robots)
    found = fetch.get(fetch.Request(page, max_bytes, allow_private=allow_private, manners=manners))
    assert found is not None
    return replace(found, url=url) if url else found


def read(path: str | PathLike[str], *, max_bytes: int = fetch.MAX_BYTES) -> Feed:
    """Return the feed in an RSS, Atom or JSON Feed document on disk.

    feedkit's own documents come back as the feed that was rendered. `DocumentError` when the file
    cannot be read or holds no feed.
    """
    from feedkit.parsers import feed

    name = str(path)
    try:
        content = _files.read(Path(path), max_bytes)
    except (OSError, _files.TooLarge) as error:
        cause = (getattr(error, "strerror", None) or "too large").lower()
        hint = "name a feed document: RSS, Atom or JSON Feed"
        raise DocumentError(f"cannot read: {name}: {cause}", "unreadable", hint, name) from error
    return feed.parse(content, name)


def run(
    config: Config | str | PathLike[str] | None = None,
    names: Sequence[str] = (),
    *,
    jobs: int = 1,
    lock_wait: float = 0.0,
    mode: Mode = Mode(),
    now: dt.datetime | None = None,
    executor: Executor | None = None,
) -> list[Outcome]:
    """Return the outcome of each source of a configuration, in its order.

    `config` is a `Config`, the path of a `feedkit.toml`, or None for the one that is found as the
    command line finds it; `names` chooses sources, `jobs` of which run at once, or as many as
    `executor` lets. `now` is the time of the run. `LockedError` when another run of the
    configuration goes on longer than `lock_wait` seconds.
    """
    if not isinstance(config, sources.Config):
        config = sources.load(sources.find(str(config) if config else None))
    found = outcomes(config, names, jobs=jobs, lock_wait=lock_wait, mode=mode, now=now, executor=executor)
    return list(found)


def outcomes(
    config: Config,
    names: Sequence[str] = (),
    *,
    jobs: int = 1,
    lock_wait: float = 0.0,
    mode: Mode = Mode(),
    now: dt.datetime | None = None,
    executor: Executor | None = None,
) -> Iterator[Outcome]:
    """Yield what `run` returns, each outcome as soon as it and those before it are there.

    Where the state turns out to be damaged it is set aside, and the sources that it lost are run
    again, last, with what their documents tell.
    """
    chosen = sources.select(config, names)
    _check_access(config, chosen)
    now = now or dt.datetime.now(dt.UTC)
    work = partial(_update, config=config, now=now, mode=mode, hosts=fetch.Hosts())
    if mode.dry:
        yield from _outcomes(work, chosen, jobs, executor)
        return
    with _files.lock(lock_path(config), lock_wait):
        _sweep(config, chosen)
        hurt = []
        with _held_open(config):
            for outcome in _outcomes(work, chosen, jobs, executor):
                if outcome.error is not None and outcome.error.code == upkeep.CORRUPT:
                    hurt.append(outcome.source)
                else:
                    yield outcome
        if hurt:
            upkeep.rebuild(config, now)
            for outcome in _outcomes(work, sources.select(config, hurt), jobs, executor):
                yield replace(outcome, was_rebuilt=True)


def _check_access(config: Config, chosen: Sequence[Source]) -> None:
    """Raise one `ConfigError` for all that the requests of these sources need and do not have."""
    told = _kinds.Mistakes()
    for source in chosen:
        for error in fetch.check(source.access):
            key = f"sources.{source.name}.{error.subject}"
            told.tell(key, str(error).removeprefix(f"{error.subject}: "), error.code, error.hint)
    told.end(str(config.path))


def _sweep(config: Config, chosen: Sequence[Source]) -> None:
    """Remove the temporary files that killed runs left, where that is possible."""
    names = [source.name for source in chosen]
    with suppress(LocalError):  # each source tells for itself
        publish.sweep({name + suffix for name in names for suffix in SUFFIXES.values()}, config.output)
        publish.sweep({f"{name}.gz" for name in names}, config.pages)


@contextmanager
def _held_open(config: Config) -> Iterator[None]:
    """Keep the state open meanwhile: the last to close it has to tidy it up, which costs time."""
    with suppress(FeedkitError):  # each source tells for itself
        upkeep.resume(config)
    with store.open(config.state, config.folder) as memory:
        with suppress(FeedkitError):
            memory.sources()
        yield


def fsck(config: Config, *, repair: bool = False, lock_wait: float = 0.0) -> list[Problem]:
    """Return what is wrong with state and documents; with `repair` it is mended and nothing is lost."""
    with _files.lock(lock_path(config), lock_wait):
        return upkeep.fsck(config, dt.datetime.now(dt.UTC), repair=repair)


def _outcomes(
    work: partial[Outcome], chosen: Sequence[Source], jobs: int, executor: Executor | None
) -> Iterator[Outcome]:
    if executor is not None:
        return executor.map(work, chosen)
    if jobs == 1 or len(chosen) == 1:
        return map(work, chosen)
    return _at_once(work, chosen, jobs)


def lock_path(config: Config) -> Path:
    """Return the file whose lock a run holds: beside the state."""
    state = config.folder / config.state.partition(":")[2]
    return state.with_name(state.name + ".lock")


def _at_once(work: partial[Outcome], chosen: Sequence[Source], jobs: int) -> Iterator[Outcome]:
    """Yield the outcomes of several threads; when the run is ended, only what is being written ends.

    Sources of one host are run one after another by the same thread, so that a host that is slow
    keeps no other waiting.
    """
    pool = ThreadPoolExecutor(jobs)
    ends: dict[str, Future[Outcome]] = {source.name: Future() for source in chosen}
    lanes: dict[str, list[Source]] = {}
    for source in chosen:
        lanes.setdefault(_urls.host(source.page) or source.name, []).append(source)
    futures = [pool.submit(_run_lane, work, lane, ends) for lane in lanes.values()]
    try:
        yield from (ends[source.name].result() for source in chosen)
    except BaseException:
        for end in ends.values():
            end.cancel()
        pool.shutdown(wait=False, cancel_futures=True)
        wait(futures, _GRACE)
        raise
    pool.shutdown()


def _run_lane(work: partial[Outcome], lane: Sequence[Source], ends: Mapping[str, Future[Outcome]]) -> None:
    """Run sources one after another, as long as they are waited for."""
    for source in lane:
        end = ends[source.name]
        if not end.set_running_or_notify_cancel():
            return
        try:
            end.set_result(work(source))
        except BaseException as error:  # noqa: BLE001 - whoever waits for it gets it
            end.set_exception(error)


def _update(source: Source, config: Config, now: dt.datetime, mode: Mode, hosts: fetch.Hosts) -> Outcome:
    """Return the outcome of one source, whatever it is: a fault stops no other source."""
    started = time.monotonic()
    try:
        return pipeline.update(source, config, now, mode, hosts)
    except FeedkitError as error:
        fault = error
    except Exception as error:  # noqa: BLE001 - a bug in one source must not stop the others
        _log.exception("source %s", source.name)
        fault = FeedkitError(f"a bug in feedkit: {source.name}: {error!r}", "bug", _REPORT, source.name)
    return Outcome(source.name, "broken", fault, seconds=time.monotonic() - started)
