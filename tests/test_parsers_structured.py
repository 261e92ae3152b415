"""Lists that pages carry as data."""

import json
from base64 import b64encode
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedkit import _html, parsers
from feedkit.errors import PageError
from feedkit.models import Enclosure, EntriesPage, Image, Page, RawEntry
from feedkit.parsers import structured
from feedkit.parsers.structured import Candidate, Found, _calls

URL = "https://www.example.org/news/"

TWO = [("Bridge opens", "/news/1", "2024-03-05"), ("Bridge closes", "/news/2", "2024-02-11")]
"""What most of the pages below carry: title, link, date."""


def _script(value: object, kind: str = "application/ld+json") -> str:
    return f'<script type="{kind}">{json.dumps(value)}</script>'


def _page(html: str) -> Page:
    return Page(f"<html><body><main><h1>News of the city</h1>{html}</main></body></html>".encode(), URL)


def _nodes(kind: str = "NewsArticle", **more: Any) -> list[dict[str, Any]]:
    return [
        {"@type": kind, "headline": title, "url": link, "datePublished": date, **more}
        for title, link, date in TWO
    ]


STATE = [{"title": title, "href": link, "publishedAt": f"{date}T08:00:00Z"} for title, link, date in TWO]
TIMED = [(title, link, f"{date}T08:00:00Z") for title, link, date in TWO]
MENU = [{"title": "Home", "href": "/"}, {"title": "News", "href": "/news"}]
NEXT = {"props": {"posts": STATE, "menu": MENU}}
FLAT = [["Reactive", 1], {"posts": 2}, [3, 4], {"title": 5, "href": 6, "publishedAt": 7}]
FLAT += [{"title": 8, "href": 9, "publishedAt": 10}, *TIMED[0], *TIMED[1]]
FLIGHT = "0:" + json.dumps(["$", "main", None, {"entries": STATE}]) + "\n"

