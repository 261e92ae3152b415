"""A list of dates read as one: its language, the order of its numbers and its missing years.

It takes the texts of a list in the page's order, what stands above them, and what is known of the page;
gives a `Reading` for each, or why there is none; and never decides by one date what the others
contradict.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from feedkit._dates import (
    _clocks,
    _formats,
    _guess,
    _heads,
    _languages,
    _reader,
    _relative,
    _shapes,
    _singles,
    _words,
    _years,
)
from feedkit._dates._heads import Head
from feedkit._dates._learnt import Learnt
from feedkit._dates._orders import Clues, Numbers, order_of, short_order_of
from feedkit._dates._reader import Reading, Rules, Tokens
from feedkit._dates._shapes import Place
from feedkit._dates._singles import NO_LINK, Link
from feedkit._dates._times import UTC, clock_time, value
from feedkit._dates._words import Language, plain_text
from feedkit._dates._years import Pair, Yearless


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a page before its dates are read."""

    zone: dt.tzinfo = UTC
    """Of times that are printed without one."""
    language: str | None = None
    """As RFC 5646 writes it."""
    host: str | None = None
    """Of the page; its name may tell the country where the language does not."""
    now: dt.datetime | None = None
    """When the page was retrieved, aware; relative dates and missing years are counted from it."""
    formats: tuple[str, ...] = ()
    """`strptime` formats that come before everything else."""


@dataclass(frozen=True, slots=True)
class Column:
    """A list of dates as it was read."""

    readings: tuple[Reading | None, ...]
    doubts: tuple[str | None, ...]
    """Why a date was not read: `order` or `year` where that is all that is missing, else None."""
    order: str | None = None
    """Of numbers, where the list told it."""
    language: str = "en"


class _Alone(NamedTuple):
    """What a text tells by itself."""

    reading: Reading | None = None
    found: Tokens | None = None
    place: Place | None = None
    is_settled: bool = False
    """Whether nothing that stands around the text can tell more of its date."""


@dataclass(slots=True)
class _Cell:
    """A text on its way."""

    text: str
    head: Head
    link: Link = NO_LINK
    hint: dt.date | None = None
    """A day that a file's name or a link with a short year tells: what the numbers may mean, and no date by itself."""
    reading: Reading | None = None
    found: Tokens | None = None
    place: Place | None = None
    doubt: str | None = None


def read(
    texts: Sequence[str | None],
    setting: Setting,
    *,
    heads: Sequence[str | None] = (),
    links: Sequence[str | None] = (),
    names: Sequence[str | None] = (),
) -> Column:
    """Return the dates of a list, one for each text.

    `heads` are what stands above each entry, such as "March 2024"; `links` the addresses of the
    entries, whose days tell the order of numbers and missing years; `names` those of their files, whose
    days tell the order alone.
    """
    plain = {text: plain_text((text or "").replace("\xad", "")) for text in dict.fromkeys(texts)}
    above = [plain_text(head or "") for head in heads]
    reader = _begun(dict.fromkeys(plain.values()), dict.fromkeys(above), setting)
    told = {text: reader.alone(words) for text, words in plain.items()}
    if all(alone.is_settled for alone in told.values()):
        readings = tuple([told[text].reading for text in texts])
        return Column(readings, (None,) * len(texts), None, reader.rules.language.name)
    beside = _beside(len(texts), links, names)
    return reader.read(reader.cells([plain[text] for text in texts], above or [""] * len(texts), beside))


def language(texts: Sequence[str], setting: Setting) -> str:
    """Return the name of the language in which the dates of a list are; see `read`."""
    return _begun(dict.fromkeys(map(plain_text, texts)), (), setting).rules.language.name


def _begun(texts: Collection[str], heads: Iterable[str], setting: Setting) -> _Reader:
    """Return what reads a list of these texts, each once, in their language."""
    claimed = _words.language(setting.language)
    reader = _Reader(setting, claimed, is_theirs=True)
    alone = [(text, reader.alone(text)) for text in texts]
    unread = [text for text, told in alone if told.place is None and told.reading is None]
    words, is_theirs = _languages.of_column(list(dict.fromkeys((*unread, *heads))), len(texts), claimed)
    return reader if words is claimed else _Reader(setting, words, is_theirs)


