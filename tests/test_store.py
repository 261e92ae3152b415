import datetime as dt
import errno
import json
import os
import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedkit import store
from feedkit.errors import ConfigError, FeedkitError, LocalError, LockedError
from feedkit.models import Change, Diff, Enclosure, Entry, Image, Known, KnownEntry, Own, Person, Robots, Run
from feedkit.store import _codec, _database, _rows, sqlite

NOON = dt.datetime(2020, 5, 8, 12, tzinfo=dt.UTC)
GOOD = Run(NOON, "ok", None, 2)
DOCUMENTS = ("news.xml", "news.atom", "news.json")
ROBOTS = Robots("https://www.example.org", NOON, "User-agent: *\nDisallow: /private\n")


def entry(number: int, **changes: Any) -> Entry:
    address = f"https://www.example.org/news/{number}"
    return replace(
        Entry(
            id=address,
            title=f"Entry {number}",
            link=address,
            date=dt.date(2020, 5, 8),
            published=NOON,
            updated=NOON,
            summary="One line.\n\nAnother.",
            authors=(Person("Ada", email="ada@example.org"),),
            categories=("news",),
            images=(Image("a.jpg", "A caption", length=67850),),
            enclosures=(Enclosure(f"{address}.jpg", "image/jpeg", 67850, length_exact=False),),
        ),
        **changes,
    )


def known_entry(number: int, **changes: Any) -> KnownEntry:
    one = KnownEntry(entry(number), NOON, number, (f"//www.example.org/news/{number}",), "1abc")
    return replace(one, **changes)


def known(*entries: KnownEntry, **changes: Any) -> Known:
    one = Known("https://www.example.org/news", "News", "en", "Example", entries, '"tag"', "Fri", "hash")
    return replace(one, **changes)


TWO = known(known_entry(1), known_entry(2))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feedkit.db"


@pytest.fixture
def memory(path: Path) -> Iterator[store.Store]:
    with store.open("sqlite:feedkit.db", path.parent) as memory:
        yield memory


def written(memory: store.Store, action: Callable[[], None]) -> list[str]:
    """The statements that changed the state while `action` ran, by their first three words."""
    assert isinstance(memory, sqlite.SqliteStore)
    assert memory._connection is not None
    seen: list[str] = []
    memory._connection.set_trace_callback(seen.append)
    action()
    memory._connection.set_trace_callback(None)
    words = [" ".join(statement.split()[:3]) for statement in seen if not statement.startswith("--")]
    return [w for w in words if w.split()[0] in ("INSERT", "REPLACE", "DELETE", "UPDATE")]


RUN_ONLY = ["REPLACE INTO runs", "DELETE FROM runs", "INSERT INTO sources"]

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
maybe = st.none() | texts
offsets = st.integers(-1439, 1439).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
zones = st.just(dt.UTC) | offsets | st.sampled_from(["Europe/Brussels", "Asia/Kathmandu"]).map(ZoneInfo)
times = st.builds(
    lambda day, time, zone: dt.datetime.combine(day, time.replace(microsecond=0), zone),
    st.dates(dt.date(1, 1, 3), dt.date(9999, 12, 29)),
    st.times(),
    zones,
)
numbers = st.none() | st.integers(0, 2**70)
persons = st.builds(Person, texts, maybe, maybe)
images = st.builds(Image, maybe, maybe, maybe, maybe, numbers, st.booleans())
enclosures = st.builds(Enclosure, texts, texts, numbers, st.booleans(), maybe)


def lists(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=3).map(tuple)


entries = st.builds(
    Entry,
    id=texts,
    title=texts,
    link=maybe,
    date=st.none() | st.dates() | times,
    date_relative=st.booleans(),
    published=st.none() | times,
    updated=st.none() | times,
    summary=maybe,
    content=maybe,
    authors=lists(persons),
    categories=lists(texts),
    images=lists(images),
    enclosures=lists(enclosures),
    date_end=st.none() | st.dates() | times,
    aside=lists(images),
)
known_entries = st.builds(
    KnownEntry,
    entry=entries,
    first_seen=times,
    position=st.integers(0, 10**6),
    aliases=lists(texts),
    digest=texts,
    changes=st.integers(0, 10**6),
    shown=st.booleans(),
    retired=st.booleans(),
)
knowns = st.builds(
    Known,
    feed_id=texts,
    title=maybe,
    language=maybe,
    site_name=maybe,
    entries=st.lists(known_entries, max_size=4, unique_by=lambda one: one.entry.id).map(
        lambda found: tuple(sorted(found, key=lambda one: one.entry.id))
    ),
    etag=maybe,
    last_modified=maybe,
    bound_to=texts,
    whole=st.none() | times,
)
changes = st.builds(Change, entries, entries, lists(texts))
runs = st.builds(
    Run,
    times,
    st.sampled_from(["ok", "suspect", "broken"]),
    maybe,
    st.integers(0, 10**6),
    texts,
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0, 1),
    st.booleans(),
    st.none() | times,
)
differences = st.builds(Diff, lists(entries), lists(changes), lists(entries))


