"""The kinds of values that a configuration holds, and the mistakes that are met in them.

It takes the values that TOML gives, with the path of their key, and gives checked values; each
mistake is told to a `Mistakes`, so that all of them come at once. It never reads a file and knows
no key by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from feedkit import _dates, _urls
from feedkit.errors import ConfigError

Schema = Mapping[str, Any]
Reader = Callable[[Any, str, "Mistakes"], Any]

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_HTTP = "[hH][tT][tT][pP][sS]?://"
_LINE = r"[^\r\n]*\S[^\r\n]*"
_SPAN_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_LANGUAGE = (
    "[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    "(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+)*(-x(-[A-Za-z0-9]{1,8})+)?"
)


class Mistakes:
    """What is wrong so far, in the order of the file."""

    def __init__(self) -> None:
        self.errors: list[ConfigError] = []

    def tell(self, key: str, cause: str, code: str = "config-value", hint: str = "") -> None:
        """Note that the value of `key` is wrong."""
        self.errors.append(ConfigError(f"{key}: {cause}" if key else cause, code, hint, key))

    def adopt(self, error: ConfigError, key: str) -> None:
        """Note an error that another module met in the value of `key`."""
        what, found, cause = str(error).partition(f": {error.subject}: ")
        if found:
            cause = f"{what}: {cause}" if error.subject == key else f"{cut(error.subject)}: {cause}"
        meant = f", {error.hint}" if error.hint.startswith("did you mean") else ""
        self.tell(key, (cause or what) + meant, error.code, error.hint)

    def end(self, what: str = "") -> None:
        """Raise one `ConfigError` with a line for each mistake, if there are any.

        Its code, hint and subject are the first one's; `what` (a file) starts every line.
        """
        if self.errors:
            first = self.errors[0]
            lines = [f"{what}: {error}" if what else str(error) for error in self.errors]
            raise ConfigError("\n".join(lines), first.code, first.hint, first.subject)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value must be: in words, as JSON Schema, and as a function that reads it.

    `read` gives the checked value; None when it has told a mistake.
    """

    says: str
    schema: Schema
    read: Reader


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a table: name, kind, meaning in one line, and default as it is written in TOML."""

    name: str
    kind: Kind
    says: str
    default: Any = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The keys of a table, and which keys belong to another one (key: where)."""

    says: str
    keys: tuple[Key, ...]
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    def read(self, value: Any, key: str, told: Mistakes) -> dict[str, Any]:
        """Return the values by name; None stands for a value that has a mistake."""
        if not isinstance(value, Mapping):
            told.tell(key, f"must be a table, is {shown(value)}", "config-type")
            return {}
        known = {each.name: each.kind for each in self.keys}
        read = {}
        for name, given in value.items():
            place = inside(key, name)
            if name in known:
                read[name] = known[name].read(given, place, told)
            else:
                self._tell_unknown(str(name), place, told)
        for each in self.keys:
            if each.required and each.name not in value:
                told.tell(inside(key, each.name), "is missing", "config-missing-key")
        return read

    def schema(self) -> dict[str, Any]:
        """Return the table as JSON Schema."""
        properties = {each.name: _property(each) for each in self.keys}
        required = [each.name for each in self.keys if each.required]
        rest = {"required": required} if required else {}
        return {"type": "object", "properties": properties, "additionalProperties": False, **rest}

    def _tell_unknown(self, name: str, place: str, told: Mistakes) -> None:
        names = [each.name for each in self.keys]
        near = nearest(name, names)
        if name in self.elsewhere:
            cause = f"unknown key, {name} is a key of {self.elsewhere[name]}"
        else:
            cause = f"unknown key, did you mean {near}?" if near else "unknown key"
        told.tell(place, cause, "config-unknown-key", f"the keys of {self.says} are {', '.join(names)}")


def inside(key: str, name: Any) -> str:
    """Return the path of a key that stands in the table `key`."""
    return f"{key}.{name}" if key else str(name)


def _property(key: Key) -> dict[str, Any]:
    default = {} if key.default is None else {"default": key.default}
    return {"description": key.says, **default, **key.kind.schema}


def nearest(word: str, words: Collection[str]) -> str | None:
    """Return the one of `words` that was probably meant, or None."""
    from difflib import get_close_matches

    as_key = word.lower().replace("-", "_")
    found = get_close_matches(as_key, words, 1) or get_close_matches(word.lower(), words, 1)
    return found[0] if found else None


def shown(value: Any) -> str:
    """Return a value as a message shows it: its TOML type, and itself when it is short."""
    names = {bool: "a boolean", int: "an integer", float: "a float", list: "an array", str: "the text"}
    if isinstance(value, Mapping):
        return "a table"
    name = names.get(type(value), f"a {type(value).__name__}")
    return f"{name} {cut(value)}" if isinstance(value, bool | int | float | str) else name


