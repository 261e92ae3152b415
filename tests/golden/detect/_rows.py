"""Made-up pages whose rows are easily misread: what looks like a title, a link or a date and is none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from _frames import divs, plain, tables
from _lists import SITE, Case, Made, made, rows, told

BODIES = ("Harbour Committee", "School Board", "Council")


def misread() -> Iterator[Case]:
    """Yield the pages."""
    entries = made("folder-listing", "software", 12)
    yield Case(
        "folder-listing",
        _folder(entries),
        [(_name(each), f"{SITE}/pub/{_name(each)}", each.day.isoformat()) for each in entries],
        url=f"{SITE}/pub/",
    )
    entries = made("departments-that-meet", "city", 12, "/meeting/{n}")
    row = '<tr><td><a href="/body/{body}">{name}</a></td><td>{us}</td><td><a href="/ics/{n}"><img src="/i.gif" alt="Export"></a></td><td>6:00 PM</td><td><a href="{href}">Meeting details</a></td><td><a href="/agenda/{n}">Agenda</a></td></tr>'
    yield Case(
        "departments-that-meet", divs("departments", "Calendar", _meetings(entries, row)), _bodies(entries)
    )
    entries = made("lengths-beside-names", "city", 11, "/agenda/{n}")
    row = '<tr><td>{name}</td><td>{long} - 06:00 PM</td><td>0{body}h 1{body}m</td><td><a href="{href}">Agenda</a></td></tr>'
    yield Case(
        "lengths-beside-names", tables("lengths", "Recordings", _meetings(entries, row)), _bodies(entries)
    )
    entries = made("years-that-open", "city", 14, "/pr/{n}.pdf")
    for number, each in enumerate(entries):
        each.day = each.day.replace(year=2024 - number // 5)
    years = "".join(
        f"<details><summary>{year}</summary><ul>{rows(list(group), '<li><a href={href!r}>{title}</a> ({month_day})</li>')}</ul></details>"
        for year, group in groupby(entries, key=lambda each: each.day.year)
    )
    yield Case("years-that-open", plain("years", "Press releases", years), told(entries))
    entries = made("agendas-with-two-dates", "city", 10, "/agenda/{n}")
    row = '<tr><td><h3><strong><abbr title="{mon}">{mon}</abbr>&nbsp;{dd},&nbsp;{yyyy}</strong> — Posted&nbsp;<abbr>Dec</abbr> 1, 2023 4:00 PM</h3><p><a href="{href}">{title}</a></p></td><td></td><td><a href="{href}?html=true">HTML</a></td></tr>'
    yield Case("first-words-marked", divs("first", "Stories", _first_words(entries)), told(entries))
    yield Case(
        "agendas-with-two-dates",
        plain("agendas", "Agendas", f"<table>{rows(entries, row)}</table>"),
        told(entries),
    )
    entries = made("whole-day-below-a-short-one", "city", 10)
    for each in entries:
        each.day = each.day.replace(year=2024 - each.number % 3)
    row = '<article><h2><a href="{href}">{title}</a></h2><p><span>News</span> <span><i> -</i> {dd} {mon}</span></p><p>{summary}</p><footer>Published by the press office on {british}, changed since</footer></article>'
    yield Case("whole-day-below-a-short-one", divs("short", "News", rows(entries, row)), told(entries))


def _first_words(entries: list[Made]) -> str:
    """Return headings whose first word has an element of its own, and times that do not tell."""
    row = '<li><a href="{href}"><h2><span><b><i>{first}</i></b> {middle} <em>{last}</em></span></h2></a><p>By {person} - <time datetime="">{long}</time></p></li>'
    headings = []
    for each in entries:
        first, *middle, last = str(each.fields["title"]).split()
        headings.append(row.format(**each.fields, first=first, middle=" ".join(middle), last=last))
    return f"<ol>{''.join(headings)}</ol>"


def _name(entry: Made) -> str:
    return f"tool-1.{entry.number}.{entry.number % 3}.tar.gz"


def _folder(entries: list[Made]) -> str:
    """Return the list of a folder as web servers make it."""
    lines = "\n".join(
        f'<a href="{_name(each)}">{_name(each)}</a>{" " * 20}{each.day:%d-%b-%Y} 12:10{" " * 12}{51234 + each.number * 77}'
        for each in entries
    )
    return f'<html>\n<head><title>Index of /pub/</title></head>\n<body>\n<h1>Index of /pub/</h1><hr><pre><a href="../">../</a>\n{lines}\n</pre><hr></body>\n</html>\n'


def _meetings(entries: list[Made], row: str) -> str:
    lines = (
        row.format(**each.fields, name=BODIES[each.number % 3], body=each.number % 3) for each in entries
    )
    return f"<table><tr><th>Name</th><th>Date</th><th></th><th></th></tr>{''.join(lines)}</table>"


def _bodies(entries: list[Made]) -> list[tuple[str | None, str | None, str | None]]:
    return [(BODIES[each.number % 3], SITE + each.path, each.day.isoformat()) for each in entries]
