"""JSON to its entries: the list in an API's answer, found by its shape or by the paths of a recipe.

It takes a page and gives the raw entries in its order, the list's total and its next page. It never
fetches, and of objects that hold neither a title nor a link it makes no entries.
"""

from __future__ import annotations

import json
import math
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from feedkit import _charsets, _enclosures, _images, _selectors, _text, _urls
from feedkit.errors import PageError
from feedkit.models import EntriesPage, Image, Page, RawEntry
from feedkit.parsers import _fields, _names, _objects, _shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from feedkit._selectors import Rule
    from feedkit.sources import Recipe

_GUARD = re.compile(
    r"\s*(?:\)\]\}'?,?|\]\)\}while\(1\);</x>|while\s*\(1\);|for\s*\(;;\);|/\*.*?\*/)?\s*", re.DOTALL
)
_CALLBACK = re.compile(r"(?:(?:var|let|const)\s+)?[\w$.]+\s*[(=]\s*(?=[\[{\"])")
_LEAST = 0.5
"""Trust below which objects are no entries: without titles, or with neither links nor dates."""
_FEWEST_UNDATED = 3
"""Fewer objects without a date are choices, such as ways to log in."""
_LARGER = 0.04
"""What twice as many entries are worth against trust."""
_TOTAL = re.compile(r"(?:total|num)(?: \w+)?|(?:\w+ )?(?:count|found|hits)|hits total value")
_NEXT = re.compile(
    r"next(?: (?:url|link|page|(?:page|rest) url|href|uri))?|links? next(?: href| url)?|odata next link|next link"
)


def load(page: Page) -> Any:
    """Return the value of a page that is JSON, or lines of it, with its lists as lists of objects; else None."""
    return _shapes.shaped(_value(page))


def _value(page: Page) -> Any:
    """Return the value of a page as it stands there, without what guards it."""
    text = _charsets.decode(page.content, page.charset).lstrip("\ufeff")
    text = text[_GUARD.match(text).end() :].strip()  # type: ignore[union-attr]
    callback = _CALLBACK.match(text)
    if callback:
        text = text[callback.end() :].rstrip("; \r\n").removesuffix(")")
    if not text.startswith(("{", "[", '"')):
        return None
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        return None
    except ValueError:
        return _lines(text)


def _lines(text: str) -> list[Any] | None:
    """Return the values of JSON lines (one value a line)."""
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        return [json.loads(line, strict=False) for line in lines] if len(lines) > 1 else None
    except (ValueError, RecursionError):
        return None


def parse(page: Page, recipe: Recipe | None, subject: str) -> EntriesPage:
    """Return the entries of a page; `PageError` `not-json`, `already-a-feed`, or `empty-page` without any."""
    raw = _value(page)
    value = _shapes.shaped(raw)
    if not isinstance(value, dict | list):
        hint = "look at what the address gives; it may be cut off, or want a login"
        raise PageError(f"not a page: {subject}: it is no JSON, or not all of it", "not-json", hint, subject)
    if isinstance(value, dict) and str(value.get("version", "")).startswith(
        ("https://jsonfeed.org/", "http://jsonfeed.org/")
    ):
        raise PageError(
            f"no page: {subject}: it is a feed already", "already-a-feed", "subscribe to it", subject
        )
    if recipe is not None and recipe.entry is not None:
        value, entries = _by_recipe((value, raw), recipe, page.url, subject)
        total, following = (
            _told(recipe.total, value),
            _address(recipe, value, page.url),
        )
    else:
        entries = _found(value, page.url, subject)
        total, following = (
            next((each for _, each in totals(value, len(entries))), None),
            _next(value, page.url),
        )
    return EntriesPage(
        url=page.url,
        base=page.url,
        parser="json",
        title=_said(value, ("title", "name")),
        language=_said(value, ("language", "lang")),
        declared_total=total,
        entries=entries,
        next=following,
        date_formats=recipe.date.date_formats if recipe and recipe.date else (),
        retrieved=page.retrieved,
    )


def longest_text(page: Page) -> str | None:
    """Return the longest text in a JSON page; None where the page is one entry, whose body that may be."""
    value = _shapes.shaped(_value(page))
    if isinstance(value, dict):
        told = _objects.read([value])
        if told.titles or told.dates:
            return None
    return max(_scalars(list(_inside(value))), key=len, default=None)


def _inside(value: Any) -> Iterator[Any]:
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, dict | list):
            stack += node.values() if isinstance(node, dict) else node
        else:
            yield node


def _found(value: Any, base: str | None, subject: str) -> tuple[RawEntry, ...]:
    """Return the entries of the list that is likeliest the page's: it says most, and is long."""
    found = _objects.lists(value, base, by_value=True)
    lists = [
        (path, columns)
        for path, _, columns in found
        if columns.trust >= _LEAST and (columns.dates or len(columns.entries) >= _FEWEST_UNDATED)
    ]
    if not lists:
        hint = (
            "write a recipe whose entry is a path such as $.entries, and whose fields are paths inside of it"
        )
        cause = "it is JSON without a list of objects that have titles, links and dates"
        raise PageError(f"nothing found: {subject}: {cause}", "empty-page", hint, subject)
    path, best = max(lists, key=lambda each: each[1].trust + _LARGER * math.log2(len(each[1].entries)))
    entries = [entry for entry in best.entries if entry.title or entry.link]
    return tuple(_with_rules(entry, path) for entry in entries)


def _with_rules(entry: RawEntry, path: str) -> RawEntry:
    from dataclasses import replace

    return replace(
        entry, rules=tuple((field, f"$.{path}.{rule}".replace(".[", "[")) for field, rule in entry.rules)
    )


