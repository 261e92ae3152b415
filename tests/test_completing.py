"""What the own pages of entries tell: asked for once, within a budget, before the entry is published."""

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import feedkit
from conftest import Site
from feedkit import completing
from feedkit.fetch import Request
from feedkit.models import Entries, Entry, Own, Page
from feedkit.pipeline import Mode, Outcome
from feedkit.sources import Source

RECIPE = 'entry = "li"\ntitle = "a"\nlink = "a"\ndate = "time"\nsummary = "p"\nimage = "img"\nauthor = "i"\n'
ALL = 'complete = ["date", "image", "summary", "author"]\nimages = "page"\n'
DAYS = ("2024-03-05", "2024-03-04", "2024-03-03")


def listed(*rows: tuple[int, str], head: str = "") -> str:
    """A list of entries by their numbers, each with what else the list has of it."""
    lines = (f'<li><a href="/{n}">Entry number {n}</a>{more}</li>' for n, more in rows)
    return f"<html><head><title>News</title>{head}</head><body><ul>{''.join(lines)}</ul></body></html>"


def leaf(n: int, date: str = "2024-03-05T10:00:00+01:00", *, more: str = "") -> str:
    """The page of an entry, with a date, a picture, a summary and an author in its head."""
    return (
        f"<html><head><title>Entry number {n} - Site</title>"
        f'<meta property="article:published_time" content="{date}">'
        f'<meta property="og:image" content="/pictures/{n}.jpg">'
        f'<meta property="og:description" content="What entry {n} is about.">'
        f'<meta name="author" content="Ada {n}">{more}</head>'
        f"<body><h1>Entry number {n}</h1><p>Text</p></body></html>"
    )


