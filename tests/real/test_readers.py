"""Real feed readers subscribe to what `feedkit run` publishes, and see each release once."""

import email
import email.policy
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

TITLE = "Council visits the mission’s new school in Baghdad"
LINK = "https://www.nato.int/cps/en/natohq/news_175790.htm"
ROW = f"""
          <tr>
            <td class="h-no-wrap fs-small">12 May. 2020</td>
            <td class="thumb"><img src="/nato_static_fl2014/assets/pictures/new.jpg" title="new.jpg, 50.00KB"></td>
            <td>
              <p class="introtxt"><a class="bold" href="{LINK}">{TITLE}</a></p>
              <small class="cf">Ambassadors of all Allies saw how officers are taught there.</small>
            </td>
          </tr>"""
MEDIA_TYPES = {"nato-iraq.xml": "application/rss+xml", "nato-iraq.atom": "application/atom+xml"}

Seen = Mapping[str, tuple[str, str]]
"""What a reader holds: its own key for an entry, and the entry's title and link."""


@dataclass(frozen=True)
class Home:
    """A throw-away home folder in which a reader runs once and leaves."""

    folder: Path

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def call(self, *command: str | Path) -> None:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "TERM": "dumb",
            "LC_ALL": "C.UTF-8",
        }
        done = subprocess.run(command, env=environment, cwd=self.folder, capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")


def newsboat(home: Home, address: str) -> Seen:
    """Let newsboat reload the feed, and read its cache."""
    cache = home.folder / "cache.db"
    urls, settings = home.write("urls", f"{address}\n"), home.write("config", "auto-reload no\n")
    home.call("newsboat", "-C", settings, "-u", urls, "-c", cache, "-x", "reload")
    with closing(sqlite3.connect(cache)) as base:
        return {
            key: (title, link) for key, title, link in base.execute("select guid, title, url from rss_item")
        }


def sfeed(home: Home, address: str) -> Seen:
    """Let sfeed fetch the feed, and read its file; it knows an entry by id, title and link."""
    settings = home.write(
        "sfeedrc", f'sfeedpath="{home.folder}"\nfeeds() {{\n\tfeed example "{address}"\n}}\n'
    )
    home.call("sfeed_update", settings)
    rows = [line.split("\t") for line in (home.folder / "example").read_text(encoding="utf-8").splitlines()]
    return {f"{row[5]} {row[1]} {row[2]}": (row[1], row[2]) for row in rows}


def rss2email(home: Home, address: str) -> Seen:
    """Let rss2email fetch the feed into a maildir, and read what it mailed so far."""
    mails, settings = home.folder / "mails", home.folder / "r2e.cfg"
    r2e = ("r2e", "-c", settings, "-d", home.folder / "r2e.json")
    if not settings.exists():
        for box in ("cur", "new", "tmp"):
            (mails / "INBOX" / box).mkdir(parents=True)
        home.call(*r2e, "new", "nobody@example.invalid")
        own = {"email-protocol": "maildir", "maildir-path": str(mails)}
        text = settings.read_text(encoding="utf-8")
        for name, value in own.items():
            text = re.sub(rf"(?m)^{name} =.*$", f"{name} = {value}", text)
        settings.write_text(text, encoding="utf-8")
        home.call(*r2e, "add", "example", address)
    home.call(*r2e, "run")
    return {path.name: _mail(path) for path in (mails / "INBOX" / "new").iterdir()}


def _mail(path: Path) -> tuple[str, str]:
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return str(mail["Subject"]), str(mail["X-RSS-URL"])


@dataclass(frozen=True)
class Publisher:
    """A copy of the example whose documents the site serves."""

    folder: Path
    site: Any

    def run(self) -> None:
        command = [
            sys.executable,
            "-m",
            "feedkit",
            "run",
            "--quiet",
            "--config",
            self.folder / "feedkit.toml",
        ]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        for name, media_type in MEDIA_TYPES.items():
            self.site.put(f"/{name}", (self.folder / "public" / name).read_bytes(), media_type)

    def change(self, before: str, after: str) -> None:
        page = self.folder / "page.html"
        text = page.read_text(encoding="utf-8")
        assert before in text
        page.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.fixture
def publisher(root: Path, tmp_path: Path, site: Any) -> Publisher:
    folder = tmp_path / "example"
    folder.mkdir()
    shutil.copy(root / "examples" / "nato-iraq" / "page.html", folder)
    settings = (root / "examples" / "nato-iraq" / "feedkit.toml").read_text(encoding="utf-8")
    own = settings.replace("https://feeds.example.org/", site.url("/"))
    (folder / "feedkit.toml").write_text(own, encoding="utf-8")
    return Publisher(folder, site)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    folder = tmp_path / "home"
    folder.mkdir()
    return Home(folder)


@pytest.mark.parametrize("name", MEDIA_TYPES)
@pytest.mark.parametrize("read", [newsboat, sfeed, rss2email])
def test_reader_sees_each_release_once(
    publisher: Publisher, home: Home, read: Callable[[Home, str], Seen], name: str
) -> None:
    """Ten entries at first, none after a run without news, exactly the added one after a run with it."""
    address = publisher.site.url(f"/{name}")

    publisher.run()
    first = read(home, address)
    publisher.run()
    second = read(home, address)
    publisher.change("<tbody>", "<tbody>" + ROW)
    publisher.run()
    third = read(home, address)

    assert len(first) == 10
    assert all(link.startswith("https://www.") and ".nato.int/" in link for _, link in first.values())
    assert second == first
    assert [third[key] for key in third.keys() - first.keys()] == [(TITLE, LINK)]
    assert {key: third[key] for key in first} == dict(first)


@pytest.mark.parametrize("name", MEDIA_TYPES)
@pytest.mark.parametrize("read", [newsboat, rss2email])
def test_reader_takes_a_changed_or_returning_entry_for_the_same(
    publisher: Publisher, home: Home, read: Callable[[Home, str], Seen], name: str
) -> None:
    """An edited title, a row that leaves, and the row that returns are no new entries.

    (sfeed knows an entry by its title too, so that it has both.)
    """
    address = publisher.site.url(f"/{name}")
    edited = ROW.replace(TITLE, f"{TITLE} (corrected)")
    changes = (("<tbody>", "<tbody>" + ROW), (ROW, edited), (edited, ""), ("<tbody>", "<tbody>" + edited))

    counts = []
    for before, after in changes:
        publisher.change(before, after)
        publisher.run()
        counts.append(len(read(home, address)))

    assert counts == [11] * 4
