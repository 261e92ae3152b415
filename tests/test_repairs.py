"""`feedkit repair-recipe`: pages that change their layout, and what is proposed and written."""

import gzip
import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from feedkit import _files, cli, runner, sources

ROWS = "".join(
    f'<li class="news"><h3><a href="/news/{number}">Council votes on budget number {number} for the town</a></h3>'
    f"<time>2024-03-{number:02}</time></li>"
    for number in range(1, 9)
)
PAGE = f'<html><body><ul class="list">{ROWS}</ul></body></html>'
SUMMED = re.sub(
    r"number (\d)(.*?)</h3>",
    r"number \1\2</h3><p class='text'>Clerk \1 of the council says that the sum is lower than last year, and the hall stays open.</p>",
    PAGE,
)
TOML = """\
# feeds of the town
[feedkit]
output = "public"   # here

[sources.town]
page = "page.html"
url = "https://www.example.org/news"

[sources.town.recipe]
entry = "li.news"  # the rows
title = "h3"
link = "h3 a"
date = "time"
volatile = ["title"]

[sources.other]   # stays
page = "https://x.example/"
"""
INLINE = """\
[sources.town]
page = "page.html"
url = "https://www.example.org/news"
recipe = { entry = "li.news", title = "h3", link = "h3 a", date = "time" }   # short
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended: status, standard output, standard error."""

    status: int
    out: str
    err: str


Command = Callable[..., Ended]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, with a configuration, and surroundings that say nothing."""
    monkeypatch.delenv("FEEDKIT_CONFIG", raising=False)
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    folder = tmp_path / "feeds"
    folder.mkdir()
    monkeypatch.chdir(folder)
    _config(TOML)
    _page(PAGE)
    return folder


@pytest.fixture
def feedkit(capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs a command."""

    def run(*args: str) -> Ended:
        status = cli.status_of([*args])
        return Ended(status, *capfd.readouterr())

    return run


def _config(text: str) -> None:
    Path("feedkit.toml").write_text(text, encoding="utf-8", newline="")


def _page(text: str) -> None:
    Path("page.html").write_text(text, encoding="utf-8")


def _renamed(page: str) -> str:
    return page.replace('class="news"', 'class="card"').replace("h3>", "h2>")


def _wrapped(page: str) -> str:
    return re.sub(r'<li class="news">(.*?)</li>', r'<div class="tile"><div class="x-in">\1</div></div>', page)


def _in_table(page: str) -> str:
    rows = re.sub(r"<li[^>]*><h3>(.*?)</h3>(.*?)</li>", r"<tr><td>\2</td><td>\1</td></tr>", page)
    return rows.replace("ul", "table")


def _with_news(page: str) -> str:
    row = '<li class="news"><h3><a href="/news/9">Mayor opens the harbour bridge to the public</a></h3>'
    return _renamed(page.replace("<li", f"{row}<time>2024-03-09</time></li><li", 1))


def _without_one(page: str) -> str:
    return _renamed(re.sub("<li.*?</li>", "", page, count=1))


CHANGES = (_renamed, _wrapped, _in_table, _with_news, _without_one)


def test_repair_needs_a_source_that_ran(feedkit: Command) -> None:
    """Without known entries nothing tells whether it is the same list."""
    ended = feedkit("repair-recipe", "town")

    assert (ended.status, "[never-ran]" in ended.err) == (2, True)


def test_repair_needs_a_source_there_is(feedkit: Command) -> None:
    """A name that is none is told."""
    assert "[unknown-source]" in feedkit("repair-recipe", "twon").err


def test_repair_needs_a_recipe(feedkit: Command) -> None:
    """Where there is no recipe, there is nothing to repair."""
    _config('[sources.town]\npage = "page.html"\nurl = "https://www.example.org/news"\n')

    ended = feedkit("repair-recipe", "town")

    assert (ended.status, "[no-recipe]" in ended.err) == (2, True)


