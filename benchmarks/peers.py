"""The same work as people do it without feedkit: the bare parts, and the usual script."""

import html
from typing import Any, NamedTuple
from urllib.parse import urljoin

from lxml import etree

from benchmarks import pages
from feedkit.models import Entry, Feed


class Row(NamedTuple):
    """What the usual script takes from a row."""

    title: str
    link: str
    date: str
    summary: str
    picture: str
    label: str


def lxml_html(content: bytes) -> Any:
    """Return the tree of a page: what every reading of it costs at least."""
    return etree.fromstring(content, etree.HTMLParser(encoding="utf-8"))


def lxml_xml(content: bytes) -> Any:
    """Return the tree of a document."""
    return etree.fromstring(content)


def soup_rows(content: bytes) -> list[Row]:
    """Return the rows of a page by BeautifulSoup."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(content, "lxml")
    return [_soup_row(row) for row in soup.select("div.results > div.entry")]


def _soup_row(row: Any) -> Row:
    link, picture = row.select_one("h3 > a"), row.select_one("img")
    return Row(
        link.get_text(strip=True),
        urljoin(pages.ADDRESS, link["href"]),
        row.select_one("span.day").get_text(strip=True),
        row.select_one("p.summary").get_text(" ", strip=True),
        urljoin(pages.ADDRESS, picture["src"]),
        picture["title"],
    )


def usual_script(content: bytes) -> bytes:
    """Return RSS of a page by BeautifulSoup, dateutil and feedgen."""
    from dateutil import parser, tz

    made = _head()
    for row in soup_rows(content):
        entry = made.add_entry(order="append")
        entry.id(row.link)
        entry.title(row.title)
        entry.link(href=row.link)
        entry.description(row.summary)
        entry.published(parser.parse(row.date).replace(tzinfo=tz.UTC))
        entry.enclosure(row.picture, _size(row.label), "image/jpeg")
    return made.rss_str()


def _size(label: str) -> str:
    return str(round(float(label.rpartition(", ")[2].removesuffix("KB")) * 1024))


def _head() -> Any:
    from feedgen.feed import FeedGenerator

    made = FeedGenerator()
    made.id(pages.ADDRESS)
    made.title("News")
    made.description("News")
    made.link(href=pages.ADDRESS, rel="alternate")
    return made


def feedgen(feed: Feed) -> Any:
    """Return feedgen's generator with the entries of a feed, all times given as times."""
    made = _head()
    for entry in feed.entries:
        added = made.add_entry(order="append")
        added.id(entry.id)
        added.title(entry.title)
        added.link(href=entry.link)
        added.summary(entry.summary)
        added.content(_content(entry), type="html")
        added.author([{"name": person.name} for person in entry.authors])
        added.category([{"term": category} for category in entry.categories])
        added.published(entry.published)
        added.updated(entry.updated)
        for enclosure in entry.enclosures:
            added.enclosure(enclosure.url, str(enclosure.length), enclosure.type)
    return made


def _content(entry: Entry) -> str:
    picture = "".join(f'<p><img src="{each.url}" alt="{each.title}"></p>' for each in entry.enclosures)
    return f"{picture}<p>{html.escape(entry.summary or '')}</p>"


def feedparser(content: bytes) -> Any:
    """Return what feedparser reads in a document."""
    import feedparser

    return feedparser.parse(content)
