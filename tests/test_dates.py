"""Dates: what pages print is read as printed, and nothing else is."""

import datetime as dt
import locale
import os
import pickle
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedkit import _dates
from feedkit._dates import format_pattern
from feedkit._dates._times import ZONES
from feedkit._dates._words import MONTHS
from feedkit.errors import ConfigError

BRUSSELS = _dates.zone("Europe/Brussels")
NOW = dt.datetime(2024, 3, 5, 14, 30, 20, 5, tzinfo=dt.UTC)

DAYS = """
08 May. 2020 = 2020-05-08
8 May 2020 = 2020-05-08
08 MAY 2020 = 2020-05-08
08 may 2020 = 2020-05-08
8 May, 2020 = 2020-05-08
8. May 2020 = 2020-05-08
29 Jan. 2020 = 2020-01-29
29 Feb 2020 = 2020-02-29
1 January 2020 = 2020-01-01
31 December 1999 = 1999-12-31
1st January 2020 = 2020-01-01
2nd Feb 2020 = 2020-02-02
3rd of March 2020 = 2020-03-03
the 8th of May 2020 = 2020-05-08
The 8th of May, 2020 = 2020-05-08
5 Sept 2024 = 2024-09-05
5 Sept. 2024 = 2024-09-05
5 August 1848 = 1848-08-05
5-Mar-24 = 2024-03-05
5-Mar-69 = 1969-03-05
05-Mar-2024 = 2024-03-05
05/Mar/2024 = 2024-03-05
5.Mar.2024 = 2024-03-05
05MAR2024 = 2024-03-05
5March2024 = 2024-03-05
5 Mar '24 = 2024-03-05
5 Mar ’24 = 2024-03-05
March 5, 2024 = 2024-03-05
March 5 2024 = 2024-03-05
March 5,2024 = 2024-03-05
March 05, 2024 = 2024-03-05
Mar. 5th, 2024 = 2024-03-05
MARCH 5, 2024 = 2024-03-05
march 5, 2024 = 2024-03-05
March the 5th, 2024 = 2024-03-05
Sept. 5 2024 = 2024-09-05
Mar-05-2024 = 2024-03-05
Mar/05/2024 = 2024-03-05
May 5, 2020 = 2020-05-05
2024 March 5 = 2024-03-05
2024-Mar-05 = 2024-03-05
2024, March 5 = 2024-03-05
Tuesday, 5 March 2024 = 2024-03-05
Tuesday 5 March 2024 = 2024-03-05
Tue 5 Mar 2024 = 2024-03-05
Tue. 5 Mar. 2024 = 2024-03-05
Tuesday the 5th of March 2024 = 2024-03-05
Tuesday, March 5, 2024 = 2024-03-05
Tue, Mar 5, 2024 = 2024-03-05
TUESDAY, MARCH 5, 2024 = 2024-03-05
5 March 2024, Tuesday = 2024-03-05
5 March 2024 (Tue) = 2024-03-05
2024-03-05 = 2024-03-05
2024-3-5 = 2024-03-05
2024/03/05 = 2024-03-05
2024/3/5 = 2024-03-05
2024.03.05 = 2024-03-05
2024-03-05Z = 2024-03-05
(2024-03-05) = 2024-03-05
2024年3月5日 = 2024-03-05
2024 年 03 月 05 日 = 2024-03-05
2024년 3월 5일 = 2024-03-05
２０２４年３月５日 = 2024-03-05
２０２４－０３－０５ = 2024-03-05
发布于2024-03-05来源 = 2024-03-05
日期：2024/03/05 = 2024-03-05
20240305 = 2024-03-05
13/03/2024 = 2024-03-13
03/13/2024 = 2024-03-13
05/05/2024 = 2024-05-05
13-03-2024 = 2024-03-13
13 / 03 / 2024 = 2024-03-13
3.5.2024 = 2024-05-03
03.05.2024 = 2024-05-03
3. 5. 2024 = 2024-05-03
05.03.2024г. = 2024-03-05
12.12.2024 = 2024-12-12
12-14 January 2020 = 2020-01-12
12 - 14 January 2020 = 2020-01-12
12–14 January 2020 = 2020-01-12
12 and 13 January 2020 = 2020-01-12
12th to 14th January 2020 = 2020-01-12
12/13 January 2020 = 2020-01-12
28 Feb - 1 Mar 2024 = 2024-02-28
28 February – 1 March 2024 = 2024-02-28
30 Dec 2019 - 2 Jan 2020 = 2019-12-30
30 Dec - 2 Jan 2020 = 2019-12-30
March 5-7, 2024 = 2024-03-05
March 5 – April 2, 2024 = 2024-03-05
Dec. 30 - Jan. 2, 2020 = 2019-12-30
01.03.2024-05.03.2024 = 2024-03-01
01.03.2024 - 05.03.2024 = 2024-03-01
2024-03-05 – 2024-03-08 = 2024-03-05
2024-03-05/2024-03-08 = 2024-03-05
Published: 08 May 2020 | News = 2020-05-08
Published:2024-03-05 = 2024-03-05
Posted on March 5, 2024 by X = 2024-03-05
Published 5 May 2020, updated 6 May 2020 = 2020-05-05
Today (8 May 2020), the Secretary General = 2020-05-08
Brussels, 8 May 2020 = 2020-05-08
Brussels, 08.05.2020. = 2020-05-08
| 8 May 2020 | = 2020-05-08
5\u00a0March\u00a02024 = 2024-03-05
5\u202fMarch\u20092024 = 2024-03-05
\u200e5 March 2024\u200e = 2024-03-05
5 March\t   2024 = 2024-03-05
5‑Mar‑2024 = 2024-03-05
2024−03−05 = 2024-03-05
Mar 5，2024 = 2024-03-05
5 March 2024 12.26 KB = 2024-03-05
5 March 2024 66.26KB = 2024-03-05
5 March 2024 - 12 photos = 2024-03-05
5 March 2024 12:75 = 2024-03-05
5 March 2024 25:10 = 2024-03-05
2024-03-05T24:00:00Z = 2024-03-05
2024-03-05T10:00:00+19:00 = 2024-03-05
5 March 2024 14:30 XYZ = 2024-03-05
5 March 2024 14:30 IST = 2024-03-05
5 March 2024 2:30 pm ET = 2024-03-05
5 March 2024 2:30 pm local time = 2024-03-05
5 March 2024 2:30 – 4:00 pm = 2024-03-05
5 March 2024 15:30 am = 2024-03-05
0001-01-02 = 0001-01-02
9998-12-31 = 9998-12-31
"""

