"""The keys of feedkit.toml and of a recipe, as data: one table each.

It gives what reads them (`TOP` and `RECIPE`), their JSON Schema and their reference in Markdown, all
from the same rows. It never reads a file and builds no source.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from feedkit import _access_keys, _kinds, _own, _selectors, _urls
from feedkit._kinds import Key, Kind, Mistakes, Table, inside
from feedkit.errors import ConfigError

FORMATS = ("rss", "atom", "json")
FIELDS = ("title", "link", "date", "summary", "content", "image", "author", "category")
_NEED_ENTRY = frozenset({*FIELDS, "date_heading", "enclosure", "id", "total", "next", "empty"})
NAME = "[a-z0-9][a-z0-9_-]{0,199}"


def _check(rule: _selectors.Rule, key: str, told: Mistakes, whole_page: bool) -> None:
    try:
        _selectors.check(rule, key, whole_page=whole_page)
    except ConfigError as error:
        told.adopt(error, key)


def _xpath(whole_page: bool) -> Kind:
    def read(value: Any, key: str, told: Mistakes) -> tuple[str, str] | None:
        expression = _kinds.SELECTOR.read(value, key, told)
        if expression is not None:
            _check(_selectors.Rule((("xpath", expression),)), key, told, whole_page)
        return "xpath", expression

    return Kind("an XPath expression", _kinds.SELECTOR.schema, read)


def _selector(whole_page: bool) -> Kind:
    in_table = _in_table(whole_page)

    def read(value: Any, key: str, told: Mistakes) -> tuple[str, str] | None:
        if isinstance(value, Mapping):
            return in_table.read(value, key, told).get("xpath")
        selector = _kinds.SELECTOR.read(value, key, told)
        if selector is None:
            return None
        kind = _selectors.kind_of(selector)
        _check(_selectors.Rule(((kind, selector),)), key, told, whole_page)
        return kind, selector

    return Kind("a selector", {"$ref": "#/$defs/selector"}, read)


def _in_table(whole_page: bool) -> Table:
    return Table("a selector", (Key("xpath", _xpath(whole_page), "An XPath expression.", required=True),))


def _read_match(value: Any, key: str, told: Mistakes) -> str | None:
    pattern: str | None = _kinds.PATTERN.read(value, key, told)
    if pattern is not None:
        _check(_selectors.Rule((), match=pattern), key, told, whole_page=False)
    return pattern


def _rule_table(whole_page: bool, steps: tuple[Key, ...] = ()) -> Table:
    select = Key(
        "select",
        _kinds.texts(_selector(whole_page)),
        "A selector; of several, the first that gives something.",
    )
    xpath = Key("xpath", _kinds.texts(_xpath(whole_page)), "The same, always read as XPath.")
    misplaced = {"date_format": "the field date"} if steps else {}
    return Table("a field", (select, xpath, *steps), misplaced)


def _rule(name: str, table: Table) -> Kind:
    return Kind("selectors, or a table", {"$ref": f"#/$defs/{name}"}, partial(_read_rule, table=table))


def _read_rule(value: Any, key: str, told: Mistakes, table: Table) -> _selectors.Rule:
    if not isinstance(value, Mapping):
        return _selectors.Rule(table.keys[0].kind.read(value, key, told))
    given = table.read(value, key, told)
    if ("select" in given) == ("xpath" in given):
        which = "both" if "select" in given else "neither"
        told.tell(key, f"must hold select or xpath, holds {which}", "config-value")
    select, xpath = given.pop("select", ()), given.pop("xpath", ())
    rule = _selectors.Rule(select or xpath, date_formats=given.pop("date_format", ()), **given)
    if rule.attr is not None and None not in rule.select and rule.reads_json:
        told.tell(inside(key, "attr"), "is of HTML, what stands in JSON has none")
    return rule


def _rule_schema(table: Table) -> dict[str, Any]:
    either = {"oneOf": [{"required": ["select"]}, {"required": ["xpath"]}]}
    return {"anyOf": [*table.keys[0].kind.schema["anyOf"], {**table.schema(), **either}]}


_STEPS = (
    Key("attr", _kinds.ATTRIBUTE, "The attribute to take from the selected element."),
    Key(
        "strip",
        _kinds.texts(_kinds.STEP_TEXT),
        "Texts that are cut off both ends of the value, in this order.",
    ),
    Key(
        "match",
        Kind("a regular expression", _kinds.PATTERN.schema, _read_match),
        "Regular expression of the `regex` package: its first group, else all that it matches, is the value.",
    ),
)
_FORMAT_STEP = Key("date_format", _kinds.texts(_kinds.DATE_FORMAT), "Formats of `strptime`, tried first.")
_ELEMENT_TABLE = _rule_table(whole_page=True)
_FIELD_TABLE = _rule_table(False, _STEPS)
_DATE_TABLE = _rule_table(False, (*_STEPS, _FORMAT_STEP))
_ELEMENT = _rule("element", _ELEMENT_TABLE)
_FIELD = _rule("field", _FIELD_TABLE)
_DATE = _rule("date", _DATE_TABLE)
_PAGE_FIELD = _rule("field", _rule_table(True, _STEPS))


def _read_template(value: Any, key: str, told: Mistakes) -> str | None:
    template: str | None = _LINK.read(value, key, told)
    if template is None:
        return None
    if template.count("{number}") != 1:
        told.tell(key, f"must hold {{number}} once, is {_kinds.cut(template)}")
    elif _urls.absolute(_selectors.Numbered(template).link(0), "https://www.example.org/") is None:
        told.tell(key, f"must be a link, is {_kinds.cut(template)}")
    return template


_LINK = _kinds.text("a link with {number} in it", r"[^\s{}]*\{number\}[^\s{}]*")
_NUMBERED_TABLE = Table(
    "next",
    (
        Key(
            "template",
            Kind(_LINK.says, _LINK.schema, _read_template),
            "A link as it would stand on the first page, with `{number}` in it.",
            required=True,
        ),
        Key("first", _kinds.integer("a number", 0, 1_000_000_000), "The number of the second page.", 2),
        Key("step", _kinds.integer("a number", 1, 1_000_000), "What the number grows by.", 1),
    ),
)


def _read_next(value: Any, key: str, told: Mistakes) -> _selectors.Rule | _selectors.Numbered | None:
    if not (isinstance(value, Mapping) and "template" in value):
        rule: _selectors.Rule = _PAGE_FIELD.read(value, key, told)
        return rule
    given = _NUMBERED_TABLE.read(value, key, told)
    return None if None in given.values() else _selectors.Numbered(**given)


_NEXT = Kind(
    "selectors, or a table",
    {"anyOf": [_PAGE_FIELD.schema, {"$ref": "#/$defs/numbered"}]},
    _read_next,
)


def _read_recipe(value: Any, key: str, told: Mistakes) -> dict[str, Any]:
    read = RECIPE_TABLE.read(value, key, told)
    needy = [name for name in read if name in _NEED_ENTRY]
    if needy and "entry" not in read:
        cause = f"is missing, {needy[0]} cannot be read without it"
        told.tell(
            inside(key, "entry"), cause, "config-missing-key", "entry selects the element of each entry"
        )
    if read.get("entry") and not told.errors:
        try:
            _selectors.check_elements(read["entry"], inside(key, "entry"))
        except ConfigError as error:
            told.adopt(error, inside(key, "entry"))
        _tell_mixed(read, key, told)
    return read


def _tell_mixed(read: Mapping[str, Any], key: str, told: Mistakes) -> None:
    """Tell the fields that are read otherwise than `entry`: paths reach into JSON, selectors into HTML."""
    rules = {name: rule for name, rule in read.items() if isinstance(rule, _selectors.Rule)}
    is_json = rules["entry"].reads_json
    for name, rule in rules.items():
        if any((kind == "json") != is_json for kind, _ in rule.select):
            need = "a path such as $.name, as entry is one" if is_json else "a selector, as entry is one"
            told.tell(inside(key, name), f"must be {need}")


def _read_sources(value: Any, key: str, told: Mistakes) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        told.tell(key, f"must be a table, is {_kinds.shown(value)}", "config-type")
        return {}
    for name in value:
        SOURCE_NAME.read(name, inside(key, name), told)
    read = {name: SOURCE_TABLE.read(each, inside(key, name), told) for name, each in value.items()}
    return {name: values for name, values in read.items() if isinstance(value[name], Mapping)}


def _table(table: Table, name: str) -> Kind:
    return Kind("a table", {"$ref": f"#/$defs/{name}"}, table.read)


def _owned(where: str, keys: tuple[Key, ...]) -> dict[str, str]:
    return {key.name: where for key in keys}


_SOURCES_SCHEMA = {
    "type": "object",
    "propertyNames": {"pattern": f"^(?:{NAME})$"},
    "additionalProperties": {"$ref": "#/$defs/source"},
}
_PAGE_SOMEWHERE = [
    {"required": ["defaults"], "properties": {"defaults": {"required": ["page"]}}},
    {"properties": {"sources": {"additionalProperties": {"required": ["page"]}}}},
]
SOURCE_NAME = _kinds.text(
    "a name of a-z, 0-9, _ and -", NAME, "the name of a source is the name of its documents"
)

_RECIPE_KEYS = (
    Key("entry", _ELEMENT, "The element of each entry."),
    Key("title", _FIELD, "The title."),
    Key("link", _FIELD, "The address: of an element its `href`, or that of the first `a` inside."),
    Key("date", _DATE, "The day or time of publication: of an element its `datetime`, else its text."),
    Key(
        "date_heading",
        _PAGE_FIELD,
        "What stands above several entries and tells of their dates, `March 2024`; looks at the whole page.",
    ),
    Key("summary", _FIELD, "The summary, as plain text."),
    Key("content", _FIELD, "The content, as HTML."),
    Key("image", _FIELD, "The pictures, lazy ones too, with the name, caption and size in `alt` or `title`."),
    Key("enclosure", _FIELD, "Audio, video and documents: links to them, or players."),
    Key("author", _FIELD, "The authors."),
    Key("category", _FIELD, "The categories."),
    Key("id", _FIELD, "What identifies the entry for ever, such as the number in its link."),
    Key("total", _PAGE_FIELD, "How many entries the page says there are; looks at the whole page."),
    Key(
        "next",
        _NEXT,
        "The address of the next page of the list, or a table with `template`; looks at the whole page.",
    ),
    Key(
        "empty",
        _PAGE_FIELD,
        "What stands on the page when there is rightly no entry; looks at the whole page.",
    ),
    Key(
        "volatile",
        _kinds.words("an array of fields", FIELDS, 0),
        "Fields whose change alone is no update of the entry, such as counters of views.",
        [],
    ),
    Key("image_base", _kinds.ADDRESS, "Address in front of the names of images that have none."),
    Key("image_suffix", _kinds.SUFFIX, "Suffix for the names of images that have none, such as `.jpg`."),
    Key("kb", _kinds.one_of(1024, 1000), "How many bytes a printed KB has.", 1024),
    Key(
        "max_pages",
        _kinds.integer("a number of pages", 1, 1000),
        "How many pages of the list are read at most; 10 where `next` is given, else 1.",
    ),
)
RECIPE = Kind("a table", {"$ref": "#/$defs/recipe"}, _read_recipe)

_SOURCE_KEYS = (
    Key("page", _kinds.PAGE, "Address of the page, or a file; a file needs `url`."),
    Key("url", _kinds.ADDRESS, "The address of a page that is a file."),
    Key("title", _kinds.TEXT, "Title of the feed; else the page's own."),
    Key("language", _kinds.LANGUAGE, "Language of the feed as RFC 5646 writes it; else the page's own."),
    Key("timezone", _kinds.ZONE, "The zone of dates without one: a name of the IANA database.", "UTC"),
    Key(
        "limit",
        _kinds.integer("a number of entries", 1, 1_000_000),
        "How many entries the documents hold; those that the page shows are never cut.",
        100,
    ),
    Key(
        "keep",
        _kinds.DAYS,
        "How long an entry stays that the page no longer shows: `90d`; without it by `limit` alone.",
    ),
    Key(
        "interval",
        _kinds.MINUTES,
        "Shortest time between two fetches: `1h`; a run before that skips the source.",
    ),
    Key("formats", _kinds.words("an array of formats", FORMATS, 1), "The documents to write.", list(FORMATS)),
    Key("author", _kinds.TEXT, "Author of the feed; else the site's name or host."),
    Key(
        "allow_private", _kinds.FLAG, "Whether the page may lie on this machine or its local network.", False
    ),
    Key(
        "adopt",
        _kinds.FLAG,
        "Whether documents in the way that feedkit did not write are taken over, with their ids.",
        False,
    ),
    Key(
        "browser",
        _kinds.FLAG,
        "Whether a Chromium gets the page, for one that is empty until its scripts run; see the how-to.",
        False,
    ),
    Key(
        "images",
        _kinds.one_of("probe", "page"),
        "Whence the sizes of pictures are: `probe` asks their servers, `page` takes what the page prints.",
        "probe",
    ),
    Key(
        "max_probes",
        _kinds.integer("a number of pictures", 1, 1000),
        "How many pictures a run asks for; the others are for the next runs.",
        20,
    ),
    Key(
        "complete",
        _kinds.words("an array of fields", _own.FIELDS, 0),
        "Fields that each entry's own page is asked for, once, where the list lacks them; see the how-to.",
        [],
    ),
    Key(
        "max_entry_pages",
        _kinds.integer("a number of pages", 1, 1000),
        "How many own pages of entries a run asks for; the others are for the next runs.",
        50,
    ),
    Key("max_bytes", _kinds.integer("a number of bytes", 1, 2**31), "How large a page may be.", 16_777_216),
    Key(
        "max_seconds",
        _kinds.integer("a number of seconds", 1, 3600),
        "How long a fetch may take, with its redirects, attempts and robots.txt.",
        30,
    ),
    Key("user_agent", _kinds.HEADER, "What the fetch calls itself; else the one of `[feedkit]`."),
    Key(
        "robots",
        _kinds.one_of("obey", "ignore"),
        "Whether the site's robots.txt is obeyed; to ignore it is your decision.",
        "obey",
    ),
    Key(
        "gap",
        _kinds.integer("a number of seconds", 0, 3600),
        "Seconds between two requests to a host; else 1, and 0 where the address itself says that it is"
        " on this machine or in its network. A site's `Crawl-delay` can make it more, up to 10.",
    ),
    *_access_keys.KEYS,
    Key("recipe", RECIPE, "How the page is read; a page of plain text needs none."),
)
_FEEDKIT_KEYS = (
    Key("output", _kinds.PATH, "Folder of the documents; made if it is missing.", "public"),
    Key(
        "state",
        _kinds.STATE,
        "Where the state is kept: `sqlite:` and a file outside of `output`.",
        "sqlite:feedkit.db",
    ),
    Key(
        "base_url",
        _kinds.FOLDER_ADDRESS,
        "Where `output` is published; the documents' own addresses need it.",
    ),
    Key("user_agent", _kinds.HEADER, "What the fetch calls itself; it should tell how to reach you."),
)
_IN_FEEDKIT = _owned("[feedkit]", _FEEDKIT_KEYS)
_IN_SOURCE = _owned("a source", _SOURCE_KEYS)
_IN_RECIPE = _owned("a recipe", _RECIPE_KEYS)
RECIPE_TABLE = Table("a recipe", _RECIPE_KEYS, {**_IN_FEEDKIT, **_IN_SOURCE})
SOURCE_TABLE = Table("a source", _SOURCE_KEYS, {**_IN_RECIPE, **_IN_FEEDKIT})
FEEDKIT_TABLE = Table("[feedkit]", _FEEDKIT_KEYS, {**_IN_RECIPE, **_IN_SOURCE})
TOP = Table(
    "a configuration",
    (
        Key("feedkit", _table(FEEDKIT_TABLE, "feedkit"), "Where the documents and the state lie."),
        Key(
            "defaults",
            _table(SOURCE_TABLE, "source"),
            "Any key of a source, for the sources that do not give it.",
        ),
        Key(
            "sources",
            Kind("tables", _SOURCES_SCHEMA, _read_sources),
            "The sources by name; `NAME` writes `NAME.xml`.",
        ),
    ),
    {**_IN_RECIPE, **_IN_SOURCE, **_IN_FEEDKIT},
)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of feedkit.toml."""
    recipe = {**RECIPE_TABLE.schema(), "dependentRequired": {name: ["entry"] for name in sorted(_NEED_ENTRY)}}
    definitions = {
        "feedkit": FEEDKIT_TABLE.schema(),
        "reference": _access_keys.REFERENCE_SCHEMA,
        "source": SOURCE_TABLE.schema(),
        "recipe": recipe,
        "selector": {"anyOf": [_kinds.SELECTOR.schema, _in_table(True).schema()]},
        "element": _rule_schema(_ELEMENT_TABLE),
        "field": _rule_schema(_FIELD_TABLE),
        "date": _rule_schema(_DATE_TABLE),
        "numbered": _NUMBERED_TABLE.schema(),
    }
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "feedkit.toml"}
    return {**draft, **TOP.schema(), "anyOf": _PAGE_SOMEWHERE, "$defs": definitions}


def schema_text() -> str:
    """Return the JSON Schema as the text of its file."""
    import json

    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def reference() -> str:
    """Return the reference of all keys in Markdown, one table for each table of the file."""
    sections = {
        "`[feedkit]`": _FEEDKIT_KEYS,
        "`[sources.NAME]` and `[defaults]`": _SOURCE_KEYS,
        "`[sources.NAME.recipe]`": _RECIPE_KEYS,
        "A field as a table": _DATE_TABLE.keys,
        "`next` as a table": _NUMBERED_TABLE.keys,
    }
    return "\n".join(_section(title, keys) for title, keys in sections.items())


def _section(title: str, keys: tuple[Key, ...]) -> str:
    head = f"## {title}\n\n| key | value | default | meaning |\n|---|---|---|---|\n"
    return head + "".join(_row(key) for key in keys)


def _row(key: Key) -> str:
    import json

    default = "" if key.default is None else f"`{json.dumps(key.default)}`"
    return f"| `{key.name}` | {key.kind.says} | {default} | {key.says} |\n"
