"""Names in a page that last: classes, ids and attributes that will be there when its entries are others.

It takes elements and gives the simple selectors that name them, the best first. What a machine made up,
what counts, and what tells one entry from the others is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NAME = re.compile(r"-?[A-Za-z_][A-Za-z_-]*")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
_UNSPEAKABLE = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}", re.IGNORECASE)
_SHORT = re.compile(r"h[1-6]|[a-z]{1,4}", re.IGNORECASE)
"""Words that need no vowel: `nav`, `btn`, `txt`."""
_PASSING = re.compile(
    r"(?:^|[-_])(?:odd|even|first|last|active|current|selected|new|newest|latest|sticky|open|opened|closed"
    r"|expanded|collapsed|visible|invisible|hidden|show|shown|loaded|lazy|lazyloaded|animated|hover|focus"
    r"|unread|read|visited|today|past|upcoming|alt|pinned|clearfix)(?:$|[-_])"
    r"|^(?:is|has|js|no|category|categories|cat|tag|tags|author|format|status|lang|color|bg|wow|aos)[-_]"
    r"|^hentry$",
    re.IGNORECASE,
)
"""Classes that say how one entry is now, or what it is about."""
_ATTRIBUTES = ("itemprop", "property", "role", "rel", "data-testid", "data-test", "data-type", "scope")
_TELLING = frozenset(
    "a abbr address article b blockquote caption cite dd dl dt em figcaption figure h1 h2 h3 h4 h5 h6 img "
    "p small strong summary time".split()
)
"""Elements whose name alone says what they hold."""


_LETTER, _ADDRESSED = 1.6, 2.2
"""The cost of a class of one letter, which tools that make pages smaller like as well, and of where a link leads."""
_PLACE = re.compile(r"https?://[\w.-]+/|/[A-Za-z_-]+/")
_KIND = re.compile(r"(?:^|[^/])/[^/?#]*(\.[A-Za-z]\w{1,3})$")


class Name(NamedTuple):
    """A simple selector and how much is against it."""

    text: str
    cost: float


def is_lasting(name: str) -> bool:
    """Return whether a class or an id is a word of the page's makers, and holds for every entry."""
    if not _NAME.fullmatch(name) or _PASSING.search(name):
        return False
    tail = name.partition("__")[2]
    if tail and not tail.islower():  # CSS modules: `Card_title__aBcDe`
        return False
    words = _WORD.findall(name)
    if not words or (name != name.lower() and name != name.upper() and all(len(word) < 4 for word in words)):
        return False
    return all(map(_is_speakable, words))


def _is_speakable(word: str) -> bool:
    if _SHORT.fullmatch(word):
        return True
    return bool(_VOWEL.search(word)) and not _UNSPEAKABLE.search(word)


def of(element: Any) -> list[Name]:
    """Return the simple selectors of an element, the best first."""
    tag = element.tag
    names = [Name(f"{tag}.{each}", 1.0 if len(each) > 1 else _LETTER) for each in classes(element)]
    names += [Name(f"{tag}{each}", 1.1) for each in _attributes(element)]
    own = element.get("id") or ""
    if is_lasting(own):
        names.append(Name(f"#{own}", 0.9))
    names.append(Name(tag, 1.0 if tag in _TELLING else 1.7))
    return sorted(names, key=lambda name: name.cost)


def classes(element: Any) -> list[str]:
    """Return the classes of an element that last, in their order."""
    return [each for each in dict.fromkeys((element.get("class") or "").split()) if is_lasting(each)]


def _attributes(element: Any) -> Iterator[str]:
    for name in _ATTRIBUTES:
        value = element.get(name) or ""
        if is_lasting(value):
            yield f'[{name}="{value}"]'


def addressed(element: Any) -> Iterator[Name]:
    """Yield the names of a link by its address: the host or the first folder that it leads to, the kind of its file."""
    address = (element.get("href") or "") if element.tag == "a" else ""
    if place := _PLACE.match(address):
        yield Name(f'a[href^="{place[0]}"]', _ADDRESSED)
    if kind := _KIND.search(address):
        yield Name(f'a[href$="{kind[1]}"]', _ADDRESSED)


def shared(elements: Sequence[Any]) -> list[Name]:
    """Return the simple selectors that all of some elements have, but for ids, the best first."""
    first, *others = elements
    sets = [{name.text for name in of(each)} for each in others]
    return [name for name in of(first) if all(name.text in names for names in sets)]
