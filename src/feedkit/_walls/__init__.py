"""What a page is instead of a list: a bot wall, a login wall, an empty shell, an error page.

It takes the bytes of a page on which nothing, or nothing known, was found and gives the code of what
stands there, with the next step; None when it looks like a page. The signs are those of common
servers and of common words, never of one site; what is dated and linked like a list is no wall.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from feedkit import _charsets
from feedkit._walls import signs, words

if TYPE_CHECKING:
    from feedkit.models import Page


class Wall(NamedTuple):
    """What stands there, in words, and what to do."""

    code: str
    cause: str
    hint: str


BOT = Wall("bot-wall", "the site keeps programs out", "ask the site, or save the page with a browser")
LOGIN = Wall(
    "login-wall",
    "the page wants a login or a consent",
    "look at the page in a private window; write what it wants as `auth`, `cookies` or `form` in the source",
)
SHELL = Wall(
    "js-shell",
    "the page is empty until its scripts run",
    "let a browser get it: --browser, or `browser = true` in the source",
)
ERROR = Wall("error-page", "an error page stands there", "look at it in a browser; the next run tries again")

_MOST_BYTES = 1_000_000
_ENOUGH = 10_000
"""Letters of a text that are looked at."""
_LONGEST_HEADING = 300
_TITLE_SHARE = 0.4
"""How much of a heading a phrase must be: "404 - page not found" is, a headline with these words is not."""
_WIDE, _NARROW, _BARE = 3_000, 1_500, 500
"""Letters of a page with its menus, of one with a word to say, and of one that says nothing else."""

_STYLE = re.compile(rb"(<style\b[^<>]*>)[^<]*", re.IGNORECASE)
"""A style sheet, which may be all that stands in the first million bytes."""
_LONG_TAG = re.compile(r"<([a-zA-Z][^\s<>/]*)[^<>]{4096,}>?")
_SEPARATOR = re.compile(r"\s[-–—:/]+\s|\s*[|·•»«]\s*")
_CODE = re.compile(r"(?<!\d)(?:[45]\d\d|10[012]\d)(?!\d)")
_RIGHTS = r"(?:©|\(c\)|copyright)[^<>]{0,20}?\d{4}(?:\s*[-–]\s*\d{4})?"
_YEAR = re.compile(rf"{_RIGHTS}|(?<!\d)(?:19|20)\d\d(?!\d)", re.IGNORECASE)
_WIDE_SCRIPT = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_UNSEEN = ("script", "style", "template", "svg", "noscript", "title", "object", "iframe")
"""What is no text of a page."""


def _folded(text: str) -> str:
    """Return the words of a text: lower case, without accents and punctuation, one space apart."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    letters = (
        " " if unicodedata.category(c)[0] in "PSZC" else c for c in plain if not unicodedata.combining(c)
    )
    return unicodedata.normalize("NFC", " ".join("".join(letters).split()))


@cache
def _phrases(table: str) -> re.Pattern[str]:
    """Return what finds the phrases of a table in a folded text: whole words, where a script has them."""
    found = [phrase for line in table.strip().splitlines() for phrase in line.split("/")]
    patterns = [re.escape(_folded(phrase)) + (r"\w*" if phrase.endswith("*") else "") for phrase in found]
    wide = [pattern for pattern in patterns if _WIDE_SCRIPT.search(pattern)]
    words = [pattern for pattern in patterns if not _WIDE_SCRIPT.search(pattern)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)|{'|'.join(wide)}")


@dataclass(frozen=True, slots=True)
class _Look:
    """What a reader sees of a page, and what stands behind it."""

    source: str
    url: str
    headings: tuple[str, ...]
    """The title, and what stands in large letters."""
    text: str
    """Folded, without what asks for consent."""
    consent: str
    beside_forms: int
    """Letters of the text outside of forms."""
    links: int
    sentences: int
    """Links of four words or more, as headlines are."""
    years: int
    asks_for_password: bool
    asks_for_script: bool
    has_script: bool
    has_empty_root: bool
    """Whether an element waits for a script to fill it."""

    def is_short(self, letters: int) -> bool:
        """Return whether it has few letters, and neither dates nor headlines as a list has."""
        return len(self.text) <= letters and self.sentences + self.years < 2


def recognise(page: Page) -> Wall | None:
    """Return what a page is instead of a list, or None."""
    look = _look(page)
    signs = ((BOT, _is_bot_wall), (LOGIN, _is_login), (ERROR, _is_error), (SHELL, _is_shell))
    return next((wall for wall, is_there in signs if look and is_there(look)), None)


def _is_bot_wall(look: _Look) -> bool:
    if not look.is_short(_NARROW):
        return False
    if _is_titled(look, words.BOTS) or signs.CHALLENGES.search(look.source):
        return True
    has_widget = not look.sentences and not look.years and signs.WIDGETS.search(look.source)
    return len(look.text) <= _BARE and bool(has_widget or _phrases(words.BOTS).search(look.text))


