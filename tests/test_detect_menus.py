"""Lists without dates: menus, goods and what stands above the page's title are none; titles of entries are."""

from __future__ import annotations

import pytest

from feedkit import parsers
from feedkit.errors import PageError
from feedkit.models import EntriesPage, Page

MENU = [
    f"{kind} {thing}"
    for kind in ("Warm", "Light winter", "Waterproof", "Second hand", "Folding", "Spare", "Hired")
    for thing in ("jackets and vests", "boots", "tents and shelters", "stoves", "lamps for the road", "maps")
]
TITLES = (
    "Council widens the tow path between the two locks|Harbour master warns of low water at the old pier|New timber hall for the market is ready"
    "|Ferry returns to the island after nine years|Library lends tools and a loom on Fridays|Orchard prize goes to a farm without trees"
    "|School bell rings again after its long repair|Night bus will stop at the mill from summer on"
).split("|")
TEXT = "<p>" + "What one needs to know of it stands here. " * 9 + "</p>"


def parsed(body: str) -> EntriesPage:
    """Return what is found on a page."""
    content = f"<!doctype html><html><head><title>Town</title></head><body>{body}</body></html>".encode()
    return parsers.parse(Page(content, "https://www.example.org/a/b", "text/html"))


def linked(names: list[str], form: str = "<li><a href='/x/{0}'>{1}</a></li>") -> str:
    """Return a row for each name."""
    return "<ul>" + "".join(form.format(number, name) for number, name in enumerate(names)) + "</ul>"


PRICES = ("$12.50", "12,50 €", "£ 1,299.00", "129,90 zł", "USD 40.00", "1 299,00 руб")


@pytest.mark.parametrize(
    "body",
    [
        f"<div>{linked(MENU)}</div><div><b>Sign in</b><form><input type=password></form>{TEXT * 2}</div>",
        f"<div>{linked(TITLES)}</div><h1>Sign in</h1><form><input type=password></form>{TEXT}",
        *(
            f"<h1>Shop</h1>{linked(TITLES, '<li><a href=/p/{0}>{1}</a><p>A word on it.</p><b>' + price + '</b></li>')}"
            for price in PRICES
        ),
    ],
)
def test_menus_and_goods_are_no_list(body: str) -> None:
    """Links of few words beside a text, rows above the page's title, and rows with prices are refused."""
    with pytest.raises(PageError):
        parsed(body)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (f"<h1>News</h1>{linked(TITLES)}{TEXT}", 8),
        (f"<h1>Essays</h1>{linked(MENU)}", 42),
        (
            f"<h1>Jobs</h1>{linked(TITLES, '<li><a href=/p/{0}>{1}</a><p>$52,000 a year, at once.</p></li>')}",
            8,
        ),
        (
            f"<div>{linked(TITLES, '<li><a href=/p/{0}>{1}</a> <b>$9.99</b> <time datetime=2026-05-1{0}>1{0} May</time></li>')}</div><h1>Deals</h1>",
            8,
        ),
    ],
)
def test_titles_without_dates_are_a_list(body: str, count: int) -> None:
    """Titles of some length, links that fill the page, salaries, and whatever has dates are read."""
    assert len(parsed(body).entries) == count
