"""Where a page ends: as it should, or where the line broke.

It takes the bytes of a page, the runs before and the rows that it shows again, and gives how the
page shows that its end is missing. A page that has its `</html>` is whole; of another its last row
tells, when it is a part of what stood there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedkit.guards.past import History, Sight, good_runs, texts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedkit.models import Entry, Page, Run

_LOST = "the end of the HTML is missing"
_REST = 80
"""Letters of the next entry that a text may end with where a page was cut."""
_STOPS = '.!?…。！？؟।۔"”’»'
"""What a sentence may end with."""
_END = re.compile(rb"</html\s*>(?!\s*[\"'\\])", re.IGNORECASE)
_START = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_FRAME = re.compile(rb"<(/?)(?:div|main|section|article|ul|ol|dl|table|tbody)(?=[\s>])", re.IGNORECASE)
_OPEN = re.compile(rb"(?:<[A-Za-z/!][^<>]*|&#?[A-Za-z0-9]{0,31})\Z")
"""A tag, or a character reference, that does not end."""
_LONGEST_TAG = 4096
_ENCLOSING = ((b"<script", b"</script"), (b"<!--", b"-->"))


def is_whole(page: Page) -> bool:
    """Return whether a page is HTML and has its `</html>`: in its markup, not in a script or comment."""
    content = page.content.replace(b"\0", b"")  # of UTF-16
    ends = list(_END.finditer(content)) if _START.search(content[:4096]) else []
    return bool(ends) and not _is_enclosed(content[ends[-1].end() :].lower())


def _is_enclosed(rest: bytes) -> bool:
    """Return whether what follows closes a script or comment that it did not open."""
    return any(begin not in rest[: rest.find(end)] for begin, end in _ENCLOSING if end in rest)


def cut(page: Page, seen: Sight, history: History, runs: Sequence[Run]) -> str | None:
    """Return how a page shows that its end is missing; what ends as HTML ends is whole."""
    last = next(good_runs(runs), None)
    if seen.whole or last is None:
        return None
    if last.whole:
        return _LOST
    if last.recipe != history.recipe or not history.again.rows:
        return None
    inside = _ends_inside(page.content)
    if inside and _last_candidates(history):
        return f"it ends inside {inside}"
    return "it ends inside an entry" if _is_cut_short(page.content, history) else None


def lost(page: Page, runs: Sequence[Run]) -> str | None:
    """Return how a page without entries shows that its end is missing: it begins as HTML, and used to end so."""
    last = next(good_runs(runs), None)
    begins = _START.search(page.content[:4096]) is not None
    return _LOST if last and last.whole and begins and not is_whole(page) else None


def _ends_inside(content: bytes) -> str | None:
    """Return what a page has the first part of at its very end."""
    if b"</" in content and _OPEN.search(content[-_LONGEST_TAG:]):
        return "a tag"
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return "a letter" if error.reason == "unexpected end of data" else None
    return None


def _last_candidates(history: History) -> list[Entry]:
    """Return which known entries the last row may be, if it is not just as it was."""
    rows, found = history.again.rows, history.again.found
    candidates = [found[-1]] if found[-1] else history.shown
    return [known.entry for known in candidates if texts_of(known.entry) != texts_of(rows[-1])]


def _is_cut_short(content: bytes, history: History) -> bool:
    """Return whether the last row of a page is the first part of an entry, and what followed is gone.

    Such a page was not edited all over, and the frames around its rows do not end; where there are
    none, as in a text, it is shorter than before, or breaks off.
    """
    rows, frames = history.again.rows, [found.group(1) for found in _FRAME.finditer(content)]
    edited = sum(texts_of(row) != texts_of(entry) for row, entry in history.pairs)
    is_closed = bool(frames) and 2 * frames.count(b"/") >= len(frames)
    if is_closed or 2 * edited > len(rows) > 1 or len(rows) > len(history.shown):
        return False
    is_cut = bool(frames) or len(rows) < len(history.shown)
    return any(
        _is_part(rows[-1], entry) and (is_cut or _is_broken_off(rows[-1], entry))
        for entry in _last_candidates(history)
    )


def _is_part(row: Entry, entry: Entry) -> bool:
    """Return whether every text of a row begins one of an entry, or ends in the beginning of the next."""
    return all(any(_is_begun(text, other) for other in texts_of(entry)) for text in texts_of(row))


def _is_broken_off(row: Entry, entry: Entry) -> bool:
    """Return whether a row ends before its title, or inside a text with nothing behind it."""
    told, whole = texts_of(row), texts_of(entry)
    begun = [text for text in told - whole if any(other.startswith(text) for other in whole)]
    is_last = len(told) < len(whole) or (row.summary or "x")[-1] not in _STOPS
    return (row.title != entry.title and row.title in whole) or (bool(begun) and is_last)


def _is_begun(text: str, other: str) -> bool:
    return other.startswith(text) or (text.startswith(other) and len(text) <= len(other) + _REST)
