"""Lists of several pages: followed, joined, ended, and never lost by a page that fails."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import feedkit
from conftest import Site
from feedkit import cli, feeds, paging, sources
from feedkit.errors import ConfigError
from feedkit.models import Entries, Entry
from feedkit.pipeline import Outcome

FIELDS = 'entry = "li"\ntitle = "a"\nlink = "a"\ndate = "time"\n'
NEXT = 'next = "a.next"\n'
NUMBERED = 'next = { template = "?page={number}" }\n'


def rows(*numbers: int) -> str:
    """List items of entries, each dated by its number."""
    return "".join(
        f'<li><a href="/entry/{n}">Entry {n}</a><time>2024-{n // 28 + 1:02}-{n % 28 + 1:02}</time></li>'
        for n in numbers
    )


def html(*numbers: int, next: str | None = None, more: str = "") -> str:
    link = f'<a class="next" href="{next}">older</a>' if next else ""
    return f"<html><title>News</title><body>{more}<ul>{rows(*numbers)}</ul>{link}</body></html>"


def put_list(site: Site, pages: list[list[int]], **headers: str) -> None:
    """A list at /news, /news?page=2 and so on, each with a link to the next."""
    for number, numbers in enumerate(pages, 1):
        path = "/news" if number == 1 else f"/news?page={number}"
        following = f"/news?page={number + 1}" if number < len(pages) else None
        site.put(path, html(*numbers, next=following), **headers)


@dataclass
class Follower:
    """A source in a folder of its own that is run again and again."""

    folder: Path
    page: str

    def configure(self, recipe: str = FIELDS + NEXT, source: str = "") -> "Follower":
        """Write its configuration."""
        (self.folder / "feedkit.toml").write_text(
            f'[sources.news]\npage = "{self.page}"\nallow_private = true\n{source}'
            f"[sources.news.recipe]\n{recipe}"
        )
        return self

    def run(self) -> Outcome:
        (outcome,) = feedkit.run(self.folder / "feedkit.toml")
        return outcome

    @property
    def titles(self) -> list[str]:
        feed = feedkit.read(self.folder / "public" / "news.json")
        return [entry.title.removeprefix("Entry ") for entry in feed.entries]


@pytest.fixture
def news(site: Site, tmp_path: Path) -> Follower:
    """A source whose page is /news of the site."""
    return Follower(tmp_path, site.url("/news")).configure()


def codes(outcome: Outcome) -> list[str]:
    return [problem.code for problem in outcome.problems]


def asked(site: Site) -> list[str]:
    """The paths asked for since the last time."""
    paths = [request.path for request in site.requests]
    site.requests.clear()
    return paths


def names(numbers: range) -> list[str]:
    return [str(number) for number in numbers]


# Where a list goes on


def test_first_run_reads_all_pages_in_order(site: Site, news: Follower) -> None:
    """Entries of all pages are published, in the order of the list."""
    put_list(site, [[9, 8, 7], [6, 5, 4], [3, 2]])
    outcome = news.run()

    assert (outcome.status, codes(outcome)) == ("ok", [])
    assert news.titles == names(range(9, 1, -1))
    assert asked(site) == ["/news", "/news?page=2", "/news?page=3"]


def test_header_leads_on(site: Site, news: Follower) -> None:
    """Where the page has no link, that of the answer's header is followed, as far as `max_pages` lets it."""
    for number in (1, 2, 3):
        rows = [{"t": f"Entry {n}", "u": f"/{n}", "d": f"2024-01-0{n}"} for n in (9 - number, 8 - number)]
        path = "/news" if number == 1 else f"/news?page={number}"
        link = f'</news?page={number + 1}>; rel="next", </news?page=9>; rel="last"'
        site.put(path, json.dumps(rows), "application/json", link=link)
    news.configure('entry = "$[]"\ntitle = "$.t"\nlink = "$.u"\ndate = "$.d"\nmax_pages = 2\n')

    assert codes(news.run()) == ["max-pages"]
    assert news.titles == ["8", "7", "6"]
    assert asked(site) == ["/news", "/news?page=2"]


def test_later_runs_stop_at_the_first_known_page(site: Site, news: Follower) -> None:
    """A page of which every entry is known is the last that is read, the first one included."""
    put_list(site, [[9, 8, 7], [6, 5, 4], [3, 2]])
    news.run()
    asked(site)

    put_list(site, [[10, 9, 8], [7, 6, 5], [4, 3, 2]])
    assert (len(news.run().diff.new), asked(site)) == (1, ["/news", "/news?page=2"])
    site.put("/news", html(10, 9, 8, next="/news?page=2", more="<p>edited</p>"))
    assert (len(news.run().diff.new), asked(site)) == (0, ["/news"])
    assert news.titles == names(range(10, 1, -1))


