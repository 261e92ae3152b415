"""Recipes from detection: what is written gives what was detected, today and when the page has other entries."""

import copy
import datetime as dt
import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from feedkit import entries, parsers, synthesis
from feedkit.models import EntriesPage, Page
from feedkit.synthesis import fields, names, texts

GOLDEN = Path(__file__).parent / "golden" / "detect"
CASES = sorted(
    path.parent
    for path in GOLDEN.glob("*/expected.json")
    if json.loads(path.read_text(encoding="utf-8"))["entries"] is not None
)
UNWRITTEN = {
    "date-box": "no selector gives the date of each entry",
    "days-in-json-ld": "no selector gives the date of each entry",
    "letters-and-answers": "no selector tells its entries from what else stands on the page",
    **dict.fromkeys(
        ("font-lines", "lines-with-breaks", "paragraphs-of-breaks", "years-of-lines"),
        "no element stands around each of its entries alone",
    ),
    **dict.fromkeys(
        (case.name for case in CASES if case.name.startswith("state-")),
        "its entries come from the data that the page carries (state)",
    ),
}
"""Cases whose entries no recipe gives, and why."""


def _page(case: Path) -> Page:
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    retrieved = dt.datetime(2024, 3, 22, tzinfo=dt.UTC)
    return Page((case / "page.html").read_bytes(), expected["url"], "text/html", retrieved=retrieved)


def _told(found: EntriesPage) -> list[tuple[Any, ...]]:
    return [(entry.title, entry.link, entry.date) for entry in entries.build(found).entries]


def _proposal(page: Page) -> tuple[EntriesPage, synthesis.Proposal]:
    found = parsers.parse(page)
    return found, synthesis.propose(page, found, "the page")


@pytest.mark.parametrize("name", sorted(UNWRITTEN))
def test_recipe_that_cannot_be_written_says_why(name: str) -> None:
    """Of the made-up pages with a list only a few get no recipe, and each is told why."""
    assert _proposal(_page(GOLDEN / name))[1] == synthesis.Proposal({}, UNWRITTEN[name])


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.name not in UNWRITTEN], ids=lambda case: case.name
)
def test_recipe_gives_what_was_detected(case: Path) -> None:
    """A recipe gives the detected entries; so it does with an entry more on the page, and with one fewer."""
    page = _page(case)
    found, proposal = _proposal(page)
    wanted = _told(found)

    assert _told(synthesis.read(page, proposal.recipe, "the page")) == wanted
    now, more, fewer = (
        [(entry.title, entry.link, entry.date) for entry in given.entries]
        for given in (
            synthesis.read(each, proposal.recipe, "the page")
            for each in (page, _changed(page, is_more=True), _changed(page, is_more=False))
        )
    )
    assert more[:1] + more[2:] == now
    assert now[:1] + now[2:] == fewer


def _changed(page: Page, *, is_more: bool) -> Page:
    """The page with a second entry that is like the first in all but its texts and links, or without its second."""
    root, found = parsers.rows(page, "the page")
    place = found[1]
    if is_more:
        for element in [_other(copy.deepcopy(element)) for element in place]:
            place[0].addprevious(element)
    else:
        for element in place:
            element.getparent().remove(element)
    return replace(page, content=etree.tostring(root, method="html", encoding="utf-8"), charset="utf-8")


def _other(element: Any) -> Any:
    """An element with other words and other links; its dates stay."""
    for each in element.iter("*"):
        for name, value in each.attrib.items():
            if name in ("href", "data-href", "onclick"):
                each.set(name, re.sub(r"([\w-]+)(\.\w+)?(['\"]?\)?;?)$", r"\1-other\2\3", value))
        each.text = each.text and re.sub(r"[^\W\d]{8,}", "Something", each.text)
        each.tail = each.tail and re.sub(r"[^\W\d]{8,}", "Something", each.tail)
    return element


CHOSEN = {
    "what its address is like": (
        "<li>{help}<a href='/files/{n}.pdf'>{n}</a> <a href='/x/{n}'>Help</a></li>",
        "href",
        "/files/{n}.pdf",
        ('a[href$=".pdf"]',),
    ),
    "another host": (
        "<li><a href='/a/{n}'>{n}</a> <a href='https://cases.example/{n}'>{n}</a></li>",
        "href",
        "https://cases.example/{n}",
        ('a[href^="https://cases.example/"]',),
    ),
    "a label before it": (
        "<li><p>Day</p><p>{n}/24</p>{more}<p>Where</p><p>Hall {n}</p></li>",
        None,
        "Hall {n}",
        ('.//p[normalize-space()="Where"]/following-sibling::p[1]',),
    ),
    "two forms of rows": (
        "<li>{odd}</li>",
        None,
        "Case {n}",
        ("b", "i"),
    ),
}
"""What tells a value from its neighbours: a row, the attribute or text that is read, its value, the selectors."""


