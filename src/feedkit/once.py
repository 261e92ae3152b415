"""One page at hand to its feed, once: nothing is remembered, and nothing of before is known.

It takes a page, or what was read from it, and gives the raw entries or the feed; `address_of` and
`head` are what it shares with a source that is followed. It fetches nothing and reads no clock.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from feedkit import _urls, entries, feeds, parsers
from feedkit.errors import ConfigError
from feedkit.models import EntriesPage, Feed, Page, Person

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedkit.sources import Recipe


def build(
    page: EntriesPage,
    *,
    title: str | None = None,
    link: str | None = None,
    language: str | None = None,
    timezone: str = "UTC",
    author: str | None = None,
    self_link: str | None = None,
    known: Feed | None = None,
    retrieved: dt.datetime | None = None,
) -> Feed:
    """Return the feed of a page: the stages `entries.build` and `feeds.assemble`.

    What is not given comes from the page: `title`, `language`, and the address as `link`. Times
    without a zone are in `timezone`. A feed that was read back, given as `known`, lends its ids and
    times to the entries that it shares with the page; `retrieved` is then the `updated` of those
    that changed. No clock is read. `ConfigError` `no-address` when the page has no address.
    """
    address = address_of(link or page.url, "the page")
    found = entries.build(page, timezone=timezone, address=address)
    merged = feeds.mirror(found.entries, known, address, feeds.Rules(timezone), retrieved)
    top = head(
        address,
        known.id if known else address,
        title=title or page.title,
        language=language or page.language,
        author=author or page.site_name,
    )
    feed = feeds.assemble(top, feeds.published(merged.entries))
    return replace(feed, self_link=self_link, problems=(*found.problems, *merged.problems))


def parse(
    page: str | bytes | Page,
    *,
    url: str | None = None,
    recipe: Recipe | Mapping[str, Any] | None = None,
    retrieved: dt.datetime | None = None,
) -> EntriesPage:
    """Return the raw entries of a page, given as text, as bytes or as what `get` returned.

    `recipe` says how HTML is read, as a `Recipe` or with the keys of a `[recipe]` table; plain text
    needs none. `retrieved` is the time that "2 hours ago" counts from. Raises `PageError` when
    nothing is found and `ConfigError` for a recipe that cannot be read.
    """
    if not isinstance(page, Page):
        content = page if isinstance(page, bytes) else page.encode("utf-8", "ignore")
        page = Page(content, charset=None if isinstance(page, bytes) else "utf-8")
    page = replace(page, url=url or page.url, retrieved=retrieved or page.retrieved)
    if recipe is not None and not hasattr(recipe, "digest"):
        from feedkit.sources import recipe_from

        recipe = recipe_from(recipe)
    return parsers.parse(page, recipe)  # type: ignore[arg-type]


def address_of(address: str | None, subject: str) -> str:
    """Return the address of a page as it is published."""
    found = _urls.absolute(address, None) if address else None
    if found is None or not _urls.is_address(found):
        hint = "give it with --url, as `url` in the source, or as `link` to build()"
        raise ConfigError(f"no address: {subject}: the page does not tell its own", "no-address", hint, "url")
    return found


def head(
    address: str,
    feed_id: str,
    *,
    title: str | None = None,
    language: str | None = None,
    author: str | None = None,
) -> Feed:
    """Return a feed without entries; what nobody names is called by the page's host."""
    host = _urls.host(address) or address
    place = address.partition("://")[2].partition("?")[0].rstrip("/")
    return Feed(
        id=feed_id,
        title=title or place or host,
        link=address,
        language=language,
        authors=(Person(author or host),),
    )
