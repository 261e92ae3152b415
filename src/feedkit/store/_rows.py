"""The rows of one source: what is kept of it as texts, sealed by checksums.

It takes a connection inside a transaction, and gives and keeps what the model knows. What is not as
it was written is `Damage`, never a value. It opens nothing and commits nothing.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from typing import NamedTuple

from feedkit.models import Diff, Known, KnownEntry, Robots, Run
from feedkit.store import _codec, _database
from feedkit.store._database import Damage

KEPT_RUNS = 100
_KEPT_ROBOTS = dt.timedelta(days=30)

_WRITE_SEAL = (
    "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
    " about = excluded.about, entries = excluded.entries, documents = excluded.documents,"
    " diff = excluded.diff, runs = excluded.runs, accepted = excluded.accepted, sum = excluded.sum"
)
_REMAINS = (
    "SELECT 1 FROM entries WHERE source = ?1 UNION SELECT 1 FROM diffs WHERE source = ?1"
    " UNION SELECT 1 FROM runs WHERE source = ?1"
)
_STRAYS = (
    "SELECT source FROM entries UNION SELECT source FROM diffs UNION SELECT source FROM runs"
    " EXCEPT SELECT name FROM sources"
)


class _Seal(NamedTuple):
    """What `sources` has of a source besides its name: small things, and what the other rows are to be."""

    about: str | None = None
    """None before the first good run."""
    entries: str = ""
    """The checksum of all entries; empty when there are none."""
    documents: str = "[]"
    diff: str = ""
    """The checksum of the last diff; empty when there is none."""
    runs: int = 0
    """How many runs there ever were: they are numbered from 1."""
    accepted: int = 0


class Rows:
    """The rows of the source `name`; what was written is sealed at the end by `seal`."""

    def __init__(self, state: sqlite3.Connection, name: str) -> None:
        self._state = state
        self._name = name
        self._sealed = self._seal = self._read_seal()

    def known(self) -> Known | None:
        """See `Store.load`."""
        if self._seal.about is None:
            return None
        return _codec.load_known(self._seal.about, [text for _, text in self._entries()])

    def documents(self) -> set[str]:
        """See `Store.documents`."""
        return set(_codec.load_names(self._seal.documents))

    def last_diff(self) -> Diff | None:
        """See `Store.last_diff`."""
        found = self._state.execute("SELECT diff FROM diffs WHERE source = ?", (self._name,)).fetchone()
        self._check(_sum(found or ()) == self._seal.diff, "its last diff is not as it was written")
        return found and _codec.load_diff(found[0])

    def runs(self, limit: int) -> list[Run]:
        """See `Store.runs`."""
        query = "SELECT number, run, sum FROM runs WHERE source = ? ORDER BY number DESC LIMIT ?"
        found = self._state.execute(query, (self._name, min(limit, KEPT_RUNS))).fetchall()
        oldest = max(0, self._seal.runs - min(limit, KEPT_RUNS))
        numbers = list(range(self._seal.runs, oldest, -1))
        self._check([number for number, _, _ in found] == numbers, "a run of it is missing")
        for number, run, told in found:
            self._check(_sum((self._name, number, run)) == told, "a run of it is not as it was written")
        return _codec.load_runs([run for _, run, _ in found])

    def is_accepted(self) -> bool:
        """See `Store.is_accepted`."""
        return self._seal.accepted == 1

    def write_known(self, before: Known | None, after: Known) -> None:
        """Keep what is known of the source, writing only what differs; without `before` all anew."""
        if before is None or self._seal.about is None:
            self._forget()
            before = None
        self._write_entries(before.entries if before else (), after.entries)
        self._seal = self._seal._replace(about=_codec.dump_about(after))

    def write_documents(self, names: Iterable[str]) -> None:
        """Keep the names of the documents."""
        self._seal = self._seal._replace(documents=_codec.dump(sorted(names)))

    def write_diff(self, diff: Diff) -> None:
        """Keep a diff in the last one's place."""
        text = _codec.dump(diff)
        self._state.execute("REPLACE INTO diffs VALUES (?, ?)", (self._name, text))
        self._seal = self._seal._replace(diff=_sum((text,)))

    def write_run(self, run: Run) -> None:
        """Add a run to the history, and let go of the oldest but the last good one: guards judge by it."""
        number = self._seal.runs + 1
        oldest = number - KEPT_RUNS
        if oldest > 0 and not _is_good(run):
            *newer, last = self.runs(KEPT_RUNS)
            if _is_good(last) and not any(map(_is_good, newer)):
                self._write_run(oldest + 1, last)
        self._write_run(number, run)
        self._state.execute("DELETE FROM runs WHERE source = ? AND number <= ?", (self._name, oldest))
        self._seal = self._seal._replace(runs=number)

    def _write_run(self, number: int, run: Run) -> None:
        told = (self._name, number, _codec.dump(run))
        self._state.execute("REPLACE INTO runs VALUES (?, ?, ?, ?)", (*told, _sum(told)))

    def write_accepted(self, accepted: bool) -> None:
        """Say whether the next run is to pass its guards."""
        self._seal = self._seal._replace(accepted=int(accepted))

    def seal(self) -> None:
        """Write the row of the source, if it differs."""
        if self._seal != self._sealed:
            told = (self._name, *self._seal)
            self._state.execute(_WRITE_SEAL, (*told, _sum(told)))

    def _read_seal(self) -> _Seal:
        found = self._state.execute("SELECT * FROM sources WHERE name = ?", (self._name,)).fetchone()
        if found is None:
            remains = self._state.execute(_REMAINS, (self._name,)).fetchone()
            self._check(not remains, "it is not known, and something of it is there")
            return _Seal()
        *told, checksum = found
        self._check(_sum(told) == checksum, "what is known of it is not as it was written")
        return _Seal(*told[1:])

    def _entries(self) -> list[tuple[str, str]]:
        """The id and the text of each entry, by id."""
        rows = self._entry_rows()
        self._check(_sum(chain(*rows)) == self._seal.entries, "its entries are not as they were written")
        return rows

    def _entry_rows(self) -> list[tuple[str, str]]:
        query = "SELECT id, known FROM entries WHERE source = ? ORDER BY id"
        return self._state.execute(query, (self._name,)).fetchall()

    def _forget(self) -> None:
        for table in ("entries", "diffs"):
            self._state.execute(f"DELETE FROM {table} WHERE source = ?", (self._name,))
        self._seal = self._seal._replace(entries="", diff="")

    def _write_entries(self, before: Sequence[KnownEntry], after: Sequence[KnownEntry]) -> None:
        old = {known.entry.id: known for known in before}
        gone = old.keys() - {known.entry.id for known in after}
        fresh = [known for known in after if not _is_same(old.get(known.entry.id), known)]
        if not (gone or fresh):
            return
        self._entries()
        deleted = [(self._name, id) for id in gone]
        self._state.executemany("DELETE FROM entries WHERE source = ? AND id = ?", deleted)
        texts = [(self._name, known.entry.id, _codec.dump(known)) for known in fresh]
        self._state.executemany("REPLACE INTO entries VALUES (?, ?, ?)", texts)
        self._seal = self._seal._replace(entries=_sum(chain(*self._entry_rows())))

    def _check(self, claim: bool, fault: str) -> None:
        if not claim:
            raise Damage(f"{self._name}: {fault}")


