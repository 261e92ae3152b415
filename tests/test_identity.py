"""Who an entry is: ids of new entries, and which known entry a row of a page is."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedkit import identity
from feedkit.models import Enclosure, Entry, Image, KnownEntry, Person

PAGE = "https://www.example.org/news?page=1"
SEEN = dt.datetime(2024, 3, 10, 9, 0, tzinfo=dt.UTC)
TAG = re.compile(r"tag:www\.example\.org,(\d{4}-\d{2}-\d{2}):[0-9a-f]{32,}")


def entry(
    title: str = "One",
    link: str | None = None,
    day: int | None = 5,
    image: str | None = None,
    id: str | None = None,
) -> Entry:
    return Entry(
        id,
        title,
        link and f"https://www.example.org/{link}",
        date=dt.date(2024, 3, day) if day else None,
        images=(Image(name=image),) if image else (),
    )


def assigned(*entries: Entry, own_ids: Sequence[str | None] = ()) -> tuple[Entry, ...]:
    return identity.assign(entries, own_ids or [None] * len(entries), PAGE)


def known(*entries: Entry, shown: bool = True) -> list[KnownEntry]:
    """Entries as they are known after a run that showed them on one page."""
    return [
        KnownEntry(e, SEEN, i, tuple(sorted(identity.aliases_of(e, PAGE))), shown=shown)
        for i, e in enumerate(assigned(*entries))
    ]


def ids(rows: Sequence[Entry], before: Sequence[KnownEntry]) -> list[str | None]:
    """The known id of each row; None for what is new."""
    found = identity.match(assigned(*rows), before, PAGE).found
    return [match.entry.id if match else None for match in found]


def test_id_is_the_recipes_own_first() -> None:
    """An id that the recipe reads wins over the link, as a `tag:` URI unless it is an address."""
    number, address = assigned(
        entry(link="a"), entry("Two", link="b"), own_ids=["1 7", "https://id.example.org/2"]
    )

    assert number.id == "tag:www.example.org,2000-01-01:1%207"
    assert address.id == "https://id.example.org/2"


def test_id_is_the_link_as_first_seen() -> None:
    """The scheme stays as on the page."""
    http = Entry(None, "One", "http://www.example.org/a")

    assert assigned(http)[0].id == "http://www.example.org/a"


def test_id_without_a_link_is_a_tag() -> None:
    """Page's host, day (2000-01-01 when undated) and 128 bits of hash at least."""
    dated, undated = assigned(entry("One"), entry("Two", day=None))

    assert TAG.fullmatch(dated.id or "")[1] == "2024-03-05"  # type: ignore[index]
    assert TAG.fullmatch(undated.id or "")[1] == "2000-01-01"  # type: ignore[index]


@pytest.mark.parametrize(
    "other",
    [entry("Two", "a"), entry("One", "a", 6), Entry(None, "Two", "http://www.example.org/a/?utm_source=x")],
)
def test_shared_link_is_no_id(other: Entry) -> None:
    """Rows of one link that differ in title or day get tags, whatever the spelling of the link."""
    found = assigned(entry("One", "a"), other)

    assert all(TAG.fullmatch(e.id or "") or "2000-01-01" in (e.id or "") for e in found)
    assert len({e.id for e in found}) == 2


def test_fragments_tell_entries_of_the_page_itself_apart() -> None:
    """`page#a` and `page#b` are two links on the page itself, and one link elsewhere."""
    own = [Entry(None, name, f"{PAGE}#{name}") for name in "ab"]
    elsewhere = [Entry(None, name, f"https://www.example.org/x#{name}") for name in "ab"]

    assert [e.id for e in assigned(*own)] == [e.link for e in own]
    assert all(e.id != e.link for e in assigned(*elsewhere))


def test_id_tells_link_title_picture_and_day_apart() -> None:
    """Each of what is hashed makes another id."""
    rows = [entry(), entry("Two"), entry(day=6), entry(image="x.jpg"), entry("One", "a"), entry("Two", "a")]

    assert len({e.id for e in assigned(*rows)}) == len(rows)


@given(st.permutations(range(5)))
def test_ids_know_no_position(order: list[int]) -> None:
    """A row gets its id wherever it stands."""
    rows = [entry("One", "a"), entry("Two", "a"), entry("Three", "b"), entry("Four"), entry("Five", day=None)]
    plain = assigned(*rows)

    assert assigned(*(rows[i] for i in order)) == tuple(plain[i] for i in order)


