"""`feedkit preview`, and what all commands share: help, errors, streams, signals."""

import json
import os
import pty
import re
import select
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
from conftest import Site
from feedkit import cli
from feedkit.cli import _out, _wrap

KEYS = ["v", "url", "title", "language", "parser", "declared_total", "next", "entries", "problems"]
ENTRY_KEYS = [
    *(
        "id",
        "title",
        "link",
        "published",
        "day_only",
        "ends",
        "summary",
        "content",
        "authors",
        "categories",
        "images",
        "enclosures",
    )
]
IMAGE_KEYS = ["url", "name", "caption", "type", "length", "length_exact", "length_margin", "width", "height"]
ADDRESS = "https://www.example.org/news/"
RECIPE = 'entry = "li"\ntitle = "a"\nlink = "a"\ndate = "time"\nsummary = "p"\nimage = "img"\n'
PAGE = """<html lang="en"><title>News</title><ul>
<li><a href="one">One</a> <time>2024-03-05T14:30:00+02:00</time><p>A summary.</p>
<img src="/a.jpg" alt="a.jpg, 2 KB"></li>
<li><a href="two">Two</a> <time>2024-03-04</time></li>
</ul></html>"""


@dataclass(frozen=True)
class Ended:
    """How a command ended: status, standard output, standard error."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on the one line of standard output."""
        assert self.out.endswith("\n")
        assert len(self.out.splitlines()) == 1
        return json.loads(self.out)


Run = Callable[..., Ended]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, and surroundings that say nothing."""
    for name in ("FEEDKIT_CONFIG", "NO_COLOR", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
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
        return Ended(status, out.decode(), err.decode())

    return ended


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(feedkit.__file__).parent.parent), **more}


def words(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "feedkit", *arguments]


def command(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the real command in a process of its own."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.run(words(*arguments), **{"env": environment(), "timeout": 60, **streams, **options})


def shell(script: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of bash in which `feedkit` is the command."""
    given = environment(PYTHON=sys.executable, **more)
    line = f'feedkit() {{ "$PYTHON" -m feedkit "$@"; }}; {script}'
    return subprocess.run(["bash", "-c", line], env=given, capture_output=True, timeout=60)


# One object on one line


def test_json_has_the_promised_members_in_order(run: Run) -> None:
    """Names, order and values are those of the reference; nothing else is there."""
    ended = run("preview", "page.html", "--recipe", "recipe.toml", "--url", ADDRESS, "--json")
    seen = ended.json
    one, two = seen["entries"]

    assert (ended.status, ended.err) == (0, "")
    assert list(seen) == KEYS
    assert list(one) == list(two) == ENTRY_KEYS
    assert {key: seen[key] for key in KEYS if key != "entries"} == {
        "v": 1,
        "url": ADDRESS,
        "title": "News",
        "language": "en",
        "parser": "recipe",
        "declared_total": None,
        "next": None,
        "problems": [],
    }
    assert one == {
        "id": f"{ADDRESS}one",
        "title": "One",
        "link": f"{ADDRESS}one",
        "published": "2024-03-05T14:30:00+02:00",
        "day_only": False,
        "ends": None,
        "summary": "A summary.",
        "content": None,
        "authors": [],
        "categories": [],
        "images": [
            {
                "url": "https://www.example.org/a.jpg",
                "name": "a.jpg",
                "caption": None,
                "type": "image/jpeg",
                "length": 2048,
                "length_exact": False,
                "length_margin": 512,
                "width": None,
                "height": None,
            }
        ],
        "enclosures": [],
    }
    assert list(one["images"][0]) == IMAGE_KEYS
    assert (two["published"], two["day_only"], two["summary"], two["images"]) == (
        "2024-03-04",
        True,
        None,
        [],
    )


def test_without_address_links_are_as_printed(run: Run) -> None:
    """A file has no address: url and ids are null, links as the page prints them."""
    seen = run("preview", "page.html", "--recipe", "recipe.toml", "--json").json

    assert seen["url"] is None
    assert [(entry["id"], entry["link"]) for entry in seen["entries"]] == [(None, "one"), (None, "two")]


def test_address_of_an_http_page_is_where_it_was_found(run: Run, site: Any) -> None:
    """Links are relative to the last address of the redirects; --url names the page, and moves no link."""
    site.put("/b/", PAGE)
    site.pages["/a"] = (302, {"Location": "/b/"}, b"")
    words = ("preview", site.url("/a"), "--allow-private", "--recipe", "recipe.toml")
    seen = run(*words, "--json").json
    named = run(*words, "--json", "--url", ADDRESS).json

    assert (seen["url"], seen["entries"][0]["link"]) == (site.url("/b/"), site.url("/b/one"))
    assert (named["url"], named["entries"][0]["link"]) == (ADDRESS, site.url("/b/one"))