def cut(value: Any) -> str:
    """Return a value as TOML shows it, no longer than a line bears."""
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def text(says: str, pattern: str = _LINE, hint: str = "") -> Kind:
    """Return the kind of a text that matches all of `pattern`, which Python and ECMA-262 read alike."""
    schema = {"type": "string", "pattern": f"^(?:{pattern})$"}
    return Kind(says, schema, partial(_read_text, says=says, pattern=pattern, hint=hint))


def _read_text(value: Any, key: str, told: Mistakes, says: str, pattern: str, hint: str) -> str | None:
    if type(value) is not str:
        told.tell(key, f"must be {says}, is {shown(value)}", "config-type")
    elif _FORBIDDEN.search(value):
        told.tell(key, "must not hold control characters")
    elif not re.fullmatch(pattern, value):
        told.tell(key, f"must be {says}, is {cut(value)}", hint=hint)
    else:
        return value
    return None


def integer(says: str, least: int, most: int) -> Kind:
    """Return the kind of an integer between `least` and `most`."""
    schema = {"type": "integer", "minimum": least, "maximum": most}

    def read(value: Any, key: str, told: Mistakes) -> int | None:
        if type(value) is not int:
            told.tell(key, f"must be {says}, is {shown(value)}", "config-type")
        elif not least <= value <= most:
            told.tell(key, f"must be {says} from {least} to {most}, is {value}")
        else:
            return value
        return None

    return Kind(says, schema, read)


def one_of(*choices: int | str) -> Kind:
    """Return the kind of an integer, or of a word, out of a few."""
    says = " or ".join(map(str, choices))

    def read(value: Any, key: str, told: Mistakes) -> int | str | None:
        if type(value) is type(choices[0]) and value in choices:
            return value
        code = "config-value" if type(value) is type(choices[0]) else "config-type"
        told.tell(key, f"must be {says}, is {shown(value)}", code)
        return None

    return Kind(says, {"enum": list(choices)}, read)


def words(says: str, choices: Sequence[str], least: int) -> Kind:
    """Return the kind of an array of at least `least` different words out of `choices`."""
    items = {"enum": list(choices)}
    schema = {"type": "array", "items": items, "uniqueItems": True, "minItems": least}

    def read(value: Any, key: str, told: Mistakes) -> tuple[str, ...] | None:
        if not isinstance(value, list | tuple):
            told.tell(key, f"must be {says}, is {shown(value)}", "config-type")
            return None
        if len(value) < least:
            told.tell(key, "must not be empty")
        for place, word in enumerate(value):
            _check_word(word, f"{key}[{place}]", choices, told)
            if word in value[:place]:
                told.tell(f"{key}[{place}]", f"{word} stands there twice")
        return tuple(value)

    return Kind(says, schema, read)


def _check_word(word: Any, key: str, choices: Sequence[str], told: Mistakes) -> None:
    if type(word) is not str:
        told.tell(key, f"must be a text, is {shown(word)}", "config-type")
    elif word not in choices:
        near = nearest(word, choices)
        meant = f", did you mean {near}?" if near else ""
        told.tell(key, f"unknown word {cut(word)}{meant}", hint=f"there are {', '.join(choices)}")


def texts(each: Kind) -> Kind:
    """Return the kind of one text or an array of them; reads as a tuple."""
    says = f"{each.says}, or an array of such"
    schema = {"anyOf": [each.schema, {"type": "array", "items": each.schema, "minItems": 1}]}

    def read(value: Any, key: str, told: Mistakes) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            return (each.read(value, key, told),)
        if not value:
            told.tell(key, "must not be empty")
        return tuple(each.read(one, f"{key}[{place}]", told) for place, one in enumerate(value))

    return Kind(says, schema, read)


def _read_flag(value: Any, key: str, told: Mistakes) -> bool | None:
    if type(value) is bool:
        return value
    told.tell(key, f"must be true or false, is {shown(value)}", "config-type")
    return None


def _read_address(value: Any, key: str, told: Mistakes, *, prefix: bool = False) -> str | None:
    address = _read_text(value, key, told, "an address", r"[\s\S]*\S[\s\S]*", "")
    if address is None:
        return None
    cause = _wrong_with(address, prefix)
    if cause is None:
        return address
    told.tell(key, *cause)
    return None