class Follower:
    """A source that is run again and again, and the site of its list and of the pages of its entries."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder = site, folder
        self.configure()

    def configure(self, more: str = ALL, page: str | None = None, recipe: str = RECIPE) -> None:
        (self.folder / "feedkit.toml").write_text(
            f'[sources.news]\npage = "{page or self.site.url("/news")}"\nallow_private = true\n'
            f"{more}[sources.news.recipe]\n{recipe}"
        )

    def show(self, *rows: int | tuple[int, str], head: str = "") -> None:
        self.site.put(
            "/news", listed(*[(row, "") if isinstance(row, int) else row for row in rows], head=head)
        )

    def run(self, mode: Mode = Mode()) -> Outcome:
        (outcome,) = feedkit.run(self.folder / "feedkit.toml", mode=mode)
        return outcome

    @property
    def entries(self) -> dict[int, Entry]:
        """The published entries by their numbers."""
        feed = feedkit.read(self.folder / "public" / "news.json")
        return {int((entry.link or "").rpartition("/")[2]): entry for entry in feed.entries}

    @property
    def asked(self) -> Counter[str]:
        """Which pages were asked for besides the list, and how often, since the last time."""
        found = Counter(request.path for request in self.site.requests if request.path != "/news")
        self.site.requests.clear()
        return found

    def bytes(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.folder / "public").iterdir()}


@pytest.fixture
def news(site: Site, tmp_path: Path) -> Follower:
    """A list of three entries that has nothing but titles and links, and their pages."""
    for n, day in zip((3, 2, 1), DAYS, strict=True):
        site.put(f"/{n}", leaf(n, f"{day}T10:00:00+01:00"))
    found = Follower(site, tmp_path)
    found.show(3, 2, 1)
    return found


def published(day: str, hour: int = 9) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T{hour:02}:00:00+00:00")


def test_own_pages_fill_what_the_list_lacks(news: Follower) -> None:
    """Date, picture, summary and author are there when the entry is first published."""
    outcome = news.run()
    entry = news.entries[3]

    assert (outcome.status, outcome.problems) == ("ok", ())
    assert {n: e.published for n, e in news.entries.items()} == {
        n: published(day) for n, day in zip((3, 2, 1), DAYS, strict=True)
    }
    assert [image.url for image in entry.images] == [news.site.url("/pictures/3.jpg")]
    assert (entry.summary, [a.name for a in entry.authors]) == ("What entry 3 is about.", ["Ada 3"])
    assert entry.updated == entry.published
    assert news.asked == {"/3": 1, "/2": 1, "/1": 1}


def test_own_pages_are_left_alone_by_default(news: Follower) -> None:
    """Without `complete` no page but the list is asked for."""
    news.configure('images = "page"\n')
    news.run()

    assert news.asked == {}
    assert news.entries[3].summary is None


def test_own_pages_are_asked_once(news: Follower) -> None:
    """Later runs ask for none again and write nothing: 304, an edited list, edited own pages."""
    news.run()
    before = news.bytes()
    outcomes = [news.run()]
    for n in (3, 2, 1):
        news.site.put(f"/{n}", leaf(n, "2020-01-01T00:00:00Z").replace("about", "for"))
    for head in ("<!-- a -->", "<!-- b -->"):
        news.show(3, 2, 1, head=head)
        outcomes.append(news.run())

    assert [outcome.written for outcome in outcomes] == [(), (), ()]
    assert news.asked == {"/3": 1, "/2": 1, "/1": 1}
    assert news.bytes() == before


def test_only_new_entries_are_asked_for(news: Follower) -> None:
    """An entry that is added is asked for, the others are not."""
    news.run()
    assert news.asked
    news.site.put("/4", leaf(4, "2024-03-06T10:00:00+01:00"))
    news.show(4, 3, 2, 1)
    outcome = news.run()

    assert news.asked == {"/4": 1}
    assert ([e.title for e in outcome.diff.new], outcome.diff.changed) == (["Entry number 4"], ())
    assert news.entries[4].published == published("2024-03-06")


def test_entries_that_lack_nothing_are_not_asked_for(news: Follower) -> None:
    """What the list says is never replaced, and an own page that can add nothing is not asked for."""
    full = '<time>2024-05-01</time><p>List.</p><img src="/l.jpg" width="300"><i>Bob</i>'
    news.show((3, full), (2, "<time>2024-05-01</time><p>List.</p>"))
    news.run()
    entry = news.entries[2]

    assert news.asked == {"/2": 1}
    assert (entry.summary, entry.published) == ("List.", published("2024-05-01", 12))
    assert [author.name for author in entry.authors] == ["Ada 2"]


def test_only_named_fields_are_taken(news: Follower) -> None:
    """What `complete` does not name is not taken along."""
    news.configure('complete = ["date"]\n')
    news.run()
    entry = news.entries[3]

    assert entry.published == published(DAYS[0])
    assert (entry.summary, entry.images, entry.authors) == (None, (), ())


def test_list_that_says_it_later_is_believed(news: Follower) -> None:
    """A summary that the list gives itself later stands; what it then lacks again stays."""
    news.run()
    news.show((3, "<p>By the list.</p>"), 2, 1)
    outcome = news.run()
    assert [change.fields for change in outcome.diff.changed] == [("summary",)]
    news.show(3, 2, 1)

    assert news.run().written == ()
    assert news.entries[3].summary == "By the list."


def test_what_was_taken_stays_without_the_setting(news: Follower) -> None:
    """A setting that goes away takes nothing from entries that were published."""
    news.run()
    before = news.bytes()
    news.configure('images = "page"\n')
    news.show(3, 2, 1, head="<!-- other -->")
    outcome = news.run()

    assert (outcome.status, outcome.written, news.bytes()) == ("ok", (), before)


def test_budget_leaves_the_rest_to_the_next_runs(news: Follower) -> None:
    """A run asks for so many, top first; the list comes whole until all are asked, then 304 again."""
    news.configure(f"{ALL}max_entry_pages = 2\n")
    news.run()
    assert news.asked == {"/3": 1, "/2": 1}
    first = news.entries[1]
    outcome = news.run()
    assert news.asked == {"/1": 1}
    assert [change.after.title for change in outcome.diff.changed] == ["Entry number 1"]
    assert (news.entries[1].published, news.entries[1].summary) == (first.published, "What entry 1 is about.")
    assert (news.run().written, news.asked) == ((), {})
    assert news.site.log[-1].status == 304


def test_date_given_later_is_no_change(news: Follower) -> None:
    """An entry that was dated by its first sight keeps that date, and its update, for ever."""
    news.configure('complete = ["date"]\nmax_entry_pages = 2\n')
    news.run()
    before = news.bytes()
    outcome = news.run()

    assert news.asked == {"/3": 1, "/2": 1, "/1": 1}
    assert (outcome.diff.new, outcome.diff.changed, news.bytes()) == ((), (), before)


@pytest.mark.parametrize("status", [404, 403, 503])
def test_page_that_cannot_be_got_takes_nothing_away(news: Follower, status: int) -> None:
    """The entry is published as it is, a problem tells of it, and after three runs it is left alone."""
    news.site.pages["/3"] = (status, {}, b"")
    news.configure(ALL + "gap = 0\n")
    outcomes = []
    for n in range(5):
        news.show(3, 2, 1, head=f"<!-- {n} -->")
        outcomes.append(news.run())
    told = [[problem.code for problem in outcome.problems] for outcome in outcomes]

    assert [outcome.status for outcome in outcomes] == ["ok"] * 5
    assert told == [["own-page"]] * 3 + [[]] * 2
    assert {n: bool(e.summary) for n, e in news.entries.items()} == {3: False, 2: True, 1: True}


def test_silent_host_is_left_alone_for_the_run(news: Follower) -> None:
    """A server that failed for two pages is not asked for the next; the rest comes in later runs."""
    pages = dict(news.site.pages)
    for path in ("/3", "/2"):
        news.site.pages[path] = (503, {}, b"")
    news.run()
    assert news.asked.keys() == {"/3", "/2"}
    news.site.pages.update(pages)
    news.run()

    assert news.asked == {"/3": 1, "/2": 1, "/1": 1}
    assert all(entry.summary for entry in news.entries.values())


def test_after_four_faults_no_host_is_asked_for_the_run(news: Follower) -> None:
    """However many hosts a list names, those that fail cost a run the time of four pages."""
    rows = "".join(f'<li><a href="http://127.0.0.{n}:9/{n}">Entry number {n}</a></li>' for n in range(2, 11))
    news.site.put("/news", f"<html><body><ul>{rows}</ul></body></html>")
    news.configure(ALL + "gap = 0\n")
    told = {problem.code: problem.message for problem in news.run().problems}

    assert "the own pages of 4 entries cannot be read" in told["own-page"]


def test_robots_are_obeyed(news: Follower) -> None:
    """A page that robots.txt keeps programs from is never asked for."""
    news.site.put("/robots.txt", "User-agent: *\nDisallow: /3\n", "text/plain")
    outcome = news.run()

    assert news.asked == {"/2": 1, "/1": 1}
    assert "robots" in outcome.problems[0].message


def test_private_pages_are_not_asked_for(news: Follower) -> None:
    """A link of a public list that leads to this machine is blocked like any other fetch."""
    entry = Entry("a", "Entry number 3", news.site.url("/3"))
    source = Source("news", "https://www.example.org/", complete=("summary",))
    page = Page(b"<html></html>", source.page, retrieved=published("2024-06-01"))
    found, is_whole = completing.complete(Entries((entry,)), [None], page, Request(source.page), source)

    assert news.site.requests == []
    assert "blocked-address" in found.problems[0].message
    assert (found.entries, found.own, is_whole) == ((entry,), (Own(tries=1),), False)


def test_page_from_a_file_asks_for_nothing(news: Follower) -> None:
    """A file is never a reason for a request."""
    (news.folder / "page.html").write_text(listed((3, ""), (2, "")))
    news.configure(ALL + f'url = "{news.site.url("/news")}"\n', "page.html")

    assert (news.run().status, news.site.log) == ("ok", [])


def test_dry_run_asks_for_no_page(news: Follower) -> None:
    """What is not remembered would be asked for again."""
    news.run(Mode(dry=True))

    assert news.asked == {}


def test_suspect_run_asks_for_no_page(news: Follower) -> None:
    """A list that a guard stops is not followed to its entries."""
    for n in range(10, 22):
        news.site.put(f"/{n}", leaf(n))
    news.show(*range(10, 22))
    news.run()
    assert news.asked
    news.show(3)

    assert (news.run().status, news.asked) == ("suspect", {})


def test_lost_state_asks_for_no_more_than_dates(news: Follower) -> None:
    """What the documents tell stays: the same bytes from a new state."""
    news.run()
    before = news.bytes()
    for path in news.folder.glob("feedkit.db*"):
        path.unlink()
    outcome = news.run()

    assert (outcome.was_rebuilt, outcome.written, news.bytes()) == (True, (), before)
    assert (news.run().written, news.bytes()) == ((), before)


def test_further_pages_of_a_list_are_completed_too(news: Follower) -> None:
    """Entries of all pages that were read are asked for, each once."""
    news.site.put("/news", listed((3, "")).replace("</body>", '<a class="n" href="/more">more</a></body>'))
    news.site.put("/more", listed((2, ""), (1, "")))
    news.configure(recipe=RECIPE + 'next = "a.n"\n')
    news.run()
    assert news.asked == {"/more": 1, "/3": 1, "/2": 1, "/1": 1}
    before = news.bytes()
    news.site.put("/4", leaf(4))
    news.site.put(
        "/news", listed((4, ""), (3, "")).replace("</body>", '<a class="n" href="/more">more</a></body>')
    )

    assert news.run().status == "ok"
    assert news.asked["/4"] == 1
    assert news.bytes() != before


def test_link_of_several_entries_is_not_asked_for(news: Follower) -> None:
    """A page that several rows lead to, or that is the list itself, is of no one entry."""
    text = listed((3, ""), (2, "")).replace('href="/2"', 'href="/3"').replace("number 2", "number two")
    news.site.put("/news", text)
    news.run()

    assert news.asked == {}


def test_files_are_not_asked_for(news: Follower) -> None:
    """A link to a document has no page, and what answers with no HTML tells nothing."""
    news.site.put("/2", b"%PDF-1.7", "application/pdf")
    news.site.put("/news", listed((3, ""), (2, "")).replace('href="/3"', 'href="/3.pdf"'))
    outcome = news.run()

    assert (news.asked, outcome.problems[1:]) == ({"/2": 1}, ())
    assert news.run().status == "ok"
    assert news.asked == {}


def test_picture_and_summary_of_the_site_are_none_of_the_entry(news: Follower) -> None:
    """What the list has in its own head, or several entries have in theirs, is not taken."""
    same = '<meta property="og:image" content="/site.jpg"><meta property="og:description" content="A site.">'
    for n in (3, 2):
        news.site.put(
            f"/{n}", f"<html><head><title>Entry number {n}</title>{same}</head><body>{n}</body></html>"
        )
    news.show(3, 1, head=same)
    news.run()
    assert (news.entries[3].images, news.entries[3].summary) == ((), None)
    assert news.entries[1].summary == "What entry 1 is about."


def test_page_that_leads_elsewhere_tells_nothing(news: Follower) -> None:
    """A link that is redirected to a page of another title, such as the home page, is no own page."""
    news.site.pages["/3"] = (302, {"Location": "/home"}, b"")
    news.site.put("/home", leaf(99))
    outcome = news.run()

    assert news.entries[3].summary is None
    assert [problem.code for problem in outcome.problems] == ["own-page"]


def test_page_behind_a_redirect_is_the_entrys(news: Follower) -> None:
    """A link that is redirected to a page of its title is the entry's own."""
    news.site.pages["/3"] = (301, {"Location": "/2024/three"}, b"")
    news.site.put("/2024/three", leaf(3))
    news.run()

    assert news.entries[3].summary == "What entry 3 is about."


