"""A page to its raw entries: by a recipe where there is one, else by its data, its shape or its text.

It takes a `Page` and gives an `EntriesPage`, or a `PageError` that says what was tried. Nothing is
fetched, and no parser knows another.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from feedkit import _charsets
from feedkit.errors import DocumentError, PageError
from feedkit.models import EntriesPage, Problem
from feedkit.parsers import _alternates

if TYPE_CHECKING:
    from feedkit.models import Page
    from feedkit.sources import Recipe

MOST_ENTRIES = 10_000
_TRUSTED = 0.75
"""From here on the data that a page carries is believed to be its list: entries with titles, links and dates."""

_DOCTYPE = re.compile(rb"<!doctype\s+html[\s>]|<html[\s>].*</html\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(
    rb"</?(?:html|head|body|div|table|tr|td|[uod]l|li|article|section|main|p|a|h[1-6]|br)\b", re.IGNORECASE
)
_SOME_TAGS = 3
"""So many tags make HTML of what starts with one; a text may speak of tags."""
_JSON_TYPE = re.compile(r"(?:application|text)/(?:[\w.-]+\+)?(?:x-)?(?:json|ndjson|jsonl|json-seq)")
_JSON = re.compile(
    rb"\s*(?:\)\]\}'?,?\s*|\]\)\}while\(1\);</x>|(?:while\s*\(1\)|for\s*\(;;\));\s*"
    rb"|(?:/\*.{0,200}?\*/\s*)?(?:(?:var|let|const)\s+)?[\w$.]{1,80}\s*[(=]\s*|/\*.{0,200}?\*/\s*|\"\s*)?"
    rb"(?:\{\s*\\?[\"}]|\[\s*(?:[\[{\]]|\\?\"))"
)
"""How JSON begins, bare or behind what servers put before it: a guard, a comment, a call, a quotation mark."""


def parse(
    page: Page, recipe: Recipe | None = None, *, subject: str | None = None, number: int | None = None
) -> EntriesPage:
    """Return the raw entries of a page, in its order.

    `subject` is how errors call the page (default: its address). `number` chooses another of the lists that
    an HTML page seems to have, or insists on the first. Raises `PageError` with the code
    `empty-page`, `not-html`, `not-json`, `already-a-feed`, `no-list`, `truncated` or `too-large`.
    """
    name = subject or page.url or "the page"
    _refuse_binary(page, name)
    text, doubt = _charsets.read(page.content, page.charset)
    page = replace(page, content=text.encode(), charset="utf-8")
    _refuse_unreadable(page, name)
    found = _read(page, recipe, name, number)
    if len(found.entries) > MOST_ENTRIES:
        message = f"too many entries: {name}: {len(found.entries):,}, the limit is {MOST_ENTRIES:,}"
        raise PageError(message, "too-large", "choose a page, or an `entry` selector, with fewer", name)
    following = (link.url for link in page.links if "next" in link.rels)
    found = replace(found, next=found.next or next(following, None))
    return replace(found, problems=(*found.problems, Problem(*doubt))) if doubt else found


def _read(page: Page, recipe: Recipe | None, name: str, number: int | None) -> EntriesPage:
    """Return what the parser for a page finds; where that is nothing, say what stands there instead."""
    try:
        if _is_json(page, recipe):
            from feedkit.parsers import json

            try:
                return json.parse(page, recipe, name)
            except PageError:
                inner = _markup_in(page)
                if inner is None or (recipe and recipe.entry and recipe.entry.reads_json):
                    raise
                page = inner
        if recipe is not None and recipe.entry is not None:
            from feedkit.parsers import recipe as by_recipe

            return by_recipe.parse(page, recipe, name)
        if _is_html(page):
            return _found(page, name, number)
        from feedkit.parsers import text

        return text.parse(page, recipe, name)
    except PageError as error:
        from feedkit import _walls

        wall = _walls.recognise(page) if error.code in ("empty-page", "no-list", "not-json") else None
        if wall is None:
            raise
        raise PageError(f"nothing found: {name}: {wall.cause}", wall.code, wall.hint, name) from error


def _found(page: Page, name: str, number: int | None) -> EntriesPage:
    """Return the list of an HTML page: the one that its shape shows, completed by the data that it carries.

    Data alone counts where the shape shows no list, and where it is marked as a list and has more than is
    seen of it, or another one. State is more than the page shows, so it only completes or stands in.
    """
    from feedkit import _html, _pictures
    from feedkit.parsers import detect, structured

    root = _html.tree_of(page.content, name)
    facts = _html.facts(root, page.url)
    if number is not None:
        return detect.parse(page, root, facts, name, number)
    carried = structured.find(root, facts.base, facts.url, page.content)
    if carried.is_entry:
        hint = "give the address of the page that lists it, or write a recipe"
        cause = "the page says that it is itself one entry"
        raise PageError(f"nothing found: {name}: {cause}", "no-list", hint, name)
    lists = [each for each in carried.candidates if each.trust >= _TRUSTED and len(each.entries) > 1]
    try:
        shown = detect.parse(page, root, facts, name)
    except PageError:
        if not lists:
            raise
        shown = EntriesPage(facts.url, facts.base, title=facts.title, language=facts.language)
    if best := structured.choose(lists, shown.entries, facts.base):
        shown = replace(shown, parser=best.kind, left_out=() if best.elements else shown.left_out)
        found, pictures = structured.illustrated(best, shown.entries, facts.base)
    else:
        found = structured.merge(shown.entries, carried.candidates, facts.base)
        pictures = [_pictures.told(entry.images) for entry in found]
    found, left_out = _pictures.placed(found, pictures)
    return replace(
        shown,
        site_name=facts.site_name,
        entries=found,
        left_out=tuple(sorted((Counter(dict(shown.left_out)) + Counter(dict(left_out))).items())),
        problems=(*shown.problems, *carried.problems),
        retrieved=page.retrieved,
    )


def rows(page: Page, subject: str, number: int | None = None) -> tuple[Any, list[list[Any]]]:
    """Return the tree of an HTML page, and in it the elements of each entry of a list that its shape shows."""
    from feedkit import _html
    from feedkit.parsers import detect

    text, _ = _charsets.read(page.content, page.charset)
    if _is_json(page, None) and (inner := _markup_in(page)):
        text = inner.content.decode()
    root = _html.tree_of(text.encode(), subject)
    return root, detect.find(root, _html.facts(root, page.url), number or 1)


def _is_json(page: Page, recipe: Recipe | None) -> bool:
    """Return whether a page is to be read as JSON: by its recipe, as it is declared, or by how it begins."""
    if recipe is not None and recipe.entry is not None and recipe.entry.reads_json:
        return True
    is_declared = _JSON_TYPE.fullmatch(page.media_type or "") and not page.content.lstrip().startswith(b"<")
    return bool(is_declared or _JSON.match(page.content))


def _markup_in(page: Page) -> Page | None:
    """Return the HTML that an answer in JSON holds, as what loads more of a list does; None where it holds none."""
    from feedkit.parsers import json

    markup = (json.longest_text(page) or "").encode()
    is_markup = len(_TAG.findall(markup[:65_536])) >= _SOME_TAGS
    return replace(page, content=markup, charset="utf-8", media_type="text/html") if is_markup else None


def _is_html(page: Page) -> bool:
    """Return whether a page is HTML: as it is declared, else by its tags."""
    if page.media_type in ("text/html", "application/xhtml+xml", "text/plain"):
        return page.media_type != "text/plain"
    if page.content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return any(islice(_TAG.finditer(page.content), _SOME_TAGS - 1, None))
    return bool(_DOCTYPE.search(page.content))


def _refuse_unreadable(page: Page, name: str) -> None:
    if not page.content.strip():
        hint = "look at the page in a browser; it may need JavaScript or a login"
        raise PageError(f"nothing found: {name}: the page is empty", "empty-page", hint, name)
    if _alternates.is_feed(page.content):
        hint = f"subscribe to {page.url or _own_address(page.content) or 'it, where it is published'}"
        raise PageError(f"no page: {name}: it is a feed already", "already-a-feed", hint, name)


def _own_address(content: bytes) -> str | None:
    """Return where a feed says that it is published."""
    from feedkit.parsers import feed

    try:
        return feed.parse(content).self_link
    except DocumentError:
        return None


def feeds_of(page: Page, subject: str) -> tuple[str, ...]:
    """Return the addresses of the feeds that a page and the header of its answer name."""
    from feedkit import _html

    try:
        root = _html.tree(page.content, page.charset, subject)
        return _alternates.named(root, _html.facts(root, page.url).base, page.links)
    except PageError:
        return _alternates.named(None, page.url, page.links)


def _refuse_binary(page: Page, name: str) -> None:
    if _charsets.is_binary(page.content):
        hint = "give an HTML page or its text"
        raise PageError(f"not a page: {name}: the content is binary", "not-html", hint, name)