PAGES: tuple[tuple[str, str, str, list[tuple[Any, ...]]], ...] = (
    ("several scripts", "json-ld", "".join(map(_script, _nodes())), TWO),
    ("an array", "json-ld", _script(_nodes("BlogPosting")), TWO),
    ("a graph", "json-ld", _script({"@graph": [*_nodes(), {"@type": "Organization", "name": "City"}]}), TWO),
    ("kinds of writing", "json-ld", _script([*_nodes("Report")[:1], *_nodes("BlogPosting")[1:]]), TWO),
    ("a blog", "json-ld", _script({"@type": "Blog", "name": "City", "blogPost": _nodes("BlogPosting")}), TWO),
    ("a page of a list", "json-ld",
     _script({"@type": "CollectionPage", "mainEntity": {"@type": "ItemList", "itemListElement": _nodes()}}), TWO),
    ("parts", "json-ld", _script({"@type": "CollectionPage", "name": "News", "hasPart": _nodes()}), TWO),
    ("one part", "json-ld", _script({"@type": "Blog", "blogPost": _nodes()[0]}), TWO[:1]),
    ("references", "json-ld",
     _script({"@graph": [
         {"@type": "ItemList", "itemListElement": [{"@id": "#1"}, {"@id": "#2"}]},
         *({**node, "@id": f"#{number}"} for number, node in enumerate(_nodes(), 1)),
     ]}), TWO),
    ("positions", "json-ld",
     _script({"@type": "ItemList", "itemListElement": [
         {"@type": "ListItem", "position": 2 - number, "item": node} for number, node in enumerate(_nodes())
     ]}), TWO[::-1]),
    ("addresses alone", "json-ld",
     _script({"@type": "ItemList", "itemListElement": [
         {"@type": "ListItem", "position": number, "url": f"/news/{number}"} for number in (1, 2)
     ]}), [(None, "/news/1", None), (None, "/news/2", None)]),
    ("addresses as things", "json-ld",
     _script({"@type": "ItemList", "itemListElement": [
         {"@type": "ListItem", "position": 1, "name": "Bridge opens", "item": "/news/1"}
     ]}), [("Bridge opens", "/news/1", None)]),
    ("created and modified", "json-ld",
     _script([{"@type": "Article", "name": title, "url": link, "dateModified": "2024-05-01", "dateCreated": date}
              for title, link, date in TWO]), TWO),
    ("a live report", "json-ld",
     _script({"@type": "LiveBlogPosting", "headline": "Storm", "url": URL, "datePublished": "2024-01-01",
              "liveBlogUpdate": _nodes("BlogPosting")}), TWO),
    ("events", "json-ld",
     _script([{"@type": "Event", "name": title, "url": link, "startDate": date, "endDate": "2024-12-31"}
              for title, link, date in TWO]), TWO),
    ("comments and commas", "json-ld",
     '<script type="application/ld+json"><!--\n' + json.dumps(_nodes())[:-1] + ",]\n--></script>", TWO),
    ("line breaks in texts", "json-ld",
     _script(_nodes()).replace("Bridge opens", "Bridge\nopens").replace("</", ";</"),
     TWO),
    ("microdata", "microdata",
     "".join(f'<div itemscope itemtype="https://schema.org/Article"><meta itemprop=datePublished content="{date}">'
             f'<a itemprop=url href="{link}"><span itemprop=headline>{title}</span></a>'
             '<b itemprop=author itemscope itemtype="https://schema.org/Person"><i itemprop=name>Ann</i></b></div>'
             for title, link, date in TWO), TWO),
    ("a link as a title", "microdata",
     "".join(f'<li itemscope itemtype="https://schema.org/BlogPosting"><a itemprop="name headline" href="{link}">'
             f'{title}</a> <time itemprop=datePublished datetime="{date}">then</time></li>'
             for title, link, date in TWO), TWO),
    ("properties elsewhere", "microdata",
     "".join(f'<p itemscope itemtype="https://schema.org/Article" itemref="r{number}">'
             f'<span itemprop=headline>{title}</span></p><p id="r{number}"><a itemprop=url href="{link}">more</a>'
             f'<time itemprop=datePublished>{date}</time></p>' for number, (title, link, date) in enumerate(TWO)),
     TWO),
    ("a list of microdata", "microdata",
     '<ol itemscope itemtype="https://schema.org/ItemList">'
     + "".join(f'<li itemprop=itemListElement itemscope itemtype="https://schema.org/Article"><h3 itemprop=headline>'
               f'<a href="{link}">{title}</a></h3><time itemprop=datePublished>{date}</time></li>'
               for title, link, date in TWO) + "</ol>", TWO),
    ("RDFa Lite", "rdfa",
     '<div vocab="https://schema.org/">'
     + "".join(f'<div typeof="NewsArticle"><a property="url" href="{link}"><b property="headline">{title}</b></a>'
               f'<time property="datePublished" datetime="{date}">x</time></div>' for title, link, date in TWO)
     + "</div>", TWO),
    ("RDFa of Drupal", "rdfa",
     "".join(f'<div about="{link}" typeof="sioc:Item foaf:Document"><h2 property="dc:title"><a href="{link}">{title}'
             f'</a></h2><span property="dc:date dc:created" content="{date}T08:00:00Z">then</span></div>'
             for title, link, date in TWO), TIMED),
    ("h-entry", "microformats",
     "".join(f'<div class="h-entry"><a class="u-url p-name" href="{link}">{title}</a>'
             f'<time class="dt-published" datetime="{date}">x</time>'
             '<div class="p-author h-card"><a class="p-name u-url" href="/ann">Ann</a></div></div>'
             for title, link, date in TWO), TWO),
    ("a reply is no property", "microformats",
     "".join(f'<div class="h-entry"><a class="u-url p-name" href="{link}">{title}</a>'
             '<div class="h-cite"><a class="u-url p-name" href="/other">Other</a>'
             '<time class="dt-published">2020-01-01</time></div>'
             f'<time class="dt-published" datetime="{date}">x</time></div>' for title, link, date in TWO), TWO),
    ("classic hentry", "microformats",
     "".join(f'<div class="post hentry"><h2 class="entry-title"><a rel="bookmark" href="{link}">{title}</a></h2>'
             f'<abbr class="published" title="{date}">long ago</abbr></div>' for title, link, date in TWO), TWO),
    ("classic vevent", "microformats",
     "".join(f'<li class="vevent"><a class="url summary" href="{link}">{title}</a>'
             f'<span class="dtstart"><span class="value-title" title="{date}"></span></span></li>'
             for title, link, date in TWO), TWO),
    ("Next.js", "state",
     '<script id="__NEXT_DATA__" type="application/json">' + json.dumps(NEXT) + "</script>", TIMED),
    ("Next.js streams", "state",
     "".join(f"<script>self.__next_f.push({json.dumps([1, piece])})</script>"
             for piece in (FLIGHT[:70], FLIGHT[70:])).replace("</script>", " " * 60 + "</script>"), TIMED),
    ("Nuxt 3", "state", _script(FLAT, "application/json"), TIMED),
    ("an assignment", "state", f"<script>window.__STATE__ = {json.dumps({'a': {'list': STATE}})};</script>", TIMED),
    ("a name in brackets", "state", f"<script>window['X'] = {json.dumps({'list': STATE})}; go()</script>", TIMED),
    ("JSON in a string", "state",
     f"<script>window.X = JSON.parse({json.dumps(json.dumps({'list': STATE}))});</script>", TIMED),
    ("objects by key", "state",
     f"<script>window.__APOLLO_STATE__ = {json.dumps({f'Story:{n}': each for n, each in enumerate(STATE)})}</script>",
     TIMED),
    ("an attribute", "attributes",
     "<div data-page='" + json.dumps({"props": {"news": STATE}}) + "'></div>", TIMED),
    ("an attribute in JavaScript", "attributes",
     "<div x-data='{open: false, rows: " + json.dumps(STATE) + "}'></div>", TIMED),
    ("a shoebox", "state", _script({"news": json.dumps({"data": STATE})}, "fastboot/shoebox"), TIMED),
    ("JSON in JSON", "state", _script({"status": 200, "body": json.dumps({"news": STATE})}, "application/json"), TIMED),
)  # fmt: skip


