"""Selectors: the dialect, what is refused and where, and the steps on a value."""

import contextlib
import time

import pytest
from lxml import etree

from feedkit import _selectors
from feedkit._selectors import Rule
from feedkit.errors import ConfigError
from feedkit.sources import recipe_from

ROW = etree.fromstring(
    "<li class='r'>own <b title='t'>bold</b><script>js</script><h3>Some <em>nice</em> title</h3>"
    "<a href='/1' data-n='12.0'>one</a><a href='/2'>two</a></li>",
    etree.HTMLParser(),
).find(".//li")


def found(*select: str, **steps: object) -> list[object]:
    """What the alternatives of a rule find in `ROW`: texts as they are, elements by their tag."""
    kinds = tuple((_selectors.kind_of(text), text) for text in select)
    nodes = [node for _, find in _selectors.finders(Rule(kinds, **steps)) for node in find(ROW)]
    return [node if isinstance(node, str) else node.tag for node in nodes]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("li > a", "css"),
        (".x", "css"),
        ("normalize-space(.)", "css"),
        ("//li", "xpath"),
        (" ./a", "xpath"),
        ("../a", "xpath"),
        ("(./a)[1]", "xpath"),
        ("@href", "xpath"),
        (".", "xpath"),
    ],
)
def test_kind_is_told_by_the_start(text: str, kind: str) -> None:
    """XPath is what cannot be the start of a CSS selector."""
    assert _selectors.kind_of(text) == kind


@pytest.mark.parametrize(
    ("selector", "values"),
    [
        ("h3", ["h3"]),
        ("h3::text", ["Some ", " title"]),
        ("h3 ::text", ["Some ", "nice", " title"]),
        ("li ::text", ["own ", "bold", "Some ", "nice", " title", "one", "two"]),
        ("script::text", ["js"]),
        ("a::attr(href)", ["/1", "/2"]),
        ("a::attr('HREF')", ["/1", "/2"]),
        ("::attr(class)", ["r"]),
        (":scope > b", ["b"]),
        (".//div/em | .//h3//em/text()", ["nice"]),
        ("em, b", ["b", "em"]),
        ("a:not([data-n])", ["a"]),
        ("h3:has(em) > em", ["em"]),
        ("./a[2]/@href", ["/2"]),
        ("(.//em | .//b)[1]", ["b"]),
    ],
)
def test_dialect_is_parsels(selector: str, values: list[str]) -> None:
    """`::text` and `::attr()` give what parsel gives, but never the text of a script for `::text` alone."""
    assert found(selector) == values


def test_attr_takes_the_attribute_in_any_case() -> None:
    """HTML knows no upper case in names; elements without the attribute give nothing to read."""
    assert found("a", attr="Data-N") == ["12.0", ""]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("string(./h3)", "Some nice title"),
        ("normalize-space(./h3/text()[2])", "title"),
        ("count(./a)", "2"),
        ("number(./a/@data-n) div 5", "2.4"),
        ("number(./h3)", ""),
        ("boolean(./table)", ""),
        ("boolean(./a)", "true"),
        ("1 div 0", "inf"),
    ],
)
def test_values_of_xpath_are_texts(expression: str, value: str) -> None:
    """A number is written as people write it; no number and false are nothing."""
    assert _selectors.finders(Rule((("xpath", expression),)))[0][1](ROW) == [value]


