"""feedkit.toml as a text: a source is added to it, and whatever stands there stays, byte for byte.

It takes the path of the file and the text of a source, and writes the file by the protocol of all files,
under the lock of its runs. What it would write is read first; a file that is wrong is not touched.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from feedkit import _files, runner, sources
from feedkit.errors import ConfigError

if TYPE_CHECKING:
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
