"""`feedkit add`: what is written into feedkit.toml, and what is not."""

import json
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from feedkit import _files, cli, runner, sources, synthesis

ROWS = "".join(
    f'<li class="news"><a href="/news/{number}">Council votes on budget number {number} for the town</a>'
    f"<time>2024-03-{number:02}</time></li>"
    for number in range(1, 9)
)
PAGE = f"<html><head><title>News</title></head><body><ul>{ROWS}</ul></body></html>"
ADVERTISED = PAGE.replace(
    "</title>", '</title><link rel="alternate" type="application/rss+xml" href="/feed.xml">'
)
RSS = (
    '<rss version="2.0"><channel><title>t</title><link>http://x.example/</link><description/></channel></rss>'
)
PLAIN = (
    "<html><body><p>About us.</p><p>We are a town council and this page has no list at all.</p></body></html>"
)
STATE = Path(__file__).parent / "golden" / "detect" / "state-alone" / "page.html"
"""A page whose entries stand in a script alone."""
STANDING = (
    '# mine\r\n[feedkit]\r\noutput = "out"  # here\r\n\r\n[sources.other]\r\npage = "https://x.example/"\r\n'
)


@dataclass(frozen=True)
class Ended:
    """How a command ended: status, standard output, standard error."""

    status: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, with the page, and surroundings that say nothing."""
    monkeypatch.delenv("FEEDKIT_CONFIG", raising=False)
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    folder = tmp_path / "feeds"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("page.html").write_text(PAGE, encoding="utf-8")
    return folder


@pytest.fixture
def add(capfd: pytest.CaptureFixture[str]) -> Any:
    """Runs `feedkit add` on a page that stands in a file."""

    def run(*args: str, page: str | None = None) -> Ended:
        if page is not None:
            Path("page.html").write_text(page, encoding="utf-8")
        status = cli.status_of(["add", "news", "page.html", "--url", "https://www.example.org/news", *args])
        out, err = capfd.readouterr()
        return Ended(status, out, err)

    return run


REFUSED = (
    ("no list", PLAIN, (), 1, "no-list", "write a recipe"),
    ("empty", "", (), 1, "empty-page", "next: "),
    ("bad address", PAGE, ("--url", "nonsense"), 2, "config-value", "next: "),
    ("bad zone", PAGE, ("--timezone", "Nowhere"), 2, "unknown-timezone", "next: "),
    ("other list", PAGE, ("--list", "9"), 1, "no-list", "next: "),
)


@pytest.mark.parametrize(
    ("page", "args", "status", "code", "told"),
    [each[1:] for each in REFUSED],
    ids=[each[0] for each in REFUSED],
)
def test_add_refuses_and_writes_nothing(
    add: Any, page: str, args: tuple[str, ...], status: int, code: str, told: str
) -> None:
    """A page without a list, and options that are wrong, are told, and no file is made."""
    ended = add(*args, page=page)

    assert (ended.status, ended.out) == (status, "")
    assert f"[{code}]" in ended.err
    assert told in ended.err
    assert not Path("feedkit.toml").exists()


@pytest.mark.parametrize("name", ["News", "", "a/b", "ü", "-x"])
def test_add_refuses_a_name_that_is_none(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    """The name of a source is the name of its documents."""
    assert cli.status_of(["add", "--url", "https://www.example.org/", "--", name, "page.html"]) == 2
    assert "NAME" in capfd.readouterr().err


def test_add_does_not_read_standard_input(capfd: pytest.CaptureFixture[str]) -> None:
    """What can be read only once is no source."""
    assert cli.status_of(["add", "news", "-"]) == 2
    assert "save the page" in capfd.readouterr().err


def test_add_needs_an_address(capfd: pytest.CaptureFixture[str]) -> None:
    """A file that does not tell where it is from needs --url."""
    assert cli.status_of(["add", "news", "page.html"]) == 2
    assert "[no-address]" in capfd.readouterr().err


def test_add_refuses_a_name_that_stands(add: Any) -> None:
    """A source is never written over."""
    text = '[sources.news]\npage = "https://x.example/"\n'
    Path("feedkit.toml").write_text(text, encoding="utf-8")

    ended = add()

    assert (ended.status, ended.out) == (2, "")
    assert "[source-exists]" in ended.err
    assert Path("feedkit.toml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("text", ["[sources.a\n", "[feedkit]\nnonsense = 1\n", "[sources.a]\n"])
def test_add_refuses_a_configuration_that_is_wrong(add: Any, text: str) -> None:
    """A configuration that a run would refuse is told, and stays as it is."""
    Path("feedkit.toml").write_text(text, encoding="utf-8")

    assert add().status == 2
    assert Path("feedkit.toml").read_text(encoding="utf-8") == text


def test_add_refuses_sources_on_one_line(add: Any) -> None:
    """Where `sources` is an inline table, nothing can be added below it."""
    text = 'sources = { other = { page = "https://x.example/" } }\n'
    Path("feedkit.toml").write_text(text, encoding="utf-8")

    ended = add()

    assert (ended.status, "[config-closed]" in ended.err) == (2, True)
    assert Path("feedkit.toml").read_text(encoding="utf-8") == text


def test_add_waits_for_no_run(add: Any) -> None:
    """While a run holds the lock, nothing is written."""
    Path("feedkit.toml").write_text(STANDING, encoding="utf-8", newline="")
    config = sources.load("feedkit.toml")

    with _files.lock(runner.lock_path(config)):
        ended = add()

    assert (ended.status, "[locked]" in ended.err) == (75, True)
    assert Path("feedkit.toml").read_bytes() == STANDING.encode()


@pytest.mark.parametrize(
    ("page", "feed"),
    [(RSS, "https://www.example.org/news"), (ADVERTISED, "https://www.example.org/feed.xml")],
)
def test_add_tells_of_feeds_that_are_there(add: Any, page: str, feed: str) -> None:
    """Where there is a feed already, it is told, and nothing is written."""
    ended = add(page=page)

    assert ended.status == 0
    assert feed in ended.out
    assert not Path("feedkit.toml").exists()


def test_add_takes_a_page_with_feeds_by_force(add: Any) -> None:
    """A page that names feeds can be followed all the same."""
    assert add("--force", page=ADVERTISED).status == 0
    assert [source.name for source in sources.load("feedkit.toml").sources] == ["news"]


def test_add_writes_a_source_with_its_recipe(add: Any) -> None:
    """The file is made, reads well, says what each line gives, and the next run uses it."""
    ended = add("--title", "Town news", "--language", "en")

    assert (ended.status, ended.err) == (0, "")
    assert "feedkit.toml: added [sources.news]\n8 entries" in ended.out
    assert (
        Path("feedkit.toml").read_text(encoding="utf-8")
        == """\
