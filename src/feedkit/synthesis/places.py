"""Where a value stands in an entry, in words: candidates for the selector of a field.

It takes the elements of one entry and a test of values, and gives selectors that may lead to such a value
from the entry's first element, each with how much is against it.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from feedkit import _clicks
from feedkit.synthesis import names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Read = Callable[[Any], Iterable[str]]
    Test = Callable[[str], bool]

_ATTRIBUTES = ("datetime", "href", "title", *_clicks.ATTRIBUTES, "content", "aria-label", "alt", "value")
_MOST_ELEMENTS = 400
_MOST_NAMES = 4
_DEEP = 4
_FAR = 40
"""How many elements before an entry are looked at."""
_STEP, _TEXT, _OWN, _WHOLE, _COLUMN, _BESIDE, _ABOVE = 0.3, 0.4, 0.2, 2.6, 2.0, 2.0, 2.5
"""What is against a further step, a bare text, a row that is a link or a text, another row as a whole, a
column, an element beside or above."""
_LABELLED = 1.3
"""What is against an element behind its label."""
_LONGEST_LABEL = 40


def candidates(row: Sequence[Any], read: Read, test: Test) -> Iterator[tuple[str, float]]:
    """Yield selectors and their costs for a value that passes the test; those above the entry come last."""
    first = row[0]
    was_found = False
    for top in row:
        for number, element in enumerate(top.iter("*")):
            if number > _MOST_ELEMENTS:
                break
            for end, cost in _ends(element, read, test):
                was_found = True
                for path, more in _paths(first, top, element):
                    yield _with_end(path, end), cost + more
    if not was_found:
        yield from _above(first, read, test)


def _ends(element: Any, read: Read, test: Test) -> Iterator[tuple[str, float]]:
    """Yield how the value is had from an element: as a whole, by its own text, by an attribute."""
    if test(next(iter(read(element)), "")):
        yield "", 0.0
    for text in element.xpath("text()"):
        value = next(iter(read(str(text))), "")
        if value:
            if test(value):
                yield "text", _TEXT
            break
    for name in _ATTRIBUTES:
        if element.get(name) and test(next(iter(read(element.get(name))), "")):
            yield name, _STEP


def _with_end(path: str, end: str) -> str:
    if path.startswith("."):
        return f"{path}/text()" if end == "text" else f"{path}/@{end}" if end else path
    return f"{path}::text" if end == "text" else f"{path}::attr({end})" if end else path


def _paths(first: Any, top: Any, element: Any) -> Iterator[tuple[str, float]]:
    """Yield the ways from an entry's first element to another of it."""
    if element is first:
        yield ".", _OWN if element.tag == "a" or not len(element) else _WHOLE
    elif top is first:
        yield from _inside(first, element)
        yield from _by_column(first, element)
        yield from _by_label(".", element, first)
    else:
        yield from _beside(first, top, element)


def _inside(row: Any, element: Any) -> Iterator[tuple[str, float]]:
    own = names.of(element)
    around = list(_around(row, element))
    before = element.getprevious()
    for name in own:
        yield name
        for depth, outer in enumerate(around):
            for other in names.of(outer)[:_MOST_NAMES]:
                cost = name.cost + other.cost + _STEP + 0.05 * depth
                yield f"{other.text} {name.text}", cost
                if depth == 0:
                    yield f"{other.text} > {name.text}", cost + 0.02
        if before is not None and isinstance(before.tag, str):
            for other in names.of(before)[:_MOST_NAMES]:
                yield f"{other.text} + {name.text}", name.cost + other.cost + 2 * _STEP
    yield from names.addressed(element)
    for name, parent in product(own, around[:1]):
        for outer, far in product(names.of(parent), around[1:]):
            for other in names.of(far)[:_MOST_NAMES]:
                cost = name.cost + outer.cost + other.cost + 2 * _STEP
                yield f"{other.text} {outer.text} > {name.text}", cost


def _around(row: Any, element: Any) -> Iterator[Any]:
    """Yield what stands around an element inside a row, inmost first."""
    for outer in element.iterancestors():
        if outer is row:
            return
        yield outer


