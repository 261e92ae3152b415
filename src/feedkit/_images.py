"""The image line, `<name>[ - <caption>][ ], <size>`: names, captions, sizes and media types.

It takes the line of a text page, or an `alt` or `title` of a picture; gives a `Label`, a size in
bytes with a word on whether it is exact, a media type, or an `Image`; never guesses a size, makes up
an address without an `image_base`, or asks the network.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from feedkit import _sizes, _urls
from feedkit._text import clean
from feedkit.models import Image

_TABLE = """
image/jpeg                jpg jpeg jpe jfif pjpeg pjp
image/png                 png
image/apng                apng
image/gif                 gif
image/webp                webp
image/avif                avif
image/heic                heic
image/heif                heif
image/jxl                 jxl
image/svg+xml             svg
image/bmp                 bmp
image/tiff                tif tiff
image/vnd.microsoft.icon  ico
audio/mpeg                mp3
audio/mp4                 m4a
audio/aac                 aac
audio/flac                flac
audio/ogg                 ogg oga opus
audio/wav                 wav
audio/webm                weba
video/mp4                 mp4 m4v
video/mpeg                mpg mpeg
video/ogg                 ogv
video/quicktime           mov
video/webm                webm
video/x-matroska          mkv
video/x-msvideo           avi
application/pdf           pdf
application/epub+zip      epub
application/rtf           rtf
application/msword        doc
application/vnd.ms-excel  xls
application/vnd.ms-powerpoint  ppt
application/vnd.openxmlformats-officedocument.wordprocessingml.document    docx
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet          xlsx
application/vnd.openxmlformats-officedocument.presentationml.presentation  pptx
application/vnd.oasis.opendocument.text          odt
application/vnd.oasis.opendocument.spreadsheet   ods
application/vnd.oasis.opendocument.presentation  odp
"""
_TYPES = {suffix: line.split()[0] for line in _TABLE.strip().splitlines() for suffix in line.split()[1:]}
"""Media types by suffix: a table of our own, for the platform's differs from machine to machine."""
DOCUMENTS = frozenset(kind for kind in _TYPES.values() if kind.startswith("application/"))
_UNKNOWN = "application/octet-stream"
_WRITTEN = (DOCUMENTS - {"application/pdf"}) | {_UNKNOWN}
"""Types of files whose names may be titles, `A report.docx`."""

_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"\xff\x0a", "image/jxl"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "image/jxl"),
    (b"\0\0\1\0", "image/vnd.microsoft.icon"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
"""What files begin with (WHATWG MIME Sniffing, section 6, and the formats' own specifications)."""
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis"), "image/heic"),
    **dict.fromkeys((b"mif1", b"msf1"), "image/heif"),
    **dict.fromkeys((b"M4A ", b"M4B ", b"M4P "), "audio/mp4"),
    b"qt  ": "video/quicktime",
}
_SVG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE\s[^>\[]*>\s*)*<svg[\s>]",
    re.DOTALL | re.IGNORECASE,
)

_FORMAT = re.compile(r"(?:^|&)(?:format|fm|fmt|ext)=([A-Za-z0-9]{2,5})(?=&|$)")
"""Parameters by which servers of pictures are told what to send."""
_READ_FILE = re.compile(r"(?:/|%2F)[^&=/%]*\.([A-Za-z]{3,4})(?=&|$)", re.IGNORECASE)
"""The address of a file in a parameter."""
_OTHER_FILE = re.compile(
    r"\S+\.(?:ai|cr2|dng|docx?|eps|html?|nef|pptx?|psd|raw|tga|txt|xlsx?|zip)", re.IGNORECASE
)
_ANY_FILE = re.compile(r"\S+\.[A-Za-z][A-Za-z0-9]{1,4}")
_CODE = re.compile(r"[\w.()+~-]+")
_LONGEST_NAME = 255

