"""Lines that line breaks alone keep apart, each in an element of its own.

It takes the tree of a page and changes it: where an element holds several lines with a link or a number
each, a `line` is put around each, or around each paragraph where two breaks stand between. No text is lost
or moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedkit.parsers.detect.outline import BLOCKS, LINE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_INLINE = frozenset(("a", "b", "em", "font", "i", "span", "strong", "u"))
_FEWEST = 4
"""So many lines may be a list."""
_MOST = 0.8


def wrap(root: Any) -> None:
    """Put an element around each line of those that stand between line breaks."""
    for block in root.iter("pre"):
        if len(block.findall(".//a")) >= _FEWEST:
            _break(block)
    for each in list(root.iter("br")):
        _lift(each)
    for parent in dict.fromkeys(each.getparent() for each in root.iter("br")):
        children = list(parent)
        lines = list(_lines(children, _gaps(children)))
        if _are_alike(lines):
            _wrap(parent, lines)


def _break(block: Any) -> None:
    """Put a line break where a line of preformatted text ends (HTML section 4.4.3), as in lists of files."""
    for element in list(block):
        first, *lines = (element.tail or "").split("\n")
        element.tail = first
        for line in reversed(lines):
            end = block.makeelement("br")
            end.tail = line
            element.addnext(end)


def _lift(end: Any) -> None:
    """Move a break out of the link or marked word that it ends, for what follows is the next line."""
    around = end.getparent()
    while (
        around is not None
        and around.tag in _INLINE
        and end.getnext() is None
        and not (end.tail or "").strip()
    ):
        end.tail, around.tail = around.tail, None
        around.addnext(end)
        around = end.getparent()


def _gaps(children: Iterable[Any]) -> set[Any]:
    """Return the breaks between lines; where two or more follow each other often, those."""
    breaks = [each for each in children if each.tag == "br"]
    doubled = [
        each
        for each in breaks
        if not (each.tail or "").strip() and (after := each.getnext()) is not None and after.tag == "br"
    ]
    if len(doubled) < _FEWEST - 1:
        return set(breaks)
    return {each for first in doubled for each in (first, first.getnext())}


def _lines(children: Iterable[Any], gaps: set[Any]) -> Iterator[tuple[Any, list[Any]]]:
    """Yield lines: what comes before each, None for the begin of all, and its elements."""
    before, line = None, list[Any]()
    for child in children:
        if child in gaps or child.tag in BLOCKS:
            yield before, line
            before, line = child, []
        else:
            line.append(child)
    yield before, line


def _are_alike(lines: Sequence[tuple[Any, list[Any]]]) -> bool:
    """Return whether most lines have a link, or most of them words and numbers, as entries do and their parts do not."""
    told = [each for each in map(_told, lines) if any(each)]
    most = max(_FEWEST, _MOST * len(told))
    return any(sum(each[number] for each in told) >= most for number in (1, 2))


def _told(line: tuple[Any, list[Any]]) -> tuple[bool, bool, bool]:
    """Return whether a line shows a text, has a link, and has words and numbers."""
    before, children = line
    text = (before.tail or "") if before is not None else ""
    text += "".join(f"{''.join(each.itertext())}{each.tail or ''}" for each in children)
    is_linked = any(each.tag == "a" or each.find(".//a") is not None for each in children)
    return bool(text.strip()), is_linked, any(map(str.isdigit, text)) and any(map(str.isalpha, text))


def _wrap(parent: Any, lines: Iterable[tuple[Any, list[Any]]]) -> None:
    for before, children in lines:
        text = parent.text if before is None else before.tail
        if not (children or (text or "").strip()):
            continue
        line = parent.makeelement(LINE)
        line.text = text
        if before is None:
            parent.text = None
            parent.insert(0, line)
        else:
            before.tail = None
            before.addnext(line)
        line.extend(children)
