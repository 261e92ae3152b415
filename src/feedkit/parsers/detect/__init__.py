"""The list of a page, found without being told: HTML to its entries by shape and by what fields say.

It takes a page and gives its raw entries, each with the rule that gave each field; or a `PageError` that
names the candidates. It never fetches and knows no site.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from feedkit import _enclosures, _pictures
from feedkit.errors import PageError
from feedkit.models import EntriesPage, Page, RawEntry
from feedkit.parsers.detect import fields, groups, heads, rows
from feedkit.parsers.detect.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedkit import _html
    from feedkit.parsers.detect.outline import Outline

_MOST_GROUPS = 40
_SAMPLE = 24
_ASIDE = frozenset(("nav", "aside", "footer", "header"))
_POOR = 0.5
"""Share of a good row's quality below which a row is no entry."""
_LEAST = 0.9
"""Score below which a list is a guess."""
_SHIFTED = 0.85
_FINE = 0.7
_MOST = 0.8
_ALIKE_NAMES = 0.6
_STRANGE = 0.3
"""Share of the usual columns below which a row is no entry."""
_WHOLE = 0.85
_FINER = 1.2
_WIDER = 0.75
_ALIKE = 0.9
"""Share of the best list's quality that a finer or wider cut of it must have."""


@dataclass
class Candidate:
    """A group that was read, and what it is worth as the page's list."""

    group: groups.Group
    plan: fields.Plan
    found: list[fields.Found]
    """Its rows, or some of them."""
    quality: float
    """Of the rows that are entries."""
    whole: float
    """The share of the rows that are entries."""
    is_aside: bool
    complete: float
    """How much of what stands among the rows is theirs."""

    @property
    def single(self) -> float:
        """How much each row is one entry, whole: not several, and not the end of one and the next's begin."""
        titles = self.plan.titles
        shift = 0.08 * titles[0].order if titles and self.group.is_wide else 0.0
        shifted = _SHIFTED if self.group.is_shifted else 1
        return (1 - self.plan.repeats) * max(0.7, 1 - shift) * shifted * (0.5 + 0.5 * self.complete)

    @property
    def count(self) -> float:
        """How many entries it has."""
        return len(self.group.spans) * self.whole

    @property
    def score(self) -> float:
        """How much it looks like the list of the page, next to others."""
        place = 0.5 if self.is_aside else 1.0
        return math.log2(1 + self.count) * self.quality**2 * (0.5 + 0.5 * self.whole) * self.single * place

    @property
    def mass(self) -> float:
        """How much of a list it takes in, next to other cuts of the same list."""
        return self.count * self.whole * self.quality * self.single


def parse(page: Page, root: Any, facts: _html.Facts, subject: str) -> EntriesPage:
    """Return the entries of the main list of a tree; `PageError` `no-list` where none is sure enough."""
    view = View(root, facts)
    found = find(view)
    if not found or found[0].score < _LEAST:
        raise _nothing(subject)
    rows_found, left_out = entries(view, join(found, choose(found)))
    return EntriesPage(
        url=facts.url,
        base=facts.base,
        parser="detect",
        title=facts.title,
        language=facts.language,
        site_name=facts.site_name,
        entries=rows_found,
        left_out=left_out,
        retrieved=page.retrieved,
    )


def _nothing(subject: str) -> PageError:
    hint = "write a recipe (entry, title, link, date, ...) and give it with --recipe or in feedkit.toml"
    message = f"nothing found: {subject}: no part of the page looks like a list of entries"
    return PageError(message, "no-list", hint, subject)


def find(view: View) -> list[Candidate]:
    """Return the candidates for a page's list, the best first."""
    found = [_candidate(view, group) for group in groups.find(view, _MOST_GROUPS)]
    found.sort(key=lambda candidate: -candidate.score)
    return found


def choose(found: Sequence[Candidate]) -> Candidate:
    """Return the best cut of the best list."""
    best = found[0]
    return max((each for each in found if _is_cut(each, best)), key=lambda each: each.mass)


def _is_cut(other: Candidate, best: Candidate) -> bool:
    """Return whether a candidate cuts the list that another found in another way, and no worse."""
    if other is best:
        return True
    if other.whole < _WHOLE or not groups.overlap(other.group, best.group):
        return False
    if groups.inside(other.group, best.group) > _FINER * len(best.group.spans):
        return other.quality >= _ALIKE * best.quality
    extra = other.count - best.count
    return (
        extra > 0 and other.quality * other.count - best.quality * best.count >= _WIDER * best.quality * extra
    )


