"""Which language the dates of a list are in, and which order of numbers is usual there.

It takes the texts of a list and the language that the page claims; gives a `Language`; and never
decides where two languages take a word for different months and nothing else tells them apart.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from feedkit._dates import _shapes, _words
from feedkit._dates._words import Language

_MOST_TEXTS = 100
_LONGEST = 80
_FEWEST_LETTERS = 3
_COMMON = (
    "en es fr de pt it nl ru pl tr id vi ja zh ko ar fa hi th cs sv ro hu el uk da fi nb sk bg hr sr ca he "
    "eu gl et lv lt sl mk sq is ms bn ta te ur be bs ka hy az kk af cy ga mr ml kn gu pa"
).split()
"""Those that are taken before others that have the same words, and for dates without a year."""
_ENDINGS: Mapping[str, str] = MappingProxyType(
    {"uk": "GB", "us": "US", "gov": "US", "mil": "US", "edu": "US"}
)
_NO_COUNTRY = frozenset(
    {"ai", "cc", "co", "fm", "gg", "im", "io", "la", "ly", "me", "nu", "sh", "to", "tv", "ws"}
)
"""Names of countries that hosts all over the world end in."""
_SCRIPTS: Mapping[str, str] = MappingProxyType(
    {
        "\\u0e00-\\u0e7f": "th",
        "\\u0e80-\\u0eff": "lo",
        "\\u1780-\\u17ff": "km",
        "\\u1000-\\u109f": "my",
        "\\u3040-\\u30ff": "ja",
        "\\uac00-\\ud7af": "ko",
        "\\u3400-\\u9fff": "zh",
    }
)


class _Index(NamedTuple):
    """What every language has, by word."""

    months: Mapping[str, list[tuple[str, int]]]
    others: Mapping[str, set[str]]
    """The languages that have a weekday of this name, or a phrase that counts back from now."""


def of_column(unread: Sequence[str], count: int, claimed: Language) -> tuple[Language, bool]:
    """Return the language of the dates of a list, and whether it is that of most of them.

    It takes the texts in which the claimed language has no date, and how many texts there are; the
    language is the claimed one unless these are in another.
    """
    parts = list(itertools.islice(_unread(unread, claimed), _MOST_TEXTS))
    name = _recognised(parts) if parts else None
    if name is None or name == claimed.name:
        return claimed, True
    is_theirs = len(parts) * 2 > min(count, _MOST_TEXTS)
    return _words.languages((name, claimed.name) if is_theirs else (claimed.name, name)), is_theirs


def _unread(texts: Sequence[str], claimed: Language) -> Iterator[str]:
    """The parts of texts that would be dates if a word that the claimed language has not were a month."""
    for text in dict.fromkeys(texts):
        head = text[:_LONGEST]
        if any(map(str.isdigit, head)) and any(map(str.isalpha, head)):
            tokens = claimed.tokens(head)
            kinds = claimed.kinds_of(tokens)
            if _shapes.first(kinds) is None and _shapes.partial(kinds) is None:
                place = _shapes.unknown(kinds)
                yield from ["".join(tokens[slice(*place)])] if place is not None else []


def _recognised(texts: Sequence[str]) -> str | None:
    """The language that knows the months of most texts; None when those that do differ in one."""
    script = _by_script(texts)
    if script is not None:
        return script
    known: dict[str, dict[str, int]] = defaultdict(dict)
    scores: dict[str, int] = defaultdict(int)
    found: dict[str, int] = defaultdict(int)
    for text in texts:
        is_whole = re.search("[0-9]{4}", text) is not None
        for name in {name for name, _ in _months_in(text, known) if is_whole or name in _COMMON}:
            found[name] += 1
        for name in _others_in(text):
            scores[name] += 1
    names = _best(found) or _best(scores)
    if len({tuple(sorted(known[name].items())) for name in names}) > 1:
        names = _best({name: scores[name] for name in names})
    if len({tuple(sorted(known[name].items())) for name in names}) != 1 or max(
        found.values(), default=0
    ) * 2 < len(texts) * bool(found):
        return None
    return min(names, key=lambda name: (_COMMON.index(name) if name in _COMMON else len(_COMMON), name))


def _best(scores: Mapping[str, int]) -> list[str]:
    return [name for name, score in scores.items() if score and score == max(scores.values())]


def _by_script(texts: Sequence[str]) -> str | None:
    joined = " ".join(texts)
    return next((name for signs, name in _SCRIPTS.items() if re.search(f"[{signs}]", joined)), None)


def _months_in(text: str, known: dict[str, dict[str, int]]) -> Iterator[tuple[str, int]]:
    for word in _grams(text):
        for name, number in _index().months.get(word, ()):
            known[name][word] = number
            yield name, number


def _others_in(text: str) -> set[str]:
    phrase = re.sub(r"\s*[0-9]+\s*", " {0} ", text.casefold()).strip(" .")
    found = [_index().others.get(word, set()) for word in (*_grams(text), phrase)]
    return set().union(*found)


def _grams(text: str) -> Iterator[str]:
    """The words of a text, and two in a row, as the index has them."""
    words = re.findall(r"[^\s\d!-&(-/:-@\[-`{-~,]+", text)
    for word in (*words, *map(" ".join, itertools.pairwise(words))):
        if len(word) >= _FEWEST_LETTERS:
            yield _words.plain_word(word)


@lru_cache(maxsize=1)
def _index() -> _Index:
    months: dict[str, list[tuple[str, int]]] = defaultdict(list)
    others: dict[str, set[str]] = defaultdict(set)
    for line in _words.lines():
        for first, key in ((1, "m"), (101, "solar"), (201, "lunar")):
            for number, names in enumerate(line.get(key, ()), first):
                for word in {_words.plain_word(name) for name in names.split("|") if name}:
                    months[word].append((line["n"], number))
        for name in _names((*line["w"], line.get("v", ""))):
            others[_words.plain_word(name)].add(line["n"])
        for name in _names(line.get("ago", {}).values()):
            others[re.sub(r"\s*\{0\}\s*", " {0} ", name).strip(" .")].add(line["n"])
    return _Index(months, others)


def _names(groups: Iterable[str]) -> Iterator[str]:
    return (name for names in groups for name in names.split("|") if name)


def usual_order(tag: str | None, host: str | None, recognised: str) -> str | None:
    """Return the order of numbers in a language of a country; None for English of no country.

    The country is that of the tag, else the one that the host's name ends in.
    """
    orders = _words.orders(recognised)
    usual = orders.get("") or None
    regions = [part.upper() for part in re.split("[-_]", tag or "")[1:] if len(part) == 2]
    if regions and _words.name_of(tag) == recognised:
        return orders.get(regions[0], usual)
    ending = (host or "").rpartition(".")[2]
    country = _ENDINGS.get(ending, ending.upper())
    told = usual if country == "US" else orders.get(country) if ending and ending not in _NO_COUNTRY else None
    return told or (None if recognised == "en" else usual)
