"""Documents are valid: no error, and no warning either, whatever stood on the page.

The first half is a small strict checker of RSS 2.0 with its Best Practices Profile, Atom 1.0 and JSON
Feed 1.1. It takes the bytes of a document and gives findings under the names that the W3C Feed
Validation Service has for them; it never repairs. The second half shows that it finds each defect,
and that it finds none in documents of feedkit.
"""

import dataclasses
import datetime as dt
import email.utils
import html.parser
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import atoma
import feedparser
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import feedkit
from feedkit import _text, formats
from feedkit.models import EntriesPage, Feed, Format, Image, RawEntry

FORMATS: tuple[Format, ...] = ("rss", "atom", "json")
WARNINGS = frozenset(
    "BadCharacters CharacterData ContainsHTML ContainsRelRef DuplicateEnclosure DuplicateEntries DuplicateMedia "
    "DuplicateSemantics DuplicateUpdated ImplausibleDate MisplacedItem MissingGuid MissingSelf "
    "MissingTextualContent NeedDescriptionBeforeContent NonCanonicalURI NotBlank NotHtml NotSufficientlyUnique "
    "SecurityRisk".split()
)


class Finding(NamedTuple):
    """What is wrong with a document, where, and by which value."""

    code: str
    place: str
    value: str = ""

    @property
    def is_error(self) -> bool:
        """Whether the document is invalid by it, and not only unwise."""
        return self.code not in WARNINGS


Findings = Iterator[Finding]


def check(content: bytes, format: Format) -> list[Finding]:
    """Return all that is wrong with a document."""
    try:
        text = content.decode()
        return [*_characters(text), *_CHECKS[format](text)]
    except (UnicodeDecodeError, ET.ParseError, json.JSONDecodeError) as error:
        return [Finding("SAXError", "document", str(error))]


def _characters(text: str) -> Findings:
    """Control characters, noncharacters, and what could not be decoded (XML 1.0 section 2.2)."""
    for found in re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffd-\uffff]", text):
        yield Finding("BadCharacters", "document", repr(found))


_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?://)?[A-Za-z0-9;/?:@&=+$.\-_!~*'()%,#]+")
_HTTP = re.compile(r"https?://(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9][A-Za-z0-9-]*(?::[0-9]+)?(?:/.*)?")
_TAG_URI = re.compile(r"tag:[a-z0-9.-]+,[0-9]{4}(?:-[0-9]{2}){0,2}:[A-Za-z0-9;/?:@&=+$.\-_!~*'()%,]*")
_MEDIA_TYPE = re.compile(r"[^\s()<>,;:\\\"/\[\]?=]+/[^\s()<>,;:\\\"/\[\]?=]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_EMAIL = re.compile(r"[A-Za-z0-9_.+'-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+")
_RFC3339 = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})")
_RFC822 = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{4} "
    r"[0-9]{2}:[0-9]{2}:[0-9]{2} (?:GMT|[+-][0-9]{4})"
)
_PLAUSIBLE = dt.datetime(1990, 1, 1, tzinfo=dt.UTC), dt.datetime(2050, 1, 1, tzinfo=dt.UTC)


def _uri(value: str, place: str, code: str = "InvalidFullLink") -> Findings:
    """An absolute URI in ASCII (RFC 3986), with a known scheme."""
    if not _URI.fullmatch(value):
        yield Finding(code, place, value)
    elif value.startswith("tag:") and not _TAG_URI.fullmatch(value):
        yield Finding("InvalidTAG", place, value)
    elif not value.startswith(("http://", "https://", "tag:", "urn:", "mailto:")):
        yield Finding("SchemeNotIANARegistered", place, value)


def _canonical(value: str, place: str) -> Findings:
    """An id in the one spelling that programs compare (RFC 3986 section 6.2, RFC 4287 section 4.2.6.1)."""
    yield from _uri(value, place)
    escapes = re.findall(r"%([0-9A-Fa-f]{2})", value)
    needless = [code for code in escapes if re.match(r"[A-Za-z0-9._~-]", chr(int(code, 16)))]
    address = re.match(r"(https?)://([^/?#]*)(/?)", value)
    host = address[2] if address else ""
    default = {"http": ":80", "https": ":443"}.get(address[1] if address else "", ":")
    is_spelt_otherwise = needless or any(code != code.upper() for code in escapes)
    if is_spelt_otherwise or (address and not address[3]) or host != host.lower() or host.endswith(default):
        yield Finding("NonCanonicalURI", place, value)


def _plausible(time: dt.datetime, place: str) -> Findings:
    if not _PLAUSIBLE[0] <= time.astimezone(dt.UTC) < _PLAUSIBLE[1]:
        yield Finding("ImplausibleDate", place, time.isoformat())


def _rfc3339(value: str, place: str) -> Findings:
    """A time with its zone, in whole seconds: some readers misread fractions (RFC 3339)."""
    try:
        time = dt.datetime.fromisoformat(value if _RFC3339.fullmatch(value) else "")
    except ValueError:
        yield Finding("InvalidRFC3339Date", place, value)
    else:
        yield from _plausible(time, place)


