"""The words of dates: which of them a language has, and what each means.

It takes names of languages (RFC 5646) and texts of unknown language; gives a `Language` that cuts a
text into tokens and tells the kind of each; and never opens the file of languages for English alone.
"""

from __future__ import annotations

import pkgutil
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import accumulate
from types import MappingProxyType
from typing import Any

_ENGLISH: Mapping[str, Any] = MappingProxyType(
    {
        "m": (
            *("jan|january", "feb|february", "mar|march", "apr|april", "may", "jun|june", "jul|july"),
            *("aug|august", "sep|sept|september", "oct|october", "nov|november", "dec|december"),
        ),
        "w": (
            *("mon|monday", "tue|tues|tuesday", "wed|weds|wednesday", "thu|thur|thurs|thursday"),
            *("fri|friday", "sat|saturday", "sun|sunday"),
        ),
        "l": "of|the|day",
        "r": "to|and|until|till|through|thru",
        "one": "a|an|one",
        "day": {"0": "today", "1": "yesterday"},
        "orders": {"": "", "US": "mdy"},
    }
)
MONTHS: Mapping[str, int] = MappingProxyType(
    {name: number for number, names in enumerate(_ENGLISH["m"], 1) for name in names.split("|")}
)
_CJK = {
    **dict.fromkeys("年년", "N"),
    **dict.fromkeys("月월", "G"),
    **dict.fromkeys("日号號일", "D"),
    **dict.fromkeys(("令和", "平成", "昭和", "大正", "明治", "民國", "民国", "中華民國", "中华民国"), "A"),
}
_CJK_WEEKDAY = (
    "星期[一二三四五六日天]|礼拜[一二三四五六日天]|[週周][一二三四五六日](?![0-9年])|[月火水木金土日]曜日?"
)
_CJK_DAYS = "一二三四五六日天"
_CJK_NUMBER = "[〇○零一二三四五六七八九十]{1,4}(?=[年月日号號])|元(?=年)"
# Neither a space, a digit, nor a sign; scripts without spaces between words go one by one.
_LETTERS = r"[^\s0-9!-/:-@\[-`{-\u00b4\u00b6-\u00bf\u060c\u061b\u061f\u06d4\u0964\u0965\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]"
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_YEAR_BEFORE_TIME = "(?:19|20)[0-9]{2}(?=[0-2]?[0-9]:[0-5][0-9])"
"""Where a page sets no blank between them: `March 5, 202411:23 AM`."""
_NUMBER_KINDS = ("", "9", "9", "3", "Y", "#", "#", "#", "8")
_LATIN = re.compile(r"[A-Za-z\u00b5-\u024f]")
_MOST_TOKENS = 4096
_OTHER_NAMES = {"no": "nb", "iw": "he", "in": "id", "tl": "fil", "mo": "ro", "sh": "sr"}


