"""HTML by a recipe: the rows first, then each field inside its row.

It takes a page and a recipe and gives the raw entries as printed, the list's total and its next
page. It never fetches, never guesses a field that the recipe does not name, and leaves out only
rows that hold no title, link, text or picture.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from feedkit import (
    _clicks,
    _dates,
    _enclosures,
    _html,
    _images,
    _pictures,
    _renditions,
    _selectors,
    _text,
    _urls,
)
from feedkit._images import Rendition
from feedkit.errors import PageError
from feedkit.models import Enclosure, EntriesPage, Image, Page, Problem, RawEntry
from feedkit.parsers._fields import PATIENCE, Field

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from feedkit._selectors import Rule
    from feedkit.parsers._fields import Read
    from feedkit.sources import Recipe

_FIELDS = ("title", "link", "date", "summary", "content", "id", "author", "category", "image", "enclosure")
_MEMBERS = {"author": "authors", "category": "categories", "image": "images", "enclosure": "enclosures"}
"""What fields with many values are called in a `RawEntry`."""


def parse(page: Page, recipe: Recipe, subject: str) -> EntriesPage:
    """Return the entries that a recipe finds; `PageError` `empty-page` when there are none."""
    assert recipe.entry is not None
    root = _html.tree_of(page.content, subject)
    facts = _html.facts(root, page.url)
    total, following = _total(recipe.total, root), _next(recipe, root, facts.base)
    rows = _rows(recipe.entry, root)
    reader = _Reader(recipe, facts.base, _headings(recipe.date_heading, root, rows))
    entries, problems = _read(rows, reader)
    entries, left_out = _chosen(entries, reader.doubts)
    if not entries and not _is_there(recipe.empty, root):
        raise _nothing(recipe.entry, subject, len(rows))
    return EntriesPage(
        url=facts.url,
        base=facts.base,
        parser="recipe",
        title=facts.title,
        language=facts.language,
        site_name=facts.site_name,
        declared_total=total,
        entries=entries,
        next=following,
        problems=(*_refused(facts), *problems),
        left_out=left_out,
        date_formats=recipe.date.date_formats if recipe.date else (),
        retrieved=page.retrieved,
    )


def _rows(rule: Rule, root: Any) -> list[Any]:
    for _, find in _selectors.finders(rule):
        rows = [node for node in find(root) if not isinstance(node, str)]
        if rows:
            return rows
    return []


def _headings(rule: Rule | None, root: Any, rows: Sequence[Any]) -> dict[Any, str]:
    """Return the text of the last heading above each row."""
    if rule is None:
        return {}
    field = Field("date_heading", rule, texts)
    found = [node for _, find in field.finders for node in find(root) if not isinstance(node, str)]
    headings = {node: field.refined(next(iter(texts(node)))) for node in found}
    above, heading, wanted = {}, None, set(rows)
    for element in root.iter():
        heading = headings.get(element) or heading
        if heading and element in wanted:
            above[element] = heading
    return above


def _is_there(rule: Rule | None, root: Any) -> bool:
    found = (node for _, find in _selectors.finders(rule) for node in find(root))
    return any(not isinstance(node, str) or node.strip() for node in found)


def _nothing(rule: Rule, subject: str, rows: int) -> PageError:
    selectors = " | ".join(text for _, text in rule.select)
    cause = f"no element for `{selectors}`"
    if rows:
        cause = f"the {rows} rows of `{selectors}` hold no title, link, text or picture"
    hint = "look at the page: if its layout changed, mend `entry` in the recipe"
    return PageError(f"nothing found: {subject}: {cause}", "empty-page", hint, subject)


def _refused(facts: _html.Facts) -> Iterator[Problem]:
    if facts.refused_base:
        message = (
            f"links are read without the page's `base`, which leads to another site: {facts.refused_base}"
        )
        yield Problem("base-ignored", message)


def _total(rule: Rule | None, root: Any) -> int | None:
    found = (text for _, text in Field("total", rule, texts).values(root))
    totals = (_text.declared_total(text, pointed=True) for text in found)
    return next((total for total in totals if total is not None), None)


def _next(recipe: Recipe, root: Any, base: str | None) -> str | None:
    """Return the address of the next page that the page names; numbered ones stand on no page."""
    rule = recipe.next
    if isinstance(rule, _selectors.Numbered):
        return None
    links = (_urls.absolute(link, base) for _, link in Field("next", rule, _links).values(root))
    return next(filter(None, links), None)


def texts(node: Any) -> Iterable[str]:
    """Return the text that an element or a string shows."""
    return (_text.clean(node) if isinstance(node, str) else _html.text_of(node),)


def _links(node: Any) -> Iterable[str]:
    """Return a string as it is, or the address in it; of an element its `href`, or those inside, or where it leads."""
    if isinstance(node, str):
        return ((_clicks.in_script(node) if "(" in node or "=" in node else None) or node.strip(),)
    clicked = _clicks.address(node)
    if node.get("href") is not None:
        return (clicked or node.get("href").strip(),)
    return [*(inner.get("href", "").strip() for inner in node.iter("a")), *filter(None, (clicked,))]


def _dates_of(node: Any) -> Iterable[str]:
    """Return the first `datetime` attribute of an element or inside, if it reads, and the element's text."""
    if not isinstance(node, str):
        places = node.iter() if len(node) else (node,)
        machine = next(filter(None, (each.get("datetime") for each in places)), None)
        if machine and _dates.read(machine) is not None:
            return (_text.clean(machine), *texts(node))
    return texts(node)


