"""How the model is written as text: a value of the model is the JSON list of its fields.

It takes and gives values only. Times are ISO 8601 text with the offset that they had. It reads what
it wrote; whether the text is still that, its caller knows by the checksum.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from hashlib import sha256
from itertools import starmap
from operator import attrgetter
from typing import Any, TypeVar

from feedkit.models import Change, Diff, Enclosure, Entry, Image, Known, KnownEntry, Own, Person, Run

_Value = TypeVar("_Value")
_Read = Callable[[Sequence[Any]], Sequence[Any]]

_ABOUT = [field.name for field in fields(Known) if field.name != "entries"]
_LISTS = {
    kind: attrgetter(*[field.name for field in fields(kind)])
    for kind in (Entry, KnownEntry, Own, Person, Image, Enclosure, Change, Diff, Run)
}
"""Every kind that is written as a list: how its fields are got, in the model's order."""


def checksum(values: Iterable[Any]) -> str:
    """What tells values, and their order, from any others: 32 hexadecimal digits."""
    return sha256("\n".join(map(str, values)).encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else _LISTS[type(value)](value)


dump: Callable[[Any], str] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=_plain
).encode
"""A value of the model on one line."""


def dump_about(known: Known) -> str:
    """What is known of a source besides its entries, by name."""
    return dump({name: getattr(known, name) for name in _ABOUT})


def load_known(about: str, entries: Sequence[str]) -> Known:
    """What is known of a source, of `dump_about` and of each entry's `dump`."""
    told = json.loads(about)
    whole = told.pop("whole", None)  # not in version 1
    return Known(**told, entries=_load(KnownEntry, entries), whole=whole and dt.datetime.fromisoformat(whole))


def load_runs(texts: Sequence[str]) -> list[Run]:
    """Runs, of the `dump` of each."""
    return list(_load(Run, texts))


def load_diff(text: str) -> Diff:
    """The diff of a `dump`."""
    new, changed, gone = json.loads(text)
    return Diff(_made(Entry, new), _made(Change, changed), _made(Entry, gone))


def load_names(text: str) -> list[str]:
    """A list of names of its `dump`."""
    return list(json.loads(text))


def offsets(known: KnownEntry) -> tuple[dt.timedelta | None, ...]:
    """The offset of every time of a known entry, which is written too and does not count in `==`."""
    entry = known.entry
    times = (entry.date, entry.date_end, entry.published, entry.updated, known.first_seen)
    return tuple([time.utcoffset() if isinstance(time, dt.datetime) else None for time in times])


def _load(kind: Callable[..., _Value], texts: Sequence[str]) -> tuple[_Value, ...]:
    return _made(kind, json.loads(f"[{','.join(texts)}]"))


def _made(kind: Callable[..., _Value], rows: Sequence[Sequence[Any]]) -> tuple[_Value, ...]:
    """Values of the lists of their fields, read column by column, which takes half the time."""
    if not rows:
        return ()
    columns = zip(_READS[kind], zip(*_filled(kind, rows), strict=True), strict=True)
    return tuple(map(kind, *[read(column) for read, column in columns]))


def _filled(kind: Any, rows: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
    """Rows with the defaults of fields that feedkit did not know when it wrote them."""
    width = len(_READS[kind])
    if all(len(row) == width for row in rows):
        return rows
    defaults = [field.default for field in fields(kind)]
    return [[*row, *defaults[len(row) :]] for row in rows]


def _same(values: Sequence[Any]) -> Sequence[Any]:
    return values


def _dates(texts: Sequence[str | None]) -> list[dt.date | None]:
    return [None if text is None else _date(text) for text in texts]


def _date(text: str) -> dt.date | dt.datetime:
    return dt.date.fromisoformat(text) if len(text) == 10 else dt.datetime.fromisoformat(text)


def _tuples(lists: Sequence[list[Any]]) -> list[tuple[Any, ...]]:
    return list(map(tuple, lists))


def _owns(rows: Sequence[Any]) -> list[Own]:
    return [row if isinstance(row, Own) else Own(row[0], tuple(row[1]), row[2]) for row in rows]


def _entries(rows: Sequence[Any]) -> tuple[Entry, ...]:
    return _made(Entry, rows)


def _parts(kind: Callable[..., Any]) -> _Read:
    """A reader of lists of `kind`, most of which have one member or none."""
    return lambda lists: [tuple(starmap(kind, parts)) for parts in lists]


def _reads(kind: Any, **own: _Read) -> list[_Read]:
    """How each field of a kind is read, in the model's order."""
    return [own.get(field.name, _same) for field in fields(kind)]


_READS: dict[Any, list[_Read]] = {
    Entry: _reads(
        Entry,
        date=_dates,
        published=_dates,
        updated=_dates,
        authors=_parts(Person),
        categories=_tuples,
        images=_parts(Image),
        enclosures=_parts(Enclosure),
        date_end=_dates,
        aside=_parts(Image),
    ),
    KnownEntry: _reads(KnownEntry, entry=_entries, first_seen=_dates, aliases=_tuples, own=_owns),
    Change: _reads(Change, before=_entries, after=_entries, fields=_tuples),
    Run: _reads(Run, at=_dates, not_before=_dates),
}
