"""The forms that a printed date can have: tables of names, and the patterns built from them.

It takes month and weekday names (any language: three arguments to `Forms`) and strptime
formats; gives compiled patterns, made when they are first asked for; and never reads a date
itself, nor a clock or a locale.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType

from feedkit.errors import ConfigError

_MONTH_NAMES = (
    *("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july"),
    *("aug august", "sep sept september", "oct october", "nov november", "dec december"),
)
MONTHS: Mapping[str, int] = MappingProxyType(
    {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
)
_WEEKDAY_NAMES = (
    "mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday"
)
WEEKDAYS = tuple(_WEEKDAY_NAMES.split())

# By minutes east of UTC, and only names that mean one offset on the pages of the world; CST is
# that of RFC 822 section 5.1, BST the British one.
_ZONE_NAMES = (
    *((-600, "HST"), (-540, "AKST"), (-480, "AKDT PST"), (-420, "MST PDT"), (-360, "CST MDT")),
    *((-300, "EST CDT"), (-240, "EDT"), (-150, "NDT"), (0, "Z UT UTC GMT WET"), (60, "BST WEST CET MEZ")),
    *((120, "CEST MESZ EET SAST"), (180, "EEST MSK"), (300, "PKT"), (420, "WIB"), (480, "HKT SGT AWST")),
    *((540, "JST KST"), (570, "ACST"), (600, "AEST"), (630, "ACDT"), (660, "AEDT")),
    *((720, "NZST"), (780, "NZDT")),
)
ZONES: Mapping[str, int] = MappingProxyType(
    {name: minutes for minutes, names in _ZONE_NAMES for name in names.split()}
)

_NUMBER_NAMES = "one two three four five six seven eight nine ten eleven twelve"
NUMBERS: Mapping[str, int] = MappingProxyType(
    {**dict.fromkeys(("a", "an"), 1), **{name: n for n, name in enumerate(_NUMBER_NAMES.split(), 1)}}
)
_COUNT = rf"(?<![\w.,])(?:[0-9]{{1,5}}|(?:{'|'.join(NUMBERS)})(?=\s))"
_UNIT = r"(?:seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|wks?|w)(?!\w)"

_LETTER = r"[^\W\d_]"
# Chinese, Japanese and Korean run a date into the words around it, and Russian ends it in "г.":
# only these glue. Spelt without a range that needs folding, which would make compiling slow.
_WORD = r"(?-i:[\dA-Za-z_À-ÿ])"
_DAY = r"[0-9]{1,2}"
_YEAR = r"(?:1[0-9]{3}|2[01][0-9]{2})"
_ORDINAL = rf"(?:(?:st|nd|rd|th)(?!{_LETTER})|\.)?"
_TO = r"\s{0,20}(?:-|/|&|(?:to|and|until|till)(?!\w))\s{0,20}"
_WHOLE = rf"(?:[0-9]{{4}}-{_DAY}-{_DAY}|{_DAY}[./-]{_DAY}[./-]{_YEAR})(?!\w)"
_CJK = rf"([0-9]{{4}})\s?[年년]\s?({_DAY})\s?[月월]\s?({_DAY})\s?[日号號일]"

# A number that goes on, a file name, an address and a word are no dates.
_BEFORE_NAMED = rf"(?<!{_WORD})(?<!\w-)(?<![$€£#])(?<![0-9][.,:/'])"
_BEFORE_NUMBERS = r"(?<![/.=@#+$€£%&-])(?<![0-9][,:'])"
_AFTER_NUMBERS = rf"(?!{_WORD})(?![.:_@]\w)(?!,[0-9])(?!%)(?![-/](?!{_WHOLE})\w)"
_AFTER_YEAR = rf"(?!{_WORD})(?![.,/]?[0-9])"

_CLOCK = rf"""
    (?P<hour>{_DAY})
    (?:
        (?P<mark>[:.h]|(?<=t[0-9]{{2}}))(?P<minute>[0-9]{{2}})
        (?::?(?P<second>[0-9]{{2}})(?:[.,][0-9]{{1,12}})?)?
    )?
    (?:\s{{0,3}}(?P<half>[ap])(?:\.\s?)?m(?![a-z])\.?)?
    (?(minute)|(?(half)|(?!)))
