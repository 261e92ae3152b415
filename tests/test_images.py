"""The image line: names, captions and sizes in all its forms."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedkit import _images, _sizes
from feedkit._images import Label
from feedkit.models import Image

LABELS = [
    ("200508-sg-iraq.jpg, 66.26KB", Label("200508-sg-iraq.jpg", None, 67850)),
    ("200106-sg.jpg - 200106-sg.jpg, 17.66KB", Label("200106-sg.jpg", None, 18084)),
    ("190416-deep-1.jpg - 190416-deep-1.jpg , 37.25KB", Label("190416-deep-1.jpg", None, 38144)),
    (
        "190916a-021.jpg - The Secretary General arrives, 53.73KB",
        Label("190916a-021.jpg", "The Secretary General arrives", 55020),
    ),
    (
        "200114h-001 - A deputy minister visits, 46.82KB",
        Label("200114h-001", "A deputy minister visits", 47944),
    ),
    (
        "a-1.jpg - In Kyiv, 12 - 14 May, with A - B, 66,26 Ko",
        Label("a-1.jpg", "In Kyiv, 12 - 14 May, with A - B", 67850),
    ),
    ("a.jpg – En dash, 2 MiB", Label("a.jpg", "En dash", 2097152)),
    ("a.jpg — Em dash, 512 kB", Label("a.jpg", "Em dash", 524288)),
    ("a.jpg, 12,5 Mo", Label("a.jpg", None, 13107200)),
    ("a.jpg,12,5 Mo", Label("a.jpg", None, 13107200)),
    ("a.jpg, 1 234 567 bytes", Label("a.jpg", None, 1234567, True)),
    ("a.jpg, 1,234,567 bytes", Label("a.jpg", None, 1234567, True)),
    ("a.jpg, 66K", Label("a.jpg", None, 67584)),
    ("a.jpg (66 KB)", Label("a.jpg", None, 67584)),
    ("a.jpg -, 66 KB", Label("a.jpg", None, 67584)),
    ("my photo.jpg - A caption, 1 KB", Label("my photo.jpg", "A caption", 1024)),
    ("https://h.example/p/a.jpg, 1 KB", Label("a.jpg", None, 1024)),
    ("In Kyiv - 190916.jpg, 1 KB", Label("190916.jpg", "In Kyiv", 1024)),
    ("a.jpg – 1 KB", Label("a.jpg", None, 1024)),
    ("a.jpg 1 KB", Label("a.jpg", None, 1024)),
    ("two words.jpg 1 KB", Label("two words.jpg", None, 1024)),
    ("A report.docx, 1 KB", Label(None, "A report.docx", 1024)),
    ("report.docx, 1 KB", Label("report.docx", None, 1024)),
    ("Ministers in Iraq, 5 May, 1 KB", Label(None, "Ministers in Iraq, 5 May", 1024)),
    ("66.26KB", Label(None, None, 67850)),
    ("12,5 Mo", Label(None, None, 13107200)),
    ("a.jpg", Label("a.jpg")),
    ("A.JPEG", Label("A.JPEG")),
    ("200114h-001", Label("200114h-001")),
    ("a.jpg - A caption, with a comma", Label("a.jpg", "A caption, with a comma")),
    ("a.jpg - In Kyiv, 2019", Label("a.jpg", "In Kyiv, 2019")),
    ("a.jpg, A caption", Label("a.jpg", "A caption")),
    ("200114h-001 - A caption", Label("200114h-001", "A caption")),
    ("The Secretary General, in Iraq", Label(None, "The Secretary General, in Iraq")),
    ("Winnipeg, MB", Label(None, "Winnipeg, MB")),
    ("COVID-19 - how it began", Label(None, "COVID-19 - how it began")),
    ("G20", Label(None, "G20")),
    ("example.org", Label(None, "example.org")),
    ("a.jpg, abc KB", Label("a.jpg", bad_size="abc KB")),
    ("a.jpg, 66.26.1KB", Label("a.jpg", bad_size="66.26.1KB")),
    ("a.jpg, 66", Label("a.jpg", bad_size="66")),
    ("200114h-1 - A caption, ?? KB", Label("200114h-1", "A caption", bad_size="?? KB")),
    ("a.jpg,", Label("a.jpg")),
    ("", Label()),
    (" \n ", Label()),
]


@pytest.mark.parametrize(("text", "expected"), LABELS)
def test_read_label_reads_the_grammar(text: str, expected: Label) -> None:
    """The size follows the last comma, the caption the first dash, and a caption like the name is none."""
    assert _images.read_label(text)._replace(margin=0) == expected


@pytest.mark.parametrize(
    "text",
    [
        text
        for text, label in LABELS
        if label.length is not None or (label.name or "").lower().endswith(("jpg", "jpeg"))
    ]
    + ["200114h-1 - A caption, ?? KB", "The price rose by 5 per cent, 12 MB"],
)
def test_is_label_accepts(text: str) -> None:
    """A line with a size at its end, or a picture's file name at its beginning, is an image line."""
    assert _images.is_label(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "Version 2.0 released",
            "The price rose by 5 per cent, 12 MB of files",
            "The Secretary General, in Iraq",
        ),
        *(
            "Winnipeg, MB",
            "How a.jpg became a format",
            "200114h-001",
            "Ministers meet, many KB",
            "5 May 2020",
            "a.jpgs",
        ),
    ],
)
def test_is_label_refuses(text: str) -> None:
    """Prose, titles and bare codes are not surely image lines."""
    assert not _images.is_label(text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("32 Mai 2020 200508-sg.jpg, 66.26KB", "200508-sg.jpg, 66.26KB"),
        ("soon: a.jpg - In Kyiv, with b.jpg, 1 KB ", "a.jpg - In Kyiv, with b.jpg, 1 KB"),
        ("a.png, 12,5 Mo", "a.png, 12,5 Mo"),
        ("soon, a.png (1 KB)", "a.png (1 KB)"),
        ("32 Mai 200114h-001 - A caption, 1 KB", "200114h-001 - A caption, 1 KB"),
        ("soon a.png, abc KB", "a.png, abc KB"),
    ],
)
def test_ends_with_label_finds_the_image_line(text: str, label: str) -> None:
    """An image line is found after a text that cannot be read, with the place where it begins."""
    assert _images.ends_with_label(text) == (text.index(label), label)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "32 Mai 2020",
        "32 Mai 2020 a.jpg",
        "A title, 66 KB",
        "32 Mai 200114h-001, 1 KB",
        "In 2020 - a long year, 1 KB",
        "a.jpg was, 1 KB",
    ],
)
def test_ends_with_label_needs_picture_and_size(text: str) -> None:
    """Without a picture's file name and a size nothing is surely an image line."""
    assert _images.ends_with_label(text) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.jpg", "image/jpeg"),
        ("A.JPEG", "image/jpeg"),
        ("a.b.webp", "image/webp"),
        ("https://h/a.svg?v=2#x", "image/svg+xml"),
        ("https://h/i.php?f=a.jpg", None),
        ("#1 photo.png", "image/png"),
        ("a.mp3", "audio/mpeg"),
        ("a.mp4", "video/mp4"),
        ("a.pdf", "application/pdf"),
        ("jpg", None),
        (".jpg", None),
        ("https://h.example", None),
        ("", None),
    ],
)
def test_media_type_goes_by_suffix(name: str, expected: str | None) -> None:
    """The suffix of the name, or of the path of an address, decides."""
    assert _images.media_type(name) == expected