def test_own_id_of_several_rows_is_none() -> None:
    """A recipe's id that does not tell rows apart gives way to the link."""
    rows = assigned(entry("One", "a"), entry("Two", "b"), own_ids=["7", "7"])

    assert [row.id for row in rows] == [row.link for row in rows]


def test_own_id_may_equal_the_link_of_another_row() -> None:
    """No id is given twice on one page."""
    link = "https://www.example.org/b"
    rows = assigned(entry("One", "a"), entry("Two", "b"), own_ids=[link, None])

    assert len({row.id for row in rows}) == 2


def test_rows_with_one_hash_differ_in_their_text() -> None:
    """Where link, title, picture and day are alike, the text is hashed as well."""
    first, second = (Entry(None, "Morning…", summary=text) for text in ("Morning, all", "Morning, sir"))

    assert len({row.id for row in assigned(first, second)}) == 2


def test_rows_alike_in_everything_are_left_alike() -> None:
    """Whoever joins doubles has done it before; no end of hashing tells them apart."""
    first, second = assigned(entry(), entry())

    assert first == second


def test_fresh_id_was_never_issued() -> None:
    """A link that was an entry's id before is no new entry's id."""
    row = assigned(entry("Three", "a"))[0]
    again = identity.fresh(row, {row.id}, PAGE)
    third = identity.fresh(row, {row.id, again.id}, PAGE)

    assert len({row.id, again.id, third.id}) == 3
    assert all(TAG.fullmatch(new.id or "") for new in (again, third))
    assert identity.fresh(row, set(), PAGE) is row


@pytest.mark.parametrize(
    "link",
    [
        "http://www.example.org/a",
        "https://WWW.example.org:443/a/",
        "https://www.example.org/a?utm_source=x&fbclid=1",
        "https://www.example.org/a;jsessionid=12",
        "https://www.example.org/a#top",
    ],
)
def test_match_by_canonical_link(link: str) -> None:
    """Scheme, slash, tracking, session and fragment change no identity, whatever else was edited."""
    row = Entry(None, "Rewritten", link, date=dt.date(2024, 4, 1))

    assert ids([row], known(entry(link="a"))) == ["https://www.example.org/a"]


def test_match_fragments_on_the_page_itself() -> None:
    """Anchors of the page itself are links of their own."""
    rows = [Entry(None, f"Edited {name}", f"{PAGE}#{name}") for name in "ba"]

    assert ids(rows, known(*(Entry(None, name, f"{PAGE}#{name}") for name in "ab"))) == [
        f"{PAGE}#b",
        f"{PAGE}#a",
    ]


def test_match_by_alias() -> None:
    """An entry is known under every link that it ever had."""
    before = known(entry("Old title", "a"))
    before = [KnownEntry(before[0].entry, SEEN, 0, (*before[0].aliases, "//www.example.org/moved"))]

    assert ids([entry("New title", "moved", 9)], before) == ["https://www.example.org/a"]


def test_match_of_own_id_survives_all_else() -> None:
    """Under the recipe's id link, title and day may change at once, and the page its host."""
    before = [
        KnownEntry(e, SEEN, 0, identity.aliases_of(e, PAGE)) for e in assigned(entry(link="a"), own_ids=["7"])
    ]
    row = identity.assign([entry("Other", "b", 20)], ["7"], "https://example.com/")

    assert identity.match(row, before, "https://example.com/").found == before


def test_match_of_shared_link_by_title_and_day() -> None:
    """Of several with one link the one with the same title and day is it, in any order."""
    before = known(entry("One", "a", 5), entry("Two", "a", 5), entry("One", "a", 6))
    rows = [entry("One", "a", 6), entry("Two", "a", 5), entry("One", "a", 5)]

    assert ids(rows, before) == [e.entry.id for e in reversed(before)]


@pytest.mark.parametrize("edited", [entry("Edited", "a", 6), entry("Two", "a", 9)])
def test_match_of_shared_link_by_title_or_day(edited: Entry) -> None:
    """Either may change, not both."""
    before = known(entry("One", "a", 5), entry("Two", "a", 6))

    assert ids([entry("One", "a", 5), edited], before) == [e.entry.id for e in before]
    assert ids([entry("One", "a", 5), entry("Edited", "a", 9)], before) == [before[0].entry.id, None]


