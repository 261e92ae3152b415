"""The made-up pages of tests/golden/detect: what a reader of each page sees."""

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

from feedkit import _html, _urls

CASES = sorted(path.parent for path in (Path(__file__).parent / "golden" / "detect").glob("*/expected.json"))
"""Folders of `page.html` and `expected.json`: url, retrieved, and entries, or null where there is no list."""


def _load(case: Path) -> tuple[bytes, dict[str, Any]]:
    return (case / "page.html").read_bytes(), json.loads((case / "expected.json").read_text(encoding="utf-8"))


def _of(kind: bool) -> list[Path]:
    return [case for case in CASES if (_load(case)[1]["entries"] is not None) == kind]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_cases_are_many() -> None:
    """There are pages of many kinds with a list, and as many without."""
    assert len(_of(True)) >= 40
    assert len(_of(False)) >= 40


def test_cases_are_what_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is the one that make.py writes, and there is no other."""
    folder = CASES[0].parent
    monkeypatch.syspath_prepend(str(folder))
    made = dict(runpy.run_path(str(folder / "make.py"))["files"]())

    assert [str(path) for path, content in made.items() if (folder / path).read_bytes() != content] == []
    assert {path.relative_to(folder) for path in folder.glob("*/*.*") if "__" not in str(path)} == set(made)


@pytest.mark.parametrize("case", _of(True), ids=lambda case: case.name)
def test_case_shows_what_is_expected(case: Path) -> None:
    """Each title and each link that is expected stands in the page."""
    content, expected = _load(case)
    root = _html.tree(content, None, case.name)
    base = _html.facts(root, expected["url"]).base
    text = _squeezed("".join(root.itertext()) + _html.text_of(root))
    values = {str(value) for value in root.xpath("//@*")}
    values |= set(re.findall(r"['\"](/[^'\"]+)['\"]", " ".join([text, *values])))
    links = {_urls.absolute(value, base) for value in values if "/" in value or "?" in value or "#" in value}

    assert [
        entry for entry in expected["entries"] if entry["title"] and _squeezed(entry["title"]) not in text
    ] == []
    assert [entry for entry in expected["entries"] if entry["url"] and entry["url"] not in links] == []
    assert (
        len({(entry["title"], entry["url"]) for entry in expected["entries"]}) == len(expected["entries"]) > 3
    )
