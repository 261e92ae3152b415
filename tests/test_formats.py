"""Documents: valid, the same bytes for the same feed, and seen alike by independent readers."""

import dataclasses
import datetime as dt
import difflib
import json
import locale
import os
import subprocess
import sys
import tracemalloc
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import atoma
import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedkit import formats
from feedkit.errors import ConfigError
from feedkit.models import Enclosure, Entry, Feed, Format, Image, Person

UTC = dt.UTC
NOON = dt.datetime(2020, 5, 8, 12, tzinfo=UTC)
FORMATS: tuple[Format, ...] = ("rss", "atom", "json")
GOLDEN = Path(__file__).resolve().parent / "golden" / "formats"
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}


def entry(number: int, **fields: Any) -> Entry:
    url = f"https://www.example.org/news/{number}.htm"
    time = NOON - dt.timedelta(days=number)
    return dataclasses.replace(Entry(url, f"Release {number}", url, published=time, updated=time), **fields)


def picture(
    number: int, length: int | None, caption: str | None = None, *, exact: bool = True
) -> dict[str, Any]:
    url = f"https://www.example.org/pictures/{number}.jpg?a=1&b=2"
    return {
        "images": (Image(f"{number}.jpg", caption, url, "image/jpeg", length, exact),),
        "enclosures": (Enclosure(url, "image/jpeg", length, exact, caption),),
    }


def feed(*entries: Entry, **fields: Any) -> Feed:
    made = Feed(
        "https://www.example.org/news/",
        "Example news",
        "https://www.example.org/news/?q=a&b",
        "https://feeds.example.org/news.xml",
        language="en",
        authors=(Person("Example"),),
        updated=entries[0].updated if entries else None,
        entries=entries,
    )
    return dataclasses.replace(made, **fields)


MORE = Enclosure("https://www.example.org/film.mp4", "video/mp4", None, title="Film <2>")
CASES = {
    "pictures": feed(
        entry(0, summary="One picture.", **picture(0, 67850, 'A "caption", & more', exact=False)),
        entry(1, summary="Two paragraphs,\n\nand a picture of unknown size.", **picture(1, None)),
        entry(2, content="<p>Own <b>HTML</b></p>", summary="Own HTML", **picture(2, 1234)),
        entry(3, images=picture(3, 5)["images"], enclosures=(*picture(3, 5)["enclosures"], MORE)),
        entry(4, images=(Image("200114h-001", "No address", None, None, 47944),), summary="Text."),
    ),
    "texts": feed(
        entry(
            0, title="R&D < 5% > 3% \"quoted\" 'so' ]]> &amp; <b>", summary="a < b & c ]]>\nbroken\n\nsecond"
        ),
        entry(
            1,
            title="Zoë – 会议 🙂",
            summary="Ünïcödé",
            authors=(Person("Zoë & Co", "https://zoe.example.org/"),),
        ),
        entry(2, categories=("a&b", "c"), authors=(Person("A"), Person("B", email="b@example.org"))),
        entry(3, content='<p>See <a href="https://example.org/?a=1&amp;b=2">this</a>.</p>\n<p>More</p>'),
        title="News & <views>",
        subtitle="What is new",
        language="de-CH",
        authors=(Person("Desk", email="desk@example.org"),),
    ),
    "bare": feed(
        entry(0, id="tag:www.example.org,2020-05-08:0a1b", link=None, summary="No link."),
        entry(1, id="tag:www.example.org,2020-05-07:0c2d", link=None),
        entry(2, published=None, updated=None),
        self_link=None,
        language=None,
        authors=(),
    ),
    "empty": feed(),
}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("case", CASES)
def test_golden(case: str, format: Format, golden: Callable[[Path, bytes], None]) -> None:
    """The bytes of every format are looked at before they change."""
    document = formats.render(CASES[case], format)

    golden(GOLDEN / case / document.name, document.content)


