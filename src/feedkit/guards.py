"""Guards: whether what a page shows may be published, judged by the page and its history.

It takes a page, what was read from it and the runs before, and gives None, or the error that makes
the run suspect (exit status 3) or broken (1). It changes nothing and reads no clock. A first look
at a page has no history, and only an empty one fails it.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from feedkit import _urls, _walls
from feedkit.errors import PageError, SuspectError
from feedkit.models import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedkit.models import EntriesPage, Page, Run

GOOD_RUNS = 10
"""How many good runs tell what a page usually shows."""
LEAST_SHARE = 0.5
MOST_DROP = 0.30
RUNS_TO_BELIEVE = 3
"""After so many runs in a row that saw too few, few is normal."""

_END = re.compile(rb"</html\s*>", re.IGNORECASE)
_START = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_RETRY_HINT = "the next run tries again; if the page never ends better, `feedkit accept NAME`"
_STATUS_HINT = "see `feedkit status`; if the new look is right, `feedkit accept NAME`"


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


def sight(page: Page, listing: EntriesPage) -> Sight:
    """Return the figures of a page; its history is made of them."""
    raw = listing.entries
    return Sight(
        len(raw),
        _share(bool(entry.title) for entry in raw),
        _share(bool(entry.link) for entry in raw),
        _share(bool(entry.date) for entry in raw),
        is_whole(page),
    )


def _share(claims: Iterable[bool]) -> float:
    values = list(claims)
    return sum(values) / len(values) if values else 0.0


def is_whole(page: Page) -> bool:
    """Return whether a page is HTML that ends with `</html>`."""
    return bool(_START.search(page.content[:4096]) and _END.search(page.content[-4096:]))


@dataclass(frozen=True, slots=True)
class History:
    """What a source showed before: its runs, newest first, and the hash of the recipe of today."""

    runs: Sequence[Run]
    recipe: str
    subject: str
    """How errors call the page."""


def judge(
    page: Page, seen: Sight, history: History, *, is_strange: bool, has_moved: bool
) -> PageError | None:
    """Return why a page may not be published, or None when it is good.

    `is_strange` says that another site answered and no known entry is on the page; `has_moved` that
    old entries came back as new ones. A new recipe has no history of counts.
    """
    runs, recipe, subject = history.runs, history.recipe, history.subject
    if _was_cut(seen, runs):
        return PageError(
            f"page cut off: {subject}: the end of the HTML is missing", "truncated", _RETRY_HINT, subject
        )
    if is_strange:
        return _suspect("wrong-site", subject, "another site answered, and no known entry is on it")
    if has_moved:
        return _suspect("moved", subject, "most entries are gone, and old ones stand there that nobody knows")
    missing = _missing_field(seen, runs, recipe)
    if missing:
        return _suspect("fields-missing", subject, missing)
    few = _too_few(seen.count, runs, recipe)
    if not few:
        return None
    wall = _walls.recognise(page)
    if wall:
        return PageError(f"page lost: {subject}: {wall.cause}", wall.code, wall.hint, subject)
    return _suspect("too-few", subject, few)


def clock_back(runs: Sequence[Run], now: dt.datetime) -> tuple[Problem, ...]:
    """Return a problem when a run is dated before the last one."""
    if not runs or now >= runs[0].at:
        return ()
    return (Problem("clock-back", f"the clock stands before the last run, {runs[0].at.isoformat()}"),)


def _was_cut(seen: Sight, runs: Sequence[Run]) -> bool:
    """Return whether a page lacks the end that the last good one had."""
    last = next(_good(runs), None)
    return last is not None and last.whole and not seen.whole


def _suspect(code: str, subject: str, cause: str) -> SuspectError:
    return SuspectError(f"page suspect: {subject}: {cause}", code, _STATUS_HINT, subject)


def _good(runs: Sequence[Run], recipe: str | None = None) -> Iterator[Run]:
    """Yield the good runs that showed entries, newest first; with a recipe only its own."""
    return (run for run in runs if run.status == "ok" and run.count and recipe in (None, run.recipe))


def _missing_field(seen: Sight, runs: Sequence[Run], recipe: str) -> str | None:
    last = next(_good(runs, recipe), None)
    if last is None:
        return None
    for name, before, now in (
        ("title", last.titles, seen.titles),
        ("link", last.links, seen.links),
        ("date", last.dates, seen.dates),
    ):
        if before - now > MOST_DROP:
            return f"{now:.0%} of the entries have a {name}, {before:.0%} had one"
    return None


def usual_count(runs: Sequence[Run], recipe: str) -> float | None:
    """Return the median of what the last ten good runs with a recipe showed; None without one.

    A good run that showed too few was accepted, or believed: it is where normal starts anew.
    """
    counts: list[int] = []
    for run in reversed(list(_good(runs, recipe))):
        if counts and run.count < median(counts) * LEAST_SHARE:
            counts = []
        counts = [*counts, run.count][-GOOD_RUNS:]
    return median(counts) if counts else None


def _too_few(count: int, runs: Sequence[Run], recipe: str) -> str | None:
    usual = usual_count(runs, recipe)
    if usual is None or count >= usual * LEAST_SHARE:
        return None
    before = [run.code for run in runs[: RUNS_TO_BELIEVE - 1]]
    if count and before == ["too-few"] * (RUNS_TO_BELIEVE - 1):
        return None
    return f"{count} entries, usually {usual:g}"


def is_strange(page: Page, address: str) -> bool:
    """Return whether a page came from another site than the one that was asked."""
    return page.url is not None and not _urls.same_site(page.url, address)
