"""HTML as a tree, and what a tree says: its head, its texts, its markup.

It takes the bytes of a page and gives an lxml tree without comments, or a `PageError`; of elements it
gives what a reader of the page sees. lxml drops what is nested too deep or too long without a word;
here that is an error, never a smaller page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from feedkit import _charsets, _doubts, _renditions, _sizes, _text, _urls
from feedkit.errors import PageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option "
    "p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp".split()
)
UNSEEN = frozenset(
    "annotation annotation-xml audio canvas datalist head iframe noframes noscript object script "
    "select style svg template textarea video".split()
)
_VALUES = {"meta": "content", "input": "value"}
"""Elements that hold no text, and the attribute that stands for it."""
_UNUSUAL = UNSEEN | _VALUES.keys()
_APART = _BLOCKS | UNSEEN
_VOID = ("embed", "source", "track", "wbr")
_MOST_ATTRIBUTES = 4000
MOST_TAGS = 500_000
"""Tags need up to 1 KB each in memory; ten thousand entries of fifty are less."""
_TAG_WINDOW = 8192
_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{16384,}+")
_ATTRIBUTE = re.compile(rb"[^\s=\"'/]++(?:\s*+=\s*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\s\"']++))?")
_LINKS = ("a", "area")
_NEAR = 100
"""So many characters behind a link speak of the file that it leads to."""
_UNDISPLAYED = re.compile(r"(?:^|;)\s*display\s*:\s*none", re.IGNORECASE)

_MARKUP = {
    **dict.fromkeys(
        "abbr b blockquote br cite code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i ins kbd li mark "
        "ol p pre q s samp small strong sub sup table tbody td th thead tr u ul var".split(),
        (),
    ),
    "a": ("href", "title"),
    "img": ("src", "alt", "title", "width", "height"),
}
_DROPPED = frozenset({*UNSEEN, "button", "math"})
_PARTS = {
    **dict.fromkeys("body caption dd dt figcaption li td th".split(), "div"),
    **dict.fromkeys("tbody tfoot thead tr".split(), "table"),
}
"""Elements that mean nothing by themselves, and what stands for them around their contents."""


class Facts(NamedTuple):
    """What a page says of itself."""

    url: str | None
    """Its address: as it was got, else its canonical link."""
    base: str | None
    title: str | None
    language: str | None
    site_name: str | None
    refused_base: str | None = None
    """A `base` that was not believed, for it leads to another site."""


def tree(content: bytes, charset: str | None, subject: str) -> Any:
    """Return the root element of an HTML page; `PageError` when there is none or it was cut off."""
    return tree_of(_charsets.decode(content, charset).encode("utf-8", "replace"), subject)


def tree_of(source: bytes, subject: str) -> Any:
    """Return the root element of an HTML page that is UTF-8; see `tree`."""
    if source.count(b"<") > MOST_TAGS:
        message = f"page too large: {subject}: more than {MOST_TAGS:,} tags"
        raise PageError(message, "too-large", "choose a page that shows less", subject)
    root = _whole(source.replace(b"\0", b""), subject)
    if root is None:
        hint = "look at the page in a browser; it may need JavaScript or a login"
        raise PageError(f"nothing found: {subject}: the page is empty", "empty-page", hint, subject)
    for element in root.iter("template", *_VOID):
        _empty(element)
    return root


def _whole(source: bytes, subject: str) -> Any:
    root, limit = None, _crowded(source)
    if limit is None:
        root, limit = _parsed(source, huge=False)
        if limit:
            root, limit = _parsed(source, huge=True)
    if limit:
        hint = "no part of a page is left out in silence; look at what is so unlike a page in it"
        raise PageError(f"page cut off: {subject}: {limit}", "truncated", hint, subject)
    return root


def _crowded(source: bytes) -> str | None:
    """Return what is wrong with a page one of whose tags has so many attributes that lxml takes minutes."""
    windows = range(0, len(source) - _TAG_WINDOW, _TAG_WINDOW)
    if all(source.find(b">", start, start + _TAG_WINDOW) >= 0 for start in windows):
        return None
    for tag in _LONG_TAG.finditer(source):
        if sum(1 for _ in _ATTRIBUTE.finditer(tag.group())) > _MOST_ATTRIBUTES:
            return f"a tag with more than {_MOST_ATTRIBUTES:,} attributes"
    return None


def _parsed(source: bytes, *, huge: bool) -> tuple[Any, str | None]:
    """Return the tree, and the limit of the parser that cut it."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=huge)
    try:
        root = etree.fromstring(source, parser)
    except etree.ParserError:
        return None, None
    return root, _limit_hit(parser.error_log)


