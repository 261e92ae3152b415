"""Selectors: CSS as parsel writes it, or XPath 1.0, as compiled lxml expressions; or paths into JSON.

It takes the texts of a recipe, gives `Rule`s (plain values that pickle) and what they find below an
element; each rule is compiled once. A selector that cannot be read is a `ConfigError` that names its
key and the position in its text. It never chooses between what was found: that is the parser's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from feedkit import _paths
from feedkit.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    Finder = Callable[[Any], list[Any]]

Kind = Literal["css", "xpath", "json"]

MATCH_SECONDS = 0.1
MATCH_CHARACTERS = 65_536

_XPATH_START = re.compile(r"\s*(?:/|\./|\.\.|\(|@|\.\s*$)")
_LITERAL = re.compile(r"\"[^\"]*\"|'[^']*'")
_ABSOLUTE = re.compile(r"(?:^|[(\[|,=<>+!]|(?<![/:@\[(])\b(?:and|or|div|mod)\b|\s-)\s*(/)")
_CALL = re.compile(r"(?<![\w:-])([A-Za-z_][\w.-]*(?::[\w.-]+)?)\s*\(")
_VARIABLE = re.compile(r"\$")
_NAMESPACE = re.compile(r"(?<![\w.-])(?:namespace::|[^\W\d][\w.-]*:(?=[\w*]))")
_PLACE = re.compile(r" at (\d+)")
_PSEUDO_CLASS = re.compile(r":[\w-]+")
_UNSEEN = "self::script or self::style or self::template or self::noscript"
"""Elements whose texts nobody sees: `*::text` passes them by."""
_TEXTS_ALONE = re.compile(r"::(?:text|attr)\b|/?@[\w-]+\s*$|\btext\(\)\s*$")
_FUNCTIONS = frozenset(
    "last position count id local-name namespace-uri name string concat starts-with contains "
    "substring-before substring-after substring string-length normalize-space translate boolean not "
    "true false lang number sum floor ceiling round comment text processing-instruction node "
    "and or div mod".split()
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """The addresses of the further pages of a list, where a number in them tells the page."""

    template: str
    """A link as it would stand on the first page, with `{number}` in it."""
    first: int = 2
    step: int = 1

    def link(self, further: int) -> str:
        """Return the link to a further page, the first of which is 0."""
        return self.template.replace("{number}", str(self.first + further * self.step))


@dataclass(frozen=True, slots=True)
class Rule:
    """How one field is read: alternatives in order, then the steps on the value."""

    select: tuple[tuple[Kind, str], ...]
    """The first alternative that gives something counts."""
    attr: str | None = None
    """The attribute to take from the selected element."""
    strip: tuple[str, ...] = ()
    """Texts that are cut off the value's ends."""
    match: str | None = None
    """A regular expression: its first group, else the whole match, is the value."""
    date_formats: tuple[str, ...] = ()
    """`strptime` formats, tried first."""

    @property
    def reads_json(self) -> bool:
        """Whether the rule is one of paths into JSON."""
        return any(kind == "json" for kind, _ in self.select)


class BadSelector(ValueError):
    """A selector that cannot be read: `args` are the cause and the position, counted from 0."""


def kind_of(text: str) -> Kind:
    """Return what a selector's text is.

    XPath starts with `/`, `./`, `..`, `(` or `@`, or is `.`; a path into JSON starts with `$`.
    """
    if _paths.is_path(text):
        return "json"
    return "xpath" if _XPATH_START.match(text) else "css"


def check(rule: Rule, key: str, *, whole_page: bool) -> None:
    """Compile all of a rule; `ConfigError` names the key and the position of the first fault.

    Only a rule that looks at the `whole_page` may hold absolute paths: in a field, `//a` would
    search the page once for every entry.
    """
    for kind, text in rule.select:
        try:
            _expression(kind, text)
            if kind == "xpath" and not whole_page:
                _refuse_absolute(text)
        except BadSelector as error:
            raise _config_error(key, kind, text, error) from error
    if rule.match is not None:
        _check_match(rule.match, key)


