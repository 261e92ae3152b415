"""Bytes to text as browsers do it, and whether bytes are a text at all.

It takes the bytes of a page and the charset of its response; gives the text, and what is doubtful
about it; never guesses by statistics of letters, and never raises for any input.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF16_LE, "utf-16-le"))
_CHARSETS = re.compile(
    r"utf-(?:8|16-[bl]e)|cp(?:866|874|932|949|125\d)|iso8859-\d+|koi8-[ru]|mac-(?:roman|cyrillic)"
    r"|gb18030|big5hkscs|euc_jp|iso2022_jp"
)
_TABLE = """
utf-8       unicode-1-1-utf-8 utf8 unicode11utf8 unicode20utf8
utf-16-le   utf-16 unicode unicodefeff ucs-2 csunicode iso-10646-ucs-2
utf-16-be   unicodefffe
cp1252      iso8859-1 ascii ansi_x3.4-1968 user-defined
cp1254      iso8859-9
cp874       iso8859-11 tis-620 dos-874 windows-874
koi8-r      koi koi8 cskoi8r
koi8-u      koi8-ru
mac-roman   mac csmacintosh
mac-cyrillic mac-ukrainian
iso8859-6   iso-8859-6-e iso-8859-6-i csiso88596e csiso88596i
iso8859-7   sun_eu_greek
iso8859-8   iso-8859-8-e iso-8859-8-i csiso88598e csiso88598i logical visual
iso8859-15  csisolatin9
gb18030     gb2312 gbk gb_2312 gb_2312-80 csgb2312
big5hkscs   big5 cn-big5 x-big5
euc_jp      cseucpkdfmtjapanese
cp932       shift_jis windows-31j
cp949       euc_kr cseuckr windows-949 ks_c_5601-1989 ksc_5601 csksc56011987 iso-ir-149
"""
_NEVER = frozenset(
    ("replacement", "csiso2022kr", "hz-gb-2312", "iso-2022-cn", "iso-2022-cn-ext", "iso-2022-kr")
)
"""Labels whose text browsers refuse to read at all."""
_MEANT = {word: line.split()[0] for line in _TABLE.strip().splitlines() for word in line.split()[1:]}
"""What labels and Python's names mean on the web (WHATWG Encoding, "Names and labels")."""