def _beside(
    count: int, links: Sequence[str | None], names: Sequence[str | None]
) -> list[tuple[Link, dt.date | None]]:
    """What the link and the name of the file of each entry tell."""
    told = [_singles.in_link(link) if link else NO_LINK for link in links] or [NO_LINK] * count
    named = [_singles.in_name(name) if name else None for name in names] or [None] * count
    short = [_singles.in_short(link) if link else None for link in links] or [None] * count
    hints = (name or link for name, link in zip(named, short, strict=True))
    return list(zip(told, hints, strict=True))


class _Reader:
    """Reads the cells of one list."""

    def __init__(self, setting: Setting, words: Language, is_theirs: bool) -> None:
        self.setting = setting
        self.rules = Rules(words, setting.zone, dotted=None)
        self.learnt = Learnt(self.rules)
        self._alone: dict[str, _Alone] = {}
        self.is_theirs = is_theirs
        self.today = setting.now.astimezone(setting.zone).date() if setting.now is not None else None

    @cached_property
    def usual(self) -> str | None:
        """The order of numbers that is usual in the language of most of the list."""
        setting, language = self.setting, self.rules.language
        return (
            _languages.usual_order(setting.language, setting.host, language.name) if self.is_theirs else None
        )

    def alone(self, text: str) -> _Alone:
        """Return what a text tells by itself; it is read once."""
        found = self._alone.get(text)
        if found is None:
            found = self._alone[text] = self._read_alone(text)
        return found

    def cells(
        self, texts: Sequence[str], heads: Sequence[str], beside: Sequence[tuple[Link, dt.date | None]]
    ) -> list[_Cell]:
        """Return the cells of a list with what each tells by itself, and what stands around it."""
        above = self._heads(list(dict.fromkeys(heads)))
        rows = zip(texts, map(self.alone, texts), heads, beside, strict=True)
        return [
            _Cell(text, above[head], *told, alone.reading, alone.found, alone.place)
            for text, alone, head, told in rows
        ]

    def _heads(self, texts: Sequence[str]) -> Mapping[str, Head]:
        """What the headings tell; their days are read as a list too."""
        told = {text: _heads.read(text, self.rules) for text in texts}
        if not all(head.year and head.month for text, head in told.items() if text):
            cells = self.cells(texts, [""] * len(texts), _beside(len(texts), (), ()))
            for text, reading in zip(texts, self.read(cells).readings, strict=True):
                if reading is not None and not reading.relative and told[text].day is None:
                    told[text] = _heads.of_day(reading.value)
        return told

    def read(self, cells: Sequence[_Cell]) -> Column:
        """Return the dates of the cells, told by one another where they do not tell by themselves."""
        order = self._numbers(cells)
        self._short(cells)
        self._yearless(cells)
        self._pairs(cells)
        for cell in cells:
            self._last(cell)
        self._seconds(cells)
        self._counted(cells)
        readings = tuple(cell.reading for cell in cells)
        return Column(readings, tuple(cell.doubt for cell in cells), order, self.rules.language.name)

    def _read_alone(self, text: str) -> _Alone:
        if self.setting.formats and (reading := self._by_format(text)):
            return _Alone(reading, is_settled=not text.strip().isdecimal())
        if (date := self.learnt.date(text)) is not None:
            return _Alone(Reading(date, False, 0, len(text)), None, None, True)
        if not text or text.isspace():
            return _Alone()
        found = Tokens(text, self.rules.language)
        place, day = _reader.published(found, self.rules)
        if place is None:
            return self._without_place(found)
        reading = None if day is None else _reader.reading(found, place, day, self.rules)
        if reading is not None:
            self.learnt.learn(found, place, reading)
        return _Alone(reading, found, place, reading is not None and place.shape != "number")

    def _by_format(self, text: str) -> Reading | None:
        for format in self.setting.formats:
            if reading := _formats.find(text, format, self.rules.language, self.rules.zone):
                return reading
        return None

    def _without_place(self, found: Tokens) -> _Alone:
        """Return what a text without a whole date tells: one that is counted back, or the parts of one."""
        now, rules = self.setting.now, self.rules
        reading = None if now is None else _relative.find(found.text, rules.language, now, rules.zone)
        if reading is not None:
            return _Alone(reading, found)
        return _Alone(None, found, _shapes.partial(found.kinds) or _shapes.pair(found.kinds))

    def _numbers(self, cells: Iterable[_Cell]) -> str | None:
        """Read the numbers that can be day and month or month and day."""
        numbered = [
            cell for cell in cells if cell.place is not None and cell.place.shape in ("number", "monthly")
        ]
        order = None
        for is_dotted in (True, False):
            group = [cell for cell in numbered if cell.place and (cell.place.sign == ".") == is_dotted]
            usual = (
                "dmy" if self.usual == "ymd" and self.rules.language.name not in _YEAR_FIRST else self.usual
            )
            usual = "dmy" if is_dotted and self.usual != "mdy" else usual
            dates = [self._numbers_of(cell) for cell in group]
            order = order_of(dates, usual)
            rules = replace(self.rules, order=order)
            for cell, each in zip(group, dates, strict=True):
                days = set(each.days.values()) if order is None else {each.days.get(order)}
                self._set(cell, days.pop() if len(days) == 1 else None, "order" if days else None, rules)
        return order

    def _short(self, cells: Iterable[_Cell]) -> None:
        """Read the numbers whose year has two digits."""
        group = [cell for cell in cells if cell.place is not None and cell.place.shape == "short"]
        dates = [self._numbers_of(cell) for cell in group]
        order = short_order_of(dates, self.usual, self.today) if group else None
        for cell, each in zip(group, dates, strict=True):
            self._set(cell, each.days.get(order or ""), "order" if each.days else None)

    def _numbers_of(self, cell: _Cell) -> Numbers:
        found, place = cell.found, cell.place
        assert found is not None
        assert place is not None
        texts = (
            found.word(place, "a"),
            found.word(place, "b"),
            found.word(place, "y" if "y" in place.parts else "c"),
        )
        clues = Clues(_reader.weekday(found, place), cell.link.day or cell.hint)
        return Numbers(texts, place.sign, self.today, found.language.name, clues)

    def _yearless(self, cells: Sequence[_Cell]) -> None:
        """Read the dates without a year: by the heading above, else by the others."""
        group = [cell for cell in cells if cell.place is not None and cell.place.shape in _YEARLESS]
        if not group:
            return
        dated = [(cell, each) for cell in cells if (each := self._parts(cell)) is not None]
        days = _years.settle([each for _, each in dated], self.today)
        for (cell, _), day in zip(dated, days, strict=True):
            if cell.place is not None and cell.place.shape in _YEARLESS:
                self._set(cell, day, "year")

    def _pairs(self, cells: Sequence[_Cell]) -> None:
        """Read numbers that are day and month, where nearly all of the list is such."""
        if not any(cell.place is not None and cell.place.shape == "pair" for cell in cells):
            return
        told = [(cell, each) for cell in cells if (each := self._pair(cell)) is not None]
        count = sum(bool(cell.text.strip()) for cell in cells)
        if sum(not each.is_whole for _, each in told) < _FEWEST_PAIRS or len(told) * 5 < 4 * count:
            return
        signs = {cell.place.sign for cell, each in told if cell.place is not None and not each.is_whole}
        usual = "dm" if signs == {"."} or self.usual == "dmy" else "md" if self.usual else ""
        days = _years.settle_pairs([each for _, each in told], usual, self.today)
        for (cell, each), day in zip(told, days, strict=True):
            if not each.is_whole and len(signs) == 1:
                self._set(cell, day, "year")

    def _pair(self, cell: _Cell) -> Pair | None:
        if cell.reading is not None:
            day = cell.reading.value
            return Pair(day.month, day.day, day.year, is_whole=True)
        found, place = cell.found, cell.place
        if found is None or place is None or place.shape != "pair":
            return None
        if place.sign == "." and "z" not in place.parts and ":" not in found.kinds:
            return None  # a price, or a time of day
        texts = found.word(place, "a"), found.word(place, "b")
        is_clear = "z" in place.parts or all(len(text) == 2 for text in texts)
        year = cell.head.year or cell.link.year
        return Pair(int(texts[0]), int(texts[1]), year, _reader.weekday(found, place), is_clear=is_clear)

    def _parts(self, cell: _Cell) -> Yearless | None:
        if cell.reading is not None:
            day = cell.reading.value
            return Yearless(day.month, day.day, day.year)
        if cell.found is None or cell.place is None or cell.place.shape not in _YEARLESS:
            return None
        try:
            month, number = cell.found.month(cell.place), cell.found.number(cell.place, "d")
        except ValueError:
            return None
        year = cell.head.year or cell.link.year_of(month, number)
        return Yearless(month, number, year, _reader.weekday(cell.found, cell.place))

    def _last(self, cell: _Cell) -> None:
        """Read what is left: parts of dates, digits alone, and what dateutil can tell; at last the heading."""
        if cell.reading is None and cell.place is not None and cell.found is not None:
            if cell.place.shape in _OTHER:
                self._set(cell, self._other(cell.found, cell.place), None)
            return
        if cell.reading is None and cell.text:
            cell.reading = _singles.digits(cell.text, self.rules.zone)
        if cell.reading is None and (cell.head.day or cell.head.month):
            self._under(cell)
        if cell.reading is None and cell.link.day is not None and not re.search(r"\d", cell.text):
            cell.reading = Reading(cell.link.day, False, 0, 0)
        if cell.reading is None and cell.text and self.rules.language.name == "en":
            cell.reading = _guess.guess(cell.text, self.rules.zone, None)

    def _seconds(self, cells: Sequence[_Cell]) -> None:
        """Read seconds since 1970, where all texts of the list are some."""
        times = [(cell, _singles.seconds(cell.text, self.setting.now)) for cell in cells if cell.text.strip()]
        if all(time is not None for _, time in times):
            for cell, time in times:
                cell.reading = time

    def _counted(self, cells: Sequence[_Cell]) -> None:
        """Take the days of links where they show that the page was made long before it was got.

        A link with none has the day that is as much earlier.
        """
        counted = [(cell, cell.reading) for cell in cells if cell.reading and cell.reading.relative]
        days = [cell.link.day or cell.hint for cell, _ in counted]
        late = [_day(reading.value) - day for (_, reading), day in zip(counted, days, strict=True) if day]
        if len(late) < _SEVERAL or min(late) <= _NEXT_DAY or max(late) - min(late) > _NEXT_DAY:
            return
        usual = max(sorted(set(late)), key=late.count)
        for (cell, reading), day in zip(counted, days, strict=True):
            cell.reading = reading._replace(value=day or _day(reading.value) - usual)

    def _other(self, found: Tokens, place: Place) -> dt.date | None:
        try:
            return _reader.other_day(found, place, self.today)
        except ValueError:
            return None

    def _under(self, cell: _Cell) -> None:
        """Read a time or a day's number under a heading that tells the rest."""
        head, text = cell.head, cell.text
        if head.day is not None:
            clock, end = _clocks.after(text, 0)
            time = clock_time(clock) if clock is not None else None
            if not text.strip() or (clock is not None and not text[end:].strip()):
                printed = value(head.day, time, self.rules.zone)
                cell.reading = Reading(printed, False, 0, len(text)) if printed is not None else None
            return
        found = cell.found and re.fullmatch(
            r" ?(?:[WB][.,]{0,2} ?)?(?:l )?(9)[o.D]? ?(?:[(]?(?:[WB]|(?<=[(])h{1,2})[.)]{0,2})?",
            cell.found.kinds,
        )
        if found and cell.found and head.year and head.month:
            try:
                day = dt.date(head.year, head.month, int(cell.found.tokens[found.start(1)]))
            except ValueError:
                return
            cell.reading = Reading(day, False, 0, len(text))

    def _set(self, cell: _Cell, day: dt.date | None, doubt: str | None, rules: Rules | None = None) -> None:
        """Keep the day of a cell's place with the time beside it; or why there is none."""
        assert cell.found is not None
        assert cell.place is not None
        read = _reader.reading
        cell.reading = None if day is None else read(cell.found, cell.place, day, rules or self.rules)
        cell.doubt = doubt if cell.reading is None else None


def _day(date: dt.date) -> dt.date:
    return date.date() if isinstance(date, dt.datetime) else date


_SEVERAL = 3
"""So many links that tell of one delay show that a page was not made when it was got."""
_NEXT_DAY = dt.timedelta(days=1)
_YEAR_FIRST = {"en", "fr", "ja", "ko", "mn", "yue", "zh"}
"""Languages whose dates may begin with the year, and of which the order is not known where they do not."""
_YEARLESS = {"dm", "md", "cjk", "vd"}
_FEWEST_PAIRS = 3
_OTHER = {"dms", "mds", "split", "daily", "splat", "yearly", "era", "minguo"}