class Kinds(dict[str, str]):
    """The kind of each token, one character; worked out when a token is first met."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words

    def __missing__(self, token: str) -> str:
        if len(self) >= _MOST_TOKENS:
            self.clear()
        kind = self[token] = self._kind(token)
        return kind

    def _kind(self, token: str) -> str:
        first = token[0]
        if first in "0123456789" and token.isascii():
            return _NUMBER_KINDS[len(token)] if len(token) < len(_NUMBER_KINDS) else "#"
        if first.isspace():
            return " "
        if first in "ºª°":
            return "o"
        known = self._words.get(folded(token)) or self._words.get(plain_word(token))
        if known is not None:
            return known
        if first.isalpha() or len(token) > 1:
            return _letter_kind(token)
        if unicodedata.category(first)[0] == "M":
            return "h"
        return first if first.isascii() else "$" if unicodedata.category(first) == "Sc" else "!"


def _letter_kind(token: str) -> str:
    if token in "tTzZ":
        return token.upper()
    if re.fullmatch(_CJK_WEEKDAY, token):
        return "W"
    if re.fullmatch(r"[〇○零一二三四五六七八九十元]+", token):
        return "Y" if len(token) == 4 and "十" not in token else "9"
    return "x" if _LATIN.match(token) else "h"


def folded(word: str) -> str:
    """Return a word in small letters, its blanks single."""
    return " ".join(word.casefold().split())


@lru_cache(maxsize=4096)
def plain_word(word: str) -> str:
    """Return a word in small letters without accents, Arabic letters in one spelling."""
    parts = unicodedata.normalize("NFD", folded(word))
    bare = "".join(c for c in parts if not ("\u0300" <= c <= "\u036f" or "\u064b" <= c <= "\u0655"))
    return unicodedata.normalize("NFC", bare).translate(_ALIKE).strip(".")


_ALIKE = str.maketrans(
    {"ı": "i", "ł": "l", "đ": "d", "ø": "o", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": None, "ʻ": "'"}
)


class Language:
    """The words of one language, or of several, with English behind them."""

    def __init__(self, lines: Iterable[Mapping[str, Any]], name: str = "") -> None:
        """Takes the lines of the file; what an earlier one says of a word stands."""
        self.name = name
        self.lines = tuple(lines)
        self.months: dict[str, int] = {}
        self.weekdays: dict[str, int] = {}
        words: dict[str, str] = {"st": "o", "nd": "o", "rd": "o", "th": "o"}
        for line in self.lines:
            self._take(line, words)
        words |= _CJK
        self.kinds = Kinds(words)
        odd = sorted((w for w in words if _is_odd(w)), key=lambda w: (-len(w), w))
        known = "|".join(map(_spelt, odd))
        self._split = re.compile(
            rf"{_YEAR_BEFORE_TIME}|[0-9]+|{_CJK_WEEKDAY}|{_CJK_NUMBER}|{known}|[ºª°]|{_LETTERS}+|\s+|.",
            re.DOTALL | re.IGNORECASE,
        )
        ascii_known = "".join(_spelt(w) + "|" for w in odd if w.isascii())
        self._split_ascii = re.compile(
            rf"{_YEAR_BEFORE_TIME}|[0-9]+|{ascii_known}[a-z]+|\s+|.", re.DOTALL | re.IGNORECASE
        )

    def _take(self, line: Mapping[str, Any], words: dict[str, str]) -> None:
        fresh: dict[str, str] = {}
        for kind, key in (
            ("l", "l"),
            ("o", "o"),
            ("r", "r"),
            ("V", "v"),
            ("A", "a"),
            ("N", "ny"),
            ("G", "ng"),
            ("D", "nd"),
        ):
            fresh |= {
                word: kind for each in line.get(key, "").split("|") if each for word in _spellings(each)
            }
        for number, names in enumerate(line["w"]):
            for name in names.split("|"):
                for word in _spellings(name):
                    fresh[word] = "W"
                    self.weekdays.setdefault(word, number)
        for first, key in ((1, "m"), (101, "solar"), (201, "lunar")):
            for number, names in enumerate(line.get(key, ()), first):
                for word in (word for name in names.split("|") for word in _spellings(name)):
                    if word not in words:
                        fresh[word] = "B" if fresh.get(word) in ("W", "B") else "M"
                        self.months.setdefault(word, number)
        words |= {word: kind for word, kind in fresh.items() if word not in words}

    def tokens(self, text: str) -> list[str]:
        """Return a text cut into numbers, words, blanks and signs; nothing is left out."""
        return (self._split_ascii if text.isascii() else self._split).findall(text)

    def kinds_of(self, tokens: list[str]) -> str:
        """Return the kinds of tokens, a character each."""
        return "".join(map(self.kinds.__getitem__, tokens))

    def month(self, token: str) -> int:
        """Return the number of a month's name; raises ValueError for any other word."""
        number = self.months.get(folded(token)) or self.months.get(plain_word(token))
        if number is None:
            raise ValueError(token)
        return number

    def weekday(self, token: str) -> int | None:
        """Return the number of a weekday, Monday 0; None for what is none."""
        number = self.weekdays.get(folded(token))
        if number is None and token[-1:] in _CJK_DAYS and len(token) > 1 and token[0] in "星礼週周":
            return min(_CJK_DAYS.index(token[-1]), 6)
        if number is None and re.fullmatch(_CJK_WEEKDAY, token):
            return "月火水木金土日".index(token[0])
        return number

    def ago(self, key: str) -> list[str]:
        """Return the phrases that count back in a unit (`h`: "il y a {0} heures"), or name a day (`1`: "hier")."""
        tables = (
            line if key == "now" else line.get("day" if key.isdigit() else "ago", {}) for line in self.lines
        )
        return [phrase for table in tables for phrase in table.get(key, "").split("|") if phrase]

    @cached_property
    def ones(self) -> list[str]:
        """The words that stand for the number 1, as in "il y a une heure"."""
        return [word for line in self.lines for word in line.get("one", "").split("|") if word]