def _rfc822(value: str, place: str) -> Findings:
    try:
        time = email.utils.parsedate_to_datetime(value if _RFC822.fullmatch(value) else "")
    except ValueError:
        yield Finding("InvalidRFC2822Date", place, value)
    else:
        if time.strftime("%a") != value[:3]:
            yield Finding("IncorrectDOW", place, value)
        yield from _plausible(time, place)


def _words(value: str | None, place: str) -> Findings:
    """Plain text for people: there is some, and it has no markup."""
    if not (value or "").strip():
        yield Finding("NotBlank", place)
    yield from (Finding("ContainsHTML", place, tag) for tag in re.findall(r"</\w+>", value or ""))


def _unique(values: Iterable[str | None], code: str, place: str) -> Findings:
    for value, count in Counter(values).items():
        if count > 1:
            yield Finding(code, place, str(value))


class _Markup(html.parser.HTMLParser):
    """HTML of an entry: tags that readers show, closed, with absolute addresses."""

    ALLOWED = frozenset(
        "a abbr b blockquote br cite code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd "
        "li mark ol p pre q s samp small span strong sub sup table tbody td th thead tr u ul var".split()
    )
    EMPTY = frozenset(("br", "hr", "img"))

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place
        self.findings: list[Finding] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.ALLOWED:
            self.findings.append(Finding("SecurityRisk", self.place, tag))
        if tag not in self.EMPTY:
            self.open.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.findings.append(Finding("SecurityRisk", self.place, name))
            if name in ("href", "src") and not re.match(r"https?://", value or ""):
                self.findings.append(Finding("ContainsRelRef", self.place, value or ""))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.findings.append(Finding("NotHtml", self.place, f"</{tag}>"))


def _html(value: str, place: str) -> Findings:
    markup = _Markup(place)
    markup.feed(value)
    markup.close()
    yield from markup.findings
    bare = re.search(r"&(?!(?:\w+|#[0-9]+|#x[0-9A-Fa-f]+);)|<(?![A-Za-z/!])", value)
    if bare or markup.open:
        yield Finding("NotHtml", place, bare[0] if bare else f"<{markup.open[-1]}> is not closed")


_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_MEDIA = "{http://search.yahoo.com/mrss/}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PLAIN = re.compile(
    r"<(title|subtitle|summary|name|category|dc:creator|media:title)(?: type=\"(?:text|plain)\")?>([^<]*)</"
    r"|<(?:category term|link [^>]*title)=\"([^\"]*)\""
)


def _root(text: str) -> ET.Element:
    if "<!DOCTYPE" in text or not text.startswith("<?xml version="):
        raise ET.ParseError("no declaration at the start, or a document type")
    return ET.fromstring(text.encode())


def _references(text: str) -> Findings:
    """`&` and `<` in plain text are hexadecimal references (the Profile, "Character Data")."""
    for _, value, attribute in _PLAIN.findall(text):
        if re.search("&(?:amp|lt);", value or attribute):
            yield Finding("CharacterData", "document", value or attribute)


def _members(element: ET.Element, allowed: Mapping[str, str]) -> Findings:
    """Children that the specification knows, as often as it says: `1`, `?`, `*` or `+`."""
    counts = Counter(child.tag for child in element)
    for tag in counts.keys() - allowed.keys():
        yield Finding("UndefinedElement", element.tag, tag)
    for tag, number in allowed.items():
        if number in "1+" and not counts[tag]:
            yield Finding("MissingElement", element.tag, tag)
        if number in "1?" and counts[tag] > 1:
            yield Finding("DuplicateElement", element.tag, tag)


def _value(element: ET.Element, tag: str) -> str:
    return element.findtext(tag) or ""


_CHANNEL = {
    **dict.fromkeys(("title", "link", "description"), "1"),
    **dict.fromkeys(("language", "lastBuildDate", "generator", "managingEditor", f"{_ATOM}link"), "?"),
    **dict.fromkeys((_CREATOR, "item"), "*"),
}
_ITEM = {
    "title": "1",
    **dict.fromkeys(("link", "description", _CONTENT, "guid", "pubDate"), "?"),
    **dict.fromkeys((_CREATOR, "category", "enclosure", f"{_MEDIA}content"), "*"),
}
_MEDIA_KINDS = {"image", "audio", "video", "document", "executable"}


def _rss(text: str) -> Findings:
    """RSS 2.0 (https://www.rssboard.org/rss-specification and https://www.rssboard.org/rss-profile)."""
    root = _root(text)
    yield from _references(text)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None or len(root) != 1:
        yield Finding("InvalidRSSVersion", "rss")
        return
    yield from _channel(channel)
    items = channel.findall("item")
    yield from _unique((item.findtext("guid") for item in items), "DuplicateValue", "guid")
    for item in items:
        yield from _item(item)


