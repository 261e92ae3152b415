"""Answers without a network: bytes through a pair of sockets, and what is read of them."""

from __future__ import annotations

import http.client
import itertools
import socket
from collections.abc import Iterable

from feedkit.fetch import body, wire


def pieces(content: bytes, sizes: Iterable[int]) -> list[bytes]:
    """Return content in pieces of these sizes, and the rest."""
    ends = [0, *itertools.accumulate(sizes), len(content)]
    ends = sorted(min(end, len(content)) for end in ends)
    return [content[start:end] for start, end in itertools.pairwise(ends)]


def read(
    sent: bytes, sizes: Iterable[int] = (), method: str = "GET"
) -> tuple[http.client.HTTPResponse, bytes]:
    """Return the answer that is read from bytes that come in such pieces, and its body as it was sent."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for piece in pieces(sent, sizes):
            theirs.sendall(piece)
        theirs.shutdown(socket.SHUT_WR)
        answer = wire.Answer(ours, method=method, deadline=wire.Deadline(5, 5))
        try:
            answer.begin()
            return answer, b"".join(iter(lambda: answer.read1(65_536), b""))
        finally:
            answer.close()


def content(sent: bytes) -> bytes:
    """Return the body of an answer, its codings undone."""
    answer, found = read(sent)
    return b"".join(body.decoded([found], answer.headers.get("Content-Encoding", ""), 1 << 24))
