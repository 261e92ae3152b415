"""When a source is asked for again: intervals, a server's wishes, the daily fetch without condition."""

import datetime as dt
import email.utils
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import feedkit
from conftest import Site
from feedkit import cli, fetch, sources, store, upkeep, visits
from feedkit.errors import FetchError
from feedkit.models import Known, Run
from feedkit.pipeline import Mode, Outcome

NOON = dt.datetime(2024, 3, 6, 12, tzinfo=dt.UTC)
SECOND, MINUTE, HOUR, DAY = (dt.timedelta(seconds=n) for n in (1, 60, 3600, 86_400))
PAGE = "<li><a href=one>One</a> <time>2024-03-05</time></li>"
MORE = f"<li><a href=two>Two</a> <time>2024-03-06</time></li>{PAGE}"
CONFIG = """\
[sources.news]
page = "{page}"
allow_private = true
{keys}
[sources.news.recipe]
entry = "li"
title = "a"
link = "a"
date = "time"
"""


@dataclass
class World:
    """One source of a page on loopback, and the time there."""

    site: Site
    folder: Path
    now: dt.datetime = NOON
    outcomes: list[Outcome] = field(default_factory=list)

    def configure(self, keys: str = "", page: str = "/news") -> None:
        text = CONFIG.format(page=self.site.url(page), keys=keys)
        (self.folder / "feedkit.toml").write_text(text)

    def run(self, after: dt.timedelta = dt.timedelta(0), **mode: bool) -> Outcome:
        """Run feedkit, so much later than the last time."""
        self.now += after
        (outcome,) = feedkit.run(self.folder / "feedkit.toml", now=self.now, mode=Mode(**mode))
        return outcome

    def refuse(self, status: int, **headers: str) -> None:
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        self.site.pages["/news"] = (status, named, b"")

    @property
    def asked(self) -> int:
        """How often the page was asked for."""
        return self.site.count("/news")

    @property
    def was_conditional(self) -> bool:
        """Whether the last request had validators."""
        headers = [request.headers for request in self.site.requests if request.path == "/news"][-1]
        return "if-none-match" in headers or "if-modified-since" in headers


@pytest.fixture
def command(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command line in this process: its status, what it says, its errors."""

    def ended(*words: str) -> tuple[int, str, str]:
        status = cli.status_of(list(words))
        said = capfd.readouterr()
        return status, said.out, said.err

    return ended


@pytest.fixture
def world(site: Site, tmp_path: Path) -> World:
    world = World(site, tmp_path)
    world.configure()
    site.put("/news", PAGE)
    return world


def source(interval: str | None = None) -> sources.Source:
    span = {None: None, "1h": HOUR, "90m": 90 * MINUTE, "8w": 56 * DAY}[interval]
    return sources.Source("news", "https://www.example.org/news", interval=span)


WAITS: dict[str, tuple[str | None, list[Run], tuple[dt.timedelta, str] | None]] = {
    "a source that never ran": ("1h", [], None),
    "no interval": (None, [Run(NOON - SECOND, "ok")], None),
    "within the interval": ("1h", [Run(NOON - MINUTE, "ok")], (59 * MINUTE, "interval")),
    "at this very moment": ("1h", [Run(NOON, "ok")], (HOUR, "interval")),
    "a second before its end": ("90m", [Run(NOON - 90 * MINUTE + SECOND, "ok")], (SECOND, "interval")),
    "at its end": ("90m", [Run(NOON - 90 * MINUTE, "ok")], None),
    "after a failure": ("1h", [Run(NOON - MINUTE, "broken", "dns")], (59 * MINUTE, "interval")),
    "the newest run counts": ("1h", [Run(NOON - 2 * HOUR, "ok"), Run(NOON - MINUTE, "ok")], None),
    "a last run ahead of now": ("8w", [Run(NOON + SECOND, "ok")], None),
    "a wish": (None, [Run(NOON - HOUR, "broken", not_before=NOON + SECOND)], (SECOND, "retry-after")),
    "a wish fulfilled": (None, [Run(NOON - HOUR, "broken", not_before=NOON)], None),
    "a wish of a week": (None, [Run(NOON, "broken", not_before=NOON + 7 * DAY)], (7 * DAY, "retry-after")),
    "a longer wish": (None, [Run(NOON, "broken", not_before=NOON + 7 * DAY + SECOND)], None),
    "an older wish": (None, [Run(NOON, "ok"), Run(NOON - HOUR, "broken", not_before=NOON + DAY)], None),
    "both, the wish is longer": (
        "1h",
        [Run(NOON - MINUTE, "broken", not_before=NOON + DAY)],
        (DAY, "retry-after"),
    ),
    "both, the interval is longer": (
        "8w",
        [Run(NOON - DAY, "broken", not_before=NOON + DAY)],
        (55 * DAY, "interval"),
    ),
    "a wish after a clock that went ahead": (
        "1h",
        [Run(NOON + DAY, "broken", not_before=NOON + DAY + HOUR)],
        (DAY + HOUR, "retry-after"),
    ),
}


@pytest.mark.parametrize("case", WAITS)
def test_wait_is_as_long_as_asked(case: str) -> None:
    """Until the interval is over, and until the server's wish, if that is a sane one."""
    interval, runs, expected = WAITS[case]
    wait = visits.wait(source(interval), runs, NOON)

    assert (wait and (wait.until - NOON, wait.code)) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(None, None), (0, None), (-5, None), (1, SECOND), (604_800, 7 * DAY), (604_801, None), (10**30, None)],
)
def test_not_before_is_what_a_server_asks_within_reason(
    seconds: int | None, expected: dt.timedelta | None
) -> None:
    """A wish of more than a week is none."""
    wish = visits.not_before(FetchError("", "rate-limited", retry_after=seconds), NOON)

    assert (wish and wish - NOON) == expected


