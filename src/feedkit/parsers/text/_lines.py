"""Text to lines and lines to paragraphs, with the empty lines counted and a fixed width undone.

It takes the text of a page as it was decoded; gives clean lines that know how many empty lines stand
above them, the width at which they were broken if they were, and paragraphs; and never drops a
line that holds more than a rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from feedkit import _images, _text, _urls
from feedkit.parsers.text._navigation import is_margin

_LINE_END = re.compile(r"\r\n?|\n")
_RULE = re.compile(r"([-–—=_*~#+·•─━═])(?:\s*\1){2,}")
_RULE_GAP = 3
_SENTENCE_END = re.compile(r"[.!?…。！？؟।։][\"'”’»›)\]」』]*$")
_STOP = re.compile(r"[.…。।։][\"'”’»›)\]」』]*$")
_NEXT_SENTENCE = re.compile(r"[^\W\d_]{2}[.!?][\"'”’»)]*\s+[\"'“‘«(]*[^\W\d_a-z]|[。！？][^」』”’]")
_LONG_SENTENCE = 60
_NO_CELL = re.compile(r"\W{1,2}|\d{1,4}[.)]?")
_HYPHEN = re.compile(r"\w[-‐]$")
_HANGING = re.compile(r"(?:and|or|to|und|oder|bzw|bis|et|ou|y|o|en|of|och|og)\b", re.IGNORECASE)
_WIDEST = 200
_LONG_WORD = 10
_LONGEST_HANG = 6
"""How much shorter a broken line can be in scripts that must not begin a line with a comma."""
_FEW_LONGER = 0.05
_MOST_LINES = 0.95
_SURELY_BROKEN = 40
_LONGEST_SHORT_LINE = 80
_MOST_LABEL_LINES = 4
_ADDRESS_LINE = re.compile(r"(?:[^\W\d_][^:.]{0,30}:\s*|→\s*)?<?(https?://[^\s<>]+)>?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty, clean; or a paragraph that was put together from such lines."""

    text: str
    gap: int = 0
    """Empty lines above it; a rule across the page counts as three."""
    cells: tuple[str, ...] = ()
    """What tabs part, when they part anything."""
    is_ruled: bool = False
    """Whether a rule across the page stands above it."""

    @property
    def is_sentence(self) -> bool:
        """Whether it is rather text than a title or a button: long, or ended as sentences are."""
        return len(self.text) > _LONGEST_SHORT_LINE or ends_sentence(self.text) or bool(self.address)

    @property
    def address(self) -> str | None:
        """The address that is all the line has, but for a word such as `Link:`."""
        found = _ADDRESS_LINE.fullmatch(self.text)
        return found[1] if found and _urls.is_address(found[1]) else None


def read(text: str) -> list[Line]:
    """Return the lines of a text that are not empty; other breaks than LF, CR and CRLF are blanks."""
    lines: list[Line] = []
    gap, is_ruled = 0, False
    for printed in _LINE_END.split(text):
        line = _text.clean(printed)
        if not line:
            gap += 1
        elif _RULE.fullmatch(line):
            gap, is_ruled = gap + _RULE_GAP, True
        else:
            lines.append(Line(line, gap, _cells(printed) if "\t" in printed else (), is_ruled))
            gap, is_ruled = 0, False
    return lines


def ends_sentence(text: str) -> bool:
    """Return whether a text ends as a sentence does."""
    return _SENTENCE_END.search(text, max(0, len(text) - 4)) is not None


def ends_with_stop(text: str) -> bool:
    """Return whether a text ends in a full stop, as few titles do."""
    return _STOP.search(text, max(0, len(text) - 4)) is not None


def is_prose(text: str) -> bool:
    """Return whether a text is a long sentence or several sentences, as titles are not."""
    if not ends_sentence(text):
        return False
    return _NEXT_SENTENCE.search(text) is not None or (
        ends_with_stop(text) and columns(text) > _LONG_SENTENCE
    )


