"""State that an application leaves in its page: JSON in scripts and attributes.

It takes a tree and gives the values: scripts of type `application/json`, assignments such as
`window.__STATE__ = {...};`, what Nuxt and Next.js write, and `data-` attributes. It runs no script, and what is
no JSON is passed by.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from feedkit.parsers.structured import _calls

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORTEST = 100
_ASSIGNED = re.compile(
    r"(?:^|[;{}\s])(?:(?:window|self|globalThis)\s*[.\[]\s*[\"']?|(?:var|let|const)\s+)[\w$]+[\"']?\]?\s*=\s*(?:JSON\.parse\(\s*)?(?=[\[{\"'])"
)
_KEYS = ('":', '" :', "u0022")
"""The ends of keys in JSON, be it in a string; a script without any assigns no objects that are JSON."""
_FLIGHT = re.compile(r"self\.__next_f\.push\(\s*(?=\[)")
_FLIGHT_LINE = re.compile(r"^[0-9a-f]*:(?:[A-Z](?=[\[{]))?(?=[\[{])", re.MULTILINE)
_INNER = re.compile(r"\s*[\[{].{40}", re.DOTALL)
_ATTRIBUTES = f"//@*[string-length(.) > {_SHORTEST}][starts-with(., '{{') or starts-with(., '[')]"
_REACTIVE = frozenset(("Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef"))
_PATIENCE = 50
"""How many beginnings of JSON in a script may turn out to be none: each costs as much as the text is long."""
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
        if "json" in kind:
            _add(found, script.get("id") or "script", _loaded(text))
        elif "__next_f" in text:
            flight.append(text)
        elif "__NUXT__" in text and "function" in text:
            _add(found, "nuxt", _calls.value(text))
        elif (not kind or "javascript" in kind or kind == "module") and any(key in text for key in _KEYS):
            for value in _assigned(text):
                _add(found, "script", value)
    _add(found, "flight", list(_flight(flight)) or None)
    return found or None


def read_attributes(root: Any) -> Any:
    """Return the values of all attributes that hold JSON, by number; None when there is none."""
    found: dict[str, Any] = {}
    for text in root.xpath(_ATTRIBUTES):
        _add(found, "attribute", _loaded(str(text)))
    return found or None


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
    """Yield the objects, and the JSON in strings, that a script assigns."""
    for value in _decoded(_ASSIGNED, text):
        if isinstance(value, str):
            value = _loaded(value)
        if isinstance(value, (dict, list)):
            yield value


def _decoded(beginning: re.Pattern[str], text: str) -> Iterator[Any]:
    """Yield the JSON values that stand behind a beginning; many that are none end the search."""
    decoder = json.JSONDecoder(strict=False)
    place, failures = 0, 0
    while failures < _PATIENCE and (match := beginning.search(text, place)):
        try:
            value, place = decoder.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            place, failures = match.end(), failures + 1
        else:
            yield value


def _flight(scripts: list[str]) -> Iterator[Any]:
    """Yield the values of the rows that Next.js streams: pieces of text, cut anywhere."""
    pushed = (value for script in scripts for value in _decoded(_FLIGHT, script))
    pieces = (each for value in pushed for each in value[1:2] if isinstance(each, str))
    yield from _decoded(_FLIGHT_LINE, "".join(pieces))


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
