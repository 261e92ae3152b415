"""HTML pages read by recipes."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from feedkit import cli, entries, parsers, sources
from feedkit.errors import ConfigError, PageError
from feedkit.models import EntriesPage, Page

PAGES = sorted(path.parent for path in Path(__file__).parent.glob("golden/pages/*/recipe.toml"))
URL = "https://www.example.org/news/list.html"
SHOWN = ("title", "language", "declared_total", "next", "entries")


def read(html: str | bytes, *, url: str | None = URL, **recipe: Any) -> EntriesPage:
    content = html if isinstance(html, bytes) else html.encode()
    return parsers.parse(Page(content, url, charset="utf-8"), sources.recipe_from({"entry": "li", **recipe}))


def row(html: str, **recipe: Any) -> Any:
    """The one entry of a page with one row."""
    (entry,) = read(f"<ul><li><h3>Title</h3>{html}</ul>", **{"title": "h3", **recipe}).entries
    return entry


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: folder.name)
def test_page_gives_what_it_shows(
    folder: Path, golden: Callable[[Path, str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """A page of every kind gives the entries that a careful reader sees on it."""
    words = ["preview", str(folder / "page.html"), "--recipe", str(folder / "recipe.toml"), "--url", URL]

    assert cli.status_of([*words, "--json"]) == 0

    shown = json.loads(capsys.readouterr().out)
    expected = {name: shown[name] for name in SHOWN}
    golden(folder / "expected.json", json.dumps(expected, indent=1, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: folder.name)
def test_cut_page_never_raises(folder: Path) -> None:
    """A page that ends at any byte gives entries or a `PageError`, and no link that is not on the page."""
    content, recipe = (folder / "page.html").read_bytes(), sources.read_recipe(folder / "recipe.toml")
    whole = {entry.link for entry in parsers.parse(Page(content, URL), recipe).entries}
    if folder.name == "alternatives":
        whole.add("#")
    for end in range(0, len(content), 7):
        try:
            found = parsers.parse(Page(content[:end], URL), recipe)
        except PageError:
            continue
        assert {entry.link for entry in found.entries} <= whole | {None}
        entries.build(found)


def test_first_alternative_that_gives_something_counts() -> None:
    """An empty element, a blank, or a value that the steps use up is nothing."""
    html = "<b></b><i> </i><u>No. 7</u><s>eight</s>"

    assert row(html, title=["b", "i", "u", "s"]).title == "No. 7"
    assert row(html, title={"select": ["u", "s"], "match": "[a-z]+$"}).title == "eight"
    assert row(html, category=["b", "u, s"]).categories == ("No. 7", "eight")
    assert (
        row("<img><img alt=''><em style='background:url(/b.png)'></em>", image=["img", "em"]).images[0].url
        == "/b.png"
    )


def test_rules_tell_which_selector_gave_what() -> None:
    """`--explain` shows the alternative that was taken."""
    assert row("<a href=/1>x</a>", title=["b", "h3"], link="a").rules == (("title", "h3"), ("link", "a"))


@pytest.mark.parametrize(
    ("html", "link"),
    [
        ("<a href=/1>x</a>", "/1"),
        ("<a href=' /1\n'>x</a>", "/1"),
        ("<a href='#'>x</a><a href='JavaScript:x'>x</a><a href=/1>x</a>", "/1"),
        ("<a href='#c5'>x</a><a href=/1>x</a>", "#c5"),
        ("<a>x</a><a href=''>x</a><a href=/1>x</a>", "/1"),
        ("<a href='mailto:x@example.org'>x</a>", "mailto:x@example.org"),
        ("<a>x</a>", None),
    ],
)
def test_link_is_the_first_address(html: str, link: str | None) -> None:
    """Menus and buttons that lead nowhere are passed by; if nothing else is there, they are told."""
    assert row(html, link="a").link == link


def test_link_of_an_element_is_that_of_the_a_inside() -> None:
    """A selector that ends in any element finds its address."""
    assert row("<p><a>x</a><a href=/1>x</a></p>", link="p").link == "/1"
    assert read("<a class=e href=/1><h3>x</h3></a>", entry=".e", link="::attr(href)").entries[0].link == "/1"


@pytest.mark.parametrize(
    ("html", "date"),
    [
        ("<b>8 May 2020</b>", "8 May 2020"),
        ("<b><time datetime='2020-05-08T10:00Z'>Friday</time></b>", "2020-05-08T10:00Z"),
        ("<b datetime='2020-05-08'>Friday</b>", "2020-05-08"),
        ("<b><relative-time datetime='2020-05-08'>2 days ago</relative-time></b>", "2020-05-08"),
        ("<b><time datetime='PT5M'>8 May 2020</time></b>", "8 May 2020"),
        ("<b><time datetime>8 May 2020</time></b>", "8 May 2020"),
        ("<b><i style='display:none'>20200508</i>8 May 2020</b>", "8 May 2020"),
        ("<b></b>", None),
    ],
)
def test_date_is_the_machines_if_it_reads(html: str, date: str | None) -> None:
    """A `datetime` attribute wins, unless it is no time."""
    assert row(html, date="b").date == date


def test_match_on_a_date_may_mean_its_text() -> None:
    """A pattern that does not fit the attribute is tried on what is printed."""
    html = "<p>Event <time datetime='2020-06-01'>1 June</time>, published 8 May 2020</p>"

    assert row(html, date={"select": "p", "match": "published (.*)"}).date == "8 May 2020"
    assert row(html, date={"select": "p", "match": "^2020-06"}).date == "2020-06"


def test_authors_and_categories_are_all_that_there_are() -> None:
    """Each once, in order, without the commas between them."""
    entry = row("<p>By <a>Ada</a>, <a>Alan</a> &amp; <a>Ada</a></p>", author="p a", category="p ::text")

    assert entry.authors == ("Ada", "Alan")
    assert entry.categories == ("By", "Ada", "Alan")


@pytest.mark.parametrize(
    ("rule", "url", "name"),
    [
        ("img", "/1.jpg", "a.jpg"),
        ("img::attr(src)", "/1.jpg", None),
        ("img::attr(title)", None, "a.jpg"),
        ({"select": "img", "attr": "title"}, None, "a.jpg"),
        ({"select": "p::attr(style)", "match": r"url\((.*)\)"}, "/2.jpg", None),
        ("p::attr(style)", "/2.jpg", None),
        ("p::attr(data-set)", "/4.jpg", None),
        ("p", "/2.jpg", None),
        ("b", None, "200508-sg-iraq.jpg"),
        ("b::text", None, "200508-sg-iraq.jpg"),
        ("i", None, None),
    ],
)
def test_pictures_stand_in_many_places(rule: Any, url: str | None, name: str | None) -> None:
    """An address, an image line, a background or a `srcset` is told from one another."""
    entry = row(
        '<img src=/1.jpg title="a.jpg, 12 KB"><p style="background: url(/2.jpg)" data-set="/3.jpg 1x,/4.jpg 2x"></p>'
        "<b>200508-sg-iraq.jpg, 66.26KB</b><i>words</i>",
        image=rule,
    )
    found = [(image.url, image.name) for image in entry.images]

    assert found == ([(url, name)] if url or name else [])


def test_total_and_next_take_the_first_that_reads() -> None:
    """Neither the first number of a page nor the first button is the right one."""
    page = read(
        "<p>12</p><p>Page 1 of 5</p><a href='#'>x</a><a href='javascript:x'>y</a><a href='?p=2'>z</a><ul><li>x</ul>",
        title="::text",
        total=["b", "p:nth-of-type(2)", "p"],
        next=["i", "a"],
    )

    assert (page.declared_total, page.next) == (12, "https://www.example.org/news/list.html?p=2")


@pytest.mark.parametrize("total", ["1" * 5000, "", "none", "1.5"])
def test_total_that_is_none_is_none(total: str) -> None:
    """No text of the page breaks the reading of its total."""
    assert read(f"<p>{total}</p><ul><li>x</ul>", title="::text", total="p").declared_total is None


def test_header_rows_are_counted_out() -> None:
    """A row without title, link, text or picture is no entry; one problem tells how many."""
    page = read(
        "<table><tr><th>T<th>D<tr><td>x<td>1 May 2020<tr><td><td>2 May 2020</table>", entry="tr", title="td"
    )

    assert [entry.title for entry in page.entries] == ["x", "2 May 2020"]
    assert [(problem.code, problem.message[:2]) for problem in page.problems] == [("no-content", "1 ")]


def test_rows_inside_a_row_are_their_own() -> None:
    """What belongs to a reply is not its thread's, and nothing is told twice."""
    page = read(
        "<ul><li><h3>out</h3><img src=1.png><ul><li><h3>a</h3><img src=2.png> x <li><h3>b</h3><p>p</p></ul> y</ul>",
        title="h3",
        image="img",
        summary="p",
        content="ul",
    )

    assert [(e.title, [i.url for i in e.images], e.summary) for e in page.entries] == [
        ("out", ["1.png"], None),
        ("a", ["2.png"], None),
        ("b", [], "p"),
    ]
    assert page.entries[0].content == "<ul></ul> y" or "a" not in (page.entries[0].content or "")


