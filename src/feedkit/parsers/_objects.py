"""Objects that are alike to raw entries: the lists in a JSON value, and which member is which field.

It takes values as `json` gives them and gives `Rows` (objects of one list, or of lists in one place)
and their `Columns`: raw entries, and how much of an entry they hold. A field is chosen for all
objects of a list at once, by the name of the member and by what its values are. It never makes up
a value, and of a value only what RawEntry can express is kept.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from feedkit import _dates, _enclosures, _images, _pictures, _text
from feedkit.models import Image, RawEntry
from feedkit.parsers import _by_value, _names, _shapes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    Member = dict[str, Any]
    _Members = Mapping[_names.Path, Sequence[tuple[int, list[Any]]]]

_LONGEST_TITLE = 200
"""Of longer titles, and of those with paragraphs, the first line says what they are about, as in a commit's message."""
_PARAGRAPH = re.compile(r"\S[^\S\n]*\n\s*\n")
_DEEPEST = 60
_DEEPEST_MEMBER = 7
_MOST_VALUES = 50

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_ADDRESS = re.compile(r"https?://\S+|//[^/\s]+\.\S+|/(?!/)\S*", re.IGNORECASE)
_RELATIVE = re.compile(
    r"[\w.%~-]+(?:/[\w.%~+-]+)*(?:/|\.\w{2,5}|/[\w.%~+-]+)(?:[?#]\S*)?|\?\S+=\S+", re.ASCII
)
_PICTURE = re.compile(r"\.(?:avif|bmp|gif|jpe?g|png|svg|webp)(?:[?#]|$)", re.IGNORECASE)
_DIGITS = re.compile(r"\d{9,13}(?:\.\d+)?")
_ASPNET = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/")
_MIDNIGHT = re.compile(r"(?<=\d{4}-\d\d-\d\d)[T ]00:00(?::00(?:\.0+)?)?(?=$| )")
"""What databases add to a day."""
_ZONELESS = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?")
_AROUND = " ,;:&·|–—"
"""What stands between the names of authors."""
_EPOCH = (473_385_600, 4_102_444_800)
"""1985 to 2100, in seconds: numbers that may be times."""


class Rows(NamedTuple):
    """Objects of one list: of one place in the value, `months[].entries[]`."""

    path: str
    objects: tuple[Member, ...]


class Columns(NamedTuple):
    """What objects say as entries."""

    entries: tuple[RawEntry, ...]
    titles: float
    links: float
    dates: float
    """Shares of the objects that have one."""

    @property
    def trust(self) -> float:
        """How much of a list of dated entries this is, 0 to 1; meetings of one name differ by their days."""
        distinct = len({(each.title, each.link, each.date) for each in self.entries}) / max(
            len(self.entries), 1
        )
        return (0.4 * self.titles + 0.2 * self.links + 0.4 * self.dates) * distinct


def tables(value: Any) -> list[Rows]:
    """Return the lists of objects in a value, in its order; a map of like objects is a list too."""
    found: dict[str, list[Member]] = defaultdict(list)
    stack: list[tuple[str, int, Any]] = [("", 0, value)]
    while stack:
        path, depth, node = stack.pop()
        if depth > _DEEPEST:
            continue
        if isinstance(node, dict):
            if _shapes.is_map(node):
                node = list(node.values())
            else:
                stack += [(f"{path}.{name}", depth + 1, each) for name, each in reversed(node.items())]
        if isinstance(node, list):
            below = f"{path}[]"
            found[below] += [each for each in node if isinstance(each, dict)]
            stack += [(below, depth + 1, each) for each in reversed(node)]
    return [Rows(path.lstrip("."), tuple(objects)) for path, objects in found.items() if objects]