def _spellings(name: str) -> Iterator[str]:
    if name:
        yield name
        yield plain_word(name)
        spaced = plain_text(name)  # what has no width is a blank there
        yield from {spaced, plain_word(spaced), name.replace("\u200c", "").replace("\u200d", "")} - {name}


def _is_odd(word: str) -> bool:
    """Whether a word is not what the letters between two signs are."""
    return re.fullmatch(rf"{_LETTERS}+", word) is None


def _spelt(word: str) -> str:
    text = r"\s+".join(map(re.escape, word.split()))
    last = word[-1]
    if UNSPACED.match(last) or not last.isalpha():
        return text
    return rf"{text}(?!{_LETTERS})" if not UNSPACED.match(word[0]) else text


def number(token: str) -> int:
    """Return the value of a number in digits or Chinese numerals."""
    if token.isdecimal():
        return int(token)
    if "元" in token:
        return 1
    digits = {"〇": 0, "○": 0, "零": 0, **{sign: value for value, sign in enumerate("一二三四五六七八九", 1)}}
    tens, ten, ones = token.rpartition("十")
    if not ten:
        return int("".join(str(digits[sign]) for sign in token))
    return (digits[tens] if tens else 1) * 10 + (digits[ones] if ones else 0)


def starts(tokens: list[str]) -> list[int]:
    """Return where each token begins, and where the last one ends."""
    return [0, *accumulate(map(len, tokens))]


@lru_cache(maxsize=1)
def _file() -> Mapping[str, str]:
    """Returns the lines of the file by the name of their language; it is a part of the program."""
    text = (pkgutil.get_data("feedkit._dates", "languages.jsonl") or b"").decode("utf-8")
    return {line.split('"', 4)[3]: line for line in text.splitlines()}


def language(tag: str | None = None) -> Language:
    """Return the words of a language (`pt`, `pt-BR`, `pt_BR`), English behind them; English for an unknown one."""
    return languages((name_of(tag),))


def name_of(tag: str | None) -> str:
    """Return the name that a language has in the file."""
    name = re.split("[-_]", tag or "en")[0].casefold()
    return _OTHER_NAMES.get(name, name)


@lru_cache(maxsize=64)
def languages(names: tuple[str, ...]) -> Language:
    """Return the words of several languages, the first before the second, English behind them if nowhere else."""
    known = [name for name in names if name == "en" or name in _file()]
    if "en" not in known:
        known.append("en")
    return Language([_ENGLISH if name == "en" else _line(name) for name in known], known[0])


def orders(name: str) -> Mapping[str, str]:
    """Return the orders of numbers in a language by country, that of the language itself under ""."""
    found: Mapping[str, str] = _line(name)["orders"] if name in _file() else {}
    return found


def lines() -> Iterator[Mapping[str, Any]]:
    """Yield what the file has, a language each."""
    yield from map(_line, _file())


def _line(name: str) -> Mapping[str, Any]:
    import json

    line: Mapping[str, Any] = json.loads(_file()[name])
    return line


# One character for one, so that places in the text stay what they are: spaces and marks without
# width to a blank, dashes to a hyphen, full-width forms to ASCII.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(map(chr, (0xA0, 0x1680, *range(0x2000, 0x2010), 0x202F, 0x205F, 0x3000)), " "),
        **dict.fromkeys(map(chr, (*range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0xAD)), " "),
        **dict.fromkeys(map(chr, (*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63)), "-"),
        **dict.fromkeys("‘’ʼ´`′", "'"),
        **dict.fromkeys("～〜", "~"),
        **dict(zip("ᵃᵈᵉʰⁱᵐⁿᵒʳˢᵗ", "adehimnorst", strict=True)),
        **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys("、،፣፥፡⹁", ","),
    }
)
_LONGEST = 2_000
_DIGITS = re.compile(r"\d+")


def plain_text(text: str) -> str:
    """Return the head of a text as the patterns expect it, every character in its place."""
    if len(text) > _LONGEST:
        text = text[:_LONGEST]
    return text if text.isascii() else _DIGITS.sub(_plain_digits, text.translate(_PLAIN))


def _plain_digits(found: re.Match[str]) -> str:
    """The digits of any one script as ASCII ones."""
    digits = found[0]
    zeros = {ord(digit) - int(digit) for digit in digits}
    return digits if len(zeros) > 1 or digits.isascii() else "".join(str(int(digit)) for digit in digits)