@settings(max_examples=60)
@given(first=knowns, second=knowns, diff=differences, day=st.integers(0, 10**6))
def test_load_gives_what_was_committed(
    tmp_path_factory: pytest.TempPathFactory, first: Known, second: Known, diff: Diff, day: int
) -> None:
    """Every field of what is known comes back as it was, with the offsets of its times."""
    folder = tmp_path_factory.mktemp("state")
    with store.open("sqlite:a.db", folder) as memory:
        memory.commit("a", None, first, GOOD, diff, DOCUMENTS)
        _assert_same(memory.load("a"), first)
        assert memory.last_diff("a") == (diff or None)
        memory.commit("a", first, second, GOOD, Diff(), ())
        _assert_same(memory.load("a"), second)
        assert memory.last_diff("a") == (diff or None)


def _assert_same(found: Known | None, expected: Known) -> None:
    assert found == expected
    assert _codec.dump(found.entries) == _codec.dump(expected.entries)


@given(differences)
def test_a_diff_survives_json(diff: Diff) -> None:
    """A diff comes back from its JSON with every field, on one line."""
    text = _codec.dump(diff)
    assert _codec.load_diff(text) == diff
    assert "\n" not in text


@given(runs)
def test_a_run_survives_json(run: Run) -> None:
    """A line of history comes back with every field."""
    assert _codec.load_runs([_codec.dump(run)]) == [run]


def test_texts_are_what_they_were() -> None:
    """What an earlier feedkit of this version of the schema wrote is read, and written the same."""
    text = (
        '[["https://www.example.org/news/1","Entry 1","https://www.example.org/news/1","2020-05-08",false,'
        '"2020-05-08T12:00:00+00:00","2020-05-08T12:00:00+00:00","One line.\\n\\nAnother.",null,'
        '[["Ada",null,"ada@example.org"]],["news"],[["a.jpg","A caption",null,null,67850,false,0,null,null]],'
        '[["https://www.example.org/news/1.jpg","image/jpeg",67850,false,null]]],'
        '"2020-05-08T12:00:00+00:00",1,["//www.example.org/news/1"],"1abc",0,true,false'
    )
    assert _codec.dump(known_entry(1)) == f"{text},1,0,[0,[],false]]".replace(
        "null]]],", "null,0]],null,[]],"
    )
    older = text.replace(",0,null,null]", "]")
    known = _codec.load_known(
        _codec.dump_about(TWO), [f"{older}]", f"{text},3]", f'{text},1,0,[2,["image"],true]]']
    )
    own = Own(2, ("image",), is_done=True)
    assert known.entries == (
        known_entry(1),
        replace(known_entry(1), page=3),
        replace(known_entry(1), own=own),
    )
    assert _codec.dump(GOOD) == '["2020-05-08T12:00:00+00:00","ok",null,2,"",0.0,0.0,0.0,false,null]'
    assert json.loads(_codec.dump_about(TWO)) == {
        "feed_id": "https://www.example.org/news",
        "title": "News",
        "language": "en",
        "site_name": "Example",
        "etag": '"tag"',
        "last_modified": "Fri",
        "bound_to": "hash",
        "whole": None,
    }
    assert _database.VERSION == 2


def test_reading_makes_no_file(memory: store.Store, path: Path) -> None:
    """Where there is no state nothing is known, and looking leaves no file behind."""
    assert memory.load("news") is None
    assert memory.runs("news") == []
    assert memory.last_diff("news") is None
    assert memory.documents("news") == set()
    assert memory.sources() == []
    assert os.listdir(path.parent) == []


def test_an_empty_file_is_a_state_to_come(memory: store.Store, path: Path) -> None:
    """A file of no bytes holds nothing, and the first write makes it a state."""
    path.touch()
    assert memory.load("news") is None
    memory.commit("news", None, TWO, GOOD, Diff(), ())
    assert memory.load("news") == TWO


def test_the_state_outlives_its_connection(memory: store.Store, path: Path) -> None:
    """What was committed is there for the next program, and in the file alone once the store is closed."""
    memory.commit("news", None, TWO, GOOD, Diff(new=(entry(1),)), DOCUMENTS)
    memory.close()
    assert os.listdir(path.parent) == ["feedkit.db"]
    with store.open(f"sqlite:{path}", Path("/nowhere")) as again:
        assert again.load("news") == TWO
        assert again.documents("news") == set(DOCUMENTS)
        assert again.last_diff("news") == Diff(new=(entry(1),))
    assert memory.load("news") == TWO


def test_the_file_is_what_it_says(memory: store.Store, path: Path) -> None:
    """The file carries feedkit's number and its version, and is in WAL mode."""
    memory.commit("news", None, TWO, GOOD, Diff(), ())
    with sqlite3.connect(path) as other:
        assert other.execute("PRAGMA application_id").fetchone() == (0x666B6974,)
        assert other.execute("PRAGMA user_version").fetchone() == (2,)
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    other.close()


def test_a_commit_is_durable(memory: store.Store) -> None:
    """The connection syncs at every commit."""
    memory.commit("news", None, TWO, GOOD, Diff(), ())
    assert isinstance(memory, sqlite.SqliteStore)
    assert memory._connection is not None
    assert memory._connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_folder_is_made_for_the_state(tmp_path: Path) -> None:
    """The state may lie in a folder that is still to be made, under a name with odd characters."""
    with store.open("sqlite:a/b?c#d%20/feed kit.db", tmp_path) as memory:
        memory.note("news", GOOD)
    assert (tmp_path / "a" / "b?c#d%20" / "feed kit.db").exists()


