"""feedkit gives a page of dated entries the feed that its publisher never made.

    page = feedkit.get("https://www.example.org/news")          # Page, by HTTP or from a file
    listing = feedkit.parse(page)                               # EntriesPage: raw entries
    feed = feedkit.build(listing, title="News")                 # Feed: typed, with ids, in order
    document = feedkit.render(feed, "rss")                      # Document: name, media type, bytes
    diff = feedkit.diff(feedkit.read("feed.xml"), feed)         # Diff: new, changed, gone

`parse`, `build`, `render` and `diff` are pure; `get`, `read` and `run` do I/O. `run` does all of it
for the sources of a `feedkit.toml` and remembers them, so that an entry is announced once.
Names are loaded when they are first used: importing the package costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedkit._version import VERSION as __version__

if TYPE_CHECKING:
    from feedkit.diffs import compare as diff
    from feedkit.errors import FeedkitError
    from feedkit.formats import render, to_feedgen
    from feedkit.models import (
        Change,
        Diff,
        Document,
        Enclosure,
        EntriesPage,
        Entry,
        Feed,
        Image,
        Page,
        Person,
        Problem,
        RawEntry,
    )
    from feedkit.once import build, parse
    from feedkit.pipeline import Outcome
    from feedkit.runner import get, read, run
    from feedkit.sources import Recipe, Source

_PLACES = {
    **dict.fromkeys(("get", "read", "run"), "runner"),
    **dict.fromkeys(("parse", "build"), "once"),
    "Outcome": "pipeline",
    **dict.fromkeys(("render", "to_feedgen"), "formats"),
    "diff": "diffs",
    **dict.fromkeys(("Page", "EntriesPage", "RawEntry", "Entry", "Image", "Enclosure", "Person"), "models"),
    **dict.fromkeys(("Feed", "Document", "Diff", "Change", "Problem"), "models"),
    **dict.fromkeys(("Recipe", "Source"), "sources"),
    "FeedkitError": "errors",
}
_OTHER_NAMES = {"diff": "compare"}

__all__ = [
    "Change",
    "Diff",
    "Document",
    "Enclosure",
    "EntriesPage",
    "Entry",
    "Feed",
    "FeedkitError",
    "Image",
    "Outcome",
    "Page",
    "Person",
    "Problem",
    "RawEntry",
    "Recipe",
    "Source",
    "__version__",
    "build",
    "diff",
    "get",
    "parse",
    "read",
    "render",
    "run",
    "to_feedgen",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'feedkit' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"feedkit.{_PLACES[name]}"), _OTHER_NAMES.get(name, name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
