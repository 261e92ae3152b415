"""Documents read back: our own without a difference, those of others without a loss."""

import contextlib
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedkit import _text, diffs, formats
from feedkit.errors import DocumentError
from feedkit.models import Enclosure, Entry, Feed, Format, Image, Person
from feedkit.parsers import feed as reader

UTC = dt.UTC
NOON = dt.datetime(2020, 5, 8, 12, tzinfo=UTC)
FORMATS: tuple[Format, ...] = ("rss", "atom", "json")
GOLDEN = Path(__file__).resolve().parent / "golden" / "formats"

anything = st.text(st.characters(exclude_categories=()), max_size=20)
markup = st.one_of(anything, st.lists(st.sampled_from(
    ["<p>", "</p>", "<br>", "&amp;", "\n", "\n\n", '<p><img src="', '" alt="', '"></p>', "x", "]]>", "\\u", "\r", "\t"]
)).map("".join))  # fmt: skip
something = markup.filter(_text.xml_safe)
times = st.integers(-2_000_000_000, 7_000_000_000).map(
    lambda second: dt.datetime.fromtimestamp(second, dt.timezone(dt.timedelta(hours=second % 5)))
)
people = st.builds(Person, markup, st.none() | markup, st.none() | markup)
files = st.builds(
    Enclosure, something, something, st.none() | st.integers(0, 10**12), st.booleans(), st.none() | markup
)
pictures = st.builds(
    Image, st.none() | markup, st.none() | markup, st.none() | st.just("https://x.org/a?b&c")
)
entries = st.builds(
    Entry,
    id=something,
    title=markup,
    link=st.none() | something,
    published=st.none() | times,
    updated=st.none() | times,
    summary=st.none() | markup,
    content=st.none() | markup,
    authors=st.lists(people, max_size=2).map(tuple),
    categories=st.lists(markup, max_size=2).map(tuple),
    images=st.lists(pictures, max_size=2).map(tuple),
    enclosures=st.lists(files, max_size=3).map(tuple),
)
feeds = st.builds(
    Feed,
    id=markup,
    title=markup,
    link=something.filter(_text.clean),
    self_link=st.none() | markup,
    subtitle=st.none() | markup,
    language=st.none() | st.just("de"),
    authors=st.lists(people, max_size=2).map(tuple),
    updated=st.none() | times,
    entries=st.lists(entries, max_size=3, unique_by=lambda entry: _text.xml_safe(entry.id)).map(tuple),
)


@pytest.mark.parametrize("format", FORMATS)
@given(feed=feeds)
def test_round_trip_has_no_difference(format: Format, feed: Feed) -> None:
    """Any text in any field comes back as it was, in each format, but for characters that XML forbids."""
    document = formats.render(feed, format)

    read = reader.parse(document.content, document.name)

    assert len(read.entries) == len(feed.entries)
    assert not diffs.compare(feed, read)
    assert read.generator == "feedkit"
    assert read.problems == ()


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    ("summary", "content"),
    [
        ("A", None),
        (None, None),
        ("A", "<p>A</p>"),
        ("A\n\nB", "<p>A</p><p>B</p>"),
        (None, '<p><img src="https://x.org/p.jpg" alt=""></p>text'),
        (None, "\n<p>x</p>"),
        ("<p>A</p>", "A"),
        ("A\nB\n\n\nC", None),
        ("Title", "<b>x</b>"),
        ("Title", None),
        ("A", 'before <img src="https://x.org/p.jpg">'),
    ],
)
@pytest.mark.parametrize("url", [None, "https://x.org/p.jpg"])
@pytest.mark.parametrize("link", [None, "https://x.org/1"])
def test_what_formats_add_is_undone(
    format: Format, summary: str | None, content: str | None, url: str | None, link: str | None
) -> None:
    """Pictures in the text, titles in place of a summary and paragraphs do not become the entry's own."""
    images = (Image(url=url, caption='A "c"'),) if url else ()
    entry = Entry("tag:x.org,2020:1", "Title", link, summary=summary, content=content, images=images)
    feed = Feed("https://x.org/", "F", "https://x.org/", entries=(entry,))

    read = reader.parse(formats.render(feed, format).content).entries[0]

    assert (read.id, read.title, read.link, read.summary, read.content) == (
        entry.id,
        "Title",
        link,
        summary,
        content,
    )
    assert read.published is None
    assert read.updated is None


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("case", sorted(path.name for path in GOLDEN.iterdir() if path.is_dir()))
def test_rendering_what_was_read_gives_the_same_bytes(format: Format, case: str) -> None:
    """A document that was read and rendered again is the document, so that lost state changes no file."""
    content = (GOLDEN / case / f"feed{formats.SUFFIXES[format]}").read_bytes()

    assert formats.render(reader.parse(content), format).content == content