def test_match_of_link_shared_today_only() -> None:
    """Who had the link alone yesterday keeps its id; who shares it today is new."""
    before = known(entry("One", "a", 5))

    assert ids([entry("Two", "a", 6), entry("One", "a", 5)], before) == [None, before[0].entry.id]


def test_match_of_link_shared_yesterday_only() -> None:
    """Who is left with the link is told by title or day, and a stranger is new."""
    before = known(entry("One", "a", 5), entry("Two", "a", 6))

    assert ids([entry("Two", "a", 6)], before) == [before[1].entry.id]
    assert ids([entry("Three", "a", 9)], before) == [None]


def test_match_of_recurring_title_under_one_link() -> None:
    """A title that returns every week under one link does not make this week's entry the oldest one."""
    before = known(*(entry("Weekly briefing", "live", day) for day in (15, 8, 1)))
    rows = [entry("Weekly briefing", "live", day) for day in (22, 15, 8)]

    assert ids(rows, before) == [None, before[0].entry.id, before[1].entry.id]


def test_day_under_one_link_tells_only_what_the_last_run_showed() -> None:
    """A newcomer is not an entry of that day that left the page before; an edited one is itself."""
    before = known(entry("One", "a", 5), entry("Two", "a", 6))
    left = known(entry("Gone", "a", 5), entry("Two", "a", 6), shown=False)[:1]

    assert ids([entry("New", "a", 5), entry("Two", "a", 6)], [*left, before[1]]) == [None, before[1].entry.id]
    assert ids([entry("New", "a", 5), entry("Two", "a", 6)], [*left, *before]) == [e.entry.id for e in before]


def test_match_of_undated_rows_with_one_link() -> None:
    """Without days the title decides."""
    before = known(entry("One", "a", None), entry("Two", "a", None))

    assert ids([entry("Two", "a", None), entry("Three", "a", None)], before) == [before[1].entry.id, None]


def test_match_of_a_link_that_was_taken_over() -> None:
    """A link that one entry left and another took is known to be shared: a third under it is new."""
    left = Entry("https://www.example.org/a", "One", "https://www.example.org/moved")
    took = Entry("tag:www.example.org,2024-03-05:2", "Two", "https://www.example.org/a")
    before = [
        KnownEntry(left, SEEN, 0, (*identity.aliases_of(left, PAGE), "//www.example.org/a")),
        KnownEntry(took, SEEN, 0, identity.aliases_of(took, PAGE)),
    ]

    rows = [entry("Two", "a", None), entry("One", "moved", None)]
    assert ids(rows, before) == [took.id, left.id]
    assert ids([entry("Three", "a", 9), rows[1]], before) == [None, left.id]


def test_match_of_two_rows_that_claim_one_entry() -> None:
    """Where one row has an entry's id and another its alias, the row that is more alike has it."""
    one = known(entry("One", "latest"))[0]
    moved = identity.aliases_of(assigned(entry("One", "one"))[0], PAGE)
    before = [KnownEntry(one.entry, SEEN, 0, (*one.aliases, *moved))]

    assert ids([entry("Two", "latest", 9), entry("One", "one")], before) == [None, one.entry.id]


@pytest.mark.parametrize(
    "row",
    [
        entry("One", "moved", 5, "x.jpg"),
        entry("One", "moved", 5, "y.jpg"),
        entry("One", "moved", 9, "x.jpg"),
        entry("Edited", "moved", 5, "x.jpg"),
        entry("Edited", None, 5, "x.jpg"),
        entry("One", None, 5),
    ],
)
def test_match_by_two_of_three(row: Entry) -> None:
    """Two of title, day and picture are enough for an entry that the page no longer shows."""
    before = known(entry("One", "a", 5, "x.jpg"), entry("Else", "b", 1, "z.jpg"))

    assert ids([row, entry("Else", "b", 1, "z.jpg")], before)[0] == before[0].entry.id


@pytest.mark.parametrize(
    "row",
    [
        entry("One", "moved", 9),
        entry("Edited", "moved", 5),
        entry("Edited", "moved", 9, "x.jpg"),
        entry("One", "moved", None, None),
    ],
)
def test_one_of_three_is_no_match(row: Entry) -> None:
    """A missing value agrees with nothing."""
    assert ids([row], known(entry("One", "a", 5, "x.jpg"))) == [None]


