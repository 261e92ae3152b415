"""The pictures and files of an entry, and which of them are worth to be published.

It takes the elements of an entry; gives its pictures with all that the page tells of them, and its
audio, video and documents, with addresses as printed. What is likely no picture of the entry it
marks with the reason; `choose` leaves it out for a whole list and counts. It never asks the network.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from feedkit import _doubts, _html, _images, _renditions, _sizes, _text
from feedkit._images import Rendition
from feedkit.models import Image

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedkit.models import RawEntry

_CAPTION = re.compile(r"(?:^|[-_\s])caption(?:s|ed)?(?:[-_\s]?text)?(?:$|[-_\s])", re.IGNORECASE)
_LONGEST_CAPTION = 500
_NEAR = 3
"""How many elements around a picture its caption may stand in."""
_SAYS_NOTHING = re.compile(
    r"\W*(?:(?:article|click|download|enlarge|featured|feature|foto|full|here|hero|illustration|image|imagen|img|lead|logo|"
    r"more|open|photo|pic|picture|post|preview|read|size|the|thumb|thumbnail|to|view|zoom|bild|图片|写真|画像|фото|"
    r"изображение|صورة)\W*)+"
)
_IN_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{5,60})[)\]]\Z")
_PAIR = re.compile(
    r"(?<![0-9.])([1-9][0-9]{1,4})\s?(?:px)?\s?[x×]\s?([1-9][0-9]{1,4})(?![0-9.])", re.IGNORECASE
)
_UNFILLED = re.compile(
    r"null|none|undefined|nan|false|true|n/a|\[object object\]|\{\{.*\}\}|\$\{.*\}|<%.*%>", re.IGNORECASE
)
_SHORT = 10
"""Characters: what was left unfilled and is longer begins with a bracket or a mark."""
_HEAD_NAMES = (
    "og:image:secure_url",
    "og:image",
    "og:image:url",
    "twitter:image",
    "twitter:image:src",
    "image",
    "image_src",
)
_DEEPEST = 8
_LABELS = ("alt", "data-caption", "title")
_IMAGES = ("img", "amp-img")
_BEARERS_OF_OTHER = ("audio", "embed", "iframe", "input", "script", "source", "template", "track")
_ADDRESSES = ("src", "data", "href", "xlink:href")
_MANY = 3
"""A picture that so many entries have is none of theirs, if they have others."""


class Picture(NamedTuple):
    """A picture of an element, and what stands against it."""

    image: Image
    """With the address as printed."""
    doubt: str | None = None
    """Why it is likely no picture of the entry: `icon`, `tracking pixel`."""


class Seen(NamedTuple):
    """A picture as an element shows it: not yet read."""

    rendition: Rendition | None
    labels: tuple[str, ...]
    doubt: str | None = None
    size: _sizes.Size | None = None
    """As it is printed behind a link."""


def of(elements: Iterable[Any]) -> tuple[Picture, ...]:
    """Return the pictures of an entry that consists of these elements, in the page's order.

    They are its `img` elements, lazy ones too, backgrounds, posters, and links to picture files; a
    link around a picture leads to the larger rendition of it.
    """
    found = []
    for element in elements:
        for seen in _all(element):
            image, _ = _images.image(seen.rendition, seen.labels)
            doubt = seen.doubt if image.url or not image.name else None
            found.append(Picture(_with_brackets(image, seen.size), doubt))
    return tuple(found)


def inside(element: Any) -> Iterator[Seen]:
    """Yield the `img` elements of an element, or itself where it bears a picture in another way."""
    shown = (element,) if element.tag == "img" else element.iter(*_IMAGES)
    images = [image for image in shown if not _is_twin(image)]
    yield from (_seen(image, element) for image in images)
    if not images and (rendition := _renditions.best(element)):
        yield Seen(rendition, labels(element, element))


def of_head(root: Any) -> tuple[Image, ...]:
    """Return the picture that the head of a page names, for a page of one entry (Open Graph, Twitter Cards).

    None is made of what is likely a placeholder.
    """
    told: dict[str, str] = {}
    for meta in root.iter("meta", "link"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("rel") or ""
        told.setdefault(name.strip().lower(), meta.get("content") or meta.get("href") or "")
    for name in _HEAD_NAMES:
        address = _renditions.usable(told.get(name))
        if address and not _doubts.doubt(root, address):
            group = "twitter:image" if name.startswith("twitter") else "og:image"
            width, height = (_whole(told.get(f"{group}:{side}")) for side in ("width", "height"))
            caption = saying(told.get(f"{group}:alt"))
            return (Image(None, caption, address, _images.media_type(address), width=width, height=height),)
    return ()


def of_json(value: Any, depth: int = 0) -> tuple[Image, ...]:
    """Return the pictures in an `image` of schema.org: an address, an `ImageObject`, or a list of them.

    The properties of an object may be lists, as microdata has them; then the first counts.
    """
    if isinstance(value, list) and depth < _DEEPEST:
        return _distinct(image for each in value for image in of_json(each, depth + 1))
    told = {"url": value} if isinstance(value, str) else value if isinstance(value, dict) else {}
    parts = {name: each[0] if isinstance(each, list) and each else each for name, each in told.items()}
    named = (parts.get(name) for name in ("contentUrl", "url"))
    found = (_renditions.usable(each) for each in named if isinstance(each, str))
    address = next(filter(None, found), None) or _renditions.picture_file(str(parts.get("@id", "")))
    if address is None:
        return ()
    texts = [text for name in ("caption", "name", "description") if isinstance(text := parts.get(name), str)]
    image, _ = _images.image(_images.Rendition(address), tuple(filter(None, map(saying, texts))))
    kind = parts.get("encodingFormat", parts.get("fileFormat"))
    if image.type is None and isinstance(kind, str) and kind.startswith("image/"):
        image = replace(image, type=kind)
    if size := _sizes.read(str(parts.get("contentSize", ""))):
        image = with_size(image, size)
    return (replace(image, width=_whole(parts.get("width")), height=_whole(parts.get("height"))),)


def _whole(value: Any) -> int | None:
    """Return a number of pixels as JSON and `meta` have it: 1200, "1200", "1200px", a `QuantitativeValue`."""
    if isinstance(value, dict):
        value = value.get("value")
    return _renditions.pixels(str(value)) if isinstance(value, int | float | str) else None


def told(images: Iterable[Image]) -> list[Picture]:
    """Return pictures that data tells of, with what their addresses say against them."""
    return [Picture(image, _doubts.stand_in(image.url) if image.url else None) for image in images]


class Choice(NamedTuple):
    """Which pictures of a list are published."""

    images: list[tuple[Image, ...]]
    """Of each entry, none twice."""
    aside: list[tuple[Image, ...]]
    """Of each entry, those that were left out because of what the others have."""
    left_out: tuple[tuple[str, int], ...]
    """Reasons, and how many pictures were left out for each."""


def placed(
    entries: Sequence[RawEntry], pictures: Sequence[Sequence[Picture]], *, keep_sole: bool = False
) -> tuple[tuple[RawEntry, ...], tuple[tuple[str, int], ...]]:
    """Return entries with those of their pictures that are to be published, and why how many were left out."""
    choice = choose(pictures, keep_sole=keep_sole)
    rows = zip(entries, choice.images, choice.aside, strict=True)
    return tuple(
        replace(entry, images=images, aside=_distinct((*entry.aside, *aside)))
        if images != entry.images or aside or entry.aside
        else entry
        for entry, images, aside in rows
    ), choice.left_out


def choose(entries: Sequence[Sequence[Picture]], *, keep_sole: bool = False) -> Choice:
    """Return the pictures of each entry to publish, and those to leave out.

    A picture is `repeated` when more than half of the entries have it, or several that all have
    others too: a logo, the face of an author. With `keep_sole` all stay where nothing else is left
    on the whole page.
    """
    reasons: Counter[str] = Counter()
    left = [_without_doubtful(pictures, reasons) for pictures in entries]
    repeated = _repeated(left)
    reasons["repeated"] = sum(image.url in repeated for images in left for image in images)
    chosen = [tuple(image for image in images if image.url not in repeated) for images in left]
    everything = (
        left if not keep_sole else [_distinct(each.image for each in pictures) for pictures in entries]
    )
    if keep_sole and not any(chosen):
        return Choice(everything, [()] * len(entries), ())
    aside = [
        tuple(image for image in images if image not in kept)
        for images, kept in zip(everything, chosen, strict=True)
    ]
    return Choice(chosen, aside, tuple(sorted((+reasons).items())))


def _without_doubtful(pictures: Sequence[Picture], reasons: Counter[str]) -> tuple[Image, ...]:
    reasons.update(picture.doubt for picture in pictures if picture.doubt)
    return _distinct(picture.image for picture in pictures if not picture.doubt)


def _repeated(entries: Sequence[Sequence[Image]]) -> set[str | None]:
    """Return the addresses of the pictures that are of the list and not of one entry."""
    counts = Counter(image.url for images in entries for image in images if image.url)
    alone = {images[0].url for images in entries if len(images) == 1}
    return {
        address
        for address, count in counts.items()
        if count >= _MANY and (2 * count > len(entries) or address not in alone)
    }


def _distinct(images: Iterable[Image]) -> tuple[Image, ...]:
    """Return images without doubles; of those with one address, the one that tells most."""
    found: dict[object, Image] = {}
    for image in images:
        known = found.get(image.url or image)
        if known is None or _told(image) > _told(known):
            found[image.url or image] = image
    return tuple(found.values())


def _told(image: Image) -> int:
    return sum(value is not None for value in (image.name, image.caption, image.length))


def _with_brackets(image: Image, size: _sizes.Size | None) -> Image:
    """Return a picture with what brackets at the end of its caption tell of its file, and a size from elsewhere."""
    match = _IN_BRACKETS.search(image.caption or "")
    if match and (pair := _PAIR.search(match[1])):
        size = size or _sizes.find(match[1])
        image = replace(image, caption=match.string[: match.start()] or None)
        if image.width is None:
            image = replace(image, width=int(pair[1]), height=int(pair[2]))
    if size and image.length is None:
        image = with_size(image, size)
    caption = saying(image.caption)
    return image if caption == image.caption else replace(image, caption=caption)


def with_size(image: Image, size: _sizes.Size) -> Image:
    """Return a picture with a printed size."""
    return replace(image, length=size.length, length_exact=size.is_exact, length_margin=size.margin)


def _all(root: Any) -> Iterator[Seen]:
    """Yield whatever bears a picture in an element."""
    linked: set[Any] = set()
    for node in root.iter():
        if node.tag in _IMAGES:
            if node not in linked and not _is_twin(node) and (seen := _shown(node, root)):
                yield seen
        elif node.tag == "a" and (address := _renditions.picture_file(node.get("href"))):
            images = list(node.iter(*_IMAGES))
            linked.update(images)
            yield _linked(node, next(iter(images), None), address, root)
        elif found := _borne(node):
            yield Seen(found, labels(node, root), _doubts.doubt(node, found.address, root))


def _borne(node: Any) -> Rendition | None:
    """Return the picture that an element bears that is neither an image nor a link to one."""
    if node.tag in ("meta", "link"):
        return _told_by(node) if "image" in (node.get("itemprop") or "").split() else None
    if node.tag == "picture":
        return None if next(node.iter(*_IMAGES), None) is not None else _renditions.best_source(node)
    if node.tag in _BEARERS_OF_OTHER:
        return None
    return _embedded(node) if node.tag in ("object", "image") or "-" in node.tag else _renditions.behind(node)


def _embedded(node: Any) -> Rendition | None:
    """Return the picture of an `object`, an `image` of SVG, or an element of a site's own, unless one stands inside."""
    address = next(filter(None, (_renditions.picture_file(node.get(name)) for name in _ADDRESSES)), None)
    if address is None or next(node.iter(*_IMAGES), None) is not None:
        return _renditions.behind(node)
    width, height = (
        a or b for a, b in zip(_renditions.dimensions(address), _renditions.declared(node), strict=True)
    )
    return Rendition(address, width, height)