def _find(html: str, url: str = URL) -> Found:
    root = _html.tree(f"<html><body>{html}</body></html>".encode(), "utf-8", "page")
    return structured.find(root, url, url)


def _told(candidate: Candidate) -> list[tuple[str | None, str | None, str | None]]:
    return [(entry.title, entry.link, entry.date) for entry in candidate.entries]


@pytest.mark.parametrize(
    ("kind", "html", "expected"), [each[1:] for each in PAGES], ids=[each[0] for each in PAGES]
)
def test_find_reads(kind: str, html: str, expected: list[tuple[Any, ...]]) -> None:
    """Each way in which pages carry lists gives their entries in order."""
    found = _find(html)

    assert not found.problems
    assert [(each.kind, _told(each)) for each in found.candidates] == [(kind, expected)]


LITERAL = (
    "["
    + ",".join(f"{{title:'{t}',href:\"{u}\",publishedAt:'{d}T08:00:00Z',draft:!1,}}" for t, u, d in TWO)
    + "]"
)
TEXT = json.dumps({"list": STATE})
SCRIPTS = {
    "names without quotes": f"window.__STATE__={{news:{{list:{LITERAL}}},user:void 0,me:undefined}};",
    "a list in single quotes": f"var items = {LITERAL.replace(chr(34), chr(39))};",
    "a name that is not known": f"var state = {{a: config, list: {LITERAL}}};",
    "JSON in single quotes": "window.X=JSON.parse('" + TEXT.replace("'", "\\'") + "');",
    "JSON in an address": f"window.X = JSON.parse(decodeURIComponent('{quote(TEXT)}'));",
    "JSON in Base64": f"window.X=JSON.parse(window.atob('{b64encode(TEXT.encode()).decode()}'));",
    "a member of a member": f"window.App = window.App || {{}}; window.App.news.state = {TEXT};",
    "one of several": f"'use strict';var a=1,items={json.dumps(STATE)},b=2;",
    "an argument": f"ReactDOM.hydrate(React.createElement(News, {TEXT}), document.body);",
    "settings": f"jQuery.extend(Drupal.settings, {TEXT});",
    "a push": f"dataLayer.push({TEXT});",
    "SvelteKit": "{const e=document.body;Promise.all([import('./a.js')]).then(([kit,app])=>{kit.start(app,e,"
    f"{{node_ids:[0,2],data:[null,{{type:'data',data:{{posts:{LITERAL}}},uses:{{}}}}],form:null}})}})}}",
    "behind code": "var f=function(a){return a.b({c:1,d:a})};" * 40 + f"window.X={TEXT};",
}


