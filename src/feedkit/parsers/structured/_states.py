"""State that an application leaves in its page: JSON in scripts and attributes.

It takes a tree and gives the values: scripts of type `application/json` and their like, assignments such as
`window.__STATE__ = {...};`, what Nuxt and Next.js write, and `data-` attributes. It runs no script, and what is
no JSON is passed by.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from feedkit.parsers.structured import _calls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SHORTEST = 100
_ASSIGNED = re.compile(
    r"[=(,:]\s*(?:JSON\.parse\(\s*)?(?:(?:window\.)?(?P<coding>decodeURIComponent|atob)\(\s*)?"
    r"(?=\{\s*[\"'\w$]|\[\s*[\[{]|[\"'](?:\s*[\[{]|%7B|%5B|eyJ|W3)|(?<=parse\()[\"'])"
)
"""What a value stands behind: what it is assigned to, or the bracket of a call that it is given to."""
_CODINGS: dict[str, Callable[[str], str]] = {
    "decodeURIComponent": unquote,
    "atob": lambda text: b64decode(text).decode(),
}
_KEYS = re.compile(r"[\"']\s*:|u0022|%22|:\s*[\"']|eyJ|W3")
"""What stands in every value of objects, coded or not; a script without it is not read."""
_FLIGHT = re.compile(r"self\.__next_f\.push\(\s*(?=\[)")
_FLIGHT_LINE = re.compile(r"^[0-9a-f]*:(?:[A-Z](?=[\[{]))?(?=[\[{])", re.MULTILINE)
_ANGULAR = re.compile(r"&([aqslg]);")
_ANGULAR_SIGNS = {"a": "&", "q": '"', "s": "'", "l": "<", "g": ">"}
"""How Angular, before its version 17, writes signs in its state."""
_INNER = re.compile(r"\s*[\[{].{40}", re.DOTALL)
_ATTRIBUTES = f"//@*[string-length(.) > {_SHORTEST}][starts-with(., '{{') or starts-with(., '[')]"
_REACTIVE = frozenset(("Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef"))
_PATIENCE, _PATIENT = 400, 2
"""How many beginnings of values in a script may turn out to be none, and how often its letters are read for them."""
_DECODER = json.JSONDecoder(strict=False)
_MOST_NODES = 2_000_000


def read(root: Any) -> Any:
    """Return the values of all states, by where they stand; None when there is none."""
    found: dict[str, Any] = {}
    flight = []
    for script in root.iter("script"):
        text = script.text or ""
        kind = (script.get("type") or "").lower()
        if len(text) < _SHORTEST or "ld+json" in kind:
            continue
        if "json" in kind or kind.endswith("/shoebox"):
            _add(found, script.get("id") or "script", _loaded(_ANGULAR.sub(_unescaped, text)))
        elif "__next_f" in text:
            flight.append(text)
        elif "__NUXT__" in text and "function" in text:
            _add(found, "nuxt", _calls.value(text))
        elif (not kind or "javascript" in kind or kind == "module") and _KEYS.search(text):
            for value in _assigned(text):
                _add(found, "script", value)
    _add(found, "flight", list(_flight(flight)) or None)
    return found or None


def read_attributes(root: Any) -> Any:
    """Return the values of all attributes that hold JSON or what JavaScript writes, by number; None when there is none."""
    found: dict[str, Any] = {}
    for text in root.xpath(_ATTRIBUTES):
        value = _loaded(str(text))
        _add(found, "attribute", _literal(str(text)) if value is None else value)
    return found or None


def _literal(text: str) -> Any:
    """Return a value as JavaScript writes it, that an attribute is whole: `x-data="{open: false, rows: [...]}"`."""
    try:
        return _calls.literal(text.strip(), 0)[0]
    except (ValueError, RecursionError):
        return None


def _unescaped(match: re.Match[str]) -> str:
    return _ANGULAR_SIGNS[match[1]]


def _add(found: dict[str, Any], name: str, value: Any) -> None:
    if isinstance(value, (dict, list)):
        found[name if name not in found else f"{name} {len(found) + 1}"] = _opened(value)


def _loaded(text: str) -> Any:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    if not text.startswith(("{", "[")):
        return None
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return _revived(value) if _is_flat(value) else value


def _assigned(text: str) -> Iterator[Any]:
    """Yield the objects, and the JSON in strings, that a script assigns or gives to a function."""
    for begin, value in _decoded(_ASSIGNED, text):
        if isinstance(value, str):
            value = _loaded(_plain(value, begin["coding"]))
        if isinstance(value, (dict, list)):
            yield value


def _plain(text: str, coding: str | None) -> str:
    """Return a text without the coding that its script undoes."""
    try:
        return _CODINGS[coding](text) if coding else text
    except ValueError:
        return ""


def _decoded(beginning: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], Any]]:
    """Yield what stands behind each beginning, as JSON or as JavaScript writes it; much that is neither ends the search."""
    place, failures, lost = 0, 0, 0
    while failures < _PATIENCE and lost <= _PATIENT * len(text) and (match := beginning.search(text, place)):
        try:
            value, place = _value_at(text, match.end())
        except (ValueError, RecursionError) as error:
            place, failures = match.end(), failures + 1
            lost += error.args[1] if isinstance(error, _calls.NoValue) else len(text) - place
        else:
            yield match, value


def _value_at(text: str, place: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, place)
    except ValueError:
        return _calls.literal(text, place)


def _flight(scripts: list[str]) -> Iterator[Any]:
    """Yield the values of the rows that Next.js streams: pieces of text, cut anywhere."""
    pushed = (value for script in scripts for _, value in _decoded(_FLIGHT, script))
    pieces = (each for value in pushed for each in value[1:2] if isinstance(each, str))
    yield from (value for _, value in _decoded(_FLIGHT_LINE, "".join(pieces)))


def _is_flat(value: Any) -> bool:
    """Return whether a list is what Nuxt 3 writes: values that name one another by their places (devalue)."""
    if not (isinstance(value, list) and len(value) > 2 and isinstance(value[0], (list, dict))):
        return False
    members = list(value[0].values()) if isinstance(value[0], dict) else value[0][1:]
    return bool(members) and all(isinstance(each, int) for each in members)


def _revived(flat: list[Any]) -> Any:
    """Return the value that a flat list stands for; what contains itself is left out there."""
    done: dict[int, Any] = {}
    budget = [_MOST_NODES]

    def value_of(place: Any, depth: int) -> Any:
        if not isinstance(place, int) or not 0 <= place < len(flat) or depth > 60 or budget[0] < 0:
            return None
        budget[0] -= 1
        if place in done:
            return done[place]
        node = flat[place]
        done[place] = None
        if isinstance(node, dict):
            done[place] = {name: value_of(each, depth + 1) for name, each in node.items()}
        elif isinstance(node, list):
            done[place] = _unwrapped(node, depth, value_of)
        else:
            done[place] = node
        return done[place]

    return value_of(0, 0)


def _unwrapped(node: list[Any], depth: int, value_of: Any) -> Any:
    if node and isinstance(node[0], str):
        if node[0] == "Date" and len(node) > 1:
            return node[1]
        return value_of(node[1], depth + 1) if node[0] in _REACTIVE and len(node) > 1 else None
    return [value_of(each, depth + 1) for each in node]


def _by_type(node: dict[str, Any]) -> dict[str, list[Any]]:
    """Return the objects of a cache, such as Apollo's, in one list for each type, where there are several of one."""
    found: dict[str, list[Any]] = {}
    for each in node.values():
        if isinstance(each, dict) and isinstance(each.get("__typename"), str):
            found.setdefault(each["__typename"], []).append(each)
    return {kind: alike for kind, alike in found.items() if len(alike) > 1 and kind not in node}


def _opened(value: Any) -> Any:
    """Return a value whose texts that are JSON themselves are read, one level deep, and its caches sorted by type."""
    stack: list[Any] = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            node.update(_by_type(node))
        pairs = node.items() if isinstance(node, dict) else enumerate(node)
        for key, each in list(pairs):
            if isinstance(each, (dict, list)):
                stack.append(each)
            elif isinstance(each, str) and _INNER.match(each):
                inner = _loaded(each)
                if inner is not None:
                    node[key] = inner
    return value