def test_unmodified_first_page_is_nothing_new(site: Site, news: Follower) -> None:
    """A 304 of the first page ends the run: no other page is asked for."""
    put_list(site, [[9, 8], [7, 6]])
    news.run()
    asked(site)

    assert not news.run().diff
    assert [(request.path, request.status) for request in site.requests] == [("/news", 304)]


@pytest.mark.parametrize(
    ("template", "second", "third"),
    [
        ('{ template = "?page={number}" }', "/news?page=2", "/news?page=3"),
        ('{ template = "?chunk={number}", first = 1 }', "/news?chunk=1", "/news?chunk=2"),
        (
            '{ template = "?a=b&start={number}", first = 20, step = 20 }',
            "/news?a=b&start=20",
            "/news?a=b&start=40",
        ),
        ('{ template = "/news/{number}/" }', "/news/2/", "/news/3/"),
        (
            '{ template = "archive/p{number}.html", first = 0, step = 5 }',
            "/archive/p0.html",
            "/archive/p5.html",
        ),
    ],
)
def test_numbered_pages_need_no_link(
    site: Site, news: Follower, template: str, second: str, third: str
) -> None:
    """A template gives the addresses of pages, chunks and offsets; past the end there is silence."""
    news.configure(f"{FIELDS}next = {template}\n")
    site.put("/news", html(6, 5))
    site.put(second, html(4, 3))
    site.put(third, html(2, 1))
    site.answer = whole_paths_of(site)  # type: ignore[method-assign]
    outcome = news.run()

    assert codes(outcome) == []
    assert news.titles == names(range(6, 0, -1))
    assert asked(site)[:3] == ["/news", second, third]


def whole_paths_of(site: Site) -> Callable[[str, dict[str, str]], tuple[int, dict[str, str], bytes]]:
    """Answer whole paths only: what the site has no page for is not found."""

    def answer(path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        return Site.answer(site, path, headers) if path in site.pages else (404, {}, b"")

    return answer


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(html(4, 3), id="the-last-page-again"),
        pytest.param(html(6, 5), id="the-first-page-again"),
        pytest.param(html(), id="an-empty-page"),
        pytest.param("<html></html>", id="no-list"),
    ],
)
def test_numbers_past_the_end_end_the_list(site: Site, news: Follower, end: str) -> None:
    """However a site answers to a page that it has not: the list is over, and nothing is wrong."""
    news.configure(FIELDS + NUMBERED)
    site.put("/news", html(6, 5))
    site.put("/news?page=2", html(4, 3))
    site.put("/news?page=3", end)
    outcome = news.run()

    assert (outcome.status, codes(outcome), news.titles) == ("ok", [], names(range(6, 2, -1)))
    assert asked(site) == ["/news", "/news?page=2", "/news?page=3"]


def test_redirect_to_a_page_that_was_read_ends_the_list(site: Site, news: Follower) -> None:
    """A number past the end that leads back to the first page is the end."""
    news.configure(FIELDS + NUMBERED)
    site.put("/news", html(6, 5))
    site.pages["/news?page=2"] = (302, {"Location": "/news"}, b"")
    outcome = news.run()

    assert (codes(outcome), news.titles) == ([], ["6", "5"])
    assert asked(site) == ["/news", "/news?page=2", "/news"]


@pytest.mark.parametrize("back", ["/news", "/news#top", "/news?utm_source=pager", "/news?page=2", "?page=2&"])
def test_loops_of_links_end(site: Site, news: Follower, back: str) -> None:
    """A next link to a page that was read, however it is spelt, is not followed."""
    site.put("/news", html(6, 5, next="?page=2"))
    site.put("/news?page=2", html(4, 3, next=back))
    site.put("/news?page=2&", html(4, 3, next=back))
    outcome = news.run()

    assert (outcome.status, news.titles) == ("ok", names(range(6, 2, -1)))
    assert asked(site)[:2] == ["/news", "/news?page=2"]
    assert len(outcome.problems) == 0


