"""RDFa of a page (RDFa Lite 1.1): nodes as JSON-LD has them, each with its element.

It takes a tree and gives what `_graphs` leaves of the nodes. It reads `typeof`, `property`,
`about`, `resource`, `content`, `datetime`, `href` and `src`, and never resolves a prefix.
"""

from __future__ import annotations

from typing import Any

from feedkit import _html
from feedkit.parsers.structured import _graphs, _marks
from feedkit.parsers.structured._graphs import Node

_VALUES = ("content", "datetime", "href", "src", "resource")


def read(root: Any) -> Any:
    """Return the entries that RDFa holds."""
    scopes = [mark.getparent() for mark in root.xpath("//@typeof")]
    if not scopes:
        return None
    nodes = {scope: _node(scope) for scope in scopes}
    tops = []
    for scope, node in nodes.items():
        if not (scope.get("property") and _scope_of(scope, nodes)):
            tops.append(node)
    for element in root.xpath("//*[@typeof]//*[@property]"):
        owner = _scope_of(element, nodes)
        if owner is None:
            continue
        value: Any = nodes.get(element)
        for name in element.get("property").split():
            owner.add(name, _value(element, name) if value is None else value)
        _marks.note_link(owner, element)
    return _graphs.entries(tops)


def _node(scope: Any) -> Node:
    node = Node(scope)
    node["@type"] = scope.get("typeof").split()
    about = scope.get("about") or scope.get("resource") or (scope.get("href") if scope.tag == "a" else None)
    if about and not about.startswith(("_:", "#", "[")):
        node["@id"] = about
        node.add("href", about)
    return node


def _scope_of(element: Any, nodes: dict[Any, Node]) -> Node | None:
    return next((nodes[each] for each in element.iterancestors() if each in nodes), None)


def _value(element: Any, name: str) -> str:
    if element.tag == "a" and _marks.is_title(name):
        return str(element.get("content") or _html.text_of(element))
    told = (element.get(name) for name in _VALUES)
    return str(next(filter(None, told), None) or _html.text_of(element))
