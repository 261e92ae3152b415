"""Atom 1.0 (RFC 4287) to a feed.

It takes the root element and gives a `Feed`. It never tells namespaces by their prefix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feedkit import _dates, _markup, _text
from feedkit.models import Feed, Person
from feedkit.parsers.feed import _draft

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NS = "{http://www.w3.org/2005/Atom}"
ROOT = f"{_NS}feed"
"""Expanded name of the root element."""

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_OWN = (
    "id title updated published link author category summary content subtitle generator entry name uri email"
)
_NAMES: Mapping[str, str] = {_NS + name: name for name in _OWN.split()}
_SIMPLE = frozenset(("id", "published", "updated"))
_HTML = frozenset(("html", "xhtml", "text/html", "application/xhtml+xml"))


def read(root: Any) -> Feed:
    """Return the feed of a `feed` element."""
    head = [child for child in root if _NAMES.get(child.tag) not in (None, "entry")]
    texts = {_NAMES[child.tag]: _line(child) for child in reversed(head) if child.tag != f"{_NS}link"}
    links = {
        link.get("rel", "alternate"): link.get("href", "") for link in reversed(head) if link.get("href")
    }
    link, self_link = (_draft.address(links.get(rel), root.base) for rel in ("alternate", "self"))
    reading = _draft.Reading(texts.get("generator") == _draft.GENERATOR, link or self_link or "")
    entries = reading.entries(_read(entry, reading) for entry in root.iterchildren(f"{_NS}entry"))
    return Feed(
        id=texts.get("id") or self_link or link or "",
        title=texts.get("title") or link or "",
        link=link or "",
        self_link=self_link,
        subtitle=texts.get("subtitle") or None,
        language=root.get(_XML_LANG),
        authors=tuple(_author(child) for child in head if child.tag == f"{_NS}author"),
        updated=_updated(texts.get("updated", "")),
        entries=entries,
        generator=texts.get("generator") or None,
        problems=tuple(reading.problems),
    )


def _line(element: Any) -> str:
    value, is_html = _value(element)
    return _draft.plain(value) if is_html else _text.clean(value)


def _updated(text: str) -> Any:
    time = _dates.parse_rfc3339(text)
    return None if time == _draft.EPOCH else time


def _read(entry: Any, reading: _draft.Reading) -> _draft.Draft:
    draft = _draft.Draft()
    links: list[Any] = []
    texts: dict[str, Any] = {}
    for child in entry:
        name = _NAMES.get(child.tag)
        if name in _SIMPLE:
            setattr(draft, name, _draft.text_of(child))
        elif name == "title":
            draft.title = _draft.text_of(child) if reading.ours else _line(child)
        elif name == "link":
            links.append(child)
        elif name == "category":
            draft.categories.append(child.get("term") or child.get("label") or "")
        elif name == "author":
            draft.authors.append(_author(child))
        elif name:
            texts[name] = child
    _read_links(links, draft, reading)
    _read_texts(texts, draft, reading)
    return draft


def _author(element: Any) -> Person:
    texts = {_NAMES.get(child.tag): _draft.text_of(child) for child in element}
    name = texts.get("name", texts.get("email") or texts.get("uri") or "")
    return Person(name, texts.get("uri") or None, texts.get("email") or None)


def _read_links(links: Iterable[Any], draft: _draft.Draft, reading: _draft.Reading) -> None:
    """Fill link and enclosures; of several alternates the first that may be a page counts."""
    pages: list[tuple[bool, str]] = []
    for element in links:
        rel, url, type = element.get("rel", "alternate"), element.get("href"), element.get("type")
        if not reading.ours:
            url = _draft.address(url, element.base or reading.link or None)
        if url and rel == "enclosure":
            draft.enclosures.append(_draft.enclosure(url, type, element.get("length"), element.get("title")))
        elif url and rel == "alternate":
            pages.append((type not in (None, *_HTML), url))
    draft.link = min(pages, key=lambda page: page[0])[1] if pages else None


def _read_texts(elements: Mapping[str, Any], draft: _draft.Draft, reading: _draft.Reading) -> None:
    summary, content = elements.get("summary"), elements.get("content")
    if summary is not None and not _stands_in(summary, reading):
        draft.summary, draft.summary_is_html = _value(summary)
    if content is None or _stands_in(content, reading):
        return
    if not reading.ours:
        draft.base = content.base or draft.link or reading.link or None
    value, is_html = _value(content)
    if is_html:
        draft.content = value
    elif draft.summary is None:
        draft.summary, draft.summary_is_html = value, False
    elif value:
        draft.content = _markup.paragraphs(value)


def _stands_in(element: Any, reading: _draft.Reading) -> bool:
    """Whether feedkit wrote the title there for want of a text (it alone says the default type)."""
    return reading.ours and element.get("type") == "text"


def _value(element: Any) -> tuple[str, bool]:
    """Return the text of a construct (RFC 4287 sections 3.1 and 4.1.3) and whether it is HTML."""
    kind = element.get("type", "text").lower()
    if kind in ("xhtml", "application/xhtml+xml"):
        return _inner(element), True
    is_text = kind in _HTML or kind.startswith("text")
    return (_draft.text_of(element) if is_text else ""), kind in _HTML


def _inner(element: Any) -> str:
    """Return the XHTML below an element as HTML."""
    from lxml import etree

    for node in element.iterdescendants(etree.Element):
        node.tag = node.tag.rpartition("}")[2]
    etree.cleanup_namespaces(element)
    parts = (etree.tostring(child, encoding="unicode", method="html") for child in element)
    return (element.text or "") + "".join(parts)