def seen_enclosures(theirs: Any) -> list[Any]:
    return [link for link in theirs.get("links", ()) if link.rel == "enclosure"]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("format", ["rss", "atom"])
def test_feedparser_sees_everything(case: str, format: Format) -> None:
    """An independent reader sees every entry, link, time, and enclosure with type and length."""
    made = CASES[case]

    seen = feedparser.parse(formats.render(made, format).content)

    assert not seen.bozo
    assert (seen.feed.title, seen.feed.link) == (made.title, made.link)
    assert [e.id for e in seen.entries] == [e.id for e in made.entries]
    # for an Atom entry without a link feedparser takes the id
    assert [e.get("link", e.id) for e in seen.entries] == [e.link or e.id for e in made.entries]
    for theirs, ours in zip(seen.entries, made.entries, strict=True):
        assert (theirs.get("published_parsed") or ())[:6] == (
            ours.published.timetuple()[:6] if ours.published else ()
        )
        carried = ours.enclosures[:1] if format == "rss" else ours.enclosures
        unknown = "0" if format == "rss" else None
        assert [(e.href, e.type, e.get("length")) for e in seen_enclosures(theirs)] == [
            (e.url, e.type, str(e.length) if e.length else unknown) for e in carried
        ]


def test_atoma_sees_everything() -> None:
    """A second independent reader, stricter than the first."""
    made = CASES["pictures"]
    rss = atoma.parse_rss_bytes(formats.render(made, "rss").content)
    atom = atoma.parse_atom_bytes(formats.render(made, "atom").content)

    assert [i.guid for i in rss.items] == [e.id_ for e in atom.entries] == [e.id for e in made.entries]
    assert (
        [i.title for i in rss.items]
        == [e.title.value for e in atom.entries]
        == [e.title for e in made.entries]
    )
    assert (
        [i.pub_date for i in rss.items]
        == [e.published for e in atom.entries]
        == [e.published for e in made.entries]
    )
    assert [(x.url, x.length, x.type) for x in rss.items[0].enclosures] == [
        (x.url, x.length, x.type) for x in made.entries[0].enclosures
    ]
    links = [link for link in atom.entries[3].links if link.rel == "enclosure"]
    assert [(x.href, x.length, x.type_) for x in links] == [
        (x.url, x.length, x.type) for x in made.entries[3].enclosures
    ]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("format", ["rss", "atom"])
def test_titles_are_plain_text(case: str, format: Format) -> None:
    """`&` and `<` in a title are what the page shows, escaped once."""
    root = ET.fromstring(formats.render(CASES[case], format).content)
    titles = (
        root.findall("channel/item/title")
        if format == "rss"
        else root.findall("atom:entry/atom:title", NAMES)
    )

    assert [title.text for title in titles] == [e.title for e in CASES[case].entries]


@pytest.mark.parametrize("case", CASES)
def test_json_is_json_feed(case: str) -> None:
    """Required members stand, none is null, and each stands on its own line."""
    content = formats.render(CASES[case], "json").content
    members = json.loads(content)

    assert members["version"] == "https://jsonfeed.org/version/1.1"
    assert b"null" not in content
    for item in members["items"]:
        assert {"id", "title"} <= set(item)
        assert ("content_html" in item) != ("content_text" in item)
        assert all(f'\n      "{name}": '.encode() in content for name in item)


def channel(made: Feed) -> ET.Element:
    return ET.fromstring(formats.render(made, "rss").content)[0]


def test_head_never_sets_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """The `setlocale` of feedgen, which other threads would feel, is never called, not even by a full feed."""

    def fail(*arguments: object) -> str:
        raise AssertionError(arguments)

    monkeypatch.setattr(locale, "setlocale", fail)

    for format in FORMATS:
        for made in CASES.values():
            assert formats.render(made, format).content


