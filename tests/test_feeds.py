"""Times that are given once, changes that are noticed, entries that stay: merge, mirror, order."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedkit import feeds, identity
from feedkit.models import Enclosure, Entries, Entry, Feed, Image, KnownEntry, Person, Problem

PAGE = "https://www.example.org/news"
NOW = dt.datetime(2024, 3, 10, 18, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SECOND = dt.timedelta(seconds=1)
BRUSSELS = dt.timezone(HOUR)


def at(hour: int, minute: int = 0, second: int = 0, day: int = 10) -> dt.datetime:
    return dt.datetime(2024, 3, day, hour, minute, second, tzinfo=dt.UTC)


def row(name: str, date: dt.date | int | None = 5, **more: object) -> Entry:
    """A row of the page; a number is a day of March 2024."""
    date = dt.date(2024, 3, date) if isinstance(date, int) else date
    return replace(Entry(None, name, f"https://www.example.org/{name}", date=date), **more)  # type: ignore[arg-type]


def rows(*entries: Entry) -> tuple[Entry, ...]:
    return identity.assign(entries, [None] * len(entries), PAGE)


class History:
    """A source whose page is looked at again and again, an hour apart."""

    def __init__(self, **rules: object) -> None:
        self.rules = feeds.Rules(**rules)  # type: ignore[arg-type]
        self.known: tuple[KnownEntry, ...] = ()
        self.problems: list[str] = []
        self.now = NOW

    def see(self, *entries: Entry, now: dt.datetime | None = None) -> dict[str, Entry]:
        """Return the entries of the document after a run, by title."""
        merged = feeds.merge(Entries(rows(*entries)), self.known, PAGE, self.rules, now or self.now)
        self.known = merged.entries
        self.problems = [problem.code for problem in merged.problems]
        self.now += HOUR
        return {entry.title: entry for entry in self.entries}

    @property
    def entries(self) -> tuple[Entry, ...]:
        return feeds.published(self.known)

    @property
    def titles(self) -> str:
        return "".join(entry.title for entry in self.entries)


def mirrored(*entries: Entry, known: Feed | None = None, now: dt.datetime | None = None) -> tuple[Entry, ...]:
    return feeds.published(feeds.mirror(rows(*entries), known, PAGE, feeds.Rules(), now).entries)


def test_day_stands_for_noon() -> None:
    """A day without a time is noon in the source's zone, UTC if nothing else is declared."""
    assert History().see(row("a"))["a"].published == at(12, day=5)
    assert History(timezone="Europe/Brussels").see(row("a"))["a"].published == at(11, day=5)
    assert History(timezone="Pacific/Auckland").see(row("a"))["a"].published == at(23, day=4)


def test_seconds_of_a_day_are_counted_from_the_bottom() -> None:
    """The bottom row has noon, each above it a second more."""
    seen = History().see(row("a"), row("b"), row("c"))

    assert [seen[name].published for name in "cba"] == [at(12, 0, second, day=5) for second in (0, 1, 2)]
    assert all(entry.updated == entry.published for entry in seen.values())


def test_later_arrival_takes_the_next_free_second() -> None:
    """What was given stays, and the newcomer stands above it."""
    history = History()
    before = history.see(row("a"), row("b"))
    after = history.see(row("c"), row("a"), row("b"))

    assert after["c"].published == at(12, 0, 2, day=5)
    assert {name: after[name] for name in "ab"} == before


def test_day_is_never_later_than_its_first_sight() -> None:
    """Before noon the first sight stands, counted backwards, the top row first; that is no future date."""
    history = History()
    seen = history.see(row("a", 10), row("b", 10), now=at(9))

    assert [seen[name].published for name in "ab"] == [at(9), at(8, 59, 59)]
    assert history.problems == []
    assert history.see(row("a", 10), row("b", 10), now=at(15)) == seen


def test_seconds_after_noon_are_never_later_than_the_first_sight() -> None:
    """A page seen a second after noon keeps its order and is not dated after that."""
    history = History()
    history.see(*(row(name, 10) for name in "abcd"), now=at(12, 0, 1))

    assert history.titles == "abcd"
    assert [entry.published for entry in history.entries] == [at(12, 0, 1) - i * SECOND for i in range(4)]


