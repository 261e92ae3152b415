"""The state in one SQLite file: rows that a person can read, one transaction for each run.

It takes a path and gives a store (see `feedkit.store.Store`). The file is made by the first write;
reading makes nothing. It never writes a row that has not changed, never waits longer than half a
minute for another program, and never repairs or deletes a file that it cannot read.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from feedkit import _files
from feedkit.errors import FeedkitError, LocalError, LockedError
from feedkit.models import Diff, Known, KnownEntry, Run
from feedkit.store import _codec

APPLICATION_ID = 0x666B6974
"""`fkit`: what `file` and SQLite itself know our files by."""
VERSION = 1
KEPT_RUNS = 100

_PATIENCE = 30.0
"""Seconds that another program is waited for."""
_PAUSE = 0.01
_SOURCE = ("feed_id", "title", "language", "site_name", "etag", "last_modified", "bound_to")

_SCHEMA = (
    """CREATE TABLE sources (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        feed_id TEXT NOT NULL,
        title TEXT,
        language TEXT,
        site_name TEXT,
        etag TEXT,
        last_modified TEXT,
        bound_to TEXT NOT NULL)""",
    """CREATE TABLE entries (
        source INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
        id TEXT NOT NULL,
        title TEXT NOT NULL,
        link TEXT,
        date TEXT,
        date_relative INTEGER NOT NULL,
        published TEXT,
        updated TEXT,
        summary TEXT,
        content TEXT,
        first_seen TEXT NOT NULL,
        position INTEGER NOT NULL,
        digest TEXT NOT NULL,
        changes INTEGER NOT NULL,
        shown INTEGER NOT NULL,
        retired INTEGER NOT NULL,
        authors TEXT NOT NULL,
        categories TEXT NOT NULL,
        images TEXT NOT NULL,
        enclosures TEXT NOT NULL,
        aliases TEXT NOT NULL,
        PRIMARY KEY (source, id)) WITHOUT ROWID""",
    """CREATE TABLE diffs (
        source INTEGER PRIMARY KEY REFERENCES sources ON DELETE CASCADE,
        diff TEXT NOT NULL)""",
    """CREATE TABLE documents (
        source INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
        name TEXT NOT NULL,
        PRIMARY KEY (source, name)) WITHOUT ROWID""",
    """CREATE TABLE runs (
        source TEXT NOT NULL,
        number INTEGER NOT NULL,
        at TEXT NOT NULL,
        status TEXT NOT NULL,
        code TEXT,
        count INTEGER NOT NULL,
        PRIMARY KEY (source, number)) WITHOUT ROWID""",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {VERSION}",
)
"""`runs` stands by the source's name: a run that finds nothing comes before anything is known."""

_LOAD_SOURCE = f"SELECT {', '.join(_SOURCE)} FROM sources WHERE name = ?"
_LOAD_ENTRIES = (
    f"SELECT {', '.join(_codec.COLUMNS)} FROM entries"
    " WHERE source = (SELECT number FROM sources WHERE name = ?) ORDER BY id"
)
_WRITE_SOURCE = (
    f"INSERT INTO sources (name, {', '.join(_SOURCE)}) VALUES (?{', ?' * len(_SOURCE)})"
    f" ON CONFLICT (name) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in _SOURCE)}"
)
_WRITE_ENTRY = (
    f"REPLACE INTO entries (source, {', '.join(_codec.COLUMNS)}) VALUES (?{', ?' * len(_codec.COLUMNS)})"
)
_WRITE_RUN = (
    "INSERT INTO runs (source, number, at, status, code, count) SELECT ?1,"
    " (SELECT coalesce(max(number), 0) + 1 FROM runs WHERE source = ?1), ?2, ?3, ?4, ?5"
)
_FORGET_RUNS = (
    "DELETE FROM runs WHERE source = ?1 AND number <= (SELECT max(number) FROM runs WHERE source = ?1) - ?2"
)


