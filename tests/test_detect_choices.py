"""Which of several a list is read by: dates, titles, links; pages made here, of other looks than the golden ones."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from blanks import PAGES
from feedkit import entries, parsers
from feedkit.errors import PageError
from feedkit.models import Entry, Page
from feedkit.parsers.detect import confidence, wording

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
SUBJECTS = (
    "Council widens the tow path",
    "Harbour master warns of low water",
    "New timber hall for the market",
    "Ferry returns to the old pier",
    "Library lends tools on Fridays",
    "Orchard prize goes to Alder Farm",
)


def built(body: str, number: int | None = None) -> tuple[Entry, ...]:
    """Return the entries of a page with this body, of its list or of one with a number."""
    page = Page(
        f"<!doctype html><html><title>News</title><body>{body}</body></html>".encode(),
        "https://www.example.org/news/",
        "text/html",
        retrieved=NOW,
    )
    return entries.build(parsers.parse(page, number=number)).entries


def days(found: tuple[Entry, ...]) -> list[str]:
    """Return the day of each entry."""
    return [str(entry.date)[:10] for entry in found]


def rows(form: str, *columns: object) -> str:
    """Return one row after another, filled with subject, number and what the columns give."""
    return "".join(
        form.format(*each, subject=subject, number=number)
        for number, (subject, *each) in enumerate(zip(SUBJECTS, *columns, strict=False))  # type: ignore[call-overload]
    )


@pytest.mark.parametrize(
    "form",
    [
        '<div class=r><h3><a href="/p/{number}">{subject}</a></h3><span title="2026-05-{0}T09:00:00 177">{1} hours ago</span></div>',
        '<li><a href="/p/{number}">{subject}</a> <time datetime="2026-05-{0}">{1} hours ago</time></li>',
        '<tr><td>{1} hours ago</td><td><a href="/p/{number}">{subject}</a></td><td>2026-05-{0}</td></tr>',
    ],
)
def test_printed_date_is_taken_before_a_counted_one(form: str) -> None:
    """What an attribute or another column tells is surer than what is counted from now."""
    body = rows(form, ("30", "29", "27", "22", "19", "11"), range(3, 9))
    found = built(f"<table>{body}</table>" if form.startswith("<tr") else body)
    assert days(found) == ["2026-05-" + day for day in ("30", "29", "27", "22", "19", "11")]


@pytest.mark.parametrize("year", ["2020", "2026"])
def test_counted_dates_of_a_page_made_long_ago_are_those_of_its_links(year: str) -> None:
    """Hours are counted from when the page was made, where the days of its links agree that it was long ago."""
    form = '<div class=r><a href="/{0}/05/3{1}/{number}-x">{subject}</a> <i>{2} hours ago</i></div>'
    found = built(rows(form, [year] * 5, "11100", range(2, 18, 3)))
    expected = ["2026-06-01", "2026-06-01", "2026-06-01", "2026-06-01", "2026-05-31"]
    old = [f"2020-05-3{day}" for day in "11100"]
    assert days(found) == (old if year == "2020" else expected)


def test_counted_dates_of_an_old_page_are_those_of_links_with_short_years() -> None:
    """`/20/0531/` tells the day where the ages of all agree with it; a link without any is as much older."""
    form = '<div class=r><a href="{0}{number}.html">{subject}</a> <i>{1} hours ago</i></div>'
    links = ("/20/0531/10/", "/20/0531/07/", "/of/", "/20/0531/03/", "/20/0530/22/", "/20/0530/19/")
    found = built(rows(form, links, (1, 4, 6, 8, 13, 16)))
    assert days(found) == ["2020-05-31"] * 4 + ["2020-05-30"] * 2
    assert {type(entry.date) for entry in found} == {dt.date}
    assert set(days(built(rows(form, ["/20/0531/", *["/of/"] * 5], range(1, 7))))) == {"2026-06-01"}


def test_counted_dates_stay_where_links_lead_to_older_pages() -> None:
    """A list of links to what others wrote long ago is as new as it says."""
    form = '<p class=r><a href="https://{number}.example.com/{0}/{number}">{subject}</a> <i>{1} hours ago</i></p>'
    found = built(
        rows(form, ("2020/01/02", "2024/05/07", "2019/12/30", "2025/11/11", "2023/03/03"), range(1, 6))
    )
    assert set(days(found)) == {"2026-06-01"}


def test_dates_above_entries_settle_one_another() -> None:
    """Numbers above several entries are day and month, or month and day, as one of them tells."""
    lists = "".join(
        f"<h4>{head}</h4><ul>"
        + rows('<li><a href="/d/' + head[:2] + '{number}.pdf">{subject}</a></li>')
        + "</ul>"
        for head in ("9/19/2023", "9/12/2023", "9/5/2023")
    )
    assert sorted(set(days(built(lists)))) == ["2023-09-05", "2023-09-12", "2023-09-19"]


def test_days_of_links_settle_numbers_of_the_day_before() -> None:
    """An address is often made in another zone: the day next to the printed one tells its order too."""
    form = '<tr><td><a href="/2017/02/{0}/{number}">{subject}</a></td><td>02/{1}/2017</td></tr>'
    found = built(
        f"<table>{rows(form, ('12', '12', '11', '10', '09'), ('11', '12', '11', '09', '09'))}</table>"
    )
    assert days(found) == [f"2017-02-{day}" for day in ("11", "12", "11", "09", "09")]


def test_pages_without_a_list_are_refused() -> None:
    """Of pages that list nothing new, at least 95 in 100 are refused."""
    golden = sorted((Path(__file__).parent / "golden" / "detect").glob("no-*/page.html"))
    pages = {path.parent.name: path.read_bytes() for path in golden}
    pages |= {name: content.encode() for name, content in PAGES.items()}
    taken = {name for name, content in pages.items() if not refused(content)}
    assert len(pages) > 80
    assert len(taken) <= 0.05 * len(pages), taken


def refused(content: bytes) -> bool:
    """Return whether no list is found, and say what might be one."""
    try:
        parsers.parse(Page(content, "https://www.example.org/a/b", "text/html", retrieved=NOW))
    except PageError:
        return True
    return False


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize("date", ['<time datetime="2026-05-1{0}">1{0} May</time>', "1{0} May 2026"])
def test_short_list_of_short_titles_is_found(count: int, date: str) -> None:
    """Where each row has a date, a link and a title that no other has, the page needs nothing more to be a list."""
    titles = ("Budget", "Summer plan", "New rules", "Open day", "Road works")[:count]
    form = '<li><a href="/n/{number}">{1}</a> ' + date + "</li>"
    body = rows(form, "54321"[:count], titles)
    found = built(f"<nav><a href=/>Home</a> <a href=/us>About us</a></nav><h1>News</h1><ul>{body}</ul>")
    assert [entry.title for entry in found] == list(titles)
    assert days(found) == [f"2026-05-1{day}" for day in "54321"[:count]]


@pytest.mark.parametrize(
    "form",
    [
        '<li><span>{0}</span><a href="/t/{number}.html">{subject}</a></li>',
        '<li><a href="/t/{number}.html">{subject}</a> {0}</li>',
        '<li><a href="/t/{number}.html">{subject} ({0})</a></li>',
        '<li>[{0}] <a href="/t/{number}.html">{subject}</a></li>',
        '<li><a href="/t/{number}.html"><b>{subject}</b><i>{0} 09:30</i></a></li>',
        '<tr><td>{number}</td><td><a href="/t/{number}">{subject}</a></td><td>{0}</td></tr>',
    ],
)
@pytest.mark.parametrize("sign", ["-", "/"])
def test_dates_of_two_numbers_are_dates_where_all_rows_have_one(form: str, sign: str) -> None:
    """Months and days that go back, with the years left out, are the dates of a list."""
    dates = [date.replace("-", sign) for date in ("03-08", "03-05", "02-27", "12-28", "12-25", "11-22")]
    body = rows(form, dates)
    found = built(f"<table>{body}</table>" if form.startswith("<tr") else f"<ul>{body}</ul>")
    years = [2026] * 3 + [2025] * 3
    assert days(found) == [
        f"{year}-{date.replace(sign, '-')}" for year, date in zip(years, dates, strict=True)
    ]


@pytest.mark.parametrize(
    "texts",
    [
        ("21-14", "11-21", "21-19", "09-21", "21-03", "18-21"),
        ("03-01", "00-02", "02-02", "01-00", "04-01", "01-01"),
        ("1-12", "13-20", "21-28", "29-44", "45-52", "53-60"),
        ("12.99", "11.50", "10.25", "09.90", "08.75", "07.10"),
        ("5/6", "4/6", "6/6", "2/6", "3/6", "1/6"),
        ("10-03", "03-10", "12-01", "01-12", "11-05", "02-11"),
    ],
)
def test_two_numbers_that_do_not_go_back_are_no_dates(texts: tuple[str, ...]) -> None:
    """Scores, pages, prices and marks are none, and columns in no order are none."""
    form = '<tr><td><a href="/t/{number}">{subject}</a></td><td>{0}</td></tr>'
    assert set(days(built(f"<table>{rows(form, texts)}</table>", number=1))) == {"None"}


TEXT = "What was said of it at the pier was more than what was done."
DAYS = ("30", "29", "27", "22", "19", "11")


@pytest.mark.parametrize(
    "form",
    [
        '<x-card><x-title><a href="/p/{number}">{subject}</a></x-title><x-date>May {0}, 2026</x-date></x-card>',
        '<x-row><a href="/p/{number}">{subject}</a><span>May {0}, 2026</span></x-row>',
        '<h3>May {0}, 2026: <a href="/p/{number}">{subject}</a></h3><p>{text}</p>',
        '<div class=p><div>May {0}, 2026</div><p><b>{subject}</b></p><p>{text}</p><p>{text} See <a href="/p/{number}">it</a>.</p></div>',
    ],
    ids=["custom elements", "custom rows", "headings below a text", "bold titles"],
)
def test_entries_are_whole_and_titled(form: str) -> None:
    """Custom elements are blocks, headings begin entries and end none, and bold paragraphs are titles."""
    body = rows(form.replace("{text}", TEXT), DAYS)
    found = built(f"<h1>News</h1><div><p>{TEXT}</p>{body}</div><p><a href='?page=2'>Next</a></p>")
    assert len(found) == len(SUBJECTS)
    assert all(subject in entry.title for subject, entry in zip(SUBJECTS, found, strict=True))
    assert days(found) == ["2026-05-" + day for day in DAYS]


def test_custom_element_within_a_line_is_a_part_of_it() -> None:
    """What stands beside words or links is no block of its own."""
    form = '<p>Said on <x-time>May {0}, 2026</x-time> <a href="/p/{number}">{subject}</a></p>'
    assert days(built(rows(form, DAYS))) == ["2026-05-" + day for day in DAYS]


def test_three_rows_below_a_long_text_are_no_list() -> None:
    """What is said in a few words below a text, or is to be read next, does not make the page a list."""
    text = "<p>" + "The ferry is late again, and nobody at the pier knows when the next one is due. " * 5
    form = '<li><a href="/u/{number}">{1}</a> 1{0} May 2026</li>'
    with pytest.raises(PageError):
        built(f"<h1>Late again</h1>{text * 4}<ul>{rows(form, '32', ('Budget', 'Rules'))}</ul>")


def test_refusal_names_what_might_be_the_list() -> None:
    """A page that is refused has candidates, and the hint says how to take one."""
    with pytest.raises(PageError) as refusal:
        built(PAGES["chapters"])
    assert refusal.value.code == "no-list"
    assert "--list NUMBER (1: " in str(refusal.value.hint)


def test_confidence_grows_with_what_speaks_for_a_list() -> None:
    """A list is the surer the more it is worth, and less sure where its titles are running text."""
    scores = [number / 10 for number in range(60)]
    told = [confidence.of(score, 0.0) for score in scores]
    assert [each.value for each in told] == sorted(each.value for each in told)
    assert [each.low for each in told] == sorted(each.low for each in told)
    assert all(0 <= each.low < each.high <= 1 for each in told)
    assert all(confidence.of(score, 1.0).value <= confidence.of(score, 0.0).value for score in scores)


def test_interval_is_wilsons() -> None:
    """The interval is the one of the literature: 0.8 of 10 lies between 0.49 and 0.94 (Newcombe 1998)."""
    assert confidence.wilson(8, 10) == (0.49, 0.94)
    assert confidence.wilson(0, 10) == (0.0, 0.28)


def test_notes_of_a_text_are_no_list() -> None:
    """What leads back to the places that cite it is no list; what leads to itself is one."""
    text = "".join(
        f'<p>{subject}, they say.<sup id="at{n}"><a href="#n{n}">{n}</a></sup></p>'
        for n, subject in enumerate(SUBJECTS)
    )
    form = '<li id="n{number}"><a href="#{0}{number}">^</a> <a href="https://a.example.com/{number}">{subject}</a>, {1} May 2024</li>'
    days_ = range(5, 20, 3)
    assert refused(f"<h1>Ferry</h1>{text}<ol>{rows(form, ['at'] * 6, days_)}</ol>".encode())
    assert len(built(f"<h1>Ferries</h1>{text}<ol>{rows(form, ['n'] * 6, days_)}</ol>")) == 5


def test_replies_are_no_list() -> None:
    """What schema.org calls a comment, an answer or a review of the page's subject is no entry of a list."""
    form = '<div{0}><h4>{subject}</h4><p>{1} May 2024</p><p>{subject} and more of it.</p><a href="/p/{number}">more</a></div>'
    plain, marked = ([mark] * 5 for mark in ("", ' itemprop="review" itemscope'))
    assert len(built(rows(form, plain, range(5, 20, 3)))) == 5
    assert refused(rows(form, marked, range(5, 20, 3)).encode())


