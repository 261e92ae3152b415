"""Sizes of pictures: asked for once, within a budget, remembered, and never a reason to fail."""

import datetime as dt
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import feedkit
from conftest import Site
from feedkit import probing, sources
from feedkit.fetch import Request
from feedkit.models import Enclosure, Entry, Image, Known, KnownEntry
from feedkit.pipeline import Mode, Outcome

NOW = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
RECIPE = 'entry = "li"\ntitle = "a"\nlink = "a"\ndate = "time"\nimage = "img"\n'
JPEG = b"\xff\xd8\xff\xe0" + bytes(5000)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)
PICTURE = "image/jpeg"


def html(*pictures: tuple[str, str]) -> str:
    """A list whose entries have a picture each, with its address and label."""
    rows = (
        f'<li><a href="/{n}">Entry {n}</a><time>2024-03-{n + 1:02}</time><img src="{src}" alt="{label}"></li>'
        for n, (src, label) in enumerate(pictures)
    )
    return f"<html><title>News</title><body><ul>{''.join(rows)}</ul></body></html>"


class Follower:
    """A source that is run again and again, and the site of its page and pictures."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder = site, folder
        self.configure()

    def configure(self, page: str | None = None, more: str = "") -> None:
        (self.folder / "feedkit.toml").write_text(
            f'[sources.news]\npage = "{page or self.site.url("/news")}"\nallow_private = true\n{more}'
            f"[sources.news.recipe]\n{RECIPE}"
        )

    def run(self, mode: Mode = Mode()) -> Outcome:
        (outcome,) = feedkit.run(self.folder / "feedkit.toml", mode=mode)
        return outcome

    def show(self, *pictures: tuple[str, str]) -> None:
        self.site.put("/news", html(*pictures))

    @property
    def sizes(self) -> dict[str, tuple[str, int | None, bool]]:
        """Type, length and exactness of the published enclosures, by path."""
        feed = feedkit.read(self.folder / "public" / "news.json")
        files = [file for entry in feed.entries for file in entry.enclosures]
        return {file.url.rpartition("/")[2]: (file.type, file.length, file.length_exact) for file in files}

    @property
    def asked(self) -> Counter[tuple[str, str]]:
        """What was asked for besides the page, and how often, since the last time."""
        found = Counter((r.method, r.path) for r in self.site.requests if r.path != "/news")
        self.site.requests.clear()
        return found

    def bytes(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.folder / "public").iterdir()}


@pytest.fixture
def news(site: Site, tmp_path: Path) -> Follower:
    """A source with two pictures, one with a rounded size in its label and one with none."""
    site.put("/a.jpg", JPEG, PICTURE)
    site.put("/b.png", PNG, "image/png")
    found = Follower(site, tmp_path)
    found.show(("/a.jpg", "a.jpg, 4.9KB"), ("/b.png", "b"))
    return found


def test_sizes_are_those_of_the_servers(news: Follower) -> None:
    """Each new picture is asked for once, by HEAD, and its exact size is published at once."""
    outcome = news.run()

    assert (outcome.status, outcome.problems) == ("ok", ())
    assert news.sizes == {"a.jpg": (PICTURE, 5004, True), "b.png": ("image/png", 2008, True)}
    assert news.asked == {("HEAD", "/a.jpg"): 1, ("HEAD", "/b.png"): 1}
    assert b'length="5004"' in news.bytes()["news.xml"]


def test_sizes_are_asked_for_once(news: Follower) -> None:
    """Later runs ask for nothing, whether the page is unmodified, edited, or prints another size."""
    news.run()
    before = news.bytes()
    for label in ("a.jpg, 4.9KB", "a.jpg, 7.7KB", "a.jpg, 12 bytes"):
        news.show(("/a.jpg", label), ("/b.png", "b"))
        news.run()
    assert news.asked.keys() == {("HEAD", "/a.jpg"), ("HEAD", "/b.png")}
    assert news.bytes() == before


def test_a_new_size_is_no_update(news: Follower) -> None:
    """Documents move once when a size becomes known, and `updated` does not."""
    news.site.pages["/a.jpg"] = (503, {}, b"")
    news.run()
    first = feedkit.read(news.folder / "public" / "news.json")
    news.site.put("/a.jpg", JPEG, PICTURE)
    outcome = news.run()
    second = feedkit.read(news.folder / "public" / "news.json")

    assert [change.fields for change in outcome.diff.changed] == [("enclosures",)]
    assert [entry.updated for entry in second.entries] == [entry.updated for entry in first.entries]
    assert (news.sizes["a.jpg"], news.run().written) == ((PICTURE, 5004, True), ())


@pytest.mark.parametrize(("status", "asked"), [(404, 1), (403, 1), (410, 1), (500, 3), (503, 3), (429, 3)])
def test_pictures_without_a_size_are_left_alone(status: int, asked: int, news: Follower) -> None:
    """What may pass is tried in three runs, what a server means once; no run fails, the page's size stays."""
    news.site.pages["/a.jpg"] = (status, {}, b"")
    outcomes = [news.run() for _ in range(5)]

    assert [outcome.status for outcome in outcomes] == ["ok"] * 5
    assert [len(outcome.problems) for outcome in outcomes] == [1] * asked + [0] * (5 - asked)
    assert outcomes[0].problems[0].code == "size-unknown"
    assert news.sizes["a.jpg"] == (PICTURE, 5018, False)
    assert sum(count for (_, path), count in news.asked.items() if path == "/a.jpg") <= 2 * 3


