"""The made-up pages of tests/golden/detect: what a reader of each sees is what is found, in any dress."""

import datetime as dt
import json
import random
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

import mutations
from feedkit import _html, _urls, entries, parsers
from feedkit.errors import PageError
from feedkit.models import Page

CASES = sorted(path.parent for path in (Path(__file__).parent / "golden" / "detect").glob("*/expected.json"))
"""Folders of `page.html` and `expected.json`: url, retrieved, and entries, or null where there is no list."""


def load(case: Path) -> tuple[bytes, dict[str, Any]]:
    return (case / "page.html").read_bytes(), json.loads((case / "expected.json").read_text(encoding="utf-8"))


def of(*, kind: bool) -> list[Path]:
    return [case for case in CASES if (load(case)[1]["entries"] is not None) == kind]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_cases_are_many() -> None:
    """There are pages of many kinds with a list, and as many without."""
    assert len(of(kind=True)) >= 60
    assert len(of(kind=False)) >= 40


def test_cases_are_what_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is the one that make.py writes, and there is no other."""
    folder = CASES[0].parent
    monkeypatch.syspath_prepend(str(folder))
    made = dict(runpy.run_path(str(folder / "make.py"))["files"]())

    assert [str(path) for path, content in made.items() if (folder / path).read_bytes() != content] == []
    assert {path.relative_to(folder) for path in folder.glob("*/*.*") if "__" not in str(path)} == set(made)


@pytest.mark.parametrize("case", of(kind=True), ids=lambda case: case.name)
def test_case_shows_what_is_expected(case: Path) -> None:
    """Each title and each link that is expected stands in the page."""
    content, expected = load(case)
    root = _html.tree(content, None, case.name)
    base = _html.facts(root, expected["url"]).base
    text = _squeezed("".join(root.itertext()) + _html.text_of(root))
    values = {str(value) for value in root.xpath("//@*")}
    values |= set(re.findall(r"['\"](/[^'\"\\]+)\\?['\"]", " ".join([text, *values])))
    links = {_urls.absolute(value, base) for value in values if re.search(r"[/?#.]", value)}

    assert [
        entry for entry in expected["entries"] if entry["title"] and _squeezed(entry["title"]) not in text
    ] == []
    assert [entry for entry in expected["entries"] if entry["url"] and entry["url"] not in links] == []
    assert (
        len({(entry["title"], entry["url"]) for entry in expected["entries"]}) == len(expected["entries"]) > 3
    )


def found(content: bytes, expected: dict[str, Any], charset: str | None = None) -> dict[str, Any]:
    """What is found, in the words of `expected`; what is not expected of any page is left out."""
    time = dt.datetime.fromisoformat(expected.get("retrieved", "2024-03-22T00:00:00Z"))
    raw = parsers.parse(Page(content, expected["url"], "text/html", charset, retrieved=time))
    built = entries.build(raw)
    untitled = {problem.entry for problem in built.problems if problem.code == "no-title"}
    told = [
        {
            "title": None if number in untitled else entry.title,
            "url": entry.link,
            "date": entry.date.isoformat()[:10] if entry.date else None,
            "summary": entry.summary,
            "image": entry.images[0].url if entry.images else None,
            "authors": [person.name for person in entry.authors],
            "categories": list(entry.categories),
        }
        for number, entry in enumerate(built.entries)
    ]
    names = expected["entries"][0]
    return {
        "entries": [{name: entry[name] for name in names} for entry in told],
        "total": raw.declared_total,
        "next": raw.next,
    }


@pytest.mark.parametrize("case", of(kind=True), ids=lambda case: case.name)
def test_case_is_found(case: Path) -> None:
    """The entries of a page are found with all that is expected of them, and nothing else."""
    content, expected = load(case)
    given = found(content, expected)

    assert given == {**given, **{name: expected[name] for name in given if name in expected}}


def test_cases_without_a_list_are_refused() -> None:
    """Of the pages without a list, nineteen of twenty and more are refused."""
    refused = 0
    for case in of(kind=False):
        content, expected = load(case)
        try:
            parsers.parse(Page(content, expected["url"], "text/html"))
        except PageError:
            refused += 1

    assert refused >= 0.95 * len(of(kind=False))


@pytest.mark.parametrize("case", of(kind=True), ids=lambda case: case.name)
def test_case_is_found_in_another_dress(case: Path) -> None:
    """What a page is dressed in changes none of its entries: a few changes alone, and all together."""
    content, expected = load(case)
    failed = []
    few = random.Random(case.name).sample(mutations.MUTATIONS, 2)
    for changes in [*((each,) for each in few), mutations.MUTATIONS]:
        changed = mutations.mutate(content, None, 1, changes)
        try:
            is_equal = found(changed, expected, "utf-8")["entries"] == expected["entries"]
        except PageError:
            is_equal = False
        if not is_equal:
            failed.append([each.__name__ for each in changes])

    assert failed == []
