"""`feedkit diff`: between two documents, or what the last run of a source changed."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from feedkit import cli

ADDRESS = "https://www.example.org/news/"
RECIPE = 'entry = "li"\ntitle = "a"\nlink = "a"\ndate = "time"\n'
ONE = '<li><a href="one">One</a> <time>2024-03-04</time></li>'
TWO = '<li><a href="two">Two</a> <time>2024-03-05</time></li>'
THREE = '<li><a href="three">Three</a> <time>2024-03-06</time></li>'
KEYS = ["v", "kind", "id", "title", "link", "published", "fields"]


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
    """A folder with a configuration to be in, and surroundings that say nothing."""
    monkeypatch.delenv("FEEDKIT_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "recipe.toml").write_text(RECIPE)
    (tmp_path / "feedkit.toml").write_text(
        f'[sources.news]\npage = "page.html"\nurl = "{ADDRESS}"\n[sources.news.recipe]\n{RECIPE}'
    )
    return tmp_path


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command line in this process."""

    def ended(*words: str) -> Ended:
        status = cli.status_of(list(words))
        out, err = capfdbinary.readouterr()
        return Ended(status, out.decode(), err.decode())

    return ended


@pytest.fixture
def documents(run: Run, folder: Path) -> None:
    """Two documents of each format: Two is new, One changed its title, Three is gone."""
    for name, rows in {"old": THREE + ONE, "new": TWO + ONE.replace("One", "Eins")}.items():
        (folder / "page.html").write_text(rows)
        files = [word for suffix in ("xml", "atom", "json") for word in ("-o", f"{name}.{suffix}")]
        assert run("build", "page.html", "--recipe", "recipe.toml", "--url", ADDRESS, *files).status == 0


@pytest.mark.parametrize("old", ["old.xml", "old.atom", "old.json"])
@pytest.mark.parametrize("new", ["new.xml", "new.atom", "new.json"])
@pytest.mark.usefixtures("documents")
def test_documents_of_any_formats_are_compared(old: str, new: str, run: Run) -> None:
    """New, changed and gone are found across formats, one object a line, members as promised."""
    ended = run("diff", old, new, "--json")

    assert (ended.status, ended.err) == (0, "")
    assert all(list(each) == KEYS for each in ended.json)
    assert ended.json == [
        {
            "v": 1,
            "kind": kind,
            "id": f"{ADDRESS}{name}",
            "title": title,
            "link": f"{ADDRESS}{name}",
            "published": f"2024-03-0{day}T12:00:00Z",
            "fields": fields,
        }
        for kind, name, title, day, fields in [
            ("new", "two", "Two", 5, {}),
            ("changed", "one", "Eins", 4, {"title": ["One", "Eins"]}),
            ("gone", "three", "Three", 6, {}),
        ]
    ]


@pytest.mark.usefixtures("documents")
def test_text_and_markdown_end_with_the_counts(run: Run) -> None:
    """For people: what is new, changed with both values, and gone."""
    text, markdown = run("diff", "old.xml", "new.xml"), run("diff", "old.xml", "new.xml", "--markdown")

    assert text.out.splitlines() == [
        "+ 2024-03-05  Two",
        f"    {ADDRESS}two",
        "~ 2024-03-04  Eins",
        f"    {ADDRESS}one",
        "    title: One -> Eins",
        "- 2024-03-06  Three",
        f"    {ADDRESS}three",
        "1 new, 1 changed, 1 gone",
    ]
    assert markdown.out.startswith("## New\n\n- 2024-03-05 [Two](")
    assert markdown.out.endswith("\n\n1 new, 1 changed, 1 gone\n")


@pytest.mark.usefixtures("documents")
def test_same_documents_have_no_difference(run: Run) -> None:
    """Another format is no change; --json of nothing is nothing."""
    assert run("diff", "old.xml", "old.json").out == "0 new, 0 changed, 0 gone\n"
    assert run("diff", "old.xml", "old.atom", "--json") == Ended(0, "", "")


@pytest.mark.usefixtures("documents")
def test_exit_code_tells_new_entries(run: Run) -> None:
    """5 when there are new entries, 0 when there are none, whatever else changed."""
    assert run("diff", "old.xml", "new.xml", "--exit-code").status == 5
    assert run("diff", "old.xml", "old.xml", "--exit-code").status == 0
    assert run("diff", "old.xml", "new.xml").status == 0


def test_name_shows_what_the_last_run_changed(run: Run, folder: Path) -> None:
    """From the store, without a fetch: the last run that changed something counts."""
    for rows in (ONE, TWO + ONE):
        (folder / "page.html").write_text(rows)
        run("run")
    (folder / "page.html").unlink()
    run("run")

    assert [(each["kind"], each["title"]) for each in run("diff", "news", "--json").json] == [("new", "Two")]
    assert run("diff", "news", "--exit-code").status == 5
    config = ("--config", str(folder / "feedkit.toml"))
    assert run("diff", "news", *config).out.endswith("1 new, 0 changed, 0 gone\n")


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["diff"], 2, "missing argument"),
        (["diff", "a", "b", "c"], 2, "give two documents"),
        (["diff", "old.xml"], 2, "give two documents"),
        (["diff", "a", "b", "--json", "--markdown"], 2, "not both"),
        (["diff", "nwes"], 2, "did you mean news?"),
        (["diff", "news"], 2, "feedkit run news"),
        (["diff", "news", "--config", "none.toml"], 2, "none.toml"),
        (["diff", "none.xml", "none.xml"], 1, "none.xml: no such file"),
        (["diff", "recipe.toml", "recipe.toml"], 1, "recipe.toml"),
        (["diff", ".", "."], 1, "a directory"),
    ],
)
def test_what_cannot_be_compared_is_told(words: list[str], status: int, told: str, run: Run) -> None:
    """Usage is 2, a document that cannot be read 1; each with code and next step."""
    ended = run(*words)

    assert (ended.status, ended.out) == (status, "")
    assert told in ended.err
    assert "]\n  next: " in ended.err


def test_diff_of_a_name_makes_no_state(run: Run, folder: Path) -> None:
    """Looking makes no file."""
    run("diff", "news")

    assert sorted(path.name for path in folder.iterdir()) == ["feedkit.toml", "recipe.toml"]