@pytest.mark.parametrize("kind", SCRIPTS)
def test_values_of_scripts_are_read(kind: str) -> None:
    """Values are read as JavaScript writes them, and wherever a script assigns them or gives them to a function."""
    (found,) = _find(f"<script>{SCRIPTS[kind]}</script>").candidates

    assert (found.kind, _told(found)) == ("state", TIMED)


def test_state_of_old_angular_is_read() -> None:
    """Angular once wrote the signs of JSON in its own way."""
    text = TEXT.replace("&", "&a;").replace('"', "&q;")
    (found,) = _find(f"<script id=app-state type='application/json'>{text}</script>").candidates

    assert _told(found) == TIMED


def test_slug_is_a_link_where_it_is_a_whole_path() -> None:
    """A slug that begins at the root of the site is an address; another is a part of one, and none."""
    for slug, link in (("/news/{}/", "/news/0/"), ("news/{}", None)):
        rows = [{"node": {"title": t, "date": d, "slug": slug.format(n)}} for n, (t, _, d) in enumerate(TWO)]
        (found,) = _find(f"<script>window.___pageData={json.dumps({'edges': rows})}</script>").candidates
        assert found.entries[0].link == link


HOSTILE = (
    "<script>" + "var a={b:[" * 60_000 + "</script>",
    "<script>" + "f({'a':1,b" * 60_000 + "</script>",
    "<script>window.__NUXT__=(function(a,b){"
    + "a.x=[b,b];b.x=[a,a];" * 5_000
    + "return {a:a}}({},{}))</script>",
    _script("x").replace('"x"', '{"a":1}' + " " * 300_000 + "x"),
    "<script>" + 'self.__next_f.push([1,"x"' * 30_000 + "</script>",
    "<script>" + " var a={" * 50_000 + "</script>",
    _script({"lists": [{"a " * 100_000: "x"}, {"b": 1}]}, "application/json"),
    _script({"@graph": [{"@id": "#a", "item": {"@id": "#a"}}] * 2000}),
)


@pytest.mark.parametrize("html", HOSTILE, ids=range(len(HOSTILE)))
def test_find_ends(html: str) -> None:
    """Scripts that are made to be slow are read in the time of any others."""
    assert _find(html).candidates == ()


