"""The promise to subscribers, by histories of pages: a real run, a real state, files on disk.

Same page, same bytes. An entry is announced once. Nothing is lost. Nothing is invented.
"""

import datetime as dt
import html
import itertools
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import feedkit
from feedkit import sources, store
from feedkit.pipeline import Outcome

URL = "https://www.example.org/news"
NOW = dt.datetime(2024, 3, 10, 18, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
PACKAGES = Path(feedkit.__file__).parent.parent
SUFFIXES = (".xml", ".atom", ".json")

RECIPE = {
    "entry": "li",
    "title": "a, b",
    "link": "a::attr(href)",
    "date": "time",
    "summary": "p",
    "image": "img",
}


@dataclass(frozen=True)
class Row:
    """A row of a page as its site prints it."""

    title: str
    link: str | None = None
    date: str | None = "5 March 2024"
    image: str | None = None
    summary: str = ""

    def html(self) -> str:
        title, time, summary = (html.escape(text) for text in (self.title, self.date or "", self.summary))
        named = f'<a href="{html.escape(self.link)}">{title}</a>' if self.link else f"<b>{title}</b>"
        image = f'<img src="{html.escape(self.image)}" alt="66.26KB">' if self.image else ""
        return f"<li>{named}<time>{time}</time><p>{summary}</p>{image}</li>\n"


def page(rows: Sequence[Row], title: str = "News") -> str:
    body = "".join(row.html() for row in rows)
    return f'<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><ul>{body}</ul></body></html>'


@dataclass
class World:
    """A configuration with one source in a folder, and a subscriber who remembers guids."""

    folder: Path
    options: str = ""
    recipe: str = ""
    now: dt.datetime = NOW
    announced: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.configure(self.options)

    def configure(self, options: str = "", url: str = URL) -> None:
        keys = "\n".join(f'{key} = "{value}"' for key, value in RECIPE.items())
        self.config.write_text(
            f'[sources.news]\npage = "page.html"\nurl = "{url}"\n{options}\n'
            f"[sources.news.recipe]\n{keys}\n{self.recipe}\n"
        )

    @property
    def config(self) -> Path:
        return self.folder / "feedkit.toml"

    @property
    def files(self) -> list[Path]:
        return [self.folder / "public" / f"news{suffix}" for suffix in SUFFIXES]

    def see(self, *rows: Row, title: str = "News") -> Outcome:
        """Run feedkit an hour later on a page with these rows."""
        (self.folder / "page.html").write_text(page(rows, title))
        (outcome,) = feedkit.run(self.config, now=self.now)
        self.now += HOUR
        return outcome

    def accept(self) -> None:
        """Say that the page is right as it looks now."""
        config = sources.load(self.config)
        with store.open(config.state, config.folder) as memory:
            memory.accept("news")

    def feed(self, suffix: str = ".atom") -> feedkit.Feed:
        return feedkit.read(self.folder / "public" / f"news{suffix}")

    def subscribe(self) -> list[str]:
        """Return the titles of the entries that the subscriber had not seen."""
        new = [entry for entry in self.feed().entries if entry.id not in self.announced]
        self.announced += [entry.id or "" for entry in new]
        return [entry.title for entry in new]

    def look(self) -> list[tuple[bytes, int, int]]:
        """Return what would differ if a document had been touched."""
        return [(path.read_bytes(), path.stat().st_ino, path.stat().st_mtime_ns) for path in self.files]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "world")


A = Row("A", "/a", "5 March 2024", "/a.jpg", "About a.")
B = Row("B", "/b", "4 March 2024", "/b.jpg", "About b.")
C = Row("C", "/c", None, None, "About c.")
D = Row("D", None, "3 March 2024", "/d.jpg")
ALL = (A, B, C, D)


def test_unchanged_page_touches_no_document(world: World) -> None:
    """Bytes, inode and mtime stay, and the outcome says that nothing was written."""
    world.see(*ALL)
    before = world.look()
    outcome = world.see(*ALL)

    assert world.look() == before
    assert (outcome.written, bool(outcome.diff)) == ((), False)


def test_session_in_links_touches_no_document(world: World) -> None:
    """A forum that names another session in its links at every request shows the same entries."""
    sessions = [[Row(f"Topic {n}", f"/t?f={n}&sid={digit * 32}") for n in range(5)] for digit in "1a7"]
    world.see(*sessions[0])
    before = world.look()
    for rows in sessions:
        world.see(*rows)

    assert world.look() == before
    assert world.feed().entries[0].link == "https://www.example.org/t?f=0"


