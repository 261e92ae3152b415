"""Sources and recipes: what `feedkit.toml` says, read and checked.

It takes a configuration file, a recipe file or a mapping, and gives a `Config`, `Source`s and
`Recipe`s: plain values that pickle. All mistakes are told at once, each with the path of its key.
It never looks at a page, and the only file that it opens is the one it is given.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

from feedkit import _access_keys, _files, _keys, _kinds, _urls
from feedkit._access import Access
from feedkit._selectors import Numbered, Rule
from feedkit.errors import ConfigError
from feedkit.models import Format

_FILE = "feedkit.toml"
_STATE = "sqlite:feedkit.db"
_OUTPUT = "public"
_NO_CONFIG = "write a feedkit.toml, or name one with --config FILE or $FEEDKIT_CONFIG"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a page is read: a rule for each field, and what to know about its values.

    The keys are those of a `[recipe]` table. Without `entry` there are no rules at all: only the
    options count, for a page that is read as text.
    """

    entry: Rule | None = None
    title: Rule | None = None
    link: Rule | None = None
    date: Rule | None = None
    date_heading: Rule | None = None
    summary: Rule | None = None
    content: Rule | None = None
    image: Rule | None = None
    enclosure: Rule | None = None
    author: Rule | None = None
    category: Rule | None = None
    id: Rule | None = None
    total: Rule | None = None
    next: Rule | Numbered | None = None
    empty: Rule | None = None
    volatile: tuple[str, ...] = ()
    """Names of fields whose change alone is no update."""
    image_base: str | None = None
    image_suffix: str | None = None
    kb: Literal[1024, 1000] = 1024
    max_pages: int | None = None
    """How many pages of the list are read at most; None leaves it to `next`."""

    def digest(self) -> str:
        """Return a hash of the values (64 hexadecimal digits), alike in every process and release.

        Values that are at their defaults do not count, so a new key changes no old hash.
        """
        import hashlib
        import json

        return hashlib.sha256(json.dumps(_said(self)).encode("ascii")).hexdigest()


def _said(values: Recipe | Rule | Numbered) -> list[tuple[str, Any]]:
    """Return the values that differ from their defaults, by name."""
    pairs = [(each.name, getattr(values, each.name), each.default) for each in fields(values)]
    return [
        (name, _said(value) if isinstance(value, Rule | Numbered) else value)
        for name, value, default in pairs
        if value != default
    ]


