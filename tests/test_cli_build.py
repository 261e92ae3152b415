"""`feedkit build`: one page to documents, once."""

import hashlib
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import feedkit
from feedkit import cli

ADDRESS = "https://www.example.org/news/"
RECIPE = 'entry = "li"\ntitle = "a"\nlink = "a"\ndate = "time"\nsummary = "p"\nimage = "img"\n'
PAGE = """<html lang="en"><title>News</title><ul>
<li><a href="one">One</a> <time>2024-03-05</time><p>A summary.</p>
<img src="/a.jpg" alt="a.jpg, 2 KB"></li>
<li><a href="two">Two &lt;b&gt; ]]&gt; &amp;</a> <time>2024-03-04</time></li>
</ul></html>"""
WORDS = ("build", "page.html", "--recipe", "recipe.toml")
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True)
class Ended:
    """How a command ended: status, standard output, standard error."""

    status: int
    out: bytes
    err: str


Run = Callable[..., Ended]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a page and a recipe, and surroundings that say nothing."""
    monkeypatch.delenv("FEEDKIT_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "recipe.toml").write_text(RECIPE)
    return tmp_path


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command line in this process."""

    def ended(*words: str) -> Ended:
        status = cli.status_of(list(words))
        out, err = capfdbinary.readouterr()
        return Ended(status, out, err.decode())

    return ended


def self_link(document: bytes) -> str | None:
    links = [link for link in ET.fromstring(document).iter(f"{ATOM}link") if link.get("rel") == "self"]
    return links[0].get("href") if links else None


# To standard output


@pytest.mark.parametrize(
    ("more", "start"),
    [
        ([], b"<?xml version='1.0' encoding='UTF-8'?>\n<rss"),
        (["--format", "rss"], b"<?xml version='1.0' encoding='UTF-8'?>\n<rss"),
        (["--format", "atom"], b"<?xml version='1.0' encoding='UTF-8'?>\n<feed"),
        (["--format", "json"], b'{\n  "version"'),
        (["-o", "-", "--format", "atom"], b"<?xml version='1.0' encoding='UTF-8'?>\n<feed"),
    ],
)
def test_document_goes_to_stdout(more: list[str], start: bytes, run: Run, folder: Path) -> None:
    """Without -o the document is all of stdout, RSS unless --format says otherwise; no file is made."""
    ended = run(*WORDS, "--url", ADDRESS, *more)

    assert (ended.status, ended.err) == (0, "")
    assert ended.out.replace(b'"', b"'").startswith(start.replace(b'"', b"'"))
    assert ended.out.endswith(b"\n")
    assert sorted(path.name for path in folder.iterdir()) == ["page.html", "recipe.toml"]


def test_document_holds_what_the_page_says(run: Run) -> None:
    """Title and link of the feed are the page's, entries come newest first, titles are plain text."""
    feed = json.loads(run(*WORDS, "--url", ADDRESS, "--format", "json").out)

    assert (feed["title"], feed["home_page_url"]) == ("News", ADDRESS)
    assert [each["title"] for each in feed["items"]] == ["One", "Two <b> ]]> &"]
    assert feed["items"][0]["attachments"][0]["size_in_bytes"] == 2048


def test_there_is_no_limit(run: Run, folder: Path) -> None:
    """The document has what the page has."""
    rows = "".join(f"<li><a href={n}>{n}</a><time>2024-03-05</time></li>" for n in range(250))
    (folder / "page.html").write_text(rows)

    assert len(json.loads(run(*WORDS, "--url", ADDRESS, "--format", "json").out)["items"]) == 250


def test_title_and_language_can_be_given(run: Run, folder: Path) -> None:
    """--title and --language win; without any title, host and path of the address stand for it."""
    feed = json.loads(
        run(*WORDS, "--url", ADDRESS, "--format", "json", "--title", "Mine", "--language", "de").out
    )
    assert (feed["title"], feed["language"]) == ("Mine", "de")

    (folder / "page.html").write_text(PAGE.replace("<title>News</title>", ""))
    feed = json.loads(run(*WORDS, "--url", f"{ADDRESS}?x=1", "--format", "json").out)
    assert feed["title"] == "www.example.org/news"