def test_max_pages_ends_an_endless_list(site: Site, news: Follower) -> None:
    """Ten pages are read where nothing else is said, else as many as is said; it is told."""
    put_list(site, [[n] for n in range(40, 10, -1)])
    outcome = news.run()
    assert (codes(outcome), len(asked(site)), outcome.entries) == (["max-pages"], 10, 10)

    news.configure(FIELDS + NEXT + "max_pages = 12\n")
    outcome = news.run()
    assert (codes(outcome), len(asked(site)), outcome.entries) == (["max-pages"], 12, 12)
    news.configure(FIELDS + NEXT + "max_pages = 1\n")
    assert (codes(news.run()), len(asked(site))) == ([], 1)


def test_a_list_of_one_page_more_than_allowed_is_told_only_then(site: Site, news: Follower) -> None:
    """A list that ends where `max_pages` ends it has nothing more."""
    news.configure(FIELDS + NEXT + "max_pages = 3\n")
    put_list(site, [[6], [5], [4]])

    assert codes(news.run()) == []


# Where it may not go


@pytest.mark.parametrize(
    ("next", "cause"),
    [
        ("https://elsewhere.example.org/news?page=2", "it leads to another site"),
        ("http://127.0.0.2:1/news", "it leads to another site"),
    ],
)
def test_another_site_is_not_read(site: Site, news: Follower, next: str, cause: str) -> None:
    """A next link to another site is told and not followed."""
    site.put("/news", html(6, 5, next=next))
    outcome = news.run()

    assert (outcome.status, news.titles) == ("ok", ["6", "5"])
    assert [problem.message for problem in outcome.problems] == [
        f"the next page is not read: {next}: {cause}"
    ]


def test_redirect_to_another_site_is_not_read(site: Site, news: Follower) -> None:
    """A further page that another site answers for adds nothing."""
    site.put("/news", html(6, 5, next="?page=2"))
    there = site.put("/elsewhere", html(4, 3)).replace("127.0.0.1", "localhost")
    site.pages["/news?page=2"] = (302, {"Location": there}, b"")
    outcome = news.run()

    assert (codes(outcome), news.titles) == (["no-next-page"], ["6", "5"])


def test_page_from_a_file_leads_nowhere(site: Site, tmp_path: Path) -> None:
    """A file causes no request, whatever its links say, in `run` and in `preview`."""
    (tmp_path / "page.html").write_text(html(6, 5, next=site.url("/news?page=2")))
    news = Follower(tmp_path, "page.html").configure(source=f'url = "{site.url("/news")}"\n')
    news.run()
    status = cli.status_of(
        [
            "preview",
            str(tmp_path / "page.html"),
            "--config",
            str(tmp_path / "feedkit.toml"),
            "--source",
            "news",
        ]
    )

    assert (status, news.titles, site.requests) == (0, ["6", "5"], [])


# A later page that fails


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param((503, {}, b"busy"), id="busy"),
        pytest.param((429, {}, b"too often"), id="asked-too-often"),
        pytest.param(
            (200, {"Content-Length": "5000", "Connection": "close"}, b"<html>"), id="cut-by-the-line"
        ),
        pytest.param((200, {}, html(5, 4).encode()[:-9]), id="html-without-its-end"),
        pytest.param(
            (
                200,
                {},
                b"<html><title>Just a moment...</title><body>cf-challenge Enable JavaScript and cookies</body></html>",
            ),
            id="wall",
        ),
    ],
)
def test_failing_page_loses_nothing_and_is_asked_for_again(
    site: Site, news: Follower, answer: tuple[int, dict[str, str], bytes]
) -> None:
    """Entries before the page that fails are published, it is told, and the next run gets the rest."""
    put_list(site, [[9, 8], [7, 6], [5, 4], [3, 2]])
    good = site.pages["/news?page=3"]
    site.pages["/news?page=3"] = answer
    first = news.run()
    assert (first.status, codes(first)) == ("ok", ["page-failed"])
    assert news.titles == names(range(9, 5, -1))

    again = news.run()
    assert (again.status, codes(again), bool(again.diff)) == ("ok", ["page-failed"], False)
    site.pages["/news?page=3"] = good
    asked(site)
    assert (codes(news.run()), news.titles) == ([], names(range(9, 1, -1)))
    assert asked(site) == ["/news", "/news?page=2", "/news?page=3", "/news?page=4"]
    news.run()
    assert [request.status for request in site.requests] == [304]


def test_news_on_a_page_that_failed_is_not_lost(site: Site, news: Follower) -> None:
    """A flood over two pages, the second of which fails once, is whole after the next run."""
    put_list(site, [[9, 8, 7], [6, 5, 4]])
    news.run()
    put_list(site, [[14, 13, 12], [11, 10, 9], [8, 7, 6]])
    good = site.pages.pop("/news?page=2")
    site.pages["/news?page=2"] = (502, {}, b"")
    assert codes(news.run()) == ["page-failed"]

    site.pages["/news?page=2"] = good
    assert (codes(news.run()), news.titles) == ([], names(range(14, 3, -1)))


