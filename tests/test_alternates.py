"""Feeds that are there already are recognised by what they hold, and pages are not taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import feedkit
from feedkit import parsers
from feedkit.errors import PageError
from feedkit.models import Link, Page
from feedkit.parsers import _alternates

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"></feed>'
FEEDS = {
    "rss": '<rss version="2.0"><channel/></rss>',
    "rss-alone": "<rss>",
    "declared": '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0">',
    "bom": "\ufeff<rss version='2.0'>",
    "stylesheet": '<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?><!-- > --><rss version="2.0">',
    "doctype": '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "x.dtd"><rss version="0.91">',
    "entities": '<!DOCTYPE rss [<!ENTITY a "b">]><rss version="0.91">',
    "long-comment": f"<!--{'x' * 20_000}--><rss version='2.0'>",
    "rss-1": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">',
    "atom": ATOM,
    "atom-prefixed": '<a:feed xml:lang="en" xmlns:a="http://www.w3.org/2005/Atom">',
    "atom-0.3": '<feed version="0.3" xmlns="http://purl.org/atom/ns#">',
    "json": '{"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": []}',
    "json-escaped": '\n{"items": [], "version": "https:\\/\\/jsonfeed.org\\/version\\/1"}',
}
PAGES = {
    "html": "<!DOCTYPE html><html><body><rss>",
    "text": "RSS <rss version='2.0'>",
    "other-xml": "<feed><entry/></feed>",
    "rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    "json": '{"version": "1.1", "items": [], "about": "see https://jsonfeed.org/version/1.1"}',
    "json-nested": '{"feed": {"version": "https://jsonfeed.org/version/1.1"}}',
    "json-broken": '{"version": "https://jsonfeed.org/version/1.1"',
    "endless": "<?xml <!-- <rss>",
    "empty": "",
}
LINKS = {
    '<link rel="alternate" type="application/rss+xml" href="/a">': ["https://www.example.org/a"],
    '<LINK REL="Alternate" TYPE="application/Atom+XML; charset=utf-8" HREF="a">': [
        "https://www.example.org/n/a"
    ],
    '<link type="application/feed+json" rel="alternate" href="/a"><link rel="feed" href="/b">': [
        "https://www.example.org/a",
        "https://www.example.org/b",
    ],
    '<a type="application/rss+xml" href="/a">RSS</a><a href="/feed">x</a>': ["https://www.example.org/a"],
    '<link rel="alternate" type="text/xml" href="/rss.xml">': ["https://www.example.org/rss.xml"],
    '<link rel="alternate" type="application/json" href="/feed.json">': ["https://www.example.org/feed.json"],
    '<base href="/b/"><link rel="alternate" type="application/rss+xml" href="c">': [
        "https://www.example.org/b/c"
    ],
    '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">': [],
    '<link rel="alternate" type="application/rss+xml" href="/comments/feed/">': [],
    '<link rel="alternate" type="application/json+oembed" href="/oembed">': [],
    '<link rel="alternate" hreflang="fr" href="/fr">': [],
    '<link rel="alternate" type="application/rss+xml" href="">': [],
    '<link rel="alternate" type="application/rss+xml" href="javascript:a()">': [],
    '<link rel="alternate" type="application/rss+xml" href="/a">' * 3: ["https://www.example.org/a"],
}


@pytest.mark.parametrize("text", FEEDS.values(), ids=FEEDS)
@pytest.mark.parametrize("media_type", ["text/html", "text/plain", None])
def test_feeds_are_recognised_by_content(text: str, media_type: str | None) -> None:
    """Whatever it is served as, a feed is told with where to subscribe."""
    page = Page(text.encode(), "https://www.example.org/x", media_type)
    with pytest.raises(PageError) as caught:
        feedkit.parse(page)

    assert (caught.value.code, caught.value.hint) == (
        "already-a-feed",
        "subscribe to https://www.example.org/x",
    )


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_feeds_in_other_encodings_are_recognised(encoding: str) -> None:
    """The encoding is undone before."""
    with pytest.raises(PageError, match="it is a feed already"):
        feedkit.parse(Page(f'<?xml version="1.0" encoding="{encoding}"?>{ATOM}'.encode(encoding)))


@pytest.mark.parametrize("text", PAGES.values(), ids=PAGES)
def test_pages_are_no_feeds(text: str) -> None:
    """What only speaks of feeds is none."""
    assert not _alternates.is_feed(text.encode())


@given(st.text(alphabet='<>?!-[]{}:" \nrsfed', max_size=200))
def test_any_text_is_or_is_no_feed(text: str) -> None:
    """No text raises."""
    assert _alternates.is_feed(text.encode()) in (True, False)


def test_prologs_take_linear_time() -> None:
    """A million characters that may begin a feed are looked through at once."""
    for piece in ("<?", "<!--", "<!DOCTYPE", "<!DOCTYPE[", "<!---->", " ", "<feed "):
        assert not _alternates.is_feed(piece.encode() * 100_000)


@pytest.mark.parametrize(("head", "feeds"), LINKS.items())
def test_named_feeds(head: str, feeds: list[str]) -> None:
    """Links with a feed's type count, vaguer ones by their name; comments and APIs do not."""
    page = Page(f"<html><head>{head}</head><body>x</body></html>".encode(), "https://www.example.org/n/")

    assert list(parsers.feeds_of(page, "page")) == feeds


def test_header_names_feeds() -> None:
    """The header of an answer names feeds as a page does, of an answer in JSON too."""
    links = (
        Link("https://www.example.org/next", ("next",)),
        Link("https://www.example.org/feed", ("alternate",), "application/atom+xml"),
        Link("https://www.example.org/wp-json/1", ("alternate",), "application/json"),
    )

    for content in (b"<html><link rel=feed href=/own></html>", b"[]"):
        feeds = parsers.feeds_of(Page(content, "https://www.example.org/", links=links), "page")
        assert feeds[-1] == "https://www.example.org/feed"
        assert len(feeds) == (2 if b"own" in content else 1)


def test_no_more_feeds_than_one_reads() -> None:
    """Five are told; of a text, none."""
    links = "".join(f'<link rel="feed" href="/{n}">' for n in range(9))

    assert len(parsers.feeds_of(Page(links.encode(), "https://www.example.org/"), "page")) == 5
    assert parsers.feeds_of(Page(b""), "page") == ()
