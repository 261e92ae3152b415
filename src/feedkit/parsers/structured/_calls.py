"""State as Nuxt 2 writes it: a function that is called at once and returns an object, what repeats in arguments.

    window.__NUXT__=(function(a,b){return {data:[{title:"One",open:a}]}}(true,null))

It takes the text of a script and gives the value, where the function does nothing but return one. It runs
nothing: names are replaced by the arguments, and anything else that is no plain value gives None.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BEGIN = re.compile(r"__NUXT__\s*=\s*\(?\s*function\s*\(([\w$,\s]*)\)\s*\{\s*return\s*(?=[{\[])")
_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+')|(?P<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"""
    r"""|(?P<void>void 0|undefined|NaN)|(?P<yes>!0|true)|(?P<no>!1|false)|(?P<date>new Date(?=\())|(?P<name>[A-Za-z_$][\w$]*)"""
    r"""|(?P<sign>[{}\[\],:()]))""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\x(?P<hex>[0-9A-Fa-f]{2})|\\(?P<plain>['`$])|\\.|\"", re.DOTALL)
_WORDS = {"void": "null", "yes": "true", "no": "false", "date": ""}
_MOST = 20_000_000
"""Letters of what comes of the arguments at most: each may stand in many places."""

Token = tuple[str, str, int]


def value(text: str) -> Any:
    """Return the value that the function in a script returns; None where it is more than a value."""
    begin = _BEGIN.search(text)
    if begin is None:
        return None
    body, place = _enclosed(text, begin.end())
    call = re.compile(r"\s*;?\s*\}\s*\)?\s*(?=\()").match(text, place)
    arguments, _ = _enclosed(text, call.end()) if call else ([], 0)
    try:
        given = json.loads(f"[{_json(arguments[1:-1], {})}]", strict=False)
        names = [name.strip() for name in begin[1].split(",")]
        known = {name: json.dumps(each) for name, each in zip(names, given, strict=False)}
        return json.loads(_json(body, known), strict=False)
    except (ValueError, KeyError, RecursionError):
        return None


def _enclosed(text: str, place: int) -> tuple[list[Token], int]:
    """Return the tokens up to where the first bracket closes, and the place behind."""
    tokens: list[Token] = []
    depth = 0
    while match := _TOKEN.match(text, place):
        place = match.end()
        tokens.append((match.lastgroup or "", match[match.lastgroup or 0], place))
        if match["sign"]:
            depth += {"{": 1, "[": 1, "(": 1, "}": -1, "]": -1, ")": -1}.get(match["sign"], 0)
            if depth == 0:
                break
    return tokens, place


def _json(tokens: list[Token], known: Mapping[str, str]) -> str:
    """Return tokens as JSON; `KeyError` for a name that nothing is known of."""
    pieces, size = [], 0
    for piece in _pieces(tokens, known):
        size += len(piece)
        if size > _MOST:
            raise ValueError("too large")
        pieces.append(piece)
    return "".join(pieces)


def _pieces(tokens: list[Token], known: Mapping[str, str]) -> Iterator[str]:
    for number, (kind, token, _) in enumerate(tokens):
        is_key = number + 1 < len(tokens) and tokens[number + 1][1] == ":"
        if kind == "text":
            yield _text(token)
        elif is_key and kind != "sign":
            yield json.dumps(token)
        elif kind == "name":
            yield "null" if token == "null" else known[token]
        elif kind == "number":
            yield json.dumps(float(token) if set(token) & set(".eE") else int(token))
        else:
            yield _WORDS.get(kind, "" if token in "()" else token)


def _text(token: str) -> str:
    """Return a JavaScript string as JSON writes it (ECMA-262 section 12.9.4)."""
    return f'"{_ESCAPE.sub(_escape, token[1:-1])}"'


def _escape(match: re.Match[str]) -> str:
    if match["hex"]:
        return f"\\u00{match['hex']}"
    return match["plain"] or (match[0] if match[0] != '"' else '\\"')
