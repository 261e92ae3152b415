"""Fields that are missing: empty where they were filled, or filled with something else.

It takes the shares of today and the history of a source, and gives in words which field is none any
more. A field counts as filled only where it tells entries apart as it did before.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from feedkit import _dates, _text, identity
from feedkit.guards.past import History, Sight, good_runs, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from feedkit.models import Entry, Run

MOST_DROP = 0.30
_FEW = 3
"""Fewer entries than that tell nothing of a layout."""
_LONG_TEXT = 20
"""Letters of a text that stands in another by no chance."""
_LONGEST_DATE = 80


def missing(seen: Sight, history: History, runs: Sequence[Run]) -> str | None:
    """Return which field is filled in 30 points fewer of the entries than in the last good run."""
    last = next(good_runs(runs, history.recipe), None)
    if last is None:
        return None
    for name, before, now in (
        ("title", last.titles, seen.titles),
        ("link", last.links, seen.links),
        ("date", last.dates, seen.dates),
    ):
        if _is_drop(before - now):
            return f"{now:.0%} of the entries have a {name}, {before:.0%} had one"
    if not history.again.rows:
        return None
    return _alike(history) or _misread_field(history) or _lost_field(history)


def _is_drop(share: float) -> bool:
    return round(share, 6) >= MOST_DROP


def _alike(history: History) -> str | None:
    """Return what most entries share from now on that told entries apart before."""
    rows, before = history.again.rows, [known.entry for known in history.shown]
    for name, tell in (
        ("link", lambda entry: entry.link),
        ("title, link and date", lambda entry: (entry.title, entry.link, identity.day_of(entry))),
    ):
        again = zip(rows, history.again.found, strict=True)
        most = _most(tell(row) for row, known in again if not known or tell(row) != tell(known.entry))
        drop = most / len(rows) - _most(map(tell, before)) / max(len(before), 1)
        if most >= _FEW and 2 * most > len(rows) and _is_drop(drop):
            return f"{most} of {len(rows)} entries have the same {name}"
    return None


def _most(values: Iterable[Hashable]) -> int:
    """Return how often the most common of some values comes."""
    return max(Counter(value for value in values if value is not None).values(), default=0)


def _misread_field(history: History) -> str | None:
    """Return which field is filled with something else, as the known entries tell.

    What most of them take on at once is none of theirs; nor is what another of them had, nor what
    was another field of the same entry.
    """
    pairs = history.pairs if len(history.pairs) > 1 else []
    for name, tell in _TELLS:
        changed = [tell(row) for row, entry in pairs if tell(row) not in (None, tell(entry))]
        most = _most(changed)
        if 2 * most > len(pairs):
            return f"{most} of {len(pairs)} known entries have the same new {name}"
        strays = len(set(changed) & {tell(known.entry) for known in history.shown})
        if strays > 1 and _is_drop(strays / len(pairs)) and not (name == "date" and _is_shift(pairs)):
            return f"{strays} of {len(pairs)} known entries have the {name} of another"
    for name, is_other in (("title", _is_other_title), ("link", _is_picture), ("summary", _is_other_summary)):
        count = sum(is_other(row, entry) for row, entry in pairs)
        if count and _is_drop(count / len(pairs)):
            return f"the {name} of {count} of {len(pairs)} known entries is another field of theirs"
    return None


def _is_shift(pairs: Sequence[tuple[Entry, Entry]]) -> bool:
    """Return whether days moved by one and the same number of days, as by another time zone."""
    days = [(identity.day_of(row), identity.day_of(entry)) for row, entry in pairs]
    return len({now - before for now, before in days if now and before and now != before}) == 1


def _lost_field(history: History) -> str | None:
    """Return which field known entries had, and none on the page has any more."""
    for name in ("summary", "content", "authors", "categories", "images"):
        had = [entry for _, entry in history.pairs if getattr(entry, name)]
        is_there = any(getattr(row, name) for row in history.again.rows)
        if len(had) > 1 and _is_drop(len(had) / len(history.pairs)) and not is_there:
            return f"none of the entries has {name}, {len(had)} of them had"
    return None


def _is_other_title(row: Entry, entry: Entry) -> bool:
    """Return whether the title of an entry is what was another text of it, or holds its summary."""
    title, summary = row.title, _text.clean(entry.summary or "")
    if title == entry.title:
        return False
    is_inside = len(summary) >= _LONG_TEXT and summary in title
    return is_inside or title in texts_of(entry) or _is_its_day(title, row)


def _is_other_summary(row: Entry, entry: Entry) -> bool:
    summary = _text.clean(row.summary or "")
    if not summary or summary == _text.clean(entry.summary or ""):
        return False
    return summary in texts_of(entry) or _is_its_day(summary, entry)


def _is_its_day(text: str, entry: Entry) -> bool:
    """Return whether a text is nothing but the day of an entry."""
    day = identity.day_of(entry)
    reading = _dates.read(text, dt.UTC) if day and len(text) < _LONGEST_DATE else None
    if reading is None or reading.end - reading.start < len(text) - 1:
        return False
    return (reading.value.date() if isinstance(reading.value, dt.datetime) else reading.value) == day


def _is_picture(row: Entry, entry: Entry) -> bool:
    pictures = {image.url for image in (*row.images, *entry.images) if image.url}
    return row.link != entry.link and row.link in pictures


_TELLS: tuple[tuple[str, Callable[[Entry], Hashable]], ...] = (
    ("title", lambda entry: entry.title),
    ("link", lambda entry: entry.link),
    ("date", lambda entry: None if entry.date_relative else identity.day_of(entry)),
)
