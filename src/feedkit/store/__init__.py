"""What is remembered between two runs: the truth from which documents are derived.

It takes a source's name and gives what is known of it; it takes what a run found and keeps it in
one transaction, or nothing of it. It never renders, never publishes and never reads the clock.
Another kind of store is another module here and another scheme in `open`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from feedkit import _files
from feedkit.errors import ConfigError
from feedkit.models import Diff, Known, Robots, Run

_CORRUPT = ".corrupt-"


class Store(Protocol):
    """The state of every source, by name; use it as a context manager, in the thread that made it.

    Every operation can raise LocalError (`state-corrupt`, `state-newer`, `state-foreign`,
    `disk-full`, `permission`, `io-error`) and LockedError when another program keeps the state to
    itself. What is not as it was written is `state-corrupt`, never a value. Reading makes no file
    where there is none.
    """

    def load(self, source: str) -> Known | None:
        """What is known of a source, entries by id; None before its first good run."""

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
        """Keep a good run in one transaction, writing only where `after` differs from `before`.

        `before` is what `load` gave; with None everything is written anew. A diff that is empty
        leaves the last one that was not. `documents` are the names published for the source, and
        `robots` what was got of the sites' robots.txt on the way. What was accepted counts no
        longer; with no `run`, since the page was not asked for, it does.
        """

    def note(self, source: str, run: Run, robots: Iterable[Robots] = ()) -> None:
        """Keep one line of history of a run that changed nothing else, and `robots` as in `commit`."""

    def accept(self, source: str) -> None:
        """Let the next good run of a source pass its guards."""

    def is_accepted(self, source: str) -> bool:
        """Whether `accept` was said and no good run came since."""

    def runs(self, source: str, limit: int = 100) -> list[Run]:
        """The latest runs of a source, newest first; 100 are kept, with the last good one."""

    def last_diff(self, source: str) -> Diff | None:
        """What the last run that changed something changed; None when none did."""

    def documents(self, source: str) -> set[str]:
        """The names of the documents that were published for a source."""

    def robots(self) -> list[Robots]:
        """What sites' robots.txt said when they were last got; what is a month old is let go."""

    def sources(self) -> list[str]:
        """The names of all sources that ever ran, sorted."""

    def verify(self) -> list[str]:
        """What is wrong with the state, in words; empty when everything can be read as it was written."""

    def close(self) -> None:
        """Let go of the state; the store opens it again when it is used again."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open(url: str, folder: Path) -> Store:
    """The store that `url` names: `sqlite:FILE`, relative to `folder`.

    Nothing is read or made before the store is used. ConfigError `unknown-state` for another scheme.
    """
    from feedkit.store import sqlite

    return sqlite.SqliteStore(_place(url, folder))


def set_aside(url: str, folder: Path, now: dt.datetime) -> Path:
    """Where a damaged state was moved to, `NAME.corrupt-20200508T120000Z` and a number if that is taken.

    What SQLite keeps beside it goes with it. LocalError when it cannot be moved.
    """
    return _files.move_aside(_place(url, folder), f"{_CORRUPT}{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}")


def last_aside(url: str, folder: Path) -> Path | None:
    """Where `set_aside` moved a damaged state last; None where it never did."""
    return _files.last_aside(_place(url, folder), _CORRUPT)


def salvage(old: Path, url: str, folder: Path) -> list[str]:
    """The names of the sources that `old`, a state that was set aside, still knows whole.

    Their runs, documents, last diff and acceptance are copied with them into the state that `url`
    names, which is still to be made, all in one transaction. `old` stays as it is.
    """
    from feedkit.store import sqlite

    return sqlite.salvage(old, _place(url, folder))


def _place(url: str, folder: Path) -> Path:
    scheme, _, place = url.partition(":")
    if scheme != "sqlite" or not place:
        raise ConfigError(
            f"unknown kind of state: state: {scheme or url!r} is not known",
            "unknown-state",
            'write state = "sqlite:FILE", as in "sqlite:feedkit.db"',
            "state",
        )
    return folder / place
