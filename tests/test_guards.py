"""Guards: what a run may publish, by real runs over real pages, state and files."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import Site
from feedkit import guards, identity
from feedkit.errors import PageError, SuspectError
from feedkit.guards import ends, fields
from feedkit.models import Entries, Entry, Image, KnownEntry, Page, Problem, Run
from feedkit.pipeline import Outcome
from histories import HOUR, NOW, URL, Row, World, listed, numbered

TEN = numbered(*range(10, 0, -1))
LOGIN = "<!DOCTYPE html><html><head><title>Log in</title></head><body><form><input type=password></form></body></html>"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "world")


def code(outcome: Outcome) -> str | None:
    return outcome.error.code if outcome.error else None


def without(count: int, **fields: object) -> list[Row]:
    """The ten rows, the first of them with other fields."""
    return [replace(row, **fields) for row in TEN[:count]] + TEN[count:]  # type: ignore[arg-type]


BAD = {
    "empty-page": ("broken", listed([])),
    "error-page": ("broken", "<html><head><title>404 Not Found</title></head><body>Nothing.</body></html>"),
    "login-wall": ("broken", LOGIN),
    "bot-wall": ("broken", "<html><title>Just a moment...</title><body>Checking your browser</body></html>"),
    "js-shell": ("broken", "<html><body><div id=root></div><script src=a.js></script></body></html>"),
    "truncated": ("broken", listed(TEN)[:-900]),
    "too-few": ("suspect", listed(TEN[:4])),
    "fields-missing": ("suspect", listed(without(10, date=None))),
    "moved": ("suspect", listed([Row(f"Other {n}", f"/x{n}", f"{n} January 2024") for n in range(1, 11)])),
}


@pytest.mark.parametrize("word", BAD)
def test_bad_run_changes_nothing(world: World, word: str) -> None:
    """No document, no entry, no validator: a line of history and the newest page are all that is kept."""
    world.see(*TEN)
    documents, known, runs = world.documents(), world.known, world.runs
    status, content = BAD[word]
    outcome = world.show(content)

    assert (outcome.status, code(outcome)) == (status, word)
    assert isinstance(outcome.error, PageError)
    assert outcome.error.exit_status == (3 if status == "suspect" else 1)
    assert outcome.error.hint
    assert (outcome.written, bool(outcome.diff), outcome.entries) == ((), False, 10)
    assert (world.documents(), world.known) == (documents, known)
    assert world.runs[1:] == runs
    assert (world.runs[0].at, world.runs[0].status, world.runs[0].code) == (NOW + HOUR, status, word)
    assert world.kept_page == content.encode()


@pytest.mark.parametrize("word", BAD)
def test_good_page_after_a_bad_one_goes_on(world: World, word: str) -> None:
    """As if the bad run had never been."""
    world.see(*TEN)
    world.subscribe()
    world.show(BAD[word][1])
    outcome = world.see(Row("New", "/new", "9 March 2024"), *TEN)

    assert outcome.status == "ok"
    assert world.subscribe() == ["New"]


def test_only_the_newest_page_is_kept(world: World) -> None:
    """One file a source, whatever tripped."""
    world.see(*TEN)
    assert world.kept_page is None
    for _, content in BAD.values():
        world.show(content)
        assert world.kept_page == content.encode()
    assert [path.name for path in world.config.pages.iterdir()] == ["news.gz"]


def test_bad_run_rolls_forward_what_was_committed(world: World) -> None:
    """A document that is missing is written from the state, whatever the page is today."""
    world.see(*TEN)
    before = {name: content for name, (content, _, _) in world.documents().items()}
    (world.folder / "public" / "news.xml").unlink()
    outcome = world.see()

    assert (outcome.status, outcome.written) == ("broken", ("news.xml",))
    assert {name: content for name, (content, _, _) in world.documents().items()} == before


def test_first_look_has_no_guard_but_emptiness(world: World) -> None:
    """What a page usually shows is not known yet."""
    assert code(world.see()) == "empty-page"
    assert world.known is None
    assert world.see(replace(TEN[0], date=None)).status == "ok"


@pytest.mark.parametrize(
    ("before", "count", "expected"),
    [
        ([10], 5, None),
        ([10], 4, "too-few"),
        ([9], 5, None),
        ([9], 4, "too-few"),
        ([2], 1, None),
        ([1], 1, None),
        ([6, 10, 8], 4, None),
        ([6, 10, 8], 3, "too-few"),
        ([6, 10], 4, None),
        ([6, 10], 3, "too-few"),
        ([6] * 2 + [10] * 10, 4, "too-few"),
        ([6] * 7 + [10] * 4, 3, None),
        ([6] * 7 + [10] * 4, 2, "too-few"),
    ],
)
def test_too_few_is_less_than_half_of_the_median(
    world: World, before: list[int], count: int, expected: str | None
) -> None:
    """Of what the last ten good runs showed."""
    for shown in before:
        assert world.see(*TEN[:shown]).status == "ok"

    assert code(world.see(*TEN[:count])) == expected


def test_joined_rows_count_once(world: World) -> None:
    """Ten rows that are one entry show one entry."""
    world.see(*TEN)

    assert code(world.see(*[TEN[0]] * 10)) == "too-few"
    assert world.runs[0].count == 1


def test_bad_runs_do_not_count(world: World) -> None:
    """Neither suspect nor broken runs, nor good ones without entries, move the median."""
    world.see(*TEN)
    for count in (4, 0, 4, 0, 4, 0):
        assert world.see(*TEN[:count]).status != "ok"

    assert guards.usual_count(world.runs, world.runs[-1].recipe) == 10


def test_new_recipe_starts_the_counts_anew(world: World) -> None:
    """And identity goes on."""
    world.see(*TEN)
    world.subscribe()
    world.configure(world.options, **{**world.recipe, "summary": "p, q"})

    assert world.see(*without(10, date=None)[:2]).status == "ok"
    assert world.subscribe() == []
    world.configure(world.options, **world.recipe)
    assert code(world.see(*TEN[:2])) == "too-few"


def test_too_few_three_times_is_the_new_normal(world: World) -> None:
    """The third run is good, and from then on that is what the page shows."""
    world.see(*TEN)
    world.see(*TEN)
    assert [code(world.see(*TEN[:4])) for _ in range(5)] == ["too-few", "too-few", None, None, None]
    assert guards.usual_count(world.runs, world.runs[0].recipe) == 4
    assert [code(world.see(*TEN[:count])) for count in (2, 1, 10)] == [None, "too-few", None]


def test_too_few_must_come_in_a_row(world: World) -> None:
    """A good run, a broken one, or another suspicion between starts again."""
    world.see(*TEN)
    for other in (TEN, [], without(10, date=None)):
        assert code(world.see(*TEN[:4])) == "too-few"
        assert code(world.see(*TEN[:4])) == "too-few"
        world.see(*other)
    assert [code(world.see(*TEN[:4])) for _ in range(3)] == ["too-few", "too-few", None]


def test_too_few_of_two_recipes_are_not_in_a_row(world: World) -> None:
    """Each recipe has its own history."""
    other = {**world.recipe, "summary": "p, q"}
    for recipe in (world.recipe, other):
        world.configure(world.options, **recipe)
        world.see(*TEN)
    assert code(world.see(*TEN[:4])) == "too-few"
    assert code(world.see(*TEN[:4])) == "too-few"
    world.configure(world.options, **world.recipe)
    assert code(world.see(*TEN[:4])) == "too-few"


def test_nothing_is_never_normal(world: World) -> None:
    """However often it comes."""
    world.see(*TEN)

    assert {code(world.see()) for _ in range(6)} == {"empty-page"}


@pytest.mark.parametrize("word", ["fields-missing", "moved", "truncated", "login-wall"])
def test_no_other_code_becomes_normal(world: World, word: str) -> None:
    """A person must say so; even after more runs than the history keeps."""
    world.see(*TEN)
    with_few = BAD[word][1] if word != "login-wall" else LOGIN.replace("<body>", f"<body>{TEN[0].html()}")
    for _ in range(5):
        assert code(world.show(with_few)) == word


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (listed(TEN)[:100], "truncated"),
        (listed([]).replace("</html>", ""), "truncated"),
        ("<h1>503 Service Unavailable</h1>", "error-page"),
        ("<p>Closed for today.</p>", "empty-page"),
    ],
    ids=["half a head", "no end", "another page", "a notice"],
)
def test_page_cut_off_before_its_first_entry(world: World, content: str, expected: str) -> None:
    """A page that used to end, begins as it did and shows nothing is cut off; what begins otherwise is another page."""
    world.see(*TEN)

    assert code(world.show(content)) == expected
    world.accept()
    assert code(world.show(content)) == ("empty-page" if expected == "truncated" else expected)


def test_more_bad_runs_than_are_kept(world: World) -> None:
    """What the page was before they began is not forgotten."""
    world.see(*TEN)
    for _ in range(103):
        assert code(world.see(*without(10, date=None))) == "fields-missing"
    assert [run.status for run in world.runs] == [*["suspect"] * 99, "ok"]
    assert code(world.see(*TEN[:4])) == "too-few"
    assert code(world.show(listed(TEN)[:-9])) == "truncated"
    assert world.see(*TEN).status == "ok"


@pytest.mark.parametrize(
    ("count", "fields", "expected"),
    [
        (3, {"date": None}, "fields-missing"),
        (2, {"date": None}, None),
        (3, {"date": "soon"}, "fields-missing"),
        (2, {"date": "soon"}, None),
        (3, {"link": None}, "fields-missing"),
        (2, {"link": None}, None),
        (3, {"title": ""}, "fields-missing"),
        (2, {"title": ""}, None),
        (10, {"link": "javascript:go()"}, "fields-missing"),
        (10, {"summary": ""}, "fields-missing"),
        (10, {"image": None}, "fields-missing"),
        (10, {"author": ""}, "fields-missing"),
        (9, {"summary": "", "image": None, "author": ""}, None),
    ],
)
def test_fields_missing_in_thirty_points_fewer(
    world: World, count: int, fields: dict[str, object], expected: str | None
) -> None:
    """Titles, links and dates; what cannot be read is not filled."""
    world.see(*TEN)

    assert code(world.see(*without(count, **fields))) == expected


def test_fields_are_compared_with_the_last_good_run(world: World) -> None:
    """A page that never had dates needs none, and one that loses them slowly is believed."""
    world.see(*without(10, date=None))
    assert world.see(*without(10, date=None)).status == "ok"
    assert world.see(*TEN).status == "ok"
    for count in (2, 4, 6, 8):
        assert world.see(*without(count, date=None)).status == "ok"
    assert code(world.see(*TEN[:8], *without(0)[8:])) is None


MISREAD: dict[str, Callable[[Row], Row]] = {
    "one title": lambda row: replace(row, title="Press release"),
    "one link": lambda row: replace(row, link="/all"),
    "one day": lambda row: replace(row, date="10 March 2024"),
    "summary for a title": lambda row: replace(row, title=row.summary, summary=row.title),
    "author for a title": lambda row: replace(row, title=row.author, author=row.title),
    "picture for a link": lambda row: replace(row, link=row.image),
    "day for a title": lambda row: replace(row, title=row.date or ""),
    "author for a summary": lambda row: replace(row, summary=row.author),
    "day for a summary": lambda row: replace(row, summary=row.date or ""),
    "all in the title": lambda row: replace(row, title=f"{row.date} {row.title} {row.summary}"),
}


@pytest.mark.parametrize("name", MISREAD)
def test_field_that_is_filled_with_something_else_is_missing(world: World, name: str) -> None:
    """With one text for all, or with another field of the entry."""
    world.see(*TEN)
    before = world.documents()
    outcome = world.see(*map(MISREAD[name], TEN))

    assert (outcome.status, code(outcome)) == ("suspect", "fields-missing")
    assert world.documents() == before
    assert world.see(*map(MISREAD[name], TEN[:2]), *TEN[2:]).status == "ok"


def test_new_recipe_may_read_other_fields(world: World) -> None:
    """A title that was the summary, once a person mended the recipe."""
    swapped = [replace(row, title=row.summary, summary=row.title) for row in TEN]
    world.see(*swapped)
    world.configure(world.options, **{**world.recipe, "summary": "p, q"})

    assert world.see(*TEN).status == "ok"


ALIKE: dict[str, list[Row]] = {
    "a day of many": [Row(f"Of today {n}", f"/t{n}", "10 March 2024") for n in range(10)],
    "a title of every week": [Row("Briefing", f"/b{n}", f"{n} March 2024") for n in range(1, 10)],
    "edited titles": [replace(row, title=f"{row.title} (updated)") for row in TEN],
    "shouted titles": [replace(row, title=row.title.upper()) for row in TEN],
    "other summaries": [replace(row, summary="Read more") for row in TEN],
    "later dates": [replace(row, date=f"{n} March 2024") for n, row in enumerate(TEN, 1)],
    "relative dates": [replace(row, date="yesterday") for row in TEN],
    "dated titles": [replace(row, title=f"{row.title} of {row.date}") for row in TEN],
}


@pytest.mark.parametrize("name", ALIKE)
def test_honest_change_trips_nothing(world: World, name: str) -> None:
    """New entries may be alike, and known ones may be edited all at once."""
    world.see(*TEN)

    assert world.see(*ALIKE[name]).status == "ok"


def test_days_may_move_all_at_once(world: World) -> None:
    """By another time zone each entry of a daily list gets the day of the next."""
    world.see(*TEN)
    later = [
        replace(row, date=f"{n % 28 + 2} February 2024") for n, row in zip(range(10, 0, -1), TEN, strict=True)
    ]

    assert world.see(*later).status == "ok"


def test_title_that_slowly_becomes_common(world: World) -> None:
    """A weekly title fills the page one by one."""
    rows = TEN
    for day in range(1, 10):
        rows = [Row("Briefing", f"/b{day}", f"{day} March 2024"), *rows[:9]]
        assert world.see(*rows).status == "ok"


def redirected(tmp_path: Path, site: Site) -> World:
    site.put("/news", listed(TEN))
    return World(tmp_path / "world", f'page = "{site.url("/news")}"\nallow_private = true')


def move(site: Site, path: str) -> None:
    """Lead the page to `path` under another name of the same machine."""
    site.pages["/news"] = (301, {"Location": f"http://localhost:{site.port}{path}"}, b"")


def test_other_site_with_nothing_known_is_suspect(tmp_path: Path, site: Site) -> None:
    """A redirect to another site; the same rows there are the same source."""
    world = redirected(tmp_path, site)
    world.run()
    before = world.documents()
    site.put("/parked", listed([Row(f"Buy {n}", f"/buy/{n}", "9 March 2024") for n in range(10)]))
    move(site, "/parked")
    outcome = world.run()

    assert (outcome.status, code(outcome)) == ("suspect", "wrong-site")
    assert str(outcome.error).endswith(
        f"{site.url('/news')}: another site answered, and no known entry is on it"
    )
    assert world.documents() == before
    site.put("/moved", listed(TEN))
    move(site, "/moved")
    assert world.run().status == "ok"
    assert {entry.id for entry in world.feed().entries} == {f"{site.url(row.link or '')}" for row in TEN}


def test_other_site_that_entries_link_to_is_none(tmp_path: Path, site: Site) -> None:
    """A page that always led elsewhere may turn over there."""
    world = redirected(tmp_path, site)
    site.put("/home", listed([replace(row, link=f"http://localhost:{site.port}{row.link}") for row in TEN]))
    move(site, "/home")
    world.run()
    site.put(
        "/home",
        listed([Row(f"New {n}", f"http://localhost:{site.port}/new/{n}", "9 March 2024") for n in range(10)]),
    )

    assert world.run().status == "ok"


def test_redirect_within_the_site_is_no_other_site(tmp_path: Path, site: Site) -> None:
    """A page may move on its own site, and turn over there."""
    world = redirected(tmp_path, site)
    world.run()
    site.put("/new", listed([Row(f"New {n}", f"/new/{n}", "9 March 2024") for n in range(10)]))
    site.pages["/news"] = (302, {"Location": "/new"}, b"")

    assert world.run().status == "ok"


def test_login_behind_a_redirect_is_a_login(tmp_path: Path, site: Site) -> None:
    """Though it is another site as well."""
    world = redirected(tmp_path, site)
    world.run()
    site.put("/login", LOGIN)
    move(site, "/login")

    assert code(world.run()) == "login-wall"


def test_bad_run_keeps_no_validators(tmp_path: Path, site: Site) -> None:
    """The next run asks with those of the last good page, so a 304 hides nothing."""
    world = redirected(tmp_path, site)
    site.put("/news", listed(TEN), etag='"good"')
    world.run()
    site.put("/news", listed(TEN[:3]), etag='"bad"')
    assert code(world.run()) == "too-few"
    assert code(world.run()) == "too-few"
    site.put("/news", listed([]), etag='"worse"')
    assert code(world.run()) == "empty-page"
    site.put("/news", listed(TEN), etag='"good"')
    assert world.run().status == "ok"

    requests = [request for request in site.requests if request.path == "/news"]
    asked = [request.headers.get("if-none-match", "") for request in requests]
    assert ["good" in tags for tags in asked] == [False, True, True, True, True]
    assert not any("bad" in tags or "worse" in tags for tags in asked)
    assert [request.status for request in requests] == [200, 200, 200, 200, 304]


def test_unchanged_page_shows_what_it_showed(tmp_path: Path, site: Site) -> None:
    """Runs that were answered 304 count like the run whose page they stand for."""
    world = redirected(tmp_path, site)
    world.run()
    for _ in range(12):
        world.run()
    assert site.count("/news", 304) == 12
    assert [run.count for run in world.runs] == [10] * 13
    site.put("/news", listed(TEN[:4]))
    assert code(world.run()) == "too-few"
    site.put("/news", listed(TEN[:5]))
    assert world.run().status == "ok"


def test_unchanged_page_does_not_hide_a_bad_one(tmp_path: Path, site: Site) -> None:
    """A 304 after a suspect run is the good page of before."""
    world = redirected(tmp_path, site)
    world.run()
    site.put("/news", listed(TEN[:4]))
    world.run()
    site.put("/news", listed(TEN))
    world.run()

    assert [(run.status, run.count) for run in world.runs] == [("ok", 10), ("suspect", 4), ("ok", 10)]


EMPTY = '<p class="none">No releases at present.</p>'


def test_list_that_may_be_empty_says_so(tmp_path: Path) -> None:
    """Such a page is good with no entries, and changes nothing: not even what is usual."""
    world = World(tmp_path)
    world.configure(world.options, **world.recipe, empty=".none")
    world.see(*TEN)
    before, known = world.documents(), world.known
    outcome = world.see(more=EMPTY)

    assert (outcome.status, world.runs[0].count, world.runs[0].code) == ("ok", 0, None)
    assert (world.documents(), world.known, outcome.entries) == (before, known, 10)
    assert code(world.see()) == "empty-page"
    assert code(world.see(*TEN[:4])) == "too-few"
    assert world.see(*TEN).status == "ok"
    assert world.documents() == before


def test_list_may_be_empty_from_the_start(tmp_path: Path) -> None:
    """There is no document before the first entry."""
    world = World(tmp_path)
    world.configure(world.options, **world.recipe, empty=".none")
    outcome = world.see(more=EMPTY)

    assert (outcome.status, outcome.written, world.documents()) == ("ok", (), {})
    assert world.see(*TEN[:2]).status == "ok"
    assert len(world.subscribe()) == 2


@pytest.mark.parametrize("word", ["too-few", "fields-missing", "moved", "truncated"])
def test_accepted_page_passes_once(world: World, word: str) -> None:
    """And is what the page usually shows from then on."""
    world.see(*TEN)
    assert code(world.show(BAD[word][1])) == word
    world.accept()
    assert world.show(BAD[word][1]).status == "ok"
    assert world.show(BAD[word][1]).status == "ok"
    assert code(world.see()) == "empty-page"


def test_acceptance_waits_for_entries(world: World) -> None:
    """A page on which nothing is found uses nothing up."""
    world.see(*TEN)
    world.accept()
    assert code(world.see()) == "empty-page"
    assert world.see(*TEN[:2]).status == "ok"
    assert code(world.see(replace(TEN[0], date=None))) == "fields-missing"


def test_acceptance_of_few_is_the_new_normal(world: World) -> None:
    """What was before counts no longer."""
    for _ in range(10):
        world.see(*TEN)
    world.accept()
    world.see(*TEN[:2])

    assert [code(world.see(*TEN[:count])) for count in (2, 1, 2)] == [None, None, None]


def test_clock_that_is_behind_the_last_run_is_told(world: World) -> None:
    """By good runs and by suspect ones, and it changes nothing else."""
    world.see(*TEN)
    for content, codes in [
        (listed(TEN), ["clock-back"]),
        (listed(TEN[:3]), ["clock-back"]),
        (listed(TEN), []),
    ]:
        world.now = world.runs[0].at - HOUR if codes else world.runs[0].at
        outcome = world.show(content)
        assert [problem.code for problem in outcome.problems] == codes


def test_partial_page_is_normal(world: World) -> None:
    """A page that declares more entries than it shows lost none."""
    world.configure(world.options, **world.recipe, total="h2")
    for total in ("42 Entries", "43 Entries", "10 Entries"):
        outcome = world.see(*TEN, more=f"<h2>{total}</h2>")
        assert outcome.status == "ok"
        assert not outcome.diff.gone


def test_wall_with_a_few_entries_is_a_wall(world: World) -> None:
    """It never becomes normal, as few entries alone would; and with known entries it is no wall."""
    world.see(*TEN)
    rows = "".join(row.html() for row in numbered(31, 32))
    content = LOGIN.replace("<body>", f"<body>{rows}")
    for _ in range(4):
        assert code(world.show(content)) == "login-wall"


def test_page_of_known_entries_is_no_wall(world: World) -> None:
    """Whatever its title says."""
    world.see(*TEN, title="404 Not Found")

    assert world.see(*TEN[:5], title="404 Not Found").status == "ok"
    assert code(world.see(*TEN[:2], title="404 Not Found")) == "error-page"


def test_menu_of_an_error_page_is_no_list(tmp_path: Path) -> None:
    """A recipe that reads any list finds the menu as well."""
    world = World(tmp_path, recipe={"entry": "li", "title": "a", "link": "a"})
    world.see(*TEN)
    menu = "".join(f'<li><a href="/menu/{n}">Menu {n}</a></li>' for n in range(10))
    content = f"<html><head><title>Page not found</title></head><body><ul>{menu}</ul></body></html>"

    assert code(world.show(content)) == "error-page"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "windows-1252"])
def test_html_is_whole_in_every_encoding(encoding: str) -> None:
    """UTF-16 is no other language."""
    content = listed(TEN).encode(encoding)

    assert ends.is_whole(Page(content))
    assert not ends.is_whole(Page(content[:-60]))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<html></html>", True),
        ("<HTML></HTML >\n", True),
        ("<!doctype html><p>x</html>", True),
        ("<html></html><!-- cached at 10:00 -->", True),
        ("<html></html>" + "<script>track()</script>" * 900, True),
        ("<html><script>w('</html>')</script><p>cut", False),
        ('<html><script>w("<html></html>\\n")</script><p>cut', False),
        ("<html><script>w('a</html>b')</script><p>cut", False),
        ("<html><!-- <html></html> --><p>cut", False),
        ("<html><!-- </html> <p>cut", True),
        ("<html><p>cut</htm", False),
        ("a text that speaks of </html>", False),
        ("", False),
    ],
)
def test_html_is_whole_with_its_end(content: str, expected: bool) -> None:
    """In the markup: scripts and comments may speak of it."""
    assert ends.is_whole(Page(content.encode())) is expected


def test_page_without_an_end_may_have_none(world: World) -> None:
    """Only what was there can be missing."""
    content = listed(TEN).replace("</html>", "")
    world.show(content)
    assert world.show(content).status == "ok"
    assert world.see(*TEN).status == "ok"
    assert code(world.show(content)) == "truncated"


def test_page_without_an_end_that_stops_inside_an_entry_is_cut(world: World) -> None:
    """Its last row is the first part of what was there, and the rest is gone."""
    content = listed(TEN).replace("</body></html>", "")
    world.show(content)
    before = world.documents()
    for end in range(len(content) // 2, len(content), 29):
        assert code(world.show(content[:end])) in (None, "truncated", "too-few")
        assert world.documents() == before, content[end - 80 : end]
        world.show(content)


def test_page_without_an_end_may_be_edited(world: World) -> None:
    """A last row that is shorter, or fewer rows, are no cut by themselves."""
    world.show(listed(TEN).replace("</html>", ""))
    edited = [*TEN[:9], replace(TEN[9], summary="What release 1 says.")]
    assert world.show(listed(edited).replace("</html>", "")).status == "ok"
    assert world.show(listed(edited[:8]).replace("</html>", "")).status == "ok"
    assert world.show(listed([*edited[:6], *numbered(99)]).replace("</html>", "")).status == "ok"


def test_text_that_stops_inside_an_entry_is_cut(tmp_path: Path, root: Path) -> None:
    """A page of text has no end to miss, and its last entry still tells."""
    world = World(tmp_path, recipe={})
    content = (root / "examples" / "nato-iraq" / "page.txt").read_bytes()
    world.show(content)
    before = world.documents()
    for end in range(len(content) // 2, len(content), 29):
        assert code(world.show(content[:end])) in (None, "truncated", "too-few")
        assert world.documents() == before, content[end - 80 : end]
        world.show(content)


TEXT = "".join(f"{n} February 2024\n\nThe council speaks of matter {n}\n\nIt spoke at length. Then it rose.\n\n" for n in range(9, 0, -1))  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("of matter 1", "of matter 1 (updated)"),
        ("Then it rose", "Then it rose, late at night"),
        ("Then it rose.", "Then it rose. Nobody knows why"),
        (" Then it rose.", ""),
        ("It spoke at length. Then it rose.", "It rose."),
        ("speaks of matter 1", "speaks"),
    ],
)
def test_last_entry_of_a_text_may_be_edited(tmp_path: Path, before: str, after: str) -> None:
    """Longer or shorter; and back, when an update is taken from it."""
    world = World(tmp_path, recipe={})
    head, last = TEXT[:-90], TEXT[-90:]
    assert before in last
    for content in (TEXT, head + last.replace(before, after), TEXT):
        assert world.show(content).status == "ok"
        assert world.feed().entries


@pytest.mark.parametrize(
    "change", [{"date": None}, {"summary": ""}, {"image": None}, {"title": "Title"}, {"author": ""}]
)
def test_last_row_of_a_fragment_may_be_edited(world: World, change: dict[str, object]) -> None:
    """HTML without a frame around its rows has no end either."""
    edited = [*TEN[:9], replace(TEN[9], **change)]  # type: ignore[arg-type]
    for rows in (TEN, edited, TEN):
        assert world.show("".join(row.html() for row in rows)).status == "ok"


def test_other_recipe_reads_other_last_rows(world: World) -> None:
    """What is less than before by another recipe is not cut off."""
    fragment = "".join(row.html() for row in TEN)
    world.show(fragment)
    world.configure(world.options, **{**world.recipe, "title": "time"})

    assert world.show(fragment).status == "ok"


def test_errors_say_what_to_do(world: World) -> None:
    """What, where, why; and the next step."""
    world.see(*TEN)
    few, lost = world.see(*TEN[:4]).error, world.show(LOGIN).error

    assert str(few) == f"page suspect: {world.folder / 'page.html'}: 4 entries, usually 10"
    assert isinstance(few, SuspectError)
    assert "feedkit accept" in few.hint
    assert "login" in str(lost)


def run(count: int = 10, status: str = "ok", recipe: str = "r") -> Run:
    return Run(NOW, status, None, count, recipe)  # type: ignore[arg-type]


def test_usual_count_needs_a_good_run() -> None:
    """With the recipe of today."""
    assert guards.usual_count([], "r") is None
    assert guards.usual_count([run(status="suspect"), run(0), run(recipe="s")], "r") is None
    assert guards.usual_count([run(9), run(4), run(0), run(10)], "r") == 6.5


def test_entries_without_a_link_make_no_site() -> None:
    """Then the site that was asked is the only one."""
    known = [KnownEntry(Entry("1", "One"), NOW)]

    assert guards.is_strange(Page(b"", "https://example.net/"), URL, known)
    assert not guards.is_strange(Page(b"", "https://example.org/other"), URL, known)
    assert not guards.is_strange(Page(b"", None), URL, known)
    assert guards.clock_back([run()], NOW) == ()
    assert guards.clock_back([run()], NOW - dt.timedelta(seconds=1))[0].code == "clock-back"


def judged(runs: list[Run], page: Page, seen: guards.Sight) -> str | None:
    """The code of a page about whose rows nothing is told."""
    history = guards.History(runs, "r", URL, "news")
    error = guards.judge(page, seen, history, is_strange=False, has_moved=False)
    return error.code if error else None


def test_figures_alone_are_judged() -> None:
    """Without rows only the figures of the page and of its history count."""
    runs = [replace(run(), titles=1.0, links=1.0, dates=1.0)]
    page = Page("Zürich sagt „ja".encode()[:-1] + b"\xe2\x80", URL)

    assert judged(runs, page, guards.Sight(10, 1.0, 1.0, 1.0, whole=False)) is None
    assert judged(runs, page, guards.Sight(10, 1.0, 1.0, 0.7, whole=False)) == "fields-missing"
    assert judged(runs, page, guards.Sight(4, 1.0, 1.0, 1.0, whole=False)) == "too-few"


def test_dates_that_went_to_the_next_entry_are_misread(world: World) -> None:
    """A column that slipped by a row gives each entry what another has."""
    world.see(*TEN)
    slipped = [replace(row, date=other.date) for row, other in zip(TEN, TEN[2:] + TEN[:2], strict=True)]

    assert code(world.see(*slipped)) == "fields-missing"
    assert world.see(replace(TEN[0], date=TEN[1].date), *TEN[1:]).status == "ok"


ERRORS = {
    "truncated": "page cut off: {}: the end of the HTML is missing",
    "too-few": "page suspect: {}: 4 entries, usually 10",
    "fields-missing": "page suspect: {}: 0% of the entries have a date, 100% had one",
    "moved": "page suspect: {}: most entries are gone, and old ones stand there that nobody knows",
    "login-wall": "nothing found: {}: the page wants a login or a consent",
}


@pytest.mark.parametrize("word", ERRORS)
def test_error_tells_page_cause_and_next_step(world: World, word: str) -> None:
    """Under the name that the source has for its page."""
    world.see(*TEN)
    error = world.show(BAD[word][1]).error
    path = str(world.folder / "page.html")

    assert error is not None
    assert (str(error), error.subject) == (ERRORS[word].format(path), path)
    assert "feedkit accept" in error.hint or word == "login-wall"


def test_wall_with_entries_tells_what_stands_there(world: World) -> None:
    """And what to do about it."""
    world.see(*TEN)
    error = world.show(LOGIN.replace("<body>", f"<body>{numbered(31)[0].html()}")).error
    path = str(world.folder / "page.html")

    assert error is not None
    assert (str(error), error.subject) == (f"page lost: {path}: the page wants a login or a consent", path)
    assert error.hint.startswith("look at the page in a private window")


CAUSES: dict[str, Callable[[Row], Row]] = {
    "10 of 10 known entries have the same new title": MISREAD["one title"],
    "10 of 10 entries have the same link": MISREAD["one link"],
    "10 of 10 known entries have the same new date": MISREAD["one day"],
    "the title of 10 of 10 known entries is another field of theirs": MISREAD["author for a title"],
    "the link of 10 of 10 known entries is another field of theirs": MISREAD["picture for a link"],
    "the summary of 10 of 10 known entries is another field of theirs": MISREAD["day for a summary"],
    "none of the entries has summary, 10 of them had": lambda row: replace(row, summary=""),
    "none of the entries has authors, 10 of them had": lambda row: replace(row, author=""),
    "none of the entries has images, 10 of them had": lambda row: replace(row, image=None),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_missing_field_is_named(world: World, cause: str) -> None:
    """With how many entries lack it."""
    world.see(*TEN)

    assert str(world.see(*map(CAUSES[cause], TEN)).error).endswith(f": {cause}")


def entry(number: int, **fields: object) -> Entry:
    """An entry that everything tells apart."""
    plain = Entry(
        f"id{number}",
        f"Title {number}",
        f"https://www.example.org/{number}",
        dt.date(2024, 3, number),
        summary=f"Summary {number}.",
    )
    return replace(plain, **fields)  # type: ignore[arg-type]


def history(before: Sequence[Entry], now: Sequence[Entry], found: str) -> guards.History:
    """What the page shows again: `found` has the number of the known entry, or a blank, for each row."""
    known = [KnownEntry(each, NOW) for each in before]
    again = identity.Match(now, [None if n == " " else known[int(n)] for n in found])
    return guards.History([FULL], "r", URL, "news", known, again)


FULL = Run(NOW, "ok", None, 10, "r", 1.0, 1.0, 1.0)
SEEN = guards.Sight(10, 1.0, 1.0, 1.0, whole=False)


def told(before: Sequence[Entry], now: Sequence[Entry], found: str) -> bool:
    """Whether the guard of the fields says something."""
    return fields.missing(SEEN, history(before, now, found), [FULL]) is not None


FOUR = [entry(n) for n in range(1, 5)]


@pytest.mark.parametrize(
    ("rows", "found", "expected"),
    [
        ([entry(1, title="X"), entry(2, title="X"), *FOUR[2:]], "0123", False),
        ([entry(1, title="X"), entry(2, title="X"), entry(3, title="X"), FOUR[3]], "0123", True),
        ([entry(1, title="X"), entry(2, title="X"), entry(3)], "012", True),
        ([entry(1, title="X"), entry(2, title="X")], "01", True),
        ([entry(1, title="X")], "0", False),
        ([entry(1, title="Title 2"), entry(2, title="Title 1"), *FOUR[2:]], "0123", True),
        ([entry(1, title="Title 2"), *FOUR[1:]], "0123", False),
        ([entry(1, title="Title 2"), entry(2, title="Title 2x"), *FOUR[2:]], "0123", False),
        ([entry(1, title="Summary 1."), entry(2, title="Summary 2."), *FOUR[2:]], "0123", True),
        ([entry(1, title="Summary 1."), *FOUR[1:]], "0123", False),
        ([entry(1, title="Summary 1."), *FOUR[1:3]], "012", True),
        ([entry(n, date=dt.date(2024, 3, 9)) for n in range(1, 5)], "0123", True),
        ([entry(n, date=dt.date(2024, 3, 9), date_relative=True) for n in range(1, 5)], "0123", False),
        ([entry(n, date=dt.datetime(2024, 3, 9, n, tzinfo=dt.UTC)) for n in range(1, 5)], "0123", True),
        ([entry(n, date=None) for n in range(1, 5)], "0123", False),
        ([entry(n, summary=None) for n in range(1, 5)], "0123", True),
        ([entry(1), *(entry(n, summary=None) for n in range(2, 5))], "0123", False),
        ([entry(1, summary=None)], "0", False),
        ([entry(1, summary=None), entry(2, summary=None)], "01", True),
        ([entry(n, summary=None) for n in range(1, 5)], "    ", False),
        ([entry(n, link="https://www.example.org/x") for n in range(6, 9)], "   ", True),
        ([entry(n, link="https://www.example.org/x") for n in range(6, 8)], "  ", False),
        ([*(entry(n, link="https://www.example.org/x") for n in range(5, 8)), *FOUR[:3]], "   012", False),
        ([*(entry(n, link="https://www.example.org/x") for n in range(5, 9)), *FOUR[:3]], "    012", True),
        ([entry(n, link=None) for n in range(6, 9)], "   ", False),
        ([entry(9, summary=f"{n}") for n in range(3)], "   ", True),
        ([entry(9, title="X", link=None, date=None, summary=f"{n}") for n in range(3)], "   ", True),
        ([entry(n, title="X") for n in range(6, 9)], "   ", False),
    ],
)  # fmt: skip
def test_fields_tell_entries_apart(rows: Sequence[Entry], found: str, expected: bool) -> None:
    """Most of them, more than one, and 30 points of them."""
    assert told(FOUR, rows, found) is expected


def test_link_that_was_always_shared_may_be() -> None:
    """What told nothing apart before cannot be missing."""
    before = [entry(n, link="https://www.example.org/live") for n in range(1, 5)]
    rows = [entry(n, link="https://www.example.org/live") for n in range(5, 9)]

    assert not told(before, rows, "    ")
    assert not told([*before[:3], entry(4)], rows[:3], "   ")


def test_three_of_ten_are_thirty_points() -> None:
    """Also where the shares are no round numbers."""
    before = [entry(n) for n in range(1, 11)]
    for count, expected in ((2, False), (3, True)):
        rows = [entry(n, title=f"Summary {n}.") if n <= count else entry(n) for n in range(1, 11)]
        assert told(before, rows, "0123456789") is expected
    for before_share, now, missing in ((0.5, 0.2, True), (0.9, 0.6, True), (0.9, 0.61, False)):
        seen, last = replace(SEEN, dates=now), replace(FULL, dates=before_share)
        assert (fields.missing(seen, guards.History([last], "r", URL, "news"), [last]) is not None) is missing


LONG = "A summary that is long enough to be told"


@pytest.mark.parametrize(
    ("row", "before", "expected"),
    [
        (entry(1, title=f"Title 1 {LONG}"), entry(1, summary=LONG), True),
        (entry(1, title="Title 1 Short."), entry(1, summary="Short."), False),
        (entry(1, title="A category"), entry(1, categories=("A category",)), True),
        (entry(1, title="1.jpg"), entry(1, images=(Image(name="1.jpg"),)), True),
        (entry(1, title="A caption"), entry(1, images=(Image(caption="A caption"),)), True),
        (entry(1, title="1 March 2024"), entry(1), True),
        (entry(1, title="2 March 2024"), entry(1), False),
        (entry(1, title="1 March 2024", date=dt.datetime(2024, 3, 1, 5, tzinfo=dt.UTC)), entry(1), True),
        (entry(1, title="1 March 2024, 10:00"), entry(1), True),
        (entry(1, title="Report of 1 March 2024"), entry(1), False),
        (entry(1, title="1 March 2024", date=None), entry(1, date=None), False),
        (entry(1, title="https://www.example.org/1"), entry(1), True),
        (entry(1, summary="Title 1"), entry(1), True),
        (entry(1, summary="Title 1"), entry(1, summary="Title 1"), False),
        (entry(1, summary="1 March 2024"), entry(1), True),
        (entry(1, summary=None), entry(1), False),
        (entry(1, link="https://www.example.org/1.jpg"), entry(1, images=(Image(url="https://www.example.org/1.jpg"),)), True),
        (entry(1, link="https://www.example.org/1.jpg", images=(Image(url="https://www.example.org/1.jpg"),)), entry(1), True),
        (entry(1, link="https://www.example.org/1.jpg"), entry(1, link="https://www.example.org/1.jpg", images=(Image(url="https://www.example.org/1.jpg"),)), False),
    ],
)  # fmt: skip
def test_field_that_is_another_of_the_entry(row: Entry, before: Entry, expected: bool) -> None:
    """A title or a summary that was another text, a link that is a picture."""
    rest = [entry(n, summary="S.", link=None, date=None) for n in (2, 3)]

    assert told([before, *rest], [row, *rest], "012") is expected


def cut(content: str, before: Sequence[Entry], now: Sequence[Entry], found: str, **run: object) -> bool:
    """Whether a page is cut off after its last row."""
    last = replace(FULL, **run)  # type: ignore[arg-type]
    page = Page(content.encode(), URL)
    return ends.cut(page, SEEN, history(before, now, found), [last]) is not None


PART = entry(3, title="Tit", summary=None)


@pytest.mark.parametrize(
    ("content", "now", "found", "expected"),
    [
        ("text", [*FOUR[:2], PART], "012", True),
        ("text", [*FOUR[:2], replace(PART, link=None)], "01 ", True),
        ("text", [*FOUR[:2], entry(3)], "012", False),
        ("text", [*FOUR[:2], entry(3, title="Other")], "012", False),
        ("text", [*FOUR[:2], entry(9)], "01 ", False),
        ("text", [*FOUR[:2], entry(3, summary="Summary 3. Next")], "012", True),
        ("text", [*FOUR[:2], entry(3, summary="Summary 3." + "x" * 80)], "012", True),
        ("text", [*FOUR[:2], entry(3, summary="Summary 3." + "x" * 81)], "012", False),
        ("text", [*FOUR[:2], entry(3, summary="Sum�")], "012", True),
        ("<ul>", [*FOUR[:2], PART], "012", True),
        ("<ul></ul>", [*FOUR[:2], PART], "012", False),
        ("<DIV class=x><ul></UL>", [*FOUR[:2], PART], "012", True),
        ("<ul></ul></div>", [*FOUR[:2], PART], "012", False),
        ("<ulx>", [*FOUR[:3], entry(4, summary="Other.")], "0123", False),
        ("text", [entry(1, title="X"), entry(2, title="Y"), PART], "012", False),
        ("text", [entry(1, title="X"), entry(2), PART], "012", False),
        ("text", [*FOUR[:3], entry(4, title="Tit", summary=None)], "0123", True),
        ("text", [*FOUR[:3], entry(4, title="Tit")], "0123", False),
        ("text", [*FOUR[:3], entry(4, summary=None)], "0123", False),
        ("text", [*FOUR[:3], entry(4, summary="Summary")], "0123", True),
        ("text", [*FOUR[:3], entry(4, summary="Summary 4. Next")], "0123", False),
        ("text", [*FOUR[:3], entry(4, title="2024-03-04", summary=None)], "0123", True),
        ("<ul>", [*FOUR[:3], entry(4, summary=None)], "0123", True),
        ("<ul>", [entry(9), *FOUR[:3], entry(4, summary=None)], " 0123", False),
        ("text", [PART], "2", True),
        ("text", [], "", False),
    ],
)
def test_last_row_tells_of_a_cut(content: str, now: Sequence[Entry], found: str, expected: bool) -> None:
    """Where rows are missing, or the last one breaks off, and the page has no end."""
    assert cut(content, FOUR, now, found) is expected


def test_cut_needs_a_good_run_with_the_recipe_of_today() -> None:
    """Else there is nothing to be compared with."""
    rows = [*FOUR[:2], PART]

    assert cut("text", FOUR, rows, "012")
    assert not cut("text", FOUR, rows, "012", recipe="s")
    assert not cut("text", FOUR, rows, "012", status="suspect")
    assert cut("text", FOUR, FOUR, "0123", whole=True, recipe="s")


def test_page_that_ends_inside_a_letter_or_a_tag_is_cut() -> None:
    """If its last row is another than before: other charsets, and texts, may end like that."""
    for content, expected in (
        (b"Z\xc3\xbcri \xe2\x82", "a letter"),
        (b"Z\xc3\xbcri", None),
        (b"Z\xfcri \xe2\x82", None),
        (b"<p>One</p><p class='x", "a tag"),
        (b"<p>One</p><p", "a tag"),
        (b"<p>One</p>Fish &a", "a tag"),
        (b"<p>One</p>Fish &amp;", None),
        (b"<p>One</p>1 < 2", None),
        (b"R & D, fish &a", None),
    ):
        for last, is_other in ((entry(4, title="Other"), True), (entry(4), False)):
            given = history(FOUR, [*FOUR[:3], last], "0123")
            found = ends.cut(Page(content, URL), SEEN, given, [FULL])
            assert found == (f"it ends inside {expected}" if expected and is_other else None)


def test_site_is_that_of_most_entries() -> None:
    """Half of them are not most."""
    known = [
        KnownEntry(entry(n, link=f"https://{host}/{n}"), NOW)
        for n, host in enumerate(("example.net",) * 2 + ("example.com",) * 2, 1)
    ]
    page = Page(b"", "https://www.example.net/")

    assert guards.is_strange(page, URL, known)
    assert not guards.is_strange(page, URL, known[:3])


def test_sight_counts_what_entries_have() -> None:
    """A title that stands for none is none."""
    shown = Entries(
        (*FOUR[:2], entry(3, link=None, date=None)), (Problem("no-title", "", 1), Problem("x", "", 0))
    )
    seen = guards.sight(Page(b"<html></html>"), shown)

    assert (seen.count, seen.whole) == (3, True)
    assert [round(share, 2) for share in (seen.titles, seen.links, seen.dates)] == [0.67] * 3
    assert guards.sight(Page(b""), Entries()) == guards.Sight(0, 0.0, 0.0, 0.0, whole=False)


def test_clock_back_says_when_the_last_run_was() -> None:
    """A run at the same time is not before."""
    (problem,) = guards.clock_back([run()], NOW - HOUR)

    assert problem.message == f"the clock stands before the last run, {NOW.isoformat()}"