"""
# "10:00-12:00" is a span of time; "10:00:00-05:00" and "T10:00-05:00" have an offset.
_TIME_SPAN = rf"""
    (?:
        (?(second)(?!)|(?(joined)(?!)))
        \s{{0,3}}-\s{{0,3}}{_DAY}[:.][0-9]{{2}}(?:\s{{0,3}}(?P<late>[ap])\.?m(?![a-z])\.?)?
    )?
"""
_KNOWN = "|".join(sorted(ZONES, key=lambda name: -len(name)))
_ZONE = rf"""
    (?:\s{{0,3}}(?:
        (?(second)|(?(joined)|(?!-[0-9]{{2}}(?![0-9]))))
        (?P<offset>[+-][0-9]{{2}}(?::?[0-9]{{2}})?)(?![0-9:])
      | \(?(?P<name>(?-i:{_KNOWN}|utc|gmt|z))(?:\s?(?P<beyond>[+-][0-9]{{1,2}}(?::?[0-9]{{2}})?))?(?![\w:])\)?
      | (?P<strange>
            (?-i:ET|CT|MT|PT|IST|AST|NST|[A-Z]{{2,5}}(?=\s{{0,3}}(?:$|[|)\]])))
          | (?:[a-z]{{1,12}}\s){{0,2}}
            (?:standard|daylight|summer|local|eastern|central|mountain|pacific|greenwich)\stime
        )(?!\w)
    ))?
    (?!\w)(?![:.][0-9])
"""


# The groups of `Forms.after` that a time without a date in front cannot have.
_ALONE = rf"(?P<joined>(?!))?(?P<at>(?!))?(?P<time>{_CLOCK}{_TIME_SPAN}{_ZONE})"


class Forms:
    """The patterns of one set of names, each compiled when it is first asked for."""

    def __init__(self, months: Mapping[str, int], weekdays: Iterable[str], links: Iterable[str]) -> None:
        """Takes casefolded names of months and weekdays, and what may stand between day and month."""
        self.months = months
        self.month = _alternation(months)
        self.weekday = rf"{_alternation(weekdays)}[.,]{{0,2}}"
        self._links = "|".join(map(re.escape, links))
        self._lead = rf"""
            (?:(?<![\w:.]){_ALONE}[\s,|·•-]{{1,8}}(?:on\s{{1,8}})?)?
            (?:{self.weekday}\s{{0,20}})?
            (?:(?<!\w)the\s{{1,20}})?
        """

    @cached_property
    def date(self) -> re.Pattern[str]:
        """One group for each form (dmy, iso, number, span, mdy, ymd, cjk, ctime), its parts inside."""
        return _compile(_date_pattern(self.month, self._links))

    @cached_property
    def plain(self) -> re.Pattern[str]:
        """The commonest forms of a day that is the whole text, for speed."""
        return re.compile(r"(\d\d?) (\w+)\.? (\d{4})|(\w+)\.? (\d\d?), (\d{4})|(\d{4})-(\d\d)-(\d\d)")

    @cached_property
    def lead(self) -> re.Pattern[str]:
        """What can stand between the start of a text and its date: a time, a weekday, `the`."""
        return _compile(rf"\s*{self._lead}")

    @cached_property
    def before(self) -> re.Pattern[str]:
        """The same, looked for backwards from a date."""
        return _compile(rf"{self._lead}\Z")

    @cached_property
    def after(self) -> re.Pattern[str]:
        """A weekday and a time behind a date; matches always, if only nothing."""
        return _compile(rf"""
            (?:[\s,(]{{0,20}}{self.weekday}(?:\)|(?=\s*(?:$|[|·•-]|[0-9]{{1,2}}[:.h]))))?
            (?:
                (?:(?P<joined>t)(?=[0-9]{{2}})|[\s,|·•:;@(-]{{0,20}}(?P<at>at\s{{1,20}})?)
                (?P<time>{_CLOCK}{_TIME_SPAN}{_ZONE})\)?
            )?
        """)

    @cached_property
    def clock(self) -> re.Pattern[str]:
        """A time by itself, in the same groups."""
        return _compile(_ALONE)

    @cached_property
    def to(self) -> re.Pattern[str]:
        """What joins the two ends of a span of days."""
        return _compile(rf"{_TO}(?:{self.weekday}\s{{0,20}})?")

    @cached_property
    def relative(self) -> re.Pattern[str]:
        """A time counted back from now; a day by its name only where nothing goes on behind it."""
        amount = rf"{_COUNT}\s{{0,3}}{_UNIT}"
        more = rf"(?:(?:\s{{0,3}},\s{{0,3}}|\s{{1,3}}and\s{{1,3}}|\s{{1,3}}){amount}){{0,2}}"
        return _compile(rf"""
            (?<!\w)(?<!half\s)(?<!\sof\s)(?:
                (?P<ago>{amount}{more})\s{{1,20}}ago(?!\w)
              | (?P<now>just\snow|(?:a\s)?(?:few\s)?moments?\sago)(?!\w)
              | (?P<day>today|yesterday)(?!\w)
                (?:[\s,|·•(-]{{0,20}}(?:at\s{{1,20}})?{_ALONE}\)?)?
                (?=\s*(?:$|[|·•;:)\]-]))
            )
        """)

    @cached_property
    def amount(self) -> re.Pattern[str]:
        """A number and a unit of time."""
        return _compile(rf"({_COUNT})\s{{0,3}}({_UNIT})")

    @cached_property
    def shape(self) -> re.Pattern[str]:
        """What looks like a date at the start of a text, whatever its names and numbers."""
        return _compile(rf"\s*{_shape_pattern(self.month, self._links)}")


def _alternation(names: Iterable[str]) -> str:
    """`(?=[jfm])(?:january|march|...)`: longest first, the first letters ahead for speed."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    initials = "".join(sorted({re.escape(name[0]) for name in ordered}))
    return rf"(?=[{initials}])(?:{'|'.join(map(re.escape, ordered))})(?![^\W\d])"


