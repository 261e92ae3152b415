"""Print what the reading of a date costs beside the usual ways: `python -m benchmarks.dates`.

Lists of 300 different days in one form are read by feedkit as a list and one by one, by strptime with the
form given, by dateutil and by dateparser, in turns; texts that are no dates by feedkit alone.
"""

import argparse
import datetime as dt

from benchmarks.timing import Times, Work, measure
from feedkit import _dates

DAYS = [dt.date(2023, 1, 1) + dt.timedelta(days=number) for number in range(300)]
FORMS = (
    "%d %b. %Y",
    "%B %d, %Y",
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%A, %d %B %Y",
    "%d %B %Y 14:30",
    "%Y-%m-%dT14:30:00Z",
)
NO_DATES = (
    "2020",
    "May",
    "Monday",
    "12:30",
    "Read more",
    "v2.10.1",
    "$12.10",
    "+1 202 555 0143",
    "Page 1 of 5",
)
SLOW = 20
"""How many of the days dateparser reads."""


def works(form: str) -> dict[str, Work]:
    """Return the ways to read the days in a form."""
    import dateparser
    from dateutil import parser

    texts = [day.strftime(form) for day in DAYS]
    setting = _dates.Setting(now=dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    read = _dates.read.__wrapped__
    return {
        "feedkit, a list": lambda: _dates.column(texts, setting),
        "feedkit, one by one": lambda: [read(text) for text in texts],
        "strptime, form given": lambda: [dt.datetime.strptime(text, form) for text in texts],  # noqa: DTZ007
        "dateutil": lambda: [parser.parse(text) for text in texts],
        "dateparser, English": lambda: [dateparser.parse(text, languages=["en"]) for text in texts[:SLOW]],
    }


def main() -> None:
    """Print a table of microseconds a date, and of texts that are none."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dates", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    for form in FORMS:
        _print(form, measure(works(form), rounds, 0.02))
    spots = measure({text: lambda text=text: _dates.spot(text) for text in NO_DATES}, rounds, 0.005)
    for text in NO_DATES:
        print(f"{text!r:40} {spots.of(text) * 1e6:8.1f} us: no date")


def _print(form: str, times: Times) -> None:
    for name in times.rounds:
        count = SLOW if name.startswith("dateparser") else len(DAYS)
        ratio = times.of("dateutil") / len(DAYS) / (times.of(name) / count)
        print(f"{form:20} {name:22} {times.of(name) / count * 1e6:8.1f} us  {ratio:6.2f} x dateutil's speed")


if __name__ == "__main__":
    main()
