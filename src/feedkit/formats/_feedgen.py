"""The one place where feedgen works: the heads of RSS and Atom, and whole generators for programmers.

It takes a `Feed`, gives the bytes before and after the entries as feedgen writes them for a feed
without entries, and mends what feedgen 1.0.0 gets wrong there. It never writes an entry into a
document: feedgen's Atom links lose `rel`, `type` and `length`.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from feedkit import _dates, _markup, _urls
from feedkit.formats import _parts

if TYPE_CHECKING:
    from feedkit.models import Entry, Feed, Person

_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}

_WORDS = re.compile(rb"(?m)^ *<(?:title|description|subtitle|name|managingEditor|dc:creator)>.*&.*$")
"""The lines of a head that hold texts for people."""
_REFERENCES = {entity.encode(): _markup.words(character).encode() for entity, character in _ENTITIES.items()}

Head = tuple[bytes, bytes]
"""What stands before the entries, and what stands after them."""


class _NoTime(dt.datetime):
    """A time that counts as absent, so that feedgen neither writes now nor calls `setlocale`."""

    def __bool__(self) -> bool:
        return False


class _RssMends:
    """What feedgen leaves out of a channel; an extension by feedgen's protocol."""

    updated: dt.datetime | None = None
    creators: tuple[str, ...] = ()

    def extend_ns(self) -> dict[str, str]:
        """Return the namespaces of the entries, declared whether used or not."""
        return {"dc": _DC, "media": _MEDIA}

    def extend_rss(self, root: Any) -> None:
        """Add the time of the last change and the authors that have no e-mail address."""
        channel = root[0]
        if self.updated:
            _add(channel, "lastBuildDate", _dates.rfc822(self.updated))
        for name in self.creators:
            _add(channel, f"{{{_DC}}}creator", name)


class _AtomMends:
    """What feedgen writes otherwise than the entries do; an extension by feedgen's protocol."""

    updated: dt.datetime = _parts.EPOCH

    def extend_ns(self) -> dict[str, str]:
        """Return no namespace: the entries need none."""
        return {}

    def extend_atom(self, root: Any) -> None:
        """Write the time in whole seconds and UTC, as the entries do."""
        root.find("updated").text = _dates.rfc3339(self.updated)


def _add(parent: Any, name: str, value: str) -> None:
    child = parent.makeelement(name)
    child.text = value
    parent.append(child)


def rss_head(feed: Feed) -> Head:
    """Return the RSS channel around its entries."""
    made = _generator(feed, "application/rss+xml")
    # feedgen calls this `description`; RSS 2.0 wants one, Atom would get a subtitle that nobody gave
    made.description(_parts.line(feed.subtitle) or _parts.feed_title(feed))
    made.updated(_NoTime(1970, 1, 1, tzinfo=dt.UTC))
    made.register_extension("mends", _RssMends, atom=False)
    made.mends.updated = _parts.feed_updated(feed)
    editor = next(filter(_has_email, feed.authors), None)
    if editor:
        made.managingEditor(f"{editor.email} ({_parts.line(editor.name)})")
    else:
        # RSS 2.0 takes e-mail addresses only; both kinds at once would name the author twice
        made.mends.creators = _markup.known(map(_parts.line, _parts.names(feed.authors)))
    return _cut(made.rss_str(pretty=True), b"  </channel>\n</rss>")


def _has_email(person: Person) -> bool:
    """Whether an author can stand as "name@example.org (Name)"."""
    return (
        _parts.is_email(person.email)
        and bool(_parts.line(person.name))
        and not set(person.name) & set("()\\")
    )


def atom_head(feed: Feed) -> Head:
    """Return the Atom feed around its entries."""
    made = _generator(feed, "application/atom+xml")
    if subtitle := _parts.line(feed.subtitle):
        made.subtitle(subtitle)
    made.updated(_parts.EPOCH)
    made.register_extension("mends", _AtomMends, rss=False)
    made.mends.updated = _parts.feed_updated(feed) or _parts.EPOCH
    made.author(_authors(feed))
    return _cut(made.atom_str(pretty=True), b"</feed>")


def _generator(feed: Feed, media_type: str | None) -> Any:
    from feedgen.feed import FeedGenerator

    made = FeedGenerator()
    made.id(_parts.line(feed.id) or _parts.address(feed))
    made.title(_parts.feed_title(feed))
    made.generator(_parts.GENERATOR)
    made.docs("")
    if language := _parts.language(feed):
        made.language(language)
    if feed.self_link:
        made.link(**_self_link(feed.self_link, media_type))
    # the last link becomes the channel's own
    made.link(href=_parts.address(feed), rel="alternate")
    return made


def _self_link(url: str, media_type: str | None) -> dict[str, str]:
    link = {"href": _parts.line(url), "rel": "self"}
    return {**link, "type": media_type} if media_type else link


def _authors(feed: Feed) -> list[dict[str, str]]:
    """Return the authors, or the page's host: a feed of Atom has one (RFC 4287 section 4.1.1)."""
    named = [author for author in map(_author, _parts.people(feed.authors)) if author["name"]]
    return named or [{"name": _urls.host(feed.link) or _parts.feed_title(feed)}]


def _author(person: Person) -> dict[str, str]:
    parts = {"name": person.name, "uri": person.url, "email": person.email}
    return {key: _parts.line(value) for key, value in parts.items() if value}


def _cut(document: bytes, end: bytes) -> Head:
    """Return what stands before and after the entries, texts for people written as the entries' are."""
    head, found, tail = document.rpartition(end)
    return _WORDS.sub(lambda line: _rewritten(line[0]), head), found + tail


def _rewritten(line: bytes) -> bytes:
    for reference, other in _REFERENCES.items():
        line = line.replace(reference, other)
    return line


def generator(feed: Feed) -> Any:
    """Return a `FeedGenerator` with the feed and its entries, as far as feedgen can carry them."""
    clean = _parts.cleaned(feed)
    made = _generator(clean, None)
    made.description(_parts.line(clean.subtitle) or _parts.feed_title(clean))
    made.updated(_whole(_parts.feed_updated(clean) or _parts.EPOCH))
    made.author(_authors(clean))
    for entry in clean.entries:
        _add_entry(made, entry, clean)
    return made


def _add_entry(made: Any, entry: Entry, feed: Feed) -> None:
    added = made.add_entry(order="append")
    identity = _parts.identity(entry, feed)
    added.guid(identity, permalink=entry.is_permalink)
    added.id(identity)
    added.title(_parts.title(entry, feed))
    added.updated(_whole(_parts.updated(entry)))
    if entry.published:
        added.published(_whole(entry.published))
    if entry.link:
        added.link(href=entry.link, rel="alternate")
    _add_texts(added, entry)
    # feedgen writes the last enclosure alone into RSS: the main one
    for enclosure in reversed(_parts.enclosures(entry)):
        added.enclosure(enclosure.url, str(enclosure.length or 0), enclosure.type)


def _add_texts(added: Any, entry: Entry) -> None:
    if entry.summary:
        added.summary(entry.summary)
    content = _parts.body(entry)
    if content:
        added.content(content, type="html")
    elif not entry.link:
        added.content(entry.summary or entry.title)
    for person in _parts.people(entry.authors):
        added.author(_author(person))
    for category in _markup.known(entry.categories):
        added.category(term=category)


def _whole(time: dt.datetime) -> dt.datetime:
    return time.astimezone(dt.UTC).replace(microsecond=0)
