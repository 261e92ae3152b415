"""The renditions of a picture that an element offers, and the best of them.

It takes elements of a page and the texts of their attributes; gives the address as printed, with the
width, height and media type that the page tells of it. It never reads text for people, never asks
the network, and never takes a `data:` address, a template or a placeholder for a picture.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from feedkit import _images
from feedkit._images import Rendition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WIDEST = 4096
"""Pixels: a wider picture fills no screen, and is taken only where there is no other."""
_UNREADABLE = frozenset(
    f"image/{kind}"
    for kind in "apng avif bmp heic heif jxl svg+xml tiff vnd.microsoft.icon x-icon jp2 vnd.ms-photo".split()
)
"""Types that some readers do not show."""

_PAGE_OF_FILE = re.compile(r"(?:^|[/=])[^\W\d]+:[^/]+\Z")
"""Wikis have pages called as the files that they are about, `/wiki/File:Quay.jpg`."""
_BROKEN = re.compile(r"[\t\r\n]+")
_SURELY_ADDRESS = ("/", "http://", "https://")
_NO_ADDRESS = re.compile(r"\s*(?:#?\s*$|//:0|(?!https?:)[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
_TEMPLATE = re.compile(r"[^{}<]{0,999}(?:\{\{|\$\{|<%|\{%)")
_PLACEHOLDER = re.compile(
    r"(?:[-_.]?(?:ajax|blank|clear|dummy|empty|gr[ae]y|img|image|lazy|(?:pre)?load(?:ing|er)?|none|null|pixel|placeholder|"
    r"spacer|spinner|trans(?:parent)?|\d+x\d+))+\.\w+(?:[?#]|$)"
)
_PICTURE_FILE = re.compile(
    r"[^\s{}<>\"]+\.(?:avif|bmp|gif|jpe?g|jfif|png|svg|tiff?|webp)(?:[?#]\S*)?", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?!(?:application|image|text)/[\w+.-]+\Z)[^\s<>\"']*/[^\s<>\"]+")
_LATE = re.compile(
    r"src(?:set)?(?:$|[-_])|(?:^|[-_:])(?:lazy|lazyload|original|orig|echo|defer|delayed|actual|real|load)(?:$|[-_])"
    r"|(?:^|-)(?:bg|bgset|background)(?:$|-)",
    re.IGNORECASE,
)
"""Names of attributes from which a script takes the picture when it is scrolled into view."""
_FOR_THE_WAIT = re.compile(r"blur|low(?:-?res|-?src|$)|lqip|placeholder|preview|tiny", re.IGNORECASE)
"""Names of attributes that hold what is shown until then."""
_LARGER = re.compile(
    r"^data-(?:\w+-)?(?:big|full|hi-?res|high-?res|large|xlarge|zoom)(?:$|[-_])(?!.*(?:width|height|size)$)",
    re.IGNORECASE,
)
"""Names of attributes that hold the picture for a closer look."""
_PICTURED = re.compile(
    r"^data-(?:.*-)?(?:cover|image|img|photo|picture|thumb|thumbnail)(?:$|-)", re.IGNORECASE
)
"""Names of attributes of blocks that hold a picture."""
_LATE_BACKGROUND = re.compile(r"(?:^|-)(?:bg|bgset|background)(?:$|-)", re.IGNORECASE)
_EAGER = frozenset("src srcset alt title class id style href poster content width height sizes".split())
_BACKDROPS = ("poster", "style")
_SET_SHAPE = re.compile(r"\S\s+[0-9.]+[wx]\s*(?:,|$)")
_CANDIDATE = re.compile(r"[\s,]*+(\S*[^\s,])(?:\s+((?:\([^()]*+\)?|[^,(])*+)|(?=,|\s|$))")
_DESCRIPTOR = re.compile(r"[1-9][0-9]{0,8}w|[0-9]{1,9}(?:\.[0-9]{1,6})?x")
_LEAST_WIDTH = re.compile(r"\bmin-(?:device-)?width\s*:\s*([0-9]{2,4})px", re.IGNORECASE)
_BACKGROUND = re.compile(
    r"url\(\s*(?:\"((?:[^\"\\]|\\.)+)|'((?:[^'\\]|\\.)+)|((?:[^\"'()\\]|\\.)+))[\"']?\s*\)?(?:\s*([0-9.]{1,6})x\b)?",
    re.IGNORECASE | re.DOTALL,
)
"""A `url()` of CSS, and the density behind it in an `image-set()` (CSS Images 4 section 2.4)."""
_SET_STRING = re.compile(r"([(,]\s*)([\"'][^\"']+[\"'])(?=\s*[0-9.]+x)")
_ESCAPED = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
"""CSS Syntax 3 section 4.3.7."""
_ELSEWHERE = ("poster", "content", "href")

_PAIR_IN_NAME = re.compile(
    r"[-_.@/,]([1-9][0-9]{1,3})x([1-9][0-9]{1,3})[a-z]{0,2}(?:@([23])x)?(?=[-_./,]|\Z)", re.IGNORECASE
)
_PAIR_IN_QUERY = re.compile(
    r"[?&](?:resize|fit|size|crop)=([1-9][0-9]{1,3})(?:,|x|%2C)([1-9][0-9]{1,3})()(?![0-9,]|%2C)",
    re.IGNORECASE,
)
_ALONE = {
    name: re.compile(rf"(?:[?&](?:{names})=|[/,]{names[0]}_)([1-9][0-9]{{1,3}})(?![0-9.])", re.IGNORECASE)
    for name, names in (("width", "w|width|wid|imwidth"), ("height", "h|height|hei|imheight"))
}
_PAIRED, _ALONE_IN_PATH = re.compile(r"[0-9][xX][0-9]"), re.compile(r"[/,][whWH]_[1-9]")
"""What every address without a parameter holds that tells a size."""
_LONGEST, _MOST = 999, 256
"""No address, and no set, says more."""
_PIXELS = re.compile(r"\s*([0-9]{1,5})(?:\.[0-9]+)?(?:px)?\s*", re.IGNORECASE)
_STYLED = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([0-9]{1,5})(?:\.[0-9]+)?px", re.IGNORECASE)


def best(element: Any) -> Rendition | None:
    """Return the rendition to publish: of those for scripts, else those for browsers, the widest sensible.

    A type that all readers show goes before any width. What a script loads goes first, for what
    stands in its place until then is a placeholder.
    """
    names = element.keys()
    source = usable(element.get("src"))
    if source and _are_plain(tuple(names)) and not is_placeholder(source) and not _sources(element):
        return _described(element, source)
    for find in (_late, _plain, _beside, _elsewhere):
        if rendition := _widest(find(element, names)):
            return _described(element, *rendition[:4])
    return _described(element, source) if source else None


def _widest(offered: Iterable[Rendition]) -> Rendition | None:
    """Return the best of renditions whose address can be published."""
    found = [each._replace(address=address) for each in offered if (address := usable(each.address))]
    return max(found, key=_worth, default=None)


@lru_cache(maxsize=1024)
def _are_plain(names: tuple[str, ...]) -> bool:
    """Whether of the attributes of an `img` none but `src` holds what it shows."""
    return "srcset" not in names and not any(map(_role, names))


def behind(element: Any) -> Rendition | None:
    """Return the picture of an element that is no `img`: its poster, a background by style or by script."""
    if not [name for name in element.keys() if name in _BACKDROPS or name[:5] == "data-"]:  # noqa: SIM118
        return None
    poster = element.get("poster") or element.get("data-poster")
    found = [Rendition(poster)] if poster else []
    if style := element.get("style"):
        found += _backgrounds(style)
    for name, value in element.attrib.items():
        if name[:5] == "data-" and (_is_late(name) or _is_pictured(name, element)):
            is_sure = _LATE_BACKGROUND.search(name) is not None
            found += [each for each in _any(value, 1) if is_sure or picture_file(each.address)]
    rendition = _widest(found)
    return rendition and _described(element, *rendition[:4])


def _is_pictured(name: str, element: Any) -> bool:
    """Whether an attribute of a block is called as what holds its picture, and the block shows no other."""
    return _PICTURED.search(name) is not None and next(element.iter("img"), None) is None


def best_source(element: Any) -> Rendition | None:
    """Return the widest rendition of a `picture` without an `img`."""
    found = [
        rendition
        for source in element.iterchildren("source")
        for name in ("srcset", "data-srcset")
        for rendition in _typed(_set(source.get(name)), source)
    ]
    rendition = _widest(found)
    return rendition and _described(element, *rendition[:4])


def usable(address: str | None) -> str | None:
    """Return the address of a file, as browsers read it, unless it is none that can be published, such as `data:`."""
    is_sure = address and address.startswith(_SURELY_ADDRESS) and not address.startswith("//:0")
    if not address or (not is_sure and _NO_ADDRESS.match(address)):
        return None
    is_template = ("{" in address or "<" in address) and _TEMPLATE.match(address)
    return None if is_template else _address(address)


def _address(printed: str) -> str:
    """Return an address without what browsers take out or turn (WHATWG URL section 4.4), escaped once."""
    address = printed.strip()
    if not address.isprintable():
        address = _BROKEN.sub("", address)
    if "&amp;" in address:
        address = address.replace("&amp;", "&")
    path, mark, query = address.partition("?")
    return path.replace("\\", "/") + mark + query if "\\" in path else address


def address_in(text: str) -> str:
    """Return the address in the text of an attribute: the largest of a `srcset`, a `url()`, else all of it."""
    text = text.strip()
    if len(text.split(None, 1)) > 1 and _SET_SHAPE.search(text):
        found = [rendition for rendition in _set(text) if usable(rendition.address)]
        return max(found, key=_worth).address if found else ""
    return _background(text) or text


def srcset(text: str) -> list[tuple[str, str]]:
    """Return the addresses of a `srcset` and their descriptors (HTML section 4.8.4.2.1), `("a.jpg", "2x")`.

    A candidate with another descriptor than one of width or density is left out, as it says there.
    """
    found = []
    for match in islice(_CANDIDATE.finditer(text.strip(", \t\r\n\f")), _MOST):
        words = [word for word in (match[2] or "").split() if not re.fullmatch(r"[0-9]+h", word)]
        if not words or (len(words) == 1 and _DESCRIPTOR.fullmatch(words[0])):
            found.append((match[1], "".join(words) or "1x"))
    return found


def dimensions(address: str) -> tuple[int | None, int | None]:
    """Return the width and height that an address tells, `a_775x440.jpg`, `?w=800`; None for what it does not.

    What it asks a server for goes before what the file is called.
    """
    return _dimensions(address[-_LONGEST:])


@lru_cache(maxsize=64)
def _dimensions(address: str) -> tuple[int | None, int | None]:
    if not ("=" in address or _PAIRED.search(address) or _ALONE_IN_PATH.search(address)):
        return None, None
    path, mark, query = address.partition("?")
    if (pairs := _PAIR_IN_QUERY.findall(mark + query)) or not (alone := _alone(mark + query)):
        pairs = pairs or _PAIR_IN_NAME.findall(path)
        if pairs:
            width, height, density = (int(number or 1) for number in pairs[-1])
            return width * density, height * density
        alone = _alone(path)
    return alone.get("width"), alone.get("height")


def _alone(text: str) -> dict[str, int]:
    """Return the width and the height that stand by themselves in a part of an address."""
    found = ((name, find.search(text)) for name, find in _ALONE.items())
    return {name: int(match[1]) for name, match in found if match}


def declared(element: Any) -> tuple[int | None, int | None]:
    """Return the width and height in pixels at which an element says that it is shown."""
    return _declared(element.get("style"), element.get("width"), element.get("height"))


@lru_cache(maxsize=1024)
def _declared(style: str | None, width: str | None, height: str | None) -> tuple[int | None, int | None]:
    styled = {name.lower(): int(size) for name, size in _STYLED.findall(style)} if style else {}
    return styled.get("width", pixels(width)), styled.get("height", pixels(height))


def is_placeholder(address: str) -> bool:
    """Whether the name of a file is one that stands for a picture that comes later, or for none."""
    return _PLACEHOLDER.match(address[address.rfind("/") + 1 :].lower()) is not None


def picture_file(address: str | None) -> str | None:
    """Return an address that ends as the name of a picture's file does; None for any other."""
    if not address or not _PICTURE_FILE.fullmatch(address.strip()) or _PAGE_OF_FILE.search(address):
        return None
    return usable(address)