def _date_pattern(month: str, links: str) -> str:
    gap = rf"[\s./-]{{0,20}}(?:(?:{links})\s{{1,20}})?"
    clock_follows = r"(?=[0-9]{2}\s{1,3}[0-9]{2}:[0-9]{2}:[0-9]{2})"
    year = rf"(?:([0-9]{{4}})|(?:'|(?<={_LETTER}[-/])|{clock_follows})([0-9]{{2}}))"
    time = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\s?[ap]m)?(?:\s{1,4}[a-z]{1,5}|\s{1,4}[+-][0-9]{4})?"
    last = rf"{_DAY}{_ORDINAL}"
    return rf"""
        (?=[0-9])(?:
            {_BEFORE_NAMED}(?P<dmy>({_DAY}){_ORDINAL}{gap}({month})\.?[\s.,/-]{{0,20}}{year}{_AFTER_YEAR})
          | (?<!{_WORD}){_BEFORE_NUMBERS}(?:
                (?P<iso>([0-9]{{4}})(?P<rule>[-/.])({_DAY})(?P=rule)({_DAY})(?:(?=t[0-9]{{2}}|z(?!\w))|{_AFTER_NUMBERS}))
              | (?P<number>({_DAY})(?P<sign>\s?/\s?|-|\.\s?)({_DAY})(?P=sign)({_YEAR}){_AFTER_NUMBERS})
            )
          | {_BEFORE_NAMED}(?:
                (?P<span>
                    ({_DAY}){_ORDINAL}(?:{gap}({month})\.?)?{_TO}({_DAY}){_ORDINAL}{gap}({month})\.?
                    [\s.,-]{{1,20}}([0-9]{{4}}){_AFTER_YEAR}
                )
              | (?P<ymd>
                    ([0-9]{{4}})[\s,./-]{{1,20}}({month})\.?[\s./-]{{1,20}}({_DAY})
                    (?=\s{{0,20}}(?:$|[^\w\s:]|[0-9]{{1,2}}[:.h]))(?!,?\s{{1,20}}[0-9]{{4}})
                )
            )
          | (?<![0-9a-z])(?P<cjk>{_CJK})
        )
      | (?<!\w)(?:
            (?P<mdy>
                ({month})\.?[\s/-]{{0,20}}(?:the\s{{1,20}})?({_DAY}){_ORDINAL}
                (?:{_TO}(?:({month})\.?\s{{0,20}})?{last})?
                (?:\s{{0,20}},\s{{0,20}}|\s{{1,20}}|[/-])([0-9]{{4}}){_AFTER_YEAR}
            )
          | (?P<ctime>({month})\.?\s{{1,20}}({_DAY}),?\s{{1,20}}({time}),?\s{{1,4}}([0-9]{{4}}){_AFTER_YEAR})
        )
    """