@pytest.mark.parametrize(
    "page",
    [
        PAGE.replace("/news/", "/other/")
        .replace("Council votes on budget", "Club wins in match")
        .replace("03-0", "04-1"),
        "<html><body><p>We are gone.</p></body></html>",
        "",
    ],
    ids=["another list", "no list", "empty"],
)
def test_repair_refuses_another_page(feedkit: Command, page: str) -> None:
    """A page that shows too few known entries, or none, gives no recipe, and nothing is written."""
    assert feedkit("run", "town").status == 0
    _page(_renamed(page))

    ended = feedkit("repair-recipe", "town", "--write")

    assert (ended.status, ended.out) == (1, "")
    assert Path("feedkit.toml").read_text(encoding="utf-8") == TOML


def _answer(title: str, address: str, around: Callable[[list[object]], object], first: int = 1) -> str:
    rows = [
        {
            title: f"Council votes on budget number {number}",
            address: f"/news/{number}",
            "date": f"2024-03-{number:02}",
        }
        for number in range(first, 9)
    ]
    return json.dumps(around(rows))


def test_repair_of_paths(feedkit: Command) -> None:
    """An answer in JSON whose members are called otherwise gets other paths; entries stay themselves."""
    _config(
        TOML.replace('"li.news"', '"$.results[]"')
        .replace('"h3"', '"$.title"')
        .replace('"h3 a"', '"$.url"')
        .replace('"time"', '"$.date"\ntotal = "$.found"')
    )
    _page(_answer("title", "url", lambda rows: {"found": 99, "results": rows}, 2))
    assert feedkit("run", "town").status == 0
    _page(_answer("headline", "link", lambda rows: {"data": {"list": rows}, "meta": {"total": 99}}))

    assert feedkit("run", "town").status == 1
    assert feedkit("repair-recipe", "town", "--write").status == 0
    recipe = sources.tables(Path("feedkit.toml").read_bytes(), Path("feedkit.toml"))["sources"]["town"][
        "recipe"
    ]
    assert recipe == {
        "entry": "$.data.list[]",
        "title": "$.headline",
        "link": "$.link",
        "date": "$.date",
        "total": "$.meta.total",
        "volatile": ["title"],
    }
    assert "8 entries, 1 new;" in feedkit("run", "town").out


def test_repair_of_what_is_right_is_none(feedkit: Command) -> None:
    """A recipe that gives what is detected stays."""
    feedkit("run", "town")

    ended = feedkit("repair-recipe", "town", "--write")

    assert (ended.status, ended.err) == (0, "")
    assert "there is nothing to repair" in ended.out
    assert Path("feedkit.toml").read_text(encoding="utf-8") == TOML


def test_repair_shows_and_writes_nothing(feedkit: Command) -> None:
    """Without --write the old and the new selectors are shown with their evidence."""
    feedkit("run", "town")
    _page(_renamed(PAGE))

    ended = feedkit("repair-recipe", "town")

    assert (
        ended.out
        == """\
town: the page shows 8 entries; 8 of them are known; it showed 8 last
- entry = "li.news"
+ entry = "li.card"  # 8 entries
- title = "h3"
+ title = "a"  # Council votes on budget number 1 for the town
- link = "h3 a"
+ link = "a"  # https://www.example.org/news/1
  date = "time"
  volatile = ["title"]
nothing was written; --write puts it into feedkit.toml
"""
    )
    assert Path("feedkit.toml").read_text(encoding="utf-8") == TOML


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_repair_lets_the_next_run_pass(feedkit: Command, change: Callable[[str], str]) -> None:
    """A broken run publishes nothing and names the repair; once repaired, known entries are known still."""
    feedkit("run", "town")
    before = Path("public/town.json").read_bytes()
    _page(change(PAGE))

    broken = feedkit("run", "town")
    assert broken.status == 1
    assert "feedkit repair-recipe town" in broken.err
    assert Path("public/town.json").read_bytes() == before
    assert feedkit("repair-recipe", "town", "--write").status == 0
    ended = feedkit("run", "town")

    count = 9 if change is _with_news else 8
    assert (ended.status, f"ok: {count} entries" in ended.out) == (0, True)
    assert ("1 new" in ended.out) == (change is _with_news)
    assert "new," not in ended.out.replace("1 new,", "")