def test_rss_says_when_the_feed_changed_not_when_it_was_written() -> None:
    """`lastBuildDate` is the feed's `updated` in whole seconds and UTC; without one there is none."""
    zone = dt.timezone(dt.timedelta(hours=2, seconds=32))
    made = feed(entry(0), updated=NOON.astimezone(zone).replace(microsecond=5))

    assert channel(made).findtext("lastBuildDate") == "Fri, 08 May 2020 12:00:00 +0000"
    assert channel(feed()).find("lastBuildDate") is None
    assert (
        channel(feed(entry(1), updated=None)).findtext("lastBuildDate") == "Thu, 07 May 2020 12:00:00 +0000"
    )


def test_atom_says_when_the_feed_changed_not_when_it_was_written() -> None:
    """Atom's `updated` is always there, and never now."""
    updated = [
        ET.fromstring(formats.render(made, "atom").content).findtext("atom:updated", namespaces=NAMES)
        for made in (feed(entry(0)), feed(entry(1), updated=None), feed())
    ]

    assert updated == ["2020-05-08T12:00:00Z", "2020-05-07T12:00:00Z", "1970-01-01T00:00:00Z"]


def test_rss_channel_link_is_the_page_and_self_has_its_type() -> None:
    """The last link is what feedgen takes for the channel's: it must be the page."""
    head = channel(feed())
    link = head.find("atom:link", NAMES)

    assert head.findtext("link") == feed().link
    assert link is not None
    assert link.attrib == {"href": feed().self_link, "rel": "self", "type": "application/rss+xml"}
    assert channel(feed(self_link=None)).find("atom:link", NAMES) is None


def test_atom_links_are_self_and_the_page() -> None:
    """The self link has Atom's own type; without an address there is none."""
    links = ET.fromstring(formats.render(feed(), "atom").content).findall("atom:link", NAMES)
    bare = ET.fromstring(formats.render(feed(self_link=None), "atom").content).findall("atom:link", NAMES)

    assert [link.attrib for link in links] == [
        {"href": feed().self_link, "rel": "self", "type": "application/atom+xml"},
        {"href": feed().link, "rel": "alternate"},
    ]
    assert len(bare) == 1


def test_generator_has_no_version() -> None:
    """A new version of anything changes no document."""
    root = ET.fromstring(formats.render(feed(), "atom").content)
    generator = root.find("atom:generator", NAMES)

    assert channel(feed()).findtext("generator") == "feedkit"
    assert channel(feed()).find("docs") is None
    assert generator is not None
    assert (generator.text, generator.attrib) == ("feedkit", {})


def test_atom_always_has_an_author() -> None:
    """Atom wants one (RFC 4287 section 4.1.1): the page's host stands in."""
    root = ET.fromstring(formats.render(feed(authors=()), "atom").content)

    assert root.findtext("atom:author/atom:name", namespaces=NAMES) == "www.example.org"
    assert channel(feed(authors=())).find("dc:creator", NAMES) is None


def test_language_is_told() -> None:
    """Language as RSS and Atom have it."""
    root = ET.fromstring(formats.render(feed(), "atom").content)

    assert channel(feed()).findtext("language") == "en"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_language_that_is_no_tag_is_left_out() -> None:
    """Validators reject what is no tag of RFC 5646; POSIX spelling is mended."""
    for tag, told in (("de_CH", "de-CH"), ("english", None), ("", None), ("en-GB-oed", "en-GB-oed")):
        made = feed(language=tag)
        root = ET.fromstring(formats.render(made, "atom").content)

        assert channel(made).findtext("language") == told
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == told
        assert json.loads(formats.render(made, "json").content).get("language") == told


def test_editor_has_an_address_and_others_are_creators() -> None:
    """RSS names an editor by e-mail address; what is none, or would break the form, goes to dc:creator."""
    desk, broken, odd = (
        Person("Desk", email="desk@x.org"),
        Person("Desk", email="desk"),
        Person("A (B", email="a@x.org"),
    )
    heads = [channel(feed(authors=(person,))) for person in (desk, broken, odd)]

    assert [head.findtext("managingEditor") for head in heads] == ["desk@x.org (Desk)", None, None]
    assert [head.findtext("dc:creator", namespaces=NAMES) for head in heads] == [None, "Desk", "A (B"]