def test_standard_input_is_a_page(folder: Path) -> None:
    """`-` reads standard input, and asks nobody."""
    with (folder / "page.html").open("rb") as page:
        done = command("preview", "-", "--recipe", "recipe.toml", "--json", stdin=page)

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["url"] is None


def test_problems_do_not_change_the_status(run: Run, folder: Path) -> None:
    """Dates that cannot be read are told, and entries were found all the same."""
    (folder / "page.html").write_text("<li><a href=x>One</a><time>some day</time></li>")
    ended = run("preview", "page.html", "--recipe", "recipe.toml", "--json")

    assert ended.status == 0
    assert ended.json["entries"][0]["published"] is None
    assert [(p["code"], p["entry"]) for p in ended.json["problems"]] == [
        ("no-dates", None),
        ("date-unread", 0),
    ]
    assert all(list(problem) == ["code", "message", "entry"] for problem in ended.json["problems"])


BAD_PAGES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty-page"),
    "blank": (b" \n\t", "empty-page"),
    "no-match": (b"<html><p>Nothing here</p></html>", "empty-page"),
    "binary": (b"%PDF-1.7\n\x00\x01\x02\x03", "not-html"),
    "hollow": (b"<html><li></li><li> </li></html>", "empty-page"),
    "deep": (b"<html><ul><li>" + b"<div>" * 10_000 + b"<a>x</a>", "truncated"),
}


@pytest.mark.parametrize(("content", "code"), BAD_PAGES.values(), ids=BAD_PAGES)
def test_page_without_entries_gives_an_error_and_an_object(
    content: bytes, code: str, run: Run, folder: Path
) -> None:
    """Status 1, the error on stderr, and still one object, without entries."""
    (folder / "page.html").write_bytes(content)
    ended = run("preview", "page.html", "--recipe", "recipe.toml", "--json")

    assert ended.status == 1
    assert list(ended.json) == KEYS
    assert ended.json["entries"] == []
    assert [problem["code"] for problem in ended.json["problems"]] == [code]
    assert re.search(rf"^error: .*page\.html.*\[{code}\]\n  next: ", ended.err)


ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://www.example.org/own"/></feed>'
)


def test_feed_is_told_with_its_address(run: Run, folder: Path, site: Site) -> None:
    """A page that is a feed already is no failure: its address is what to subscribe to."""
    address = site.put("/news", ATOM, "text/html")
    (folder / "page.html").write_text(ATOM)
    (folder / "rss.html").write_text('<rss version="2.0"></rss>')
    told = [run("preview", page, "--allow-private") for page in (address, "page.html", "rss.html")]
    as_json = run("preview", address, "--json", "--allow-private")

    assert [(each.status, each.out, each.err) for each in told] == [
        (0, f"{address} is a feed already: subscribe to {address}\n", ""),
        (0, "page.html is a feed already: subscribe to https://www.example.org/own\n", ""),
        (0, "rss.html is a feed already: subscribe to it, where it is published\n", ""),
    ]
    assert (as_json.status, as_json.json["url"], as_json.json["entries"]) == (0, address, [])
    assert [problem["code"] for problem in as_json.json["problems"]] == ["already-a-feed"]
    assert run("build", address, "--allow-private").status == 1


def test_feed_that_the_page_names_is_told(run: Run, folder: Path) -> None:
    """With entries it is a problem; where nothing is found, the next step."""
    link = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    for name, body in (("page.html", "<li><a>One</a></li>"), ("none.html", "<p>Nothing")):
        (folder / name).write_text(f"<html><head>{link}</head><body>{body}</body></html>")
    url = ("--recipe", "recipe.toml", "--url", "https://www.example.org/news")
    found, none = run("preview", "page.html", *url, "--json"), run("preview", "none.html", *url)
    own = [problem for problem in found.json["problems"] if problem["code"] == "own-feed"]

    assert (found.status, none.status) == (0, 1)
    assert [problem["message"] for problem in own] == [
        "the page has a feed of its own: https://www.example.org/rss"
    ]
    assert "next: the page has a feed of its own, subscribe to it: https://www.example.org/rss" in none.err


