"""The body of an answer: its content codings undone, and whole.

It takes the bytes as they come off the wire and gives them decoded, in pieces of bounded size, so
that whoever counts can stop. A stream that ends before its end is a `CutOff`: it never passes for
a short page.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ACCEPTED = "gzip, deflate"
PIECE = 65_536

_GZIP_MAGIC = b"\x1f\x8b"
_RAW, _ZLIB, _GZIP = -zlib.MAX_WBITS, zlib.MAX_WBITS, zlib.MAX_WBITS | 16


class CutOff(ValueError):
    """The body ends too early, or is not what its Content-Encoding says."""


def decoded(chunks: Iterable[bytes], codings: str) -> Iterator[bytes]:
    """Yield the body in pieces; `codings` is Content-Encoding as sent (RFC 9110 section 8.4).

    `CutOff` when a compressed stream does not end or is damaged, or when a coding is unknown.
    """
    for coding in reversed(codings.lower().split(",")):
        chunks = _undone(chunks, coding.strip())
    yield from chunks


def _undone(chunks: Iterable[bytes], coding: str) -> Iterable[bytes]:
    if coding in ("", "identity"):
        return chunks
    if coding in ("gzip", "x-gzip"):
        return _inflated(chunks, _GZIP)
    if coding == "deflate":
        return _inflated(chunks, _ZLIB)
    raise CutOff(f"its coding {coding[:20]!r} was not asked for")


def _inflated(chunks: Iterable[bytes], form: int) -> Iterator[bytes]:
    """Yield what one or several compressed streams hold; what follows the last is padding."""
    stream, rest = None, b""
    for chunk in chunks:
        rest += chunk
        while rest:
            if stream is None or stream.eof:
                if len(rest) < 2:
                    break  # how a stream is framed is told by its first two bytes
                if stream is not None and not rest.startswith(_GZIP_MAGIC):
                    return
                stream = zlib.decompressobj(_form(rest, form))
            yield _piece(stream, rest)
            rest = stream.unconsumed_tail or stream.unused_data
    if bool(rest) if stream is None else not stream.eof:
        raise CutOff("its compressed stream does not end")


def _piece(stream: zlib._Decompress, chunk: bytes) -> bytes:
    try:
        return stream.decompress(chunk, PIECE)
    except zlib.error as error:
        raise CutOff("its compressed stream is damaged") from error


def _form(chunk: bytes, form: int) -> int:
    """Return how a stream is framed: some servers send deflate without the frame of RFC 1950."""
    if form == _ZLIB and (chunk[0] & 0x0F != 8 or int.from_bytes(chunk[:2]) % 31):
        return _RAW
    return form
