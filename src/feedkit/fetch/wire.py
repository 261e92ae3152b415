"""An answer off the wire: its head cleaned and whole, its chunks undone, all before the deadline.

It takes the socket that a request went out on, and stands in for the `HTTPResponse` of http.client,
which takes a cut head for a whole one, loses every field that follows a damaged line, believes chunk
sizes such as `-5`, and waits anew after each byte that drips. It decodes no content and follows nothing.
"""

from __future__ import annotations

import email.parser
import http.client
import io
import math
import re
import time
from typing import TYPE_CHECKING, Any

from feedkit.fetch.body import CutOff, TooMuch

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

MAX_HEAD = 65_536
MAX_LINES = 1_000
"""Limits of all heads of an answer together: bytes, and lines."""

_MAX_CHUNK_LINE = 4_096
_LINGER = 0.5
"""Seconds that a server has to close the connection behind a body of a told length."""
_INTERIM = re.compile(rb"HTTP/1\.[0-9] 1(?!01)[0-9][0-9]\b")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?(\r?\n)")
_FIELD_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROLS = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
"""A bare CR, a NUL and their like are spaces (RFC 9110 section 5.5)."""


class Late(TimeoutError):
    """The answer is not whole at the deadline."""


class Deadline:
    """The moment at which a fetch ends, whatever it waits for; by a clock that is never set."""

    def __init__(self, seconds: float, silence: float) -> None:
        self._seconds = seconds
        self._silence = silence
        self._end = time.monotonic() + seconds

    def left(self, most: float = math.inf) -> float:
        """Return the seconds to wait for the next byte, or `most`; `Late` when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise Late(f"not whole after {self._seconds:.3g} seconds")
        return min(self._silence, left, most)


class Answer(http.client.HTTPResponse):
    """An answer whose bytes are counted and timed (RFC 9112 sections 4 to 8)."""

    def __init__(
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, *, deadline: Deadline
    ) -> None:
        super().__init__(sock, debuglevel, method)
        self.fp = io.BufferedReader(_Timed(sock, self.fp.detach(), deadline))

    def begin(self) -> None:
        """Read the head; `CutOff` when it does not end, `TooMuch` when it is too long."""
        source = self.fp
        start, *fields = _head(source)
        self.fp = io.BufferedReader(io.BytesIO(start and start + b"\r\n"))
        try:
            super().begin()
        finally:
            self.fp = source
        parser = email.parser.HeaderParser(_class=http.client.HTTPMessage)
        self.headers = self.msg = parser.parsestr(b"".join(fields).decode("latin-1"))
        self.will_close = True  # what a server sends beyond an answer is nobody's
        if self.length is None:  # the status and the method do not forbid a body
            self._frame()

    def _frame(self) -> None:
        """Settle where the body ends (RFC 9112 section 6.3)."""
        codings = ",".join(self.headers.get_all("Transfer-Encoding", ())).strip(", \t").lower()
        lengths = {
            each.strip() for line in self.headers.get_all("Content-Length", ()) for each in line.split(",")
        }
        del self.headers["Content-Length"], self.headers["Transfer-Encoding"]
        if codings not in ("", "identity"):
            if codings != "chunked":
                raise CutOff(f"its transfer coding {codings[:20]!r} was not asked for")
            self.fp = io.BufferedReader(_Chunks(self.fp))
        elif lengths:
            length = lengths.pop()
            if lengths or not re.fullmatch(r"[0-9]{1,18}", length, re.ASCII):
                raise CutOff("its length is no number, or several")
            self.headers["Content-Length"] = length
            self.fp = io.BufferedReader(_Sized(self.fp, int(length)))


def _head(source: Any) -> list[bytes]:
    """Return the lines of the final head; those of interim ones (RFC 9110 section 15.2) are skipped."""
    lines = _lines(source)
    start = next(lines, b"")
    while _INTERIM.match(start):
        for line in lines:
            if not line.strip():
                break
        start = next(lines, b"")
    if not start.startswith(b"HTTP/"):
        return [start]
    fields: list[bytes] = []
    for line in lines:
        if not line.strip():
            return [start, *(field + b"\r\n" for field in fields)]
        text = _CONTROLS.sub(b" ", line.rstrip(b"\r\n"))
        if not text.startswith((b" ", b"\t")):
            fields += _field(text)
        elif fields:  # a line that was folded (RFC 9112 section 5.2)
            fields[-1] += b" " + text.strip()
    raise CutOff("its head does not end")


def _lines(source: Any) -> Iterator[bytes]:
    """Yield whole lines within the limits."""
    left = MAX_HEAD
    for number in range(MAX_LINES + 2):
        line = source.readline(left + 1)
        left -= len(line)
        if left < 0:
            raise TooMuch(f"a head of more than {MAX_HEAD:,} bytes")
        if not line.endswith(b"\n"):
            if line and b"HTTP/".startswith(line[:5]):
                raise CutOff("its head does not end")
            if number == 0 and line:
                yield line
            return
        yield line
    raise TooMuch(f"a head of more than {MAX_LINES:,} lines")


def _field(line: bytes) -> list[bytes]:
    """Return a line of the head as RFC 9110 section 5 has it; none when nothing can be made of it.

    Browsers pass over a line without a colon too.
    """
    name, colon, value = line.partition(b":")
    is_field = colon and _FIELD_NAME.fullmatch(name.rstrip())
    return [name.rstrip() + b": " + value.strip()] if is_field else []


class _Timed(io.RawIOBase):
    """The bytes of a socket, each wait for them no longer than the deadline allows."""

    def __init__(self, sock: socket.socket, source: Any, deadline: Deadline) -> None:
        self._sock = sock
        self._source = source
        self._deadline = deadline
        self.patience = math.inf
        """Seconds after which silence is no fault, but the end."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._deadline.left(self.patience))
        try:
            count: int | None = self._source.readinto(buffer)
        except OSError:
            if self.patience < math.inf:
                return None
            self._deadline.left()
            raise
        return count

    def close(self) -> None:
        self._source.close()
        super().close()