@pytest.mark.parametrize(
    ("page", "code"),
    [("missing.html", "no-such-file"), (".", "is-a-directory"), ("www.example.org/news", "no-such-file")],
)
def test_page_that_is_no_file_gives_an_error_and_an_object(page: str, code: str, run: Run) -> None:
    """What is not there is a page that could not be got."""
    ended = run("preview", page, "--json")

    assert (ended.status, ended.json["entries"], ended.json["url"]) == (1, [], None)
    assert f"[{code}]" in ended.err
    assert run("preview", page).out == ""


def test_failed_http_page_keeps_its_address(run: Run, site: Any) -> None:
    """The object of a failed page says which page it was."""
    ended = run("preview", site.url("/gone"), "--allow-private", "--json")

    assert (ended.status, ended.json["url"]) == (1, site.url("/gone"))
    assert "[http-404]" in ended.err


def test_page_that_may_be_empty_has_no_entry_either(run: Run, folder: Path) -> None:
    """`empty` in the recipe makes a run content; a preview of nothing is still 1."""
    (folder / "recipe.toml").write_text(RECIPE + 'empty = "p.none"\n')
    (folder / "page.html").write_text("<html><p class=none>No news.</p></html>")
    ended = run("preview", "page.html", "--recipe", "recipe.toml", "--json")

    assert (ended.status, ended.json["entries"]) == (1, [])
    assert "[empty-page]" in ended.err


@pytest.mark.parametrize(("more", "status"), [(0, 0), (-1, 1)])
def test_max_bytes_limits_files(more: int, status: int, run: Run) -> None:
    """A file of just the limit is read; a byte more is `too-large`."""
    ended = run(
        "preview", "page.html", "--recipe", "recipe.toml", "--max-bytes", str(len(PAGE) + more), "--json"
    )

    assert ended.status == status
    assert ("[too-large]" in ended.err) == bool(status)


def test_explain_tells_the_lists_that_a_page_seems_to_have(run: Run, folder: Path) -> None:
    """Without a recipe, the lists found are told with their scores, and `--list` takes another."""
    menu = "".join(f"<li><a href='/m/{word}'>{word}</a></li>" for word in ("Home", "Press", "Contact"))
    rows = "".join(
        f"<tr><td>{day} March 2024</td><td><a href='/n/{day}'>What the council said on its day {day}</a></td></tr>"
        for day in (9, 8, 7, 6)
    )
    page = f"<html><body><ul>{menu}</ul><table>{rows}</table></body></html>"
    (folder / "found.html").write_text(page, encoding="utf-8")

    told = run("preview", "found.html", "--explain", "--json").json
    assert [each["entries"] for each in told["lists"]] == [4, 3]
    assert told["lists"][0]["where"].endswith("tr")
    assert told["rules"][0].keys() == {"title", "link", "date"}
    other = run("preview", "found.html", "--list", "2", "--json").json
    assert [entry["title"] for entry in other["entries"]] == ["Home", "Press", "Contact"]
    refused = run("preview", "found.html", "--list", "9")
    assert refused.status == 1
    assert "[no-list]" in refused.err


def test_explain_fits_the_width(run: Run, folder: Path) -> None:
    """What is told of lists is broken into lines of 80 columns, wide letters counted, with few of many classes."""
    classes = " ".join(f"component-of-the-news-list-{number}" for number in range(9))
    rows = "".join(
        f"<li class='{classes}'>2024-03-0{day} <a href='/n/{day}'>{day} {'市议会就预算进行表决' * 6}</a></li>"
        for day in range(1, 9)
    )
    (folder / "found.html").write_text(
        f"<html><body><div class='{classes}'><ul>{rows}</ul></div></body></html>",
        encoding="utf-8",
    )
    ended = run("preview", "found.html", "--explain", "--url", "https://www.example.org/news")

    told = ended.out[ended.out.index("lists found") :].splitlines()
    assert told[1].startswith("  1  8 entries, sure ")
    assert [line.split(":")[0].strip() for line in told[2:] if ":  " in line] == ["in"]
    assert "list-2" not in ended.out
    assert max(map(_wrap.columns, told[:-1])) <= 80


def test_explain_tells_the_rule_of_each_value(run: Run, folder: Path) -> None:
    """Every entry has the rules of the row that it begins with, doubles or not."""
    (folder / "page.html").write_text(
        "<li><a href=x>One</a><time>2024-03-05</time></li>"
        "<li><a href=x>One</a><time>2024-03-05</time></li>"
        "<li><a href=y>Two</a></li><li></li>"
    )
    words = ("preview", "page.html", "--recipe", "recipe.toml", "--explain")
    seen = run(*words, "--json").json

    assert [entry["title"] for entry in seen["entries"]] == ["One", "Two"]
    assert seen["rules"] == [{"title": "a", "link": "a", "date": "time"}, {"title": "a", "link": "a"}]
    assert "double-row" in {problem["code"] for problem in seen["problems"]}
    assert "no-content" in {problem["code"] for problem in seen["problems"]}
    assert "    title:" not in run(*words[:-1]).out
    assert re.search(r"^   title: +a$", run(*words).out, re.MULTILINE)