def test_addresses_of_people_that_are_none_are_left_out() -> None:
    """Atom's `email` and `uri` are addresses; whoever has no name is called by one, or is nobody."""
    people = (Person("A", "no address", "no address"), Person(" ", None, "b@x.org"), Person(" "))
    root = ET.fromstring(formats.render(feed(entry(0, authors=people)), "atom").content)
    authors = root.findall("atom:entry/atom:author", NAMES)

    assert [[child.text for child in author] for author in authors] == [["A"], ["b@x.org", "b@x.org"]]


def test_plain_text_has_the_references_that_readers_take_for_text() -> None:
    """`&` and `<` of titles, names and captions are hexadecimal references, in the head as well."""
    made = feed(entry(0, authors=(Person("B&2"),), categories=("<c",)), title="A & <b", subtitle="&copy")
    rss, atom = (formats.render(made, format).content.decode() for format in ("rss", "atom"))

    assert "<title>A &#x26; &#x3C;b</title>" in rss
    assert "<description>&#x26;copy</description>" in rss
    assert "<dc:creator>B&#x26;2</dc:creator>" in rss
    assert "<category>&#x3C;c</category>" in rss
    assert "<subtitle>&#x26;copy</subtitle>" in atom
    assert "?q=a&amp;b</link>" in rss


def test_rss_namespaces_do_not_depend_on_entries() -> None:
    """The first picture changes no line of the head."""
    heads = [formats.render(made, "rss").content.splitlines()[1] for made in (feed(), CASES["pictures"])]

    assert heads[0] == heads[1]


def test_head_survives_any_text() -> None:
    """Where feedgen raises, for control characters and empty titles, the head has been cleaned."""
    made = feed(
        title="\x0b\ud800\ufffe", subtitle="a\x00\nb", link="https://x.org/\x1b", authors=(Person("\x85"),)
    )

    for format in FORMATS:
        assert formats.render(made, format).content


def test_rss_length_of_an_unknown_size_is_0_and_others_leave_it_out() -> None:
    """Sizes: rounded ones say so where a format can, unknown ones are never made up."""
    made = CASES["pictures"]
    items = json.loads(formats.render(made, "json").content)["items"]

    assert b'length="0"' in formats.render(made, "rss").content
    assert b"length" not in b"".join(
        formats.render(feed(entry(1, **picture(1, None))), "atom").content.split()
    )
    assert items[0]["attachments"][0]["_feedkit"] == {"length_exact": False}
    assert "_feedkit" not in items[2]["attachments"][0]
    assert "size_in_bytes" not in items[1]["attachments"][0]


def test_rss_has_one_enclosure_and_media_for_the_others() -> None:
    """No address is given twice: two pictures would be shown."""
    first = (
        MORE,
        dataclasses.replace(MORE, length=9, type="application/pdf", url="https://x.org/a.pdf", title=None),
    )
    item = channel(feed(entry(0, enclosures=(*first, MORE)))).find("item")
    assert item is not None

    assert [e.get("url") for e in item.findall("enclosure")] == [MORE.url]
    assert [e.attrib for e in item.findall("media:content", NAMES)] == [
        {"url": "https://x.org/a.pdf", "type": "application/pdf", "medium": "document", "fileSize": "9"}
    ]


def test_picture_stands_before_the_text_unless_the_content_shows_it() -> None:
    """Readers that ignore enclosures show the picture, and none shows it twice."""
    url = "https://www.example.org/pictures/0.jpg?a=1&b=2"
    shown = f'<p>x</p><img src="{url.replace("&", "&amp;")}">'
    texts = [
        json.loads(formats.render(feed(entry(0, content=content, **picture(0, 1))), "json").content)["items"][
            0
        ]
        for content in (None, "<p>x</p>", shown)
    ]

    start = f'<p><img src="{url.replace("&", "&amp;")}" alt=""></p>'
    assert [text["content_html"] for text in texts] == [start, f"{start}<p>x</p>", shown]