def _channel(channel: ET.Element) -> Findings:
    tags = [child.tag for child in channel]
    yield from _members(channel, _CHANNEL)
    yield from _words(_value(channel, "title"), "channel title")
    yield from _words(_value(channel, "description"), "channel description")
    yield from _uri(_value(channel, "link"), "channel link")
    if "item" in tags and any(tag != "item" for tag in tags[tags.index("item") :]):
        yield Finding("MisplacedItem", "channel")
    if "managingEditor" in tags and _CREATOR in tags:
        yield Finding("DuplicateSemantics", "channel")
    yield from _channel_details(channel)


def _channel_details(channel: ET.Element) -> Findings:
    for tag, pattern, code in (
        ("language", _LANGUAGE, "InvalidLanguage"),
        ("managingEditor", re.compile(rf"{_EMAIL.pattern} \(.+\)"), "InvalidContact"),
    ):
        value = channel.findtext(tag)
        if value is not None and not pattern.fullmatch(value):
            yield Finding(code, tag, value)
    if (time := channel.findtext("lastBuildDate")) is not None:
        yield from _rfc822(time, "lastBuildDate")
    yield from _self_link(channel.findall(f"{_ATOM}link"), "application/rss+xml")


def _self_link(links: Iterable[ET.Element], media_type: str) -> Findings:
    own = [link for link in links if link.get("rel") == "self"]
    if not own:
        yield Finding("MissingSelf", "link")
    for link in own:
        yield from _uri(link.get("href", ""), "self link")
        if link.get("type") != media_type:
            yield Finding("SelfNotAtom", "self link", link.get("type", ""))


def _item(item: ET.Element) -> Findings:
    yield from _members(item, _ITEM)
    yield from _words(item.findtext("title"), "title")
    if (link := item.findtext("link")) is not None:
        yield from _uri(link, "link")
    if (time := item.findtext("pubDate")) is not None:
        yield from _rfc822(time, "pubDate")
    for category in item.findall("category"):
        yield from _words(category.text, "category")
    yield from _guid(item)
    yield from _descriptions(item)
    yield from _files(item)


def _guid(item: ET.Element) -> Findings:
    guid = item.find("guid")
    if guid is None:
        yield Finding("MissingGuid", "item")
        return
    value, permanent = guid.text or "", guid.get("isPermaLink", "")
    if permanent not in ("true", "false"):
        yield Finding("InvalidBooleanAttribute", "guid", permanent)
    elif permanent == "true":
        yield from _uri(value, "guid", "InvalidHttpGUID")
        if not value.startswith("http") or value != item.findtext("link"):
            yield Finding("InvalidPermalink", "guid", value)
    elif value.isdigit() and len(value) < 9:
        yield Finding("NotSufficientlyUnique", "guid", value)


def _descriptions(item: ET.Element) -> Findings:
    tags = [child.tag for child in item]
    for tag in ("description", _CONTENT):
        yield from _html(_value(item, tag), tag)
    if _CONTENT in tags and "description" not in tags[: tags.index(_CONTENT)]:
        yield Finding("NeedDescriptionBeforeContent", "item")


def _files(item: ET.Element) -> Findings:
    enclosures, media = item.findall("enclosure"), item.findall(f"{_MEDIA}content")
    if len(enclosures) > 1:
        yield Finding("DuplicateEnclosure", "item")
    for file in enclosures:
        for name in {"url", "length", "type"} - set(file.attrib):
            yield Finding("MissingAttribute", "enclosure", name)
        yield from _file(file, "length", _HTTP)
    for file in media:
        yield from _file(file, "fileSize", _URI)
        if file.get("medium") not in {None, *_MEDIA_KINDS}:
            yield Finding("InvalidMediaMedium", "media:content", file.get("medium", ""))
        for title in file.findall(f"{_MEDIA}title"):
            yield from _words(title.text, "media:title")
    # a reader of both would show the same picture twice
    yield from _unique((file.get("url") for file in (*enclosures, *media)), "DuplicateMedia", "item")


def _file(file: ET.Element, size: str, address: re.Pattern[str]) -> Findings:
    url, length, kind = file.get("url", ""), file.get(size), file.get("type")
    if not (address.fullmatch(url) and _URI.fullmatch(url)):
        yield Finding("InvalidURLAttribute", file.tag, url)
    if length is not None and not (length.isascii() and length.isdigit()):
        yield Finding("InvalidIntegerAttribute", file.tag, length)
    if kind is not None and not _MEDIA_TYPE.fullmatch(kind):
        yield Finding("InvalidMIMEAttribute", file.tag, kind)


_FEED = {
    **{_ATOM + tag: "1" for tag in ("id", "title", "updated")},
    **{_ATOM + tag: "?" for tag in ("subtitle", "generator")},
    **{_ATOM + tag: "*" for tag in ("author", "link", "entry")},
}
_ENTRY = {
    **{_ATOM + tag: "1" for tag in ("id", "title", "updated")},
    **{_ATOM + tag: "?" for tag in ("published", "summary", "content")},
    **{_ATOM + tag: "*" for tag in ("author", "link", "category")},
}
_PERSON = {_ATOM + "name": "1", _ATOM + "uri": "?", _ATOM + "email": "?"}


