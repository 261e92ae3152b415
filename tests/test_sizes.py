"""Printed sizes of files: every spelling, and what is none."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from babel import localedata
from babel.units import format_unit
from hypothesis import given
from hypothesis import strategies as st

from feedkit import _sizes
from feedkit._sizes import Size

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases" / "sizes.tsv").read_text(encoding="utf-8").splitlines()
]
"""Text, bytes, margin; `-` where there is no size."""


@pytest.mark.parametrize(("text", "length", "margin"), CASES)
def test_size_is_read_as_printed(text: str, length: str, margin: str) -> None:
    """Sizes of every spelling and language become the nearest byte, and say how far off it may be."""
    expected = None if length == "-" else Size(int(length), int(margin))

    assert _sizes.read(text) == expected
    if expected and expected.length > 10_000 and text[-1].isalpha() and not text.endswith(("K", "M", "t")):
        assert _sizes.find(f"Report [{text}]") == expected


def test_kilobytes_of_1000_scale_the_decimal_units() -> None:
    """`kb` scales KB, MB and Ko, and leaves KiB and bytes alone."""
    found = [_sizes.read(text, 1000) for text in ("66.26KB", "1,4 Mo", "2 MiB", "5 B")]

    assert found == [Size(66260, 5), Size(1400000, 50000), Size(2097152, 524288), Size(5)]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Annual report (PDF, 1.2 MB)", 1258291),
        ("Annual report [PDF - 350 KB]", 358400),
        ("Download the report, 24 pages, 350 KB, in English", 358400),
        ("Jahresbericht herunterladen (PDF, 1,2 MB, nicht barrierefrei)", 1258291),
        ("Télécharger le rapport (PDF – 66,26 Ko)", 67850),
        ("Отчёт (PDF, 1,5 МБ)", 1572864),
        ("下载报告(PDF,66.26KB)", 67850),
        ("66.26KB下载", 67850),
        ("文件大小:1.2兆字节。", 1258291),
        ("レポート(PDF:350KB)", 358400),
        ("보고서 (PDF, 1.2메가바이트)", 1258291),
        ("تقرير (1.2 ميغابايت)", 1258291),
        ("Talk.mp3 1.2 MB (1,234,567 bytes)", 1234567),
        ("Raport (PDF 1,2 MB), Raport (PDF 1,2 MB)", 1258291),
        ("Bulletin (350K)", 358400),
        ("Raportti (pdf, 1,5 Mt)", 1572864),
        ("PDF (1.2 MB) or Word (350 KB)", None),
        ("10-20 MB", None),
        ("Links of 100 MB/s", None),
        ("Emissions of 25 Mt", None),
        ("Raises 12M from 5 K people", None),
        ("The 5 most read", None),
        ("The 7 Go players of the year", None),
        ("1 To do", None),
        ("3 Mo Yan novels", None),
        ("Rapport 3,2 Mo PDF", 3355443),
        ("PDF 2.1MB (24 pages)", 2202010),
        ("PDF · 1.2 MB · 3 pages", 1258291),
        ("Format : PDF, Taille : 845 Ko", 865280),
        ("حجم: ۱٫۲ مگابایت", 1258291),
        ("【PDF:1.2MB】", 1258291),
        ("(PDF, 345 KB, opens in new window)", 353280),
        ("MP3, 41.3 MB, 45 min", 43306189),
        ("100 Mbit/s", None),
        ("12 MP camera", None),
        ("500 M€ for the 5G network", None),
        ("5 MB to 10 MB", None),
        ("2 GB RAM and 64 GB disk", None),
        ("", None),
    ],
)
def test_one_size_is_found_in_a_text(text: str, length: int | None) -> None:
    """Of a text with words around it the only size counts; of two that differ none does."""
    found = _sizes.find(text)

    assert (found.length if found else None) == length


@given(st.one_of(st.text(), st.text(alphabet="0123456789.,  '()KMBkioбай٫٬٣", max_size=40)))
def test_any_text_has_a_size_or_none(text: str) -> None:
    """No text makes an error, and no size is less than nothing."""
    for size in (_sizes.read(text), _sizes.find(text), _sizes.size(text, "KB") if text.isdecimal() else None):
        assert size is None or (size.length >= 0 and size.margin >= 0)


@given(st.integers(0, 10**9), st.sampled_from(["bytes", "B", "octets", "Б", "байт", "バイト"]))
def test_whole_bytes_come_back(number: int, unit: str) -> None:
    """A whole number of bytes is exact, grouped or not."""
    for text in (f"{number} {unit}", f"{number:,} {unit}"):
        assert _sizes.read(text) == Size(number)


@given(st.integers(1, 10**12), st.integers(0, 3), st.sampled_from([("KB", 1), ("MB", 2), ("GiB", 3)]))
def test_margin_holds_the_true_size(length: int, digits: int, unit: tuple[str, int]) -> None:
    """The number of bytes that was rounded to what is printed is never further off than the margin."""
    printed = f"{length / 1024 ** unit[1]:.{digits}f}"
    size = _sizes.read(f"{printed.replace('.', ',', 0)} {unit[0]}")
    if size and not (digits == 3 and len(printed) <= 7):
        assert abs(size.length - length) <= size.margin + 1


@pytest.mark.parametrize(
    "part", ["1", "1,", "111 ", "1 KB", "(", "(1", "1K", "٣", "KB", " ", "1.1.", "字", "(PDF, "]
)
def test_sizes_take_linear_time(part: str) -> None:
    """A hundred thousand characters of one kind are done in a moment."""
    text = part * (100_000 // len(part))
    started = time.process_time()
    for line in (text, text + "KB", text[:2000] + "KB", text[:119]):
        _sizes.read(line)
        _sizes.find(line)

    assert time.process_time() - started < 0.5


def test_every_language_is_read_as_babel_writes_it() -> None:
    """No size that CLDR writes is misread; unread are only those whose unit stands before the number."""
    unread, wrong = set(), []
    for locale in sorted(name for name in localedata.locale_identifiers() if "_" not in name):
        for power, unit in enumerate(("kilobyte", "megabyte", "gigabyte"), 1):
            for length in ("long", "short", "narrow"):
                text = format_unit(66.26, f"digital-{unit}", length, locale=locale)  # type: ignore[arg-type]
                size = _sizes.read(text)
                if "digital-" not in text and size is None:
                    unread.add(locale)
                elif size and abs(size.length - 66.26 * 1024**power) > 1:
                    wrong.append((locale, text, size))

    assert wrong == []
    assert unread <= {"doi", "ha", "ie", "si", "sw", "to"}
