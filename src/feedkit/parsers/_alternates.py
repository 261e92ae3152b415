"""Feeds that are there already: a page that is one, and those that a page names.

It takes bytes, or the tree of a page, and gives whether they are a feed, or the addresses of feeds.
It goes by the content, whatever it is declared to be, and reads nothing of a feed.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from feedkit import _urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedkit.models import Link

_PROLOG = rb"[\s\xef\xbb\xbf]*+(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*+"
_XML = re.compile(
    _PROLOG + rb"<(?:rss[\s>]|(?:\w+:)?RDF\s[^>]*purl\.org/(?:rss/1|net/rss1)"
    rb"|(?:\w+:)?feed\s[^>]*(?:w3\.org/2005/Atom|purl\.org/atom/ns))",
    re.DOTALL,
)
"""The root elements of RSS 0.9x, 1.0 and 2.0 and of Atom 0.3 and 1.0, after what may stand before one."""
_JSON_FEED = "jsonfeed.org/version/"
_TYPES = re.compile(r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json)", re.IGNORECASE)
_VAGUE_TYPES = re.compile(r"(?:application|text)/(?:json|xml)", re.IGNORECASE)
_FEED_NAME = re.compile(r"(?<![a-z])(?:rss|atom|feed)(?![a-z])", re.IGNORECASE)
_COMMENTS = re.compile(r"(?<![a-z])(?:comments|oembed|wp-json)(?![a-z])", re.IGNORECASE)
"""Words in the addresses of feeds of something else, and of what is no feed."""
_MOST = 5


def is_feed(content: bytes) -> bool:
    """Return whether UTF-8 text is RSS, Atom or JSON Feed (jsonfeed.org, `version`)."""
    if content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _is_json_feed(content)
    return _XML.match(content) is not None


def _is_json_feed(content: bytes) -> bool:
    if _JSON_FEED.encode() not in content.replace(b"\\/", b"/"):
        return False
    try:
        members = json.loads(content.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return False
    return isinstance(members, dict) and _JSON_FEED in str(members.get("version"))


def named(root: Any | None, base: str | None, links: Iterable[Link] = ()) -> tuple[str, ...]:
    """Return the addresses of the feeds that a page names, and then its header (RSS Autodiscovery; RFC 8288)."""
    told = [(link.url, link.rels, link.type or "") for link in links]
    hrefs = (href for href, rels, type_ in [*_links(root), *told] if _is_to_feed(href, rels, type_))
    addresses = (_urls.absolute(href, base) for href in hrefs)
    return tuple(dict.fromkeys(filter(None, addresses)))[:_MOST]


def _links(root: Any | None) -> Iterator[tuple[str, Sequence[str], str]]:
    """Yield address, relations and media type of the links in a page."""
    for element in root.iter("link", "a") if root is not None else ():
        media_type = (element.get("type") or "").partition(";")[0].strip()
        yield (element.get("href") or "").strip(), (element.get("rel") or "").lower().split(), media_type


def _is_to_feed(href: str, rels: Sequence[str], media_type: str) -> bool:
    if not href or "stylesheet" in rels or _COMMENTS.search(href):
        return False
    is_likely = "alternate" in rels and _VAGUE_TYPES.fullmatch(media_type) and _FEED_NAME.search(href)
    return bool("feed" in rels or _TYPES.fullmatch(media_type) or is_likely)