NO_LISTS = (
    ("an organization and its site", _script([{"@type": "Organization", "name": "A", "url": "/a"},
                                              {"@type": "WebSite", "name": "A", "url": "/"},
                                              {"@type": "Organization", "name": "B", "url": "/b"}])),
    ("breadcrumbs", _script({"@type": "BreadcrumbList", "itemListElement": [
        {"@type": "ListItem", "position": n, "name": f"Level {n}", "item": f"/level/{n}"} for n in (1, 2, 3)]})),
    ("questions", _script({"@type": "FAQPage", "mainEntity": [
        {"@type": "Question", "name": f"Why {n}?", "acceptedAnswer": {"@type": "Answer", "text": "So."}}
        for n in (1, 2, 3)]})),
    ("the page itself", _script({"@graph": [
        {"@type": "Article", "headline": "News", "url": URL, "datePublished": "2024-03-05"},
        {"@type": "WebPage", "name": "News", "url": URL}]})),
    ("one entry by itself", '<div class="hentry"><h1 class="entry-title">Alone</h1></div>'),
    ("menus in state", _script({"menu": [{"title": f"Page {n}", "href": f"/{n}"} for n in range(9)]},
                               "application/json")),
    ("navigation", "".join('<li itemscope itemtype="https://schema.org/SiteNavigationElement">'
                           f'<a itemprop=url href="/{n}"><b itemprop=name>Page {n}</b></a></li>' for n in range(9))),
    ("products", _script({"@type": "ItemList", "itemListElement": [
        {"@type": "ListItem", "position": n, "item": {"@type": "Product", "name": f"Mug {n}", "url": f"/mug/{n}", "releaseDate": f"2024-01-0{n}"}}
        for n in range(1, 5)]})),
    ("reviews of a product", _script({"@type": "Thing", "name": "Mug", "url": "/mug", "review": [
        {"@type": "Review", "name": f"Good {n}", "url": f"/mug#{n}", "datePublished": f"2024-01-0{n}"} for n in range(1, 5)]})),
    ("comments on an entry", _script({"@type": "Recipe", "name": "Soup", "url": "/soup", "comment": [
        {"@type": "UserComments", "name": f"Good {n}", "url": f"/soup#{n}", "commentTime": f"2024-01-0{n}"} for n in range(1, 5)]})),
    ("a script that is no JSON", "<script>var x = {a: 1, b: [1, 2]}; " + "call();" * 40 + "</script>"),
)  # fmt: skip


@pytest.mark.parametrize("html", [each[1] for each in NO_LISTS], ids=[each[0] for each in NO_LISTS])
def test_find_finds_no_list_in(html: str) -> None:
    """What a page says of its site and of itself is no list of entries."""
    assert _find(html).candidates == ()


def test_find_tells_what_cannot_be_read() -> None:
    """JSON-LD that cannot be mended is a problem, and the other scripts are read."""
    found = _find('<script type="application/ld+json">{"a": [1 2]}</script>' + _script(_nodes()))

    assert [(each.code, each.entry) for each in found.problems] == [("json-unread", None)]
    assert _told(found.candidates[0]) == TWO


def test_find_says_that_a_page_is_an_entry() -> None:
    """A page whose data is about itself is told apart from one that lists others."""
    page = _script({"@type": "Article", "headline": "News", "url": URL})

    assert _find(page).is_entry
    assert not _find(_script(_nodes())).is_entry


def test_find_gives_the_elements() -> None:
    """Where an element stands for the entry, it comes with it."""
    html = "".join(
        f'<li class="h-entry" id="e{n}"><a class="u-url p-name" href="/{n}">T {n}</a></li>' for n in (1, 2)
    )

    assert [each.get("id") for each in _find(html).candidates[0].elements] == ["e1", "e2"]


def test_find_reads_what_else_an_entry_says() -> None:
    """Summary, authors, categories and pictures come with the entry."""
    more = {
        "description": "A &amp; B",
        "author": [{"@type": "Person", "name": "Ann"}, {"@type": "Person", "name": "Bob"}],
        "image": {"@type": "ImageObject", "url": "/p.jpg", "width": 3},
        "keywords": ["roads", "bridges"],
    }

    entry = _find(_script(_nodes(**more))).candidates[0].entries[0]

    assert (entry.summary, entry.authors, entry.categories) == ("A & B", ("Ann", "Bob"), ("roads", "bridges"))
    assert [image.url for image in entry.images] == ["/p.jpg"]


_IMAGE = {
    "@type": "ImageObject",
    "url": "/about-p",
    "contentUrl": "/p.jpg",
    "width": {"value": "800"},
    "height": 600,
}

IMAGES: tuple[tuple[str, Any, list[Image]], ...] = (
    ("an address", "/p.jpg", [Image(url="/p.jpg", type="image/jpeg")]),
    (
        "addresses",
        ["/p.jpg", "/q.png"],
        [Image(url="/p.jpg", type="image/jpeg"), Image(url="/q.png", type="image/png")],
    ),
    (
        "an object",
        {**_IMAGE, "caption": "The bridge", "contentSize": "66.26KB"},
        [Image(None, "The bridge", "/p.jpg", "image/jpeg", 67850, width=800, height=600)],
    ),
    (
        "objects",
        [_IMAGE, {"@type": "ImageObject", "url": "/q", "encodingFormat": "image/webp"}],
        [Image(url="/p.jpg", type="image/jpeg", width=800, height=600), Image(url="/q", type="image/webp")],
    ),
    ("a placeholder", "/img/no-image.png", []),
    ("a reference to nothing", {"@id": "https://www.example.org/news/1#primaryimage"}, []),
)


