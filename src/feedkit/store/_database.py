"""The SQLite file under the state: opened, made, checked to be ours, and its faults told.

It takes a path and gives a connection to a file of feedkit's, or feedkit's errors. It knows the
schema and nothing of what the rows mean. It never waits longer than half a minute for another
program, and never repairs, moves or deletes a file that it cannot read.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from feedkit import _files
from feedkit.errors import FeedkitError, LocalError, LockedError

Mode = Literal["ro", "rw", "rwc"]
"""SQLite's own words: to read, to read and write, to make where there is none."""

APPLICATION_ID = 0x666B6974
"""`fkit`: what `file` and SQLite itself know our files by."""
VERSION = 2

_PATIENCE = 30.0
"""Seconds that another program is waited for."""
_PAUSE = 0.01
_INDEX = 32 * 1024
"""Bytes that SQLite needs beside the file, to read it too; where it lacks them it tells of an input error."""

_SCHEMA = (
    """CREATE TABLE sources (
        name TEXT PRIMARY KEY,
        about TEXT,
        entries TEXT NOT NULL,
        documents TEXT NOT NULL,
        diff TEXT NOT NULL,
        runs INTEGER NOT NULL,
        accepted INTEGER NOT NULL,
        sum TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE entries (
        source TEXT NOT NULL,
        id TEXT NOT NULL,
        known TEXT NOT NULL,
        PRIMARY KEY (source, id)) WITHOUT ROWID""",
    """CREATE TABLE diffs (
        source TEXT PRIMARY KEY,
        diff TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE runs (
        source TEXT NOT NULL,
        number INTEGER NOT NULL,
        run TEXT NOT NULL,
        sum TEXT NOT NULL,
        PRIMARY KEY (source, number)) WITHOUT ROWID""",
    f"PRAGMA application_id = {APPLICATION_ID}",
)
"""`sources` has a row for whatever ever ran. It has the checksums of its entries and of its diff, how
many runs there were, and a checksum of itself; so a row that changed or went anywhere is missed."""

_UPGRADES = (
    (
        2,
        """CREATE TABLE robots (
            origin TEXT PRIMARY KEY,
            at TEXT NOT NULL,
            text TEXT NOT NULL,
            sum TEXT NOT NULL) WITHOUT ROWID""",
    ),
)
"""What each version has more than the one before. In version 2 `about` may have a time `whole` and runs
one more value, `not_before`, and known entries `page`, `tries` and `own`, entries `date_end` and `aside`; rows of version 1 are read without."""


class Damage(Exception):
    """Something in the file is not as it was written."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Tell SQLite's and the system's faults in feedkit's words."""
    try:
        yield
    except (Damage, UnicodeDecodeError) as error:  # SQLite's own texts, of a damaged schema
        raise _corrupt(path, str(error)) from error
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise
    except sqlite3.Error as error:
        raise _trouble(error, path) from error
    except OSError as error:
        raise _files.trouble(error, path, "cannot open the state") from error


@contextmanager
def transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    """All of the block is kept, or nothing."""
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def connect(path: Path, mode: Mode) -> sqlite3.Connection | None:
    """A connection to our file; None when the file is still blank and is not to be made."""
    url = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(url, timeout=_PATIENCE, isolation_level=None, uri=True)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        with transaction(connection, "BEGIN"):  # one instant, for another may be making the file
            blank = _is_blank(connection, path)
        if blank and mode == "rwc":
            _make(connection, path)
            blank = False
    except BaseException:
        connection.close()
        raise
    if not blank:
        return connection
    connection.close()
    return None


def _is_blank(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether nothing is in the file yet; LocalError when it is another program's, or a later feedkit's."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    told = version(connection)
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if (application, told) == (0, 0) and not tables:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        if pages == 0 and _files.size(path):
            raise Damage("it was cut off")
        return True
    if application != APPLICATION_ID and not {"sources", "entries"} <= tables:
        raise _foreign(path)
    if application != APPLICATION_ID or told < 1:
        raise Damage("its header is not as it was written")
    if told > VERSION:
        raise _newer(path, told)
    return False


def _make(connection: sqlite3.Connection, path: Path) -> None:
    _log_ahead(connection)
    with transaction(connection, "BEGIN IMMEDIATE"):
        if _is_blank(connection, path):
            for statement in _SCHEMA:
                connection.execute(statement)
            upgrade(connection)


def version(connection: sqlite3.Connection) -> int:
    """The version of the schema of a file of ours; 0 while it is being made."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    return int(found)


def upgrade(connection: sqlite3.Connection) -> None:
    """Bring the schema up to date; whatever is kept stays."""
    found = version(connection)
    if found < VERSION:
        for statement in [statement for number, statement in _UPGRADES if number > found]:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")


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


def _trouble(error: sqlite3.Error, path: Path) -> FeedkitError:
    cause = str(error)
    match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return _files.failure("disk-full", path, "cannot write the state", cause)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return _files.failure("permission", path, "cannot write the state", cause)
        case sqlite3.SQLITE_CANTOPEN:
            return _unopenable(path, cause)
        case sqlite3.SQLITE_IOERR if _files.room(path, _INDEX) < _INDEX:
            return _files.failure("disk-full", path, "cannot use the state", cause)
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
        "run `feedkit run`: it sets the file aside and makes the state anew from the documents",
        str(path),
    )


def _foreign(path: Path) -> LocalError:
    return LocalError(
        f"not a state: {path}: it is another program's database",
        "state-foreign",
        "name another file in `state`",
        str(path),
    )


def _newer(path: Path, version: int) -> LocalError:
    return LocalError(
        f"state too new: {path}: a later feedkit wrote it (version {version}, known {VERSION})",
        "state-newer",
        "run that later feedkit, or name another file in `state`",
        str(path),
    )
