"""Microformats of a page: h-entry and h-event, and the classic hentry and vevent (microformats2 parsing).

It takes a tree and gives nodes of one list, or one list for each h-feed, each with its element. It
never reads the layout: without a marked title an entry has none.
"""

from __future__ import annotations

from typing import Any

from feedkit import _html, _renditions
from feedkit.parsers.structured import _marks
from feedkit.parsers.structured._graphs import Node

_ROOTS = frozenset(("h-entry", "h-event", "hentry", "vevent"))
_APART = frozenset(("h-cite", "h-card", "vcard", "h-adr", "h-geo", "h-review", "h-item", *_ROOTS))
_MARKS = {
    "p-name": "title",
    "entry-title": "title",
    "u-url": "url",
    "dt-published": "published",
    "published": "published",
    "dt-updated": "updated",
    "updated": "updated",
    "dt-start": "start",
    "dtstart": "start",
    "p-summary": "summary",
    "entry-summary": "summary",
    "e-content": "content",
    "entry-content": "content",
    "p-author": "author",
    "author": "author",
    "p-category": "category",
    "u-photo": "photo",
    "u-featured": "photo",
}
_OF_EVENTS = {"summary": "title", "url": "url", "description": "summary", "dtstart": "start"}
"""Classic events call their title summary."""


def read(root: Any, least: int = 2) -> Any:
    """Return the entries that microformats mark, where at least so many stand together."""
    marked = root.xpath("//*[contains(@class, 'entry') or contains(@class, 'event')]")
    found = [each for each in marked if _ROOTS & _classes(each)]
    inside = set(found)
    tops = [each for each in found if not any(outer in inside for outer in each.iterancestors())]
    feeds: dict[Any, list[Node]] = {}
    for element in tops:
        feeds.setdefault(_feed_of(element), []).append(_node(element))
    lists = [nodes for nodes in feeds.values() if len(nodes) >= least]
    return lists[0] if len(lists) == 1 else dict(enumerate_names(lists)) if lists else None


def enumerate_names(lists: list[list[Node]]) -> list[tuple[str, list[Node]]]:
    """Return lists with a name each, so that they stay apart."""
    return [(f"feed {number}", nodes) for number, nodes in enumerate(lists, 1)]


def _classes(element: Any) -> frozenset[str]:
    return frozenset((element.get("class") or "").split())


def _feed_of(element: Any) -> Any:
    return next((each for each in element.iterancestors() if "h-feed" in _classes(each)), None)


def _node(element: Any) -> Node:
    from lxml import etree

    node = Node(element)
    classes = _classes(element)
    marks = {**_MARKS, **(_OF_EVENTS if "vevent" in classes else {})}
    walk = etree.iterwalk(element, events=("start",))
    for _, each in walk:
        names = _classes(each)
        if each is not element and names & _APART:
            _note_author(node, each, names)
            walk.skip_subtree()
            continue
        for name in names & marks.keys():
            _note(node, marks[name], each)
        _note_relations(node, each)
    if element.tag == "a" and element.get("href") and "url" not in node:
        node.add("url", element.get("href"))
    return node


def _note(node: Node, field: str, element: Any) -> None:
    from lxml import etree

    if field == "title":
        node.add("title", _html.text_of(element))
        link = _marks.link_of(element, node.element)
        if link:
            node.add("title_link", link)
    elif field in ("published", "updated", "start"):
        node.add(field, _date(element))
    elif field in ("url", "photo"):
        node.add(field, _address(element))
    elif field == "content":
        node.add("content", etree.tostring(element, method="html", encoding="unicode", with_tail=False))
    else:
        node.add(field, _html.text_of(element))


def _address(element: Any) -> str:
    shown = _renditions.best(element) if element.tag == "img" else None
    named = shown.address if shown else element.get("href") or element.get("src") or element.get("value")
    return named or _html.text_of(element)


def _note_author(node: Node, element: Any, names: frozenset[str]) -> None:
    if names & {"author", "p-author"}:
        named = next((each for each in element.iter() if _classes(each) & {"fn", "p-name"}), element)
        node.add("author", _html.text_of(named))


def _note_relations(node: Node, element: Any) -> None:
    relations = (element.get("rel") or "").split()
    if "bookmark" in relations and element.get("href"):
        node.add("title_link", element.get("href"))
    if "tag" in relations:
        node.add("category", _html.text_of(element))


def _date(element: Any) -> str:
    """Return a date by the value class pattern: `datetime`, the `title` of an abbreviation, the text."""
    for each in element.iter():
        if each.get("datetime"):
            return str(each.get("datetime"))
        if each.get("title") and (each.tag == "abbr" or "value-title" in _classes(each)):
            return str(each.get("title"))
    return _html.text_of(element)
