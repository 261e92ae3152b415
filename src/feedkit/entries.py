"""Raw entries to typed entries: links absolute, dates read, text clean, doubles joined.

It takes an `EntriesPage` and gives `Entries` in the page's order, each with the id that it gets if
it is new, and a `Problem` for whatever could not be read. It never drops an entry that holds
anything, never makes up a value and never reads the clock.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from feedkit import _dates, _text, _urls, identity
from feedkit import _enclosures as _enclosures_of
from feedkit._values import changed
from feedkit.models import Enclosure, Entries, EntriesPage, Entry, Image, Person, Problem, RawEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FALLBACK_WORDS = 12


@dataclass(slots=True)
class _Draft:
    """An entry on its way: what was printed, what was read, and which rows of the page it is."""

    raw: RawEntry
    rows: list[int]
    title: str | None
    link: str | None
    reading: _dates.Reading | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def day(self) -> dt.date | None:
        if self.reading is None:
            return None
        value = self.reading.value
        return value.date() if isinstance(value, dt.datetime) else value


def build(
    page: EntriesPage, *, timezone: str = "UTC", address: str | None = None, language: str | None = None
) -> Entries:
    """Return the typed entries of a page, in its order.

    `timezone` names the zone of times that are printed without one. `address` is the page's, if
    another than `page.url`; without any, links stay as printed and ids are None. `language` is that
    of the page, if it claims another or none.
    """
    where = address or page.url
    drafts = [_draft(raw, row, page) for row, raw in enumerate(page.entries)]
    _leave_sessions(drafts)
    setting = _dates.Setting(
        zone=_dates.zone(timezone),
        language=language or page.language,
        host=_urls.host(where) if where else None,
        now=page.retrieved,
        formats=page.date_formats,
    )
    _read_dates(drafts, setting)
    for problem in page.problems:
        if problem.entry is not None:
            drafts[problem.entry].problems.append((problem.code, problem.message))
    kept = _joined((draft for draft in drafts if _holds_anything(draft)), where)
    entries = tuple(_entry(draft, page.base) for draft in kept)
    if where:
        entries = identity.assign(entries, [draft.raw.id for draft in kept], where)
    problems = (*_page_problems(page, drafts, kept), *_entry_problems(kept))
    pages = tuple(bisect_right(page.starts, draft.rows[0]) for draft in kept)
    return Entries(entries, problems, pages, goes_on=page.next is not None)


def _draft(raw: RawEntry, row: int, page: EntriesPage) -> _Draft:
    link = _urls.absolute(raw.link, page.base) if raw.link else None
    draft = _Draft(raw, [row], _text.clean(raw.title or "") or None, link)
    if raw.link and link is None:
        draft.problems.append(("link-dropped", f"no address that can be published: {raw.link[:80]!r}"))
    return draft


def _leave_sessions(drafts: Sequence[_Draft]) -> None:
    linked = [draft for draft in drafts if draft.link]
    links = _urls.without_sessions([draft.link for draft in linked if draft.link])
    for draft, link in zip(linked, links, strict=True):
        draft.link = link


def _read_dates(drafts: Sequence[_Draft], setting: _dates.Setting) -> None:
    """Read the dates of a page as one list; an entry without any has the day that its link tells."""
    column = _dates.column(
        [draft.raw.date for draft in drafts],
        setting,
        heads=[draft.raw.date_heading for draft in drafts],
        links=[draft.link for draft in drafts],
        names=[next((image.name for image in draft.raw.images if image.name), None) for draft in drafts],
    )
    for draft, reading, doubt in zip(drafts, column.readings, column.doubts, strict=True):
        draft.reading = reading
        if draft.raw.date and reading is None:
            draft.problems.append(_unread(draft.raw.date, doubt))


def _unread(text: str, doubt: str | None) -> tuple[str, str]:
    shown = repr(_text.clean(text)[:80])
    if doubt is None:
        return "date-unread", f"no date can be read from {shown}"
    cause = {"order": "day and month cannot be told apart", "year": "the year cannot be told"}[doubt]
    return "date-ambiguous", f"{cause}: {shown}; give `date_format` in the recipe"


def _holds_anything(draft: _Draft) -> bool:
    raw = draft.raw
    return bool(draft.title or draft.link or raw.summary or raw.content or raw.images)


def _joined(drafts: Iterable[_Draft], page: str | None) -> list[_Draft]:
    """Join rows that are one entry: equal in link, title and day, or one completes the other."""
    kept: list[_Draft] = []
    by_link: dict[object, list[_Draft]] = defaultdict(list)
    for draft in drafts:
        twins = by_link[_place(draft, page)]
        twin = next((other for other in twins if _is_same(draft, other)), None)
        if twin is None:
            twins.append(draft)
            kept.append(draft)
        else:
            _complete(twin, draft)
    return kept


def _place(draft: _Draft, page: str | None) -> object:
    """Return what rows must share to be one entry: the link, else title (or text) and day."""
    if draft.link:
        return _urls.canonical(draft.link, page)
    raw = draft.raw
    return (draft.title or raw.summary or raw.content, draft.day)


def _is_same(draft: _Draft, other: _Draft) -> bool:
    """Return whether nothing tells two rows of one place apart; what one lacks, the other completes."""
    if draft.link:
        return _agree(draft.title, other.title) and _agree(draft.day, other.day)
    return _agree(identity.image_of(draft.raw.images), identity.image_of(other.raw.images))


def _agree(value: object, other: object) -> bool:
    return value is None or other is None or value == other


def _complete(draft: _Draft, other: _Draft) -> None:
    """Fill what a row lacks from a later row of the same entry."""
    raw, more = draft.raw, other.raw
    draft.rows += other.rows
    draft.title = draft.title or other.title
    draft.reading = draft.reading or other.reading
    draft.problems += [problem for problem in other.problems if problem not in draft.problems]
    draft.raw = replace(
        raw,
        summary=raw.summary or more.summary,
        content=raw.content or more.content,
        id=raw.id or more.id,
        authors=raw.authors or more.authors,
        categories=raw.categories or more.categories,
        images=raw.images or more.images,
        aside=raw.aside or more.aside,
        enclosures=raw.enclosures or more.enclosures,
    )


def _entry(draft: _Draft, base: str | None) -> Entry:
    raw, reading = draft.raw, draft.reading
    images = tuple(_absolute(image, base, draft) for image in raw.images)
    return Entry(
        id=None,
        title=draft.title or _fallback_title(draft),
        link=draft.link,
        date=reading.value if reading else None,
        date_relative=reading.relative if reading else False,
        date_end=reading.until if reading else None,
        summary=_summary(raw.summary),
        content=raw.content,
        authors=tuple(Person(_text.clean(name)) for name in raw.authors),
        categories=tuple(dict.fromkeys(map(_text.clean, raw.categories))),
        images=images,
        aside=tuple(replace(image, url=image.url and _published(image.url, base)) for image in raw.aside),
        enclosures=_enclosures_of.joined(images, _files(raw.enclosures, draft, base)),
    )


def _absolute(image: Image, base: str | None, draft: _Draft) -> Image:
    if image.url is None:
        return image
    url = _published(image.url, base)
    if url is None:
        draft.problems.append(
            ("link-dropped", f"no picture address that can be published: {image.url[:80]!r}")
        )
    return changed(image, url=url)


def _published(link: str, base: str | None) -> str | None:
    """Return where a file is; None where readers would look for it on their own machine or network."""
    url = _urls.absolute(link, base)
    is_ours = url is None or not _urls.is_private(url) or (base is not None and _urls.is_private(base))
    return url if is_ours else None


def _files(files: Sequence[Enclosure], draft: _Draft, base: str | None) -> list[Enclosure]:
    """Return audio, video and documents, absolute, the entry's own link among them if it is one."""
    found = [replace(file, url=url) for file in files if (url := _published(file.url, base))]
    linked = _enclosures_of.of_link(draft.link)
    return [*found, linked] if linked else found