def test_reordered_page_touches_no_document(world: World) -> None:
    """With state the page's order is that of the first sight."""
    world.see(*ALL)
    before = world.look()
    for rows in itertools.permutations(ALL):
        world.see(*rows)

    assert world.look() == before


@pytest.mark.parametrize(
    "row",
    [
        replace(A, link="http://www.example.org/a"),
        replace(A, link="/a/"),
        replace(A, link="/a?utm_source=feed&fbclid=1"),
        replace(A, link="/a;jsessionid=99"),
        replace(A, link="/a#main"),
        replace(A, date="5 March 2024 14:30"),
        replace(A, date=None),
    ],
)
def test_change_that_is_none_touches_no_document(world: World, row: Row) -> None:
    """A link within its canonical form, a date within its precision."""
    world.see(*ALL)
    before = world.look()
    world.see(row, B, C, D)

    assert world.look() == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (A, replace(A, title="Edited")),
        (A, replace(A, title="Edited", date="9 March 2024", summary="", image=None)),
        (A, replace(A, date="9 March 2024")),
        (A, replace(A, link="/moved")),
        (A, replace(A, link="/moved", title="Edited")),
        (A, replace(A, link="/moved", date=None)),
        (A, replace(A, summary="Edited")),
        (A, replace(A, image="/other.jpg")),
        (D, replace(D, title="Edited")),
        (D, replace(D, date="9 March 2024")),
        (D, replace(D, image=None)),
        (D, replace(D, link="/d")),
        (C, replace(C, title="Edited")),
        (C, replace(C, date="9 March 2024")),
    ],
)
def test_edited_entry_is_announced_once(world: World, before: Row, after: Row) -> None:
    """Under its old id, again and again, and it is not new in the diff."""
    rest = [row for row in ALL if row != before]
    world.see(before, *rest)
    world.subscribe()
    for row in (after, before, after):
        outcome = world.see(row, *rest)
        assert outcome.diff.new == ()
        assert world.subscribe() == []
    assert len(world.feed().entries) == 4


def test_two_variants_of_a_page_are_one_feed(world: World) -> None:
    """A site that shows now one address, now another, announces each entry once."""
    other = [replace(row, link=row.link and f"/en{row.link}") for row in (A, B)]
    world.see(A, B)
    world.subscribe()
    for rows in (other, (A, B), other, (A,), other[1:]):
        world.see(*rows)
        assert world.subscribe() == []
    assert len(world.feed().entries) == 2


def test_picture_that_many_entries_come_to_share_stays_as_it_was(world: World) -> None:
    """Whether a picture is a logo is judged once for each entry: its count may cross the line with every run."""
    images = {9: "/ship.jpg", **dict.fromkeys((2, 3, 4, 5, 10), "/harbour.jpg")}
    rows = [Row(f"T{day}", f"/{day}", f"{day} March 2024", images.get(day)) for day in range(11, 1, -1)]
    world.see(*rows[2:])  # four of eight have it
    became_more = world.see(*rows[1:])  # five of nine
    became_fewer = world.see(*rows)  # five of ten
    shown = {entry.title for entry in world.feed().entries if entry.enclosures}
    before = world.look()
    again = [world.see(*rows[start:]) for start in (1, 2, 0)]

    assert not any(outcome.diff.changed for outcome in (became_more, became_fewer, *again))
    assert shown == {"T2", "T3", "T4", "T5", "T9"}
    assert world.look() == before


def test_removed_entry_stays_and_returns_as_itself(world: World) -> None:
    """Neither its leaving nor its return is told."""
    world.see(*ALL)
    before = world.look()
    left = world.see(A, B)
    came_back = world.see(*ALL)

    assert world.look() == before
    assert not left.diff
    assert not came_back.diff


def test_limit_retires_and_never_forgets(tmp_path: Path) -> None:
    """A retired entry that returns has its id and its date, and is not new."""
    world = World(tmp_path, "limit = 2")
    world.see(A, B)
    world.subscribe()
    outcome = world.see(Row("E", "/e", "9 March 2024"))
    assert [entry.title for entry in outcome.diff.gone] == ["B"]
    assert world.subscribe() == ["E"]
    old = B
    outcome = world.see(Row("E", "/e", "9 March 2024"), old)
    assert outcome.diff.new == ()
    assert world.subscribe() == []
    assert [entry.title for entry in world.feed().entries] == ["E", "B"]


