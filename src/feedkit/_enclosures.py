"""The audio, video and documents that an entry leads to.

It takes the elements of an entry, or its link; gives enclosures with addresses as printed, with the
type, title and size that the page tells. Pictures are not its concern, and it never asks the network.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from feedkit import _html, _images, _renditions, _sizes, _urls
from feedkit.models import Enclosure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from feedkit.models import Image

_PLAYED = ("audio/", "video/")
_SIMPLE = ("audio/mpeg", "video/mp4", "audio/mp4", "application/pdf")
"""Types that play everywhere, the surest first."""
_UNKNOWN = "application/octet-stream"
_UNKNOWN_PICTURE = "image/jpeg"
"""What a picture is taken for whose address has no suffix (RSS 2.0 enclosures need a type)."""
_NEAR = 100
_SIZE_BEHIND = re.compile(r"\s*[(\[（].*|\s*[,–-]\s*[0-9].*", re.DOTALL)
_TYPE_SAID = re.compile(
    r"(?:^|[(\[\s（])(pdf|docx?|xlsx?|pptx?|od[tsp]|epub|mp3|m4a|mp4|ogg|wav)(?=$|[)\],;:\s·|）])",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"\W*(?:(?:audio|download|epub|file|herunterladen|listen|mp3|mp4|pdf|play|télécharger|video|view|watch|descargar|скачать|"
    r"下载|ダウンロード|다운로드|تحميل)\W*)*",
    re.IGNORECASE,
)


def of(elements: Iterable[Any], kb: int = 1024) -> tuple[Enclosure, ...]:
    """Return the files that elements lead to, in the page's order, none twice.

    A link leads to a file when its address, its `type`, its `download` or its text says so; of the
    sources of a player the one that plays everywhere counts.
    """
    found: dict[str, Enclosure] = {}
    for element in elements:
        for node in element.iter("a", "area", "audio", "embed", "link", "object", "video"):
            if file := _file(node, kb):
                found.setdefault(file.url, file)
    return tuple(found.values())


def of_json(value: Any) -> tuple[Enclosure, ...]:
    """Return the files in a media object of schema.org, an `AudioObject` for one, or in a list of them."""
    if isinstance(value, list):
        return tuple({file.url: file for each in value for file in of_json(each)}.values())
    if not isinstance(value, dict):
        return ()
    parts = {name: each[0] if isinstance(each, list) and each else each for name, each in value.items()}
    address, said, size, name = (
        text if isinstance(text := parts.get(key), str) else ""
        for key in ("contentUrl", "encodingFormat", "contentSize", "name")
    )
    url = _renditions.usable(address)
    kind = type_of(address) or (said if said.startswith(_PLAYED) or said in _images.DOCUMENTS else None)
    if not url or not kind:
        return ()
    return (_sized(url, kind, _sizes.read(size), name or None),)


def of_link(link: str | None) -> Enclosure | None:
    """Return the file that an entry's link leads to; None when it leads to a page or a picture."""
    kind = type_of(link) if link else None
    return Enclosure(link, kind, length_exact=False) if link and kind else None


def joined(images: Sequence[Image], files: Sequence[Enclosure]) -> tuple[Enclosure, ...]:
    """Return a sized enclosure for each picture and file that has an address, none twice.

    What is played comes first: podcast clients take the first (RSS 2.0 has but one), and find the
    picture in the text. Documents come last.
    """
    pictures = [
        Enclosure(
            image.url,
            image.type or _UNKNOWN_PICTURE,
            image.length,
            image.length_exact,
            image.caption,
            image.length_margin,
        )
        for image in images
        if image.url
    ]
    played = [file for file in files if is_played(file.type)]
    documents = [file for file in files if not is_played(file.type)]
    found = {
        file.url: file for file in reversed([*played, *pictures, *documents]) if _urls.is_address(file.url)
    }
    return tuple(reversed(found.values()))


def at(address: str) -> Enclosure | None:
    """Return the file at an address that is said to lead to one, of whatever type."""
    url = _renditions.usable(address)
    return Enclosure(url, type_of(url) or _UNKNOWN, length_exact=False) if url else None


