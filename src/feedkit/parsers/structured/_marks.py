"""What microdata, RDFa and microformats share: links that stand in a title without a mark of their own.

It takes an element that was read and notes what it says on the node; it never looks beyond a title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedkit.parsers import _names

if TYPE_CHECKING:
    from feedkit.parsers.structured._graphs import Node

_WEAK = "title_link"
"""A name that says "link" weakly, so that a marked link goes before it."""


def note_link(node: Node, element: Any) -> None:
    """Note the link in, or around, an element that is marked as a title and nothing else says where it leads."""
    marks = f"{element.get('itemprop', '')} {element.get('property', '')}".split()
    if not any(map(is_title, marks)):
        return
    link = link_of(element, node.element)
    if link and _WEAK not in node:
        node.add(_WEAK, link)


def is_title(name: str) -> bool:
    """Return whether a property of this name is a title."""
    return any(role.field == "title" for role in _names.roles((name,)))


def link_of(element: Any, outer: Any) -> str | None:
    """Return where an element leads: by itself, by the first link inside, or by one around it below `outer`."""
    if element.tag == "a" and element.get("href"):
        return str(element.get("href"))
    inner = next((each.get("href") for each in element.iter("a") if each.get("href")), None)
    if inner:
        return str(inner)
    for each in element.iterancestors():
        if each.tag == "a" and each.get("href"):
            return str(each.get("href"))
        if each is outer:
            break
    return None
