"""The state in one SQLite file: one transaction for each run, a checksum for whatever is kept.

It takes a path and gives a store (see `feedkit.store.Store`). The file is made by the first write;
reading makes nothing. It writes no row that has not changed, gives nothing that is not as it was
written, and never repairs or deletes a file that it cannot read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from feedkit import _files
from feedkit.errors import LocalError
from feedkit.models import Diff, Known, Robots, Run
from feedkit.store import _database, _rows
from feedkit.store._rows import Rows

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class _Saved:
    """All that a damaged state still gives of a source."""

    source: str
    known: Known | None
    documents: set[str]
    diff: Diff | None
    runs: list[Run]
    accepted: bool


class SqliteStore:
    """A store in the SQLite file `path`, with one connection that is opened at the first use."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        self._mode: _database.Mode = "ro" if read_only else "rw"
        self._connection: sqlite3.Connection | None = None

    def load(self, source: str) -> Known | None:
        """See `Store.load`."""
        return self._read(lambda state: Rows(state, source).known())

    def commit(
        self,
        source: str,
        before: Known | None,
        after: Known,
        run: Run | None,
        diff: Diff,
        documents: Sequence[str],
        robots: Iterable[Robots] = (),
    ) -> None:
        """See `Store.commit`."""
        with self._writing() as state, _rows.sealing(state, source) as rows:
            rows.write_known(before, after)
            rows.write_documents(documents)
            if diff:
                rows.write_diff(diff)
            if run is not None:
                rows.write_run(run)
                rows.write_accepted(False)
            _rows.write_robots(state, robots)

    def note(self, source: str, run: Run, robots: Iterable[Robots] = ()) -> None:
        """See `Store.note`."""
        with self._writing() as state, _rows.sealing(state, source) as rows:
            rows.write_run(run)
            _rows.write_robots(state, robots)

    def accept(self, source: str) -> None:
        """See `Store.accept`."""
        with self._writing() as state, _rows.sealing(state, source) as rows:
            rows.write_accepted(True)

    def is_accepted(self, source: str) -> bool:
        """See `Store.is_accepted`."""
        return bool(self._read(lambda state: Rows(state, source).is_accepted()))

    def runs(self, source: str, limit: int = _rows.KEPT_RUNS) -> list[Run]:
        """See `Store.runs`."""
        return self._read(lambda state: Rows(state, source).runs(limit)) or []

    def last_diff(self, source: str) -> Diff | None:
        """See `Store.last_diff`."""
        return self._read(lambda state: Rows(state, source).last_diff())

    def documents(self, source: str) -> set[str]:
        """See `Store.documents`."""
        return self._read(lambda state: Rows(state, source).documents()) or set()

    def robots(self) -> list[Robots]:
        """See `Store.robots`."""
        return self._read(_rows.robots) or []

    def sources(self) -> list[str]:
        """See `Store.sources`."""
        return self._read(lambda state: sorted(_rows.names(state))) or []

    def readable_sources(self) -> list[str]:
        """What `sources` gives, up to the first that cannot be read."""
        return self._read(_rows.readable_names) or []

    def verify(self) -> list[str]:
        """See `Store.verify`."""
        damages: list[str] = []
        found = _tried(lambda: self._read(_rows.damages), damages) or []
        for source in _tried(self.sources, damages) or ():
            for look in (self.load, self.last_diff, self.runs):
                _tried(partial(look, source), damages)
        _tried(self.robots, damages)
        return [*found, *dict.fromkeys(damages)]

    def restore(self, saved: Iterable[_Saved]) -> None:
        """Keep what was saved of sources that are not known here, in one transaction."""
        with self._writing() as state:
            for found in saved:
                with _rows.sealing(state, found.source) as rows:
                    _restore(rows, found)

    def close(self) -> None:
        """See `Store.close`."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with _database.told(self._path):
                connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self, look: Callable[[sqlite3.Connection], _Found]) -> _Found | None:
        """What `look` finds in the state at one instant, whatever others write; None without a state."""
        with _database.told(self._path):
            state = self._open(self._mode)
            if state is None:
                return None
            with _database.transaction(state, "BEGIN"):
                return look(state)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """The state to be written to: all of the block is kept, or nothing."""
        with _database.told(self._path):
            state = self._open("rwc")
            assert state is not None
            with _database.transaction(state, "BEGIN IMMEDIATE"):
                _database.upgrade(state)
                yield state

    def _open(self, mode: _database.Mode) -> sqlite3.Connection | None:
        if self._connection is None:
            is_there = _files.size(self._path) is not None
            if mode == "rwc" and not is_there:
                _files.make_folder(self._path.parent)
            if mode == "rwc" or is_there:
                self._connection = _database.connect(self._path, mode)
        return self._connection


def salvage(old: Path, path: Path) -> list[str]:
    """The names of the sources that a damaged state still knew whole; all of theirs is now in `path`."""
    with SqliteStore(old, read_only=True) as damaged, SqliteStore(path) as fresh:
        names = _tried(damaged.readable_sources, []) or ()
        saved = [found for name in names if (found := _saved(damaged, name))]
        if saved:
            fresh.restore(saved)
    return [found.source for found in saved if found.known]


def _restore(rows: Rows, found: _Saved) -> None:
    if found.known:
        rows.write_known(None, found.known)
    if found.diff:
        rows.write_diff(found.diff)
    for run in reversed(found.runs):
        rows.write_run(run)
    rows.write_documents(found.documents)
    rows.write_accepted(found.accepted)


def _saved(damaged: SqliteStore, source: str) -> _Saved | None:
    """All that can be read of a source; None when what is known of it cannot."""
    damages: list[str] = []
    known = _tried(lambda: damaged.load(source), damages)
    if damages:
        return None
    return _Saved(
        source,
        known,
        damaged.documents(source),
        _tried(lambda: damaged.last_diff(source), []),
        _tried(lambda: damaged.runs(source), []) or [],
        damaged.is_accepted(source),
    )


def _tried(look: Callable[[], _Found], damages: list[str]) -> _Found | None:
    """What `look` gives; None where the state is damaged, and `damages` gets what is wrong."""
    try:
        return look()
    except LocalError as error:
        if error.code != "state-corrupt":
            raise
        damages.append(str(error.__cause__))
        return None
