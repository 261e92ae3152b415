"""What a line could open by itself: the date it begins with, and what stands beside it.

It takes a line and gives an `Opening`, or None: a date by its shape, readable or not, alone or with an
image line or a title; words and a date; an image line. It never looks at the lines around it, so
whether an entry opens there is not said.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Literal

from feedkit import _dates, _images
from feedkit.parsers.text._lines import Line, ends_sentence, is_prose

Kind = Literal["bare", "label", "titled", "prose", "led", "lone", "sized"]
"""A date alone, with an image line, with a title, as the start of a text, behind words; an image line
without a date; a date with words and a size, which can be either."""

_MARK = re.compile(r"(?:[*•·‣▪▫◦●○■□►▶>#+–—-]{1,6}|\(?\d{1,4}[.):\]]|[\[#]\d{1,4}\]?[.:]?)\s+(?=\S)")
_BRACKET = re.compile(r"[\[(<*_【「]{1,3}(?=\w)")
_BEHIND_DATE = re.compile(
    r"\s*(?:(?:GMT|UTC|[A-Z]{1,3}[SD]?T)(?=\s*:)|г\.?|р\.|r\.|Uhr|hrs?|\(?[^\W\d]{2,9}day\)?|星期.|周.|[(（][日月火水木金土][)）])(?!\w)",
    re.IGNORECASE,
)
_SECOND_DATE = re.compile(
    r"\s*[(|/,–—-]?\s*(?:(?:upd|mod|edi|rev|akt|gea|geä|mis|act|обн)\w*:?\s+(?:on |am |le |el )?)?(?=\w)",
    re.IGNORECASE,
)
_LED = re.compile(r"(?:[^\W\d_]{1,14}[.,]?\s+){0,2}[^\W\d_]{1,14}(?:\s*[:：]\s*|[.,]?\s+)(?=\w)")
_RELATIVE = re.compile(r"\bago\b|\byesterday\b|\btoday\b|\bjust now\b", re.IGNORECASE)
_SOME_TIME = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""What relative dates are measured by where only their length counts."""
_GLUE = " \t-–—|:：·•,;/)]>*_】」"
_BLANKS_AND_BRACKETS = " \t)]>*_】」"
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff，、。]")
_LONGEST_DATE = 40
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Opening:
    """A line that opens an entry, or could."""

    kind: Kind
    place: int
    """Which line it is."""
    date: str | None = None
    rest: str = ""
    """What stands beside the date and is no image line."""
    label: str | None = None
    mark: str = ""
    """The bullet or number in front of it."""
    sign: str = ""
    """What parts the date from the rest: `-`, `:`, or nothing."""
    taken: int = 1
    """How many lines it takes."""
    category: str | None = None
    above: int = 0
    """How many lines above it are its title."""

    @property
    def is_plain(self) -> bool:
        """Whether the date stands alone or with an image line."""
        return self.kind in ("bare", "label")

    @property
    def form(self) -> str:
        """The date with every number and word alike, `00 a. 0000`, and the sign behind it."""
        return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d", "0", self.date or "")) + self.sign


def read(line: Line, place: int) -> Opening | None:
    """Return what a line could open by itself."""
    text = line.cells[0] if line.cells else line.text
    found = _dated(text, place)
    if found is None and (mark := _MARK.match(text)):
        marked = _dated(text[mark.end() :], place) or lone(text[mark.end() :], place)
        found = marked and replace(marked, mark=mark[0].strip())
    return found or _led(text, place) or lone(text, place)


def _dated(text: str, place: int) -> Opening | None:
    """Return the opening of a text that begins with a date, readable or not."""
    bracket = _BRACKET.match(text)
    start = bracket.end() if bracket else 0
    end = _date_end(text[start : start + 2 * _LONGEST_TITLE])
    if not end:
        return None
    date, tail = text[start : start + end].strip(), text[start + end :]
    rest = tail.lstrip(_GLUE)
    if not rest:
        return Opening("bare", place, date)
    if parts := _images.begins_with_label(rest):
        return Opening("label", place, date, parts[1].lstrip(_GLUE), parts[0])
    if label := _images.sure_label(rest):
        return (
            Opening("label", place, date, label=rest) if label.name else Opening("sized", place, date, rest)
        )
    sign = tail.lstrip(_BLANKS_AND_BRACKETS)[:1]
    sign = "" if sign.isalnum() else sign
    return Opening("prose" if _is_prose(date, tail, rest) else "titled", place, date, rest, sign=sign)


def _date_end(text: str) -> int:
    """Return where the date ends that a text begins with, a second date and a weekday included."""
    if not any(map(str.isdigit, text[:_LONGEST_DATE])) and not _RELATIVE.search(text[:_LONGEST_DATE]):
        return 0
    end = _dates.date_like_prefix(text)
    if not end and (spot := _dates.spot(text)) and not spot.start and spot.day is None:
        return spot.end
    if not end and _RELATIVE.search(text[:_LONGEST_DATE]):
        relative = _dates.find(text, now=_SOME_TIME, at_start=True)
        return relative.end if relative else 0
    if end and (behind := _BEHIND_DATE.match(text, end)):
        end = behind.end()
    return _second_end(text, end) if end else 0


def _second_end(text: str, end: int) -> int:
    """Return where a second date ends, as in "5 May 2020 (updated 6 May 2020)", with no title behind it."""
    between = _SECOND_DATE.match(text, end)
    second = _dates.date_like_prefix(text[between.end() :]) if between else 0
    if not between or not second:
        return end
    rest = text[between.end() + second :].strip(_GLUE)
    if rest and not _images.is_label(rest):
        return end
    end = between.end() + second
    return end + text.startswith(")", end)


def _is_prose(date: str, tail: str, rest: str) -> bool:
    """Return whether a text goes on behind its date, as in "12 January 2020 was" or "..., a Sunday,"."""
    if _WIDE.match(tail) or tail[:1] in "’'" or not any(map(str.isalnum, rest)):
        return True
    is_named = any(map(str.isalpha, date))
    if tail.startswith((",", "،")):
        return ends_sentence(rest) or (is_named and rest[0].islower())
    if not tail.lstrip(_BLANKS_AND_BRACKETS)[:1].isalnum():
        return False
    if rest[0].islower():
        return is_named or ends_sentence(rest)
    return is_named and is_prose(rest)


def _led(text: str, place: int) -> Opening | None:
    """Return the opening of a text such as "Published: 5 March 2024" or "le 8 mai 2020"."""
    lead = _LED.match(text) if len(text) <= 2 * _LONGEST_DATE else None
    found = _dated(text[lead.end() :], place) if lead else None
    return replace(found, kind="led") if found and found.is_plain and not found.rest else None


def lone(text: str, place: int) -> Opening | None:
    """Return the opening of a text that is an image line, or ends in one after a few words."""
    if text[:4].lower() == "http":
        return None
    found = _images.ends_with_label(text)
    label = None if found else _images.sure_label(text)
    if label and label.name:
        return Opening("lone", place, label=text)
    if found is None or found[0] > _LONGEST_DATE:
        return None
    words = text[: found[0]].strip(_GLUE)
    kind: Kind = "label" if _dates.looks_like_date(words) else "lone"
    return Opening(kind, place, words or None, label=found[1])
