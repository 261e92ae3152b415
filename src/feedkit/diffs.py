"""What changed between two feeds, and how it is told: text, Markdown, JSON lines.

It takes two `Feed`s and gives a `Diff`, and texts of it that are safe on a terminal. Order alone is
no change, nor are `updated`, pictures, or what a document cannot carry. It never reads a clock or
a file.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from feedkit import _dates, _markup, _text
from feedkit.models import Change, Diff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from feedkit.models import Entry, Feed

_TITLE_LIMIT = 1000
_SHOWN = 72
_SPECIAL = re.compile(r"([\\`*_\[\]<>#~|]|&(?=#?\w+;))")
_UNSAFE_IN_JSON = re.compile(r"[\x7f-\x9f\ud800-\udfff]")


def _line(value: str | None) -> str | None:
    """Return a text as far as documents carry its characters."""
    return _text.xml_safe(value).replace("\ufffd", "?") or None if value else None


def _title(entry: Entry) -> str | None:
    """Return the title as far as documents carry it; for a blank one link or id."""
    title = _line(entry.title)
    if not title or title.isspace():
        return _line(entry.link or entry.id)
    return _text.truncate(title, _TITLE_LIMIT) if len(title) > _TITLE_LIMIT else title


def _published(entry: Entry) -> dt.datetime | None:
    """Return the instant in whole seconds, for documents have no others."""
    return entry.published.replace(microsecond=0) if entry.published else None


def _authors(entry: Entry) -> tuple[str, ...]:
    """Return the names: RSS carries no more of an author."""
    if not entry.authors:
        return ()
    people = (map(_line, (person.name, person.email, person.url)) for person in entry.authors)
    return _markup.known(_markup.name_of(name or "", *addresses) for name, *addresses in people)


def _categories(entry: Entry) -> tuple[str, ...]:
    return _markup.known(_line(category) or "" for category in entry.categories)


def _enclosures(entry: Entry) -> tuple[tuple[str | None, str | None, int | None], ...]:
    """Return address, type and length of each; a length of 0 is an unknown one, no address counts twice."""
    found: dict[str | None, tuple[str | None, str | None, int | None]] = {}
    for file in entry.enclosures:
        url = _line(file.url)
        found.setdefault(url, (url, _line(file.type), file.length or None))
    return tuple(found.values())


_FIELDS: Mapping[str, Callable[[Entry], Any]] = {
    "title": _title,
    "link": lambda entry: _line(entry.link),
    "published": _published,
    "summary": lambda entry: _line(entry.summary),
    "content": lambda entry: _line(entry.content),
    "authors": _authors,
    "categories": _categories,
    "enclosures": _enclosures,
}
"""Field: the value that is compared."""


def compare(before: Feed, after: Feed) -> Diff:
    """Return what is new, changed and gone, matched by id; `after`'s order, gone ones in `before`'s."""
    known = dict(_keyed(before.entries))
    shown = dict(_keyed(after.entries))
    changes = (_change(known[key], entry) for key, entry in shown.items() if key in known)
    return Diff(
        new=tuple(entry for key, entry in shown.items() if key not in known),
        changed=tuple(change for change in changes if change.fields),
        gone=tuple(entry for key, entry in known.items() if key not in shown),
    )


def _keyed(entries: Iterable[Entry]) -> Iterator[tuple[tuple[str | None, int], Entry]]:
    """Yield each entry under its id; the second of one id is another entry."""
    seen: Counter[str | None] = Counter()
    for entry in entries:
        id = _line(entry.id)
        yield (id, seen[id]), entry
        seen[id] += 1


def _change(before: Entry, after: Entry) -> Change:
    if before is after:
        return Change(before, after, ())
    fields = (name for name, value in _FIELDS.items() if value(before) != value(after))
    return Change(before, after, tuple(fields))


def as_text(diff: Diff) -> str:
    """Return the diff for people, a line or two an entry, with the counts in the last line."""
    lines = [line for entry in diff.new for line in _entry_lines("+", entry)]
    for change in diff.changed:
        lines += _entry_lines("~", change.after)
        lines += [f"    {name}: {before} -> {after}" for name, before, after in _told(change)]
    lines += [line for entry in diff.gone for line in _entry_lines("-", entry)]
    return "\n".join((*lines, summary(diff), ""))


def summary(diff: Diff) -> str:
    """Return the counts: "1 new, 2 changed, 0 gone"."""
    return f"{len(diff.new)} new, {len(diff.changed)} changed, {len(diff.gone)} gone"


def _entry_lines(sign: str, entry: Entry) -> list[str]:
    first = f"{sign} {_day(entry)}  {_shown(entry.title)}"
    return [first, f"    {_shown(entry.link)}"] if entry.link else [first]


def _shown(value: str | None) -> str:
    """Return a text on one line without characters that steer a terminal."""
    return _text.clean(value or "") or "(none)"


def _day(entry: Entry) -> str:
    return f"{entry.published.astimezone(dt.UTC):%Y-%m-%d}" if entry.published else "undated   "


def _told(change: Change) -> Iterator[tuple[str, str, str]]:
    """Yield each changed field with both values, cut down to where they differ."""
    for name in change.fields:
        before, after = (_words(_FIELDS[name](entry)) for entry in (change.before, change.after))
        start = max(0, _common(before, after) - _SHOWN // 3)
        if max(len(before), len(after)) <= _SHOWN:
            start = 0
        yield name, _cut(before, start), _cut(after, start)


def _common(before: str, after: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(before), len(after)))


def _words(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return _dates.rfc3339(value)
    if isinstance(value, tuple):
        return ", ".join(map(_member, value)) or "(none)"
    return _shown(value)


def _member(value: Any) -> str:
    if not isinstance(value, tuple):
        return _shown(value)
    url, type, length = value
    size = f"{length} bytes" if length else "size unknown"
    return f"{_shown(url)} ({_shown(type)}, {size})"


def _cut(value: str, start: int) -> str:
    rest = ("…" if start else "") + value[start:]
    return rest if len(rest) <= _SHOWN else rest[: _SHOWN - 1].rstrip() + "…"


def as_markdown(diff: Diff) -> str:
    """Return the diff as Markdown, a heading for each kind that occurs."""
    parts = {
        "New": [_bullet(entry) for entry in diff.new],
        "Changed": [_changed_bullet(change) for change in diff.changed],
        "Gone": [_bullet(entry) for entry in diff.gone],
    }
    blocks = [f"## {heading}\n\n" + "\n".join(bullets) for heading, bullets in parts.items() if bullets]
    return "\n\n".join((*blocks, summary(diff))) + "\n"


def _bullet(entry: Entry) -> str:
    title = _escaped(_shown(entry.title))
    link = f"[{title}]({_target(entry.link)})" if entry.link else title
    return f"- {_day(entry).strip()} {link}"


def _changed_bullet(change: Change) -> str:
    fields = (f"  - {name}: {_escaped(before)} → {_escaped(after)}" for name, before, after in _told(change))
    return "\n".join((_bullet(change.after), *fields))


def _escaped(value: str) -> str:
    return _SPECIAL.sub(r"\\\1", value)


def _target(url: str) -> str:
    """Return an address that Markdown takes whole (CommonMark section 6.3)."""
    url = "".join(_text.clean(url).split())
    for character, code in {"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C"}.items():
        url = url.replace(character, code)
    return url


def as_json_lines(diff: Diff) -> str:
    """Return a JSON object a line for each entry: `v`, `kind`, `id`, `title`, `link`, `published`, `fields`.

    `fields` maps the name of a changed field to its value before and after; empty unless changed.
    """
    rows = [_members("new", entry, {}) for entry in diff.new]
    for change in diff.changed:
        values = {
            name: [_json(_FIELDS[name](entry)) for entry in (change.before, change.after)]
            for name in change.fields
        }
        rows.append(_members("changed", change.after, values))
    rows += [_members("gone", entry, {}) for entry in diff.gone]
    return "".join(_dumped(row) + "\n" for row in rows)


def _members(kind: str, entry: Entry, fields: Mapping[str, Any]) -> dict[str, Any]:
    published = _json(_published(entry))
    named = {"id": entry.id, "title": entry.title, "link": entry.link}
    return {"v": 1, "kind": kind, **named, "published": published, "fields": fields}


def _json(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return _dates.rfc3339(value)
    if not isinstance(value, tuple):
        return value
    return [_file(member) if isinstance(member, tuple) else member for member in value]


def _file(value: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(("url", "type", "length"), value, strict=True))


def _dumped(row: Mapping[str, Any]) -> str:
    """Return real characters, but as escapes those that steer a terminal or cannot be encoded."""
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(row, ensure_ascii=False))
