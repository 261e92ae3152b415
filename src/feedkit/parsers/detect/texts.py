"""Texts of a page: where their dates are, what their words are, and how well they would do as titles.

It takes the lines of a page once, to learn the language of its dates, and then one text after another;
it remembers what it found.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, TypeVar

from feedkit import _dates
from feedkit.parsers.detect import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence, Set

_K = TypeVar("_K")
_T = TypeVar("_T")
_EDGES = " \t\n\r\xa0-–—|:;,·•»›()[]/"
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\w+")
_VERSION = re.compile(
    r"(?<![\w.])(?:v[0-9]+(?:\.[0-9]+)*|[0-9]+(?:\.[0-9]+){2,3})"
    r"(?:(?:\.tar)?\.(?:[gx7]?z|bz2|zip|t[gx]z|deb|rpm|exe|msi|dmg|pkg|whl|jar|iso|apk))?(?![\w.]*\w)"
)
"""What names a release: `v2`, `1.20.1`, `1.20.1.tar.gz`."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_AMOUNT = re.compile(r"[0-9]+[a-z]{1,3}", re.IGNORECASE)
"""A number with its unit: `2h`, `66KB`."""
_A_VERSION = 2.0
"""So many words it is worth."""
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_YEAR = re.compile(r"(?<![\w.,/-])(?:19|20)[0-9]{2}(?![0-9a-z]|[.,/-][0-9])")
_OPENED, _CLOSED = re.compile(r"\([^()]{0,20}$"), re.compile(r"[^()]{0,20}\)")
"""What stands around a date in brackets, as in "(filed May 4, 2024)"."""
_PROSE, _SENTENCE, _ENDS = 90, 45, frozenset(".!?。！？")
"""Letters from which on a text is running text, be it a sentence or not; what ends one."""
_A_DAY = r"(?P<date>[^\W\d]{3,12}\.? [0-9]{1,2}|[0-9]{1,2}\.? [^\W\d]{3,12}\.?)"
_AT_EDGES = (
    re.compile(rf"^{_A_DAY}(?=[\s,:;–—-])"),
    re.compile(rf"[\s(]{_A_DAY}[\s)]*$"),
    re.compile(r"(?<![\w/.-])(?P<date>[0-9]{1,2}/[0-9]{1,2}/[0-9]{2})(?![\w/-])"),
)
_NUMBERS = re.compile(r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2}")
"""Day and month as numbers, in an order that the whole list tells."""
_SEVERAL = 4
_LONGEST_MONTH = 20
_SHORT_HEAD = 40
"""Letters of a line that may be a heading of a year."""
_MOST_DATES = 3
_MOST_LINES = 40
_SHORT = 100
_LONGEST = 300
_ENOUGH_WORDS = 4
_BEGIN = 60
_USUAL_TITLE = 160
_NO_TITLE = 0.02


class Told(dict[_K, _T]):
    """What is told of things, worked out when it is asked for first."""

    def __init__(self, tell: Callable[[_K], _T]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, key: _K) -> _T:
        told = self[key] = self._tell(key)
        return told


