"""Worlds whose page has a history: rows that a site prints, real runs over them, and a subscriber."""

from __future__ import annotations

import datetime as dt
import gzip
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import feedkit
from feedkit import sources, store
from feedkit.models import Known, Run
from feedkit.pipeline import Outcome

URL = "https://www.example.org/news"
NOW = dt.datetime(2024, 3, 10, 18, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
RECIPE = {
    "entry": "li",
    "title": "a, b",
    "link": "a::attr(href)",
    "date": "time",
    "summary": "p",
    "image": "img",
    "author": "i",
}


@dataclass(frozen=True)
class Row:
    """A row of a page as its site prints it."""

    title: str
    link: str | None = None
    date: str | None = "5 March 2024"
    image: str | None = None
    summary: str = ""
    author: str = ""

    def html(self) -> str:
        """The row as an element of the list."""
        title, time, summary, author = (
            html.escape(text) for text in (self.title, self.date or "", self.summary, self.author)
        )
        named = f'<a href="{html.escape(self.link)}">{title}</a>' if self.link else f"<b>{title}</b>"
        image = f'<img src="{html.escape(self.image)}" alt="66.26KB">' if self.image else ""
        return f"<li>{named}<time>{time}</time><p>{summary}</p><i>{author}</i>{image}</li>\n"


def listed(rows: Sequence[Row], title: str = "News", more: str = "") -> str:
    """A page with rows."""
    body = "".join(row.html() for row in rows)
    head = f'<!DOCTYPE html>\n<html lang="en"><head><title>{title}</title></head>\n'
    return f"{head}<body><h1>{title}</h1>{more}<ul>\n{body}</ul></body></html>\n"


def numbered(*numbers: int) -> list[Row]:
    """Rows that everything tells apart, one a day."""
    return [
        Row(
            f"Title of release {n}",
            f"/release/{n}",
            f"{n % 28 + 1} February 2024",
            f"/pictures/{n}.jpg",
            f"What release {n} says of itself, at some length.",
            f"Author {n}",
        )
        for n in numbers
    ]


@dataclass
class World:
    """A configuration with one source in a folder, and a subscriber who remembers ids."""

    folder: Path
    options: str = f'page = "page.html"\nurl = "{URL}"'
    recipe: Mapping[str, str] = field(default_factory=lambda: dict(RECIPE))
    now: dt.datetime = NOW
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.configure(self.options, **self.recipe)

    def configure(self, options: str, **recipe: str) -> None:
        """Write the configuration; without a recipe the page is read as text."""
        keys = "".join(f"{name} = '''{value}'''\n" for name, value in recipe.items())
        table = f"[sources.news.recipe]\n{keys}" if keys else ""
        self.file.write_text(f"[sources.news]\n{options}\n{table}", encoding="utf-8")

    @property
    def file(self) -> Path:
        """The configuration."""
        return self.folder / "feedkit.toml"

    @property
    def config(self) -> sources.Config:
        """The configuration, read."""
        return sources.load(self.file)

    def run(self) -> Outcome:
        """Run feedkit; the next run is an hour later."""
        (outcome,) = feedkit.run(self.file, now=self.now)
        self.now += HOUR
        return outcome

    def show(self, content: str | bytes) -> Outcome:
        """Run feedkit on a page."""
        page = content if isinstance(content, bytes) else content.encode()
        (self.folder / "page.html").write_bytes(page)
        return self.run()

    def see(self, *rows: Row, **more: str) -> Outcome:
        """Run feedkit on a page with these rows."""
        return self.show(listed(rows, **more))

    def accept(self) -> None:
        """Say that the page is right as it looks now."""
        with store.open(self.config.state, self.config.folder) as memory:
            memory.accept("news")

    @property
    def known(self) -> Known | None:
        """What the store knows of the source."""
        with store.open(self.config.state, self.config.folder) as memory:
            return memory.load("news")

    @property
    def runs(self) -> list[Run]:
        """The history of the source, newest first."""
        with store.open(self.config.state, self.config.folder) as memory:
            return memory.runs("news")

    @property
    def kept_page(self) -> bytes | None:
        """The page that tripped a guard last."""
        path = self.config.pages / "news.gz"
        return gzip.decompress(path.read_bytes()) if path.exists() else None

    def documents(self) -> dict[str, tuple[bytes, int, int]]:
        """What would differ if a document had been touched."""
        files = sorted((self.folder / "public").glob("*"))
        return {path.name: (path.read_bytes(), path.stat().st_ino, path.stat().st_mtime_ns) for path in files}

    def feed(self) -> feedkit.Feed:
        """The feed as it is published."""
        return feedkit.read(self.folder / "public" / "news.json")

    def subscribe(self) -> list[str]:
        """The titles of the entries that the subscriber had not seen."""
        new = [entry for entry in self.feed().entries if entry.id not in self.seen]
        self.seen += [entry.id or "" for entry in new]
        return [entry.title for entry in new]
