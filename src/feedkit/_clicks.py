"""Links that a script follows: addresses in `onclick`, `data-href` and their like.

It takes elements and texts of attributes and gives the address as printed, None where there is none. It
runs nothing, and knows no script but the plainest, that goes to an address it names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from feedkit import _renditions

if TYPE_CHECKING:
    from collections.abc import Mapping

ATTRIBUTES = ("data-href", "data-url", "data-link", "onclick")
_GOES = re.compile(
    r"""(?:\blocation(?:\.href)?\s*=(?!=)|\blocation\.(?:assign|replace)\s*\(|\bopen\s*\()\s*(["'])([^"']+)\1\s*[,;)}]?"""
)
_PICTURE = re.compile(r"\.(?:avif|gif|jpe?g|png|svg|webp)(?:[?#]|$)", re.IGNORECASE)


def address(element: Any) -> str | None:
    """Return where a click on an element leads; None for a link that needs no script."""
    attributes: Mapping[str, str] = element.attrib
    if _leads(attributes.get("href")):
        return None
    found = (in_script(attributes[name]) for name in ATTRIBUTES if name in attributes)
    return next(filter(None, found), None)


def _leads(href: str | None) -> bool:
    return bool(_renditions.usable(href)) and not str(href).strip().startswith("#")


def in_script(text: str) -> str | None:
    """Return the address that a text is, or that a script in it goes to."""
    script = _GOES.search(text)
    found = (script[2] if script else text).strip()
    is_shaped = bool(script) or "/" in found or found.startswith("?")
    is_shaped = is_shaped and not re.search(r"[\s\"'(){}]", found)
    return found if is_shaped and _renditions.usable(found) and not _PICTURE.search(found) else None
