"""Paths into JSON for a recipe: where the list stands, and in its entries the fields.

It takes the value of an answer and the places that detection names, and gives JMESPath behind a `$`; None
where a place cannot be followed, as with names that have dots. It reads no page and judges no field.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from feedkit.models import RawEntry

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SAMPLE = 200
"""How many values are looked at for the way on from a place."""


def find(value: Any, entries: Sequence[RawEntry]) -> tuple[str, dict[str, list[str]]] | None:
    """Return the path of the entries, and by field the paths inside of one, those that give most first."""
    rules = Counter(rule for entry in entries for rule in entry.rules)
    places = [place for _, place in rules]
    start = next((place[: place.rindex("[]") + 2] for place in places if "[]" in place), None)
    walked = _walked([value], start.removeprefix("$").removeprefix(".")) if start else None
    if start is None or walked is None:
        return None
    path, rows = walked
    fields: dict[str, list[str]] = {}
    for (field, place), _ in rules.most_common():
        inside = _walked(rows, place.removeprefix(start).removeprefix("."))
        if inside is not None:
            fields.setdefault(field, []).append(inside[0])
    return path, fields


def of_names(names: Iterable[str]) -> str:
    """Return the path of a member of a member."""
    return "$" + "".join(f".{_name(each)}" for each in names)


def in_utc(path: str) -> str:
    """Return the path of a time that is in UTC and does not say so, such as `date_gmt`."""
    return f"$.join('', [{path.removeprefix('$.')}, 'Z'])"


def joined(paths: Iterable[str]) -> str:
    """Return the path of what stands in several members, with a blank between: a day and its time."""
    return f"$.join(' ', [{', '.join(path.removeprefix('$.') for path in paths)}])"


def _walked(values: list[Any], place: str) -> tuple[str, list[Any]] | None:
    """Return the path of a place, which has `[]` for a list or a map, or leaves it out, and what stands there."""
    path = "$"
    while place:
        is_list = any(isinstance(each, list) for each in values)
        if place.startswith("[]") or is_list:
            place = place.removeprefix("[]").removeprefix(".")
            path += "[]" if is_list else ".*"
            values = list(chain.from_iterable(map(_inside, values)))[:_SAMPLE]
            continue
        names = {name for each in values if isinstance(each, dict) for name in each if _leads(name, place)}
        if not names:
            return None
        name = max(names, key=len)
        place = place[len(name) :].removeprefix(".")
        path += f".{_name(name)}"
        values = [each[name] for each in values if isinstance(each, dict) and name in each]
    return path, values


def _inside(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()


def _leads(name: str, place: str) -> bool:
    rest = place.removeprefix(name)
    return place.startswith(name) and (not rest or rest.startswith((".", "[]")))


def _name(name: str) -> str:
    return name if _IDENTIFIER.fullmatch(name) else json.dumps(name, ensure_ascii=False)
