"""Guards: what a run may publish, by real runs over real pages, state and files."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import Site
from feedkit import guards
from feedkit.errors import PageError, SuspectError
from feedkit.models import Entry, KnownEntry, Page, Run
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


def test_more_bad_runs_than_are_kept(world: World) -> None:
    """When no good run is left in the history, the entries tell what it showed."""
    world.see(*TEN)
    for _ in range(103):
        assert code(world.see(*without(10, date=None))) == "fields-missing"
    assert all(run.status == "suspect" for run in world.runs)
    assert code(world.see(*TEN[:4])) == "too-few"
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

    asked = [request.headers.get("if-none-match", "") for request in site.requests]
    assert ["good" in tags for tags in asked] == [False, True, True, True, True]
    assert not any("bad" in tags or "worse" in tags for tags in asked)
    assert [request.status for request in site.requests] == [200, 200, 200, 200, 304]


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

    assert guards.is_whole(Page(content))
    assert not guards.is_whole(Page(content[:-60]))


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
    assert guards.is_whole(Page(content.encode())) is expected


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
    history = guards.History(runs, "r", URL)
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
    slipped = [replace(row, date=other.date) for row, other in zip(TEN, TEN[1:] + TEN[:1], strict=True)]

    assert code(world.see(*slipped)) == "fields-missing"
    assert world.see(replace(TEN[0], date=TEN[1].date), *TEN[1:]).status == "ok"