def _said(value: Any, names: Iterable[str]) -> str | None:
    texts = (value.get(name) for name in names) if isinstance(value, dict) else ()
    return next((_objects.text_of(text) for text in texts if isinstance(text, str) and text.strip()), None)


def _around(value: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the names that lead to what stands around the list, two objects deep, and its values."""
    if not isinstance(value, dict):
        return
    for name, inner in value.items():
        yield (name,), inner
        if isinstance(inner, dict):
            yield from (((name, *names), each) for names, each in _around(inner))


def _is_called(names: tuple[str, ...], pattern: re.Pattern[str]) -> bool:
    words = " ".join(map(_names.words, names))
    return bool(pattern.fullmatch(words) or pattern.fullmatch(words.partition(" ")[2]))


def totals(value: Any, count: int) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield the names that lead to a total of at least `count` entries, and the total; the likeliest first."""
    for names, each in _around(value):
        is_number = isinstance(each, int) and not isinstance(each, bool)
        if is_number and each >= count and _is_called(names, _TOTAL):
            yield names, each


def _next(value: Any, url: str | None) -> str | None:
    for names, each in _around(value):
        if _is_called(names, _NEXT) and isinstance(each, str) and ("/" in each or "?" in each):
            return _urls.absolute(each, url)
    return None


def _by_recipe(
    shapes: Iterable[Any], recipe: Recipe, base: str | None, subject: str
) -> tuple[Any, tuple[RawEntry, ...]]:
    """Return the entries at the paths of a recipe, and in which of the shapes of a value they stand."""
    assert recipe.entry is not None
    if not recipe.entry.reads_json:
        hint = "write paths such as $.entries[].title, or leave the recipe out"
        raise PageError(
            f"nothing found: {subject}: it is JSON, and the recipe reads HTML", "empty-page", hint, subject
        )
    reads: dict[str, _fields.Read] = {**_READS, "content": partial(_markup, base=base)}
    rows: list[Any] = []
    for value in shapes:
        rows = next(filter(None, (find(value) for _, find in _selectors.finders(recipe.entry))), rows)
        entries = tuple(filter(_holds_anything, (_entry(row, recipe, reads) for row in rows)))
        if entries or any(True for _ in _fields.Field("empty", recipe.empty, _texts).values(value)):
            return value, entries
    paths = " | ".join(path for _, path in recipe.entry.select)
    cause = (
        f"the {len(rows)} values of `{paths}` hold no title, link, text or picture"
        if rows
        else f"nothing at `{paths}`"
    )
    hint = "look at the answer: if its form changed, mend `entry` in the recipe"
    raise PageError(f"nothing found: {subject}: {cause}", "empty-page", hint, subject)


def _holds_anything(entry: RawEntry) -> bool:
    return bool(entry.title or entry.link or entry.summary or entry.content or entry.images)


def _entry(row: Any, recipe: Recipe, reads: Mapping[str, _fields.Read]) -> RawEntry:
    rules: list[tuple[str, str]] = []
    found: dict[str, tuple[str, ...]] = {}
    for name, read in reads.items():
        rule = getattr(recipe, name)
        pairs = list(_fields.Field(name, rule, read).values(row)) if rule else []
        if pairs:
            found[name] = tuple(dict.fromkeys(text for path, text in pairs if path == pairs[0][0]))
            rules.append((name, pairs[0][0]))
    single: dict[str, Any] = {name: found[name][0] for name in _SINGLE if name in found}
    images = tuple(_image(text, recipe) for text in found.get("image", ()))
    return RawEntry(
        **single,
        authors=found.get("author", ()),
        categories=found.get("category", ()),
        images=images,
        enclosures=tuple(filter(None, map(_enclosures.at, found.get("enclosure", ())))),
        rules=tuple(rules),
    )


def _image(address: str, recipe: Recipe) -> Image:
    image, _ = _images.image(
        _images.Rendition(address),
        (),
        kb=recipe.kb,
        image_base=recipe.image_base,
        image_suffix=recipe.image_suffix,
    )
    return image


def _scalars(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _scalars(each)
    elif isinstance(value, bool):
        yield from ("true",) if value else ()
    elif isinstance(value, (int, float, str)):
        yield str(value)


def _texts(value: Any) -> Iterable[str]:
    return [_objects.text_of(text) for text in _scalars(value)]


def _titles(value: Any) -> Iterable[str]:
    return [_objects.title_of(text) for text in _scalars(value)]


def _links(value: Any) -> Iterable[str]:
    return [text.strip() for text in _scalars(value)]


def _dates(value: Any) -> Iterable[str]:
    return [_objects.date_text(value) or _text.clean(text) for text in _scalars(value)]


def _markup(value: Any, base: str | None) -> Iterable[str]:
    return [_objects.markup_of(text, base) or "" for text in _scalars(value)]


_READS: dict[str, _fields.Read] = {
    "title": _titles,
    "link": _links,
    "date": _dates,
    "summary": _texts,
    "id": _links,
    "author": _texts,
    "category": _texts,
    "image": _links,
    "enclosure": _links,
}
_SINGLE = ("title", "link", "date", "summary", "content", "id")


def _told(rule: Rule | None, value: Any) -> int | None:
    texts = (text for _, text in _fields.Field("total", rule, _texts).values(value))
    return next(
        (total for text in texts if (total := _text.declared_total(text, pointed=True)) is not None), None
    )


def _address(recipe: Recipe, value: Any, base: str | None) -> str | None:
    """Return the address of the next page that the answer names; numbered ones stand on no page."""
    if isinstance(recipe.next, _selectors.Numbered):
        return None
    links = (
        _urls.absolute(text, base) for _, text in _fields.Field("next", recipe.next, _links).values(value)
    )
    return next(filter(None, links), None)
