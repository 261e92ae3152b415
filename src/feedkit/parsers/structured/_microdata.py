"""Microdata of a page (HTML section 5): nodes as JSON-LD has them, each with its element.

It takes a tree and gives what `_graphs` leaves of the nodes. It never reads what is not marked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedkit import _html, _renditions
from feedkit.parsers.structured import _graphs, _marks
from feedkit.parsers.structured._graphs import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

_ADDRESSES = {
    **dict.fromkeys(("audio", "embed", "iframe", "img", "source", "track", "video"), "src"),
    **dict.fromkeys(("a", "area", "link"), "href"),
    "object": "data",
    "data": "value",
    "meter": "value",
    "meta": "content",
}
"""Elements whose value stands in an attribute (HTML section 5.2.4)."""


def read(root: Any) -> Any:
    """Return the entries that microdata holds."""
    scopes = [mark.getparent() for mark in root.xpath("//@itemscope")]
    if not scopes:
        return None
    nodes = {scope: _node(scope) for scope in scopes}
    owned: set[Any] = set()
    ids = {each.get("id"): each for each in root.iter() if each.get("id")} if root.xpath("//@itemref") else {}
    for scope, node in nodes.items():
        for element in _properties(scope, ids):
            value = nodes.get(element)
            if value is not None:
                owned.add(element)
            for name in element.get("itemprop", "").split():
                node.add(name, _value(element, name) if value is None else value)
            _marks.note_link(node, element)
    tops = [node for scope, node in nodes.items() if scope not in owned]
    return _graphs.entries(tops)


def _node(scope: Any) -> Node:
    node = Node(scope)
    if scope.get("itemtype"):
        node["@type"] = scope.get("itemtype").split()
    if scope.get("itemid"):
        node["@id"] = scope.get("itemid")
    return node


def _properties(scope: Any, ids: dict[str, Any]) -> Iterator[Any]:
    """Yield the elements that are properties of a scope (HTML section 5.2.5)."""
    referred = [ids[name] for name in scope.get("itemref", "").split() if name in ids]
    pending: list[Any] = [*reversed(referred), *reversed(scope)]
    seen = {scope}
    while pending:
        element = pending.pop()
        if element in seen:
            continue
        seen.add(element)
        if element.get("itemscope") is None:
            pending += reversed(element)
        if element.get("itemprop"):
            yield element


def _value(element: Any, name: str) -> str:
    """Return the value of a property; a link that is marked as a title is meant by its text."""
    attribute = _ADDRESSES.get(element.tag)
    if element.tag == "a" and _marks.is_title(name):
        return _html.text_of(element)
    if element.tag == "img" and (shown := _renditions.best(element)):
        return shown.address
    if attribute and element.get(attribute) is not None:
        return str(element.get(attribute))
    if element.get("datetime"):
        return str(element.get("datetime"))
    return str(element.get("content") or _html.text_of(element))
