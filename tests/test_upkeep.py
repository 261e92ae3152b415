"""Looking after the state: health, acceptance, rebuilding, `fsck`; a real state and real documents."""

import datetime as dt
import random
import sqlite3
from pathlib import Path

import pytest

import feedkit
from feedkit import runner, sources, store, upkeep
from feedkit.errors import ConfigError, LocalError
from feedkit.models import Problem

NOW = dt.datetime(2024, 3, 20, 18, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SUFFIXES = {"rss": ".xml", "atom": ".atom", "json": ".json"}
RECIPE = 'entry = "li"\ntitle = "b"\nlink = "a"\ndate = "time"\nsummary = "p"\n'


def page(*numbers: int) -> str:
    rows = (
        f"<li><a href=/n/{n}><b>Title {n}</b></a><time>2024-03-{n:02d}</time><p>About {n}</p></li>"
        for n in numbers
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>News</title></head><body>{"".join(rows)}</body></html>'
    )


class World:
    """A folder with a configuration, its pages, and a clock that goes an hour at a run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = NOW
        self.configure(["news"])

    def configure(self, names: list[str], head: str = "", more: str = "") -> None:
        tables = (
            f'[sources.{name}]\npage = "{name}.html"\nurl = "https://www.example.org/{name}"\n{more}\n'
            f"[sources.{name}.recipe]\n{RECIPE}"
            for name in names
        )
        (self.folder / "feedkit.toml").write_text(f"[feedkit]\n{head}\n{''.join(tables)}")

    @property
    def config(self) -> sources.Config:
        return sources.load(self.folder / "feedkit.toml")

    @property
    def state(self) -> Path:
        return self.folder / "feedkit.db"

    def show(self, *numbers: int, name: str = "news") -> None:
        (self.folder / f"{name}.html").write_text(page(*numbers))

    def run(self) -> dict[str, feedkit.Outcome]:
        outcomes = {outcome.source: outcome for outcome in feedkit.run(self.config, now=self.now)}
        self.now += HOUR
        return outcomes

    def see(self, *numbers: int) -> feedkit.Outcome:
        self.show(*numbers)
        return self.run()["news"]

    def documents(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in sorted((self.folder / "public").iterdir())}

    def health(self) -> upkeep.Health:
        return upkeep.status(self.config)[0]

    def fsck(self, *, repair: bool = False) -> list[Problem]:
        return runner.fsck(self.config, repair=repair)

    def codes(self, *, repair: bool = False) -> list[str]:
        return [finding.code for finding in self.fsck(repair=repair)]

    def lose_state(self) -> None:
        for path in self.folder.glob("feedkit.db*"):
            path.unlink()

    def damage(self, statement: str) -> None:
        connection = sqlite3.connect(self.state)
        with connection:
            connection.execute(statement)
        connection.close()

    def memory(self) -> store.Store:
        return store.open(self.config.state, self.folder)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_health_of_a_source_that_never_ran(world: World) -> None:
    """Nothing is known of it, and looking makes no state."""
    health = world.health()

    assert (health.status, health.last_run, health.failures, health.usual) == ("new", None, 0, None)
    assert not world.state.exists()


def test_health_counts_failures_since_the_last_success(world: World) -> None:
    """The last run gives status and code, the good one before it says since when the feed is stale."""
    world.see(*range(1, 11))
    world.see()
    world.see(9, 10)
    health = world.health()

    assert (health.status, health.code, health.failures) == ("suspect", "too-few", 2)
    assert (health.last_run, health.last_success) == (NOW + 2 * HOUR, NOW)
    assert health.stale_since == NOW
    assert health.usual == 10
    assert health.kept_page == world.folder / "feedkit.pages" / "news.gz"


def test_health_of_a_source_that_never_went_well(world: World) -> None:
    """There is no last success, and nothing is stale that never was."""
    world.see()
    health = world.health()

    assert (health.status, health.code, health.failures) == ("broken", "empty-page", 1)
    assert (health.last_success, health.stale_since) == (None, None)


def test_health_is_good_again(world: World) -> None:
    """A page that was kept is not shown once all is well."""
    world.see(1, 2)
    world.see()
    world.see(1, 2)
    health = world.health()

    assert (health.status, health.failures, health.stale_since, health.kept_page) == ("ok", 0, None, None)


def test_damage_to_one_source_hides_no_other(world: World) -> None:
    """Where the history of one source cannot be read, that of the others is told."""
    world.configure(["news", "other"])
    world.show(1, 2)
    world.show(3, 4, name="other")
    world.run()
    world.damage("UPDATE runs SET run = 'x' WHERE source = 'news'")
    news, other = upkeep.status(world.config)

    assert (news.status, news.code, other.status) == ("broken", "state-corrupt", "ok")
    assert news.error is not None


def test_health_passes_what_is_no_damage(world: World) -> None:
    """A state of a later feedkit is an error, not a source's health."""
    world.see(1, 2)
    world.damage("PRAGMA user_version = 9")

    with pytest.raises(LocalError) as caught:
        world.health()
    assert caught.value.code == "state-newer"


def test_accept_lets_the_next_run_pass_once(world: World) -> None:
    """What was suspect is good, and what was said counts no longer."""
    world.see(*range(1, 11))
    assert world.see(9, 10).status == "suspect"
    upkeep.accept(world.config, "news")
    assert world.health().is_accepted

    assert world.see(9, 10).status == "ok"
    assert not world.health().is_accepted
    assert world.health().kept_page is None


def test_accept_is_not_used_up_by_an_empty_page(world: World) -> None:
    """A run that finds nothing is broken, whatever was accepted, and the next one still passes."""
    world.see(*range(1, 11))
    upkeep.accept(world.config, "news")

    assert world.see().status == "broken"
    assert world.health().is_accepted
    assert world.see(9, 10).status == "ok"


@pytest.mark.parametrize(("name", "code"), [("news", "never-ran"), ("nwes", "unknown-source")])
def test_accept_refuses_what_cannot_be_accepted(name: str, code: str, world: World) -> None:
    """A source that never ran has no look, and one that is unknown is mistyped."""
    with pytest.raises(ConfigError) as caught:
        upkeep.accept(world.config, name)

    assert caught.value.code == code
    assert not world.state.exists()


def test_fsck_of_what_is_well_finds_and_changes_nothing(world: World) -> None:
    """Neither a good state nor none at all is a finding."""
    assert world.codes(repair=True) == []
    assert not world.state.exists()
    world.see(1, 2)
    before = world.state.read_bytes(), world.documents()

    assert world.codes() == world.codes(repair=True) == []
    assert (world.state.read_bytes(), world.documents()) == before


def test_fsck_writes_documents_again(world: World) -> None:
    """What is missing, edited or cut is told, and is what it was after the repair."""
    world.see(1, 2)
    before = world.documents()
    (world.folder / "public" / "news.xml").unlink()
    (world.folder / "public" / "news.json").write_bytes(before["news.json"].replace(b"Title", b"Titel"))
    (world.folder / "public" / "news.atom").write_bytes(before["news.atom"][:100])

    told = [
        "news.xml: the document is missing",
        "news.atom: the document differs from the state",
        "news.json: the document differs from the state",
    ]
    assert [finding.message for finding in world.fsck()] == told
    assert [finding.message for finding in world.fsck(repair=True)] == told
    assert world.codes() == []
    assert world.documents() == before


def test_repaired_documents_are_no_run(world: World) -> None:
    """History, acceptance and the last diff stay as they are."""
    world.see(*range(1, 11))
    world.see(9, 10)
    upkeep.accept(world.config, "news")
    with world.memory() as memory:
        before = memory.runs("news"), memory.last_diff("news")
    (world.folder / "public" / "news.xml").unlink()
    world.fsck(repair=True)

    with world.memory() as memory:
        assert (memory.runs("news"), memory.last_diff("news")) == before
        assert memory.is_accepted("news")


@pytest.mark.parametrize("form", SUFFIXES)
def test_lost_state_is_rebuilt_by_fsck(form: str, world: World) -> None:
    """From any single format: the next run finds nothing new and touches no document."""
    world.configure(["news"], more=f'formats = ["{form}"]')
    world.see(3, 2, 1)
    world.see(5, 4, 3)
    before = world.documents()
    world.lose_state()

    assert [finding.message for finding in world.fsck(repair=True)] == [
        "news: 5 entries of the documents are not in the state"
    ]
    assert world.codes(repair=True) == []
    outcome = world.see(5, 4, 3)
    assert (outcome.status, outcome.was_rebuilt, bool(outcome.diff)) == ("ok", False, False)
    assert world.documents() == before


@pytest.mark.parametrize("form", SUFFIXES)
def test_lost_state_is_rebuilt_by_a_run(form: str, world: World) -> None:
    """The run says so once; no entry is new and none is lost."""
    world.configure(["news"], more=f'formats = ["{form}"]')
    world.see(3, 2, 1)
    world.see(5, 4, 3)
    before = world.documents()
    world.lose_state()

    first, second = world.see(5, 4, 3), world.see(5, 4, 3)
    assert (first.was_rebuilt, second.was_rebuilt) == (True, False)
    assert not first.diff
    assert world.documents() == before


def test_state_that_is_behind_takes_what_documents_tell(world: World) -> None:
    """After an old backup of the state, entries that only the documents have come back to it."""
    world.see(2, 1)
    old = world.state.read_bytes()
    world.see(4, 3, 2)
    world.see(5, 4)
    upkeep.accept(world.config, "news")
    before = world.documents()
    world.lose_state()
    world.state.write_bytes(old)
    upkeep.accept(world.config, "news")

    assert world.codes()[0] == "state-behind"
    assert world.codes(repair=True)[0] == "state-behind"
    assert world.codes() == []
    assert world.health().is_accepted
    outcome = world.see(5, 4)
    assert (outcome.entries, len(outcome.diff.new), len(outcome.diff.gone)) == (5, 0, 0)
    assert world.documents() == before


def test_old_state_loses_nothing_by_a_run(world: World) -> None:
    """Entries that only the documents have are taken from them, whatever the page is like meanwhile."""
    world.see(2, 1)
    old = world.state.read_bytes()
    world.see(4, 3, 2)
    world.see(5, 4)
    before = world.documents()
    world.lose_state()
    world.state.write_bytes(old)

    broken = world.see()
    assert (broken.status, broken.was_rebuilt, world.documents()) == ("broken", True, before)
    first, second = world.see(5, 4), world.see(5, 4)
    assert (first.was_rebuilt, second.was_rebuilt) == (True, False)
    assert not first.diff
    assert world.documents() == before


def test_single_entry_that_is_lost_is_one(world: World) -> None:
    """The finding counts in words that fit."""
    world.see(1)
    world.lose_state()

    assert [finding.message for finding in world.fsck()] == [
        "news: 1 entry of the documents is not in the state"
    ]


def test_edited_id_is_no_lost_entry(world: World) -> None:
    """A document in which an id was changed by hand gives no double of that entry."""
    world.see(2, 1)
    place = world.folder / "public" / "news.json"
    before = place.read_bytes()
    place.write_bytes(before.replace(b'"id": "https://www.example.org/n/2"', b'"id": "tag:mine"'))

    assert world.codes() == ["document-differs"]
    world.fsck(repair=True)
    assert place.read_bytes() == before


def test_file_of_somebody_else_stays(world: World) -> None:
    """It is told and not replaced, now or later; the other documents are mended."""
    world.configure(["news"], more='formats = ["rss"]')
    world.see(1, 2)
    foreign = world.folder / "public" / "news.json"
    foreign.write_text('{"hello": 1}')
    world.configure(["news"], more='formats = ["rss", "atom", "json"]')

    assert sorted(world.codes(repair=True)) == ["document-differs", "foreign-file"]
    assert world.codes(repair=True) == ["foreign-file"]
    assert foreign.read_text() == '{"hello": 1}'
    outcome = world.see(1, 2)
    assert outcome.error is not None
    assert outcome.error.code == "foreign-file"


def test_file_of_somebody_else_stays_when_the_state_is_lost(world: World) -> None:
    """What is rebuilt beside it does not make it feedkit's own."""
    world.configure(["news"], more='formats = ["rss"]')
    world.see(1, 2)
    foreign = world.folder / "public" / "news.json"
    foreign.write_text('{"hello": 1}')
    world.configure(["news"], more='formats = ["rss", "json"]')
    world.lose_state()

    assert world.codes(repair=True) == ["state-behind", "foreign-file"]
    assert world.codes(repair=True) == ["foreign-file"]
    assert foreign.read_text() == '{"hello": 1}'


def test_feed_that_is_to_be_adopted_is_left_to_the_run(world: World) -> None:
    """`fsck` takes over no ids and replaces nothing."""
    world.configure(["news"], more="adopt = true")
    place = world.folder / "public" / "news.xml"
    place.parent.mkdir()
    place.write_text(
        "<rss version='2.0'><channel><title>T</title><item><title>A</title></item></channel></rss>"
    )
    before = place.read_bytes()

    assert world.codes(repair=True) == []
    assert place.read_bytes() == before


def test_folder_in_the_way_stops_no_other_source(world: World) -> None:
    """What cannot be mended is told, and the rest is."""
    world.configure(["news", "other"])
    world.show(1, 2)
    world.show(3, 4, name="other")
    world.run()
    for name in ("news.json", "other.json"):
        (world.folder / "public" / name).unlink()
    (world.folder / "public" / "news.json").mkdir()

    assert world.codes(repair=True) == ["not-a-file", "document-differs"]
    assert world.codes() == ["not-a-file"]


def test_changed_output_is_written_whole(world: World) -> None:
    """Two runs after `output` changed: the same documents there, then silence."""
    world.see(1, 2)
    before = world.documents()
    world.configure(["news"], head='output = "elsewhere"')

    assert world.codes() == ["document-differs"] * 3
    assert len(world.see(1, 2).written) == 3
    assert world.see(1, 2).written == ()
    moved = {path.name: path.read_bytes() for path in (world.folder / "elsewhere").iterdir()}
    assert moved == before
    assert world.codes() == []


@pytest.fixture
def pair(world: World) -> World:
    """Two sources, one of which has retired entries and was accepted."""
    world.configure(["news", "other"], more="limit = 4")
    world.show(3, 2, 1)
    world.show(4, 3, 2, 1, name="other")
    world.run()
    world.show(6, 5, 4, 3, name="other")
    world.run()
    upkeep.accept(world.config, "other")
    return world


DAMAGES = [
    "UPDATE entries SET known = '{}' WHERE source = 'news'",
    "DELETE FROM entries WHERE source = 'news' AND id LIKE '%/2'",
    "DELETE FROM sources WHERE name = 'news'",
    "UPDATE runs SET run = 'x' WHERE source = 'news'",
    "UPDATE diffs SET diff = 'x' WHERE source = 'news'",
]


@pytest.mark.parametrize("statement", DAMAGES)
def test_damage_to_one_source_costs_the_other_nothing(statement: str, pair: World) -> None:
    """Retired ids, history and acceptance of the source that is whole are kept; nothing is announced."""
    before = pair.documents()
    with pair.memory() as memory:
        other = memory.load("other"), memory.runs("other"), memory.documents("other")
    pair.damage(statement)

    assert pair.codes() == ["state-corrupt"]
    first, *_ = pair.fsck(repair=True)
    assert "; set aside as feedkit.db.corrupt-" in first.message
    assert pair.codes() == []
    with pair.memory() as memory:
        assert (memory.load("other"), memory.runs("other"), memory.documents("other")) == other
        assert memory.is_accepted("other")
    assert len(list(pair.folder.glob("feedkit.db.corrupt-*Z"))) == 1

    outcomes = pair.run()
    assert not any(outcome.diff for outcome in outcomes.values())
    assert pair.documents() == before
    pair.show(6, 5, 4, 3, 2, 1, name="other")
    assert pair.run()["other"].diff.new == ()


@pytest.mark.parametrize("heal", ["run", "fsck"])
@pytest.mark.parametrize("seed", range(8))
def test_damage_anywhere_is_found_or_harmless(seed: int, heal: str, pair: World) -> None:
    """Whatever bytes of the file change: no document does, no entry is new, and all is well after."""
    before = pair.documents()
    dice = random.Random(seed)
    content = bytearray(pair.state.read_bytes())
    for _ in range(dice.choice([1, 10, 400])):
        content[dice.randrange(len(content))] ^= dice.randrange(1, 256)
    pair.state.write_bytes(content[: dice.choice([len(content), len(content), dice.randrange(len(content))])])
    if heal == "fsck":
        pair.fsck(repair=True)

    for _ in range(2):
        outcomes = pair.run()
        assert [outcome.error for outcome in outcomes.values()] == [None, None]
        assert not any(outcome.diff.new for outcome in outcomes.values())
        assert pair.documents() == before
    assert [code for code in pair.codes(repair=True) if code != "state-corrupt"] == []
    assert pair.codes() == []


@pytest.mark.parametrize("heal", ["run", "fsck"])
def test_a_rebuild_that_was_killed_is_resumed(world: World, heal: str) -> None:
    """What was set aside and not yet salvaged still knows the retired entries: none is announced again."""
    world.configure(["news"], more="limit = 2")
    world.see(1, 2)
    world.see(3, 4)
    history = world.state.read_bytes()
    for damaged in (b"no database" * 100, history):  # the later of two is the one that is read
        world.state.write_bytes(damaged)
        store.set_aside(world.config.state, world.folder, world.now)
        world.now += HOUR
    if heal == "fsck":
        world.fsck(repair=True)
    outcome = world.see(1, 2, 3, 4)

    assert outcome.error is None
    assert not outcome.diff.new
    assert not outcome.was_rebuilt


def test_damage_is_set_aside_each_time(world: World) -> None:
    """Nothing is deleted: a second damage leaves a second file."""
    world.see(1, 2)
    for _ in range(2):
        world.state.write_bytes(b"no database" * 100)
        assert world.codes(repair=True)[0] == "state-corrupt"

    assert (
        len([path for path in world.folder.glob("feedkit.db.corrupt-*") if path.stat().st_size == 1100]) == 2
    )


def test_unreadable_beyond_repair_is_no_finding(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is damaged while it is being looked at is an error: nothing says that it was mended."""
    world.see(1, 2)

    def load(*_: object) -> None:
        raise LocalError("state unusable", "state-corrupt")

    monkeypatch.setattr("feedkit.store.sqlite.SqliteStore.load", load)
    monkeypatch.setattr("feedkit.store.sqlite.SqliteStore.verify", lambda _: [])
    with pytest.raises(LocalError):
        world.fsck()


HAND_MADE = """<?xml version="1.0"?><rss version="2.0"><channel><title>By hand</title>
<link>https://www.example.org/</link><description>By hand</description>{}</channel></rss>"""


def hand_made(number: int, time: str = "") -> str:
    date = f"<pubDate>{time}</pubDate>" if time else ""
    return (
        f"<item><title>Title {number}</title><link>http://www.example.org/n/{number}/</link>"
        f'<guid isPermaLink="false">hand-{number}</guid>{date}</item>'
    )


def test_adopted_feed_keeps_its_ids(world: World) -> None:
    """What matches keeps the id that subscribers know; what the page lacks stays; only the rest is new."""
    world.configure(["news"], more="adopt = true")
    place = world.folder / "public" / "news.xml"
    place.parent.mkdir()
    items = [hand_made(n, f"Fri, {n:02d} Mar 2024 08:00:00 GMT") for n in (8, 7, 6)] + [hand_made(1)]
    place.write_text(HAND_MADE.format("".join(items)))

    first, second = world.see(10, 9, 8, 7), world.see(10, 9, 8, 7)
    assert [entry.title for entry in first.diff.new] == ["Title 10", "Title 9"]
    assert not first.diff.gone
    assert not second.diff
    for suffix in SUFFIXES.values():
        feed = feedkit.read(place.with_suffix(suffix))
        ids = {entry.title: entry.id for entry in feed.entries}
        assert {ids[f"Title {n}"] for n in (1, 6, 7, 8)} == {"hand-1", "hand-6", "hand-7", "hand-8"}
        times = {entry.title: entry.published for entry in feed.entries}
        assert times["Title 8"] == dt.datetime(2024, 3, 8, 8, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("content", ["<html>hello</html>", "<rss><broken", "hello", '{"a": 1}'])
@pytest.mark.parametrize("command", ["run", "fsck"])
def test_what_is_no_feed_is_not_adopted(command: str, content: str, world: World) -> None:
    """`adopt = true` replaces feeds: any other file stays, and is told."""
    world.configure(["news"], more="adopt = true")
    place = world.folder / "public" / "news.xml"
    place.parent.mkdir()
    place.write_text(content)
    if command == "fsck":
        assert world.codes(repair=True) == []
    outcome = world.see(1, 2)

    assert outcome.error is not None
    assert (outcome.error.code, outcome.error.exit_status) == ("foreign-file", 4)
    assert [path.name for path in place.parent.iterdir()] == ["news.xml"]
    assert place.read_text() == content


def test_nothing_is_adopted_from_a_broken_page(world: World) -> None:
    """A run that fails replaces no feed; the next good one takes it over."""
    world.configure(["news"], more="adopt = true")
    place = world.folder / "public" / "news.xml"
    place.parent.mkdir()
    place.write_text(HAND_MADE.format(hand_made(7) + hand_made(6)))
    before = world.documents()

    assert world.see().status == "broken"
    assert world.documents() == before
    assert [entry.title for entry in world.see(8, 7).diff.new] == ["Title 8"]


def test_few_that_were_accepted_are_normal(world: World) -> None:
    """What a person accepted is what the page usually shows from then on."""
    for _ in range(12):
        world.see(*range(1, 11))
    assert world.see(9, 10).status == "suspect"
    upkeep.accept(world.config, "news")

    assert [world.see(9, 10).status for _ in range(4)] == ["ok"] * 4
    assert world.health().usual == 2


def test_few_that_were_believed_are_normal(world: World) -> None:
    """The third run in a row that sees too few sets the new normal: no fourth is suspect."""
    for _ in range(12):
        world.see(*range(1, 11))

    statuses = [world.see(9, 10).status for _ in range(6)]
    assert statuses == ["suspect", "suspect", "ok", "ok", "ok", "ok"]


def test_stale_document_of_another_format_is_not_believed(world: World) -> None:
    """A lost state is read back from the formats of today, not from one that was given up."""
    world.see(3, 2, 1)
    world.configure(["news"], more='formats = ["rss"]')
    world.see(6, 5, 4)
    world.see(9, 8, 7)
    before = world.documents()["news.xml"]
    world.lose_state()

    assert not world.see(9, 8, 7).diff
    assert world.documents()["news.xml"] == before


def test_file_of_somebody_else_stays_when_output_changes(world: World) -> None:
    """A name that was published in another folder does not make this file feedkit's own."""
    world.see(1, 2)
    world.configure(["news"], head='output = "elsewhere"')
    foreign = world.folder / "elsewhere" / "news.xml"
    foreign.parent.mkdir()
    foreign.write_text("<rss>by hand</rss>")

    assert world.codes(repair=True) == ["foreign-file", "document-differs", "document-differs"]
    outcome = world.see(1, 2)
    assert outcome.error is not None
    assert outcome.error.code == "foreign-file"
    assert foreign.read_text() == "<rss>by hand</rss>"


@pytest.mark.parametrize("form", SUFFIXES)
def test_lost_state_after_edits_touches_no_document(form: str, world: World) -> None:
    """Not even the feed's time goes back, and a date that the page changed meanwhile moves nothing."""
    world.configure(["news"], more=f'formats = ["{form}"]')
    world.see(3, 2, 1)
    edited = page(3, 2, 1).replace("About 2", "More about 2").replace("2024-03-01", "2024-05-01")
    (world.folder / "news.html").write_text(edited)
    world.run()
    edited = edited.replace("2024-05-01", "2024-05-02")
    (world.folder / "news.html").write_text(edited)
    world.run()
    before = world.documents()
    world.lose_state()

    assert not world.run()["news"].diff
    assert world.documents() == before