@pytest.mark.parametrize("kind", CHOSEN)
def test_field_is_told_by(kind: str) -> None:
    """A value without a name of its own is told by its address, by its label, or by two selectors, of which one need not know the other's rows."""
    row, attribute, value, expected = CHOSEN[kind]
    lines = [
        row.format(
            n=n,
            help="<a href='/x/'>Help</a>" if n % 2 else "",
            more="<p>Room</p><p>open</p>" if n % 2 else "",
            odd=f"<b>Case {n}</b> <i>of {n}</i>" if n % 3 else f"<i>Case {n}</i>",
        )
        for n in range(1, 8)
    ]
    found = etree.HTML(f"<ul>{''.join(lines)}</ul>").findall(".//li")
    values = [value.format(n=n) for n in range(1, 8)]

    def read(node: Any) -> list[str]:
        if isinstance(node, str):
            return [node]
        return [node.get(attribute) or ""] if attribute else ["".join(node.itertext())]

    goal = fields.Goal([[each] for each in found], values, read, lambda text, at: text == values[at])
    assert fields.find(goal) == expected


NAMES = """\
entry-title yes
news yes
newsItem yes
post-list yes
fs-small yes
card__title yes
nav yes
css-1q2w3e no
sc-bdVaJa no
sc-gsnTZi no
Card_title__x9aBd no
Card_title__aBcDe no
jsx-2839104 no
svelte-1tky8bj no
views-row-12 no
odd no
row-even no
first no
is-active no
category-news no
tag-budget no
status-publish no
qwrtzpsd no
post-1234 no
a3f9c2 no
md:flex no
"""


@pytest.mark.parametrize("line", NAMES.splitlines())
def test_names_last_or_not(line: str) -> None:
    """Words of the page's makers last; what machines made up, what counts, and what tells of one entry does not."""
    name, lasts = line.split()

    assert names.is_lasting(name) == (lasts == "yes")


VALUES = ("li", 'a[rel="next"]', "it's", "a\\b", "\x7f\t", True, 7, ["h3 a", 'p[title="x"]'], "Ü – 中")


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_are_written_as_toml(value: Any) -> None:
    """What is written reads back as what it was."""
    assert tomllib.loads(f"value = {texts.value_of(value)}")["value"] == value


def test_recipe_names_nothing_that_passes() -> None:
    """Of rows with lasting and passing classes, numbers and ids, the recipe names the lasting ones alone."""
    rows = "".join(
        f'<li class="css-1x{number}q news-entry {"odd" if number % 2 else "even"} {"first" if number == 1 else ""}" '
        f'id="entry-{number}"><h3 class="sc-bdVaJa"><a href="/news/{number}">Council votes on budget number {number} '
        f"for the town</a></h3><time>2024-03-{number:02}</time></li>"
        for number in range(1, 9)
    )
    page = Page(
        f"<html><body><ul id='list-77'>{rows}</ul></body></html>".encode(), "https://www.example.org/"
    )

    _, proposal = _proposal(page)

    assert proposal.recipe == {"entry": "li.news-entry", "title": "a", "link": "a", "date": "time"}


_ROWS = [
    {
        "title": f"Title number {number} of many",
        "url": f"https://www.example.org/{number}",
        "date": f"2024-03-0{number}",
    }
    for number in range(1, 7)
]
_NESTED = [
    {
        "title": {"rendered": row["title"]},
        "link": row["url"],
        "date_gmt": f"{row['date']}T08:00:00",
        "_embedded": {"author": [{"name": "A. Author"}]},
        "tags": ["harbour", "cranes"],
    }
    for row in _ROWS
]
_ODD = [{**row, "url": None, "link": row["url"]} if number == 3 else row for number, row in enumerate(_ROWS)]
_PLAIN = {"title": "$.title", "link": "$.url", "date": "$.date"}
ANSWERS: dict[str, tuple[Any, dict[str, Any]]] = {
    "array": (_ROWS, {"entry": "$[]", **_PLAIN}),
    "total": ({"a-b": _ROWS, "total": 55}, {"entry": '$."a-b"[]', **_PLAIN, "total": "$.total"}),
    "map": ({str(row["date"]): row for row in _ROWS}, {"entry": "$.*", **_PLAIN}),
    "dots": ({"x.y": _ROWS}, {"entry": '$."x.y"[]', **_PLAIN}),
    "months": (
        {"months": [{"name": "a", "days": _ROWS[:2]}, {"name": "b", "days": _ROWS[2:]}]},
        {"entry": "$.months[].days[]", **_PLAIN},
    ),
    "nodes": (
        {"data": {"edges": [{"node": row} for row in _ROWS]}},
        {"entry": "$.data.edges[]", "title": "$.node.title", "link": "$.node.url", "date": "$.node.date"},
    ),
    "two ways": (_ODD, {"entry": "$[]", **_PLAIN, "link": ["$.url", "$.link"]}),
    "rows below their names": (
        [["title", "url", "date"], *(list(row.values()) for row in _ROWS)],
        {"entry": "$[]", **_PLAIN},
    ),
    "times beside days": (
        [{**row, "start_time": "18:30"} if number else row for number, row in enumerate(_ROWS)],
        {"entry": "$[]", **_PLAIN, "date": ["$.join(' ', [date, start_time])", "$.date"]},
    ),
    "first lines": (
        [{"message": f"{row['title']}\n\nWhy.", "link": row["url"], "date": row["date"]} for row in _ROWS],
        {"entry": "$[]", **_PLAIN, "title": "$.message", "link": "$.link", "summary": "$.message"},
    ),
    "nested": (
        _NESTED,
        {
            "entry": "$[]",
            "title": "$.title.rendered",
            "link": "$.link",
            "date": "$.join('', [date_gmt, 'Z'])",
            "author": "$._embedded.author[].name",
            "category": "$.tags",
        },
    ),
}
"""Answers in JSON, and the recipes that they get."""


