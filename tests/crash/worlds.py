"""Folders with a configuration, a page and what earlier runs left, and what a run is to make of them."""

import datetime as dt
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

import feedkit
import feedkit.cli.run
from feedkit import cli, runner, store
from feedkit.models import Known
from feedkit.pipeline import Outcome

NOW = dt.datetime(2024, 3, 10, 18, tzinfo=dt.UTC)
NAMES = ("news.xml", "news.atom", "news.json")
STATE = "sqlite:feedkit.db"

_CONFIG = """\
[sources.news]
page = "page.html"
url = "https://www.example.org/news"
[sources.news.recipe]
entry = "li"
title = "a"
link = "a::attr(href)"
date = "time"
summary = "p"
"""
_ROW = '<li><a href="/news/{0}">Entry {0}{1}</a> <time>{2}</time><p>{3}</p></li>\n'


def row(number: int, edit: str = "", text: str = "About it. ", date: str | None = None) -> str:
    """A row of the page; every fourth has no date, so that the state alone knows when it was seen."""
    day = "" if number % 4 == 0 else f"{1 + number % 28} February 2024"
    return _ROW.format(number, edit, date or day, text * 20)


OLD = [row(number) for number in range(8, 0, -1)]
HISTORIES: dict[str, tuple[Sequence[str] | None, Sequence[str]]] = {
    "first run": (None, OLD),
    "new entries": (OLD, [row(12), row(10), row(9), *OLD[:-1]]),
    "edited entries": (OLD, [*OLD[:2], row(6, " (edited)"), row(5, text="Other words. "), *OLD[4:]]),
}
"""What the page showed at the last run, and what it shows now."""


Documents = dict[str, bytes | None]
"""The bytes of each document; None where there is none."""


@dataclass(frozen=True)
class Look:
    """What there is to see in a folder after a run, but for the history of runs."""

    documents: Documents
    known: Known | None
    published: frozenset[str]
    files: tuple[str, ...]


@dataclass(frozen=True)
class World:
    """One configuration with one source."""

    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "feedkit.toml"

    def show(self, rows: Sequence[str]) -> None:
        """Make the page show these rows."""
        page = f"<!DOCTYPE html><html><title>News</title><body><ul>{''.join(rows)}</ul></body></html>"
        (self.folder / "page.html").write_text(page)

    def run(self, now: dt.datetime = NOW) -> Outcome:
        """Run feedkit in this process."""
        (outcome,) = feedkit.run(self.config, now=now)
        return outcome

    def documents(self) -> Documents:
        return {name: _read(self.folder / "public" / name) for name in NAMES}

    def memory(self) -> store.Store:
        return store.open(STATE, self.folder)

    def look(self) -> Look:
        with self.memory() as memory:
            known, published = memory.load("news"), memory.documents("news")
        known = known and replace(known, bound_to="")  # it depends on where the page lies
        files = sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*"))
        return Look(self.documents(), known, frozenset(published), tuple(files))

    def copy(self, folder: Path) -> "World":
        """The same world in another folder, in place of what was there."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return World(folder)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def make(folder: Path, rows: Sequence[str] | None = None) -> World:
    """A new world, in which feedkit ran on these rows an hour ago, if there are any."""
    folder.mkdir(parents=True)
    world = World(folder)
    world.config.write_text(_CONFIG)
    if rows is not None:
        world.show(rows)
        assert world.run(NOW - dt.timedelta(hours=1)).status == "ok"
    return world


@dataclass(frozen=True)
class Case:
    """A world just before a run, and what it looks like before and after it, undisturbed."""

    name: str
    before: World
    after: World
    old: Look
    new: Look

    def wrong_now(self, world: World) -> list[str]:
        """What is wrong with a world in which that run was disturbed."""
        with world.memory() as memory:
            wrong = memory.verify()
        for name, content in world.documents().items():
            if content not in (self.old.documents[name], self.new.documents[name]):
                wrong.append(f"{name} is torn")
        if world.look().known not in (self.old.known, self.new.known):
            wrong.append("the state is neither the old nor the new one")
        return wrong

    def wrong_later(self, world: World) -> list[str]:
        """What is wrong after the next, undisturbed run; it may be the first that this run is to others."""
        outcome = world.run()
        if outcome.error is not None:
            return [f"the next run fails: {outcome.error}"]
        found = world.look()
        fields = ("documents", "known", "published", "files")
        return [f"{n} differ after the next run" for n in fields if getattr(found, n) != getattr(self.new, n)]


def cases(folder: Path, names: Sequence[str] = tuple(HISTORIES)) -> Iterator[Case]:
    """A case for each of the histories that are named."""
    for name in names:
        rows_before, rows_now = HISTORIES[name]
        place = folder / name.replace(" ", "-")
        before = make(place / "before", rows_before)
        before.show(rows_now)
        old = before.look()
        after = before.copy(place / "after")
        assert after.run().status == "ok"
        yield Case(name, before, after, old, after.look())


@contextmanager
def fast_folder() -> Iterator[Path]:
    """A folder for a while, in memory where the system has such a place: a kill asks nothing of a disk."""
    place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)


@dataclass(frozen=True)
class End:
    """How a process ended: its exit status or, below zero, its signal, and what it said."""

    status: int
    told: str


def command(world: World, *options: str, before: Callable[[], None] = lambda: None) -> End:
    """`feedkit run` in a process of its own, at the time NOW, after `before` was called there."""
    reader, writer = os.pipe()
    child = start(world, *options, before=before, writer=writer)
    os.close(writer)
    with open(reader, encoding="utf-8") as said:
        told = said.read()
    return End(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), told)


def start(world: World, *options: str, before: Callable[[], None] = lambda: None, writer: int) -> int:
    """The number of a process that runs `feedkit run`, and says what it says to `writer`."""
    child = os.fork()
    if child == 0:
        _run_and_exit(world, options, before, writer)
    return child


def _run_and_exit(world: World, options: Sequence[str], before: Callable[[], None], writer: int) -> NoReturn:
    status = 255
    try:
        sys.stdout = sys.stderr = open(writer, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        before()
        status = status_of(world, *options)
        sys.stderr.flush()
    finally:
        os._exit(status)


def status_of(world: World, *options: str) -> int:
    """The exit status of `feedkit run` in this process, whose clock is stopped for good."""
    runner.dt = _Clock()  # type: ignore[assignment]
    return cli.status_of(["run", "--quiet", "--config", str(world.config), *options])


class _Clock:
    """The module `datetime` at the time NOW."""

    class datetime(dt.datetime):  # noqa: N801
        @classmethod
        def now(cls, zone: dt.tzinfo | None = None) -> Any:
            return NOW.astimezone(zone)

    def __getattr__(self, name: str) -> Any:
        return getattr(dt, name)
