"""What changed between two feeds, and how it is told."""

import dataclasses
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedkit import diffs
from feedkit.models import Change, Diff, Enclosure, Entry, Feed, Image, Person

NOON = dt.datetime(2020, 5, 8, 12, tzinfo=dt.UTC)
ONE = Entry("https://x.org/1", "One", "https://x.org/1", published=NOON, summary="First")
TWO = Entry("https://x.org/2", "Two", "https://x.org/2", published=NOON - dt.timedelta(days=1))
THREE = Entry("tag:x.org,2020:3", "Three")


def feed(*entries: Entry) -> Feed:
    return Feed("https://x.org/", "F", "https://x.org/", entries=entries)


def test_new_changed_and_gone() -> None:
    """Entries are matched by id; new and changed ones stand in the new feed's order."""
    changed = dataclasses.replace(TWO, title="Two!", summary="More")

    diff = diffs.compare(feed(TWO, THREE), feed(ONE, changed))

    assert diff == Diff((ONE,), (Change(TWO, changed, ("title", "summary")),), (THREE,))
    assert diff


def test_order_alone_is_no_change() -> None:
    """Entries that only changed places did not change."""
    assert not diffs.compare(feed(ONE, TWO, THREE), feed(THREE, ONE, TWO))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Other"),
        ("link", "https://x.org/other"),
        ("published", NOON + dt.timedelta(seconds=1)),
        ("summary", "Other"),
        ("content", "<p>Other</p>"),
        ("authors", (Person("Ann"),)),
        ("categories", ("c",)),
        ("enclosures", (Enclosure("https://x.org/a.jpg", "image/jpeg", 5),)),
    ],
)
def test_each_field_is_compared(field: str, value: Any) -> None:
    """A field that differs is named, alone, and told in every form."""
    diff = diffs.compare(feed(ONE), feed(dataclasses.replace(ONE, **{field: value})))

    assert [change.fields for change in diff.changed] == [(field,)]
    assert f"    {field}: " in diffs.as_text(diff)
    assert f"  - {field}: " in diffs.as_markdown(diff)
    assert list(json.loads(diffs.as_json_lines(diff))["fields"]) == [field]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"updated": NOON}, {"updated": NOON + dt.timedelta(days=1)}),
        ({"date": NOON.date()}, {"date": None}),
        ({"images": (Image("a.jpg"),)}, {}),
        ({"published": NOON}, {"published": NOON.astimezone(dt.timezone(dt.timedelta(hours=2)))}),
        ({"published": NOON.replace(microsecond=9)}, {"published": NOON}),
        ({"summary": ""}, {"summary": None}),
        ({"authors": (Person("A", "https://a.org/"),)}, {"authors": (Person("A"),)}),
        ({"enclosures": (Enclosure("u", "t", 0),)}, {"enclosures": (Enclosure("u", "t", None, False, "c"),)}),
        ({"title": "x" * 1500}, {"title": "x" * 1500 + "y"}),
    ],
)
def test_what_documents_do_not_carry_is_no_change(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Times are instants, and what a format cannot say is not told as a change."""
    assert not diffs.compare(
        feed(dataclasses.replace(ONE, **before)), feed(dataclasses.replace(ONE, **after))
    )


def test_one_id_twice_is_two_entries() -> None:
    """A feed of others may repeat an id; none of its entries is lost."""
    twin = dataclasses.replace(TWO, id=ONE.id)

    assert diffs.compare(feed(ONE), feed(ONE, twin)).new == (twin,)


def test_text_is_for_people() -> None:
    """A line an entry with its day, its link below, before and after of each field, the counts last."""
    diff = diffs.compare(feed(TWO, THREE), feed(ONE, dataclasses.replace(TWO, title="Two!")))

    assert diffs.as_text(diff) == (
        "+ 2020-05-08  One\n    https://x.org/1\n~ 2020-05-07  Two!\n    https://x.org/2\n"
        "    title: Two -> Two!\n- undated     Three\n1 new, 1 changed, 1 gone\n"
    )
    assert diffs.as_text(Diff()) == "0 new, 0 changed, 0 gone\n"


def test_long_values_are_cut_to_where_they_differ() -> None:
    """A changed word far down in a text is seen."""
    words = "word " * 100
    before = dataclasses.replace(ONE, summary=f"{words}old {words}")
    after = dataclasses.replace(ONE, summary=f"{words}new {words}")

    line = next(
        x for x in diffs.as_text(diffs.compare(feed(before), feed(after))).splitlines() if "summary" in x
    )

    assert "old" in line
    assert "new" in line
    assert len(line) < 180


def test_markdown_has_headings_and_links() -> None:
    """Kinds that occur have a heading; texts of pages cannot become markup."""
    odd = Entry("i", "A [b](c) *d* `e` <f> &amp; #g", "https://x.org/(1)?a=1&b=2", published=NOON)

    assert diffs.as_markdown(diffs.compare(feed(THREE), feed(odd))) == (
        "## New\n\n- 2020-05-08 [A \\[b\\](c) \\*d\\* \\`e\\` \\<f\\> \\&amp; \\#g](https://x.org/%281%29?a=1&b=2)\n\n"
        "## Gone\n\n- undated Three\n\n1 new, 0 changed, 1 gone\n"
    )


def test_json_lines_are_as_documented() -> None:
    """One object a line, the members always the same, values as JSON has them."""
    changed = dataclasses.replace(
        TWO,
        published=None,
        enclosures=(Enclosure("https://x.org/a.jpg", "image/jpeg", 5),),
        categories=("c",),
    )
    lines = diffs.as_json_lines(diffs.compare(feed(TWO, THREE), feed(ONE, changed))).splitlines()

    assert [json.loads(line) for line in lines] == [
        {"v": 1, "kind": "new", "id": "https://x.org/1", "title": "One", "link": "https://x.org/1",
         "published": "2020-05-08T12:00:00Z", "fields": {}},
        {"v": 1, "kind": "changed", "id": "https://x.org/2", "title": "Two", "link": "https://x.org/2",
         "published": None,
         "fields": {"published": ["2020-05-07T12:00:00Z", None], "categories": [[], ["c"]],
                    "enclosures": [[], [{"url": "https://x.org/a.jpg", "type": "image/jpeg", "length": 5}]]}},
        {"v": 1, "kind": "gone", "id": "tag:x.org,2020:3", "title": "Three", "link": None, "published": None,
         "fields": {}},
    ]  # fmt: skip


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_nothing_steers_a_terminal(title: str, summary: str) -> None:
    """No text of a page brings a control character or what cannot be encoded into what is printed."""
    odd = Entry(
        "i", f"\x1b]0;x\x07{title}", f"https://x.org/\x9b{title}", published=NOON, summary=f"a\r\n{summary}"
    )
    diff = diffs.compare(
        feed(dataclasses.replace(odd, summary="b", title="c")), feed(odd, dataclasses.replace(odd, id="j"))
    )

    for told in (diffs.as_text(diff), diffs.as_markdown(diff), diffs.as_json_lines(diff)):
        told.encode()
        assert not [c for c in told if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160]
    assert json.loads(diffs.as_json_lines(diff).splitlines()[0])["title"] == odd.title
