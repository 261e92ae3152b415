"""Made-up pages with a list of dated entries: one row a kind of page."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from _frames import calendar, comments, divs, most_read, pager, plain, tables, utilities
from _words import PEOPLE, days, menu, slug, text, titles

SITE = "https://www.example.org"
MONTHS = "January February March April May June July August September October November December".split()


@dataclass
class Case:
    """A page and what is on it."""

    name: str
    page: str
    entries: list[tuple[str | None, str | None, str | None]] | None = None
    """Title, address and day of each entry; None where there is no list."""
    url: str = f"{SITE}/news/"
    retrieved: str | None = None
    charset: str = "utf-8"
    total: int | None = None
    next: str | None = None
    more: list[dict[str, object]] = field(default_factory=list)
    """What else is expected of each entry."""


@dataclass
class Made:
    """An entry before it is written."""

    title: str
    day: dt.date
    path: str
    number: int

    @property
    def fields(self) -> dict[str, object]:
        """The values for a template."""
        day = self.day
        month = MONTHS[day.month - 1]
        return {
            "title": escape(self.title),
            "href": self.path,
            "n": self.number,
            "iso": day.isoformat(),
            "long": f"{month} {day.day}, {day.year}",
            "british": f"{day.day} {month} {day.year}",
            "short": f"{day.day:02} {month[:3]} {day.year}",
            "us": f"{day.month:02}/{day.day:02}/{day.year}",
            "dots": f"{day.day:02}.{day.month:02}.{day.year}",
            "slashes": f"{day.year}/{day.month:02}/{day.day:02}",
            "mon": month[:3],
            "month_day": f"{month} {day.day}",
            "dd": f"{day.day:02}",
            "yyyy": day.year,
            "person": PEOPLE[self.number % len(PEOPLE)],
            "summary": escape(text(self.title, 2)),
            "long_text": escape(text(self.title, 6)),
        }


def made(
    seed: str, subject: str, count: int, path: str = "/news/{n}-{slug}", start: dt.date | None = None
) -> list[Made]:
    """Return entries of a subject."""
    when = days(seed, count, start or dt.date(2024, 3, 21))
    return [
        Made(title, day, path.format(n=412 - n, slug=slug(title), day=day, d=f"{day:%Y/%m/%d}"), n)
        for n, (title, day) in enumerate(zip(titles(seed, subject, count), when, strict=True))
    ]


def rows(entries: list[Made], template: str) -> str:
    """Return the markup of entries."""
    return "\n".join(template.format(**each.fields) for each in entries)


def told(entries: list[Made], base: str = SITE) -> list[tuple[str | None, str | None, str | None]]:
    """Return what is expected of entries."""
    return [(each.title, base + each.path, each.day.isoformat()) for each in entries]


def simple() -> Iterator[Case]:
    """Yield the pages that are a frame around like rows."""
    for name, frame, subject, count, path, before, row, after in SIMPLE:
        entries = made(name, subject, count, path)
        main = before + rows(entries, row) + after
        yield Case(name, frame(name, name.replace("-", " ").capitalize(), main), told(entries))


SIMPLE = (
    ("newsroom-cards", plain, "city", 9, "/newsroom/{slug}", '<div class="grid">',
     '<div class="card"><a href="{href}"><img src="/pic/{n}.jpg" alt=""></a><div><h3><a href="{href}">{title}</a></h3>'
     '<p class="meta">{long}</p><p>{summary}</p><a href="{href}">Read more</a></div></div>', "</div>" + pager()),
    ("rulings-table", tables, "law", 24, "/opinions/{n}.pdf",
     "<table border=1><tr><th>Docket</th><th>Case</th><th>Filed</th><th>Judge</th></tr>",
     '<tr><td><a href="{href}">24-{n}</a></td><td>{title}</td><td>{us}</td><td>{person}</td></tr>', "</table>"),
    ("advisories", divs, "software", 16, "/advisories/SA-{n}",
     '<div><table class="t1"><thead><tr><th>Id</th><th>Summary</th><th>Severity</th><th>Published</th></tr></thead><tbody>',
     '<tr><td><a href="{href}">SA-{n}</a></td><td>{title}</td><td><span class="b">high</span></td><td>{iso}</td></tr>',
     "</tbody></table></div>"),
    ("search-results", plain, "science", 10, "/doc/{n}", "<p>Results 1-10 of 3,412 for <b>cooling</b></p><div>",
     '<div data-r="{n}"><h3><a href="{href}">{title}</a></h3><cite>www.example.org › doc › {n}</cite>'
     '<p><span>{short}</span> — {summary}</p></div>', "</div>" + pager("?start=")),
    ("blog-index", plain, "software", 6, "/blog/{d}/{slug}/", "",
     '<article><h2><a href="{href}">{title}</a></h2><p>Posted on <time datetime="{iso}">{british}</time> by '
     '<a href="/author/{n}">{person}</a> in <a href="/topic/tools">Tools</a></p><p>{long_text} See '
     '<a href="https://other.example/{n}">the paper</a> and <a href="/docs/{n}">the manual</a>.</p>'
     '<ul><li><a href="/tag/a">alpha</a></li><li><a href="/tag/b">beta</a></li></ul>'
     '<p><a href="{href}#comments">3 comments</a> <a href="{href}">Continue reading</a></p></article>', pager("/blog/page/")),
    ("jobs", utilities, "science", 18, "/jobs/{n}/{slug}", '<ul class="divide-y">',
     '<li class="flex py-4"><div class="flex-1"><a class="font-medium" href="{href}">{title}</a><p class="text-sm">'
     '{person} Institute · Remote</p></div><div class="text-sm">Posted {short}</div></li>', "</ul>"),
    ("document-table", plain, "city", 21, "/files/{n}.pdf",
     "<table><thead><tr><th>Type</th><th>Document</th><th>Date</th><th>Size</th></tr></thead><tbody>",
     '<tr><td><img src="/i/pdf.png" alt="PDF"></td><td><a href="{href}" target="_blank">{title}</a></td>'
     '<td>{iso}</td><td>{n}12 KB</td></tr>', "</tbody></table>"),
    ("definition-list", tables, "city", 13, "/notices/{n}.html", "<dl>",
     '<dt>{british}</dt><dd><a href="{href}">{title}</a><br>{summary}</dd>', "</dl>"),
    ("link-around-the-row", utilities, "city", 11, "/stories/{slug}", '<div class="space-y-6">',
     '<a class="block rounded p-4 hover:bg-gray-50" href="{href}"><div class="text-xs uppercase">Local</div>'
     '<div class="text-lg font-semibold">{title}</div><div class="mt-1">{summary}</div>'
     '<div class="mt-2 text-xs">{long}</div></a>', "</div>"),
    ("date-box", divs, "city", 8, "/news/{n}", "<div>",
     '<div class="r"><div class="d"><span>{mon}</span><b>{dd}</b><i>{yyyy}</i></div><div class="x">'
     '<a href="{href}">{title}</a><p>{summary}</p></div></div>', "</div>"),
    ("articles-and-times", utilities, "software", 12, "/changelog/{slug}", '<div class="columns-2">',
     '<article class="mb-8"><time class="text-sm" datetime="{iso}T09:30:00+00:00">{mon} {dd}</time>'
     '<h2 class="mt-2"><a href="{href}">{title}</a></h2><p>{summary}</p></article>', "</div>"),
    ("lines-with-breaks", tables, "city", 19, "/press/{n}.htm", "<p>",
     '{dots} <a href="{href}">{title}</a><br>', "</p>"),
    ("read-more-alone", plain, "science", 7, "/publications/{n}", '<section>',
     '<div><h4>{title}</h4><p><em>{person}</em>, {british}</p><p>{summary}</p><p><a href="{href}">Read more</a></p></div>',
     "</section>"),
    ("most-read-beside", plain, "city", 6, "/news/{n}", '<div><div>',
     '<div><h2><a href="{href}">{title}</a></h2><span>{long}</span><p>{summary}</p></div>',
     "</div>" + most_read("most-read-beside", 20) + "</div>"),
    ("comments-beside", plain, "software", 7, "/blog/{slug}", "<div>",
     '<section><h2><a href="{href}">{title}</a></h2><p>{british} · {person}</p><p>{long_text}</p></section>',
     "</div>" + comments("comments-beside", 9)),
    ("calendar-beside", plain, "city", 8, "/aktuell/{n}", "<ul>",
     '<li><span>{slashes}</span> <a href="{href}">{title}</a></li>', "</ul>" + calendar()),
    ("episodes", divs, "science", 14, "/episodes/{n}", "<div>",
     '<div class="e"><button aria-label="Play">▶</button><a href="{href}">{title}</a><span>{long}</span>'
     '<span>42 min</span><audio src="/a/{n}.mp3"></audio></div>', "</div>"),
    ("nested-tables", tables, "city", 10, "/archive/{n}.asp", '<table width="100%">',
     '<tr><td><table><tr><td rowspan="2"><img src="/bullet.gif"></td><td><font size="1">{us}</font></td></tr>'
     '<tr><td><a href="{href}"><b>{title}</b></a></td></tr></table></td></tr>', "</table>"),
    ("tenders", plain, "city", 15, "/tenders/{n}",
     "<table><tr><th>Reference</th><th>Title</th><th>Published</th><th>Deadline</th></tr>",
     '<tr><td>T/{n}</td><td><a href="{href}">{title}</a></td><td>{british}</td><td>30 June 2024</td></tr>', "</table>"),
    ("forum-topics", divs, "software", 20, "/t/{n}",
     "<table><tr><th>Topic</th><th>Started</th><th>Replies</th><th>Views</th></tr>",
     '<tr><td><a href="{href}">{title}</a> by <a href="/u/{n}">{person}</a> <a href="{href}?page=2">2</a></td>'
     '<td>{short}</td><td>{n}</td><td>1{n}0</td></tr>', "</table>"),
    ("paragraph-list", plain, "city", 12, "/statements/{n}", "<div>",
     '<p><strong>{long}</strong> – <a href="{href}">{title}</a>. {summary}</p>', "</div>"),
    ("bare-list", plain, "city", 9, "/updates/{n}", "<ul>",
     '<li><a href="{href}">{title}</a> ({british})</li>', "</ul>"),
    ("figures", utilities, "city", 8, "/gallery/{slug}", "<div class='grid'>",
     '<figure><a href="{href}"><img loading="lazy" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="/g/{n}.jpg" alt=""></a>'
     '<figcaption><a href="{href}">{title}</a><small>{short}</small></figcaption></figure>', "</div>"),
)  # fmt: skip


def grouped() -> Iterator[Case]:
    """Yield the pages whose dates stand above the entries."""
    name = "date-headings"
    entries = made(name, "city", 15, "/log/{n}")
    for n, each in enumerate(entries):
        each.day = entries[n - n % 3].day
    main = "".join(
        f"<h3>{entries[n].fields['british']}</h3><ul>"
        + rows(entries[n : n + 3], '<li><a href="{href}">{title}</a></li>') + "</ul>"
        for n in range(0, 15, 3)
    )  # fmt: skip
    yield Case(name, plain(name, "Daily log", main), told(entries))

    name = "month-groups"
    entries = made(name, "city", 22, "/minutes/{n}.pdf")
    main, last = "", ""
    for each in entries:
        month = f"{MONTHS[each.day.month - 1]} {each.day.year}"
        main += (f"<h2>{month}</h2>" if month != last else "") + rows(
            [each], '<div><span>{dd} {mon}</span><a href="{href}">{title}</a></div>'
        )
        last = month
    yield Case(name, plain(name, "Minutes", main), told(entries))

    name = "tables-by-committee"
    entries = made(name, "law", 18, "/hearings/{n}")
    row = '<tr><td>{long}</td><td><a href="{href}">{title}</a></td><td><a href="/agenda/{n}.pdf">Agenda</a></td></tr>'
    names = ("Finance", "Roads", "Schools")
    main = "".join(
        f"<h2>{each}</h2><table><tr><th>Date<th>Subject<th>Papers</tr>{rows(entries[n * 6 : n * 6 + 6], row)}</table>"
        for n, each in enumerate(names)
    )
    yield Case(name, plain(name, "Hearings", main), told(entries))

    name = "two-rows-each"
    entries = made(name, "software", 20, "/item?id={n}")
    row = (
        '<tr class="athing"><td>{n}.</td><td><a href="{href}">{title}</a></td></tr>'
        '<tr><td></td><td>88 points by <a href="/user?id={n}">u{n}</a> <span title="{iso}T10:00:00">{short}</span> | '
        '<a href="/hide?id={n}">hide</a></td></tr><tr style="height:5px"></tr>'
    )
    yield Case(name, tables(name, "Links", f"<table>{rows(entries, row)}</table>"), told(entries))

    name = "changelog"
    entries = made(name, "software", 9, "#v1-{n}-0")
    row = (
        '<h2 id="v1-{n}-0"><a href="{href}">{title}</a> <small>{iso}</small></h2><h3>Added</h3><ul><li>{summary}</li></ul>'
        "<h3>Fixed</h3><ul><li>{long_text}</li><li>Typos in the manual</li></ul>"
    )
    for n, each in enumerate(entries):
        each.title, each.path = f"1.{9 - n}.0", f"#v1-{9 - n}-0"
        each.number = 9 - n
    url = f"{SITE}/news/"
    page = plain(name, "Release notes", rows(entries, row))
    yield Case(name, page, [(each.title, url + each.path, each.day.isoformat()) for each in entries])

    name = "papers"
    entries = made(name, "science", 12, "/abs/2403.{n}")
    row = (
        '<dt>[{n}] <a href="{href}" title="Abstract">oai:2403.{n}</a> [<a href="/pdf/2403.{n}">pdf</a>, '
        '<a href="/format/2403.{n}">other</a>]</dt><dd><div><span>Title:</span> {title}</div><div><a href="/a/{n}">{person}'
        '</a>, <a href="/a/x">B. Other</a></div><div>Submitted {british}</div></dd>'
    )
    yield Case(name, plain(name, "Recent submissions", f"<dl>{rows(entries, row)}</dl>"), told(entries))


def odd() -> Iterator[Case]:
    """Yield the pages with something unusual about links, titles or dates."""
    name = "meetings-to-come"
    entries = made(name, "city", 9, "/meetings/{n}", dt.date(2024, 9, 30))
    row = (
        '<div class="m"><div>{british}, 6:30 pm</div><div><a href="{href}">{title}</a></div><div>Town Hall, Room {n}</div>'
        '<div><a href="/agenda/{n}.pdf">Agenda</a> <a href="/live/{n}">Stream</a></div></div>'
    )
    page = plain(name, "Meetings to come", rows(entries[::-1], row))
    yield Case(name, page, told(entries[::-1]), retrieved="2024-06-01T00:00:00Z")

    name = "releases"
    entries = made(name, "software", 10, "/tool/releases/tag/v2.{n}")
    row = (
        '<section><div><a href="/u/{n}">dev{n}</a> released this <relative-time datetime="{iso}T12:00:00Z">{short}</relative-time>'
        '<a href="/tool/tree/v2.{n}">v2.{n}</a> <a href="/tool/commit/abc{n}"><code>abc{n}</code></a></div>'
        '<div><h2><a href="{href}">{title}</a></h2><div><p>{long_text}</p><ul><li>Fix <a href="/tool/issues/{n}">#{n}</a></li></ul></div>'
        '<details><summary>Assets 2</summary><ul><li><a href="/tool/archive/v2.{n}.zip">Source code (zip)</a></li>'
        '<li><a href="/tool/archive/v2.{n}.tar.gz">Source code (tar.gz)</a></li></ul></details></div></section>'
    )
    for n, each in enumerate(entries):
        each.number = 40 - n
        each.path = f"/tool/releases/tag/v2.{40 - n}"
    yield Case(name, plain(name, "Releases", rows(entries, row)), told(entries), url=f"{SITE}/tool/releases")

    for name, attribute in (
        ("onclick-rows", "onclick=\"window.location='{href}'\""),
        ("data-href-rows", 'data-href="{href}"'),
    ):
        entries = made(name, "law", 14, "/case/{n}")
        row = (
            "<tr "
            + attribute
            + ' style="cursor:pointer"><td>{short}</td><td>{title}</td><td>{person}</td></tr>'
        )
        page = plain(
            name, "Docket", f"<table><tr><th>Date<th>Case<th>Counsel</tr>{rows(entries, row)}</table>"
        )
        yield Case(name, page, told(entries))

    name = "titles-without-links"
    entries = made(name, "city", 10)
    page = plain(
        name, "Notices", rows(entries, "<div><h3>{title}</h3><p>{british}</p><p>{summary}</p></div>")
    )
    yield Case(name, page, [(each.title, None, each.day.isoformat()) for each in entries])

    name = "links-without-titles"
    entries = made(name, "city", 16, "/bulletin/{n}.pdf")
    page = plain(
        name,
        "Bulletins",
        f"<table>{rows(entries, '<tr><td>{british}</td><td><a href={href}>PDF</a></td></tr>')}</table>",
    )
    yield Case(name, page, [(None, SITE + each.path, each.day.isoformat()) for each in entries])

    name = "featured-and-rest"
    entries = made(name, "city", 9, "/stories/{n}")
    top = rows(
        entries[:1],
        '<div class="hero"><img src="/h.jpg" alt=""><h1><a href="{href}">{title}</a></h1><p>{long}</p><p>{long_text}</p></div>',
    )
    rest = rows(entries[1:], '<div class="tile"><h3><a href="{href}">{title}</a></h3><p>{long}</p></div>')
    yield Case(name, utilities(name, "Stories", f"{top}<div class='tiles'>{rest}</div>"), told(entries))

    name = "menus-bigger"
    entries = made(name, "city", 4, "/n/{n}")
    menus = "".join(
        f"<div><b>{n}</b><ul>"
        + "".join(f'<li><a href="{href}">{each}</a></li>' for each, href in menu(f"{name}{n}", 15))
        + "</ul></div>"
        for n in range(6)
    )
    main = (
        f"{menus}<div id=list>{rows(entries, '<div><a href={href}>{title}</a><div>{dots}</div></div>')}</div>"
    )
    yield Case(name, divs(name, "Town", main), told(entries))

    name = "days-in-links-alone"
    entries = made(name, "city", 12, "/{d}/{slug}/")
    page = divs(
        name, "Journal", rows(entries, '<div><h2><a href="{href}">{title}</a></h2><p>{summary}</p></div>')
    )
    yield Case(name, page, told(entries))

    name = "relative-days"
    entries = made(name, "city", 7, "/w/{n}")
    ago = ("3 hours ago", "yesterday", "2 days ago", "4 days ago", "6 days ago", "2 weeks ago", "3 weeks ago")
    spans = (0, 1, 2, 4, 6, 14, 21)
    main = "".join(
        rows([each], '<li><a href="{href}">{title}</a> <i>AGO</i></li>').replace("AGO", when)
        for each, when in zip(entries, ago, strict=True)
    )
    told_days = [
        (each.title, SITE + each.path, (dt.date(2024, 3, 21) - dt.timedelta(span)).isoformat())
        for each, span in zip(entries, spans, strict=True)
    ]
    yield Case(name, plain(name, "Wire", f"<ul>{main}</ul>"), told_days, retrieved="2024-03-21T20:00:00Z")

    name = "unclosed-tags"
    entries = made(name, "city", 11, "/old/{n}.html")
    page = tables(
        name,
        "What's new",
        f"<ul>{rows(entries, '<li><b>{long}</b> <a href={href}>{title}</a><p>{summary}')}</ul>",
    )
    yield Case(name, page, told(entries))

    name = "base-href"
    entries = made(name, "city", 10, "news/{n}.html")
    page = plain(
        name, "News", f"<ul>{rows(entries, '<li><time>{iso}</time> <a href={href}>{title}</a></li>')}</ul>"
    )
    page = page.replace("<head>", f'<head><base href="{SITE}/portal/en/">')
    yield Case(name, page, told(entries, f"{SITE}/portal/en/"))

    name = "h-entries"
    entries = made(name, "city", 8, "/notes/{n}")
    row = (
        '<div class="h-entry"><h2 class="p-name"><a class="u-url" href="{href}">{title}</a></h2><p class="p-summary">{summary}</p>'
        '<time class="dt-published" datetime="{iso}T08:00:00+00:00">{british}</time><a class="p-author h-card" href="/me">{person}</a></div>'
    )
    yield Case(name, plain(name, "Notes", f'<div class="h-feed">{rows(entries, row)}</div>'), told(entries))

    name = "days-in-json-ld"
    entries = made(name, "city", 8, "/read/{slug}")
    nodes = [
        {
            "@type": "NewsArticle",
            "headline": e.title,
            "url": SITE + e.path,
            "datePublished": e.day.isoformat(),
        }
        for e in entries
    ]
    script = f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@graph": nodes})}</script>'
    main = rows(entries, '<div class="s"><a href="{href}"><h3>{title}</h3></a><p>{summary}</p></div>')
    yield Case(name, utilities(name, "Read", main + script), told(entries))

    name = "state-alone"
    entries = made(name, "city", 9, "/p/{slug}")
    nodes = [
        {"id": n, "title": e.title, "url": e.path, "publishedAt": f"{e.day.isoformat()}T07:00:00.000Z"}
        for n, e in enumerate(entries)
    ]
    state = json.dumps(
        {
            "props": {
                "pageProps": {"nav": [{"title": a, "url": b} for a, b in menu(name, 12)], "stories": nodes}
            }
        }
    )
    main = f'<div class="skeleton"></div><script id="__NEXT_DATA__" type="application/json">{state}</script>'
    yield Case(name, utilities(name, "Stories", main), told(entries))


LANGUAGES = (
    ("arabic", "ar", "الأخبار", "{d} {m} {y}", "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
     "افتتاح الجسر الجديد فوق النهر|مجلس المدينة يقر الميزانية|حملة تشجير في الأحياء الشرقية|تأجيل مشروع الترام إلى العام المقبل|معرض للكتاب في المكتبة العامة|تحذير من أمطار غزيرة في الشمال|اتفاق بين الجامعة والميناء"),
    ("hebrew", "he", "חדשות", "{d} ב{m} {y}", "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
     "נפתח הגשר החדש מעל הנחל|מועצת העיר אישרה את התקציב|הרכבת הקלה תידחה בשנה|תערוכה חדשה בספרייה העירונית|אזהרה מפני שיטפונות בדרום|הסכם בין האוניברסיטה לנמל"),
    ("chinese", "zh-CN", "新闻中心", "{y}-{mm}-{dd}", "1 2 3 4 5 6 7 8 9 10 11 12",
     "市政府召开防汛工作会议|新图书馆将于下月开放|轨道交通三号线通过验收|大学与港口签署合作协议|关于调整公交线路的通知|春季植树活动圆满结束|水务局发布水质报告|博物馆举办古籍展览"),
    ("japanese", "ja", "お知らせ", "{y}年{m}月{d}日", "1 2 3 4 5 6 7 8 9 10 11 12",
     "新しい橋の開通式を行いました|図書館の臨時休館について|令和六年度予算案を公表しました|路線バスの時刻を改正します|市民講座の受講者を募集します|水道料金の改定に関する説明会|港まつりの交通規制のお知らせ"),
    ("german", "de", "Pressemitteilungen", "{d}. {m} {y}", "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
     "Neue Brücke über die Mühlgasse eröffnet|Stadtrat beschließt Haushalt für zwei Jahre|Bauarbeiten an der Südtangente beginnen|Bibliothek verlängert ihre Öffnungszeiten|Hochwasserschutz: Ergebnisse der Prüfung|Straßenbahn fährt wieder bis zum Hafen|Ausschreibung für Schulküchen veröffentlicht"),
    ("catalan", "ca", "Notícies", "{d} de {m} de {y}", "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
     "L'Ajuntament obre el nou pont del riu|El ple aprova el pressupost de l'any vinent|Comencen les obres de la ronda sud|La biblioteca amplia l'horari d'estiu|Jornada de portes obertes al museu|Tall de trànsit al carrer Major|Nova línia de bus nocturn"),
    ("russian", "ru", "Новости", "{d} {m} {y}", "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
     "Открыт новый мост через реку|Городской совет утвердил бюджет|Начался ремонт южной окружной дороги|Библиотека продлевает часы работы|Выставка старых карт в музее|Изменения в расписании трамваев"),
    ("french-latin-1", "fr", "Actualités", "{d} {m} {y}", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
     "Le nouveau pont a été inauguré hier|La mairie adopte le budget de l'année|Début des travaux sur la rocade sud|La bibliothèque élargit ses horaires d'été|Enquête publique à propos du tramway|Journée portes ouvertes au musée"),
    ("spanish", "es", "Comunicados", "{d} de {m} de {y}", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
     "El alcalde inaugura el nuevo puente|El pleno aprueba el presupuesto anual|Comienzan las obras de la ronda sur|La biblioteca amplía su horario|Jornada de puertas abiertas en el museo|Corte de tráfico en la calle Mayor"),
)  # fmt: skip
SHAPES = (
    '<div class="w"><h3><a href="/{lang}/{n}">{title}</a></h3><p>{date}</p></div>',
    '<li><span>{date}</span><a href="/{lang}/{n}">{title}</a></li>',
    '<tr><td>{n}</td><td><a href="/{lang}/{n}">{title}</a></td><td>{date}</td></tr>',
)


def languages() -> Iterator[Case]:
    """Yield the pages in other languages and scripts."""
    for number, (name, lang, title, form, months, names) in enumerate(LANGUAGES):
        shape = SHAPES[number % len(SHAPES)]
        entries, main = [], ""
        for n, (each, day) in enumerate(zip(names.split("|"), days(name, names.count("|") + 1), strict=True)):
            date = form.format(
                d=day.day,
                m=months.split()[day.month - 1],
                y=day.year,
                mm=f"{day.month:02}",
                dd=f"{day.day:02}",
            )
            main += shape.format(lang=lang, n=n + 30, title=escape(each, quote=False), date=date) + "\n"
            entries.append((each, f"{SITE}/{lang}/{n + 30}", day.isoformat()))
        main = {"<d": f"<div>{main}</div>", "<l": f"<ul>{main}</ul>", "<t": f"<table>{main}</table>"}[
            shape[:2]
        ]
        page = plain(name, title, main, lang)
        if lang in ("ar", "he"):
            page = page.replace("<html ", '<html dir="rtl" ')
        charset = "iso-8859-1" if name.endswith("latin-1") else "utf-8"
        yield Case(name, page.replace('charset="utf-8"', f'charset="{charset}"'), entries, charset=charset)