def test_frame_completes_its_one_row() -> None:
    """A row around one other row that has no title or link of its own lends what it has."""
    page = read("<ul><li><i>1 May 2020</i><ul><li><h3>in</h3></ul></ul>", title="h3", date="i")

    assert [(entry.title, entry.date) for entry in page.entries] == [("in", "1 May 2020")]
    assert not page.problems


def test_rows_that_are_no_entries_stay_in_their_row() -> None:
    """A list inside an entry is a part of it, even where the selector of rows fits its rows."""
    assert (
        row("<div><ul><li>a<li>b</ul></div>", content="div", summary="div").content
        == "<ul><li>a</li><li>b</li></ul>"
    )


def test_slow_match_is_given_up() -> None:
    """A pattern that takes too long costs its field, is told, and never the run."""
    html = "".join(f"<li><h3>{n}</h3><p>{'a' * 40}b</p>" for n in range(100))
    started = time.process_time()
    page = read(f"<ul>{html}</ul>", title="h3", summary={"select": "p", "match": "(a|aa)+$"})

    assert time.process_time() - started < 10
    assert len(page.entries) == 100
    assert [problem.code for problem in page.problems] == ["match-timeout"]


@pytest.mark.parametrize(
    ("html", "recipe", "words"),
    [
        ("<p>x", {}, "no element for `li`"),
        ("<p>x", {"entry": ["div.a", "//section"]}, "`div.a | //section`"),
        ("<ul><li>", {"title": "h3"}, "the 1 rows of `li` hold no title, link, text or picture"),
        ("<ul><li>x", {"entry": "/"}, "no element for"),
    ],
)
def test_page_without_entries_is_an_error(html: str, recipe: dict[str, Any], words: str) -> None:
    """The error says which selector found nothing, or that what it found is empty."""
    with pytest.raises(PageError, match="nothing found") as caught:
        read(html, **recipe)

    assert caught.value.code == "empty-page"
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("empty", "is_fine"),
    [
        ("p.none", True),
        ("p.other", False),
        ({"xpath": "boolean(//p)"}, True),
        ({"xpath": "boolean(//b)"}, False),
    ],
)
def test_list_may_rightly_be_empty(empty: Any, is_fine: bool) -> None:
    """`empty` tells a list without entries from a page that changed."""
    if is_fine:
        assert read("<p class=none>", empty=empty).entries == ()
    else:
        with pytest.raises(PageError):
            read("<p class=none>", empty=empty)