def _empty(element: Any) -> None:
    """Make a tree as browsers have it: templates are inert, and the newer void elements hold nothing.

    HTML sections 4.12.3 and 13.1.2; what lxml put into a void element follows it.
    """
    if element.tag == "template":
        if element.get("shadowrootmode") is None:
            del element[:]
            element.text = None
        return
    text, element.text = element.text, None
    for child in reversed(element):
        element.addnext(child)
    if text:
        element.tail = _text.xml_safe(text + (element.tail or ""))


def _limit_hit(log: Any) -> str | None:
    for entry in log:
        if entry.type_name == "ERR_RESOURCE_LIMIT" or entry.level_name == "FATAL":
            return str(entry.message).partition(",")[0].strip().lower()
    return None


def facts(root: Any, url: str | None) -> Facts:
    """Return what the head of a page says; `url` is where it was got from, if anywhere."""
    told: dict[str, list[Any]] = defaultdict(list)
    for element in root.iter("base", "body", "h1", "link", "meta", "title"):
        told[element.tag].append(element)
    address = url or _canonical_link(told["link"])
    bases = (_urls.absolute(base.get("href"), address) for base in told["base"] if base.get("href"))
    base = next(bases, None)
    base = base if base and _urls.is_address(base) else None
    is_foreign = bool(base and address and not _urls.same_site(base, address))
    return Facts(
        url=address,
        base=address if is_foreign else base or address,
        title=_title(told),
        language=_language(root, told),
        site_name=_meta(told["meta"], "og:site_name"),
        refused_base=base if is_foreign else None,
    )


def _canonical_link(links: Iterable[Any]) -> str | None:
    for link in links:
        href = (link.get("href") or "").strip()
        if "canonical" in (link.get("rel") or "").lower().split() and _urls.is_address(href):
            return str(href)
    return None


def _meta(metas: Iterable[Any], name: str) -> str | None:
    """Return what a `meta` element says under a name."""
    for meta in metas:
        names = (meta.get("property"), meta.get("name"), meta.get("http-equiv"))
        text = _text.clean(meta.get("content") or "")
        if text and any(each and each.strip().lower() == name for each in names):
            return text
    return None


def _title(told: Mapping[str, Sequence[Any]]) -> str | None:
    """Return the first `title` that is not a picture's, else what stands for it."""
    titles = (title for title in told["title"] if next(title.iterancestors("svg"), None) is None)
    texts = filter(None, map(text_of, titles))
    return (
        next(texts, None)
        or _meta(told["meta"], "og:title")
        or next(filter(None, map(text_of, told["h1"])), None)
    )


def _language(root: Any, told: Mapping[str, Sequence[Any]]) -> str | None:
    """Return the language of the page (HTML section 3.2.6.2), where it is one (RFC 5646)."""
    tags = [root.get("lang"), root.get("xml:lang"), _meta(told["meta"], "content-language")]
    tags += [body.get("lang") for body in told["body"]]
    for tag in tags:
        tag = (tag or "").strip().replace("_", "-")
        if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", tag):
            return str(tag)
    return None