@pytest.mark.parametrize(
    ("age", "is_conditional"),
    [
        (dt.timedelta(0), True),
        (DAY - SECOND, True),
        (DAY, False),
        (400 * DAY, False),
        (-SECOND, False),  # the clock was set back
        (None, False),  # not known
    ],
)
def test_request_is_conditional_for_a_day(age: dt.timedelta | None, is_conditional: bool) -> None:
    """Validators go out verbatim, while the page last came whole less than a day ago."""
    config = sources.Config(Path("feedkit.toml"), Path(), Path(), "sqlite:feedkit.db")
    whole = None if age is None else NOON - age
    known = Known(
        "", etag='W/"a,b"', last_modified="yesterday", bound_to=visits.binding(source()), whole=whole
    )
    manners = visits.manners(source(), fetch.Hosts(), NOON)
    request = visits.request(source(), config, known, manners)

    assert (request.etag, request.last_modified) == (
        ('W/"a,b"', "yesterday") if is_conditional else (None, None)
    )


def test_a_stuck_validator_costs_a_day(world: World) -> None:
    """A server that says "not modified" for good is asked without condition once a day, and only once."""
    world.site.put("/news", PAGE, etag='"stuck"')
    assert world.run().entries == 1
    world.site.put("/news", MORE, etag='"stuck"')
    seen = [(world.run(6 * HOUR).entries, world.was_conditional) for _ in range(9)]

    assert seen == [(1, True)] * 3 + [(2, False)] + [(2, True)] * 3 + [(2, False), (2, True)]


def test_a_page_that_looks_wrong_is_got_whole_again(world: World) -> None:
    """A run that keeps nothing of a page does not count: the next is without condition as well."""
    world.site.put("/news", PAGE, etag='"stuck"')
    world.run()
    world.site.put("/news", "<p>Nothing here", etag='"stuck"')
    assert [world.run(HOUR).status for _ in range(2)] == ["ok", "ok"]
    assert [world.run(DAY).status for _ in range(2)] == ["broken", "broken"]
    assert (world.run(HOUR).status, world.was_conditional) == ("broken", False)
    world.site.put("/news", MORE, etag='"new"')
    assert (world.run(HOUR).entries, world.run(HOUR).entries, world.was_conditional) == (2, 2, True)


def test_a_clock_that_is_set_back_asks_without_condition_once(world: World) -> None:
    """What is known from a time ahead of now is got whole, and goes on from there."""
    world.run(DAY)
    assert world.run(-DAY).status == "ok"
    assert not world.was_conditional
    world.run(HOUR)
    assert world.was_conditional


def test_within_its_interval_a_source_is_skipped(world: World) -> None:
    """Nothing is asked for, nothing is written down, and all is well."""
    world.configure('interval = "1h"')
    assert world.run().status == "ok"
    state = (world.folder / "feedkit.db").read_bytes()
    skipped = world.run(59 * MINUTE + 59 * SECOND)

    assert (skipped.status, skipped.error, skipped.entries, skipped.written) == ("skipped", None, 1, ())
    assert skipped.wait == visits.Wait(NOON + HOUR, "interval")
    assert (world.asked, (world.folder / "feedkit.db").read_bytes()) == (1, state)
    assert world.run(SECOND).status == "ok"
    assert world.asked == 2


def test_a_skipped_source_gets_back_what_is_lost(world: World) -> None:
    """Documents are written from what is known, also new ones, and belong to feedkit from then on."""
    world.configure('interval = "1h"\nformats = ["rss"]')
    world.run()
    (world.folder / "public" / "news.xml").unlink()
    world.configure('interval = "1h"\nformats = ["rss", "atom"]')

    assert world.run(MINUTE, dry=True).written == ("news.xml", "news.atom")
    assert world.run().written == ("news.xml", "news.atom")
    world.configure("formats = ['atom']")
    (world.folder / "public" / "news.atom").write_text("<feed xmlns='http://www.w3.org/2005/Atom'/>")
    assert (world.run(MINUTE).status, world.asked) == ("ok", 2)


def test_a_skipped_source_keeps_its_acceptance(world: World) -> None:
    """What a person accepted waits for a run that asks."""
    world.configure('interval = "1h"')
    world.run()
    config = sources.load(world.folder / "feedkit.toml")
    upkeep.accept(config, "news")
    world.run(MINUTE)
    with store.open(config.state, config.folder) as memory:
        assert memory.is_accepted("news")


