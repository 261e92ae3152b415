"""What the names of members tell: which field of an entry a path in an object is, and how surely.

It takes a path of names, as in `attributes.publishedAt`, and gives a role and a strength from 1 to
10. It never sees a value.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[str, ...]


class Role(NamedTuple):
    """A field of an entry, and how surely a name speaks of it."""

    field: str
    strength: int


_TABLE = r"""
title    3   (?:sub|short|meta|seo|og|browser|alt|img|image|menu|nav) TITLE
title    0   (?:.* )?(?:user|host|domain|screen|nick|login|first|last|given|family|class|type|status|template) name
title    0   (?:.* )?(?:author|creator|owner|sender|publisher|site|server|country|language|category|state) name
title    2   file ?name
title    10  TITLE
title    9   (?:\w+ )+TITLE|TITLE (?:text|plain|\w\w)
title    8   name|subject|case name|caption|betreff|objet|asunto|oggetto|bezeichnung|intitulé|intitule
title    7   display name|tag name|question|label
title    4   full name|version|num|designation|topic|(?:\w+ )+(?:name|subject|topic)
title    2   text
link     0   (?:.* )?(?:image|img|thumb|thumbnail|icon|avatar|logo|picture|photo|api|assets?|upload|tarball) ADDRESSs?
link     0   (?:.* )?(?:audio preview|zipball|comments?|feed|rss|edit|share|twitter|facebook|video|audio|embed|next|prev) ADDRESSs?
link     0   (?:.* )?(?:previous|author|user|discussion|sitemap|admin|source|git|ssh|clone|parent|category|tag) ADDRESSs?
link     10  (?:html|web|canonical|public|view|page|full|story|article|post|site|details?|absolute|news) ADDRESS
link     10  permalink|canonical(?: \w+)* ADDRESS|(?:url|link) (?:web|html|public)|front end url|share link|link ADDRESS|weblink
link     9   link|url
link     8   href|canonical|main entity of page|weburl|htmlurl|enlace|lien|adresse|verweis|liga|odkaz|länk|lenke|ссылка|链接|連結
link     7   landing page|uri|external url|target url
link     4   slug
link     6   alias|(?:path|url) alias
link     5   path|loc|alternate|short ?(?:link|url)|(?:pdf|document|file|download|browser download) ADDRESS
link     2   self (?:link|url)
link     3   guid|self|(?:\w+ )+ADDRESS
link     2   id
date     0   .*\b(?:end|until|expir\w*|deadline|due|closing|closes?|valid|birth|duration|count)\b.*
date     3   .*\b(?:updated?|modifi\w*|changed?|edited|revised|last|crawled|indexed|synced|fetched)\b.*
date     10  (?:\w+ )?(?:date )?(?:first )?PUBLISHED(?: ?(?:at|on|date|time|datetime|timestamp|gmt|utc|DAY))*
date     10  pubdate|dc date|veröffentlicht\w*|发布时间|发布日期|發布日期|published since
date     10  DAY (?:gmt|utc)
date     9   DAY(?: (?:time|text|iso|iso 8601))?|display date|date display
date     8   datetime|timestamp|time|sent|sent at|date (?:filed|decided|posted)|filed(?: at| on)?|dt
date     7   (?:created?|creation|added|submitted|uploaded?|announced|inserted)(?: (?:at|on|time|utc|gmt|DAY))*
date     6   \w+ (?:created?|creation|added|submitted|announced)(?: (?:at|on|time|utc|gmt|DAY))*
date     7   (?:DAY|time) (?:created|added|submitted|upload|announced)
date     6   (?:start|starts|effective|onset|begin|begins|event|meeting|hearing)(?: (?:at|on|time|DAY|local|utc))*
date     6   data|day
date     4   (?:\w+ )*(?:DAY|at|on|time|timestamp|ts)
summary  9   summary|excerpt|abstract|teaser|snippet|short description|description|standfirst|dek|deck|lede|intro
summary  9   introduction|lead|blurb|trail text|preview|synopsis|zusammenfassung|beschreibung|resumen|résumé|摘要
summary  5   (?:\w+ )+(?:summary|excerpt|abstract|teaser|description)|subtitle|sub title|subheading
content  8   content|body|content html|body html|article body|html|full text|release notes|story text
content  5   text|message|markdown|content text|selftext
author   9   authors?|byline|creators?|writers?|contributors?|dc creator|autor|auteur|author name
author   7   user|owner|submitter|submitter user|reporter|poster|(?:posted|created|submitted|published|written) by
category 9   categor(?:y|ies)|(?:\w+ )?section(?: name)?|topics?|kategorie
category 8   tags?|keywords?|labels?|rubrics?|subjects|channel|prerelease|category names?
image    9   (?:\w+ )?PICTURE(?: (?:url|src|link|uri|path|file))?
image    8   (?:url|link|src) (?:to |of )?PICTURE
image    7   (?:\w+ )?media|media (?:url|src)|media attachments
id       9   id|guid|uuid|uid|identifier|key|nid|object id
id       6   (?:case|matter|event|meeting|notice|entry|story|post|news|article|document|doc|release|message|topic|thread) (?:id|guid)
id       6   (?:job|video|episode|record|item|content|node|bug|cve|rev|revision) (?:id|guid)|revid|cid
"""
"""A field, how surely, and the names (lower-case words) that say it; the first of each field counts, 0 is "never"."""

_WORDS = {
    "TITLE": "title|headline|heading|titre|titel|titulo|título|titolo|titol|títol|titulek|tytul|tytuł|tittel|otsikko"
    "|rubrik|overskrift|başlık|заголовок|название|标题|標題|タイトル|제목|عنوان|כותרת",
    "DAY": "date|datum|fecha|дата|日期|日時|dato|päivä|tarih|dată|päivämäärä",
    "ADDRESS": "url|link|href|uri|permalink",
    "PUBLISHED": "published|publish(?:ing)?|publication|pub|released?|issued?|posted|aired|live",
    "PICTURE": "images?|img|thumbnails?|thumb|pictures?|photos?|cover|hero|poster|featuredmedia|featured media|multimedia|visual|illustration|bild|foto|imagen|immagine|afbeelding|imatge",
}


def _leaves() -> Iterator[tuple[str, int, re.Pattern[str]]]:
    for line in _TABLE.strip().splitlines():
        field, strength, pattern = line.split(None, 2)
        for word, meant in _WORDS.items():
            pattern = pattern.replace(word, f"(?:{meant})")
        yield field, int(strength), re.compile(pattern)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    return tuple(_leaves())


_NEUTRAL = re.compile(
    r"attributes|node|fields|properties|data|item|record|content|rendered|document|doc|object|result|entity|story"
    r"|article|post|entry|news|value|(?:\w+ )?info|dates|cells|results|text|raw|plain|html|cdata|en|de|fr|es|it|pt|nl|sv|ja|zh|ca|pl|[a-z]{2} [a-z]{2}"
    "|default|frontmatter|metadata|meta|release|event|publication"
)
"""Names around a member that tell nothing of what it is."""

_VALUES = {
    "title": re.compile(
        "rendered|text|value|raw|plain|plain text|html|cdata|main|[a-z]{2}|[a-z]{2} [a-z]{2}|default"
    ),
    "summary": re.compile(
        "rendered|text|value|raw|plain|plain text|html|cdata|[a-z]{2}|[a-z]{2} [a-z]{2}|default"
    ),
    "content": re.compile("rendered|text|value|html|cdata|processed|[a-z]{2}"),
    "link": re.compile("href|url|path|alias|html|web|canonical|alternate|public|id|self|site|detail"),
    "date": re.compile(
        "(?:local )?date|value|iso|iso 8601|date ?time|timestamp|seconds|start|local|text|utc|raw|cdata|number long"
    ),
    "author": re.compile(
        "name|display name|full name|real name|login|username|title|text|value|label|original"
    ),
    "category": re.compile("name|title|label|text|value|display name"),
    "image": re.compile("url|src|href|content url|link|source url|uri|full|large|original|path|default"),
}
"""What the members of a member are called that hold its value."""

_LINKS = Role("link", 7)
_LONGEST = 100
_FAR = 5
"""How much less a name says inside something unknown, as in `venue.name`."""
_NEAR = 1
"""How much less it says inside of what is called a text and is none, as in `snippet.title`."""
_WEAK = {
    "link": {"raw": 4, "path": 4, "api": 4, "self": 1},
    "author": {"login": 1, "username": 1},
    "date": {"local": 1},
    "image": dict.fromkeys(
        ("link", "thumbnail", "thumb", "small", "small thumbnail", "icon", "default", "medium"), 1
    ),
}
"""How much less names say of the value of a member: one for programs, one that is small."""


_INDEXED = re.compile(r"^(?:[sdt]s|[sdt]m|tw[sm])_(?:X3b_[a-z]{2}_)?(?=\w)|(?<=\w)_(?:s|ss|t|dts?|tdt|txt)$")
"""What an index adds to the names of its fields to tell their types: `ss_url`, `title_txt`."""


def words(name: str) -> str:
    """Return a name as lower-case words: `datePublished`, `date_published` and `dc:date-published` alike."""
    name = name.rpartition(":")[2] if not name.startswith(("http:", "https:")) else name.rpartition("/")[2]
    name = _INDEXED.sub("", name)
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^\w]+|_+", " ", name)
    return spaced.strip().lower()


@lru_cache(maxsize=8192)
def roles(path: Path) -> tuple[Role, ...]:
    """Return which fields a path may be, the likeliest first; nothing for a path that tells none."""
    if max(map(len, path)) > _LONGEST:
        return ()
    if len(path) > 1 and path[0] == "_embedded":
        path = path[1:]
    *around, leaf = map(words, path)
    penalty = 0
    for place, name in enumerate(around):
        if path[place] != "_source" and not (_NEUTRAL.fullmatch(name) and place < len(around)):
            outer = _outer(name)
            found = outer and _inside(outer, [*around[place + 1 :], leaf])
            if outer and (found or outer.field not in ("summary", "content")):
                return found or ()
            penalty += _NEAR if outer else _FAR
    by_leaf = [role for role in _of_leaf(leaf) if role.strength > penalty]
    return tuple(role._replace(strength=role.strength - penalty) for role in by_leaf)


def never(path: Path, field: str) -> bool:
    """Return whether a name says that its values are not those of a field, such as `expires` for a date."""
    return any(role == (field, 0) for role in _named(words(path[-1])))


def may_hold(path: Path) -> bool:
    """Return whether a list below a path may hold values of a field, such as authors or pictures."""
    names = [words(name) for name in path]
    return any(_outer(name) is not None for name in names)


def _outer(name: str) -> Role | None:
    """Return the field that an object or a list of this name is the value of."""
    if name in ("links", "link", "urls", "external urls", "url", "path", "permalink", "main entity of page"):
        return _LINKS
    found = [role for role in _of_leaf(name) if role.field in _VALUES]
    return next((role for role in found if role.strength > 6 or name == "start"), None)


def _inside(outer: Role, names: list[str]) -> tuple[Role, ...]:
    leaf = names[-1]
    if outer.field == "link" and not _VALUES["link"].fullmatch(leaf):
        if not any(map(_VALUES["link"].fullmatch, names)):
            return tuple(
                role._replace(strength=1) for role in _of_leaf(f"{leaf} link") if role.field == "link"
            )
    elif outer.field not in _VALUES or not _VALUES[outer.field].fullmatch(leaf):
        return (outer._replace(strength=1),) if outer.field == "image" else ()
    weak = max(_WEAK.get(outer.field, {}).get(name, 0) for name in names)
    return (outer._replace(strength=max(outer.strength - weak - (len(names) > 2), 1)),)


def _of_leaf(name: str) -> tuple[Role, ...]:
    return tuple(role for role in _named(name) if role.strength)


def _named(name: str) -> tuple[Role, ...]:
    found: dict[str, Role] = {}
    for field, strength, pattern in _patterns():
        if field not in found and pattern.fullmatch(name):
            found[field] = Role(field, strength)
    return tuple(found.values())
