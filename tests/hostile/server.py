"""A server of raw sockets: it says exactly what a script says, when it says it, and hangs up."""

from __future__ import annotations

import select
import selectors
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

Step = bytes | float
"""Bytes are sent, and a number is so many seconds of silence."""
HOLD = 60.0
RESET = -1.0
"""The connection is not closed but torn down."""

Script = tuple[Step, ...] | Callable[[str, str], Iterable[Step]]
"""What to say: always the same, or by the path that was asked for and the address of the server."""


@dataclass(frozen=True)
class Service:
    """One listener and what it does to everybody who connects."""

    script: Script
    tls: ssl.SSLContext | None = None
    is_deaf: bool = False
    """Whether it speaks without having been asked."""


@contextmanager
def serving(services: dict[str, Service]) -> Iterator[dict[str, str]]:
    """Serve, and give the address of each service."""
    done = threading.Event()
    selector = selectors.DefaultSelector()
    addresses = {}
    for name, service in services.items():
        listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        addresses[name] = f"127.0.0.1:{listener.getsockname()[1]}"
        selector.register(listener, selectors.EVENT_READ, (service, addresses[name]))
    thread = threading.Thread(target=_accept, args=(selector, done), daemon=True)
    thread.start()
    try:
        yield {
            name: f"{'https' if service.tls or 'tls' in name else 'http'}://{addresses[name]}"
            for name, service in services.items()
        }
    finally:
        done.set()
        thread.join()
        for key in list(selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        selector.close()


def _accept(selector: selectors.BaseSelector, done: threading.Event) -> None:
    while not done.is_set():
        for key, _ in selector.select(0.05):
            connection, _ = key.fileobj.accept()  # type: ignore[union-attr]
            threading.Thread(target=_talk, args=(connection, *key.data, done), daemon=True).start()


def _talk(connection: socket.socket, service: Service, address: str, done: threading.Event) -> None:
    connection.settimeout(5)
    with suppress(OSError), _secured(connection, service) as talk:
        path = "" if service.is_deaf else _asked(talk)
        script = service.script
        for step in script(path, address) if callable(script) else script:
            if isinstance(step, bytes):
                talk.sendall(step)
            elif step == RESET:
                talk.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            elif _waits(talk, step, done):
                return
        talk.shutdown(socket.SHUT_WR)
    connection.close()


def _secured(connection: socket.socket, service: Service) -> socket.socket:
    return service.tls.wrap_socket(connection, server_side=True) if service.tls else connection


def _asked(talk: socket.socket) -> str:
    """Return the path of a request, which is read whole."""
    head = b""
    while b"\r\n\r\n" not in head and (more := talk.recv(65_536)):
        head += more
    return head.split(b" ", 2)[1].decode("latin-1") if head.count(b" ") > 1 else ""


def _waits(talk: socket.socket, seconds: float, done: threading.Event) -> bool:
    """Wait, and return whether to stop: the other side is gone, or the server is to end."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        if done.wait(min(left, 0.1)) or _is_gone(talk):
            return True
    return done.is_set()


def _is_gone(talk: socket.socket) -> bool:
    """Return whether the other side has hung up, so that nobody waits for it."""
    if isinstance(talk, ssl.SSLSocket) or not select.select([talk], [], [], 0)[0]:
        return False
    return not talk.recv(1, socket.MSG_PEEK)
