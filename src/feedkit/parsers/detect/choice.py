"""Choice: which group of a page is its list, and which cut of it.

It takes a view of a page and gives `Candidate`s, groups that were read with what they are worth, and from
them the lists of the page, the main one first. A list is made of one candidate, or of several that are
alike.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feedkit.parsers.detect import confidence, fields, groups, heads, parts, rows, standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedkit.parsers.detect.view import View

_SOME_GROUPS, _MOST_GROUPS, _FEW_ROWS = 12, 40, 3
"""How many groups are looked at, at least and at most, the most promising ones, and by how many of their rows."""
_BEST_GROUPS, _MANY_ROWS = 10, 24
"""How many of those are looked at again, and by how many rows."""
_PROMISING, _LIKELY = 0.2, 0.35
"""Shares of the best worth, and of the best score by a few rows, below which a group is not looked at, or not again."""
_MOST_LISTS = 9
_POOR, _FINE = 0.5, 0.7
"""Shares of a good row's quality below which a row is no entry: where it is like the others, and where not."""
_STRANGE = 0.3
"""Share of the usual places below which a row is unlike the others."""
_FEWEST = 2
"""Entries with a link and a date each, at least, beside which running text without either is none."""
_DATED = 0.8
"""Share of rows with a date from which on a row without one is no entry if it is unlike the others."""
_SOME, _WHOLE, _FINER, _SAME, _EACH, _WIDER = 0.75, 0.85, 1.2, 0.9, 0.7, 0.75
_MANY = 64
"""Entries from which on more of them say nothing about which list is the main one."""
_ALIKE_NAMES = 0.6
_LEAST, _UNDATED, _OF_PROSE, _ALL = 0.13, 0.2, 0.4, 0.8
"""Confidence below which a list is a guess: one with dates, without, and with nearly `_ALL` titles running text."""
_HAS, _REAL = 0.5, 0.75
"""From here on a list has dates or links, and titles that are none of a menu."""
_SHIFTED = 0.85
_SEVERAL = 4
_LONG_TEXT = 1000
"""Letters of running text from which on a page is that text."""


@dataclass(slots=True)
class Candidate:
    """A group that was read, and what it is worth as the page's list."""

    group: groups.Group
    plan: fields.Plan
    parts: tuple[float, ...]
    """How good title, date, link and text of its entries are on average, each 0 to 1."""
    whole: float
    """The share of its rows that are entries."""
    complete: float
    """How much of what stands among its rows is theirs."""
    prose: float
    """The share of its titles that are running text, as comments and notes have."""
    standing: float
    """How likely the part of the page in which it stands holds the main list, 0 to 1."""
    start: float
    """How far down the page its middle is, 0 to 1."""
    is_plain: bool
    """Whether it is a list however short it and its titles are: see `_is_plain`."""
    pages: float
    """To how many pages its entries lead, each of them."""
    rows: list[tuple[fields.Found, str | None]] | None
    """What its rows hold, and why one is no entry, where all were read as closely as they can be."""

    @property
    def quality(self) -> float:
        """How much its rows look like entries, 0 to 1."""
        return fields.quality(self.parts)

    @property
    def named(self) -> float:
        """How much its rows have a title, a date and a link, whatever else they say, 0 to 1."""
        return fields.quality((*self.parts[:3], 0.0))

    @property
    def count(self) -> float:
        """How many entries it has."""
        return len(self.group.spans) * self.whole

    @property
    def single(self) -> float:
        """How much each row is one entry, whole: not several, and not the end of one and the next's begin."""
        titles = self.plan.titles
        shift = 0.08 * titles[0].order if titles and self.group.is_wide else 0.0
        shifted = _SHIFTED if self.group.is_shifted else 1
        return (1 - self.plan.repeats) * max(0.7, 1 - shift) * shifted * (0.5 + 0.5 * self.complete)

    @property
    def place(self) -> float:
        """How likely a page's main list is to stand where it does."""
        return self.standing * (1 - 0.15 * self.start)

    @property
    def score(self) -> float:
        """How much it looks like the list of the page, next to other lists."""
        count = math.log2(1 + min(self.count, _MANY))
        return count * self.quality**2 * (0.5 + 0.5 * self.whole) * self.single * self.place

    @property
    def is_list(self) -> bool:
        """Whether it is sure enough to be a list: one with dates or links to pages, and real titles where it lacks either."""
        title, _, link, _ = self.parts
        real = title * (1 - self.prose)
        least = _OF_PROSE if self.prose > _ALL else _LEAST if self.is_dated else _UNDATED
        return (
            self.standing >= standing.LEAST
            and (self.confidence.value >= least or self.is_plain)
            and (self.is_dated or (min(link, self.pages) > _HAS and real > _REAL))
            and (link > _HAS or real > _HAS)
        )

    @property
    def is_dated(self) -> bool:
        """Whether its entries have dates."""
        return self.parts[1] > _HAS

    @property
    def confidence(self) -> confidence.Confidence:
        """How sure it is that this is the list of the page."""
        return confidence.of(self.score, self.prose)

    @property
    def mass(self) -> float:
        """How much of a list it takes in, next to other cuts of the same list."""
        return self.count * self.whole * self.quality * self.single


