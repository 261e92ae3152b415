"""Polite fetching: robots.txt, turns, pauses and retries, against real servers on loopback."""

import datetime as dt
import itertools
import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

import feedkit
from conftest import Site
from feedkit import cli, fetch, pipeline, sources, store
from feedkit._access import Access
from feedkit.errors import ConfigError, FetchError
from feedkit.fetch import hosts, http, robots
from feedkit.models import Page, Robots

NOON = dt.datetime(2024, 3, 6, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
PAGE = b"<li><a href=one>One</a> <time>2024-03-05</time></li>"


@dataclass
class Clock:
    """A clock that goes on only while somebody sleeps, and what was slept."""

    time: float = 0.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.time += seconds


@dataclass
class Guest:
    """Somebody who asks the site for pages."""

    site: Site
    clock: Clock = field(default_factory=Clock)
    retries: int = 2
    gap: int | None = None
    now: dt.datetime = NOON
    obeys_robots: bool = True
    user_agent: str = fetch.USER_AGENT

    def __post_init__(self) -> None:
        self.hosts = fetch.Hosts(self.clock, self.clock.sleep, lambda: 1.0)
        self.met: list[Robots] = []

    def get(self, page: str = "/news", **keys: object) -> Page | None:
        manners = fetch.Manners(self.hosts, self.now, self.obeys_robots, self.gap, self.retries)
        address = page if "//" in page else self.site.url(page)
        request = fetch.Request(address, user_agent=self.user_agent, allow_private=True, manners=manners)
        try:
            return fetch.get(replace(request, **keys))  # type: ignore[arg-type]
        finally:
            self.met += manners.met

    def refused(self, page: str = "/news", **keys: object) -> FetchError:
        with pytest.raises(FetchError) as caught:
            self.get(page, **keys)
        return caught.value

    def rules(self, text: str | bytes, status: int = 200, **headers: str) -> None:
        content = text.encode() if isinstance(text, str) else text
        self.site.pages["/robots.txt"] = (status, headers, content)

    @property
    def asked(self) -> list[str]:
        return [request.path for request in self.site.log]


@pytest.fixture
def guest(site: Site) -> Guest:
    site.put("/news", PAGE)
    return Guest(site)


ROBOTS: dict[str, tuple[str | bytes, str, bool]] = {
    "nothing": ("", "/news", True),
    "all is kept": ("User-agent: *\nDisallow: /", "/news", False),
    "nothing is kept": ("User-agent: *\nDisallow:", "/news", True),
    "another path": ("User-agent: *\nDisallow: /private", "/news", True),
    "a prefix": ("User-agent: *\nDisallow: /ne", "/news", False),
    "the query counts": ("User-agent: *\nDisallow: /*?page=", "/news?page=2", False),
    "the fragment does not": ("User-agent: *\nDisallow: /*top$", "/news#top", True),
    "the longest rule": ("User-agent: *\nDisallow: /\nAllow: /news", "/news", True),
    "its end": ("User-agent: *\nDisallow: /news$", "/news?all", True),
    "for us": ("User-agent: feedkit\nDisallow: /", "/news", False),
    "for us, whatever for others": (
        "User-agent: *\nDisallow: /\n\nUser-agent: feedkit\nDisallow:",
        "/news",
        True,
    ),
    "for us, without a rule": ("User-agent: feedkit\n\nUser-agent: *\nDisallow: /", "/news", False),
    "for us, in capitals": ("USER-AGENT: FeedKit\nDISALLOW: /", "/news", False),
    "for us, by version": ("User-agent: feedkit/0.1\nDisallow: /", "/news", False),
    "for others": ("User-agent: GPTBot\nUser-agent: CCBot\nDisallow: /", "/news", True),
    "for others and us": ("User-agent: GPTBot\nUser-agent: feedkit\nDisallow: /", "/news", False),
    "for one whose name begins ours": ("User-agent: feed\nDisallow: /", "/news", True),
    "for one whose name ours begins": ("User-agent: feedkit-images\nDisallow: /", "/news", True),
    "for one named in our address": ("User-agent: example\nDisallow: /", "/news", True),
    "two groups for us": (
        "User-agent: feedkit\nAllow: /a\n\nUser-agent: feedkit\nDisallow: /n",
        "/news",
        False,
    ),
    "a byte order mark": ("\ufeffUser-agent: *\nDisallow: /", "/news", False),
    "comments": ("# us\nUser-agent: * # all\nDisallow: /news # this", "/news", False),
    "ends of lines of old": ("User-agent: *\rDisallow: /news\r", "/news", False),
    "no colon": ("User-agent *\nDisallow /news", "/news", False),
    "white space": ("  User-Agent  :\t* \n\tDisallow :  /news  ", "/news", False),
    "a rule for nobody": ("Disallow: /", "/news", True),
    "escapes": ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
    "bytes that are no text": (b"\xff\xfe\x00User-agent: *\nUser-agent: *\nDisallow: /", "/news", False),
    "a page in its place": (
        "<!DOCTYPE html><title>Not found</title><p>User-agent: *<p>Disallow: /",
        "/news",
        True,
    ),
}


@pytest.mark.parametrize("case", ROBOTS)
def test_robots_txt_is_obeyed(case: str, guest: Guest) -> None:
    """What it keeps programs from is not asked for, and the error says what to do."""
    text, path, is_allowed = ROBOTS[case]
    guest.rules(text)
    guest.site.put("/news", PAGE)
    guest.site.put("/caf%C3%A9", PAGE)
    guest.user_agent = "feedkit/0.1 (+https://example.org/contact)"
    if is_allowed:
        assert guest.get(path) is not None
        return
    error = guest.refused(path)
    assert (error.code, error.exit_status, error.subject) == ("robots", 1, guest.site.url(path))
    assert "robots.txt does not let feedkit ask for it" in str(error)
    assert "--ignore-robots" in error.hint
    assert guest.asked == ["/robots.txt"]


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("feedkit", "feedkit"),
        ("News-Reader_2/1.0 (+https://example.org)", "news-reader_"),
        ("Mozilla/5.0 (compatible; MyFeeds/2.0; +https://example.org)", "myfeeds"),
        ("Mozilla/5.0 (X11; Linux)", "mozilla"),
        ("7", "feedkit"),
    ],
)
def test_robots_txt_knows_us_by_our_token(user_agent: str, name: str, guest: Guest) -> None:
    """Rules are looked up by the product in what the fetch calls itself."""
    guest.user_agent = user_agent
    guest.rules(f"User-agent: {name}\nDisallow: /news")
    assert guest.refused().code == "robots"
    guest = Guest(guest.site, user_agent=user_agent)
    guest.rules("User-agent: other\nDisallow: /")
    assert guest.get() is not None


