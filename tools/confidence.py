"""How sure detection may be: fitted on pages whose entries are known, and tried on sites held out.

    python tools/confidence.py FOLDER SCORER

FOLDER and SCORER are those of `tools/corpus.py`; the made-up pages without a list (tests/blanks.py and
tests/golden/detect/no-*) are judged with them. A list is right when the F1 of its entries is at least 0.95.
It prints the numbers of `parsers/detect/confidence.py` and the table of docs/explanation/detection.md.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from corpus import RETRIEVED, predict

from feedkit import parsers
from feedkit.errors import FeedkitError
from feedkit.models import Page
from feedkit.parsers.detect.confidence import wilson

_FOLDS, _ROUNDS, _RIDGE = 10, 25, 0.5
_BANDS = (0.0, 0.15, 0.6, 0.8, 0.9)
_TESTS = Path(__file__).parent.parent / "tests"


class Seen(NamedTuple):
    """A page: its site, the features of its best list, and whether that list is right."""

    site: str
    features: tuple[float, float, float]
    is_right: bool


def seen(case: tuple[str, str, bytes], scorer: Path | None) -> Seen | None:
    """Return what was seen of a page: its folder (none for one without a list), site, content."""
    folder, site, content = case
    truth = json.loads(Path(folder, "truth.json").read_bytes()) if folder else None
    page = Page(
        content, truth["url"] if truth else "https://www.example.org/a/b", "text/html", retrieved=RETRIEVED
    )
    try:
        found = parsers.parse(page, number=1).lists[0]
    except FeedkitError:
        return None
    features = (1.0, math.log2(max(found.score, 0.01)), dict(found.measures)["prose"])
    return Seen(site, features, truth is not None and _score(scorer, truth, Path(folder)) >= 0.95)


def _score(path: Path | None, truth: dict[str, object], folder: Path) -> float:
    spec = importlib.util.spec_from_file_location("scorer", str(path))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    told = module.score_page(truth, predict(folder, number=1))
    return float(told.get("F1", told["R"]))


def cases(folder: Path) -> list[tuple[str, str, bytes]]:
    """Return the pages to look at."""
    sys.path.insert(0, str(_TESTS))
    import blanks

    found = [
        (str(path.parent), json.loads(path.read_bytes())["site"], (path.parent / "page.html").read_bytes())
        for path in sorted(folder.glob("*/*/truth.json"))
    ]
    found += [("", f"blank {name}", content.encode()) for name, content in blanks.PAGES.items()]
    golden = sorted((_TESTS / "golden" / "detect").glob("no-*/page.html"))
    return found + [("", path.parent.name, path.read_bytes()) for path in golden]


def fit(pages: list[Seen]) -> list[float]:
    """Return the weights of a logistic regression, by Newton's method with a small ridge."""
    size = len(pages[0].features)
    weights = [0.0] * size
    for _ in range(_ROUNDS):
        rows = [[_RIDGE * (i == j > 0) for j in range(size)] for i in range(size)]
        slope = [-_RIDGE * weights[i] * (i > 0) for i in range(size)]
        for page in pages:
            value = told(page, weights)
            for i, one in enumerate(page.features):
                slope[i] += (page.is_right - value) * one
                for j, other in enumerate(page.features):
                    rows[i][j] += value * (1 - value) * one * other
        weights = [one + step for one, step in zip(weights, _solved(rows, slope), strict=True)]
    return weights


def _solved(rows: list[list[float]], values: list[float]) -> list[float]:
    """Return the solution of a positive definite system."""
    left = [[*row, value] for row, value in zip(rows, values, strict=True)]
    for i, pivot in enumerate(left):
        for other in (row for row in left if row is not pivot):
            share = other[i] / pivot[i]
            other[:] = [one - share * two for one, two in zip(other, pivot, strict=True)]
    return [row[-1] / row[i] for i, row in enumerate(left)]


def told(page: Seen, weights: list[float]) -> float:
    """Return how sure a page's list is."""
    return 1 / (1 + math.exp(-sum(one * two for one, two in zip(page.features, weights, strict=True))))


def held_out(pages: list[Seen]) -> list[tuple[float, bool]]:
    """Return how sure each page's list is by what the other sites tell, and whether it is right."""
    sites = sorted({page.site for page in pages})
    found = []
    for number in range(_FOLDS):
        apart = set(sites[number::_FOLDS])
        weights = fit([page for page in pages if page.site not in apart])
        found += [(told(page, weights), page.is_right) for page in pages if page.site in apart]
    return found


def main() -> int:
    """Print weights and table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("scorer", type=Path)
    given = parser.parse_args()
    with ProcessPoolExecutor() as pool:
        looked = pool.map(partial(seen, scorer=given.scorer), cases(given.folder), chunksize=4)
        pages = [page for page in looked if page is not None]
    weights = [round(weight, 2) for weight in fit(pages)]
    sys.stdout.write(f"_BASE, _SCORE, _PROSE = {weights}\n\n" + table(held_out(pages)))
    return 0


def table(results: list[tuple[float, bool]]) -> str:
    """Return how many lists of each band of confidence were right."""
    lines = ["| said to be | pages | right | share | 95 % interval |", "|---|---|---|---|---|"]
    for low, high in pairwise((*_BANDS, 1.01)):
        band = [is_right for value, is_right in results if low <= value < high]
        below, above = wilson(sum(band), len(band))
        share = f"{sum(band) / len(band):.2f} | {below:.2f} to {above:.2f}"
        lines.append(f"| {low:.2f} to {min(high, 1):.2f} | {len(band)} | {sum(band)} | {share} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.exit(main())