def test_page_longer_than_the_limit_is_published_whole(tmp_path: Path) -> None:
    """The limit retires only what the page no longer shows."""
    world = World(tmp_path, "limit = 2")
    world.see(*ALL)

    assert len(world.feed().entries) == 4


def test_shared_link_of_today(world: World) -> None:
    """Who had a link alone keeps its id when another takes to the same link, and back."""
    other = Row("Other", "/a", "9 March 2024")
    world.see(A, B)
    world.subscribe()
    world.see(other, A, B)
    assert world.subscribe() == ["Other"]
    for rows in ((other, B), (A, B), (other, A)):
        world.see(*rows)
        assert world.subscribe() == []
    assert [entry.title for entry in world.feed().entries] == ["Other", "A", "B"]


def test_link_that_leads_to_another_release_every_time(world: World) -> None:
    """Once such a link is known to be shared, each release under it is announced, none twice."""
    rows = [Row(f"Release {day}", "/latest", f"{day} March 2024") for day in range(1, 8)]
    world.see(rows[1], rows[0])
    assert len(world.subscribe()) == 2
    for row in rows[2:]:
        world.see(row)
        assert world.subscribe() == [row.title]
    world.see(*rows)
    assert world.subscribe() == []


def test_weekly_title_under_one_link_is_announced_each_week(world: World) -> None:
    """A page of three rows that rolls on."""
    rows = [Row("Briefing", "/live", f"{day} March 2024") for day in range(1, 10)]
    for last in range(3, 10):
        world.see(*rows[last - 3 : last][::-1])
        world.subscribe()

    assert len(world.announced) == 9
    assert len(world.feed().entries) == 9


def test_new_page_address_keeps_the_feed(world: World) -> None:
    """The feed's id is that of the first run; entries without link keep theirs as well."""
    world.see(*ALL)
    world.subscribe()
    world.configure(url="https://example.com/new/news")
    world.see(*(replace(row, link=row.link and f"https://www.example.org{row.link}") for row in ALL))

    assert world.feed().id == URL
    assert world.feed().link == "https://example.com/new/news"
    assert world.subscribe() == []


def test_recipe_that_learns_an_id_keeps_the_entries(world: World) -> None:
    """The recipe's own id is only another name of what is known."""
    world.see(A, B)
    world.subscribe()
    world.recipe = 'id = { select = "a::attr(href)", match = "[a-z]+$" }'
    world.configure()
    world.see(A, B)
    assert world.subscribe() == []
    world.see(replace(A, link="/other/a", title="Edited", date="1 March 2024", image=None), B)
    assert world.subscribe() == []


def test_title_of_the_page_is_that_of_the_first_run(world: World) -> None:
    """A heading such as "News (3 new)" makes no noise."""
    world.see(*ALL, title="News")
    before = world.look()
    world.see(*ALL, title="News (3)")
    assert world.look() == before
    world.configure('title = "Mine"')
    world.see(*ALL, title="News (4)")
    assert world.feed().title == "Mine"


def test_volatile_field_touches_no_document(tmp_path: Path) -> None:
    """Views that are counted in a summary are no news."""
    world = World(tmp_path, recipe='volatile = ["summary"]')
    world.see(A, B)
    before = world.look()
    world.see(replace(A, summary="2 views"), B)

    assert world.look() == before


def test_flapping_entry_is_reported_and_quiet(world: World) -> None:
    """After 24 changes the documents stand still."""
    for views in range(25):
        world.see(replace(A, summary=f"{views} views"), B)
    before = world.look()
    outcome = world.see(replace(A, summary="26 views"), B)

    assert world.look() == before
    assert [problem.code for problem in outcome.problems] == ["flapping"]


def test_size_of_a_picture_stays(world: World) -> None:
    """A size that the site rounds otherwise is no change."""
    world.see(A, B)
    before = world.look()
    (world.folder / "page.html").write_text(page([A, B]).replace("66.26KB", "66.3KB"))
    feedkit.run(world.config, now=world.now)

    assert world.look() == before


def test_clock_that_is_set_back_dates_nothing_anew(world: World) -> None:
    """First sights are stored."""
    world.see(*ALL, Row("R", "/r", "2 hours ago"))
    before = world.look()
    for year in (1970, 2001, 2100):
        world.now = NOW.replace(year=year)
        world.see(*ALL, Row("R", "/r", "2 hours ago"))

    assert world.look() == before