@pytest.mark.parametrize(
    "form",
    [
        '<div class=e><a href="/news/tag/{0}">{0}</a> <p>ada released this <time datetime="2024-05-{1}">May {1}</time> with {number} changes to the core</p></div>',
        "<tr><td>{1} May 2024</td><td><a href='/news/{0}'>{0}</a></td><td><a href='/dl/{0}.zip'>Download</a></td></tr>",
        "<section><h2><a href='/news/tag/{0}'>{0}</a></h2><ul><li>mends the gate for all who pass</li><li>May {1}, 2024</li></ul></section>",
    ],
)
def test_release_is_titled_by_its_version(form: str) -> None:
    """What names a release is its title, not who released it, nor what it mends."""
    versions = ["v2.10.1", "v2.10.0", "v2.9.2", "v2.9.1", "v2.9.0"]
    body = rows(form, versions, range(28, 18, -2))
    found = built(f"<table>{body}</table>" if form.startswith("<tr") else body)
    assert [entry.title for entry in found] == versions
    assert days(found)[0] == "2024-05-28"


@pytest.mark.parametrize(
    "form",
    [
        '<li><h4><a href="/a/{number}">May {0}, 2024 — posted May 1, 2024</a></h4><p><a href="/a/{number}">{subject}</a></p></li>',
        "<tr><td><strong>Heard on {0} May 2024</strong></td><td>{subject}</td><td><a href='/{number}.pdf'>PDF</a></td></tr>",
        '<div class=e><h3>Tuesday, {0} May 2024</h3><a href="/a/{number}">{subject}</a><p>Doors open at the east gate.</p></div>',
    ],
)
def test_title_differs_by_more_than_its_date(form: str) -> None:
    """A heading that says the same in every row but for its date is no title where another text is one."""
    body = rows(form, range(28, 18, -2))
    found = built(f"<table>{body}</table>" if form.startswith("<tr") else body)
    assert [entry.title for entry in found] == list(SUBJECTS[:5])


