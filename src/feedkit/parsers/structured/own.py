"""What a page that is of one entry says of that entry, the surest words first.

It takes the tree of the page and the addresses and the title by which the entry is known, and gives
raw entries, each from another place: data that is said to be of this entry, `meta` elements, the
`time` beside the heading. It never reads running text, and what is of another entry is none of it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from feedkit import _html, _pictures, _text, _urls
from feedkit.models import RawEntry
from feedkit.parsers import _names, _objects
from feedkit.parsers.structured import _json_ld, _microdata, _microformats, _rdfa

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATES = (
    "article:published_time og:article:published_time og:published_time datepublished parsely-pub-date sailthru.date "
    "dcterms.created dcterms.issued dc.date.issued citation_publication_date citation_online_date publication_date "
    "publish-date publishdate pubdate dcterms.date dc.date date"
).split()
_SUMMARIES = "og:description description twitter:description dcterms.description dc.description".split()
_AUTHORS = "author article:author parsely-author citation_author dcterms.creator dc.creator".split()
"""Names of `meta` elements, the surest first."""
_UPDATE = 3
"""Names that say no more than this of a date are of changes, not of the publication."""
_NEAR = 3
"""In so many elements around the heading the date of the entry stands."""
_OTHERS = ("aside", "nav", "footer")


def read(root: Any, base: str | None, addresses: frozenset[str], title: str) -> Iterator[RawEntry]:
    """Yield what a page says of the entry that has these canonical addresses and this title."""
    values = (
        _json_ld.read(root, []),
        _microdata.read(root),
        _microformats.read(root, least=1),
        _rdfa.read(root),
    )
    for value in values:
        for _, _, columns in _objects.lists(value, base) if value else ():
            for entry in columns.entries:
                if _is_of(entry, base, addresses, title):
                    (images,), *_ = _pictures.choose([_pictures.told(entry.images)])
                    yield replace(_without_update(entry), images=images)
    yield of_head(root)
    yield RawEntry(title=title, date=_beside_heading(root))


def of_head(root: Any) -> RawEntry:
    """Return what the `meta` elements of a page say of it (Open Graph, Dublin Core and their like)."""
    told: dict[str, list[str]] = defaultdict(list)
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if text := _text.clean(meta.get("content") or ""):
            told[name.strip().lower()].append(text)
    authors = next((told[name] for name in _AUTHORS if name in told), ())
    return RawEntry(
        date=next((told[name][0] for name in _DATES if name in told), None),
        summary=next((told[name][0] for name in _SUMMARIES if name in told), None),
        authors=tuple(dict.fromkeys(name for name in authors if not _urls.is_address(name))),
        images=_pictures.of_head(root),
    )


def _is_of(entry: RawEntry, base: str | None, addresses: frozenset[str], title: str) -> bool:
    """Return whether data is of an entry: by its address; where it has none, by its title."""
    link = _urls.absolute(entry.link, base) if entry.link else None
    if link:
        return _urls.canonical(link) in addresses
    return entry.title is not None and _text.clean(entry.title).casefold() == title.casefold()


def _without_update(entry: RawEntry) -> RawEntry:
    """Return an entry without a date that is the one of its last change."""
    path = tuple(dict(entry.rules).get("date", "").split("."))
    strength = next((role.strength for role in _names.roles(path) if role.field == "date"), 0)
    return entry if strength > _UPDATE else replace(entry, date=None)


def _beside_heading(root: Any) -> str | None:
    """Return the date in the only `time` near the only heading of the first level."""
    headings = list(islice(root.iter("h1"), 2))
    if len(headings) != 1:
        return None
    for around in islice(headings[0].iterancestors(), _NEAR):
        if around.tag in ("body", "html"):
            break
        times = [time for time in around.iter("time") if not _is_of_others(time, around)]
        texts = {time.get("datetime") or _html.text_of(time) for time in times}
        if texts:
            return texts.pop() if len(texts) == 1 else None
    return None


def _is_of_others(time: Any, around: Any) -> bool:
    """Return whether a time stands beside the entry: in a list of others, in a comment."""
    for outer in time.iterancestors():
        if outer is around:
            return False
        if outer.tag in _OTHERS or (outer.tag == "article" and next(outer.iter("h1"), None) is None):
            return True
    return False