def lists(view: View) -> list[list[Candidate]]:
    """Return the lists of a page, the main one first; what another list takes in is none of its own."""
    left = sorted(map_groups(view), key=lambda candidate: -candidate.score)
    found: list[list[Candidate]] = []
    while left and len(found) < _MOST_LISTS:
        best = _whole_of(view, left, _best_cut(view, left))
        joined = _joined(left, best)
        found.append(joined)
        left = [each for each in left if not any(groups.overlap(each.group, part.group) for part in joined)]
    return found


def map_groups(view: View) -> list[Candidate]:
    """Return the most promising groups as candidates: many by a few rows, and the best of them by more."""
    promising = groups.find(view, _MOST_GROUPS)
    rough = [
        _candidate(view, group, _FEW_ROWS)
        for number, group in enumerate(promising)
        if number < _SOME_GROUPS or group.worth > _PROMISING * promising[0].worth
    ]
    rough.sort(key=lambda candidate: -candidate.score)
    return [_surer(view, each, rough[0]) for each in rough[:_BEST_GROUPS]]


def _surer(view: View, rough: Candidate, best: Candidate) -> Candidate:
    """Return a candidate as many rows tell it, where a few make it likely."""
    if len(rough.group.spans) <= _FEW_ROWS or rough.score < _LIKELY * best.score:
        return rough
    return _candidate(view, rough.group, _MANY_ROWS)


