"""Pages in another dress: the same entries, while classes, wrappers, attributes, ads and the like differ.

It takes bytes of a page and a seed, and gives bytes; the same seed gives the same page.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import Any

from lxml import etree

from feedkit import _html, parsers
from feedkit.errors import PageError
from feedkit.models import Page

_KEPT = frozenset(
    "href src srcset data-src datetime title content name property itemprop itemscope itemtype typeof vocab about rel"
    " lang charset http-equiv onclick data-href data-url data-link alt type resource id hidden style open".split()
)
"""Attributes that carry values, or say what is seen."""
_FIXED = frozenset(
    "html head body title meta link base script style tr td th thead tbody tfoot li dt dd option".split()
)
"""Elements around which no other may stand."""
_TEXTS = frozenset(
    "p a span b i em strong small time h1 h2 h3 h4 h5 h6 dt summary button label font code".split()
)
_MARKED = re.compile(r"\b(?:h-|p-|u-|dt-)")
_WORDS = "gizmo plinth quark tarn vole wicket yarrow zinnia bracken copse dapple ember fathom".split()


def _elements(root: Any) -> list[Any]:
    return [each for each in root.iter("*") if each.tag not in ("script", "style")]


def rename_classes(root: Any, rng: random.Random) -> None:
    """Give each class another name, the same everywhere; those that carry a meaning stay."""
    names: dict[str, str] = {}
    for each in root.xpath("//*[@class]"):
        tokens = each.get("class").split()
        if not _MARKED.search(each.get("class")):
            new = (names.setdefault(token, f"{rng.choice(_WORDS)}-{len(names)}x") for token in tokens)
            each.set("class", " ".join(new))


def add_wrappers(root: Any, rng: random.Random) -> None:
    """Put an element around all of some kinds of elements, and two around all that the page shows."""
    kinds = sorted({_kind(each) for each in _elements(root) if each.tag not in _FIXED | _TEXTS})
    chosen = set(rng.sample(kinds, min(3, len(kinds))))
    for each in [each for each in _elements(root) if _kind(each) in chosen]:
        _wrap(each, "div")
    body = root.find("body")
    if body is not None:
        outer = etree.SubElement(etree.Element("div"), "div")
        outer.text, body.text = body.text, None
        outer.extend(list(body))
        body.append(outer.getparent())


def _kind(element: Any) -> str:
    parent = element.getparent()
    return f"{'' if parent is None else parent.tag} {element.tag} {element.get('class')}"


def _wrap(element: Any, tag: str) -> None:
    parent, tail = element.getparent(), element.tail
    if parent is None or parent.tag in (
        "table",
        "tbody",
        "thead",
        "tr",
        "ul",
        "ol",
        "dl",
        "p",
        "a",
        "font",
        "html",
    ):
        return
    wrapper = element.makeelement(tag)
    element.tail = None
    parent.replace(element, wrapper)
    wrapper.append(element)
    wrapper.tail = tail


def drop_attributes(root: Any, _rng: random.Random) -> None:
    """Take away the attributes that carry nothing of an entry."""
    for each in root.iter("*"):
        for name in [name for name in each.attrib if name not in _KEPT]:
            if not (name == "class" and _MARKED.search(each.get("class"))):
                del each.attrib[name]


def add_space(root: Any, rng: random.Random) -> None:
    """Put white space around what is a block, and make what there is longer."""
    for each in _elements(root):
        if each.tag not in _TEXTS and not (each.text or "").strip() and len(each):
            each.text = "\n" + " " * rng.randrange(9)
        if each.text and each.tag != "pre":
            each.text = re.sub(r"(?<=\w) (?=\w)", "\n   ", each.text)


def add_comments(root: Any, rng: random.Random) -> None:
    """Put comments in many places."""
    for each in _elements(root):
        if each.tag not in ("html", "head", "title") and rng.random() < 0.3:
            each.insert(0, etree.Comment(" 2019-01-02 <a href='/ad'>ad</a> "))
            each[0].tail, each.text = each.text, None


def add_ads(root: Any, rng: random.Random) -> None:
    """Put advertisements between entries, of the element that entries are."""
    try:
        page = Page(
            etree.tostring(root, method="html", encoding="utf-8"),
            "https://www.example.org/news/",
            charset="utf-8",
        )
        tree, rows = parsers.rows(page, "the page")
    except PageError:
        return
    paths = [tree.getroottree().getpath(row[-1]) for row in rows if row[-1].tag != "line"]
    found = [each for path in paths for each in root.getroottree().xpath(path)]
    for number, last in enumerate(found[2::5]):
        tag = last.tag if last.tag in ("tr", "li", "dd") else "div"
        ad = etree.Element(tag, {"class": "promo"})
        inner = etree.SubElement(ad, "td", colspan="9") if tag == "tr" else ad
        etree.SubElement(inner, "a", href=f"https://ads.example/{number}").text = rng.choice(
            ("Advertisement", "Sponsored: tyres", "Ad")
        )
        last.addnext(ad)
        ad.tail, last.tail = last.tail, None


def add_boxes(root: Any, rng: random.Random) -> None:
    """Put a banner above all, and a box with a few links below."""
    body = root.find("body")
    if body is None:
        return
    banner = etree.fromstring(
        '<div class="bar"><a href="/win">Win a prize</a> <span>until Sunday</span></div>'
    )
    box = etree.fromstring(
        '<div class="box"><p>You may also like</p><ul><li><a href="/x/1">Ten ways to peel an onion</a></li>'
        '<li><a href="/x/2">A chair for every room</a></li><li><a href="/x/3">What to do with old tyres</a></li></ul></div>'
    )
    banner.tail, body.text = body.text, None
    body.insert(0, banner)
    body.append(box)
    if rng.random() < 0.5:
        body.append(etree.fromstring("<p>Page made in 0.03 s</p>"))


def move_siblings(root: Any, rng: random.Random) -> None:
    """Change the order of the parts of a page: what is not its main part stands before or behind it."""
    for parent in root.xpath("//body | //body/div"):
        parts = [
            each for each in parent if each.tag in ("header", "footer", "aside", "nav", "form", "section")
        ]
        for each in parts:
            tail, each.tail = each.tail, None
            parent.remove(each)
            parent.insert(rng.choice((0, len(parent))), each)
            each.tail = tail


MUTATIONS: Sequence[Callable[[Any, random.Random], None]] = (
    rename_classes,
    add_wrappers,
    drop_attributes,
    add_space,
    add_comments,
    add_ads,
    add_boxes,
    move_siblings,
)


def mutate(
    content: bytes, charset: str | None, seed: int, mutations: Sequence[Callable[[Any, random.Random], None]]
) -> bytes:
    """Return a page after some mutations, in UTF-8."""
    rng = random.Random(seed)
    root = _html.tree(content, charset, "the page")
    for mutation in mutations:
        mutation(root, rng)
    return b"<!DOCTYPE html>\n" + etree.tostring(root, method="html", encoding="utf-8")
