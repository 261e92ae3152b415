"""Bodies and frames, by properties: any content comes back, and nothing that is cut or damaged passes for it."""

from __future__ import annotations

import gzip
import http.client
import random
import zlib
from collections.abc import Iterable
from contextlib import suppress

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from feedkit.fetch import body
from hostile.memory import pieces, read

LIMIT = 1 << 20
PACKERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}
CONTENT = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=300).map(str.encode),
    st.binary(max_size=9).map(lambda part: part * 9_999),
)
CODINGS = st.lists(st.sampled_from(sorted(PACKERS)), max_size=5)
CUTS = st.lists(st.integers(1, 5_000), max_size=20)
FAULTS = (body.CutOff, body.TooMuch)


def unpacked(content: bytes, coding: str, cuts: Iterable[int] = (), limit: int = LIMIT) -> bytes:
    return b"".join(body.decoded(pieces(content, cuts), coding, limit))


@given(CONTENT, CODINGS, CUTS)
def test_content_comes_back(content: bytes, codings: list[str], cuts: list[int]) -> None:
    """Whatever is packed, by whatever codings, and however it arrives, it is unpacked to itself."""
    wired = content
    for coding in codings:
        wired = PACKERS[coding](wired)

    assert unpacked(wired, ", ".join(codings), cuts) == content


@given(CONTENT.filter(bool), st.sampled_from(sorted(PACKERS)), CUTS, st.data())
def test_cut_content_never_passes(
    content: bytes, coding: str, cuts: list[int], choice: st.DataObject
) -> None:
    """No beginning of what was packed is unpacked, however it arrives."""
    wired = PACKERS[coding](content)
    end = choice.draw(st.integers(1, len(wired) - 1))

    with pytest.raises(body.CutOff):
        unpacked(wired[:end], coding, cuts)


@given(CONTENT, st.sampled_from(["gzip", "deflate"]), st.data())
def test_damaged_content_never_passes(content: bytes, coding: str, choice: st.DataObject) -> None:
    """Codings with a checksum give the content or an error, whichever byte was changed on the way."""
    wired = bytearray(PACKERS[coding](content))
    wired[choice.draw(st.integers(0, len(wired) - 1))] ^= choice.draw(st.integers(1, 255))
    with suppress(*FAULTS):
        assert unpacked(bytes(wired), coding) == content


@given(st.binary(max_size=500), CODINGS, CUTS)
def test_any_bytes_end_in_content_or_a_fault(wired: bytes, codings: list[str], cuts: list[int]) -> None:
    """Bytes that nobody packed raise nothing else, and never give more than the limit."""
    with suppress(*FAULTS):
        assert len(unpacked(wired, ", ".join(codings), cuts, 1_000)) <= 1_000


@pytest.mark.parametrize("coding", [*PACKERS, "identity"])
@pytest.mark.parametrize(("size", "fits"), [(9_999, True), (10_000, True), (10_001, False)])
def test_limit_is_exact(coding: str, size: int, fits: bool) -> None:
    """One byte more than the limit is too much, whatever the coding."""
    content = bytes(range(256)) * 40
    wired = PACKERS.get(coding, bytes)(content[:size])
    if fits:
        assert unpacked(wired, coding, limit=10_000) == content[:size]
    else:
        with pytest.raises(body.TooMuch, match="10,000"):
            unpacked(wired, coding, limit=10_000)


def test_packing_may_need_room() -> None:
    """What is packed twice, and larger than what is in it, is within the limit of that."""
    content = random.Random(5).randbytes(10_000)
    wired = gzip.compress(gzip.compress(content))

    assert len(wired) > 10_000
    assert unpacked(wired, "gzip, gzip", limit=10_000) == content


@pytest.mark.parametrize(("size", "fits"), [(body.FREE, True), (body.FREE + body.PIECE, False)])
def test_ratio_counts_beyond_a_mebibyte(size: int, fits: bool) -> None:
    """What unpacks to very much more than its size is too much, unless it is small all the same."""
    wired = brotli.compress(bytes(size))
    if fits:
        assert len(unpacked(wired, "br", limit=1 << 24)) == size
    else:
        with pytest.raises(body.TooMuch, match="200 times"):
            unpacked(wired, "br", limit=1 << 24)


def framed(content: bytes, cuts: Iterable[int], ending: bytes = b"") -> bytes:
    """Return an answer in chunks of these sizes."""
    chunks = [b"%x%s\r\n%s\r\n" % (len(piece), ending, piece) for piece in pieces(content, cuts) if piece]
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"".join(chunks) + b"0\r\n\r\n"


@given(CONTENT.filter(lambda content: len(content) < 60_000), CUTS, st.sampled_from([b"", b" ", b";x=y"]))
def test_chunks_come_together(content: bytes, cuts: list[int], ending: bytes) -> None:
    """Whatever the sizes of chunks, their contents are the body."""
    assert read(framed(content, cuts, ending))[1] == content


@given(st.binary(min_size=1, max_size=200), CUTS, st.data())
def test_damaged_chunks_never_pass_for_less(content: bytes, cuts: list[int], choice: st.DataObject) -> None:
    """Bytes that are lost from a frame are missed, wherever they were."""
    sent = framed(content, cuts)
    start = sent.index(b"\r\n\r\n") + 4
    at = choice.draw(st.integers(start, len(sent) - 5))
    end = choice.draw(st.integers(at + 1, len(sent) - 4))
    lost = sent[:at] + sent[end:]
    try:
        found = read(lost)[1]
    except body.CutOff:
        return
    assert framed(found, [len(piece) for piece in pieces(found, cuts)]) != sent


LINES = st.lists(
    st.one_of(
        st.binary(max_size=40),
        st.sampled_from([b"X: y", b" z", b"Set-Cookie: a=b", b": y", b"X", b"X : y", b"X: a\rb\0c\xff"]),
    ).filter(
        lambda line: (
            b"\n" not in line
            and line.strip()
            and b"content-length" not in line.lower()
            and b"transfer" not in line.lower()
        )
    ),
    max_size=20,
)


@given(LINES, LINES)
def test_no_line_hides_another(before: list[bytes], after: list[bytes]) -> None:
    """Whatever lines stand around them, the length and the type of an answer are read."""
    lines = [b"HTTP/1.1 200 OK", *before, b"Content-Length: 4", b'ETag: "x"', *after, b"", b"page"]
    answer, found = read(b"\r\n".join(lines))

    assert found == b"page"
    assert answer.headers["ETag"].startswith('"x"')


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"]),
)
def test_any_answer_is_read_or_refused(sent: bytes, start: bytes) -> None:
    """Any bytes are an answer or a fault that is known."""
    with suppress(*FAULTS, http.client.HTTPException, OSError):
        read(start + sent)


def test_length_of_a_head_stays() -> None:
    """An answer to HEAD tells the length of what it leaves out."""
    answer, found = read(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", method="HEAD")

    assert (answer.headers["Content-Length"], found) == ("500", b"")
