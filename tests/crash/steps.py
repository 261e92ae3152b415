"""Every step of a run that touches a file, numbered, and what can befall it.

`feedkit._files` calls everything by its name in `os` and `fcntl`, and `feedkit.store` opens SQLite by
its name in `sqlite3`: these names are replaced here, in a process that ends soon. SQLite counts as
one step for each connection, each statement that writes, each begin and each commit.
"""

import errno
import fcntl
import itertools
import os
import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from feedkit import _files
from feedkit.store import _database

CALLS = (
    "open", "close", "read", "write", "fsync", "stat", "fstat", "fchmod", "fchown", "listdir", "mkdir",
    "link", "replace", "rename", "unlink", "statvfs",
)  # fmt: skip
READS = ("SELECT", "PRAGMA", "ROLLBACK")


@dataclass(frozen=True)
class Step:
    """One step: its number from 1, its name, and what it is called with."""

    number: int
    name: str
    values: tuple[Any, ...]

    @property
    def is_sqlite(self) -> bool:
        return self.name.isupper()


Act = Callable[[Step, Callable[..., Any]], Any]
"""What is done at a step in place of calling the function with the step's values."""


class _Names:
    """A module, some of whose functions are steps."""

    def __init__(self, module: ModuleType, names: Collection[str], counted: Callable[..., Any]) -> None:
        self._module, self._names, self._counted = module, names, counted

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._module, name)
        return self._counted(name, found) if name in self._names else found


def watch(act: Act) -> None:
    """From now on, `act` is asked at each step of this process."""
    numbers = itertools.count(1)

    def counted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *values: act(Step(next(numbers), name, values), call)

    class Connection(sqlite3.Connection):
        def execute(self, statement: str, *values: Any) -> Any:
            execute, word = super().execute, statement.split(maxsplit=1)[0]
            return (execute if word in READS else counted(word, execute))(statement, *values)

        def executemany(self, statement: str, rows: Any) -> Any:
            return counted(statement.split(maxsplit=1)[0], super().executemany)(statement, rows)

        def close(self) -> None:
            counted("CLOSE", super().close)()

    def connect(path: str, **named: Any) -> sqlite3.Connection:
        made = counted("CONNECT", lambda path: sqlite3.connect(path, **named, factory=Connection))
        return made(path)

    sqlite = _Names(sqlite3, ("connect",), lambda _, __: connect)
    vars(_files).update(os=_Names(os, CALLS, counted), fcntl=_Names(fcntl, ("flock",), counted))
    vars(_database).update(sqlite3=sqlite)


def killing(last: int) -> Act:
    """The process ends after the step `last`, or in the middle of it if it writes; 0 is before the first."""

    def act(step: Step, call: Callable[..., Any]) -> Any:
        if step.number > last:
            os._exit(137)
        if step.number == last and step.name == "write":
            os.write(step.values[0], step.values[1][: len(step.values[1]) // 2])
            os._exit(137)
        return call(*step.values)

    return act


def failing(at: int, number: int) -> Act:
    """The step `at` fails with the error `number` of the system."""

    def act(step: Step, call: Callable[..., Any]) -> Any:
        if step.number != at:
            return call(*step.values)
        if step.name in ("close", "CLOSE"):
            call(*step.values)
        if step.is_sqlite:
            raise _of_sqlite(number)
        raise OSError(number, os.strerror(number))

    return act


def cutting(at: int) -> Act:
    """The step `at`, if it writes, takes only some of the bytes."""

    def act(step: Step, call: Callable[..., Any]) -> Any:
        if step.number == at and step.name == "write":
            descriptor, content = step.values
            return call(descriptor, content[: max(1, len(content) // 3)])
        return call(*step.values)

    return act


_SQLITE = {
    errno.ENOSPC: sqlite3.SQLITE_FULL,
    errno.EROFS: sqlite3.SQLITE_READONLY,
    errno.EACCES: sqlite3.SQLITE_PERM,
    errno.EMFILE: sqlite3.SQLITE_CANTOPEN,
}


def _of_sqlite(number: int) -> sqlite3.OperationalError:
    """What SQLite makes of an error of the system."""
    error = sqlite3.OperationalError(os.strerror(number))
    error.sqlite_errorcode = _SQLITE.get(number, sqlite3.SQLITE_IOERR)
    return error