def _atom(text: str) -> Findings:
    """Atom 1.0 (RFC 4287)."""
    root = _root(text)
    yield from _references(text)
    yield from _members(root, _FEED)
    if root.tag != f"{_ATOM}feed":
        yield Finding("UndefinedElement", root.tag)
        return
    tags = [child.tag for child in root]
    entries = root.findall(f"{_ATOM}entry")
    if entries and any(child.tag != f"{_ATOM}entry" for child in root[tags.index(f"{_ATOM}entry") :]):
        yield Finding("MisplacedMetadata", "feed")
    yield from _head(root)
    times = [_value(entry, f"{_ATOM}updated") for entry in entries]
    yield from _unique((_value(entry, f"{_ATOM}id") for entry in entries), "DuplicateEntries", "id")
    yield from _unique(times, "DuplicateUpdated", "updated")
    for entry in entries:
        yield from _entry(entry, root)


def _head(feed: ET.Element) -> Findings:
    yield from _common(feed)
    yield from _self_link(feed.findall(f"{_ATOM}link"), "application/atom+xml")
    if (subtitle := feed.findtext(f"{_ATOM}subtitle")) is not None:
        yield from _words(subtitle, "subtitle")
    if (language := feed.get(_XML_LANG)) is not None and not _LANGUAGE.fullmatch(language):
        yield Finding("InvalidLanguage", "feed", language)


def _common(element: ET.Element) -> Findings:
    """What feeds and entries have alike: id, title, updated, people, links."""
    yield from _canonical(_value(element, f"{_ATOM}id"), "id")
    yield from _words(_value(element, f"{_ATOM}title"), "title")
    yield from _rfc3339(_value(element, f"{_ATOM}updated"), "updated")
    for author in element.findall(f"{_ATOM}author"):
        yield from _person(author)
    links = element.findall(f"{_ATOM}link")
    for link in links:
        yield from _link(link)
    shown = [f"{link.get('type')} {link.get('hreflang')}" for link in links if link.get("rel") == "alternate"]
    yield from _unique(shown, "DuplicateAtomLink", element.tag)


def _person(author: ET.Element) -> Findings:
    yield from _members(author, _PERSON)
    yield from _words(_value(author, f"{_ATOM}name"), "name")
    if (uri := author.findtext(f"{_ATOM}uri")) is not None:
        yield from _uri(uri, "uri")
    if (address := author.findtext(f"{_ATOM}email")) is not None and not _EMAIL.fullmatch(address):
        yield Finding("InvalidAddrSpec", "email", address)


def _link(link: ET.Element) -> Findings:
    rel, kind, length, title = (link.get(name) for name in ("rel", "type", "length", "title"))
    yield from _uri(link.get("href", ""), "link")
    if rel not in ("alternate", "self", "enclosure"):
        # without `rel` an enclosure is taken for the page
        yield Finding("UnregisteredAtomLinkRel", "link", rel or "")
    if rel == "enclosure" and not kind:
        yield Finding("MissingAttribute", "link", "type")
    if kind is not None and not _MEDIA_TYPE.fullmatch(kind):
        yield Finding("InvalidMIMEType", "link", kind)
    if length is not None and not (length.isascii() and length.isdigit() and int(length)):
        yield Finding("InvalidNonNegativeInteger", "link", length)
    if title is not None:
        yield from _words(title, "link title")


def _entry(entry: ET.Element, feed: ET.Element) -> Findings:
    yield from _members(entry, _ENTRY)
    yield from _common(entry)
    if (time := entry.findtext(f"{_ATOM}published")) is not None:
        yield from _rfc3339(time, "published")
    if not entry.findall(f"{_ATOM}author") and not feed.findall(f"{_ATOM}author"):
        yield Finding("MissingElement", "entry", "author")
    for category in entry.findall(f"{_ATOM}category"):
        yield from _words(category.get("term"), "category")
    yield from _constructs(entry)


def _constructs(entry: ET.Element) -> Findings:
    texts = [child for child in entry if child.tag in (f"{_ATOM}summary", f"{_ATOM}content")]
    links = [link for link in entry.findall(f"{_ATOM}link") if link.get("rel") == "alternate"]
    if not texts:
        yield Finding("MissingTextualContent", "entry")
    if not links and all(text.tag == f"{_ATOM}summary" for text in texts):
        yield Finding("MissingContentOrAlternate", "entry")
    for text in texts:
        kind = text.get("type", "text")
        if kind not in ("text", "html"):
            yield Finding("InvalidMIMEType", text.tag, kind)
        yield from (_html if kind == "html" else _words)(text.text or "", text.tag)


_TOP = "version title home_page_url feed_url description language authors items _feedkit".split()
_OBJECT = "id url title image date_published date_modified authors tags attachments summary content_text content_html"
_ATTACHMENT = "url mime_type title size_in_bytes _feedkit".split()
_ADDRESSES = ("home_page_url", "feed_url", "url", "image")


