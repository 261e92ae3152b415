"""A feed in the formats that readers subscribe to: `render(feed, "rss")`.

It takes a `Feed` and gives a `Document`, the same bytes for the same feed whatever the clock, the
locale, the zone or the hash seed. It never writes to disk and never invents a value. A new format
is a file and a row of `_FORMATS`.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from feedkit.errors import ConfigError
from feedkit.formats import _feedgen, _parts, atom, jsonfeed, rss
from feedkit.models import Document, Format

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from feedkit.models import Feed


class _Row(NamedTuple):
    render: Callable[[Feed], bytes]
    media_type: str
    suffix: str


_FORMATS: Mapping[Format, _Row] = {
    "rss": _Row(rss.render, "application/rss+xml", ".xml"),
    "atom": _Row(atom.render, "application/atom+xml", ".atom"),
    "json": _Row(jsonfeed.render, "application/feed+json", ".json"),
}

SUFFIXES: Mapping[Format, str] = {format: row.suffix for format, row in _FORMATS.items()}
"""The suffix of the files of each format."""

_BY_SUFFIX: Mapping[str, Format] = {**{suffix: name for name, suffix in SUFFIXES.items()}, ".rss": "rss"}


def render(feed: Feed, format: Format, *, name: str | None = None) -> Document:
    """Return the feed as a document, called `name` or "feed" and the format's suffix.

    Characters that XML forbids are left out of every format. Raises `ConfigError` (`unknown-format`).
    """
    row = _FORMATS.get(format)
    if row is None:
        message = f"unknown format: {format}: feedkit writes {', '.join(get_args(Format))}"
        raise ConfigError(message, "unknown-format", "choose one of these", "format")
    try:
        content = row.render(feed)
    except _parts.ForbiddenError:
        content = row.render(_parts.cleaned(feed))
    return Document(name or f"feed{row.suffix}", format, row.media_type, content)


def format_of(name: str) -> Format:
    """Return the format that a file name's suffix stands for: `.xml`, `.rss`, `.atom` or `.json`.

    Raises `ConfigError` (`unknown-suffix`).
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    message = f"unknown format: {name}: the suffix {suffix or '(none)'} is not one of {', '.join(_BY_SUFFIX)}"
    raise ConfigError(
        message, "unknown-suffix", "name a file with one of these suffixes, or give the format", name
    )


def to_feedgen(feed: Feed) -> Any:
    """Return a `feedgen.feed.FeedGenerator` with the feed and its entries.

    For feedgen's extensions (podcast, Dublin Core, geo). What feedgen 1.0.0 cannot carry: `rel`,
    `type` and `length` of an Atom entry's links, more than one enclosure in RSS, approximate sizes,
    pictures without an address, the self link's media type. `render` carries them all.
    """
    return _feedgen.generator(feed)
