"""Dates of the whole world: tables of texts, lists and what is none of them."""

import datetime as dt
import importlib
import itertools
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from feedkit import _dates

TABLES = Path(__file__).parent / "dates"
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
"""When the texts of the tables of dates were retrieved."""
LIST_NOW = dt.datetime(2024, 3, 8, 12, tzinfo=dt.UTC)
RELATIVE_NOW = dt.datetime(2024, 3, 5, 14, 30, 20, tzinfo=dt.UTC)
LANGUAGES = (None, "en-US", "de", "zh")
DATES_OF_A_FIELD = {"10.10.10", "1709649000", "1709649000000", "3.13.2024"}
"""What is a date where a whole field says so, and nothing in a text."""


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (TABLES / name).read_text("utf-8").splitlines()]


def _read(text: str, language: str | None, now: dt.datetime | None) -> str | None:
    setting = _dates.Setting(language=language, now=now)
    (reading,) = _dates.column([text], setting).readings
    return reading and _dates.rfc3339_local(reading.value)


def test_dates_of_forms_are_read() -> None:
    """What pages print in eighty languages is read as it is meant, all of it."""
    misread = [
        (language, text, expected, found)
        for language, text, expected in _rows("hand.tsv")
        if (found := _read(text, language, NOW)) != expected
    ]

    assert not misread


def test_dates_of_cldr_are_read() -> None:
    """Of the dates that CLDR writes none is misread, and at most two in a hundred stay unread."""
    rows = _rows("made.tsv")
    found = [(row, _read(row[1], row[0], NOW)) for row in rows]

    assert not [(row, read) for row, read in found if read not in (None, row[2])]
    assert sum(read is None for _, read in found) <= len(rows) * 0.02


def test_relative_dates_are_counted_back() -> None:
    """Phrases of more than fifty languages are counted back from the retrieval."""
    misread = [
        (language, text, expected, found)
        for language, text, expected in _rows("relative.tsv")
        if (found := _read(text, language, RELATIVE_NOW)) != expected
    ]

    assert not misread


def test_spans_of_days_keep_their_end() -> None:
    """The date is the first day, and the last one is kept beside it, also where one of a list tells the order."""
    misread = []
    for language, texts, expected in _rows("spans.tsv"):
        column = _dates.column(texts.split(" | "), _dates.Setting(language=language, now=NOW))
        found = [
            each and "/".join(_dates.rfc3339_local(day) for day in (each.value, each.until) if day)
            for each in column.readings
        ]
        misread += [(texts, found)] * (found != expected.split(" | "))

    assert not misread


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_date_is_none(language: str | None) -> None:
    """Years, months, versions, prices, numbers of telephones and the like are never read."""
    texts = (TABLES / "none.txt").read_text("utf-8").splitlines()

    assert [text for text in texts if _dates.find(text, now=NOW, language=language)] == []
    assert [text for text in texts if _dates.read(text, now=NOW, language=language)] == []
    assert {text for text in texts if _read(text, language, NOW)} <= DATES_OF_A_FIELD


@pytest.mark.parametrize(("name", "options", "texts", "expected"), _rows("columns.tsv"))
def test_lists_are_read_as_one(name: str, options: str, texts: str, expected: str) -> None:
    """Order, language and years are told by the whole list, by headings and links, or not at all."""
    given = dict(option.split("=", 1) for option in options.split(";") if option)
    now = None if given.get("now") == "" else LIST_NOW
    setting = _dates.Setting(language=given.get("language"), host=given.get("host"), now=now)
    column = _dates.column(
        [text.strip().replace("¶", "\n") for text in texts.split("|")],
        setting,
        heads=given["heads"].split(",") if "heads" in given else (),
        links=given["links"].split(",") if "links" in given else (),
    )

    found = [_dates.rfc3339_local(each.value) if each else "-" for each in column.readings]
    assert found == [text.strip() for text in expected.split("|")], name


def test_tables_are_as_large_as_they_should_be() -> None:
    """Enough is tried, in enough languages."""
    languages = {row[0].partition("-")[0] for name in ("made.tsv", "hand.tsv") for row in _rows(name)}

    assert len(_rows("made.tsv")) >= 1_500
    assert len(languages) >= 60
    assert len({row[0] for row in _rows("relative.tsv")}) >= 30
    assert len(_rows("columns.tsv")) >= 60
    assert len(_rows("none.txt")) >= 300


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Gives the scripts of the folder `tools`, where Babel is installed."""
    pytest.importorskip("babel")
    monkeypatch.syspath_prepend(Path(__file__).parent.parent / "tools")
    return importlib.import_module


def test_languages_are_those_of_cldr(tool: Callable[[str], Any]) -> None:
    """The lines that are shipped are what the script makes of CLDR and the additions; `prove` tries all."""
    languages = tool("languages")
    names = ("cs", "eu", "fa", "he", "pt", "sr", "th", "vi")

    assert languages.lines(names).splitlines() == [
        line
        for line in languages.TARGET.read_text("utf-8").splitlines()
        if line[6:8] in names and line[8] == '"'
    ]


def test_table_is_what_cldr_writes(tool: Callable[[str], Any]) -> None:
    """The table of dates is made by its script, not by what feedkit reads."""
    texts = tool("date_texts")

    assert "".join(texts.rows()) == texts.TARGET.read_text("utf-8")


def _formatted(tool: Callable[[str], Any], step: int) -> Iterator[tuple[str, str, dt.date]]:
    """Dates of 2024 in the languages of which CLDR has the names of months, spread over the year."""
    from babel import localedata
    from babel.dates import format_date

    for name in sorted(localedata.locale_identifiers()):
        locale = tool("languages").locale_of(name)
        months = [locale.months["format"][width].values() for width in ("wide", "abbreviated")]
        if "_" in name or any(map(str.isdigit, "".join(itertools.chain(*months)))):
            continue
        for width in ("full", "long", "medium"):
            for number in range(zlib.crc32(f"{name} {width}".encode()) % step, 366, step):
                day = dt.date(2024, 1, 1) + dt.timedelta(days=number)
                yield name, format_date(day, width, locale), day


def test_what_babel_formats_is_read_back(tool: Callable[[str], Any]) -> None:
    """Days in every language and length are read as they were written."""
    found = [(*row, _read(row[1], row[0], NOW)) for row in _formatted(tool, step=180)]

    assert len(found) > 1_000
    assert not [each for each in found if each[3] not in (None, each[2].isoformat())]
    assert sum(each[3] is not None for each in found) >= 0.99 * len(found)