@contextmanager
def sealing(state: sqlite3.Connection, name: str) -> Iterator[Rows]:
    """The rows of a source to be written to, and sealed at the end."""
    rows = Rows(state, name)
    yield rows
    rows.seal()


def names(state: sqlite3.Connection) -> Iterator[str]:
    """The names of all sources that ever ran."""
    for (name,) in state.execute("SELECT name FROM sources"):
        if not isinstance(name, str):  # of a page that was wiped
            raise Damage("a source has no name")
        yield name


def readable_names(state: sqlite3.Connection) -> list[str]:
    """The same, up to the first that cannot be read."""
    found: list[str] = []
    with suppress(sqlite3.DatabaseError, Damage):
        found.extend(names(state))
    return found


def robots(state: sqlite3.Connection) -> list[Robots]:
    """What is kept of the sites' robots.txt."""
    if _database.version(state) < 2:
        return []
    found = state.execute("SELECT origin, at, text, sum FROM robots").fetchall()
    for *told, checksum in found:
        if _sum(("robots", *told)) != checksum:
            raise Damage(f"{told[0]}: its robots.txt is not as it was written")
    return [Robots(origin, dt.datetime.fromisoformat(at), text) for origin, at, text, _ in found]


def write_robots(state: sqlite3.Connection, found: Iterable[Robots]) -> None:
    """Keep what robots.txt said, and let go of what has not been asked for in a long time."""
    for robots in found:
        told = (robots.origin, robots.at.astimezone(dt.UTC).isoformat(), robots.text)
        state.execute("REPLACE INTO robots VALUES (?, ?, ?, ?)", (*told, _sum(("robots", *told))))
        oldest = (robots.at - _KEPT_ROBOTS).astimezone(dt.UTC).isoformat()
        state.execute("DELETE FROM robots WHERE at < ?", (oldest,))


def damages(state: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with the file, and the names of rows that belong to no source."""
    found = [text for (text,) in state.execute("PRAGMA integrity_check")]
    strays = [f"{name}: it is not known, and something of it is there" for (name,) in state.execute(_STRAYS)]
    return [*(text for text in found if text != "ok"), *strays]


def _sum(values: Iterable[object]) -> str:
    """The checksum of values; empty for none."""
    told = list(values)
    return _codec.checksum(told) if told else ""


def _is_good(run: Run) -> bool:
    return run.status == "ok" and run.count > 0


def _is_same(old: KnownEntry | None, new: KnownEntry) -> bool:
    """Whether both would be the same row."""
    return old is new or (old is not None and old == new and _codec.offsets(old) == _codec.offsets(new))