_NUMBER = _sizes.NUMBER
_UNIT = r"(?:kilo|mega|giga|[kmg])?(?:byte|octet)s?|[kmgt]i?[bo]|[кмг]б|байт(?:а|ов)?|バイト|字节"
"""Units by which a line of text ends that is an image line, whatever it begins with."""
_SIZE_AT_END = re.compile(
    rf"(?:^|,\s+|(?<![0-9]),|\s(?P<open>[(\[])(?:[A-Za-z]{{3,4}}[,:]?\s)?)(?P<number>{_NUMBER})\s?(?P<unit>{_UNIT})(?(open)[)\]])\s*\Z",
    re.IGNORECASE,
)
_SIZE_INSIDE = re.compile(rf",\s*(?:{_NUMBER})\s?(?:{_UNIT})(?=\s)", re.IGNORECASE)
_SIZE_ALONE = re.compile(
    rf"(?P<name>\S.*\S)\s+(?:(?P<dash>[-‐‑–—−])\s+)?(?P<size>(?:{_NUMBER})\s?(?:{_UNIT}))\s*\Z", re.IGNORECASE
)
_NO_SIZE = re.compile(rf"\S+ (?:[kmgt]i?b|byte|octet)s?|\S*[0-9]\S* ?(?:{_UNIT})", re.IGNORECASE)
_UNIT_LETTERS = "kilomegabytsoctKILOMEGABYTSOCTкмгбайтовКМГБАЙТОВバイト字节 \t\u00a0)]"
_NUMBER_MARKS = "0123456789.,'’ \t\u00a0"
_DIGIT = re.compile(r"[0-9]")
_NOT_DIGIT = re.compile(r"[^0-9]")
_FILE_CODE = re.compile(r"(?=[^\s]*[0-9]{3})(?![0-9]+\Z)[\w.()+~-]{5,64}")
_DASHES = " -,‐‑–—−"
_LONGEST_SIZE, _LONGEST_TYPE = 64, 8

_DASH = re.compile(r"\s(?:-{1,3}|[‐‑–—−])(?:\s|\Z)")
_NAME_END = re.compile(r"\s*(?:\Z|[,(\[])|\s(?:-{1,3}|[‐‑–—−])[\s,]")


class Label(NamedTuple):
    """What an image line says."""

    name: str | None = None
    caption: str | None = None
    length: int | None = None
    """Bytes."""
    length_exact: bool = False
    bad_size: str | None = None
    """What stands where a size belongs and cannot be read, `abc KB`."""
    margin: int = 0
    """Bytes more or fewer than `length`."""


class Rendition(NamedTuple):
    """One file that shows a picture."""

    address: str
    """As printed."""
    width: int | None = None
    """Pixels."""
    height: int | None = None
    type: str | None = None
    """Media type."""
    rank: float = 0
    """What it is worth beside others: its width, or what stands for it."""


def read_label(text: str, kb: int = 1024) -> Label:
    """What an image line says; the size follows the last comma, the caption the first ` - `."""
    body, size, bad_size = _divide(clean(text), kb)
    name, caption = _name_and_caption(body, is_sized=bool(size or bad_size))
    if size is None:
        return Label(name, caption, bad_size=bad_size)
    return Label(name, caption, size.length, size.margin == 0, None, size.margin)


def is_label(text: str) -> bool:
    """Whether a line is surely an image line: it ends in a size, or begins with a picture's file name."""
    return sure_label(text) is not None


def sure_label(text: str) -> Label | None:
    """What a line says that is surely an image line, as `is_label` has it; None for any other."""
    text = clean(text)
    word = text.partition(" ")[0].rstrip(",")
    is_named = _is_picture(word) and _NAME_END.match(text, len(word)) is not None
    if not (is_named or _ends_in_size(text) or _size_alone(text)):
        return None
    label = read_label(text)
    is_sized = label.length is not None or (label.name is not None and label.bad_size is not None)
    return label if is_named or is_sized else None


def ends_with_label(text: str) -> tuple[int, str] | None:
    """Where in a line an image line begins that ends it, and that image line.

    It must hold a size, readable or not, and the file name of a picture or, before a caption, a code.
    """
    if not _ends_in_size(text):
        return None
    for word in re.finditer(r"[^\s,]+", text):
        is_code = _FILE_CODE.fullmatch(word[0]) and _DASH.match(text, word.end())
        if is_code or (_is_picture(word[0]) and _NAME_END.match(text, word.end())):
            return word.start(), text[word.start() :].rstrip()
    return None


