"""`feedkit run`: the sources of a configuration, their documents, what is told and how it ends."""

import fcntl
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import feedkit
from feedkit import cli, errors, pipeline

RECIPE = 'entry = "li"\ntitle = "a"\nlink = "a"\ndate = "time"\n'
ONE = '<li><a href="one">One</a> <time>2024-03-04</time></li>'
TWO = '<li><a href="two">Two</a> <time>2024-03-05</time></li>'
KEYS = ["v", "source", "status", "code", "entries", "new", "changed", "gone", "written", "seconds"]
DOCUMENTS = ["news.atom", "news.json", "news.xml"]


@dataclass(frozen=True)
class Ended:
    """How a command ended: status, standard output, standard error."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> list[Any]:
        """The objects, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ended]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, and surroundings that say nothing."""
    for name in ("FEEDKIT_CONFIG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    folder = tmp_path / "feeds"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command line in this process: `feedkit run`, or another command."""

    def ended(*words: str, command: str = "run") -> Ended:
        status = cli.status_of([command, *words])
        out, err = capfdbinary.readouterr()
        return Ended(status, out.decode(), err.decode())

    return ended


def configure(folder: Path, pages: dict[str, str], head: str = "", more: str = "") -> None:
    """Write a configuration whose sources are these pages, read by one recipe."""
    sources = "".join(
        f'[sources.{name}]\npage = "{page}"\n{more}'
        + (
            "allow_private = true\n"
            if page.startswith("http")
            else f'url = "https://www.example.org/{name}/"\n'
        )
        + f"[sources.{name}.recipe]\n{RECIPE}"
        for name, page in pages.items()
    )
    (folder / "feedkit.toml").write_text(f"[feedkit]\n{head}{sources}")


@pytest.fixture
def news(folder: Path) -> Path:
    """A configuration of one source, and its page."""
    configure(folder, {"news": "page.html"})
    (folder / "page.html").write_text(ONE)
    return folder / "page.html"


def published(folder: Path) -> dict[str, tuple[bytes, int]]:
    """The bytes and times of all documents."""
    files = sorted((folder / "public").glob("*"))
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def words(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "feedkit", *arguments]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(feedkit.__file__).parent.parent), **more}


# What is told


def test_json_has_the_promised_members_in_order(run: Run, news: Path) -> None:
    """One object a line for each source, with these names in this order."""
    first, second = run("--json"), run("--json")

    assert (first.status, first.err) == (0, "")
    (told,) = first.json
    assert list(told) == KEYS
    assert told.pop("seconds") >= 0
    assert told == {
        "v": 1,
        "source": "news",
        "status": "ok",
        "code": None,
        "entries": 1,
        "new": 1,
        "changed": 0,
        "gone": 0,
        "written": ["news.xml", "news.atom", "news.json"],
    }
    assert [(each["new"], each["written"]) for each in second.json] == [(0, [])]


def test_text_tells_counts_and_files(run: Run, news: Path) -> None:
    """What is new is counted, what is nothing is not, and one entry is not "1 entries"."""
    assert run().out == "news: ok: 1 entry, 1 new; wrote news.xml, news.atom, news.json in public\n"
    assert run().out == "news: ok: 1 entry, no change\n"
    news.write_text(TWO + ONE.replace("One", "Eins"))
    assert run().out.splitlines() == [
        "news: ok: 2 entries, 1 new, 1 changed; wrote news.xml, news.atom, news.json in public",
        "what changed: feedkit diff news",
    ]


def test_text_ends_with_the_addresses(run: Run, folder: Path) -> None:
    """Where `base_url` is known, the feeds' addresses come last; the hint names the configuration."""
    configure(folder, {"news": "page.html"}, 'base_url = "https://feeds.example.org/x/"\n')
    (folder / "page.html").write_text(ONE)
    run()
    (folder / "page.html").write_text(ONE + TWO)
    ended = run("--config", str(folder / "feedkit.toml"))

    assert ended.out.splitlines()[1:] == [
        f"what changed: feedkit diff news --config {folder}/feedkit.toml",
        *(f"https://feeds.example.org/x/news.{suffix}" for suffix in ("xml", "atom", "json")),
    ]


