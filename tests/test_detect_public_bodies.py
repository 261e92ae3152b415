"""Lists as courts, councils and authorities print them: what is an entry, and what are its title, link and day."""

from __future__ import annotations

import datetime as dt

import pytest

from feedkit import entries, parsers
from feedkit.models import Page

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
BASE = "https://www.example.gov/board/"
Row = tuple[str | None, str | None, str | None]


def found(body: str) -> list[Row]:
    """Return title, path of the link, and day of each entry of a page with this body."""
    content = f"<!doctype html><html><title>Board</title><body>{body}</body></html>"
    page = Page(content.encode(), BASE, "text/html", retrieved=NOW)
    built = entries.build(parsers.parse(page))
    untitled = {problem.entry for problem in built.problems if problem.code == "no-title"}
    return [
        (
            None if number in untitled else entry.title,
            entry.link and entry.link.removeprefix(BASE),
            str(entry.date)[:10] if entry.date else None,
        )
        for number, entry in enumerate(built.entries)
    ]


_CASES: tuple[tuple[str, str, list[Row]], ...] = (
    (
        "names that end in an abbreviation, under the day of all",
        "<h3>Opinions released Tuesday, March 11, 2025</h3><p><b>CIVIL</b></p><ul>"
        "<li><a href=24-1.pdf>24-1001</a> Harbor Freight Lines, Inc. v. Velasquez, et al."
        "<li><a href=24-2.pdf>24-1002</a> In the Matter of the Estate of Jordan Whitaker, Jr."
        "<li><a href=24-3.pdf>24-1003</a> Great Plains Energy Co. v. Lakeview School Dist.</ul><p><b>OTHER</b></p><ul>"
        "<li><a href=24-4.pdf>24-1004</a> Midland Water Dist. v. Union Mutual Insurance Co."
        "<li><a href=24-5.pdf>24-1005</a> City of Fairmont v. First Prairie Bank Corp., et al.</ul>",
        [
            ("Harbor Freight Lines, Inc. v. Velasquez, et al.", "24-1.pdf", "2025-03-11"),
            ("In the Matter of the Estate of Jordan Whitaker, Jr.", "24-2.pdf", "2025-03-11"),
            ("Great Plains Energy Co. v. Lakeview School Dist.", "24-3.pdf", "2025-03-11"),
            ("Midland Water Dist. v. Union Mutual Insurance Co.", "24-4.pdf", "2025-03-11"),
            ("City of Fairmont v. First Prairie Bank Corp., et al.", "24-5.pdf", "2025-03-11"),
        ],
    ),
    (
        "links that are days, of two boards",
        "<h3>Zoning Board of Appeals</h3><p>Meets on first Mondays.</p><ul>"
        "<li><a href=z1.pdf>May 4, 2026</a><li><a href=z2.pdf>April 6, 2026</a><li><a href=z3.pdf>March 2, 2026</a></ul>"
        "<h3>Architectural Review Board</h3><p>Meets on call.</p><ul>"
        "<li><a href=a1.pdf>May 20, 2026</a><li><a href=a2.pdf>April 15, 2026</a><li><a href=a3.pdf>March 18, 2026</a></ul>",
        [
            ("May 4, 2026", "z1.pdf", "2026-05-04"),
            ("April 6, 2026", "z2.pdf", "2026-04-06"),
            ("March 2, 2026", "z3.pdf", "2026-03-02"),
            ("May 20, 2026", "a1.pdf", "2026-05-20"),
            ("April 15, 2026", "a2.pdf", "2026-04-15"),
            ("March 18, 2026", "a3.pdf", "2026-03-18"),
        ],
    ),
)


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in _CASES], ids=[case[0] for case in _CASES])
def test_list_gives_title_link_and_day(body: str, expected: list[Row]) -> None:
    """Each entry of the list has its own title, link and day, and nothing else is one."""
    assert found(body) == expected