@pytest.mark.parametrize("status", [204, 301, 304, 400, 401, 403, 404, 410, 418, 429, 451])
def test_site_without_robots_txt_keeps_nothing(status: int, guest: Guest) -> None:
    """Whatever says that there is no such file allows all, and is remembered as well (section 2.3.1.3)."""
    guest.rules("User-agent: *\nDisallow: /", status)
    assert guest.get() is not None
    assert guest.met == [Robots(guest.site.url("/").rstrip("/"), NOON)]
    assert guest.get() is not None
    assert guest.asked[-2:] == ["/news", "/news"]


@pytest.mark.parametrize("count", [1, 5, 6])
def test_robots_txt_is_looked_for_where_it_leads(count: int, guest: Guest) -> None:
    """Five redirects are followed; behind more there is no file (section 2.3.1.2)."""
    places = ["/robots.txt", *(f"/{number}" for number in range(count))]
    for place, target in itertools.pairwise(places):
        guest.site.pages[place] = (302, {"Location": target}, b"")
    guest.site.put(places[-1], "User-agent: *\nDisallow: /")
    if count <= 5:
        assert guest.refused().code == "robots"
    else:
        assert guest.get() is not None


@pytest.mark.parametrize("status", [500, 503, 599])
def test_site_that_cannot_tell_is_left_alone(status: int, guest: Guest) -> None:
    """While robots.txt fails and none is known, nothing is asked for: the site's own fault is told."""
    guest.rules("", status, **({"Retry-After": "60"} if status == 503 else {}))
    error = guest.refused()

    assert (error.code, error.subject) == (f"http-{status}", guest.site.url("/news"))
    assert "/news: robots.txt of its site cannot be got: the server answers" in str(error)
    assert 'robots = "ignore"' in error.hint
    assert error.retry_after == (60 if status == 503 else None)
    assert set(guest.asked) == {"/robots.txt"}
    assert guest.met == []
    guest.obeys_robots = False
    assert guest.get() is not None