@pytest.mark.parametrize(
    ("recipe", "key", "place"),
    [
        ({"entry": "li >"}, "entry", 4),
        ({"entry": "li", "title": "h3 >> a"}, "title", 4),
        ({"entry": "li", "title": ["h3", "a["]}, "title[1]", 2),
        ({"entry": "li", "title": {"select": ["h3", "b:foo"]}}, "title.select[1]", 1),
        ({"entry": "li", "title": {"select": [{"xpath": "./a["}]}}, "title.select[0].xpath", 4),
        ({"entry": "li", "title": "b::foo"}, "title", 1),
        ({"entry": "li", "title": "h3::attr()"}, "title", 2),
        ({"entry": "li", "title": "h3:nth-child(x)"}, "title", 13),
        ({"entry": "li", "title": "*:nth-of-type(2)"}, "title", 1),
        ({"entry": "li", "title": "ns|a"}, "title", 2),
        ({"entry": "li", "title": "a, , b"}, "title", 3),
        ({"entry": "li", "title": "./h3["}, "title", 5),
        ({"entry": "li", "title": "./ä["}, "title", 4),
        ({"entry": "li", "title": {"xpath": "./h3[@x='"}}, "title.xpath", 9),
        ({"entry": "li", "title": {"xpath": "foo(./a)"}}, "title.xpath", 0),
        ({"entry": "li", "title": "./a[$x]"}, "title", 4),
        ({"entry": "li", "title": "./x:a"}, "title", 2),
        ({"entry": "li", "title": "./namespace::*"}, "title", 2),
        ({"entry": "li", "title": "//h3"}, "title", 0),
        ({"entry": "li", "title": "(//h3)[1]"}, "title", 1),
        ({"entry": "li", "title": "./a | //b"}, "title", 6),
        ({"entry": "li", "title": {"xpath": "count('a')"}}, "title.xpath", 0),
    ],
)
def test_bad_selector_names_key_and_position(recipe: dict[str, object], key: str, place: int) -> None:
    """Whoever mistypes a selector learns which one and where."""
    with pytest.raises(ConfigError, match="bad selector") as caught:
        recipe_from(recipe)

    assert (caught.value.code, caught.value.subject) == ("bad-selector", f"recipe.{key}")
    assert f"at position {place} of" in str(caught.value)


def test_function_without_table_is_explained() -> None:
    """XPath that starts with a function looks like CSS; the hint says where it goes."""
    with pytest.raises(ConfigError) as caught:
        recipe_from({"entry": "li", "title": "normalize-space(./h3)"})

    assert 'xpath = "..."' in caught.value.hint


@pytest.mark.parametrize("selector", ["a " * 20_000, "a" + ":not(b" * 2000, "./" + "a/" * 20_000 + "a"])
def test_endless_selector_is_refused(selector: str) -> None:
    """No recipe can overflow a stack, and no message repeats a selector of any length."""
    with pytest.raises(ConfigError) as caught:
        recipe_from({"entry": selector})

    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("pattern", ["(a", "(" * 5000, "a{2,1}"])
def test_bad_match_is_refused(pattern: str) -> None:
    """A pattern that cannot be read is a mistake of the configuration."""
    with pytest.raises(ConfigError) as caught:
        recipe_from({"entry": "li", "title": {"select": "a", "match": pattern}})

    assert (caught.value.code, caught.value.subject) == ("bad-match", "recipe.title.match")


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        ({}, "No. 12: On  bridges"),
        ({"strip": ("No.", "bridges")}, "12: On"),
        ({"match": r"\d+"}, "12"),
        ({"match": r"No\. (\d+): (.*)"}, "12"),
        ({"match": r": (.*)bridges"}, "On"),
        ({"match": r"(\d+) apples|On"}, None),
        ({"match": "apples"}, None),
        ({"strip": ("No. 12: On  bridges",)}, None),
    ],
)
def test_steps_refine_a_value(steps: dict[str, object], value: str | None) -> None:
    """`strip` cuts off both ends, `match` takes its first group, and what is left is trimmed."""
    assert _selectors.refine("  No. 12: On  bridges ", Rule((), **steps)) == value


@pytest.mark.parametrize("pattern", ["(a|aa)+$", "(a|a?)+$", "(.*a){20}$", "(x+x+)+y"])
def test_evil_match_is_stopped(pattern: str) -> None:
    """No pattern of a recipe can hang a run."""
    started = time.process_time()
    with contextlib.suppress(TimeoutError):
        _selectors.refine("a" * 40 + "x" * 40 + "b", Rule((), match=pattern))

    assert time.process_time() - started < 2
