"""Made-up pages without a list of dated entries: one function or one row a kind of page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape

from _frames import FRAMES, calendar, links, most_read
from _lists import Case, made, rows
from _words import PAGES, PEOPLE, menu, paragraphs, slug, text, titles


def _table(head: str, body: list[tuple[str, ...]]) -> str:
    cells = "".join(f"<th>{each}</th>" for each in head.split("|"))
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{''.join('<tr>' + ''.join(f'<td>{cell}</td>' for cell in row) + '</tr>' for row in body)}</tbody></table>"


def _form(*names: str) -> str:
    fields = "".join(
        f'<p><label for="{slug(name)}">{name}</label> <input id="{slug(name)}" name="{slug(name)}"></p>'
        for name in names
    )
    return f'<form method="post" action="/send">{fields}<button>Send</button></form>'


def _story(seed: str, count: int = 9) -> str:
    title = titles(seed, "city", 1)[0]
    return (
        f'<article><h1>{title}</h1><p>By <a href="/people/1">Lena Voss</a> · <time datetime="2024-03-19">19 March 2024</time></p>'
        f'<img src="/big.jpg" alt="The site in spring">{paragraphs(seed, count)}<blockquote>{text(seed, 2)}</blockquote></article>'
    )


def _related(seed: str, count: int = 4) -> str:
    names = titles(seed + " related", "city", count)
    return (
        "<h2>Related</h2><ul>"
        + "".join(f'<li><a href="/r/{n}">{escape(name)}</a></li>' for n, name in enumerate(names))
        + "</ul>"
    )


def _dated(seed: str, count: int, head: str = "Latest") -> str:
    """Return the latest news of a site, beside a story."""
    entries = made(seed + " latest", "city", count)
    return f"<h2>{head}</h2><ul>{rows(entries, '<li><a href={href!r}>{title}</a> <span>{long}</span></li>')}</ul>"


def _linked_sections(seed: str, count: int) -> str:
    """Return parts of a page whose headings lead to themselves."""
    return "".join(
        f'<section id="{slug(name)}"><h2>{name} <a href="#{slug(name)}">#</a></h2><p>{text(name, 3)}</p></section>'
        for name in titles(seed, "software", count)
    )


def _blocks(seed: str) -> str:
    """Return a story and what stands around it, all alike."""
    boxes = zip(titles(seed, "city", 4), (12, 1, 1, 1), strict=True)
    return "".join(
        f'<div class="box"><h3><a href="/{slug(name)}">{name}</a></h3>{paragraphs(name, count)}</div>'
        for name, count in boxes
    )


def _questions(seed: str, count: int) -> str:
    names = titles(seed, "city", count)
    return "".join(
        f'<details id="q{n}"><summary>What about {escape(name.lower())}?</summary><p>{text(name, 3)}</p></details>'
        for n, name in enumerate(names)
    )


def _sections(seed: str, count: int) -> str:
    names = titles(seed, "software", count)
    contents = "".join(f'<li><a href="#{slug(name)}">{name}</a></li>' for name in names)
    return f"<ul>{contents}</ul>" + "".join(
        f'<h2 id="{slug(name)}">{name}</h2>{paragraphs(name, 2)}<pre><code>run --quiet</code></pre>'
        for name in names
    )


def _references(count: int) -> str:
    rows = "".join(
        f'<li id="cite-{n}"><a href="#ref-{n}">^</a> {PEOPLE[n % len(PEOPLE)]} ({1960 + n * 3}). "<a href="https://journal.example/{n}">{name}</a>". '
        f"<i>Annals</i>. Retrieved {n + 1} May 2019.</li>"
        for n, name in enumerate(titles("references", "science", count))
    )
    cited = " ".join(
        f'{text(f"cited {n}", 1)}<sup id="ref-{n}"><a href="#cite-{n}">[{n + 1}]</a></sup>'
        for n in range(count)
    )
    return f"<p>{cited}</p><h2>References</h2><ol>{rows}</ol>"


def _league() -> list[tuple[str, ...]]:
    clubs = "Harbour Town|Easton|Mill Quay|Northgate|United Trades|Old Boys|St. Mary's|Rovers|Athletic|Wanderers".split(
        "|"
    )
    return [
        (str(n), f'<a href="/club/{n}">{name}</a>', "24", str(18 - n), str(n), str(60 - 4 * n))
        for n, name in enumerate(clubs, 1)
    ]


def _weather() -> list[tuple[str, ...]]:
    days = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday".split("|")
    return [
        (day, f'<img src="/w/{n}.svg" alt="cloudy">', f"{9 + n}°", f"{2 + n}°", f"{n * 7} %")
        for n, day in enumerate(days)
    ]


def _ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


PRICES = "".join(
    f'<div class="rounded-3xl p-8"><h3>{name}</h3><p>{price} €/month</p><ul>{"".join(f"<li>{text(name + str(n), 1)}</li>" for n in range(5))}</ul><a href="/buy/{name}">Buy</a></div>'
    for name, price in (("Starter", 9), ("Team", 29), ("Company", 99))
)  # fmt: skip
GRID = "".join(
    f'<div class="p"><a href="/shop/{n}"><img src="/s/{n}.jpg" alt=""></a><a href="/shop/{n}">{name} chair</a><span>{49 + n * 10},00 €</span><button>Add</button></div>'
    for n, name in enumerate("Oak Ash Elm Pine Beech Birch Cedar Maple Walnut".split())
)
STAFF = "".join(
    f'<div class="person"><img src="/ppl/{n}.jpg" alt=""><h3><a href="/people/{n}">{name}</a></h3><p>Room {n}04 · 555-01{n}4</p></div>'
    for n, name in enumerate(PEOPLE * 2)
)
PHOTO = '<figure><a href="/full/884.jpg"><img src="/884.jpg" width="1600" alt=""></a></figure><p><a href="/883">‹</a> <a href="/885">›</a></p>'
CLOUD = "".join(
    f'<a href="/tag/{slug(name)}" style="font-size:{9 + n % 14}px">{name}</a> '
    for n, name in enumerate(PAGES)
)
HOME = "".join(
    f"<section><h2>{name}</h2><p>{text(name, 2)}</p><a href='/{slug(name)}/'>More</a></section>"
    for name in PAGES[:9]
)
INGREDIENTS = (
    "<ul>"
    + "".join(
        f"<li>{n * 50} g {what}</li>" for n, what in enumerate("flour butter sugar almonds plums".split(), 1)
    )
    + "</ul>"
)
STEPS = "<ol>" + "".join(f"<li>{text(f'step {n}', 2)}</li>" for n in range(6)) + "</ol>"
HOURS = _table(
    "Day|Opens|Closes", [(day, "9:00", "17:30") for day in "Monday Tuesday Wednesday Thursday Friday".split()]
)
LICENCES = _table(
    "Package|Version|Licence",
    [(f'<a href="https://code.example/{n}">lib{n}</a>', f"{n}.{n + 2}.0", "MIT") for n in range(1, 24)],
)
RATES = _table(
    "Currency|Buy|Sell",
    [
        (code, f"{1.03 + n / 7:.4f}", f"{1.06 + n / 7:.4f}")
        for n, code in enumerate("EUR USD GBP CHF JPY NOK SEK DKK PLN CZK HUF".split())
    ],
)
BUSES = _table(
    "Line|Stop|Departs",
    [(str(n % 7 + 1), name, f"{7 + n // 6}:{n % 6}5") for n, name in enumerate(PAGES[:30])],
)
CART = _table(
    "Product|Price|Amount",
    [(f'<a href="/shop/{n}">Lamp {n}</a>', f"{n}9.00 €", '<input value="1">') for n in range(1, 4)],
)
AREAS = "".join(f'<li><a href="/area/{n}">{name}</a> ({n * 13})</li>' for n, name in enumerate(PAGES[:40], 1))
GLOSSARY = (
    "<dl>"
    + "".join(f'<dt id="g{n}">{name}</dt><dd>{text(name, 2)}</dd>' for n, name in enumerate(PAGES[:20]))
    + "</dl>"
)
API = "".join(
    f'<h3 id="f{n}"><code>get_{slug(name)}(id)</code></h3><p>{text(name, 2)}</p>'
    for n, name in enumerate(PAGES[:14])
)
MAP = (
    '<div id="map" style="height:600px"></div><noscript>Turn on scripts to see the map.</noscript>'
    + "".join(f'<label><input type="checkbox"> {name}</label>' for name in PAGES[:18])
)
TIMELINE = (
    "<ul>"
    + "".join(f"<li><b>{year}</b> {text(str(year), 1)}</li>" for year in range(1888, 2009, 11))
    + "</ul>"
)
EVENT = '<h1>Open day at the harbour</h1><p><time datetime="2024-06-15T10:00">Saturday 15 June 2024, 10:00</time> to 16:00</p><p>Pier 4</p><a href="/tickets">Tickets</a>'
SLIDES = "".join(
    f'<div class="slide"><img src="/sl/{n}.jpg" alt=""><h2>{text(f"slide {n}", 1)}</h2><a href="/campaign/{n}">Find out more</a></div>'
    for n in range(4)
)
EMPTY = "<p>No results. Try other words.</p>" + _form("Words", "From", "To")
REPLIES = "".join(
    f'<div class="reply"><a href="/u/{n}">{name}</a> <a href="#r{n}">{n + 3} March 2024, 10:4{n}</a><p>{text(f"reply {n}", 3)}</p></div>'
    for n, name in enumerate(PEOPLE[:7])
)
PRODUCT = '<h1>Oak chair</h1><img src="/c.jpg" alt=""><p>149,00 €</p><button>Add to cart</button>' + _table(
    "Property|Value", [("Width", "44 cm"), ("Height", "81 cm"), ("Wood", "Oak"), ("Weight", "5.2 kg")]
)

ROWS = (
    ("story", _story("story")),
    ("story-with-related", _story("story-related") + _related("story-related")),
    ("story-with-most-read", _story("story-read", 12) + most_read("story-read", 10)),
    ("story-with-data", _story("story-data") + _ld({"@context": "https://schema.org", "@graph": [
        {"@type": "NewsArticle", "headline": "A story", "datePublished": "2024-03-19", "url": "https://www.example.org/news/"},
        {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Home", "item": "/"}]},
        {"@type": "Organization", "name": "The Board", "url": "/"}]})),
    ("long-read", _story("long-read", 40)),
    ("sign-in", "<h1>Sign in</h1>" + _form("User name", "Password") + '<a href="/forgot">Forgotten?</a>'),
    ("sign-up", "<h1>New account</h1>" + _form("Name", "E-mail", "Password", "Password again", "Birthday", "Country")),
    ("contact", "<h1>Contact</h1>" + _form("Name", "E-mail", "Subject", "Message") + HOURS),
    ("application-form", "<h1>Application for a permit</h1>" + _form(*PAGES[:22])),
    ("home-of-menus", HOME + "<ul>" + links("home-of-menus", 40) + "</ul>"),
    ("home-with-slides", SLIDES + paragraphs("slides", 2)),
    ("landing-page", "<h1>Bills, paid.</h1>" + paragraphs("landing", 2) + PRICES + _questions("landing", 4)),
    ("not-found", "<h1>404</h1><p>This page is gone.</p><ul>" + links("not-found", 8) + "</ul>"),
    ("server-error", "<h1>Something went wrong</h1><p>Reference 20240321-7781. Try again later.</p>"),
    ("maintenance", "<h1>Back soon</h1><p>We are down for maintenance until 22 March 2024, 06:00.</p>"),
    ("product", PRODUCT + paragraphs("product", 3)),
    ("shop-grid", "<h1>Chairs</h1>" + GRID),
    ("cart", "<h1>Your cart</h1>" + CART),
    ("prices", "<h1>Prices</h1>" + PRICES),
    ("questions", "<h1>Questions</h1>" + _questions("questions", 18)),
    ("one-event", EVENT + paragraphs("event", 4)),
    ("month-grid", "<h1>Events</h1>" + calendar()),
    ("weather", "<h1>Weather</h1>" + _table("Day||High|Low|Rain", _weather())),
    ("league-table", "<h1>First division</h1>" + _table("|Club|Played|Won|Lost|Points", _league())),
    ("exchange-rates", "<h1>Rates</h1><p>As of 21 March 2024</p>" + RATES),
    ("timetable", "<h1>Departures</h1>" + BUSES),
    ("cake", "<h1>Plum cake</h1>" + INGREDIENTS + STEPS + paragraphs("cake", 3)),
    ("imprint", "<h1>Imprint</h1>" + paragraphs("imprint", 5) + "<p>Phone 555-0100, tax no. 12/345/67890</p>"),
    ("privacy", "<h1>Privacy</h1><p>Last changed 1 February 2024</p>" + paragraphs("privacy", 22)),
    ("terms", "<h1>Terms</h1><ol>" + "".join(f"<li>{text(f'term {n}', 4)}</li>" for n in range(25)) + "</ol>"),
    ("search-form", "<h1>Search</h1>" + _form("Words", "Author", "From", "To")),
    ("search-without-results", "<h1>Search</h1>" + EMPTY),
    ("tags", "<h1>Tags</h1>" + CLOUD),
    ("photo", PHOTO),
    ("map", MAP),
    ("encyclopedia", "<h1>Ferry</h1>" + _sections("encyclopedia", 7) + _references(24)),
    ("manual-page", "<h1>Manual</h1>" + _sections("manual", 12)),
    ("function-reference", "<h1>API</h1>" + API),
    ("glossary", "<h1>Glossary</h1>" + GLOSSARY),
    ("staff", "<h1>Our people</h1>" + STAFF),
    ("licences", "<h1>Licences</h1>" + LICENCES),
    ("areas", "<h1>Areas</h1><ul>" + AREAS + "</ul>"),
    ("history", "<h1>Our history</h1>" + TIMELINE + paragraphs("history", 6)),
    ("about", "<h1>About us</h1>" + paragraphs("about", 8) + STAFF[:900].rsplit("<div", 1)[0]),
    ("opening-hours", "<h1>Opening hours</h1>" + HOURS),
    ("question-with-answers", f"<h1>{titles('thread', 'software', 1)[0]}?</h1><p>{text('thread', 4)}</p>" + REPLIES),
    ("frameset", "<p>This page needs frames.</p><iframe src='/menu.html'></iframe><iframe src='/body.html'></iframe>"),
    ("story-with-dated-news", '<meta property="og:type" content="article">' + _story("dated", 6) + _dated("dated", 9)),
    ("column-with-dated-news", _story("column", 24) + _dated("column", 12)),
    ("needs-scripts", '<div id="app"></div><noscript>You need to enable JavaScript to run this app.</noscript>'),
    ("thanks", "<h1>Thank you</h1><p>Your message of 21 March 2024 has arrived.</p>"),
    ("site-map", "<h1>Sitemap</h1><ul>" + "".join(f'<li><a href="{href}">{name}</a><ul>{links(name, 4)}</ul></li>' for name, href in menu("site-map", 20)) + "</ul>"),
    ("story-with-read-also", _story("read also", 2) + _dated("read also", 6, "Read also")),
    ("settings", "<h1>Settings</h1>" + _linked_sections("settings", 12)),
    ("story-among-boxes", _blocks("boxes")),
)  # fmt: skip


def others() -> Iterator[Case]:
    """Yield the pages without a list."""
    for number, (name, main) in enumerate(ROWS):
        frame = FRAMES[number % len(FRAMES)]
        yield Case(f"no-{name}", frame(name, name.replace("-", " ").capitalize(), main))
