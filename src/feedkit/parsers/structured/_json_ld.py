"""JSON-LD of a page (schema.org in `script`): its nodes, however it is spread over scripts.

It takes a tree and gives what `_graphs` leaves of the nodes, and tells a Problem for each script
that cannot be read. It never loads a context.
"""

from __future__ import annotations

import json
import re
from typing import Any

from feedkit.models import Problem
from feedkit.parsers.structured import _graphs

_OPENING = re.compile(r"(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)")
_CLOSING = ("-->", "]]>")
_TRAILING = re.compile(r",(?=\s*[\]}])")
_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*+\"", re.DOTALL)


def read(root: Any, told: list[Problem]) -> Any:
    """Return the entries that JSON-LD holds; what cannot be read is added to `told`."""
    roots: list[Any] = []
    for number, script in enumerate(_scripts(root), 1):
        try:
            roots += _parsed(script)
        except (ValueError, RecursionError) as error:
            cause = str(error)[:80] if isinstance(error, ValueError) else "nested too deep"
            told.append(Problem("json-unread", f"JSON-LD {number} of the page cannot be read: {cause}"))
    return _graphs.entries(roots) if roots else None


def _scripts(root: Any) -> list[str]:
    scripts = [each for each in root.iter("script") if "ld+json" in (each.get("type") or "").lower()]
    return [script.text for script in scripts if (script.text or "").strip()]


def _parsed(text: str) -> list[Any]:
    """Return the nodes of a script: without comments around it, without commas that end a list, and several in a row."""
    text = _OPENING.sub("", text.strip(), count=1).strip().rstrip("*/ ;")
    for closing in _CLOSING:
        text = text.removesuffix(closing).rstrip("*/ ;\r\n\t")
    decoder = json.JSONDecoder(strict=False)
    try:
        return _as_list(_all(decoder, text))
    except ValueError:
        return _as_list(_all(decoder, _without_trailing(text)))


def _all(decoder: json.JSONDecoder, text: str) -> list[Any]:
    """Return the values that follow one another in a text, with semicolons or brackets too many between."""
    values, place = [], 0
    while place < len(text):
        value, end = decoder.raw_decode(text, place)
        values.append(value)
        place = len(text) - len(text[end:].lstrip(" \t\r\n;,]}"))
    return values


def _without_trailing(text: str) -> str:
    pieces, end = [], 0
    for match in _STRING.finditer(text):
        pieces += [_TRAILING.sub("", text[end : match.start()]), match.group()]
        end = match.end()
    return "".join([*pieces, _TRAILING.sub("", text[end:])])


def _as_list(values: list[Any]) -> list[Any]:
    return [node for value in values for node in (value if isinstance(value, list) else [value])]
