"""What is remembered between two runs: the truth from which documents are derived.

It takes a source's name and gives what is known of it; it takes what a run found and keeps it in
one transaction, or nothing of it. It never renders, never publishes and never reads the clock.
Another kind of store is another module here and another scheme in `open`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from feedkit.errors import ConfigError
from feedkit.models import Diff, Known, Run


class Store(Protocol):
    """The state of every source, by name; use it as a context manager, in the thread that made it.

    Every operation can raise LocalError (`state-corrupt`, `state-newer`, `disk-full`, `permission`,
    `io-error`) and LockedError when another program keeps the state to itself. Reading makes no
    file where there is none.
    """

    def load(self, source: str) -> Known | None:
        """What is known of a source, entries by id; None before its first good run."""

    def commit(
        self,
        source: str,
        before: Known | None,
        after: Known,
        run: Run,
        diff: Diff,
        documents: Sequence[str],
    ) -> None:
        """Keep a good run in one transaction, writing only where `after` differs from `before`.

        `before` is what `load` gave; with None everything is written anew. A diff that is empty
        leaves the last one that was not. `documents` are the names published for the source.
        """

    def note(self, source: str, run: Run) -> None:
        """Keep one line of history of a run that changed nothing else."""

    def runs(self, source: str, limit: int = 100) -> list[Run]:
        """The latest runs of a source, newest first; only the newest 100 are kept."""

    def last_diff(self, source: str) -> Diff | None:
        """What the last run that changed something changed; None when none did."""

    def documents(self, source: str) -> set[str]:
        """The names of the documents that were published for a source."""

    def sources(self) -> list[str]:
        """The names of all sources that ever ran, sorted."""

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
    scheme, _, place = url.partition(":")
    if scheme != "sqlite" or not place:
        raise ConfigError(
            f"unknown kind of state: state: {scheme or url!r} is not known",
            "unknown-state",
            'write state = "sqlite:FILE", as in "sqlite:feedkit.db"',
            "state",
        )
    from feedkit.store import sqlite

    return sqlite.SqliteStore(folder / place)