def pixels(text: str | None) -> int | None:
    """Return the number in a text such as `300` or `300px`."""
    match = _PIXELS.fullmatch(text) if text else None
    return int(match[1]) if match else None


def _worth(rendition: Rendition) -> tuple[bool, float, bool]:
    """Return what makes one rendition better than another: that all can see it, its width, that even old readers can."""
    kind = rendition.type or _images.media_type(rendition.address)
    rank = rendition.rank
    return kind not in _UNREADABLE, rank if rank <= _WIDEST else 1 / rank, kind != "image/webp"


def _described(
    element: Any, address: str, width: int | None = None, height: int | None = None, kind: str | None = None
) -> Rendition:
    """Return a rendition with the size that its address, its descriptor or the element tells."""
    told, shown = dimensions(address), declared(element)
    width, height = told[0] or width, told[1] or height
    if width is None:
        width, height = shown
    elif height is None and shown[0] and shown[1]:
        height = round(width * shown[1] / shown[0])
    return Rendition(address, width or None, height or None, kind or _images.media_type(address))


def _late(element: Any, names: Iterable[str]) -> Iterator[Rendition]:
    """Yield what scripts show."""
    roles = [(name, role) for name in names if (role := _role(name))]
    sources = _sources(element)
    base = _base(element) if roles or sources else 1
    for name, role in roles:
        if role == "late":
            yield from _any(_filled(element.get(name), element), base)
        elif role == "larger" and (address := picture_file(element.get(name))):
            yield Rendition(address, rank=dimensions(address)[0] or base + 1)
    for source in sources:
        for name, value in source.attrib.items():
            if _is_late(name):
                yield from _typed(_any(value, base), source)