@dataclass(frozen=True, slots=True)
class Source:
    """A page to follow and the feed to make of it."""

    name: str
    """Also the name of the documents: `NAME.xml`, and the key in the store."""
    page: str
    """An address, or the path of a file."""
    url: str | None = None
    """The address of a page that is a file."""
    title: str | None = None
    language: str | None = None
    timezone: str = "UTC"
    limit: int = 100
    keep: dt.timedelta | None = None
    """How long an entry stays that the page no longer shows."""
    interval: dt.timedelta | None = None
    """The shortest time between two fetches."""
    formats: tuple[Format, ...] = ("rss", "atom", "json")
    author: str | None = None
    allow_private: bool = False
    adopt: bool = False
    browser: bool = False
    """Whether a Chromium gets the page."""
    images: Literal["probe", "page"] = "probe"
    """Whether the servers of pictures are asked for their sizes."""
    max_probes: int = 20
    complete: tuple[str, ...] = ()
    """Fields that the own page of each entry is asked for, where the list lacks them."""
    max_entry_pages: int = 50
    max_bytes: int = 16_777_216
    max_seconds: int = 30
    """How long one fetch may take: redirects, connecting, head and body."""
    user_agent: str | None = None
    robots: Literal["obey", "ignore"] = "obey"
    """Whether the sites' robots.txt counts."""
    gap: int | None = None
    """Seconds between two requests to a host."""
    access: Access = Access()
    """What the page is asked with besides its address: headers, login, form, proxy, certificates."""
    recipe: Recipe | None = None

    @property
    def address(self) -> str | None:
        """The address that links are relative to: `url`, or `page` where that is one."""
        return self.url or (self.page if _urls.is_address(self.page) else None)


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration file, with every relative path made absolute."""

    path: Path
    folder: Path
    """The folder of the file."""
    output: Path
    state: str
    """`sqlite:` and the absolute path of a file."""
    base_url: str | None = None
    """Ends in a slash."""
    user_agent: str | None = None
    sources: tuple[Source, ...] = ()

    @property
    def pages(self) -> Path:
        """The folder of the pages that tripped a guard: beside the state."""
        state = _file_of(self.state, self.folder)
        return state.with_name(f"{state.stem}.pages")


def find(explicit: str | None = None) -> Path:
    """Return the path of the configuration file.

    It is `explicit` (the option `--config`), else `$FEEDKIT_CONFIG`, else `./feedkit.toml`, else
    `feedkit/feedkit.toml` in the user's configuration folder (XDG Base Directory Specification).
    `ConfigError` `no-config` names where it was looked for.
    """
    chosen = explicit if explicit is not None else os.environ.get("FEEDKIT_CONFIG") or None
    places = [Path(_FILE), _user_folder() / "feedkit" / _FILE] if chosen is None else [Path(chosen)]
    for place in places:
        if _stands(place):
            return place
    looked_at = " and ".join(map(str, places))
    raise ConfigError(f"configuration: {looked_at}: no such file", "no-config", _NO_CONFIG, looked_at)


def _stands(path: Path) -> bool:
    try:
        return path.exists() and not path.is_dir()
    except PermissionError:
        return True  # reading it will say why not


def _user_folder() -> Path:
    chosen = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    return chosen if chosen.is_absolute() else Path(os.path.expanduser("~/.config"))  # noqa: PTH111 (never raises)


def load(path: str | os.PathLike[str]) -> Config:
    """Return what a configuration file says.

    One `ConfigError` tells all mistakes, a line each; a file that cannot be read is a `LocalError`.
    """
    place = Path(path)
    told = _kinds.Mistakes()
    tables = _keys.TOP.read(_toml(place, "no-config", _NO_CONFIG), "", told)
    sources = _with_defaults(tables)
    for name, values in sources.items():
        _check_page(values, f"sources.{name}", told)
        _access_keys.check(values, f"sources.{name}", told)
    _check_state(tables.get("feedkit", {}), place.parent, told)
    told.end(str(path))
    return _config(place, tables.get("feedkit", {}), sources)


def _with_defaults(tables: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    defaults = tables.get("defaults", {})
    return {name: {**defaults, **values} for name, values in tables.get("sources", {}).items()}


def _check_page(values: Mapping[str, Any], key: str, told: _kinds.Mistakes) -> None:
    page = values.get("page")
    if "page" not in values:
        told.tell(f"{key}.page", "is missing", "config-missing-key", "page is an address or a file")
    elif page is not None and not _urls.is_address(page) and "url" not in values:
        hint = 'write url = "https://...", or write page as an address with https://'
        told.tell(f"{key}.url", "is missing, page is a file and has no address", "no-address", hint)


def _check_state(values: Mapping[str, Any], folder: Path, told: _kinds.Mistakes) -> None:
    state, output = values.get("state", _STATE), values.get("output", _OUTPUT)
    if not (state and output):
        return
    published = os.path.realpath(_placed(output, folder))
    if Path(os.path.realpath(_file_of(state, folder))).is_relative_to(published):
        hint = "what lies in output is published; keep the state beside it"
        told.tell("feedkit.state", f"{state!r} lies in the output folder {output!r}", hint=hint)


def _placed(path: str, folder: Path) -> Path:
    return Path(os.path.normpath(folder / path))


def _file_of(state: str, folder: Path) -> Path:
    return _placed(state.removeprefix("sqlite:"), folder)


def _config(path: Path, values: Mapping[str, Any], sources: Mapping[str, dict[str, Any]]) -> Config:
    folder = Path(os.path.normpath(path.absolute())).parent
    user_agent = values.get("user_agent")
    return Config(
        path=path,
        folder=folder,
        output=_placed(values.get("output", _OUTPUT), folder),
        state=f"sqlite:{_file_of(values.get('state', _STATE), folder)}",
        base_url=values.get("base_url"),
        user_agent=user_agent,
        sources=tuple(
            _source(name, {"user_agent": user_agent, **each}, folder) for name, each in sources.items()
        ),
    )


def _source(name: str, values: dict[str, Any], folder: Path) -> Source:
    page, recipe = values["page"], values.get("recipe")
    values["page"] = page if _urls.is_address(page) else str(_placed(page, folder))
    values["recipe"] = None if recipe is None else Recipe(**recipe)
    values["access"] = _access_keys.access(values, lambda path: str(_placed(path, folder)))
    own = {key: value for key, value in values.items() if key not in _access_keys.NAMES}
    return Source(name=name, **own)


def recipe_from(mapping: Mapping[str, Any], key: str = "recipe") -> Recipe:
    """Return the recipe of a mapping with the keys of a `[recipe]` table.

    `key` is the path that mistakes are told with.
    """
    return _recipe(mapping, key, "")


def read_recipe(path: str | os.PathLike[str]) -> Recipe:
    """Return the recipe of a TOML file: its keys at top level, or in one table `[recipe]`."""
    hint = "a recipe is a TOML file with the keys of a [recipe] table"
    table = _toml(Path(path), "no-recipe", hint)
    if set(table) == {"recipe"}:
        return _recipe(table["recipe"], "recipe", str(path))
    return _recipe(table, "", str(path))


def _recipe(mapping: Any, key: str, what: str) -> Recipe:
    told = _kinds.Mistakes()
    values = _keys.RECIPE.read(mapping, key, told)
    told.end(what)
    return Recipe(**values)


def select(config: Config, names: Sequence[str] = ()) -> tuple[Source, ...]:
    """Return the sources of these names in their order, each once; all of them without names.

    `ConfigError` `unknown-source` tells every name that there is none of.
    """
    known = {source.name: source for source in config.sources}
    if not known:
        hint = "write a table [sources.NAME] with page = an address"
        raise ConfigError(f"configuration: {config.path}: no sources", "no-sources", hint, str(config.path))
    told = _kinds.Mistakes()
    for name in names:
        if name not in known:
            near = _kinds.nearest(name, known)
            cause = f"unknown source, did you mean {near}?" if near else "unknown source"
            told.tell(name, cause, "unknown-source", f"there are {', '.join(known)}")
    told.end(str(config.path))
    return tuple(known[name] for name in dict.fromkeys(names or known))


def _toml(path: Path, missing: str, hint: str) -> dict[str, Any]:
    return tables(_content(path, missing, hint), path)


def tables(content: bytes, path: Path) -> dict[str, Any]:
    """Return what a text in TOML says, unchecked; `ConfigError` `config-syntax` names `path` and the line."""
    import tomllib

    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _syntax_error(path, f"line {line}", "not UTF-8") from error
    except RecursionError as error:
        raise _syntax_error(path, "", "nested too deep") from error
    except ValueError as error:
        cause, _, where = str(error).rstrip(")").partition(" (at ")
        raise _syntax_error(path, where, cause[:1].lower() + cause[1:]) from error


def _content(path: Path, missing: str, hint: str) -> bytes:
    try:
        return _files.read(path)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        cause = "is a folder" if isinstance(error, IsADirectoryError) else "no such file"
        raise ConfigError(f"configuration: {path}: {cause}", missing, hint, str(path)) from error
    except OSError as error:
        raise _files.trouble(error, path, "cannot read") from error


def _syntax_error(path: Path, where: str, cause: str) -> ConfigError:
    message = ": ".join(part for part in (str(path), where, cause) if part)
    return ConfigError(message, "config-syntax", "see toml.io for how TOML is written", str(path))
