"""Raw entries to typed ones: rows joined, values read, nothing dropped, nothing made up."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedkit import entries
from feedkit.models import EntriesPage, Entry, Image, Problem, RawEntry

PAGE = "https://www.example.org/news"
NOW = dt.datetime(2024, 3, 10, 18, 0, tzinfo=dt.UTC)


def build(*raw: RawEntry, **page: object) -> tuple[Entry, ...]:
    return entries.build(EntriesPage(PAGE, PAGE, entries=raw, **page)).entries  # type: ignore[arg-type]


def problems(*raw: RawEntry, **page: object) -> list[tuple[str, int | None]]:
    found = entries.build(EntriesPage(PAGE, PAGE, entries=raw, **page))  # type: ignore[arg-type]
    return [(problem.code, problem.entry) for problem in found.problems]


def raw(
    title: str | None = "One", link: str | None = "/a", date: str | None = "5 March 2024", **more: object
) -> RawEntry:
    return RawEntry(title, link, date, **more)  # type: ignore[arg-type]


def test_entry_has_typed_values() -> None:
    """Link absolute, day read, text clean, and the id of a new entry."""
    (entry,) = build(
        raw("  One\u00a0 two\x00 ", summary=" a  b \n\n c ", authors=(" Ann  B ",), categories=("x ", "x"))
    )

    assert (entry.id, entry.link) == ("https://www.example.org/a", "https://www.example.org/a")
    assert (entry.title, entry.summary, entry.date) == ("One two", "a b\n\nc", dt.date(2024, 3, 5))
    assert ([person.name for person in entry.authors], entry.categories) == (["Ann B"], ("x",))


def test_rows_equal_in_link_title_and_day_are_one() -> None:
    """However the link is spelt; the first row stands, and a problem tells of the other."""
    twice = (raw(), raw(link="http://www.example.org/a/?utm_source=x", summary="More"))

    (entry,) = build(*twice)
    assert (entry.link, entry.summary) == ("https://www.example.org/a", "More")
    assert problems(*twice) == [("double-row", 0)]


@pytest.mark.parametrize("lacking", [{"title": None}, {"date": None}, {"title": None, "date": None}])
@pytest.mark.parametrize("first", [True, False])
def test_row_that_lacks_title_or_date_completes_the_other(lacking: dict[str, None], first: bool) -> None:
    """A picture link above a title link is one entry, whichever comes first."""
    part = replace(raw(images=(Image(url="/a.jpg"),)), **lacking)
    whole = raw(summary="Text")

    (entry,) = build(*((part, whole) if first else (whole, part)))
    assert (entry.title, entry.date, entry.summary) == ("One", dt.date(2024, 3, 5), "Text")
    assert entry.images[0].url == "https://www.example.org/a.jpg"


def test_rows_that_complete_each_other_are_one() -> None:
    """One has the title, one the date."""
    (entry,) = build(raw(title=None), raw(date=None))

    assert (entry.title, entry.date) == ("One", dt.date(2024, 3, 5))


@pytest.mark.parametrize(
    "other",
    [
        raw("Two"),
        raw(date="6 March 2024"),
        raw("Two", date=None),
        raw(None, date="6 March 2024"),
    ],
)
def test_rows_that_differ_in_title_or_day_are_two(other: RawEntry) -> None:
    """What another row lacks beside a difference completes nothing."""
    assert len(build(raw(), other)) == 2


def test_undated_rows_with_one_link_and_other_titles_are_all_kept() -> None:
    """A list without dates whose rows lead to one place loses none."""
    found = build(*(raw(title, "/downloads", None) for title in ("One", "Two", "Three")))

    assert [entry.title for entry in found] == ["One", "Two", "Three"]
    assert len({entry.id for entry in found}) == 3


def test_rows_without_link_are_one_when_title_and_day_are() -> None:
    """A picture tells two apart only when both have one."""
    assert len(build(raw(link=None), raw(link=None))) == 1
    assert len(build(raw(link=None), raw(link=None, images=(Image(name="a.jpg"),)))) == 1
    assert len(build(*(raw(link=None, images=(Image(name=name),)) for name in ("a.jpg", "b.jpg")))) == 2


def test_rows_without_link_and_title_are_told_apart_by_their_text() -> None:
    """Beginning alike is not being alike."""
    texts = [f"{'word ' * 20}{number}" for number in range(2)]
    found = build(*(raw(None, None, summary=text) for text in texts))

    assert len({entry.id for entry in found}) == 2


def test_row_with_a_link_and_row_without_are_two() -> None:
    """No link is not any link."""
    assert len(build(raw(), raw(link=None))) == 2


@given(st.permutations(range(6)))
def test_order_of_rows_changes_no_id(order: list[int]) -> None:
    """An entry is the same wherever it stands."""
    rows = [
        raw(), raw("Two", "/b"), raw("Three", "/b"), raw("Four", None), raw("Five", None, None), raw(None, "/c", None),
    ]  # fmt: skip
    plain = {entry.title: entry for entry in build(*rows)}

    assert {entry.title: entry for entry in build(*(rows[i] for i in order))} == plain


def test_fragments_of_the_page_itself_are_rows_of_their_own() -> None:
    """Anchors on the page are links to different entries."""
    assert len(build(raw(link="#a"), raw(link="#b"))) == 2
    assert len(build(raw(link="/x#a"), raw(link="/x#b"))) == 1


def test_recipes_id_is_taken() -> None:
    """As a `tag:` URI of the page's host."""
    assert build(raw(id="175"))[0].id == "tag:www.example.org,2000-01-01:175"


