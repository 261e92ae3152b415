"""What `preview` and `build` share: their options, and a page read by them.

It takes the words of the command line and gives the entries of the page, with what the
configuration says of it; all mistakes in the words are told at once, before anything is read.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedkit.errors import PageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from feedkit.fetch import Manners, Request
    from feedkit.models import EntriesPage, Entry, Page
    from feedkit.sources import Config, Recipe, Source

_OPTIONS = {
    "page": click.argument("page"),
    "recipe": click.option(
        "--recipe", metavar="FILE", help="Read HTML by this recipe: TOML with the keys of a [recipe] table."
    ),
    "number": click.option(
        "--list",
        "number",
        type=click.IntRange(1),
        metavar="N",
        help="Take the Nth of the lists that are found on the page; preview --explain tells them.",
    ),
    "url": click.option(
        "--url", metavar="ADDRESS", help="Address of a page that is a file or standard input."
    ),
    "source": click.option(
        "--source", metavar="NAME", help="Take recipe, address and title from this source of feedkit.toml."
    ),
    "config": click.option(
        "--config", metavar="FILE", help="The feedkit.toml that --source is looked up in."
    ),
    "timezone": click.option(
        "--timezone", metavar="ZONE", help="Zone of times that are printed without one.  [UTC]"
    ),
    "retrieved": click.option(
        "--retrieved",
        metavar="TIME",
        help="What “2 hours ago” counts from, as in 2024-03-05T14:30:00Z."
        "  [the server's Date, else the file's time]",
    ),
    "max_bytes": click.option(
        "--max-bytes", type=click.IntRange(1), metavar="N", help="Largest page that is read.  [16777216]"
    ),
    "max_seconds": click.option(
        "--max-seconds", type=click.IntRange(1), metavar="N", help="Longest that the page may take.  [30]"
    ),
    "ignore_robots": click.option(
        "--ignore-robots", is_flag=True, help="Ask for the page even if robots.txt does not allow it."
    ),
    "browser": click.option(
        "--browser", is_flag=True, help="Let a Chromium get the page and run its scripts."
    ),
    "allow_private": click.option(
        "--allow-private", is_flag=True, help="Allow a page on a private or loopback address."
    ),
}


def page_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the argument PAGE and the options that say how it is read."""
    return some_page_options(*_OPTIONS)(command)