def flat(node: Mapping[str, Any]) -> dict[_names.Path, list[Any]]:
    """Return the texts and numbers of an object by path; lists count only where a field has many values."""
    found: dict[_names.Path, list[Any]] = defaultdict(list)
    stack: list[tuple[_names.Path, Any]] = [((), node)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict):
            if len(path) < _DEEPEST_MEMBER:
                stack += [((*path, name), each) for name, each in reversed(value.items())]
        elif isinstance(value, list):
            if path and (not any(isinstance(each, dict) for each in value) or _names.may_hold(path)):
                stack += [(path, each) for each in reversed(value[:_MOST_VALUES])]
        elif path and value is not None and value != "":
            found[path].append(value)
    return found


def read(objects: Sequence[Member], base: str | None = None, *, by_value: bool = False) -> Columns:
    """Return what objects say as entries; links inside of markup are relative to `base`."""
    members: dict[_names.Path, list[tuple[int, list[Any]]]] = defaultdict(list)
    for number, each in enumerate(objects):
        for path, values in flat(each).items():
            members[path].append((number, values))
    chosen = _by_name(members, len(objects))
    if by_value:
        _guess(members, chosen, len(objects))
    _add_times(members, chosen["date"], len(objects))
    entries = tuple(_entry(each, number, chosen, base) for number, each in enumerate(objects))
    count = max(len(entries), 1)
    shares = (
        sum(bool(getattr(entry, name)) for entry in entries) / count for name in ("title", "link", "date")
    )
    return Columns(entries, *shares)


def _guess(members: _Members, chosen: dict[str, list[_Column]], count: int) -> None:
    """Add a column for each field that names tell for less than half of the objects."""
    for field, guess in _GUESSES.items():
        known = {number for column in chosen[field] for number in column.values}
        path = guess(members, count) if len(known) * 2 < count else None
        if path is not None:
            chosen[field].append(_Column(path, _values(field, path[-1], members[path])))


def _add_times(members: _Members, dates: list[_Column], count: int) -> None:
    """Put the time of day behind the days of the first column, where the objects have it in a member of its own."""
    if not dates or any(":" in value for value in dates[0].values.values()):
        return
    path = _by_value.clock(members, count, dates[0].path)
    times = {number: values[0] for number, values in members.get(path, ())} if path else {}
    days = {number: f"{day} {times.get(number, '')}".strip() for number, day in dates[0].values.items()}
    dates[0] = _Column(dates[0].path, days, path)


def _by_name(members: _Members, count: int) -> dict[str, list[_Column]]:
    """Return the columns of each field that names tell, the best first."""
    scored: dict[str, list[tuple[float, int, _Column]]] = {field: [] for field in _READS}
    for path, cells in members.items():
        for field, strength in _names.roles(path):
            column = _Column(path, _values(field, path[-1], cells))
            score = _score(field, strength, list(column.values.values()), count)
            if score >= _LEAST:
                scored[field].append((score, strength, column))
    return {field: _chosen(columns) for field, columns in scored.items()}


_GUESSES: dict[str, Callable[[_Members, int], _names.Path | None]] = {
    "title": _by_value.title,
    "link": _by_value.link,
    "date": _by_value.date,
}
_LEAST = 0.55
"""What a name and the values must tell together, for a member to be a field."""


class _Column(NamedTuple):
    """The values of one path as those of a field, by the number of the object."""

    path: _names.Path
    values: dict[int, Any]
    beside: _names.Path | None = None
    """Where a part of each value stands that is put behind it."""


def _chosen(scored: Iterable[tuple[float, int, _Column]]) -> list[_Column]:
    """Return the columns of a field, the best first: those after it stand in where it is empty."""
    best = sorted(scored, key=lambda each: -each[0])
    return [column for place, (_, strength, column) in enumerate(best) if not place or strength > _STAND_IN]


_STAND_IN = 4
"""Names that say no more than this stand in for no other: an update is no publication."""


def _score(field: str, strength: int, values: Sequence[Any], count: int) -> float:
    if not values:
        return 0.0
    if field == "id" and len(set(values)) < len(values):
        return 0.0
    score = strength * min(len(values) / count / _ENOUGH, 1.0)
    if (
        len(values) >= _SEVERAL
        and field in _DISTINCT
        and len(set(values)) <= max(len(values) * _DISTINCT[field], 1)
    ):
        score *= 0 if strength < _STAND_IN + (field == "link") else 0.2
    if field == "link" and sum(1 for value in values if _by_value.for_programs(value)) * 2 > len(values):
        score *= 0.1
    if field == "image" and not any(_PICTURE.search(each) for value in values for each in value):
        score *= 0.5
    return score


