"""One entry of a text page: which of its paragraphs is the title, the summary, a link, a picture.

It takes the block of an entry, and all blocks for what is usual on the page; gives a `RawEntry`, and
a `Problem` for a size that cannot be read. It never drops a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from feedkit import _images
from feedkit.models import Image, Problem, RawEntry
from feedkit.parsers.text._lines import is_prose

if TYPE_CHECKING:
    from feedkit.parsers.text._lines import Line
    from feedkit.parsers.text._margins import Block
    from feedkit.sources import Recipe

_BULLET = re.compile(r"\A(?:[*•·‣▪▫◦●○■□►▶>#+–—-]+\s+)+(?=\S)")


_TITLE_RULES = ("first line below the date", "rest of the date's line", "line above the date")


@dataclass(slots=True)
class _Parts:
    """The paragraphs of an entry, told apart."""

    labels: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    link: str | None = None
    texts: list[str] = field(default_factory=list)


class Reader:
    """Reads entry after entry; collects what went wrong."""

    def __init__(self, recipe: Recipe | None, blocks: Sequence[Block]) -> None:
        self._recipe = recipe
        self._longest_title = _longest_title(blocks)
        self.problems: list[Problem] = []

    def read(self, block: Block, index: int) -> RawEntry:
        """Return the entry of a block."""
        parts = _parts(block)
        title = block.opening.rest or self._title(parts.texts)
        return RawEntry(
            title=title,
            link=parts.link,
            date=block.opening.date,
            summary="\n\n".join(parts.texts) or None,
            categories=(block.opening.category,) if block.opening.category else (),
            images=tuple(self._images(parts, index)),
            rules=tuple(_rules(block, title, parts)),
        )

    def _title(self, texts: list[str]) -> str | None:
        """Take the title off the texts; sentences that are longer than every title of the page are none."""
        if not texts or (len(texts[0]) > self._longest_title and is_prose(texts[0])):
            return None
        return _BULLET.sub("", texts.pop(0))

    def _images(self, parts: _Parts, index: int) -> Iterable[Image]:
        options = self._recipe
        labels: list[tuple[str, ...]] = [(label,) for label in parts.labels]
        addresses: list[str | None] = [*parts.pictures, *[None] * (len(labels) - len(parts.pictures))]
        labels += [()] * (len(addresses) - len(labels))
        for url, label in zip(addresses, labels, strict=True):
            image, bad_size = _images.image(
                _images.Rendition(url) if url else None,
                label,
                kb=options.kb if options else 1024,
                image_base=options.image_base if options else None,
                image_suffix=options.image_suffix if options else None,
            )
            if bad_size:
                message = f"the size of a picture cannot be read: {bad_size!r}"
                self.problems.append(Problem("size-unread", message, index))
            yield image


def _longest_title(blocks: Sequence[Block]) -> float:
    """Return the length of the longest title of a page whose titles are no sentences; else infinity."""
    firsts = [block.paragraphs[0].text for block in blocks if block.paragraphs and not block.opening.rest]
    titles = [first for first in firsts if not is_prose(first)]
    return max(map(len, titles)) if 2 * len(titles) >= len(firsts) > 0 else float("inf")


def _parts(block: Block) -> _Parts:
    """Return the paragraphs of an entry by what they are."""
    parts = _Parts(labels=[block.opening.label] if block.opening.label else [])
    for place, line in enumerate(block.paragraphs):
        address = line.address
        if address and (_images.media_type(address) or "").startswith("image/"):
            parts.pictures.append(address)
        elif address and not parts.link:
            parts.link = address
        elif _is_label(line, is_first=place == 0 and not parts.labels):
            parts.labels.append(line.text)
        else:
            parts.texts.append(line.text)
    return parts


def _is_label(line: Line, *, is_first: bool) -> bool:
    """Return whether a paragraph is an image line; right below the date a code is enough."""
    label = _images.sure_label(line.text)
    if label is None or label.name is None:
        return False
    found = _images.ends_with_label(line.text)
    return is_first or (found is not None and found[0] == 0) or " " in label.name


def _rules(block: Block, title: str | None, parts: _Parts) -> Iterable[tuple[str, str]]:
    opening = block.opening
    if opening.date:
        yield "date", "start of the line"
    if title:
        yield "title", _TITLE_RULES[bool(opening.rest) + bool(opening.above)]
    if parts.texts:
        yield "summary", "lines below the title"
    if parts.link:
        yield "link", "a line that is an address"
    if parts.labels or parts.pictures:
        yield "image", "image line beside the date" if opening.label else "image line below the date"
