"""`feedkit status`, `accept`, `fsck`: what is told, and how it ends."""

import fcntl
import gzip
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from feedkit import cli

RECIPE = 'entry = "li"\ntitle = "a"\nlink = "a"\ndate = "time"\n'
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
KEYS = [
    "v",
    "source",
    "status",
    "code",
    "last_run",
    "last_success",
    "stale_since",
    "failures",
    "usual",
    "accepted",
    "page",
    "not_before",
]


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


Command = Callable[..., Ended]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, with a configuration of one source, and surroundings that say nothing."""
    for name in ("FEEDKIT_CONFIG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    folder = tmp_path / "feeds"
    folder.mkdir()
    monkeypatch.chdir(folder)
    configure(folder, "news")
    show(folder, 10)
    return folder


@pytest.fixture
def feedkit(capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    """Run a command line in this process."""

    def ended(*words: str) -> Ended:
        status = cli.status_of(list(words))
        out, err = capfdbinary.readouterr()
        return Ended(status, out.decode(), err.decode())

    return ended


def configure(folder: Path, *names: str) -> None:
    sources = (
        f'[sources.{name}]\npage = "{name}.html"\nurl = "https://www.example.org/{name}?a=1&b=(2)"\n'
        f"[sources.{name}.recipe]\n{RECIPE}"
        for name in names
    )
    (folder / "feedkit.toml").write_text("".join(sources))


def show(folder: Path, count: int, name: str = "news") -> None:
    rows = (f"<li><a href={n}>T{n}</a><time>2024-03-{n:02d}</time></li>" for n in range(1, count + 1))
    (folder / f"{name}.html").write_text("".join(rows))


def test_status_of_a_new_source_says_how_to_begin(feedkit: Command, folder: Path) -> None:
    """Nothing ran: nothing else is told, and no file is made."""
    assert feedkit("status") == Ended(0, "news: new\n  next: feedkit run news\n", "")
    assert sorted(path.name for path in folder.iterdir()) == ["feedkit.toml", "news.html"]


def test_status_of_a_good_source(feedkit: Command) -> None:
    """When it ran, when it last went well, what it usually shows; nothing is to be done."""
    feedkit("run")
    ended = feedkit("status")

    assert (ended.status, ended.err) == (0, "")
    told = rf"news: ok\n  last run ({TIME}), last success \1\n  usually shows 10 entries\n"
    assert re.fullmatch(told, ended.out)


def test_status_of_a_suspect_source_says_what_to_do(feedkit: Command, folder: Path) -> None:
    """Where the page is, how to accept it, how to see what is found; what was kept can be read."""
    feedkit("run")
    show(folder, 2)
    feedkit("run")
    feedkit("run")
    lines = feedkit("status").out.splitlines()

    kept = folder / "feedkit.pages" / "news.gz"
    assert lines[0] == "news: suspect (too-few)"
    assert re.fullmatch(
        f"  2 failures in a row; the feed stays as it was, stale since {TIME}",
        lines[2],
    )
    assert lines[4:] == [
        f"  the page that failed last is kept: zcat {kept}",
        "  next: look at https://www.example.org/news?a=1&b=(2)",
        "  next: if its new look is right: feedkit accept news",
        f"  next: see what is found: feedkit preview {folder}/news.html --source news",
    ]
    assert gzip.decompress(kept.read_bytes()) == (folder / "news.html").read_bytes()


def test_status_of_a_broken_source(feedkit: Command, folder: Path) -> None:
    """One that never went well has no feed; it cannot be accepted into one."""
    (folder / "news.html").write_text("")
    feedkit("run")
    lines = feedkit("status").out.splitlines()

    assert lines[0] == "news: broken (empty-page)"
    assert lines[1].endswith(", last success never")
    assert lines[2] == "  1 failure in a row; there is no feed yet"
    assert not any("accept" in line for line in lines)
    assert lines[-1].startswith("  next: see what is found: feedkit preview ")


def test_status_gives_commands_that_a_shell_takes(feedkit: Command, folder: Path, tmp_path: Path) -> None:
    """An odd folder is quoted, and the configuration is named as it was on the command line."""
    odd = tmp_path / "it's (odd) & so"
    shutil.copytree(folder, odd)
    (odd / "news.html").write_text("<p>nothing</p>")
    place = str(odd / "feedkit.toml")
    feedkit("run", "--config", place)
    line = feedkit("status", "--config", place).out.splitlines()[-1]
    command = line.partition("see what is found: feedkit ")[2]

    script = f'"{sys.executable}" -m feedkit {command}'
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, "[empty-page]" in done.stderr) == (1, True)


def test_status_json_is_one_object_a_line(feedkit: Command, folder: Path) -> None:
    """These members in this order; what is not known is null."""
    configure(folder, "news", "other")
    feedkit("run", "news")
    show(folder, 1)
    feedkit("run", "news")
    feedkit("accept", "news")
    ended = feedkit("status", "--json")

    news, other = ended.json
    assert list(news) == list(other) == KEYS
    times = [news.pop(key) for key in ("last_run", "last_success", "stale_since")]
    assert all(re.fullmatch(TIME, time) for time in times)
    assert news == {
        "v": 1,
        "source": "news",
        "status": "suspect",
        "code": "too-few",
        "failures": 1,
        "usual": 10,
        "accepted": True,
        "page": str(folder / "feedkit.pages" / "news.gz"),
        "not_before": None,
    }
    assert [other[key] for key in KEYS[2:]] == ["new", None, None, None, None, 0, None, False, None, None]
    assert '"usual": 10,' in ended.out


def test_status_takes_names(feedkit: Command, folder: Path) -> None:
    """In their order, each once; one that there is none of may have been mistyped."""
    configure(folder, "news", "other", "third")
    ended = feedkit("status", "third", "news", "third")
    assert [line for line in ended.out.splitlines() if line[0] != " "] == ["third: new", "news: new"]

    mistyped = feedkit("status", "nesw")
    assert (mistyped.status, mistyped.out) == (2, "")
    assert "nesw: unknown source, did you mean news? [unknown-source]" in mistyped.err


def test_status_of_a_damaged_state(feedkit: Command, folder: Path) -> None:
    """The damage is told once on standard error, and the run that mends it is named."""
    configure(folder, "news", "other")
    show(folder, 3, "other")
    feedkit("run")
    (folder / "feedkit.db").write_bytes(b"no database" * 500)
    ended = feedkit("status")

    assert ended.status == 4
    assert ended.out == (
        "news: broken (state-corrupt)\n  next: feedkit run news\n"
        "other: broken (state-corrupt)\n  next: feedkit run other\n"
    )
    assert ended.err.count("[state-corrupt]") == 1


def test_accept_and_run(feedkit: Command, folder: Path) -> None:
    """What is accepted is shown, passes once, and is then no longer accepted."""
    feedkit("run")
    show(folder, 2)
    assert feedkit("run", "--quiet").status == 3
    assert feedkit("accept", "news") == Ended(
        0, "news: the next run passes its guards if it finds entries\n", ""
    )
    told = feedkit("status").out
    assert "\n  accepted: the next run passes its guards if it finds entries\n" in told
    assert "feedkit accept" not in told

    assert feedkit("run", "--quiet") == Ended(0, "", "")
    assert feedkit("status").out.startswith("news: ok\n")
    assert feedkit("status", "--json").json[0]["accepted"] is False


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["news"], "error: nothing to accept: news: the source never ran [never-ran]"),
        (["nesw"], "nesw: unknown source, did you mean news? [unknown-source]"),
        ([], "error: usage: feedkit accept: missing argument 'NAME' [usage]"),
        (["news", "other"], "[usage]"),
    ],
)
def test_accept_refuses(words: list[str], told: str, feedkit: Command) -> None:
    """What cannot be accepted is a mistake in the words: exit status 2."""
    ended = feedkit("accept", *words)

    assert (ended.status, ended.out) == (2, "")
    assert told in ended.err


def test_fsck_tells_and_repairs(feedkit: Command, folder: Path) -> None:
    """Findings end with 4, repaired ones with 0; then all is well, and stays so."""
    feedkit("run")
    (folder / "public" / "news.xml").unlink()

    finding = "news.xml: the document is missing [document-differs]\n"
    assert feedkit("fsck") == Ended(4, f"{finding}1 finding\n", "")
    assert feedkit("fsck", "--repair") == Ended(0, f"{finding}1 finding, 1 repaired\n", "")
    assert feedkit("fsck", "--repair") == feedkit("fsck") == Ended(0, "all is well\n", "")


def test_fsck_leaves_what_it_cannot_repair(feedkit: Command, folder: Path) -> None:
    """A file of somebody else is told again and again, with 4."""
    feedkit("run")
    for path in folder.glob("feedkit.db*"):
        path.unlink()
    (folder / "public" / "news.json").write_text('{"hello": 1}')

    ended = feedkit("fsck", "--repair")
    assert (ended.status, ended.err) == (4, "")
    assert ended.out.endswith("[foreign-file]\n2 findings, 1 repaired\n")
    assert (folder / "public" / "news.json").read_text() == '{"hello": 1}'


@pytest.mark.parametrize("words", [["fsck"], ["fsck", "--repair"]])
def test_fsck_waits_for_no_run(words: list[str], feedkit: Command, folder: Path) -> None:
    """While a run holds the lock, nothing is looked at: exit status 75. Status and accept do not mind."""
    feedkit("run")
    with (folder / "feedkit.db.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ended = feedkit(*words)
        assert feedkit("status").status == feedkit("accept", "news").status == 0

    assert (ended.status, ended.out) == (75, "")
    assert "[locked]" in ended.err


@pytest.mark.parametrize("words", [["status"], ["accept", "news"], ["fsck"], ["fsck", "--repair"]])
def test_state_that_is_not_ours_is_left_alone(words: list[str], feedkit: Command, folder: Path) -> None:
    """Where a folder stands in the place of the state, that is an error, and it stays."""
    (folder / "feedkit.db").mkdir()
    ended = feedkit(*words)

    assert ended.status == 4
    assert "[not-a-file]" in ended.err
    assert (folder / "feedkit.db").is_dir()


def test_rebuilt_state_is_a_warning_once(feedkit: Command, folder: Path) -> None:
    """A run that had to rebuild its state ends with 3 and tells it; the next ends with 0."""
    feedkit("run")
    (folder / "feedkit.db").unlink()
    first = feedkit("run", "--json")

    assert first.status == 3
    assert [(told["status"], told["code"], told["new"]) for told in first.json] == [
        ("ok", "state-rebuilt", 0)
    ]
    assert "[state-rebuilt]" in first.err
    assert feedkit("run", "--quiet") == Ended(0, "", "")