def test_another_picture_is_asked_for_again(news: Follower) -> None:
    """An entry that gets another picture has not been asked for in vain."""
    del news.site.pages["/a.jpg"]
    for _ in range(4):
        news.run()
    news.site.put("/c.jpg", JPEG, PICTURE)
    news.show(("/c.jpg", "c.jpg"), ("/b.png", "b"))
    news.run()

    assert news.sizes["c.jpg"] == (PICTURE, 5004, True)


def test_budget_leaves_the_rest_to_the_next_runs(news: Follower) -> None:
    """A run asks for no more than `max_probes`, the newest entries first; 304s go on with the rest."""
    news.configure(more="max_probes = 3\n")
    pictures = [(f"/p{n}.jpg", f"p{n}.jpg") for n in range(8)]
    for path, _ in pictures:
        news.site.put(path, JPEG, PICTURE)
    news.show(*pictures)
    news.run()
    assert news.asked == {("HEAD", f"/p{n}.jpg"): 1 for n in (7, 6, 5)}
    news.run()
    assert news.asked == {("HEAD", f"/p{n}.jpg"): 1 for n in (4, 3, 2)}
    news.run()
    news.run()
    assert news.asked == {("HEAD", f"/p{n}.jpg"): 1 for n in (1, 0)}
    assert {length for _, length, _ in news.sizes.values()} == {5004}


def test_a_picture_of_many_entries_is_asked_for_once(news: Follower) -> None:
    """One address is one request, in this run and for entries that come later."""
    news.show(*[("/a.jpg", "")] * 5)
    news.run()
    news.show(*[("/a.jpg", "")] * 9)
    outcome = news.run()

    assert (outcome.entries, news.asked) == (9, {("HEAD", "/a.jpg"): 1})


def test_page_says_page(news: Follower) -> None:
    """`images = "page"` asks for nothing and publishes what the page prints."""
    news.configure(more='images = "page"\n')
    news.run()

    assert (news.asked, news.sizes["a.jpg"]) == ({}, (PICTURE, 5018, False))


def test_page_from_a_file_asks_for_nothing(news: Follower) -> None:
    """A file is never a reason for a request."""
    (news.folder / "page.html").write_text(html((news.site.url("/a.jpg"), "a.jpg, 4.9KB")))
    news.configure("page.html", f'url = "{news.site.url("/news")}"\n')
    news.run()

    assert (news.site.requests, news.sizes["a.jpg"]) == ([], (PICTURE, 5018, False))


def test_dry_run_asks_for_no_picture(news: Follower) -> None:
    """What is not remembered would be asked for again."""
    news.run(Mode(dry=True))

    assert news.asked == {}