READS: Mapping[str, Read] = {"link": _links, "date": _dates_of}
"""How what a selector gives is read, for the fields that are not read as texts."""


def _markup(node: Any, base: str | None) -> Iterable[str]:
    return (_text.clean(node) if isinstance(node, str) else _html.markup_of(node, base),)


def _read(rows: Sequence[Any], reader: _Reader) -> tuple[tuple[RawEntry, ...], list[Problem]]:
    """Return the entries of rows, and what is wrong with them.

    Rows are read from the last to the first, and an entry inside another row is erased once it is
    read: what it holds is its own. A row that is only the frame of one entry completes it.
    """
    around = _around(rows)
    inner: dict[int | None, list[int]] = defaultdict(list)
    entries: dict[int, RawEntry] = {}
    troubles: dict[int, list[tuple[str, str]]] = {}
    empty = 0
    for index in reversed(range(len(rows))):
        entry, trouble = reader.read(rows[index])
        place = index
        if len(inner[index]) == 1 and not (entry.title or entry.link):
            place = inner[index][0]
            entry = _completed(entries[place], entry)
        elif not _holds_anything(entry):
            empty += around[index] is None
            continue
        entries[place] = entry
        troubles.setdefault(place, trouble)
        inner[around[index]].append(place)
        if around[index] is not None:
            _html.erase(rows[index])
    kept = sorted(entries)
    problems = [Problem(*trouble, number) for number, index in enumerate(kept) for trouble in troubles[index]]
    return tuple(entries[index] for index in kept), [*_dropped(empty), *reader.slow(), *problems]


def _chosen(
    entries: Sequence[RawEntry], doubts: Mapping[Image, str]
) -> tuple[tuple[RawEntry, ...], tuple[tuple[str, int], ...]]:
    """Return the entries without pictures that are none of theirs, and why how many were left out."""
    pictures = [[_pictures.Picture(image, doubts.get(image)) for image in entry.images] for entry in entries]
    return _pictures.placed(entries, pictures, keep_sole=True)


def _around(rows: Sequence[Any]) -> list[int | None]:
    """Return for each row the row that it stands in, if any."""
    around: list[int | None] = []
    for index, row in enumerate(rows):
        outer = index - 1 if index else None
        while outer is not None and not _is_inside(row, rows[outer]):
            outer = around[outer]
        around.append(outer)
    return around


def _is_inside(row: Any, outer: Any) -> bool:
    if row.getparent() is outer.getparent():
        return False
    return any(ancestor is outer for ancestor in row.iterancestors())


def _completed(entry: RawEntry, frame: RawEntry) -> RawEntry:
    lacking = [each.name for each in fields(entry) if not getattr(entry, each.name)]
    return replace(entry, **{name: getattr(frame, name) for name in lacking})


def _holds_anything(entry: RawEntry) -> bool:
    return bool(entry.title or entry.link or entry.summary or entry.content or entry.images)


def _dropped(count: int) -> Iterator[Problem]:
    if count:
        yield Problem("no-content", f"{count} row(s) of the page hold no title, link, text or picture")