@lru_cache(maxsize=1024)
def _is_late(name: str) -> bool:
    """Whether an attribute is called as one from which a script takes the picture."""
    return name not in _EAGER and _LATE.search(name) is not None


@lru_cache(maxsize=1024)
def _role(name: str) -> str | None:
    """Return what an attribute of an `img` is for by its name: `late` for scripts, `larger` for a closer look."""
    if _is_late(name) and not _FOR_THE_WAIT.search(name):
        return "late"
    return "larger" if _LARGER.search(name) else None


def _filled(text: str, element: Any) -> str:
    """Return a template such as `a_{width}x.jpg` with the widest sensible of the element's `data-widths`."""
    if "{width}" not in text:
        return text
    widths = [int(width) for width in re.findall(r"[0-9]{2,5}", element.get("data-widths", "")[:_LONGEST])]
    return text.replace("{width}", str(max((width for width in widths if width <= _WIDEST), default=1080)))


def _any(text: str | None, base: int) -> Iterator[Rendition]:
    """Yield the renditions in an attribute that may be a set, a background or an address."""
    if not text:
        return
    text = text.strip()
    if _SET_SHAPE.search(text):
        yield from _set(text, base)
    elif _ADDRESS.fullmatch(address := _background(text) or text) or picture_file(address):
        yield Rendition(address, rank=dimensions(address)[0] or base)


