"""Text in lines of a terminal's width, whatever the script.

It takes plain text and gives lines; a character of East Asian width counts as two columns, one that
is put on another as none (Unicode Standard Annex 11). It never cuts inside a word that fits.
"""

from __future__ import annotations

import unicodedata
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH = 80

_INVISIBLE = {"Mn", "Me", "Cf"}


def wrapped(text: str, first: int, rest: int | None = None, most: int | None = None) -> list[str]:
    """Return the lines of a text that starts at column `first` and goes on at column `rest`.

    Of more than `most` lines the others are cut off, with an ellipsis.
    """
    rest = first if rest is None else rest
    if most is None:
        return list(_lines(text, first, rest))
    lines = list(islice(_lines(text, first, rest), most + 1))
    if len(lines) > most:
        room = WIDTH - (first if most == 1 else rest) - 1
        lines[most - 1 :] = [_cut(lines[most - 1], room) + "…"]
    return lines


def columns(text: str) -> int:
    """Return how many columns a text takes."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _lines(text: str, first: int, rest: int) -> Iterator[str]:
    room, line = WIDTH - first, ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if columns(joined) <= room:
            line = joined
            continue
        if line:
            yield line
            room = WIDTH - rest
        *whole, line = _broken(word, room)
        if whole:
            yield from whole
            room = WIDTH - rest
    if line:
        yield line


def _broken(word: str, room: int) -> Iterator[str]:
    """Yield a word in pieces that fit: of Chinese, Japanese and Thai a sentence is one."""
    while columns(word) > room:
        piece = _cut(word, room) or word[:1]
        yield piece
        word = word[len(piece) :]
    yield word


def _cut(text: str, room: int) -> str:
    """Return as much of a text as takes no more than `room` columns."""
    taken = 0
    for place, character in enumerate(text):
        taken += _width(character)
        if taken > room:
            return text[:place].rstrip()
    return text


def _width(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in _INVISIBLE:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
