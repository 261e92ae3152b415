"""The configuration and recipes: what is read, what is refused, and how it is told."""

import dataclasses
import datetime as dt
import json
import os
import pickle
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedkit import _keys, _kinds, sources
from feedkit.errors import ConfigError, LocalError
from feedkit.sources import Recipe, Source

PAGE = 'page = "https://example.org/news"\n'
SOURCE = f"[sources.a]\n{PAGE}"
RECIPE = f'{SOURCE}[sources.a.recipe]\nentry = "li"\n'

FULL = """
[feedkit]
output = "site/feeds"
state = "sqlite:var/state.db"
base_url = "https://feeds.example.org/all"
user_agent = "feedkit (+https://example.org/contact)"

[defaults]
formats = ["atom"]
keep = "90d"
author = "Example"

[sources.feed]
page = "https://example.org/news?a=b"
title = "News: all"
language = "pt-BR"
timezone = "Europe/Brussels"
limit = 7
keep = "2w"
formats = ["rss", "json"]
allow_private = true
adopt = true
max_bytes = 1_000_000
max_seconds = 90
user_agent = "own"

[sources.feed.recipe]
entry = "div.results tbody > tr"
title = ["h3 > a::text", { xpath = "h4/a" }, "./h5"]
link = { xpath = "a", attr = "data-href" }
date = { select = ".date", strip = ["Posted", "on"], match = '\\d+ \\w+ \\d{4}', date_format = "%d %b %Y" }
summary = { select = ["p", "small"], strip = "Read more" }
content = "div.text"
image = "img"
author = "./span[@class='by']/text()"
category = "@data-tags"
id = { select = "a::attr(href)", match = '(\\d+)' }
total = "//h1"
next = "a.next::attr(href)"
empty = "p.none"
volatile = ["summary"]
image_base = "https://example.org/pictures/"
image_suffix = ".jpg"
kb = 1000
max_pages = 3

[sources.saved-page_2]
page = "saved/page.html"
url = "https://example.org/"
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file and give its path: `write(text, name="feedkit.toml")`."""

    def write_file(text: str | bytes, name: str = "feedkit.toml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write_file


@pytest.fixture
def refusal(write: Callable[..., Path]) -> Callable[[str | bytes], ConfigError]:
    """Load a text that must be refused and give the error."""

    def load(text: str | bytes) -> ConfigError:
        with pytest.raises(ConfigError) as caught:
            sources.load(write(text))
        return caught.value

    return load


def test_load_reads_every_key(write: Callable[..., Path], tmp_path: Path) -> None:
    """Every key arrives in its field, the source's own before the defaults."""
    config = sources.load(write(FULL))
    feed, saved = config.sources

    assert config.path == tmp_path / "feedkit.toml"
    assert config.folder == tmp_path
    assert config.output == tmp_path / "site" / "feeds"
    assert config.state == f"sqlite:{tmp_path}/var/state.db"
    assert config.base_url == "https://feeds.example.org/all/"
    assert dataclasses.replace(feed, recipe=None) == Source(
        name="feed",
        page="https://example.org/news?a=b",
        title="News: all",
        language="pt-BR",
        timezone="Europe/Brussels",
        limit=7,
        keep=dt.timedelta(days=14),
        formats=("rss", "json"),
        author="Example",
        allow_private=True,
        adopt=True,
        max_bytes=1_000_000,
        max_seconds=90,
        user_agent="own",
    )
    assert saved == Source(
        name="saved-page_2",
        page=str(tmp_path / "saved" / "page.html"),
        url="https://example.org/",
        keep=dt.timedelta(days=90),
        formats=("atom",),
        author="Example",
        user_agent="feedkit (+https://example.org/contact)",
    )


def test_load_reads_rules(write: Callable[..., Path]) -> None:
    """A field is a selector, several of them, or a table with steps."""
    recipe = sources.load(write(FULL)).sources[0].recipe

    assert recipe is not None
    assert _values(recipe.title) == ((("css", "h3 > a::text"), ("xpath", "h4/a"), ("xpath", "./h5")), {})
    assert _values(recipe.link) == ((("xpath", "a"),), {"attr": "data-href"})
    assert _values(recipe.date) == (
        (("css", ".date"),),
        {"strip": ("Posted", "on"), "match": r"\d+ \w+ \d{4}", "date_formats": ("%d %b %Y",)},
    )
    assert _values(recipe.summary) == ((("css", "p"), ("css", "small")), {"strip": ("Read more",)})
    assert _values(recipe.category) == ((("xpath", "@data-tags"),), {})
    assert _values(recipe.total) == ((("xpath", "//h1"),), {})
    assert (recipe.volatile, recipe.kb, recipe.max_pages) == (("summary",), 1000, 3)
    assert (recipe.image_base, recipe.image_suffix) == ("https://example.org/pictures/", ".jpg")


def _values(rule: Any) -> tuple[Any, dict[str, Any]]:
    steps = {name: getattr(rule, name) for name in ("attr", "strip", "match", "date_formats")}
    return rule.select, {name: value for name, value in steps.items() if value}


def test_load_has_defaults(write: Callable[..., Path], tmp_path: Path) -> None:
    """One line is a configuration."""
    config = sources.load(write(SOURCE))

    assert config.sources == (Source(name="a", page="https://example.org/news"),)
    assert (config.output, config.state) == (tmp_path / "public", f"sqlite:{tmp_path}/feedkit.db")
    assert (config.base_url, config.user_agent) == (None, None)


def test_defaults_of_table_and_classes_agree() -> None:
    """The reference, the schema and the code tell the same defaults."""
    source = Source(name="a", page="b")
    told = {name: getattr(source, name) for name in _names(source) - {"name", "page", "access"}}
    access = {name: getattr(source.access, name) or None for name in _names(source.access)}
    recipe = {name: getattr(Recipe(), name) for name in _names(Recipe())}

    assert {**told, **access, "page": None} == _defaults(_keys.SOURCE_TABLE)
    assert recipe == _defaults(_keys.RECIPE_TABLE)


def _names(values: Any) -> set[str]:
    return {field.name for field in dataclasses.fields(values)}


def _defaults(table: Any) -> dict[str, Any]:
    return {k.name: tuple(k.default) if isinstance(k.default, list) else k.default for k in table.keys}


def test_default_recipe_is_replaced_whole(write: Callable[..., Path]) -> None:
    """A source's own recipe takes nothing from the one of [defaults]."""
    text = (
        '[defaults.recipe]\nentry = "li"\nkb = 1000\n' + SOURCE + '[sources.b]\npage = "https://b.example/"\n'
    )
    a, b = sources.load(write(text + '[sources.b.recipe]\nimage_suffix = ".png"\n')).sources

    assert a.recipe is not None
    assert (a.recipe.kb, a.recipe.entry is None) == (1000, False)
    assert b.recipe == Recipe(image_suffix=".png")


def test_load_is_relative_to_the_file(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Relative paths start from the file, wherever the program runs."""
    write('[sources.a]\npage = "../page.html"\nurl = "https://example.org/"\n', "etc/feedkit.toml")
    monkeypatch.chdir(tmp_path)

    config = sources.load("etc/feedkit.toml")

    assert config.path == Path("etc/feedkit.toml")
    assert config.output == tmp_path / "etc" / "public"
    assert config.sources[0].page == str(tmp_path / "page.html")


def test_load_keeps_absolute_paths(write: Callable[..., Path]) -> None:
    """An absolute path stands as it is."""
    config = sources.load(write('[feedkit]\noutput = "/srv/feeds"\nstate = "sqlite:/var/lib/f.db"\n'))

    assert (config.output, config.state) == (Path("/srv/feeds"), "sqlite:/var/lib/f.db")


def test_load_accepts_a_byte_order_mark(write: Callable[..., Path]) -> None:
    """Editors that begin a file with a BOM do no harm."""
    assert sources.load(write(b"\xef\xbb\xbf" + SOURCE.encode())).sources


def test_address_is_url_or_page() -> None:
    """`url` comes first; a file alone has no address."""
    assert Source("a", "https://example.org/").address == "https://example.org/"
    assert (
        Source("a", "https://mirror.example/", url="https://example.org/").address == "https://example.org/"
    )
    assert Source("a", "/saved/page.html", url="https://example.org/").address == "https://example.org/"
    assert Source("a", "/saved/page.html").address is None


def in_feedkit(line: str) -> str:
    return f"[feedkit]\n{line}\n{SOURCE}"


def in_source(line: str) -> str:
    return f"{SOURCE}{line}\n"


def in_recipe(line: str) -> str:
    return f"{RECIPE}{line}\n"


MISTAKES = [
    (
        in_feedkit('outptu = "x"'),
        "config-unknown-key",
        "feedkit.outptu",
        "unknown key, did you mean output?",
        "base_url",
    ),
    (
        in_feedkit('base-url = "https://a.example/"'),
        "config-unknown-key",
        "feedkit.base-url",
        "did you mean base_url?",
        "",
    ),
    (in_feedkit("limit = 4"), "config-unknown-key", "feedkit.limit", "limit is a key of a source", ""),
    (in_feedkit("output = 4"), "config-type", "feedkit.output", "must be a path, is an integer 4", ""),
    (in_feedkit('output = ""'), "config-value", "feedkit.output", "must be a path, is ''", ""),
    (in_feedkit('output = "~/feeds"'), "config-value", "feedkit.output", "~ is not replaced", "whole path"),
    (in_feedkit(r'output = "a\u0000b"'), "config-value", "feedkit.output", "control characters", ""),
    (
        in_feedkit('state = "postgres://a/b"'),
        "config-value",
        "feedkit.state",
        "must be sqlite:",
        "sqlite:feedkit.db",
    ),
    (
        in_feedkit('state = "sqlite:///a.db"'),
        "config-value",
        "feedkit.state",
        "must be sqlite:",
        "sqlite:feedkit.db",
    ),
    (in_feedkit('state = "sqlite::memory:"'), "config-value", "feedkit.state", "must be sqlite:", ""),
    (in_feedkit('state = "feedkit.db"'), "config-value", "feedkit.state", "must be sqlite:", ""),
    (
        in_feedkit('base_url = "feeds.example.org"'),
        "config-value",
        "feedkit.base_url",
        "must be an address",
        "https://",
    ),
    (
        in_feedkit('base_url = "ftp://a.example/"'),
        "config-value",
        "feedkit.base_url",
        "must be an address",
        "",
    ),
    (
        in_feedkit('base_url = "https://a.example/?x"'),
        "config-value",
        "feedkit.base_url",
        "must not hold ? or #",
        "",
    ),
    (in_feedkit(r'user_agent = "a\nX: b"'), "config-value", "feedkit.user_agent", "ASCII", ""),
    (in_feedkit('user_agent = "Zoë"'), "config-value", "feedkit.user_agent", "ASCII", ""),
    (
        f"{SOURCE}[source.b]\n",
        "config-unknown-key",
        "source",
        "did you mean sources?",
        "feedkit, defaults, sources",
    ),
    (f"limit = 4\n{SOURCE}", "config-unknown-key", "limit", "limit is a key of a source", ""),
    ("sources = 5\n", "config-type", "sources", "must be a table, is an integer 5", ""),
    ("sources.a = 5\n", "config-type", "sources.a", "must be a table, is an integer 5", ""),
    ("[[sources]]\n", "config-type", "sources", "must be a table, is an array", ""),
    (f"[sources.NATO]\n{PAGE}", "config-value", "sources.NATO", "must be a name of a-z", "documents"),
    (f"[sources.-a]\n{PAGE}", "config-value", "sources.-a", "must be a name of a-z", ""),
    (f'[sources."a.b"]\n{PAGE}', "config-value", "sources.a.b", "must be a name of a-z", ""),
    (f'[sources."../a"]\n{PAGE}', "config-value", "sources.../a", "must be a name of a-z", ""),
    (f'[sources.""]\n{PAGE}', "config-value", "sources.", "must be a name of a-z", ""),
    (f"[sources.{'a' * 201}]\n{PAGE}", "config-value", f"sources.{'a' * 201}", "must be a name of a-z", ""),
    ("[sources.a]\n", "config-missing-key", "sources.a.page", "is missing", "address or a file"),
    ("[sources.a]\npage = 5\n", "config-type", "sources.a.page", "must be a path, is an integer 5", ""),
    ('[sources.a]\npage = ""\n', "config-value", "sources.a.page", "must be a path", ""),
    ('[sources.a]\npage = "ftp://a.example/"\n', "config-value", "sources.a.page", "must be an address", ""),
    ('[sources.a]\npage = "file:///a.html"\n', "config-value", "sources.a.page", "must be an address", ""),
    ('[sources.a]\npage = "https://"\n', "config-value", "sources.a.page", "must be an address", ""),
    (
        '[sources.a]\npage = "https://u:p@a.example/"\n',
        "config-value",
        "sources.a.page",
        "user name or password",
        "@",
    ),
    ('[sources.a]\npage = "https://a.example/b c"\n', "config-value", "sources.a.page", "white space", "%20"),
    (in_source('url = "page.html"'), "config-value", "sources.a.url", "must be an address", ""),
    (in_source("titel = 4"), "config-unknown-key", "sources.a.titel", "did you mean title?", ""),
    (in_source('entry = "li"'), "config-unknown-key", "sources.a.entry", "entry is a key of a recipe", ""),
    (
        in_source('base_url = "x"'),
        "config-unknown-key",
        "sources.a.base_url",
        "base_url is a key of [feedkit]",
        "",
    ),
    (
        in_source("zzz = 4"),
        "config-unknown-key",
        "sources.a.zzz",
        "unknown key",
        "the keys of a source are page, url",
    ),
    (in_source('title = " "'), "config-value", "sources.a.title", "must be a text", ""),
    (in_source("title = 2020-05-08"), "config-type", "sources.a.title", "must be a text, is a date", ""),
    (in_source('language = "english"'), "config-value", "sources.a.language", "language tag", "pt-BR"),
    (in_source('language = "en_US"'), "config-value", "sources.a.language", "language tag", "pt-BR"),
    (in_source("timezone = 1"), "config-type", "sources.a.timezone", "name of a time zone", ""),
    (in_source("limit = true"), "config-type", "sources.a.limit", "is a boolean true", ""),
    (in_source("limit = 10.0"), "config-type", "sources.a.limit", "is a float 10.0", ""),
    (in_source('limit = "10"'), "config-type", "sources.a.limit", "is the text '10'", ""),
    (in_source("limit = 0"), "config-value", "sources.a.limit", "from 1 to", ""),
    (in_source("keep = 90"), "config-type", "sources.a.keep", "must be a span of time", '"90d"'),
    (in_source('keep = "0d"'), "config-value", "sources.a.keep", "must be a span of time", '"90d"'),
    (in_source('keep = "10000w"'), "config-value", "sources.a.keep", "must be a span of time", '"90d"'),
    (in_source('keep = "3m"'), "config-value", "sources.a.keep", "must be a span of time", '"90d"'),
    (in_source('formats = "rss"'), "config-type", "sources.a.formats", "must be an array", ""),
    (in_source("formats = []"), "config-value", "sources.a.formats", "must not be empty", ""),
    (
        in_source('formats = ["jsn"]'),
        "config-value",
        "sources.a.formats[0]",
        "did you mean json?",
        "rss, atom, json",
    ),
    (in_source('formats = ["rss", 5]'), "config-type", "sources.a.formats[1]", "must be a text", ""),
    (in_source('formats = ["rss", "rss"]'), "config-value", "sources.a.formats[1]", "twice", ""),
    (in_source("adopt = 1"), "config-type", "sources.a.adopt", "must be true or false, is an integer 1", ""),
    (
        in_source('allow_private = "no"'),
        "config-type",
        "sources.a.allow_private",
        "must be true or false",
        "",
    ),
    (in_source("max_bytes = -1"), "config-value", "sources.a.max_bytes", "from 1 to", ""),
    (in_source('recipe = "x.toml"'), "config-type", "sources.a.recipe", "must be a table", ""),
    (
        f"[defaults]\nfromats = 5\n{SOURCE}",
        "config-unknown-key",
        "defaults.fromats",
        "did you mean formats?",
        "",
    ),
    (in_recipe('titel = "a"'), "config-unknown-key", "sources.a.recipe.titel", "did you mean title?", ""),
    (
        in_recipe("limit = 4"),
        "config-unknown-key",
        "sources.a.recipe.limit",
        "limit is a key of a source",
        "",
    ),
    (
        in_recipe("title = 5"),
        "config-type",
        "sources.a.recipe.title",
        "must be a selector, is an integer 5",
        "",
    ),
    (in_recipe('title = ""'), "config-value", "sources.a.recipe.title", "must be a selector", ""),
    (in_recipe("title = []"), "config-value", "sources.a.recipe.title", "must not be empty", ""),
    (in_recipe('title = ["a", 5]'), "config-type", "sources.a.recipe.title[1]", "must be a selector", ""),
    (in_recipe('title = [["a"]]'), "config-type", "sources.a.recipe.title[0]", "is an array", ""),
    (in_recipe("title = [{}]"), "config-missing-key", "sources.a.recipe.title[0].xpath", "is missing", ""),
    (
        in_recipe('title = [{ xpath = "a", css = "a" }]'),
        "config-unknown-key",
        "sources.a.recipe.title[0].css",
        "unknown key",
        "",
    ),
    (
        in_recipe('title = { select = "a", atr = "a" }'),
        "config-unknown-key",
        "sources.a.recipe.title.atr",
        "did you mean attr?",
        "",
    ),
    (in_recipe('title = { attr = "a" }'), "config-value", "sources.a.recipe.title", "holds neither", ""),
    (
        in_recipe('title = { select = "a", xpath = "a" }'),
        "config-value",
        "sources.a.recipe.title",
        "holds both",
        "",
    ),
    (
        in_recipe('title = { select = "a", attr = "a b" }'),
        "config-value",
        "sources.a.recipe.title.attr",
        "attribute",
        "",
    ),
    (
        in_recipe('title = { select = "a", strip = "" }'),
        "config-value",
        "sources.a.recipe.title.strip",
        "a text",
        "",
    ),
    (
        in_recipe('title = { select = "a", date_format = "%Y" }'),
        "config-unknown-key",
        "sources.a.recipe.title.date_format",
        "date_format is a key of the field date",
        "",
    ),
    (
        in_recipe('total = { select = "a", atr = "b" }'),
        "config-unknown-key",
        "sources.a.recipe.total.atr",
        "attr",
        "",
    ),
    (
        f'{SOURCE}[sources.a.recipe]\nentry = {{ select = "a", attr = "b" }}\n',
        "config-unknown-key",
        "sources.a.recipe.entry.attr",
        "unknown key",
        "the keys of a field are select, xpath",
    ),
    (
        f'{SOURCE}[sources.a.recipe]\ntitle = "a"\n',
        "config-missing-key",
        "sources.a.recipe.entry",
        "is missing, title cannot be read without it",
        "element of each entry",
    ),
    (
        f'{SOURCE}[sources.a.recipe]\ntotal = "a"\n',
        "config-missing-key",
        "sources.a.recipe.entry",
        "is missing, total cannot be read without it",
        "",
    ),
    (
        in_recipe('volatile = ["titel"]'),
        "config-value",
        "sources.a.recipe.volatile[0]",
        "did you mean title?",
        "",
    ),
    (in_recipe('volatile = ["id"]'), "config-value", "sources.a.recipe.volatile[0]", "unknown word 'id'", ""),
    (
        in_recipe('image_base = "/pictures/"'),
        "config-value",
        "sources.a.recipe.image_base",
        "must be an address",
        "",
    ),
    (
        in_recipe('image_suffix = "jpg"'),
        "config-value",
        "sources.a.recipe.image_suffix",
        "must be a suffix",
        '".jpg"',
    ),
    (in_recipe("kb = 1"), "config-value", "sources.a.recipe.kb", "must be 1024 or 1000, is an integer 1", ""),
    (in_recipe("kb = 1024.5"), "config-type", "sources.a.recipe.kb", "must be 1024 or 1000", ""),
    (in_recipe("max_pages = 0"), "config-value", "sources.a.recipe.max_pages", "from 1 to", ""),
]

DIGEST = "e7dad7c5d2a04b5430a93e87fc42cc6f2e16676183c7a1c9a86fe1ea38df3f73"

UNSEEN = [
    ('[sources.a]\npage = "page.html"\n', "no-address", "sources.a.url", "is missing", "https://"),
    (
        in_feedkit('output = "o"\nstate = "sqlite:./x/../o/s.db"'),
        "config-value",
        "feedkit.state",
        "lies in",
        "",
    ),
    (in_recipe('title = "a["'), "bad-selector", "sources.a.recipe.title", "position 2", "CSS"),
    (in_recipe('title = ["a", "b >"]'), "bad-selector", "sources.a.recipe.title[1]", "position 3", ""),
    (in_recipe('title = "./a["'), "bad-selector", "sources.a.recipe.title", "position", "XPath"),
    (in_recipe('title = "/html/a"'), "bad-selector", "sources.a.recipe.title", "absolute path", "./"),
    (
        in_recipe('title = { xpath = "//a" }'),
        "bad-selector",
        "sources.a.recipe.title.xpath",
        "absolute path",
        "",
    ),
    (
        in_recipe('title = ["a", { xpath = "//a" }]'),
        "bad-selector",
        "sources.a.recipe.title[1].xpath",
        "absolute",
        "",
    ),
    (
        in_recipe('title = { select = "a", match = "(" }'),
        "bad-match",
        "sources.a.recipe.title.match",
        "position",
        "",
    ),
    (
        f'{SOURCE}[sources.a.recipe]\nentry = "a >"\n',
        "bad-selector",
        "sources.a.recipe.entry",
        "position 3",
        "",
    ),
    (
        in_recipe('date = { select = "a", date_format = ["%d %b %Y", "%Q"] }'),
        "bad-date-format",
        "sources.a.recipe.date.date_format[1]",
        "'%Q': not a strptime format",
        "directives",
    ),
    (
        in_recipe('date = { select = "a", date_format = "%d.%m." }'),
        "bad-date-format",
        "sources.a.recipe.date.date_format",
        "'%d.%m.': gives no whole day",
        "year, month and day",
    ),
    (
        in_source('timezone = "Europe/Brussel"'),
        "unknown-timezone",
        "sources.a.timezone",
        "'Europe/Brussel': no such time zone, did you mean Europe/Brussels?",
        "",
    ),
]
"""Mistakes that no JSON Schema can see."""


@pytest.mark.parametrize(("text", "code", "subject", "cause", "hint"), MISTAKES + UNSEEN)
def test_mistake_is_told(
    refusal: Callable[[str], ConfigError],
    tmp_path: Path,
    text: str,
    code: str,
    subject: str,
    cause: str,
    hint: str,
) -> None:
    """A mistake has a code, the path of its key, its cause and a next step, on one line."""
    error = refusal(text)

    assert (error.code, error.subject) == (code, subject)
    assert cause in str(error)
    assert hint in error.hint
    assert str(error).startswith(f"{tmp_path}/feedkit.toml: {subject}: ")
    assert "\n" not in str(error)
    assert not error.args[0].removesuffix("...").endswith(".")


def test_all_mistakes_are_told_at_once(refusal: Callable[[str], ConfigError], tmp_path: Path) -> None:
    """A line each, in the order of the file; code and hint are the first one's."""
    error = refusal(
        '[feedkit]\nbase_ulr = "https://a.example/"\n[defaults]\nlimit = "x"\n[sources.nato]\npage = "page.html"\n'
        '[sources.nato.recipe]\nentry = "li ["\ntitel = "a"\ndate = { select = "b", match = "(", attr = 5 }\n'
        f"[sources.UN]\n{PAGE}zone = 1\n"
    )

    paths = [
        line.removeprefix(f"{tmp_path}/feedkit.toml: ").split(": ")[0] for line in str(error).splitlines()
    ]
    assert paths == [
        "feedkit.base_ulr",
        "defaults.limit",
        "sources.UN",
        "sources.nato.recipe.entry",
        "sources.nato.recipe.titel",
        "sources.nato.recipe.date.match",
        "sources.nato.recipe.date.attr",
        "sources.UN.zone",
        "sources.nato.url",
    ]
    assert (error.code, error.subject) == ("config-unknown-key", "feedkit.base_ulr")
    assert "did you mean base_url?" in str(error)


def test_a_mistake_in_defaults_is_told_once(refusal: Callable[[str], ConfigError]) -> None:
    """Sources that inherit a wrong value do not repeat it."""
    error = refusal(f'[defaults]\nlimit = 0\n{SOURCE}[sources.b]\npage = "https://b.example/"\n')

    assert str(error).count("\n") == 0


@pytest.mark.parametrize(
    ("text", "where", "cause"),
    [
        (b"[feedkit]\noutput = \n", "line 2, column 10", "invalid value"),
        (b"[sources.a]\n[sources.a]\n", "line 2, column 11", "cannot declare"),
        (b'[sources.a]\npage = "x"\npage = "y"\n', "line 3", "cannot overwrite a value"),
        (b'a = "x', "", "unterminated string"),
        (b'a = 1\nb = "\xe9"\n', "line 2", "not UTF-8"),
        (b"a = " + b"[" * 20_000, "", "nested too deep"),
        (b"a = " + b"9" * 5_000, "", "exceeds the limit"),
    ],
)
def test_syntax_error_names_its_place(
    refusal: Callable[[bytes], ConfigError], tmp_path: Path, text: bytes, where: str, cause: str
) -> None:
    """What is no TOML is told with line and column; one source twice is no TOML either."""
    error = refusal(text)

    assert error.code == "config-syntax"
    assert str(error).startswith(f"{tmp_path}/feedkit.toml: {where}")
    assert cause in str(error)


def test_load_tells_a_missing_file(tmp_path: Path) -> None:
    """No file, or a folder, is a mistake of the call and has a next step."""
    for path, cause in ((tmp_path / "none.toml", "no such file"), (tmp_path, "is a folder")):
        with pytest.raises(ConfigError, match=cause) as caught:
            sources.load(path)
        assert (caught.value.code, caught.value.subject) == ("no-config", str(path))
        assert "--config" in caught.value.hint


def test_load_tells_an_unreadable_file(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system refuses is local trouble."""

    def refuse(path: Path) -> bytes:
        raise PermissionError(13, os.strerror(13), str(path))

    monkeypatch.setattr("feedkit._files.read", refuse)
    with pytest.raises(LocalError) as caught:
        sources.load(write(SOURCE))
    assert caught.value.code == "permission"


def test_find_goes_through_the_places_in_order(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The option, the variable, the folder, the user's configuration folder."""
    named = write("", "named.toml")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("FEEDKIT_CONFIG", "")

    user = write("", "xdg/feedkit/feedkit.toml")
    assert sources.find(None) == user
    write("")
    assert sources.find(None) == Path("feedkit.toml")
    monkeypatch.setenv("FEEDKIT_CONFIG", str(named))
    assert sources.find(None) == named
    assert sources.find("xdg/feedkit/feedkit.toml") == Path("xdg/feedkit/feedkit.toml")


def test_find_ignores_a_relative_xdg_folder(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The specification says that a relative path there is to be ignored."""
    user = write("", "home/.config/feedkit/feedkit.toml")
    write("", "xdg/feedkit/feedkit.toml")
    (tmp_path / "cwd").mkdir()
    monkeypatch.chdir(tmp_path / "cwd")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", "../xdg")
    monkeypatch.delenv("FEEDKIT_CONFIG", raising=False)

    assert sources.find() == user


@pytest.mark.parametrize("chosen", ["none.toml", ".", ""])
def test_find_does_not_look_elsewhere_when_told_where(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str
) -> None:
    """A file that was named and is not there is never replaced by another."""
    write("")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ConfigError, match="no such file") as caught:
        sources.find(chosen)
    assert caught.value.code == "no-config"


def test_find_says_where_it_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every place is named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("FEEDKIT_CONFIG", raising=False)

    with pytest.raises(ConfigError, match=r"feedkit\.toml and .*/feedkit/feedkit\.toml: no such"):
        sources.find(None)


def test_select_gives_all_or_the_named(write: Callable[..., Path]) -> None:
    """The order is the caller's, doubles count once, no name is every name."""
    text = "".join(f"[sources.{name}]\n{PAGE}" for name in ("b", "a", "c"))
    config = sources.load(write(text))

    assert [each.name for each in sources.select(config, ())] == ["b", "a", "c"]
    assert [each.name for each in sources.select(config, ["c", "b", "c"])] == ["c", "b"]


def test_select_tells_unknown_names(write: Callable[..., Path]) -> None:
    """Every name that is none, each with the one that was meant."""
    path = write(f"[sources.nato-iraq]\n{PAGE}[sources.feed]\n{PAGE}")
    config = sources.load(path)

    with pytest.raises(ConfigError) as caught:
        sources.select(config, ["nato-irak", "feed", "xyz"])
    assert str(caught.value).splitlines() == [
        f"{path}: nato-irak: unknown source, did you mean nato-iraq?",
        f"{path}: xyz: unknown source",
    ]
    assert (caught.value.code, caught.value.subject) == ("unknown-source", "nato-irak")
    assert caught.value.hint == "there are nato-iraq, feed"


def test_select_tells_that_there_is_no_source(write: Callable[..., Path]) -> None:
    """An empty configuration can be read, and has nothing to run."""
    with pytest.raises(ConfigError, match="no sources") as caught:
        sources.select(sources.load(write("")), ())
    assert caught.value.code == "no-sources"


def test_recipe_from_reads_a_mapping() -> None:
    """A program writes its recipe as a dict; tuples do as well as lists."""
    recipe = sources.recipe_from({"entry": "li", "title": ("a", "b"), "volatile": ("title",)})

    assert _values(recipe.title) == ((("css", "a"), ("css", "b")), {})
    assert recipe.volatile == ("title",)


def test_recipe_from_tells_mistakes_under_its_key() -> None:
    """The path begins with the key that the caller names."""
    for key, subject in (("recipe", "recipe.titel"), ("--recipe", "--recipe.titel"), ("", "titel")):
        with pytest.raises(ConfigError) as caught:
            sources.recipe_from({"entry": "li", "titel": "a"}, key)
        assert str(caught.value) == f"{subject}: unknown key, did you mean title?"


def test_recipe_may_hold_options_only() -> None:
    """A text page has no selectors, and its images still need an address."""
    assert sources.recipe_from({"image_base": "https://a.example/"}) == Recipe(
        image_base="https://a.example/"
    )
    assert sources.recipe_from({}) == Recipe()


@pytest.mark.parametrize("head", ["", "[recipe]\n"])
def test_read_recipe_takes_keys_or_a_table(write: Callable[..., Path], head: str) -> None:
    """The keys stand at top level or in one table [recipe]."""
    recipe = sources.read_recipe(write(f'{head}entry = "li"\ntitle = "a"\n', "recipe.toml"))

    assert recipe == sources.recipe_from({"entry": "li", "title": "a"})


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('entry = "li"\ntitel = "a"\n', "config-unknown-key", "titel: unknown key, did you mean title?"),
        ('[recipe]\ntitle = "a"\n', "config-missing-key", "recipe.entry: is missing, title"),
        ('title = "a"\n', "config-missing-key", "entry: is missing, title"),
        ("recipe = 5\n", "config-type", "recipe: must be a table"),
        ("entry = \n", "config-syntax", "line 1, column 9: invalid value"),
    ],
)
def test_read_recipe_tells_mistakes(write: Callable[..., Path], text: str, code: str, line: str) -> None:
    """The file is named in front."""
    path = write(text, "recipe.toml")

    with pytest.raises(ConfigError) as caught:
        sources.read_recipe(path)
    assert caught.value.code == code
    assert str(caught.value).startswith(f"{path}: {line}")


def test_read_recipe_tells_a_missing_file(tmp_path: Path) -> None:
    """Its code is not that of a missing configuration."""
    with pytest.raises(ConfigError, match="no such file") as caught:
        sources.read_recipe(tmp_path / "none.toml")
    assert caught.value.code == "no-recipe"


def test_values_pickle_and_hash(write: Callable[..., Path]) -> None:
    """What crosses an executor arrives as it left."""
    config = sources.load(write(FULL))

    assert pickle.loads(pickle.dumps(config)) == config
    assert len({config.sources[0], config.sources[1], config.sources[0]}) == 2


def test_digest_follows_the_values() -> None:
    """Equal recipes have equal digests, whatever is written out; every value counts."""
    plain = sources.recipe_from({"entry": "li", "title": "a"})
    written_out = sources.recipe_from(
        {"kb": 1024, "title": {"select": ["a"]}, "volatile": [], "entry": ["li"]}
    )
    others = [
        {"entry": "li"},
        {"entry": "li", "link": "a"},
        {"entry": "li", "title": {"xpath": "a"}},
        {"entry": "li", "title": {"select": "a", "strip": "x"}},
        {"entry": "li", "title": "a", "kb": 1000},
        {"entry": "li", "title": "a", "volatile": ["title"]},
    ]
    digests = {sources.recipe_from(each).digest() for each in others}

    assert plain.digest() == written_out.digest()
    assert len(digests - {plain.digest()}) == len(others)


def test_digest_is_the_same_in_every_process() -> None:
    """It does not change with the hash seed, and its first release is frozen."""
    code = "from feedkit import sources; print(sources.recipe_from({'entry': 'li', 'title': 'é'}).digest())"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**environment, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }

    assert digests == {DIGEST}


def test_import_is_light() -> None:
    """Reading TOML, lxml and the like are loaded when they are needed."""
    code = "import sys, feedkit.sources; print([m for m in {heavy} if m in sys.modules])"
    heavy = ["tomllib", "lxml", "regex", "requests", "dateutil", "json", "cssselect"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code.format(heavy=heavy)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "[]"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = [key.name for table in (_keys.TOP, _keys.SOURCE_TABLE, _keys.RECIPE_TABLE) for key in table.keys]


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=4), VALUES, max_size=5))
def test_any_mapping_is_a_recipe_or_a_mistake(mapping: dict[str, Any]) -> None:
    """No value, however strange, is more than a configuration error."""
    told = _kinds.Mistakes()

    _keys.RECIPE.read(mapping, "recipe", told)
    _keys.TOP.read({"feedkit": mapping, "sources": {"a": mapping}, "defaults": mapping}, "", told)

    assert all(error.code and error.subject and str(error) for error in told.errors)


