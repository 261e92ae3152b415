"""Made-up pages of letters, links and releases: lists in lists, headings that are links, and days above them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from _frames import divs, plain
from _lists import SITE, Case, Made, made, rows, told
from _words import PEOPLE, text

LETTER = '<li><a href="{href}">{title}</a><a name="{n}">&nbsp;</a>\n<i>{person}</i>\n'
CHANGES = (
    '<h2 id="r{n}">{title} - {iso}<a class="anchor" href="{href}" title="Permanent link">¶</a></h2><h3>Changed</h3>'
    '<ul><li>{summary} (<a href="https://code.example/issues/{n}">#{n}</a>)</li></ul>'
)
TAG = (
    '<li><div class="main"><a class="name" href="{href}">{title}</a> <span>· {person} and others, for all machines</span><div class="line">'
    '<a href="/c/9d{n}">9d{n}</a> · <span><a href="/c/9d{n}">Mend what {person} found</a></span> · <time>{long}</time></div>'
    '<!--more--></div><ul><li><a href="/{n}.zip">zip</a></li></ul></li>'
)
MORE = '<div>Notes of <a href="/notes/{n}">release {n} of the tool</a></div>'
FLAIRED = (
    '<li><div><a href="{href}">{title}</a>{flair}</div><p>{short} by <a href="/u/{n}">{person}</a></p></li>'
)
RELEASE = (
    '<section><h2 class="hidden">{title}</h2><div><time datetime="{iso}">{short}</time><a href="/u/{n}">{person}</a>'
    '<a href="/tool/tree/v{n}"><span>{title}</span></a><a href="/tool/commit/3f{n}"><code>3f{n}</code></a></div><div>'
    '<a href="{href}">{title}</a><ul><li>{summary} <a href="/tool/pull/{n}">#{n}</a></li></ul></div></section>'
)


def threads() -> Iterator[Case]:
    """Yield the pages."""
    entries = made("letters-and-answers", "software", 22, "/list/2024-March/{n}.html")
    answered = [(f"Re: {each.title}" if each.number % 3 else each.title, each.path) for each in entries]
    for each, (title, _) in zip(entries, answered, strict=True):
        each.title = title
    expected = [(title, SITE + path, None) for title, path in answered]
    yield Case("letters-and-answers", _letters(entries), expected, f"{SITE}/list/2024-March/thread.html")

    entries = made("links-below-days", "science", 21, "https://elsewhere.example/{slug}")
    for each in entries:
        each.day = entries[each.number // 2 * 2 - each.number // 2 % 2].day
    main = "".join(
        f"<h2>{some[0].fields['british']}</h2>"
        + rows(
            some,
            '<dl><dt><a href="{href}">{title}</a> <a href="/l/{n}">★</a></dt><dd><p>{long_text}</p></dd></dl>',
        )
        for some in (list(group) for _, group in groupby(entries, lambda each: each.day))
    )
    yield Case("links-below-days", plain("links", "Links", f"<div>{main}</div>"), told(entries, ""))

    entries = made("changes-with-anchors", "software", 14, "#r{n}")
    for each in entries:
        each.number = 412 - each.number
    main = f"<p>{text('changes', 1)}</p><h2 id='next'>Unreleased</h2>" + rows(entries, CHANGES)
    yield Case("changes-with-anchors", plain("anchors", "Changes", main), told(entries, f"{SITE}/news/"))

    entries = made("releases-with-trees", "software", 9, "/tool/releases/tag/v{n}")
    for each in entries:
        each.title = f"v2.{20 - each.number}.{each.number % 3}"
    main = f"<div>{rows(entries, RELEASE)}</div>"
    yield Case("releases-with-trees", divs("trees", "Releases", main), told(entries), f"{SITE}/tool/releases")

    entries = made("tags-with-messages", "software", 12, "/tool/tags/{n}")
    for each in entries:
        each.title = f"v3.{30 - each.number}.{each.number % 2}"
    main = "".join(rows([each], TAG.replace("<!--more-->", MORE * (each.number % 2))) for each in entries)
    yield Case(
        "tags-with-messages", divs("tags", "Tags", f"<ul>{main}</ul>"), told(entries), f"{SITE}/tool/tags"
    )

    entries = made("titles-with-flair", "city", 14, "/r/{n}")
    main = "".join(
        rows([each], FLAIRED.replace("{flair}", "" if each.number % 5 else "<span>/r/news talk</span>"))
        for each in entries
    )
    yield Case("titles-with-flair", plain("flair", "Found", f"<ul>{main}</ul>"), told(entries))

    entries = made("text-before-and-after", "law", 11, "/cve/{n}")
    main = f"<h2><a href='#top'>All reports</a></h2><p>{text('before', 2)}</p>" + rows(
        entries, "<h2><a href='{href}'>{title}</a></h2><p>{summary}</p><table><tr><td>Announced</td><td>{long}</td></tr></table>"
    )  # fmt: skip
    main += f"<h2><a href='/report/'>How to report</a></h2><p>{text('after', 2)}</p>"
    yield Case("text-before-and-after", plain("reports", "Reports", main), told(entries))


def _letters(entries: list[Made]) -> str:
    """Return the index of a month as archives of mailing lists make it: answers in lists below letters."""
    main, depth = "", 0
    for each in entries:
        wanted = each.number % 3
        main += "<ul>\n" * (wanted - depth) + "</ul>\n" * (depth - wanted) + rows([each], LETTER)
        depth = wanted
    ways = "<b>Sorted by:</b> <a href='subject.html'>[ subject ]</a> <a href='date.html'>[ date ]</a>"
    return f"""<html><head><title>March 2024, by thread</title></head><body><h1>March 2024, by thread</h1><p>{ways}
<p><b>Starting:</b> <i>Fri Mar  1 09:12:44 CET 2024</i><br><b>Ending:</b> <i>Thu Mar 21 22:01:13 CET 2024</i><br>
<b>Letters:</b> {len(entries)}<p><ul>{main}{"</ul>" * depth}</ul><hr><i>Sent by {PEOPLE[0]}.</i></body></html>"""