def _json(text: str) -> Findings:
    """JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    feed = json.loads(text, object_pairs_hook=_distinct)
    yield from _keys(feed, _TOP, ("version", "title", "items"), "feed")
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield Finding("InvalidVersion", "feed", str(feed.get("version")))
    if not feed.get("feed_url"):
        yield Finding("MissingSelf", "feed")
    if not _LANGUAGE.fullmatch(feed.get("language", "en")):
        yield Finding("InvalidLanguage", "feed", feed["language"])
    yield from _object(feed, "feed")
    yield from _unique((str(item.get("id")) for item in feed.get("items", ())), "DuplicateValue", "id")
    for item in feed.get("items", ()):
        yield from _json_item(item)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose members have different names (RFC 8259 section 4)."""
    if len(dict(pairs)) < len(pairs):
        raise json.JSONDecodeError("a member stands twice", str(pairs), 0)
    return dict(pairs)


def _keys(members: Mapping[str, Any], known: Iterable[str], needed: Iterable[str], place: str) -> Findings:
    for name in members.keys() - set(known):
        yield Finding("UndefinedElement", place, name)
    for name in set(needed) - members.keys():
        yield Finding("MissingElement", place, name)
    for name, value in members.items():
        if name != "items" and (value is None or value == "" or value == []):
            yield Finding("NotBlank", place, name)


def _object(members: Mapping[str, Any], place: str) -> Findings:
    if "title" in members:
        yield from _words(str(members["title"]), f"{place} title")
    for name in _ADDRESSES:
        if name in members:
            yield from _uri(str(members[name]), name)
    for author in members.get("authors", ()):
        yield from _keys(author, ("name", "url", "avatar"), (), "author")
        if not author:
            yield Finding("MissingElement", "author", "name")


def _json_item(item: Mapping[str, Any]) -> Findings:
    yield from _keys(item, (*_OBJECT.split(), "_feedkit"), ("id",), "item")
    yield from _object(item, "item")
    if not isinstance(item.get("id"), str):
        yield Finding("InvalidValue", "id", str(item.get("id")))
    for name in ("date_published", "date_modified"):
        if name in item:
            yield from _rfc3339(str(item[name]), name)
    if not {"content_text", "content_html"} & item.keys():
        yield Finding("MissingTextualContent", "item")
    yield from _html(item.get("content_html", ""), "content_html")
    for file in item.get("attachments", ()):
        yield from _attachment(file)


def _attachment(file: Mapping[str, Any]) -> Findings:
    yield from _keys(file, _ATTACHMENT, ("url", "mime_type"), "attachment")
    yield from _uri(str(file.get("url", "")), "attachment")
    size = file.get("size_in_bytes", 1)
    if not isinstance(size, int) or size < 1:
        yield Finding("InvalidIntegerAttribute", "attachment", str(size))
    if not _MEDIA_TYPE.fullmatch(str(file.get("mime_type", ""))):
        yield Finding("InvalidMIMEType", "attachment", str(file.get("mime_type")))


_CHECKS: Mapping[Format, Callable[[str], Findings]] = {"rss": _rss, "atom": _atom, "json": _json}


PAGE = "https://www.example.org/news/"
GOLDEN = Path(__file__).resolve().parent / "golden" / "formats"
GOOD = {
    "rss": """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" version="2.0"><channel>
<title>News</title><link>https://x.org/</link><description>All news</description>
<atom:link href="https://x.org/f.xml" rel="self" type="application/rss+xml"/><language>en</language>
<lastBuildDate>Fri, 08 May 2020 12:00:00 +0000</lastBuildDate><dc:creator>Desk</dc:creator>
<item><title>One &#x26; two</title><link>https://x.org/1</link><description>a &amp;lt; b</description>
<content:encoded>&lt;p&gt;a&lt;/p&gt;</content:encoded><category>c</category>
<guid isPermaLink="true">https://x.org/1</guid><pubDate>Fri, 08 May 2020 12:00:00 +0000</pubDate>
<enclosure url="https://x.org/1.jpg" length="0" type="image/jpeg"/>
<media:content url="https://x.org/2.jpg" type="image/jpeg" medium="image"/></item>
<item><title>Two</title><guid isPermaLink="false">tag:x.org,2020-05-07:1</guid></item>
</channel></rss>""",
    "atom": """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>https://x.org/</id><title>News</title>
<updated>2020-05-08T12:00:00Z</updated><author><name>Desk</name></author>
<link href="https://x.org/f.atom" rel="self" type="application/atom+xml"/><link href="https://x.org/" rel="alternate"/>
<entry><id>https://x.org/1</id><title>One &#x26; two</title><updated>2020-05-08T12:00:00Z</updated>
<published>2020-05-08T12:00:00Z</published><link rel="alternate" href="https://x.org/1"/>
<link rel="enclosure" href="https://x.org/1.jpg" type="image/jpeg" length="5" title="A picture"/>
<category term="c"/><summary>a &#x3C; b</summary><content type="html">&lt;p&gt;a&lt;/p&gt;</content></entry>
<entry><id>tag:x.org,2020-05-07:1</id><title>Two</title><updated>2020-05-07T12:00:00Z</updated><content>Two</content></entry>
</feed>""",
    "json": """{"version": "https://jsonfeed.org/version/1.1", "title": "News", "home_page_url": "https://x.org/",
"feed_url": "https://x.org/f.json", "language": "en", "authors": [{"name": "Desk"}], "items": [{"id": "https://x.org/1",
"url": "https://x.org/1", "title": "One", "date_published": "2020-05-08T12:00:00Z", "image": "https://x.org/1.jpg",
"attachments": [{"url": "https://x.org/1.jpg", "mime_type": "image/jpeg", "size_in_bytes": 5}],
"content_html": "<p>a</p>", "summary": "a", "tags": ["c"]}, {"id": "2", "content_text": "x"}]}""",
}
"""Documents without a fault, of which each defect below is one change."""