def test_future_day_is_published_at_first_sight() -> None:
    """A meeting next month keeps its day in the model, and a problem tells of it."""
    history = History()
    seen = history.see(row("a", dt.date(2024, 4, 20)))

    assert (seen["a"].published, seen["a"].date) == (NOW, dt.date(2024, 4, 20))
    assert history.problems == ["future-date"]
    history.see(row("a", dt.date(2024, 4, 20)))
    assert history.problems == []


def test_future_day_that_is_put_off_stays_where_it_is() -> None:
    """Its first sight has not changed, so nothing is dated anew."""
    history = History()
    before = history.see(row("b", dt.date(2024, 4, 20)), row("a", dt.date(2024, 4, 20)))
    after = history.see(row("b", dt.date(2024, 4, 20)), row("a", dt.date(2024, 5, 20)))

    assert after["a"].date == dt.date(2024, 5, 20)
    assert after["a"].published == before["a"].published


def test_future_time_is_published_at_first_sight() -> None:
    """A printed time is no later than the moment it was read."""
    history = History()

    assert history.see(row("a", NOW + HOUR))["a"].published == NOW
    assert history.problems == ["future-date"]


def test_printed_times_stay_and_their_updates_go_back() -> None:
    """Equal times are published as printed; no two `updated` are equal."""
    seen = History().see(row("a", at(9)), row("b", at(9)), row("c", at(8, 59, 59)))

    assert [seen[name].published for name in "abc"] == [at(9), at(9), at(8, 59, 59)]
    assert [seen[name].updated for name in "abc"] == [at(9), at(8, 59, 58), at(8, 59, 59)]


def test_printed_time_of_another_zone_is_the_same_instant() -> None:
    """`published` is in UTC, `date` as printed."""
    seen = History().see(row("a", dt.datetime(2024, 3, 5, 9, tzinfo=BRUSSELS)))

    assert seen["a"].published == at(8, day=5)
    assert seen["a"].date.utcoffset() == HOUR  # type: ignore[union-attr]


def test_undated_rows_have_their_first_sight() -> None:
    """The top row has it, each below a second less, and it is never changed."""
    history = History()
    seen = history.see(row("a", None), row("b", None))

    assert [seen[name].published for name in "ab"] == [NOW, NOW - SECOND]
    assert history.see(row("b", None), row("a", None), now=NOW + 100 * HOUR) == seen


def test_relative_times_are_frozen_apart() -> None:
    """A text such as "2 hours ago" is worked out once, and rows that say the same keep the page's order."""
    history = History()
    told = {"date_relative": True}
    seen = history.see(row("a", at(16), **told), row("b", at(16), **told))
    again = history.see(row("a", at(17), **told), row("b", at(17), **told))

    assert [seen[name].published for name in "ab"] == [at(16), at(15, 59, 59)]
    assert again == seen


@pytest.mark.parametrize("date", [9, 10, 11, at(15), at(23, day=9)])
def test_relative_time_that_became_absolute_is_no_change(date: dt.date | int) -> None:
    """Within one day of the frozen time nothing moves."""
    history = History()
    seen = history.see(row("a", at(16), date_relative=True))

    assert history.see(row("a", date))["a"].published == seen["a"].published


def test_the_end_of_a_span_follows_the_page_and_is_no_change() -> None:
    """A page that prolongs an event changes nothing that a document shows; one that drops the date leaves the end."""
    history = History()
    seen = history.see(row("a", 5, date_end=dt.date(2024, 3, 7)))
    longer = history.see(row("a", 5, date_end=dt.date(2024, 3, 9)))

    assert longer["a"].date_end == dt.date(2024, 3, 9)
    assert replace(longer["a"], date_end=None) == replace(seen["a"], date_end=None)
    assert history.see(row("a", None))["a"].date_end == dt.date(2024, 3, 9)


