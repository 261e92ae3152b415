"""`feedkit preview`: the entries that are found on a page, for people or as one JSON object."""

from __future__ import annotations

import datetime as dt
import shlex
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from feedkit.cli import _out, _wrap
from feedkit.cli._page import Given, PageOptions, page_options, read, refuse_empty
from feedkit.errors import FeedkitError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedkit.models import Enclosure, Entries, EntriesPage, Entry, Image, ListFound, Problem

_HELP = """\b
Examples:
  feedkit preview page.txt
  feedkit preview page.html --recipe recipe.toml --url https://www.example.org/news
  curl -s https://www.example.org/news | feedkit preview - --recipe recipe.toml --json

Show the entries found on PAGE (an address, a file, or - for standard input): date, title, link,
picture and size, and what the page declares against what it shows. Exit status 0 when an entry was
found, or PAGE is a feed already, 1 when none was.
"""

Rules = tuple[tuple[str, str], ...]
_SUMMARY_LINES = 2
_PICTURE = "picture: "
_FILE = "file:    "


@click.command("preview", help=_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on one line.")
@click.option("--explain", is_flag=True, help="Add which rule gave each value.")
@page_options
def command(as_json: bool, explain: bool, **options: Any) -> int:
    """Show the entries of a page."""
    asked = PageOptions(**options)
    try:
        given, found = _found(asked)
    except FeedkitError as error:
        if as_json and error.exit_status == 1:
            _out.say_json(_nothing(asked, error))
        if error.code != "already-a-feed":
            raise
        if not as_json:
            _out.say(_out.plain(f"{asked.name} is a feed already: {error.hint}"))
        return 0
    rules = _rules(given) if explain else None
    if as_json:
        _out.say_json(_as_object(given, found, rules))
    else:
        _out.say("\n".join(_lines(given, found, rules, asked)))
    return 0


def _found(options: PageOptions) -> tuple[Given, Entries]:
    from feedkit import entries, parsers
    from feedkit.models import Problem

    given = read(options)
    feeds = parsers.feeds_of(given.page, options.name)
    own = [Problem("own-feed", f"the page has a feed of its own: {address}") for address in feeds]
    listing = replace(given.listing, problems=(*given.listing.problems, *own))
    found = entries.build(listing, timezone=given.timezone, address=given.address)
    refuse_empty(found.entries, options)
    return given, found


def _rules(given: Given) -> list[Rules]:
    """Return for each entry which rule gave which value, by the row of the page that it begins with."""
    from feedkit import entries

    rows = given.listing.entries
    marked = tuple(replace(row, categories=(str(number),)) for number, row in enumerate(rows))
    found = entries.build(
        replace(given.listing, entries=marked), timezone=given.timezone, address=given.address
    )
    return [rows[int(entry.categories[0])].rules for entry in found.entries]


def _nothing(options: PageOptions, error: FeedkitError) -> dict[str, Any]:
    return {
        "v": 1,
        "url": options.address,
        **dict.fromkeys(("title", "language", "parser", "declared_total", "next")),
        "entries": [],
        "problems": [{"code": error.code, "message": str(error), "entry": None}],
    }


def _as_object(given: Given, found: Entries, rules: list[Rules] | None) -> dict[str, Any]:
    untitled = {problem.entry for problem in found.problems if problem.code == "no-title"}
    page = given.listing
    explained: dict[str, Any] = {}
    if rules is not None:
        explained = {
            "rules": [dict(each) for each in rules],
            "left_out": dict(page.left_out),
            "lists": [_list(each) for each in page.lists],
            "dropped": [{"row": row, "reason": reason} for row, reason in page.dropped],
        }
    return {
        "v": 1,
        "url": given.address,
        "title": page.title,
        "language": page.language,
        "parser": page.parser,
        "declared_total": page.declared_total,
        "next": page.next,
        "entries": [
            _entry(entry, has_title=index not in untitled) for index, entry in enumerate(found.entries)
        ],
        "problems": [_problem(problem) for problem in found.problems],
        **explained,
    }


def _entry(entry: Entry, *, has_title: bool) -> dict[str, Any]:
    """Return what the page gives of an entry; what stands for a missing title is not the page's."""
    return {
        "id": entry.id,
        "title": entry.title if has_title else None,
        "link": entry.link,
        "published": _date(entry.date),
        "day_only": entry.day_only,
        "ends": _date(entry.date_end),
        "summary": entry.summary,
        "content": entry.content,
        "authors": [person.name for person in entry.authors],
        "categories": list(entry.categories),
        "images": [_image(image) for image in entry.images],
        "enclosures": [_enclosure(file) for file in _files(entry)],
    }


def _image(image: Image) -> dict[str, Any]:
    return {
        "url": image.url,
        "name": image.name,
        "caption": image.caption,
        "type": image.type,
        "length": image.length,
        "length_exact": image.length_exact,
        "length_margin": image.length_margin,
        "width": image.width,
        "height": image.height,
    }


def _enclosure(file: Enclosure) -> dict[str, Any]:
    return {
        "url": file.url,
        "type": file.type,
        "length": file.length,
        "length_exact": file.length_exact,
        "title": file.title,
    }


def _files(entry: Entry) -> Iterator[Enclosure]:
    """Yield the enclosures that are no pictures."""
    pictures = {image.url for image in entry.images}
    return (file for file in entry.enclosures if file.url not in pictures)


def _list(found: ListFound) -> dict[str, Any]:
    return {
        "where": found.where,
        "entries": found.entries,
        "score": found.score,
        "confidence": found.confidence,
        "interval": list(found.interval),
        "measures": dict(found.measures),
        "titles": list(found.titles),
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"code": problem.code, "message": problem.message, "entry": problem.entry}


def _date(date: dt.date | None) -> str | None:
    """Return a day as YYYY-MM-DD, a time as RFC 3339 with the offset that the page printed."""
    from feedkit import _dates

    if isinstance(date, dt.datetime):
        return _dates.rfc3339_local(date)
    return date.isoformat() if date else None


def _lines(given: Given, found: Entries, rules: list[Rules] | None, options: PageOptions) -> Iterator[str]:
    yield from _head(given, len(found.entries), options)
    width = len(str(len(found.entries)))
    for index, entry in enumerate(found.entries):
        yield ""
        yield from _entry_lines(entry, f"{index + 1:>{width}}")
        yield from _problem_lines(found.problems, index, " " * (width + 2))
        for name, rule in rules[index] if rules else ():
            yield _out.plain(f"{' ' * (width + 2)}{name + ':':9} {rule}")
    if rules is not None:
        yield from _explanation(given.listing)
    if any(problem.entry is None for problem in found.problems):
        yield ""
    yield from _problem_lines(found.problems, None, "")
    yield from _next_step(given, options)


def _next_step(given: Given, options: PageOptions) -> Iterator[str]:
    """Yield how a list that no recipe and no source tells of is kept."""
    is_kept = options.source or options.recipe or options.page == "-"
    if not is_kept and given.address and given.listing.parser not in ("recipe", "text", "json"):
        more = [f"--list {options.number}"] if options.number else []
        more += [f"--url {shlex.quote(options.url)}"] if options.url else []
        yield ""
        yield _out.plain(" ".join(("keep it: feedkit add NAME", shlex.quote(options.page), *more)))


def _explanation(page: EntriesPage) -> Iterator[str]:
    """Yield what else was found on the page, and what was left out of its list."""
    if page.left_out:
        counts = ", ".join(f"{count} {reason}" for reason, count in page.left_out)
        yield f"\npictures left out: {counts}"
    if page.dropped:
        yield ""
    for row, reason in page.dropped:
        yield from _marked("no entry: ", f"{_first(row)}: {reason}")
    if page.lists:
        yield "\nlists found, the most likely first (--list N takes another):"
    for number, found in enumerate(page.lists, 1):
        yield from _list_lines(found, f"{number:>3}  ")


def _list_lines(found: ListFound, number: str) -> Iterator[str]:
    """Yield how sure a list is, where it stands, and what it begins with."""
    margin = " " * len(number)
    low, high = found.interval
    sure = f"sure {found.confidence:.2f} ({low:.2f} to {high:.2f} of such lists were right)"
    yield f"{number}{_out.counted(found.entries, 'entry', 'entries')}, {sure}"
    if found.titles:
        yield from _marked(f"{margin}first: ", _first(found.titles[0]))
    yield from _marked(f"{margin}in:    ", found.where)
    measures = ", ".join(f"{name} {value:g}" for name, value in found.measures)
    yield from _marked(f"{margin}score: ", f"{found.score:g} ({measures})")


def _first(text: str) -> str:
    """Return a text that is cut off after the width of a line."""
    return " ".join(_wrap.wrapped(text, 0, most=1))


def _marked(mark: str, text: str) -> Iterator[str]:
    """Yield a mark with the lines of a text, each below the first."""
    for place, line in enumerate(_wrap.wrapped(text, len(mark))):
        yield _out.plain(f"{' ' * len(mark) if place else mark}{line}")


def _head(given: Given, count: int, options: PageOptions) -> Iterator[str]:
    page = given.listing
    address = given.address or options.name
    yield _out.styled(page.title or address, bold=True)
    if page.title:
        yield _out.styled(address, fg="blue")
    total = page.declared_total
    declared = "" if total is None else f", of {total} that the page declares"
    yield f"{_out.counted(count, 'entry', 'entries')}{declared}; parser: {page.parser}"
    if page.next:
        yield _out.plain(f"next page: {page.next}")


def _entry_lines(entry: Entry, number: str) -> Iterator[str]:
    margin = " " * (len(number) + 2)
    date = _shown_date(entry.date)
    indent = len(margin) + len(date) + 2
    first, *more = _wrap.wrapped(entry.title, indent) or [""]
    yield f"{number}  {_out.styled(date, fg='cyan')}  {_out.styled(first, bold=True)}"
    yield from (" " * indent + _out.styled(line, bold=True) for line in more)
    if entry.link:
        yield margin + _out.styled(entry.link, fg="blue")
    for image in entry.images:
        yield from (margin + _out.plain(line) for line in _image_lines(image, len(margin)))
    for file in _files(entry):
        size = f", {_shown_size(file)}" if file.length is not None else ""
        yield margin + _out.plain(f"{_FILE}{file.url} ({file.type}{size})")
    summary = _wrap.wrapped(entry.summary or "", len(margin), most=_SUMMARY_LINES)
    yield from (margin + _out.plain(line) for line in summary)


def _shown_date(date: dt.date | None) -> str:
    if isinstance(date, dt.datetime):
        return date.isoformat(sep=" ", timespec="minutes")
    return date.isoformat() if date else "no date   "


def _image_lines(image: Image, indent: int) -> Sequence[str]:
    size = _shown_size(image) if image.length is not None else None
    caption = f"“{image.caption}”" if image.caption else None
    pixels = f"{image.width} × {image.height} pixels" if image.width and image.height else None
    told = ", ".join(part for part in (image.name, caption, pixels, size) if part)
    address = [image.url] if image.url else []
    lines = [*_wrap.wrapped(told, indent + len(_PICTURE)), *address]
    return [f"{'' if place else _PICTURE:{len(_PICTURE)}}{line}" for place, line in enumerate(lines)]


def _shown_size(file: Image | Enclosure) -> str:
    if file.length_exact:
        return f"{file.length:,} bytes"
    return f"about {file.length:,} bytes" + (f" (± {file.length_margin:,})" if file.length_margin else "")


def _problem_lines(problems: Iterable[Problem], index: int | None, margin: str) -> Iterator[str]:
    for problem in problems:
        if problem.entry == index:
            told = _out.plain(f"{problem.message} [{problem.code}]")
            yield f"{margin}{_out.styled('problem', fg='yellow')}: {told}"
