"""Lists that are found without being told: golden pages of each kind, and the same pages mutated."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feedkit import _html, parsers
from feedkit.errors import PageError
from feedkit.models import Page
from feedkit.parsers.detect import outline, view

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


def test_cells_that_span_rows_without_end_stay_few() -> None:
    """A number of rows that no table has is read as one, and a page of such cells is no larger than others."""
    row = '<tr><td rowspan="{}">{} March 2024</td><td><a href="/{}">Bridge {} is open again</a></td></tr>'
    table = "".join(row.format("9" * (5 if n % 2 else 5000), n % 28 + 1, n, n) for n in range(300))
    root = _html.tree(f"<table>{table}</table>".encode(), None, "the page")
    page = outline.read(root)

    assert max(map(len, page.covers.values())) == 100
    assert len(page.covers) == 299


def test_line_of_many_parts_has_no_marked_words() -> None:
    """A paragraph of a thousand marked words is no entry, and costs what its letters cost."""
    words = "".join(f"<b>word {n}</b> and <i>more</i> " for n in range(1000))
    few, many = (
        view.View(root, _html.facts(root, None))
        for root in (_html.tree(f"<p>{text}</p>".encode(), None, "x") for text in (words[:500], words))
    )

    assert [piece.kind for piece in few.pieces].count("mark") > 10
    assert [piece.kind for piece in many.pieces] == ["line", "rest"]