def _shown(image: Any, root: Any) -> Seen | None:
    seen = _seen(image, root)
    return seen if seen.rendition or seen.labels or seen.doubt else None


def _seen(image: Any, root: Any) -> Seen:
    """Return what an `img` shows; the address is None where the page has none that can be published."""
    rendition = _renditions.best(image)
    why = None
    if rendition:
        why = _doubts.doubt(image, rendition.address, root)
        if not why and _html.is_hidden(image) and rendition.address == _renditions.usable(image.get("src")):
            why = "hidden"
    elif image.get("src"):
        why = "inline"
    return Seen(rendition, labels(image, root), why)


def _linked(link: Any, image: Any, address: str, root: Any) -> Seen:
    """Return the picture that a link leads to, with what the picture inside of it says."""
    width, height = _renditions.dimensions(address)
    told = labels(image, root) if image is not None else ()
    told += tuple(filter(None, (saying(_html.text_of(link)), saying(link.get("title")))))
    return Seen(Rendition(address, width, height), told, size=_html.size_of(link))


def _told_by(element: Any) -> Rendition | None:
    address = _renditions.usable(element.get("content") or element.get("href"))
    return Rendition(address, *_renditions.dimensions(address)) if address else None


def _is_twin(image: Any) -> bool:
    """Whether an image stands in a `noscript` beside the picture that it is the same as."""
    node = image
    for _ in range(4):
        node = node.getparent()
        if node is None:
            return False
        if node.tag == "noscript":
            around = (node.getprevious(), node.getnext())
            return any(near is not None and next(near.iter("img"), None) is not None for near in around)
    return False