TIMES = """
5 Mar 2024 14:30 GMT = 2024-03-05T14:30:00Z
5 Mar 2024 14:30 = 2024-03-05T14:30:00Z
5 Mar 2024 14:30:15 = 2024-03-05T14:30:15Z
5 Mar 2024, 14:30 = 2024-03-05T14:30:00Z
5 Mar 2024 - 14:30 = 2024-03-05T14:30:00Z
5 Mar 2024 | 14:30 = 2024-03-05T14:30:00Z
5 Mar 2024 · 14:30 = 2024-03-05T14:30:00Z
5 Mar 2024 @ 14:30 = 2024-03-05T14:30:00Z
5 Mar 2024 (14:30) = 2024-03-05T14:30:00Z
5 Mar 2024 at 14:30 = 2024-03-05T14:30:00Z
5 Mar 2024 at 14.30 = 2024-03-05T14:30:00Z
5 Mar 2024 2.30pm = 2024-03-05T14:30:00Z
5 Mar 2024 14h30 = 2024-03-05T14:30:00Z
5 March 2024, 2:30 p.m. EST = 2024-03-05T14:30:00-05:00
5 March 2024, 2:30 P.M. = 2024-03-05T14:30:00Z
5 March 2024 2 pm = 2024-03-05T14:00:00Z
5 March 2024 12:30 am = 2024-03-05T00:30:00Z
5 March 2024 12:30 pm = 2024-03-05T12:30:00Z
5 March 2024 13:30 pm = 2024-03-05T13:30:00Z
5 March 2024 2:30pm PDT = 2024-03-05T14:30:00-07:00
5 March 2024 14:30 CEST = 2024-03-05T14:30:00+02:00
5 March 2024 14:30 (CET) = 2024-03-05T14:30:00+01:00
5 March 2024 14:30 UTC+2 = 2024-03-05T14:30:00+02:00
5 March 2024 14:30 GMT+0530 = 2024-03-05T14:30:00+05:30
5 March 2024 14:30 UTC -3 = 2024-03-05T14:30:00-03:00
5 March 2024 14:30 NATO-led talks = 2024-03-05T14:30:00Z
5 March 2024 14:30 UN condemns attack = 2024-03-05T14:30:00Z
5 March 2024 10:00-12:00 = 2024-03-05T10:00:00Z
5 March 2024 10:00–12:00 EST = 2024-03-05T10:00:00-05:00
2:30 PM, March 5 2024 = 2024-03-05T14:30:00Z
14:30, 5 March 2024 = 2024-03-05T14:30:00Z
14:30 GMT, 5 March 2024 = 2024-03-05T14:30:00Z
14:30 on Tuesday, 5 March 2024 = 2024-03-05T14:30:00Z
10:36 2024-03-05 = 2024-03-05T10:36:00Z
March 5, 2024 at 2:30 pm = 2024-03-05T14:30:00Z
Posted on March 5, 2024 at 2:30 pm by X = 2024-03-05T14:30:00Z
March 5, 2024 2:30 PM EST = 2024-03-05T14:30:00-05:00
Tue, 05 Mar 2024 14:30:00 +0100 = 2024-03-05T14:30:00+01:00
Tue, 05 Mar 2024 14:30:00 -0500 = 2024-03-05T14:30:00-05:00
Tue, 05 Mar 2024 14:30:00 GMT = 2024-03-05T14:30:00Z
Tue, 5 Mar 24 14:30:00 GMT = 2024-03-05T14:30:00Z
05 Mar. 2024 12:00:00 GMT = 2024-03-05T12:00:00Z
2024-03-05T14:30:00Z = 2024-03-05T14:30:00Z
2024-03-05t14:30:00z = 2024-03-05T14:30:00Z
2024-03-05T14:30Z = 2024-03-05T14:30:00Z
2024-03-05T14:30 = 2024-03-05T14:30:00Z
2024-03-05T1430Z = 2024-03-05T14:30:00Z
2024-03-05T14:30:00.123456+05:30 = 2024-03-05T14:30:00+05:30
2024-03-05T14:30:00,5Z = 2024-03-05T14:30:00Z
2024-03-05T14:30:00.123456789Z = 2024-03-05T14:30:00Z
2024-03-05T10:00-05:00 = 2024-03-05T10:00:00-05:00
2024-03-05T10:00:00-0500 = 2024-03-05T10:00:00-05:00
2024-03-05T10:00:00+01:00[Europe/Paris] = 2024-03-05T10:00:00+01:00
2024-03-05 14:30 +0200 = 2024-03-05T14:30:00+02:00
2024-03-05 14:30:00 = 2024-03-05T14:30:00Z
2024-03-05 14:30:00 UTC = 2024-03-05T14:30:00Z
2024-03-05 14:30:00-03:00 = 2024-03-05T14:30:00-03:00
2024-03-05 10:00-12:00 = 2024-03-05T10:00:00Z
2024-03-05 (Tue) 14:30 = 2024-03-05T14:30:00Z
2024-03-05T23:59:60Z = 2024-03-05T23:59:59Z
2024/03/05 14:30 = 2024-03-05T14:30:00Z
2024年3月5日 14:30 = 2024-03-05T14:30:00Z
2024年3月5日14:30 = 2024-03-05T14:30:00Z
05.03.2024, 14:30 Uhr = 2024-03-05T14:30:00Z
13/03/2024 14:30 = 2024-03-13T14:30:00Z
03/13/2024 2:30 PM = 2024-03-13T14:30:00Z
20240305T143000Z = 2024-03-05T14:30:00Z
20240305T1430+0100 = 2024-03-05T14:30:00+01:00
20240305143000 = 2024-03-05T14:30:00Z
Tue Mar  5 14:30:00 2024 = 2024-03-05T14:30:00Z
Tue Mar 5 14:30:00 UTC 2024 = 2024-03-05T14:30:00Z
Tue Mar 5 14:30:00 +0100 2024 = 2024-03-05T14:30:00+01:00
Tue Mar 05 2024 14:30:00 GMT+0100 (Central European Standard Time) = 2024-03-05T14:30:00+01:00
05/Mar/2024:14:30:00 +0100 = 2024-03-05T14:30:00+01:00
"""