def test_robots_txt_is_asked_for_once_a_day(guest: Guest) -> None:
    """For a day what is known counts, by whatever source; then it is asked for anew."""
    guest.get()
    guest.rules("User-agent: *\nDisallow: /")
    guest.now += 24 * HOUR - dt.timedelta(seconds=1)
    guest.get()
    assert guest.asked == ["/robots.txt", "/news", "/news"]
    guest.now += dt.timedelta(seconds=1)
    assert guest.refused().code == "robots"
    guest.now -= 48 * HOUR  # the clock was set back
    guest.rules("")
    assert guest.get() is not None
    assert [found.at - NOON for found in guest.met] == [HOUR * 0, HOUR * 24, HOUR * -24]


def test_robots_txt_of_yesterday_counts_while_there_is_no_other(guest: Guest) -> None:
    """When it cannot be got, what is known goes on to count, however old (section 2.4)."""
    guest.rules("User-agent: *\nDisallow: /private")
    guest.get()
    guest.rules("", 503)
    guest.now += 400 * HOUR
    assert guest.get() is not None
    assert guest.refused("/private/news").code == "robots"
    assert len(guest.met) == 1


def test_long_robots_txt_is_read_to_its_limit(guest: Guest) -> None:
    """Of a file beyond 500 KiB the beginning counts."""
    padding = "# padding\n" * 51_200
    guest.rules(f"User-agent: *\nDisallow: /news\n{padding}Disallow: /other\n")
    guest.site.put("/other", PAGE)
    assert guest.refused().code == "robots"
    assert guest.get("/other") is not None
    assert len(guest.met[0].text) == 500 * 1024


def test_robots_txt_for_very_many_costs_little(guest: Guest) -> None:
    """Every program named before every rule would be gigabytes; those that are not us are one."""
    agents = "".join(f"User-agent: bot{chr(97 + n % 26) * (n // 26)}\n" for n in range(2_000))
    guest.rules(agents + "".join(f"Disallow: /{n}\n" for n in range(15_000)))
    assert guest.get() is not None


def test_where_a_page_leads_robots_txt_counts_too(guest: Guest) -> None:
    """Every address on the way is looked up in the robots.txt of its own site."""
    other = guest.site.url("/elsewhere").replace("127.0.0.1", "localhost")
    guest.site.pages["/moved"] = (302, {"Location": other}, b"")
    guest.site.put("/elsewhere", PAGE)
    assert guest.get("/moved") is not None
    assert guest.asked == ["/robots.txt", "/moved", "/robots.txt", "/elsewhere"]
    assert [found.origin for found in guest.met] == [guest.site.url(""), other.removesuffix("/elsewhere")]
    guest.site.pages["/inner"] = (301, {"Location": "/private"}, b"")
    guest.now += 24 * HOUR
    guest.rules("User-agent: *\nDisallow: /private")
    error = guest.refused("/inner")
    assert error.code == "robots"
    assert guest.site.url("/private") in str(error)
    assert "/private" not in guest.asked


