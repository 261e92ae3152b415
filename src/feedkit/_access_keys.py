"""The keys of a source that say how its page is asked for, and the kinds of their values.

It takes what TOML gives and gives the values of an `Access`; what must be secret has to be named by
an environment variable. Nothing that may be a secret is shown in a message. It reads no environment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from feedkit import _kinds
from feedkit._access import Access, Pairs, Secret, Text
from feedkit._kinds import Key, Kind, Mistakes, Table, inside

_NAME = "[A-Za-z_][A-Za-z0-9_]*"
_TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_FIELD_VALUE = "(?:[!-~](?:[ -~]*[!-~])?)?"
_COOKIE_VALUE = "[!#-+\\--:<-\\[\\]-~]*"
_BY_REFERENCE = 'write { env = "NAME" } and set the variable NAME'
_OURS = frozenset(
    "host content-length transfer-encoding connection keep-alive te trailer upgrade expect cookie"
    " accept-encoding range if-match if-none-match if-modified-since if-unmodified-since if-range"
    " proxy-authorization proxy-connection user-agent".split()
)
_SECRET_NAME = re.compile(
    r"auth|pass|pwd|secret|token|api[-_.]?key|apikey|sess|sid\b|credential|signature|csrf|xsrf|jwt",
    re.IGNORECASE,
)
"""Names of what is a secret by custom; `{ env = "NAME" }` is never wrong for any other."""

_REFERENCE = Table(
    "a reference",
    (
        Key(
            "env",
            _kinds.text("the name of a variable", _NAME),
            "The variable that holds the text.",
            required=True,
        ),
    ),
)


def _read_text(value: Any, key: str, told: Mistakes, *, pattern: str, secret: bool) -> Text | None:
    if isinstance(value, Mapping):
        name = _REFERENCE.read(value, key, told).get("env")
        return Secret(name) if name else None
    if type(value) is not str:
        told.tell(key, "must be a text or a reference", "config-type", _BY_REFERENCE)
    elif secret:
        told.tell(key, "must not be written out, it is a secret", hint=_BY_REFERENCE)
    elif not re.fullmatch(pattern, value):
        told.tell(
            key, "holds characters that cannot be sent there", hint="there is no way to write a line break"
        )
    else:
        return value
    return None


def _text(says: str, pattern: str = r"[^\r\n\x00]*", *, secret: bool = False) -> Kind:
    literal = [] if secret else [{"type": "string", "pattern": f"^(?:{pattern})$"}]
    schema = {"anyOf": [*literal, {"$ref": "#/$defs/reference"}]}
    return Kind(says, schema, partial(_read_text, pattern=pattern, secret=secret))


def _pairs(says: str, names: str, pattern: str, refused: frozenset[str] = frozenset()) -> Kind:
    """Return the kind of a table of names and texts."""
    schema = {
        "type": "object",
        "propertyNames": {"pattern": f"^(?:{names})$"},
        "additionalProperties": _text("", pattern).schema,
    }

    def read(value: Any, key: str, told: Mistakes) -> Pairs:
        if not isinstance(value, Mapping):
            told.tell(key, "must be a table of names and texts", "config-type")
            return ()
        for name in value:
            if not re.fullmatch(names, name) or name.lower() in refused:
                told.tell(inside(key, name), "is no name that can stand there", hint=_hint(name, refused))
        if len({name.lower() for name in value}) < len(value) and refused:
            told.tell(key, "holds a name twice")
        texts = {
            name: _read_text(
                text, inside(key, name), told, pattern=pattern, secret=bool(_SECRET_NAME.search(name))
            )
            for name, text in value.items()
        }
        return tuple((name, text) for name, text in texts.items() if text is not None)

    return Kind(says, schema, read)


def _hint(name: str, refused: frozenset[str]) -> str:
    own = {"cookie": "write it under `cookies`", "user_agent": "write it as `user_agent`"}
    return own.get(
        name.lower().replace("-", "_"), "feedkit sets it itself" if name.lower() in refused else ""
    )


_AUTH = Table(
    "auth",
    (
        Key("user", _text("a text", r"[^:\x00-\x1f\x7f]*"), "The user name of basic authentication."),
        Key("password", _text("a reference", secret=True), "Its password."),
        Key("token", _text("a reference", secret=True), "The bearer token, instead of both."),
    ),
)


def _read_auth(value: Any, key: str, told: Mistakes) -> Pairs:
    read = _AUTH.read(value, key, told)
    if isinstance(value, Mapping) and set(read) not in ({"user", "password"}, {"token"}):
        told.tell(key, "must hold user and password, or token alone", "config-value")
    return tuple(read.items())


def _read_proxy(value: Any, key: str, told: Mistakes) -> Text | None:
    if isinstance(value, Mapping):
        return _read_text(value, key, told, pattern="", secret=True)
    if isinstance(value, str) and "@" in value:
        told.tell(key, "must not be written out, it holds a user name", hint=_BY_REFERENCE)
        return None
    address: str | None = _kinds.ADDRESS.read(value, key, told)
    return address


def _read_method(value: Any, key: str, told: Mistakes) -> str | None:
    if value in ("GET", "POST"):
        return str(value)
    told.tell(key, f"must be GET or POST, is {_kinds.shown(value)}")
    return None


_PROXY = Kind(
    "an address, or a reference",
    {"anyOf": [_kinds.ADDRESS.schema, {"$ref": "#/$defs/reference"}]},
    _read_proxy,
)
_METHOD = Kind('"GET" or "POST"', {"enum": ["GET", "POST"]}, _read_method)
_TEXTS = "a table of texts and references"
KEYS = (
    Key(
        "headers",
        _pairs(_TEXTS, _TOKEN, _FIELD_VALUE, _OURS),
        "Header fields that the page is asked with.",
    ),
    Key("cookies", _pairs(_TEXTS, _TOKEN, _COOKIE_VALUE), "Cookies that the page is asked with."),
    Key(
        "auth",
        Kind("a table", _AUTH.schema(), _read_auth),
        "The login: `user` and `password` (basic), or `token` (bearer).",
    ),
    Key("method", _METHOD, "How the page is asked for; POST where there is a `body` or `form`.", "GET"),
    Key(
        "body",
        _text("a text, or a reference", r"[^\x00]*"),
        "What is sent with POST; `headers` give its `Content-Type`.",
    ),
    Key("form", _pairs(_TEXTS, r"[^\x00]+", r"[^\x00]*"), "The fields of a form that is sent with POST."),
    Key("proxy", _PROXY, "The HTTP proxy that the page is asked through."),
    Key("client_cert", _kinds.PATH, "PEM file of the client certificate and its key."),
    Key("ca_file", _kinds.PATH, "PEM file of certificates that are trusted beside the usual ones."),
)
NAMES = tuple(key.name for key in KEYS)


def check(values: Mapping[str, Any], key: str, told: Mistakes) -> None:
    """Tell which keys of a source do not go together."""
    sent = [name for name in ("body", "form") if name in values]
    if len(sent) == 2:
        told.tell(inside(key, "form"), "cannot stand beside body")
    if sent and values.get("method") == "GET":
        told.tell(inside(key, "method"), f"must be POST, there is {sent[0]}")
    names = {name.lower() for name, _ in values.get("headers") or ()}
    if "authorization" in names and "auth" in values:
        told.tell(inside(key, "auth"), "cannot stand beside headers.Authorization")


def access(values: Mapping[str, Any], placed: Callable[[str], str]) -> Access:
    """Return the access that the values of a source tell; `placed` makes a path absolute."""
    told = {name: values[name] for name in NAMES if values.get(name) is not None}
    for name in ("client_cert", "ca_file"):
        if name in told:
            told[name] = placed(told[name])
    if "body" in told or "form" in told:
        told["method"] = "POST"
    return Access(**told)


REFERENCE_SCHEMA = _REFERENCE.schema()
