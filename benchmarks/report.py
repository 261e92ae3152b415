"""The tables: what each stage costs an entry, and each ratio with what it is to reach."""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from benchmarks import pages
from benchmarks.timing import Times

BySize = Mapping[int, Times]

PEERS = ("lxml", "feedgen", "bs4", "feedparser")
"""How the names of pieces begin that are not feedkit's."""


class Row(NamedTuple):
    """A ratio that was measured, and what it may be at most."""

    what: str
    ratio: float
    most: float


def costs(by_size: BySize) -> str:
    """Return microseconds an entry for every piece of work and size."""
    names = list(dict.fromkeys(name for times in by_size.values() for name in times.rounds))
    lines = [f"{'us an entry, page of':<30}" + "".join(f"{size:>10,}" for size in by_size)]
    lines += [
        f"{name:<30}" + "".join(_cost(times, name, size) for size, times in by_size.items()) for name in names
    ]
    return "\n".join((*lines, ""))


def _cost(times: Times, name: str, size: int) -> str:
    return f"{times.of(name) / size * 1e6:>10.2f}" if name in times.rounds else f"{'-':>10}"


def ratios(rows: Iterable[Row]) -> str:
    """Return the ratios as a table that says which are missed."""
    lines = [f"{'ratio':<64}{'found':>9}{'at most':>9}"]
    for row in rows:
        missed = "  missed" if row.ratio > row.most else ""
        lines.append(f"{row.what:<64}{row.ratio:>9.4g}{row.most:>9.4g}{missed}")
    return "\n".join(lines)


def _usual(by_size: BySize) -> tuple[int, Times]:
    """Return the size that ratios are told for: 1,000 entries, or the nearest below."""
    size = max((size for size in by_size if size <= 1_000), default=min(by_size))
    return size, by_size[size]


def document_ratios(by_size: BySize, memory: Mapping[str, float]) -> Iterator[Row]:
    """Yield the ratios of writing documents and reading them back."""
    size, times = _usual(by_size)
    for format, name in (("rss", "RSS"), ("atom", "Atom")):
        yield Row(
            f"{name} of {size:,} entries / feedgen", times.ratio(f"render {format}", f"feedgen: {name}"), 0.2
        )
    yield Row(
        "RSS, Atom and JSON Feed / feedgen's RSS and Atom",
        times.ratio("render all three", "feedgen: RSS, Atom"),
        0.4,
    )
    for format, peak in memory.items():
        yield Row(f"peak memory of {format}, {max(by_size):,} entries / its bytes", peak, 1.5)
    for format, name in (("rss", "RSS"), ("atom", "Atom")):
        yield Row(f"{name} read back / lxml's parse", times.ratio(f"read {format}", f"lxml: the {name}"), 2.5)
        yield Row(
            f"{name} read back / feedparser", times.ratio(f"read {format}", f"feedparser: the {name}"), 1 / 25
        )


def page_ratios(by_size: BySize) -> Iterator[Row]:
    """Yield the ratios of reading pages."""
    _, times = _usual(by_size)
    yield Row(
        "page to raw entries by recipe / lxml's parse", times.ratio("parse by recipe", "lxml: the page"), 3
    )
    yield Row(
        "page to raw entries by recipe / BeautifulSoup", times.ratio("parse by recipe", "bs4: the rows"), 0.15
    )
    yield Row("page to RSS / lxml's parse", times.ratio("page to RSS", "lxml: the page"), 5)
    script = "bs4, dateutil, feedgen: RSS"
    yield Row("page to RSS / BeautifulSoup, dateutil and feedgen", times.ratio("page to RSS", script), 1 / 6)


def detection_ratios(by_size: BySize) -> Iterator[Row]:
    """Yield the ratio of finding the list of a page of about 100 kB, and how the time grows with the page."""
    times = by_size.get(100) or _usual(by_size)[1]
    yield Row("page to raw entries by detection / lxml's parse", times.ratio("detect", "lxml: the page"), 5)
    small, large = min(by_size), max(by_size)
    if large > small:
        longer = by_size[large].of("detect") / by_size[small].of("detect")
        exponent = math.log(longer) / math.log(len(pages.page(large)) / len(pages.page(small)))
        yield Row(f"detection: exponent from {small:,} to {large:,} entries", exponent, 1.1)


def start_ratios(times: Times) -> Iterator[Row]:
    """Yield the ratios of new processes."""
    if not times.rounds:
        return
    yield Row(
        "saved page of 42 rows to a feed / import of the four packages",
        times.ratio("feedkit build", "the four packages"),
        0.85,
    )
    yield Row("import feedkit / python -c pass", times.ratio("import feedkit", "pass"), 4)
    yield Row("feedkit --help / python -c pass", times.ratio("feedkit --help", "pass"), 6)


def speeds(times: Times) -> str:
    """Return how many times a second each piece of fetching is done."""
    if not times.rounds:
        return ""
    lines = [f"{'a second, from loopback':<30}"]
    lines += [f"{name:<30}{1 / times.of(name):>10,.0f}" for name in times.rounds]
    return "\n".join((*lines, ""))


def fetch_ratios(times: Times) -> Iterator[Row]:
    """Yield the ratios of fetching pages."""
    if not times.rounds:
        return
    yield Row("a page by the gate / requests", times.ratio("get", "requests: a page"), 1.5)
    yield Row("a page by the gate / a bare socket", times.ratio("get", "socket: a page"), 20)
    yield Row(
        "a page in gzip by the gate / requests", times.ratio("get, gzip", "requests: a page in gzip"), 1.5
    )
    yield Row(
        "a run whose page is not modified / one with a new entry",
        times.ratio("run, nothing modified", "run, a new entry"),
        0.25,
    )


def date_ratios(times: Times) -> Iterator[Row]:
    """Yield the ratios of reading the dates of a list."""
    yield Row("a date of the page's form / dateutil", times.ratio("date", "dateutil"), 1 / 15)
    yield Row("a date read before / dateutil", times.ratio("date, repeated", "dateutil"), 1 / 200)


def growth(by_size: BySize) -> Iterator[Row]:
    """Yield how much more an entry costs on the longest page than on one of 100."""
    large = max(by_size)
    if 100 not in by_size or large == 100:
        return
    for name in by_size[large].rounds:
        if not name.startswith(PEERS):
            cost, base = (by_size[size].of(name) / size for size in (large, 100))
            yield Row(f"{name}: an entry of {large:,} / of 100", cost / base, 1.3)