def check_elements(rule: Rule, key: str) -> None:
    """Raise `ConfigError` when a rule that is to select the entries can give texts or a value alone."""
    from lxml.etree import Element

    for kind, text in rule.select:
        if kind == "json":
            continue
        found = _TEXTS_ALONE.search(_without_literals(text))
        if found or not isinstance(_expression(kind, text)(Element("html")), list):
            error = BadSelector("gives no element, and an entry is one", found.start() if found else 0)
            raise _config_error(key, kind, text, error)


def _config_error(key: str, kind: Kind, text: str, error: BadSelector) -> ConfigError:
    cause, place = error.args
    message = f"bad selector: {key}: {cause} at position {place} of {text[:100]!r}"
    call = _CALL.match(text)
    hint = "write CSS as parsel does, or XPath that starts with ./ inside an entry"
    if kind == "json":
        hint = "write JMESPath behind a $, as in $.entries[].title; see jmespath.org"
    if kind == "css" and call and call.group(1) in _FUNCTIONS:
        hint = 'XPath that starts with a function stands in a table: { xpath = "..." }'
    return ConfigError(message, "bad-selector", hint, key)


def _check_match(pattern: str, key: str) -> None:
    import regex

    try:
        _pattern(pattern)
    except (regex.error, RecursionError, OverflowError) as error:
        cause = str(error) if isinstance(error, regex.error) else "too large or nested too deep"
        message = f"bad regular expression: {key}: {cause} of {pattern[:80]!r}"
        raise ConfigError(message, "bad-match", "see the syntax of the regex package", key) from error


@lru_cache(maxsize=1024)
def _pattern(text: str) -> Any:
    import regex

    return regex.compile(text)


def finders(rule: Rule | None) -> tuple[tuple[str, Finder], ...]:
    """Return for each alternative of a rule its text and a function: an element to what it finds there.

    That is a list of elements and texts, blank ones too. It raises `ConfigError` when an expression
    turns out to be wrong only now, such as the sum of a text.
    """
    return _compiled(rule) if rule else ()


@lru_cache(maxsize=1024)
def _compiled(rule: Rule) -> tuple[tuple[str, Finder], ...]:
    return tuple((text, _finder(kind, text, rule.attr)) for kind, text in rule.select)


def _finder(kind: Kind, text: str, attr: str | None) -> Finder:
    from lxml.etree import XPathError

    expression = _expression(kind, text)
    name = attr.lower() if attr else None

    def find(element: Any) -> list[Any]:
        try:
            nodes = expression(element)
        except XPathError as error:
            raise _config_error("recipe", kind, text, BadSelector(_lower(str(error)), 0)) from error
        if nodes.__class__ is not list:
            nodes = [_scalar(nodes)]
        if name is not None:
            nodes = [node.get(name, "") for node in nodes if not isinstance(node, str)]
        return nodes

    return find


def _scalar(value: object) -> str:
    """Return an XPath number or text as text, whole numbers without a fraction; nothing for NaN and false."""
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, float):
        return "" if value != value else str(int(value)) if value.is_integer() else str(value)
    return str(value)


def refine(value: str, rule: Rule) -> str | None:
    """Return a value after the rule's `strip` and `match`; None when nothing of it is left.

    `match` sees 65,536 characters and has a tenth of a second; beyond, `TimeoutError`.
    """
    for text in rule.strip:
        value = value.strip().removeprefix(text).removesuffix(text)
    value = value.strip()
    if rule.match is not None:
        return _matched(value, rule.match)
    return value or None


def _matched(value: str, pattern: str) -> str | None:
    match = _pattern(pattern).search(value[:MATCH_CHARACTERS], timeout=MATCH_SECONDS)
    if match is None:
        return None
    return ((match.group(1) if match.re.groups else match.group()) or "").strip() or None