def begins_with_label(text: str) -> tuple[str, str] | None:
    """An image line that a text begins with, by its file name and size, and the text behind it."""
    word = text.partition(" ")[0].rstrip(",")
    if not _is_picture(word) or _size_at_end(text):
        return None
    found = _SIZE_INSIDE.search(text, len(word), len(word) + _LONGEST_NAME)
    return (text[: found.end()], text[found.end() :].strip()) if found else None


@lru_cache(maxsize=32)
def media_type(name: str) -> str | None:
    """The media type that the suffix of a file name or an address stands for; None when unknown."""
    if "?" not in name and "#" not in name:
        return _type_of(name)
    path, _, query = name.partition("#")[0].partition("?")
    known = _type_of(path)
    if query and (known is None or known.startswith("image/")):
        known = _type_in(query) or known
    return known if known or "/" in name else _type_of(name)


def _type_in(query: str) -> str | None:
    """The type that a server of pictures is told to send, else that of the file that it is told to read."""
    said = _FORMAT.search(query)
    if said and (kind := _type_of(f"a.{said[1]}")):
        return kind
    read = _READ_FILE.search(query)
    return _type_of(f"a.{read[1]}") if read else None


def type_of(first_bytes: bytes) -> str | None:
    """The media type that the beginning of a file tells, 16 bytes of most kinds; None when it tells none.

    The first 512 bytes are enough for every kind.
    """
    found = next((kind for sign, kind in _SIGNATURES if first_bytes.startswith(sign)), None)
    if found == "video/webm" and b"matroska" in first_bytes[:64]:
        return "video/x-matroska"
    if found:
        return found
    if first_bytes[:4] == b"RIFF":
        return _RIFF.get(first_bytes[8:12])
    if first_bytes[4:8] == b"ftyp":
        return _BRANDS.get(first_bytes[8:12], "video/mp4")
    if first_bytes[:4] == b"OggS":
        return "video/ogg" if b"theora" in first_bytes[:64] else "audio/ogg"
    if len(first_bytes) > 1 and first_bytes[0] == 0xFF and first_bytes[1] & 0xE6 in (0xE2, 0xE4):
        return "audio/mpeg"  # a frame of layer III or II
    return "image/svg+xml" if _SVG.match(first_bytes[:2048]) else None


def image(
    file: Rendition | None,
    labels: Sequence[str],
    *,
    kb: int = 1024,
    image_base: str | None = None,
    image_suffix: str | None = None,
) -> tuple[Image, str | None]:
    """The picture that a file and its labels speak of, and a size that could not be read.

    The label that tells most wins (name and size, size, name, caption); another one may complete
    it. Without `file`, `image_base` and the name give one; a name without a suffix needs `image_suffix`.
    """
    name, caption, length, is_exact, bad_size, margin = _joined([read_label(text, kb) for text in labels])
    if file is None:
        url = _address(name, image_base, image_suffix) if name and image_base else None
        kind = media_type(url or "") or media_type(name or "")
        return Image(name, caption, url, kind, length, is_exact, margin), bad_size
    kind = media_type(file.address) or file.type or media_type(name or "")
    told = length, is_exact, margin, file.width, file.height
    return Image(name, caption, file.address, kind, *told), bad_size


def _joined(labels: list[Label]) -> Label:
    """What the labels of one picture say together; a size that could not be read, only where none could."""
    if len(labels) == 1:
        return labels[0]
    told = sorted(labels, key=_worth, reverse=True)
    name = next((label.name for label in told if label.name), None)
    caption = next((label.caption for label in told if label.caption and label.caption != name), None)
    sized = next((label for label in told if label.length is not None), None)
    if sized:
        return Label(name, caption, sized.length, sized.length_exact, margin=sized.margin)
    return Label(name, caption, bad_size=next((label.bad_size for label in told if label.bad_size), None))


def _size_at_end(text: str) -> re.Match[str] | None:
    # between the last word and the unit stand only numbers and their marks: a place to search from
    number = text.rstrip(_UNIT_LETTERS)
    words = number.rstrip(_NUMBER_MARKS)
    if words == number:
        return None
    return _SIZE_AT_END.search(text, max(0, len(words) - _LONGEST_TYPE, len(text) - _LONGEST_SIZE))