def width(lines: Sequence[Line], opening: set[int], whole: set[int]) -> int | None:
    """Return the width at which the lines of a page were broken; None when they were not.

    A broken line ends in the middle of a sentence, so the longest of these tells the width; in
    broken text hardly any line is longer, and the next word would have fitted on hardly any of
    them. `opening` are the places of lines that open an entry, `whole` of those that surely end there.
    """
    places = [
        place
        for place, (upper, lower) in enumerate(pairwise(lines))
        if lower.gap == 0 and place not in whole and place + 1 not in opening and _goes_on(upper, lower)
    ]
    if not places:
        return None
    broken = [(lines[place].text, lines[place + 1].text) for place in places]
    widths = sorted(columns(upper) for upper, _ in broken)
    widest = widths[int(_MOST_LINES * (len(widths) - 1))]
    longer = sum(columns(line.text) > widest + _LONG_WORD and not line.address for line in lines)
    if not 20 <= widest <= _WIDEST or longer > max(1, _FEW_LONGER * len(lines)):
        return None
    return widest if _are_told(places, broken) and _are_full(broken, widest) else None


def _are_told(places: Sequence[int], broken: Sequence[tuple[str, str]]) -> bool:
    """Return whether enough lines go on: three in a row where a line can end anywhere, else two or a long one."""
    if 2 * sum(_is_wide(lower[:1]) for _, lower in broken) > len(broken):
        return any(lower == upper + 1 for upper, lower in pairwise(places))
    return len(broken) > 1 or (len(broken[0][0]) > _SURELY_BROKEN and broken[0][1][:1].islower())


def _are_full(broken: Sequence[tuple[str, str]], widest: int) -> bool:
    """Return whether lines were broken because they were full, by a machine or by hand."""
    full = sum(_fills(upper, lower, widest) for upper, lower in broken)
    if 5 * full >= 2 * len(broken):
        return True
    long = sum(5 * columns(upper) > 3 * widest and lower[:1].islower() for upper, lower in broken)
    return widest > 50 and len(broken) > 3 and 20 * long >= 17 * len(broken)


def flows(upper: Line, lower: Line, width: int | None) -> bool:
    """Return whether the text of a line goes on in the next one: its first word did not fit, or is no start."""
    if width is None or lower.gap:
        return False
    return _fills(upper.text, lower.text, width) or (lower.text[0].islower() and _is_long(upper, width))


def paragraphs(lines: Sequence[Line], width: int | None, *, has_title: bool) -> Iterator[Line]:
    """Give the paragraphs of lines that belong together; the first may be a title, after image lines."""
    start = 0
    while start < len(lines):
        end = title_end(lines, start, width) if has_title else _text_end(lines, start, width)
        paragraph = joined(lines[start:end])
        has_title = has_title and _images.is_label(paragraph.text)
        yield paragraph
        start = end


def title_end(lines: Sequence[Line], start: int, width: int | None) -> int:
    """Return where the title ends that begins with a line.

    Lines that run on to a full stop are no title alone: it ends where a line begins with a capital.
    """
    label = label_end(lines[start].text, lines, start, width)
    end = label or _flow_end(lines, start, width)
    if label or end == start + 1:
        return end
    capitals = (place for place in range(start + 1, end) if not _goes_on(lines[place - 1], lines[place]))
    place = next(capitals, end)
    is_title = ends_sentence(lines[end - 1].text) and not ends_sentence(lines[place - 1].text)
    return place if is_title and not _NEXT_SENTENCE.search(joined(lines[start:place]).text) else end


def label_end(text: str, lines: Sequence[Line], start: int, width: int | None) -> int | None:
    """Return where an image line ends that begins with a text at the end of a line; None if it is none."""
    end = start + 1
    while not (
        is_whole_label(text) and (end == start + 1 or text.startswith(_images.read_label(text).name or ""))
    ):
        below = lines[end : end + 1]
        if not below or below[0].gap or end - start == _MOST_LABEL_LINES:
            return None
        if _images.read_label(below[0].text).name and not flows(lines[end - 1], below[0], width):
            return None
        text += glue(text, below[0].text) + below[0].text
        end += 1
    return end