class SqliteStore:
    """A store in the SQLite file `path`, with one connection that is opened at the first use."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def load(self, source: str) -> Known | None:
        """See `Store.load`."""
        with self._reading() as state:
            return None if state is None else _load(state, source)

    def commit(
        self,
        source: str,
        before: Known | None,
        after: Known,
        run: Run,
        diff: Diff,
        documents: Sequence[str],
    ) -> None:
        """See `Store.commit`."""
        with self._writing() as state:
            if before is None:
                state.execute("DELETE FROM sources WHERE name = ?", (source,))
            if before is None or _about(before) != _about(after):
                state.execute(_WRITE_SOURCE, (source, *_about(after)))
            number = _number(state, source)
            _write_entries(state, number, () if before is None else before.entries, after.entries)
            _write_documents(state, number, set(documents))
            if diff:
                state.execute("REPLACE INTO diffs VALUES (?, ?)", (number, _codec.dump_diff(diff)))
            _write_run(state, source, run)

    def note(self, source: str, run: Run) -> None:
        """See `Store.note`."""
        with self._writing() as state:
            _write_run(state, source, run)

    def runs(self, source: str, limit: int = KEPT_RUNS) -> list[Run]:
        """See `Store.runs`."""
        query = "SELECT at, status, code, count FROM runs WHERE source = ? ORDER BY number DESC LIMIT ?"
        with self._reading() as state:
            rows = [] if state is None else state.execute(query, (source, limit))
            return [Run(dt.datetime.fromisoformat(at), *rest) for at, *rest in rows]

    def last_diff(self, source: str) -> Diff | None:
        """See `Store.last_diff`."""
        query = "SELECT diff FROM diffs WHERE source = (SELECT number FROM sources WHERE name = ?)"
        with self._reading() as state:
            found = None if state is None else state.execute(query, (source,)).fetchone()
            return found and _codec.load_diff(found[0])

    def documents(self, source: str) -> set[str]:
        """See `Store.documents`."""
        query = "SELECT name FROM documents WHERE source = (SELECT number FROM sources WHERE name = ?)"
        with self._reading() as state:
            return set() if state is None else {name for (name,) in state.execute(query, (source,))}

    def sources(self) -> list[str]:
        """See `Store.sources`."""
        query = "SELECT name FROM sources UNION SELECT source FROM runs ORDER BY 1"
        with self._reading() as state:
            return [] if state is None else [name for (name,) in state.execute(query)]

    def close(self) -> None:
        """See `Store.close`."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with _told(self._path):
                connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """The state as it is at one instant, whatever others write meanwhile; None when there is none."""
        with _told(self._path), _read_whole(self._path):
            state = self._open(make=False)
            if state is None:
                yield None
                return
            with _transaction(state, "BEGIN"):
                yield state

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """The state to be written to: all of the block is kept, or nothing."""
        with _told(self._path):
            state = self._open(make=True)
            assert state is not None
            with _transaction(state, "BEGIN IMMEDIATE"):
                yield state

    def _open(self, make: bool) -> sqlite3.Connection | None:
        if self._connection is None and (make or self._path.exists()):
            if make:
                _files.make_folder(self._path.parent)
            self._connection = _connect(self._path, make)
        return self._connection


def _connect(path: Path, make: bool) -> sqlite3.Connection | None:
    """A connection to our file; None when the file is still blank and is not to be made."""
    url = f"{path.absolute().as_uri()}?mode={'rwc' if make else 'rw'}"
    connection = sqlite3.connect(url, timeout=_PATIENCE, isolation_level=None, uri=True)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        with _transaction(connection, "BEGIN"):  # one instant, for another may be making the file
            blank = _is_blank(connection, path)
        if blank and make:
            _make(connection, path)
        if make or not blank:
            return connection
    except BaseException:
        connection.close()
        raise
    connection.close()
    return None