@pytest.mark.parametrize(("value", "images"), [case[1:] for case in IMAGES], ids=[case[0] for case in IMAGES])
def test_images_of_json_ld_come_whole(value: Any, images: list[Image]) -> None:
    """An image is an address or an object with dimensions, caption and size; also one that is referred to."""
    first, second = _nodes()
    referred = {
        "@graph": [{**first, "image": {"@id": "#i"}}, second, {"@type": "ImageObject", "@id": "#i", **_IMAGE}]
    }

    pages = [parsers.parse(_page(_script(each))) for each in ([{**first, "image": value}, second], referred)]

    assert [list(page.entries[0].images) for page in pages] == [
        images,
        [Image(url="/p.jpg", type="image/jpeg", width=800, height=600)],
    ]
    assert dict(pages[0].left_out) == ({"placeholder": 1} if value == "/img/no-image.png" else {})


def test_picture_that_all_entries_have_in_data_is_none_of_theirs() -> None:
    """A site's logo as the image of each of its entries is left out and counted."""
    nodes = [
        {
            "@type": "NewsArticle",
            "headline": f"Title {n}",
            "url": f"/{n}",
            "datePublished": f"2024-03-0{n}",
            "image": "/site.jpg" if n % 2 else ["/site.jpg", f"/{n}.jpg"],
        }
        for n in range(1, 7)
    ]

    page = parsers.parse(_page(_script(nodes)))

    assert [[image.url for image in entry.images] for entry in page.entries] == [[], ["/2.jpg"]] * 1 + [
        [],
        ["/4.jpg"],
        [],
        ["/6.jpg"],
    ]
    assert dict(page.left_out) == {"repeated": 6}


def test_media_of_json_ld_are_files() -> None:
    """An episode's sound is an enclosure with its type and size; a player's page is none."""
    media = {
        "@type": "AudioObject",
        "contentUrl": "/1.mp3",
        "encodingFormat": "audio/mpeg",
        "contentSize": "1234567 bytes",
    }
    nodes = _nodes(
        "PodcastEpisode", associatedMedia=media, video={"@type": "VideoObject", "embedUrl": "/play/1"}
    )

    entries = parsers.parse(_page(_script(nodes))).entries

    assert [entry.enclosures for entry in entries] == [(Enclosure("/1.mp3", "audio/mpeg", 1234567),)] * 2


def test_list_of_data_has_the_pictures_that_the_page_shows() -> None:
    """What marked entries do not mark as a picture or file is taken from their elements, or by their links."""
    row = (
        '<div class="{0}"><h3 class="p-name"><a class="u-url" href="/news/{1}">Quay number {1} opens today</a></h3>'
        '<time class="dt-published" datetime="2024-03-0{1}">{1} March 2024</time><p>{2}</p>'
        '<img src=data:, data-src="/{1}.jpg" alt="Quay"><a href="/{1}.pdf">Plan</a></div>'
    )
    text = "A text of some length about the quay and the harbour. " * 3
    marked = "".join(row.format("h-entry", n, text) for n in range(1, 6))
    plain = "".join(row.format("card", n, text) for n in range(1, 6))
    nodes = [
        {
            "@type": "NewsArticle",
            "headline": f"Quay number {n} opens today",
            "url": f"/news/{n}",
            "datePublished": f"2024-03-0{n}",
        }
        for n in range(1, 6)
    ]

    for html in (marked, _script({"@type": "ItemList", "itemListElement": nodes}) + plain):
        page = parsers.parse(_page(html))
        assert page.parser in ("microformats", "json-ld")
        assert [[image.url for image in entry.images] for entry in page.entries] == [
            [f"/{n}.jpg"] for n in range(1, 6)
        ]
        assert [[file.url for file in entry.enclosures] for entry in page.entries] == [
            [f"/{n}.pdf"] for n in range(1, 6)
        ]