def is_whole_label(text: str) -> bool:
    """Return whether a text is an image line with its name and its size."""
    label = _images.sure_label(text)
    if label is None or label.name is None:
        return False
    return label.length is not None or label.bad_size is not None


def joined(parts: Sequence[Line]) -> Line:
    """Return the paragraph of lines that were one."""
    if len(parts) == 1:
        return parts[0]
    texts = [parts[0].text]
    for upper, lower in pairwise(parts):
        texts += glue(upper.text, lower.text), lower.text
    return replace(parts[0], text="".join(texts), cells=())


def _flow_end(lines: Sequence[Line], start: int, width: int | None) -> int:
    end = start + 1
    while end < len(lines) and flows(lines[end - 1], lines[end], width) and _is_text(lines, end):
        end += 1
    return end


def _text_end(lines: Sequence[Line], start: int, width: int | None) -> int:
    """Return where a paragraph ends: in a text a long line that ends no sentence goes on, whatever follows."""
    end = _flow_end(lines, start, width)
    while width and end < len(lines) and lines[end].gap == 0 and _is_long(lines[end - 1], width):
        if not _is_text(lines, end) or lines[end].address:
            break
        end = _flow_end(lines, end, width)
    return end


def _is_text(lines: Sequence[Line], place: int) -> bool:
    """Return whether a line can go on with the one above: no button, and no address but inside a sentence."""
    upper, lower = lines[place - 1], lines[place]
    if is_margin(lower.text) and (ends_sentence(upper.text) or not lower.text[0].islower()):
        return False
    if upper.address:
        return not lower.text[0].isupper() and not ends_sentence(lines[max(place - 2, 0)].text)
    if ends_sentence(upper.text):
        return not lower.address
    below = lines[place + 1 : place + 2]
    return not lower.address or (bool(below) and below[0].gap == 0 and below[0].text[0].islower())


def glue(upper: str, lower: str) -> str:
    """Return what stood between two parts of a text before it was broken: a space or nothing."""
    if _HYPHEN.search(upper) and lower[:1].isalnum() and not _HANGING.match(lower):
        return ""
    return "" if _is_wide(upper[-1:]) and _is_wide(lower[:1]) else " "


def _cells(printed: str) -> tuple[str, ...]:
    cells = [cell for cell in map(_text.clean, printed.split("\t")) if cell]
    while len(cells) > 1 and _NO_CELL.fullmatch(cells[0]):
        del cells[0]
    return tuple(cells) if len(cells) > 1 else ()


def _goes_on(upper: Line, lower: Line) -> bool:
    """Return whether a line surely ends in the middle of a sentence: no stop, and no capital after it."""
    first = lower.text[0]
    if upper.address or lower.address or ends_sentence(upper.text):
        return False
    return first.isalpha() and not first.isupper() and not first.istitle()


def _fills(upper: str, lower: str, width: int) -> bool:
    if _is_wide(lower[:1]):
        return columns(upper) + _LONGEST_HANG > width
    word = lower.partition(" ")[0]
    return columns(upper) + len(glue(upper, lower)) + columns(word) > width


def _is_long(line: Line, width: int) -> bool:
    """Return whether a line is long for the page's width, and ends no sentence."""
    return not ends_sentence(line.text) and not line.address and 5 * columns(line.text) > 3 * width


def columns(text: str) -> int:
    """Return how wide a text is, in letters of scripts that put spaces between words."""
    return len(text) if text.isascii() or len(text) > _WIDEST else sum(1 + _is_wide(char) for char in text)


def _is_wide(char: str) -> bool:
    """Return whether a character is one of scripts that put no space between words (UAX #11)."""
    return char > "\u2e80" and unicodedata.east_asian_width(char) in "WF" and not "가" <= char <= "힣"