def _wrong_with(address: str, prefix: bool) -> tuple[str, str, str] | None:
    authority = re.match(r"[^:/?#]*://([^/?#\\]*)", address)
    if authority and "@" in authority.group(1):
        return "must not hold a user name or password", "config-value", "leave out what stands before the @"
    if re.search(r"[\s\\]", address):
        return f"holds white space or a backslash: {cut(address)}", "config-value", "write a blank as %20"
    if not _urls.is_address(address):
        hint = "an address starts with http:// or https:// and has a host"
        return f"must be an address, is {cut(address)}", "config-value", hint
    if prefix and re.search("[?#]", address):
        return f"must not hold ? or #: {cut(address)}", "config-value", "names of files are put after it"
    return None


def _read_folder_address(value: Any, key: str, told: Mistakes) -> str | None:
    address = _read_address(value, key, told, prefix=True)
    return address if address is None or address.endswith("/") else f"{address}/"


def _read_path(value: Any, key: str, told: Mistakes) -> str | None:
    path = _read_text(value, key, told, "a path", _LINE, "")
    if path is not None and path.startswith("~"):
        told.tell(key, f"~ is not replaced: {cut(path)}", hint="write the whole path")
        return None
    return path


def _read_page(value: Any, key: str, told: Mistakes) -> str | None:
    with_scheme = isinstance(value, str) and re.match(r"\s*[A-Za-z][A-Za-z0-9+.-]*://", value)
    return _read_address(value, key, told) if with_scheme else _read_path(value, key, told)


def span(units: str, example: str) -> Kind:
    """Return the kind of a span of time: a number and one of the letters `units`; reads as a timedelta."""
    pattern = f"([1-9][0-9]{{0,3}})([{units}])"
    hint = f"write {example}; there are {', '.join(units[:-1])} and {units[-1]}"
    read = partial(_read_span, pattern=pattern, hint=hint)
    return Kind("a span of time", {"type": "string", "pattern": f"^{pattern}$"}, read)


def _read_span(value: Any, key: str, told: Mistakes, pattern: str, hint: str) -> Any:
    import datetime as dt

    if type(value) is not str:
        told.tell(key, f"must be a span of time, is {shown(value)}", "config-type", hint)
    elif not (found := re.fullmatch(pattern, value)):
        told.tell(key, f"must be a span of time, is {cut(value)}", hint=hint)
    else:
        return dt.timedelta(seconds=int(found.group(1)) * _SPAN_UNITS[found.group(2)])
    return None


def _checked(each: Kind, check: Callable[[str], object]) -> Kind:
    """Return a kind of text whose values `check` must take as well, without a ConfigError."""

    def read(value: Any, key: str, told: Mistakes) -> str | None:
        checked: str | None = each.read(value, key, told)
        if checked is not None:
            try:
                check(checked)
            except ConfigError as error:
                told.adopt(error, key)
        return checked

    return Kind(each.says, each.schema, read)


TEXT = text("a text")
STEP_TEXT = text("a text", r"[\s\S]+")
PATTERN = text("a regular expression", r"[\s\S]*\S[\s\S]*")
SELECTOR = text("a selector", r"[\s\S]*\S[\s\S]*")
HEADER = text("a text of ASCII characters", "[!-~]([ -~]*[!-~])?")
LANGUAGE = text(
    "a language tag", _LANGUAGE, "a language tag is written as in en, pt-BR or zh-Hant (RFC 5646)"
)
ZONE = _checked(text("the name of a time zone"), _dates.zone)
ADDRESS = Kind(
    "an address", {"type": "string", "pattern": rf"^{_HTTP}[^\s/?#@\\]+([/?#][^\s\\]*)?$"}, _read_address
)
FOLDER_ADDRESS = Kind(
    "an address", {"type": "string", "pattern": rf"^{_HTTP}[^\s/?#@\\]+(/[^\s?#\\]*)?$"}, _read_folder_address
)
PATH = Kind("a path", {"type": "string", "pattern": r"^[^~\s][^\r\n]*$"}, _read_path)
PAGE = Kind(
    "an address or a path",
    {
        "anyOf": [
            ADDRESS.schema,
            {"type": "string", "pattern": r"^(?![A-Za-z][A-Za-z0-9+.-]*://)[^~\s][^\r\n]*$"},
        ]
    },
    _read_page,
)
STATE = text("sqlite: and a path", r"sqlite:(?!//)[^~:?\s][^\r\n?]*", 'write "sqlite:feedkit.db"')
DAYS = span("hdw", '90 days as "90d"')
MINUTES = span("mhdw", '90 minutes as "90m"')
FLAG = Kind("true or false", {"type": "boolean"}, _read_flag)
SUFFIX = text("a suffix", r"[A-Za-z0-9_.~-]*\.[A-Za-z0-9]+", 'a suffix is written as in ".jpg"')
ATTRIBUTE = text("the name of an attribute", "[A-Za-z_:][A-Za-z0-9_:.-]*")
DATE_FORMAT = _checked(text("a format of strptime"), _dates.format_pattern)