def _plain(element: Any, _: Iterable[str]) -> Iterator[Rendition]:
    """Yield what browsers show; `src` counts less than a set beside it (HTML section 4.8.4.2.2)."""
    base = _base(element)
    yield from _set(element.get("srcset"), base)
    source = usable(element.get("src"))
    if source and not is_placeholder(source):
        yield Rendition(source, rank=base)
    for other in _sources(element):
        yield from _typed(_set(other.get("srcset"), base), other)


def _beside(element: Any, names: Iterable[str]) -> Iterator[Rendition]:
    """Yield what other attributes and a `noscript` beside the element hold."""
    for name in names:
        if name not in _EAGER and (address := picture_file(element.get(name))):
            yield Rendition(address)
    if (unscripted := twin(element)) is not None:
        yield from _plain(unscripted, names)


def _elsewhere(element: Any, _: Iterable[str]) -> Iterator[Rendition]:
    for name in _ELSEWHERE:
        if address := picture_file(element.get(name)):
            yield Rendition(address)
    yield from _backgrounds(element.get("style", ""))


def _sources(element: Any) -> list[Any]:
    """Return the other sources of an `img` in a `picture`."""
    parent = element.getparent()
    return list(parent.iterchildren("source")) if parent is not None and parent.tag == "picture" else []


def _typed(renditions: Iterable[Rendition], source: Any) -> Iterator[Rendition]:
    """Yield renditions with what a `source` says of them: their type, and the screens that they are for."""
    kind = (source.get("type") or "").partition(";")[0].strip().lower() or None
    least = _LEAST_WIDTH.search(source.get("media") or "")
    width, height = declared(source)
    for rendition in renditions:
        if rendition.width:
            yield rendition._replace(type=kind)
            continue
        rank = max(rendition.rank, float(least[1] if least else 0), width or 0)
        yield Rendition(rendition.address, width, height, kind, rank)


def _base(element: Any) -> int:
    """Return the width that a density of `1x` stands for; 1 where it is not known."""
    return dimensions(element.get("src") or "")[0] or declared(element)[0] or 1


def _set(text: str | None, base: int = 1) -> Iterator[Rendition]:
    for address, descriptor in srcset(text) if text else ():
        number = float(descriptor[:-1])
        width = int(number) if descriptor[-1] == "w" else None
        yield Rendition(address, width, rank=width or number * base)


def _background(text: str) -> str | None:
    if "(" not in text or (found := max(_backgrounds(text), key=_worth, default=None)) is None:
        return None
    return found.address


def _backgrounds(style: str) -> Iterator[Rendition]:
    """Yield the files that a style shows behind an element, one above another."""
    if "image-set(" in style:
        style = _SET_STRING.sub(r"\1url(\2)", style)
    for *addresses, density in _BACKGROUND.findall(style):
        address = _ESCAPED.sub(_unescaped, "".join(addresses)).strip()
        rank = float(density) if _DESCRIPTOR.fullmatch(f"{density}x") else 1.0
        yield Rendition(address, rank=dimensions(address)[0] or rank)


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else 0
    return chr(code) if 0x20 <= code < 0xD800 else match[2] or ""


def twin(element: Any) -> Any:
    """Return the `img` that stands for a lazy one in a `noscript` beside it, or beside the link around it."""
    for node in (element, element.getparent()):
        for neighbour in (node.getnext(), node.getprevious()) if node is not None else ():
            if neighbour is not None and neighbour.tag == "noscript":
                return next(neighbour.iter("img"), None)
    return None
