import datetime as dt
import os
import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedkit import store
from feedkit.errors import ConfigError, FeedkitError, LocalError, LockedError
from feedkit.models import Change, Diff, Enclosure, Entry, Image, Known, KnownEntry, Person, Run
from feedkit.store import _codec, sqlite

NOON = dt.datetime(2020, 5, 8, 12, tzinfo=dt.UTC)
GOOD = Run(NOON, "ok", None, 2)
DOCUMENTS = ("news.xml", "news.atom", "news.json")


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


RUN_ONLY = ["INSERT INTO runs", "DELETE FROM runs"]

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
)
changes = st.builds(Change, entries, entries, lists(texts))
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
    assert list(map(_codec.row, found.entries)) == list(map(_codec.row, expected.entries))


@given(differences)
def test_a_diff_survives_json(diff: Diff) -> None:
    """A diff comes back from its JSON with every field, on one line."""
    text = _codec.dump_diff(diff)
    assert _codec.load_diff(text) == diff
    assert "\n" not in text


def test_columns_are_the_models_fields() -> None:
    """A field that is added to the model cannot be forgotten in the state."""
    names = [field.name for field in fields(Entry) + fields(KnownEntry) if field.name != "entry"]
    assert list(_codec.COLUMNS) == names


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
    """The file carries feedkit's number and its version, is in WAL mode, and people can read its rows."""
    memory.commit("news", None, TWO, GOOD, Diff(), ())
    with sqlite3.connect(path) as other:
        assert other.execute("PRAGMA application_id").fetchone() == (0x666B6974,)
        assert other.execute("PRAGMA user_version").fetchone() == (1,)
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        row = other.execute("SELECT title, date, published, shown, images FROM entries").fetchone()
    other.close()
    assert row == (
        "Entry 1",
        "2020-05-08",
        "2020-05-08T12:00:00+00:00",
        1,
        '[{"name":"a.jpg","caption":"A caption","length":67850}]',
    )


def test_a_commit_is_durable(memory: store.Store) -> None:
    """The connection syncs at every commit and holds on to references."""
    memory.commit("news", None, TWO, GOOD, Diff(), ())
    assert isinstance(memory, sqlite.SqliteStore)
    assert memory._connection is not None
    assert memory._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert memory._connection.execute("PRAGMA foreign_keys").fetchone() == (1,)


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
    assert steps == ["INSERT INTO sources", *RUN_ONLY]
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


@pytest.mark.parametrize("step", ["_write_entries", "_write_documents", "_write_run"])
def test_a_commit_that_fails_keeps_nothing(
    memory: store.Store, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault anywhere in a commit, an interrupt too, leaves the state as it was."""
    memory.commit("news", None, TWO, GOOD, Diff(), DOCUMENTS)

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sqlite, step, interrupted)
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


def test_history_outlives_a_new_beginning(memory: store.Store) -> None:
    """What ran before the first good run, or before a rebuild, stays in the history."""
    broken = Run(NOON, "broken", "empty-page", 0)
    memory.note("news", broken)
    memory.commit("news", None, TWO, GOOD, Diff(), ())
    memory.commit("news", None, TWO, GOOD, Diff(), ())
    assert memory.runs("news") == [GOOD, GOOD, broken]


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
    _assert_refused(memory, path, "state-corrupt")


def test_a_later_feedkits_state_is_refused(memory: store.Store, path: Path) -> None:
    """A state of a later feedkit is neither read nor written."""
    _foreign(path, f"PRAGMA application_id = {0x666B6974}", "PRAGMA user_version = 2")
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
        "UPDATE entries SET published = 'yesterday'",
        "UPDATE entries SET date = ''",
        "UPDATE entries SET first_seen = ''",
        "UPDATE entries SET title = CAST('a' AS BLOB)",
        "UPDATE entries SET summary = x'41'",
        "UPDATE entries SET title = CAST(x'ff' AS TEXT)",
        "UPDATE entries SET position = 'top'",
        "UPDATE entries SET shown = 7",
        "UPDATE entries SET images = '[{\"colour\": 1}]'",
        "UPDATE entries SET images = '{}'",
        "UPDATE entries SET aliases = '[],[]'",
        "UPDATE entries SET authors = '['",
        "UPDATE diffs SET diff = '[1]'",
        "UPDATE diffs SET diff = '{\"changed\": [{}]}'",
        "UPDATE runs SET at = ''",
        "DROP TABLE entries",
    ],
)
def test_values_that_feedkit_did_not_write_are_told(memory: store.Store, path: Path, damage: str) -> None:
    """A value that cannot be one of ours is a corrupt state, never a wrong value in silence."""
    memory.commit("news", None, TWO, GOOD, Diff(new=(entry(1),)), ())
    _foreign(path, damage)
    with pytest.raises(LocalError) as caught:
        (memory.load("news"), memory.last_diff("news"), memory.runs("news"))
    assert caught.value.code == "state-corrupt"


def test_random_damage_is_told_or_harmless(memory: store.Store, path: Path) -> None:
    """Whatever bytes change in the file, using it gives a value or an error of feedkit's, and no crash."""
    memory.commit("news", None, known(*map(known_entry, range(40))), GOOD, Diff(new=(entry(1),)), DOCUMENTS)
    memory.close()
    content = path.read_bytes()
    chance = random.Random(5)
    told = 0
    for _ in range(200):
        damaged = bytearray(content)
        for _ in range(chance.choice((1, 4, 64))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        told += _is_told(memory)
        memory.close()
        for companion in ("-wal", "-shm"):
            path.with_name(path.name + companion).unlink(missing_ok=True)
    assert told > 50


def _is_told(memory: store.Store) -> bool:
    try:
        before = memory.load("news")
        (memory.last_diff("news"), memory.runs("news"), memory.documents("news"), memory.sources())
        memory.commit("news", before, known(known_entry(50)), GOOD, Diff(), DOCUMENTS)
    except FeedkitError:
        return True
    return False


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


def test_a_read_only_state_is_told(memory: store.Store) -> None:
    """A state that may not be written to is a question of permission."""
    _connection(memory).execute("PRAGMA query_only = ON")
    with pytest.raises(LocalError) as caught:
        memory.note("news", GOOD)
    assert caught.value.code == "permission"


def test_a_folder_in_the_states_place_is_told(memory: store.Store, path: Path) -> None:
    """A folder where the state should be is named as such."""
    path.mkdir()
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
    monkeypatch.setattr(sqlite, "_PATIENCE", 0.01)
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

    monkeypatch.setattr(sqlite.time, "sleep", sleep)
    memory.note("news", GOOD)
    assert len(naps) == 1
    assert memory.runs("news") == [GOOD]


def test_a_state_that_another_program_never_lets_go_is_told(
    memory: store.Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Waiting ends, with the state's file as it was."""
    monkeypatch.setattr(sqlite, "_PATIENCE", 0.0)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LockedError):
        memory.note("news", GOOD)
    other.close()
    assert path.read_bytes() == b""