# The address


def test_page_without_address_is_2(run: Run, folder: Path) -> None:
    """Nothing is made up: no address, no feed, and no file is touched."""
    (folder / "feed.xml").write_text("old")
    ended = run(*WORDS, "-o", "feed.xml", "-o", "new/feed.atom")

    assert (ended.status, ended.out) == (2, b"")
    assert "[no-address]" in ended.err
    assert "--url" in ended.err
    assert (folder / "feed.xml").read_text() == "old"
    assert not (folder / "new").exists()


def test_canonical_link_is_an_address(run: Run, folder: Path) -> None:
    """A page may tell its own address; --url wins over it."""
    (folder / "page.html").write_text(f"<link rel=canonical href='{ADDRESS}'>{PAGE}")

    assert json.loads(run(*WORDS, "--format", "json").out)["home_page_url"] == ADDRESS
    other = json.loads(run(*WORDS, "--format", "json", "--url", "https://x.example/").out)
    assert other["home_page_url"] == "https://x.example/"


def test_page_by_http_has_its_own_address(run: Run, site: Any) -> None:
    """What was fetched is where it was found."""
    address = site.put("/news/", PAGE)
    ended = run("build", address, "--allow-private", "--recipe", "recipe.toml", "--format", "json")

    assert json.loads(ended.out)["home_page_url"] == address


# To files


def test_suffix_decides_the_format(run: Run, folder: Path) -> None:
    """-o may be repeated; each file is in the format of its suffix, in folders that are made."""
    files = ["a.xml", "b.rss", "deep/er/c.atom", "d.json", "E.XML"]
    ended = run(*WORDS, "--url", ADDRESS, *(word for name in files for word in ("-o", name)))
    starts = [(folder / name).read_bytes() for name in files]

    assert (ended.status, ended.out) == (0, b"")
    assert ended.err.splitlines() == [f"{name}: written" for name in files]
    assert [b"<rss" in text for text in starts] == [True, True, False, False, True]
    assert b"<feed" in starts[2]
    assert json.loads(starts[3])["items"]
    assert not list(folder.glob("**/.*"))


def test_format_wins_over_the_suffix(run: Run, folder: Path) -> None:
    """--format decides for every file, also for one whose suffix says nothing."""
    ended = run(*WORDS, "--url", ADDRESS, "--format", "atom", "-o", "a.xml", "-o", "feed")

    assert ended.status == 0
    assert (folder / "a.xml").read_bytes() == (folder / "feed").read_bytes()
    assert b"<feed" in (folder / "feed").read_bytes()


@pytest.mark.parametrize("name", ["feed.txt", "feed", "feed.", ".xml"])
def test_unknown_suffix_is_2_before_anything_is_read(name: str, run: Run, folder: Path) -> None:
    """A suffix that stands for no format is a mistake, told before the page is looked at."""
    ended = run("build", "missing.html", "--url", ADDRESS, "-o", "a.xml", "-o", name)

    assert ended.status == 2
    assert "[unknown-suffix]" in ended.err
    assert not (folder / "a.xml").exists()


def test_self_link_needs_a_base_url(run: Run, folder: Path) -> None:
    """The self link is --base-url and the file's name; without it there is none, and none on stdout."""
    run(*WORDS, "--url", ADDRESS, "-o", "bare.atom")
    run(*WORDS, "--url", ADDRESS, "--base-url", "https://feeds.example.org/x", "-o", "out/a b.xml")
    printed = run(*WORDS, "--url", ADDRESS, "--base-url", "https://feeds.example.org/x").out

    assert self_link((folder / "bare.atom").read_bytes()) is None
    assert self_link((folder / "out/a b.xml").read_bytes()) == "https://feeds.example.org/x/a%20b.xml"
    assert self_link(printed) is None


def test_unchanged_file_is_not_touched(run: Run, folder: Path) -> None:
    """The same bytes are not written again: the file keeps its time."""
    words = (*WORDS, "--url", ADDRESS, "-o", "feed.xml")
    run(*words)
    os.utime(folder / "feed.xml", (1_000_000_000, 1_000_000_000))
    ended = run(*words)

    assert ended.err == "feed.xml: unchanged\n"
    assert (folder / "feed.xml").stat().st_mtime == 1_000_000_000


