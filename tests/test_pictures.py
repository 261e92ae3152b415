"""Pictures of entries: the best file of each, what the page tells of it, and what is none of the entry's."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedkit import _html, _pictures, _renditions, entries, parsers
from feedkit.models import EntriesPage, Image, Page, RawEntry

TABLES = Path(__file__).parent / "cases"
PAGE = "https://www.example.org/news/list.html"
HOST = "https://www.example.org"
CASES = [
    pytest.param(*case[1:], id=f"{file}: {name}: {case[0]}")
    for file in ("pictures", "pictures-of-sites")
    for name, table in tomllib.loads((TABLES / f"{file}.toml").read_text(encoding="utf-8")).items()
    for case in table
]


def element(html: str) -> Any:
    page = f"<html><body><article>{html}</article></body></html>"
    return next(_html.tree(page.encode(), "utf-8", "page").iter("article"))


def found(*htmls: str, keep_sole: bool = False) -> tuple[list[tuple[Image, ...]], dict[str, int]]:
    chosen, _, left = _pictures.choose([_pictures.of([element(html)]) for html in htmls], keep_sole=keep_sole)
    return chosen, dict(left)


def published(images: tuple[Image, ...]) -> tuple[Image, ...]:
    page = EntriesPage(PAGE, PAGE, entries=(RawEntry("Title", images=images),))
    return entries.build(page).entries[0].images


@pytest.mark.parametrize(
    "name", ["24312044_1" + "0123456789" * 6 + "_n.jpg", "1" * 250 + "_none", "1x1" * 60 + "!.gif"]
)
def test_long_numbers_in_file_names_take_no_time(name: str) -> None:
    """A file called by numbers of any length is judged at once."""
    started = time.process_time()
    found(f'<img src="/{name}">')
    assert time.process_time() - started < 1


@pytest.mark.parametrize(("html", "url", "more"), CASES)
def test_pictures_are_read_as_the_page_means_them(html: str, url: str, more: dict[str, Any]) -> None:
    """The address, name, caption, type, size and dimensions of every picture; nothing that is none."""
    (images,), left = found(html)
    images = published(images)
    also = more.pop("also", []) if (more := dict(more)) else []

    assert [image.url and image.url.removeprefix(HOST) for image in images] == ([url, *also] if url else [])
    assert set(left) == ({more.pop("left")} if "left" in more else set())
    if images:
        first = images[0]
        told = {
            name: getattr(first, name) for name in ("name", "caption", "type", "length", "width", "height")
        }
        expected = {**dict.fromkeys(told), "type": "image/jpeg", **more}
        assert {**told, "type": told["type"] or ""} == expected


LOGO, FACE = '<img src="/logo.png" alt="Acme">', '<img src="/ada.jpg">'


def urls(chosen: list[tuple[Image, ...]]) -> list[list[str | None]]:
    return [[image.url for image in images] for images in chosen]


def test_what_most_entries_share_is_left_out() -> None:
    """A logo in every entry is no picture of any, also where an entry has no other."""
    chosen, left = found(f'{LOGO}<img src="/1.jpg">', f'<img src="/2.jpg">{LOGO}', LOGO)

    assert urls(chosen) == [["/1.jpg"], ["/2.jpg"], []]
    assert left == {"repeated": 3}


def test_what_several_entries_have_beside_others_is_left_out() -> None:
    """The face of an author of some entries, who all have pictures of their own."""
    pages = [f'<img src="/{number}.jpg">' + (FACE if number < 3 else "") for number in range(10)]
    chosen, left = found(*pages)

    assert urls(chosen) == [[f"/{number}.jpg"] for number in range(10)]
    assert left == {"repeated": 3}


def test_a_picture_of_a_few_entries_stays() -> None:
    """Three of ten entries may be about the same thing, and two of two."""
    shared = '<img src="/event.jpg">'

    assert urls(found(*[shared] * 3, *["<p>x</p>"] * 7)[0])[:3] == [["/event.jpg"]] * 3
    assert urls(found(shared, shared)[0]) == [["/event.jpg"]] * 2


def test_sole_pictures_stay_where_they_are_wanted() -> None:
    """A recipe that selects nothing but avatars wants them; beside other pictures they go."""
    faces = [f'<img class="avatar" src="/{number}.jpg">' for number in range(4)]

    assert urls(found(*faces)[0]) == [[]] * 4
    assert urls(found(*faces, keep_sole=True)[0]) == [[f"/{number}.jpg"] for number in range(4)]
    assert urls(found(*faces, '<img src="/a.jpg">', keep_sole=True)[0]) == [[], [], [], [], ["/a.jpg"]]


@pytest.mark.parametrize(
    ("head", "image"),
    [
        (
            (
                "<meta property=og:image content=/a.jpg><meta property=og:image:width content=1200>"
                "<meta property=og:image:height content=630><meta property=og:image:alt content='The bridge'>"
            ),
            Image(None, "The bridge", "/a.jpg", "image/jpeg", width=1200, height=630),
        ),
        ('<meta name="twitter:image" content="/a.png">', Image(url="/a.png", type="image/png")),
        ('<link rel="image_src" href="/a.jpg">', Image(url="/a.jpg", type="image/jpeg")),
        ('<meta itemprop="image" content="/a">', Image(url="/a")),
        (
            '<meta property="og:image" content=""><meta name="twitter:image" content="/a.jpg">',
            Image(url="/a.jpg", type="image/jpeg"),
        ),
        ('<meta property="og:image" content="/placeholder.png">', None),
        ('<meta property="og:title" content="/a.jpg">', None),
    ],
)
def test_head_names_the_picture_of_a_page(head: str, image: Image | None) -> None:
    """Open Graph, Twitter Cards and their like, with dimensions and label."""
    root = _html.tree(f"<html><head>{head}</head><body><p>x</body>".encode(), "utf-8", "page")

    assert _pictures.of_head(root) == ((image,) if image else ())


@pytest.mark.parametrize(
    ("value", "images"),
    [
        ("/a.jpg", [Image(url="/a.jpg", type="image/jpeg")]),
        (
            ["/a.jpg", "/b.png", "/a.jpg"],
            [Image(url="/a.jpg", type="image/jpeg"), Image(url="/b.png", type="image/png")],
        ),
        (
            {
                "@type": "ImageObject",
                "url": "/a",
                "width": 800,
                "height": "600",
                "caption": "The bridge",
                "encodingFormat": "image/webp",
                "contentSize": "66.26KB",
            },
            [Image(None, "The bridge", "/a", "image/webp", 67850, width=800, height=600)],
        ),
        (
            {"contentUrl": "/a.jpg", "url": "/page", "width": {"value": 800}},
            [Image(url="/a.jpg", type="image/jpeg", width=800)],
        ),
        ([{"@id": "#logo"}, None, 5, [["/a.jpg"]]], [Image(url="/a.jpg", type="image/jpeg")]),
        ({"url": {"@id": "/a.jpg"}}, []),
        ("data:image/png;base64,AA", []),
        (None, []),
    ],
)
def test_images_of_schema_org_are_read(value: Any, images: list[Image]) -> None:
    """An address, an ImageObject, or lists of them; nothing else makes an error."""
    assert list(_pictures.of_json(value)) == images


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("", []),
        (",", []),
        ("a", [("a", "1x")]),
        ("a,", [("a", "1x")]),
        ("a,b", [("a,b", "1x")]),
        ("a, b", [("a", "1x"), ("b", "1x")]),
        ("a ,b", [("a", "1x"), ("b", "1x")]),
        (",a,,b ,", [("a,,b", "1x")]),
        ("a 1x,b 2x", [("a", "1x"), ("b", "2x")]),
        ("a 1w,b 2w", [("a", "1w"), ("b", "2w")]),
        ("a\t1w\n,\fb 2w", [("a", "1w"), ("b", "2w")]),
        ("data:,a 1x", [("data:,a", "1x")]),
        ("data:,a ( , data:,b 1x, ), data:,c", [("data:,c", "1x")]),
        ("a 1w 2h", [("a", "1w")]),
        ("a 1x 2x, b", [("b", "1x")]),
        ("a 1w 2w, b", [("b", "1x")]),
        ("a 1w 1x, b", [("b", "1x")]),
        ("a -1w, b", [("b", "1x")]),
        ("a 1.5x", [("a", "1.5x")]),
        ("a 1.5w, b", [("b", "1x")]),
        ("a 0w, b", [("b", "1x")]),
        ("a 1q, b", [("b", "1x")]),
        ("a foo, b", [("b", "1x")]),
        ("a (foo, bar), b", [("b", "1x")]),
    ],
)
def test_srcset_is_parted_as_browsers_do(text: str, candidates: list[tuple[str, str]]) -> None:
    """Candidates and descriptors of HTML section 4.8.4.2.1, as the web platform tests have them."""
    assert _renditions.srcset(text) == candidates


@given(st.text(alphabet="a1.,xw (){}:/\t\n", max_size=60))
def test_any_srcset_is_read(text: str) -> None:
    """No text makes an error, and no candidate is made up."""
    for address, descriptor in _renditions.srcset(text):
        assert address in text
        assert float(descriptor[:-1]) >= 0
    image = element(f'<img srcset="{text}" data-src="{text}" style="background:url({text})" alt="{text}">')
    _pictures.choose([_pictures.of([image])])


@given(st.text(alphabet="<>imgpctureso a='/.jpg\"=(),figcaption", max_size=120))
def test_any_markup_has_pictures_or_none(text: str) -> None:
    """No markup makes an error, and every picture has an address, a name or a reason against it."""
    for picture in _pictures.of([element(text)]):
        assert picture.image.url or picture.image.name or picture.doubt


@pytest.mark.parametrize(
    "part",
    [
        "<img src=/a.jpg>",
        "<figure><img src=/a.jpg>",
        "<div class=caption>",
        "<a href=/a.jpg><img src=/b.jpg>",
        "<noscript><img src=/a.jpg></noscript>",
        "<picture><source srcset=/a.jpg>",
        "<div style='background:url(/a.jpg)'>",
        "<p class=byline><img src=/a.jpg>",
    ],
)
def test_pictures_take_linear_time(part: str) -> None:
    """Ten times as many pictures take about ten times as long, however they are nested."""
    times = []
    for count in (20, 200):
        node = element(part * count)
        started = time.process_time()
        _pictures.choose([_pictures.of([node])])
        times.append(time.process_time() - started)

    assert times[1] < 30 * times[0] + 0.1


def test_a_page_without_a_recipe_shows_its_pictures() -> None:
    """What is detected has pictures and files, and tells what was left out."""
    row = (
        "<li><a href=/news/{0}><img src=data:, data-src=/{0}.jpg alt='Picture of quay {0}'></a>"
        "<h3><a href=/news/{0}>Harbour opens quay number {0}</a></h3><time>{0} March 2024</time>"
        "<img src=/logo.png><img class=avatar src=/ada.jpg><a href=/{0}.pdf>Report (PDF, 1.2 MB)</a></li>"
    )
    html = f"<html><body><main><ul>{''.join(row.format(day) for day in range(9, 3, -1))}</ul></main></body></html>"
    page = parsers.parse(Page(html.encode(), PAGE))

    assert [[image.url for image in entry.images] for entry in page.entries] == [
        [f"/{day}.jpg"] for day in range(9, 3, -1)
    ]
    assert [file.length for entry in page.entries for file in entry.enclosures] == [1258291] * 6
    assert dict(page.left_out) == {"avatar": 6, "repeated": 6}