def test_repair_changes_only_the_recipe(feedkit: Command) -> None:
    """All lines but those that differ stay, byte for byte, line ends too, and the comments that a person wrote."""
    _config(TOML.replace("\n", "\r\n"))
    feedkit("run", "town")
    _page(_renamed(PAGE))
    feedkit("repair-recipe", "town", "--write")

    text = Path("feedkit.toml").read_bytes().decode()

    expected = (
        TOML.replace('entry = "li.news"  # the rows', 'entry = "li.card"  # the rows')
        .replace('title = "h3"', 'title = "a"  # Council votes on budget number 1 for the town')
        .replace('link = "h3 a"', 'link = "a"  # https://www.example.org/news/1')
    )
    assert text == expected.replace("\n", "\r\n")


def test_repair_puts_comments_where_they_stood(feedkit: Command) -> None:
    """Examples that `add` wrote are replaced, in the column of those that stay."""
    Path("feedkit.toml").unlink()
    _page(SUMMED)
    feedkit("add", "town", "page.html", "--url", "https://www.example.org/news")
    feedkit("run", "town")
    _page(Path("page.html").read_text(encoding="utf-8").replace('class="news"', 'class="a-long-card"'))

    assert feedkit("repair-recipe", "town", "--write").status == 0
    text = Path("feedkit.toml").read_text(encoding="utf-8")
    assert (
        text[text.index("entry") :]
        == """\
entry = "li.a-long-card"  # 8 entries
title = "a"        # Council votes on budget number 1 for the town
link = "a"         # https://www.example.org/news/1
date = "time"      # 2024-03-01
summary = "p"      # Clerk 1 of the council says that the sum is lower than last…
"""
    )


@pytest.mark.parametrize(
    ("selector", "kept"), [("p.text", False), ("p", True)], ids=["gives nothing", "still gives"]
)
def test_repair_keeps_what_still_gives_a_field(feedkit: Command, selector: str, kept: bool) -> None:
    """The selector of a summary is replaced where it gives nothing any more, and else it stays."""
    _config(TOML.replace('volatile = ["title"]', f'summary = "{selector}"'))
    _page(SUMMED)
    feedkit("run", "town")
    _page(_renamed(SUMMED).replace("text", "lead"))

    assert feedkit("repair-recipe", "town", "--write").status == 0
    recipe = tomllib.loads(Path("feedkit.toml").read_text(encoding="utf-8"))["sources"]["town"]["recipe"]
    assert (recipe["summary"] == selector) == kept


def test_repair_of_an_inline_recipe(feedkit: Command) -> None:
    """A recipe on one line is replaced on its line."""
    _config(INLINE)
    feedkit("run", "town")
    _page(_renamed(PAGE))

    assert feedkit("repair-recipe", "town", "--write").status == 0
    assert Path("feedkit.toml").read_text(encoding="utf-8") == INLINE.replace(
        '"li.news", title = "h3", link = "h3 a"', '"li.card", title = "a", link = "a"'
    )


def test_repair_takes_the_page_that_was_kept(feedkit: Command) -> None:
    """The page of the broken run does as well as a new one."""
    feedkit("run", "town")
    _page(_renamed(PAGE))
    feedkit("run", "town")
    _page("")

    kept = "feedkit.pages/town.gz"
    assert gzip.decompress(Path(kept).read_bytes()) == _renamed(PAGE).encode()
    assert '+ entry = "li.card"' in feedkit("repair-recipe", "town", "--page", kept).out


@pytest.mark.parametrize("content", [None, b"\x1f\x8b\x08 no gzip"], ids=["missing", "damaged"])
def test_repair_tells_of_a_page_that_cannot_be_read(feedkit: Command, content: bytes | None) -> None:
    """A file that is not there, or damaged, is an error of this machine."""
    feedkit("run", "town")
    if content is not None:
        Path("kept.gz").write_bytes(content)

    ended = feedkit("repair-recipe", "town", "--page", "kept.gz")

    assert (ended.status, "[unreadable]" in ended.err) == (4, True)


def test_repair_writes_nothing_while_a_run_goes_on(feedkit: Command) -> None:
    """The lock of the runs is the lock of the file."""
    feedkit("run", "town")
    _page(_renamed(PAGE))

    with _files.lock(runner.lock_path(sources.load("feedkit.toml"))):
        ended = feedkit("repair-recipe", "town", "--write")

    assert (ended.status, "[locked]" in ended.err) == (75, True)
    assert Path("feedkit.toml").read_text(encoding="utf-8") == TOML