def answer(guest: Guest, *statuses: int, **headers: str) -> None:
    """Answer `/news` with these statuses in turn, the last for good; 0 is no answer at all."""
    left = list(statuses)

    def told(path: str, asked: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if path != "/news":
            return 404, {}, b""
        status = left.pop(0) if len(left) > 1 else left[0]
        if status == 0:
            raise ConnectionResetError
        return status, {name.replace("_", "-"): value for name, value in headers.items()}, PAGE

    guest.site.answer = told  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("statuses", "outcome", "slept"),
    [
        ((200,), "got", []),
        ((500, 200), "got", [0.5]),
        ((502, 599, 200), "got", [0.5, 1.0]),
        ((500, 502, 503, 200), "http-503", [0.5, 1.0]),
        ((500, 404, 200), "http-404", [0.5]),
        ((404, 200), "http-404", []),
        ((403, 200), "http-403", []),
        ((429, 200), "rate-limited", []),
        ((410, 200), "gone", []),
        ((304, 200), "got", [0.5]),
        ((304, 304, 200), "http-304", [0.5]),
        ((204, 200), "http-204", []),
        ((0, 200), "got", [0.5]),
        ((0, 500, 0, 200), "connection", [0.5, 1.0]),
    ],
)
def test_fault_that_may_pass_is_tried_twice_more(
    statuses: tuple[int, ...], outcome: str, slept: list[float], guest: Guest
) -> None:
    """After half a second and a second at most; what the server means for good, or us, is told at once."""
    answer(guest, *statuses)
    told = "got" if outcome == "got" and guest.get() else guest.refused().code

    assert (told, guest.clock.slept) == (outcome, slept)