def _schema() -> jsonschema.Draft202012Validator:
    schema = json.loads(_keys.schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_schema_file_is_what_the_code_says(root: Path, golden: Callable[[Path, str], None]) -> None:
    """The published schema is written from the table of keys."""
    golden(root / "docs" / "reference" / "feedkit.schema.json", _keys.schema_text())


@pytest.mark.parametrize(
    "text",
    [
        "",
        SOURCE,
        RECIPE,
        FULL,
        '[defaults]\npage = "https://example.org/"\n[sources.a]\n',
        f'{SOURCE}[sources.a.recipe]\nimage_base = "HTTPS://example.org"\n',
        in_source('language = "zh-Hant-TW"'),
        in_source('language = "de-CH-1996-x-a"'),
        in_source('timezone = "America/Argentina/Buenos_Aires"'),
        in_source('keep = "12h"'),
        in_recipe('image_suffix = "_rdax_775x440.jpg"'),
        in_recipe("volatile = []"),
        in_recipe('title = """\na,\nb"""'),
        in_recipe('date = { xpath = ["a", "b"], date_format = ["%d/%m/%y %H:%M", "%Y-%m-%d"] }'),
        in_recipe('total = { select = "h1", match = "[0-9]+" }'),
        in_feedkit('base_url = "http://localhost:8000"'),
        '[sources.a]\npage = "saved pages/a.html"\nurl = "https://example.org/"\n',
    ],
)
def test_code_and_schema_accept(write: Callable[..., Path], text: str) -> None:
    """What may be written is fine for both."""
    _schema().validate(tomllib.loads(text))

    sources.load(write(text))


@pytest.mark.parametrize("text", [text for text, *_ in MISTAKES])
def test_schema_refuses_what_the_code_refuses(text: str) -> None:
    """An editor shows the mistake while it is written."""
    value = tomllib.loads(text)

    assert not _schema().is_valid(value) or _beyond_schema(text)


def _beyond_schema(text: str) -> bool:
    """Whether only the code can know: floats without a fraction, control characters."""
    return any(part in text for part in ("= 10.0", "\\u0000", "= 2020-05-08"))


def test_example_is_accepted(root: Path) -> None:
    """The configuration and the recipe of the example are right, and say the same."""
    folder = root / "examples" / "nato-iraq"
    config = sources.load(folder / "feedkit.toml")

    assert config.sources[0].recipe == sources.read_recipe(folder / "recipe.toml")
    _schema().validate(tomllib.loads((folder / "feedkit.toml").read_text(encoding="utf-8")))


def test_reference_has_every_key() -> None:
    """One row for each key, four cells each."""
    rows = [line for line in _keys.reference().splitlines() if line.startswith("| `")]
    tables = (_keys.FEEDKIT_TABLE, _keys.SOURCE_TABLE, _keys.RECIPE_TABLE)

    assert [row.split("`")[1] for row in rows][: sum(len(each.keys) for each in tables)] == [
        key.name for table in tables for key in table.keys
    ]
    assert all(row.count(" | ") == 3 for row in rows)


@pytest.mark.parametrize(
    "entry", [".e::text", "a::attr(href)", "count(//a)", "//a/@href", "//li/text()", "string(//a)"]
)
def test_entry_selects_elements(entry: str) -> None:
    """An entry is an element: a selector that can give none is told, with its key and position."""
    selector = {"xpath": entry} if "::" not in entry else entry
    with pytest.raises(ConfigError, match=r"recipe\.entry: .*gives no element.* at position ") as caught:
        sources.recipe_from({"entry": selector})
    assert caught.value.code == "bad-selector"
    assert sources.recipe_from({"entry": "//a[contains(@href, '::text')]"}).entry