def _candidate(view: View, group: groups.Group) -> Candidate:
    above = heads.find(view, group.spans)
    step = max(1, len(group.spans) / _SAMPLE)
    numbers = [int(number * step) for number in range(min(_SAMPLE, len(group.spans)))]
    sample = [rows.read(view, group.spans[number], is_wide=group.is_wide) for number in numbers]
    plan = fields.plan(view, sample)
    above = heads.Heads(tuple(above.dates[number] for number in numbers), above.worth)
    found = fields.read(view, sample, plan, above)
    kept = [each.quality for each in _kept(found)]
    quality = sum(kept) / len(kept) if kept else 0.0
    return Candidate(
        group,
        plan,
        found,
        quality,
        len(kept) / len(found),
        _is_aside(view, group),
        groups.completeness(view, group),
    )


def _is_entry(row: fields.Found, good: float, *, is_dated: bool) -> bool:
    """Return whether a row is an entry: nearly as good as the others, and better where it is unlike them."""
    if row.title is None and row.link is None:
        return False
    if row.typical >= _STRANGE:
        return row.quality >= _POOR * good
    return row.quality >= _FINE * good and (row.date is not None or not is_dated)


def _kept(found: Sequence[fields.Found]) -> list[fields.Found]:
    """Return the rows that are entries."""
    good = sorted(each.quality for each in found)[len(found) * 3 // 4]
    is_dated = sum(each.date is not None for each in found) > _MOST * len(found)
    return [each for each in found if _is_entry(each, good, is_dated=is_dated)]


def _is_aside(view: View, group: groups.Group) -> bool:
    page = view.outline
    place = page.parents[group.spans[0][0]]
    while place >= 0:
        if page.tags[place] in _ASIDE:
            return True
        place = page.parents[place]
    return False


def entries(
    view: View, candidates: Sequence[Candidate]
) -> tuple[tuple[RawEntry, ...], tuple[tuple[str, int], ...]]:
    """Return the raw entries of one list, or of several that are one, in the order of the page.

    Beside them stands why how many of their pictures were left out.
    """
    found = [row for candidate in candidates for row in _kept(_whole(view, candidate))]
    found.sort(key=lambda row: row.row.start)
    found = [row for row in found if not _is_head(view, row)]
    elements = [_tops(view.outline, row.row) for row in found]
    images, left_out = _pictures.choose([_pictures.of(tops) for tops in elements])
    raw = [
        replace(_raw(view, row), images=shown, enclosures=_enclosures.of(tops))
        for row, tops, shown in zip(found, elements, images, strict=True)
    ]
    return tuple(raw), left_out


def _tops(page: Outline, row: rows.Row) -> list[Any]:
    """Return the elements that a row consists of, without those inside of them."""
    return [page.elements[place] for place in range(row.start, row.end) if page.parents[place] < row.start]


def _whole(view: View, candidate: Candidate) -> list[fields.Found]:
    group = candidate.group
    read = [rows.read(view, span, is_wide=group.is_wide) for span in group.spans]
    return fields.read(view, read, fields.plan(view, read), heads.find(view, group.spans))


def _raw(view: View, row: fields.Found) -> RawEntry:
    return RawEntry(
        title=row.title.text if row.title else None,
        link=view.links[row.link] if row.link is not None else None,
        date=row.date,
    )


def join(found: Sequence[Candidate], best: Candidate) -> list[Candidate]:
    """Return a list with the others of its kind, as where some entries of it stand apart."""
    joined = [best]
    for other in found:
        is_apart = not any(groups.overlap(other.group, each.group) for each in joined)
        if is_apart and _is_alike(other, best):
            joined.append(other)
    return joined


def _is_alike(one: Candidate, other: Candidate) -> bool:
    """Return whether a list is as good as another and has the same columns, by the names of their elements."""
    if one.is_aside or one.quality < _ALIKE * other.quality:
        return False
    first, second = ({key[2] for row in each.found for key in row.row.pieces} for each in (one, other))
    titles = [each.plan.titles[0].key[2] if each.plan.titles else None for each in (one, other)]
    return titles[0] == titles[1] and len(first & second) >= _ALIKE_NAMES * len(first | second)


def _is_head(view: View, row: fields.Found) -> bool:
    """Return whether a row is the head of a table."""
    tags = view.outline.tags[row.row.start : row.row.end]
    return "th" in tags and "td" not in tags