def test_two_of_three_wants_the_pair_once_on_either_side() -> None:
    """What could be two is none."""
    rows = [entry("One", "c"), entry("One", "d")]

    assert ids(rows, known(entry("One", "a"))) == [None, None]
    assert ids(rows[:1], known(entry("One", "a"), entry("One", "b"))) == [None]


def test_two_of_three_ignores_common_pictures() -> None:
    """A picture that several entries use counts as missing."""
    before = known(entry("One", "a", 5, "logo.png"), entry("Two", "b", 6, "logo.png"))

    assert ids([entry("Edited", "c", 5, "logo.png"), entry("Two", "b", 6, "logo.png")], before)[0] is None


def test_two_of_three_looks_at_the_last_run_only() -> None:
    """An entry that had left the page before is not taken for a new one."""
    assert ids([entry("One", "moved")], known(entry("One", "a"), shown=False)) == [None]


def test_two_of_three_leaves_alone_what_the_page_still_shows() -> None:
    """An entry that stands where it stood has no second row."""
    before = known(entry("One", "a"))

    assert ids([entry("One", "b"), entry("One", "a")], before) == [None, "https://www.example.org/a"]


def test_match_is_one_to_one() -> None:
    """No known entry is two rows."""
    before = known(entry("One", "a"))
    rows = identity.assign([entry("One", "a"), entry("One", "a", 9)], [None, None], PAGE)

    assert [match is not None for match in identity.match(rows, before, PAGE).found] == [True, False]


def test_digest_covers_what_is_not_empty() -> None:
    """A version stands first; a field that is empty, or a size, is not told."""
    plain = replace(entry(), published=SEEN)

    assert identity.digest(plain).startswith(identity.DIGEST_VERSION)
    assert identity.digest(plain) == identity.digest(replace(plain, summary="", categories=()))
    assert identity.digest(plain) != identity.digest(replace(plain, published=SEEN + dt.timedelta(hours=1)))


ELSEWHERE = "https://new.example.net/"


def elsewhere(title: str, day: int | None = 5, path: str = "x") -> Entry:
    """A row whose link leads to a host that was never seen."""
    date = dt.date(2024, 3, day) if day else None
    return Entry(None, title, f"{ELSEWHERE}{path}/{title}".replace(" ", "-"), date=date)


def matched(rows: Sequence[Entry], before: Sequence[KnownEntry]) -> tuple[list[str | None], bool]:
    """The known titles of the rows, and whether the page seems to have moved."""
    match = identity.match(assigned(*rows), before, PAGE)
    assert list(match.rows) == list(assigned(*rows))
    return [known.entry.title if known else None for known in match.found], match.has_moved


UNDATED = [entry(title, title, None) for title in "ABCDE"]


def test_nothing_known_is_no_move() -> None:
    """At first all rows are new."""
    assert matched([elsewhere(title) for title in "ABC"], []) == ([None] * 3, False)


def test_moved_site_is_known_by_title_and_day() -> None:
    """Undated rows on a new host, when all that was shown is gone; a missing day equals a missing one."""
    rows = [elsewhere(title, None) for title in "EDCBA"]

    assert matched(rows, known(*UNDATED)) == (list("EDCBA"), False)
    assert matched([elsewhere("A", 5), *rows[:4]], known(*UNDATED)) == ([None, *"EDCB"], False)


def test_entry_that_had_left_returns_at_the_address_of_a_moved_site() -> None:
    """Title, day and the end of the link agree, once on either side; less is a new entry."""
    before = known(entry("One", "news/one"), shown=False)

    def returned(title: str, link: str, day: int | None = 5) -> Entry:
        return replace(entry(title, day=day), link=link)

    one = returned("One", f"{ELSEWHERE}archive/one/?utm_source=x")

    assert ids([one], before) == ["https://www.example.org/news/one"]
    assert ids([entry("One", "archive/one")], before) == ["https://www.example.org/news/one"]
    assert ids([one, entry("One", "press/one")], before) == [None, None]
    assert ids([one], [*before, *known(entry("One", "press/one"), shown=False)]) == [None]
    for other in (
        returned("Two", f"{ELSEWHERE}one"),
        returned("One", f"{ELSEWHERE}one", 6),
        returned("One", f"{ELSEWHERE}one", None),
        returned("One", f"{ELSEWHERE}two"),
    ):
        assert ids([other], before) == [None]