def _is_login(look: _Look) -> bool:
    is_place, is_short = bool(signs.LOGIN_PLACE.search(look.url)), look.is_short(_NARROW)
    if look.asks_for_password and (is_place or _tells(look.headings[0], words.LOGINS)):
        return True
    is_form = look.asks_for_password and look.beside_forms <= _BARE // 4 and not look.sentences
    if is_short and (is_place or _is_titled(look, words.LOGINS) or (is_form and len(look.text) <= _BARE)):
        return True
    return _is_consent(look)


def _is_consent(look: _Look) -> bool:
    if _is_titled(look, words.CONSENTS):
        return look.is_short(_WIDE)
    asked = set(_phrases(words.CONSENTS).findall(f"{look.consent} {look.text}"))
    return len(asked) > 1 and look.links <= 8 and look.is_short(_BARE // 4 if look.consent else _NARROW)


def _is_error(look: _Look) -> bool:
    title = look.headings[0]
    if len(look.text) <= _WIDE and (
        _tells(title, words.ERRORS) or (_CODE.search(title) and _is_fault(title))
    ):
        return True
    if not look.is_short(_NARROW):
        return False
    if any(map(_is_fault, look.headings)) or _is_titled(look, words.ERRORS) or _is_titled(look, words.CLOSED):
        return True
    is_bare = len(look.text) <= _BARE and not look.sentences
    told = _folded(" | ".join((*look.headings, look.text)))
    return is_bare and any(_phrases(table).search(told) for table in (words.ERRORS, words.CLOSED))


def _is_shell(look: _Look) -> bool:
    if not look.has_script or look.sentences or not look.is_short(_BARE):
        return False
    is_empty = len(look.text) <= _BARE // 2 and look.links <= 2
    return look.has_empty_root or (is_empty and (look.asks_for_script or not look.links + look.years))


def _is_titled(look: _Look, table: str) -> bool:
    return any(_tells(heading, table) for heading in look.headings)


def _tells(heading: str, table: str) -> bool:
    """Return whether a part of a heading is, for the most part, phrases of a table."""
    parts = [_folded(part) for part in (heading, *_SEPARATOR.split(heading))]
    told = [sum(len(found.group()) for found in _phrases(table).finditer(part)) for part in parts]
    return any(letters > _TITLE_SHARE * len(part) for letters, part in zip(told, parts, strict=True))


def _is_fault(heading: str) -> bool:
    """Return whether a part of a heading is a status code, or a word for an error, and nothing else."""
    faults, fill = (_folded(table).split() for table in (words.FAULTS, words.FILL))
    for part in _SEPARATOR.split(heading):
        rest = [word for word in _folded(part).split() if word not in fill]
        if rest and all(word in faults or _CODE.fullmatch(word) for word in rest):
            return True
    return False


def _look(page: Page) -> _Look | None:
    """Return what is to be seen of a page; None when there is nothing at all."""
    from lxml import etree

    source = _charsets.decode(_STYLE.sub(rb"\1", page.content)[:_MOST_BYTES], page.charset).replace("\0", "")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    root = etree.fromstring(_LONG_TAG.sub(r"<\1>", source).encode("utf-8", "replace"), parser)
    return None if root is None else _seen(source, page.url or "", root)


def _seen(source: str, url: str, root: Any) -> _Look:
    title = next(map(_text_of, root.iter("title")), "")
    behind = " ".join(map(_text_of, root.iter("noscript")))
    has_script = any(map(_is_script, root.iter("script", "meta")))
    for each in list(root.iter(*_UNSEEN)):
        each.clear(keep_tail=True)
    consent = _folded(" ".join(_take_out(root)))
    links = [_folded(_text_of(link)) for link in root.iter("a") if link.get("href")]
    headings = list(root.iter("h1")) or list(root.iter("h2"))
    printed = _text_of(root)
    text = _folded(printed)
    return _Look(
        source,
        url,
        tuple(
            text[:_LONGEST_HEADING]
            for text in (title, *map(_text_of, headings if len(headings) <= 2 else ()))
        ),
        text,
        consent,
        len(text) - sum(len(_folded(_text_of(form))) for form in root.iter("form")),
        len(links),
        sum(len(link.split()) >= 4 or len(_WIDE_SCRIPT.findall(link)) >= 8 for link in links),
        sum(year.group().isdecimal() for year in _YEAR.finditer(printed)),
        any((field.get("type") or "").lower() == "password" for field in root.iter("input")),
        "javascript" in f"{behind} {text}".lower(),
        has_script,
        any(map(_is_empty_root, root.iter())),
    )


def _is_script(element: Any) -> bool:
    return element.tag == "script" or (element.get("http-equiv") or "").lower() == "refresh"


def _text_of(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())[:_ENOUGH]


def _take_out(root: Any) -> Iterator[str]:
    """Take out what asks for consent to cookies, and yield its texts."""
    for box in list(root.iter("div", "section", "aside", "dialog", "form")):
        if signs.CONSENT_BOX.search(f"{box.get('id')} {box.get('class')}"):
            yield _text_of(box)
            box.clear(keep_tail=True)


def _is_empty_root(element: Any) -> bool:
    """Return whether an element has a name that scripts look for, and nothing inside."""
    is_named = "-" in element.tag or bool(signs.ROOT.fullmatch(element.get("id") or ""))
    return is_named and element.tag not in ("body", "html") and not _text_of(element)
