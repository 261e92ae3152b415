"""Members of objects that no name tells: which of them is the title, the link or the date, by its values alone.

It takes the values of all objects by path, and gives the path of a field. It is asked only for what no
name gave, wants most objects to have a value, and most values to differ.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from feedkit import _dates
from feedkit.parsers import _names, _shapes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Cells = Sequence[tuple[int, list[Any]]]

_MOST = 0.8
"""The share of the objects that must have a value, and of the values that must differ."""
_LONGEST = 200
_MARKUP = re.compile(r"<[a-z/!][^<>]*>", re.IGNORECASE)
_WORDS = re.compile(r"\w{2,}\S*[ \t\u00a0]+\W*\w|[\u3040-\u9fff\uac00-\ud7af]{4}")
_DESIGNATION = re.compile(r"[A-Z]{2,}[\w./ -]*\d[\w./-]*|v?\d+(?:\.\d+)+[\w.+-]*")
"""What names a thing without being a sentence: `CVE-2024-1234`, `2.11.0-rc1`."""
_ADDRESS = re.compile(
    r"(?:https?://[^\s/]+)?/\S+(?<!\.png|\.jpg|\.gif|\.svg)(?<!\.jpeg|\.webp|\.avif)", re.IGNORECASE
)
_API = re.compile(
    r"//(?:[\w-]+\.)*[\w-]*apis?\.|/(?:_?api|rest|jsonapi|wp-json|odata|v\d(?:\.\d)?)/|\.json(?:[?#]|$)",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\d{4}-\d\d-\d\d|\d{4}[年년] ?\d|\d\d?[./]\d\d?[./]\d{4}|\w+\.? \d\d?,? \d{4}|\d\d? \w+\.? \d{4}"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$"
)
_HOUR = re.compile(r"(?:\w+ )*(?:start )?(?:time|hour|heure|uhrzeit|hora|ora|tijd|tid|klockslag)")
_TIME = re.compile(r"\d\d?(?:[:.h]\d\d){1,2}(?: ?[ap]\.?m\.?)?|\d\d? ?[ap]\.?m\.?", re.IGNORECASE)
_OTHERS = frozenset(("link", "date", "author", "category", "image"))


def title(members: Mapping[_names.Path, Cells], count: int) -> _names.Path | None:
    """Return where the text stands that says what each object is: a short one, else a designation."""
    paths = [path for path in members if not _OTHERS & {role.field for role in _names.roles(path)}]
    said = [
        path for path in paths if not _names.never(path, "title") and _hold(members[path], count, _is_said)
    ]
    if said:
        return min(said, key=lambda path: (not _names.roles(path), len(path)))
    return next((path for path in paths if _hold(members[path], count, _DESIGNATION.fullmatch)), None)


def link(members: Mapping[_names.Path, Cells], count: int) -> _names.Path | None:
    """Return where the address stands that each object has of its own."""
    paths = _untold(members, "link")
    return next((path for path in paths if _hold(members[path], count, _leads_people)), None)


def date(members: Mapping[_names.Path, Cells], count: int) -> _names.Path | None:
    """Return where the day stands that each object has, with its year; objects may have one in common."""
    paths = _untold(members, "date")
    return next((path for path in paths if _count(members[path], _is_day) >= _MOST * count), None)


def clock(members: Mapping[_names.Path, Cells], count: int, day: _names.Path) -> _names.Path | None:
    """Return where the time of a day stands that has none: beside the day, and called alike."""
    beside = (path for path in members if path[:-1] == day[:-1] and _HOUR.search(_names.words(path[-1])))
    return next((path for path in beside if _count(members[path], _TIME.fullmatch) * 2 >= count), None)


def _untold(members: Mapping[_names.Path, Cells], field: str) -> list[_names.Path]:
    """Return the paths whose names tell no field, and do not say that they are none of this one; the outer ones first."""
    paths = (path for path in members if path == (_shapes.KEY,) or not _names.roles(path))
    return sorted((path for path in paths if not _names.never(path, field)), key=len)


def _hold(cells: Cells, count: int, fits: Callable[[str], Any]) -> bool:
    return len(set(_fitting(cells, fits))) >= _MOST * count


def _count(cells: Cells, fits: Callable[[str], Any]) -> int:
    return sum(1 for _ in _fitting(cells, fits))


def _fitting(cells: Cells, fits: Callable[[str], Any]) -> Iterator[str]:
    for _, (value, *_) in cells:
        if isinstance(value, str) and fits(value.strip()):
            yield value


def for_programs(address: str) -> bool:
    """Return whether an address is one of an API, not of a page."""
    return bool(_API.search(address))


def _leads_people(text: str) -> bool:
    return bool(_ADDRESS.fullmatch(text)) and not for_programs(text)


def _is_said(text: str) -> bool:
    line = text.partition("\n")[0]
    return (
        len(line) <= _LONGEST and bool(_WORDS.search(line)) and not _MARKUP.search(text) and not _is_day(line)
    )


def _is_day(text: str) -> bool:
    return bool(_DAY.match(text)) and (_dates.read(text) is not None or _dates.is_ambiguous(text))