def test_existing_file_is_replaced_and_keeps_its_mode(run: Run, folder: Path) -> None:
    """Whatever stood there makes way, as it was asked for by name."""
    (folder / "feed.xml").write_text("something else")
    (folder / "feed.xml").chmod(0o640)

    assert run(*WORDS, "--url", ADDRESS, "-o", "feed.xml").status == 0
    assert b"<rss" in (folder / "feed.xml").read_bytes()
    assert (folder / "feed.xml").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    "content",
    [b"", b"<html><p>Nothing</p></html>", b"\x89PNG\r\n\x1a\n\x00\x00", b"<li>" + b"<b>" * 10_000 + b"x"],
)
def test_page_that_is_no_good_leaves_the_file(content: bytes, run: Run, folder: Path) -> None:
    """A failed or empty page is 1, and no file is made, changed or touched."""
    (folder / "feed.xml").write_text("old")
    os.utime(folder / "feed.xml", (1_000_000_000, 1_000_000_000))
    (folder / "page.html").write_bytes(content)
    ended = run(*WORDS, "--url", ADDRESS, "-o", "feed.xml", "-o", "new/feed.atom")

    assert (ended.status, ended.out) == (1, b"")
    assert ((folder / "feed.xml").read_text(), (folder / "feed.xml").stat().st_mtime) == (
        "old",
        1_000_000_000,
    )
    assert not (folder / "new").exists()


def test_page_that_may_be_empty_leaves_the_file(run: Run, folder: Path) -> None:
    """An empty list is no document either."""
    (folder / "recipe.toml").write_text(RECIPE + 'empty = "p.none"\n')
    (folder / "page.html").write_text("<html><p class=none>No news.</p></html>")
    ended = run(*WORDS, "--url", ADDRESS, "-o", "feed.xml")

    assert (ended.status, "[empty-page]" in ended.err) == (1, True)
    assert not (folder / "feed.xml").exists()