def test_quiet_is_silent_when_all_is_well(run: Run, news: Path) -> None:
    """Cron sends no mail for what went well, and one for what did not."""
    assert run("--quiet") == Ended(0, "", "")
    news.write_text("")
    ended = run("--quiet")

    assert (ended.status, ended.out) == (1, "")
    assert re.match(r"error: news: nothing found: .*\[empty-page\]\n  next: .+\n$", ended.err)


def test_problems_are_counted(run: Run, news: Path) -> None:
    """What could not be read is told by code and changes no status."""
    news.write_text(ONE + "<li><a href=x>X</a><time>some day</time></li>")
    ended = run()

    assert ended.status == 0
    assert ended.out.endswith("; 1 problem: date-unread\n")


# Same page, same bytes; edits, losses


def test_unchanged_page_touches_nothing(run: Run, news: Path, folder: Path) -> None:
    """A second run writes no document, not even the same bytes."""
    run()
    before = published(folder)
    assert list(before) == DOCUMENTS

    assert run().status == 0
    assert published(folder) == before


def test_lost_or_edited_documents_are_made_again(run: Run, news: Path, folder: Path) -> None:
    """The documents are derived: one that is gone or was edited is what it was, after the next run."""
    run()
    before = {name: content for name, (content, _) in published(folder).items()}
    (folder / "public" / "news.xml").unlink()
    (folder / "public" / "news.json").write_text("{}")
    (folder / "public" / "news.atom").write_text("")

    assert run("--json").json[0]["written"] == ["news.xml", "news.atom", "news.json"]
    assert {name: content for name, (content, _) in published(folder).items()} == before


def test_empty_page_keeps_the_feed(run: Run, news: Path, folder: Path) -> None:
    """A page that lost its entries is broken, and the feed stays as it was."""
    run()
    before = published(folder)
    news.write_text("<html><p>Nothing</p></html>")
    (told,) = (ended := run("--json")).json

    assert (ended.status, told["status"], told["code"], told["entries"]) == (1, "broken", "empty-page", 1)
    assert published(folder) == before
    assert run().out == "news: broken: the feed stays as it was, 1 entry\n"


def test_first_run_of_a_broken_page_makes_no_feed(run: Run, news: Path, folder: Path) -> None:
    """Without an entry there is no document."""
    news.write_text("")

    assert run().out == "news: broken: there is no feed yet\n"
    assert published(folder) == {}


def test_relative_dates_stay_as_first_read(run: Run, news: Path, folder: Path) -> None:
    """A relative date is frozen at the first sight: the page's age changes nothing later."""
    news.write_text("<li><a href=x>X</a><time>yesterday</time></li>")
    run()
    before = published(folder)
    feedkit.run(folder / "feedkit.toml", now=feedkit.read("public/news.xml").updated.replace(year=2099))  # type: ignore[union-attr]

    assert published(folder) == before


def test_number_of_jobs_and_surroundings_leave_no_trace(folder: Path) -> None:
    """The same bytes with one worker and with four, in any zone, locale, folder and hash seed."""
    given = [
        ("1", {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}, folder),
        ("4", {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}, folder.parent),
    ]
    seen = []
    for jobs, surroundings, cwd in given:
        place = folder / jobs
        place.mkdir()
        configure(place, {f"s{n}": f"{n}.html" for n in range(6)})
        for n in range(6):
            (place / f"{n}.html").write_text(
                ONE + TWO + f"<li><a href={n}>{n}</a><time>2024-01-01</time></li>"
            )
        line = words("run", "--config", str(place / "feedkit.toml"), "--jobs", jobs, "--json")
        done = subprocess.run(line, env=environment(**surroundings), cwd=cwd, capture_output=True, check=True)
        told = [{**json.loads(row), "seconds": 0} for row in done.stdout.splitlines()]
        seen.append((told, {name: content for name, (content, _) in published(place).items()}))

    assert [each["source"] for each in seen[0][0]] == [f"s{n}" for n in range(6)]
    assert len(seen[0][1]) == 18
    assert seen[0] == seen[1]