class Texts:
    """What the texts of one page say."""

    def __init__(
        self, lines: Iterable[str], language: str | None, pairs: re.Pattern[str] | None = None
    ) -> None:
        short = list(dict.fromkeys(line for line in lines if len(line) < _SHORT and _DIGIT.search(line)))
        setting = _dates.Setting(language=language)
        self._language = _dates.column_language(short[:_MOST_LINES], setting)
        self._pairs = pairs
        """What finds a date of two numbers, where the page has such."""
        self._edges = [form for form in _AT_EDGES if self._are_days(form, short)]
        """What finds a day without its year, or with a short one, where the page has such."""
        self.spots = Told(self._spot)
        """Where a text holds what may be a date."""
        self.shares = Told(self._share)
        """How much of a text its date is, 0 to 1."""
        self.words = Told(self._words)
        """The words of a text, dates and numbers left out; of a script without spaces, pairs of letters."""
        self.fits = Told(self.fit)
        """How well a text would do as a title."""
        self.sentences = Told(_is_running)
        """Whether a text is running text rather than a name."""
        self.buttons = Told(wording.is_button)
        """Whether a text says only that a click shows more."""

    def _spot(self, text: str) -> _dates.Spot | None:
        spot = _dates.spot(text[:_LONGEST], self._language)
        pair = self._pairs.search(text[:_LONGEST]) if self._pairs and spot is None else None
        if self._edges and pair is None and spot is None and len(text) < _SHORT:
            pair = next(filter(None, (self._day_at(form, text) for form in self._edges)), None)
        return _dates.Spot(*pair.span("date")) if pair else spot

    def _day_at(self, form: re.Pattern[str], text: str) -> re.Match[str] | None:
        found = form.search(text)
        return found if found and _dates.spot(found["date"], self._language) else None

    def _are_days(self, form: re.Pattern[str], lines: Sequence[str]) -> bool:
        """Return whether several lines that have more words have a day at one of their edges."""
        found = ((line, self._day_at(form, line)) for line in lines)
        days = {day["date"] for line, day in found if day and not _dates.spot(line, self._language)}
        return len(days) >= _SEVERAL

    def _share(self, text: str) -> float:
        spot = self.spots[text]
        return (spot.end - spot.start) / len(text) if spot else 0.0

    def date(self, text: str) -> str | None:
        """Return the first date in a text, as printed."""
        spot = self.spots[text]
        return text[spot.start : spot.end].strip() if spot else None

    def days(self, texts: Iterable[str]) -> list[str]:
        """Return the days that a column of texts tells, as ISO 8601 writes them, its short numbers read as one list."""
        texts = list(texts)
        spots = [self.spots[text] for text in texts]
        if all(spot and spot.day for spot in spots) and not any(map(_NUMBERS.search, texts)):
            return [spot.day.isoformat()[: len("2024-03-05")] for spot in spots if spot and spot.day]
        column = _dates.column([self.date(text) for text in texts], _dates.Setting(language=self._language))
        return [reading.value.isoformat()[: len("2024-03-05")] for reading in column.readings if reading]

    def is_day(self, text: str) -> bool:
        """Return whether a text holds a whole date, with its year."""
        spot = self.spots[text]
        return spot is not None and spot.day is not None

    def year(self, text: str) -> str | None:
        """Return the year that a short text names, if it names one."""
        found = _YEAR.findall(text) if len(text) < _SHORT_HEAD else ()
        return found[0] if len(found) == 1 else None

    def is_month(self, text: str) -> bool:
        """Return whether a text is a month, with its year or without."""
        name = _YEAR.sub("", text).strip(_EDGES) if len(text) <= _LONGEST_MONTH else ""
        spot = _dates.spot(f"1 {name}", self._language) if name.isalpha() else None
        return spot is not None and not spot.is_relative and spot.end == len(name) + len("1 ")

    def without_dates(self, text: str) -> str:
        """Return a text without its dates and the signs at its edges."""
        for _ in range(_MOST_DATES):
            spot = self.spots[text]
            if spot is None:
                break
            before, after = text[: spot.start], text[spot.end :]
            opened, closed = _OPENED.search(before), _CLOSED.match(after)
            if opened and closed:
                before, after = before[: opened.start()], after[closed.end() :]
            text = before.rstrip(_EDGES) + " " + after.lstrip(_EDGES)
        return text.strip(_EDGES)

    def _words(self, text: str) -> tuple[str, ...]:
        return tuple(_split(self.without_dates(text[:_LONGEST])))

    def fit(self, text: str, common: Set[str] = frozenset()) -> float:
        """Return how well a text would do as a title: some words that are not `common`, and not too many."""
        if _ADDRESS.fullmatch(text):
            return _NO_TITLE
        if not common and self._is_enough(text):
            return max(0.5, min(1.0, _USUAL_TITLE / len(text)))
        own = sum(
            [
                0.2 if word in common else 0.0 if _AMOUNT.fullmatch(word) else 1.0 if word.isalpha() else 0.5
                for word in self.words[text]
            ]
        )
        if own < _ENOUGH_WORDS and text.isascii() and _VERSION.search(text):
            own += _A_VERSION
        enough = math.pow(min(1.0, own / _ENOUGH_WORDS), 0.7)
        return max(_NO_TITLE, enough) * max(0.5, min(1.0, _USUAL_TITLE / len(text)))

    def _is_enough(self, text: str) -> bool:
        """Return whether a text has words enough at its begin, where it is simple to tell."""
        begin = text[:_BEGIN]
        if not begin.isascii() or self.spots[text]:
            return False
        return sum(map(str.isalpha, _WORD.findall(begin)[:-1])) >= _ENOUGH_WORDS


def _is_running(text: str) -> bool:
    """Return whether a text is a sentence or long, and no name such as "Harbor Lines, Inc. v. Moreno, et al."."""
    if len(text) <= (_SENTENCE if text[-1:] in _ENDS else _PROSE):
        return False
    words = [word for word in text.split() if word[0].isalpha()]
    return sum(word[0].isupper() for word in words) * 2 <= len(words)


def _split(text: str) -> Iterable[str]:
    found = _WORD.findall(text)
    if not text.isascii():
        wide = "".join(_WIDE.findall(text))
        found = [word for word in found if not _WIDE.search(word)]
        found += [wide[place : place + 2] for place in range(0, len(wide) - 1, 2)]
    return (word for word in found if not word.isdigit())