def test_atom_and_json_keep_the_id_of_the_feed_and_updated() -> None:
    """What RSS has no place for comes back from the others."""
    entry = Entry("tag:x.org,2020:1", "T", published=NOON, updated=NOON + dt.timedelta(hours=1))
    feed = Feed("https://first.example.org/", "F", "https://x.org/", updated=entry.updated, entries=(entry,))

    for format in ("atom", "json"):
        read = reader.parse(formats.render(feed, format).content)
        assert (read.id, read.updated, read.entries[0].updated) == (feed.id, feed.updated, entry.updated)


def test_json_keeps_pictures_without_address_and_rounded_sizes() -> None:
    """JSON Feed's `_feedkit` loses nothing of what a text page tells of its pictures."""
    pictures = (Image("a.jpg", "C", None, "image/jpeg", 67850),)
    files = (
        Enclosure("https://x.org/b.jpg", "image/jpeg", 10, False),
        Enclosure("https://x.org/c.jpg", "image/jpeg", 9),
    )
    entry = Entry("i", "T", "https://x.org/1", images=pictures, enclosures=files)
    feed = Feed("https://x.org/", "F", "https://x.org/", entries=(entry,))

    read = reader.parse(formats.render(feed, "json").content).entries[0]

    assert pictures[0] in read.images
    assert [file.length_exact for file in read.enclosures] == [False, True]


RSS2 = b"""<?xml version="1.0"?>
<!-- by hand --><?xml-stylesheet href="x.xsl"?>
<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:d="http://purl.org/dc/elements/1.1/"
  xmlns:m="http://search.yahoo.com/mrss/"><channel>
<title> Some
  News </title><link>https://x.org/</link><description>All</description><generator>Press 1.0</generator>
<language>en</language><lastBuildDate>Fri, 08 May 2020 12:00:00 GMT</lastBuildDate>
<item><title><![CDATA[A & B]]></title><link>/a?b=1</link><guid isPermaLink="false">77</guid>
  <pubDate>Fri, 08 May 2020 12:00:00 +0200</pubDate><d:creator>Ann</d:creator><category>one</category>
  <description>&lt;p&gt;First &amp;amp; only&lt;/p&gt;&lt;p&gt;Second&lt;/p&gt;</description>
  <c:encoded><![CDATA[<p onclick="x()">Hi <a href="/y">y</a><script>alert(1)</script></p>]]></c:encoded>
  <enclosure url="/p.jpg" length="12" type="image/jpeg"/>
  <m:group><m:content url="https://x.org/v.mp4" type="video/mp4" fileSize="9"/><m:thumbnail url="/t.png"/></m:group></item>
<item><title>No id</title><link>https://x.org/n</link><pubDate>sometime</pubDate></item>
<item><guid>https://x.org/g</guid><description>Only a description here</description><author>a@x.org (Al)</author></item>
<item><title>Twice</title></item><item><title>Twice</title><pubDate>Sat, 09 May 2020 12:00:00 GMT</pubDate></item>
</channel></rss>"""


