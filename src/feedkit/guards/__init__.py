"""Guards: whether what a page shows may be published, judged by the page and its history.

It takes a page, what was read from it, the entries that it shows again and the runs before, and
gives None, or the error that makes the run suspect (exit status 3) or broken (1). It changes
nothing and reads no clock. A first look at a page has no history, and only an empty one fails it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedkit import _urls
from feedkit.errors import PageError, SuspectError
from feedkit.guards import ends, fields, past
from feedkit.guards.ends import is_whole
from feedkit.guards.past import History, Sight, usual_count
from feedkit.models import Problem

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from feedkit import _walls
    from feedkit.models import Entries, EntriesPage, Entry, KnownEntry, Page, RawEntry, Run

__all__ = [
    "History",
    "Sight",
    "clock_back",
    "is_strange",
    "is_whole",
    "judge",
    "lost_end",
    "sight",
    "usual_count",
]

RUNS_TO_BELIEVE = 3
"""After so many runs in a row that saw too few, few is normal."""
_NOTHING = frozenset(("empty-page", "no-list", "js-shell"))
_RETRY_HINT = "the next run tries again; if the page never ends better: feedkit accept {}"
_STATUS_HINT = "look at the page and at `feedkit status`; if the new look is right: feedkit accept {}"


def sight(page: Page, shown: Entries | EntriesPage) -> Sight:
    """Return the figures of a page and of the entries that it shows; its history is made of them."""
    entries: Sequence[Entry | RawEntry] = shown.entries
    untitled = {problem.entry for problem in shown.problems if problem.code == "no-title"}
    return Sight(
        len(entries),
        past.share(bool(entry.title) and index not in untitled for index, entry in enumerate(entries)),
        past.share(bool(entry.link) for entry in entries),
        past.share(bool(entry.date) for entry in entries),
        is_whole(page),
    )


def judge(
    page: Page, seen: Sight, history: History, *, is_strange: bool, has_moved: bool
) -> PageError | None:
    """Return why a page may not be published, or None when it is good.

    `is_strange` says that another site answered and no known entry is on the page; `has_moved` that
    old entries came back as new ones. A new recipe has no history of counts.
    """
    runs, subject = history.runs, history.subject
    cut = ends.cut(page, seen, history, runs)
    if cut:
        return _cut_off(cut, subject, history.source)
    few = _too_few(seen.count, runs, history.recipe)
    wall = _wall(page) if few or (history.known and not any(history.again.found)) else None
    if wall:
        return PageError(f"page lost: {subject}: {wall.cause}", wall.code, wall.hint, subject)
    if is_strange:
        return _suspect("wrong-site", history, "another site answered, and no known entry is on it")
    if has_moved:
        return _suspect("moved", history, "most entries are gone, and old ones stand there that nobody knows")
    missing = fields.missing(seen, history, runs)
    if missing:
        return _suspect("fields-missing", history, missing)
    return _suspect("too-few", history, few) if few else None


def lost_end(error: PageError, page: Page, runs: Sequence[Run], source: str) -> PageError | None:
    """Return what a page without entries is broken by where its entries stand in the part that is missing, or None."""
    cut = ends.lost(page, runs) if error.code in _NOTHING else None
    return _cut_off(cut, error.subject or source, source) if cut else None


def _cut_off(cut: str, subject: str, source: str) -> PageError:
    return PageError(f"page cut off: {subject}: {cut}", "truncated", _RETRY_HINT.format(source), subject)


def _wall(page: Page) -> _walls.Wall | None:
    from feedkit import _walls

    return _walls.recognise(page)


def clock_back(runs: Sequence[Run], now: dt.datetime) -> tuple[Problem, ...]:
    """Return a problem when a run is dated before the last one."""
    if not runs or now >= runs[0].at:
        return ()
    return (Problem("clock-back", f"the clock stands before the last run, {runs[0].at.isoformat()}"),)


def is_strange(page: Page, asked: str, known: Sequence[KnownEntry] = ()) -> bool:
    """Return whether a page came from another site than was asked, and than most entries link to."""
    url = page.url
    if url is None or _urls.same_site(url, asked):
        return False
    links = [entry.entry.link for entry in known if entry.entry.link]
    return 2 * sum(_urls.same_site(url, link) for link in links) <= len(links)


def _suspect(code: str, history: History, cause: str) -> SuspectError:
    subject, hint = history.subject, _STATUS_HINT.format(history.source)
    return SuspectError(f"page suspect: {subject}: {cause}", code, hint, subject)


def _too_few(count: int, runs: Sequence[Run], recipe: str) -> str | None:
    usual = usual_count(runs, recipe)
    if usual is None or count >= usual * past.LEAST_SHARE:
        return None
    before = [(run.code, run.recipe) for run in runs[: RUNS_TO_BELIEVE - 1]]
    if count and before == [("too-few", recipe)] * (RUNS_TO_BELIEVE - 1):
        return None
    return f"{count} entries, usually {usual:g}"