def test_relative_time_that_was_wrong_is_corrected() -> None:
    """Another day than within one day of the frozen time is another date."""
    history = History()
    history.see(row("a", at(16), date_relative=True))

    assert history.see(row("a", 5))["a"].published == at(12, day=5)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (5, at(14, 30, day=5)),
        (at(14, 30, day=5), 5),
        (5, None),
        (at(14, 30, day=5), None),
        (None, 5),
        (None, at(14, day=5)),
        (at(23, 30, day=4), dt.datetime(2024, 3, 5, 0, 30, tzinfo=BRUSSELS)),
        (at(14, 30, day=5), at(16, day=5)),
    ],
)
def test_precision_alone_is_no_change(before: dt.date | int | None, after: dt.date | int | None) -> None:
    """A time added, a date vanished or given later, the same instant in another zone: nothing moves."""
    history = History()
    seen = history.see(row("a", before))["a"]
    again = history.see(row("a", after))["a"]

    assert (again.published, again.updated) == (seen.published, seen.updated)
    assert history.known[0].changes == 0


def test_day_in_the_zone_of_the_source_is_the_same_day() -> None:
    """A day printed in Brussels and a time printed in UTC that is that day in Brussels agree."""
    history = History(timezone="Europe/Brussels")
    seen = history.see(row("a", 5))

    assert history.see(row("a", at(23, 30, day=4)))["a"].published == seen["a"].published


@pytest.mark.parametrize(
    ("after", "time"), [(6, at(12, 0, 1, day=6)), (at(14, day=6), at(14, day=6)), (20, NOW)]
)
def test_corrected_day_replaces_the_old_one(after: dt.date | int, time: dt.datetime) -> None:
    """Under the same id, at the next free second of that day, and never after the first sight."""
    history = History()
    history.see(row("b", 6), row("a", 5))
    seen = history.see(row("b", 6), row("a", after))

    assert seen["a"].published == time
    assert seen["a"].updated == NOW + HOUR
    assert seen["a"].id == "https://www.example.org/a"


def test_days_corrected_together_keep_the_pages_order() -> None:
    """They are counted from the bottom like new ones."""
    history = History()
    history.see(row("a", 5), row("b", 5))
    history.see(row("a", 6), row("b", 6))

    assert history.titles == "ab"
    assert history.entries[1].published == at(12, day=6)


def test_corrected_date_without_end_moves_on() -> None:
    """The date that counts is the last one that the page corrected."""
    history = History()
    for day in (5, 6, 5):
        history.see(row("a", day))

    assert history.entries[0].date == dt.date(2024, 3, 5)
    assert history.known[0].changes == 2


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Edited"},
        {"link": "https://www.example.org/moved", "date": dt.date(2024, 3, 5)},
        {"summary": "More"},
        {"content": "<p>More</p>"},
        {"authors": (Person("Ann"),)},
        {"categories": ("Iraq",)},
        {"enclosures": (Enclosure("https://www.example.org/a.jpg", "image/jpeg"),)},
        {"images": (Image(name="a.jpg", caption="A caption"),)},
    ],
)
def test_change_moves_updated_alone(change: dict[str, object]) -> None:
    """`updated` moves to the retrieval of the run that saw it; id and `published` stay."""
    history = History()
    (before,) = history.see(row("a")).values()
    (after,) = history.see(row("a", **change)).values()

    assert (after.id, after.published, after.updated) == (before.id, before.published, NOW + HOUR)
    assert all(getattr(after, name) == value for name, value in change.items())
    assert history.known[0].changes == 1


def test_changes_of_one_run_have_seconds_of_their_own() -> None:
    """The top one has the retrieval, each below it a second less, new ones without a date among them."""
    history = History()
    history.see(row("a"), row("b"), row("c"))
    seen = history.see(row("a", summary="x"), row("d", None), row("b"), row("c", summary="x"))

    assert [seen[name].updated for name in "adc"] == [NOW + HOUR - i * SECOND for i in range(3)]
    assert seen["b"].updated == at(12, 0, 1, day=5)


def test_link_within_its_canonical_form_stays_as_published() -> None:
    """Another scheme, a slash, a tracking parameter and an anchor are no change."""
    history = History()
    before = history.see(row("a"))
    for link in (
        "http://www.example.org/a",
        "https://www.example.org/a/?utm_source=x",
        "https://www.example.org/a#b",
    ):
        assert history.see(row("a", link=link)) == before
    assert history.known[0].changes == 0