def test_new_entry_changes_its_own_lines_alone(world: World) -> None:
    """Every other line but the feed's time stays where it is."""
    world.see(A, B, D)
    before = [path.read_text().splitlines() for path in world.files]
    world.see(Row("E", "/e", "9 March 2024"), A, B, D)
    after = [path.read_text().splitlines() for path in world.files]

    for old, new in zip(before, after, strict=True):
        gone = [line for line in old if line not in new]
        assert len(gone) <= 2
        assert all("2024" in line for line in gone)


def test_page_that_is_empty_changes_nothing(world: World) -> None:
    """The documents stay, and the next good run goes on from them."""
    world.see(*ALL)
    before = world.look()
    assert world.see().status == "broken"
    world.see(*ALL)

    assert world.look() == before


def test_lost_documents_are_written_again(world: World) -> None:
    """The state is the truth."""
    world.see(*ALL)
    before = [path.read_bytes() for path in world.files]
    for path in world.files:
        path.unlink()
    world.see(*ALL)

    assert [path.read_bytes() for path in world.files] == before


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_lost_state_announces_nothing_again(tmp_path: Path, form: str) -> None:
    """Identities and dates come back from the documents that stand, and no document is touched."""
    world = World(tmp_path, f'formats = ["{form}"]')
    rows = (*ALL, *TIMES, Row("M", "/m", "20 April 2024"))
    world.see(*rows)
    (document,) = (world.folder / "public").iterdir()
    before = document.read_bytes()
    for path in world.folder.glob("feedkit.db*"):
        path.unlink()
    outcome = world.see(*rows)

    assert document.read_bytes() == before
    assert not outcome.diff


def test_first_sight_is_never_before_what_was_announced(world: World) -> None:
    """Days seen before noon, at noon and after it: later arrivals of a day stand above earlier ones."""
    rows = [Row(str(hour), f"/{hour}", "10 March 2024") for hour in range(9, 15)]
    world.now = NOW.replace(hour=9)
    for count in range(1, len(rows) + 1):
        world.see(*rows[:count][::-1])
    entries = world.feed().entries

    assert [entry.title for entry in entries] == [row.title for row in rows[::-1]]
    assert len({entry.updated for entry in entries}) == len(entries)
    assert all(e.published <= NOW.replace(hour=int(e.title)) for e in entries if e.published)


ENVIRONMENTS = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"},
)
RUN = """
import datetime, sys, feedkit
now = datetime.datetime(2024, 3, 10, 18, tzinfo=datetime.timezone.utc)
for outcome in feedkit.run(sys.argv[1], now=now, jobs=int(sys.argv[2])):
    assert outcome.status == "ok", outcome
"""


def test_surroundings_change_no_byte(tmp_path: Path) -> None:
    """Neither hash seed nor zone, locale, folder or number of workers."""
    found = []
    for number, environment in enumerate(ENVIRONMENTS):
        folder = tmp_path / str(number) / "x"
        folder.mkdir(parents=True)
        (folder / "page.html").write_text(page([*ALL, Row("R", "/r", "yesterday")]))
        keys = "\n".join(f'{key} = "{value}"' for key, value in RECIPE.items())
        source = '[sources.{0}]\npage = "page.html"\nurl = "{1}"\n[sources.{0}.recipe]\n{2}\n'
        (folder / "feedkit.toml").write_text(
            "".join(source.format(n, URL, keys) for n in ("a", "b", "c", "d"))
        )
        command = [sys.executable, "-c", RUN, str(folder / "feedkit.toml"), str(1 + 3 * number)]
        place = tmp_path if number else folder
        environment = {**os.environ, "PYTHONPATH": str(PACKAGES), **environment}
        for _ in range(2):
            subprocess.run(command, env=environment, cwd=place, check=True, timeout=60)
        found.append([path.read_bytes() for path in sorted((folder / "public").iterdir())])

    assert len(found[0]) == 12
    assert found[0] == found[1]


def build(rows: Sequence[Row], known: feedkit.Feed | None = None, **more: object) -> feedkit.Feed:
    listing = feedkit.parse(page(rows), url=URL, recipe=RECIPE)
    return feedkit.build(listing, known=known, **more)  # type: ignore[arg-type]