@pytest.mark.parametrize(("strangers", "has_moved"), [(0, False), (1, False), (2, True), (5, True)])
def test_moved_site_must_be_known_for_four_in_five(strangers: int, has_moved: bool) -> None:
    """Else nobody is paired at all."""
    titles = [*"VWXYZ"[:strangers], *"ABCDE"[strangers:]]
    found, moved = matched([elsewhere(title, None) for title in titles], known(*UNDATED))

    assert moved is has_moved
    assert found == [None if has_moved or title in "VWXYZ" else title for title in titles]


@pytest.mark.parametrize(("gone", "has_moved"), [(2, False), (3, False), (4, True)])
def test_move_needs_more_than_half_gone(gone: int, has_moved: bool) -> None:
    """Three of six are half."""
    before = known(*UNDATED, entry("F", "F", None))
    rows = [*(entry(title, title, None) for title in "ABCDEF"[gone:]), *(elsewhere(t, None) for t in "WXYZ")]

    assert matched(rows, before)[1] is has_moved


@pytest.mark.parametrize(("count", "has_moved"), [(2, False), (3, True)])
def test_move_needs_three_gone_and_three_old_rows(count: int, has_moved: bool) -> None:
    """Of fewer nothing can be told."""
    rows = [elsewhere(title, None) for title in "WXYZ"]

    assert matched(rows, known(*UNDATED[:count]))[1] is has_moved
    assert matched(rows[:count], known(*UNDATED))[1] is has_moved


@pytest.mark.parametrize(
    ("row", "is_old"),
    [
        (lambda n: entry(f"X{n}", f"x{n}", 4), True),
        (lambda n: entry(f"X{n}", f"x{n}", 5), False),
        (lambda n: entry(f"X{n}", f"x{n}", 6), False),
        (lambda n: entry(f"X{n}", f"x{n}", None), False),
        (lambda n: entry(f"X{n}", None, 4), True),
        (lambda n: entry(f"X{n}", None, None), False),
        (lambda n: elsewhere(f"X{n}", 4), True),
        (lambda n: elsewhere(f"X{n}", 5), True),
        (lambda n: elsewhere(f"X{n}", 6), False),
        (lambda n: elsewhere(f"X{n}", None), True),
    ],
)
def test_row_that_can_be_no_news(row: Callable[[int], Entry], is_old: bool) -> None:
    """Older than the newest that was shown; of its day or undated, on a host new to the source."""
    before = known(*(entry(f"K{n}", f"k{n}", 5 - n % 2) for n in range(4)))

    assert matched([row(n) for n in range(3)], before)[1] is is_old


def test_newest_day_is_that_of_the_last_run() -> None:
    """What left the page before may be newer."""
    left = known(entry("Left", "left", 9), shown=False)
    before = known(*(entry(f"K{n}", f"k{n}", 5) for n in range(3)))

    assert matched([entry(f"X{n}", f"x{n}", 6) for n in range(3)], [*left, *before])[1] is False


def test_host_of_any_time_is_known() -> None:
    """Where entries once were is no new host."""
    before = known(*UNDATED)
    before = [replace(k, aliases=(*k.aliases, f"//new.example.net/{k.entry.title}")) for k in before]

    assert matched([elsewhere(title, None) for title in "VWXYZ"], before) == ([None] * 5, False)


def test_moved_entries_of_one_title_are_paired_in_their_order() -> None:
    """What is there more often than before is new."""
    before = known(*(entry("Briefing", f"b{n}", 4) for n in range(4)), entry("Other", "o", 5))
    rows = assigned(*(elsewhere("Briefing", 4, f"p{n}") for n in range(5)))
    match = identity.match(rows, before, PAGE)

    assert list(match.found) == [*before[:4], None]
    assert not match.has_moved