# Relative dates, zones


def test_relative_dates_count_from_retrieved_else_from_the_file(run: Run, folder: Path) -> None:
    """--retrieved wins over the file's time; no clock is read."""
    page = folder / "page.html"
    page.write_text("<li><a href=x>One</a><time>yesterday</time></li>")
    os.utime(page, (1_600_000_000, 1_600_000_000))
    words = ("preview", "page.html", "--recipe", "recipe.toml", "--json")

    assert run(*words).json["entries"][0]["published"] == "2020-09-12"
    told = run(*words, "--retrieved", "2024-03-05T23:30:00-05:00", "--timezone", "America/New_York").json
    assert told["entries"][0]["published"] == "2024-03-04"


def test_relative_dates_count_from_the_servers_date(run: Run, site: Any, monkeypatch: Any) -> None:
    """A page by HTTP is as old as its Date says."""
    address = site.put("/", "<li><a href=x>One</a><time>yesterday</time></li>")
    monkeypatch.setattr(
        "http.server.BaseHTTPRequestHandler.date_time_string",
        lambda *_: "Tue, 05 Mar 2024 14:30:00 GMT",
    )
    seen = run("preview", address, "--allow-private", "--recipe", "recipe.toml", "--json").json

    assert seen["entries"][0]["published"] == "2024-03-04"


def test_relative_date_without_a_time_stays_unread(folder: Path) -> None:
    """From a pipe, nothing tells when "yesterday" was."""
    content = b"<li><a href=x>One</a><time>yesterday</time></li>"
    done = command("preview", "-", "--recipe", "recipe.toml", "--json", input=content)

    assert json.loads(done.stdout)["entries"][0]["published"] is None


def test_time_without_a_zone_is_in_the_given_one(run: Run, folder: Path) -> None:
    """--timezone says where the page's clock hangs."""
    (folder / "page.html").write_text("<li><a href=x>One</a><time>2024-07-05 14:30</time></li>")
    words = ("preview", "page.html", "--recipe", "recipe.toml", "--json")

    assert run(*words).json["entries"][0]["published"] == "2024-07-05T14:30:00Z"
    in_brussels = run(*words, "--timezone", "Europe/Brussels").json
    assert in_brussels["entries"][0]["published"] == "2024-07-05T14:30:00+02:00"


# Usage and configuration


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["prevew", "x"], "did you mean preview?"),
        (["fetch"], "there are preview, build, add, run, diff"),
        (["preview"], "missing argument"),
        (["preview", "a", "b"], "unexpected extra argument"),
        (["preview", "x", "--jsno"], "did you mean --json?"),
        (["preview", "x", "--max-bytes", "0"], "--max-bytes"),
        (["preview", "x", "--url"], "--url"),
        (["preview", "x", "--url", "www.example.org"], "--url: must be an address"),
        (["preview", "ftp://example.org/"], "PAGE: must be an address"),
        (["preview", "http://"], "PAGE: must be an address"),
        (["preview", "x", "--timezone", "Europe/Brusels"], "--timezone: "),
        (["preview", "x", "--retrieved", "yesterday"], "--retrieved: must be a time"),
        (["preview", "x", "--recipe", "none.toml"], "none.toml: no such file"),
        (["preview", "x", "--source", "news"], "feedkit.toml"),
    ],
)
def test_mistake_in_the_words_is_2(arguments: list[str], told: str, run: Run) -> None:
    """A mistake is told with what was probably meant; nothing is on stdout."""
    ended = run(*arguments)

    assert (ended.status, ended.out) == (2, "")
    assert told in ended.err
    assert re.match(r"error: .+\[[a-z-]+\]\n", ended.err)
    assert "\n  next: " in ended.err
    assert "Traceback" not in ended.err


def test_all_mistakes_in_the_words_are_told_at_once(run: Run) -> None:
    """One look is enough to mend them all."""
    ended = run("preview", "x", "--url", "y", "--timezone", "Mars/X", "--retrieved", "t")

    assert [line.split(": ")[1] for line in ended.err.splitlines()[:-1]] == [
        "--url",
        "--timezone",
        "--retrieved",
    ]


