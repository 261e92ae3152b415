"""Lists as courts, councils and authorities print them: what is an entry, and what are its title, link and day."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from feedkit import entries, parsers
from feedkit.models import Page

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
BASE = "https://www.example.gov/board/"
PAGES = tomllib.loads(Path(__file__).with_name("public_bodies.toml").read_text(encoding="utf-8"))["page"]


def found(body: str) -> list[list[str]]:
    """Return title, link and day of each entry of a page with this body, "" for what is not found."""
    content = f"<!doctype html><html><title>Board</title><body>{body}</body></html>"
    built = entries.build(parsers.parse(Page(content.encode(), BASE, "text/html", retrieved=NOW)))
    untitled = {problem.entry for problem in built.problems if problem.code == "no-title"}
    return [
        [
            "" if number in untitled else entry.title,
            (entry.link or "").removeprefix(BASE),
            str(entry.date or "")[:10],
        ]
        for number, entry in enumerate(built.entries)
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
def test_list_gives_title_link_and_day(page: dict[str, Any]) -> None:
    """Each entry of the list has its own title, link and day, and nothing else is one."""
    assert found(page["body"]) == page["entries"]
