"""`feedkit build`: one page to documents, once, without state."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedkit.cli import _out
from feedkit.cli._page import Given, PageOptions, page_options, read, refuse_empty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedkit.models import Document, Feed, Format

_HELP = """\b
Examples:
  feedkit build page.txt --url https://www.example.org/news > feed.xml
  feedkit build page.html --recipe recipe.toml --url https://www.example.org/news \\
      --base-url https://feeds.example.org/ -o news.xml -o news.atom -o news.json

Turn PAGE (an address, a file, or - for standard input) into feed documents, once and without
memory: the bytes depend on the page and the options alone. Without -o the document goes to
standard output. The suffix of FILE chooses the format: .xml and .rss RSS 2.0, .atom Atom, .json
JSON Feed. A file is replaced whole or not at all, and stays untouched when nothing changed.
"""

_STDOUT = "-"


@click.command("build", help=_HELP)
@click.option(
    "-o", "--output", "outputs", multiple=True, metavar="FILE", help="Write the document here; repeatable."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["rss", "atom", "json"]),
    help="Format of standard output, or of every FILE whatever its suffix.  [rss, or by the suffix]",
)
@click.option("--title", metavar="TEXT", help="Title of the feed.  [the page's]")
@click.option("--language", metavar="TAG", help="Language of the feed, as in en or pt-BR.  [the page's]")
@click.option(
    "--base-url", metavar="ADDRESS", help="Where the documents are published; gives them a self link."
)
@page_options
def command(outputs: Sequence[str], form: Format | None, **options: Any) -> int:
    """Turn a page into documents."""
    others = {name: options.pop(name) for name in ("title", "language", "base_url")}
    formats_of = {output: _format(output, form) for output in outputs or (_STDOUT,)}
    asked = PageOptions(**options)
    given = read(asked, {f"--{name.replace('_', '-')}": value for name, value in others.items()})
    feed = _feed(given, asked, others["title"], others["language"])
    where = others["base_url"] or given.base_url
    _write([(output, _document(feed, chosen, output, where)) for output, chosen in formats_of.items()])
    _show_problems(feed)
    return 0


def _format(output: str, form: Format | None) -> Format:
    from feedkit import formats

    return form or ("rss" if output == _STDOUT else formats.format_of(output))


def _feed(given: Given, options: PageOptions, title: str | None, language: str | None) -> Feed:
    from feedkit import once

    source = given.source
    feed = once.build(
        given.listing,
        title=title or (source.title if source else None),
        link=given.address,
        language=language or (source.language if source else None),
        timezone=given.timezone,
        author=source.author if source else None,
    )
    refuse_empty(feed.entries, options)
    return feed


def _document(feed: Feed, form: Format, output: str, base_url: str | None) -> Document:
    from urllib.parse import quote

    from feedkit import formats

    name = None if output == _STDOUT else Path(output).name
    self_link = f"{base_url.rstrip('/')}/{quote(name)}" if base_url and name else None
    return formats.render(replace(feed, self_link=self_link), form, name=name)


def _write(documents: Sequence[tuple[str, Document]]) -> None:
    """Write the documents once all of them are rendered, and tell which files changed."""
    from feedkit import _files

    for output, document in documents:
        if output == _STDOUT:
            _out.say(document.content)
        else:
            written = _files.write(Path(output), document.content)
            _out.remark(f"{_out.plain(output)}: {'written' if written else 'unchanged'}")


def _show_problems(feed: Feed) -> None:
    for problem in feed.problems:
        place = f"entry {problem.entry + 1}: " if problem.entry is not None else ""
        note = _out.styled("note", fg="yellow")
        _out.remark(f"{note}: {place}{_out.plain(problem.message)} [{problem.code}]")
