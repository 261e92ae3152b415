"""Histories of pages: site moves, redesigns, breakdowns; nothing announced twice, nothing lost in silence."""

from dataclasses import replace
from pathlib import Path

import pytest

import feedkit
from feedkit import sources
from histories import NOW, URL, Row, World, listed, numbered
from histories.machine import run_histories
from histories.mutations import cuts, mutations, normal

TEN = numbered(*range(10, 0, -1))
UNDATED = [replace(row, date=None, image=None) for row in TEN]
PAGES = Path(__file__).parent / "golden" / "pages"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "world")


def code(outcome: feedkit.Outcome) -> str | None:
    return outcome.error.code if outcome.error else None


def moved(row: Row, **more: object) -> Row:
    """A row on the new site: another host, another path."""
    number = (row.link or "").rpartition("/")[2]
    image = row.image and f"https://new.example.net/{number}.jpg"
    return replace(row, **{"link": f"https://new.example.net/{number}.html", "image": image, **more})  # type: ignore[arg-type]


def test_site_that_moves_with_its_titles_keeps_its_entries(world: World) -> None:
    """All links change host and path: ids are kept, nothing is new, the links are those of today."""
    world.see(*TEN)
    world.subscribe()
    ids = {entry.title: entry.id for entry in world.feed().entries}
    outcome = world.see(*map(moved, TEN))

    assert (outcome.status, outcome.diff.new, world.subscribe()) == ("ok", (), [])
    assert {entry.title: entry.id for entry in world.feed().entries} == ids
    assert {entry.link for entry in world.feed().entries} == {moved(row).link for row in TEN}
    assert world.see(*TEN).status == "ok"
    assert world.subscribe() == []


def test_site_that_moves_with_news(world: World) -> None:
    """What is newer is news, and the rest is as it was."""
    world.see(*TEN)
    world.subscribe()
    news = [moved(row, date="1 March 2024") for row in numbered(11, 12)]

    assert world.see(*news, *map(moved, TEN[:8])).status == "ok"
    assert sorted(world.subscribe()) == ["Title of release 11", "Title of release 12"]


@pytest.mark.parametrize(("renamed", "status"), [(0, "ok"), (2, "ok"), (3, "suspect"), (10, "suspect")])
def test_site_that_moves_with_few_of_its_titles_is_suspect(world: World, renamed: int, status: str) -> None:
    """Four in five must be known; then the rest is new."""
    world.see(*UNDATED)
    world.subscribe()
    before = world.documents()
    rows = [moved(row, title=f"Other {row.title}") for row in UNDATED[:renamed]]
    outcome = world.see(*rows, *map(moved, UNDATED[renamed:]))

    assert (outcome.status, code(outcome)) == (status, None if status == "ok" else "moved")
    assert len(world.subscribe()) == (renamed if status == "ok" else 0)
    assert renamed == 0 or (world.documents() == before) == (status == "suspect")


@pytest.mark.parametrize(("renamed", "status"), [(5, "ok"), (6, "suspect")])
def test_site_that_moves_in_part_is_none(world: World, renamed: int, status: str) -> None:
    """More than half of what was there must be gone; what title and day tell is not."""
    world.see(*TEN)
    rows = [moved(row, title=f"Other {row.title}", image=None) for row in TEN[:renamed]]

    assert world.see(*rows, *map(moved, TEN[renamed:])).status == status


def test_site_that_moves_without_dates_is_known_by_its_titles(world: World) -> None:
    """On a new host nothing undated can be news while all that was there is gone."""
    world.see(*UNDATED)
    world.subscribe()

    assert world.see(*map(moved, UNDATED)).status == "ok"
    assert world.subscribe() == []


def test_undated_page_that_turned_over_on_its_own_host_is_news(world: World) -> None:
    """The same titles may come again every day."""
    world.see(*UNDATED)
    world.subscribe()

    assert world.see(*(replace(row, link=f"/again{row.link}") for row in UNDATED)).status == "ok"
    assert len(world.subscribe()) == 10


def test_host_of_before_is_no_new_one(world: World) -> None:
    """A site that moved knows its old host as well: what is undated there may be news."""
    world.see(*UNDATED)
    world.see(*map(moved, UNDATED))
    world.subscribe()

    assert (
        world.see(*(replace(row, title=f"New {row.title}", link=f"/new{row.link}") for row in UNDATED)).status
        == "ok"
    )
    assert len(world.subscribe()) == 10


def test_titles_that_come_again_move_in_their_order(world: World) -> None:
    """Entries of one title and one day are paired from the top."""
    rows = [Row("Briefing", f"/b/{n}", "4 February 2024") for n in range(6)]
    world.see(*rows)
    world.subscribe()
    ids = [entry.id for entry in world.feed().entries]

    assert (
        world.see(
            Row("New", "/new", "5 March 2024"),
            *(replace(r, link=f"https://new.example.net{r.link}") for r in rows),
        ).status
        == "ok"
    )
    assert world.subscribe() == ["New"]
    assert [entry.id for entry in world.feed().entries][1:] == ids


def test_page_that_turned_over_is_news(world: World) -> None:
    """Whatever its host, when all of it is newer."""
    world.see(*TEN)
    world.subscribe()
    for number, host in enumerate(["", "https://new.example.net"]):
        rows = [
            Row(f"News {number}{n}", f"{host}/news/{number}{n}", f"{5 + number} March 2024")
            for n in range(10)
        ]
        assert world.see(*rows).status == "ok"
        assert len(world.subscribe()) == 10
    assert len(world.feed().entries) == 30


