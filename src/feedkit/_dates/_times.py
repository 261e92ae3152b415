"""Times of day, zones, and the two spellings of times that documents have.

It takes aware times, texts of RFC 822 and RFC 3339, times that a pattern found and names of zones;
gives texts, aware times and zones; and never uses the clock, the locale or this machine's zone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from feedkit._dates._words import MONTHS
from feedkit.errors import ConfigError

UTC = dt.UTC

# By minutes east of UTC, and only names that mean one offset on the pages of the world; CST is
# that of RFC 822 section 5.1, BST the British one.
_ZONE_NAMES = (
    *((-600, "HST"), (-540, "AKST"), (-480, "AKDT PST"), (-420, "MST PDT"), (-360, "CST MDT")),
    *((-300, "EST CDT"), (-240, "EDT"), (-150, "NDT"), (0, "Z UT UTC GMT WET"), (60, "BST WEST CET MEZ")),
    *((120, "CEST MESZ EET SAST"), (180, "EEST MSK МСК"), (300, "PKT"), (420, "WIB"), (480, "HKT SGT AWST")),
    *((540, "JST KST"), (570, "ACST"), (600, "AEST"), (630, "ACDT"), (660, "AEDT")),
    *((720, "NZST"), (780, "NZDT")),
)
ZONES: Mapping[str, int] = MappingProxyType(
    {name: minutes for minutes, names in _ZONE_NAMES for name in names.split()}
)

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_OWN_ZONES = {"localtime", "posixrules", "factory", "posix", "right"}
_RFC3339 = re.compile(
    r"\s*([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt\s]"
    r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?\s?(Z|z|[+-][0-9]{2}:?[0-9]{2})\s*"
)
_RFC822 = re.compile(
    r"\s*(?:[A-Za-z]{3,9}\.?\s{0,9},?\s{0,9})?([0-9]{1,2})[\s-]{1,9}([A-Za-z]{3,9})\.?[\s-]{1,9}([0-9]{4}|[0-9]{2})"
    r"\s{1,9}([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?\s{0,9}([+-][0-9]{4}|(?(6)[+-][0-9]{2}:[0-9]{2}|(?!))|[A-Za-z]{1,5})"
    r"\s*(?:\([^()]*\))?\s*"
)


def noon(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """Return twelve o'clock of a day in a zone."""
    return dt.datetime(day.year, day.month, day.day, 12, tzinfo=zone)


def rfc822(time: dt.datetime) -> str:
    """Return `Fri, 08 May 2020 12:00:00 +0000` (RFC 822 with RFC 1123's years), always in UTC."""
    return _rfc822(time if time.tzinfo is UTC else time.astimezone(UTC))


def rfc3339(time: dt.datetime) -> str:
    """Return `2020-05-08T12:00:00Z` (RFC 3339), always in UTC, whole seconds."""
    return _rfc3339(time if time.tzinfo is UTC else time.astimezone(UTC))


# Only times in UTC are keys: in other zones two times an hour apart can be equal (PEP 495).
@lru_cache(maxsize=4096)
def _rfc822(time: dt.datetime) -> str:
    return (
        f"{_DAYS[time.weekday()]}, {time.day:02} {_MONTHS[time.month]} {time.year:04} "
        f"{time.hour:02}:{time.minute:02}:{time.second:02} +0000"
    )


@lru_cache(maxsize=4096)
def _rfc3339(time: dt.datetime) -> str:
    return time.isoformat("T", "seconds")[:19] + "Z"


def rfc3339_local(value: dt.date) -> str:
    """Return a day as `2024-03-05`, a time as `2024-03-05T14:30:00+02:00` with its own offset."""
    if not isinstance(value, dt.datetime):
        return value.isoformat()
    offset = value.utcoffset() or dt.timedelta(0)
    if not offset:
        return value.isoformat("T", "seconds")[:19] + "Z"
    if offset.seconds % 60:
        # RFC 3339 section 4.2 has no seconds in an offset; mean solar times do.
        whole = dt.timedelta(minutes=round(offset.total_seconds() / 60))
        value = value.astimezone(dt.timezone(whole))
    return value.isoformat("T", "seconds")


def parse_rfc3339(text: str) -> dt.datetime | None:
    """Return the aware time of an RFC 3339 text, its fraction dropped; None for any other text."""
    found = _RFC3339.fullmatch(text)
    if found is None:
        return None
    year, month, day, *clock, zone = found.groups()
    return _time(int(year), int(month), int(day), clock, offset(zone))


def parse_rfc822(text: str) -> dt.datetime | None:
    """Return the aware time of an RFC 822 or RFC 5322 text; None for any other.

    Short years, missing seconds and names of zones that are unambiguous are read as well.
    """
    found = _RFC822.fullmatch(text)
    if found is None:
        return None
    day, month, year, *clock, zone = found.groups()
    number = MONTHS.get(month.lower(), 0)
    return _time(full_year(year), number, int(day), clock, offset(zone))


def _time(
    year: int, month: int, day: int, clock: list[str | None], zone: dt.tzinfo | None
) -> dt.datetime | None:
    hour, minute, second = clock
    if zone is None:
        return None
    try:
        leap = second == "60"
        time = dt.datetime(
            year, month, day, int(hour or 0), int(minute or 0), 59 if leap else int(second or 0), tzinfo=zone
        )
        if not 1 < year < 9999:
            time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return time