DEFECTS = [
    line.split(" | ")
    for line in r"""
rss | One &#x26; two | &lt;b&gt;One&lt;/b&gt; | CharacterData ContainsHTML
rss | One &#x26; two | One &amp; two | CharacterData
rss | <title>Two</title> |  | MissingElement NotBlank
rss |  length="0" |  | MissingAttribute
rss |  type="image/jpeg"/> | /> | MissingAttribute
rss | length="0" | length="66.26KB" | InvalidIntegerAttribute
rss | <enclosure | <enclosure url="https://x.org/3.jpg" length="1" type="image/png"/><enclosure | DuplicateEnclosure
rss | url="https://x.org/1.jpg" | url="/1.jpg" | InvalidURLAttribute
rss | url="https://x.org/1.jpg" | url="https://x.org/1 ä.jpg" | InvalidURLAttribute
rss | url="https://x.org/2.jpg" | url="https://x.org/1.jpg" | DuplicateMedia
rss | medium="image" | medium="picture" | InvalidMediaMedium
rss | <link>https://x.org/1</link> | <link>1</link> | InvalidFullLink InvalidPermalink
rss |  isPermaLink="false" |  | InvalidBooleanAttribute
rss | "false">tag:x.org,2020-05-07:1< | "true">tag:x.org,2020-05-07:1< | InvalidPermalink
rss | "false">tag:x.org,2020-05-07:1< | "false">175790< | NotSufficientlyUnique
rss | <guid isPermaLink="false">tag:x.org,2020-05-07:1</guid> |  | MissingGuid
rss | "false">tag:x.org,2020-05-07:1< | "false">https://x.org/1< | DuplicateValue
rss | <pubDate>Fri, 08 May 2020 12:00:00 +0000 | <pubDate>2020-05-08T12:00:00Z | InvalidRFC2822Date
rss | <pubDate>Fri, 08 May 2020 12:00:00 +0000 | <pubDate>Fri, 08 May 2020 12:00:00 CEST | InvalidRFC2822Date
rss | <pubDate>Fri, 08 May 2020 12:00:00 +0000 | <pubDate>08 May. 2020 | InvalidRFC2822Date
rss | <pubDate>Fri | <pubDate>Thu | IncorrectDOW
rss | <pubDate>Fri, 08 May 2020 | <pubDate>Sun, 08 May 2089 | ImplausibleDate
rss | Two | T&nbsp;wo | SAXError
rss | a &amp;lt; b | a &lt; b &amp; c | NotHtml
rss | a &amp;lt; b | &lt;p&gt;a | NotHtml
rss | a &amp;lt; b | &lt;script&gt;1&lt;/script&gt; | SecurityRisk
rss | a &amp;lt; b | &lt;p onclick="x"&gt;a&lt;/p&gt; | SecurityRisk
rss | a &amp;lt; b | &lt;img src="/a.jpg"&gt; | ContainsRelRef
rss | <description>a &amp;lt; b</description> |  | NeedDescriptionBeforeContent
rss | <dc:creator>Desk | <managingEditor>Desk</managingEditor><dc:creator>Desk | DuplicateSemantics InvalidContact
rss | <language>en | <language>english | InvalidLanguage
rss | <description>All news</description> |  | MissingElement NotBlank
rss | rel="self" | rel="hub" | MissingSelf
rss | </channel> | <ttl>5</ttl></channel> | MisplacedItem UndefinedElement
rss | <category>c | <category>  | NotBlank
atom | One &#x26; two | &lt;b&gt;One&lt;/b&gt; | CharacterData ContainsHTML
atom |  rel="enclosure" |  | UnregisteredAtomLinkRel
atom | rel="enclosure" href="https://x.org/1.jpg" type="image/jpeg" | rel="enclosure" href="https://x.org/1.jpg" | MissingAttribute
atom | length="5" | length="66.26KB" | InvalidNonNegativeInteger
atom | <link rel="enclosure" | <link rel="alternate" href="https://x.org/2"/><link rel="enclosure" | DuplicateAtomLink
atom | <published>2020-05-08T12:00:00Z | <published>2020-05-08 | InvalidRFC3339Date
atom | <published>2020-05-08T12:00:00Z | <published>2020-05-08T12:00:00.034Z | InvalidRFC3339Date
atom | <published>2020-05-08T12:00:00Z | <published>1970-01-01T00:00:00Z | ImplausibleDate
atom | 2020-05-07T12:00:00Z | 2020-05-08T12:00:00Z | DuplicateUpdated
atom | <author><name>Desk</name></author> |  | MissingElement
atom | <name>Desk</name> | <name/> | NotBlank
atom | <name>Desk</name> | <name>Desk</name><email>desk</email> | InvalidAddrSpec
atom | <id>tag:x.org,2020-05-07:1</id> | <id>175790</id> | InvalidFullLink
atom | <id>tag:x.org,2020-05-07:1</id> | <id>tag:X_org,2020-05-07:1</id> | InvalidTAG
atom | <id>tag:x.org,2020-05-07:1</id> | <id>https://x.org/1</id> | DuplicateEntries
atom | <entry><id>https://x.org/1</id> | <entry><id>https://x.org/%c3%a9</id> | NonCanonicalURI
atom | <entry><id>https://x.org/1</id> | <entry><id>https://x.org/%7Ea</id> | NonCanonicalURI
atom | <entry><id>https://x.org/1</id> | <entry><id>https://x.org</id> | NonCanonicalURI
atom | <content>Two</content> |  | MissingContentOrAlternate MissingTextualContent
atom | <content>Two</content> | <summary>Two</summary> | MissingContentOrAlternate
atom | type="html" | type="CDATA" | ContainsHTML InvalidMIMEType
atom | xml:lang="en" | xml:lang="english" | InvalidLanguage
atom | </feed> | <subtitle>x</subtitle></feed> | MisplacedMetadata
atom | <summary>a &#x3C; b | <summary>a &lt; b | CharacterData
json | version/1.1 | version/1 | InvalidVersion
json | "id": "2" | "id": 2 | InvalidValue
json | "id": "2" | "id": "https://x.org/1" | DuplicateValue
json | , "content_text": "x" |  | MissingTextualContent
json | "summary": "a" | "summary": null | NotBlank
json | "summary": "a" | "title": "a" | SAXError
json | "size_in_bytes": 5 | "size_in_bytes": 0 | InvalidIntegerAttribute
json | "size_in_bytes": 5 | "size_in_bytes": "5" | InvalidIntegerAttribute
json | "mime_type": "image/jpeg" | "type": "image/jpeg" | InvalidMIMEType MissingElement UndefinedElement
json | "url": "https://x.org/1.jpg" | "url": "1.jpg" | InvalidFullLink
json | 2020-05-08T12:00:00Z | 2020-05-08T12:00:00 | InvalidRFC3339Date
json | <p>a</p> | <p>a | NotHtml
json | "feed_url": "https://x.org/f.json", |  | MissingSelf
json | "language": "en" | "language": "en_US" | InvalidLanguage
""".strip().splitlines()
]
DEFECTS += [
    ["rss", "Two", "T\x0bwo", "SAXError"],
    ["rss", "Two", "T\x92wo", "BadCharacters"],
    ["rss", "Two", "T\ufffdwo", "BadCharacters"],
    ["rss", "<?xml", "\n<?xml", "SAXError"],
]