def _by_column(row: Any, element: Any) -> Iterator[tuple[str, float]]:
    """Yield the ways by the number of the column in which an element stands, where a row has cells."""
    cell = next((each for each in (element, *_around(row, element)) if each.getparent() is row), None)
    if cell is None or cell.tag not in ("td", "th"):
        return
    number = sum(1 for _ in cell.itersiblings(cell.tag, preceding=True)) + 1
    path = f"./{cell.tag}[{number}]"
    if element is cell:
        yield path, _COLUMN
        return
    for text, cost in _steps(cell, element):
        yield f"{path}{text}", _COLUMN + cost


def _steps(outer: Any, element: Any) -> Iterator[tuple[str, float]]:
    """Yield XPath from an element to one inside of it: its tag, or with its class."""
    yield f"//{element.tag}", 0.5
    for each in names.classes(element)[:_MOST_NAMES]:
        yield f"//{element.tag}{_of_class(element, each)}", 0.8
    parent = element.getparent()
    if parent is outer:
        number = sum(1 for _ in element.itersiblings(element.tag, preceding=True)) + 1
        yield f"/{element.tag}[{number}]", 1.2
    else:
        yield f"//{parent.tag}/{element.tag}", 0.9


def _of_class(element: Any, name: str) -> str:
    whole = element.get("class").strip()
    return f'[@class="{whole}"]' if whole == name else f'[contains(@class, "{name}")]'


def _by_label(outer: str, element: Any, top: Any) -> Iterator[tuple[str, float]]:
    """Yield the way from a label, such as "Date", to the element that stands behind it."""
    before = element.getprevious()
    label = _label(before) if element is not top and before is not None else ""
    if label:
        quoted = f"'{label}'" if '"' in label else f'"{label}"'
        step = f"//{before.tag}[normalize-space()={quoted}]/following-sibling::{element.tag}[1]"
        yield f"{outer}{step}", _LABELLED


def _label(element: Any) -> str:
    """Return the text of an element that may be a label: short, a word, and alike in all entries as long as no digit is in it."""
    text = " ".join("".join(element.itertext()).split()) if isinstance(element.tag, str) else ""
    is_word = any(map(str.isalpha, text)) and not any(map(str.isdigit, text))
    return text if len(text) <= _LONGEST_LABEL and is_word and not {"'", '"'} <= set(text) else ""


def _beside(first: Any, top: Any, element: Any) -> Iterator[tuple[str, float]]:
    """Yield the ways to an element that follows an entry's first one, or stands in one that does."""
    between = list(_until(first, top))
    ends = [("", 0.0)] if element is top else [*_steps(top, element), *_by_label("", element, top)]
    for name, (end, cost) in product([None, *names.classes(top)[:_MOST_NAMES]], ends):
        of_class = _of_class(top, name) if name else ""
        alike = [
            each for each in between if each.tag == top.tag and (not name or name in names.classes(each))
        ]
        more = 0.1 * len(alike) + (0 if name else 0.2)
        yield f"./following-sibling::{top.tag}{of_class}[{len(alike)}]{end}", _BESIDE + cost + more
    for end, cost in ends:
        yield f"./following-sibling::*[{len(between)}][self::{top.tag}]{end}", _BESIDE + cost + 0.5


def _until(first: Any, last: Any) -> Iterator[Any]:
    for each in first.itersiblings("*"):
        yield each
        if each is last:
            return


def _above(first: Any, read: Read, test: Test) -> Iterator[tuple[str, float]]:
    """Yield the ways to the nearest element above an entry that has the value, as a heading has."""
    left = _FAR
    for depth, start in enumerate((first, *first.iterancestors())):
        for sibling in start.itersiblings("*", preceding=True):
            left -= 1
            if left < 0 or depth > _DEEP:
                return
            hits = [each for each in sibling.iter("*") if any(True for _ in _ends(each, read, test))]
            for element in hits[-2:]:
                is_beside = element is sibling and start is first
                axis = "preceding-sibling::" if is_beside else "preceding::"
                for name in [None, *names.classes(element)[:_MOST_NAMES]]:
                    of_class = _of_class(element, name) if name else ""
                    cost = _ABOVE + (0.2 if name else 0) + (0 if is_beside else 0.1)
                    for end, more in _ends(element, read, test):
                        yield _with_end(f"./{axis}{element.tag}{of_class}[1]", end), cost + more
            if hits:
                return


def heading(first: Any, text: str, read: Read) -> Any | None:
    """Return the element that stands above an entry and has a text, without more around it; None without one."""
    for element in reversed(first.xpath("preceding::*")):
        if text in next(iter(read(element)), ""):
            return element
    return None