def test_password_in_an_address_is_not_shown(run: Run) -> None:
    """An address with a password is refused, and the password told to nobody."""
    ended = run("preview", "https://user:secret@example.org/", "--json")

    assert ended.status == 2
    assert "secret" not in ended.out + ended.err


def test_configuration_is_read_only_when_it_is_asked_for(run: Run, folder: Path) -> None:
    """A broken feedkit.toml nearby is no matter to a preview that names no source."""
    (folder / "feedkit.toml").write_text("broken =")

    assert run("preview", "page.html", "--recipe", "recipe.toml").status == 0
    assert run("preview", "page.html", "--recipe", "recipe.toml", "--source", "news").status == 2
    assert run("preview", "page.html", "--recipe", "recipe.toml", "--config", "feedkit.toml").status == 2


def test_source_gives_recipe_address_and_zone(run: Run, folder: Path) -> None:
    """--source reads a page as a run would."""
    (folder / "feedkit.toml").write_text(
        f'[sources.news]\npage = "other.html"\nurl = "{ADDRESS}"\ntimezone = "Asia/Tokyo"\n'
        f"[sources.news.recipe]\n{RECIPE}"
    )
    (folder / "page.html").write_text("<li><a href=x>One</a><time>2024-07-05 14:30</time></li>")
    seen = run("preview", "page.html", "--source", "news", "--json").json
    ended = run("preview", "page.html", "--source", "nwes")

    assert (seen["url"], seen["entries"][0]["link"]) == (ADDRESS, f"{ADDRESS}x")
    assert seen["entries"][0]["published"] == "2024-07-05T14:30:00+09:00"
    assert (ended.status, "did you mean news?" in ended.err) == (2, True)


def test_source_by_http_is_asked_as_its_run_asks(run: Run, folder: Path, site: Any) -> None:
    """The source's user agent is the one that the site sees."""
    address = site.put("/", PAGE)
    (folder / "feedkit.toml").write_text(
        f'[sources.news]\npage = "{address}"\nallow_private = true\nuser_agent = "me"\n[sources.news.recipe]\n{RECIPE}'
    )

    assert run("preview", address, "--source", "news").status == 0
    assert site.requests[-1].headers["user-agent"] == "me"


# Text for people


def test_text_is_readable_at_eighty_columns(run: Run, folder: Path) -> None:
    """Titles and summaries keep within the width, in any script; addresses stay whole."""
    title, wide = "word " * 40, "漢字仮名" * 30
    (folder / "page.html").write_text(
        f"<li><a href=x>{title}</a><time>2024-03-05</time><p>{title * 9}</p></li>"
        f"<li><a href='{'y' * 100}'>{wide}</a><time>2024-03-04</time><p>{wide * 9}</p></li>"
    )
    lines = run("preview", "page.html", "--recipe", "recipe.toml").out.splitlines()

    assert max(_wrap.columns(line) for line in lines if "yyy" not in line) <= 80
    assert "    " + "y" * 100 not in lines
    assert "   " + "y" * 100 in lines
    assert "".join(lines).count("word") > 40


def test_text_counts_in_the_right_number(run: Run, folder: Path) -> None:
    """One entry is not "1 entries"."""
    (folder / "page.html").write_text("<li><a href=x>One</a></li>")

    assert "\n1 entry; parser: recipe\n" in run("preview", "page.html", "--recipe", "recipe.toml").out
    (folder / "page.html").write_text(PAGE)
    assert "\n2 entries; parser: recipe\n" in run("preview", "page.html", "--recipe", "recipe.toml").out


def test_text_tells_what_the_page_declares(run: Run, folder: Path) -> None:
    """The total that the page names stands beside the count of what it shows."""
    (folder / "recipe.toml").write_text(RECIPE + 'total = "h2"\nnext = "a.next::attr(href)"\n')
    (folder / "page.html").write_text(f"<h2>42 Entries</h2><a class=next href='?p=2'>next</a>{PAGE}")
    out = run("preview", "page.html", "--recipe", "recipe.toml", "--url", ADDRESS).out

    assert "\n2 entries, of 42 that the page declares; parser: recipe\n" in out
    assert f"\nnext page: {ADDRESS}?p=2\n" in out


