"""Audio, video and documents of entries: what is one, its type, title and size, and where it is written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedkit import _enclosures, _html, entries, parsers, sources
from feedkit.models import EntriesPage, Entry, Image, Page, RawEntry

PAGE = "https://www.example.org/news/list.html"


def element(html: str) -> Any:
    return next(_html.tree(f"<article>{html}</article>".encode(), "utf-8", "page").iter("article"))


@pytest.mark.parametrize(
    ("html", "url", "kind", "length", "title"),
    [
        ('<a href="/r.pdf">Annual report</a>', "/r.pdf", "application/pdf", None, "Annual report"),
        (
            '<a href="/r.pdf">Annual report (PDF, 1.2 MB)</a>',
            "/r.pdf",
            "application/pdf",
            1258291,
            "Annual report",
        ),
        ('<a href="/r.pdf">PDF</a> (66,26 Ko)', "/r.pdf", "application/pdf", 67850, None),
        (
            '<a href="/r.pdf">Bericht</a> <span class="size">1,2 MB</span>',
            "/r.pdf",
            "application/pdf",
            1258291,
            "Bericht",
        ),
        ('<a href="/r.pdf" title="Report, 350 KB">PDF</a>', "/r.pdf", "application/pdf", 358400, "Report"),
        ('<a href="/r.pdf">x</a> <a href="/1">2 MB</a>', "/r.pdf", "application/pdf", None, "x"),
        ('<a href="/r.PDF?v=2#page=3">x</a>', "/r.PDF?v=2#page=3", "application/pdf", None, "x"),
        ('<a href="/get?file=r.pdf&id=7">x</a>', "/get?file=r.pdf&id=7", "application/pdf", None, "x"),
        ('<a href="/get/7" type="application/pdf">x</a>', "/get/7", "application/pdf", None, "x"),
        (
            '<a href="/get/7" download="report.docx">x</a>',
            "/get/7",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            None,
            "x",
        ),
        ('<a href="/get/7">Report (PDF, 350 KB)</a>', "/get/7", "application/pdf", 358400, "Report"),
        ('<a href="/1.mp3">Download</a>', "/1.mp3", "audio/mpeg", None, None),
        ('<a href="/1.m4a">Episode 1</a>', "/1.m4a", "audio/mp4", None, "Episode 1"),
        ('<a href="/b.epub">Book</a>', "/b.epub", "application/epub+zip", None, "Book"),
        ('<audio controls src="/1.mp3"></audio>', "/1.mp3", "audio/mpeg", None, None),
        (
            '<audio><source src="/1.ogg" type="audio/ogg"><source src="/1.mp3" type="audio/mpeg"></audio>',
            "/1.mp3",
            "audio/mpeg",
            None,
            None,
        ),
        (
            '<video poster="/a.jpg"><source src="/v.webm"><source src="/v.mp4"></video>',
            "/v.mp4",
            "video/mp4",
            None,
            None,
        ),
        ('<video src="/stream/7"></video>', "/stream/7", "video/mp4", None, None),
        ('<object data="/r.pdf" type="application/pdf"></object>', "/r.pdf", "application/pdf", None, None),
        ('<embed src="/r.pdf">', "/r.pdf", "application/pdf", None, None),
        ('<link rel="enclosure" href="/1.mp3" type="audio/mpeg">', "/1.mp3", "audio/mpeg", None, None),
        ('<a href="/1.mp3">41.3 MB, 45:12</a>', "/1.mp3", "audio/mpeg", 43306189, None),
    ],
)
def test_files_are_read_as_the_page_means_them(
    html: str, url: str, kind: str, length: int | None, title: str | None
) -> None:
    """Address, type, size and title of a link, a player or an embedded document."""
    (file,) = _enclosures.of([element(html)])

    assert (file.url, file.type, file.length, file.title) == (url, kind, length, title)
    assert not file.length_exact


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/1">Read more</a>',
        '<a href="/pdf">About PDF</a>',
        '<a href="/a.jpg">Picture</a>',
        '<a href="/1.html">1.2 MB of news</a>',
        '<a href="mailto:a.pdf@example.org">x</a>',
        "<a>r.pdf</a>",
        "<audio></audio>",
        '<video src="blob:https://www.example.org/1"></video>',
        '<iframe src="https://video.example.net/1"></iframe>',
        '<link rel="stylesheet" href="/a.mp3">',
        '<template><a href="/r.pdf">x</a></template>',
    ],
)
def test_pages_and_pictures_are_no_files(html: str) -> None:
    """What leads to a page, a picture, or nowhere that can be published is no enclosure."""
    assert _enclosures.of([element(html)]) == ()


def test_no_file_counts_twice() -> None:
    """A player and a link to the same file are one enclosure, with what is said first."""
    (file,) = _enclosures.of([element('<audio src="/1.mp3"></audio><a href="/1.mp3">Episode (41 MB)</a>')])

    assert file.url == "/1.mp3"


def built(**row: Any) -> Entry:
    return entries.build(EntriesPage(PAGE, PAGE, entries=(RawEntry("Title", **row),))).entries[0]


def test_what_is_played_comes_first() -> None:
    """RSS has one enclosure, and podcast clients need the audio; documents come behind pictures."""
    files = _enclosures.of([element('<a href="r.pdf">x</a><audio src="/1.mp3"></audio>')])
    entry = built(images=(Image(url="/a.jpg", type="image/jpeg"),), enclosures=files)

    assert [file.url.removeprefix("https://www.example.org") for file in entry.enclosures] == [
        "/1.mp3",
        "/a.jpg",
        "/news/r.pdf",
    ]
    assert [image.url for image in entry.images] == ["https://www.example.org/a.jpg"]


def test_link_to_a_file_is_an_enclosure_too() -> None:
    """An entry whose link is a document keeps the link; a page is no enclosure."""
    entry = built(link="/r.pdf")

    assert entry.link == "https://www.example.org/r.pdf"
    assert [(file.url, file.type, file.length) for file in entry.enclosures] == [
        (entry.link, "application/pdf", None)
    ]
    assert built(link="/r.html").enclosures == built(link="/a.jpg").enclosures == ()


def test_recipe_names_enclosures() -> None:
    """Links of any type, those inside an element, and addresses; only where the recipe says so."""
    html = (
        '<ul><li><h3>One</h3><a class=f href="/get?id=1">Report (350 KB)</a><p><a href="/2.mp3">x</a></p></li>'
        '<li><h3>Two</h3><a class=g href="/3.pdf">x</a></li></ul>'
    )

    def files(**rules: Any) -> list[list[tuple[str, str, int | None]]]:
        recipe = sources.recipe_from({"entry": "li", "title": "h3", **rules})
        page = parsers.parse(Page(html.encode(), PAGE), recipe)
        return [[(file.url, file.type, file.length) for file in row.enclosures] for row in page.entries]

    assert files() == [[], []]
    assert files(enclosure=["a.f", "a.g"]) == [
        [("/get?id=1", "application/octet-stream", 358400)],
        [("/3.pdf", "application/pdf", None)],
    ]
    assert (
        files(enclosure="p")[0] == files(enclosure="p a::attr(href)")[0] == [("/2.mp3", "audio/mpeg", None)]
    )


@given(st.text(alphabet="<>aehrf='/.pdm3tv \"(1KB)soucideo", max_size=100))
def test_any_markup_has_files_or_none(text: str) -> None:
    """No markup makes an error, and every file has an address and a type."""
    for file in _enclosures.of([element(text)]):
        assert file.url
        assert "/" in file.type


def test_rounded_size_of_a_file_says_how_far_it_may_be_off() -> None:
    """A printed size that was rounded is approximate, in files as in the pictures among them; bytes are exact."""
    links = '<a href="/r.pdf">Report (PDF, 1.2 MB)</a><a href="/s.pdf">Plan (1,234,567 bytes)</a>'
    image = Image(url="https://www.example.org/a.jpg", length=67850, length_margin=5)

    files = _enclosures.joined([image], _enclosures.of([element(links)]))
    sizes = [
        (file.length, file.length_exact, file.length_margin)
        for file in (*files, *_enclosures.of([element(links)]))
    ]

    assert sizes == [(67850, False, 5), (1258291, False, 52429), (1234567, True, 0)]
