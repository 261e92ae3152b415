"""What a list lacks of an entry, and how another account of the same entry fills it.

It takes entries and names of fields, and gives entries; what is there already never changes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from feedkit import _enclosures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feedkit.models import Entry

FIELDS = ("date", "image", "summary", "author")
"""What can be filled, named as in a recipe."""


def lacking(entry: Entry, fields: Iterable[str]) -> tuple[str, ...]:
    """Return which of some fields an entry lacks; one with content needs no summary."""
    has = {
        "date": entry.date is not None,
        "image": bool(entry.images),
        "summary": bool(entry.summary or entry.content),
        "author": bool(entry.authors),
    }
    return tuple(name for name in fields if not has[name])


def as_before(entry: Entry, old: Entry) -> Entry:
    """Return an entry that leaves out the same of its pictures as it was known to do, whatever other entries have now."""
    kept, aside = ({image.url for image in images if image.url} for images in (old.images, old.aside))
    back = [image for image in entry.aside if image.url in kept]
    out = [image for image in entry.images if image.url in aside]
    if not back and not out:
        return entry
    places = {image.url: place for place, image in enumerate(old.images)}
    images = [image for image in (*entry.images, *back) if image not in out]
    images.sort(key=lambda image: places.get(image.url, len(places)))
    shown = {image.url for image in entry.images}
    files = [file for file in entry.enclosures if file.url not in shown]
    return replace(
        entry,
        images=tuple(images),
        aside=tuple(image for image in (*entry.aside, *out) if image not in back),
        enclosures=_enclosures.joined(images, files),
    )


def filled(entry: Entry, other: Entry, fields: Iterable[str]) -> Entry:
    """Return an entry with those of some fields that it lacks as another entry has them."""
    for name in lacking(entry, fields):
        if name == "date":
            entry = replace(
                entry, date=other.date, date_relative=other.date_relative, date_end=other.date_end
            )
        elif name == "image":
            files = _enclosures.joined(other.images, entry.enclosures)
            entry = replace(entry, images=other.images, enclosures=files)
        elif name == "summary":
            entry = replace(entry, summary=other.summary)
        else:
            entry = replace(entry, authors=other.authors)
    return entry
