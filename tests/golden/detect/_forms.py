"""Made-up pages of forms that are harder to see: breaks alone, scripts alone, pairs of rows, nested groups, pagers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby

from _frames import divs, plain, tables, utilities
from _lists import MONTHS, SITE, Case, Made, made, rows, told
from _words import PEOPLE, text

FORMS = (
    ("window-open-boxes", divs, "city", 9, "/story/{n}", "<div>",
     "<div onclick=\"window.open('{href}', '_self');\"><b>{title}</b><div>{british}</div></div>", "</div>"),
    ("data-url-cards", utilities, "city", 8, "/s/{slug}", '<div class="grid">',
     '<div class="rounded border p-4" data-url="{href}" tabindex="0" role="link"><p class="text-lg">{title}</p>'
     '<p class="text-sm">{long}</p><p>{summary}</p></div>', "</div>"),
    ("cells-with-breaks", tables, "law", 14, "/d/{n}.pdf", "<table>",
     '<tr><td>{n}</td><td>{long}<br><a href="{href}">{title}</a><br>Before {person}</td></tr>', "</table>"),
    ("boxed-days-with-breaks", tables, "city", 11, "/e/{n}", "<table>",
     '<tr><td align="center"><b>{mon}</b><br>{dd}<br>{yyyy}</td><td><a href="{href}">{title}</a><br>{summary}</td></tr>',
     "</table>"),
    ("paragraphs-of-breaks", plain, "city", 10, "/n/{n}.html", "<div>",
     '<b>{british}</b><br><a href="{href}">{title}</a><br>{summary}<br><br>', "</div>"),
    ("font-lines", tables, "city", 16, "/cgi/show.pl?id={n}", '<font face="Arial">',
     '{us} - <a href="{href}"><font color="#003399">{title}</font></a><br>', "</font>"),
    ("several-definitions", plain, "science", 9, "/reports/{n}", "<dl>",
     '<dt><a href="{href}">{title}</a></dt><dd>{person}</dd><dd>{british}</dd><dd>{summary}</dd>', "</dl>"),
    ("pairs-of-rows", tables, "law", 12, "/cases/{n}", "<table>",
     '<tr><td width="90">{us}</td><td><a href="{href}">{title}</a></td></tr><tr><td></td><td>{summary}</td></tr>',
     "</table>"),
    ("pdf-list", plain, "city", 15, "/docs/{slug}.pdf", "<ul>",
     '<li>{british}: <a href="{href}" type="application/pdf">{title}</a> <span>(PDF, 2{n} KB)</span></li>', "</ul>"),
    ("papers-beside", utilities, "city", 12, "/minutes/{n}.pdf", "<div>",
     '<div class="flex"><span class="w-24">{short}</span><span class="flex-1">{title}</span>'
     '<a href="{href}">Download PDF</a></div>', "</div>"),
    ("bold-days", plain, "city", 10, "/b/{n}", "<div>",
     '<p><b>{dots}</b><br>{title} <a href="{href}">More</a></p>', "</div>"),
    ("heading-links-itself", plain, "software", 7, "#r{n}", "<div>",
     '<section id="r{n}"><h2><a href="{href}">{title}</a></h2><p>{iso}</p><p>{long_text}</p></section>', "</div>"),
)  # fmt: skip


def forms() -> Iterator[Case]:
    """Yield the pages that are a frame around like rows."""
    for name, frame, subject, count, path, before, row, after in FORMS:
        entries = made(name, subject, count, path)
        for each in entries if path.startswith("#") else ():
            each.number = 412 - each.number
        page = frame(name, name.replace("-", " ").capitalize(), before + rows(entries, row) + after)
        base = f"{SITE}/news/" if path.startswith("#") else SITE
        yield Case(name, page, told(entries, base))


def nested() -> Iterator[Case]:
    """Yield the pages whose entries stand in groups, or beside entries of another shape."""
    name = "years-and-months"
    entries = made(name, "city", 24, "/y/{n}")
    main = ""
    for year, of_year in groupby(entries, lambda each: each.day.year):
        main += f"<section><h2>{year}</h2>"
        for month, some in groupby(of_year, lambda each: each.day.month):
            lines = rows(list(some), '<li><span>{dd} {mon}</span> <a href="{href}">{title}</a></li>')
            main += f"<h3>{MONTHS[month - 1]}</h3><ul>{lines}</ul>"
        main += "</section>"
    yield Case(name, plain(name, "Chronicle", main), told(entries))

    name = "years-of-lines"
    entries = made(name, "city", 26, "/z/{n}")
    main = "".join(
        f"<h3>{MONTHS[month - 1]} 2024</h3><p>{rows(list(some), '{british}: <a href={href}>{title}</a><br>')}</p>"
        for month, some in groupby(entries, lambda each: each.day.month)
    )
    yield Case(name, plain(name, "Diary", main), told(entries))

    name = "two-featured"
    entries = made(name, "city", 11, "/lead/{n}")
    hero = '<div class="lead"><img src="/l{n}.jpg" alt=""><h2><a href="{href}">{title}</a></h2><em>{long}</em><p>{summary}</p></div>'
    tile = '<li><a href="{href}">{title}</a><time datetime="{iso}">{mon} {dd}</time></li>'
    main = f"<div>{rows(entries[:2], hero)}</div><ul>{rows(entries[2:], tile)}</ul>"
    yield Case(name, divs(name, "Leads", main), told(entries))


def whole() -> Iterator[Case]:
    """Yield the pages on which more is expected than titles, links and dates."""
    name = "all-fields"
    entries = made(name, "city", 8, "/full/{slug}")
    row = (
        '<article><a href="{href}"><img src="/p/{n}.jpg" width="600" height="400" alt=""></a><h2><a href="{href}">{title}</a></h2>'
        '<p class="by">By <a rel="author" href="/by/{n}">{person}</a>, {british}</p><p>{summary}</p>'
        '<p>Filed under <a rel="tag" href="/tag/town">Town</a> <a rel="category tag" href="/c/works">Works</a></p></article>'
    )
    more = [
        {**_about(each), "image": f"{SITE}/p/{each.number}.jpg", "categories": ["Town", "Works"]}
        for each in entries
    ]
    yield Case(name, plain(name, "Magazine", rows(entries, row)), told(entries), more=more)

    name = "microdata"
    entries = made(name, "city", 8, "/md/{n}")
    row = (
        '<div itemprop="blogPost" itemscope itemtype="https://schema.org/BlogPosting"><h3 itemprop="headline"><a itemprop="url" '
        'href="{href}">{title}</a></h3><meta itemprop="datePublished" content="{iso}"><span itemprop="author" itemscope '
        'itemtype="https://schema.org/Person"><span itemprop="name">{person}</span></span><p itemprop="description">{summary}</p></div>'
    )
    main = f'<div itemscope itemtype="https://schema.org/Blog">{rows(entries, row)}</div>'
    yield Case(name, plain(name, "Blog", main), told(entries), more=[_about(each) for each in entries])

    name = "rdfa"
    entries = made(name, "city", 8, "/rd/{n}")
    row = (
        '<div typeof="schema:NewsArticle" about="{href}"><a property="schema:url" href="{href}"><span property="schema:headline">{title}</span>'
        '</a><span property="schema:datePublished" content="{iso}"></span><p property="schema:description">{summary}</p></div>'
    )
    main = f'<div prefix="schema: https://schema.org/">{rows(entries, row)}</div>'
    yield Case(
        name,
        plain(name, "Town news", main),
        told(entries),
        more=[{"summary": text(each.title, 2)} for each in entries],
    )


def _about(entry: Made) -> dict[str, object]:
    return {"summary": text(entry.title, 2), "authors": [PEOPLE[entry.number % len(PEOPLE)]]}


PAGERS = (
    ("english", "en", "Showing 1-10 of 345 results", "Older entries"),
    ("german", "de", "Treffer 1–10 von 345", "Nächste Seite"),
    ("french", "fr", "Résultats 1 à 10 sur 345", "Page suivante"),
    ("spanish", "es", "Mostrando 1-10 de 345 resultados", "Siguiente »"),
    ("portuguese", "pt", "Exibindo 1 a 10 de 345 resultados", "Próxima"),
    ("italian", "it", "Risultati 1-10 di 345", "Pagina successiva"),
    ("dutch", "nl", "Resultaten 1-10 van 345", "Volgende"),
    ("chinese", "zh", "共 345 条", "下一页"),
    ("japanese", "ja", "全345件中 1～10件", "次のページ"),
    ("russian", "ru", "Показано 1–10 из 345", "Следующая страница"),
)


def pagers() -> Iterator[Case]:
    """Yield the pages that are one of many, in different languages, and say how many entries there are."""
    for code, lang, count, following in PAGERS:
        name = f"pager-{code}"
        entries = made(name, "city", 10, "/v/{n}")
        main = rows(entries, '<div><h3><a href="{href}">{title}</a></h3><p>{iso}</p></div>')
        numbers = " ".join(f'<a href="?p={number}">{number}</a>' for number in (2, 3, 4))
        main = f'<p>{count}</p><div>{main}</div><div><b>1</b> {numbers} … <a href="?p=35">35</a> <a href="?p=2">{following}</a></div>'
        yield Case(name, plain(name, "News", main, lang), told(entries), total=345, next=f"{SITE}/news/?p=2")

    name = "pager-in-the-head"
    entries = made(name, "city", 9, "/w/{n}")
    page = plain(name, "News", rows(entries, '<div><h3><a href="{href}">{title}</a></h3><p>{iso}</p></div>'))
    page = page.replace("</head>", '<link rel="next" href="/news/page/2/"></head>')
    yield Case(name, page, told(entries), next=f"{SITE}/news/page/2/")

    name = "pager-of-icons"
    entries = made(name, "city", 9, "/x/{n}")
    main = rows(entries, '<div><h3><a href="{href}">{title}</a></h3><p>{iso}</p></div>')
    main += '<div><a href="?p=2" aria-label="Go to next page"><svg viewBox="0 0 9 9"><path d="M1 1"/></svg></a></div>'
    yield Case(name, plain(name, "News", main), told(entries), next=f"{SITE}/news/?p=2")


def states() -> Iterator[Case]:
    """Yield the pages whose list stands in a script alone."""
    for name, form in STATES:
        entries = made(name, "city", 9, "/st/{slug}")
        nodes = [
            {"id": each.number, "title": each.title, "url": each.path, "publishedAt": each.day.isoformat()}
            for each in entries
        ]
        yield Case(name, utilities(name, "Stories", f'<div id="app"></div>{form(nodes)}'), told(entries))


def _script(code: str, attributes: str = "") -> str:
    return f"<script{attributes}>{code}</script>"


def _redux(nodes: list[dict[str, object]]) -> str:
    state = {"user": None, "stories": {"isLoading": False, "entities": nodes}}
    return _script(f"window.__INITIAL_STATE__ = {json.dumps(state)};window.__ENV__={{}};")


def _apollo(nodes: list[dict[str, object]]) -> str:
    known = {f"Story:{each['id']}": {"__typename": "Story", **each} for each in nodes}
    known["ROOT_QUERY"] = {"stories": [{"__ref": key} for key in known]}
    return _script(f"window.__APOLLO_STATE__={json.dumps(known)}")


def _devalue(nodes: list[dict[str, object]]) -> str:
    """Return the state of Nuxt 3: one array, in which objects name the places of their values."""
    values: list[object] = [{"data": 1}, {"stories": 2}, []]
    places = values[2]
    assert isinstance(places, list)
    for node in nodes:
        places.append(len(values))
        values.append({})
        names = values[-1]
        assert isinstance(names, dict)
        for key, value in node.items():
            names[key] = len(values)
            values.append(value)
    return _script(json.dumps(values), ' type="application/json" id="__NUXT_DATA__"')


def _nuxt_2(nodes: list[dict[str, object]]) -> str:
    """Return the state of Nuxt 2: a function that is called at once, what repeats is an argument."""
    code = ",".join(
        f"{{id:{each['id']},title:{json.dumps(each['title'])},url:{json.dumps(each['url'])},publishedAt:{json.dumps(each['publishedAt'])},open:a,by:b}}"
        for each in nodes
    )
    return _script(
        f'window.__NUXT__=(function(a,b){{return {{layout:"default",data:[{{stories:[{code}]}}],error:b}}}}(true,null));'
    )


def _flight(nodes: list[dict[str, object]]) -> str:
    """Return the chunks of React server components."""
    row = json.dumps(["$", "div", None, {"stories": nodes}])
    chunk = json.dumps([1, f"6:{row}\n"])
    return _script("(self.__next_f=self.__next_f||[]).push([0])") + _script(f"self.__next_f.push({chunk})")


def _plain(nodes: list[dict[str, object]]) -> str:
    return _script(json.dumps({"page": {"list": nodes}}), ' type="application/json" data-for="app"')


STATES = (
    ("state-redux", _redux),
    ("state-apollo", _apollo),
    ("state-nuxt-3", _devalue),
    ("state-nuxt-2", _nuxt_2),
    ("state-flight", _flight),
    ("state-plain", _plain),
)


def facts() -> Iterator[Case]:
    """Yield the pages whose tables hold facts that only some entries have."""
    name = "rows-with-remarks"
    entries = made(name, "law", 14, "/files/{n}/opinion")
    row = (
        '<tr><td><a href="{href}">{title}</a></td><td>24-{n}</td><td>{us}</td><td>{person}</td><td></td></tr>'
    )
    lines = [rows([each], row) for each in entries]
    for number, remark in ((4, "Modified upon denial of rehearing 04/02/24"), (9, "Corrected 03/06/24")):
        lines[number] = lines[number].replace("<td></td>", f"<td>{remark}</td>")
    head = "<tr><th>Case</th><th>Docket</th><th>Filed</th><th>Judge</th><th>Remarks</th></tr>"
    page = tables(name, "Decisions", f"<table>{head}{''.join(lines)}</table>")
    yield Case(name, page, told(entries))

    name = "days-behind-labels"
    entries = made(name, "software", 9, "/advisories/{n}")
    row = (
        '<h2 id="a{n}"><a href="{href}">{title}</a></h2><p>{long_text}</p><table><tr><td>Versions affected</td>'
        "<td>2.{n}.0 to 2.{n}.9</td></tr>MORE<tr><td>Announced</td><td>{british}</td></tr></table>"
    )
    more = ("", "<tr><td>Severity</td><td>High</td></tr>")
    main = "".join(rows([each], row).replace("MORE", more[n % 2]) for n, each in enumerate(entries))
    yield Case(name, plain(name, "Security advisories", main), told(entries))