@lru_cache(maxsize=1024)
def _expression(kind: Kind, text: str) -> Callable[[Any], Any]:
    from lxml import etree

    if kind == "json":
        try:
            return _paths.compiled(text)
        except ValueError as error:
            raise BadSelector(*error.args) from error
    if kind == "xpath":
        _refuse_unknown_names(text)
    path = text if kind == "xpath" else _css_to_xpath(text)
    try:
        expression = etree.XPath(path, smart_strings=False, regexp=False)
        expression(etree.Element("html"))
    except etree.XPathError as error:
        raise BadSelector(_lower(str(error)), _place(error, text)) from error
    return expression


def _place(error: Any, text: str) -> int:
    """Return the position that libxml2 names, which counts bytes, in characters."""
    entry = error.error_log.last_error
    return len(text.encode()[: entry.column if entry else 0].decode("utf-8", "ignore"))


def _css_to_xpath(text: str) -> str:
    from cssselect import parse
    from cssselect.parser import SelectorSyntaxError
    from cssselect.xpath import ExpressionError

    try:
        return " | ".join(_one_css(selector, text) for selector in parse(text))
    except (SelectorSyntaxError, ExpressionError) as error:
        cause = _PLACE.sub("", str(error)).replace("<EOF>", "the end")
        raise BadSelector(_lower(cause), _place_in_css(str(error), text)) from error
    except RecursionError as error:
        raise BadSelector("too long", 0) from error


def _place_in_css(cause: str, text: str) -> int:
    """Return the position that cssselect names, else that of the pseudo-class that it names."""
    place = _PLACE.search(cause)
    if place:
        return int(place.group(1))
    name = _PSEUDO_CLASS.search(cause)
    return max(text.find(name.group()), 0) if name else 0


def _one_css(selector: Any, text: str) -> str:
    from cssselect import HTMLTranslator

    path = HTMLTranslator().selector_to_xpath(selector)
    if _NAMESPACE.search(_without_literals(path)):
        raise BadSelector("a namespace; HTML pages have none", max(text.find("|"), 0))
    pseudo = selector.pseudo_element
    if pseudo is None:
        return path
    path = path.removesuffix("/*") if path.endswith("::*/*") else path  # `td ::text` begins with td's own
    if pseudo == "text":
        return f"{path}[not({_UNSEEN})]/text()" if _is_any(selector.parsed_tree) else f"{path}/text()"
    if getattr(pseudo, "name", None) == "attr" and pseudo.argument_types() in (["IDENT"], ["STRING"]):
        return f"{path}/@{pseudo.arguments[0].value.lower()}"
    name = getattr(pseudo, "name", pseudo)
    raise BadSelector(f"unknown ::{name}, there are ::text and ::attr(name)", max(text.find(f"::{name}"), 0))


def _is_any(tree: Any) -> bool:
    """Return whether the last part of a selector names no element, as in `td ::text`."""
    part = getattr(tree, "subselector", tree)
    return getattr(part, "element", tree) is None


def _refuse_absolute(text: str) -> None:
    found = _ABSOLUTE.search(_without_literals(text))
    if found:
        raise BadSelector("an absolute path; a field is read inside its entry, start with ./", found.start(1))


def _refuse_unknown_names(text: str) -> None:
    bare = _without_literals(text)
    variable = _VARIABLE.search(bare)
    if variable:
        raise BadSelector("a variable; there are none", variable.start())
    for call in _CALL.finditer(bare):
        if call.group(1) not in _FUNCTIONS:
            raise BadSelector(f"unknown function {call.group(1)}()", call.start())
    namespace = _NAMESPACE.search(bare)
    if namespace:
        raise BadSelector("a namespace; HTML pages have none", namespace.start())


def _without_literals(text: str) -> str:
    return _LITERAL.sub(lambda found: " " * len(found.group()), text)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
