"""What stands beside the matter of a page is not its list: more to read, comments, sections, what is around a story."""

from __future__ import annotations

import pytest

from feedkit import parsers
from feedkit.errors import PageError
from feedkit.models import EntriesPage, Page
from feedkit.parsers.detect import wording

BESIDE = (
    "Related|RELATED POSTS|Ratings and reviews|You may also like|Read next|Most read|5 Comments|Comments (12)|3 thoughts on “Snow”|See also|Leave a comment",
    "Das könnte Sie auch interessieren|Mehr zum Thema|Ähnliche Beiträge|7 Kommentare|Lesen Sie auch",
    "À lire aussi|Sur le même sujet :|Articles similaires|12 commentaires|Lo más leído|También te puede interesar|Leia também",
    "Leggi anche|Articoli correlati|Lees ook|Läs också|Zobacz także|Čtěte také|Kapcsolódó cikkek|İlginizi çekebilir|Διαβάστε επίσης",
    "Читайте также|Материалы по теме|اقرأ أيضاً|עוד בנושא|相关阅读|猜你喜欢|関連記事|관련 기사|많이 본 뉴스",
)
MATTER = (
    "News|Latest news|All news|Related documents|Recommended decisions|Public comments|Press releases|2024|Similar cases",
    "Passende Stellen|Aktuelles|Dernières actualités|Noticias|Новости|最新消息|ニュース|Comments of the court on Rule 12",
)
ROWS = "".join(
    f'<li><a href="/2026/{number}">{name}</a> <time datetime="2026-05-{number:02}">{number} May</time></li>'
    for number, name in enumerate(
        ("Ferry returns to the pier", "Library lends tools", "Orchard prize is given", "Low water is feared"),
        11,
    )
)


def parsed(body: str, head: str = "", number: int | None = None) -> EntriesPage:
    """Return what is found on a page."""
    content = (
        f"<!doctype html><html><head><title>Town</title>{head}</head><body>{body}</body></html>".encode()
    )
    return parsers.parse(Page(content, "https://www.example.org/a/b", "text/html"), number=number)


@pytest.mark.parametrize("row", BESIDE)
def test_headings_beside_the_matter_are_told(row: str) -> None:
    """Headings for more to read, and for comments, are known in many languages, with counts and colons."""
    assert [text for text in row.split("|") if not wording.is_beside(text)] == []


@pytest.mark.parametrize("row", MATTER)
def test_headings_of_the_matter_are_not_beside_it(row: str) -> None:
    """A heading that a list of entries may have is none of those."""
    assert [text for text in row.split("|") if wording.is_beside(text)] == []


@pytest.mark.parametrize(
    "form",
    [
        "<h1>Snow</h1><p>It fell.</p><section><h2>Related news</h2><ul>{}</ul></section>",
        "<h1>Snow</h1><p>It fell.</p><div><div><h3>Most read</h3></div><div><ul>{}</ul></div></div>",
        "<h1>Snow</h1><p>It fell.</p><p><b>See also:</b></p><ul>{}</ul>",
    ],
)
def test_list_below_such_a_heading_is_not_the_pages(form: str) -> None:
    """Wherever the heading stands above it, such a list is refused, and read when it is asked for."""
    with pytest.raises(PageError, match="no part of the page"):
        parsed(form.format(ROWS))
    assert len(parsed(form.format(ROWS), number=1).entries) == 4


def test_list_between_such_parts_is_the_pages() -> None:
    """The next heading of the same level ends a part; the page's own title begins none."""
    for body in (
        f"<h1>Town</h1><h2>Most read</h2><ol><li><a href=/1>Snow</a></li></ol><h2>News</h2><ul>{ROWS}</ul>",
        f"<h1>Most read</h1><ul>{ROWS}</ul>",
        f"<h1>News</h1><ul>{ROWS}</ul><h2>Most read</h2><ul>{ROWS.replace('2026/', 'old/').replace('The', 'A')}</ul>",
    ):
        assert [entry.link for entry in parsed(body).entries] == [
            f"/2026/{number}" for number in range(11, 15)
        ]


STORY = f"<h1>Snow</h1><p>{'It fell on the roofs of the town and on the pier. ' * 6}</p><ul>{ROWS}</ul>"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="og:type" content="article">',
        '<meta property="og:type" content="video.other">',
        '<meta property="article:published_time" content="2026-05-01T08:00:00Z">',
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Snow"}</script>',
    ],
)
def test_short_story_that_says_so_has_no_list(head: str) -> None:
    """Where the head says that the page is one story, a text longer than the list beside it is enough."""
    with pytest.raises(PageError):
        parsed(STORY, head)
    assert len(parsed(STORY).entries) == 4


def test_short_story_beside_an_aside_has_no_list() -> None:
    """What HTML says is beside the matter is not the page's list where a longer text stands in the middle."""
    story = STORY.replace("</p>", " It fell on the roofs of the town and on the pier.</p>" * 2)
    longer = story.replace(
        ROWS, ROWS + ROWS.replace("/2026/", "/2025/").replace("The", "A").replace("</a>", " again</a>")
    )
    with pytest.raises(PageError):
        parsed(longer.replace("<ul>", "<aside><ul>").replace("</ul>", "</ul></aside>"))
    assert len(parsed(longer).entries) == 8


def test_entries_related_to_one_without_a_link_are_not_the_pages() -> None:
    """Of h-entries, one without a link is the page itself, so the others are what is related to it."""
    form = '<div class="h-entry"><h2 class="p-name">{}</h2><time class="dt-published" datetime="2026-05-0{}">May</time></div>'
    own = (
        form.format("Snow fell on the roofs", 1)
        + f"<p>{'It fell on the roofs of the town and on the pier. ' * 12}</p>" * 5
    )
    linked = '<a class="u-url" href="/{0}">{0}</a>'
    others = [
        form.format(linked.format(name), number) for number, name in enumerate(("ferry", "pier", "tide"), 2)
    ]
    with pytest.raises(PageError):
        parsed(own + "".join(others))
    assert len(parsed("".join(others)).entries) == 3


def test_links_within_the_page_make_no_undated_list() -> None:
    """Rows without dates that lead to places of one page are its sections; scripts name pages by such places too."""
    form = '<section id="s{0}"><h2><a href="{2}s{0}">{1}</a></h2><p>{3}</p></section>'
    names = (
        "Building a boat from an old door",
        "Sails that mend themselves at night",
        "How rope is laid",
        "Winter moorings for a small crew",
        "Steering by the stars again",
        "Why insurers fear the tide",
        "Cargo that nobody wanted to carry",
        "A launch without a harbour",
    )

    def page(start: str) -> str:
        return "".join(
            form.format(n, name, start, f"{name} takes a day or two. " * 5) for n, name in enumerate(names)
        )

    marked = page("/source/").replace("</a></h2>", '</a> <a href="#"></a></h2>')
    for number in range(len(names)):
        marked = marked.replace('href="#"', f'href="#s{number}"', 1)
    for body in (page("#"), page("/manual.html#"), marked):
        with pytest.raises(PageError):
            parsed(body)
    assert len(parsed(page("/app#/")).entries) == len(parsed(page("/manual/")).entries) == 8