def test_title_may_differ_by_its_date_alone() -> None:
    """Where nothing else is one, a title that differs by its date alone is the title."""
    found = built(rows('<li><a href="/m/{number}">Board meeting of {0} May 2024</a></li>', range(28, 18, -2)))
    assert [entry.title for entry in found] == [
        f"Board meeting of {day} May 2024" for day in range(28, 18, -2)
    ]


@pytest.mark.parametrize(
    "form",
    [
        '<li>May {0}, 2024 – <a href="/a/{number}">Agenda</a> | <a href="/m/{number}">Minutes</a></li>',
        '<tr><td>{0} May 2024</td><td><a href="/a/{number}.pdf">Agenda</a></td><td><a href="/m/{number}.pdf">Minutes</a></td></tr>',
        '<p><a href="/p/{number}.pdf">{0} May 2024 (PDF)</a></p>',
    ],
)
def test_list_may_have_dates_for_names(form: str) -> None:
    """Meetings are often listed by their days and papers alone; that is a list, and its menu is none."""
    menu = "".join(
        f'<li><a href="/{word}">{word} of the town</a></li>' for word in ("Parks", "News", "Roads", "Taxes")
    )
    body = rows(form, range(28, 16, -2))
    around = {"<tr": "table", "<li": "ul"}.get(form[:3], "div")
    found = built(f"<nav><ul>{menu}</ul></nav><h1>Planning</h1><{around}>{body}</{around}>")
    assert days(found) == [f"2024-05-{day}" for day in range(28, 16, -2)]


