"""Texts: from bytes, cleaned, cut, and the number of entries that they declare."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feedkit import _charsets, _text

CODE_POINTS = st.text(alphabet=st.characters(exclude_categories=()))
"""Every code point there is, lone surrogates too."""

CLEAN = [
    ("a b", "a b"),
    ("  a \t\r\n b\xa0\u2009c\u3000", "a b c"),
    ("a\x0bb\x0cc\x1cd\x85e", "a b c d e"),
    ("a\x00b\x1bc\x7fd\x9fe", "abcde"),
    ("a \x00 b", "a b"),
    ("a\ud800b\ufffec\uffffd\ufdd0e\U0001fffff", "abcdef"),
    ("a\u200bb\u202ec\ufeffd", "a\u200bb\u202ec\ufeffd"),
    ("]]> <b> & é 😀", "]]> <b> & é 😀"),
    ("\x00", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), CLEAN)
def test_clean_collapses_and_drops(text: str, expected: str) -> None:
    """White space of every kind becomes one space; what XML forbids and controls go; the invisible rest stays."""
    assert _text.clean(text) == expected


@given(CODE_POINTS)
def test_clean_text_is_xml(text: str) -> None:
    """Any text can stand in a document once it is clean, and is clean for good."""
    found = _text.clean(text)
    assert _text.clean(found) == found
    assert found == found.strip()
    assert not re.search(r"\s\s|[^\S ]", found)
    assert etree.fromstring(etree.tostring(_element(found))).text == (found or None)
    assert all(unicodedata.category(character) not in ("Cc", "Cs") for character in found)


@given(CODE_POINTS)
def test_xml_safe_text_is_xml(text: str) -> None:
    """Any text can stand in a document once it is safe, and words stay apart."""
    found = _text.xml_safe(text)
    assert _text.xml_safe(found) == found
    _element(found)
    assert found.split() == _text.clean(text).split()


def test_xml_safe_keeps_white_space() -> None:
    """Only what XML forbids goes; lines and NBSP stay."""
    assert _text.xml_safe("a\r\n\tb\xa0\x00c\x0cd ") == "a\r\n\tb\xa0c d "


def _element(text: str) -> etree._Element:
    element = etree.Element("x")
    element.text = text
    return element


CUT = [
    ("abc", 3, "abc"),
    ("abcd", 3, "ab…"),
    ("ab cd", 4, "ab…"),
    ("abcd", 1, "…"),
    ("abcd", 0, ""),
    ("e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"),
    ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
    ("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 2, "👨‍👩‍👧…"),
    ("🇩🇪🇫🇷🇮🇹", 2, "🇩🇪…"),
    ("a\r\nbc", 3, "a…"),
]


@pytest.mark.parametrize(("text", "graphemes", "expected"), CUT)
def test_truncate_cuts_between_graphemes(text: str, graphemes: int, expected: str) -> None:
    """A letter keeps its accents, a flag its half, a family its members; the ellipsis counts."""
    assert _text.truncate(text, graphemes) == expected


@given(st.text(alphabet="a \u0301\u200d👨🇩\r\n\u0600é"), st.integers(1, 30))
def test_truncate_fits(text: str, graphemes: int) -> None:
    """The result has at most so many graphemes, and is the text when that has no more."""
    count = len(regex.findall(r"\X", text))
    found = _text.truncate(text, graphemes)
    assert len(regex.findall(r"\X", found)) <= graphemes
    assert (found == text) == (count <= graphemes) or "…" in text


def test_truncate_counts_in_long_runs() -> None:
    """Graphemes are counted alike across slices, however long the run or the grapheme."""
    assert _text.truncate("🇩🇪" * 3000, 2001) == "🇩🇪" * 2000 + "…"
    assert _text.truncate("a" + "\u0301" * 5000 + "bcd", 3) == "a" + "\u0301" * 5000 + "b…"


TOTALS = [
    ("42 Entries", 42),
    ("42 entries:", 42),
    ("128 results", 128),
    ("1 result", 1),
    ("0 results", 0),
    ("15 result(s)", 15),
    ("102 results were found", 102),
    ("1,336 found: Page 1 2 3 4 11 .. Last Next »", 1336),
    ("Found 128 items", 128),
    ("Found: 42", 42),
    ("We’ve found 101,448 repository results", 101448),
    ("Your search for “Iraq” returned 42 results.", 42),
    ("You searched for 'desert' - 20,443 results found", 20443),
    ("There are 42 items in this list", 42),
    ("About 1,234 results (0.35 seconds)", 1234),
    ("100+ results", 100),
    ("More than 1,000 results", 1000),
    ("42 results for Iraq", 42),
    ("256 matching documents", 256),
    ("42 press releases", 42),
    ("42 speeches", 42),
    ("2,019 results", 2019),
    ("2019 results found", 2019),
    ("Showing 1-10 of 42", 42),
    ("Showing 1 to 10 of 1,234", 1234),
    ("1–10 of 1,234 results", 1234),
    ("Results 1 - 10 of about 2961806 matches for database.", 2961806),
    ("Showing 1 to 10 of 42 entries", 42),
    ("Showing 20 of 15566 entries", 15566),
    ("Displaying 10 of 42", 42),
    ("10 of 42 results", 42),
    ("1-10 / 42", 42),
    ("Viewing 1 through 20 of 2019 articles", 2019),
    ("[ total of 11 entries: 1-11 ]", 11),
    ("Result: 1- 16 out of 3121 Article found", 3121),
    ("Page 1 of 5 (42 entries)", 42),
    ("42 results, page 1 of 5", 42),
    ("Pagination Total 16259 items Previous page Page 1, current page 1", 16259),
    ("Search results (42)", 42),
    ("Results: 42", 42),
    ("Articles (10,596)", 10596),
    ("Press releases (42 documents)", 42),
    ("Number of documents: 1,024", 1024),
    ("Total: 42", 42),
    ("Total results: 42", 42),
    ("42 in total", 42),
    ("Your search returned 518 documents", 518),
    ("Your search for Iraq returned 3 518 documents", 3518),
    ("We found 42 stories about Iraq", 42),
    ("Search results for “Iraq” (42)", 42),
    ("1 - 10 from 42", 42),
    ("10 / 42 results", 42),
    ("5 Articles from 12 Authors", 5),
    ("1,23,456 results", 123456),
    ("1.234 Treffer", 1234),
    ("12'345 Treffer", 12345),
    ("1 bis 10 von insgesamt 42 Einträgen", 42),
    ("Wir haben 42 Treffer gefunden", 42),
    ("Es wurden 42 Dokumente gefunden", 42),
    ("42 Pressemitteilungen", 42),
    ("Anzahl Treffer: 42", 42),
    ("1\u202f234 résultats", 1234),
    ("Affichage de 1 à 10 sur 42 résultats", 42),
    ("Se han encontrado 1.234 resultados", 1234),
    ("Mostrando 1 - 10 de 42", 42),
    ("Trovati 42 risultati", 42),
    ("42 resultaten gevonden", 42),
    ("42 träffar", 42),
    ("42 tulosta", 42),
    ("42 találat", 42),
    ("Znaleziono 42 wyniki", 42),
    ("Nalezeno 42 záznamů", 42),
    ("Найдено 42 результата", 42),
    ("Всего: 1 234", 1234),
    ("Показано 1–10 из 42", 42),
    ("42 sonuç bulundu", 42),
    ("42 kết quả", 42),
    ("٤٢ نتيجة", 42),
    ("共42条", 42),
    ("显示第 1-10 条,共 42 条", 42),
    ("42件中 1-10件", 42),
    ("총 42건", 42),
]

NO_TOTALS = [
    *(
        "",
        "NATO",
        "Back To Top",
        "Version 2.0 released",
        "Article 5",
        "Chapter 12",
        "Entry: 42",
        "Case: 1234",
        "42",
        "2020",
    ),
    *(
        "Page 1 of 5",
        "Showing page 2 of 5",
        "Seite 1 von 5",
        "Page 1/5",
        "5 pages",
        "1 of 5",
        "1 / 5",
        "Step 2 of 3",
        "Room 5 of 10",
    ),
    *(
        "10 minutes ago",
        "2 hours",
        "3 days",
        "il y a 5 minutes",
        "vor 3 Stunden",
        "hace 2 horas",
        "Last 30 days",
        "24/7",
        "14:30",
    ),
    *(
        "5 May 2020",
        "08 May. 2020",
        "2020-05-08",
        "05/08/2020",
        "March 5, 2024",
        "5 mars 2020",
        "2-3 May 2020",
        "14 de enero de 2026",
    ),
    *(
        "2019 Opinions",
        "2017 Published Opinions",
        "Security updates (2010)",
        "2010 Meetings",
        "From 10 to 12 of 2020",
        "From 10 to 12 from 2020",
        "9/11 reports",
        "Police found 42 documents in Oslo",
        "Iraq (42)",
    ),
    *(
        "$42",
        "42 €",
        "Total: $42",
        "Total: 42 €",
        "Total: 42.50",
        "Total: 42 MB",
        "42 %",
        "42 km",
        "3 of 5 stars",
    ),
    *(
        "10 per page",
        "10 results per page",
        "Results per page: 10",
        "Show 10 entries",
        "Next 10 results",
        "10 more results",
        "Results 1 - 10",
    ),
    *(
        "Top 10 stories",
        "The 10 best films",
        "5 comments",
        "12 views",
        "443 words",
        "7 Samurai",
        "10 Downing Street",
    ),
    *(
        "3 reports accuse government of torture",
        "5 articles you must read today",
        "1. Results of the study",
        "Live: 3 - 2",
    ),
    *(
        "200508-sg-iraq.jpg, 66.26KB",
        "Telephone: 216-443-3700",
        "01/08/20 01/08/20 2-18-0993 NRel 2020 IL App (2d) 180993",
    ),
    *("Today (8 May 2020), the Secretary General held a phone call", "42 results " * 100),
]


@pytest.mark.parametrize(("text", "total"), TOTALS)
def test_declared_total_reads_counts(text: str, total: int) -> None:
    """Counts of entries are read in many words, languages and groupings."""
    assert _text.declared_total(text) == total
    assert _text.declared_total(text.upper()) == total
    assert _text.declared_total(text, pointed=True) == total


@pytest.mark.parametrize("text", NO_TOTALS)
def test_declared_total_refuses(text: str) -> None:
    """Pagers, dates, durations, prices, sizes, titles and phone numbers are no count of entries."""
    assert _text.declared_total(text) is None


@pytest.mark.parametrize(
    ("text", "total"),
    [
        *(
            ("42", 42),
            ("(1,234)", 1234),
            ("2020", 2020),
            ("10 of 42", 42),
            ("10 / 42", 42),
            ("42 Monkeys", 42),
            ("Iraq (42)", 42),
        ),
        *(
            ("Page 1 of 5", None),
            ("$42", None),
            ("42 €", None),
            ("5 minutes", None),
            ("2.5", None),
            ("", None),
            ("5 May 2020", None),
        ),
    ],
)
def test_declared_total_trusts_a_recipe(text: str, total: int | None) -> None:
    """Where a recipe picked the text, its only number is the total; pagers and prices still are none."""
    assert _text.declared_total(text, pointed=True) == total


@given(st.one_of(st.text(), st.text(alphabet="1234 ,.-of/resultspage()$:共条", max_size=60)), st.booleans())
def test_declared_total_never_raises(text: str, pointed: bool) -> None:
    """Any text declares a number that is not negative, or none."""
    total = _text.declared_total(text, pointed=pointed)
    assert total is None or total >= 0


PARTS = [
    "a",
    "1",
    " ",
    "\xa0",
    "\x00",
    "\u0301",
    "🇩",
    "\ud800",
    "<",
    "<!--",
    "<meta ",
    "<a '",
    '<a ="',
    "</",
    " a=",
    "<meta charset=x",
    "\r\n",
]


@pytest.mark.parametrize("part", PARTS)
def test_texts_take_linear_time(part: str) -> None:
    """A hundred thousand characters of one kind are done in a moment."""
    text = part * (100_000 // len(part))
    content = text.encode("utf-8", "surrogatepass") + b"\xff"
    start = time.process_time()
    _text.clean(text)
    _text.xml_safe(text)
    _text.truncate(text, 90_000)
    _charsets.decode(content, None)
    _charsets.is_binary(content)
    _text.declared_total(text)
    assert time.process_time() - start < 5
