"""A web site on loopback in a process of its own: `python -m benchmarks.server ROWS` prints its port.

`/page` and `/packed` are the same page, plain and in gzip; `/same` has an ETag and answers 304 to it;
`/new` has one more entry at its top each time.
"""

import gzip
import itertools
import socket
import sys
import threading
from collections.abc import Callable

from benchmarks import pages

TAG = 'ETag: "same"'


def main() -> None:
    """Serve until the process is ended."""
    page = pages.page(int(sys.argv[1]))
    answers = _answers(page)
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        print(listener.getsockname()[1], flush=True)
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_talk, args=(connection, answers), daemon=True).start()


def _answers(page: bytes) -> dict[str, Callable[[bytes], bytes]]:
    plain, packed = _answer(page), _answer(gzip.compress(page), "Content-Encoding: gzip")
    same, unchanged = _answer(page, TAG), f"HTTP/1.1 304 Not Modified\r\n{TAG}\r\n\r\n".encode()
    numbers = itertools.count(900_001)
    return {
        "/page": lambda _: plain,
        "/packed": lambda _: packed,
        "/same": lambda asked: unchanged if b"If-None-Match" in asked else same,
        "/new": lambda _: _answer(page.replace(b"900000", b"%d" % next(numbers))),
    }


def _answer(body: bytes, *fields: str) -> bytes:
    head = ("HTTP/1.1 200 OK", "Content-Type: text/html", f"Content-Length: {len(body)}", *fields, "", "")
    return "\r\n".join(head).encode() + body


def _talk(connection: socket.socket, answers: dict[str, Callable[[bytes], bytes]]) -> None:
    with connection:
        asked = connection.recv(65_536)
        path = asked.split(b" ", 2)[1].decode()
        missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        connection.sendall(answers.get(path, lambda _: missing)(asked))


if __name__ == "__main__":
    main()