def test_expression_that_fails_on_the_page_is_a_mistake_of_the_recipe() -> None:
    """What no check can see beforehand is still no traceback."""
    with pytest.raises(ConfigError) as caught:
        read("<ul><li><b>x", title={"xpath": "./b[sum('x') > 1]"})

    assert caught.value.code == "bad-selector"


def test_foreign_base_is_told() -> None:
    """A `base` on another site is not followed in silence."""
    page = read("<base href='https://evil.example.net/'><ul><li><a href=1>x</a></ul>", link="a")

    assert page.base == URL
    assert [problem.code for problem in page.problems] == ["base-ignored"]


def test_without_an_address_links_stay_as_printed() -> None:
    """A file whose address nobody told gives links as they are."""
    page = read("<ul><li><h3>x</h3><a href=1.html>x</a></ul>", url=None, title="h3", link="a")
    (entry,) = entries.build(page).entries

    assert (page.url, page.base, entry.link, entry.id) == (None, None, "1.html", None)


def _seconds(html: str, **recipe: Any) -> float:
    started = time.process_time()
    read(html, **recipe)
    return time.process_time() - started


@pytest.mark.parametrize(
    ("piece", "frame"),
    [
        ("<li><h3>T</h3><a href=/1>x</a><p>text <b>x</b></p><img src=1.jpg alt='a.jpg, 1 KB'></li>", "{}"),
        ("<li><h3>T</h3> tail</li>", "<li><h3>out</h3><ul>{}</ul>"),
        ("<img src=1.jpg><p>x</p><i>y</i><a>z</a>", "<li><h3>T</h3>{}"),
        ("<script></script>x", "<li><h3>T</h3><div>{}</div>"),
        ("<wbr>x</p><p>", "<li><h3>T</h3><p>{}"),
        ("<template><p>x</p></template>", "<li><h3>T</h3>{}"),
        ("</b>", "<li><h3>T</h3>{}"),
        ("x ", "<li><h3>{}</h3>"),
    ],
)
def test_cost_grows_with_the_page_only(piece: str, frame: str) -> None:
    """Ten times as much of anything takes about ten times as long."""
    recipe = {"title": "h3", "link": "a", "summary": "p", "image": "img", "content": "div", "author": "i"}
    small, large = (
        min(_seconds(f"<ul>{frame.format(piece * count)}</ul>", **recipe) for _ in range(3))
        for count in (900, 9000)
    )

    assert large < 30 * small + 0.05


def test_headings_tell_the_dates_below_them() -> None:
    """A month above several entries holds up to the next; the heading is no part of an entry."""
    html = (
        "<h2>March 2024</h2><ul><li><b>5</b> <a href=/a>One</a></li><li><b>1</b> <a href=/b>Two</a></li></ul>"
        "<h2>December 2023</h2><ul><li><b>30</b> <a href=/c>Three</a></li></ul>"
    )
    recipe = sources.recipe_from(
        {"entry": "li", "title": "a", "link": "a", "date": "b", "date_heading": "h2"}
    )
    page = Page(html.encode(), url="https://example.org/", media_type="text/html")
    listing = parsers.parse(page, recipe)

    assert [entry.date_heading for entry in listing.entries] == ["March 2024", "March 2024", "December 2023"]
    found = entries.build(listing).entries
    assert [str(entry.date) for entry in found] == ["2024-03-05", "2024-03-01", "2023-12-30"]