def test_what_was_matched_before_is_no_part_of_a_move() -> None:
    """Neither its rows nor its entries are looked at again."""
    before = known(*UNDATED, entry("Dated", "d", 5, "d.jpg"))
    rows = [
        replace(elsewhere("Dated", 5), images=(Image(name="d.jpg"),)),
        *(elsewhere(t, None) for t in "ABCDE"),
    ]

    assert matched(rows, before) == (["Dated", *"ABCDE"], False)


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        ({"title": "Other"}, True),
        ({"link": "https://www.example.org/b"}, True),
        ({"summary": "Text."}, True),
        ({"content": "<p>Text.</p>"}, True),
        ({"authors": (Person("A"),)}, True),
        ({"categories": ("A",)}, True),
        ({"images": (Image(name="b.jpg"),)}, True),
        ({"images": (Image(name="a.jpg", caption="Text"),)}, True),
        ({"images": (Image(name="a.jpg", length=5),)}, False),
        ({"enclosures": (Enclosure("https://www.example.org/a.jpg", "image/jpeg"),)}, True),
        ({"updated": SEEN}, False),
        ({"id": "x"}, False),
    ],
)
def test_digest_tells(change: dict[str, object], is_told: bool) -> None:
    """Every field that a reader sees, and neither sizes nor times of change."""
    plain = replace(entry(link="a", image="a.jpg"), published=SEEN)
    other = replace(plain, **change)  # type: ignore[arg-type]

    assert (identity.digest(other) != identity.digest(plain)) is is_told


@pytest.mark.parametrize(
    ("volatile", "change"),
    [
        ("title", {"title": "Other"}),
        ("link", {"link": "https://www.example.org/b"}),
        ("date", {"published": SEEN}),
        ("summary", {"summary": "Text."}),
        ("content", {"content": "<p>Text.</p>"}),
        ("author", {"authors": (Person("A"),)}),
        ("category", {"categories": ("A",)}),
        ("image", {"images": (Image(name="b.jpg", caption="B"),)}),
        ("image", {"enclosures": (Enclosure("https://www.example.org/a.jpg", "image/jpeg"),)}),
        (identity.IMAGE_TEXT, {"images": (Image(name="b.jpg", caption="B"),)}),
    ],
)
def test_digest_leaves_out_what_is_volatile(volatile: str, change: dict[str, object]) -> None:
    """A field under the name that recipes have for it."""
    plain = entry(link="a")
    other = replace(plain, **change)  # type: ignore[arg-type]

    assert identity.digest(other) != identity.digest(plain)
    assert identity.digest(other, [volatile]) == identity.digest(plain, [volatile])


def test_digest_of_the_first_release_stands() -> None:
    """What was stored once must be met again."""
    full = replace(
        entry("One", "a", 5, "a.jpg"),
        published=SEEN,
        summary="Text.",
        content="<p>Text.</p>",
        authors=(Person("A"),),
        categories=("B",),
        enclosures=(Enclosure("https://www.example.org/a.jpg", "image/jpeg"),),
    )

    assert identity.digest(full) == "1d94b105303d6a3f574f4c1daaf8136b9"
    assert identity.digest(Entry(None, "One")) == "18e2182bd826b1f2ad99f64e64eb21521"


def test_ids_of_the_first_release_stand() -> None:
    """An id that would be given otherwise tomorrow is an entry announced twice after a loss."""
    rows = [entry("One"), entry("Two", day=None), entry("Three", "a", 6, "x.jpg"), entry("Four", "a", 6)]

    assert [row.id for row in assigned(*rows)] == [
        "tag:www.example.org,2024-03-05:fda07480d54320f20b0feb12e2ad8955",
        "tag:www.example.org,2000-01-01:a87fabbbeabe307dbd998847dcfeb1de",
        "tag:www.example.org,2024-03-06:c3920df4d3c638eb944626f6f3f34bc6",
        "tag:www.example.org,2024-03-06:8bf8c444093d99daa1950f31ad4e1c2a",
    ]
    assert (
        identity.fresh(rows[0], {None}, PAGE).id
        == "tag:www.example.org,2024-03-05:fda07480d54320f20b0feb12e2ad8955"
    )


@pytest.mark.parametrize(
    ("image", "told"),
    [
        (None, None),
        (Image(name="a.jpg"), "a.jpg"),
        (Image(name="a.jpg", url="https://WWW.example.org/a.jpg?utm_source=x"), "//www.example.org/a.jpg"),
        (Image(caption="A"), None),
    ],
)
def test_image_of(image: Image | None, told: str | None) -> None:
    """The first picture by its address, however it is spelt, else by its name."""
    images = () if image is None else (image, Image(name="other.jpg"))

    assert identity.image_of(images) == told


