"""Write `languages.jsonl`, the words and orders of dates in every language that CLDR knows.

It takes the CLDR data that Babel brings and the additions of `languages.toml`; writes one line of JSON
for each language; and is run by hand when either of them changes: `python tools/languages.py`.
"""

from __future__ import annotations

import json
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import regex as re
from babel import Locale, localedata

HERE = Path(__file__).parent
TARGET = HERE.parent / "src/feedkit/_dates/languages.jsonl"
_MARKERS = {"ja", "ko", "yue", "zh"}
"""Languages that write months as numbers before a sign, which every language is read with."""
_NAMES = {"m": 12, "w": 7, "solar": 12, "lunar": 12}
_WORDS = ("l", "r", "o", "v", "a", "ny", "ng", "nd", "one", "now")
_SIGNS = "年月日年년월일"
_UNITS = {"second": "s", "minute": "m", "hour": "h", "day": "d", "week": "w"}
_WIDTHS = ("", "-short", "-narrow")
_LONGEST = ("full", "long", "medium", "short")


def lines(names: Iterable[str] = ()) -> str:
    """Return the text of the file, or the lines of some languages."""
    additions = tomllib.loads((HERE / "languages.toml").read_text("utf-8"))
    families = _families()
    languages = {name: _language(name, families[name]) for name in names or families}
    for name, more in additions.items():
        if name in languages:
            _add(languages[name], more)
    known = (_line(name, each) for name, each in sorted(languages.items()) if any(each["m"]) or each["ago"])
    return "".join(known)


def locale_of(name: str) -> Locale:
    """Return a locale as CLDR has it.

    Babel 2.18 writes into the data of the root locale while it follows aliases, so that a locale has
    names of those that were asked for before it: each must be the first.
    """
    localedata._cache.clear()
    return Locale.parse(name)


def _families() -> dict[str, list[str]]:
    """The locales of each language: its own first, then those of its scripts and regions."""
    families: dict[str, list[str]] = {}
    for identifier in sorted(localedata.locale_identifiers(), key=lambda name: (name.count("_"), name)):
        if identifier not in {"root", "en_US_POSIX"}:
            families.setdefault(identifier.split("_")[0], []).append(identifier)
    return families


def _empty() -> dict[str, Any]:
    tables: dict[str, Any] = {key: [set() for _ in range(size)] for key, size in _NAMES.items()}
    return {**tables, **{key: set() for key in _WORDS}, "orders": {}, "ago": {}, "day": {}}


def _language(name: str, locales: list[str]) -> dict[str, Any]:
    found = _empty()
    for locale in map(locale_of, locales):
        patterns = list(_patterns(locale))
        if name not in _MARKERS:
            _gather(found["m"], _names(locale, "months", 1, 13), patterns, "ML")
        _gather(found["w"], _names(locale, "days", 0, 7), patterns, "Ec")
        found["l"] |= {word for pattern in patterns for word in _words(pattern)}
        _relative(locale, found)
        order = _order(locale)
        if order:
            found["orders"].setdefault(locale.territory or "", order)
    _drop_doubtful(found)
    usual = found["orders"].get("")
    found["orders"] = {
        where: order for where, order in found["orders"].items() if not where or order != usual
    }
    return found


def _names(locale: Locale, what: str, first: int, last: int) -> list[set[str]]:
    tables = locale._data[what]
    widths = [tables[kind][width] for kind in ("format", "stand-alone") for width in ("wide", "abbreviated")]
    if what == "days":
        widths.append(tables["format"]["short"])
    return [{_plain(width[number]) for width in widths if number in width} for number in range(first, last)]


def _plain(name: str) -> str:
    name = unicodedata.normalize("NFC", name.replace("\u200e", "").replace("\u200f", ""))
    return " ".join(name.casefold().split()).strip(" .")


