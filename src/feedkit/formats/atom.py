"""Atom 1.0 (RFC 4287).

It takes a `Feed` and gives the bytes of an Atom document: feedgen's feed element, and one element a
line for each entry. It never writes an entry without text: where the page gives none, the title
stands in for it, marked by a `type` that only such a text has.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from feedkit import _dates, _markup
from feedkit.formats import _feedgen, _parts

if TYPE_CHECKING:
    from feedkit.models import Enclosure, Entry, Feed, Person


def render(feed: Feed) -> bytes:
    """Return the feed as Atom 1.0 in UTF-8."""
    head, tail = _feedgen.atom_head(feed)
    return _parts.assemble(head, (_entry(entry, feed) for entry in feed.entries), tail)


def _entry(entry: Entry, feed: Feed) -> str:
    text, title = _markup.text, _markup.words(_parts.title(entry, feed))
    time = f"    <published>{_dates.rfc3339(entry.published)}</published>\n" if entry.published else ""
    return (
        f"  <entry>\n    <id>{text(_parts.identity(entry, feed))}</id>\n"
        f"    <title>{title}</title>\n"
        f"    <updated>{_dates.rfc3339(_parts.updated(entry))}</updated>\n"
        f"{time}{_links(entry)}{_names(entry.authors, entry.categories)}{_texts(entry, title)}  </entry>\n"
    )


def _links(entry: Entry) -> str:
    alternate = ""
    if entry.link:
        alternate = f'    <link rel="alternate" href="{_markup.attribute(entry.link)}"/>\n'
    if not entry.enclosures:
        return alternate
    return alternate + "".join(map(_enclosure, _parts.enclosures(entry)))


def _enclosure(enclosure: Enclosure) -> str:
    """Return a link (section 4.2.7.2); `length` is a hint and left out when unknown."""
    attribute = _markup.attribute
    size = f' length="{enclosure.length}"' if enclosure.length else ""
    title = f' title="{attribute(enclosure.title, _markup.words)}"' if enclosure.title else ""
    place = f'href="{attribute(enclosure.url)}" type="{attribute(enclosure.type)}"'
    return f'    <link rel="enclosure" {place}{size}{title}/>\n'


@lru_cache(maxsize=256)
def _names(authors: tuple[Person, ...], categories: tuple[str, ...]) -> str:
    lines = "".join(map(_author, _parts.people(authors)))
    for category in _markup.known(categories):
        lines += f'    <category term="{_markup.attribute(category, _markup.words)}"/>\n'
    return lines


def _author(person: Person) -> str:
    uri = f"<uri>{_markup.text(person.url)}</uri>" if person.url else ""
    email = f"<email>{person.email}</email>" if person.email else ""
    return f"    <author><name>{_markup.words(person.name)}</name>{uri}{email}</author>\n"


def _texts(entry: Entry, title: str) -> str:
    """Return summary and content; an entry without a link must have content (section 4.1.2)."""
    summary, content = "", _parts.body(entry, _markup.HTML_IN_XML)
    if content is None:
        return _only_text(entry, title)
    if entry.summary:
        summary = f"    <summary>{_markup.words(entry.summary)}</summary>\n"
    return f'{summary}    <content type="html">{content}</content>\n'


def _only_text(entry: Entry, title: str) -> str:
    name = "summary" if entry.link else "content"
    if entry.summary:
        return f"    <{name}>{_markup.words(entry.summary)}</{name}>\n"
    # `text` is the default, so that saying it is a mark which no reader minds
    return f'    <{name} type="text">{title}</{name}>\n'