def _is_blank(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether nothing is in the file yet; LocalError when it is another program's, or a later feedkit's."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if (application, version) == (0, 0) and not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
        return True
    if application != APPLICATION_ID or version < 1:
        raise _corrupt(path, "it is another program's database")
    if version > VERSION:
        raise LocalError(
            f"state too new: {path}: a later feedkit wrote it (version {version}, known {VERSION})",
            "state-newer",
            "run that later feedkit, or name another file in `state`",
            str(path),
        )
    return False


def _make(connection: sqlite3.Connection, path: Path) -> None:
    _log_ahead(connection)
    with _transaction(connection, "BEGIN IMMEDIATE"):
        if _is_blank(connection, path):
            for statement in _SCHEMA:
                connection.execute(statement)


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Set WAL mode; for this alone SQLite does not wait when another program opens the file too."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _load(state: sqlite3.Connection, source: str) -> Known | None:
    about = state.execute(_LOAD_SOURCE, (source,)).fetchone()
    if about is None:
        return None
    feed_id, title, language, site_name, *validators = about
    entries = _codec.known_entries(state.execute(_LOAD_ENTRIES, (source,)).fetchall())
    return Known(feed_id, title, language, site_name, entries, *validators)


def _about(known: Known) -> tuple[str | None, ...]:
    return tuple([getattr(known, name) for name in _SOURCE])


def _number(state: sqlite3.Connection, source: str) -> int:
    (number,) = state.execute("SELECT number FROM sources WHERE name = ?", (source,)).fetchone()
    return int(number)


def _write_entries(
    state: sqlite3.Connection, number: int, before: Sequence[KnownEntry], after: Sequence[KnownEntry]
) -> None:
    old = {known.entry.id: known for known in before}
    gone = old.keys() - {known.entry.id for known in after}
    fresh = (known for known in after if not _is_same(old.get(known.entry.id), known))
    state.executemany("DELETE FROM entries WHERE source = ? AND id = ?", ((number, id) for id in gone))
    state.executemany(_WRITE_ENTRY, ((number, *_codec.row(known)) for known in fresh))


def _is_same(old: KnownEntry | None, new: KnownEntry) -> bool:
    """Whether both would be the same row; equal times may still differ in the offset that they print."""
    return old is new or (old is not None and old == new and _codec.times(old) == _codec.times(new))


def _write_documents(state: sqlite3.Connection, number: int, names: set[str]) -> None:
    old = {name for (name,) in state.execute("SELECT name FROM documents WHERE source = ?", (number,))}
    _each(state, "DELETE FROM documents WHERE source = ? AND name = ?", number, old - names)
    _each(state, "INSERT INTO documents VALUES (?, ?)", number, names - old)


def _each(state: sqlite3.Connection, statement: str, number: int, names: Iterable[str]) -> None:
    state.executemany(statement, [(number, name) for name in sorted(names)])


def _write_run(state: sqlite3.Connection, source: str, run: Run) -> None:
    state.execute(_WRITE_RUN, (source, run.at.isoformat(), run.status, run.code, run.count))
    state.execute(_FORGET_RUNS, (source, KEPT_RUNS))


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell SQLite's and the system's faults in feedkit's words."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except sqlite3.Error as error:
        raise _trouble(error, path) from error
    except OSError as error:
        raise _files.trouble(error, path, "cannot open the state") from error


@contextmanager
def _read_whole(path: Path) -> Iterator[None]:
    """Tell values that the codec cannot read as a corrupt state."""
    try:
        yield
    except (ValueError, TypeError, LookupError) as error:
        raise _corrupt(path, str(error)) from error


def _trouble(error: sqlite3.Error, path: Path) -> FeedkitError:
    cause = str(error)
    match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return _files.failure("disk-full", path, "cannot write the state", cause)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return _files.failure("permission", path, "cannot write the state", cause)
        case sqlite3.SQLITE_CANTOPEN:
            return _unopenable(path, cause)
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_NOMEM | sqlite3.SQLITE_NOLFS:
            return _files.failure("io-error", path, "cannot use the state", cause)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return _busy(path, cause)
    return _corrupt(path, cause)


def _unopenable(path: Path, cause: str) -> LocalError:
    """SQLite does not tell why it cannot open a file; the system does."""
    try:
        _files.probe(path)
    except OSError as error:
        return _files.trouble(error, path, "cannot open the state")
    return _files.failure("io-error", path, "cannot open the state", cause)


def _busy(path: Path, cause: str) -> LockedError:
    return LockedError(
        f"locked: {path}: {cause}",
        "locked",
        "end the program that keeps the state open, then run again",
        str(path),
    )


def _corrupt(path: Path, cause: str) -> LocalError:
    return LocalError(
        f"state unusable: {path}: {cause}",
        "state-corrupt",
        "move the file away and run again; feedkit makes it anew",
        str(path),
    )