def test_rss_of_others() -> None:
    """Namespaces count by address, addresses become absolute, and no entry is lost."""
    feed = reader.parse(RSS2, "other.xml")
    first, second, third, *twice = feed.entries

    assert (feed.title, feed.link, feed.subtitle, feed.language) == (
        "Some News",
        "https://x.org/",
        "All",
        "en",
    )
    assert (feed.updated, feed.generator) == (NOON, "Press 1.0")
    assert (first.id, first.title, first.link) == ("77", "A & B", "https://x.org/a?b=1")
    assert first.published == NOON - dt.timedelta(hours=2)
    assert first.summary == "First & only\n\nSecond"
    assert first.content == '<p>Hi <a href="https://x.org/y">y</a></p>'
    assert (first.authors, first.categories) == ((Person("Ann"),), ("one",))
    assert [(f.url, f.type, f.length) for f in first.enclosures] == [
        ("https://x.org/p.jpg", "image/jpeg", 12),
        ("https://x.org/v.mp4", "video/mp4", 9),
    ]
    assert [image.url for image in first.images] == ["https://x.org/p.jpg", "https://x.org/t.png"]
    assert (second.id, second.published) == ("https://x.org/n", None)
    assert [(problem.code, problem.entry) for problem in feed.problems] == [("bad-date", 1)]
    assert (third.link, third.title) == ("https://x.org/g", "Only a description here")
    assert third.authors == (Person("Al", email="a@x.org"),)
    assert len({entry.id for entry in twice}) == 2
    assert reader.parse(RSS2).entries == feed.entries


def test_rss_1_is_rdf() -> None:
    """RSS 1.0 keeps its entries beside the channel and its dates in Dublin Core."""
    feed = reader.parse(
        b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel r:about="https://x.org/"><title>T</title>'
        b'<link>https://x.org/</link></channel><item r:about="https://x.org/1"><title>One</title>'
        b"<link>https://x.org/1</link><dc:date>2020-05-08T12:00:00Z</dc:date></item></r:RDF>"
    )

    assert feed.title == "T"
    assert [(e.id, e.title, e.published) for e in feed.entries] == [("https://x.org/1", "One", NOON)]


def test_rss_091_with_its_dtd_loses_no_letter() -> None:
    """A document type is not loaded; references to HTML's entities are known all the same."""
    feed = reader.parse(
        b'<!DOCTYPE rss SYSTEM "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel>'
        b"<title>Caf&eacute;</title><link>https://x.org/</link><item><title>A&nbsp;&amp; B</title></item></channel></rss>"
    )

    assert (feed.title, feed.entries[0].title) == ("Café", "A & B")


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    """Neither a file nor a bomb comes in through an entity."""
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    feed = reader.parse(
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]><rss><channel><title>&x;</title></channel></rss>'.encode()
    )

    assert "hidden" not in feed.title


ATOM = b"""<a:feed xmlns:a="http://www.w3.org/2005/Atom" xml:base="https://x.org/b/" xml:lang="de">
<a:id>urn:x</a:id><a:title type="html">A &amp;amp; &lt;b&gt;B&lt;/b&gt;</a:title><a:updated>2020-05-08T12:00:00Z</a:updated>
<a:link href="page"/><a:link rel="self" href="feed"/><a:author><a:name>Ann</a:name></a:author>
<a:entry xml:base="c/"><a:id>1</a:id><a:title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">One <i>two</i></div></a:title>
<a:link href="e" type="text/html"/><a:link rel="enclosure" href="p.png"/><a:updated>2020-05-08T12:00:00.5+02:00</a:updated>
<a:content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hi <a href="y">y</a><br/></p></div></a:content></a:entry>
<a:entry><a:id>2</a:id><a:title>Two</a:title><a:published>no</a:published><a:summary type="html">&lt;p&gt;S&lt;/p&gt;</a:summary>
<a:category term="t"/></a:entry>
<a:entry><a:id>3</a:id><a:title>Three</a:title><a:content>plain &lt;b&gt;</a:content></a:entry></a:feed>"""


