"""An entry on its way from a document to the model, the same for all formats.

It takes what a format's reader found, as texts, and gives an `Entry`: exactly what was written
where feedkit wrote it, clean texts and absolute links where others did. It never drops an entry.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from feedkit import _dates, _images, _markup, _text, _urls
from feedkit.models import Enclosure, Entry, Image, Person, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

GENERATOR = "feedkit"

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""What feedkit writes for a time that nobody knows."""
_MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)
}
_UNKNOWN_TYPE = "application/octet-stream"
_TITLE_WORDS = 12
_SILENT = {"script", "style", "template", "noscript", "iframe", "object"}
_BLOCK = re.compile(
    r"</?(?:p|div|ul|ol|li|dl|dt|dd|h[1-6]|table|tr|blockquote|pre|section|article|figure|figcaption|hr)\b[^>]*>"
    r"|<br\s*/?>\s*<br\s*/?>",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<[a-zA-Z/!]|&(?:#\w+|\w+);")


@dataclass(slots=True)
class Draft:
    """What a document says of one entry."""

    base: str | None = None
    """What relative addresses are relative to."""
    id: str | None = None
    title: str | None = None
    link: str | None = None
    published: str | None = None
    updated: str | None = None
    summary: str | None = None
    """Plain text, or HTML where `summary_is_html`."""
    summary_is_html: bool = False
    content: str | None = None
    """HTML."""
    authors: list[Person] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    enclosures: list[Enclosure] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    """Those that are no enclosures."""


@dataclass(slots=True)
class Reading:
    """The document that entries are read from, and what was wrong with them."""

    ours: bool
    """Whether feedkit wrote it."""
    link: str = ""
    """The feed's page."""
    problems: list[Problem] = field(default_factory=list)

    def entries(self, drafts: Iterable[Draft]) -> tuple[Entry, ...]:
        """Return the entries in the document's order."""
        finish = self._ours if self.ours else self._foreign
        return tuple(finish(draft, number) for number, draft in enumerate(drafts))

    def _ours(self, draft: Draft, number: int) -> Entry:
        summary, content, picture = draft.summary, draft.content, None
        if summary and not content and draft.summary_is_html and _markup.is_body(summary):
            summary, content = None, summary
        if content:
            described = summary if draft.summary_is_html or not summary else _markup.description(summary)
            picture, content = _markup.split(content, described)
        if summary and draft.summary_is_html:
            summary = _markup.plain(summary)
        updated = published = self._own_time(draft.published, number)
        if draft.updated != draft.published:
            updated = self._own_time(draft.updated, number)
        return Entry(
            id=draft.id,
            title=draft.title or "",
            link=draft.link,
            published=published,
            updated=None if updated == EPOCH else updated,
            summary=summary or None,
            content=content or None,
            authors=tuple(draft.authors),
            categories=tuple(draft.categories),
            images=_pictures(draft, picture),
            enclosures=tuple(draft.enclosures),
        )

    def _foreign(self, draft: Draft, number: int) -> Entry:
        link = address(draft.link, draft.base)
        summary, content = _texts(draft)
        title = _text.clean(draft.title or "") or _first_words(summary or plain(content or "")) or link or ""
        names = (Person(_text.clean(p.name), p.url, p.email) for p in draft.authors if _text.clean(p.name))
        categories = (_text.clean(category) for category in draft.categories)
        return Entry(
            id=_text.clean(draft.id or "") or link or self._made_id(title, draft.published or draft.updated),
            title=title,
            link=link,
            published=self._time(draft.published, number),
            updated=self._time(draft.updated, number),
            summary=summary,
            content=content,
            authors=tuple(dict.fromkeys(names)),
            categories=tuple(dict.fromkeys(category for category in categories if category)),
            images=_pictures(draft, None),
            enclosures=tuple(draft.enclosures),
        )

    def _own_time(self, text: str | None, number: int) -> dt.datetime | None:
        """Return a time in the one form that feedkit writes, fast; else whatever can be read."""
        if not text:
            return None
        try:
            if text.endswith(" +0000"):
                text = f"{text[12:16]}-{_MONTHS[text[8:11]]}-{text[5:7]}T{text[17:25]}Z"
            if len(text) == len("2020-05-08T12:00:00Z") and text.endswith("Z"):
                return dt.datetime.fromisoformat(text)
        except (ValueError, KeyError):
            pass
        return self._time(text, number)

    def _time(self, text: str | None, number: int) -> dt.datetime | None:
        if not text or text.isspace():
            return None
        time = _dates.parse_rfc3339(text) if text[:4].isdigit() else _dates.parse_rfc822(text)
        if time is None:
            shown = _text.clean(text)[:80]
            self.problems.append(Problem("bad-date", f"no date of RFC 822 or RFC 3339: {shown!r}", number))
        return time

    def _made_id(self, title: str, date: str | None) -> str:
        """Return an id for an entry that has neither id nor link: the same for the same entry."""
        digest = hashlib.blake2b(f"{title}\0{date or ''}".encode(), digest_size=16).hexdigest()
        host = _urls.host(self.link)
        return _urls.tag(self.link if host else "https://feed.invalid/", "2000-01-01", digest)


def text_of(element: Any) -> str:
    """Return the text of an element; of entity references the HTML ones are known."""
    if not len(element):
        return element.text or ""
    parts = [element.text or ""]
    for child in element:
        # an unresolved reference is a node whose text is "&name;" and whose tag is a function
        own = text_of(child) if isinstance(child.tag, str) else html.unescape(child.text or "")
        parts += (own, child.tail or "")
    return "".join(parts)


def enclosure(url: str, type: str | None, size: str | None, title: str | None = None) -> Enclosure:
    """Return an enclosure as a document has it; a size of 0 is an unknown one.

    Whether a size is exact RSS and Atom cannot say: it is taken for rounded.
    """
    length = int(size) if size and size.isdecimal() and len(size) < 19 else 0
    return Enclosure(url, type or media_type(url), length or None, length_exact=False, title=title or None)


def media_type(url: str) -> str:
    """Return what a file's name says that it is, for documents that say nothing."""
    return _images.media_type(url) or _UNKNOWN_TYPE


def address(url: str | None, base: str | None) -> str | None:
    """Return an address of a document of others, absolute."""
    return _urls.absolute(url, base) if url else None


def person(text: str) -> Person:
    """Return an author of RSS: "name@example.org (Name)", an address, or a name."""
    text = _text.clean(text)
    mail, _, name = text.partition(" (")
    if "@" in mail and " " not in mail:
        return Person(name.removesuffix(")") or mail, email=mail)
    return Person(text)


def _pictures(draft: Draft, main: _markup.Picture | None) -> tuple[Image, ...]:
    """Return the pictures: the one before the text, those among the enclosures, then the others."""
    url, caption = main or (None, "")
    found: list[Image] = []
    for file in draft.enclosures:
        if file.url == url:
            found.insert(0, _image(file, caption))
            url = None
        elif file.type.startswith("image/"):
            found.append(_image(file, file.title))
    if url is not None:
        found.insert(0, Image(None, caption or None, url))
    if draft.images:
        known = {image.url for image in found}
        found += [image for image in draft.images if image.url is None or image.url not in known]
    return tuple(found)


def _image(file: Enclosure, caption: str | None) -> Image:
    return Image(None, caption or None, file.url, file.type, file.length, file.length_exact)


def _texts(draft: Draft) -> tuple[str | None, str | None]:
    """Return summary and content of an entry of others: plain text, and HTML that is safe to show."""
    summary, content = draft.summary, draft.content
    if summary and draft.summary_is_html and not content and _MARKUP.search(summary):
        content = summary
    if summary:
        summary = plain(summary) if draft.summary_is_html else _clean_paragraphs(summary)
    return summary or None, _safe(content, draft.base) if content else None


def _safe(content: str, base: str | None) -> str | None:
    import nh3

    if base and _urls.is_address(base):
        safe = nh3.clean(content, link_rel=None, url_relative=("rewrite_with_base", base))
    else:
        safe = nh3.clean(content, link_rel=None, url_relative="deny")
    return _text.xml_safe(safe).strip() or None


def plain(value: str) -> str:
    """Return HTML of others as plain text; an empty line parts its blocks."""
    if not _MARKUP.search(value):
        return _text.clean(value)
    import nh3

    parted = _BLOCK.sub("\n\n", " ".join(value.split()))
    bare = nh3.clean(parted, tags=set(), clean_content_tags=_SILENT)
    return _clean_paragraphs(html.unescape(bare))


def _clean_paragraphs(value: str) -> str:
    cleaned = (_text.clean(paragraph) for paragraph in re.split(r"\n\s*\n", value))
    return "\n\n".join(paragraph for paragraph in cleaned if paragraph)


def _first_words(value: str) -> str:
    words = value.split()
    return " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")
