"""Why a picture is likely none of an entry's: spacers, icons, avatars, tracking pixels, placeholders.

It takes an element of a page and the address of its picture; gives one word for the reason, or None.
It goes by what pages say (sizes, names, places), never by a list of hosts, and never drops anything.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Any

from feedkit import _renditions, _text

_ICON_SIDE = 40
"""Pixels: what is shown no larger is no picture to look at."""
_DRAWING_SIDE = 100
"""Pixels: what is shown larger is no icon, whatever it is called."""
_AVATAR_SIDE = 160
_LINE = 3
_NEAR = 3
"""How many elements around a picture say what it is."""

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TERM = re.compile(r"(?:tag|category|term|topic|section|type|status|format)-\S*")
"""Classes that say what an entry is about."""

_ICON = re.compile(
    r"(?<![a-z])(?:(?:arrows?|badge|bullet|btn|button|chevron|emojis?|icns?|ico|icons?|ratings?|smil(?:ey|ie)s?|social|"
    r"sprites?|stars?|share)(?![a-z])|fa-)"
)
_ICON_PLACE = re.compile(
    r"(?<![a-z])(?:badges?|emojis?|icons?|ratings?|shar(?:e|ing)|social(?:-?(?:link|media|icon)s?)?|stars)(?![a-z-])"
)
_FEW_WORDS = 40
_NAMED_ICON = re.compile(
    r"(?:^|[-_.]|(?<=[a-z]))(?:Icons?(?=[A-Z_.-])|icons?(?=[-_.]))[^/?#]*\.(?:gif|ico|png|svg)(?:[?#]|$)"
)
"""Files that call themselves icons, `pdf-icon.png`, `HomeIconVideos.png`."""
_ICON_FOLDER = re.compile(r"/(?:emojis?|flags|icns?|icons?|smil(?:ey|ie)s|sprites?)/")
_DRAWN = re.compile(r"\.(?:gif|ico|png|svg|webp)(?:[?#]|$)")
_DRAWING_WORDS = frozenset(
    "add arrow arrows back badge bell black blue bookmark btn bullet button calendar camera caret cart check chevron "
    "circle clock close comment comments cross dark date divider document dot doc down download email emoji envelope "
    "excel external facebook favicon fb feed file filetype flag gear globe gray green grey heart home ico icn icon icons "
    "img info instagram label large left light line link linkedin list location lock logo mail map marker menu "
    "minus more new next outline pdf phone pin pinterest play plus powerpoint ppt prev print printer question quote "
    "rating reddit red right rss search separator share small smiley social solid square star stars sym symbol tag tags "
    "telegram threads tick tiktok time tumblr twitter up user video view vk warning weibo whatsapp white word x xls "
    "yellow youtube zip bluesky mastodon svg gif png".split()
)
_PLACEHOLDER = re.compile(
    r"(?:[-_. ]?(?:ajax|available|blank|clear|coming[-_]?soon|default|dummy|empty|fallback|found|gr[ae]y|img|image|lazy|"
    r"(?:pre)?load(?:ing|er)?|missing|no|none|not|photo|pic(?:ture)?|pixel|placeholder|shim|spacer|spinner|thumb(?:nail)?|"
    r"trans(?:parent)?|[0-9]++(?:x[0-9]++)?))+\.\w+(?:[?#]|$)"
)
_SURELY = re.compile(
    r"blank|clear|soon|default|dummy|empty|fallback|gr[ae]y|lazy|load|missing|no[-_ ]?(?:image|img|photo|pic|thumb)|none|not|"
    r"pixel|placeholder|shim|spacer|spinner|trans|1x1"
)
_SPACER = re.compile(r"blank|clear|empty|pixel|shim|spacer|trans|1x1|dot")

_TILED = re.compile(r"(?<!no-)repeat", re.IGNORECASE)

_AVATAR = re.compile(
    r"(?<![a-z])(?:g?r?avatars?(?![a-z])|user-?(?:pic|icon|img|image|photo)|head-?shots?(?![a-z])|"
    r"(?:author|byline|contributor|member|profile|writer)s?[-_ ]*(?:avatar|pic|picture|image|img|photo|thumb))"
)
_PEOPLE = re.compile("avatar|user|head|author|byline|contributor|member|profile|writer")
"""One of these is in everything that is called as an avatar is."""
_AUTHOR = re.compile(r"(?<![a-z])(?:authors?|by-?line|commenter|contributors?|posted-?by|vcard)(?![a-z])")
_SHORT_TEXT = 200

_TRACKER_HOST = re.compile(
    r"//(?:[^/]*\.)?(?:analytics|beacon|count|counter|hits?|metrics|pixel|stats?|telemetry|top|track|tracker|tracking)"
    r"[0-9]*\.[^/]+/"
)
_TRACKER_PATH = re.compile(
    r"/(?:__?utm|1x1|analytics|beacon|collect|count(?:er)?|hits?|imp|impression|matomo|open|piwik|pixel|statcounter|track|"
    r"tracker|tracking|trk|watch)s?(?:\.(?:gif|png|php|aspx?|ashx|cgi|jsp))?(?:/[0-9a-z-]*)?(?:[?#;]|$)"
    r"|/(?:b|c|g|hit|i|p|px|s|t|tr)(?:\.gif)?\?\S*="
)
_PHOTO = re.compile(r"\.(?:jpe?g|webp|avif)(?:[?#]|$)")


def doubt(element: Any, address: str, root: Any = None) -> str | None:
    """Return why the picture at an address is likely none of the entry's; None when nothing says so.

    `root` is the entry's element; what stands outside of it says nothing.
    """
    sides = _sides(element)
    lower = address.lower()
    return (
        _tiny(element, sides, lower)
        or stand_in(lower)
        or _drawing(element, sides, address, root)
        or _portrait(element, sides, lower, root)
    )


def is_tracking(element: Any, address: str) -> bool:
    """Whether a picture is there to be counted and not to be seen."""
    return _tiny(element, _sides(element), address.lower()) is not None


def _sides(element: Any) -> list[int]:
    """Return the pixels at which an element says that it is shown."""
    return [side for side in _renditions.declared(element) if side is not None]


def _tiny(element: Any, sides: list[int], address: str) -> str | None:
    if sides and min(sides) > _ICON_SIDE:
        return None
    is_line = bool(sides) and min(sides) <= _LINE
    if not is_line and (element.get("alt") or _PHOTO.search(address)):
        return None
    name = address[address.rfind("/") + 1 :]
    is_spacer = "?" not in name and _SPACER.search(name) is not None
    if is_line:
        return "spacer" if is_spacer or max(sides) > _LINE else "tracking pixel"
    if is_spacer:
        return None
    is_tracker = _TRACKER_HOST.search(address) or _TRACKER_PATH.search(address)
    return "tracking pixel" if is_tracker else None


def stand_in(address: str) -> str | None:
    """Return what a file is called that stands for a picture that is not there."""
    name = address[address.rfind("/") + 1 :][:255].lower()
    if not _PLACEHOLDER.match(name) or not _SURELY.search(name):
        return None
    return "spacer" if _SPACER.search(name) else "placeholder"


def _drawing(element: Any, sides: list[int], printed: str, root: Any) -> str | None:
    address = printed.lower()
    if sides and max(sides) <= _ICON_SIDE:
        return "icon"
    if element.tag not in ("img", "amp-img") and _is_pattern(element, address):
        return "decoration"
    if sides and max(sides) > _DRAWING_SIDE:
        return None
    own = _called(element)
    if _ICON.search(own) or any(parent.tag == "button" for parent in islice(element.iterancestors(), 3)):
        return "icon"
    if not _DRAWN.search(address):
        return None
    if _is_ornament(element, address):
        return "decoration"
    name = address[address.rfind("/") + 1 :].partition("?")[0].rpartition(".")[0]
    if _NAMED_ICON.search(printed[printed.rfind("/") + 1 :]):
        return "icon"
    words = re.findall(r"[a-z]+", name)
    is_drawn = bool(words) and _DRAWING_WORDS.issuperset(words) and "logo" not in words
    return "icon" if is_drawn or _ICON_FOLDER.search(address) or _is_among_icons(element, root) else None


def _is_ornament(element: Any, address: str) -> bool:
    """Whether a drawing is by its markup no content (WAI-ARIA 1.2 sections 5.3.3 and 6.6)."""
    is_unsaid = element.get("aria-hidden") == "true" or element.get("role") in ("presentation", "none")
    return is_unsaid and not element.get("alt") and address.partition("?")[0].endswith((".gif", ".svg"))


def _is_among_icons(element: Any, root: Any) -> bool:
    """Whether what stands around a picture is called as a place of icons, and says little."""
    for parent in islice(element.iterancestors(), _NEAR):
        if parent is root:
            break
        if _ICON_PLACE.search(_called(parent)):
            return len(_text.clean("".join(parent.itertext()))) <= _FEW_WORDS
    return False


def _is_pattern(element: Any, address: str) -> bool:
    """Whether a background is tiled, or a drawing."""
    style, path = element.get("style") or "", address.partition("?")[0]
    return bool(_TILED.search(style)) or path.endswith((".gif", ".svg"))


def _portrait(element: Any, sides: list[int], address: str, root: Any) -> str | None:
    """Return whether a picture is of the one who wrote."""
    if sides and max(sides) > _AVATAR_SIDE:
        return None
    said = f"{_called(element)} {address}"
    if (_PEOPLE.search(said) and _AVATAR.search(said)) or element.get("itemprop") == "author":
        return "avatar"
    parent = element
    for _ in range(4):
        parent = parent.getparent()
        if parent is None or parent is root:
            break
        get = parent.get
        place = _place(get("class"), get("id"), get("itemprop"), get("rel"))
        if place == "avatar" or (place and len("".join(parent.itertext())) <= _SHORT_TEXT):
            return "avatar"
    return None


@lru_cache(maxsize=1024)
def _place(classes: str | None, name: str | None, *roles: str | None) -> str | None:
    """Return whether an element is called as a place for an avatar, or for an author, in which one may stand."""
    said = " ".join((_words(classes, name), *(role or "" for role in roles)))
    if _AVATAR.search(said):
        return "avatar"
    return "author" if _AUTHOR.search(said) else None


def _called(element: Any) -> str:
    """Return the class and id of an element as words, without what its entry is about."""
    return _words(element.get("class"), element.get("id"))


@lru_cache(maxsize=1024)
def _words(classes: str | None, name: str | None) -> str:
    return _CAMEL.sub("-", _TERM.sub("", f"{classes or ''} {name or ''}"[:500])).lower()