def test_entries_are_loaded_by_id(memory: store.Store) -> None:
    """The order of what is loaded is that of the ids, whatever the order of what was committed."""
    mixed = tuple(known_entry(number) for number in (3, 1, 2))
    memory.commit("news", None, known(*mixed), GOOD, Diff(), ())
    assert memory.load("news") == known(*(known_entry(number) for number in (1, 2, 3)))


def test_an_unchanged_page_writes_its_run_only(memory: store.Store) -> None:
    """Where nothing differs nothing is written but the line of history, also when all was made anew."""
    memory.commit("news", None, TWO, GOOD, Diff(new=(entry(1),)), DOCUMENTS)
    before = memory.load("news")
    assert before is not None
    for after in (
        before,
        known(known_entry(1), known_entry(2)),
        replace(before, entries=before.entries[::-1]),
    ):
        steps = written(
            memory, lambda after=after: memory.commit("news", before, after, GOOD, Diff(), DOCUMENTS)
        )
        assert steps == RUN_ONLY
    assert memory.last_diff("news") == Diff(new=(entry(1),))


def test_new_validators_write_one_row(memory: store.Store) -> None:
    """Validators that changed are kept, and the entries are left alone."""
    memory.commit("news", None, TWO, GOOD, Diff(), DOCUMENTS)
    after = replace(TWO, etag=None, last_modified="Sat")
    steps = written(memory, lambda: memory.commit("news", TWO, after, GOOD, Diff(), DOCUMENTS))
    assert steps == RUN_ONLY
    assert memory.load("news") == after


def test_only_entries_that_differ_are_written(memory: store.Store) -> None:
    """A changed entry, a new one and one that went are three rows; the others stay untouched."""
    before = known(*map(known_entry, range(1, 6)))
    memory.commit("news", None, before, GOOD, Diff(), DOCUMENTS)
    changed = known_entry(2, entry=entry(2, title="Other"), changes=1)
    after = known(known_entry(1), changed, known_entry(4), known_entry(5), known_entry(6))
    steps = written(memory, lambda: memory.commit("news", before, after, GOOD, Diff(), DOCUMENTS))
    assert steps == ["DELETE FROM entries", *["REPLACE INTO entries"] * 2, *RUN_ONLY]
    assert memory.load("news") == after


def test_another_offset_is_a_difference(memory: store.Store) -> None:
    """The same instant printed with another offset is written, for the documents print it too."""
    east = NOON.astimezone(dt.timezone(dt.timedelta(hours=2)))
    after = known(known_entry(1, entry=entry(1, published=east)), known_entry(2))
    assert after == TWO
    memory.commit("news", None, TWO, GOOD, Diff(), ())
    memory.commit("news", TWO, after, GOOD, Diff(), ())
    found = memory.load("news")
    assert found is not None
    assert str(found.entries[0].entry.published) == "2020-05-08 14:00:00+02:00"


def test_without_a_before_everything_is_written_anew(memory: store.Store) -> None:
    """Committing over what is not known replaces it whole, and leaves other sources alone."""
    memory.commit("other", None, TWO, GOOD, Diff(), ("other.xml",))
    memory.commit("news", None, TWO, GOOD, Diff(new=(entry(1),)), DOCUMENTS)
    memory.commit("news", None, known(known_entry(3)), GOOD, Diff(), ("news.xml",))
    assert memory.load("news") == known(known_entry(3))
    assert memory.documents("news") == {"news.xml"}
    assert memory.load("other") == TWO
    assert memory.documents("other") == {"other.xml"}


def test_documents_are_those_of_the_last_commit(memory: store.Store) -> None:
    """The names of what is published follow the configuration."""
    memory.commit("news", None, TWO, GOOD, Diff(), DOCUMENTS)
    memory.commit("news", TWO, TWO, GOOD, Diff(), ("news.xml", "news.rss"))
    assert memory.documents("news") == {"news.xml", "news.rss"}