def test_day_of() -> None:
    """Of a time the day in the zone that it was printed in."""
    late = dt.datetime(2024, 3, 5, 23, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5)))

    assert identity.day_of(Entry(None, "One", date=late)) == dt.date(2024, 3, 5)
    assert type(identity.day_of(Entry(None, "One", date=late))) is dt.date
    assert identity.day_of(Entry(None, "One", date=late.date())) == dt.date(2024, 3, 5)
    assert identity.day_of(Entry(None, "One")) is None


def test_better_ids_are_for_those_that_share_one() -> None:
    """An id that nobody else has stays, whatever others need."""
    rows = assigned(entry("One", "a"), entry("Two", "b"), entry("Three", "c"), own_ids=["7", "7", "8"])

    assert [row.id for row in rows] == [rows[0].link, rows[1].link, "tag:www.example.org,2000-01-01:8"]


def test_aliases_of() -> None:
    """The id and the canonical link, as far as there are any; a link of the page itself keeps its anchor."""
    full = Entry("x", "One", f"{PAGE}#a")

    assert identity.aliases_of(full, PAGE) == ("x", "//www.example.org/news?page=1#a")
    assert identity.aliases_of(replace(full, id=None), PAGE) == ("//www.example.org/news?page=1#a",)
    assert identity.aliases_of(replace(full, link=None), PAGE) == ("x",)
    assert identity.aliases_of(Entry(None, "One"), PAGE) == ()


def test_several_rows_are_matched_by_own_ids() -> None:
    """Each by its own, whatever its id says of commas and hosts."""
    rows = [entry(title, title) for title in "ABC"]
    own = ["1,x", "2,x", "3"]
    before = [KnownEntry(e, SEEN, 0, identity.aliases_of(e, PAGE)) for e in identity.assign(rows, own, PAGE)]
    moved = [entry(f"Other {title}", f"other/{title}", None) for title in "CBA"]
    again = identity.assign(moved, own[::-1], "https://example.com/")

    assert list(identity.match(again, before, "https://example.com/").found) == before[::-1]


def test_own_ids_that_differ_before_a_comma_differ() -> None:
    """Only the host of a tag is left out of account."""
    before = [
        KnownEntry(e, SEEN, 0, identity.aliases_of(e, PAGE))
        for e in identity.assign([entry("One", "a", None)], ["1,x"], PAGE)
    ]
    row = identity.assign([entry("Two", "b", None)], ["2,x"], PAGE)

    assert list(identity.match(row, before, PAGE).found) == [None]


def test_own_id_holds_where_links_are_shared() -> None:
    """The recipe's own id is sure, whatever the link."""
    rows = [entry("One", "a", 5), entry("Two", "a", 6)]
    before = [
        KnownEntry(e, SEEN, 0, identity.aliases_of(e, PAGE)) for e in identity.assign(rows, ["1", "2"], PAGE)
    ]
    edited = identity.assign([entry("X", "a", 8), entry("Y", "a", 9)], ["2", "1"], PAGE)

    assert list(identity.match(edited, before, PAGE).found) == before[::-1]


def test_link_that_was_shared_and_a_link_that_is() -> None:
    """Both are looked at by title and day, at once."""
    before = known(entry("One", "a", 5), entry("Two", "a", 6), entry("Three", "b", 7))
    rows = [entry("Two", "a", 6), entry("New", "b", 9), entry("Three", "b", 7)]

    assert ids(rows, before) == [before[1].entry.id, None, before[2].entry.id]


def test_shared_link_is_looked_at_by_both_then_by_one() -> None:
    """A row that agrees in title and day comes before one that agrees in the title."""
    before = known(entry("One", "a", 5), entry("Two", "a", 6))
    rows = [entry("One", "a", 9), entry("One", "a", 5)]

    assert ids(rows, before) == [None, before[0].entry.id]


def test_undated_rows_of_one_link_do_not_agree_in_their_day() -> None:
    """A missing day is no day, and a title that comes twice tells nothing."""
    before = known(entry("One", "a", None), entry("Two", "a", None))

    assert ids([entry("X", "a", None), entry("Y", "a", None)], before) == [None, None]
    rows = [entry("One", "a", None), entry("One", "a", 5)]
    assert ids(rows, before) == [before[0].entry.id, None]