def test_descriptions_are_escaped_twice_and_summaries_once() -> None:
    """RSS descriptions are HTML, Atom summaries are text."""
    made = feed(entry(0, summary="a < b & c"))
    root = ET.fromstring(formats.render(made, "atom").content)

    assert channel(made).findtext("item/description") == "a &lt; b &amp; c"
    assert root.findtext("atom:entry/atom:summary", namespaces=NAMES) == "a < b & c"


def test_rss_html_without_a_summary_is_the_description() -> None:
    """A content:encoded never stands alone (the Profile): validators warn, and many readers show nothing."""
    items = channel(
        feed(entry(0, content="<p>A <b>b</b></p>"), entry(1, **picture(1, 2)), entry(2, content="just words"))
    ).findall("item")

    assert [item.find("content:encoded", NAMES) for item in items] == [None] * 3
    assert [(item.findtext("description") or "")[:13] for item in items] == [
        "<p>A <b>b</b>",
        '<p><img src="',
        "\njust words",
    ]


def test_atom_time_of_an_undated_entry_never_moves_with_the_feed() -> None:
    """Its own times, else the epoch: a new entry must not change an old one."""
    made = feed(entry(0), entry(1, updated=None), entry(2, published=None, updated=None))
    root = ET.fromstring(formats.render(made, "atom").content)

    assert [e.findtext("atom:updated", namespaces=NAMES) for e in root.findall("atom:entry", NAMES)] == [
        "2020-05-08T12:00:00Z",
        "2020-05-07T12:00:00Z",
        "1970-01-01T00:00:00Z",
    ]


@pytest.mark.parametrize("title", ["", " ", "\x0b", "\n\u00a0"])
def test_titles_are_never_blank(title: str) -> None:
    """Readers refuse documents with blank titles: the link stands there, else the id."""
    made = feed(entry(0, title=title), entry(1, title=title, link=None), title=title)
    items = json.loads(formats.render(made, "json").content)["items"]
    root = ET.fromstring(formats.render(made, "atom").content)

    expected = ["https://www.example.org/news/0.htm", "https://www.example.org/news/1.htm"]
    assert [item["title"] for item in items] == expected
    assert [t.text for t in root.findall("atom:entry/atom:title", NAMES)] == expected
    assert [t.text for t in channel(made).findall("item/title")] == expected
    assert (
        channel(made).findtext("title") == root.findtext("atom:title", namespaces=NAMES) == "www.example.org"
    )


def test_blank_categories_are_none_and_none_stands_twice() -> None:
    """A category says something."""
    made = feed(entry(0, categories=("a", " ", "a", "")))

    assert [c.text for c in channel(made).findall("item/category")] == ["a"]
    assert json.loads(formats.render(made, "json").content)["items"][0]["tags"] == ["a"]


@pytest.mark.parametrize("format", FORMATS)
def test_what_could_not_be_decoded_is_a_question_mark(format: Format) -> None:
    """U+FFFD is a blemish that validators warn of; it stays visible that something stood there."""
    made = feed(entry(0, title="Caf\ufffd", summary="\ufffd"), title="N\ufffdws")
    content = formats.render(made, format).content.decode()

    assert "\ufffd" not in content
    assert "Caf?" in content
    assert "N?ws" in content


def test_guid_says_whether_it_is_the_link() -> None:
    """`isPermaLink` is always stated, and true only of the published link."""
    guids = channel(feed(entry(0), entry(1, id="https://old.example.org/1"), entry(2, link=None))).findall(
        "item/guid"
    )

    assert [guid.get("isPermaLink") for guid in guids] == ["true", "false", "false"]


