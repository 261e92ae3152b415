"""What a source showed before, in the figures by which guards judge what it shows now.

It takes the runs of a source, newest first, and its known entries, and gives the good runs, the
usual count, what the page shows again; it never judges.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedkit import _text, identity
from feedkit.models import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedkit.models import Entry, KnownEntry

GOOD_RUNS = 10
"""How many good runs tell what a page usually shows."""
LEAST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Sight:
    """What a run saw of a page, in the figures that its history keeps."""

    count: int
    titles: float
    links: float
    dates: float
    """Shares of the entries that have the field, 0 to 1."""
    whole: bool
    """Whether the HTML ended as HTML ends."""


@dataclass(frozen=True, slots=True)
class History:
    """What a source showed before: its runs, newest first, and the hash of the recipe of today."""

    runs: Sequence[Run]
    recipe: str
    subject: str
    """How errors call the page."""
    source: str
    """What a person calls it by."""
    known: Sequence[KnownEntry] = ()
    again: identity.Match = identity.NO_MATCH
    """Which known entry each row of the page is."""

    @property
    def shown(self) -> list[KnownEntry]:
        """What the last good run showed on the first page, which alone is judged."""
        return [known for known in self.known if known.shown and known.page == 1]

    @property
    def pairs(self) -> list[tuple[Entry, Entry]]:
        """What the page shows again of it: as it is now, and as it was."""
        again = zip(self.again.rows, self.again.found, strict=True)
        return [(row, known.entry) for row, known in again if known and known.shown]


def share(claims: Iterable[bool]) -> float:
    """Return how much of some entries a claim holds for, 0 to 1."""
    values = list(claims)
    return sum(values) / len(values) if values else 0.0


def usual_count(runs: Sequence[Run], recipe: str) -> float | None:
    """Return the median of what the last ten good runs with a recipe showed; None without one.

    A good run that showed fewer than half of what was usual then was accepted, or believed: it is
    the new normal, and what was before it counts no longer.
    """
    counts: list[int] = []
    for run in reversed(list(good_runs(runs, recipe))):
        if counts and run.count < LEAST_SHARE * _median(counts):
            counts = []
        counts = [*counts, run.count][-GOOD_RUNS:]
    return _median(counts) if counts else None


def _median(counts: Sequence[int]) -> float:
    ordered, middle = sorted(counts), len(counts) // 2
    return (ordered[middle] + ordered[~middle]) / 2


def good_runs(runs: Sequence[Run], recipe: str | None = None) -> Iterator[Run]:
    """Yield the good runs that showed entries, newest first; with a recipe only its own."""
    return (run for run in runs if run.status == "ok" and run.count and recipe in (None, run.recipe))


def texts_of(entry: Entry) -> set[str]:
    """Return all that an entry tells in words."""
    images = (text for image in entry.images for text in (image.name, image.caption, image.url))
    people = (person.name for person in entry.authors)
    day = identity.day_of(entry)
    texts = (
        entry.title,
        entry.link,
        entry.summary,
        entry.content,
        *people,
        *entry.categories,
        *images,
        str(day or ""),
    )
    return {_text.clean(text).rstrip("\ufffd") for text in texts if text}