def test_text_shows_no_control_characters(run: Run, folder: Path) -> None:
    """Whatever a page holds, nothing of it steers the terminal or makes a second JSON line."""
    evil = "\x1b[31mred\x9b31m\x07\u2028\u202a\ud800".encode("utf-8", "surrogatepass").decode(
        "utf-8", "replace"
    )
    (folder / "page.html").write_text(
        f"<title>{evil}</title><li><a href='{evil}'>{evil} One</a><time>{evil}</time>"
        f"<p>{evil}</p><img src='{evil}' alt='{evil}.jpg, {evil} KB'></li>"
    )
    (folder / "recipe.toml").write_text(RECIPE + 'next = "a::attr(href)"\n')
    words = ("preview", "page.html", "--recipe", "recipe.toml", "--explain")

    for ended in (run(*words), run(*words, "--json")):
        assert ended.status == 0
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", ended.out + ended.err)
    assert len(run(*words, "--json").out.splitlines()) == 1


def test_words_of_the_command_line_do_not_steer_the_terminal() -> None:
    """A file's name is shown with escapes where it holds such characters, or no characters at all."""
    done = command("preview", b"\x1b[31m\xff.html", "--json")  # type: ignore[arg-type]

    assert done.returncode == 1
    assert b"\x1b" not in done.stdout + done.stderr
    assert json.loads(done.stdout)["problems"][0]["code"] == "no-such-file"
    assert b"\\x1b[31m\\udcff.html" in done.stderr


@pytest.mark.parametrize(
    ("text", "first", "rest", "most", "lines"),
    [
        ("", 0, 0, None, []),
        ("one two", 76, 76, None, ["one", "two"]),
        ("one two three", 70, 76, None, ["one two", "thre", "e"]),
        ("abcdefghij", 76, 76, None, ["abcd", "efgh", "ij"]),
        ("漢字仮名", 76, 76, None, ["漢字", "仮名"]),
        ("漢字", 79, 79, None, ["漢", "字"]),
        ("e\u0301" * 5, 76, 76, None, ["e\u0301" * 4, "e\u0301"]),
        ("one two three four", 76, 76, 2, ["one", "two…"]),
        ("three four", 75, 75, 1, ["thre…"]),
        ("one two", 73, 73, 1, ["one two"]),
    ],
)
def test_wrapped_keeps_words_and_width(
    text: str, first: int, rest: int, most: int | None, lines: list[str]
) -> None:
    """Lines fit, whatever the width of the characters; what is left out shows."""
    assert _wrap.wrapped(text, first, rest, most) == lines


# Help


@pytest.mark.parametrize("arguments", [["-h"], ["--help"], ["preview", "-h"], ["build", "--help"]])
def test_help_begins_with_examples(arguments: list[str], run: Run) -> None:
    """Help is data: on stdout, status 0, examples before all else, within a hundred columns."""
    ended = run(*arguments)

    assert (ended.status, ended.err) == (0, "")
    assert re.match(r"Usage: feedkit .*\n\n  Examples:\n    feedkit ", ended.out)
    assert max(map(len, ended.out.splitlines())) <= 102


def test_help_lists_what_the_commands_do(run: Run) -> None:
    """Every command has its line, and every exit status."""
    out = run("--help").out

    for word in ("preview", "build", "run", "diff"):
        assert re.search(rf"^  {word} +[A-Z].+\.$", out, re.MULTILINE)
    for status in ("0", "1", "2", "3", "4", "5", "75", "101", "128\\+n"):
        assert re.search(rf"^ +{status}  \w", out, re.MULTILINE)


def test_no_command_at_all_is_2(run: Run) -> None:
    """Without a command there is nothing to do: help, but on stderr."""
    ended = run()

    assert (ended.status, ended.out) == (2, "")
    assert "Examples:" in ended.err


def test_version_is_told(run: Run) -> None:
    """The version is that of the package."""
    assert run("--version").out == f"feedkit, version {feedkit.__version__}\n"