def test_newest_of_equal_entries_under_one_link_is_met_first() -> None:
    """Of entries that agree in title and day the one that was published last."""
    older, newer = (
        KnownEntry(
            replace(entry("One", "a"), id=id, published=SEEN + dt.timedelta(hours=hour)),
            SEEN,
            aliases=(id, "//www.example.org/a"),
        )
        for id, hour in (("m", 0), ("z", 1))
    )
    undated = KnownEntry(replace(entry("One", "a"), id="a"), SEEN, aliases=("a", "//www.example.org/a"))

    assert ids([entry("One", "a")], [older, undated, newer]) == ["z"]
    assert ids([entry("One", "a")], [undated, older]) == ["m"]
    same = replace(undated, entry=replace(undated.entry, id="b"), aliases=("b", "//www.example.org/a"))
    assert ids([entry("One", "a")], [same, undated]) == ["a"]


def test_pictures_common_on_one_side_tell_nothing() -> None:
    """On the page, or in what is known."""
    before = known(entry("One", "a", 5, "x.jpg"), entry("Else", "b", 1, "z.jpg"))
    rows = [entry("Edited", "c", 5, "x.jpg"), entry("Else", "b", 1, "x.jpg")]

    assert ids(rows, before) == [None, before[1].entry.id]
    both = known(entry("One", "a", 5, "x.jpg"), entry("Else", "b", 1, "x.jpg"))
    assert ids([entry("Edited", "c", 5, "x.jpg"), entry("Else", "b", 1)], both)[0] is None


@pytest.mark.parametrize(("strangers", "has_moved"), [(2, False), (3, True)])
def test_moved_site_of_ten(strangers: int, has_moved: bool) -> None:
    """Four in five of ten are eight."""
    titles = "ABCDEFGHIJ"
    before = known(*(entry(title, title, None) for title in titles))
    rows = [elsewhere(f"X{t}" if n < strangers else t, None) for n, t in enumerate(titles)]

    assert matched(rows, before)[1] is has_moved


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        ([entry("Two", "latest", 9), entry("One", "one", 5)], False),
        ([entry("One", "latest", 9), entry("Two", "one", 9)], True),
        ([entry("Two", "latest", 5), entry("Two", "one", 9)], True),
        ([entry("Two", "latest", None), entry("Two", "one", 5)], False),
        ([entry("Two", "latest", 9), entry("Two", "one", 9)], True),
        ([entry("Two", "latest", 9), entry("Two", "one", None)], True),
        ([entry("Two", "latest", None), entry("One", "one", None)], False),
    ],
)
def test_claims_are_settled_by_likeness(rows: list[Entry], first: bool) -> None:
    """Title and day count alike; of equal claims the upper row has it, and a missing day is unlike."""
    one = known(entry("One", "latest", 5))[0]
    moved = identity.aliases_of(assigned(entry("One", "one"))[0], PAGE)
    before = [KnownEntry(one.entry, SEEN, 0, (*one.aliases, *moved))]

    assert ids(rows, before) == ([one.entry.id, None] if first else [None, one.entry.id])


def test_rows_that_share_a_link_must_agree_in_more() -> None:
    """An entry that had it alone is neither of two strangers."""
    before = known(entry("One", "a", 5))

    assert ids([entry("X", "a", 8), entry("Y", "a", 9)], before) == [None, None]
    assert ids([entry("X", "a", 8), entry("Y", "a", 5)], before) == [None, before[0].entry.id]


def test_returning_entries_of_one_link_and_title_are_told_by_their_day() -> None:
    """Under other ids than they would get today, and long after they left the page."""
    before = [
        KnownEntry(replace(entry("Briefing", "live", day), id=f"x{day}"), SEEN, aliases=("//www.example.org/live",), shown=False)
        for day in (8, 15)
    ]  # fmt: skip
    rows = [entry("Briefing", "live", day) for day in (22, 15, 8)]

    assert ids(rows, before) == [None, "x15", "x8"]


def test_title_that_comes_once_is_met_beside_one_that_does_not() -> None:
    """Whatever stands above it."""
    before = known(entry("One", "a", 1), entry("One", "a", 2), entry("Two", "a", 3))
    rows = [entry("One", "a", 8), entry("One", "a", 9), entry("Two", "a", 10)]

    assert ids(rows, before) == [None, None, before[2].entry.id]