def test_long_titles_are_cut() -> None:
    """A title over 1,000 graphemes ends in an ellipsis; a family of five code points is one grapheme."""
    family = "👨‍👩‍👧"
    made = feed(entry(0, title="x" * 1001), entry(1, title=family * 1000))

    first, second = (item["title"] for item in json.loads(formats.render(made, "json").content)["items"])

    assert first.startswith("x" * 999)
    assert first.endswith("…")
    assert len(first) <= 1000
    assert second == family * 1000


def changed_lines(before: Feed, after: Feed, format: Format) -> list[str]:
    lines = [formats.render(made, format).content.decode().splitlines() for made in (before, after)]
    return [line for line in difflib.ndiff(*lines) if line[0] in "+-"]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Other\nline\r\nand ]]>"},
        {"published": NOON - dt.timedelta(days=9)},
        {"summary": "Other\n\nparagraph"},
        {"categories": ("Other",)},
        {"authors": (Person("Other"),)},
        {"enclosures": (dataclasses.replace(MORE, length=7),)},
    ],
)
def test_one_changed_field_is_one_changed_line(format: Format, fields: dict[str, Any]) -> None:
    """A line diff of two documents reads like a list of what changed."""
    before = entry(0, summary="Text", categories=("c",), authors=(Person("A"),), enclosures=(MORE,))
    more = (entry(1), entry(2))

    lines = changed_lines(feed(before, *more), feed(dataclasses.replace(before, **fields), *more), format)

    assert len(lines) == 2


@pytest.mark.parametrize("format", FORMATS)
def test_new_entry_touches_only_its_own_lines_and_the_time(format: Format) -> None:
    """What was published before stays byte for byte."""
    old = feed(entry(1, **picture(1, 2)), entry(2))
    new = feed(entry(0, **picture(0, 1)), *old.entries)

    gone = [line for line in changed_lines(old, new, format) if line[0] == "-"]

    assert len(gone) <= (format != "json")


@pytest.mark.parametrize("format", FORMATS)
@given(text=st.text(st.characters(exclude_categories=())))
def test_forbidden_characters_never_reach_a_document(format: Format, text: str) -> None:
    """Whatever a program puts into an entry, the document is well-formed and its other entries stay."""
    odd = entry(
        0, title=text, summary=text, content=text, id=f"i{text}", link=text or None, categories=(text,)
    )
    content = formats.render(feed(odd, entry(1)), format).content

    decoded = content.decode()
    assert not [
        c
        for c in decoded
        if (ord(c) < 32 and c not in "\t\n") or 128 <= ord(c) < 160 or ord(c) & 0xFFFE == 0xFFFE
    ]
    if format == "json":
        assert len(json.loads(content)["items"]) == 2
        assert "\\u00" not in content.decode().replace("\\\\", "")
    else:
        path = "channel/item" if format == "rss" else "{http://www.w3.org/2005/Atom}entry"
        assert len(ET.fromstring(content).findall(path)) == 2


SCRIPT = """
import datetime as dt, hashlib
from feedkit import formats
from feedkit.models import Entry, Enclosure, Feed, Image, Person
time = dt.datetime(2020, 3, 1, 12, tzinfo=dt.timezone.utc)
image = Image(None, "c", "https://x.org/a.jpg", "image/jpeg", 5)
entry = Entry("i", "Zoë", "https://x.org/1", published=time, updated=time, images=(image,), categories=("a", "b"),
              enclosures=(Enclosure("https://x.org/a.jpg", "image/jpeg", 5),), authors=(Person("P"),))
feed = Feed("https://x.org/", "F", "https://x.org/", "https://x.org/f", updated=time, entries=(entry,), language="de")
print(*(hashlib.sha256(formats.render(feed, f).content).hexdigest() for f in ("rss", "atom", "json")))
"""