NO_DATES = """
2020|May|May 2020|2020 May|10|Monday|12:30|noon|1.2.3|v2.10.2020.1|2.10.2020.1|10.10|10.10.10|1-1-1|3/4|3/4/24
+1 202 555 0143|555-12-10-2020|030/12 05 2024|tel 12 10 2024|12 10 2024|13 10 2024|01 23 45 67 89|12-34-5678
$12.10|$1,5 May 2020|€5 May 2020|5,000 May 2020|1.5 March 2024|10 May|May 10|May 5-7|May 10 and 12|1 may 2
978-3-16-148410-0|ISBN 978-0-306-40615-7|192.168.10.24|Covid-19 May 2020|F-16 Jan 2020|1709649000|1709649000000
32 May. 2020|0 May 2020|31 Feb 2024|29 February 2023|March 32, 2024|13/13/2024|31/31/2020|00/01/2020|3.13.2024
2024-13-05|2024-02-30|2024-00-10|0000-00-00|2024-03|2024-03-051|12024-03-05|12005/03/20241|a2024-03-05|2024-03-05b
img-2024-03-05.jpg|2024-03-05.jpg|2024-03-05-title|2024-03-05_2|https://example.org/2024/03/05/title|?date=2024-03-05
200508-sg-iraq.jpg, 66.26KB|200114h-001|66.26KB|12,5 Mo|Page 1 of 5|1-10 of 42|42 Entries|1 - 10 of 2024|10 people 2024
08 Mai. 2020|5 mars 2024|5 de marzo de 2024|5 Maybe 2024|Mayor 5, 2024|13/03/24|05.03.24|24.03.05
20241305|20240230|12345678|20240305T9999|Q3 2024|Spring 2024|week 10 2024|2024-W10|2024-065|2024/25|2023-2024
Monday March 2020|Monday May 5|Mon 5|at 12:30 on Monday|5th|5th of May|March|12/2024|12.2024|Sat 2020|1st 2020
March 5, 20245|March 5, 2024.5|10:30 2024|2024 10:30|10h30|1/2/3/2024|1.2.3.2024|No 5/2024|S/RES/2024 (5)|10 am 2020|from 9 to 5 May 2020|in 2024 March 5 people|14 - 12 May 2020
99999999999999999999 May 2024|5 May 99999|1e999 May 2020|nan May 2020|jan feb 2020|2020 5|2020 12 12 12|2020-12-12-12
today|yesterday|2 hours ago|just now|tomorrow|||5\u0663 May 2020|5 ſep|0001-01-01T00:00:00+02:00|9999-12-31T23:00:00-05:00
"""


def _table(text: str) -> list[tuple[str, str]]:
    rows = (line.rpartition(" = ") for line in text.strip().splitlines())
    return [(left, right) for left, _, right in rows]


def _texts(text: str) -> list[str]:
    return [part for line in text.strip().splitlines() for part in line.split("|")]


def _read(text: str, **options: object) -> str | None:
    reading = _dates.read(text, **options)  # type: ignore[arg-type]
    return reading and _dates.rfc3339_local(reading.value)


@pytest.mark.parametrize(("text", "expected"), [*_table(DAYS), *_table(TIMES)])
def test_read_gives_what_is_printed(text: str, expected: str) -> None:
    """A day is a day, a time keeps the offset that stands beside it."""
    assert _read(text) == expected


@pytest.mark.parametrize("text", _texts(NO_DATES))
def test_read_invents_nothing(text: str) -> None:
    """Half dates, impossible dates and other numbers are no dates."""
    assert _dates.read(text) is None
    assert _dates.find(text) is None


def test_tables_are_as_large_as_they_should_be() -> None:
    """Enough kinds of text are tried."""
    assert len(_table(DAYS)) + len(_table(TIMES)) >= 150
    assert len(_texts(NO_DATES)) >= 80


@pytest.mark.parametrize(("text", "expected"), [*_table(DAYS), *_table(TIMES)])
def test_reading_tells_where_the_date_stood(text: str, expected: str) -> None:
    """What stands between start and end gives the same date."""
    reading = _dates.read(text)

    assert reading is not None
    assert 0 <= reading.start < reading.end <= len(text)
    assert _read(text[reading.start : reading.end]) == expected