def test_table_of_figures_by_day_stays_refused() -> None:
    """Days alone make no list where nothing is led to."""
    form = "<tr><td>{0} May 2024</td><td>1.08{number}</td><td>0.85{number}</td></tr>"
    assert refused(f"<h1>Rates</h1><table>{rows(form, range(28, 16, -2))}</table>".encode())


@pytest.mark.parametrize(
    "form",
    [
        '<li><a href="/p/{number}">{subject} 1{number}<time datetime="2024-06-0{number}">{0} June 2024</time></a></li>',
        '<li><a href="/p/{number}"><b>{subject} 1{number}</b><span>{0} June 2024</span></a></li>',
        '<p><a href="/p/{number}"><span>{0} June 2024</span>{subject} 1{number}</a></p>',
    ],
)
def test_title_is_kept_from_the_date_beside_it_in_one_link(form: str) -> None:
    """Styles alone keep them apart; the title is as it is without."""
    numbers = [str(number + 1) for number in range(6)]
    found = built("<ul>" + rows(form, numbers) + "</ul>")
    assert [entry.title for entry in found] == [f"{title} 1{at}" for at, title in enumerate(SUBJECTS)]


OPENS = (
    "Mostra de Cinema (Obre en una nova finestra)",
    "Mostra de Cinema. S'obre en una nova finestra.",
    "Mostra de Cinema (opens in a new window)",
    "Mostra de Cinema - external link, opens in new tab",
    "Mostra de Cinema (se abre en una ventana nueva)",
    "Mostra de Cinema (nouvelle fenêtre)",
    "Mostra de Cinema (öffnet in neuem Fenster)",
    "Mostra de Cinema (abre em nova janela)",
    "Mostra de Cinema (新しいウィンドウで開きます)",
    "Mostra de Cinema (在新窗口打开)",
    "Mostra de Cinema [откроется в новом окне]",
)