@pytest.mark.parametrize("format", FORMATS)
def test_checker_accepts_good_documents(format: Format) -> None:
    """What has no fault gives no finding."""
    assert check(GOOD[format].encode(), format) == []


@pytest.mark.parametrize(("format", "before", "after", "codes"), DEFECTS)
def test_checker_finds_each_defect(format: Format, before: str, after: str, codes: str) -> None:
    """One change that breaks a rule gives the findings of that rule and no others."""
    assert before in GOOD[format]

    found = check(GOOD[format].replace(before, after, 1).encode(), format)

    assert {finding.code for finding in found} >= set(codes.split())
    assert {finding.code for finding in found} <= {*codes.split(), "BadCharacters", "InvalidRFC3339Date"}


def test_checker_tells_errors_from_warnings() -> None:
    """An error makes a document invalid, a warning makes it unwise."""
    assert Finding("MissingElement", "entry").is_error
    assert not Finding("MissingSelf", "feed").is_error


def faults(feed: Feed, format: Format) -> list[Finding]:
    """What is wrong with a document of a feed, published at an address of its own."""
    place = dataclasses.replace(feed, self_link=f"https://feeds.example.org/f{formats.SUFFIXES[format]}")
    return check(formats.render(place, format).content, format)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("case", sorted(path.name for path in GOLDEN.iterdir() if path.is_dir()))
def test_golden_documents_are_valid(case: str, format: Format) -> None:
    """No finding but what the feed is: without an address of its own, or without a date."""
    content = (GOLDEN / case / f"feed{formats.SUFFIXES[format]}").read_bytes()

    codes = {finding.code for finding in check(content, format)}

    assert codes <= {"bare": {"MissingSelf", "ImplausibleDate"}, "empty": {"ImplausibleDate"}}.get(
        case, set()
    )