def test_a_source_that_never_went_well_is_skipped_as_well(world: World) -> None:
    """Without a state no document is written; what the documents tell is for a run that asks."""
    world.configure('interval = "1h"')
    world.run()
    (world.folder / "feedkit.db").unlink()
    world.refuse(404)
    assert world.run(HOUR).was_rebuilt
    skipped = world.run(MINUTE)

    assert (skipped.status, skipped.entries, skipped.written, skipped.was_rebuilt) == (
        "skipped",
        0,
        (),
        False,
    )
    world.site.put("/news", MORE)
    assert (world.run(HOUR).was_rebuilt, len(world.run(at_once=True).diff.new)) == (True, 0)


def test_a_clock_that_was_ahead_does_not_freeze_a_source(world: World) -> None:
    """A last fetch in the future is none."""
    world.configure('interval = "8w"')
    world.run(400 * DAY)
    assert world.run(-400 * DAY).status == "ok"
    assert world.run(HOUR).status == "skipped"


def test_at_once_asks_whatever_was_agreed(world: World) -> None:
    """A person who wants to see the page now gets it."""
    world.configure('interval = "1h"')
    world.refuse(503, retry_after="7200")
    world.run()
    assert (world.run(MINUTE).status, world.asked) == ("skipped", 1)
    world.site.put("/news", PAGE)
    assert (world.run(at_once=True).status, world.asked) == ("ok", 2)


def _dated(seconds: int) -> str:
    return email.utils.format_datetime(NOON + seconds * SECOND, usegmt=True)


RETRY_AFTER: dict[str, tuple[int, dict[str, str], int | None]] = {
    "seconds": (429, {"retry_after": "120"}, 120),
    "seconds, unavailable": (503, {"retry_after": " 3600 "}, 3600),
    "a week": (429, {"retry_after": "604800"}, 604_800),
    "ten years": (429, {"retry_after": "315360000"}, None),
    "more than any time": (429, {"retry_after": "9" * 40}, None),
    "nothing": (429, {"retry_after": "0"}, None),
    "negative": (503, {"retry_after": "-120"}, None),
    "a fraction": (429, {"retry_after": "1.5"}, None),
    "garbage": (429, {"retry_after": "soon"}, None),
    "empty": (429, {"retry_after": ""}, None),
    "missing": (429, {}, None),
    "a date": (503, {"retry_after": _dated(7200), "date": _dated(0)}, 7200),
    "a date by a clock that is wrong": (
        503,
        {"retry_after": _dated(7200 - 86_400 * 400), "date": _dated(-86_400 * 400)},
        7200,
    ),
    "a date gone by": (429, {"retry_after": _dated(-60), "date": _dated(0)}, None),
    "a date in ten years": (503, {"retry_after": _dated(315_360_000), "date": _dated(0)}, None),
    "on another answer": (404, {"retry_after": "120"}, None),
}


@pytest.mark.parametrize("case", RETRY_AFTER)
def test_a_servers_wish_is_kept_in_later_runs(case: str, world: World) -> None:
    """The run is broken and never waits; those until the time come are skipped, and the one then asks."""
    status, headers, seconds = RETRY_AFTER[case]
    world.run()
    world.refuse(status, **headers)
    assert world.run(HOUR).status == "broken"
    asked = world.asked
    if seconds is None:
        assert (world.run(SECOND).status, world.asked > asked) == ("broken", True)
        return
    skipped = world.run((seconds - 1) * SECOND)
    assert (skipped.status, skipped.entries, world.asked) == ("skipped", 1, asked)
    assert skipped.wait == visits.Wait(world.now + SECOND, "retry-after")
    assert (world.run(SECOND).status, world.asked > asked) == ("broken", True)


def test_a_good_answer_ends_a_wish(world: World) -> None:
    """Once the page came, nothing is waited for any more; not after a 304 either."""
    world.run()
    world.refuse(429, retry_after="60")
    world.run(HOUR)
    world.site.put("/news", PAGE)
    assert [world.run(MINUTE).status, *(world.run().status for _ in range(2))] == ["ok"] * 3


def test_skipped_is_told(world: World, command: Callable[..., tuple[int, str, str]]) -> None:
    """A line with the time for people, the code in JSON, nothing with --quiet, status 0; and by `status`."""
    world.configure('interval = "1h"')
    config = ("--config", str(world.folder / "feedkit.toml"))
    assert command("run", *config)[0] == 0
    status, out, err = command("run", *config)
    assert (status, err) == (0, "")
    assert out.startswith("news: skipped: 1 entry, no change; not asked before 20")
    assert "Z (interval)\n" in out
    assert command("run", "--quiet", *config) == (0, "", "")
    told = json.loads(command("run", "--json", *config)[1])
    assert (told["status"], told["code"], told["entries"], told["written"]) == ("skipped", "interval", 1, [])
    assert "  not asked before 20" in command("status", *config)[1]
    assert json.loads(command("status", "--json", *config)[1])["not_before"].endswith("Z")
    assert "news: ok: 1 entry" in command("run", "--now", *config)[1]
