"""Who an entry is: ids of new entries, and which known entry a row of a page is."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedkit import identity
from feedkit.models import Entry, Image, KnownEntry

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
