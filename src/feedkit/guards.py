"""Guards: whether what a page shows may be published, judged by the page and its history.

It takes a page, what was read from it, the entries that it shows again and the runs before, and
gives None, or the error that makes the run suspect (exit status 3) or broken (1). It changes
nothing and reads no clock. A first look at a page has no history, and only an empty one fails it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedkit import _dates, _text, _urls, identity
from feedkit.errors import PageError, SuspectError
from feedkit.models import Problem, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from feedkit import _walls
    from feedkit.models import Entries, EntriesPage, Entry, KnownEntry, Page, RawEntry

GOOD_RUNS = 10
"""How many good runs tell what a page usually shows."""
LEAST_SHARE = 0.5
MOST_DROP = 0.30
RUNS_TO_BELIEVE = 3
"""After so many runs in a row that saw too few, few is normal."""
_FEW = 3
"""Fewer entries than that tell nothing of a layout."""
_LONG_TEXT = 20
"""Letters of a text that stands in another by no chance."""
_REST = 80
"""Letters of the next entry that a text may end with where a page was cut."""
_END = re.compile(rb"</html\s*>(?!\s*[\"'\\])", re.IGNORECASE)
_START = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
_FRAME = re.compile(rb"<(/?)(?:body|div|main|section|article|ul|ol|dl|table|tbody)(?=[\s>])", re.IGNORECASE)
_ENCLOSING = ((b"<script", b"</script"), (b"<!--", b"-->"))
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


def sight(page: Page, shown: Entries | EntriesPage) -> Sight:
    """Return the figures of a page and of the entries that it shows; its history is made of them."""
    entries: Sequence[Entry | RawEntry] = shown.entries
    untitled = {problem.entry for problem in shown.problems if problem.code == "no-title"}
    return Sight(
        len(entries),
        _share(bool(entry.title) and index not in untitled for index, entry in enumerate(entries)),
        _share(bool(entry.link) for entry in entries),
        _share(bool(entry.date) for entry in entries),
        is_whole(page),
    )


def _share(claims: Iterable[bool]) -> float:
    values = list(claims)
    return sum(values) / len(values) if values else 0.0


def is_whole(page: Page) -> bool:
    """Return whether a page is HTML and has its `</html>`: in its markup, not in a script or comment."""
    content = page.content.replace(b"\0", b"")  # of UTF-16
    ends = list(_END.finditer(content)) if _START.search(content[:4096]) else []
    return bool(ends) and not _is_enclosed(content[ends[-1].end() :].lower())


def _is_enclosed(rest: bytes) -> bool:
    """Return whether what follows closes a script or comment that it did not open."""
    return any(begin not in rest[: rest.find(end)] for begin, end in _ENCLOSING if end in rest)


@dataclass(frozen=True, slots=True)
class History:
    """What a source showed before: its runs, newest first, and the hash of the recipe of today."""

    runs: Sequence[Run]
    recipe: str
    subject: str
    """How errors call the page."""
    known: Sequence[KnownEntry] = ()
    again: identity.Match = identity.NO_MATCH
    """Which known entry each row of the page is."""

    @property
    def shown(self) -> list[KnownEntry]:
        """What the last good run showed."""
        return [known for known in self.known if known.shown]

    @property
    def pairs(self) -> list[tuple[Entry, Entry]]:
        """What the page shows again of it: as it is now, and as it was."""
        again = zip(self.again.rows, self.again.found, strict=True)
        return [(row, known.entry) for row, known in again if known and known.shown]


def judge(
    page: Page, seen: Sight, history: History, *, is_strange: bool, has_moved: bool
) -> PageError | None:
    """Return why a page may not be published, or None when it is good.

    `is_strange` says that another site answered and no known entry is on the page; `has_moved` that
    old entries came back as new ones. A new recipe has no history of counts.
    """
    runs, subject = _runs(history), history.subject
    cut = _cut(page, seen, history, runs)
    if cut:
        return PageError(f"page cut off: {subject}: {cut}", "truncated", _RETRY_HINT, subject)
    few = _too_few(seen.count, runs, history.recipe)
    wall = _wall(page) if few or (history.known and not any(history.again.found)) else None
    if wall:
        return PageError(f"page lost: {subject}: {wall.cause}", wall.code, wall.hint, subject)
    if is_strange:
        return _suspect("wrong-site", subject, "another site answered, and no known entry is on it")
    if has_moved:
        return _suspect("moved", subject, "most entries are gone, and old ones stand there that nobody knows")
    missing = _missing_field(seen, history, runs)
    if missing:
        return _suspect("fields-missing", subject, missing)
    return _suspect("too-few", subject, few) if few else None


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


def usual_count(runs: Sequence[Run], recipe: str) -> float | None:
    """Return the median of what the last ten good runs with a recipe showed; None without one.

    A good run that showed fewer than half of what was usual then was accepted, or believed: it is
    the new normal, and what was before it counts no longer.
    """
    counts: list[int] = []
    for run in reversed(list(_good(runs, recipe))):
        if counts and run.count < LEAST_SHARE * _median(counts):
            counts = []
        counts = [*counts, run.count][-GOOD_RUNS:]
    return _median(counts) if counts else None


def _median(counts: Sequence[int]) -> float:
    ordered, middle = sorted(counts), len(counts) // 2
    return (ordered[middle] + ordered[~middle]) / 2


def _runs(history: History) -> Sequence[Run]:
    """Return the runs; where all that are kept went wrong, also what the entries tell of the last good one."""
    runs, shown = history.runs, [known.entry for known in history.shown]
    if not runs or not shown or next(_good(runs), None) is not None:
        return runs
    links, dates = _share(bool(entry.link) for entry in shown), _share(bool(entry.date) for entry in shown)
    return [*runs, Run(runs[-1].at, "ok", None, len(shown), runs[-1].recipe, 1.0, links, dates)]


def _good(runs: Sequence[Run], recipe: str | None = None) -> Iterator[Run]:
    """Yield the good runs that showed entries, newest first; with a recipe only its own."""
    return (run for run in runs if run.status == "ok" and run.count and recipe in (None, run.recipe))


def _suspect(code: str, subject: str, cause: str) -> SuspectError:
    return SuspectError(f"page suspect: {subject}: {cause}", code, _STATUS_HINT, subject)


def _cut(page: Page, seen: Sight, history: History, runs: Sequence[Run]) -> str | None:
    """Return how a page shows that its end is missing; what ends as HTML ends is whole."""
    last = next(_good(runs), None)
    if seen.whole or last is None:
        return None
    if last.whole:
        return "the end of the HTML is missing"
    if last.recipe != history.recipe:  # other texts are read than before
        return None
    if _ends_inside_a_letter(page.content) and _last_candidates(history):
        return "it ends inside a letter"
    return "it ends inside an entry" if _is_cut_short(page.content, history) else None


def _ends_inside_a_letter(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return False


def _last_candidates(history: History) -> list[Entry]:
    """Return which known entries the last row may be, if it is not just as it was."""
    rows, found = history.again.rows, history.again.found
    if not rows:
        return []
    candidates = [found[-1]] if found[-1] else history.shown
    return [known.entry for known in candidates if _texts(known.entry) != _texts(rows[-1])]


def _is_cut_short(content: bytes, history: History) -> bool:
    """Return whether the last row of a page is the first part of an entry, and what followed is gone.

    Either there are fewer rows than before, or the page lacks an end; and it was not edited all over.
    """
    rows = history.again.rows
    edited = sum(_texts(row) != _texts(entry) for row, entry in history.pairs)
    if 2 * edited > len(rows) > 1 or not (len(rows) < len(history.shown) or _is_open(content)):
        return False
    return any(_is_part(rows[-1], entry) for entry in _last_candidates(history))


def _is_open(content: bytes) -> bool:
    """Return whether a page has no frames around its rows, or not all of them end."""
    ends = [found.group(1) for found in _FRAME.finditer(content)]
    return not ends or 2 * ends.count(b"/") < len(ends)


def _is_part(row: Entry, entry: Entry) -> bool:
    """Return whether every text of a row begins one of an entry, or ends in the beginning of the next."""
    return all(any(_is_begun(text, other) for other in _texts(entry)) for text in _texts(row))


def _is_begun(text: str, other: str) -> bool:
    return other.startswith(text) or (text.startswith(other) and len(text) <= len(other) + _REST)


def _texts(entry: Entry) -> set[str]:
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


def _missing_field(seen: Sight, history: History, runs: Sequence[Run]) -> str | None:
    """Return which field is filled in 30 points fewer of the entries than in the last good run."""
    last = next(_good(runs, history.recipe), None)
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
        if strays > 1 and _is_drop(strays / len(pairs)):
            return f"{strays} of {len(pairs)} known entries have the {name} of another"
    for name, is_other in (("title", _is_other_title), ("link", _is_picture), ("summary", _is_other_summary)):
        count = sum(is_other(row, entry) for row, entry in pairs)
        if count and _is_drop(count / len(pairs)):
            return f"the {name} of {count} of {len(pairs)} known entries is another field of theirs"
    return None


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
    return is_inside or title in _texts(entry) or _is_its_day(title, row)


def _is_other_summary(row: Entry, entry: Entry) -> bool:
    summary = _text.clean(row.summary or "")
    if not summary or summary == _text.clean(entry.summary or ""):
        return False
    return summary in _texts(entry) or _is_its_day(summary, entry)


def _is_its_day(text: str, entry: Entry) -> bool:
    """Return whether a text is nothing but the day of an entry."""
    day = identity.day_of(entry)
    reading = _dates.read(text, dt.UTC) if day and len(text) < _REST else None
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


def _too_few(count: int, runs: Sequence[Run], recipe: str) -> str | None:
    usual = usual_count(runs, recipe)
    if usual is None or count >= usual * LEAST_SHARE:
        return None
    before = [(run.code, run.recipe) for run in runs[: RUNS_TO_BELIEVE - 1]]
    if count and before == [("too-few", recipe)] * (RUNS_TO_BELIEVE - 1):
        return None
    return f"{count} entries, usually {usual:g}"