@pytest.mark.parametrize(
    ("text", "stood"),
    [
        ("08 May. 2020 200508-sg-iraq.jpg, 66.26KB", "08 May. 2020"),
        ("14 Jan. 2020 200114h-001 - First Deputy Minister, 46.82KB", "14 Jan. 2020"),
        ("Tuesday, 5 March 2024 Talks resume", "Tuesday, 5 March 2024"),
        ("  5 Mar 2024 14:30 GMT  Talks", "5 Mar 2024 14:30 GMT"),
        ("2:30 PM, March 5 2024: Talks", "2:30 PM, March 5 2024"),
        ("30 Dec 2019 - 2 Jan 2020 Talks", "30 Dec 2019 - 2 Jan 2020"),
        ("12-14 January 2020 Talks", "12-14 January 2020"),
        ("5 March 2024 Sunday Times wins", "5 March 2024"),
        ("2024-03-05 12 people", "2024-03-05"),
        ("2024-03-05 – Talks", "2024-03-05"),
        ("13/03/2024 14:30 UN talks", "13/03/2024 14:30"),
    ],
)
def test_find_at_start_ends_before_the_words(text: str, stood: str) -> None:
    """A date that begins a line is cut off exactly, weekday and time with it."""
    reading = _dates.find(text, at_start=True)

    assert reading is not None
    assert text[reading.start : reading.end] == stood


@pytest.mark.parametrize(
    "text",
    ["On 12-14 January 2020, a delegation", "Today (8 May 2020), NATO", "x 2024-03-05", "", "May 2020"],
)
def test_find_at_start_wants_the_date_first(text: str) -> None:
    """A date further on is not at the start."""
    assert _dates.find(text, at_start=True) is None


def test_a_time_without_a_zone_is_in_the_given_one() -> None:
    """The offset is that of the zone on that day, and fixed, so that equal times are the same instant."""
    assert _read("5 Mar 2024 14:30", zone=BRUSSELS) == "2024-03-05T14:30:00+01:00"
    assert _read("5 July 2024 14:30", zone=BRUSSELS) == "2024-07-05T14:30:00+02:00"
    assert _read("2024-07-05 14:30:00", zone=BRUSSELS) == "2024-07-05T14:30:00+02:00"
    assert _read("5 July 2024 14:30 GMT", zone=BRUSSELS) == "2024-07-05T14:30:00Z"
    gap = _dates.read("31 March 2024 02:30", BRUSSELS)
    assert gap is not None
    assert isinstance(gap.value, dt.datetime)
    assert gap.value == gap.value.astimezone(dt.UTC)


def test_hours_that_are_not_or_come_twice_are_defined() -> None:
    """A clock that is set forward is read as if it had not been, one that is set back the first time."""
    assert _read("31 March 2024 02:30", zone=BRUSSELS) == "2024-03-31T02:30:00+01:00"
    assert _read("27 October 2024 02:30", zone=BRUSSELS) == "2024-10-27T02:30:00+02:00"
    assert _read("27 October 2024 02:30 CET", zone=BRUSSELS) == "2024-10-27T02:30:00+01:00"


def test_every_zone_name_is_read() -> None:
    """The table of names and the pattern agree."""
    for name, minutes in ZONES.items():
        reading = _dates.read(f"5 March 2024 14:30 {name}")
        assert reading is not None
        assert isinstance(reading.value, dt.datetime), name
        assert reading.value.utcoffset() == dt.timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text", ["05/03/2024", "5-3-2024", "Published 05/03/2024 14:30", "05/03/2024, 13/03/2024"]
)
def test_ambiguous_numbers_need_an_order(text: str) -> None:
    """Which of two numbers is the day is not guessed."""
    assert _dates.is_ambiguous(text)
    assert _dates.read(text) is None
    assert _dates.find(text) is None
    assert (_read(text, order="dmy") or "")[:10] == "2024-03-05"
    assert (_read(text, order="mdy") or "")[:10] == "2024-05-03"


@pytest.mark.parametrize(
    "text", ["13/03/2024", "05/05/2024", "5.3.2024", "2024-03-05", "5 March 2024", "31/31/2020", ""]
)
def test_other_dates_are_not_ambiguous(text: str) -> None:
    """A number over 12, equal numbers, full stops and names leave no question."""
    assert not _dates.is_ambiguous(text)
    assert _read(text, order="dmy") == _read(text, order="mdy") == _read(text)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["05/03/2024", "13/03/2024"], "dmy"),
        (["05/03/2024", "03/13/2024"], "mdy"),
        (["13/03/2024", "03/13/2024"], None),
        (["05/03/2024"], None),
        (["05/03/2024", "04/03/2024"], None),
        (["01/02/2024", "02/02/2024", "01/03/2024"], "dmy"),
        (["02/01/2024", "02/02/2024", "03/01/2024"], "mdy"),
        (["03/12/2023", "02/12/2023", "02/12/2023", "09/11/2023", "01/11/2023"], "dmy"),
        (["03/04/2024", "02/05/2024", "01/06/2024"], None),
        (["05/05/2024", "06/06/2024"], None),
        (["5.3.2024", "2024-03-05", "no date", "", "31/31/2024"], None),
        (["31/31/2024", "13/03/2024 at noon", "Date: 01/02/2024"], "dmy"),
        ([], None),
    ],
)
def test_column_order_is_told_by_the_whole_column(texts: list[str], order: str | None) -> None:
    """A number over 12 decides, then a column that is sorted one way only; a contradiction never."""
    assert _dates.column(texts, _dates.Setting()).order == order


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "2024-03-05"),
        ("Yesterday", "2024-03-04"),
        ("Posted yesterday", "2024-03-04"),
        ("today at 9:15", "2024-03-05T09:15:00+01:00"),
        ("Yesterday, 2:30 pm", "2024-03-04T14:30:00+01:00"),
        ("Today | News", "2024-03-05"),
        ("3 days ago", "2024-03-02"),
        ("a week ago", "2024-02-27"),
        ("2 weeks ago", "2024-02-20"),
        ("an hour ago", "2024-03-05T14:30:20+01:00"),
        ("2 hours ago", "2024-03-05T13:30:20+01:00"),
        ("2 hrs ago", "2024-03-05T13:30:20+01:00"),
        ("5m ago", "2024-03-05T15:25:20+01:00"),
        ("ten minutes ago", "2024-03-05T15:20:20+01:00"),
        ("1 hour, 20 minutes ago", "2024-03-05T14:10:20+01:00"),
        ("1 day and 3 hours ago", "2024-03-04T12:30:20+01:00"),
        ("Updated 30 seconds ago by X", "2024-03-05T15:29:50+01:00"),
        ("just now", "2024-03-05T15:30:20+01:00"),
        ("a few moments ago", "2024-03-05T15:30:20+01:00"),
    ],
)
def test_relative_texts_are_counted_back_from_now(text: str, expected: str) -> None:
    """Days and weeks give a day in the zone, hours and minutes a time; without now they say nothing."""
    reading = _dates.read(text, BRUSSELS, now=NOW)

    assert reading is not None
    assert reading.relative
    assert _dates.rfc3339_local(reading.value) == expected
    assert _dates.read(text, BRUSSELS) is None


