"""The shapes of dates: which kinds of tokens make a day, and where in a text they stand.

It takes the kinds of a text's tokens, a character each (`9 M Y` for "5 March 2024"); gives the places
that have the shape of a date, with the tokens that are its parts; and never reads a value.

Kinds: `9` a number of one or two digits, `3` of three, `Y` of four, `8` of eight, `#` of any other
length; `M` a month, `W` a weekday, `B` what can be both; `l` a word that joins the parts ("of"), `r`
one that joins two days ("to"), `o` the ending of an ordinal; `N G D` the signs behind year, month and
day (年月日), `V` the one before a month, `A` an era, `T Z` these letters; `x` any other word, `h` one of
a script that may stand close to a date; `$` a currency, `!` other signs, ` ` blanks, and ASCII signs
as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

_WORDY = "[9Y38#MWBlorTZxh_]"
_PIECES: Mapping[str, str] = MappingProxyType(
    {
        # A number that goes on, a file name, an address and a word are no dates.
        "not_before": r"(?<![9Y38#xoTZMB_$])(?<![9Y38#xoTZMBlr]-)(?<![9Y38#][.,:/'])",
        "not_before_numbers": r"(?<![9Y38#xoTZMB_$])(?<![/.=@#+%&])(?<!(?<!l)-)(?<![9Y38#][,:'])",
        "not_before_name": r"(?<![9Y38#xhoTZMB_])",
        "not_after_year": r"(?!9(?!:)|[Y38#xoTZMB_])(?![.,/][9Y38#])",
        "not_after_numbers": rf"(?![9Y38#xolrTZMB_])(?![.:_@]{_WORDY})(?!,[9Y38#])(?!%)"
        rf"(?![-/](?!(?:Y-9-9|9[./-]9[./-]Y)(?!{_WORDY})){_WORDY})",
        "weekday": r"(?:<w>[WB][.,]{0,2} ?(?:l ?){0,2})?(?:l )?",
        "weekday_too": r"(?:[WB][.,]{0,2} ?(?:l ?){0,2})?(?:l )?",
        "gap": r"[ .\-/'l]{0,6}",
        "comma": r"[ .,\-/'l]{0,6}",
        "year": r"(?:<y>Y|'<s>9|(?<=[MB][-/])<t>9|<u>9(?= 9:9:9))<not_after_year>",
        "day": r"<d>9[.o]{0,2}",
        "tail": r"(?:(?: ?\(?l\)?\.?|\.)(?=,? (?:[lxh]{1,2}\.? )?9 ?[:.x] ?9))?",
        "to": r" ?(?:-|/|&|~|r(?= )) ?",
        "behind": r"(?: ?\(h{1,2}\)|[ ,(]{0,3}<v>[WB](?:\)|(?= ?(?:$|[|!\-]|9[:.x]))))?",
        "time": r"9 ?:9(?: ?:9)?(?: ?x)?(?: [xZ]| [+-]Y)?",
    }
)
_SHAPES: Mapping[str, str] = MappingProxyType(
    {
        "dmy": r"<not_before><weekday><day><gap><m>[MB](?:/[MB])?<comma><year><tail><behind>",
        "iso": r"<weekday><not_before_numbers><y>Y<g>( ?/ ?|[-.])(?:(?<=\.) )?<m>9<=g>(?:(?<=\.) )?<d>9(?:(?=T[9Y#8])|Z(?![xh9Y])|<not_after_numbers>)<tail><behind>",
        "numspan": r"<not_before_numbers><d>9(?:[./] ?<m>9)?\.? ?(?:-|~|r(?= )) ?<e>9<g>([./] ?)<n>9<=g><y>Y<not_after_numbers>",
        "number": r"<weekday><not_before_numbers><a>9<g>( ?/ ?|-|\.)(?:(?<=\.) )?<b>9<=g>(?:(?<=\.) )?<y>Y<not_after_numbers><tail><behind>",
        "span": r"<not_before><weekday><day>(?:, ?9[.o]{0,2}){0,6}(?:<gap><m>[MB]\.?)?<to><weekday_too><e>9[.o]{0,2}<gap><n>[MB]<comma><y>Y<not_after_year>",
        "mdy": r"<not_before_name><weekday><m>[MB]\.?[ \-/']{0,2}(?:l )?<d>9o?(?:(?:, ?9o?){0,6},?<to>(?:<n>[MB]\.? ?)?<e>9o?)?"
        r"\.?(?: ?[ ,l][ ,l]{0,3}|[/-])<y>Y<not_after_year><behind>",
        "ctime": r"<not_before_name><weekday><m>[MB]\.? <d>9,? <time>,? <y>Y<not_after_year>",
        "ymd": r"<not_before><weekday><y>Y[ .,\-/lN()]{1,8}<m>[MB][ .\-/l]{1,5}<d>9"
        r"(?=[ .l]{0,4}(?:$|[^9Y38#MWBlorTZxh_ :]|9[:.x])|\.?,? ?\(?W)(?!,? Y)<tail>\.?<behind>",
        "ydm": r"<not_before><weekday><y>Y(?: (?=9-)|[ .\-]{0,2}l[ .,]{0,3})<d>9[ .\-]{1,2}<m>[MB](?![xhl])(?! ?,? Y)<tail><behind>",
        "cjk": r"(?<![9Y38#xoTZ_])(?:<c>A ?)?<y>[Y93] ?N ?<m>9(?:-[lh])? ?G ?<d>9(?: ?D|(?![9Y38#xhoTZMB_])(?! [9Y](?!:)))<behind>",
        "vdm": r"<not_before><weekday><d>9 ?[,/]? ?V ?<m>9[ ,./\-l]{1,6}<y>Y<not_after_year>",
    }
)


_PARTS: Mapping[str, str] = MappingProxyType(
    {
        # Only in a field that is a date as a whole: the year is short or elsewhere.
        "short": r"<weekday><not_before_numbers><a>9<g>( ?/ ?|-|\. ?)<b>9<=g>'?<c>9<not_after_numbers><behind>",
        "dms": r"<not_before><weekday>(?<!M )(?<!M\. )<d>9o?(?:<to><e>9o?)?<gap><m>[MB](?:\.?<to><f>9o?<gap><n>[MB])?[ .,\-/'l]{0,6}<y>9<not_after_year>(?! ?:)(?! ?9(?! ?:))(?!o?\.? ?[MB])",
        "mds": r"<not_before_name><weekday><m>[MB]\.? ?<d>9o?,? '?<y>9<not_after_year>(?! ?:)(?! ?9(?! ?:))",
        "split": r"^ ?<d>9 <y>Y ?[-./] ?<m>9 ?$",
        "splat": r"^ ?<y>Y ?[-./] ?<m>9 <d>9 ?$",
        "monthly": r"^ ?<a>9 ?[-./] ?<b>9 <y>Y ?$",
        "daily": r"^ ?<d>9 <m>9 ?[-./] ?<y>Y ?$",
        "yearly": r"^ ?<y>Y <m>9 ?[-./] ?<d>9 ?$",
        "era": r"(?<![9Y38#xoTZ_])<c>A ?<y>[93][./-]<m>9[./-]<d>9<not_after_numbers>",
        "minguo": r"<not_before_numbers><y>3<g>([-/.])<m>9<=g><d>9<not_after_numbers>",
    }
)
_YEARLESS: Mapping[str, str] = MappingProxyType(
    {
        "cjk": r"(?<![9Y38#xoTZ_])<m>9 ?G ?<d>9 ?D<behind>",
        "vd": r"<not_before><weekday><d>9 ?[,/]? ?V ?<m>9(?![9Y38#xhoTZMB_])",
        "dm": r"<not_before><weekday><d>9[.o]{0,2}(?:<to><e>9[.o]{0,2})?<gap><m>[MB](?:\.?<to><f>9[.o]{0,2}<gap><n>[MB])?(?![xhlTZ_])(?!\.?,? ?[9Y38#](?! ?:))\.?<behind>",
        "md": r"<not_before_name><weekday><m>[MB]\.?[ \-/']{0,2}(?:l )?<d>9o?(?:<to>(?:<n>[MB]\.? ?)?<e>9o?)?(?![9Y38#xhTZ_MB])(?![-,.]? ?[9Y38#](?! ?:))\.?<behind>",
    }
)
_PAIR = r" ?[(\[]?<weekday><a>9<g>( ?/ ?|-|\. ?)<b>9(?:<z>[.])?(?![9Y38#./-])<behind>(?=[)\]]?,?(?: \(?<time>\)?)? ?$)"
"""Two numbers that are a day and a month where a whole list of such says so."""
_POSSIBLE = re.compile(r"[MBGV]|9[-./]|9 / ?9|Y[-./]")
"""What every shape has somewhere; most texts have none of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text that has the shape of a date, counted in tokens."""

    shape: str
    start: int
    end: int
    parts: Mapping[str, int]
    """Which token is day (d), month (m), year (y), and so on."""
    sign: str = ""
    """What stands between numbers."""


@lru_cache(maxsize=3)
def _pattern(table: int) -> re.Pattern[str]:
    shapes = (_SHAPES, _PARTS, _YEARLESS)[table]
    return re.compile("|".join(f"(?P<{name}>{_spelt(name, text)})" for name, text in shapes.items()))


def _spelt(name: str, text: str) -> str:
    """Write out the pieces of a shape, and give its groups names of their own."""
    while "<not_" in text or any(f"<{piece}>" in text for piece in _PIECES):
        text = re.sub(r"<([a-z_]{2,})>", lambda found: _PIECES[found[1]], text)
    text = re.sub(r"<=g>", f"(?P={name}_g)", text)
    text = re.sub(r"<g>\(", f"(?P<{name}_g>", text)
    return re.sub(r"<([a-z])>(\[[^]]+\]|.)", rf"(?P<{name}_\1>\2)", text)


@lru_cache(maxsize=1024)
def first(kinds: str, start: int = 0) -> Place | None:
    """Return the first place from a token on that has the shape of a date."""
    found = _pattern(0).search(kinds, start) if _POSSIBLE.search(kinds, start) else None
    return None if found is None else _place(found)


@lru_cache(maxsize=1024)
def partial(kinds: str) -> Place | None:
    """Return the first place that has the shape of a date whose year is short, missing or elsewhere."""
    found = _pattern(1).search(kinds) or _pattern(2).search(kinds)
    return None if found is None else _place(found)


@lru_cache(maxsize=1)
def _pairs() -> re.Pattern[str]:
    return re.compile(f"(?P<pair>{_spelt('pair', _PAIR)})")


@lru_cache(maxsize=1024)
def pair(kinds: str) -> Place | None:
    """Return the place of a text that is nothing but two numbers, with a weekday or a time: `a`, `b` and a last stop (z)."""
    found = _pairs().match(kinds)
    return None if found is None else _place(found)


def _place(found: re.Match[str]) -> Place:
    groups = found.re.groupindex
    shape = next(name for name in groups if "_" not in name and found.start(name) >= 0)
    names = [name for name in groups if name.startswith(f"{shape}_")]
    parts = {name[-1]: found.start(name) for name in names if found.start(name) >= 0}
    sign = parts.pop("g", None)
    year = next((parts[name] for name in "ystu" if name in parts), None)
    if year is not None:
        parts["y"] = year
    return Place(shape, *found.span(), parts, "" if sign is None else found[f"{shape}_g"].strip())


_LIKE = (
    r" ?(?:[xhWBM][.,]{1,2} )?(?:<not_before>9o?<gap>(?:[xl] ?'? ?)?<m>[MBxhl]<comma>(?:x )?Y(?![.,:/]?[9Y38#])"
    r"|[MB]\.? ?9o? ?,? ?Y(?![.,:/]?[9Y38#])"
    r"|9([./-]) ?9\2 ?Y(?![.,:/-]?[9Y38#])|<a>9([./])<b>9\4<c>9(?![.,:/-]?[9Y38#])"
    r"|Y([./-])9\7(?:9)(?![.,:/-]?[9Y38#])|[Y3] ?N ?9 ?G ?9 ?D"
    r"|<n>[xh]\.? 9[.,]{0,2} Y\.?$)"
    r"(?:(?=T9)|(?![9Y38#xoTZMB_]))(?![-/][9Y38#MWBlorTZxh_])(?!\.[xMWBlorT])"
)


# Words of a language that is not known yet around a number, as in "5 de març de 2024" or "vor 2 Tagen".
_UNKNOWN = re.compile(
    r"(?:[xhWB][.,]{0,2} (?:[xl] )?)?(?<![9Y38#/-])9o?[ .\-/'xhl,]{1,12}Y(?![9Y38#/-])"
    r"|[xh][xh ']{0,4}\.?[ -]?(?:[xl] )?9o?\.?[ ,xhl.-]{1,8}Y"
    r"|Y[ .,\-/xhlN()]{1,12}9(?![9Y38#:/-])|[^9Y38#]{0,12}9[^9Y38#]{0,14}$"
)


def unknown(kinds: str) -> tuple[int, int] | None:
    """Return where a text could hold a date in another language, counted in tokens."""
    found = _UNKNOWN.match(kinds) or _UNKNOWN.search(kinds)
    return found.span() if found and re.search("[xh]", found[0]) else None


@lru_cache(maxsize=1)
def _like() -> re.Pattern[str]:
    return re.compile(_spelt("like", _LIKE))


@lru_cache(maxsize=1024)
def like(kinds: str) -> Place | None:
    """Return what has the shape of a date at the start, whatever its words and numbers say.

    Its parts are the word that stands where a month does (m, n), or three short numbers (a, b, c).
    """
    found = _like().match(kinds)
    if found is None:
        return None
    parts = {name[-1]: found.start(name) for name in found.re.groupindex if found.start(name) >= 0}
    return Place("like", *found.span(), parts)