def test_recipe_of_markup_in_json_is_of_selectors() -> None:
    """HTML that an answer holds gets selectors, which give its entries."""
    rows = "".join(
        f'<div class="row"><h3><a href="{row["url"]}">{row["title"]}</a></h3><time>{row["date"]}</time></div>'
        for row in _ROWS
    )
    page = Page(json.dumps({"html": rows}).encode(), "https://www.example.org/more", "application/json")

    found, proposal = _proposal(page)

    assert proposal.recipe["entry"] == "div.row"
    assert [each.link for each in synthesis.read(page, proposal.recipe, "the page").entries] == [
        row["url"] for row in _ROWS
    ]
    assert len(found.entries) == len(_ROWS)


@pytest.mark.parametrize("name", ANSWERS)
def test_recipe_of_an_answer_is_of_paths(name: str) -> None:
    """The paths of a recipe give what is detected in JSON."""
    value, recipe = ANSWERS[name]
    page = Page(json.dumps(value).encode(), "https://www.example.org/api", "application/json")

    found, proposal = _proposal(page)
    given = synthesis.read(page, proposal.recipe, "the page")

    assert proposal == synthesis.Proposal(recipe)
    assert [replace(each, id=None, rules=()) for each in given.entries] == [
        replace(each, id=None, rules=()) for each in found.entries
    ]
    assert given.declared_total == found.declared_total


def test_recipe_names_the_total() -> None:
    """What tells how many entries there are is in the recipe, and no number inside of an entry is."""
    rows = "".join(
        f'<li class="news"><a href="/{n}">Vote on the budget number {n}</a> <i>2024-03-0{n}</i> <b>40 results</b></li>'
        for n in range(1, 8)
    )
    page = Page(
        f'<html><body><p><span class="count">40 results</span></p><ul>{rows}</ul></body></html>'.encode()
    )

    _, proposal = _proposal(page)

    assert proposal.recipe["total"] == "span.count"


def test_recipe_names_pictures_authors_and_categories() -> None:
    """Fields with several values are in the recipe too, where the page marks them."""
    page = _page(GOLDEN / "all-fields")

    found, proposal = _proposal(page)
    given = synthesis.read(page, proposal.recipe, "the page")

    assert proposal.recipe["author"] == "a[rel~=author]"
    assert proposal.recipe["category"] == "a[rel~=tag]"
    assert [(each.authors, each.categories, each.images) for each in given.entries] == [
        (each.authors, each.categories, each.images) for each in found.entries
    ]


def test_two_lists_are_told_apart_by_what_is_around_them() -> None:
    """Where rows have no names of their own, the list's name stands before them."""
    lists = [
        f'<{around}><ul class="{name}">'
        + "".join(
            f'<li><a href="/{name}/{number}">{text} number {number} of the town council</a>{date % number}</li>'
            for number in range(1, 9)
        )
        + f"</ul></{around}>"
        for around, name, text, date in (
            ("nav", "menu", "Go", "<!-- %d -->"),
            ("div", "news", "Vote on the budget", "<i>2024-03-0%d</i>"),
        )
    ]
    page = Page(f"<html><body>{''.join(lists)}</body></html>".encode(), "https://www.example.org/")

    _, proposal = _proposal(page)

    assert proposal.recipe["entry"] == "ul.news > li"