def test_link_that_vanished_stays() -> None:
    """Nothing that was published is taken away because the page no longer tells it."""
    history = History()
    before = history.see(row("a"))

    assert history.see(row("a", link=None)) == before


def test_moved_link_is_an_alias() -> None:
    """Both links lead to the entry from then on, whatever else changes."""
    history = History()
    history.see(row("a"))
    history.see(row("a", link="https://www.example.org/moved"))
    history.see(row("b", 9, link="https://www.example.org/moved"))
    history.see(row("c", 1))

    history.see(row("d", 1, link="https://www.example.org/a"))
    assert [(entry.id, entry.link) for entry in history.entries if entry.title == "d"] == [
        ("https://www.example.org/a", "https://www.example.org/a")
    ]


def test_id_of_a_new_entry_was_never_issued() -> None:
    """A link that was an id before, and leads to something else under a shared link, gives no id again."""
    history = History()
    link = "https://www.example.org/latest"
    history.see(row("a", 1, link=link))
    history.see(row("a", 1, link=link), row("b", 2, link=link))
    history.see(row("c", 3, link=link))
    history.see(row("d", 4, link=link))

    assert history.titles == "dcba"
    assert len({entry.id for entry in history.entries}) == 4


def test_volatile_field_changes_nothing() -> None:
    """What the recipe calls volatile stays as published until something else changes."""
    history = History(volatile=("summary",))
    before = history.see(row("a", summary="1 view"))
    assert history.see(row("a", summary="2 views")) == before
    after = history.see(row("a", summary="3 views", categories=("x",)))

    assert after["a"].summary == "3 views"
    assert history.known[0].changes == 1


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("image", {"images": (Image(name="b.jpg"),)}),
        ("date", {"date": dt.date(2024, 3, 7)}),
        ("title", {"title": "b"}),
        ("author", {"authors": (Person("Ann"),)}),
    ],
)
def test_every_field_can_be_volatile(field: str, change: dict[str, object]) -> None:
    """Fields are named as in a recipe."""
    history = History(volatile=(field,))
    before = history.see(row("a"))

    assert history.see(row("a", **change)) == before


def test_new_volatile_field_updates_nothing() -> None:
    """A recipe that calls one more field volatile does not make every entry a changed one."""
    history = History()
    before = history.see(row("a", summary="x"))
    history.rules = feeds.Rules(volatile=("summary",))

    assert history.see(row("a", summary="x")) == before
    assert history.see(row("a", summary="y")) == before
    assert history.known[0].changes == 0


def test_flapping_text_is_frozen() -> None:
    """After 24 changes text and `updated` stand still together, and it is reported."""
    history = History()
    for views in range(25):
        history.see(row("a", summary=f"{views} views"))
        assert history.problems == []
    frozen = history.entries
    history.see(row("a", summary="25 views"))

    assert frozen[0].summary == "24 views"
    assert history.entries == frozen
    assert history.problems == ["flapping"]
    history.see(row("a", summary="24 views"))
    assert history.problems == []


def test_title_link_and_day_pass_when_text_is_frozen() -> None:
    """A change of title or link still reaches subscribers."""
    history = History()
    for views in range(25):
        history.see(row("a", summary=f"{views} views"))
    now = history.now
    seen = history.see(row("a", 7, title="Edited", summary="99 views"))["Edited"]
    moved = history.see(row("a", 7, title="Edited", link="https://www.example.org/b"))["Edited"]

    assert (seen.summary, seen.updated, seen.published) == ("24 views", now, at(12, day=7))
    assert moved.link == "https://www.example.org/b"


def test_size_stays_settled_while_its_url_stays() -> None:
    """A rounded size that changes is none; a first size and an exact one are taken."""
    url = "https://www.example.org/a.jpg"

    def sized(length: int | None, exact: bool = False) -> Entry:
        file = Enclosure(url, "image/jpeg", length, exact)
        return row("a", enclosures=(file,), images=(Image(url=url, length=length, length_exact=exact),))

    history = History()
    expected = [(None, None), (500, 500), (700, 500), (None, 500), (501, 500)]
    for length, kept in expected:
        (seen,) = history.see(sized(length)).values()
        assert (seen.enclosures[0].length, seen.images[0].length) == (kept, kept)
    (seen,) = history.see(sized(499, exact=True)).values()
    assert (seen.enclosures[0].length, seen.enclosures[0].length_exact) == (499, True)
    assert history.known[0].changes == 0