@pytest.mark.parametrize("step", ["_write_entries", "write_diff", "write_run", "write_accepted", "seal"])
def test_a_commit_that_fails_keeps_nothing(
    memory: store.Store, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault anywhere in a commit, an interrupt too, leaves the state as it was."""
    memory.commit("news", None, TWO, GOOD, Diff(), DOCUMENTS)

    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(_rows.Rows, step, interrupted)
    with pytest.raises(KeyboardInterrupt):
        memory.commit("news", TWO, known(etag="new"), GOOD, Diff(new=(entry(9),)), ())
    assert memory.load("news") == TWO
    assert memory.documents("news") == set(DOCUMENTS)
    assert memory.last_diff("news") is None
    assert memory.runs("news") == [GOOD]


def test_runs_are_the_latest_hundred(memory: store.Store) -> None:
    """History is newest first and bounded, each source for itself, and starts before anything is known."""
    all_runs = [Run(NOON + dt.timedelta(hours=n), "broken", "empty-page", n) for n in range(130)]
    memory.note("other", GOOD)
    for run in all_runs:
        memory.note("news", run)
    assert memory.runs("news") == all_runs[:-101:-1]
    assert memory.runs("news", 3) == all_runs[:-4:-1]
    assert memory.runs("other") == [GOOD]
    assert memory.load("news") is None


def test_last_good_run_outlives_all_that_went_wrong_since(memory: store.Store) -> None:
    """However long a page is broken, what it was before is not forgotten; once it is well, that counts."""
    bad = [Run(NOON + dt.timedelta(hours=n), "broken", "truncated", 0) for n in range(1, 251)]
    for run in (GOOD, GOOD, *bad):
        memory.note("news", run)
    assert memory.runs("news") == [*bad[:-100:-1], GOOD]
    later = replace(GOOD, at=NOON + dt.timedelta(days=30))
    for run in (later, bad[0]):
        memory.note("news", run)
    assert memory.runs("news") == [bad[0], later, *bad[:-99:-1]]


def test_history_outlives_a_new_beginning(memory: store.Store) -> None:
    """What ran before the first good run, or before a rebuild, stays in the history."""
    broken = Run(NOON, "broken", "empty-page", 0)
    memory.note("news", broken)
    memory.commit("news", None, TWO, GOOD, Diff(), ())
    memory.commit("news", None, TWO, GOOD, Diff(), ())
    assert memory.runs("news") == [GOOD, GOOD, broken]


def test_robots_are_the_latest_of_each_site(memory: store.Store) -> None:
    """A site's robots.txt takes the place of its last one; one not asked for in a month is let go."""
    later = replace(ROBOTS, at=NOON + dt.timedelta(days=20), text="")
    other = replace(ROBOTS, origin="https://example.net")
    last = replace(other, origin="http://example.net:8080", at=NOON + dt.timedelta(days=31))
    memory.note("news", GOOD, [ROBOTS, other])
    memory.commit("news", None, TWO, GOOD, Diff(), (), [later])
    assert memory.robots() == [other, later]
    memory.note("news", GOOD, [last])
    assert memory.robots() == [last, later]


def test_a_commit_without_a_run_leaves_history_and_acceptance(memory: store.Store) -> None:
    """Names of documents can be kept by themselves, when the page was not asked for."""
    memory.commit("news", None, TWO, GOOD, Diff(), DOCUMENTS)
    memory.accept("news")
    memory.commit("news", TWO, TWO, None, Diff(), ("news.xml",))
    assert (memory.runs("news"), memory.is_accepted("news")) == ([GOOD], True)
    assert memory.documents("news") == {"news.xml"}


def test_sources_are_all_that_ever_ran(memory: store.Store) -> None:
    """A source is known by its first run, good or not, and named once."""
    memory.commit("b", None, TWO, GOOD, Diff(), ())
    memory.note("c", GOOD)
    memory.commit("a", None, TWO, GOOD, Diff(), ())
    assert memory.sources() == ["a", "b", "c"]


@pytest.mark.parametrize("url", ["feedkit.db", "postgres://user:secret@host/db", "sqlite:", "", "SQLite:a"])
def test_open_refuses_another_kind_of_state(url: str, tmp_path: Path) -> None:
    """A state of another kind is a mistake in the configuration, told without its password."""
    with pytest.raises(ConfigError) as caught:
        store.open(url, tmp_path)
    assert (caught.value.code, caught.value.subject) == ("unknown-state", "state")
    assert "secret" not in str(caught.value)
    assert "sqlite:feedkit.db" in caught.value.hint


def _foreign(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as other:
        for statement in statements:
            other.execute(statement)
    other.close()


def _assert_refused(memory: store.Store, path: Path, code: str) -> None:
    content = path.read_bytes()
    actions: list[Callable[[], Any]] = [
        lambda: memory.load("news"),
        lambda: memory.note("news", GOOD),
        lambda: memory.commit("news", None, TWO, GOOD, Diff(), ()),
    ]
    for action in actions:
        with pytest.raises(LocalError) as caught:
            action()
        assert (caught.value.code, caught.value.subject) == (code, str(path))
        assert caught.value.hint
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", [b"not a database\n" * 100, b"<rss/>", b"\0" * 4096])
def test_a_file_that_is_no_database_is_refused(memory: store.Store, path: Path, content: bytes) -> None:
    """What is not SQLite's is told and stays as it is."""
    path.write_bytes(content)
    _assert_refused(memory, path, "state-corrupt")


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE t (a)", "PRAGMA user_version = 7", "PRAGMA application_id = 7"]
)
def test_another_programs_database_is_refused(memory: store.Store, path: Path, statement: str) -> None:
    """A database that is not ours is told and stays as it is."""
    _foreign(path, statement)
    _assert_refused(memory, path, "state-foreign")


@pytest.mark.parametrize("statement", ["PRAGMA user_version = 0", "PRAGMA application_id = 7"])
def test_a_damaged_header_is_told(memory: store.Store, path: Path, statement: str) -> None:
    """A state of ours stays one when its header is damaged: it is not another program's."""
    memory.commit("news", None, TWO, GOOD, Diff(), ())
    memory.close()
    _foreign(path, statement)
    _assert_refused(memory, path, "state-corrupt")


def test_an_earlier_feedkits_state_is_gone_on_with(memory: store.Store, path: Path, root: Path) -> None:
    """A state of version 1 is read as it is, and by the first write becomes one of today, with all it had."""
    _foreign(path, *(root / "tests/golden/state/version-1.sql").read_text().split(";\n"))
    before = path.read_bytes()
    looks = (memory.load, memory.last_diff, memory.runs, memory.documents, memory.is_accepted)

    def seen() -> list[Any]:
        return [look(name) for name in ("news", "first") for look in looks]

    old = seen()
    assert old[0] == TWO
    assert (memory.robots(), memory.verify()) == ([], [])
    assert path.read_bytes() == before
    memory.note("other", GOOD, [ROBOTS])
    assert seen() == old
    assert (memory.robots(), memory.verify()) == ([ROBOTS], [])
    memory.commit("news", TWO, TWO, replace(GOOD, not_before=NOON), Diff(), DOCUMENTS)
    assert [run.not_before for run in memory.runs("news", 2)] == [NOON, None]


def test_an_upgrade_that_fails_changes_nothing(
    memory: store.Store, path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A state of version 1 stays one, with all it had, until all steps are done."""
    _foreign(path, *(root / "tests/golden/state/version-1.sql").read_text().split(";\n"))
    steps = _database._UPGRADES
    monkeypatch.setattr(_database, "_UPGRADES", (*steps, (2, "CREATE TABLE sources (name)")))
    assert _code(lambda: memory.note("news", GOOD)) == "state-corrupt"
    memory.close()
    with sqlite3.connect(path) as other:
        assert other.execute("PRAGMA user_version").fetchone() == (1,)
        assert other.execute("SELECT count(*) FROM sqlite_master WHERE name = 'robots'").fetchone() == (0,)
    other.close()
    monkeypatch.setattr(_database, "_UPGRADES", steps)
    memory.note("news", GOOD)
    assert (memory.load("news"), len(memory.runs("news"))) == (TWO, 4)


def test_an_earlier_feedkits_damaged_state_is_saved(memory: store.Store, path: Path, root: Path) -> None:
    """What a file of version 1 still gives goes over into a new state."""
    _foreign(path, *(root / "tests/golden/state/version-1.sql").read_text().split(";\n"))
    _foreign(path, "UPDATE runs SET run = '' WHERE source = 'first'")
    aside = store.set_aside(f"sqlite:{path.name}", path.parent, NOON)
    assert store.salvage(aside, f"sqlite:{path.name}", path.parent) == ["news"]
    assert memory.load("news") == TWO


def test_a_later_feedkits_state_is_refused(memory: store.Store, path: Path) -> None:
    """A state of a later feedkit is neither read nor written."""
    _foreign(path, f"PRAGMA application_id = {0x666B6974}", "PRAGMA user_version = 3")
    _assert_refused(memory, path, "state-newer")


def test_a_damaged_file_is_told(memory: store.Store, path: Path) -> None:
    """A database that was cut off is told, not read in part."""
    memory.commit("news", None, known(*map(known_entry, range(300))), GOOD, Diff(), ())
    memory.close()
    os.truncate(path, 20_000)
    with pytest.raises(LocalError) as caught:
        memory.load("news")
    assert caught.value.code == "state-corrupt"


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE entries SET known = replace(known, 'Entry 1', 'Entry l')",
        "UPDATE entries SET known = CAST(known AS BLOB)",
        "UPDATE entries SET known = CAST(x'ff' AS TEXT)",
        "UPDATE entries SET known = 7",
        "UPDATE entries SET id = id || 'a' WHERE id LIKE '%1'",
        "UPDATE entries SET source = 'other'",
        "UPDATE entries SET source = 'other' WHERE id LIKE '%1'",
        "DELETE FROM entries",
        "DELETE FROM entries WHERE id LIKE '%1'",
        "INSERT INTO entries SELECT source, id || 'a', known FROM entries WHERE id LIKE '%1'",
        "UPDATE sources SET name = 'other' WHERE name = 'news'",
        "UPDATE sources SET about = replace(about, 'tag', 'tog')",
        "UPDATE sources SET documents = '[]'",
        "UPDATE sources SET entries = sum",
        "UPDATE sources SET sum = entries",
        "DELETE FROM sources",
        "UPDATE diffs SET diff = '[[],[],[]]'",
        "DELETE FROM diffs",
        "UPDATE runs SET run = replace(run, '2', '3')",
        "UPDATE runs SET number = 4 WHERE number = 3",
        "DELETE FROM runs WHERE number = 3",
        "UPDATE runs SET run = (SELECT run FROM runs WHERE number = 3)",
        "UPDATE runs SET source = 'other' WHERE number = 2",
        "DELETE FROM runs WHERE number = 2",
        "UPDATE sources SET accepted = 1 - accepted",
        "UPDATE robots SET text = replace(text, 'Dis', '')",
        "UPDATE robots SET at = '2021-05-08T12:00:00+00:00'",
        "UPDATE robots SET origin = 'https://other.example.org'",
        "INSERT INTO robots SELECT * FROM runs WHERE number = 1",
        "DROP TABLE robots",
        "DROP TABLE entries",
        "DROP TABLE sources",
    ],
)
def test_what_is_not_as_it_was_written_is_told(memory: store.Store, path: Path, damage: str) -> None:
    """A row that changed, moved, came or went is a corrupt state, never a wrong value in silence."""
    _fill(memory)
    assert memory.verify() == []
    _foreign(path, damage)
    with pytest.raises(LocalError) as caught:
        _everything(memory)
    assert caught.value.code == "state-corrupt"
    assert memory.verify()


def test_source_without_a_name_is_told(memory: store.Store, path: Path) -> None:
    """Bytes where a name was are damage, not a source of their own; those before it stay readable."""
    _fill(memory)
    _foreign(path, "UPDATE sources SET name = x'ff' WHERE name = 'news'")
    assert _code(memory.sources) == "state-corrupt"
    assert memory.readable_sources() == ["first"]  # type: ignore[attr-defined]


def _fill(memory: store.Store) -> None:
    """Two sources with all that can be kept of a source."""
    memory.note("first", replace(GOOD, status="broken", code="dns"), [ROBOTS])
    memory.commit("news", None, TWO, GOOD, Diff(new=(entry(1),)), DOCUMENTS)
    memory.note("news", replace(GOOD, status="suspect", code="too-few", count=1))
    memory.note("news", replace(GOOD, status="suspect", code="moved", titles=0.5))
    memory.accept("news")


def _everything(memory: store.Store) -> list[Any]:
    looks = (memory.load, memory.last_diff, memory.runs, memory.documents, memory.is_accepted)
    return [*memory.robots(), *(look(name) for name in ("news", "first", "other") for look in looks)]


def _code(action: Callable[[], Any]) -> str | None:
    """The code of feedkit's error, if there is one."""
    try:
        action()
    except FeedkitError as error:
        return error.code
    return None


def test_random_damage_is_told_or_harmless(memory: store.Store, path: Path) -> None:
    """Whatever bytes change in the file, what it gives is what was written, or an error of feedkit's."""
    _fill(memory)
    memory.commit("more", None, known(*map(known_entry, range(40))), GOOD, Diff(), DOCUMENTS)
    expected = _everything(memory)
    memory.close()
    content = path.read_bytes()
    codes = {_damaged(memory, path, content, random.Random(seed), expected) for seed in range(200)}
    assert {None, "state-corrupt"} <= codes <= {None, "state-corrupt", "state-newer", "io-error"}


def _damaged(
    memory: store.Store, path: Path, content: bytes, chance: random.Random, expected: list[Any]
) -> str | None:
    """The code of the error that comes of damage to the file, if any comes."""
    damaged = bytearray(content)
    for _ in range(chance.choice((1, 4, 64))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    path.write_bytes(damaged)

    def use() -> None:
        assert _everything(memory) == expected
        memory.commit("news", TWO, known(known_entry(50)), GOOD, Diff(), DOCUMENTS)

    code = _code(use)
    memory.close()
    for companion in ("-wal", "-shm"):
        path.with_name(path.name + companion).unlink(missing_ok=True)
    return code


def test_a_cut_file_is_told(memory: store.Store, path: Path) -> None:
    """A file that was cut anywhere is a corrupt state; one of no bytes is none at all."""
    _fill(memory)
    memory.close()
    content = path.read_bytes()
    for size in (1, 15, 16, 100, 511, 512, 4095, *range(4096, len(content), 4096), len(content) - 1):
        path.write_bytes(content[:size])
        assert _code(lambda: _everything(memory)) == "state-corrupt", size
        memory.close()


def test_what_is_accepted_counts_until_a_good_run(memory: store.Store) -> None:
    """The flag lasts over runs that are not good, and is cleared by the first that is."""
    assert not memory.is_accepted("news")
    memory.accept("news")
    memory.accept("news")
    memory.note("news", replace(GOOD, status="suspect", code="moved"))
    assert memory.is_accepted("news")
    assert not memory.is_accepted("other")
    assert memory.sources() == ["news"]
    memory.commit("news", None, TWO, GOOD, Diff(), ())
    assert not memory.is_accepted("news")


def test_verify_finds_nothing_wrong_without_a_state(memory: store.Store) -> None:
    """Where there is no state there is nothing wrong with it."""
    assert memory.verify() == []


def test_verify_tells_each_damage_once(memory: store.Store, path: Path) -> None:
    """What is wrong is told by source, and the rest of the state does not suffer from it."""
    _fill(memory)
    memory.commit("more", None, TWO, GOOD, Diff(new=(entry(1),)), ())
    _foreign(
        path,
        "UPDATE entries SET known = '' WHERE source = 'news'",
        "UPDATE runs SET run = '' WHERE source = 'first'",
        "DELETE FROM sources WHERE name = 'more'",
    )
    assert memory.verify() == [
        "more: it is not known, and something of it is there",
        "first: a run of it is not as it was written",
        "news: its entries are not as they were written",
    ]


def test_verify_tells_a_file_that_is_no_state(memory: store.Store, path: Path) -> None:
    """A file that cannot be read at all is wrong as a whole; a later feedkit's is not for us to judge."""
    path.write_bytes(b"not a database\n" * 100)
    assert memory.verify() == ["file is not a database"]
    path.unlink()
    _foreign(path, f"PRAGMA application_id = {0x666B6974}", "PRAGMA user_version = 3")
    with pytest.raises(LocalError, match="a later feedkit"):
        memory.verify()


def test_a_damaged_state_is_set_aside(memory: store.Store, path: Path) -> None:
    """It keeps its bytes under a name that tells when, in UTC, and nothing is ever replaced."""
    url, east = f"sqlite:{path.name}", dt.timezone(dt.timedelta(hours=2))
    for number in ("", ".1"):
        path.write_bytes(b"damaged")
        path.with_name(path.name + "-wal").write_bytes(b"log")
        moved = store.set_aside(url, path.parent, NOON.astimezone(east))
        assert moved == path.with_name(f"feedkit.db.corrupt-20200508T120000Z{number}")
        assert moved.read_bytes() == b"damaged"
        assert moved.with_name(moved.name + "-wal").read_bytes() == b"log"
    assert not path.exists()
    assert memory.load("news") is None


def test_salvage_saves_what_is_whole(memory: store.Store, path: Path) -> None:
    """A source that can be read is saved with all that belongs to it; of the others nothing is."""
    _fill(memory)
    memory.commit("lost", None, TWO, GOOD, Diff(), ("lost.xml",))
    memory.commit("part", None, TWO, GOOD, Diff(new=(entry(1),)), ("part.xml",))
    expected = _everything(memory)
    assert expected.pop(0) == ROBOTS  # which is asked for again
    memory.close()
    _foreign(
        path,
        "UPDATE entries SET known = '' WHERE source = 'lost'",
        "UPDATE runs SET run = '' WHERE source = 'part'",
        "UPDATE diffs SET diff = '' WHERE source = 'part'",
    )
    aside = store.set_aside(f"sqlite:{path.name}", path.parent, NOON)
    before = aside.read_bytes()
    assert store.salvage(aside, f"sqlite:{path.name}", path.parent) == ["news", "part"]
    assert _everything(memory) == expected
    assert memory.sources() == ["first", "news", "part"]
    assert (memory.load("part"), memory.documents("part")) == (TWO, {"part.xml"})
    assert (memory.runs("part"), memory.last_diff("part")) == ([], None)
    assert memory.load("lost") is None
    assert memory.verify() == []
    assert aside.read_bytes() == before


@pytest.mark.parametrize("size", [0, 100, 4096])
def test_salvage_of_what_cannot_be_read_is_nothing(memory: store.Store, path: Path, size: int) -> None:
    """From a file of which nothing can be read nothing is saved, and no state is made."""
    _fill(memory)
    memory.close()
    os.truncate(path, size)
    aside = store.set_aside(f"sqlite:{path.name}", path.parent, NOON)
    assert store.salvage(aside, f"sqlite:{path.name}", path.parent) == []
    assert not path.exists()


def test_salvage_reads_on_past_a_damaged_page(memory: store.Store, path: Path) -> None:
    """Where a page of the file is lost, the sources on the other pages are saved."""
    for number in range(60):
        memory.commit(f"s{number:02}", None, TWO, GOOD, Diff(new=(entry(1),)), (f"s{number}.xml",))
    memory.close()
    content = path.read_bytes()
    saved = set()
    for page in range(1, len(content) // 4096):
        path.write_bytes(content[: page * 4096] + b"\xff" * 4096 + content[(page + 1) * 4096 :])
        aside = store.set_aside(f"sqlite:{path.name}", path.parent, NOON)
        names = store.salvage(aside, f"sqlite:{path.name}", path.parent)
        assert all(memory.load(name) == TWO for name in names)
        memory.close()
        path.unlink(missing_ok=True)
        saved.add(len(names))
    assert 60 in saved
    assert any(0 < count < 60 for count in saved)


def _connection(memory: store.Store) -> sqlite3.Connection:
    assert isinstance(memory, sqlite.SqliteStore)
    memory.note("news", GOOD)
    assert memory._connection is not None
    return memory._connection


def test_a_full_disk_is_told(memory: store.Store) -> None:
    """A state that cannot grow is told with the room that is left, and keeps what it had."""
    memory.commit("news", None, TWO, GOOD, Diff(), ())
    connection = _connection(memory)
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LocalError, match=r"bytes free") as caught:
        memory.commit("news", TWO, known(*map(known_entry, range(500))), GOOD, Diff(), ())
    assert caught.value.code == "disk-full"
    assert memory.load("news") == TWO


@pytest.mark.parametrize(("free", "code"), [(4, "disk-full"), (8, "io-error")])
def test_a_full_disk_is_told_where_sqlite_tells_of_an_input_error(
    memory: store.Store, monkeypatch: pytest.MonkeyPatch, free: int, code: str
) -> None:
    """It needs 32 KiB beside the file even to read, and does not say what it lacked."""

    def broken(*_: Any, **__: Any) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
        raise error

    monkeypatch.setattr(sqlite3, "connect", broken)
    told = list(os.statvfs("."))
    told[1], told[4] = 4096, free
    monkeypatch.setattr(os, "statvfs", lambda _: os.statvfs_result(told))
    with pytest.raises(LocalError) as caught:
        memory.note("news", GOOD)
    assert caught.value.code == code


def test_a_read_only_state_is_told(memory: store.Store) -> None:
    """A state that may not be written to is a question of permission."""
    _connection(memory).execute("PRAGMA query_only = ON")
    with pytest.raises(LocalError) as caught:
        memory.note("news", GOOD)
    assert caught.value.code == "permission"


@pytest.mark.parametrize(
    ("number", "code", "exit_status"),
    [
        (sqlite3.SQLITE_IOERR, "io-error", 4),
        (sqlite3.SQLITE_IOERR | 10 << 8, "io-error", 4),
        (sqlite3.SQLITE_NOMEM, "io-error", 4),
        (sqlite3.SQLITE_CANTOPEN, "io-error", 4),
        (sqlite3.SQLITE_PERM, "permission", 4),
        (sqlite3.SQLITE_FULL, "disk-full", 4),
        (sqlite3.SQLITE_BUSY, "locked", 75),
        (sqlite3.SQLITE_NOTADB, "state-corrupt", 4),
        (sqlite3.SQLITE_CONSTRAINT, "state-corrupt", 4),
    ],
)
def test_faults_of_sqlite_are_told(
    memory: store.Store, monkeypatch: pytest.MonkeyPatch, number: int, code: str, exit_status: int
) -> None:
    """Each kind of fault has its code and its exit status; what is none of the system's is damage."""

    def broken(*_: Any, **__: Any) -> None:
        error = sqlite3.OperationalError("as SQLite says")
        error.sqlite_errorcode = number
        raise error

    monkeypatch.setattr(sqlite3, "connect", broken)
    with pytest.raises(FeedkitError, match="as SQLite says") as caught:
        memory.note("news", GOOD)
    assert (caught.value.code, caught.value.exit_status) == (code, exit_status)


def test_a_state_that_may_not_be_opened_is_told(memory: store.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite does not tell why it cannot open a file; the system is asked."""
    memory.note("news", GOOD)
    memory.close()

    def refused(*_: Any, **__: Any) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    def unable(*_: Any, **__: Any) -> None:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    monkeypatch.setattr(sqlite3, "connect", unable)
    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(LocalError, match="permission denied") as caught:
        memory.load("news")
    assert caught.value.code == "permission"


def test_a_state_that_cannot_be_looked_at_is_told(
    memory: store.Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's own refusal is told as such."""

    def refused(*_: Any) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(os, "stat", refused)
    with pytest.raises(LocalError) as caught:
        memory.load("news")
    assert caught.value.code == "permission"


def test_a_mistake_in_the_program_is_no_damage(memory: store.Store) -> None:
    """A store that is used in another thread is a bug, and not to be mistaken for a corrupt state."""
    memory.note("news", GOOD)
    caught: list[Exception] = []

    def elsewhere() -> None:
        try:
            memory.load("news")
        except sqlite3.ProgrammingError as error:
            caught.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert len(caught) == 1


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_is_no_file_in_the_states_place_is_told(
    memory: store.Store, path: Path, make: Callable[[Path], None]
) -> None:
    """A folder or a pipe where the state should be is named as such, and nothing is waited for."""
    make(path)
    for action in (lambda: memory.load("news"), lambda: memory.note("news", GOOD)):
        with pytest.raises(LocalError) as caught:
            action()
        assert caught.value.code == "not-a-file"


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    """A file where the state's folder should be is named as such."""
    (tmp_path / "file").touch()
    with store.open("sqlite:file/feedkit.db", tmp_path) as memory, pytest.raises(LocalError) as caught:
        memory.note("news", GOOD)
    assert caught.value.code == "not-a-folder"


def test_a_state_that_another_program_keeps_is_told(
    memory: store.Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading goes on while another program writes; writing waits for its time, then says so."""
    memory.commit("news", None, TWO, GOOD, Diff(), ())
    memory.close()
    monkeypatch.setattr(_database, "_PATIENCE", 0.01)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM entries")
    assert memory.load("news") == TWO
    with pytest.raises(LockedError) as caught:
        memory.note("news", GOOD)
    assert caught.value.code == "locked"
    other.execute("ROLLBACK")
    other.close()
    memory.note("news", GOOD)


def test_readers_see_one_instant(memory: store.Store, path: Path) -> None:
    """What a reader loads is one commit's, never half of one and half of another."""
    first, second = known(known_entry(1), etag="1"), known(known_entry(2), etag="2")
    memory.commit("news", None, first, GOOD, Diff(), ())
    ended = threading.Event()
    mixed: list[Known | None] = []

    def reader() -> None:
        with store.open("sqlite:feedkit.db", path.parent) as own:
            while not ended.is_set():
                found = own.load("news")
                if found not in (first, second):
                    mixed.append(found)

    readers = [threading.Thread(target=reader) for _ in range(2)]
    for thread in readers:
        thread.start()
    for _ in range(40):
        memory.commit("news", first, second, GOOD, Diff(), ())
        memory.commit("news", second, first, GOOD, Diff(), ())
    ended.set()
    for thread in readers:
        thread.join()
    assert not mixed


@pytest.mark.parametrize("round", range(5))
def test_many_threads_may_begin_a_state_at_once(path: Path, round: int) -> None:
    """Sources that run side by side each open the state, also when it is still to be made."""
    begin = threading.Barrier(8)
    failures: list[FeedkitError] = []

    def worker(name: str) -> None:
        begin.wait()
        try:
            with store.open("sqlite:feedkit.db", path.parent) as own:
                own.commit(name, own.load(name), TWO, GOOD, Diff(), (f"{name}.xml",))
        except FeedkitError as error:
            failures.append(error)

    workers = [threading.Thread(target=worker, args=(f"s{number}",)) for number in range(8)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()
    assert not failures
    with store.open("sqlite:feedkit.db", path.parent) as memory:
        assert memory.sources() == [f"s{number}" for number in range(8)]
        assert all(memory.load(name) == TWO for name in memory.sources())


def test_a_state_that_another_program_just_makes_is_waited_for(
    memory: store.Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Making the state is tried again while another program looks at the file that is still empty."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    naps: list[float] = []

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        other.close()

    monkeypatch.setattr(_database.time, "sleep", sleep)
    memory.note("news", GOOD)
    assert len(naps) == 1
    assert memory.runs("news") == [GOOD]


def test_a_state_that_another_program_never_lets_go_is_told(
    memory: store.Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Waiting ends, with the state's file as it was."""
    monkeypatch.setattr(_database, "_PATIENCE", 0.0)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LockedError):
        memory.note("news", GOOD)
    other.close()
    assert path.read_bytes() == b""
