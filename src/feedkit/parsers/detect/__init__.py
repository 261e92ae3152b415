"""The list of a page, found without being told: HTML to its entries by shape and by what fields say.

    outline -> lines -> groups -> rows, columns, fields -> choice

It takes the tree of a page and gives its raw entries, each with the rule that gave each field, and what
else was found; or a `PageError` that says so. It never fetches, and knows no site and no class name.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from feedkit import _text, _urls
from feedkit.errors import PageError
from feedkit.models import EntriesPage, ListFound, Page, RawEntry
from feedkit.parsers.detect import choice, featured, menus, prose, rows, wording
from feedkit.parsers.detect.columns import HEADINGS
from feedkit.parsers.detect.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedkit import _html
    from feedkit.parsers.detect.choice import Candidate
    from feedkit.parsers.detect.fields import Found, Plan
    from feedkit.parsers.detect.lines import Piece

_SHOWN = 3
_CLASSES = 2
_EDGES = " \t\n\xa0-–—|:;,·•»›)/"


def parse(page: Page, root: Any, facts: _html.Facts, subject: str, number: int | None = None) -> EntriesPage:
    """Return the entries of a list of a tree: the main one, or the one with a number, be it sure or not.

    Raises `PageError` `no-list` where none is sure enough, or there are not so many.
    """
    view = View(root, facts)
    lists = choice.lists(view)
    told = [_told(view, found) for found in lists]
    if (number or 1) > len(lists) or (number is None and not _is_main(view, lists[0])):
        raise _nothing(subject, number, told)
    place = (number or 1) - 1
    found = _rows(view, lists[place])
    entries, left_out = _entries(view, [(row, plan) for row, plan, reason in found if reason is None])
    told[place] = replace(told[place], entries=len(entries))
    return EntriesPage(
        url=facts.url,
        base=facts.base,
        parser="detect",
        title=facts.title,
        language=facts.language,
        site_name=facts.site_name,
        declared_total=_total(view, found[0][0].row.start, found[-1][0].row.end),
        entries=entries,
        next=_next(view, root, found[-1][0].row.end, facts.base),
        left_out=left_out,
        retrieved=page.retrieved,
        lists=tuple(told),
        dropped=tuple((_label(row), reason) for row, _, reason in found if reason is not None),
    )


def _is_main(view: View, found: Sequence[Candidate]) -> bool:
    """Return whether a list is sure enough to be one, and what its page is about."""
    best = found[0]
    spans = sorted(span for each in found for span in each.group.spans)
    if not best.is_list or (not best.is_dated and menus.is_one(view, spans)):
        return False
    is_aside = best.standing < 1
    return not prose.is_of(view, spans, is_dated=best.is_dated, is_plain=best.is_plain, is_aside=is_aside)


def find(root: Any, facts: _html.Facts, number: int = 1) -> list[list[Any]]:
    """Return the elements of each entry of a list, one or several side by side."""
    view = View(root, facts)
    lists = choice.lists(view)
    found = _rows(view, lists[number - 1]) if len(lists) >= number else []
    return [list(view.roots(row.row.start, row.row.end)) for row, _, reason in found if reason is None]


def _nothing(subject: str, number: int | None, told: Sequence[ListFound]) -> PageError:
    hint = "write a recipe (entry, title, link, date, ...) and give it with --recipe or in feedkit.toml"
    cause = "no part of the page looks enough like a list of entries"
    if number is not None:
        cause = f"there is no list {number}"
    elif told:
        shown = "; ".join(
            f"{number}: {each.entries} entries, `{each.where}`"
            for number, each in enumerate(told[:_SHOWN], 1)
        )
        hint = (
            f"if one of these is the list, preview and add take it with --list NUMBER ({shown}); else {hint}"
        )
    return PageError(f"nothing found: {subject}: {cause}", "no-list", hint, subject)


def _rows(view: View, found: Sequence[Candidate]) -> list[tuple[Found, Plan, str | None]]:
    """Return the rows of a list in the order of the page, each with its plan and why it is no entry."""
    read = [
        (row, candidate.plan, reason)
        for candidate in found
        for row, reason in choice.entries(view, candidate)
    ]
    read.sort(key=lambda each: each[0].row.start)
    kept = [row for row, _, reason in read if reason is None]
    return [(row, plan, None) for row, plan in featured.find(view, kept)] + read


def _entries(
    view: View, rows: Sequence[tuple[Found, Plan]]
) -> tuple[tuple[RawEntry, ...], tuple[tuple[str, int], ...]]:
    """Return the raw entries of rows, and why how many of their pictures were left out."""
    from feedkit import _enclosures, _pictures

    elements = [view.roots(row.row.start, row.row.end) for row, _ in rows]
    raw = [
        replace(_raw(view, row, plan), enclosures=_enclosures.of(roots))
        for (row, plan), roots in zip(rows, elements, strict=True)
    ]
    named = _unlabelled(raw, [row for row, _ in rows])
    return _pictures.placed(named, [_pictures.of(roots) for roots in elements])


def _unlabelled(raw: Sequence[RawEntry], rows: Sequence[Found]) -> Sequence[RawEntry]:
    """Return entries without the word that stands marked before each title, as in "Title: ..."."""
    titles = [entry.title for entry in raw if entry.title]
    label = wording.label(titles) if len(titles) == len(raw) else ""
    marks = {piece.text for row in rows[:1] for piece in row.row.pieces.values() if piece.kind == "mark"}
    if label.strip() not in marks:
        return raw
    return [replace(each, title=each.title[len(label) :].strip()) if each.title else each for each in raw]


def _raw(view: View, row: Found, plan: Plan) -> RawEntry:
    summary = row.row.pieces.get(plan.summary.key) if plan.summary else None
    return RawEntry(
        title=_title(view, row),
        link=view.links[row.link] if row.link is not None else None,
        date=row.date or (row.head if row.head and view.texts.is_day(row.head) else None),
        date_heading=row.head,
        summary=summary.text if summary and summary is not row.title else None,
        authors=_related(view, row, "author"),
        categories=_related(view, row, "tag"),
        rules=tuple(_rules(view, row)),
    )


def _title(view: View, row: Found) -> str | None:
    """Return the title of a row, without the button at the end of its line, the date at its begin, or what its link opens."""
    text = wording.without_window(row.title.text) if row.title else None
    if text and row.title and row.title is row.date_piece and not _is_named(view, row.title):
        return _undated(view, text)
    if text and row.title and row.title.kind == "line":
        ends = (
            each.text for each in row.row.pieces.values() if each.kind == "link" and text.endswith(each.text)
        )
        button = next(filter(wording.is_button, ends), "")
        return text.removesuffix(button).strip() or None
    return text


def _is_named(view: View, title: Piece) -> bool:
    """Return whether a title is a link or a heading, which stay as they are printed."""
    return title.anchor >= 0 or view.outline.is_within(title.owner, HEADINGS)


def _undated(view: View, text: str) -> str:
    """Return a line without the date that it begins with, where words are left: "May 4, 2026: Budget hearing"."""
    spot = view.texts.spots[text]
    rest = text[spot.end :].lstrip(_EDGES) if spot and not spot.start else ""
    return rest if len(view.texts.words[rest]) > 1 else text


def _related(view: View, row: Found, relation: str) -> tuple[str, ...]:
    """Return the texts of the links of a row that say what they are (HTML section 4.6.7)."""
    elements = (view.outline.elements[place] for place in rows.links(view, row.row).values())
    texts = (_text.clean("".join(each.itertext())) for each in elements if relation in _relations(each))
    return tuple(dict.fromkeys(filter(None, texts)))


def _relations(element: Any) -> list[str]:
    return str(element.get("rel") or "").lower().split()


def _rules(view: View, row: Found) -> Iterator[tuple[str, str]]:
    if row.title is not None:
        yield "title", f"{row.title.kind} in {_called(view, row.title.owner)}"
    if row.link is not None:
        yield "link", _called(view, row.link)
    if row.date_piece is not None:
        yield "date", f"{row.date_piece.kind} in {_called(view, row.date_piece.owner)}"
    elif row.head is not None:
        yield "date", "above the entry"


def _called(view: View, place: int) -> str:
    """Return the tag of an element with the first of its classes."""
    element = view.outline.elements[place]
    classes = (element.get("class") or "").split()
    return ".".join((element.tag, *classes[:_CLASSES]))


def _told(view: View, found: Sequence[Candidate]) -> ListFound:
    """Return what is told of a list to people."""
    best = found[0]
    start = best.group.spans[0][0]
    titles = best.plan.titles[0].pieces if best.plan.titles else ()
    parts = zip(("titles", "dates", "links", "text", "prose"), (*best.parts, best.prose), strict=True)
    sure = best.confidence
    return ListFound(
        entries=round(sum(each.count for each in found)),
        score=round(best.score, 2),
        where=" > ".join(_called(view, place) for place in _path(view, start)),
        titles=tuple(piece.text for piece in titles[:_SHOWN]),
        measures=tuple((name, round(value, 2)) for name, value in parts),
        confidence=sure.value,
        interval=(sure.low, sure.high),
    )


def _path(view: View, place: int) -> list[int]:
    """Return the places of an element and the two around it."""
    path: list[int] = []
    while place >= 0 and len(path) < _SHOWN:
        path.insert(0, place)
        place = view.outline.parents[place]
    return path


def _label(row: Found) -> str:
    texts = (piece.text for piece in row.row.pieces.values())
    return row.title.text if row.title else next(texts, "")


def _total(view: View, start: int, end: int) -> int | None:
    """Return how many entries a line outside the list says that there are."""
    outside = (piece.text for piece in view.pieces if piece.kind == "line" and not start <= piece.last < end)
    totals = (_text.declared_total(text) for text in outside if len(text) < 80)
    return next((total for total in totals if total is not None), None)


def _next(view: View, root: Any, end: int, base: str | None) -> str | None:
    """Return the address of the next page of the list: as links say it, else as the words below it do."""
    below = [view.outline.elements[place] for place in view.link_places if place >= end]
    links = chain(
        (each for each in root.iter("link", "a") if "next" in _relations(each)),
        (each for each in below if any(map(wording.is_next, _names(each)))),
        _second(below),
    )
    return next(filter(None, (_urls.absolute(each.get("href") or "", base) for each in links)), None)


def _names(link: Any) -> Iterator[str]:
    """Yield what a link is called: its text, and what stands for one where it is a picture."""
    yield _text.clean("".join(link.itertext()))
    yield from (_text.clean(link.get(name) or "") for name in ("aria-label", "title"))
    yield from (_text.clean(each.get("alt") or "") for each in link.iter("img"))


def _second(links: Sequence[Any]) -> Iterator[Any]:
    """Yield the link to the second page, where links are numbered and none is the first."""
    texts = ["".join(each.itertext()).strip() for each in links]
    if "2" in texts and "3" in texts and "1" not in texts:
        yield links[texts.index("2")]