def test_private_pictures_are_not_asked_for(news: Follower, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where private addresses are not allowed, a picture on one is never connected to."""
    known = known_of(Enclosure(news.site.url("/a.jpg"), PICTURE))
    after, problems = probing.sized(known, Request("https://www.example.org/"), 20)

    assert news.site.requests == []
    assert "blocked-address" in problems[0].message
    assert after.entries[0].entry.enclosures == known.entries[0].entry.enclosures


def test_retired_entries_are_not_asked_for(news: Follower) -> None:
    """What is in no document needs no size."""
    known = known_of(Enclosure(news.site.url("/a.jpg"), PICTURE))
    known = replace(known, entries=(replace(known.entries[0], retired=True),))
    request = Request(news.site.url("/news"), allow_private=True)

    assert probing.sized(known, request, 20) == (known, ())
    assert news.site.requests == []


def test_silent_host_is_asked_once_a_run(site: Site) -> None:
    """A server that fails as such is not asked for the next picture in the same run."""
    for n in range(9):
        site.pages[f"/{n}.jpg"] = (500, {}, b"")
    files = [Enclosure(site.url(f"/{n}.jpg"), PICTURE) for n in range(9)]
    after, _ = probing.sized(known_of(*files), Request(site.url("/"), allow_private=True), 20)

    assert {request.path for request in site.requests} == {"/0.jpg"}
    assert [each.tries for each in after.entries] == [1, 0, 0, 0, 0, 0, 0, 0, 0]


def test_after_three_silent_hosts_no_other_is_asked(site: Site) -> None:
    """However many hosts a page names, those that fail cost a run the time of three."""
    for n in range(9):
        site.pages[f"/{n}.jpg"] = (500, {}, b"")
    files = [
        Enclosure(site.url(f"/{n}.jpg").replace("127.0.0.1", f"127.0.0.{n + 1}"), PICTURE) for n in range(9)
    ]
    after, _ = probing.sized(known_of(*files), Request(site.url("/"), allow_private=True), 20)

    assert [each.tries for each in after.entries] == [1, 1, 1, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("headers", "body", "told"),
    [
        ({"Content-Type": "image/webp"}, JPEG, ("image/webp", 5004)),
        ({"Content-Type": "image/jpg"}, JPEG, ("image/jpeg", 5004)),
        ({"Content-Type": "IMAGE/PNG; charset=binary"}, PNG, ("image/png", 2008)),
        ({"Content-Type": "application/octet-stream"}, PNG, ("image/gif", 2008)),
        ({}, PNG, ("image/png", 2008)),
        ({}, b"\0" * 50, ("image/gif", 50)),
        ({"Content-Type": "text/html"}, b"<html>not found</html>", None),
        ({"Content-Type": "application/json"}, b"{}", None),
        ({"Content-Type": "image/png"}, b"", None),
        ({"Content-Type": "audio/mpeg"}, b"ID3" + bytes(9), ("audio/mpeg", 12)),
    ],
)
def test_type_is_the_responses(
    site: Site, headers: dict[str, str], body: bytes, told: tuple[str, int] | None
) -> None:
    """The server's word counts, then how the file begins, then its suffix; a page is no picture."""
    site.pages["/x.gif"] = (200, headers, body)
    file = Enclosure(site.url("/x.gif"), "image/gif", 900, length_exact=False)
    known = known_of(file)
    after, problems = probing.sized(known, Request(site.url("/"), allow_private=True), 20)
    found = after.entries[0].entry.enclosures[0]

    if told is None:
        assert (found.length, found.length_exact) == (900, False)
        assert [problem.code for problem in problems] == ["size-unknown"]
    else:
        assert (found.type, found.length, found.length_exact, problems) == (*told, True, ())


def test_servers_without_head_are_asked_for_the_beginning(site: Site, news: Follower) -> None:
    """Where HEAD is refused, a ranged GET tells length and, where the server does not, the type."""

    def answer(path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if path != "/a.jpg" or "range" in headers:
            return Site.answer(site, path, headers)
        return 405, {}, b""

    site.answer = answer  # type: ignore[method-assign]
    site.pages["/a.jpg"] = (206, {"Content-Range": f"bytes 0-511/{len(JPEG)}"}, JPEG[:512])
    news.run()

    assert news.sizes["a.jpg"] == (PICTURE, 5004, True)
    assert news.asked == {("HEAD", "/a.jpg"): 1, ("GET", "/a.jpg"): 1, ("HEAD", "/b.png"): 1}


def test_type_without_a_length_stays(site: Site, news: Follower) -> None:
    """A type that a server told is kept, also where it tells no length and is not asked any more."""
    site.pages["/b.png"] = (200, {"Content-Type": "image/webp", "Content-Length": "0"}, b"")
    for n in range(5):
        news.show(("/a.jpg", "a.jpg"), ("/b.png", f"b {n}"))
        news.run()

    assert news.sizes["b.png"] == ("image/webp", None, True)


def test_memory_is_read_back(news: Follower) -> None:
    """What is remembered is in the state: another process asks for nothing."""
    news.site.pages["/a.jpg"] = (500, {}, b"")
    news.run()
    config = sources.load(news.folder / "feedkit.toml")
    from feedkit import store

    with store.open(config.state, config.folder) as memory:
        known = memory.load("news")
    assert known is not None
    assert sorted(each.tries for each in known.entries) == [0, 1]


def test_pictures_and_enclosures_agree(news: Follower) -> None:
    """The picture of an entry has the size of its enclosure, in JSON Feed as well."""
    news.run()
    feed: dict[str, Any] = json.loads(news.bytes()["news.json"])

    assert [each["attachments"][0]["size_in_bytes"] for each in feed["items"]] == [2008, 5004]


def known_of(*files: Enclosure) -> Known:
    """What is known of a source, each of whose entries has one of these files."""
    entries = (
        Entry(file.url, "A", images=(Image(url=file.url, type=file.type),), enclosures=(file,), published=NOW)
        for file in files
    )
    return Known(
        "https://www.example.org/",
        entries=tuple(KnownEntry(entry, NOW, n) for n, entry in enumerate(entries)),
    )