def test_lost_state_is_rebuilt_and_told(run: Run, news: Path, folder: Path) -> None:
    """Without its state a source keeps ids and dates by its documents: a warning, and no flood."""
    news.write_text(ONE + TWO)
    run()
    before = published(folder)
    for path in folder.glob("feedkit.db*"):
        path.unlink()
    ended = run("--json")

    assert (ended.status, ended.json[0]["new"], published(folder)) == (3, 0, before)
    assert ended.err.startswith("warning: news: the state was lost")
    assert run("--json").status == 0


# Several sources, exit statuses


def test_broken_source_stops_no_other(run: Run, folder: Path) -> None:
    """One source that fails costs itself its run, and the status is 1."""
    configure(folder, {"a": "missing.html", "b": "page.html", "c": "page.html"})
    (folder / "page.html").write_text(ONE)
    ended = run("--json")

    assert ended.status == 1
    assert [(each["source"], each["status"], each["code"]) for each in ended.json] == [
        ("a", "broken", "no-such-file"),
        ("b", "ok", None),
        ("c", "ok", None),
    ]
    assert "error: a: no page: " in ended.err
    assert sorted(published(folder)) == [f"{n}.{s}" for n in "bc" for s in ("atom", "json", "xml")]


def test_names_choose_sources(run: Run, folder: Path) -> None:
    """Only those that are named run; a name there is none of is 2, before anything is done."""
    configure(folder, {"news": "page.html", "blog": "page.html"})
    (folder / "page.html").write_text(ONE)

    assert [each["source"] for each in run("blog", "--json").json] == ["blog"]
    ended = run("blog", "nwes")
    assert (ended.status, ended.out) == (2, "")
    assert "nwes: unknown source, did you mean news? [unknown-source]" in ended.err


FAULTS = {
    101: RuntimeError("a bug"),
    4: errors.LocalError("disk: x: full", "disk-full", "make room", "x"),
    1: errors.FetchError("page: x: gone", "gone", "look", "x"),
    3: errors.SuspectError("page: x: few", "too-few", "look", "x"),
    75: errors.LockedError("state: x: locked", "locked", "wait", "x"),
}


@pytest.mark.parametrize(
    ("faults", "status"),
    [
        ((), 5),
        ((3,), 3),
        ((1, 3), 1),
        ((3, 4, 1), 4),
        ((4, 101, 1), 101),
        ((75,), 75),
        ((1, 75), 1),
    ],
)
def test_status_is_the_first_that_applies(
    faults: tuple[int, ...], status: int, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """101, 4, 1, 3, 5, 0: the worst tells; and whatever happens to one, the others go on."""
    names = [f"s{number}" for number in range(len(faults) + 1)]
    configure(folder, dict.fromkeys(names, "page.html"))
    (folder / "page.html").write_text(ONE)
    update = pipeline.update

    def fail(source: Any, *more: Any) -> Any:
        number = names.index(source.name)
        if number < len(faults):
            raise FAULTS[faults[number]]
        return update(source, *more)

    monkeypatch.setattr(pipeline, "update", fail)
    ended = run("--json", "--exit-code")

    assert ended.status == status
    assert [each["new"] for each in ended.json] == [0] * len(faults) + [1]
    assert ended.err.count("\n  next: ") == len(faults)
    assert ended.err.startswith("warning: " if 3 in faults[:1] else "error: " if faults else "")
    assert "Traceback" not in ended.err


def test_exit_code_tells_new_entries(run: Run, news: Path) -> None:
    """5 when something is new; a change alone, or nothing, is 0; without the option it is always 0."""
    assert run("--exit-code").status == 5
    assert run("--exit-code").status == 0
    news.write_text(ONE.replace("One", "Eins"))
    assert run("--exit-code").status == 0
    news.write_text(ONE + TWO)
    assert run().status == 0


# Configuration


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[feedkit]\n", "no sources"),
        ("nonsense", "feedkit.toml"),
        ('[sources.a]\npage = "http://127.0.0.1:9/"\nlimt = 3\n', "did you mean limit?"),
        ('[sources.a]\npage = "page.html"\n', "[no-address]"),
        ('[sources.a]\npage = "http://x.example/"\n[sources.a.recipe]\nentry = "li["\n', "position"),
    ],
)
def test_mistake_in_the_configuration_is_2(text: str, told: str, run: Run, folder: Path) -> None:
    """A mistake is told before anything is fetched or made."""
    (folder / "feedkit.toml").write_text(text)
    ended = run()

    assert (ended.status, ended.out) == (2, "")
    assert told in ended.err
    assert [path.name for path in folder.iterdir()] == ["feedkit.toml"]


