"""Recipes from detection against a folder of real pages: how many are written, and whether they hold.

    python tools/round_trips.py FOLDER

FOLDER holds `<set>/<case>/page.html` and `truth.json`; the pages never enter the project. Each recipe that is
written is run on the page, on the page with its second entry twice, and on the page without it.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from feedkit import parsers, synthesis
from feedkit.errors import FeedkitError
from feedkit.models import Page

_RETRIEVED = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
_FEW = 3


def outcome(case: Path) -> str:
    """Return what comes of the page of a case: `holds`, or what fails."""
    address = json.loads((case / "truth.json").read_text(encoding="utf-8"))["url"]
    page = Page((case / "page.html").read_bytes(), address, "text/html", retrieved=_RETRIEVED)
    try:
        found = parsers.parse(page)
    except FeedkitError as error:
        return f"no entries are detected ({error.code})"
    proposal = synthesis.propose(page, found, case.name)
    if proposal.cause:
        return f"no recipe: {proposal.cause}"
    now = _given(page, proposal.recipe)
    if len(now) < _FEW:
        return "holds"
    more, fewer = (_given(_changed(page, is_more=each), proposal.recipe) for each in (True, False))
    if more[:1] + more[2:] != now:
        return "other entries when one is added"
    return "holds" if now[:1] + now[2:] == fewer else "other entries when one is removed"


def _given(page: Page, recipe: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return titles, links (of which the serializer escapes some), and dates."""
    entries = synthesis.read(page, recipe, "the page").entries
    return [(entry.title, unquote(entry.link or "").strip(), entry.date) for entry in entries]


def _changed(page: Page, *, is_more: bool) -> Page:
    root, rows = parsers.rows(page, "the page")
    place = rows[1]
    for element in [copy.deepcopy(element) for element in place] if is_more else place:
        if is_more:
            place[0].addprevious(element)
        else:
            element.getparent().remove(element)
    return replace(page, content=etree.tostring(root, method="html", encoding="utf-8"), charset="utf-8")


def main() -> int:
    """Print how many pages come to what."""
    cases = sorted(path.parent for path in Path(sys.argv[1]).glob("*/*/truth.json"))
    with ProcessPoolExecutor() as pool:
        counts = Counter(pool.map(outcome, cases, chunksize=4))
    for told, count in counts.most_common():
        sys.stdout.write(f"{count:>4}  {count / len(cases):>4.0%}  {told}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
