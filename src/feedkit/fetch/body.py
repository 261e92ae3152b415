"""The body of an answer: its content codings undone, and whole.

It takes the bytes as they come off the wire and gives them decoded, in pieces of bounded size, each
coding within the limits, so that a bomb is stopped before it goes off. A stream that ends before its
end is a `CutOff`: it never passes for a short page.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

ACCEPTED = "gzip, deflate, br, zstd"
PIECE = 65_536
MAX_CODINGS = 5
MAX_STREAMS = 1_000
MAX_RATIO = 200
FREE = 1_048_576
"""Bytes that a body may unpack to whatever the ratio."""

_WINDOW = 24
"""RFC 9659 asks for 8 MiB at least; this is a page of the usual limit in one segment."""
_NONE = frozenset(
    ("", "identity", "none", "binary", "7bit", "8bit", "utf-8", "utf8", "iso-8859-1", "text/html")
)
"""No coding, and what some servers write by mistake, which browsers pass over."""
_RAW, _ZLIB, _GZIP = -zlib.MAX_WBITS, zlib.MAX_WBITS, zlib.MAX_WBITS | 16
_SIZE_HINT = "raise `max_bytes` in the source, or give --max-bytes, if the page is right"
_LOOK_HINT = "look at the address in a browser"


class CutOff(ValueError):
    """The body ends too early, or is not what its frame and its coding say."""


class TooMuch(ValueError):
    """A limit is passed; `hint` says what to do."""

    def __init__(self, cause: str = "", hint: str = _LOOK_HINT) -> None:
        super().__init__(cause, hint)
        self.hint = hint

    def __str__(self) -> str:
        return str(self.args[0])


class _Stream(Protocol):
    """What undoes one compressed stream."""

    @property
    def is_whole(self) -> bool:
        """Whether the end of the stream was met."""

    @property
    def is_pending(self) -> bool:
        """Whether there is more to come of the bytes that were given."""

    @property
    def rest(self) -> bytes:
        """What follows the end."""

    def piece(self, chunk: bytes) -> bytes:
        """Return what comes of more bytes, a limited piece of it."""


class _Coding(NamedTuple):
    start: Callable[[bytes], _Stream]
    """Gives what undoes a stream that begins so."""
    opening: int = 1
    """Bytes that tell how a stream is framed."""
    magic: tuple[bytes, ...] = ()
    """How a further stream begins; anything else after the end of one is padding."""
    is_padded: bool = True
    """False where what follows a stream is damage: it cannot be told from it, or there is no checksum."""


def decoded(chunks: Iterable[bytes], codings: str, limit: int) -> Iterator[bytes]:
    """Yield the body in pieces; `codings` is Content-Encoding as sent (RFC 9110 section 8.4).

    `CutOff` when a compressed stream does not end or is damaged, or when a coding is unknown;
    `TooMuch` when one holds more than `limit` bytes, or more than 200 times what came off the wire.
    """
    names = [name for each in codings.lower().split(",") if (name := each.strip()) not in _NONE]
    if len(names) > MAX_CODINGS:
        raise TooMuch(f"more than {MAX_CODINGS} codings")
    wire, room = [0], limit + PIECE  # what is packed may be larger than what is in it, a little
    pieces = _counted(chunks, wire, room)
    for name in reversed(names):
        coding = _CODINGS.get(name)
        if coding is None:
            raise CutOff(f"its coding {name[:20]!r} was not asked for")
        pieces = _limited(_unpacked(pieces, coding), wire, room)
    yield from _counted(pieces, [0], limit)


def _counted(chunks: Iterable[bytes], count: list[int], limit: int) -> Iterator[bytes]:
    for chunk in chunks:
        count[0] += len(chunk)
        if count[0] > limit:
            raise TooMuch(f"more than {limit:,} bytes", _SIZE_HINT)
        yield chunk


def _limited(pieces: Iterable[bytes], wire: list[int], limit: int) -> Iterator[bytes]:
    """Yield what a coding holds, as long as it is not too much in itself or for what came off the wire."""
    count = [0]
    for piece in _counted(pieces, count, limit):
        if count[0] > max(FREE, MAX_RATIO * wire[0]):
            raise TooMuch(f"it unpacks to more than {MAX_RATIO} times its size")
        yield piece


def _unpacked(chunks: Iterable[bytes], coding: _Coding) -> Iterator[bytes]:
    """Yield what one or several compressed streams hold; what follows the last is padding."""
    stream: _Stream | None = None
    rest, count = b"", 0
    for chunk in chunks:
        rest += chunk
        while rest:
            if stream is None or stream.is_whole:
                if len(rest) < coding.opening:
                    break
                if stream is not None and not rest.startswith(coding.magic):
                    if coding.is_padded:
                        return
                    raise CutOff("its compressed stream is damaged")
                stream, count = coding.start(rest), count + 1
                if count > MAX_STREAMS:
                    raise TooMuch(f"more than {MAX_STREAMS:,} streams in one body")
            yield from _pieces(stream, rest)
            rest = stream.rest if stream.is_whole else b""
    is_cut = bool(rest) if stream is None else not stream.is_whole
    if is_cut or (rest and any(magic.startswith(rest) for magic in coding.magic)):
        raise CutOff("its compressed stream does not end")


def _pieces(stream: _Stream, chunk: bytes) -> Iterator[bytes]:
    """Yield all that comes of some bytes of a stream."""
    while True:
        try:
            piece = stream.piece(chunk)
        except Exception as error:
            raise CutOff("its compressed stream is damaged") from error
        yield piece
        if stream.is_whole or not (stream.is_pending or len(piece) >= PIECE):
            return
        chunk = b""


class _Zlib:
    def __init__(self, form: int) -> None:
        self._stream = zlib.decompressobj(form)

    is_whole = property(lambda self: self._stream.eof)
    is_pending = property(lambda self: bool(self._stream.unconsumed_tail))
    rest = property(lambda self: self._stream.unused_data)

    def piece(self, chunk: bytes) -> bytes:
        return self._stream.decompress(self._stream.unconsumed_tail + chunk, PIECE)


class _Brotli:
    rest = b""  # it does not tell

    def __init__(self) -> None:
        import brotli

        self._stream = brotli.Decompressor()

    is_whole = property(lambda self: self._stream.is_finished())
    is_pending = property(lambda self: not self._stream.can_accept_more_data())

    def piece(self, chunk: bytes) -> bytes:
        return bytes(self._stream.process(chunk, output_buffer_limit=PIECE))


class _Zstd:
    def __init__(self) -> None:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
        limits = {int(zstd.DecompressionParameter.window_log_max): _WINDOW}
        self._stream = zstd.ZstdDecompressor(options=limits)

    is_whole = property(lambda self: self._stream.eof)
    is_pending = property(lambda self: not self._stream.needs_input)
    rest = property(lambda self: self._stream.unused_data)

    def piece(self, chunk: bytes) -> bytes:
        return self._stream.decompress(chunk, PIECE)


def _deflated(opening: bytes) -> _Stream:
    """Return what undoes deflate: some servers send it without the frame of RFC 1950."""
    is_framed = opening[0] & 0x0F == 8 and int.from_bytes(opening[:2]) % 31 == 0
    return _Zlib(_ZLIB if is_framed else _RAW)


_GZIPPED = _Coding(lambda _: _Zlib(_GZIP), 2, (b"\x1f\x8b",))
_CODINGS = {
    "gzip": _GZIPPED,
    "x-gzip": _GZIPPED,
    "deflate": _Coding(_deflated, 2, is_padded=False),
    "br": _Coding(lambda _: _Brotli(), is_padded=False),
    "zstd": _Coding(
        lambda _: _Zstd(),
        4,
        (b"\x28\xb5\x2f\xfd", *(bytes((low, 0x2A, 0x4D, 0x18)) for low in range(0x50, 0x60))),
    ),
}