_ENOUGH = 0.4
"""The share of the objects that have a member, from which on it counts as if all had."""
_SEVERAL = 3
_DISTINCT = {"title": 0.2, "link": 0.6, "date": 0}
"""What share of the values must differ: meetings of one name are common, entries of one address rare."""


def _values(field: str, name: str, cells: Iterable[tuple[int, list[Any]]]) -> dict[int, Any]:
    """Return what the values at a path say as a field; nothing where they cannot be its values."""
    read_one = _READS[field]
    found: dict[int, Any] = {}
    for number, values in cells:
        read_values = [value for each in values if (value := read_one(each, name))]
        if read_values:
            found[number] = tuple(dict.fromkeys(read_values)) if field in _MANY else read_values[0]
    return found


def _entry(told: Member, number: int, chosen: Mapping[str, Sequence[_Column]], base: str | None) -> RawEntry:
    values: dict[str, Any] = {}
    rules: list[tuple[str, str]] = []
    for field, columns in chosen.items():
        column = next((each for each in columns if number in each.values), None)
        if column is not None:
            values[field] = column.values[number]
            rules += [(field, ".".join(path)) for path in (column.path, column.beside) if path]
            if field == "image":
                values[field] = _images_of(_around(told, column.path), values[field])
    files = tuple(file for name in _MEDIA for file in _enclosures.of_json(told.get(name)))
    return replace(_as_entry(values, tuple(rules), base), enclosures=files)


def _around(told: Any, path: _names.Path) -> Any:
    """Return the object that a value stands in, or the value where that is the entry itself."""
    for name in path[:-1] or path:
        told = (
            next((each for each in told if isinstance(each, dict)), None) if isinstance(told, list) else told
        )
        told = told.get(name) if isinstance(told, dict) else None
    return told


def _images_of(told: Any, addresses: Sequence[str]) -> tuple[Image, ...]:
    """Return the pictures at some addresses with what the objects tell in which these stand."""
    whole = _pictures.of_json(told)
    known = {image.url: image for image in whole}
    if whole and all(address in known for address in addresses):
        return whole
    return tuple(
        known.get(address) or _images.image(_images.Rendition(address), ())[0] for address in addresses
    )


def _as_entry(values: dict[str, Any], rules: tuple[tuple[str, str], ...], base: str | None) -> RawEntry:
    summary, content = values.get("summary"), values.get("content")
    if content and not _TAG.search(content):
        if not summary:
            rules = tuple(("summary" if field == "content" else field, path) for field, path in rules)
        summary, content = summary or content, None
    return RawEntry(
        title=values.get("title"),
        link=values.get("link"),
        date=values.get("date"),
        summary=summary and text_of(summary),
        content=markup_of(content, base) if content else None,
        id=None if values.get("link") else values.get("id"),
        authors=values.get("author", ()),
        categories=values.get("category", ()),
        images=values.get("image", ()),
        rules=rules,
    )


def title_of(value: str) -> str:
    """Return the text of a title: of a long one, and of one with paragraphs, the first line."""
    is_long = len(value) > _LONGEST_TITLE or _PARAGRAPH.search(value)
    return text_of(value.strip().partition("\n")[0] if is_long else value)


def text_of(value: str) -> str:
    """Return the text of a value: its markup read, its character references resolved."""
    if _TAG.search(value):
        from feedkit import _html

        return _html.text_of(_fragment(value))
    return _text.clean(html.unescape(value) if "&" in value else value)


def markup_of(value: str, base: str | None) -> str | None:
    """Return a value that is HTML as markup that may be published."""
    from feedkit import _html

    return _html.markup_of(_fragment(value), base) or None


