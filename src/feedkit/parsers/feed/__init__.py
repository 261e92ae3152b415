"""Documents back to feeds: RSS 0.9x, 1.0 and 2.0, Atom 1.0, JSON Feed 1 and 1.1.

It takes the bytes of a document and gives a `Feed`. A document that feedkit wrote gives the feed
that it was written from, without what the format added; one of others gives clean texts and
absolute links, and no entry is lost for lack of an id or for a date that cannot be read. It never
loads a DTD, an entity or anything from the network, and never reads a file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from feedkit import _charsets
from feedkit.errors import DocumentError
from feedkit.parsers.feed import _atom, _json, _rss

if TYPE_CHECKING:
    from feedkit.models import Feed

_HINT = "give the file or the address of an RSS, Atom or JSON Feed document"
_PAGE_HINT = "this is a web page, not its feed: `feedkit build` makes a feed of it"
_BROKEN_HINT = "the document may be cut off: get it again, or write it again"


def parse(content: bytes, subject: str = "") -> Feed:
    """Return the feed that a document holds; `subject` is its file or address, for messages.

    Raises `DocumentError`: `not-a-feed`, `broken-xml` or `broken-json`.
    """
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise _error("not-a-feed", "the document is empty", _HINT, subject)
    if start.startswith(b"{"):
        return _read_json(start, subject)
    return _read_xml(start, subject)


def _read_xml(content: bytes, subject: str) -> Feed:
    root = _root(content, subject)
    name = root.tag.rpartition("}")[2].lower()
    if name in ("rss", "rdf"):
        return _rss.read(root)
    if root.tag == _atom.ROOT:
        return _atom.read(root)
    hint = _PAGE_HINT if name == "html" else _HINT
    raise _error("not-a-feed", f"its root element is <{name}>", hint, subject)


def _root(content: bytes, subject: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True, collect_ids=False,
    )  # fmt: skip
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _xml_error(content, error, subject) from error


def _xml_error(content: bytes, error: Any, subject: str) -> DocumentError:
    if _charsets.is_binary(content):
        return _error("not-a-feed", "it is not text", _HINT, subject)
    head = content[:1024].lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return _error("not-a-feed", "it is an HTML page", _PAGE_HINT, subject)
    if not head.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return _error("not-a-feed", "it is neither XML nor JSON", _HINT, subject)
    cause = str(error.msg).partition(", line ")[0]
    return _error("broken-xml", f"line {error.lineno}: {cause[:1].lower()}{cause[1:]}", _BROKEN_HINT, subject)


def _read_json(content: bytes, subject: str) -> Feed:
    try:
        members = json.loads(content)
    except json.JSONDecodeError as error:
        cause = f"line {error.lineno}: {error.msg[:1].lower()}{error.msg[1:]}"
        raise _error("broken-json", cause, _BROKEN_HINT, subject) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise _error("broken-json", str(error), _BROKEN_HINT, subject) from error
    if not _json.is_feed(members):
        raise _error("not-a-feed", "its `version` is not that of JSON Feed", _HINT, subject)
    return _json.read(members)


def _error(code: str, cause: str, hint: str, subject: str) -> DocumentError:
    message = ": ".join(part for part in ("no feed read", subject, cause) if part)
    return DocumentError(message, code, hint, subject)
