"""`feedkit add`: a page becomes a source of feedkit.toml, with the recipe that detection gives."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedkit.cli import _out, _wrap
from feedkit.cli._page import PageOptions, read, refuse_empty, some_page_options
from feedkit.errors import ConfigError, FeedkitError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from feedkit.cli._page import Given
    from feedkit.models import Entry
    from feedkit.sources import Config
    from feedkit.synthesis import Proposal

_HELP = """\b
Examples:
  feedkit add example https://www.example.org/news
  feedkit add example https://www.example.org/news --dry-run
  feedkit add example page.html --url https://www.example.org/news --list 2

Find the entries of PAGE, an address or a file, and write it into feedkit.toml as the source NAME, with the
recipe that selects them; what stands there stays as it is. Without such a recipe, the entries are found
anew at each run. Nothing is written when PAGE is a feed, or names feeds of its own (--force).
"""
_SHOWN = 3
_INDENT = 14


@click.command("add", help=_HELP)
@click.argument("name")
@some_page_options(
    "page",
    "number",
    "url",
    "timezone",
    "max_bytes",
    "max_seconds",
    "ignore_robots",
    "browser",
    "allow_private",
)
@click.option("--title", metavar="TEXT", help="Title of the feed.  [the page's]")
@click.option("--language", metavar="TAG", help="Language of the feed, as in en or pt-BR.  [the page's]")
@click.option("--config", metavar="FILE", help="The feedkit.toml, made if it is missing.  [./feedkit.toml]")
@click.option("--dry-run", is_flag=True, help="Print what would be written, and write nothing.")
@click.option("--force", is_flag=True, help="Add a page also when it names feeds of its own.")
def command(name: str, config: str | None, dry_run: bool, force: bool, **options: Any) -> int:
    """Add a source."""
    from feedkit import additions

    told = {key: options.pop(key) for key in ("title", "language")}
    path, standing = additions.place(config)
    _check_name(name, standing)
    asked = PageOptions(**options, config=str(path) if standing else None)
    feeds, text, summary = _found(name, asked, told, path)
    if feeds and not force:
        _out.say("\n".join(_own_feeds(asked.name, feeds)))
        return 0
    if dry_run:
        _out.say(text.rstrip("\n"))
        return 0
    additions.add(path, name, text)
    _out.say("\n".join([f"{_out.plain(str(path))}: added [sources.{name}]", *summary]))
    return 0


def _check_name(name: str, standing: Config | None) -> None:
    from feedkit import _keys, _kinds, additions

    told = _kinds.Mistakes()
    _keys.SOURCE_NAME.read(name, "NAME", told)
    told.end()
    additions.require_new(standing, name)


def _found(
    name: str, asked: PageOptions, told: Mapping[str, str | None], path: Path
) -> tuple[tuple[str, ...], str, list[str]]:
    """Return the page's own feeds, the source as it is to be written, and what is said of it."""
    from feedkit import entries, parsers, synthesis
    from feedkit.synthesis import texts

    try:
        given = _read(asked, told)
    except FeedkitError as error:
        if error.code != "already-a-feed":
            raise
        return (error.hint.removeprefix("subscribe to "),), "", []
    found = entries.build(given.listing, timezone=given.timezone, address=given.address).entries
    refuse_empty(found, asked)
    proposal = synthesis.propose(given.page, given.listing, asked.name, asked.number)
    if proposal.cause and asked.number:
        raise _unwritten(asked, proposal.cause)
    keys = {"page": _page(asked, path), **dict(_keys_of(asked, told))}
    text = texts.source(name, keys, proposal, found)
    return parsers.feeds_of(given.page, asked.name), text, list(_summary(name, found, proposal))


def _read(asked: PageOptions, told: Mapping[str, str | None]) -> Given:
    if asked.page == "-":
        hint = "save the page, then give the file, with --url"
        raise ConfigError("source: PAGE: standard input cannot be read again", "usage", hint, "PAGE")
    given = read(asked, {f"--{key}": value for key, value in told.items()})
    if given.address is None:
        hint = "give it with --url"
        raise ConfigError(
            f"no address: {asked.name}: the page does not tell its own", "no-address", hint, "url"
        )
    return given


def _unwritten(asked: PageOptions, cause: str) -> ConfigError:
    hint = "write a recipe by hand; feedkit preview --explain shows where the list stands"
    message = f"no recipe: {asked.name}: {cause}, and without a recipe list {asked.number} cannot be told"
    return ConfigError(message, "no-recipe", hint, asked.name)


def _page(asked: PageOptions, path: Path) -> str:
    """Return the page as the configuration names it: files are relative to its folder."""
    if asked.page == asked.address:
        return asked.page
    return os.path.relpath(asked.page, path.absolute().parent)


def _keys_of(asked: PageOptions, told: Mapping[str, str | None]) -> Iterator[tuple[str, Any]]:
    """Return the keys of a source that the options give."""
    given = {
        "url": asked.url,
        **told,
        "timezone": asked.timezone,
        "max_bytes": asked.max_bytes,
        "max_seconds": asked.max_seconds,
        "allow_private": asked.allow_private or None,
        "browser": asked.browser or None,
        "robots": "ignore" if asked.ignore_robots else None,
    }
    return ((key, value) for key, value in given.items() if value is not None)


def _own_feeds(name: str, feeds: tuple[str, ...]) -> Iterator[str]:
    yield _out.plain(f"{name} has a feed already, subscribe to it:")
    yield from (_out.plain(f"  {feed}") for feed in feeds)
    yield "nothing was added; --force adds the page all the same"


def _summary(name: str, found: tuple[Entry, ...], proposal: Proposal) -> Iterator[str]:
    yield f"{_out.counted(len(found), 'entry', 'entries')}, among them:"
    for entry in found[:_SHOWN]:
        date = entry.date.isoformat()[:10] if entry.date else "no date   "
        first, *more = _wrap.wrapped(entry.title, _INDENT)
        yield f"  {_out.styled(date, fg='cyan')}  {_out.plain(first)}"
        yield from (" " * _INDENT + _out.plain(line) for line in more)
    if proposal.cause:
        yield _out.plain(f"no recipe: {proposal.cause}; the entries are found anew at each run")
    for lacked in proposal.lacking:
        yield f"not in the recipe: {lacked}, which no selector gives; preview shows it"
    yield f"next: feedkit run {name}"