def named(element: Any, kb: int = 1024) -> Enclosure | None:
    """Return the file of an element that a recipe says to lead to one, of whatever type."""
    file = _file(element, kb)
    url = _renditions.usable(element.get("href") or element.get("src") or element.get("content"))
    return file or (_enclosure(url, element.get("type") or _UNKNOWN, element, kb) if url else None)


def is_played(kind: str) -> bool:
    """Whether a file of a type is listened to or watched."""
    return kind.startswith(_PLAYED)


def type_of(address: str) -> str | None:
    """Return the type of a file by its address, or by the name of a file in its query; None for pages and pictures."""
    path, _, query = address.partition("#")[0].partition("?")
    if not query:
        kind = _images.media_type(path)
        return None if kind and kind.startswith("image/") else kind
    is_named = "." in query or "%2" in query  # `%2E` is a full stop
    names = [path, *(value for _, value in parse_qsl(query[:2000]))] if is_named else [path]
    kinds = (_images.media_type(name) for name in names if "/" not in name or name is path)
    return next((kind for kind in kinds if kind and not kind.startswith("image/")), None)


def _file(node: Any, kb: int) -> Enclosure | None:
    if node.tag in ("audio", "video"):
        offered = [found for each in node.iter(node.tag, "source") if (found := _offered(each, node.tag))]
        url, kind = min(offered, key=_plainness, default=(None, None))
    elif node.tag == "link":
        is_file = "enclosure" in (node.get("rel") or "").lower().split()
        url, kind = (node.get("href"), _kind(node)) if is_file else (None, None)
    else:
        url, kind = node.get("href") or node.get("src") or node.get("data"), _kind(node)
    url = _renditions.usable(url)
    return _enclosure(url, kind, node, kb) if url and kind else None


def _offered(node: Any, medium: str) -> tuple[str, str] | None:
    """Return the address and type of one source of a player."""
    url = _renditions.usable(node.get("src") or node.get("data-src"))
    if not url:
        return None
    said = (node.get("type") or "").partition(";")[0].strip().lower()
    return url, said or type_of(url) or {"audio": "audio/mpeg", "video": "video/mp4"}[medium]


def _plainness(offered: tuple[str, str]) -> int:
    kind = offered[1]
    return _SIMPLE.index(kind) if kind in _SIMPLE else len(_SIMPLE)


def _kind(node: Any) -> str | None:
    """Return the type of the file that an element leads to; None for a page, a picture, or who knows what."""
    address = node.get("href") or node.get("src") or node.get("data") or ""
    if known := type_of(address):
        return known
    said = (node.get("type") or "").partition(";")[0].strip().lower()
    if said.startswith(_PLAYED) or said in _images.DOCUMENTS:
        return said
    saved = node.get("download")
    if saved and (kind := _images.media_type(saved)) and not kind.startswith("image/"):
        return kind
    text = _html.text_of(node)[:_NEAR] if node.tag == "a" else ""
    word = _TYPE_SAID.search(text)
    return _images.media_type(f"a.{word[1]}") if word and _sizes.find(text) else None


def _enclosure(url: str, kind: str, node: Any, kb: int) -> Enclosure:
    return _sized(url, kind, _html.size_of(node, kb), _title(node))


def _sized(url: str, kind: str, size: _sizes.Size | None, title: str | None) -> Enclosure:
    if size is None:
        return Enclosure(url, kind, None, length_exact=False, title=title)
    return Enclosure(url, kind, size.length, size.is_exact, title, size.margin)


def _title(node: Any) -> str | None:
    """Return what a link calls its file, without its size."""
    text = _html.text_of(node) if node.tag == "a" else ""
    for called in (text, node.get("title") or "", node.get("aria-label") or ""):
        if _sizes.find(called):
            called = _SIZE_BEHIND.sub("", called)
        if called and not _sizes.read(called) and not _SAYS_NOTHING.fullmatch(called[:_NEAR]):
            return called
    return None