@pytest.mark.parametrize(
    "text",
    [
        "half an hour ago",
        "1.5 hours ago",
        "a quarter of an hour ago",
        "Today, NATO said",
        "today's news",
        "a month ago",
        "2 years ago",
        "long ago",
        "99999999 days ago",
        "in 2 hours",
        "birthday",
    ],
)
def test_other_relative_texts_are_left_alone(text: str) -> None:
    """What cannot be counted exactly, and what is prose, is no date."""
    assert _dates.read(text, now=NOW) is None


def test_a_printed_date_goes_before_a_relative_one() -> None:
    """The page's own date is exact."""
    assert _read("2 hours ago (4 March 2024)", now=NOW) == "2024-03-04"
    assert not _dates.find("4 March 2024, 2 hours ago", now=NOW).relative  # type: ignore[union-attr]


def test_relative_days_turn_at_midnight_of_the_zone() -> None:
    """Today in Auckland is tomorrow in UTC."""
    assert _read("today", zone=_dates.zone("Pacific/Auckland"), now=NOW) == "2024-03-06"


def test_relative_prose_at_the_start_is_no_date_line() -> None:
    """A sentence may begin with a date word."""
    assert _dates.find("Two weeks ago, a delegation", now=NOW, at_start=True) is None
    assert _dates.find("2 hours ago Talks resume", now=NOW, at_start=True) is not None


@pytest.mark.parametrize(
    ("text", "format", "expected"),
    [
        ("05/03/2024", "%d/%m/%Y", "2024-03-05"),
        ("05/03/2024", "%m/%d/%Y", "2024-05-03"),
        ("Date: 05/03/24.", "%d/%m/%y", "2024-03-05"),
        ("5 March 2024 2.30 pm", "%d %B %Y %I.%M %p", "2024-03-05T14:30:00Z"),
        ("2024:03:05 14:30:15", "%Y:%m:%d %H:%M:%S", "2024-03-05T14:30:15Z"),
        ("2024-03-05 14:30 +0200", "%F %R %z", "2024-03-05T14:30:00+02:00"),
        ("2024-03-05 14:30 EST", "%F %R %Z", "2024-03-05T14:30:00-05:00"),
        ("2024-03-05 14:30 XYZ", "%F %R %Z", "2024-03-05"),
        ("2024-065", "%Y-%j", "2024-03-05"),
        ("Tue 5 mar 2024", "%a %-d %b %Y", "2024-03-05"),
        ("100% 5.3.24", "100%% %d.%m.%y", "2024-03-05"),
        ("5 March 2024", "%d/%m/%Y", "2024-03-05"),
        ("31/02/2024", "%d/%m/%Y", None),
        ("2024-366", "%Y-%j", "2024-12-31"),
        ("2023-366", "%Y-%j", None),
        ("5 March 2024 2.30", "%d %B %Y %I.%M", "2024-03-05"),
    ],
)
def test_formats_of_a_recipe_come_first(text: str, format: str, expected: str | None) -> None:
    """What the recipe says of its page goes before every rule, and the rules follow where it is wrong."""
    assert _read(text, formats=(format,)) == expected


@pytest.mark.parametrize(
    "format", ["", "%d/%m", "%B %Y", "%Y-%m-%d %Q", "%d %d %m %Y", "yyyy-mm-dd", "%Y-%m-%d%"]
)
def test_a_format_without_a_whole_day_is_an_error(format: str) -> None:
    """A mistake in a recipe is told, with its subject."""
    with pytest.raises(ConfigError) as error:
        format_pattern(format)

    assert (error.value.code, error.value.subject) == ("bad-date-format", format)
    assert error.value.hint


@pytest.mark.parametrize(
    "text",
    """08 Mai. 2020|32 May. 2020|5 mars 2024|31/31/2020|31 Feb 2024|5. März 2024|5 de marzo de 2024|5 ноября 2024 г.
    March 32, 2024|2024-13-05|13/03/24|05.03.24|mar. 5 mars 2024|5 mars 2024 14:30|05/03/2024|8 May 2020|2024年13月5日
    2:30 PM, March 5 2024|12-14 January 2020""".replace("\n    ", "|").split("|"),
)
def test_what_has_the_shape_of_a_date_looks_like_one(text: str) -> None:
    """Another language's months and impossible days are dates that cannot be read."""
    assert _dates.looks_like_date(text)
    assert _dates.date_like_prefix(f"{text} 200508-sg-iraq.jpg, 66.26KB") >= len(text.rstrip(" г."))