def _gather(into: list[set[str]], names: list[set[str]], patterns: list[str], letters: str) -> None:
    """Add names, and the names with what the patterns glue to them, as in Hebrew or Basque."""
    other = r"[\p{L}\p{M}--[A-Za-z]]+"
    glued = re.compile(rf"(?V1)(?:'([^']+)'|({other}))?[{letters}]{{3,4}}(?:'([^'\s]+)'|({other}))?")
    glue = {("", "")}
    for pattern in patterns:
        for one, two, three, four in glued.findall(pattern):
            glue.add((_tail(one or two).strip(_SIGNS), _head(three or four).strip(_SIGNS)))
    for place, words in enumerate(names):
        for word in words:
            if _is_name(word):
                into[place] |= {_plain(before + word + after) for before, after in glue}


def _tail(text: str) -> str:
    return re.findall(r"[\p{L}\p{M}]*$", text.casefold())[0]


def _head(text: str) -> str:
    return re.findall(r"^[\p{L}\p{M}]*", text.casefold())[0]


def _is_name(word: str) -> bool:
    return len(word) > 1 and not any(map(str.isdigit, word)) and any(map(str.isalpha, word))


def _patterns(locale: Locale) -> Iterator[str]:
    for width in _LONGEST:
        yield locale.date_formats[width].pattern
    for name, pattern in locale.datetime_skeletons.items():
        if {"d", "M"} <= set(name) and not set(name) & set("hHmsvzG"):
            yield pattern.pattern


def _words(pattern: str) -> Iterator[str]:
    """The words that stand between the parts of a date."""
    literals = re.findall(r"'((?:[^']|'')+)'", pattern)
    literals += re.findall(r"(?V1)[\p{L}\p{M}--[A-Za-z]]+", re.sub(r"'[^']*'", " ", pattern))
    for literal in literals:
        yield from (word for word in re.findall(r"[\p{L}\p{M}]+", literal.casefold()))


def _order(locale: Locale) -> str:
    pattern = re.sub(r"'[^']*'|G+", "", locale.date_formats["short"].pattern)
    letters = "".join(dict.fromkeys(re.sub("[^dMy]", "", pattern.replace("L", "M")))).lower()
    return letters if len(letters) == 3 else ""


def _relative(locale: Locale, found: dict[str, Any]) -> None:
    fields = locale._data.get("date_fields", {})
    for unit, sign in _UNITS.items():
        for width in _WIDTHS:
            for pattern in fields.get(unit + width, {}).get("past", {}).values():
                text = _plain(pattern)
                if "{0}" in text and re.search(r"[\p{L}\p{M}]", text):
                    found["ago"].setdefault(sign, set()).add(text)


def _drop_doubtful(found: dict[str, Any]) -> None:
    """Leave out words that mean two months, or two days, in one language, and the names of the root locale."""
    for key, size in _NAMES.items():
        words = [word for each in found[key] for word in each]
        for each in found[key]:
            each -= {word for word in each if words.count(word) > 1} | (_ROOT if size == 7 else set())
    months = {word for key in ("m", "solar", "lunar") for each in found[key] for word in each}
    found["l"] -= months
    for each in found["w"]:
        each -= found["l"] | found["r"]


_ROOT = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}


def _add(found: dict[str, Any], more: dict[str, Any]) -> None:
    for key, name in (("m", "months"), ("w", "weekdays"), ("solar", "solar"), ("lunar", "lunar")):
        for place, words in enumerate(more.get(name, ())):
            found[key][place] |= set(words.split("|")) - {""}
    for key in _WORDS:
        found[key] |= set(more.get(key, "").split("|")) - {""}
    for key in ("ago", "day"):
        for sign, words in more.get(key, {}).items():
            found[key].setdefault(sign, set()).update(words.split("|"))
    found["orders"] |= more.get("orders", {})
    _drop_doubtful(found)


def _line(name: str, found: dict[str, Any]) -> str:
    kept: dict[str, Any] = {"n": name}
    kept |= {key: list(map(_joined, found[key])) for key in _NAMES if key in "mw" or any(found[key])}
    kept |= {key: _joined(found[key]) for key in _WORDS if found[key]}
    for key in ("ago", "day"):
        if found[key]:
            kept[key] = {sign: _joined(words) for sign, words in sorted(found[key].items())}
    kept["orders"] = found["orders"]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) + "\n"


def _joined(words: Iterable[str]) -> str:
    return "|".join(sorted(words))


if __name__ == "__main__":
    sys.exit(0 if TARGET.write_text(lines(), "utf-8") else 1)