def _size_alone(text: str) -> re.Match[str] | None:
    """A picture's file name and its size, with no comma between them."""
    if len(text) > _LONGEST_NAME + _LONGEST_SIZE or "." not in text:
        return None
    match = _SIZE_ALONE.fullmatch(text)
    if match is None:
        return None
    name = match["name"].rstrip(_DASHES)
    has_dash = name != match["name"] or match["dash"] is not None
    first = name.partition(" ")[0].rstrip(",") if has_dash else name
    return match if _is_picture(first.rstrip(_DASHES)) else None


def _ends_in_size(text: str) -> bool:
    """Whether a text ends in a size, or in what stands in its place after the last comma."""
    if _size_at_end(text):
        return True
    body, _, tail = text.rpartition(",")
    return bool(body) and len(tail) <= _LONGEST_SIZE and _NO_SIZE.fullmatch(tail.strip()) is not None


def _divide(text: str, kb: int) -> tuple[str, _sizes.Size | None, str | None]:
    """What stands before the size, the size, and what stands in the size's place and is none."""
    match = _size_at_end(text)
    if match:
        return text[: match.start()].rstrip(" ,"), _sizes.size(match["number"], match["unit"], kb), None
    if alone := _size_alone(text):
        return alone["name"].rstrip(_DASHES), _sizes.read(alone["size"], kb), None
    body, _, tail = text.rpartition(",")
    if body[-1:].isdigit() and tail[:1].isdigit():  # a comma inside a number
        return text, None, None
    body, tail = body.strip(), tail.strip()
    if not body or not _stands_for_size(body, tail):
        return text, None, None
    size = _sizes.read(tail, kb)
    return body, size, None if size else tail or None


def _stands_for_size(body: str, tail: str) -> bool:
    """Whether what follows the last comma was meant as a size: `abc KB`, or a number after a lone file name."""
    if tail.count(" ") > 1 or len(tail) > _LONGEST_SIZE:
        return False
    first, _, more = body.partition(" ")
    if _is_picture(first) and (not tail or _sizes.read(tail) or (not more and _DIGIT.search(tail))):
        return True
    return _NO_SIZE.fullmatch(tail) is not None


def _name_and_caption(body: str, is_sized: bool) -> tuple[str | None, str | None]:
    name, caption = _parted(body, is_sized)
    if not name:
        return None, body or None
    name, caption = (_urls.file_name(name) or name) if _urls.is_address(name) else name, caption.strip()
    return name, caption if caption and caption.casefold() != name.casefold() else None


def _parted(body: str, is_sized: bool) -> tuple[str, str]:
    """The name in an image line, and the caption behind or before it; no name when there is none."""
    dash = _DASH.search(body)
    name, caption = (body[: dash.start()], body[dash.end() :]) if dash else (body, "")
    if _is_name(name, is_sized):
        return name, caption
    last = _DASH.split(body)[-1] if dash else ""
    if " " not in last and _is_picture(last):
        return last, body[: -len(last)].rstrip(" -‐‑–—−")
    name, _, caption = body.partition(", ")  # a picture's file name and words, with no dash between
    return (name, caption) if " " not in name and _is_picture(name) else ("", "")


def _is_name(text: str, is_sized: bool) -> bool:
    """Whether a text is a file name or a code; with no size beside it, COVID-19 and G20 are words."""
    if len(text) > _LONGEST_NAME:
        return False
    if (media_type(text) or _UNKNOWN) not in _WRITTEN or _OTHER_FILE.fullmatch(text):
        return True
    if is_sized and _ANY_FILE.fullmatch(text):
        return True
    return bool(_CODE.fullmatch(text)) and sum(map(str.isdigit, text)) >= (1 if is_sized else 3)


def _is_picture(word: str) -> bool:
    return len(word) <= _LONGEST_NAME and (_type_of(word) or "").startswith("image/")


def _type_of(name: str) -> str | None:
    stem, _, suffix = name.rpartition(".")
    return _TYPES.get(suffix.lower()) if stem else None


def _worth(label: Label) -> int:
    return 2 * (label.length is not None) + (label.name is not None)


def _address(name: str, base: str, suffix: str | None) -> str | None:
    """The address of a file that is known by its name, in the folder `base`."""
    if media_type(name) is None:
        if not suffix:
            return None
        name += "." + suffix.lstrip(".")
    folder = base if base.endswith(("/", "=")) else base + "/"
    return _urls.absolute(folder + quote(name), None)