def test_failing_page_is_told_aloud(site: Site, news: Follower, capfd: pytest.CaptureFixture[str]) -> None:
    """A quiet run says on stderr what is missing, and `--json` has the code; the run is fine."""
    site.put("/news", html(6, 5, next="?page=2"))
    site.pages["/news?page=2"] = (503, {}, b"")
    config = ("--config", str(news.folder / "feedkit.toml"))
    status = cli.status_of(["run", "--quiet", "--json", *config])
    told = capfd.readouterr()

    assert (status, json.loads(told.out)["status"], json.loads(told.out)["code"]) == (0, "ok", "page-failed")
    assert "page-failed" in told.err


@pytest.mark.parametrize("status", [404, 410, 403])
def test_link_to_nothing_is_told_and_not_asked_again(site: Site, news: Follower, status: int) -> None:
    """A next link that leads to nothing is told; the first page is asked for on condition as ever."""
    site.put("/news", html(6, 5, next="?page=2"))
    site.pages["/news?page=2"] = (status, {}, b"")

    assert (codes(news.run()), news.titles) == (["no-next-page"], ["6", "5"])
    asked(site)
    news.run()
    assert [request.status for request in site.requests] == [304]


# What is known stays itself


def test_doubles_over_pages_are_one_entry(site: Site, news: Follower) -> None:
    """A pinned entry, or one that slid to the next page meanwhile, is there once and no problem."""
    put_list(site, [[9, 8, 7], [9, 7, 6], [9, 5]])
    outcome = news.run()

    assert (codes(outcome), news.titles) == ([], ["9", "8", "7", "6", "5"])


def test_guards_judge_the_first_page_alone(site: Site, news: Follower) -> None:
    """Few entries on the first page, many on all: neither counts for the other."""
    put_list(site, [[n, n - 1] for n in range(20, 0, -2)])
    news.run()
    assert news.run().status == "ok"
    put_list(site, [[21, 20]])
    assert (news.run().status, len(news.titles)) == ("ok", 21)


def test_entries_of_pages_that_were_not_read_are_still_there(site: Site, news: Follower) -> None:
    """New links for known entries of a further page are recognised, however long it was not read."""
    put_list(site, [[9, 8], [7, 6], [5, 4]])
    news.run()
    for more in range(3):
        site.put("/news", html(9, 8, next="/news?page=2", more=f"<p>{more}</p>"))
        news.run()
    put_list(site, [[10, 9], [8, 7], [6, 5], [4]])
    for path in ("/news?page=2", "/news?page=3", "/news?page=4"):
        status, headers, body = site.pages[path]
        site.pages[path] = (status, headers, body.replace(b"/entry/", b"/moved/"))
    news.run()
    news.configure(FIELDS + NEXT + "max_pages = 9\n")
    outcome = news.run()

    assert (outcome.status, len(outcome.diff.new), news.titles) == ("ok", 0, names(range(10, 3, -1)))


def test_old_entries_that_came_late_are_no_move(site: Site, news: Follower) -> None:
    """Older entries put into a list whose further pages were not read do not look like another site."""
    put_list(site, [[90, 80, 70], [65, 64, 63], [55, 54, 53], [45, 44, 43]])
    news.run()
    put_list(site, [[90, 89, 88], [87, 80, 70], [65, 64, 63]])
    outcome = news.run()

    assert (outcome.status, len(outcome.diff.new)) == ("ok", 3)


def test_limit_retires_what_the_run_did_not_see(site: Site, news: Follower) -> None:
    """`limit` counts for entries of pages that are not read any more; what is read stays."""
    news.configure(source="limit = 4\n")
    put_list(site, [[9, 8], [7, 6], [5, 4]])
    assert news.run().entries == 6
    site.put("/news", html(10, 9, next="/news?page=2"))
    site.put("/news?page=2", html(8, 7, next="/news?page=3"))
    outcome = news.run()

    assert (outcome.status, news.titles) == ("ok", ["10", "9", "8", "7"])