def text_of(element: Any) -> str:
    """Return the text that an element shows, white space collapsed, a space between blocks.

    Scripts, templates and what is hidden inside it show nothing; of `meta` and `input` it is the value.
    """
    if element.tag in _UNUSUAL:
        value = _VALUES.get(element.tag)
        return _text.clean(element.get(value, "")) if value else ""
    if not len(element):
        return _text.clean(element.text or "")
    text = element.text or ""
    for child in element:
        if len(child) or child.tag in _APART or is_hidden(child):
            return _text.clean("".join(_pieces(element)))
        text += (child.text or "") + (child.tail or "")
    return _text.clean(text)


def _pieces(element: Any) -> Iterator[str]:
    """Yield the texts below an element without recursion, for pages that are nested deep."""
    from lxml import etree

    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if event == "end":
            yield " " if node.tag in _BLOCKS else ""
            yield (node.tail or "") if node is not element else ""
        elif node.tag in UNSEEN or (node is not element and is_hidden(node)):
            walk.skip_subtree()
        else:
            yield " " if node.tag in _BLOCKS else ""
            yield node.text or ""


def is_hidden(element: Any) -> bool:
    """Return whether an element says itself that it is not shown, as keys for sorting do."""
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _UNDISPLAYED.search(style))


def size_of(element: Any, kb: int = 1024) -> _sizes.Size | None:
    """Return the size that is printed for the file to which an element leads: in its text, its attributes, behind it."""
    return next(filter(None, (_sizes.find(text, kb) for text in _texts_of_file(element))), None)


def _texts_of_file(element: Any) -> Iterator[str]:
    if element.tag in _LINKS:
        yield text_of(element)
    yield from filter(None, map(element.get, ("title", "data-size", "data-filesize", "aria-label")))
    behind = element.tail or ""
    near = element.getnext()
    if near is not None and near.tag not in _LINKS:
        behind += text_of(near) + (near.tail or "")
    yield behind[:_NEAR]


def markup_of(element: Any, base: str | None) -> str:
    """Return an element's contents as HTML that is safe to publish: an allow-list of tags, absolute links.

    A list, a table, a paragraph and their like come whole.
    """
    from lxml import etree

    html = etree.tostring(_pruned(element, base), method="html", encoding="unicode", with_tail=False)
    cleaned = _text.xml_safe(_cleaner().clean(html)).strip()
    if html.startswith("<div>"):
        cleaned = cleaned.removeprefix("<div>").removesuffix("</div>").strip()
    return cleaned


@lru_cache(maxsize=1)
def _cleaner() -> Any:
    import nh3

    attributes = {tag: set(names) for tag, names in _MARKUP.items()}
    return nh3.Cleaner(tags=set(_MARKUP), attributes=attributes, url_schemes={"http", "https"}, link_rel=None)


def _pruned(element: Any, base: str | None) -> Any:
    """Return a copy without what nobody sees, with absolute links, and pictures at their own addresses."""
    copy = deepcopy(element)
    for node in list(copy.iter()):
        if node is not copy and (node.tag in _DROPPED or is_hidden(node)):
            erase(node)
        elif node.tag == "a":
            _settle(node, "href", _urls.absolute(node.get("href", ""), base))
        elif node.tag == "img":
            rendition = _renditions.best(node)
            if rendition and _doubts.is_tracking(node, rendition.address):
                rendition = None
            _settle(node, "src", _urls.absolute(rendition.address, base) if rendition else None)
        elif node.tag in _BLOCKS and node.tag not in _MARKUP:
            node.tag = "div"
    if copy.tag in _PARTS:
        copy.tag = _PARTS[copy.tag]
    if copy.tag == "div":
        copy.attrib.clear()
    return copy


def _settle(element: Any, name: str, address: str | None) -> None:
    """Set the address of a link or a picture; a link without one stays as text, a picture does not."""
    if address:
        element.set(name, address)
    elif element.tag == "img":
        erase(element)
    else:
        element.attrib.pop(name, None)


def erase(element: Any) -> None:
    """Leave nothing of an element but its place and the text that follows it."""
    element.clear(keep_tail=True)
    element.tag = "span"