EXAMPLE = Path("examples", "nato-iraq")


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", ["page.txt", "page.html"])
def test_documents_of_the_example_are_valid(root: Path, name: str, format: Format) -> None:
    """The example's page, as text and as HTML, without one finding."""
    from feedkit import sources

    recipe = sources.read_recipe(root / EXAMPLE / "recipe.toml") if name.endswith("html") else None
    page = feedkit.parse((root / EXAMPLE / name).read_bytes(), url=PAGE, recipe=recipe)

    assert faults(feedkit.build(page, title="News"), format) == []


odd = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=30),
    st.text(st.sampled_from("aZ1 &<>;#x\"'/]!\t\n\ufffd\x0b\x85\u202e\u200d🙂é会"), max_size=30),
    st.lists(st.sampled_from(("&amp;", "&lt;", "<b>", "]]>", "<![CDATA[", "&#65;", "&copy", "B&2", "x"))).map(
        "".join
    ),
).filter(lambda text: not re.search(r"</\w+>", text))
"""Texts of pages. One that itself prints an end tag would be called HTML, whatever its escapes."""

paths = st.text(st.sampled_from("abÄ/é 1?&=+#.-_[]|^`{}\"<>'()%会"), max_size=12).map(lambda text: "/" + text)
addresses = st.one_of(
    paths, st.sampled_from(("javascript:x", "#", "", "https://other.example.com/a b", "mailto:x@y.org"))
)
days = st.dates(dt.date(1995, 1, 1), dt.date(2024, 1, 1)).map(lambda day: f"{day:%d %B %Y}")
pictures = st.builds(
    Image,
    st.none() | odd.map(lambda text: _text.clean(f"{text}.jpg")),
    st.none() | odd.map(_text.clean),
    st.none() | addresses,
    st.none() | st.just("image/png"),
    st.none() | st.integers(1, 10**12),
    st.booleans(),
)
rows = st.builds(
    RawEntry,
    title=st.none() | odd,
    link=st.none() | addresses,
    date=days,
    summary=st.none() | odd | st.lists(odd, max_size=3).map("\n\n".join),
    content=st.none()
    | st.sampled_from(
        ("<p>a</p>", "x &amp; y", "<p>a</p>\n<p>b <i>c</i></p>", '<a href="https://x.org/">a</a>')
    ),
    id=st.none() | odd,
    authors=st.lists(odd, max_size=2).map(tuple),
    categories=st.lists(odd, max_size=2).map(tuple),
    images=st.lists(pictures, max_size=3).map(tuple),
)
listings = st.builds(
    EntriesPage,
    url=st.just(PAGE),
    base=st.just(PAGE),
    title=st.none() | odd,
    site_name=st.none() | odd,
    language=st.sampled_from((None, "en", "de_CH", "english", "")),
    entries=st.lists(rows, min_size=1, max_size=5).map(tuple),
)


@pytest.mark.parametrize("format", FORMATS)
@given(page=listings)
def test_documents_of_any_page_are_valid(format: Format, page: EntriesPage) -> None:
    """Whatever texts, addresses, pictures and gaps a page has, its documents have no finding."""
    feed = feedkit.build(page)
    assume(feed.entries)

    assert faults(feed, format) == []


@settings(max_examples=50)
@given(page=listings)
def test_independent_readers_see_the_entries_of_any_page(page: EntriesPage) -> None:
    """Both feedparser and atoma see the entries that feedkit found: ids, links, times, titles, files."""
    feed = feedkit.build(page)
    rss, atom = (formats.render(feed, format).content for format in ("rss", "atom"))
    found = [feedparser.parse(content) for content in (rss, atom)]
    strict = atoma.parse_rss_bytes(rss), atoma.parse_atom_bytes(atom)

    for seen in found:
        assert not seen.bozo
        assert [entry.id for entry in seen.entries] == [entry.id for entry in feed.entries]
        assert [entry.get("link", entry.id) for entry in seen.entries] == [
            e.link or e.id for e in feed.entries
        ]
    assert (
        [i.guid for i in strict[0].items]
        == [e.id_ for e in strict[1].entries]
        == [e.id for e in feed.entries]
    )
    for entry, theirs, other in zip(feed.entries, strict[0].items, strict[1].entries, strict=True):
        assert (
            shown(theirs.title)
            == shown(other.title.value)
            == (shown(entry.title) or shown(entry.link or entry.id))
        )
        assert theirs.pub_date == other.published == entry.published
        assert [(f.url, f.length, f.type) for f in theirs.enclosures] == [
            (f.url, f.length or 0, f.type) for f in entry.enclosures[:1]
        ]
        files = [link for link in other.links if link.rel == "enclosure"]
        assert [(f.href, f.length, f.type_) for f in files] == [
            (f.url, f.length, f.type) for f in entry.enclosures
        ]


def shown(title: str | None) -> str:
    """A title on one line, with a question mark for what could not be decoded."""
    return " ".join((title or "").split()).replace("\ufffd", "?")
