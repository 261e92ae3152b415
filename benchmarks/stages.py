"""The pieces of work that are measured in one process: feedkit's stages, and the peers beside them."""

import datetime as dt
import tracemalloc
from dataclasses import replace
from itertools import islice
from pathlib import Path

import feedkit
from benchmarks import pages, peers
from benchmarks.timing import Work
from feedkit import _dates, entries, feeds, formats, parsers, sources, store
from feedkit._dates import _times
from feedkit.models import Diff, Feed, Known, Page, Person, Run
from feedkit.parsers import feed as documents

RECIPE = sources.recipe_from(pages.RECIPE)
NOW = dt.datetime(2020, 5, 9, 6, tzinfo=dt.UTC)
RULES = feeds.Rules()
FORMATS = ("rss", "atom", "json")


def forget() -> None:
    """Forget the texts of dates, so that every round reads and writes them as if for the first time."""
    for cached in (_dates.read, _times._rfc822, _times._rfc3339):
        cached.cache_clear()


def to_rss(content: bytes) -> bytes:
    """Return the RSS of a page, the whole way."""
    forget()
    listing = feedkit.parse(content, url=pages.ADDRESS, recipe=RECIPE)
    return feedkit.render(feedkit.build(listing), "rss").content


def full_feed(count: int) -> Feed:
    """Return the feed of a page, each entry with an author and a category, as documents often have."""
    feed = feedkit.build(feedkit.parse(pages.page(count), url=pages.ADDRESS, recipe=RECIPE))
    people, words = (Person("Press Office"),), ("Press releases",)
    full = (replace(entry, authors=people, categories=words) for entry in feed.entries)
    return replace(feed, entries=tuple(full))


def ours(count: int) -> dict[str, Work]:
    """Return feedkit's stages on a page of so many entries."""
    content = pages.page(count)
    page = Page(content, url=pages.ADDRESS)
    listing = parsers.parse(page, RECIPE)
    rows = entries.build(listing).entries
    feed = full_feed(count)
    before = replace(feed, entries=tuple(replace(entry) for entry in feed.entries))
    rendered = {format: formats.render(feed, format).content for format in FORMATS}
    return {
        "parse by recipe": lambda: parsers.parse(page, RECIPE),
        "detect": lambda: (forget(), parsers.parse(page)),
        "entries.build": lambda: (forget(), entries.build(listing)),
        "feeds.mirror, assemble": lambda: _assemble(feed, rows),
        "page to RSS": lambda: to_rss(content),
        **{f"render {format}": _rendering(feed, format) for format in FORMATS},
        "render all three": _rendering(feed, *FORMATS),
        **{f"read {format}": _reading(content) for format, content in rendered.items()},
        "diff": lambda: feedkit.diff(before, feed),
    }


def _assemble(feed: Feed, rows: tuple[feedkit.Entry, ...]) -> Feed:
    merged = feeds.mirror(rows, None, pages.ADDRESS, RULES, None)
    return feeds.assemble(feed, feeds.published(merged.entries))


def _rendering(feed: Feed, *names: str) -> Work:
    return lambda: (forget(), [formats.render(feed, name) for name in names])


def _reading(content: bytes) -> Work:
    return lambda: documents.parse(content)


def remembering(count: int, folder: Path) -> dict[str, Work]:
    """Return the stages of a run that finds nothing new: merge, and the state read and written."""
    rows = entries.build(parsers.parse(Page(pages.page(count), url=pages.ADDRESS), RECIPE))
    merged = feeds.merge(rows, (), pages.ADDRESS, RULES, NOW)
    run = Run(NOW, "ok", None, count)
    state = store.open(f"sqlite:{count}.db", folder)
    state.commit("news", None, Known(pages.ADDRESS, entries=merged.entries), run, Diff(), ())
    known = state.load("news")
    assert known is not None
    again = replace(known, entries=feeds.merge(rows, known.entries, pages.ADDRESS, RULES, NOW).entries)
    return {
        "feeds.merge, unchanged": lambda: feeds.merge(rows, known.entries, pages.ADDRESS, RULES, NOW),
        "store.load": lambda: state.load("news"),
        "store.commit, unchanged": lambda: state.commit("news", known, again, run, Diff(), ()),
    }


def bare(count: int) -> dict[str, Work]:
    """Return the bare parts on the same bytes."""
    content = pages.page(count)
    feed = full_feed(count)
    rss, atom = (formats.render(feed, name).content for name in ("rss", "atom"))
    return {
        "lxml: the page": lambda: peers.lxml_html(content),
        "lxml: the RSS": lambda: peers.lxml_xml(rss),
        "lxml: the Atom": lambda: peers.lxml_xml(atom),
        "feedgen: RSS": lambda: peers.feedgen(feed).rss_str(),
        "feedgen: Atom": lambda: peers.feedgen(feed).atom_str(),
        "feedgen: RSS, Atom": lambda: _both(feed),
    }


def _both(feed: Feed) -> tuple[bytes, bytes]:
    return peers.feedgen(feed).rss_str(), peers.feedgen(feed).atom_str()


def slow(count: int) -> dict[str, Work]:
    """Return the peers that take seconds for thousands of entries."""
    content = pages.page(count)
    feed = full_feed(count)
    rss, atom = (formats.render(feed, name).content for name in ("rss", "atom"))
    return {
        "bs4: the rows": lambda: peers.soup_rows(content),
        "bs4, dateutil, feedgen: RSS": lambda: peers.usual_script(content),
        "feedparser: the RSS": lambda: peers.feedparser(rss),
        "feedparser: the Atom": lambda: peers.feedparser(atom),
    }


def dates(count: int = 300) -> dict[str, Work]:
    """Return the reading of so many different dates in the form of the page."""
    from dateutil import parser

    listing = feedkit.parse(pages.page(3 * count), url=pages.ADDRESS, recipe=RECIPE)
    texts = [entry.date for entry in islice(listing.entries, 0, None, 3) if entry.date]
    again = texts[:1] * len(texts)
    setting = _dates.Setting()
    return {
        "dateutil": lambda: [parser.parse(text) for text in texts],
        "date": lambda: _dates.column(texts, setting),
        "date, repeated": lambda: _dates.column(again, setting),
    }


def memory(count: int) -> dict[str, float]:
    """Return the peak memory of making each document, as multiples of the document's size."""
    feed = full_feed(count)
    return {format: _peak(feed, format) for format in FORMATS}


def _peak(feed: Feed, format: str) -> float:
    forget()
    tracemalloc.start()
    content = formats.render(feed, format).content
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / len(content)