@pytest.mark.parametrize("text", OPENS)
def test_title_says_nothing_of_the_window_that_its_link_opens(text: str) -> None:
    """What a link says of its window to those who do not see it is no part of a title."""
    assert wording.without_window(text) == "Mostra de Cinema"


def test_title_keeps_windows_that_it_is_about() -> None:
    """A window in a title that is no note at its end stays."""
    for text in (
        "Shop opens new window onto the quay",
        "The museum opens in a new tower",
        "A new window (1890)",
    ):
        assert wording.without_window(text) == text


def test_versions_above_changes_are_the_entries() -> None:
    """A dated version is the name of what it brought, whose lines are no entries of that day."""
    body = "".join(
        f"<dt><b>Tool 2.{9 - n}.{n % 3}</b> - {28 - n} Mar 2024</dt><dd><ul>"
        + "".join(f"<li>{subject}, as asked {n} times.</li>" for subject in SUBJECTS[: n % 4 + 2])
        + "</ul></dd>"
        for n in range(9)
    )

    found = built(f"<h1>History</h1><dl>{body}</dl>")

    assert [entry.title for entry in found] == [f"Tool 2.{9 - n}.{n % 3}" for n in range(9)]
    assert [str(entry.date)[:10] for entry in found] == [f"2024-03-{28 - n}" for n in range(9)]


@pytest.mark.parametrize("when", ["<time datetime='2024-03-{0}T09:15:00Z'>09:15</time>", "{0} March 2024"])
def test_text_without_a_title_has_the_link_of_its_date(when: str) -> None:
    """An address in a text is no title, and not where the text stands: that is what its date leads to."""
    texts = [f"{subject}, says the pilot of harbour {n}" for n, subject in enumerate(SUBJECTS * 3)]
    body = "".join(
        f"<div class='b'><div class='t'>{text}.<br><a href='https://else.example/{n}'>https://else.example/{n}</a></div>"
        f"<div>{n}.4K <a href='/channel/{n}'>{when.format(28 - n)}</a></div></div>"
        for n, text in enumerate(texts)
    )

    found = built(f"<h1>Pilot</h1><main>{body}</main>")

    assert [str(entry.link).rpartition("/")[2] for entry in found] == [str(n) for n in range(len(texts))]
    assert {str(entry.link).rpartition("/")[0] for entry in found} == {"https://www.example.org/channel"}
    assert [str(entry.title).rstrip(".") for entry in found] == texts
    assert [str(entry.date)[:10] for entry in found] == [f"2024-03-{28 - n}" for n in range(len(texts))]
