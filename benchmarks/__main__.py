"""Measure and print: the cost of every stage, then the ratios with what they are to reach."""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import fetch, report, stages, starts
from benchmarks.timing import Times, measure

SIZES = (10, 100, 1_000, 10_000)
FETCHED_ROWS = 100
SLOW_LIMIT = 1_000
"""Entries beyond which the slow peers are left out."""


def main(arguments: list[str] | None = None) -> None:
    """Print the tables of one run."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        by_size = {size: _at(size, folder, options.rounds, options.least) for size in options.sizes}
        print(report.costs(by_size))
        dates = measure(stages.dates(), options.rounds, options.least)
        fetched = _fetched(folder, options)
        begun = measure(starts.starts(folder), options.starts, 0) if options.starts else Times({})
    rows = [
        *report.document_ratios(by_size, stages.memory(max(by_size))),
        *report.page_ratios(by_size),
        *report.detection_ratios(by_size),
        *report.fetch_ratios(fetched),
        *report.start_ratios(begun),
        *report.date_ratios(dates),
        *report.growth(by_size),
    ]
    print(report.speeds(fetched))
    print(report.ratios(rows))


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="entries of the pages")
    parser.add_argument("--rounds", type=int, default=7, help="rounds in one process")
    parser.add_argument("--fetches", type=int, default=15, help="rounds of fetching; 0 for none")
    parser.add_argument("--starts", type=int, default=15, help="rounds of new processes; 0 for none")
    parser.add_argument(
        "--least", type=float, default=0.02, help="seconds that a short piece is repeated for"
    )
    return parser.parse_args(arguments)


def _fetched(folder: Path, options: argparse.Namespace) -> Times:
    """Return the times of fetching a page of the usual size."""
    if not options.fetches:
        return Times({})
    with fetch.works(FETCHED_ROWS, folder) as works:
        return measure(works, options.fetches, options.least)


def _at(size: int, folder: Path, rounds: int, least: float) -> Times:
    """Return the times of all pieces of work on a page of so many entries."""
    print(f"measuring a page of {size:,} entries", file=sys.stderr)
    slow = stages.slow(size) if size <= SLOW_LIMIT else {}
    works = {**stages.bare(size), **stages.ours(size), **stages.remembering(size, folder), **slow}
    return measure(works, rounds, least)


if __name__ == "__main__":
    main()