def test_help_starts_light() -> None:
    """Neither help nor the package loads what only a command needs."""
    heavy = "{'lxml', 'requests', 'feedgen', 'dateutil', 'sqlite3', 'feedkit.pipeline', 'rich'}"
    script = (
        "import sys, feedkit; from feedkit import cli; cli.status_of(['--help']);"
        f"print({heavy} & sys.modules.keys(), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], env=environment(), capture_output=True)

    assert done.stderr.strip() == b"set()"


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_shells_complete(name: str) -> None:
    """Each shell gets its script, and the commands as what can follow."""
    script = command(env=environment(_FEEDKIT_COMPLETE=f"{name}_source"))
    asked = environment(
        _FEEDKIT_COMPLETE=f"{name}_complete",
        COMP_WORDS="feedkit pre",
        COMP_CWORD="1" if name != "fish" else "pre",
    )

    assert script.returncode == 0
    assert b"_FEEDKIT_COMPLETE" in script.stdout
    assert b"preview" in command(env=asked).stdout


# Streams, surroundings


def on_a_terminal(*arguments: str, **more: str) -> str:
    """What a command writes on a terminal."""
    master, slave = pty.openpty()
    given = environment(TERM="xterm", **more)
    process = subprocess.Popen(words(*arguments), stdout=slave, stderr=slave, env=given)
    os.close(slave)
    seen = b""
    while select.select([master], [], [], 30)[0]:
        try:
            seen += os.read(master, 65_536)
        except OSError:  # the other end is closed
            break
    os.close(master)
    process.wait(30)
    return seen.decode()


def test_colour_is_for_terminals_that_want_it() -> None:
    """Colour on a terminal, none with NO_COLOR or a dumb one, none in a pipe."""
    page = ("preview", "page.html", "--recipe", "recipe.toml")
    bare = re.compile(r"\x1b\[[0-9;]*m")
    coloured = on_a_terminal(*page)
    piped = command(*page).stdout.decode()

    assert "\x1b[" in coloured
    assert "\x1b[" in on_a_terminal(*page, NO_COLOR="")
    assert "\x1b[" not in on_a_terminal(*page, NO_COLOR="1")
    assert "\x1b[" in on_a_terminal("preview", "missing")
    assert "\x1b[" not in on_a_terminal("preview", "missing", NO_COLOR="1")
    assert "\x1b" not in piped
    assert bare.sub("", coloured).replace("\r\n", "\n") == piped


@pytest.mark.parametrize(
    "script",
    [
        "feedkit --help | true",
        "feedkit preview --help | true",
        "feedkit --version | true",
        "feedkit preview page.html --recipe recipe.toml | true",
        "feedkit preview page.html --recipe recipe.toml --json | true",
        "feedkit build page.html --recipe recipe.toml --url https://example.org/ | true",
    ],
)
def test_closed_pipe_is_141(script: str) -> None:
    """Nobody listens: 141, and not a word."""
    late = script.replace("| true", "2>&1 >&3 | cat")  # its stderr alone
    done = shell(f"set -o pipefail; exec 3> >(exec true); sleep 0.3; {late}")

    assert (done.returncode, done.stdout, done.stderr) == (141, b"", b"")


def test_closed_output_is_141_and_closed_input_an_error() -> None:
    """Streams that are closed from the start are as good as closed later."""
    page = "page.html --recipe recipe.toml"

    assert shell(f"feedkit preview {page} >&-").returncode == 141
    assert shell(f"feedkit preview {page} >&- 2>&- <&-").returncode == 141
    assert shell(f"feedkit preview {page} 2>&- <&-").returncode == 0
    assert shell("feedkit preview missing 2>&-").returncode == 1
    closed = shell("feedkit preview - <&-")
    assert (closed.returncode, b"standard input is closed" in closed.stderr) == (1, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "arguments", ["--version", "--help", "run --help", "preview page.html --recipe recipe.toml"]
)
def test_full_output_is_4(arguments: str) -> None:
    """What cannot be written is told, without a traceback."""
    done = shell(f"feedkit {arguments} >/dev/full")

    assert done.returncode == 4
    assert done.stderr.startswith(
        b"error: cannot write: standard output: no space left on device [disk-full]\n"
    )
    assert b"Traceback" not in done.stderr
    assert shell("feedkit preview missing 2>/dev/full").returncode == 1


def test_empty_surroundings_do_no_harm() -> None:
    """Without any variable, home or locale the output is the same."""
    page = ("preview", "page.html", "--recipe", "recipe.toml")
    path = environment()["PYTHONPATH"]

    assert command(*page, env={"PYTHONPATH": path}).stdout == command(*page).stdout


def test_json_is_utf_8_and_text_fits_any_locale(folder: Path) -> None:
    """JSON is UTF-8 in every locale; text has question marks where the locale has no letters."""
    (folder / "page.html").write_text("<li><a href=x>Zürich 漢</a></li>")
    page = ("preview", "page.html", "--recipe", "recipe.toml")
    narrow = environment(PYTHONIOENCODING="latin-1")

    assert json.loads(command(*page, "--json", env=narrow).stdout)["entries"][0]["title"] == "Zürich 漢"
    assert "Zürich ?".encode("latin-1") in command(*page, env=narrow).stdout
    assert "Zürich 漢".encode() in command(*page, env=environment(LC_ALL="C", LANG="C")).stdout


def test_folder_that_is_gone_does_no_harm(folder: Path) -> None:
    """A working directory that was removed matters only to relative paths."""
    done = shell(
        f"mkdir gone && cd gone && rmdir ../gone &&"
        f" feedkit preview '{folder}/page.html' --recipe '{folder}/recipe.toml' && feedkit preview page.html"
    )

    assert done.returncode == 1
    assert b"2 entries" in done.stdout
    assert b"[no-such-file]" in done.stderr
    assert b"Traceback" not in done.stderr


def test_bug_is_101_and_shows_where(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a bug has a traceback."""

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("feedkit.parsers.parse", fail)
    ended = run("preview", "page.html")

    assert (ended.status, ended.out) == (101, "")
    assert "ZeroDivisionError" in ended.err
    assert ended.err.endswith("please report it with the lines above.\n")


def test_closed_streams_take_no_file_of_ours(folder: Path) -> None:
    """A file that is opened gets no standard stream's number, so nothing is written over it."""
    script = (
        "import os, sys; from feedkit.cli import _out; _out.mend();"
        "found = os.open('page.html', os.O_RDONLY); open('told', 'w').write(str(found))"
    )
    line = f"'{sys.executable}' -c \"{script}\" <&- >&- 2>&-"
    subprocess.run(["bash", "-c", line], env=environment(), check=True)

    assert int((folder / "told").read_text()) > 2


# Signals


def silent_site() -> tuple[socket.socket, str]:
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(20)
    return server, f"http://127.0.0.1:{server.getsockname()[1]}/"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_ends_a_command_that_waits(number: signal.Signals) -> None:
    """128 + n, within a second, and not a word."""
    server, address = silent_site()
    with server:
        process = subprocess.Popen(
            words("preview", address, "--allow-private"),
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        connection, _ = server.accept()
        started = time.monotonic()
        process.send_signal(number)
        out, err = process.communicate(timeout=10)
        connection.close()

    assert time.monotonic() - started < 1
    assert (process.returncode, out, err) == (128 + number, b"", b"")


def test_interrupt_while_the_program_loads_ends_it_without_a_word() -> None:
    """Before the first own line of the program could run, nothing is to be undone, nor told."""
    script = (
        "import os, signal, sys; from feedkit import __main__;"
        "sys.addaudithook(lambda what, args: (what, args[:1]) == ('import', ('click',))"
        " and os.kill(os.getpid(), signal.SIGINT)); __main__.main()"
    )
    done = subprocess.run([sys.executable, "-c", script], env=environment(), capture_output=True)

    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


def test_signal_that_is_ignored_stays_so() -> None:
    """Under nohup a hang-up ends nothing."""
    server, address = silent_site()
    with server:
        line = f"trap '' HUP; exec '{sys.executable}' -m feedkit preview --allow-private {address}"
        process = subprocess.Popen(["bash", "-c", line], env=environment(), stderr=subprocess.PIPE)
        connection, _ = server.accept()
        process.send_signal(signal.SIGHUP)
        connection.close()
        process.communicate(timeout=20)

    assert process.returncode == 1


def test_signal_ends_what_does_not_let_go() -> None:
    """A library that waits where no signal reaches it is left behind in time."""
    script = (
        "import ctypes, sys; from feedkit.cli import _signals; _signals.install();"
        "lock = ctypes.create_string_buffer(128); wait = ctypes.CDLL(None).pthread_mutex_lock;"
        "wait(lock); print('waiting', flush=True); wait(lock)"
    )
    process = subprocess.Popen([sys.executable, "-c", script], env=environment(), stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    started = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=10)

    assert time.monotonic() - started < 1
    assert process.returncode == 143


def test_plain_shows_escapes_where_a_terminal_would_be_steered() -> None:
    """Line ends stay, all else that steers is told by its number."""
    assert _out.plain("a\nb\x1b[1m\x9b\udcff…") == "a\nb\\x1b[1m\\x9b\\udcff…"


LISTED = "".join(
    f'<li><a href="/n/{number}">The council votes on budget number {number}</a> <time>2024-03-0{number}</time></li>'
    for number in range(1, 8)
)


def test_preview_says_how_a_list_is_kept(folder: Path, run: Run) -> None:
    """What was found without a recipe is kept by a command that is told whole; with a recipe nothing is said."""
    (folder / "list.html").write_text(f"<html><body><ul>{LISTED}</ul></body></html>")

    found = run("preview", "list.html", "--url", ADDRESS)
    given = run("preview", "page.html", "--url", ADDRESS, "--recipe", "recipe.toml")

    assert found.out.splitlines()[-1] == f"keep it: feedkit add NAME list.html --url {ADDRESS}"
    assert "feedkit add" not in given.out
