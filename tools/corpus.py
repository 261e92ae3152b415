"""Detection against a folder of real pages: predictions written, scored by the corpus's own scorer.

    python tools/corpus.py FOLDER SCORER [--pages N]

FOLDER holds `<set>/<case>/page.html` and `truth.json`; the pages never enter the project, and neither
does the scorer. Relative dates count from noon of 1 June 2026, for the pages do not tell when they were got.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from feedkit import entries, parsers
from feedkit.errors import FeedkitError
from feedkit.models import Page

RETRIEVED = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
"""What relative dates count from."""


def predict(case: Path, number: int | None = None) -> list[dict[str, Any]]:
    """Return what is found on the page of a case, or a list of it, sure or not; nothing where it is refused."""
    address = json.loads((case / "truth.json").read_text(encoding="utf-8"))["url"]
    page = Page((case / "page.html").read_bytes(), address, "text/html", retrieved=RETRIEVED)
    try:
        found = entries.build(parsers.parse(page, number=number), address=address)
    except FeedkitError:
        return []
    untitled = {problem.entry for problem in found.problems if problem.code == "no-title"}
    return [
        {
            "title": None if number in untitled else entry.title,
            "url": entry.link,
            "date": entry.date.isoformat() if entry.date else None,
        }
        for number, entry in enumerate(found.entries)
    ]


def write(folder: Path, target: Path) -> None:
    """Write the predictions for all cases of a folder."""
    cases = sorted(path.parent for path in folder.glob("*/*/truth.json"))
    with ProcessPoolExecutor() as pool:
        for case, found in zip(cases, pool.map(predict, cases, chunksize=4), strict=True):
            path = target / case.parent.name / f"{case.name}.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def main() -> int:
    """Write predictions to a temporary folder and print the scorer's table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--pages", default="0", help="how many of the worst pages are listed")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as target:
        write(given.folder, Path(target))
        command = [sys.executable, str(given.scorer), "--truth", str(given.folder), "--pred", target]
        return subprocess.run([*command, "--rows", given.pages], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