def test_configuration_is_found(
    run: Run, news: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--config, $FEEDKIT_CONFIG, ./feedkit.toml, the user's folder; paths are relative to the file."""
    place = folder / "feedkit.toml"
    monkeypatch.chdir(tmp_path)
    ended = run()
    assert (ended.status, "[no-config]" in ended.err) == (2, True)

    assert run("--config", str(place)).status == 0
    assert list(published(folder)) == DOCUMENTS
    monkeypatch.setenv("FEEDKIT_CONFIG", str(place))
    assert run("--json").json[0]["new"] == 0
    monkeypatch.delenv("FEEDKIT_CONFIG")
    user = tmp_path / "home" / "feedkit"
    user.mkdir(parents=True)
    (user / "feedkit.toml").write_text(place.read_text())
    (user / "page.html").write_text(ONE)
    assert run().status == 0
    assert list(published(user)) == DOCUMENTS


# Dry runs, foreign files, locks


def everything(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    paths = [folder, *sorted(folder.rglob("*"))]
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_ino, path.read_bytes() if path.is_file() else b"")
        for path in paths
    }


def test_dry_run_writes_nothing_at_all(run: Run, news: Path, folder: Path) -> None:
    """Before the first run no state, folder or lock is made; the counts are those of a real run."""
    before = everything(folder)
    (told,) = run("--dry-run", "--json").json

    assert (told["new"], told["written"]) == (1, ["news.xml", "news.atom", "news.json"])
    assert run("--dry-run").out.startswith("news: ok: 1 entry, 1 new; would write news.xml, ")
    assert everything(folder) == before


def test_dry_run_changes_neither_state_nor_documents(run: Run, news: Path, folder: Path) -> None:
    """After a run it shows what the next one would do, and leaves that to do."""
    run()
    news.write_text(ONE + TWO)
    documents, state = published(folder), (folder / "feedkit.db").read_bytes()

    assert run("--dry-run", "--exit-code").status == 5
    assert (published(folder), (folder / "feedkit.db").read_bytes()) == (documents, state)
    assert run("--exit-code").status == 5


def test_dry_run_of_a_broken_page_notes_nothing(run: Run, news: Path, folder: Path) -> None:
    """A failure in a dry run leaves no line of history."""
    news.write_text("")

    assert run("--dry-run").status == 1
    assert sorted(path.name for path in folder.iterdir()) == ["feedkit.toml", "page.html"]


def test_foreign_file_is_not_replaced(run: Run, news: Path, folder: Path) -> None:
    """A file that feedkit did not write stops its source with 4, until --force."""
    (folder / "public").mkdir()
    (folder / "public" / "news.atom").write_text("<feed>somebody else's</feed>")
    ended = run("--json")

    assert (ended.status, ended.json[0]["code"]) == (4, "foreign-file")
    assert "--force" in ended.err
    assert (folder / "public" / "news.atom").read_text() == "<feed>somebody else's</feed>"
    assert run("--force").status == 0
    assert b"feedkit" in (folder / "public" / "news.atom").read_bytes()


def test_adopted_file_makes_way(run: Run, folder: Path) -> None:
    """`adopt = true` in the source takes a foreign file over."""
    configure(folder, {"news": "page.html"}, more="adopt = true\n")
    (folder / "page.html").write_text(ONE)
    (folder / "public").mkdir()
    (folder / "public" / "news.atom").write_text(
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:mine</id><title>Mine</title></feed>'
    )

    assert run().status == 0