def test_unreadable_date_keeps_the_entry() -> None:
    """Undated, with a problem."""
    (entry,) = build(raw(date="soon"))

    assert entry.date is None
    assert problems(raw(date="soon"), raw("Two", "/b")) == [("date-unread", 0)]


def test_ambiguous_date_is_none() -> None:
    """Day and month that cannot be told apart are not guessed, unless the other rows tell."""
    assert ("date-ambiguous", 0) in problems(raw(date="03/04/2024"))
    assert build(raw(date="03/04/2024"), raw("Two", "/b", "25/04/2024"))[0].date == dt.date(2024, 4, 3)


def test_span_of_days_keeps_its_last_day() -> None:
    """The date is the first day."""
    (entry,) = build(raw(date="30 Dec 2019 - 2 Jan 2020"))

    assert (entry.date, entry.date_end) == (dt.date(2019, 12, 30), dt.date(2020, 1, 2))
    assert build(raw())[0].date_end is None


def test_relative_date_counts_from_the_retrieval() -> None:
    """And from nothing else: without it there is no date."""
    (entry,) = build(raw(date="2 hours ago"), retrieved=NOW)

    assert (entry.date, entry.date_relative) == (NOW - dt.timedelta(hours=2), True)
    assert build(raw(date="2 hours ago"))[0].date is None


def test_page_without_any_date_is_told() -> None:
    """Once, for the page."""
    assert problems(raw(date=None), raw("Two", "/b", None)) == [("no-dates", None)]


@pytest.mark.parametrize(
    ("lacking", "title"),
    [
        (raw(None, summary="Some words " * 10), "Some words " * 6),
        (raw(None, content="<p>Some <b>words</b></p>", images=(Image(name="a.jpg"),)), "Some words"),
        (raw(None, images=(Image(name="a.jpg", caption="A caption"),)), "A caption"),
        (raw(None, images=(Image(name="a.jpg"),)), "a.jpg"),
        (raw(None), "2024-03-05"),
        (raw(None, date=None), "https://www.example.org/a"),
    ],
)
def test_title_that_is_missing_is_stood_in_for(lacking: RawEntry, title: str) -> None:
    """First words, picture, day or address, and a problem says so."""
    assert build(lacking)[0].title.rstrip("…") == title.strip()
    assert ("no-title", 0) in problems(lacking)


@pytest.mark.parametrize("link", ["javascript:void(0)", "mailto:a@example.org", "http://"])
def test_link_that_cannot_be_published_is_dropped(link: str) -> None:
    """The entry stays."""
    assert build(raw(link=link))[0].link is None
    assert problems(raw(link=link)) == [("link-dropped", 0)]


def test_rows_that_hold_nothing_are_counted() -> None:
    """A date alone is no entry."""
    assert build(raw(None, None), raw())[0].title == "One"
    assert problems(raw(None, None), raw()) == [("no-content", None)]


def test_problems_of_the_parser_follow_their_entry() -> None:
    """Though rows before it were joined."""
    problem = Problem("bad-size", "no size", 2)

    assert ("bad-size", 1) in problems(raw(), raw(), raw("Two", "/b"), problems=(problem,))


def test_picture_with_an_address_is_an_enclosure() -> None:
    """One without is none; none stands twice; an unknown type is taken for JPEG."""
    images = (
        Image(name="x.jpg", length=5),
        Image(url="/a.png", type="image/png", length=7, caption="A"),
        Image(url="/a.png"),
        Image(url="/b"),
    )
    (entry,) = build(raw(images=images))

    assert [(file.url, file.type, file.length) for file in entry.enclosures] == [
        ("https://www.example.org/a.png", "image/png", 7),
        ("https://www.example.org/b", "image/jpeg", None),
    ]
    assert entry.images[0].name == "x.jpg"


def test_page_without_address_has_no_ids() -> None:
    """Links stay as printed."""
    (entry,) = entries.build(EntriesPage(entries=(raw(),))).entries

    assert (entry.id, entry.link) == (None, "/a")


def test_times_without_a_zone_are_in_the_sources() -> None:
    """And keep the offset that they have there."""
    found = entries.build(
        EntriesPage(PAGE, PAGE, entries=(raw(date="2024-03-05 14:30"),)), timezone="Europe/Brussels"
    )
    date = found.entries[0].date

    assert isinstance(date, dt.datetime)
    assert date.isoformat() == "2024-03-05T14:30:00+01:00"


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "10.0.0.1:8080", "printer.local"])
def test_pictures_on_private_hosts_are_dropped(host: str) -> None:
    """A reader would look for them on its own network; where the page lies there too, they stay."""
    picture = Image(url=f"http://{host}/a.jpg", caption="A")
    page = EntriesPage(
        url="https://www.example.org/",
        base="https://www.example.org/",
        entries=(RawEntry("A", "/a", images=(picture,)),),
    )
    found = entries.build(page)
    there = entries.build(replace(page, url="http://127.0.0.1/", base="http://127.0.0.1/"))

    assert (found.entries[0].enclosures, found.entries[0].images[0].url) == ((), None)
    assert "link-dropped" in [problem.code for problem in found.problems]
    assert len(there.entries[0].enclosures) == 1