def test_atom_of_others() -> None:
    """XHTML becomes HTML, xml:base is obeyed, and a bad date is a problem of one entry."""
    feed = reader.parse(ATOM)
    first, second, third = feed.entries

    assert (feed.id, feed.title, feed.language) == ("urn:x", "A & B", "de")
    assert (feed.link, feed.self_link) == ("https://x.org/b/page", "https://x.org/b/feed")
    assert (first.title, first.link) == ("One two", "https://x.org/b/c/e")
    assert first.content is not None
    assert '<p>Hi <a href="https://x.org/b/c/y">y</a><br></p>' in first.content
    assert [(f.url, f.type, f.length) for f in first.enclosures] == [
        ("https://x.org/b/c/p.png", "image/png", None)
    ]
    assert (second.summary, second.published, second.categories) == ("S", None, ("t",))
    assert [(problem.code, problem.entry) for problem in feed.problems] == [("bad-date", 1)]
    assert (third.summary, third.content) == ("plain <b>", None)


JSON = b"""{"version": "https://jsonfeed.org/version/1", "title": "J", "home_page_url": "https://x.org/", "author": {"name": "Ann"},
"items": [{"id": 7, "url": "/a", "content_html": "<p>x<script>1</script></p>", "image": "i.png", "date_published": "2020-05-08T12:00:00Z",
"attachments": [{"url": "m.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5}, 4], "tags": ["a", 1]},
{"id": "8", "content_text": "only text", "date_published": 5}, "no item"]}"""


def test_json_of_others() -> None:
    """Version 1 and members of a wrong type are taken for what can be used of them."""
    feed = reader.parse(JSON)
    first, second = feed.entries

    assert (feed.authors, feed.generator, feed.updated) == ((Person("Ann"),), None, NOON)
    assert (first.id, first.link, first.title, first.content) == ("7", "https://x.org/a", "x", "<p>x</p>")
    assert [(f.url, f.length) for f in first.enclosures] == [("https://x.org/m.mp3", 5)]
    assert ([image.url for image in first.images], first.categories) == (["https://x.org/i.png"], ("a",))
    assert (second.title, second.summary, second.published) == ("only text", "only text", None)


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "not-a-feed", "empty"),
        (b" \n", "not-a-feed", "empty"),
        (b"%PDF-1.4\n\x00\x01\x02", "not-a-feed", "not text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not-a-feed", "not text"),
        (b"<!DOCTYPE html><html><p>x<br></html>", "not-a-feed", "HTML"),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', "not-a-feed", "html"),
        (b"just words", "not-a-feed", "neither"),
        (b"<opml><body/></opml>", "not-a-feed", "opml"),
        (b'<rss version="2.0">\n<channel><title>x</title><item>', "broken-xml", "line 2"),
        (b"<rss><channel><title>\x0b</title></channel></rss>", "broken-xml", "line 1"),
        (b'{"version": "https://jsonfeed.org/version/1.1",\n "title": "x', "broken-json", "line 2"),
        (b"{}", "not-a-feed", "version"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "title": "\xff"}', "broken-json", "utf-8"),
        (b'{"version": ' + b"[" * 100000, "broken-json", ""),
        (b"<rss>" * 10000, "broken-xml", ""),
    ],
)
def test_what_is_no_feed_is_an_error_that_says_why(content: bytes, code: str, words: str) -> None:
    """Whatever cannot be read has a code, a cause and a next step, and names its file."""
    with pytest.raises(DocumentError) as caught:
        reader.parse(content, "some.file")

    assert (caught.value.code, caught.value.subject) == (code, "some.file")
    assert words in str(caught.value)
    assert "some.file" in str(caught.value)
    assert caught.value.hint


@given(st.binary())
@example(b"\xff\xfe<\0")
def test_bytes_never_crash(content: bytes) -> None:
    """Any bytes are a feed or a `DocumentError`."""
    with contextlib.suppress(DocumentError):
        assert isinstance(reader.parse(content), Feed)


@given(st.integers(0, 3000), st.sampled_from(FORMATS))
def test_cut_documents_are_errors(length: int, format: Format) -> None:
    """A document that was cut off is never taken for a shorter feed."""
    content = (GOLDEN / "pictures" / f"feed{formats.SUFFIXES[format]}").read_bytes().rstrip()

    with pytest.raises(DocumentError):
        reader.parse(content[: min(length, len(content) - 1)])