def run(script: str, **environment: str) -> str:
    source = str(Path(formats.__file__).parents[2])
    known = {**os.environ, "PYTHONPATH": source, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(
        [sys.executable, "-c", script], env=known, capture_output=True, text=True, check=True
    ).stdout


def test_same_feed_same_bytes_everywhere(tmp_path: Path) -> None:
    """Zone, locale, hash seed and working directory leave no trace."""
    here = run(SCRIPT, PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C")
    there = run(SCRIPT, PYTHONHASHSEED="77", TZ="Pacific/Auckland", LC_ALL="de_DE.UTF-8", PWD=str(tmp_path))

    assert here == there
    assert len(here.split()) == 3


def test_importing_formats_is_light() -> None:
    """Libraries are loaded when a document needs them, and JSON Feed does not."""
    script = (
        "import sys, feedkit.formats as f; from feedkit.models import Feed; f.render(Feed('i', 't', 'https://x.org/'), 'json');"
        "print(sorted({'feedgen', 'lxml', 'dateutil'} & set(sys.modules)))"
    )

    assert run(script).strip() == "[]"


@pytest.mark.parametrize("format", FORMATS)
def test_memory_is_little_more_than_the_document(format: Format) -> None:
    """A document is put together in pieces: no second copy of it is ever held."""
    made = feed(*(entry(number, summary="Some words. " * 20, **picture(number, 5)) for number in range(3000)))
    formats.render(feed(entry(0)), format)
    tracemalloc.start()
    try:
        content = formats.render(made, format).content
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 1.5 * len(content)


@pytest.mark.parametrize(
    ("name", "format"),
    [("feed.xml", "rss"), ("a/b.RSS", "rss"), ("x.y.atom", "atom"), ("feed.json", "json")],
)
def test_suffix_names_the_format(name: str, format: Format) -> None:
    """A file's name says what to write into it."""
    assert formats.format_of(name) == format


@pytest.mark.parametrize("name", ["feed", "feed.html", ""])
def test_unknown_suffix_is_an_error(name: str) -> None:
    """What is no format's suffix is said with those that are."""
    with pytest.raises(ConfigError, match=r"\.atom") as caught:
        formats.format_of(name)

    assert caught.value.code == "unknown-suffix"


def test_unknown_format_is_an_error() -> None:
    """So is a name that is no format's."""
    with pytest.raises(ConfigError, match="rss, atom, json") as caught:
        formats.render(feed(), "xml")  # type: ignore[arg-type]

    assert caught.value.code == "unknown-format"


def test_document_has_name_and_media_type() -> None:
    """A document can be written and served as it is."""
    made = [formats.render(feed(), format) for format in FORMATS]

    assert [(d.name, d.media_type) for d in made] == [
        ("feed.xml", "application/rss+xml"),
        ("feed.atom", "application/atom+xml"),
        ("feed.json", "application/feed+json"),
    ]
    assert formats.render(feed(), "rss", name="news.xml").name == "news.xml"


@pytest.mark.parametrize("case", CASES)
def test_to_feedgen_holds_the_whole_feed(case: str) -> None:
    """A generator for feedgen's extensions writes every entry, in order, under its id."""
    made = CASES[case]
    generator = formats.to_feedgen(made)
    rss = feedparser.parse(generator.rss_str())
    atom = feedparser.parse(generator.atom_str())

    assert [e.id for e in rss.entries] == [e.id for e in atom.entries] == [e.id for e in made.entries]
    assert rss.feed.link == made.link
    for theirs, ours in zip(rss.entries, made.entries, strict=True):
        assert [e.href for e in seen_enclosures(theirs)] == [e.url for e in ours.enclosures[:1]]


def test_feedgen_loses_what_its_docstring_says() -> None:
    """If this fails, feedgen was mended: its entries might then be used."""
    content = formats.to_feedgen(CASES["pictures"]).atom_str()

    assert b'rel="enclosure"' not in content
