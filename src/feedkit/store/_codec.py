"""How what is known of an entry is written in a database: columns, and JSON where a value is a list.

It takes and gives values only. Times are ISO 8601 text with the offset that they had. Text that was
not written by this module gives ValueError, TypeError or KeyError, never a wrong value in silence.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from feedkit.models import Change, Diff, Enclosure, Entry, Image, KnownEntry, Person

_Part = TypeVar("_Part", Person, Image, Enclosure)
_Write = Callable[[Any], Any]
_Read = Callable[[Sequence[Any]], Sequence[Any]]

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_time = dt.datetime.fromisoformat


def row(known: KnownEntry) -> tuple[Any, ...]:
    """The values of one known entry, in the order of COLUMNS."""
    about = [write(getattr(known.entry, name)) for name, (write, _) in _ENTRY.items()]
    return (*about, *[write(getattr(known, name)) for name, (write, _) in _KNOWN.items()])


def known_entries(rows: Sequence[tuple[Any, ...]]) -> tuple[KnownEntry, ...]:
    """The known entries of rows, read column by column, which takes half the time."""
    if not rows:
        return ()
    columns = [
        read(values)
        for (_, read), values in zip(
            (*_ENTRY.values(), *_KNOWN.values()), zip(*rows, strict=True), strict=True
        )
    ]
    entries = map(Entry, *columns[: len(_ENTRY)])
    return tuple(map(KnownEntry, entries, *columns[len(_ENTRY) :]))


def times(known: KnownEntry) -> tuple[str | None, ...]:
    """Every time of a known entry as it is printed."""
    entry = known.entry
    return tuple(map(_printed, (entry.date, entry.published, entry.updated, known.first_seen)))


def dump_diff(diff: Diff) -> str:
    """A diff as one line of JSON, without what is empty."""
    return _to_json(_members(diff))


def load_diff(text: str) -> Diff:
    """The diff of which `text` is the JSON."""
    members = {"new": (), "changed": (), "gone": (), **json.loads(text)}
    return Diff(
        new=_entries(members["new"]),
        changed=tuple(map(_change, members["changed"])),
        gone=_entries(members["gone"]),
    )


def _same(value: Any) -> Any:
    return value


def _printed(date: dt.date | None) -> str | None:
    return None if date is None else date.isoformat()


def _list(values: Sequence[Any]) -> str:
    return _to_json(_plain(values)) if values else "[]"


def _of(*kinds: type) -> _Read:
    """A reader that lets only these types pass."""
    allowed = frozenset(kinds)

    def read(values: Sequence[Any]) -> Sequence[Any]:
        if not allowed.issuperset(map(type, values)):
            raise TypeError("a column holds a value of another type")
        return values

    return read


def _claims(values: Sequence[Any]) -> list[bool]:
    if not {0, 1}.issuperset(values):
        raise ValueError("a claim is neither 0 nor 1")
    return [value == 1 for value in values]


def _dates(values: Sequence[Any]) -> list[dt.date | None]:
    return [None if value is None else _date(value) for value in values]


def _times(values: Sequence[Any]) -> list[dt.datetime]:
    return [_time(value) for value in values]


def _optional_times(values: Sequence[Any]) -> list[dt.datetime | None]:
    return [None if value is None else _time(value) for value in values]


def _lists(texts: Sequence[str]) -> list[list[Any]]:
    """The lists of one column; their JSON is read in one go."""
    lists: list[list[Any]] = json.loads(f"[{','.join(texts)}]")
    if len(lists) != len(texts) or not {list}.issuperset(map(type, lists)):
        raise TypeError("a column holds no lists")
    return lists


def _tuples(texts: Sequence[str]) -> list[tuple[Any, ...]]:
    return list(map(tuple, _lists(texts)))


def _parts(kind: Callable[..., _Part]) -> _Read:
    """A reader of lists of `kind`."""
    return lambda texts: [_made(kind, values) if values else () for values in _lists(texts)]


def _made(kind: Callable[..., _Part], values: Iterable[Mapping[str, Any]]) -> tuple[_Part, ...]:
    return tuple([kind(**members) for members in values])


_text, _optional_text, _number = _of(str), _of(str, type(None)), _of(int)

_ENTRY: dict[str, tuple[_Write, _Read]] = {
    "id": (_same, _text),
    "title": (_same, _text),
    "link": (_same, _optional_text),
    "date": (_printed, _dates),
    "date_relative": (int, _claims),
    "published": (_printed, _optional_times),
    "updated": (_printed, _optional_times),
    "summary": (_same, _optional_text),
    "content": (_same, _optional_text),
    "authors": (_list, _parts(Person)),
    "categories": (_list, _tuples),
    "images": (_list, _parts(Image)),
    "enclosures": (_list, _parts(Enclosure)),
}
"""Every field of an entry in the model's order: how one value is written, how a column is read."""

_KNOWN: dict[str, tuple[_Write, _Read]] = {
    "first_seen": (_printed, _times),
    "position": (_same, _number),
    "aliases": (_list, _tuples),
    "digest": (_same, _text),
    "changes": (_same, _number),
    "shown": (int, _claims),
    "retired": (int, _claims),
}
"""The same for the fields of a known entry that follow its entry."""

COLUMNS = (*_ENTRY, *_KNOWN)
"""The columns of a known entry, in the order of `row`."""


def _members(value: Any) -> dict[str, Any]:
    """The fields of a dataclass that differ from their defaults, ready for JSON."""
    return {
        field.name: _plain(found)
        for field in dataclasses.fields(value)
        if (found := getattr(value, field.name)) != field.default
    }


def _plain(value: Any) -> Any:
    match value:
        case tuple():
            return [_plain(part) for part in value]
        case dt.date():
            return value.isoformat()
        case None | str() | int():
            return value
    return _members(value)


def _date(text: str) -> dt.date | dt.datetime:
    return dt.date.fromisoformat(text) if len(text) == 10 else _time(text)


_FROM_JSON: dict[str, Callable[[Any], Any]] = {
    "date": _date,
    "published": _time,
    "updated": _time,
    "authors": lambda values: _made(Person, values),
    "categories": tuple,
    "images": lambda values: _made(Image, values),
    "enclosures": lambda values: _made(Enclosure, values),
}


def _entry(members: Mapping[str, Any]) -> Entry:
    return Entry(**{name: _FROM_JSON.get(name, _same)(value) for name, value in members.items()})


def _entries(values: Iterable[Mapping[str, Any]]) -> tuple[Entry, ...]:
    return tuple(map(_entry, values))


def _change(members: Mapping[str, Any]) -> Change:
    return Change(_entry(members["before"]), _entry(members["after"]), tuple(members["fields"]))