def test_unwritable_folder_is_4(run: Run, news: Path, folder: Path) -> None:
    """Documents that cannot be written are local trouble, told with a next step."""
    (folder / "public").write_text("a file")
    ended = run("--json")

    assert (ended.status, ended.json[0]["status"]) == (4, "broken")
    assert "[not-a-folder]" in ended.err
    assert (folder / "public").read_text() == "a file"


def test_second_run_leaves_at_once(run: Run, news: Path, folder: Path) -> None:
    """While another run holds the lock: 75, nothing changed, and no word with --quiet."""
    with (folder / "feedkit.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        started = time.monotonic()
        loud, quiet = run("--json"), run("--quiet")
        waited = run("--quiet", "--lock-wait", "0.2")
        spent = time.monotonic() - started

    assert (loud.status, loud.out) == (75, "")
    assert "[locked]" in loud.err
    assert quiet == waited == Ended(75, "", "")
    assert 0.2 < spent < 5
    assert not (folder / "public").exists()
    assert run("--lock-wait", "1").status == 0


def test_lock_wait_waits(run: Run, news: Path, folder: Path) -> None:
    """A run that may wait goes on as soon as the other one ends."""
    script = "import fcntl, sys; f = open('feedkit.db.lock', 'w'); fcntl.flock(f, 2); print(flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        waiting = subprocess.Popen(words("run", "--lock-wait", "30", "--quiet"), env=environment())
        time.sleep(0.3)
        assert waiting.poll() is None
        holder.communicate()
        assert waiting.wait(20) == 0

    assert list(published(folder)) == DOCUMENTS


# By HTTP


def test_not_modified_keeps_the_feed_and_finishes_it(run: Run, folder: Path, site: Any) -> None:
    """304: nothing is parsed, nothing changes; a document that was lost is made again all the same."""
    configure(folder, {"news": site.put("/news", ONE)})
    run()
    before = published(folder)
    assert run("--json").json[0]["entries"] == 1
    assert site.count("/news", 304) == 1
    assert published(folder) == before

    (folder / "public" / "news.atom").unlink()
    assert run("--json").json[0]["written"] == ["news.atom"]
    assert site.count("/news", 304) == 2
    assert published(folder)["news.atom"][0] == before["news.atom"][0]


def test_changed_page_is_taken_in(run: Run, folder: Path, site: Any) -> None:
    """A page that changed comes whole, and its new entry is announced once."""
    configure(folder, {"news": site.put("/news", ONE)})
    run()
    site.put("/news", TWO + ONE)

    assert run("--json").json[0]["new"] == 1
    assert run("--json").json[0]["new"] == 0
    assert (site.count("/news", 200), site.count("/news", 304)) == (2, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "a"', 'title = "time"'),
        ("/news", "/other"),
        ("[feedkit]", '[defaults]\ntimezone = "Asia/Tokyo"'),
    ],
)
def test_validators_stand_for_one_recipe_and_address(
    old: str, new: str, run: Run, folder: Path, site: Any
) -> None:
    """What is read in another way, or is another page, is not asked for on condition."""
    configure(folder, {"news": site.put("/news", ONE)})
    site.put("/other", ONE)
    run()
    place = folder / "feedkit.toml"
    place.write_text(place.read_text().replace(old, new, 1))

    assert run().status == 0
    assert site.requests[-1].status == 200
    assert "if-none-match" not in site.requests[-1].headers


def test_failed_page_leaves_its_validators(run: Run, folder: Path, site: Any) -> None:
    """A page that came empty is not remembered: the next run gets it whole."""
    configure(folder, {"news": site.put("/news", ONE)})
    run()
    site.put("/news", "<html></html>")
    assert run().status == 1
    assert run().status == 1
    assert site.count("/news", 304) == 0

    site.put("/news", ONE)
    assert run().status == 0
    assert site.requests[-1].status == 304


@pytest.mark.parametrize(
    ("status", "code"), [(404, "http-404"), (410, "gone"), (429, "rate-limited"), (500, "http-500")]
)
def test_failed_page_keeps_the_feed(status: int, code: str, run: Run, folder: Path, site: Any) -> None:
    """Whatever the server answers, subscribers keep their feed, and the operator learns why."""
    configure(folder, {"news": site.put("/news", ONE)})
    run()
    before = published(folder)
    site.pages["/news"] = (status, {}, b"")
    ended = run("--json")

    assert (ended.status, ended.json[0]["code"], ended.json[0]["entries"]) == (1, code, 1)
    assert re.search(rf"\[{code}\]\n  next: \w", ended.err)
    assert published(folder) == before