def test_another_url_has_its_own_size() -> None:
    """What is settled is the size of one file."""
    history = History()
    history.see(row("a", enclosures=(Enclosure("https://www.example.org/a.jpg", "image/jpeg", 5),)))
    seen = history.see(row("a", enclosures=(Enclosure("https://www.example.org/b.jpg", "image/jpeg", 7),)))

    assert seen["a"].enclosures[0].length == 7


def test_reordered_page_changes_nothing() -> None:
    """With state, order on the page is that of the first sight."""
    history = History()
    page = [row("a"), row("b"), row("c", None), row("d", at(9)), row("e", at(9))]
    history.see(*page)
    before, known = history.entries, history.known
    history.see(*page[::-1])

    assert history.entries == before
    assert history.known == known


def test_missing_entries_stay() -> None:
    """A partial page is no deletion, and what comes back is as it was."""
    history = History()
    before = history.see(row("a", 5), row("b", 4), row("c", None))
    assert history.see(row("a", 5)) == before
    assert history.see(row("a", 5), row("b", 4), row("c", None)) == before


def test_limit_retires_only_what_the_page_no_longer_shows() -> None:
    """The oldest first, and never what stands on the page."""
    history = History(limit=2)
    history.see(row("c", 3), row("b", 2), row("a", 1))
    assert history.titles == "cba"
    history.see(row("d", 4), row("a", 1))
    assert history.titles == "da"
    history.see(row("e", 5))
    assert history.titles == "ed"


def test_retired_ids_stay_known() -> None:
    """An entry that returns has its id, its time and its second."""
    history = History(limit=1)
    before = history.see(row("b", 5), row("a", 5))["a"]
    history.see(row("c", 9))
    assert history.titles == "c"
    history.see(row("c", 9), row("a", 5))

    assert history.entries[1] == before
    assert len(history.known) == 3


def test_keep_counts_from_the_newest_entry() -> None:
    """An age limit looks at the feed, never at the clock."""
    history = History(keep=dt.timedelta(days=3))
    history.see(row("c", 5), row("b", 2), row("a", 1))
    history.see(row("c", 5), now=NOW + 1000 * HOUR)
    assert history.titles == "cb"
    history.see(row("d", 6), now=NOW + 2000 * HOUR)
    assert history.titles == "dc"


def test_keep_spares_what_the_page_shows() -> None:
    """However old."""
    history = History(keep=dt.timedelta(days=1))
    history.see(row("b", 9), row("a", 1))

    assert history.titles == "ba"


def test_order_is_newest_first() -> None:
    """Then as the page had it, a later arrival above; undated entries stand by their first sight."""
    history = History()
    history.see(row("b", at(9)), row("a", at(9)), row("c", None))
    history.see(row("d", at(9)), row("b", at(9)), row("a", at(9)))

    assert history.titles == "cdba"


def test_order_of_equal_times_ends_with_the_id() -> None:
    """Nothing is left to chance."""
    entry = row("x", at(9), published=at(9), updated=at(9))
    known = [KnownEntry(replace(entry, id=id), NOW, 0) for id in ("b", "a")]

    assert [e.id for e in feeds.published(known)] == ["a", "b"]


@pytest.mark.parametrize("year", [1970, 2023, 2100])
def test_clock_that_was_set_dates_nothing_anew(year: int) -> None:
    """A stored first sight is never changed, and an unchanged page stays as it is."""
    history = History()
    page = [row("a"), row("b", None), row("c", at(9)), row("d", at(16), date_relative=True)]
    before = history.see(*page)

    assert history.see(*page, now=NOW.replace(year=year)) == before


def test_microseconds_of_the_clock_reach_no_entry() -> None:
    """All times are whole seconds."""
    seen = History().see(
        row("a", None), row("b", NOW.replace(hour=9, microsecond=7)), now=NOW.replace(microsecond=9)
    )

    assert {entry.published.microsecond for entry in seen.values() if entry.published} == {0}