@pytest.mark.parametrize("codes", [("connection", "dns"), ("timeout", "truncated")])
def test_connection_that_breaks_is_tried_again(
    codes: tuple[str, str], guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the connection may pass; one that stays is told."""
    send = http.get
    faults = iter(codes)

    def broken(request: fetch.Request) -> Page | None:
        code = next(faults, None)
        if code:
            raise FetchError("", code)
        found: Page | None = send(request)
        return found

    guest.get()
    monkeypatch.setattr("feedkit.fetch.http.get", broken)
    assert guest.get() is not None
    assert guest.clock.slept == [0.5, 1.0]
    guest.site.pages.clear()
    error = Guest(guest.site).refused("http://127.0.0.1:9/news")
    assert str(error) == "page not got: http://127.0.0.1:9/news: the connection is refused"
    assert (error.code, error.subject) == ("connection", "http://127.0.0.1:9/news")


def test_server_that_says_when_is_not_asked_before(guest: Guest) -> None:
    """503 with Retry-After is no fault that passes by itself in a second."""
    answer(guest, 503, 200, Retry_After="1")
    assert guest.refused().retry_after == 1
    assert guest.clock.slept == []


def test_nothing_is_waited_for_beyond_the_deadline(guest: Guest) -> None:
    """A retry that would come too late is not made."""
    answer(guest, 500)
    assert guest.refused(max_seconds=1.4).code == "http-500"
    assert guest.clock.slept == [0.5]
    assert guest.refused(max_seconds=0.4).code == "http-500"
    assert guest.clock.slept == [0.5]


def test_person_who_waits_is_told_at_once(guest: Guest) -> None:
    """Without retries the first fault is the last."""
    guest.retries = 0
    answer(guest, 500, 200)
    assert guest.refused().code == "http-500"


def test_size_is_asked_for_once(guest: Guest) -> None:
    """A picture whose server fails is left for the next run."""
    answer(guest, 503, 503, 200)
    manners = fetch.Manners(guest.hosts, NOON, retries=2)
    with pytest.raises(FetchError, match="503"):
        fetch.probe(fetch.Request(guest.site.url("/news"), allow_private=True, manners=manners))
    assert guest.clock.slept == []


def test_backoff_is_all_chance() -> None:
    """From nothing to the whole of it, twice as long each time."""
    chances = iter([0.0, 1.0, 0.25, 0.5])
    hosts = fetch.Hosts(chance=lambda: next(chances))
    assert [hosts.backoff(attempt) for attempt in (0, 0, 1, 2)] == [0.0, 0.5, 0.25, 1.0]


def test_two_requests_are_a_pause_apart(guest: Guest) -> None:
    """robots.txt and each page: the pause counts from the end of the request before."""
    guest.gap = 3
    guest.get()
    guest.clock.time += 2.5
    guest.get()
    guest.clock.time += 3
    guest.get()
    assert guest.clock.slept == [3, 0.5]


def test_pause_costs_no_time_of_the_request(guest: Guest) -> None:
    """What is waited for before the first request is not the server's fault."""
    guest.gap = 100
    assert [guest.get(max_seconds=5) is not None for _ in range(2)] == [True, True]
    assert guest.clock.slept == [100, 100]


@pytest.mark.parametrize(
    ("delay", "gap", "slept"),
    [
        ("5", None, 5.0),
        ("0.5", None, 0.5),
        ("86400", None, 10.0),
        ("soon", None, 0),
        ("-1", None, 0),
        ("2", 4, 4),
    ],
)
def test_crawl_delay_makes_the_pause_longer(delay: str, gap: int | None, slept: float, guest: Guest) -> None:
    """Ten seconds of it at most."""
    guest.rules(f"User-agent: *\nCrawl-delay: {delay}\n")
    guest.gap = gap
    guest.get()
    assert sum(guest.clock.slept[-1:]) == slept


@pytest.mark.parametrize(
    ("host", "gap"),
    [
        ("www.example.org", 1.0),
        ("localhost.example.org", 1.0),
        ("8.8.8.8", 1.0),
        ("[2606:4700::1111]", 1.0),
        ("", 1.0),
        ("localhost", 0.0),
        ("127.0.0.1", 0.0),
        ("192.168.1.20", 0.0),
        ("[::1]", 0.0),
        ("[fe80::1]", 0.0),
    ],
)
def test_usual_pause_is_a_second_but_at_home(host: str, gap: float) -> None:
    """An address of this machine or its network needs none."""
    assert hosts.gap(host) == gap


def test_redirect_within_a_host_is_followed_at_once(guest: Guest) -> None:
    """The server itself sent us there; on another host its own pause is kept."""
    guest.gap = 7
    guest.obeys_robots = False
    guest.site.pages["/moved"] = (302, {"Location": "/news"}, b"")
    guest.get("/moved")
    assert guest.clock.slept == []
    far = guest.site.url("/news").replace("127.0.0.1", "localhost")
    guest.get(far)
    guest.site.pages["/far"] = (302, {"Location": far}, b"")
    guest.get("/far")
    assert guest.clock.slept == [7]


def test_pause_on_the_way_is_within_the_deadline(guest: Guest) -> None:
    """Where another host must be left alone for longer than there is time, that is told."""
    guest.gap = 40
    guest.obeys_robots = False
    far = guest.site.url("/news").replace("127.0.0.1", "localhost")
    guest.get(far)
    guest.site.pages["/far"] = (302, {"Location": far}, b"")
    assert guest.refused("/far").code == "timeout"
    assert guest.clock.slept == []


def test_hosts_begin_anew_in_another_process() -> None:
    """What crosses to another process has no locks in it."""
    assert isinstance(pickle.loads(pickle.dumps(fetch.Hosts())), fetch.Hosts)


def test_one_request_at_a_time_for_each_host(site: Site) -> None:
    """However many threads ask, a host answers one of them at a time, and another host is not waited for."""
    inside, most, hold = 0, 0, threading.Event()
    lock = threading.Lock()

    def told(path: str, asked: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        nonlocal inside, most
        if path == "/hang":
            hold.wait(20)
        with lock:
            inside += 1
            most = max(most, inside)
        hold.wait(0.002)
        with lock:
            inside -= 1
        return 200, {}, PAGE

    site.answer = told  # type: ignore[method-assign]
    guest = Guest(site, obeys_robots=False)
    threads = [threading.Thread(target=guest.get) for _ in range(8)]
    hanging = threading.Thread(target=guest.get, args=(site.url("/hang").replace("127.0.0.1", "localhost"),))
    for thread in (hanging, *threads):
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (most, hanging.is_alive()) == (1, True)
    hold.set()
    hanging.join(20)


def test_two_hosts_that_lead_to_each_other_wait_for_nobody(site: Site) -> None:
    """Nobody holds the turns at two hosts, so crossing redirects end."""
    here, there = site.url(""), site.url("").replace("127.0.0.1", "localhost")
    both = threading.Barrier(2, timeout=20)

    def told(path: str, asked: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if path == "/end":
            return 200, {}, PAGE
        both.wait()
        return 302, {"Location": (there if asked["host"] in here else here) + "/end"}, b""

    site.answer = told  # type: ignore[method-assign]
    guest, found = Guest(site, obeys_robots=False), []
    threads = [
        threading.Thread(target=lambda host=host: found.append(guest.get(f"{host}/begin")))  # type: ignore[misc]
        for host in (here, there)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(found) == 2


CONFIG = """\
[sources.{name}]
page = "{page}"
allow_private = true
{keys}
[sources.{name}.recipe]
entry = "li"
title = "a"
link = "a"
date = "time"
"""


def configured(folder: Path, pages: dict[str, str], keys: str = "") -> Path:
    path = folder / "feedkit.toml"
    path.write_text("".join(CONFIG.format(name=name, page=page, keys=keys) for name, page in pages.items()))
    return path


def test_run_remembers_robots_txt(site: Site, tmp_path: Path) -> None:
    """One request a day for all sources of a site and all runs, kept with whatever the run came to."""
    site.put("/robots.txt", "User-agent: *\nDisallow: /b")
    site.put("/a", PAGE)
    site.put("/b", PAGE)
    path = configured(tmp_path, {"a": site.url("/a"), "b": site.url("/b"), "c": site.url("/c")})
    statuses = [
        [(o.status, o.error and o.error.code) for o in feedkit.run(path, now=NOON + n * 8 * HOUR)]
        for n in range(4)
    ]
    assert statuses == [[("ok", None), ("broken", "robots"), ("broken", "http-404")]] * 4
    assert (site.count("/robots.txt"), site.count("/b")) == (2, 0)
    with store.open("sqlite:feedkit.db", tmp_path) as memory:
        assert memory.robots() == [Robots(site.url(""), NOON + 24 * HOUR, "User-agent: *\nDisallow: /b")]


def test_dry_run_keeps_nothing_of_robots_txt(site: Site, tmp_path: Path) -> None:
    """It asks, and writes nothing down."""
    site.put("/a", PAGE)
    path = configured(tmp_path, {"a": site.url("/a")})
    for _ in range(2):
        assert feedkit.run(path, mode=pipeline.Mode(dry=True))[0].status == "ok"
    assert site.count("/robots.txt") == 2


def test_robots_txt_is_ignored_as_configured(
    site: Site,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """It is not even asked for, and that is logged."""
    site.put("/robots.txt", "User-agent: *\nDisallow: /")
    site.put("/a", PAGE)
    path = configured(tmp_path, {"a": site.url("/a")}, 'robots = "ignore"')
    with caplog.at_level("INFO"):
        assert feedkit.run(path)[0].status == "ok"
    assert site.count("/robots.txt") == 0
    assert "source a: robots.txt is ignored" in caplog.text
    assert cli.status_of(["status", "--config", str(path)]) == 0
    assert "  robots.txt is ignored, as configured\n" in capfd.readouterr().out


def test_file_is_no_reason_to_ask(site: Site, tmp_path: Path) -> None:
    """A page that is a file has an address, whose robots.txt is not asked for."""
    site.put("/robots.txt", "User-agent: *\nDisallow: /")
    (tmp_path / "page.html").write_bytes(PAGE)
    path = configured(tmp_path, {"a": "page.html"}, f'url = "{site.url("/a")}"')
    assert feedkit.run(path)[0].status == "ok"
    assert site.log == []


def test_site_that_cannot_tell_is_asked_again_when_it_wants(site: Site, tmp_path: Path) -> None:
    """A robots.txt that answers 503 with Retry-After tells when the site wants to be asked."""
    site.pages["/robots.txt"] = (503, {"Retry-After": "60"}, b"")
    site.put("/a", PAGE)
    path = configured(tmp_path, {"a": site.url("/a")})
    seen = [feedkit.run(path, now=NOON + dt.timedelta(seconds=n))[0].status for n in (0, 59, 60)]
    assert seen == ["broken", "skipped", "broken"]
    assert (site.count("/robots.txt"), site.count("/a")) == (2, 0)


def test_status_asks_for_a_contact(site: Site, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Where sites are asked by somebody whom they cannot reach, that is said; JSON has nothing of it."""
    command = ["status", "--config", str(configured(tmp_path, {"a": site.url("/a")}))]
    assert cli.status_of(command) == 0
    assert "set `user_agent` in [feedkit]" in capfd.readouterr().err
    assert cli.status_of([*command, "--json"]) == 0
    assert capfd.readouterr().err == ""
    configured(tmp_path, {"a": site.url("/a")}, 'user_agent = "me"')
    cli.status_of(command)
    (tmp_path / "page.html").write_bytes(PAGE)
    configured(tmp_path, {"a": "page.html"}, 'url = "https://www.example.org/"')
    cli.status_of(command)
    assert capfd.readouterr().err == ""


def test_callers_own_threads_take_turns_too(site: Site, tmp_path: Path) -> None:
    """With an executor that knows no hosts, a host still has one request at a time."""
    lock, inside, most = threading.Lock(), 0, 0

    def told(path: str, asked: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        threading.Event().wait(0.005)
        with lock:
            inside -= 1
        return (404, {}, b"") if path == "/robots.txt" else (200, {}, PAGE)

    site.answer = told  # type: ignore[method-assign]
    path = configured(tmp_path, {f"s{n}": site.url(f"/{n}") for n in range(8)})
    with ThreadPoolExecutor(8) as executor:
        assert {o.status for o in feedkit.run(path, executor=executor)} == {"ok"}
    assert (most, site.count("/robots.txt")) == (1, 1)


@pytest.mark.parametrize("jobs", [1, 4])
def test_sources_of_a_host_take_turns(jobs: int, site: Site, tmp_path: Path) -> None:
    """A host that hangs keeps no other host waiting, however many sources it has; results keep their order."""
    lock, hold, inside, most = threading.Lock(), threading.Event(), 0, 0

    def told(path: str, asked: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        nonlocal inside, most
        if path == "/robots.txt":
            return 404, {}, b""
        if path.startswith("/slow"):
            if jobs > 1:
                assert hold.wait(20)
            return 200, {}, PAGE
        with lock:
            inside += 1
            most = max(most, inside)
        if path == "/f5":
            hold.set()
        with lock:
            inside -= 1
        return 200, {}, PAGE

    site.answer = told  # type: ignore[method-assign]
    slow = {f"s{n}": site.url(f"/slow{n}").replace("127.0.0.1", "localhost") for n in range(6)}
    fast = {f"f{n}": site.url(f"/f{n}") for n in range(6)}
    outcomes = feedkit.run(configured(tmp_path, slow | fast), jobs=jobs)
    assert [(o.source, o.status) for o in outcomes] == [(name, "ok") for name in slow | fast]
    assert most == 1


def test_contact_is_the_operators(site: Site, tmp_path: Path) -> None:
    """Without a `user_agent` the site of the feeds tells whom to write to; none is invented."""
    site.put("/a", PAGE)
    page = f'[sources.a]\npage = "{site.url("/a")}"\nallow_private = true\n[sources.a.recipe]\nentry = "li"\n'
    version = feedkit.__version__
    for keys, told in [
        ("", f"feedkit/{version}"),
        (
            'base_url = "https://feeds.example.org:8443/secret/"',
            f"feedkit/{version} (+https://feeds.example.org:8443/)",
        ),
        ('user_agent = "mine"\nbase_url = "https://feeds.example.org/"', "mine"),
    ]:
        (tmp_path / "feedkit.toml").write_text(f"[feedkit]\n{keys}\n{page}")
        feedkit.run(tmp_path / "feedkit.toml")
        assert {request.headers["user-agent"] for request in site.log} == {told}
        site.log.clear()


@pytest.mark.parametrize(
    "text", ["robots = 1", 'robots = "Ignore"', "gap = -1", "gap = 1.5", 'gap = "1s"', 'interval = "1s"']
)
def test_keys_are_checked(text: str, tmp_path: Path) -> None:
    """What cannot be meant is told before anything is asked for."""
    path = configured(tmp_path, {"a": "https://www.example.org/"}, text)
    with pytest.raises(ConfigError, match=rf"sources\.a\.{text.split()[0]}"):
        sources.load(path)


LINES = st.sampled_from(
    [
        "",
        "# a comment",
        *(f"{name}: {agent}" for name in ("User-agent", "useragent") for agent in ("*", "feedkit", "Other")),
        *(
            f"{rule}: {path}"
            for rule in ("Allow", "Disallow")
            for path in ("", "/", "/a", "/a/b", "/*/b$", "*c")
        ),
        "Crawl-delay: 2",
        "Sitemap: https://www.example.org/map.xml",
    ]
)


@given(st.lists(LINES, max_size=12), st.sampled_from(["/", "/a", "/a/b", "/b", "/a/c?d"]))
def test_rules_are_those_that_protego_reads(lines: list[str], path: str) -> None:
    """That all other programs get one name changes nothing for us."""
    text, address = "\n".join(lines), f"https://www.example.org{path}"
    rules, whole = robots.Rules(text, "feedkit/0.1"), Protego.parse(text)

    assert rules.allow(address) == whole.can_fetch(address, "feedkit")
    assert rules.delay == (whole.crawl_delay("feedkit") or 0.0)


@given(st.text(), st.text(max_size=80), st.text(max_size=80))
def test_no_robots_txt_is_too_odd(text: str, path: str, user_agent: str) -> None:
    """Whatever stands in it, it says yes or no."""
    rules = robots.Rules(text, user_agent)

    assert rules.allow(f"https://www.example.org/{path}") in (True, False)
    assert 0 <= rules.delay <= 10


@pytest.mark.parametrize("is_known", [False, True])
@pytest.mark.parametrize("path", ["/robots.txt", "/news"])
def test_all_of_it_ends_at_the_deadline(path: str, is_known: bool, site: Site) -> None:
    """robots.txt, the page and every retry have one time between them."""
    site.put("/news", PAGE)
    hold, tell = threading.Event(), site.answer

    def told(place: str, asked: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if place == path:
            hold.wait(20)
        return tell(place, asked)

    site.answer = told  # type: ignore[method-assign]
    shared = fetch.Hosts()
    if is_known:
        shared.robots[site.url("")] = Robots(site.url(""), NOON - 48 * HOUR)
    manners = fetch.Manners(shared, NOON, retries=2)
    started = time.monotonic()
    try:
        code = None
        fetch.get(fetch.Request(site.url("/news"), allow_private=True, max_seconds=0.6, manners=manners))
    except FetchError as error:
        code = error.code
    spent = time.monotonic() - started
    hold.set()

    assert code == (None if is_known and path == "/robots.txt" else "timeout")
    assert spent < 1.6


def test_busy_host_on_the_way_is_waited_for_till_the_deadline(guest: Guest) -> None:
    """Where another request keeps the turn at the host that a page leads to, that is told in time."""
    guest.obeys_robots = False
    far = guest.site.url("/news").replace("127.0.0.1", "localhost")
    guest.site.pages["/far"] = (302, {"Location": far}, b"")
    assert guest.hosts.take("localhost")
    error = guest.refused("/far", max_seconds=0.2)
    assert (error.code, "other requests to localhost take too long" in str(error)) == ("timeout", True)
    guest.hosts.leave("localhost")
    assert guest.get("/far") is not None
    assert guest.hosts.take("127.0.0.1", 0)


def test_odd_address_is_no_reason_to_ask(guest: Guest) -> None:
    """What cannot be asked for is refused before its robots.txt is."""
    host = guest.site.url("").removeprefix("http://")
    for page in (f"http://user@{host}/news", f"http://{host}\\@example.com/", "http://[::1/"):
        assert guest.refused(page).code == "bad-address"
    assert guest.asked == []


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.0.0.1", "127.0.0.1."])
def test_host_is_one_however_it_is_spelled(host: str, guest: Guest) -> None:
    """Its robots.txt is asked for once, and told by its plain address."""
    page = guest.site.url("/news").replace("127.0.0.1", host)
    assert guest.get(page) is not None
    assert guest.get() is not None
    assert [found.origin for found in guest.met] == [guest.site.url("")]
    assert guest.asked == ["/robots.txt", "/news", "/news"]
    guest = Guest(guest.site)
    guest.rules("User-agent: *\nDisallow: /")
    assert str(guest.refused(page)).endswith("does not let feedkit ask for it")


def test_form_is_sent_once(guest: Guest) -> None:
    """What may be done twice by being asked for twice is not tried again."""
    access = Access(method="POST", form=(("q", "x"),))
    guest.site.pages["/news"] = (503, {}, b"")
    guest.refused(access=access)
    assert (guest.site.count("/robots.txt"), guest.clock.slept) == (1, [])