def documents(feed: feedkit.Feed) -> list[bytes]:
    return [feedkit.render(feed, form).content for form in ("rss", "atom", "json")]  # type: ignore[arg-type]


def reread(feed: feedkit.Feed, form: str, folder: Path) -> feedkit.Feed:
    path = folder / f"feed.{form}"
    path.write_bytes(feedkit.render(feed, form).content)  # type: ignore[arg-type]
    return feedkit.read(path)


TIMES = (
    Row("T", "/t", "5 March 2024 09:00", "/t.jpg", "Text & more."),
    Row("U", "/u", "5 March 2024 09:00"),
    Row("V", "/v", "5 March 2024 08:59:59"),
)


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_known_feed_gives_the_same_bytes(form: str, tmp_path: Path) -> None:
    """Of the same page, in every format, whichever format was read back, told the retrieval or not."""
    rows = (*ALL, *TIMES, Row("W", None, None))
    first = build(rows)
    known = reread(first, form, tmp_path)

    assert documents(build(rows, known)) == documents(first)
    assert documents(build(rows, known, retrieved=NOW)) == documents(first)
    assert documents(build(rows[::-1], known)) == documents(first)


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_known_feed_keeps_ids_and_dates(form: str, tmp_path: Path) -> None:
    """An edited title without a link, a moved link, a newcomer on the same day."""
    known = reread(build((A, B, D)), form, tmp_path)
    feed = build(
        (Row("E", "/e"), replace(A, link="/moved"), B, replace(D, title="Edited")), known, retrieved=NOW
    )
    before = {entry.id: entry for entry in known.entries}

    assert [entry.title for entry in feed.entries if entry.id not in before] == ["E"]
    assert all(entry.published == before[entry.id].published for entry in feed.entries if entry.id in before)
    assert {e.title: e.updated for e in feed.entries if e.updated and e.updated > NOW - HOUR} == {
        "A": NOW,
        "Edited": NOW - dt.timedelta(seconds=1),
    }


def test_shuffled_days_are_the_same_bytes_without_a_store() -> None:
    """And doubled rows are no entries."""
    rows = (A, B, D, Row("F", "/f", "2 March 2024 10:00"), Row("G", "/g", "1 March 2024"))
    expected = documents(build(rows))

    for order in itertools.islice(itertools.permutations(rows), 0, None, 7):
        assert documents(build(order)) == expected
    assert documents(build((*rows, A, D))) == expected


DAYS = [f"{day} March 2024" for day in range(1, 6)]
fresh_names = (f"{number:03}" for number in itertools.count())


