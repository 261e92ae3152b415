"""What every format asks of a feed and its entries, and how texts become bytes.

It takes a `Feed` and gives what a document says where the model says None, and the pieces of a
document as bytes in which no character stands that XML forbids. It never knows a format.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import itertools
import re
from typing import TYPE_CHECKING, TypeVar

from feedkit import _markup, _text, _urls
from feedkit.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedkit.models import Enclosure, Entry, Feed

_T = TypeVar("_T")

GENERATOR = "feedkit"
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""What stands for a time that nobody knows where the format must have one."""

_TITLE_LIMIT = 1000
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_EMAIL = re.compile(r"[A-Za-z0-9_.+'-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9][A-Za-z0-9-]*")
_BATCH = 32
_HARMLESS = b"\t\n\r" + bytes(byte for byte in range(32, 256) if byte not in b"\xc2\xef\xbf")
_SUSPICIOUS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xc2[\x80-\x9f]|\xef\xb7|\xbf[\xbd-\xbf]")
_JSON_ESCAPE = re.compile(r"\\[bfu]")
_JSON_CONTROL = re.compile(r"(?<!\\)(?:\\\\)*\\[bfu]")


class ForbiddenError(Exception):
    """A text holds a character that may not stand in a document."""


def title(entry: Entry, feed: Feed) -> str:
    """Return the title as it is published: at most 1,000 graphemes; for a blank one link or id."""
    title = entry.title
    if not title or title.isspace():
        return entry.link or identity(entry, feed)
    return _text.truncate(title, _TITLE_LIMIT) if len(title) > _TITLE_LIMIT else title


def identity(entry: Entry, feed: Feed) -> str:
    """Return the id; for an entry that was made without one its link, else the feed's with a hash."""
    if entry.id:
        return entry.id
    import hashlib

    digest = hashlib.blake2b(entry.title.encode("utf-8", "replace"), digest_size=16).hexdigest()
    return entry.link or f"{feed.link}#{digest}"


def updated(entry: Entry) -> dt.datetime:
    """Return when an entry changed last, for formats that must say so; what others do moves it never."""
    return entry.updated or entry.published or EPOCH


def feed_updated(feed: Feed) -> dt.datetime | None:
    """Return when the feed changed last (RFC 4287 section 4.2.15), or None when no entry says."""
    times = (entry.updated or entry.published for entry in feed.entries)
    return feed.updated or max((time for time in times if time), default=None)


def feed_title(feed: Feed) -> str:
    """Return the title of the feed on one line; for a blank one the page's host."""
    return line(feed.title) or _urls.host(feed.link) or address(feed)


def address(feed: Feed) -> str:
    """Return the page's address, or what comes next to it: a feed of others may tell no page."""
    return line(feed.link) or line(feed.self_link) or line(feed.id) or "about:blank"


def line(value: str | None) -> str:
    """Return a text of the head as it is published."""
    return safe(_text.clean(value)) if value else ""


def language(feed: Feed) -> str | None:
    """Return the language if it looks like a tag (RFC 5646)."""
    tag = (feed.language or "").replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def people(authors: Iterable[Person]) -> Iterator[Person]:
    """Yield the authors that can be named, without addresses that are none."""
    for person in authors:
        if name := _markup.name_of(person.name, person.email, person.url):
            url = person.url if person.url and _urls.is_address(person.url) else None
            yield Person(name, url, person.email if is_email(person.email) else None)


def names(authors: Sequence[Person]) -> tuple[str, ...]:
    """Return what the authors are called, none twice."""
    return _markup.known(_markup.name_of(person.name, person.email, person.url) for person in authors)


def is_email(address: str | None) -> bool:
    """Whether an address is one that every reader takes for such (RFC 5322 `addr-spec`, the usual part of it)."""
    return address is not None and _EMAIL.fullmatch(address) is not None


def body(entry: Entry, dialect: _markup.Dialect = _markup.HTML) -> str | None:
    """Return the HTML of an entry, its main picture first; None when it has neither HTML nor picture."""
    return _markup.body(entry.summary, entry.content, main_picture(entry), dialect)


def main_picture(entry: Entry) -> _markup.Picture | None:
    """Return the address and caption of the first picture that has an address."""
    for image in entry.images:
        if image.url and image.url.startswith(("https://", "http://")):
            return image.url, image.caption or ""
    for enclosure in entry.enclosures:
        if enclosure.type.startswith("image/"):
            return enclosure.url, enclosure.title or ""
    return None


def enclosures(entry: Entry) -> Sequence[Enclosure]:
    """Return the enclosures, no address twice."""
    if len(entry.enclosures) < 2:
        return entry.enclosures
    found: dict[str, Enclosure] = {}
    for enclosure in entry.enclosures:
        found.setdefault(enclosure.url, enclosure)
    return tuple(found.values())


def assemble(head: bytes, pieces: Iterable[str], tail: bytes, *, is_json: bool = False) -> bytes:
    """Return the bytes of a document, in memory of little more than their own size.

    Raises `ForbiddenError` for a character that XML forbids, in JSON as well: a feed is the same in
    all formats.
    """
    check = _check_json if is_json else _check_xml
    out = io.BytesIO()
    out.write(head)
    for batch in _batches(pieces):
        out.write(_checked(check(batch)))
    out.write(tail)
    return out.getvalue()


def _batches(pieces: Iterable[str]) -> Iterator[str]:
    iterator = iter(pieces)
    while batch := "".join(itertools.islice(iterator, _BATCH)):
        yield batch


def _check_xml(batch: str) -> str:
    # XML 1.0 section 2.11: a bare carriage return would be read as a line break
    return batch.replace("\r", "&#13;") if "\r" in batch else batch


def _check_json(batch: str) -> str:
    """Look for control characters that JSON writes as escapes."""
    if _JSON_ESCAPE.search(batch) and _JSON_CONTROL.search(batch):
        raise ForbiddenError
    return batch


def _checked(batch: str) -> bytes:
    try:
        content = batch.encode()
    except UnicodeEncodeError as error:
        raise ForbiddenError from error
    if _looks_forbidden(content) and safe(batch) != batch:
        raise ForbiddenError
    return content


def _looks_forbidden(content: bytes) -> bool:
    """Look fast whether characters might stand there that `safe` drops."""
    return bool(content.translate(None, _HARMLESS)) and _SUSPICIOUS.search(content) is not None


def safe(text: str) -> str:
    """Return a text without what XML forbids; a question mark for what could not be decoded (U+FFFD)."""
    return _text.xml_safe(text).replace("\ufffd", "?")


def cleaned(value: _T) -> _T:
    """Return a feed, or a part of one, without the characters that may not stand in a document."""
    if isinstance(value, str):
        return safe(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(map(cleaned, value))  # type: ignore[return-value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = (field.name for field in dataclasses.fields(value))
        return dataclasses.replace(value, **{name: cleaned(getattr(value, name)) for name in fields})
    return value
