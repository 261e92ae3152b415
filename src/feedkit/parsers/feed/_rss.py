"""RSS to a feed: 0.9x and 2.0 without a namespace (or with one of those that were made up), 1.0 as RDF.

It takes the root element and gives a `Feed`. It never tells namespaces by their prefix.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from feedkit import _dates, _text, _urls
from feedkit.models import Feed, Image, Person
from feedkit.parsers.feed import _draft

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PLAIN = (
    "",
    "{http://purl.org/rss/1.0/}",
    "{http://my.netscape.com/rdf/simple/0.9/}",
    "{http://backend.userland.com/rss2}",
    "{http://backend.userland.com/RSS2}",
    "{http://blogs.law.harvard.edu/tech/rss}",
)
_DC = "{http://purl.org/dc/elements/1.1/}"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_ATOM_LINK = "{http://www.w3.org/2005/Atom}link"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_OWN = {
    "title": "title",
    "link": "link",
    "description": "summary",
    "pubDate": "published",
    "guid": "id",
    **{
        name: name
        for name in ("category", "author", "enclosure", "language", "lastBuildDate", "generator", "item")
    },
}
_NAMES: Mapping[str, str] = {
    **{prefix + tag: name for prefix in _PLAIN for tag, name in _OWN.items()},
    "{http://purl.org/rss/1.0/modules/content/}encoded": "content",
    "{http://purl.org/dc/terms/}modified": "updated",
    "{http://www.w3.org/2005/Atom}updated": "updated",
    f"{_DC}creator": "creator",
    f"{_DC}date": "published",
    f"{_DC}language": "language",
    f"{_DC}subject": "category",
    f"{_MEDIA}content": "media",
    f"{_MEDIA}group": "group",
    f"{_MEDIA}thumbnail": "thumbnail",
    _ATOM_LINK: "atom:link",
}
"""Expanded name of an element: what it is called here, for texts the field of a `Draft`."""

_TEXTS = frozenset(("id", "title", "link", "summary", "published", "content", "updated"))


def read(root: Any) -> Feed:
    """Return the feed of an `rss` or `rdf:RDF` element."""
    channel = next((child for child in root if child.tag.rpartition("}")[2] == "channel"), root)
    head = _head(channel)
    link = _text.clean(head.get("link", ""))
    reading = _draft.Reading(head.get("generator") == _draft.GENERATOR, link)
    # RSS 1.0 has its entries beside the channel, all others inside
    children = itertools.chain(root, channel) if channel is not root else iter(root)
    items = (child for child in children if _NAMES.get(child.tag) == "item")
    entries = reading.entries(_read(item, reading) for item in items)
    self_link = _self_link(channel)
    title, description = _text.clean(head.get("title", "")), _text.clean(head.get("summary", ""))
    updated = head.get("lastBuildDate") or head.get("published") or ""
    return Feed(
        id=link or self_link or title,
        title=title or link,
        link=link,
        self_link=self_link,
        subtitle=description if description != title else None,
        language=_text.clean(head.get("language", "")) or channel.get(_XML_LANG),
        authors=_authors(channel),
        updated=_dates.parse_rfc822(updated) or _dates.parse_rfc3339(updated),
        entries=entries,
        generator=_text.clean(head.get("generator", "")) or None,
        problems=tuple(reading.problems),
    )


def _head(channel: Any) -> dict[str, str]:
    texts: dict[str, str] = {}
    for child in channel:
        name = _NAMES.get(child.tag)
        if name and name != "item" and (text := _draft.text_of(child).strip()):
            texts.setdefault(name, text)
    return texts


def _self_link(channel: Any) -> str | None:
    for link in channel.iterchildren(_ATOM_LINK):
        if link.get("rel") == "self":
            return _text.clean(link.get("href", "")) or None
    return None


def _authors(channel: Any) -> tuple[Person, ...]:
    editors = (child for child in channel if child.tag in ("managingEditor", f"{_DC}creator"))
    texts = (_draft.text_of(child) for child in editors)
    return tuple(_draft.person(text) for text in texts if text.strip())


def _read(item: Any, reading: _draft.Reading) -> _draft.Draft:
    draft = _draft.Draft(summary_is_html=True)
    ours = reading.ours
    for child in item:
        name = _NAMES.get(child.tag)
        if name in _TEXTS:
            if getattr(draft, name) is None:
                # what feedkit wrote holds no element, so that none needs to be looked for
                setattr(draft, name, child.text or "" if ours or not len(child) else _draft.text_of(child))
        elif name:
            _READERS[name](child, draft, reading)
    if not ours:
        _mend(item, draft, reading)
    return draft


def _mend(item: Any, draft: _draft.Draft, reading: _draft.Reading) -> None:
    """Complete an entry of others: RDF's id, a guid that is the link."""
    draft.base = item.base or reading.link or None
    draft.id = (draft.id or item.get(_RDF_ABOUT) or "").strip()
    if not (draft.link or "").strip() and _is_permanent(item) and _urls.is_address(draft.id):
        draft.link = draft.id


def _is_permanent(item: Any) -> bool:
    """Whether the guid is the link: "if isPermaLink is true, or not there" (RSS 2.0, guid)."""
    return all(child.get("isPermaLink") != "false" for child in item if _NAMES.get(child.tag) == "id")


def _read_category(child: Any, draft: _draft.Draft, reading: _draft.Reading) -> None:
    draft.categories.append(_draft.text_of(child))


def _read_creator(child: Any, draft: _draft.Draft, reading: _draft.Reading) -> None:
    draft.authors.append(Person(_draft.text_of(child)))


def _read_author(child: Any, draft: _draft.Draft, reading: _draft.Reading) -> None:
    draft.authors.append(_draft.person(_draft.text_of(child)))


def _read_group(child: Any, draft: _draft.Draft, reading: _draft.Reading) -> None:
    for member in child:
        if member.tag in (f"{_MEDIA}content", f"{_MEDIA}thumbnail"):
            _READERS[_NAMES[member.tag]](member, draft, reading)


def _read_thumbnail(child: Any, draft: _draft.Draft, reading: _draft.Reading) -> None:
    if url := _draft.address(child.get("url"), child.base or reading.link or None):
        draft.images.append(Image(url=url))


def _read_file(child: Any, draft: _draft.Draft, reading: _draft.Reading) -> None:
    """Add an enclosure, or the Media RSS element that stands for a further one; no address twice."""
    url = child.get("url")
    if not reading.ours:
        url = _draft.address(url, child.base or reading.link or None)
    if not url or (draft.enclosures and any(file.url == url for file in draft.enclosures)):
        return
    title = child.find(f"{_MEDIA}title") if len(child) else None
    size = child.get("length") or child.get("fileSize")
    text = None if title is None else _draft.text_of(title)
    draft.enclosures.append(_draft.enclosure(url, child.get("type"), size, text))


def _ignore(child: Any, draft: _draft.Draft, reading: _draft.Reading) -> None:
    """Pass over what only a channel has."""


_READERS: Mapping[str, Callable[[Any, _draft.Draft, _draft.Reading], None]] = {
    **dict.fromkeys(("language", "lastBuildDate", "generator", "item", "atom:link"), _ignore),
    "category": _read_category,
    "creator": _read_creator,
    "author": _read_author,
    "enclosure": _read_file,
    "media": _read_file,
    "group": _read_group,
    "thumbnail": _read_thumbnail,
}
"""What reads an element that may stand several times, or is more than a text."""