@pytest.mark.parametrize("fault", ["folder", "file-as-folder", "disk"])
def test_unwritable_output_is_4(fault: str, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written is told with its cause, and the old file stays whole."""
    (folder / "feed.xml").write_text("old")
    target = {"folder": "dir.xml", "file-as-folder": "page.html/feed.xml", "disk": "feed.xml"}[fault]
    (folder / "dir.xml").mkdir()
    if fault == "disk":

        def full(*_: object) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("os.write", full)
    ended = run(*WORDS, "--url", ADDRESS, "-o", target)

    assert ended.status == 4
    assert "Traceback" not in ended.err
    assert "\n  next: " in ended.err
    assert (folder / "feed.xml").read_text() == "old"
    assert not list(folder.glob("**/.*"))


# Mistakes


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--format", "rdf"], "'rdf' is not one of"),
        (["--language", "english!"], "--language: must be a language tag"),
        (["--base-url", "feeds.example.org"], "--base-url: must be an address"),
        (["--base-url", "https://feeds.example.org/?x"], "--base-url: must not hold ?"),
        (["--title", ""], "--title: must be a text"),
        (["--recipe", "page.html"], "page.html"),
        (["--recpie", "x"], "did you mean --recipe?"),
    ],
)
def test_mistake_in_the_words_is_2(more: list[str], told: str, run: Run, folder: Path) -> None:
    """A value that cannot be is told as in a configuration; no file is made."""
    ended = run(*WORDS, "--url", ADDRESS, "-o", "feed.xml", *more)

    assert (ended.status, ended.out) == (2, b"")
    assert told in ended.err
    assert not (folder / "feed.xml").exists()


def test_bad_selector_names_key_and_position(run: Run, folder: Path) -> None:
    """A recipe that cannot be read says where."""
    (folder / "recipe.toml").write_text('entry = "li"\ntitle = "a["\n')
    ended = run(*WORDS, "--url", ADDRESS)

    assert ended.status == 2
    assert "recipe.toml: title: " in ended.err
    assert "position" in ended.err
    assert "[bad-selector]" in ended.err


def test_problems_are_told_on_stderr(run: Run, folder: Path) -> None:
    """What could not be read is told with its place, and the document is written."""
    (folder / "page.html").write_text("<li><a href=x>One</a><time>some day</time></li>")
    ended = run(*WORDS, "--url", ADDRESS)

    assert (ended.status, ended.out[:5]) == (0, b"<?xml")
    assert "note: entry 1: no date can be read from 'some day' [date-unread]\n" in ended.err


def test_source_gives_the_feed_its_names(run: Run, folder: Path) -> None:
    """--source takes title, language, address, zone and base_url from the configuration; options win."""
    (folder / "feedkit.toml").write_text(
        '[feedkit]\nbase_url = "https://feeds.example.org/"\n'
        f'[sources.news]\npage = "x.html"\nurl = "{ADDRESS}"\ntitle = "Ours"\nlanguage = "fr"\n'
        f"[sources.news.recipe]\n{RECIPE}"
    )
    words = ("build", "page.html", "--source", "news", "-o", "feed.json")
    assert run(*words).status == 0
    feed = json.loads((folder / "feed.json").read_bytes())
    assert (feed["title"], feed["language"], feed["home_page_url"]) == ("Ours", "fr", ADDRESS)
    assert feed["feed_url"] == "https://feeds.example.org/feed.json"

    run(*words, "--title", "Mine")
    assert json.loads((folder / "feed.json").read_bytes())["title"] == "Mine"
    assert not (folder / "feedkit.db").exists()


# The same bytes


def built(folder: Path, cwd: Path, page: Path, *more: str, **surroundings: str) -> str:
    """A digest of the three documents that a process of its own makes of a page."""
    source = str(Path(feedkit.__file__).parent.parent)
    given = {**os.environ, "PYTHONPATH": source, **surroundings}
    words = [sys.executable, "-m", "feedkit", "build", str(page), "--recipe", str(folder / "recipe.toml")]
    files = [word for name in ("a.xml", "a.atom", "a.json") for word in ("-o", name)]
    base = ["--base-url", "https://feeds.example.org/", "--url", ADDRESS, *more]
    subprocess.run([*words, *base, *files], cwd=cwd, env=given, check=True, capture_output=True)
    return hashlib.sha256(b"".join((cwd / name).read_bytes() for name in files[1::2])).hexdigest()


def test_bytes_depend_on_page_and_options_alone(folder: Path) -> None:
    """Hash seed, zone, locale, folder, the file's name and time, and the order of days leave no trace."""
    rows = [
        f"<li><a href={n}>{n}</a><time>2024-03-{n:02}</time><img src=/{n}.jpg alt='{n}.jpg, {n} KB'></li>"
        for n in range(1, 29)
    ]
    surroundings = [
        (rows, 0, {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}),
        (rows[::-1], 1_000_000_000, {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}),
        (
            rows[9:] + rows[:9],
            1_700_000_000,
            {"PYTHONHASHSEED": "3", "TZ": "America/St_Johns", "LANG": "de_DE"},
        ),
    ]
    digests = set()
    for number, (order, time, given) in enumerate(surroundings):
        cwd = folder / str(number)
        cwd.mkdir()
        page = cwd / f"page-{number}.html"
        page.write_text(f"<title>News</title><ul>{''.join(order)}</ul>")
        os.utime(page, (time, time))
        digests.add(built(folder, cwd, page, **given))

    assert len(digests) == 1


def test_build_of_a_file_loads_no_network_and_no_state() -> None:
    """A saved page becomes a feed without the libraries that it does not need."""
    script = (
        "import sys; from feedkit import cli;"
        f"cli.status_of({[*WORDS, '--url', ADDRESS]!r});"
        "print({'requests', 'urllib3', 'sqlite3', 'rich', 'http.client'} & sys.modules.keys(), file=sys.stderr)"
    )
    given = {**os.environ, "PYTHONPATH": str(Path(feedkit.__file__).parent.parent)}
    done = subprocess.run([sys.executable, "-c", script], env=given, capture_output=True)

    assert done.stderr.strip() == b"set()"