def test_news_of_the_newest_day_on_the_same_host_is_news(world: World) -> None:
    """A page that turns over within a day."""
    today = [Row(f"Now {n}", f"/now/{n}", "10 March 2024") for n in range(10)]
    world.see(*today[:5])
    world.subscribe()

    assert world.see(*today[5:]).status == "ok"
    assert len(world.subscribe()) == 5


def test_old_rows_beside_what_is_there_are_new_with_old_dates(world: World) -> None:
    """A longer page shows what it did not show before."""
    world.see(*TEN[:4])
    world.subscribe()

    assert world.see(*TEN).status == "ok"
    assert sorted(world.subscribe()) == sorted(row.title for row in TEN[4:])
    assert all(entry.published and entry.published.month == 2 for entry in world.feed().entries)


def test_two_gone_entries_are_no_move(world: World) -> None:
    """Of fewer than three nothing can be told."""
    world.see(*TEN[:2])
    world.subscribe()

    assert world.see(*(moved(row, title=f"X {row.title}") for row in TEN[:5])).status == "ok"
    assert len(world.subscribe()) == 5


def test_suspect_move_is_accepted_once(world: World) -> None:
    """Then all of it is new, and is never told again."""
    world.see(*TEN)
    world.subscribe()
    rows = [moved(row, title=f"X {row.title}", date="1 January 2024") for row in TEN]
    assert code(world.see(*rows)) == "moved"
    world.accept()
    assert world.see(*rows).status == "ok"
    assert len(world.subscribe()) == 10
    for page in (TEN, rows, [*TEN, *rows]):
        world.see(*page)
        assert world.subscribe() == []


def test_untitled_row_keeps_the_title_that_is_known(world: World) -> None:
    """What stands for a missing title is none."""
    world.see(*TEN)
    before = world.documents()
    rows = [replace(row, title="") if n < 2 else row for n, row in enumerate(TEN)]

    assert world.see(*rows).status == "ok"
    assert world.documents() == before


def test_variants_of_a_page_alternate(world: World) -> None:
    """A hundred looks at two designs with other links, other order, other rows: one feed, at rest."""
    world.see(*TEN)
    other = [replace(row, link=f"/en{row.link}") for row in TEN[::-1][:7]]
    world.see(*other)
    world.subscribe()
    told = []
    for _ in range(50):
        for rows in (TEN, other):
            assert world.see(*rows).status == "ok"
            told += world.subscribe()
    assert told == []
    assert len(world.feed().entries) == 10


def test_page_of_yesterday_changes_nothing(world: World) -> None:
    """A cache that serves an older page."""
    world.see(*TEN[3:])
    world.see(*TEN)
    before = world.documents()

    assert world.see(*TEN[3:]).status == "ok"
    assert world.documents() == before


REDESIGNED = {
    "nato-iraq": Path(__file__).parent.parent / "examples" / "nato-iraq",
    **{folder.name: folder for folder in sorted(PAGES.iterdir()) if (folder / "recipe.toml").exists()},
}
ODD = {"lazy-images", "odd-rows", "text-traps"}
"""Pages with rows that only a picture tells apart, or nothing at all."""


class Saved(World):
    """A page of a folder, read by its recipe."""

    def configure(self, options: str, **recipe: str) -> None:
        super().configure(options)
        told = (Path(recipe["path"]) / "recipe.toml").read_text(encoding="utf-8")
        self.file.write_text(f"{self.file.read_text()}[sources.news.recipe]\n{told}", encoding="utf-8")


def same_entries(before: feedkit.Feed, after: feedkit.Feed) -> bool:
    """Whether two feeds tell of the same entries: what a redesign may change is markup in their texts."""
    old, new = ([(e.id, e.title, e.link, e.published) for e in feed.entries] for feed in (before, after))
    return old == new


@pytest.mark.parametrize("name", sorted(REDESIGNED.keys() - ODD))
def test_redesign_gives_the_same_entries_or_is_told(name: str, tmp_path: Path) -> None:
    """No redesign is taken for an edit of all entries, and where a run says so no document is touched."""
    folder = REDESIGNED[name]
    content, recipe = normal((folder / "page.html").read_bytes()), sources.read_recipe(folder / "recipe.toml")
    for number, (what, changed) in enumerate([*mutations(content, recipe), *cuts(content)]):
        world = Saved(tmp_path / str(number), recipe={"path": str(folder)})
        assert world.show(content).status == "ok"
        documents, feed = world.documents(), world.feed()
        outcome = world.show(changed)
        assert outcome.status == "ok" or world.documents() == documents, what
        assert outcome.status != "ok" or few(feed) or same_entries(feed, world.feed()), what


def few(feed: feedkit.Feed) -> bool:
    """Whether a feed has too few entries to tell an edit from a redesign."""
    return len(feed.entries) < 3


def test_histories(tmp_path: Path) -> None:
    """Ids are kept, none is issued twice, nothing is announced twice or lost, the same is untouched."""
    run_histories(tmp_path, examples=8, steps=20)


def test_world_is_dated(world: World) -> None:
    """The time of a run is the world's."""
    world.see(*TEN[:1])

    assert (world.runs[0].at, world.feed().link, listed([]).count("<li>")) == (NOW, URL, 0)