@pytest.mark.parametrize(
    "text",
    [
        "1.2.3",
        "192.168.10.24",
        "10 years 2024",
        "2020",
        "May 2020",
        "1-10 of 42",
        "v2.10.2020",
        "",
        "5 a 2024",
    ],
)
def test_other_texts_do_not_look_like_dates(text: str) -> None:
    """The shape is narrow enough to tell entries by it."""
    assert not _dates.looks_like_date(text)
    assert _dates.date_like_prefix(text) == 0


def test_zone_takes_names_and_offsets() -> None:
    """UTC needs no database."""
    assert _dates.zone("UTC") is _dates.zone("utc") is dt.UTC
    assert str(_dates.zone("Europe/Brussels")) == "Europe/Brussels"
    assert _dates.zone("+02:00") == _dates.zone("+0200") == dt.timezone(dt.timedelta(hours=2))
    assert _dates.zone("-03:30").utcoffset(None) == dt.timedelta(hours=-3, minutes=-30)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Europe/Brusels", "Europe/Brussels"),
        ("Brussels", "Europe/Brussels"),
        ("europe/brussels ", "Europe/Brussels"),
        ("America/New York", "America/New_York"),
        ("localtime", ""),
        ("posix/Europe/Brussels", ""),
        ("../../etc/passwd", ""),
        ("Europe", ""),
        ("", ""),
        ("\x00", ""),
        ("+99:00", ""),
        ("Mars/Olympus" * 50, ""),
    ],
)
def test_an_unknown_zone_is_an_error_with_a_hint(name: str, hint: str) -> None:
    """A slip of the pen is answered with the nearest name."""
    with pytest.raises(ConfigError) as error:
        _dates.zone(name)

    assert (error.value.code, error.value.subject) == ("unknown-timezone", name)
    assert hint in error.value.hint
    assert error.value.hint


def test_noon_is_noon_of_the_zone() -> None:
    """A day stands for its noon."""
    assert _dates.rfc3339(_dates.noon(dt.date(2020, 5, 8), dt.UTC)) == "2020-05-08T12:00:00Z"
    assert _dates.rfc3339(_dates.noon(dt.date(2020, 5, 8), BRUSSELS)) == "2020-05-08T10:00:00Z"


def test_documents_have_times_in_utc() -> None:
    """Both spellings, whole seconds, English names, four digits of year."""
    time = dt.datetime(2020, 5, 8, 14, 0, 1, 999, tzinfo=dt.timezone(dt.timedelta(hours=2)))

    assert _dates.rfc822(time) == "Fri, 08 May 2020 12:00:01 +0000"
    assert _dates.rfc3339(time) == "2020-05-08T12:00:01Z"
    assert _dates.rfc3339_local(time) == "2020-05-08T14:00:01+02:00"
    assert _dates.rfc822(dt.datetime(33, 4, 3, tzinfo=dt.UTC)) == "Sun, 03 Apr 0033 00:00:00 +0000"
    assert _dates.rfc3339(dt.datetime(33, 4, 3, tzinfo=dt.UTC)) == "0033-04-03T00:00:00Z"


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    """Two times an hour apart that compare equal do not share a cached text (PEP 495)."""
    first = dt.datetime(2024, 10, 27, 2, 30, tzinfo=BRUSSELS)

    assert _dates.rfc3339(first) == "2024-10-27T00:30:00Z"
    assert _dates.rfc3339(first.replace(fold=1)) == "2024-10-27T01:30:00Z"
    assert _dates.rfc822(first.replace(fold=1)).endswith("01:30:00 +0000")


def test_local_times_have_no_seconds_in_their_offset() -> None:
    """Mean solar time of 1850 is given to the minute, at the same instant."""
    value = dt.datetime(1850, 1, 1, 12, tzinfo=BRUSSELS)

    text = _dates.rfc3339_local(value)
    assert text == "1850-01-01T12:00:30+00:18"
    assert _dates.parse_rfc3339(text) == value.astimezone(dt.UTC)
    assert _dates.rfc3339_local(dt.date(33, 4, 3)) == "0033-04-03"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fri, 08 May 2020 12:00:00 GMT", "2020-05-08T12:00:00Z"),
        ("Fri, 08 May 2020 12:00:00 +0000", "2020-05-08T12:00:00Z"),
        ("Fri, 08 May 2020 12:00:00 -0000", "2020-05-08T12:00:00Z"),
        ("08 May 2020 12:00 EST", "2020-05-08T12:00:00-05:00"),
        ("Fri, 8 May 20 12:00:00 Z", "2020-05-08T12:00:00Z"),
        ("Fri, 8 May 98 12:00:00 Z", "1998-05-08T12:00:00Z"),
        ("  Fri , 08 May 2020 12:00:00 +0200 (CEST)\n", "2020-05-08T12:00:00+02:00"),
        ("19 Sep. 2025 12:00:00 GMT", "2025-09-19T12:00:00Z"),
        ("Friday, 08 May 2020 12:00:00 +02:00", "2020-05-08T12:00:00+02:00"),
        ("Fri, 08 May 2020 23:59:60 GMT", "2020-05-08T23:59:59Z"),
        ("Fri, 08 May 2020 12:00:00", None),
        ("Fri, 08 May 2020 12:00:00 XYZ", None),
        ("Fri, 08 May 2020 10:00-12:00", None),
        ("Fri, 31 Feb 2020 12:00:00 GMT", None),
        ("Fri, 08 Mai 2020 12:00:00 GMT", None),
        ("Fri, 08 May 2020 24:00:00 GMT", None),
        ("Mon, 01 Jan 0001 00:00:00 +0200", None),
        ("2020-05-08T12:00:00Z", None),
        ("", None),
    ],
)
def test_parse_rfc822_reads_what_feeds_write(text: str, expected: str | None) -> None:
    """A time without a zone that is known is no time."""
    time = _dates.parse_rfc822(text)

    assert (time and _dates.rfc3339_local(time)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-05-08T12:00:00Z", "2020-05-08T12:00:00Z"),
        (" 2020-05-08t12:00:00z\n", "2020-05-08T12:00:00Z"),
        ("2020-05-08 12:00:00+02:00", "2020-05-08T12:00:00+02:00"),
        ("2020-05-08T12:00:00.999-05:00", "2020-05-08T12:00:00-05:00"),
        ("2020-05-08T12:00Z", "2020-05-08T12:00:00Z"),
        ("2020-05-08T12:00:00+0200", "2020-05-08T12:00:00+02:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("2020-05-08T12:00:00", None),
        ("2020-05-08", None),
        ("2020-13-08T12:00:00Z", None),
        ("2020-05-08T12:00:61Z", None),
        ("2020-05-08T12:00:00+99:00", None),
        ("0001-01-01T00:00:00+02:00", None),
        ("x2020-05-08T12:00:00Z", None),
        ("", None),
    ],
)
def test_parse_rfc3339_reads_what_feeds_write(text: str, expected: str | None) -> None:
    """Offsets are kept, fractions dropped."""
    time = _dates.parse_rfc3339(text)

    assert (time and _dates.rfc3339_local(time)) == expected