def test_marked_pictures_that_load_late_are_read() -> None:
    """An image with `itemprop` or `u-photo` is its true file and no placeholder."""
    img = '<img {0} src="data:image/gif;base64,R0" data-src="/p{1}.jpg">'
    microdata = "".join(
        f'<div itemscope itemtype="https://schema.org/NewsArticle"><a itemprop="url" href="/{n}"><b itemprop="headline">T {n}</b></a>'
        f'<meta itemprop="datePublished" content="2024-03-0{n}">{img.format("itemprop=image", n)}</div>'
        for n in (1, 2)
    )
    microformats = "".join(
        f'<div class="h-entry"><a class="u-url p-name" href="/{n}">T {n}</a>{img.format("class=u-photo", n)}</div>'
        for n in (1, 2)
    )

    for html in (microdata, microformats):
        entries = _find(html).candidates[0].entries
        assert [[image.url for image in entry.images] for entry in entries] == [["/p1.jpg"], ["/p2.jpg"]]


def test_find_trusts_dates_and_links() -> None:
    """A list that says more is trusted more, and comes first."""
    undated = _script(
        {"@type": "ItemList", "itemListElement": [{"@type": "Thing", "name": "A", "url": "/a"}]}
    )
    found = _find(undated + _script(_nodes()))

    assert [each.trust for each in found.candidates] == [1.0, 0.6]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@id", "@graph", "title", "url", "date", "author", "item", "position", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=25,
)


@given(JSON)
def test_find_never_fails(value: Any) -> None:
    """Whatever JSON a page carries, it is read or passed by."""
    _find(_script(value) + _script([value] * 3, "application/json"))


ENTRY = RawEntry(title="Bridge opens", link="news/../news/1?utm_source=x")


def test_merge_fills_what_lacks() -> None:
    """The same link in another spelling gives what the page does not show, and nothing else."""
    candidates = _find(_script(_nodes(description="Long awaited"))).candidates

    merged = structured.merge(
        [replace(ENTRY, title="Opened!"), RawEntry(title="Other")], candidates, URL.removesuffix("news/")
    )

    assert (merged[0].title, merged[0].date, merged[0].summary) == ("Opened!", "2024-03-05", "Long awaited")
    assert merged[0].rules == (("date", "json-ld"), ("summary", "json-ld"))
    assert merged[1] == RawEntry(title="Other")


def test_merge_leaves_shared_links_alone() -> None:
    """A link that stands for several entries says nothing about one of them."""
    candidates = _find(_script(_nodes())).candidates
    twice = [RawEntry(link="/news/1"), RawEntry(link="/news/1")]

    assert structured.merge(twice, candidates, URL) == tuple(twice)


ROWS = "".join(f'<li><a href="{link}">{title}</a></li>' for title, link, _ in TWO)


def _parse(html: str) -> EntriesPage:
    return parsers.parse(Page(f"<!DOCTYPE html><html><body>{html}</body></html>".encode(), URL, "text/html"))


def test_parse_takes_what_is_carried() -> None:
    """A page that shows no list is read by its data, and the form of the data is its parser."""
    page = _parse(
        f'<div id="root"></div><script id="__NEXT_DATA__" type="application/json">{json.dumps(NEXT)}</script>'
    )

    assert (page.parser, [(e.title, e.link, e.date) for e in page.entries]) == ("state", TIMED)


def test_parse_refuses_an_entry() -> None:
    """A page that says that it is one entry has no list, whatever else it shows."""
    html = _script({"@type": "NewsArticle", "headline": "News", "url": URL, "datePublished": "2024-03-05"})

    with pytest.raises(PageError) as caught:
        _parse(f"{html}<ul>{ROWS}</ul>")

    assert caught.value.code == "no-list"


