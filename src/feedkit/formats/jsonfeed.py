"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).

It takes a `Feed` and gives the bytes of a JSON Feed, one member a line, the member that is always
there last, so that a changed field is a changed line. It never writes null. What JSON Feed has no
word for stands in `_feedkit`: the feed's id, pictures without an address, sizes that are rounded.
"""

from __future__ import annotations

import json
import json.encoder
from functools import lru_cache
from typing import TYPE_CHECKING

from feedkit import _dates, _markup
from feedkit.formats import _parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedkit.models import Enclosure, Entry, Feed, Image, Person

_VERSION = "https://jsonfeed.org/version/1.1"

_string = json.encoder.encode_basestring
"""The fast half of `_value`, for texts."""
_value = json.JSONEncoder(ensure_ascii=False).encode


def render(feed: Feed) -> bytes:
    """Return the feed as JSON Feed 1.1 in UTF-8."""
    return _parts.assemble(b"", _pieces(feed), b"\n  ]\n}\n", is_json=True)


def _pieces(feed: Feed) -> Iterator[str]:
    yield _head(feed)
    separator = "\n"
    for entry in feed.entries:
        yield separator + _item(entry, feed)
        separator = ",\n"


def _head(feed: Feed) -> str:
    texts = {
        "title": _parts.feed_title(feed),
        "home_page_url": feed.link,
        "feed_url": feed.self_link,
        "description": feed.subtitle,
        "language": _parts.language(feed),
    }
    lines = [f'  "{name}": {_string(text)}' for name, value in texts.items() if (text := _parts.line(value))]
    if people := _authors(feed.authors):
        lines.append(f'  "authors": [{people}]')
    own = _value({"id": feed.id})
    return ",\n".join((f'{{\n  "version": "{_VERSION}"', *lines, f'  "_feedkit": {own}', '  "items": ['))


def _item(entry: Entry, feed: Feed) -> str:
    title = _string(_parts.title(entry, feed))
    lines = [f'    {{\n      "id": {_string(_parts.identity(entry, feed))},\n']
    if entry.link:
        lines.append(f'      "url": {_string(entry.link)},\n')
    lines.append(f'      "title": {title},\n')
    if picture := _parts.main_picture(entry):
        lines.append(f'      "image": {_string(picture[0])},\n')
    if entry.published:
        lines.append(f'      "date_published": "{_dates.rfc3339(entry.published)}",\n')
    if entry.updated:
        lines.append(f'      "date_modified": "{_dates.rfc3339(entry.updated)}",\n')
    lines.append(_names(entry.authors, entry.categories))
    lines.append(_files(entry))
    lines.append(_texts(entry, title))
    return "".join(lines)


@lru_cache(maxsize=256)
def _names(authors: tuple[Person, ...], categories: tuple[str, ...]) -> str:
    people, tags = _authors(authors), ", ".join(map(_string, _markup.known(categories)))
    lines = f'      "authors": [{people}],\n' if people else ""
    return f'{lines}      "tags": [{tags}],\n' if tags else lines


def _files(entry: Entry) -> str:
    lines = []
    if entry.enclosures:
        files = ", ".join(map(_attachment, _parts.enclosures(entry)))
        lines.append(f'      "attachments": [{files}],\n')
    pictures = [_picture(image) for image in entry.images if image.url is None]
    if pictures:
        lines.append(f'      "_feedkit": {_value({"images": pictures})},\n')
    return "".join(lines)


def _texts(entry: Entry, title: str) -> str:
    """Return the text; the title stands in for a missing one, and a summary like it says so itself."""
    content = _parts.body(entry)
    summary = _string(entry.summary) if entry.summary else None
    if content is None:
        member = f'      "content_text": {summary or title}\n    }}'
    else:
        member = f'      "content_html": {_string(content)}\n    }}'
    if summary and (content is not None or summary == title):
        return f'      "summary": {summary},\n{member}'
    return member


def _attachment(enclosure: Enclosure) -> str:
    """Return an attachment; `size_in_bytes` is left out when unknown, and says when it is rounded."""
    parts = f'{{"url": {_string(enclosure.url)}, "mime_type": {_string(enclosure.type)}'
    if enclosure.title:
        parts += f', "title": {_string(enclosure.title)}'
    if enclosure.length:
        parts += f', "size_in_bytes": {enclosure.length}'
        if not enclosure.length_exact:
            parts += ', "_feedkit": {"length_exact": false}'
    return parts + "}"


def _picture(image: Image) -> dict[str, str | int]:
    """Return what is known of a picture that has no address."""
    parts = {"name": image.name, "caption": image.caption, "length": image.length}
    return {name: value for name, value in parts.items() if value}


def _authors(people: tuple[Person, ...]) -> str:
    return ", ".join(map(_author, _parts.people(people)))


def _author(person: Person) -> str:
    """Return an author; "the URL could be a mailto: link" (JSON Feed 1.1, authors)."""
    url = person.url or (f"mailto:{person.email}" if person.email else None)
    name = _string(person.name)
    return f'{{"name": {name}, "url": {_string(url)}}}' if url else f'{{"name": {name}}}'