def test_assemble_dates_the_feed_by_its_newest_update() -> None:
    """Never by the clock; a feed without entries has no date."""
    head = Feed(PAGE, "News", PAGE)

    assert feeds.assemble(head, [row("a", updated=NOW), row("b", updated=NOW + HOUR)]).updated == NOW + HOUR
    assert feeds.assemble(head, []).updated is None


def test_mirror_takes_dates_as_printed() -> None:
    """Without a store there is no first sight and no clock: a future day is a future day."""
    (entry,) = mirrored(row("a", dt.date(2030, 1, 1)), now=NOW)

    assert entry.published == dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC)


def test_mirror_of_undated_rows_invents_no_date() -> None:
    """No `published`; `updated` is a second below the newest dated entry, each below it one more."""
    a, b, c = mirrored(row("b", None), row("a", 5), row("c", None))

    assert (a.published, a.updated) == (at(12, day=5), at(12, day=5))
    assert [(e.title, e.published, e.updated) for e in (b, c)] == [
        ("b", None, a.updated - SECOND),  # type: ignore[operator]
        ("c", None, a.updated - 2 * SECOND),  # type: ignore[operator]
    ]


def test_mirror_without_any_date_stands_at_1970() -> None:
    """The beginning of time, and no clock."""
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

    assert [e.updated for e in mirrored(row("a", None), row("b", None))] == [epoch, epoch - SECOND]


PRINTED = st.sampled_from(
    [None, *range(1, 5), at(0, day=3), at(23, 59, 59, day=2), at(12, day=4), at(12, 0, 1, day=4)]
)


@given(st.lists(PRINTED, max_size=8), st.randoms(use_true_random=False))
def test_mirror_of_shuffled_days_is_the_same(
    dates: Sequence[dt.date | int | None], random: st.DataObject
) -> None:
    """Rows of different days may stand in any order."""
    page = [row(chr(97 + i), date) for i, date in enumerate(dates)]
    queues: dict[object, list[Entry]] = {}
    for entry in page:
        queues.setdefault(identity.day_of(entry), []).append(entry)
    order = [identity.day_of(entry) for entry in page]
    random.shuffle(order)  # type: ignore[attr-defined]

    assert mirrored(*(queues[day].pop(0) for day in order)) == mirrored(*page)


@given(st.lists(PRINTED, max_size=8))
def test_no_two_entries_share_an_update(dates: Sequence[dt.date | int | None]) -> None:
    """RFC 4287 section 3.3, with a store and without."""
    page = [row(chr(97 + i), date) for i, date in enumerate(dates)]
    history = History()
    history.see(*page[1:])
    history.see(*page, now=at(12, 0, 2, day=4))

    for entries in (mirrored(*page), history.entries):
        assert len({entry.updated for entry in entries}) == len(page)


@pytest.mark.parametrize("fields", [("published", "updated"), ("published",)])
@given(dates=st.lists(PRINTED, max_size=8))
def test_known_feed_gives_itself_again(
    fields: tuple[str, ...], dates: Sequence[dt.date | int | None]
) -> None:
    """What was read back, even from RSS which has no `updated`, gives the same entries in the same order."""
    page = [row(chr(97 + i), date) for i, date in enumerate(dates)]
    first = mirrored(*page)
    bare = [replace(e, date=None, updated=e.updated if "updated" in fields else None) for e in first]
    again = mirrored(*page, known=Feed(PAGE, "News", PAGE, entries=tuple(bare)), now=NOW)

    assert [(e.id, e.published, e.updated) for e in again] == [(e.id, e.published, e.updated) for e in first]


def test_known_feed_lends_ids_and_times() -> None:
    """A moved link and an edited title keep both; what changed was updated at the retrieval, if told."""
    first = mirrored(row("a", 5), row("b", 5))
    feed = Feed(PAGE, "News", PAGE, entries=first)
    page = (row("c", 5), row("a", 5, link="https://www.example.org/moved"), row("b", 5, title="Edited"))
    new, a, b = mirrored(*page, known=feed, now=NOW)

    assert (new.published, new.updated) == (at(12, 0, 2, day=5), at(12, 0, 2, day=5))
    assert [(e.id, e.published, e.updated) for e in (a, b)] == [
        (first[0].id, first[0].published, NOW),
        (first[1].id, first[1].published, NOW - SECOND),
    ]
    assert [e.updated for e in mirrored(*page, known=feed)][1:] == [e.updated for e in first]