def some_page_options(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return what adds those of these names."""

    def added(command: Callable[..., Any]) -> Callable[..., Any]:
        for name in reversed(names):
            command = _OPTIONS[name](command)
        return command

    return added


@dataclass(frozen=True, slots=True)
class PageOptions:
    """The values of those options."""

    page: str
    url: str | None
    timezone: str | None
    max_bytes: int | None
    max_seconds: int | None
    number: int | None
    browser: bool
    allow_private: bool
    ignore_robots: bool
    config: str | None = None
    source: str | None = None
    recipe: str | None = None
    retrieved: str | None = None

    @property
    def name(self) -> str:
        """How the page is called where it is spoken of."""
        return "standard input" if self.page == "-" else self.page

    @property
    def address(self) -> str | None:
        """The page's address, as far as the command line tells it."""
        return self.url or (self.page if _is_addressed(self.page) else None)


@dataclass(frozen=True, slots=True)
class Given:
    """A page as it was read, and what the configuration says of its feed."""

    listing: EntriesPage
    timezone: str
    address: str | None
    source: Source | None
    page: Page
    """As it was got; the first one, where the list has several."""
    base_url: str | None = None


def read(options: PageOptions, others: Mapping[str, str | None] | None = None) -> Given:
    """Return the entries of the page that the options name; errors of all stages pass.

    `others` are options of the command's own that are checked together with these.
    """
    from feedkit import fetch, paging

    retrieved = _checked(options, others or {})
    config, source, recipe = _configured(options)
    request = _request(options, config, source)
    page = fetch.get(request)
    assert page is not None  # nothing is known, so nothing was asked for on condition
    address = options.url or (source.address if source else None)
    page = replace(page, url=page.url or address, retrieved=retrieved or page.retrieved)
    first = _parsed(page, recipe, options)
    listing = paging.follow(page, first, request, recipe).listing
    timezone = options.timezone or (source.timezone if source else "UTC")
    base_url = config.base_url if config else None
    return Given(listing, timezone, address or listing.url, source, page, base_url)


def _parsed(page: Page, recipe: Recipe | None, options: PageOptions) -> EntriesPage:
    """Return what a page shows; where that is nothing, its own feeds are the next step."""
    from feedkit import parsers

    try:
        return parsers.parse(page, recipe, subject=options.name, number=options.number)
    except PageError as error:
        feeds = parsers.feeds_of(page, options.name)
        if not feeds:
            raise
        hint = f"the page has a feed of its own, subscribe to it: {feeds[0]}"
        raise PageError(str(error), error.code, hint, error.subject) from error


def _request(options: PageOptions, config: Config | None, source: Source | None) -> Request:
    from feedkit import fetch, visits
    from feedkit._access import Access

    return fetch.Request(
        options.page,
        options.max_bytes or (source.max_bytes if source else fetch.MAX_BYTES),
        visits.user_agent(source, config),
        max_seconds=options.max_seconds or (source.max_seconds if source else fetch.MAX_SECONDS),
        browser=options.browser or bool(source and source.browser),
        manners=_manners(options, source),
        allow_private=options.allow_private or bool(source and source.allow_private),
        access=source.access if source else Access(),
        home=source.page if source else None,
    )


def _manners(options: PageOptions, source: Source | None) -> Manners:
    from feedkit import fetch, visits

    now = dt.datetime.now(dt.UTC)
    found = visits.manners(source, fetch.Hosts(), now) if source else fetch.Manners(fetch.Hosts(), now)
    return replace(found, obeys_robots=found.obeys_robots and not options.ignore_robots, retries=0)


def refuse_empty(entries: Sequence[Entry], options: PageOptions) -> None:
    """Raise `PageError` `empty-page` when a page that could be read has no entry."""
    if not entries:
        hint = "if the list is not empty in a browser, mend the recipe"
        message = f"nothing found: {options.name}: its list is empty"
        raise PageError(message, "empty-page", hint, options.name)


def _checked(options: PageOptions, others: Mapping[str, str | None]) -> dt.datetime | None:
    """Check the options' values as a configuration's are checked; return the time among them."""
    from feedkit import _kinds

    told = _kinds.Mistakes()
    page = options.page if _is_addressed(options.page) else None
    given = {"PAGE": page, "--url": options.url, "--timezone": options.timezone, **others}
    for name, value in given.items():
        if value is not None:
            getattr(_kinds, _KINDS[name]).read(value, name, told)
    retrieved = _time(options.retrieved, told)
    told.end()
    return retrieved


def _is_addressed(page: str) -> bool:
    """Whether PAGE is meant as an address: by its scheme, whatever that is."""
    return re.match("[A-Za-z][A-Za-z0-9+.-]*://", page) is not None


_KINDS = {
    "PAGE": "ADDRESS",
    "--url": "ADDRESS",
    "--base-url": "FOLDER_ADDRESS",
    "--timezone": "ZONE",
    "--title": "TEXT",
    "--language": "LANGUAGE",
}
"""Option: the kind of value that a configuration would hold there."""


def _time(text: str | None, told: Any) -> dt.datetime | None:
    from feedkit import _dates

    time = _dates.parse_rfc3339(text) if text is not None else None
    if text is not None and time is None:
        told.tell("--retrieved", f"must be a time, is {text!r}", hint="write it as 2024-03-05T14:30:00Z")
    return time


def _configured(options: PageOptions) -> tuple[Config | None, Source | None, Recipe | None]:
    """Return what `--config`, `--source` and `--recipe` say; no file is read without them."""
    if not (options.source or options.config or options.recipe):
        return None, None, None
    from feedkit import sources

    config = sources.load(sources.find(options.config)) if options.source or options.config else None
    source = sources.select(config, [options.source])[0] if config and options.source else None
    if options.recipe:
        return config, source, sources.read_recipe(Path(options.recipe))
    return config, source, source.recipe if source else None
