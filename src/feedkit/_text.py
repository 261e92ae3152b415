"""Texts of pages: white space, characters that XML allows, cutting, counts of entries.

It takes text as a page has it; gives clean text, or the number of entries that a text declares; never
raises for any input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, cast


class _Lazy:
    """Becomes a regular expression when a method of one is first asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        method = getattr(re.compile(*self._source), name)
        setattr(self, name, method)
        return method


def lazily(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression that is compiled when it is first used, for one that few runs need."""
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


_DROPPED = r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(17)
)
_UNCLEAN = lazily(f"[{_DROPPED}]")
_BLANKS_NOT_IN_XML = lazily(r"[\x0b\x0c\x1c-\x1f\x85]")

_SLICE = 512


def clean(text: str) -> str:
    """The text on one line: white space collapsed and trimmed, what XML forbids and control characters dropped.

    NBSP and the blanks among the control characters count as white space; zero-width and
    bidirectional characters stay.
    """
    if text.isprintable() and "  " not in text:  # then it has no other white space than spaces
        return text.strip()
    text = " ".join(text.split())
    return text if text.isprintable() else " ".join(_UNCLEAN.sub("", text).split())


def xml_safe(text: str) -> str:
    """The text without what XML 1.0 forbids, C1 controls and noncharacters; white space stays.

    Blanks that XML forbids (form feed and the like) become a space.
    """
    return text if text.isprintable() else _UNCLEAN.sub("", _BLANKS_NOT_IN_XML.sub(" ", text))


def truncate(text: str, graphemes: int) -> str:
    """The text, or as much of it as fits into so many graphemes with an ellipsis at its end."""
    if len(text) <= graphemes:
        return text
    ends = list(islice(_grapheme_ends(text), graphemes + 1))
    if len(ends) <= graphemes:
        return text
    return text[: ends[graphemes - 2] if graphemes > 1 else 0].rstrip() + "…" if graphemes > 0 else ""


def declared_total(text: str, *, pointed: bool = False) -> int | None:
    """How many entries a text says there are: "42 Entries", "Showing 1-10 of 1,234", "Total: 42".

    None for counters of pages, dates, times, sizes and prices. `pointed` says that a recipe picked
    the text, so that a number alone is a total.
    """
    if not re.search(r"\d", text):
        return None
    text = _PLURAL_IN_PARENTHESES.sub(r"\1", clean(text))
    if len(text) > _LONGEST_COUNT:
        return None
    words = [(kind, word) for word in _WORD.findall(text) if (kind := _kind(word))]
    kinds = _PAGE_COUNT.sub(lambda match: "_" * len(match[0]), "".join(kind for kind, _ in words))
    numbers = {place: word for place, (kind, word) in enumerate(words) if kind == "N"}
    return next(_totals(kinds, numbers, pointed), None)


def _grapheme_ends(text: str) -> Iterator[int]:
    r"""Where each grapheme ends; in slices, for `\X` looks back over whole runs of flags."""
    import regex  # only few texts are too long

    start, size = 0, _SLICE
    while start < len(text):
        ends = [match.end() for match in regex.finditer(r"\X", text[start : start + size])]
        is_last = start + size >= len(text)
        yield from (start + end for end in (ends if is_last else ends[:-1]))
        size = _SLICE if len(ends) > 1 else size * 2
        start = len(text) if is_last else start + (ends[-2] if len(ends) > 1 else 0)


# How a count is read: each word becomes one letter for its kind, and patterns over those letters
# find the number. So a new language is a few stems below and no new pattern.

_LONGEST_COUNT = 200
_LONGEST_NUMBER = 15
_PLURAL_IN_PARENTHESES = lazily(r"(?<=\w)\((s|es|e|n|en|er|i)\)", re.IGNORECASE)
_WORD = lazily(
    r"\d+(?:[.,'’]\d+|\s\d{3}(?!\d))*|(?:ca|approx|env|insg)\.|more than|mehr als|plus de|m[aá]s de|mais de|[件条條篇项項個个건개共全총中页頁第年月日号時时分秒天前]|の"
    r"|[^\W\d_件条條篇项項個个中共页頁]+|[^\w\s]",
    re.IGNORECASE,
)
_GROUPED = lazily(r"\d+|\d{1,3}(?:([.,'’\s])\d{3})(?:\1\d{3})*|\d{1,2}(?:,\d{2})+,\d{3}")

_STEMS = {
    # left out: they change nothing
    "": r"about|approx(?:imately)?\.?|around|over|all|more than|mehr als|plus de|m[aá]s de|mais de|circa|ca\.|etwa|ungefähr|rund|env(?:iron)?\.|aproximadamente"
    r"|cerca|около|примерно|un|una|une|ein(?:er|e|en)?|uma|the|first|第|[+>≈＋\"“”„«»*]",
    # pages and their like, which are counted and are no entries
    "p": r"pages?|seiten?|p[aáà]gin\w+|pagin[aă]|sid(?:a|or|e|er)|stron[ay]?|stran[ay]|страниц\w*|стр|oldal|sayfa|sivu"
    r"|页|頁|ページ|페이지|steps?|chapters?|parts?|slides?|episodes?|volumes?|issues?|rounds?|weeks?|seasons?",
    # units, times, and counts of something that is no list
    "u": r"(?:milli)?sec(?:ond)?s?|min(?:ute|uto)?s?|minuten|h(?:ou)?rs?|heures?|horas?|days?|months?|years?|ago|jours?|mois|ans?"
    r"|d[ií]as?|semanas?|semaines?|meses|años?|anos?|segundos?|secondes?|mars|[kmg]i?[bo]|ti?b|bytes|octets|euros?|dollars?"
    r"|pounds?|eur|usd|gbp|chf|cents?|percent|miles|metres|meters|degrees|points|stars?|comments?|views|likes|shares|votes"
    r"|replies|followers|subscribers|users|visitors|guests|members|people|persons|times|downloads|columns|old|words|commits|reads|recs|kudos|more|next|new|latest|newest|recent|last|top|best|most|related|weitere|[年月日号時时分秒天前]",
    # between a range and its total, or a count and where it comes from
    "g": r"from",
    # what brings entries up: only a list is what it returns
    "q": r"search(?:es)?|query|suche|recherche|b[uú]squeda|ricerca|pesquisa|zoekopdracht|sökning\w*|поиск",
    # words between a range and its total
    "o": r"of|out|von|sur|de[sl]?|di|van|af|av|из|з|із|z|ze|od|iz|din|dari|από|من|מתוך|iš|no|중|中|の",
    "d": r"to|bis|à|a|al|til|till?|through|do|до|ate|até|tot|[-–—−‐~〜～…]",
    "t": r"in?sgesamt|insg\.|total\w*|totaal|gesamt\w*|всего|итого|усього|razem|łącznie|celkem|spolu|összesen|toplam|yhteensä"
    r"|sammenlagt|sammanlagt|ukupno|skupaj|jumlah|tổng|共计|总共|总计|合計|[共全총]|סה",
    "k": r"number|count|anzahl|nombre|n[uú]mero|aantal|antal|liczba|počet|количество|numero|sayısı",
    "v": r"found|finds?|showing|shown|shows|display(?:ing|ed|s)|return(?:ed|s|ing)|match(?:ed|ing)|list(?:ing|ed)|view(?:ing|ed)"
    r"|retrieved|there|we|were|are|is|has|have|yielded|produced|available|wurden?|gefunden\w*|zeig\w+|angezeigt|es|gibt|haben|trouv\w+"
    r"|affich\w+|encontr\w+|se|han|mostr\w+|trov\w+|visualizz\w+|gevonden|toon|weergegeven|fant|funnet|fandt|fundet|hitt\w+"
    r"|vis(?:er|ar|as|es|te)|löyty\w+|znalez\w+|nalez\w+|nájden\w+|найден\w*|показан\w*|знайден\w*|bulund\w+|gösteril\w+|listelen\w+"
    r"|βρέθηκ\w+|找到|显示|顯示|表示|trobat\w*|mostrant|hay|есть",
    "f": r"for|für|pour|para|pel[sr]?|per|pro|par|por|voor|för|for|pre|dla|для|по|con(?:taining|taining)?|with|in|on|en|au|im|em|i|at",
    # one of something counts when the number is 1
    "i": r"result|entry|item|record|match|hit|article|document|post|release|report|event|notice|file|story|case|opinion"
    r"|publication|announcement|eintrag|résultat|resultado|risultato|elemento|entrada|registro|resultat|ergebnis",
    # what can only be the entries of a list
    "n": r"results|resultat\w+|resultad\w+|resultaten|risultat\w+|rezult\w+|résultats|результат\w*|suchergebnis\w*|ergebnis\w+"
    r"|\w*treffern?|tr[æä]ff\w*|treff|osuma\w*|tulosta|tulokset|találat\w*|wynik\w*|v[ýy]sled\w+|eintr[aä]ge\w*|entries|entrées"
    r"|entrad[ae]s|items|éléments|elementos?|elementi|element[eów]\w*|matches|hits|records|registros|registre\w*|z[áa]znam\w*"
    r"|zapis\w*|запис\w*|wpis\w*|bejegyz\w*|kayıt|kayıd\w*|sonuç\w*|datens[aä]tze\w*|coincidenc\w+|occorrenze|ocorrências|hasil"
    r"|kết|quả|αποτελ\w+|نتيجة|نتائج|תוצאות|परिणाम|tulemus\w*|結果|结果|条记录|[件条條篇项項個个건개]",
    # what is often the entries of a list
    "m": r"articles|art[ií]c[uo]l\w+|arti[ck]e?l\w+|artyk\w+|articoli|άρθρα|стат(?:ей|ьи|ті)|documents|documentos|documenti|dokument\w*"
    r"|документ\w*|posts|beitr[aä]ge\w*|\w*meldungen|\w*mitteilungen|\w*nachrichten|nyhe[td]er|uutis\w+|news|actualités|not[ií]ci[ea]s"
    r"|notizie|новост\w+|новин\w*|wiadomo\w+|zpráv\w*|správ\w*|hír\w*|haber|communiqués|comunicad\w+|comunicat\w+|publica\w+s"
    r"|publikationen|публикац\w+|veröffentlichungen|releases|reports|announcements|events|notices|files|papers|jobs|products"
    r"|listings|opinions|cases|stories|bulletins|updates|advisories|messages|berichten|материал\w*|сообщени\w+|polož\w+|pozycj\w+"
    r"|记录|新闻|資料|tin",
    # the plural of anything else in several languages
    "s": r"[a-zà-ÿ]{3,}(?<!s)s",
}
_KINDS = lazily("|".join(f"(?P<{kind or 'x'}>{stems})" for kind, stems in _STEMS.items()))
_SYMBOLS = {
    symbol: kind
    for kind, symbols in {
        "c": ":：=",
        "l": "([（【",
        "r": ")]）】",
        "b": "|·•",
        ",": ",，、;",
        ".": ".。!",
        "/": "/",
    }.items()
    for symbol in symbols
}

_PAGE_COUNT = lazily(r"p[c.]?N(?:[od/]+N)?|N(?:[od/]+N)?p|N[nms]?[fo]p")
_RANGE = lazily(r"(N)d+(N)[nmsi]?[,l]?[otd]*[ogt/][otd]*(N)(?![/d$x])|(N)n?o,?(N)d+(N)(?![/d$x])")
_SHARE = lazily(r"(?:v[^N_]{0,4}(N)[nmsi]?[otd]*[ot](N)(?![$ud/])|(N)[otd]*o[otd]*(N)w{0,2}[nm]|(N)/(N)n)")
_COUNTS = tuple(
    lazily(pattern)
    for pattern in (
        r"^[vtodclf,.b]*(N)[wvsmn]{0,2}n(?=[.,:cblrdvt_]|$|f(?!p)|N)",  # 42 results for Iraq
        r"^[vtodclf,.b]*(N)[wv]{0,2}m(?=[.c]?$|[lrbv_])",  # We have 42 press releases
        r"^[vtodclf]*(N)s[.]?$",  # 42 speeches
        r"v[otd]*(N)w{0,2}n(?!fp)",  # Your search for Iraq returned 42 results
        r"(N)w?[nm]v",  # Es wurden 42 Dokumente gefunden
        r"^[vt]*(N)v(?=$|[.c,blr_])",  # 42 found
        r"^v+c?(N)[.]?$",  # Found: 42
        r"^[vt]*(N)[wv]?[nm]gN[wsnm]",  # 5 articles from 12 authors
        r"^v+(N)w?m(?=[.f]?$|w|f[^N]*$)",  # We found 42 stories about Iraq
        r"nf[wx]{1,9}[lc]+(N)r?[.]?$",  # Results for Iraq (42)
        r"l(N)w?[nm]r",  # Press releases (42 documents)
        r"[bcd,](N)w?n[.]?$",  # News - 42 items
        r"t[onmsvf]*c?o?(N)(?=$|[.,rlb_nmsv])",  # Total results: 42
        r"(?<!\$)(N)[nms]?[fwod]?t(?=$|[.,rlb])",  # 42 in total
        r"[nm]v?(?:c|l|cl)(N)r?[.]?(?=$|[b_])",  # Search results (42)
        r"k[onmsw]{0,4}c(N)[.]?$",  # Number of documents: 42
    )
)
_SEARCHED = lazily(r"^w?q[wf]{0,6}v[otd]*(N)w?m[.]?$")  # Your search returned 42 documents
_ONE = lazily(r"^[vt]*(N)w?i(?=$|[.,cblrvf_])")
_SHARE_ALONE = lazily(r"^l?(N)[o/]+(N)r?$")


def _kind(word: str) -> str:
    """The letter for the kind of a word; nothing for a word that is left out."""
    if word[0].isdecimal():
        return "N" if len(word) <= _LONGEST_NUMBER and _GROUPED.fullmatch(word) else "x"
    match = _KINDS.fullmatch(word.casefold())
    if match:
        return (match.lastgroup or "").strip("x")
    return _SYMBOLS.get(word, "w" if word[0].isalpha() else "$")


def _totals(kinds: str, numbers: dict[int, str], pointed: bool) -> Iterator[int]:
    """Every total that the patterns find, the surest first."""
    for match in _RANGE.finditer(kinds):
        first, last, total = (_number(numbers[place]) for place in _places(match))
        if match[4]:
            total, first, last = first, last, total
        if first <= last <= total and not _is_day_of_year(kinds, total):
            yield total
    if share := _SHARE.search(kinds) or (_SHARE_ALONE.search(kinds) if pointed else None):
        shown, total = (_number(numbers[place]) for place in _places(share))
        yield from (total,) if shown <= total else ()
    found = _SEARCHED.search(kinds)
    kinds = kinds.replace("q", "w")
    for count in filter(None, (found, *(pattern.search(kinds) for pattern in _COUNTS))):
        if not _is_year(kinds, count.start(1), numbers):
            yield _number(numbers[count.start(1)])
    if (one := _ONE.search(kinds)) and _number(numbers[one.start(1)]) == 1:
        yield 1
    if pointed and kinds.count("N") == 1 and not re.search(r"x|\$N|N[$u]", kinds):
        yield _number(numbers[kinds.index("N")])


def _is_year(kinds: str, place: int, numbers: dict[int, str]) -> bool:
    """Whether a number is rather a year, as in "2019 Opinions"; "2019 results found" and "Total: 2019" are none."""
    if not re.fullmatch(r"(?:19|20)\d\d", numbers[place]) or kinds.startswith("nv", place + 1):
        return False
    return re.search(r"[vtk][onmsdw]{0,4}c?$", kinds[:place]) is None


def _is_day_of_year(kinds: str, total: int) -> bool:
    """Whether a range of numbers is rather one of days, as in "From 10 to 12 of 2020"."""
    return 1900 <= total < 2100 and re.search(r"w|^g", kinds) is not None and not re.search(r"[vnm]", kinds)


def _number(word: str) -> int:
    return int(re.sub(r"\D", "", word))


def _places(match: re.Match[str]) -> list[int]:
    return [match.start(group) for group in range(1, match.re.groups + 1) if match[group] is not None]