class _Reader:
    """Reads one row after another by one recipe."""

    def __init__(self, recipe: Recipe, base: str | None, headings: Mapping[Any, str]) -> None:
        self.recipe = recipe
        self.headings = headings
        reads: dict[str, Read] = {**READS, "content": partial(_markup, base=base)}
        rules = ((name, getattr(recipe, name)) for name in _FIELDS)
        self.fields = [Field(name, rule, reads.get(name, texts)) for name, rule in rules if rule]
        ways = {
            "link": self._link,
            "author": self._all,
            "category": self._all,
            "image": self._images,
            "enclosure": self._enclosures,
        }
        self.ways = [
            (_MEMBERS.get(field.name, field.name), ways.get(field.name, self._first), field)
            for field in self.fields
        ]
        self.rules: list[tuple[str, str]] = []
        self.troubles: list[tuple[str, str]] = []
        self.doubts: dict[Image, str] = {}

    def read(self, row: Any) -> tuple[RawEntry, list[tuple[str, str]]]:
        """Return what a row holds, and the codes and messages of what is wrong with it."""
        self.rules, self.troubles = [], []
        values: dict[str, Any] = {member: way(field, row) for member, way, field in self.ways}
        heading = self.headings.get(row)
        return RawEntry(**values, date_heading=heading, rules=tuple(self.rules)), self.troubles

    def slow(self) -> Iterator[Problem]:
        """Yield the fields whose `match` ran out of time."""
        for field in self.fields:
            if field.timeouts:
                end = "and was given up" if field.timeouts >= PATIENCE else "there"
                message = (
                    f"{field.name}: `match` took longer than a tenth of a second {field.timeouts} times {end}"
                )
                yield Problem("match-timeout", message)

    def _first(self, field: Field, row: Any) -> str | None:
        for selector, value in field.values(row):
            self.rules.append((field.name, selector))
            return value
        return None

    def _link(self, field: Field, row: Any) -> str | None:
        """Return the first link that is an address, else the first of all."""
        for selector, value in field.values(row):
            if _renditions.usable(value):
                self.rules.append((field.name, selector))
                return value
        return self._first(field, row)

    def _all(self, field: Field, row: Any) -> tuple[str, ...]:
        """Return the texts of the first alternative that gives some; punctuation alone is none."""
        found = [pair for pair in field.values(row) if any(map(str.isalnum, pair[1]))]
        if not found:
            return ()
        self.rules.append((field.name, found[0][0]))
        return tuple(dict.fromkeys(value for selector, value in found if selector == found[0][0]))

    def _images(self, field: Field, row: Any) -> tuple[Image, ...]:
        for selector, find in field.finders:
            seen = [each for node in find(row) for each in _pictures_of(node)]
            if images := [image for each in seen if (image := self._image(field, each)) is not None]:
                self.rules.append((field.name, selector))
                return tuple(images)
        return ()

    def _enclosures(self, field: Field, row: Any) -> tuple[Enclosure, ...]:
        for selector, find in field.finders:
            files = {file.url: file for node in find(row) for file in self._files(field, node)}
            if files:
                self.rules.append((field.name, selector))
                return tuple(files.values())
        return ()

    def _files(self, field: Field, node: Any) -> Iterator[Enclosure]:
        """Yield the files that an element or the links inside lead to, or that a string is the address of."""
        files = (
            [_enclosures.at(field.refined(node) or "")]
            if isinstance(node, str)
            else _linked_files(node, self.recipe)
        )
        yield from filter(None, files)

    def _image(self, field: Field, seen: _pictures.Seen) -> Image | None:
        rendition, recipe = seen.rendition, self.recipe
        if rendition:
            address = _renditions.address_in(field.refined(rendition.address) or "")
            if address != rendition.address:
                rendition = rendition._replace(address=address) if address else None
        image, bad_size = _images.image(
            rendition,
            seen.labels,
            kb=recipe.kb,
            image_base=recipe.image_base,
            image_suffix=recipe.image_suffix,
        )
        if bad_size:
            self.troubles.append(("size-unread", f"the size of a picture cannot be read: {bad_size!r}"))
        if not (image.url or image.name or image.caption):
            return None
        if seen.doubt:
            self.doubts[image] = seen.doubt
        return image


def _linked_files(node: Any, recipe: Recipe) -> Sequence[Enclosure]:
    named = _enclosures.named(node, recipe.kb)
    return [named] if named else _enclosures.of([node], recipe.kb)


def _pictures_of(node: Any) -> Iterable[_pictures.Seen]:
    """Return the pictures of an `img`, or of those inside, or what a text says of one."""
    if isinstance(node, str):
        return [_pictures.Seen(None, (node,)) if _is_line(node) else _pictures.Seen(Rendition(node), ())]
    seen = list(_pictures.inside(node))
    return seen or [_pictures.Seen(None, (text,)) for text in texts(node) if _images.is_label(text)]


def _is_line(text: str) -> bool:
    """Return whether a text is an image line such as `a.jpg, 66.26KB` and no address."""
    label = _images.read_label(text)
    return label.length is not None or label.bad_size is not None or (" " in text and _images.is_label(text))