def full_year(year: str) -> int:
    """Return the year of two digits as RFC 5322 section 4.3 has it; others as they are."""
    return int(year) + (0 if len(year) != 2 else 2000 if int(year) < 50 else 1900)


@lru_cache(maxsize=256)
def offset(text: str) -> dt.timezone | None:
    """Return the zone of `+02:00`, `-0500`, `+2`, `Z` or a name such as `EST`; None if it is none."""
    found = re.fullmatch(r"([+-])([0-9]{1,2}?):?([0-9]{2})?", text)
    if found is None:
        minutes = ZONES.get(text.upper())
        return None if minutes is None else fixed(minutes)
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours > 14 or minutes > 59:
        return None
    return fixed((hours * 60 + minutes) * (-1 if found[1] == "-" else 1))


def fixed(minutes: int) -> dt.timezone:
    """Return the zone that many minutes east of UTC."""
    return dt.timezone(dt.timedelta(minutes=minutes)) if minutes else UTC


def is_clock(found: re.Match[str]) -> bool:
    """Return whether what a pattern of `_clocks` matched is a time.

    "14.30" may be a size or a price, unless something beside it says that it is one.
    """
    return found["mark"] != "." or any(
        found.group("at", "half", "morning", "evening", "spoken", "name", "offset")
    )


def clock_time(found: re.Match[str]) -> dt.time | None:
    """Return the time of day that a pattern of `_clocks` matched, aware when its zone is printed.

    None when there is no such time, or it cannot be told in which zone or half of the day it is.
    """
    hour, minute, second, late = found.group("hour", "minute", "second", "late")
    half = half_of(found)
    printed, name, beyond, strange = found.group("offset", "name", "beyond", "strange")
    if strange or (late and not half):
        return None
    zone = _printed_zone(printed, name, beyond) if printed or name else None
    if zone is None and (printed or name):
        return None
    try:
        return dt.time(hour_of_day(int(hour), half), int(minute or 0), min(int(second or 0), 59), tzinfo=zone)
    except ValueError:
        return None


def half_of(found: re.Match[str]) -> str | None:
    """Return the half of the day, a or p, that stands beside a time."""
    half: str | None = found["half"]
    return half or (
        "a" if found["early"] or found["morning"] else "p" if found["lately"] or found["evening"] else None
    )


def _printed_zone(printed: str | None, name: str | None, beyond: str | None) -> dt.tzinfo | None:
    """The zone of `+0200`, `EST`, or `GMT+2`; None for what is none."""
    zone = offset(printed or name or "")
    return offset(beyond) if beyond and zone is UTC else None if beyond else zone


def hour_of_day(hour: int, half: str | None) -> int:
    """Return the hour of twenty-four, `half` being a or p of twelve; -1, which is no hour, for what neither has."""
    if not half:
        return hour
    if half in "pP":
        return hour + 12 if 0 < hour < 12 else hour or -1
    return hour % 12 if hour <= 12 else -1


def value(day: dt.date, time: dt.time | None, zone: dt.tzinfo) -> dt.date | None:
    """Return a day, or a time with a fixed offset; None for what no UTC time stands for."""
    if time is None:
        return day if 1 < day.year < 9999 or _fits(day, dt.time(12), zone) else None
    if not (1 < day.year < 9999 or _fits(day, time, zone)):
        return None
    return settled(dt.datetime.combine(day, time, time.tzinfo or zone))


def _fits(day: dt.date, time: dt.time, zone: dt.tzinfo) -> bool:
    try:
        dt.datetime.combine(day, time, time.tzinfo or zone).astimezone(UTC)
    except (OverflowError, ValueError):
        return False
    return True


def settled(time: dt.datetime) -> dt.datetime:
    """Return the same time with a fixed offset: equal times are then the same instant (PEP 495)."""
    if isinstance(time.tzinfo, dt.timezone):
        return time
    return time.replace(tzinfo=dt.timezone(time.utcoffset() or dt.timedelta(0)), fold=0)


@lru_cache(maxsize=256)
def zone(name: str) -> dt.tzinfo:
    """Return the zone that a name of the IANA database, `UTC` or an offset (`+02:00`) stands for.

    Raises ConfigError (`unknown-timezone`) for any other, and for the machine's own zone.
    """
    if name.upper() in {"UTC", "GMT", "Z"}:
        return UTC
    return (offset(name) if name[:1] in {"+", "-"} else None) or _iana(name)


def _iana(name: str) -> dt.tzinfo:
    import zoneinfo

    try:
        if name.split("/")[0].casefold() in _OWN_ZONES:
            raise ValueError(name)
        return zoneinfo.ZoneInfo(name)
    except (ValueError, KeyError, OSError) as error:
        hint = _zone_hint(name, zoneinfo.available_timezones())
        raise ConfigError(f"timezone: {name}: no such time zone", "unknown-timezone", hint, name) from error


def _zone_hint(name: str, names: Iterable[str]) -> str:
    """`europe/brusels` and `Brussels` are both near to Europe/Brussels."""
    import difflib

    by_fold = {known.casefold(): known for known in sorted(names)}
    by_city = {fold.rpartition("/")[2]: known for fold, known in by_fold.items()}
    asked = name.strip().casefold().replace(" ", "_")
    for known, text in ((by_fold, asked), (by_city, asked.rpartition("/")[2])):
        near = difflib.get_close_matches(text, known, 1)
        if near:
            return f"did you mean {known[near[0]]}?"
    return "take a name such as Europe/Brussels, or UTC"