def test_page_of_an_entry_is_remembered() -> None:
    """A known entry has the page that it was last seen on; one that was not looked for stays shown."""
    row = Entry("a", "A", "https://www.example.org/a")
    rows = [replace(row, id=name, title=name, link=f"https://www.example.org/{name}") for name in "abcd"]
    rules, now = feeds.Rules(), dt.datetime(2024, 3, 1, tzinfo=dt.UTC)
    whole = Entries(tuple(rows), pages=(1, 1, 2, 3))
    first = feeds.merge(whole, (), "https://www.example.org/", rules, now).entries
    ended, cut = (
        feeds.merge(
            Entries((rows[0],), goes_on=goes_on), first, "https://www.example.org/", rules, now
        ).entries
        for goes_on in (False, True)
    )

    assert [known.page for known in first] == [1, 1, 2, 3]
    assert [known.shown for known in ended] == [True, False, True, True]
    assert [(known.shown, known.page) for known in cut] == [(True, 1), (True, 2), (True, 2), (True, 3)]


# The joined page


def test_links_of_a_further_page_are_relative_to_itself(site: Site) -> None:
    """Relative links and pictures lead where they lead on their own page."""
    start = site.put("/news", html(next="/old/page2")).replace("/news", "/")
    site.put(
        "/", '<ul><li><a href="a">A</a><img src="a.jpg"></ul><a class="next" href="/old/page2">older</a>'
    )
    site.put("/old/page2", '<ul><li><a href="b">B</a><img src="b.jpg"></ul>')
    recipe = sources.recipe_from({"entry": "li", "title": "a", "link": "a", "image": "img", "next": "a.next"})
    request = paging.fetch.Request(start, allow_private=True)
    page = paging.fetch.get(request)
    assert page is not None
    whole = paging.follow(page, feedkit.parse(page, recipe=recipe), request, recipe).listing
    feed = feedkit.build(whole)

    assert [entry.link for entry in feed.entries] == [site.url("/a"), site.url("/old/b")]
    assert [entry.enclosures[0].url for entry in feed.entries] == [site.url("/a.jpg"), site.url("/old/b.jpg")]
    assert (whole.starts, whole.next) == ((0, 1), None)


def test_problems_of_further_pages_name_their_rows(
    site: Site, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """`preview` shows the entries of all pages, and each problem at its own entry."""
    site.put("/news", html(9, next="?page=2", more=""))
    site.put("/news?page=2", html(9, 8).replace("2024-01-09", "some day").replace("</ul>", rows(7) + "</ul>"))
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(FIELDS + NEXT)
    words = ["preview", site.url("/news"), "--recipe", str(recipe), "--json", "--allow-private"]
    assert cli.status_of(words) == 0
    found = json.loads(capfd.readouterr().out)

    assert [entry["title"] for entry in found["entries"]] == ["Entry 9", "Entry 8", "Entry 7"]
    assert [(problem["code"], problem["entry"]) for problem in found["problems"]] == [("date-unread", 1)]


def test_order_of_a_date_column_is_decided_by_all_pages(site: Site, news: Follower) -> None:
    """A 13 on a further page tells how the dates of the first are written."""
    page = '<li><a href="/{0}">Entry {0}</a><time>{0}/03/2024</time>'
    site.put("/news", f'<ul>{page.format("05")}{page.format("04")}</ul><a class=next href="?page=2">x</a>')
    site.put("/news?page=2", f"<ul>{page.format('03')}</ul><ul>{page.format('28')}</ul>")
    outcome = news.run()

    assert codes(outcome) == []
    feed = feedkit.read(news.folder / "public" / "news.json")
    assert {(entry.published.month) for entry in feed.entries if entry.published} == {3}


# The key


@pytest.mark.parametrize(
    ("next", "key"),
    [
        ({"template": "?page={number}&p={number}"}, "recipe.next.template"),
        ({"template": "?page=2"}, "recipe.next.template"),
        ({"template": "?page={page}"}, "recipe.next.template"),
        ({"template": "javascript:go({number})"}, "recipe.next.template"),
        ({"template": "?page={number}", "first": -1}, "recipe.next.first"),
        ({"template": "?page={number}", "step": 0}, "recipe.next.step"),
        ({"template": "?page={number}", "select": "a"}, "recipe.next.select"),
    ],
)
def test_template_is_checked_at_load(next: dict[str, object], key: str) -> None:
    """A template that cannot give addresses is a mistake of the configuration."""
    with pytest.raises(ConfigError) as caught:
        sources.recipe_from({"entry": "li", "next": next})

    assert caught.value.subject == key


def test_templates_count_in_the_digest() -> None:
    """Another way through the list is another recipe."""
    recipes = [
        sources.recipe_from({"entry": "li", "next": {"template": "?p={number}", "first": first}})
        for first in (2, 3)
    ]

    assert len({recipe.digest() for recipe in recipes}) == 2
