"""Values as JavaScript writes them, and state as Nuxt 2 does: a function that is called at once and returns an object.

    window.__NUXT__=(function(a,b){b.open=a;return {data:[{title:"One",place:b}]}}(true,{}))

It takes the text of a script and gives the value, where the function does nothing but fill its arguments and
return one. It runs nothing: names are replaced by the arguments, and what is no plain value gives None.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BEGIN = re.compile(
    r"__NUXT__\s*=\s*\(?\s*(?:function\s*)?\((?P<names>[\w$,\s]*)\)\s*(?:\{|=>\s*\((?=\{)|=>\s*\{)\s*"
)
_RETURN = re.compile(r"(?:return\s*)?(?=[{\[])")
_FILL = re.compile(r"(?P<name>[A-Za-z_$][\w$]*)\s*(?P<way>(?:\.[\w$]+|\[\d+\]|\[\"[^\"\\]*\"\])+)\s*=\s*")
_STEP = re.compile(r"\.([\w$]+)|\[(\d+)\]|\[\"([^\"\\]*)\"\]")
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
_MOST_FILLS, _MOST_FILLED = 20_000, 1_000_000
"""How many members are put into arguments, and how many letters they are then, each time one is filled."""

Token = tuple[str, str, int]


class NoValue(ValueError):
    """What stands at a place is no plain value, and how many letters were read to see it."""


def value(text: str) -> Any:
    """Return the value that the function in a script returns; None where it is more than a value."""
    begin = _BEGIN.search(text)
    if begin is None:
        return None
    try:
        fills, place = _fills(text, begin.end())
        start = _RETURN.match(text, place)
        body, place = _enclosed(text, start.end() if start else place)
        call = re.compile(r"\s*;?\s*[})]\s*\)?\s*(?=\()").match(text, place)
        arguments, _ = _enclosed(text, call.end()) if call else ([], 0)
        given = json.loads(f"[{_json(arguments[1:-1], {})}]", strict=False)
        names = [name.strip() for name in begin["names"].split(",")]
        known = _filled(dict(zip(names, given, strict=False)), fills)
        return json.loads(_json(body, known), strict=False)
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return None


def literal(text: str, place: int) -> tuple[Any, int]:
    """Return the object or list that stands at a place of a script, and the place behind; names are null.

    `NoValue` where it is no plain value.
    """
    tokens, end = _enclosed(text, place)
    try:
        return json.loads(_json(tokens, defaultdict(lambda: "null")), strict=False), end
    except (ValueError, RecursionError) as error:
        raise NoValue("no value", end - place) from error


def _fills(text: str, place: int) -> tuple[list[tuple[str, str, list[Token]]], int]:
    """Return what is put into the arguments first, `b.title="One";`, and the place behind."""
    fills: list[tuple[str, str, list[Token]]] = []
    while (fill := _FILL.match(text, place)) and len(fills) < _MOST_FILLS:
        tokens, place = _enclosed(text, fill.end())
        fills.append((fill["name"], fill["way"], tokens))
        place += len(text[place : place + 1]) if text[place : place + 1] in (";", ",") else 0
    return fills, place


def _filled(given: dict[str, Any], fills: list[tuple[str, str, list[Token]]]) -> dict[str, str]:
    """Return arguments as JSON, after what is put into them; an empty place is made as wide as it must be."""
    known = {name: json.dumps(each) for name, each in given.items()}
    size = 0
    for number, (name, way, tokens) in enumerate(fills):
        steps: list[Any] = [step[1] or step[3] or int(step[2]) for step in _STEP.finditer(way)]
        last, target = steps.pop(), given[name]
        for step in steps:
            target = target[step]
        if isinstance(target, list):
            target += [None] * (last + 1 - len(target) if last <= _MOST_FILLS else 0)
        target[last] = json.loads(_json(tokens, known), strict=False)
        if number + 1 == len(fills) or fills[number + 1][0] != name:
            known[name] = json.dumps(given[name])
            size += len(known[name])
            if size > _MOST_FILLED:
                raise ValueError("too large")
    return known


def _enclosed(text: str, place: int) -> tuple[list[Token], int]:
    """Return the tokens up to where the first bracket closes, or the first one where it is none, and the place behind.

    `NoValue` where it never closes.
    """
    tokens: list[Token] = []
    depth, start = 0, place
    while match := _TOKEN.match(text, place):
        place = match.end()
        tokens.append((match.lastgroup or "", match[match.lastgroup or 0], place))
        if match["sign"]:
            depth += {"{": 1, "[": 1, "(": 1, "}": -1, "]": -1, ")": -1}.get(match["sign"], 0)
        if depth == 0:
            return tokens, place
    raise NoValue("no value", place - start)


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
        elif token == "," and number + 1 < len(tokens) and tokens[number + 1][1] in ("}", "]"):
            continue
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