def test_mirror_shows_what_the_page_shows() -> None:
    """A known entry that the page no longer has is not in the document, and no limit is."""
    feed = Feed(PAGE, "News", PAGE, entries=mirrored(row("a"), row("b")))

    assert [e.title for e in mirrored(row("b"), known=feed)] == ["b"]
    assert len(mirrored(*(row(f"r{i}") for i in range(300)))) == 300


def test_recalled_entries_are_as_they_were_published() -> None:
    """A page seen again after the state was lost changes nothing that a document carried."""
    history = History()
    page = [
        row("a", 10, images=(Image(url="https://www.example.org/a.jpg", name="a.jpg", caption="A"),)),
        row("b", None),
        row("c", dt.date(2024, 4, 20)),
        row("d", at(9)),
        row("e", at(9)),
    ]
    history.see(*page, now=at(9))
    before = history.entries
    bare = tuple(replace(entry, date=None, images=()) for entry in before)
    history.known = feeds.recall(Feed(PAGE, "News", PAGE, entries=bare), PAGE, history.rules, NOW)
    history.see(*page, row("f", 5))

    assert [replace(e, date=None, images=()) for e in history.entries if e.title != "f"] == list(bare)
    assert {known.changes for known in history.known} == {0}


def test_ten_thousand_rows_of_one_day() -> None:
    """Seconds are found in a time that grows with the rows, not with their square."""
    history = History()
    history.see(*(row(f"r{i}", 5) for i in range(10_000)))
    history.see(*(row(f"s{i}", 5) for i in range(1_000)))

    assert len({entry.updated for entry in history.entries}) == 11_000


def test_merge_tells_which_rows_are_known() -> None:
    """And whether the site seems to have moved."""
    known = feeds.merge(Entries((row("a"), row("b"))), (), PAGE, feeds.Rules(), NOW).entries
    merged = feeds.merge(Entries((row("c"), row("b"))), known, PAGE, feeds.Rules(), NOW + HOUR)

    assert (merged.met, merged.has_moved) == (1, False)
    assert [found and found.entry.title for found in merged.match.found] == [None, "b"]
    assert feeds.Merged(()).met == 0


@pytest.mark.parametrize("title", ["About a.", "2024-03-05"])
def test_title_that_stands_for_a_missing_one_changes_nothing(title: str) -> None:
    """A known entry keeps its own; a new one has no other."""
    known = feeds.merge(Entries((row("a"), row("b"))), (), PAGE, feeds.Rules(), NOW).entries
    rows = (replace(row("a"), title=title), row("b"))

    def found(*untitled: int) -> Entries:
        return Entries(rows, tuple(Problem("no-title", "", index) for index in untitled))

    merged = feeds.merge(found(0), known, PAGE, feeds.Rules(), NOW + HOUR)
    edited = feeds.merge(found(1), known, PAGE, feeds.Rules(), NOW + HOUR)
    new = feeds.merge(found(0, 1), (), PAGE, feeds.Rules(), NOW)

    assert merged.entries == known
    assert {each.entry.title for each in edited.entries} == {title, "b"}
    assert {each.entry.title for each in new.entries} == {title, "b"}


def test_recalled_feed_is_updated_when_it_was() -> None:
    """Where its entries do not tell, as in RSS, the top entry carries the time."""
    entries = tuple(replace(row(name), id=name, published=at(9), updated=at(9)) for name in "ab")
    later = feeds.recall(Feed(PAGE, "News", PAGE, updated=at(12), entries=entries), PAGE, feeds.Rules(), NOW)
    same = feeds.recall(Feed(PAGE, "News", PAGE, updated=at(9), entries=entries), PAGE, feeds.Rules(), NOW)

    assert [known.entry.updated for known in later] == [at(12), at(9)]
    assert [known.entry.updated for known in same] == [at(9), at(9)]
    assert feeds.recall(Feed(PAGE, "News", PAGE, updated=at(12)), PAGE, feeds.Rules(), NOW) == ()