LD = '<script type="application/ld+json">{}</script>'


def article(**members: Any) -> str:
    told = {"@type": "NewsArticle", "headline": "Entry number 3", **members}
    return LD.format(json.dumps(told))


WORDS: tuple[tuple[str, str, str, str | None], ...] = (
    ("json-ld by url", article(url="/3", datePublished="2024-02-01"), "", "2024-02-01"),
    (
        "json-ld by mainEntityOfPage",
        article(mainEntityOfPage={"@type": "WebPage", "@id": "/3"}, datePublished="2024-02-01"),
        "",
        "2024-02-01",
    ),
    ("json-ld by title", article(datePublished="2024-02-01"), "", "2024-02-01"),
    ("json-ld of another", article(url="/77", datePublished="2024-02-01"), "", None),
    (
        "json-ld of another by title",
        LD.format('{"@type":"NewsArticle","headline":"Else","datePublished":"2024-02-01"}'),
        "",
        None,
    ),
    (
        "json-ld before meta",
        article(datePublished="2024-02-01") + '<meta name="date" content="2024-02-09">',
        "",
        "2024-02-01",
    ),
    (
        "json-ld that cannot be read",
        article(datePublished="soon") + '<meta name="date" content="2024-02-09">',
        "",
        "2024-02-09",
    ),
    ("json-ld of a change", article(dateModified="2024-02-01"), "", None),
    ("a day to come", article(datePublished="2999-02-01"), "", None),
    (
        "microdata",
        "",
        (
            '<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Entry number 3</h1>'
            '<meta itemprop="datePublished" content="2024-02-02"></div>'
        ),
        "2024-02-02",
    ),
    (
        "h-entry",
        "",
        (
            '<div class="h-entry"><h1 class="p-name">Entry number 3</h1>'
            '<time class="dt-published" datetime="2024-02-03">x</time></div>'
        ),
        "2024-02-03",
    ),
    ("meta", '<meta name="dc.date.issued" content="2024-02-04">', "", "2024-02-04"),
    ("meta of a change", '<meta property="article:modified_time" content="2024-02-04">', "", None),
    ("meta that may be two days", '<meta name="date" content="03/04/2024">', "", None),
    (
        "time beside the heading",
        "",
        "<div><h1>T</h1><p><time datetime='2024-02-05'>x</time></p></div>",
        "2024-02-05",
    ),
    (
        "two times beside the heading",
        "",
        "<div><h1>T</h1><time datetime='2024-02-05'>x</time><time datetime='2024-02-06'>y</time></div>",
        None,
    ),
    (
        "time of what is related",
        "",
        "<div><h1>T</h1><aside><time datetime='2024-02-05'>x</time></aside></div>",
        None,
    ),
    (
        "time of another entry",
        "",
        "<div><h1>T</h1><article><h2>O</h2><time datetime='2024-02-05'>x</time></article></div>",
        None,
    ),
    ("text", "", "<h1>Entry number 3</h1><p>5 February 2024</p>", None),
)


@pytest.mark.parametrize(("head", "body", "date"), [row[1:] for row in WORDS], ids=[row[0] for row in WORDS])
def test_date_is_what_the_page_says_of_the_entry(
    news: Follower, head: str, body: str, date: str | None
) -> None:
    """The surest word counts, one that cannot be read is passed over, and nothing is guessed."""
    text = "word " * 200
    news.site.put(
        "/3", f"<html><head><title>Entry number 3</title>{head}</head><body>{body}<p>{text}</p></body></html>"
    )
    news.show(3)
    outcome = news.run()
    found = news.entries[3].published

    assert outcome.status == "ok"
    assert found is not None
    if date is None:
        assert found.year > 2024
    else:
        assert found.date() == dt.date.fromisoformat(date)