class Site(RuleBasedStateMachine):
    """A page that is edited as sites are, and a subscriber who remembers guids.

    `rows` maps each release to its row today, top row first; what is not in it is off the page.
    """

    folders: Iterator[Path]

    def __init__(self) -> None:
        super().__init__()
        self.world = World(next(self.folders), "limit = 30")
        self.rows: dict[str, Row] = {}
        self.away: dict[str, Row] = {}
        self.ids: dict[str, str] = {}
        self.edited: str | None = None
        self.names = (f"{number:03}" for number in itertools.count())

    def run(self) -> None:
        """Look at the page and hold the feed against what is true."""
        outcome = self.world.see(*self.rows.values())
        if outcome.status == "suspect":
            self.world.accept()
            outcome = self.world.see(*self.rows.values())
        assert outcome.status == "ok"
        new = self.world.subscribe()
        assert sorted(new) == sorted(self.rows[name].title for name in self.rows if name not in self.ids)
        by_title = {entry.title: entry for entry in self.world.feed().entries}
        for name, row in self.rows.items():
            id = by_title[row.title].id or ""
            assert self.ids.setdefault(name, id) == id
        assert len(set(self.ids.values())) == len(self.ids)
        assert len(self.world.announced) == len(set(self.world.announced)) == len(self.ids)
        assert len(by_title) == len(self.ids)

    def edit(self, data: st.DataObject, **change: object) -> None:
        name = data.draw(st.sampled_from(sorted(self.rows)))
        self.rows[name] = replace(self.rows[name], **change)  # type: ignore[arg-type]
        self.run()

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        """A link is known to be shared when two have it at once, else its next row is an edit."""
        for day in DAYS[:2]:
            name = next(self.names)
            self.rows[name] = Row(f"Title {name}", "/shared", day, f"/{name}.jpg")
        self._add(data)
        self.run()

    @rule(data=st.data())
    @precondition(lambda self: len(self.ids) < 25)
    def add(self, data: st.DataObject) -> None:
        self._add(data)
        self.run()

    def _add(self, data: st.DataObject) -> None:
        """Put a new row on top, with what the site may later leave of it told by something."""
        name = next(self.names)
        link = data.draw(st.sampled_from([f"/{name}", f"/{name}?id=1", "/shared", None]))
        is_told = link is not None and link != "/shared"
        date = data.draw(st.sampled_from([*DAYS, None] if is_told else DAYS))
        image = data.draw(st.sampled_from([f"/{name}.jpg", None])) if date and link else f"/{name}.jpg"
        self.rows = {name: Row(f"Title {name}", link, date, image, "Text."), **self.rows}

    @rule(data=st.data())
    def edit_title(self, data: st.DataObject) -> None:
        self.edit(data, title=f"Edited {next(self.names)}")

    @rule(data=st.data())
    def edit_date(self, data: st.DataObject) -> None:
        dates = st.sampled_from([*DAYS, "5 March 2024 10:00"])
        self.edit(data, date=data.draw(dates))

    @rule(data=st.data())
    def edit_text(self, data: st.DataObject) -> None:
        self.edit(data, summary=f"Text {next(self.names)}.")

    @rule(data=st.data())
    def move_link(self, data: st.DataObject) -> None:
        self.edit(data, link=f"/moved/{next(self.names)}")

    @rule(
        data=st.data(),
        way=st.sampled_from(["http://www.example.org{}", "{}/", "{}#top", "https://WWW.example.org{}"]),
    )
    def respell_link(self, data: st.DataObject, way: str) -> None:
        plain = sorted(
            name
            for name, row in self.rows.items()
            if row.link and row.link.startswith("/") and "?" not in row.link
        )
        if plain:
            name = data.draw(st.sampled_from(plain))
            before = self.world.look()
            respelt = replace(self.rows[name], link=way.format(self.rows[name].link))
            self.world.see(*(respelt if n == name else row for n, row in self.rows.items()))
            assert self.world.look() == before

    @rule(parameter=st.sampled_from(["utm_source=x", "fbclid=1", "PHPSESSID=7"]))
    def track(self, parameter: str) -> None:
        before = self.world.look()
        rows = [
            replace(row, link=row.link and f"{row.link}{'&' if '?' in row.link else '?'}{parameter}")
            for row in self.rows.values()
        ]
        self.world.see(*rows)
        assert self.world.look() == before

    @rule(random=st.randoms(use_true_random=False))
    def reorder(self, random: "st.Random") -> None:  # type: ignore[name-defined]
        names = list(self.rows)
        random.shuffle(names)
        before = self.world.look()
        self.rows = {name: self.rows[name] for name in names}
        self.run()
        assert self.world.look() == before

    @rule(data=st.data())
    def double(self, data: st.DataObject) -> None:
        row = self.rows[data.draw(st.sampled_from(sorted(self.rows)))]
        before = self.world.look()
        outcome = self.world.see(*self.rows.values(), row)
        assert "double-row" in {problem.code for problem in outcome.problems}
        assert self.world.look() == before

    @rule(data=st.data())
    @precondition(lambda self: len(self.rows) > 1)
    def remove(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.rows)))
        self.away[name] = self.rows.pop(name)
        self.run()

    @rule()
    @precondition(lambda self: len(self.rows) > 3)
    def show_a_part(self) -> None:
        names = list(self.rows)[3:]
        self.away |= {name: self.rows.pop(name) for name in names}
        self.run()

    @rule()
    @precondition(lambda self: self.away)
    def bring_back(self) -> None:
        self.rows |= self.away
        self.away = {}
        self.run()

    @rule()
    def find_nothing(self) -> None:
        assert self.world.see().status == "broken"

    @invariant()
    def nothing_new_is_nothing_touched(self) -> None:
        if self.ids:
            before = self.world.look()
            self.world.see(*self.rows.values())
            assert self.world.look() == before


def test_histories(tmp_path: Path) -> None:
    """Ids are kept, none is issued twice, nothing is announced twice or lost, the same is untouched."""
    from hypothesis.stateful import run_state_machine_as_test

    Site.folders = (tmp_path / str(number) for number in itertools.count())
    run_state_machine_as_test(
        Site, settings=settings(max_examples=12, stateful_step_count=16, phases=[Phase.generate])
    )