@pytest.mark.parametrize(
    ("kind", "links", "chosen"),
    [
        ("json-ld", [], True),
        ("json-ld", ["/news/1"], True),
        ("json-ld", ["/other/1", "/other/2"], True),
        ("json-ld", ["/news/1", "/news/2"], True),
        ("json-ld", ["/news/1", "/other/2"], False),
        ("state", [], True),
        ("state", ["/news/1"], False),
    ],
)
def test_choose_prefers_what_is_shown(kind: str, links: list[str], chosen: bool) -> None:
    """Data that is marked as a list goes before a part of it and before another list; state only stands in."""
    candidate = replace(_find(_script(_nodes())).candidates[0], kind=kind)
    shown = [RawEntry(link=link) for link in links]

    assert (structured.choose([candidate], shown, URL) is candidate) is chosen


SHOWN = [RawEntry(title, link, day) for title, link, day in TWO]


@pytest.mark.parametrize(
    ("shown", "carried", "chosen"),
    [
        (SHOWN, {}, True),
        (SHOWN, {"datePublished": "2026-11-20T03:00:00Z"}, False),
        ([replace(each, date=None) for each in SHOWN], {"datePublished": "2026-11-20T03:00:00Z"}, True),
        ([replace(each, title="Shown", summary=each.title) for each in SHOWN], {}, False),
        ([replace(each, link=f"/other{each.link}") for each in SHOWN], {}, False),
        ([replace(each, title=f"{each.title} and more") for each in SHOWN], {}, True),
    ],
)
def test_choose_believes_the_page(shown: list[RawEntry], carried: dict[str, Any], chosen: bool) -> None:
    """Data with the day of its making for all entries, with texts for titles, or of other links than a dated list is not the list."""
    candidate = _find(_script(_nodes(**carried))).candidates[0]

    assert (structured.choose([candidate], shown, URL) is candidate) is chosen


def test_choose_takes_no_cut_titles() -> None:
    """Where the data cuts the titles that the page shows whole, it only completes."""
    candidate = _find(_script(_nodes())).candidates[0]
    cut = replace(
        candidate, entries=tuple(replace(each, title=f"{each.title}…") for each in candidate.entries)
    )
    whole = [replace(each, title=f"{each.title} and more") for each in SHOWN]

    assert structured.choose([cut], whole, URL) is None
    assert structured.choose([cut], SHOWN, URL) is None


CALLS = (
    ("(function(a,b){return {data:[{t:a,u:b}],x:void 0,y:!1}}(\"One\",null))", {"data": [{"t": "One", "u": None}], "x": None, "y": False}),
    ("(function(){return {a:'it\\'s \"so\"',b:\"\\x41\\u002F\\\\x\",c:[-1,.5,1e3],\"d\":{}}}())", {"a": 'it\'s "so"', "b": "A/\\x", "c": [-1, 0.5, 1000.0], "d": {}}),
    ("(function(a){return {when:new Date(1700000000000),a:{b:a}}}({c:[1]}));", {"when": 1_700_000_000_000, "a": {"b": {"c": [1]}}}),
    ("(function(a){a.b=1;return {x:a}}({}))", {"x": {"b": 1}}),
    ("(function(a,b,c){b.t=\"One\";b.at=c;a[0]=b;a[1]={t:'Two',};return {x:a}}([],{},5))", {"x": [{"t": "One", "at": 5}, {"t": "Two"}]}),
    ("((a,b)=>({x:[a,b]}))(true,null)", {"x": [True, None]}),
    ("(function(a){a[99999999]=1;return {x:a}}([]))", None),
    ("(function(a){a.b.c=1;return {x:a}}({}))", None),
    ("(function(a){return {x:a.b}}({}))", None),
    ("(function(a){return {x:alert(1)}}({}))", None),
    ("(function(a){return {x:`${a}`}}({}))", None),
    ("(function(a){return {x:[1", None),
    ("{plain:1}", None),
)  # fmt: skip


@pytest.mark.parametrize(("code", "value"), CALLS)
def test_a_function_that_only_returns_a_value_is_read(code: str, value: object) -> None:
    """What Nuxt 2 writes is read without running it; a function that does more than fill its arguments and return a value is not."""
    assert _calls.value(f"window.__NUXT__={code}") == value