def test_page_over_the_limit_is_refused(run: Run, folder: Path, site: Any) -> None:
    """`max_bytes` of the source holds for pages by HTTP and for files."""
    (folder / "page.html").write_text(ONE)
    for page in (site.put("/news", ONE), "page.html"):
        for limit, status in ((len(ONE) - 1, 1), (len(ONE), 0)):
            configure(folder, {"news": page}, more=f"max_bytes = {limit}\n")
            ended = run("--json")
            assert (ended.status, ended.json[0]["code"]) == (status, "too-large" if status else None)


def test_page_that_keeps_silent_ends_in_time(run: Run, folder: Path) -> None:
    """`max_seconds` of the source, or --max-seconds, ends a fetch; the next step names it."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        page = f"http://127.0.0.1:{silent.getsockname()[1]}/news"
        configure(folder, {"news": page}, more="max_seconds = 1\n")
        started = time.monotonic()
        ends = run(), run(page, "--max-seconds", "1", "--allow-private", command="preview")

    assert time.monotonic() - started < 4
    for ended in ends:
        assert (ended.status, "[timeout]" in ended.err, "max_seconds" in ended.err) == (1, True, True)


# Ends


def test_reader_who_leaves_stops_no_source(folder: Path) -> None:
    """`feedkit run | head -1` still brings every feed up to date, and ends with 141."""
    names = [f"s{number}" for number in range(4)]
    configure(folder, dict.fromkeys(names, "page.html"))
    (folder / "page.html").write_text(ONE)
    process = subprocess.Popen(
        words("run"), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read()
    process.stderr.close()

    assert (process.wait(30), err) == (141, b"")
    assert len(published(folder)) == 12


def test_closed_streams_are_no_matter_to_a_quiet_run(news: Path, folder: Path) -> None:
    """A daemon without any standard stream is served, and nothing is written into its files."""
    line = f"'{sys.executable}' -m feedkit run --quiet <&- >&- 2>&-"

    assert subprocess.run(["bash", "-c", line], env=environment()).returncode == 0
    assert list(published(folder)) == DOCUMENTS
    news.write_text("")
    assert subprocess.run(["bash", "-c", line], env=environment()).returncode == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", ["1", "3"])
def test_signal_ends_a_run_cleanly(number: signal.Signals, jobs: str, folder: Path) -> None:
    """128 + n within a second, in the middle of a page; no temporary file stays, and the next run goes on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)
        slow = f"http://127.0.0.1:{server.getsockname()[1]}/"
        configure(folder, {"a": "page.html", "b": slow, "c": slow, "d": "page.html"})
        (folder / "page.html").write_text(ONE)
        process = subprocess.Popen(
            words("run", "--jobs", jobs), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        connection, _ = server.accept()
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
        time.sleep(0.2)
        started = time.monotonic()
        process.send_signal(number)
        _, err = process.communicate(timeout=10)
        connection.close()

    assert time.monotonic() - started < 1
    assert (process.returncode, err) == (128 + number, b"")
    assert not list(folder.rglob(".*"))
    assert "a.xml" in published(folder)
    configure(folder, {"a": "page.html", "d": "page.html"})
    assert subprocess.run(words("run", "--quiet"), env=environment()).returncode == 0


def test_folder_that_is_gone_does_no_harm(news: Path, folder: Path, tmp_path: Path) -> None:
    """A run needs no working directory when its configuration is named."""
    line = f"mkdir gone && cd gone && rmdir ../gone && '{sys.executable}' -m feedkit run --config '{folder}/feedkit.toml'"
    done = subprocess.run(["bash", "-c", line], cwd=tmp_path, env=environment(), capture_output=True)

    assert done.returncode == 0
    assert done.stdout.decode().endswith(f" in {folder}/public\n")
