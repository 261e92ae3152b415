"""Made-up pages of press releases: the same page for the same count, on every machine.

A row is about 1.4 kB of HTML in fifteen elements and becomes about 1.2 kB of RSS: a day, a picture
with a printed size, a title, a link of its own and a summary.
"""

import datetime as dt
import random
from functools import cache

ADDRESS = "https://news.example.org/en/newsroom/list.htm?topic=all"
RECIPE = {
    "entry": "div.results > div.entry",
    "title": "h3 > a",
    "link": "h3 > a::attr(href)",
    "date": "span.day",
    "summary": "p.summary",
    "image": "img",
    "total": "div.results > h2",
}

_NEWEST = dt.date(2020, 5, 8)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_WORDS = (
    "ministers allies agree meeting Baghdad mission training support partners capital summit visit talks "
    "Secretary General defence council report exercise Brussels commander centre security cooperation the of "
    "and to with on for a region stability “readiness” R&D café Zürich programme new common long-term 2020"
).split()

_HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>News of the Example Organization</title>
<meta property="og:site_name" content="Example Organization"></head>
<body><ul class="menu">{menu}</ul><div class="results"><h2>{count} Entries</h2>
"""
_ROW = """<div class="row entry list-view" data-track="news-list" data-position="list-{number}">
  <div class="when col-xs-12 col-sm-2"><span class="day fs-small text-muted">{day}</span></div>
  <div class="thumb col-xs-12 col-sm-3"><a class="thumb-link" href="/en/newsroom/news_{number}.htm" tabindex="-1">\
<img class="img-responsive lazyload" width="155" height="88" loading="lazy" decoding="async" \
sizes="(max-width: 767px) 100vw, (max-width: 991px) 25vw, 155px" src="/assets/pictures/{folder}/{file}" alt="" title="{file} - {caption}, {size}KB"></a></div>
  <div class="text col-xs-12 col-sm-7">
    <h3 class="introtxt"><a class="bold title-link" href="/en/newsroom/news_{number}.htm">{title}</a></h3>
    <p class="summary cf">{summary} <em class="place">{place}</em></p>
    <ul class="tags list-inline" data-track="news-list-tags"><li class="tag"><a class="tag-link" href="/en/topics/topic_{topic}.htm">\
Topic {topic}</a></li></ul>
    <span class="glyphicon glyphicon-chevron-right more hidden-xs" aria-hidden="true"></span>
  </div>
</div>
"""
_TAIL = "</div><p class='footer'>Back to top</p></body></html>\n"


@cache
def page(count: int) -> bytes:
    """Return the HTML of a page that lists so many entries, three a day."""
    chance = random.Random(count)
    menu = "".join(f'<li><a href="/en/menu_{n}.htm">Menu {n}</a></li>' for n in range(30))
    rows = (_row(number, chance) for number in range(count))
    return "".join((_HEAD.format(menu=menu, count=count), *rows, _TAIL)).encode()


def _row(number: int, chance: random.Random) -> str:
    day = _NEWEST - dt.timedelta(days=number // 3)
    return _ROW.format(
        number=900_000 - number,
        day=f"{day.day:02} {_MONTHS[day.month - 1]}. {day.year}",
        folder=f"{day:%Y_%m}",
        file=f"{day:%y%m%d}-picture-{number}.jpg",
        size=f"{chance.uniform(10, 90):.2f}",
        title=_words(chance, 9),
        caption=_words(chance, 4),
        summary=_words(chance, 32),
        place=_words(chance, 1),
        topic=chance.randrange(40),
    )


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(_WORDS, k=count)).replace("&", "&amp;")