def labels(element: Any, root: Any) -> tuple[str, ...]:
    """Return what an element and its surroundings say of its picture: caption, `alt`, `title`."""
    is_image = element.tag in _IMAGES
    texts = [_caption(element, root), *map(element.get, _LABELS if is_image else (*_LABELS, "aria-label"))]
    if is_image and (twin := _renditions.twin(element)) is not None:
        texts += map(twin.get, _LABELS)
    said = [saying(text) for text in texts if text]
    return tuple(dict.fromkeys(filter(None, said)))


def saying(text: str | None) -> str | None:
    """Return a text unless it says nothing but that there is a picture, or was left there by a program."""
    text = _text.clean(text) if text else ""
    if not text or _SAYS_NOTHING.fullmatch(text[:60].lower()):
        return None
    is_left = (len(text) < _SHORT or text[0] in "[{$<") and _UNFILLED.fullmatch(text)
    return None if is_left else text


def _caption(element: Any, root: Any) -> str | None:
    """Return the text of the `figcaption`, or of what is called a caption, that is of this picture alone."""
    if element is root:
        return None
    for parent in islice(element.iterancestors(), 2 * _NEAR):
        if parent.tag == "figure":
            return next((_html.text_of(caption) for caption in parent.iter("figcaption")), None)
        if parent is root:
            break
    return _called_caption(element, root)


def _called_caption(element: Any, root: Any) -> str | None:
    for parent in islice(element.iterancestors(), _NEAR):
        if parent is root or sum(1 for _ in islice(parent.iter(*_IMAGES), 2)) > 1:
            return None
        for node in parent.iter():
            if (
                _CAPTION.search(node.get("class") or "")
                and next(node.iter("img", "h1", "h2", "h3", "h4"), None) is None
            ):
                text = _html.text_of(node)
                return text if len(text) <= _LONGEST_CAPTION else None
    return None