class _Sized(io.RawIOBase):
    """A body of a told length (RFC 9112 section 6.3), strictly.

    More bytes than were told are no smaller page either: lengths in letters are not unheard of. The
    server was asked to close the connection after it (section 9.6), so its end tells soon.
    """

    def __init__(self, source: Any, length: int) -> None:
        self._source = source
        self._left = length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self._source.readinto1(memoryview(buffer)[: self._left]) if self._left else 0
        self._left -= count
        if self._left and not count:
            raise CutOff("it is shorter than its length")
        if not self._left:
            self._source.raw.patience = _LINGER
            if self._source.peek().strip():
                raise CutOff("it is longer than its length")
        return int(count)

    def close(self) -> None:
        self._source.close()
        super().close()


class _Chunks(io.RawIOBase):
    """A body in chunks (RFC 9112 section 7.1), strictly: a byte too few or too many is a `CutOff`."""

    def __init__(self, source: Any) -> None:
        self._source = source
        self._left = 0
        self._line_end = b""
        self._is_done = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left and not self._is_done:
            self._left = self._next()
            self._is_done = not self._left
        if self._is_done:
            return 0
        count: int = self._source.readinto1(memoryview(buffer)[: self._left])
        if not count:
            raise CutOff("a chunk does not end")
        self._left -= count
        return count

    def _next(self) -> int:
        """Return the size of the next chunk; 0 after the last, however its trailer ends."""
        if self._line_end and self._source.readline(2) != self._line_end:
            raise CutOff("a chunk is longer than its size")
        line = self._source.readline(_MAX_CHUNK_LINE)
        size = _CHUNK_SIZE.fullmatch(line)
        if size is None:
            raise CutOff("a chunk has no size" if line else "its last chunk is missing")
        self._line_end = size[2]
        return int(size[1], 16)

    def close(self) -> None:
        self._source.close()
        super().close()