def test_image_takes_the_label_that_tells_most() -> None:
    """Name and size win; another label completes what is missing."""
    found, bad_size = _images.image(
        _images.Rendition("https://h/x_rdax.png"), ["The arrival", "200508-sg.jpg, 66.26KB"]
    )
    assert found == Image("200508-sg.jpg", "The arrival", "https://h/x_rdax.png", "image/png", 67850, False)
    assert bad_size is None


def test_image_makes_an_address_from_base_and_name() -> None:
    """A file name in the folder `image_base` is an address; what it holds is escaped."""
    assert (
        _images.image(None, ["a b#1.jpg, 1 KB"], image_base="https://h/p")[0].url
        == "https://h/p/a%20b%231.jpg"
    )
    assert _images.image(None, ["a.jpg"], image_base="https://h/p/")[0].url == "https://h/p/a.jpg"
    assert _images.image(None, ["a.jpg"], image_base="https://h/?f=")[0].url == "https://h/?f=a.jpg"


def test_image_needs_a_suffix_for_codes() -> None:
    """A code gets an address only with `image_suffix`, with or without its full stop."""
    label = "200114h-001 - A caption, 1 KB"
    assert _images.image(None, [label], image_base="https://h/p/")[0].url is None
    for suffix in ("jpg", ".jpg"):
        found, _ = _images.image(None, [label], image_base="https://h/p/", image_suffix=suffix)
        assert (found.url, found.type) == ("https://h/p/200114h-001.jpg", "image/jpeg")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a.jpg, 1 KB A title, 5 more", ("a.jpg, 1 KB", "A title, 5 more")),
        ("a.jpg - In Kyiv, with B, 66,26 Ko A title", ("a.jpg - In Kyiv, with B, 66,26 Ko", "A title")),
        ("a.jpg, 1 KB", None),
        ("a.jpg A title", None),
        ("A title, 1 KB more", None),
        ("", None),
    ],
)
def test_begins_with_label_parts_it_from_a_title(text: str, parts: tuple[str, str] | None) -> None:
    """An image line ends with its size, whatever stands behind it on the same line."""
    assert _images.begins_with_label(text) == parts