LONG = ("", *(name for name in MONTHS if name == "may" or (len(name) > 3 and name != "sept")))
SHORT = ("", *(name for name in MONTHS if len(name) == 3))
FORMS = (
    lambda day: f"{day.day:02} {SHORT[day.month].title()}. {day.year:04}",
    lambda day: f"{day.day} {LONG[day.month].title()} {day.year:04}",
    lambda day: f"{LONG[day.month].title()} {day.day}, {day.year:04}",
    lambda day: f"{SHORT[day.month].upper()} {day.day:02} {day.year:04}",
    lambda day: f"the {day.day}th of {LONG[day.month]} {day.year:04}",
    lambda day: f"{day.day:02}-{SHORT[day.month]}-{day.year:04}",
    lambda day: f"{day.year:04}-{SHORT[day.month]}-{day.day:02}",
    lambda day: f"Monday, {day.day} {LONG[day.month]} {day.year:04}",
    lambda day: f"{day.year:04}-{day.month:02}-{day.day:02}",
    lambda day: f"{day.year:04}/{day.month}/{day.day}",
    lambda day: f"{day.year:04}.{day.month:02}.{day.day:02}",
    lambda day: f"{day.year:04}年{day.month}月{day.day}日",
)
NUMBERED = (
    lambda day: f"{day.day}.{day.month}.{day.year:04}",
    lambda day: f"{day.day:02}/{day.month:02}/{day.year:04}",
    lambda day: f"{day.day}-{day.month}-{day.year:04}",
)


@given(st.dates(dt.date(1, 1, 2), dt.date(9999, 12, 30)), st.sampled_from(FORMS))
def test_any_day_in_any_form_is_read_back(day: dt.date, form: object) -> None:
    """From the year 1 to 9999."""
    assert _dates.read(form(day)).value == day  # type: ignore[operator, union-attr]


@given(st.dates(dt.date(1800, 1, 1), dt.date(2199, 12, 31)), st.sampled_from(NUMBERED))
def test_any_day_in_numbers_is_read_back_with_its_order(day: dt.date, form: object) -> None:
    """Numbers alone are dates of the last and next centuries only."""
    assert _dates.read(form(day), order="dmy").value == day  # type: ignore[operator, union-attr]


ZONED = st.builds(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)), st.integers(-14 * 60, 14 * 60))


# hypothesis wants the bounds naive
@given(st.datetimes(dt.datetime(2, 1, 1), dt.datetime(9998, 1, 1), timezones=ZONED))  # noqa: DTZ001
def test_any_time_is_read_back(time: dt.datetime) -> None:
    """What the writers write is what the readers read."""
    time = time.replace(microsecond=0)

    assert _dates.parse_rfc3339(_dates.rfc3339(time)) == time
    assert _dates.parse_rfc822(_dates.rfc822(time)) == time
    local = _dates.rfc3339_local(time)
    for value in (_dates.parse_rfc3339(local), _dates.read(local).value):  # type: ignore[union-attr]
        assert isinstance(value, dt.datetime)
        assert (value, value.utcoffset()) == (time, time.utcoffset())


PIECES = st.sampled_from(
    "5|05|31|2024|24|99|0|Mar|March|May|.|,|/|-|:|14:30|T|Z|+0200|GMT|EST|ago|today|the|of|th|at|to|and| |  |年|月|日"
    "|pm|a.m.|20240305|Mon|\u00a0|–|１|(|)|ſep|٣|²|1e9|nan|inf|ad|\x00|\ud800".split("|")
)


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(PIECES, max_size=14).map(" ".join),
        st.lists(PIECES, max_size=14).map("".join),
    )
)
def test_no_text_is_a_fault(text: str) -> None:
    """Whatever comes back stood in the text and has a time in UTC."""
    for reading in (_dates.read(text, BRUSSELS, now=NOW), _dates.find(text, BRUSSELS, at_start=True)):
        if reading is not None:
            assert 0 <= reading.start < reading.end <= len(text)
            value = reading.value
            time = value if isinstance(value, dt.datetime) else _dates.noon(value, BRUSSELS)
            assert time.astimezone(dt.UTC).microsecond == 0
    place = _dates.spot(text)
    assert place is None or 0 <= place.start < place.end <= len(text)
    assert 0 <= _dates.date_like_prefix(text) <= len(text)
    assert isinstance(_dates.looks_like_date(text), bool)
    assert isinstance(_dates.is_ambiguous(text), bool)


