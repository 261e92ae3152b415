"""Redesigns of a page: what a site does to its markup without a word to its readers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import html

from feedkit import _charsets, _selectors
from feedkit.sources import Recipe

Change = Callable[[Any, list[Any], Recipe], object]
"""Changes a tree, given the rows that a recipe finds in it."""

_META = re.compile(r"<meta\b[^<>]*charset[^<>]*>|<\?xml[^<>]*>|encoding=[\"'][^\"']*[\"']", re.IGNORECASE)
TABLES = (
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "dl",
    "dt",
    "dd",
    "ul",
    "ol",
    "li",
    "article",
    "section",
)


def mutations(content: bytes, recipe: Recipe) -> Iterator[tuple[str, bytes]]:
    """Each redesign of a page by its name, and the page after it."""
    for name, change in CHANGES.items():
        tree = html.document_fromstring(
            content, parser=html.HTMLParser(encoding="utf-8", remove_comments=True)
        )
        rows = [row for _, find in _selectors.finders(recipe.entry) for row in find(tree) if row is not None]
        before = html.tostring(tree)
        change(tree, rows, recipe)
        if html.tostring(tree) != before:
            yield name, written(tree)


def normal(content: bytes) -> bytes:
    """A page as it is written again without a change."""
    source = _charsets.decode(content, None).replace("\0", "")
    head = _META.sub('<meta charset="utf-8">', source).encode("utf-8", "replace")
    return written(
        html.document_fromstring(head, parser=html.HTMLParser(encoding="utf-8", remove_comments=True))
    )


def written(tree: Any) -> bytes:
    """The bytes of a tree, as UTF-8."""
    text: str = html.tostring(tree, encoding="unicode")
    return f"<!DOCTYPE html>\n{text}\n".encode("utf-8", "replace")


def cuts(content: bytes, step: int = 500) -> Iterator[tuple[str, bytes]]:
    """The page as it arrives when the line breaks."""
    return ((f"cut at {end}", content[:end]) for end in range(step, len(content), step))


def _nodes(row: Any, rule: Any) -> list[Any]:
    found = [node for _, find in _selectors.finders(rule) for node in find(row)] if rule else []
    elements = [node.getparent() if hasattr(node, "is_attribute") else node for node in found]
    return [node for node in elements if isinstance(node, html.HtmlElement) and node is not row]


def _each(tree: Any, attribute: str, change: Callable[[str], str]) -> None:
    for element in tree.iter():
        if element.get(attribute):
            element.set(attribute, change(element.get(attribute)))


def _prefix_classes(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    _each(tree, "class", lambda value: " ".join(f"c-{word}" for word in value.split()))


def _rename_row_classes(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    for row in rows:
        for element in row.iterdescendants():
            if element.get("class"):
                element.set("class", element.get("class") + "-v2")


def _more_classes(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    _each(tree, "class", lambda value: f"new {value} dark")


def _rename_ids(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    _each(tree, "id", lambda value: f"{value}-2")


def _wrap_rows(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    for row in rows:
        wrapper = html.Element("div", {"class": "wrapper"})
        wrapper.tail, row.tail = row.tail, None
        row.getparent().replace(row, wrapper)
        wrapper.append(row)


def _wrap_cells(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    for row in rows:
        for cell in list(row):
            inner = html.Element("div")
            inner.text, cell.text = cell.text, None
            inner.extend(list(cell))
            cell.append(inner)


def _reverse_cells(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    for row in rows:
        row[:] = reversed(list(row))


def _rotate_cells(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    for row in rows:
        cells = list(row)
        row[:] = cells[1:] + cells[:1]


def _swap_first_cells(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    for row in rows:
        cells = list(row)
        row[:] = [*cells[1:2], *cells[:1], *cells[2:]]


def _new_column(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    for row in rows:
        cell = html.Element(row[0].tag if len(row) else "span")
        cell.text = "New"
        row.insert(0, cell)


def _renamed(*names: str) -> Change:
    def change(tree: Any, rows: list[Any], recipe: Recipe) -> None:
        for element in list(tree.iter(*names)):
            element.tag = "div"

    return change


def _headings(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    for row in rows:
        for element in list(row.iter("h1", "h2", "h3", "h4", "h5")):
            element.tag = f"h{int(element.tag[1]) % 5 + 1}"


def _dropped(field: str, share: float = 1.0) -> Change:
    def change(tree: Any, rows: list[Any], recipe: Recipe) -> None:
        for row in rows[: round(len(rows) * share)]:
            for node in _nodes(row, getattr(recipe, field)):
                if node.getparent() is not None:
                    node.drop_tree()

    return change


def _links_dropped(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    for row in rows:
        for element in row.iter("a"):
            element.attrib.pop("href", None)


def _links_to(address: str) -> Change:
    def change(tree: Any, rows: list[Any], recipe: Recipe) -> None:
        for row in rows:
            for element in row.iter("a"):
                element.set("href", address)

    return change


def _links_behind_script(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    for row in rows:
        for element in row.iter("a"):
            element.set("href", "javascript:void(0)")


def _filled(field: str, text: str) -> Change:
    def change(tree: Any, rows: list[Any], recipe: Recipe) -> None:
        for row in rows:
            for node in _nodes(row, getattr(recipe, field)):
                for attribute in ("datetime", "title", "data-date"):
                    node.attrib.pop(attribute, None)
                node[:] = []
                node.text = text

    return change


def _swapped(field: str, other: str) -> Change:
    def change(tree: Any, rows: list[Any], recipe: Recipe) -> None:
        for row in rows:
            pair = [_nodes(row, getattr(recipe, name))[:1] for name in (field, other)]
            if all(pair):
                one, two = pair[0][0], pair[1][0]
                texts = one.text_content(), two.text_content()
                for node, text in ((one, texts[1]), (two, texts[0])):
                    node[:] = []
                    node.text = text

    return change


def _half_moved(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    elsewhere = html.Element("aside")
    tree.find(".//body").append(elsewhere)
    for row in rows[len(rows) // 2 :]:
        moved = html.Element("div")
        moved.extend(list(row))
        row.drop_tree()
        elsewhere.append(moved)


def _half_gone(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    for row in rows[(len(rows) + 1) // 2 :]:
        row.drop_tree()


def _most_gone(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    for row in rows[1:]:
        row.drop_tree()


def _all_in_one(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    for row in rows[1:]:
        rows[0].extend(list(row))
        row.drop_tree()


def _empty_rows(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    for row in rows:
        row[:] = []
        row.text = None


def _lazy_rows(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    for row in rows:
        row[:] = []
        row.text = "Loading…"


def _shouted_tags(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    for element in tree.iter():
        for name in list(element.attrib):
            if re.fullmatch(r"[a-z]+", name) and name not in ("class", "id", "href", "src"):
                element.set(name, element.attrib.pop(name))


def _extra_blanks(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    for row in rows:
        for element in row.iter():
            element.tail = f"{element.tail or ''}\n   "


def _reversed_rows(tree: Any, rows: list[Any], recipe: Recipe) -> None:
    parents = {id(row.getparent()): row.getparent() for row in rows}
    for parent in parents.values():
        parent[:] = reversed(list(parent))


CHANGES: dict[str, Change] = {
    "classes prefixed": _prefix_classes,
    "classes in rows renamed": _rename_row_classes,
    "classes added": _more_classes,
    "ids renamed": _rename_ids,
    "rows wrapped": _wrap_rows,
    "cells wrapped": _wrap_cells,
    "cells reversed": _reverse_cells,
    "cells rotated": _rotate_cells,
    "first cells swapped": _swap_first_cells,
    "column added": _new_column,
    "lists turned into divs": _renamed(*TABLES),
    "cells turned into divs": _renamed("td", "dd", "p", "span"),
    "times turned into divs": _renamed("time", "font", "small", "i", "em", "b"),
    "headings turned into divs": _renamed("h1", "h2", "h3", "h4", "h5"),
    "headings shifted": _headings,
    "dates dropped": _dropped("date"),
    "half of the dates dropped": _dropped("date", 0.5),
    "titles dropped": _dropped("title"),
    "half of the titles dropped": _dropped("title", 0.5),
    "links dropped": _links_dropped,
    "links to one page": _links_to("/news/all"),
    "links to the page itself": _links_to("#"),
    "links behind scripts": _links_behind_script,
    "titles all alike": _filled("title", "Read more"),
    "dates all today": _filled("date", "2024-03-10"),
    "dates unreadable": _filled("date", "recently"),
    "titles for summaries": _swapped("title", "summary"),
    "titles for dates": _swapped("title", "date"),
    "titles for authors": _swapped("title", "author"),
    "titles for categories": _swapped("title", "category"),
    "dates for summaries": _swapped("date", "summary"),
    "half moved elsewhere": _half_moved,
    "half gone": _half_gone,
    "most gone": _most_gone,
    "all rows in one": _all_in_one,
    "rows emptied": _empty_rows,
    "rows waiting": _lazy_rows,
    "attributes reordered": _shouted_tags,
    "blanks added": _extra_blanks,
    "rows reversed": _reversed_rows,
}