def _shape_pattern(month: str, links: str) -> str:
    """Unlike the pattern above it takes any word for a month, and any number for a day."""
    word = rf"(?!(?:second|minute|hour|day|week|month|year)s?(?!\w)){_LETTER}{{3,12}}\.?"
    link = rf"(?:(?:{links}|d[aeio]s?|del)\s{{1,20}})?"
    return rf"""
        (?:{_LETTER}{{2,12}}[.,]{{1,2}}\s{{1,20}})?
        (?:
            {_DAY}{_ORDINAL}[\s./-]{{0,20}}{link}{word}[\s.,/-]{{0,20}}{link}{_YEAR}(?![.,:/]?[0-9])
          | {month}\.?\s{{0,20}}{_DAY}{_ORDINAL}\s{{0,20}},?\s{{1,20}}{_YEAR}(?![.,:/]?[0-9])
          | {_DAY}(?P<a>[./-])\s?{_DAY}(?P=a)\s?{_YEAR}(?![.,:/-]?[0-9])
          | [0-9]{{2}}(?P<b>[./])[0-9]{{2}}(?P=b)[0-9]{{2}}(?![.,:/-]?[0-9])
          | {_YEAR}(?P<c>[./-]){_DAY}(?P=c){_DAY}(?![.,:/-]?[0-9])
          | {_CJK}
        )
        (?:(?=t[0-9])|(?!{_WORD}))(?![-/]\w)(?!\.[a-z])
    """


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


@lru_cache(maxsize=1)
def forms() -> Forms:
    """Gives the forms that pages are read with; compiled at the first call."""
    return Forms(MONTHS, WEEKDAYS, ("of",))


_SHORTHANDS = {"%T": "%H:%M:%S", "%R": "%H:%M", "%F": "%Y-%m-%d", "%D": "%m/%d/%y"}


def _directives() -> dict[str, str]:
    number = r"(?P<{}>[0-9]{{1,2}})"
    return {
        "%": "%",
        **{letter: number.format(letter) for letter in "dmHIMS"},
        "e": number.format("d"),
        "y": r"(?P<y>[0-9]{2})",
        "Y": r"(?P<Y>[0-9]{4})",
        "j": r"(?P<j>[0-9]{1,3})",
        "f": r"[0-9]{1,9}",
        "p": r"(?P<p>[ap])\.?m\.?",
        "z": r"(?P<z>[+-][0-9]{2}:?[0-9]{2}|z)",
        "Z": r"(?P<Z>[a-z]{1,5})",
        **dict.fromkeys("bBh", rf"(?P<B>{forms().month})"),
        **dict.fromkeys("aA", forms().weekday),
    }


@lru_cache(maxsize=256)
def format_pattern(format: str) -> re.Pattern[str]:
    """Gives the pattern of a strptime format, its groups named by the directives.

    Names of months and weekdays are those of the table, whatever the locale. Raises ConfigError
    (`bad-date-format`) for an unknown directive and for a format that cannot give a whole day.
    """
    for short, long in _SHORTHANDS.items():
        format = format.replace(short, long)
    try:
        pattern = _compile(rf"(?<!\w)(?:{_translated(format)})(?!\w)")
    except (KeyError, re.error) as error:
        raise _bad_format(
            format,
            "not a strptime format",
            "directives: https://docs.python.org/3/library/datetime.html#format-codes",
        ) from error
    named = set(pattern.groupindex)
    if not (named & {"Y", "y"} and ("j" in named or ("d" in named and named & {"m", "B"}))):
        raise _bad_format(format, "gives no whole day", "a date needs year, month and day: %Y, %m or %B, %d")
    return pattern


def _translated(format: str) -> str:
    known = _directives()
    parts = re.findall(r"%-?(.?)|(\s+)|([^%\s]+)", format.strip(), re.DOTALL)
    return "".join(
        re.escape(literal) if literal else r"\s+" if blank else known[letter]
        for letter, blank, literal in parts
    )


def _bad_format(format: str, cause: str, hint: str) -> ConfigError:
    return ConfigError(f"date format: {format}: {cause}", "bad-date-format", hint, format)
