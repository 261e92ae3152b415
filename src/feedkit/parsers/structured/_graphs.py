"""Linked data as lists of entries: what is no entry (sites, people, breadcrumbs) is left out.

It takes nodes as JSON-LD has them (`@type`, `@id`, properties) and gives a value in which only
entries are objects of lists. It never follows an address, and knows no vocabulary but names of types.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

_DEEPEST = 30
_DROPPED = re.compile(
    r"\w*organization|corporation|\w*business|\w*store|\w*agency|person|imageobject|image|breadcrumb\w*|sitenavigationelement"
    r"|\w*action|entrypoint|contactpoint|postaladdress|\w*place|\w*offer|\w*rating|question|answer|comment|useraccount|wp\w+"
    r"|howto\w*|webpageelement|speakablespecification|brand|propertyvalue\w*|geo\w+|openinghours\w*|country|definedterm"
    r"|concept|menuitem|hcard|vcard|card|adr|review|product|productmodel|productgroup|individualproduct"
)
"""Types that are never the entries of a page of dated entries."""
_CONTAINERS = re.compile(
    r"liveblogposting|\w*itemlist|\w*page|website|blog|\w*feed|dataset|collection|periodical|\w*series|publicationissue|\w*catalog|schedule"
    r"|\w*gallery|container"
)
"""Types whose members may be entries, and that are none themselves."""

_REMARKS = re.compile(r"reviews?|comments?|offers?|aggregaterating|interactionstatistic|potentialaction")
"""What is said about an entry, and to do with it: a list of these is not the page's."""
_WRITING = re.compile(r"\w*article|(?!job)\w*posting|report|creativework|item|post|document")


class Node(dict[str, Any]):
    """An object that stands for an element of the page."""

    __slots__ = ("element",)

    def __init__(self, element: Any) -> None:
        super().__init__()
        self.element = element

    def add(self, name: str, value: Any) -> None:
        """Add a value of a property."""
        self.setdefault(name, []).append(value)


def entries(roots: list[Any]) -> dict[str, Any] | None:
    """Return what is left of nodes without what is no entry; references are resolved.

    Entries that no list holds together are lists by their type; of the others `lists` has all.
    """
    known: dict[str, Any] = {}
    _index(roots, known)
    found: dict[str, list[Any]] = defaultdict(list)
    for root in roots:
        nodes = root.get("@graph", root) if isinstance(root, dict) else root
        for node in nodes if isinstance(nodes, list) else [nodes]:
            kept = _kept(node, known, 0)
            if kept:
                found["lists" if _is_container(node) else _family(node)].append(kept)
    return found or None


def _is_container(node: Any) -> bool:
    return not isinstance(node, dict) or "@graph" in node or any(map(_CONTAINERS.fullmatch, types(node)))


def _family(node: dict[str, Any]) -> str:
    """Return the type of a node; what is written to be read is of one family."""
    names = types(node)
    return "writing" if any(map(_WRITING.fullmatch, names)) else next(iter(names), "thing")


def _index(roots: list[Any], known: dict[str, Any]) -> None:
    stack: list[Any] = list(roots)
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            name = node.get("@id")
            if isinstance(name, str) and len(node) > len(known.get(name, {"@id": name})):
                known[name] = node
            stack += node.values()
        elif isinstance(node, list):
            stack += node


def types(node: dict[str, Any]) -> tuple[str, ...]:
    """Return the types of a node, lower case, without the vocabulary they are of."""
    told = node.get("@type")
    names = told if isinstance(told, list) else [told]
    return tuple(
        re.split(r"[/#:]", name.rstrip("/"))[-1].lower() for name in names if isinstance(name, str) and name
    )


def _kept(node: Any, known: dict[str, Any], depth: int) -> Any:
    if depth > _DEEPEST:
        return None
    if isinstance(node, list):
        kept = (_kept(each, known, depth + 1) for each in node)
        return [each for each in kept if each]
    if not isinstance(node, dict):
        return node
    if len(node) <= 2 and isinstance(node.get("@id"), str) and node["@id"] in known:
        node = known[node["@id"]]
    names = types(node)
    if any(map(_DROPPED.fullmatch, names)):
        return None
    if _is_container(node):
        return _members(node, known, depth)
    return _entry(node, known)


def _members(node: dict[str, Any], known: dict[str, Any], depth: int) -> dict[str, Any]:
    """Return the lists and objects of a container; a single one is a list of one."""
    found = {}
    for name, value in node.items():
        if isinstance(value, (dict, list)):
            kept = _kept(_in_order(value if isinstance(value, list) else [value]), known, depth + 1)
            found.update({name: kept} if kept else {})
    return found


def _in_order(members: list[Any]) -> list[Any]:
    """Return the members of a list by their `position`, where all have one (schema.org ItemList)."""
    try:
        return sorted(members, key=lambda each: float(_first(each["position"])))
    except (KeyError, TypeError, ValueError):
        return members


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _entry(node: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with what it refers to; the thing that a list's member is about is the entry."""
    told = {
        name: known.get(value["@id"], value) if isinstance(value, dict) and set(value) == {"@id"} else value
        for name, value in node.items()
        if not name.startswith("@type") and not _REMARKS.fullmatch(name.lower())
    }
    entry = told
    if isinstance(node, Node):
        entry = Node(node.element)
        entry.update(told)
    inner = _first(told.get("item"))
    if isinstance(inner, dict) and any(map(_DROPPED.fullmatch, types(inner))):
        return {}
    if isinstance(inner, str) and "url" not in entry:
        entry["url"] = entry.pop("item")
    if isinstance(inner, Node) and isinstance(entry, Node):
        entry.element = inner.element
    return entry
