"""Lists that are found without being told: golden pages of each kind, and the same pages mutated."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feedkit import parsers
from feedkit.errors import PageError
from feedkit.models import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedkit.models import EntriesPage

GOLDEN = Path(__file__).parent / "golden" / "detect"
CASES = sorted(path.stem for path in GOLDEN.glob("*.json"))
NO_LIST = {
    "a letter": "<html><body><h1>Dear members</h1><p>The meeting is put off.</p><p>We are sorry.</p></body></html>",
    "a form": "<html><body><form><label>Name <input></label><label>Town <input></label></form></body></html>",
    "a menu": "<html><body><nav><a href='/a'>Home</a><a href='/b'>About us</a><a href='/c'>Jobs</a></nav></body></html>",
}


def found(content: bytes) -> EntriesPage:
    """Return what is found on a page of bytes."""
    return parsers.parse(Page(content, "https://www.example.org/list", "text/html"))


def told(page: EntriesPage) -> list[list[str | None]]:
    """Return title, link and date of each entry."""
    return [[entry.title, entry.link, entry.date or entry.date_heading] for entry in page.entries]


def golden(case: str) -> tuple[bytes, list[list[str | None]]]:
    """Return the page of a case and its entries."""
    return (GOLDEN / f"{case}.html").read_bytes(), json.loads((GOLDEN / f"{case}.json").read_bytes())


@pytest.mark.parametrize("case", CASES)
def test_detect_finds_the_list(case: str) -> None:
    """Title, link and date of each entry of a golden page are found, and nothing else."""
    content, expected = golden(case)
    page = found(content)
    assert told(page) == expected
    assert page.parser == "detect"


def renamed(content: str) -> str:
    """Give every class another name."""
    return re.sub(
        r'class="([^"]*)"',
        lambda match: f'class="{" ".join(f"x{sum(map(ord, token)) % 977}" for token in match[1].split())}"',
        content,
    )


MUTATIONS: dict[str, Callable[[str], str]] = {
    "classes renamed": renamed,
    "white space": lambda content: content.replace("><", ">\n\t <"),
    "comments": lambda content: content.replace("</li>", "<!-- ad --></li>").replace(
        "</p>", "</p><!-- p -->"
    ),
    "wrapped": lambda content: content.replace("<body>", "<body><div><div>").replace(
        "</body>", "</div></div></body>"
    ),
    "a banner": lambda content: content.replace(
        "<body>", "<body><div class='b'><a href='/w'>Win a prize</a></div>"
    ),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("case", CASES)
def test_detect_is_not_misled(case: str, mutation: str) -> None:
    """What a page is dressed in does not change its entries."""
    content, expected = golden(case)
    assert told(found(MUTATIONS[mutation](content.decode()).encode())) == expected


@pytest.mark.parametrize("kind", NO_LIST)
def test_detect_refuses_to_guess(kind: str) -> None:
    """A page without a list is an error, not a feed."""
    with pytest.raises(PageError) as caught:
        found(NO_LIST[kind].encode())
    assert caught.value.code == "no-list"


def test_page_of_no_declared_type_is_html_whatever_its_head_holds() -> None:
    """A saved page is HTML by its tags, be they as far down as a long style sheet puts them."""
    content, expected = golden("blog")
    styled = content.replace(b"</head>", b"<style>" + b"i { color: red }\n" * 8000 + b"</style></head>", 1)
    page = parsers.parse(Page(styled, "https://www.example.org/list"))

    assert len(styled) - len(content) > 100_000
    assert told(page) == expected
