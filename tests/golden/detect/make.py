"""Writes the made-up pages of this folder: `python tests/golden/detect/make.py`.

Each folder holds `page.html` and `expected.json`: the page's `url`, for relative dates `retrieved`,
where they are the matter `total` and `next`, and `entries` with `title`, `url` and `date` (null: the page
does not say) and some with more, or null where the page has no list of dated entries and is to be refused. Nothing here is random: the same files every time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from _forms import facts, forms, nested, pagers, states, whole
from _lists import Case, grouped, languages, odd, simple
from _others import others
from _rows import misread
from _threads import threads

HERE = Path(__file__).resolve().parent


def expected(case: Case) -> str:
    """Return the text of `expected.json`."""
    names = ("title", "url", "date")
    entries = None if case.entries is None else [dict(zip(names, each, strict=True)) for each in case.entries]
    for entry, more in zip(entries or (), case.more, strict=False):
        entry.update(more)
    told = {"retrieved": case.retrieved, "total": case.total, "next": case.next}
    about = {"url": case.url, **{key: value for key, value in told.items() if value}, "entries": entries}
    return json.dumps(about, ensure_ascii=False, indent=1) + "\n"


def files() -> Iterator[tuple[Path, bytes]]:
    """Yield each file, relative to this folder, and what it holds."""
    for case in chain(
        simple(),
        grouped(),
        odd(),
        languages(),
        forms(),
        facts(),
        nested(),
        whole(),
        pagers(),
        states(),
        others(),
        misread(),
        threads(),
    ):
        yield Path(case.name, "page.html"), case.page.encode(case.charset, "xmlcharrefreplace")
        yield Path(case.name, "expected.json"), expected(case).encode()


if __name__ == "__main__":
    for path, content in files():
        (HERE / path).parent.mkdir(exist_ok=True)
        (HERE / path).write_bytes(content)