_MARKUP = re.compile(
    rb"<!(?=--)(?:.*?-->|.*)"
    rb"|<(?:(?P<meta>meta(?=[\s/]))|/?[a-z])(?P<attributes>(?:[\s/]+|[^\s/>][^\s/>=]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"'][^\s>]*|))?+)*+)"
    rb"|<[!/?][^>]*",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(rb"([^\s/>][^\s/>=]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"'][^\s>]*)))?")
_CHARSET_IN_CONTENT = re.compile(rb"charset\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s;\"']+))", re.IGNORECASE)
_XML_DECLARATION = re.compile(rb"<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_UNREAD = "replacement"
_META_WINDOW = 1024
_LATE_META_WINDOW = 65536
_SIGNATURES = (
    *(
        b"%PDF-",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"GIF87a",
        b"GIF89a",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\x1f\x8b\x08",
    ),
    *(
        b"BZh",
        b"\xfd7zXZ\x00",
        b"\x28\xb5\x2f\xfd",
        b"7z\xbc\xaf\x27\x1c",
        b"Rar!\x1a",
        b"\x7fELF",
        b"SQLite format 3\x00",
    ),
    *(b"\xd0\xcf\x11\xe0", b"OggS", b"ID3", b"wOFF", b"wOF2", b"\x00\x00\x01\x00"),
)
_CONTROLS = bytes((*range(9), *range(14, 27), *range(28, 32)))
"""Bytes that no text has; ESC is one of ISO-2022-JP's."""

_EXTRA_BYTES = 2
"""So many bytes beyond the first of each letter make UTF-8 of what is declared otherwise: one typographic quote,
or two letters. Of lone words in 60 languages and 16 charsets at most 2 in 1,000 are such UTF-8 by chance."""
_OF_TWO_BYTES = frozenset(("big5hkscs", "cp932", "cp949", "euc_jp", "gb18030"))
_EXTRA_BYTES_OF_TWO = 20
"""The same for charsets of two bytes a letter, in which 1 lone Chinese word in 700 is valid UTF-8."""
_RIGHT_TO_WRONG = 20
_MOST_WRONG = 0.005
_SOME_GARBLED = 6
_CONTINUED = "[\x80-\xbf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
_ASCII = bytes(range(0x80))
_GARBLED = re.compile(f"[\xc2-\xdf]{_CONTINUED}|[\xe0-\xef]{_CONTINUED}{{2}}|[\xf0-\xf4]{_CONTINUED}{{3}}")
"""UTF-8 that was read as windows-1252."""


class Reading(NamedTuple):
    """The text of a page."""

    text: str
    doubt: tuple[str, str] | None = None
    """A code and what is wrong, when the text is not what was declared, or garbled."""


def decode(content: bytes, charset: str | None) -> str:
    """Return the text of a page; see `read`."""
    return _decoded(content, charset).text


def read(content: bytes, charset: str | None) -> Reading:
    """Return the text of a page: by BOM, the response's charset, the page's own, strict UTF-8, windows-1252.

    That is the order of the WHATWG HTML standard ("Determining the character encoding") without its
    statistics. Labels that the web does not know are ignored; bytes that are wrong become U+FFFD. A
    declared charset that the bytes themselves refute is not believed, and that is a doubt.
    """
    text, doubt = _decoded(content, charset)
    return Reading(text, doubt or _garbled(text))


def _decoded(content: bytes, charset: str | None) -> Reading:
    for bom, name in _BOMS:
        if content.startswith(bom):
            return Reading(content[len(bom) :].decode(name, "replace"))
    in_page = _charset_in_page(content[:_META_WINDOW])
    declared = [codec for codec in (_codec(charset or ""), in_page) if codec]
    if declared[:1] in ([], ["utf-8"]) and _wide(content) is None:
        with suppress(UnicodeDecodeError):
            return Reading(content.decode())
    if not declared:
        return Reading(_decode_undeclared(content))
    better = _refuted_by(content, declared)
    if better is None:
        return Reading(_decode_by(content, declared[0]))
    names = [re.sub("^cp(?=125|874)", "windows-", codec) for codec in (declared[0], better)]
    doubt = "its charset is declared {}, and it is {}".format(*names)
    return Reading(_decode_by(content, better), ("charset-wrong", doubt))


def _refuted_by(content: bytes, declared: list[str]) -> str | None:
    """Return the codec that bytes are in, where they cannot be in the one that is declared."""
    first, *others = declared
    if (wide := _wide(content)) is not None:
        return None if wide == first else wide
    if content.isascii() and not first.startswith("utf-16"):
        return None
    if first == "utf-8":
        right, wrong = _utf8_letters(content)
        if right >= wrong:
            return None
        return next((other for other in others if _is_valid(content, other)), "cp1252")
    if _is_rather_utf8(content, first, "utf-8" in others):
        return "utf-8"
    if _is_valid(content, first):
        return None
    return next((other for other in others if other != first and _is_valid(content, other)), None)


def _is_rather_utf8(content: bytes, declared: str, is_backed: bool) -> bool:
    """Return whether bytes are UTF-8, but for very few, and nothing else."""
    if declared.startswith("utf-16"):
        return b"\0" not in content and _is_valid(content, "utf-8")
    right, wrong = _utf8_letters(content)
    extra = len(content) - len(content.decode("utf-8", "replace"))
    needs_more = declared in _OF_TWO_BYTES and _is_valid(content, declared)
    is_enough = is_backed or extra >= (_EXTRA_BYTES_OF_TWO if needs_more else _EXTRA_BYTES)
    return right > _RIGHT_TO_WRONG * wrong and is_enough


def _is_valid(content: bytes, codec: str) -> bool:
    if codec in ("cp1252", _UNREAD):
        return codec == "cp1252"
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _decode_undeclared(content: bytes) -> str:
    if (wide := _wide(content)) is not None:
        return content.decode(wide, "replace")
    if _is_valid(content, "utf-8"):
        return content.decode("utf-8")
    late = _charset_in_page(content[:_LATE_META_WINDOW])
    right, wrong = _utf8_letters(content)
    return _decode_by(content, late or ("utf-8" if right > wrong else "cp1252"))


def _wide(content: bytes) -> str | None:
    """Return which UTF-16 the bytes are in that say nothing: every other one is often zero, and its neighbour never."""
    head = content[:_META_WINDOW]
    for name, zeros, letters in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if zeros.count(0) > max(3, len(zeros) // 8) and 0 not in letters:
            return name
    return None


def _garbled(text: str) -> tuple[str, str] | None:
    """Return the doubt that a text is garbled: letters that are none, or UTF-8 that was read as something else."""
    if text.isascii():
        return None
    wrong = text.count("\ufffd")
    if wrong > _MOST_WRONG * len(text):
        return "mojibake", f"{wrong:,} letters of it cannot be read"
    letters = text.encode().translate(None, _ASCII).decode()
    for looked_at in (
        letters,
        text,
    ):  # all of a text is looked at only where its letters side by side look garbled
        garbled = sum(map(len, _GARBLED.findall(looked_at)))
        if garbled < _SOME_GARBLED or garbled * 2 <= len(letters):
            return None
    return "mojibake", "it is UTF-8 that was taken for something else before it was sent"


def _utf8_letters(content: bytes) -> tuple[int, int]:
    """Return how many letters beyond ASCII are UTF-8, and how many bytes are not: a few need not spoil the rest.

    In text of another encoding sequences that are valid UTF-8 are rare.
    """
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(content)  # passes over a cut end
    wrong = text.count("\ufffd") - content.count("\ufffd".encode())
    return len(text) - wrong - len(text.encode("ascii", "ignore")), wrong


def is_binary(content: bytes) -> bool:
    """Whether the bytes are no text: a known signature, or many NUL and control bytes at the start.

    A few stray ones among valid UTF-8 are a text with blemishes. UTF-16 is text.
    """
    if content.startswith(_SIGNATURES):
        return True
    if content.startswith(tuple(bom for bom, _ in _BOMS)) or _wide(content) is not None:
        return False
    head = content[:_META_WINDOW]
    strange = len(head) - len(head.translate(None, _CONTROLS))
    return strange * (4 if _is_utf8(head) else 20) > len(head)


def _codec(label: str) -> str | None:
    """Python's name of the codec that a label stands for on the web; None for a label that is none."""
    label = label.strip(" \t\r\n\f\"'").lower().removeprefix("x-")
    if label in _NEVER:
        return _UNREAD
    label = re.sub(r"^iso8859(?=\d)", "iso8859-", label)
    if not re.fullmatch(r"[a-z0-9_:.+-]{1,40}", label):
        return None
    try:
        name = codecs.lookup(_MEANT.get(label, label)).name
    except LookupError:
        return None
    name = _MEANT.get(name, name)
    return name if _CHARSETS.fullmatch(name) else None


def _decode_by(content: bytes, codec: str) -> str:
    if codec == "cp1252":  # on the web it has no holes
        return codecs.charmap_decode(content, "strict", _cp1252())[0]
    if codec == "euc_jp" and not _is_valid(content, codec):  # on the web it has NEC's letters too
        codec = "euc_jis_2004"
    return "\ufffd" if codec == _UNREAD else content.decode(codec, "replace")


@lru_cache(maxsize=1)
def _cp1252() -> str:
    return "".join(bytes((code,)).decode("cp1252", "ignore") or chr(code) for code in range(256))


def _charset_in_page(head: bytes) -> str | None:
    """The codec that a page declares in its markup (WHATWG HTML, "prescan a byte stream")."""
    if head.startswith((b"<\0?\0x\0", b"\0<\0?\0x")):
        return "utf-16-le" if head.startswith(b"<") else "utf-16-be"
    labels = [_meta_label(match["attributes"]) for match in _MARKUP.finditer(head) if match["meta"]]
    declaration = _XML_DECLARATION.match(head)
    if declaration:
        labels.append(declaration[1])
    codec = next(filter(None, (_codec(label.decode("ascii", "replace")) for label in labels)), None)
    return "utf-8" if codec and codec.startswith("utf-16") else codec


def _meta_label(attributes: bytes) -> bytes:
    found: dict[bytes, bytes] = {}
    for match in _ATTRIBUTE.finditer(attributes):
        found.setdefault(match[1].lower(), match[2] or match[3] or match[4] or b"")
    if b"charset" in found:
        return found[b"charset"]
    if found.get(b"http-equiv", b"").strip().lower() != b"content-type":
        return b""
    declared = _CHARSET_IN_CONTENT.search(found.get(b"content", b""))
    return declared[declared.lastindex or 0] if declared else b""


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True