def _summary(text: str | None) -> str | None:
    if not text or "\n\n" not in text:
        return _text.clean(text or "") or None
    paragraphs = map(_text.clean, text.split("\n\n"))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) or None


def _fallback_title(draft: _Draft) -> str:
    """Return what stands for a missing title: first words, picture, day, address."""
    draft.problems.append(
        ("no-title", "the entry has no title; its first words, picture or day stand for it")
    )
    words = _text.clean(draft.raw.summary or _text_of(draft.raw.content)).split()
    if words:
        return " ".join(words[:_FALLBACK_WORDS]) + ("…" if len(words) > _FALLBACK_WORDS else "")
    texts = [text for image in draft.raw.images for text in (image.caption, image.name) if text]
    if draft.day:
        texts.append(draft.day.isoformat())
    return next(iter(texts), draft.link or "")


def _text_of(content: str | None) -> str:
    from feedkit import _html

    return _html.text_of(_html.tree_of(content.encode(), "content")) if content else ""


def _page_problems(page: EntriesPage, drafts: list[_Draft], kept: list[_Draft]) -> Iterable[Problem]:
    yield from (problem for problem in page.problems if problem.entry is None)
    empty = sum(1 for draft in drafts if not _holds_anything(draft))
    if empty:
        yield Problem("no-content", f"{empty} row(s) of the page hold no title, link, text or picture")
    if kept and all(draft.reading is None for draft in kept):
        yield Problem("no-dates", "no entry has a date that can be read")


def _entry_problems(kept: list[_Draft]) -> Iterable[Problem]:
    for index, draft in enumerate(kept):
        if len(draft.rows) > 1:
            rows = ", ".join(str(row + 1) for row in draft.rows)
            yield Problem("double-row", f"rows {rows} of the page are one entry", index)
        yield from (Problem(code, message, index) for code, message in draft.problems)
