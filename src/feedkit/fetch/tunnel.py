"""A proxy on loopback that leads a browser through the gate: to addresses that were looked at.

It takes what a browser asks for, a host and a port at a time, and connects to them as `targets`
does, so that redirects, scripts and names that change their address lead nowhere else. It counts
what comes back and cuts everything off at a limit. It reads no answer and keeps nothing.
"""

from __future__ import annotations

import select
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from feedkit.fetch import targets

if TYPE_CHECKING:
    from types import TracebackType

_LONGEST_HEAD = 65_536
_PIECE = 65_536
_SECONDS = 15.0
_BROKEN = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Tunnel:
    """A proxy for as long as it is entered; `address` is what the browser is told of it."""

    def __init__(self, most_bytes: int, *, guarded: bool) -> None:
        self.left = most_bytes
        """How many bytes may still come back."""
        self.faults: dict[str, OSError | ValueError] = {}
        """Why a host, in lower case, was not reached."""
        self._guarded = guarded
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.left = 0
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):  # the listener is closed
            while True:
                here, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(here,), daemon=True).start()

    def _serve(self, here: socket.socket) -> None:
        """Connect one connection of the browser as its first request says (RFC 9110 section 9.3.6)."""
        with here, suppress(OSError, ValueError):  # the browser sees that a connection broke
            here.settimeout(_SECONDS)
            head, rest = _head(here)
            method, target = head.partition(b"\r\n")[0].split(b" ")[:2]
            is_tunnel = method == b"CONNECT"
            parts = urlsplit(("//" if is_tunnel else "") + target.decode("ascii"))
            if not is_tunnel and parts.scheme != "http":
                return
            with self._connected(here, parts.hostname or "", parts.port or 80) as there:
                if is_tunnel:
                    here.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                else:
                    there.sendall(_forwarded(method, target, head))
                there.sendall(rest)
                self._relay(here, there)

    def _connected(self, here: socket.socket, host: str, port: int) -> socket.socket:
        try:
            return targets.connect(host, port, _SECONDS, (), guarded=self._guarded)
        except (OSError, ValueError) as error:
            self.faults[host] = error
            here.sendall(_BROKEN)
            raise

    def _relay(self, here: socket.socket, there: socket.socket) -> None:
        """Hand on what either side sends until one of them ends, or too much came."""
        while self.left > 0:
            for source in select.select([here, there], [], [], 0.5)[0]:
                piece = source.recv(_PIECE)
                if not piece:
                    return
                if source is there:
                    self.left -= len(piece)
                (here if source is there else there).sendall(piece)


def _head(here: socket.socket) -> tuple[bytes, bytes]:
    """Return the head of the first request, and what came behind it."""
    received = b""
    while b"\r\n\r\n" not in received and len(received) < _LONGEST_HEAD:
        piece = here.recv(_PIECE)
        if not piece:
            break
        received += piece
    head, _, rest = received.partition(b"\r\n\r\n")
    return head, rest


def _forwarded(method: bytes, target: bytes, head: bytes) -> bytes:
    """Return the head of a request as its server is to get it; the connection serves no other request."""
    path = b"/" + target.split(b"/", 3)[3] if target.count(b"/") > 2 else b"/"
    own = (b"proxy-", b"connection:", b"keep-alive:")
    fields = [line for line in head.split(b"\r\n")[1:] if not line.lower().startswith(own)]
    return b"\r\n".join([method + b" " + path + b" HTTP/1.1", *fields, b"Connection: close", b"", b""])
