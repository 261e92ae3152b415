"""JSON Feed 1 and 1.1 (https://www.jsonfeed.org/version/1.1/) to a feed.

It takes the members of a document and gives a `Feed`. It never trusts a member to be of its type.
"""

from __future__ import annotations

from typing import Any

from feedkit import _images, _text
from feedkit.models import Enclosure, Feed, Image, Person
from feedkit.parsers.feed import _draft

_VERSIONS = ("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")


def is_feed(members: Any) -> bool:
    """Whether these are the members of a JSON Feed."""
    return isinstance(members, dict) and (_string(members, "version") or "").startswith(_VERSIONS)


def read(members: dict[str, Any]) -> Feed:
    """Return the feed of these members."""
    own = _mapping(members, "_feedkit")
    link, self_link = (_line(members, name) for name in ("home_page_url", "feed_url"))
    reading = _draft.Reading("id" in own, link or self_link or "")
    entries = reading.entries(
        _read(item, reading) for item in _list(members, "items") if isinstance(item, dict)
    )
    updated = (entry.updated or entry.published for entry in entries)
    return Feed(
        id=_string(own, "id") or self_link or link or "",
        title=_line(members, "title") or link or "",
        link=link or "",
        self_link=self_link,
        subtitle=_line(members, "description"),
        language=_line(members, "language"),
        authors=_authors(members),
        updated=max((time for time in updated if time), default=None),
        entries=entries,
        generator=_draft.GENERATOR if reading.ours else None,
        problems=tuple(reading.problems),
    )


def _read(item: dict[str, Any], reading: _draft.Reading) -> _draft.Draft:
    link = _string(item, "url")
    if not reading.ours:
        link = _draft.address(link or _string(item, "external_url"), reading.link or None)
    draft = _draft.Draft(
        base=link or reading.link or None,
        id=_string(item, "id"),
        title=_string(item, "title"),
        link=link,
        published=_string(item, "date_published"),
        updated=_string(item, "date_modified"),
        summary=_string(item, "summary"),
        content=_string(item, "content_html"),
        authors=list(_authors(item)),
        categories=[tag for tag in _list(item, "tags") if isinstance(tag, str)],
    )
    _read_text(item, draft, reading)
    _read_files(item, draft, reading)
    return draft


def _read_text(item: dict[str, Any], draft: _draft.Draft, reading: _draft.Reading) -> None:
    """Take the plain text for the summary, unless feedkit wrote the title there for want of a text."""
    text = _string(item, "content_text")
    stands_in = reading.ours and text == draft.title
    if draft.summary is None and text and not stands_in:
        draft.summary = text


def _read_files(item: dict[str, Any], draft: _draft.Draft, reading: _draft.Reading) -> None:
    for attachment in _list(item, "attachments"):
        if isinstance(attachment, dict) and (file := _enclosure(attachment, draft, reading)):
            draft.enclosures.append(file)
    for name in ("image", "banner_image"):
        url = _string(item, name)
        if url and not reading.ours:
            url = _draft.address(url, draft.base)
        if url and all(image.url != url for image in draft.images):
            draft.images.append(Image(url=url))
    own = _mapping(item, "_feedkit")
    draft.images += [_picture(picture) for picture in _list(own, "images") if isinstance(picture, dict)]


def _enclosure(attachment: dict[str, Any], draft: _draft.Draft, reading: _draft.Reading) -> Enclosure | None:
    url = _string(attachment, "url")
    if url and not reading.ours:
        url = _draft.address(url, draft.base)
    if not url:
        return None
    size = attachment.get("size_in_bytes")
    length = int(size) if isinstance(size, int | float) and 0 < size < 1e18 else None
    exact = _mapping(attachment, "_feedkit").get("length_exact") is not False
    kind = _string(attachment, "mime_type") or _draft.media_type(url)
    return Enclosure(url, kind, length, exact, _string(attachment, "title"))


def _picture(members: dict[str, Any]) -> Image:
    name, length = _string(members, "name"), members.get("length")
    kind = _images.media_type(name) if name else None
    return Image(name, _string(members, "caption"), None, kind, length if isinstance(length, int) else None)


def _authors(members: dict[str, Any]) -> tuple[Person, ...]:
    """Return the authors; version 1 had one `author`."""
    found = _list(members, "authors") or [members.get("author")]
    return tuple(_author(author) for author in found if isinstance(author, dict))


def _author(author: dict[str, Any]) -> Person:
    url, name = _string(author, "url"), author.get("name")
    email = url.removeprefix("mailto:") if url and url.startswith("mailto:") else None
    known = name if isinstance(name, str) else email or url or ""
    return Person(known, email=email) if email else Person(known, url)


def _string(members: dict[str, Any], name: str) -> str | None:
    """Return a text; an id that was written as a number counts as its digits."""
    value = members.get(name)
    if name == "id" and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None


def _line(members: dict[str, Any], name: str) -> str | None:
    return _text.clean(_string(members, name) or "") or None


def _list(members: dict[str, Any], name: str) -> list[Any]:
    value = members.get(name)
    return value if isinstance(value, list) else []


def _mapping(members: dict[str, Any], name: str) -> dict[str, Any]:
    value = members.get(name)
    return value if isinstance(value, dict) else {}