def test_image_invents_nothing() -> None:
    """Without an address, a base or a label there is nothing."""
    assert _images.image(None, []) == (Image(), None)
    assert _images.image(None, ["a.jpg"])[0] == Image(name="a.jpg", type="image/jpeg")
    assert _images.image(None, ["A caption"], image_base="https://h/")[0] == Image(caption="A caption")


def test_image_tells_of_a_size_that_cannot_be_read() -> None:
    """A bad size is told, unless another label has a good one."""
    assert _images.image(_images.Rendition("https://h/a.jpg"), ["a.jpg, abc KB"])[1] == "abc KB"
    assert _images.image(_images.Rendition("https://h/a.jpg"), ["a.jpg, abc KB", "a.jpg, 1 KB"])[1] is None


@given(st.one_of(st.text(), st.text(alphabet="a1.,- –KBjpgo()\xa0", max_size=40)))
def test_labels_never_raise(text: str) -> None:
    """Any text is a label with a meaning or none, and is stable under its own reading."""
    label = _images.read_label(text)
    assert label.name is None or label.name
    assert label.caption is None or label.caption
    assert label.length is None or label.length >= 0
    _images.is_label(text)
    _images.image(None, [text, text], image_base="https://h/", image_suffix="jpg")
    found = _images.ends_with_label(text)
    assert found is None or text[found[0] :].rstrip() == found[1]


@pytest.mark.parametrize(
    "part",
    ["1", "1,", "111,", "111 ", " - ", "a.jpg ", "a.jpg,", "a.jpg - ", ", 1KB", " (1KB", ".", "\xa0", ", "],
)
def test_labels_take_linear_time(part: str) -> None:
    """A hundred thousand characters of one kind are done in a moment."""
    text = part * (100_000 // len(part))
    start = time.process_time()
    for line in (text, text + "KB", text + ", 1KB"):
        _images.is_label(line)
        _images.ends_with_label(line)
        _sizes.read(line)
        _sizes.find(line)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
        (b"GIF89a\x01\0", "image/gif"),
        (b"GIF87a", "image/gif"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav"),
        (b"RIFF\x24\0\0\0AVI LIST", "video/x-msvideo"),
        (b"\0\0\0\x1cftypavif\0\0\0\0", "image/avif"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0", "image/heif"),
        (b"\0\0\0\x20ftypM4A \0\0\0\0", "audio/mp4"),
        (b"\0\0\0\x20ftypisom\0\0\2\0", "video/mp4"),
        (b"\0\0\0\x14ftypqt  ", "video/quicktime"),
        (b"BM\x36\0\0\0", "image/bmp"),
        (b"II*\0\x08\0\0\0", "image/tiff"),
        (b"MM\0*\0\0\0\x08", "image/tiff"),
        (b"\xff\x0a\xfa\x1f", "image/jxl"),
        (b"\0\0\1\0\1\0\x10\x10", "image/vnd.microsoft.icon"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"ID3\4\0\0", "audio/mpeg"),
        (b"\xff\xfb\x90\x64", "audio/mpeg"),
        (b"fLaC\0\0\0\x22", "audio/flac"),
        (b"OggS\0\2" + b"\0" * 22 + b"\x01vorbis", "audio/ogg"),
        (b"OggS\0\2" + b"\0" * 22 + b"\x80theora", "video/ogg"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\1B\xf7\x81\1B\xf2\x81\4B\xf3\x81\x08B\x82\x84webm", "video/webm"),
        (
            b"\x1aE\xdf\xa3\xa3B\x86\x81\1B\xf7\x81\1B\xf2\x81\4B\xf3\x81\x08B\x82\x88matroska",
            "video/x-matroska",
        ),
        (b"<svg xmlns=", "image/svg+xml"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x -->\n<svg ", "image/svg+xml"),
        (b"<!DOCTYPE html><html><svg>", None),
        (b"<?xml version='1.0'?><rss>", None),
        (b"PK\x03\x04", None),
        (b"Hello", None),
        (b"\xff\xfe\x00", None),
        (b"", None),
    ],
)
def test_type_is_told_by_the_first_bytes(first: bytes, expected: str | None) -> None:
    """Files begin as their formats say, and what begins otherwise has no type."""
    assert _images.type_of(first) == expected
    assert _images.type_of(first + b"\0" * 600) == expected


@given(st.binary(max_size=600))
def test_any_bytes_have_a_type_or_none(first: bytes) -> None:
    """No bytes make an error."""
    kind = _images.type_of(first)
    assert kind is None or "/" in kind
