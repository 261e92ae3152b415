"""RSS 2.0 (https://www.rssboard.org/rss-specification), with the Best Practices Profile.

It takes a `Feed` and gives the bytes of an RSS document: feedgen's channel, and one element a line
for each entry. It never writes a time of its own, and no second enclosure: further files are
Media RSS (https://www.rssboard.org/media-rss).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from feedkit import _dates, _markup
from feedkit.formats import _feedgen, _parts

if TYPE_CHECKING:
    from feedkit.models import Enclosure, Entry, Feed, Person

_MEDIA = {"image": "image", "audio": "audio", "video": "video", "application": "document"}
"""Top-level media type: what Media RSS calls it."""


def render(feed: Feed) -> bytes:
    """Return the feed as RSS 2.0 in UTF-8."""
    head, tail = _feedgen.rss_head(feed)
    return _parts.assemble(head, (_item(entry, feed) for entry in feed.entries), tail)


def _item(entry: Entry, feed: Feed) -> str:
    text, title = _markup.text, _markup.words(_parts.title(entry, feed))
    link = f"      <link>{text(entry.link)}</link>\n" if entry.link else ""
    time = f"      <pubDate>{_dates.rfc822(entry.published)}</pubDate>\n" if entry.published else ""
    permanent = "true" if entry.is_permalink else "false"
    return (
        f"    <item>\n      <title>{title}</title>\n{link}{_texts(entry)}{_names(entry.authors, entry.categories)}"
        f'      <guid isPermaLink="{permanent}">{text(_parts.identity(entry, feed))}</guid>\n'
        f"{time}{_files(entry)}    </item>\n"
    )


def _texts(entry: Entry) -> str:
    """Return description and content:encoded, which are HTML, so that text is escaped twice.

    HTML without a summary is the description: content:encoded stands after one, never alone (the
    Profile).
    """
    content = _parts.body(entry, _markup.HTML_IN_XML)
    if entry.summary:
        described = _markup.description(entry.summary, _markup.HTML_IN_XML)
    else:
        described, content = content or "", None
    summary = f"      <description>{described}</description>\n" if described else ""
    return f"{summary}      <content:encoded>{content}</content:encoded>\n" if content else summary


@lru_cache(maxsize=256)
def _names(authors: tuple[Person, ...], categories: tuple[str, ...]) -> str:
    """Return authors by dc:creator, for RSS 2.0's own `author` is an e-mail address, and categories."""
    lines = ""
    for name in _parts.names(authors):
        lines += f"      <dc:creator>{_markup.words(name)}</dc:creator>\n"
    for category in _markup.known(categories):
        lines += f"      <category>{_markup.words(category)}</category>\n"
    return lines


def _files(entry: Entry) -> str:
    if not entry.enclosures:
        return ""
    first, *further = _parts.enclosures(entry)
    url, type = _markup.attribute(first.url), _markup.attribute(first.type)
    # "when an enclosure's size cannot be determined, a publisher should use a length of 0" (the Profile)
    line = f'      <enclosure url="{url}" length="{first.length or 0}" type="{type}"/>\n'
    return line + "".join(map(_media, further)) if further else line


def _media(enclosure: Enclosure) -> str:
    attribute = _markup.attribute
    medium = _MEDIA.get(enclosure.type.partition("/")[0])
    kind = f' medium="{medium}"' if medium else ""
    size = f' fileSize="{enclosure.length}"' if enclosure.length else ""
    start = f'<media:content url="{attribute(enclosure.url)}" type="{attribute(enclosure.type)}"{kind}{size}'
    if not enclosure.title:
        return f"      {start}/>\n"
    title = f'<media:title type="plain">{_markup.words(enclosure.title)}</media:title>'
    return f"      {start}>{title}</media:content>\n"