def _fragment(value: str) -> Any:
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    source = f"<body>{_text.xml_safe(value)}</body>".encode("utf-8", "replace")
    return etree.fromstring(source, parser).find("body")


def _title(value: Any, _name: str) -> str | None:
    if not isinstance(value, str) or _ADDRESS.fullmatch(value):
        return None
    return title_of(value) or None


def _link(value: Any, name: str) -> str | None:
    if not isinstance(value, str):
        return None
    value = value.strip()
    is_address = _ADDRESS.fullmatch(value) and (value.startswith("http") or name not in ("id", "guid"))
    is_relative = name not in ("id", "guid", "@id", "slug") and _RELATIVE.fullmatch(value)
    return value if (is_address or is_relative) and not _PICTURE.search(value) else None


def date_text(value: Any, name: str = "") -> str | None:
    """Return a value that is a date as text: a time in seconds or milliseconds as RFC 3339 writes it."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)) or (isinstance(value, str) and _DIGITS.fullmatch(value.strip())):
        return _of_epoch(float(value))
    text = _MIDNIGHT.sub("", _text.clean(value)) if isinstance(value, str) else ""
    if text.startswith("/Date("):
        found = _ASPNET.fullmatch(text)
        return _of_epoch(float(found[1])) if found else None
    if not text or len(text) > 80 or text.startswith(("0001-", "0000-")):
        return None
    if _ZONELESS.fullmatch(text) and _names.words(name).endswith(("gmt", "utc")):
        return f"{text}Z"
    reads = _dates.read(text) is not None or _dates.is_ambiguous(text) or _dates.looks_like_date(text)
    return text if reads else None


def _of_epoch(number: float) -> str | None:
    for scale in (1, 1000, 1_000_000):
        if _EPOCH[0] <= number / scale < _EPOCH[1]:
            return _dates.rfc3339(dt.datetime.fromtimestamp(number // scale, dt.UTC))
    return None


def _plain(value: Any, _name: str) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _label(value: Any, name: str) -> str | None:
    if value is True:
        return name
    if not isinstance(value, str) or _ADDRESS.fullmatch(value.strip()):
        return None
    return text_of(value).strip(_AROUND) or None


def _author(value: Any, name: str) -> str | None:
    """Return the name of a person; a number is one's key."""
    told = _label(value, name)
    return None if told and told.isdigit() else told


def _picture(value: Any, name: str) -> str | None:
    if not isinstance(value, str):
        return None
    value = value.strip()
    is_address = _ADDRESS.fullmatch(value) and not _by_value.for_programs(value)
    return value if is_address or _PICTURE.search(value) else None


def _id(value: Any, _name: str) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    return str(value).strip() or None


_READS: dict[str, Callable[[Any, str], Any]] = {
    "title": _title,
    "link": _link,
    "date": date_text,
    "summary": _plain,
    "content": _plain,
    "author": _author,
    "category": _label,
    "image": _picture,
    "id": _id,
}
"""What a value must be to be that of a field, and how it is read."""

_MEDIA = ("associatedMedia", "audio", "video", "encoding")
"""Properties of schema.org that name files."""
_MANY = frozenset(("author", "category", "image"))


_ASIDE = re.compile(r"(?:errors?|warnings|included|includes|facets|aggregations)\b")
"""Where lists stand that are about an answer, or that its entries refer to."""


def lists(
    value: Any, base: str | None = None, *, by_value: bool = False
) -> Iterator[tuple[str, tuple[Member, ...], Columns]]:
    """Yield the lists of a value that can be entries, without those inside the entries of another.

    `by_value` reads also what no name tells; a page that carries data shows what it means.
    """
    outer: list[str] = []
    for rows in tables(value):
        if _ASIDE.match(rows.path) or any(rows.path.startswith(path) for path in outer):
            continue
        columns = read(rows.objects, base, by_value=by_value)
        if columns.titles + columns.links < 0.5:
            continue
        if columns.dates >= 0.5 and columns.titles >= 0.5:
            outer.append(f"{rows.path}.")
        yield rows.path, rows.objects, columns
