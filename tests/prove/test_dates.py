"""Dates: every day of a leap year in every locale of CLDR, and the whole file of languages."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from feedkit import _dates

pytest.importorskip("babel")


@pytest.fixture
def languages(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Gives the script that makes the file of languages."""
    monkeypatch.syspath_prepend(Path(__file__).parent.parent.parent / "tools")
    return importlib.import_module("languages")


def test_file_of_languages_is_what_the_script_makes(languages: Any) -> None:
    """Nothing was changed by hand."""
    assert languages.lines() == languages.TARGET.read_text("utf-8")


def _texts(languages: Any, name: str) -> Iterator[tuple[str, dt.date]]:
    from babel.dates import format_date

    locale = languages.locale_of(name)
    names = "".join(
        word for width in ("wide", "abbreviated") for word in locale.months["format"][width].values()
    )
    if any(map(str.isdigit, names)) and locale.language not in ("ja", "ko", "vi", "yue", "zh"):
        return
    for number in range(366):
        day = dt.date(2024, 1, 1) + dt.timedelta(days=number)
        for width in ("full", "long", "medium"):
            yield format_date(day, width, locale), day


def test_every_day_in_every_locale_is_read_back(languages: Any) -> None:
    """At least 99 in a hundred are right, and none is another day."""
    from babel import localedata

    read = total = 0
    wrong = []
    for name in sorted(localedata.locale_identifiers()):
        rows = list(dict.fromkeys(_texts(languages, name)))
        for text, day in rows:
            column = _dates.column([text], _dates.Setting(language=name))
            found = column.readings[0]
            total += 1
            read += found is not None
            if found is not None and found.value != day:
                wrong.append((name, text, day, found.value))

    assert not wrong[:20]
    assert read >= 0.99 * total