@pytest.mark.parametrize(
    "text",
    [
        "Event: 12 April 2024 Posted: 5 March 2024",
        "Updated 6 March 2024 Published 5 March 2024",
        "5 March 2024 (updated 6 March 2024)",
    ],
)
def test_spot_is_that_of_the_publication(text: str) -> None:
    """An event and a change give way, as where a whole field is read."""
    spot = _dates.spot(text)

    assert spot is not None
    assert text[spot.start : spot.end] == "5 March 2024"
    assert spot.day == dt.date(2024, 3, 5)


LISTS = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.lists(PIECES, max_size=8).map("".join),
        st.sampled_from(
            ["05/03/2024", "5 mars", "13.3.24", "Mar 5", "5", "1709649000", "昨天", "29 février"]
        ),
    ),
    max_size=6,
)


@given(LISTS, LISTS, st.sampled_from([None, "fr", "th", "fa", "ja", "zh-TW", "xx", "en-US", "\ud800"]))
def test_no_list_is_a_fault(texts: list[str], heads: list[str], language: str | None) -> None:
    """A list gives a reading or a reason for each of its texts, and those have a time in UTC."""
    setting = _dates.Setting(BRUSSELS, language, "example.ie", NOW)
    above = (heads + [""] * len(texts))[: len(texts)]
    column = _dates.column(texts, setting, heads=above, links=texts)

    assert len(column.readings) == len(column.doubts) == len(texts)
    for reading, doubt in zip(column.readings, column.doubts, strict=True):
        assert reading is None or doubt is None
        if reading is not None:
            value = reading.value
            time = value if isinstance(value, dt.datetime) else _dates.noon(value, BRUSSELS)
            assert time.astimezone(dt.UTC).microsecond == 0


@given(
    st.lists(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)), min_size=2, max_size=12),
    st.sampled_from(FORMS),
)
def test_a_form_that_was_learnt_reads_as_the_long_way(days: list[dt.date], form: object) -> None:
    """A date of a list is what it is alone."""
    texts = [form(day) for day in days]  # type: ignore[operator]

    assert [each and each.value for each in _dates.column(texts, _dates.Setting()).readings] == days


@pytest.mark.parametrize(
    "unit", ["5/", "13.3.24 ", "Mar 5 ", "5 mars ", "年", "5月", "12-", "é", "5 xx ", "ที่", "5. ", "(5", "' 5"]
)
def test_long_lists_of_long_texts_take_no_longer(unit: str) -> None:
    """Ten times the text takes about as long: only its head is looked at, and that in one pass."""
    texts = [unit * 1_000 + str(number) for number in range(3)]
    times = []
    for factor in (1, 10):
        many = [text * factor for text in texts]
        start = time.process_time()
        _dates.column(many, _dates.Setting(language="fr", now=NOW))
        times.append(time.process_time() - start)

    assert times[1] < 10 * times[0] + 0.2


@pytest.mark.parametrize(
    "unit",
    [
        "5 ",
        "5",
        "May ",
        "12-",
        "1/",
        "14:30 ",
        "- ",
        "\u00a0",
        "5th ",
        "a",
        "1 day ",
        "the ",
        "(",
        "年",
        "Mon, ",
    ],
)
def test_only_the_head_of_a_long_text_is_looked_at(unit: str) -> None:
    """A date past the head is not seen, and one that the limit cuts is not misread."""
    text = unit * 100_000

    assert _dates.find(f"{text} 5 March 2024", now=NOW) is None
    assert _dates.read(text, now=NOW) is None
    assert _dates.date_like_prefix(text) == 0


def test_a_date_that_the_limit_cuts_is_no_other_date() -> None:
    """`05-Mar-2024` never becomes `05-Mar-20`."""
    for blanks in range(1_980, 2_001):
        reading = _dates.find(" " * blanks + "05-Mar-2024 and more")
        assert reading is None or reading.value == dt.date(2024, 3, 5)


def test_the_cache_of_texts_is_bounded() -> None:
    """A page of ever new texts does not fill the memory."""
    assert _dates.read.cache_info().maxsize == 1024


def test_readings_pickle() -> None:
    """A reading crosses to another process."""
    reading = _dates.read("5 July 2024 14:30", BRUSSELS)

    assert pickle.loads(pickle.dumps(reading)) == reading


SCRIPT = """
import sys
from feedkit import _dates
for text in sys.stdin.read().splitlines():
    reading = _dates.read(text)
    print(text, reading and _dates.rfc3339_local(reading.value))
assert "zoneinfo" not in sys.modules and "dateutil" not in sys.modules, "light"
"""


@pytest.mark.parametrize(
    "environment", [{"TZ": "Asia/Tokyo"}, {"LC_ALL": "de_DE.UTF-8"}, {"PYTHONHASHSEED": "7"}]
)
def test_the_machine_has_no_say(environment: dict[str, str]) -> None:
    """Zone, locale and hash seed change nothing, and the usual forms import nothing more."""
    texts = [text for text, _ in _table(TIMES) if text.isprintable()]
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", SCRIPT],
        input="\n".join(texts),
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert run.stdout.splitlines() == [f"{text} {_read(text)}" for text in texts]


def test_formats_have_english_names_under_any_locale() -> None:
    """`%B` of a recipe does not follow the locale of the program around it."""
    before = locale.setlocale(locale.LC_TIME)
    for name in ("de_DE.UTF-8", "fr_FR.UTF-8", "C"):
        try:
            locale.setlocale(locale.LC_TIME, name)
        except locale.Error:
            continue
        assert _read("5/March/2024", formats=("%d/%B/%Y",)) == "2024-03-05"
    locale.setlocale(locale.LC_TIME, before)
