"""A JSON value with its lists as lists of objects, however it writes them.

It takes a value as `json` gives it and gives one of the same form, in which JSON inside of a text is a value,
rows below their names, columns side by side and pairs of a name and a value are objects, objects by key know
their key, and what refers to another part of the answer holds that part. What it does not know it leaves as it is.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KEY = "@key"
"""The member that tells the key of an object."""
VALUE = "@value"
"""The member that tells the value of a key, where that is a text."""
_DEEPEST = 60
_DEEPEST_TEXT = 3
_FEWEST = 2
_SHORTEST_TEXT = 20
_NAME = re.compile(r"[^\W\d][\w .:/#-]{0,60}")
_HEADS = ("columns", "fields", "header", "headers", "cols")
_VERSION = re.compile(r"v?\d+(?:\.\d+)+[\w.+-]*")
_NUMBERED = re.compile(r"\d")
_MOSTLY = 0.5
_INCLUDED = ("included", "includes")


def shaped(value: Any) -> Any:
    """Return a value with lists of objects in place of what else says the same."""
    value = _opened(value, 0)
    return _shaped(value, dict(_parts(value)), 0)


def _opened(value: Any, depth: int) -> Any:
    """Return a value with the JSON that a text holds near its root in place of the text."""
    if isinstance(value, str) and len(value) > _SHORTEST_TEXT and value.lstrip()[:1] in ("{", "["):
        try:
            inner = json.loads(value, strict=False)
        except (ValueError, RecursionError):
            return value
        return inner if isinstance(inner, dict | list) else value
    if isinstance(value, dict) and depth < _DEEPEST_TEXT:
        return {name: _opened(each, depth + 1) for name, each in value.items()}
    return value


def _parts(value: Any) -> Iterator[tuple[tuple[str, str], Any]]:
    """Yield what an answer adds for its entries to refer to, by type and id: JSON:API and Contentful."""
    for name in _INCLUDED if isinstance(value, dict) else ():
        inner = value.get(name)
        for group in inner.values() if isinstance(inner, dict) else (inner,):
            for each in group if isinstance(group, list) else ():
                if isinstance(each, dict) and (key := _reference(each)):
                    yield key, each


def _reference(value: Mapping[str, Any]) -> tuple[str, str] | None:
    own = value.get("sys", value)
    if not isinstance(own, dict):
        return None
    kind, number = own.get("linkType", own.get("type")), own.get("id")
    return (kind, number) if isinstance(kind, str) and isinstance(number, str) else None


def _shaped(value: Any, parts: Mapping[tuple[str, str], Any], depth: int) -> Any:
    if depth > _DEEPEST:
        return value
    if isinstance(value, list):
        rows = _below(value[0], value[1:]) if value and _is_head(value[0]) else _paired(value)
        return rows or [_shaped(each, parts, depth + 1) for each in value]
    if not isinstance(value, dict):
        return value
    known = parts.get(_reference(value) or ("", "")) if parts and len(value) <= _FEWEST + 1 else None
    if known is not None:
        return {**value, **_shaped(known, {}, depth + 1)}
    heads = next((head for name in _HEADS if (head := _heads(value.get(name)))), None)
    found = {name: _shaped(each, parts, depth + 1) for name, each in value.items()}
    if heads:
        found |= {
            name: rows
            for name, each in value.items()
            if isinstance(each, list) and (rows := _below(heads, each))
        }
    return _keyed(found)


def _heads(value: Any) -> list[Any] | None:
    """Return the names of columns, which may be objects that tell their names."""
    if not isinstance(value, list):
        return None
    names = [_name_of(each) if isinstance(each, dict) else each for each in value]
    return names if _is_head(names) else None


def _name_of(column: Mapping[str, Any]) -> Any:
    return next((column[key] for key in ("label", "name", "id", "key") if column.get(key)), None)


def _is_head(value: Any) -> bool:
    is_list = isinstance(value, list) and len(value) >= _FEWEST
    return (
        is_list
        and all(isinstance(each, str) and _NAME.fullmatch(each) for each in value)
        and len(set(value)) == len(value)
    )


def _below(heads: list[Any], rows: list[Any]) -> list[dict[str, Any]] | None:
    """Return rows as objects of some names; None where they are no rows of these."""
    cells = [_cells(row) for row in rows]
    if not cells or not all(isinstance(row, list) and len(row) == len(heads) for row in cells):
        return None
    return [dict(zip(heads, row, strict=True)) for row in cells]


def _cells(row: Any) -> Any:
    """Return the values of a row, as they are shown where it tells both, as a sheet of Google does."""
    if not isinstance(row, dict) or not isinstance(row.get("c"), list):
        return row
    return [each.get("f", each.get("v")) if isinstance(each, dict) else each for each in row["c"]]


def _paired(values: list[Any]) -> dict[str, Any] | None:
    """Return objects of a name and a value each as one object."""
    pairs = {}
    for each in values:
        told = {name.lower(): inner for name, inner in each.items()} if isinstance(each, dict) else {}
        name = told.get("key", told.get("name"))
        if not isinstance(name, str) or "value" not in told or len(told) > _FEWEST + 1:
            return None
        pairs[name] = told["value"]
    return pairs if len(pairs) == len(values) >= _FEWEST else None


def _keyed(value: dict[str, Any]) -> Any:
    """Return what an object holds by key with the keys: like objects, or the dates of versions as a list."""
    if is_map(value):
        return {name: _with_key(name, each) for name, each in value.items()}
    if rows := _beside(value):
        return rows
    versions = {
        name: each for name, each in value.items() if isinstance(each, str) and _VERSION.fullmatch(name)
    }
    if len(versions) >= max(_FEWEST, len(value) * _MOSTLY):
        return [{KEY: name, VALUE: each} for name, each in versions.items()]
    return value


def _beside(value: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Return columns that stand beside one another, all of one length, as a list of objects."""
    columns = list(value.values())
    is_table = len(columns) > _FEWEST and all(isinstance(each, list) for each in columns)
    if not is_table or len(columns[0]) < _FEWEST or any(len(each) != len(columns[0]) for each in columns):
        return None
    if any(isinstance(each, dict | list) for column in columns for each in column):
        return None
    return [dict(zip(value, row, strict=True)) for row in zip(*columns, strict=True)]


def _with_key(name: str, value: Any) -> Any:
    return [_with_key(name, each) for each in value] if isinstance(value, list) else {KEY: name, **value}


def is_map(node: Mapping[str, Any]) -> bool:
    """Return whether an object is a list by key: its members are objects and alike, or by number or day lists of such."""
    if len(node) < _FEWEST:
        return False
    values: list[Any] = list(node.values())
    if all(isinstance(each, list) for each in values) and all(map(_NUMBERED.search, node)):
        values = [each for group in values for each in group]
    if not values or not all(isinstance(each, dict) and len(each) > 1 for each in values):
        return False
    shapes = [set(each) for each in values]
    common = set.intersection(*shapes)
    return len(common) * 2 >= max(map(len, shapes)) and len(common) > 1