[sources.news]
page = "page.html"
url = "https://www.example.org/news"
title = "Town news"
language = "en"

[sources.news.recipe]
entry = "li.news"  # 8 entries
title = "a"        # Council votes on budget number 1 for the town
link = "a"         # https://www.example.org/news/1
date = "time"      # 2024-03-01
"""
    )
    assert cli.status_of(["run"]) == 0
    assert Path("public/news.xml").read_text(encoding="utf-8").count("<item>") == 8


def test_add_keeps_what_stands_there(add: Any) -> None:
    """The old file is the beginning of the new one, byte for byte, in its own line ends."""
    Path("feedkit.toml").write_text(STANDING, encoding="utf-8", newline="")

    assert add().status == 0
    content = Path("feedkit.toml").read_bytes()
    assert content.startswith(STANDING.encode() + b"\r\n[sources.news]\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert list(tomllib.loads(content.decode())["sources"]) == ["other", "news"]


def test_add_shows_what_it_would_write(add: Any) -> None:
    """With --dry-run the source is printed, and no file is made."""
    ended = add("--dry-run")

    assert tomllib.loads(ended.out)["sources"]["news"]["recipe"]["entry"] == "li.news"
    assert not Path("feedkit.toml").exists()


def test_add_without_a_recipe_says_why(add: Any) -> None:
    """Where no selector gives the entries, the source has none, and a comment says so; runs find them anew."""
    ended = add(page=STATE.read_text(encoding="utf-8"))

    text = Path("feedkit.toml").read_text(encoding="utf-8")
    assert "# No recipe: its entries come from the data that the page carries (state)." in text
    assert "no recipe: its entries come from the data" in ended.out
    assert sources.load("feedkit.toml").sources[0].recipe is None
    assert cli.status_of(["run"]) == 0
    assert Path("public/news.xml").read_text(encoding="utf-8").count("<item>") > 3


NOTICES = [
    (
        f"Crane number {number} is out of service today",
        f"https://www.example.org/{number}",
        f"2024-03-{number:02}",
    )
    for number in range(1, 9)
]
UNMARKED = {
    "data": (
        "<html><body><h1>News</h1><div id='app'></div><script type='application/ld+json'>"
        + json.dumps(
            {
                "@context": "https://schema.org",
                "@type": "Blog",
                "blogPost": [
                    {"@type": "BlogPosting", "headline": title, "url": link, "datePublished": date}
                    for title, link, date in NOTICES
                ],
            }
        )
        + "</script></body></html>",
        "its entries come from the data that the page carries (json-ld)",
    ),
    "lines": (
        "<html><body><h1>Notices</h1><p>"
        + "".join(f"{date} <a href={link}>{title}</a><br>" for title, link, date in NOTICES)
        + "</p></body></html>",
        "no element stands around each of its entries alone",
    ),
    "text": (
        "Notices\n\n"
        + "\n\n".join(f"{date}  {title}\n    So says the office." for title, _, date in NOTICES),
        "a page of plain text needs none",
    ),
}


@pytest.mark.parametrize("kind", UNMARKED)
def test_add_of_pages_without_rows(add: Any, kind: str) -> None:
    """Data, lines between breaks and plain text become sources without a recipe, whose runs find the entries."""
    page, cause = UNMARKED[kind]

    ended = add(page=page)

    assert ended.status == 0
    assert f"no recipe: {cause}; the entries are found anew at each run" in ended.out
    assert f"# No recipe: {cause}." in Path("feedkit.toml").read_text(encoding="utf-8")
    assert cli.status_of(["run"]) == 0
    assert Path("public/news.xml").read_text(encoding="utf-8").count("<item>") == len(NOTICES)


def test_add_writes_paths_for_an_answer(add: Any) -> None:
    """An answer in JSON gets a recipe of paths, and the run that uses it finds the same entries."""
    rows = [{"name": title, "web_url": link, "publishedAt": date} for title, link, date in NOTICES]

    ended = add(page=json.dumps({"meta": {"total": 42}, "search-results": rows}))

    assert (ended.status, ended.err) == (0, "")
    assert tomllib.loads(Path("feedkit.toml").read_text(encoding="utf-8"))["sources"]["news"]["recipe"] == {
        "entry": '$."search-results"[]',
        "title": "$.name",
        "link": "$.web_url",
        "date": "$.publishedAt",
        "total": "$.meta.total",
    }
    assert cli.status_of(["run"]) == 0
    assert Path("public/news.xml").read_text(encoding="utf-8").count("<item>") == len(NOTICES)


def test_add_takes_a_page_of_the_web(site: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """A page on this machine is got with --allow-private, which the source then says."""
    address = site.put("/news", PAGE)

    assert cli.status_of(["add", "news", address]) == 1
    assert "[blocked-address]" in capfd.readouterr().err
    assert cli.status_of(["add", "news", address, "--allow-private"]) == 0
    source = sources.load("feedkit.toml").sources[0]
    assert (source.page, source.allow_private, source.url) == (address, True, None)


def test_add_tells_what_its_recipe_lacks(monkeypatch: pytest.MonkeyPatch, add: Any) -> None:
    """A field that was found and that no selector gives is named, and the next step stays that of the source."""
    proposed = synthesis.propose
    monkeypatch.setattr(synthesis, "propose", lambda *given: replace(proposed(*given), lacking=("summary",)))

    ended = add()

    assert ended.status == 0
    assert "not in the recipe: summary" in ended.out
    assert "next: feedkit run news" in ended.out