def _candidate(view: View, group: groups.Group, most: int) -> Candidate:
    above = heads.find(view, group.spans)
    step = max(1, len(group.spans) / most)
    numbers = [int(number * step) for number in range(min(most, len(group.spans)))]
    sample = [rows.read(view, group.spans[number], is_wide=group.is_wide) for number in numbers]
    plan = fields.plan(view, sample) if most > _FEW_ROWS else fields.plan(view, sample, most_titles=1)
    found = fields.read(view, sample, plan, above.of(numbers))
    told = judged(view, found)
    kept = [row for row, reason in told if reason is None] or found
    means = tuple(sum(each.parts[number] for each in kept) / len(kept) for number in range(4))
    complete = groups.completeness(view, group)
    start = group.spans[len(group.spans) // 2][0] / len(view.outline.tags)
    prose = sum(each.is_prose for each in kept) / len(kept)
    whole, worth = len(kept) / len(found), standing.of(view, group)
    is_plain = whole == worth == 1 and not prose and _is_plain(view, group, found)
    all_rows = told if most > _FEW_ROWS and len(found) == len(group.spans) else None
    pages = {_page(view.links[each.link]) for each in kept if each.link is not None}
    return Candidate(
        group, plan, means, whole, complete, prose, worth, start, is_plain, len(pages) / len(kept), all_rows
    )


def _page(address: str) -> str:
    """Return an address without the place within its page; scripts of some pages name others there."""
    page, _, place = address.partition("#")
    return address if place[:1] in ("/", "!") else page


def _is_plain(view: View, group: groups.Group, found: Sequence[fields.Found]) -> bool:
    """Return whether each row has a date in it, and a title and a link that no other has, beside no long text.

    Where there are several rows, a day that no other with the title has is enough.

    Such rows below a long text are what is said of it, or what else there is to read.
    """
    beside = view.running[-1] - view.running[group.spans[-1][1]] + view.running[group.spans[0][0]]
    titles = {(each.title.text, each.date) for each in found if each.title and each.date}
    links = {view.links[each.link] for each in found if each.link is not None}
    names = len({title for title, _ in titles})
    is_each = len(titles) == len(links) == len(found) and (names == len(found) or len(found) >= _SEVERAL)
    return beside < _LONG_TEXT and is_each


def _best_cut(view: View, found: Sequence[Candidate]) -> Candidate:
    """Return the best cut of the best list."""
    best = found[0]
    return max((each for each in found if _is_cut(view, each, best)), key=lambda each: each.mass)


def _whole_of(view: View, found: Sequence[Candidate], best: Candidate) -> Candidate:
    """Return the list whose entries have those of another as their parts; that other where there is none."""
    spans, are_alike = best.group.spans, parts.are_called_alike(view, best.plan)
    wholes = (
        each
        for each in found
        if each.score >= _EACH * best.score
        and len(each.group.spans) * _FINER < len(spans)
        and groups.inside(best.group, each.group) > _EACH * len(spans)
        and (are_alike or (best.plan.dates and not parts.are_called_alike(view, each.plan)))
        and parts.are_of(view, spans, best.plan, each.group.spans, each.plan)
    )
    return max(wholes, key=lambda each: each.mass, default=best)


def _has_all(part: Candidate, whole: Candidate) -> bool:
    """Return whether rows have titles, dates and links as those do that they are parts of."""
    return all(one >= _EACH * other for one, other in zip(part.parts[:3], whole.parts[:3], strict=True))


def _is_cut(view: View, other: Candidate, best: Candidate) -> bool:
    """Return whether a candidate cuts the list that another found in another way, and no worse.

    Finer rows must each have what the whole had; more rows must be about as good as those that were there, and
    have their dates.
    """
    if other is best:
        return True
    if not groups.overlap(other.group, best.group):
        return False
    inside = groups.inside(other.group, best.group)
    if inside > _FINER * len(best.group.spans):
        is_good = other.quality >= _SAME * best.quality
        if groups.begins(view, other.group, best.group):
            is_good = other.named >= _SAME * best.named
        return other.count > _SOME * inside and is_good and _has_all(other, best)
    extra = other.count - best.count
    gained = other.quality * other.count - best.quality * best.count
    keeps_dates = other.parts[1] * other.count >= _EACH * best.parts[1] * best.count
    return other.whole > _WHOLE and extra > 0 and gained >= _WIDER * best.quality * extra and keeps_dates


def _joined(found: Sequence[Candidate], best: Candidate) -> list[Candidate]:
    """Return a list with the others of its kind, as where some entries of it stand apart."""
    joined = [best]
    for other in found:
        is_apart = not any(groups.overlap(other.group, each.group) for each in joined)
        if is_apart and _is_alike(other, best):
            joined.append(other)
    return joined


def _is_alike(one: Candidate, other: Candidate) -> bool:
    """Return whether a list is as good as another and has the same columns, by the names of their elements."""
    if one.standing < 1 or one.quality < _SAME * other.quality:
        return False
    first, second = one.plan.names, other.plan.names
    titles = [each.plan.titles[0].key[2] if each.plan.titles else None for each in (one, other)]
    return titles[0] == titles[1] and len(first & second) >= _ALIKE_NAMES * len(first | second)


def entries(view: View, candidate: Candidate) -> list[tuple[fields.Found, str | None]]:
    """Return what all rows of a candidate hold, and why a row is no entry."""
    if candidate.rows is not None:
        return candidate.rows
    group = candidate.group
    read = [rows.read(view, span, is_wide=group.is_wide) for span in group.spans]
    return judged(view, fields.read(view, read, fields.plan(view, read), heads.find(view, group.spans)))


def judged(view: View, found: Sequence[fields.Found]) -> list[tuple[fields.Found, str | None]]:
    """Return rows with the reason why each is no entry, None where it is one."""
    bare = _bare(view, found)
    good = sorted(each.quality for each in found)[len(found) * 3 // 4]
    dated = [number for number, each in enumerate(found) if each.date is not None]
    is_dated = len(dated) > _DATED * len(found)
    are_alike = sum(each.typical > _HAS for each in found) > _DATED * len(found)
    names = [each for each in found if not each.is_prose]
    are_whole = sum(_is_whole(each) for each in names) > _DATED * max(len(names), _FEWEST)
    told = []
    for number, each in enumerate(found):
        reason = _reason(each, good, is_dated=is_dated, are_whole=are_whole)
        if reason is None and are_alike and not each.typical:
            reason = "nothing where the others have something"
        if reason is None and is_dated and each.row.is_wide and not dated[0] <= number <= dated[-1]:
            reason = "no date, and before or after all that have one"
        if reason is None and id(each) in bare:
            reason = "one of several side by side without a date"
        told.append((each, reason))
    return told


def _bare(view: View, found: Sequence[fields.Found]) -> set[int]:
    """Return which rows stand beside none that is dated, as in a menu, where elsewhere nearly all are."""
    parts: dict[int, list[fields.Found]] = defaultdict(list)
    starts = [-1, *(each.row.start for each in found), len(view.outline.ends)]
    for each, before, after in zip(found, starts, starts[2:], strict=False):
        if not each.row.is_head:
            parts[_around(view, each.row.start, before, after)].append(each)
    dated = {place for place, part in parts.items() if any(each.date or each.head for each in part)}
    rows_there = [each for place in dated for each in parts[place]]
    if sum(bool(each.date or each.head) for each in rows_there) <= max(
        _WHOLE * len(rows_there), sum(map(len, parts.values())) / 2
    ):
        return set()
    bare = (part for place, part in parts.items() if len(part) > _FEWEST and place not in dated)
    return {id(each) for part in bare for each in part}


def _is_whole(row: fields.Found) -> bool:
    return row.link is not None and row.date is not None


def _around(view: View, place: int, before: int, after: int) -> int:
    """Return the innermost element that holds what one of two others, before and after it, does; -1 for none."""
    page = view.outline
    outer = page.parents[place]
    while outer >= 0 and not (outer <= before or after < page.ends[outer]):
        outer = page.parents[outer]
    return outer


def _reason(row: fields.Found, good: float, *, is_dated: bool, are_whole: bool) -> str | None:
    if are_whole and row.is_prose and row.link is None and row.date is None:
        return "running text"
    if row.title is None and row.link is None:
        return "neither title nor link"
    if row.row.is_head:
        return "the head of a table"
    is_strange = row.typical < _STRANGE
    if row.quality < (_FINE if is_strange else _POOR) * good:
        return "far less than the others have"
    if is_strange and is_dated and row.date is None:
        return "no date, and unlike the others"
    return None
