"""feedkit.toml as a text: a source is added, or a recipe replaced, and all else stays, byte for byte.

It takes the path of the file and the text of a source, and writes the file by the protocol of all files,
under the lock of its runs. What it would write is read first; a file that is wrong is not touched.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feedkit import _files, runner, sources
from feedkit.errors import ConfigError
from feedkit.synthesis import texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feedkit.models import Entry
    from feedkit.sources import Config

_FILE = "feedkit.toml"


def place(explicit: str | None) -> tuple[Path, Config | None]:
    """Return the path of the configuration and what it says; None where it is still to be made."""
    try:
        path = sources.find(explicit)
    except ConfigError as error:
        if error.code != "no-config":
            raise
        return Path(explicit or os.environ.get("FEEDKIT_CONFIG") or _FILE), None
    return path, sources.load(path)


def require_new(config: Config | None, name: str) -> None:
    """Raise `ConfigError` `source-exists` when a configuration has a source of a name."""
    if config and any(source.name == name for source in config.sources):
        hint = f"choose another name, or take [sources.{name}] out of {config.path}"
        raise ConfigError(f"source: {name}: there is one of this name", "source-exists", hint, name)


def add(path: Path, name: str, text: str) -> None:
    """Append the tables of a source to a configuration; it is made where there is none."""
    config = sources.load(path) if path.exists() else None
    if config is None:
        _write(path, name, text)
        return
    with _files.lock(runner.lock_path(config)):
        require_new(sources.load(path), name)
        _write(path, name, text)


def _write(path: Path, name: str, text: str) -> None:
    old = _files.current(path) or b""
    if old and b"\r\n" in old:
        text = text.replace("\n", "\r\n")
    end = b"\r\n" if b"\r\n" in old else b"\n"
    gap = b"" if not old else end if old.endswith(b"\n") else end * 2
    new = old + gap + text.encode()
    _require_sound(path, old, new, name)
    _files.write(path, new)


def _require_sound(path: Path, old: bytes, new: bytes, name: str) -> None:
    """Raise `ConfigError` when a text cannot be appended, as where `sources` is written on one line."""
    try:
        after = sources.tables(new, path)
    except ConfigError as error:
        hint = f"write [sources.{name}] by hand; --dry-run shows it"
        message = f"configuration: {path}: nothing can be added at its end"
        raise ConfigError(message, "config-closed", hint, str(path)) from error
    del after["sources"][name]
    assert after == {"sources": {}, **sources.tables(old, path)}


def replace_recipe(
    config: Config, name: str, old: Mapping[str, Any], new: Mapping[str, Any], found: Sequence[Entry]
) -> None:
    """Put a recipe in the place of another; lines that are right already stay as they are.

    `ConfigError` `config-closed` when the file says something else by now, or cannot be changed so.
    """
    with _files.lock(runner.lock_path(config)):
        content = _files.current(config.path) or b""
        before = sources.tables(content, config.path)
        changed = _replaced(content, name, new, found)
        table = before["sources"].get(name, {})
        is_same = table.get("recipe") == old
        table["recipe"] = dict(new)
        if not is_same or sources.tables(changed, config.path) != before:
            hint = f"write [sources.{name}.recipe] by hand"
            message = f"configuration: {config.path}: the recipe of {name} cannot be replaced"
            raise ConfigError(message, "config-closed", hint, str(config.path))
        _files.write(config.path, changed)


def _replaced(content: bytes, name: str, new: Mapping[str, Any], found: Sequence[Entry]) -> bytes:
    import tomlkit
    from tomlkit.items import InlineTable

    text = content.decode("utf-8-sig")
    document = tomlkit.parse(text)
    source: Any = document["sources"][name]
    table = source["recipe"]
    told = {} if isinstance(table, InlineTable) else texts.comments(new, found)
    for key in [key for key in table if key not in new]:
        del table[key]
    for key, value in new.items():
        old = table.get(key)
        if old != value:
            table[key] = tomlkit.value(texts.value_of(value))
            own = _comment_of(old)
            is_kept = own and not texts.is_example(own, key, found)
            _comment(table[key], own if is_kept else told.get(key), old)
    end = "\r\n" if "\r\n" in text else "\n"
    lines = document.as_string().replace("\r\n", "\n").replace("\n", end)
    return content[: len(content) - len(text.encode())] + lines.encode()


def _comment_of(value: Any) -> str:
    return "" if value is None else str(value.trivia.comment).removeprefix("#").strip()


def _comment(new: Any, text: str | None, old: Any) -> None:
    """Put a comment behind a value, in the column in which the one behind the old value stood."""
    if text:
        new.comment(text)
        column = len(old.as_string() + old.trivia.comment_ws) if _comment_of(old) else 0
        new.trivia.comment_ws = " " * max(2, column - len(new.as_string()))
