"""The documents of a source as files in a folder.

It takes documents and a folder and gives the names of what it wrote: only what differs, each file
whole at any instant. It never replaces a file that it was told to check and that feedkit did not
write, never deletes a document, and knows nothing of the state.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Collection, Sequence
from pathlib import Path

from feedkit import _files
from feedkit.errors import LocalError
from feedkit.models import Document

_GENERATOR = re.compile(rb"<generator(?:\s[^>]*)?>\s*feedkit\s*</generator\s*>")
_ROOT = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s|<[?!][^>]*>)*<([A-Za-z][\w:.-]*)")
_MEMBER = re.compile(rb'"_feedkit"\s*:')
_FIRST_ENTRY = re.compile(rb"<(?:item|entry)[\s>]")


def check(names: Collection[str], folder: Path, ours: Collection[str]) -> None:
    """LocalError `foreign-file` when a file that feedkit did not write stands where one is to be written.

    Ours is what is empty, what carries feedkit's mark, and what the store says was published, unless
    a whole document of somebody else stands there now.
    `not-a-file` when it is a folder, a pipe or a device.
    """
    for name in names:
        content = _files.current(folder / name)
        if content and not _is_marked(content) and (name not in ours or _is_whole(content)):
            raise _foreign(folder / name)


def prepare(folder: Path) -> None:
    """Make the folder, and learn before anything is fetched whether files can be made in it.

    LocalError when not.
    """
    _files.make_folder(folder)
    _files.require_room(folder)


def write(documents: Sequence[Document], folder: Path) -> tuple[str, ...]:
    """The names of the documents that had to be written; the others stood there already, untouched.

    The folder is made if missing. LocalError when one cannot be written: those before it are, its
    old file stays.
    """
    return tuple([d.name for d in documents if _files.write(folder / d.name, d.content)])


def differing(documents: Sequence[Document], folder: Path) -> tuple[str, ...]:
    """The names of the documents that `write` would write."""
    return tuple([d.name for d in documents if _files.current(folder / d.name) != d.content])


def keep_page(source: str, content: bytes, folder: Path) -> None:
    """Keep the newest page of a source that tripped a guard, compressed, to be looked at."""
    name = f"{source}.gz"
    sweep([name], folder)
    _files.write(folder / name, gzip.compress(content, mtime=0))


def standing(name: str, folder: Path) -> bytes | None:
    """What stands in the folder under the name of a document; None when nothing does."""
    return _files.current(folder / name) or None


def sweep(names: Collection[str], folder: Path) -> None:
    """Remove what killed writers of the documents `names` left; one look at the folder does for all."""
    _files.sweep(folder, frozenset(names))


def _is_marked(content: bytes) -> bool:
    """Whether a feed's own generator is feedkit, or a JSON Feed has feedkit's member."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _MEMBER.search(content) is not None
    first = _FIRST_ENTRY.search(content)
    return _GENERATOR.search(content, 0, first.start() if first else len(content)) is not None


def _is_whole(content: bytes) -> bool:
    """Whether bytes are a whole document: its last tag closes its first, or it is a JSON object."""
    root = _ROOT.match(content)
    if root:
        return content.rstrip().endswith(b"</" + root[1] + b">")
    try:
        found = json.loads(content)
    except ValueError:
        return False
    return isinstance(found, dict) and bool(found)


def _foreign(path: Path) -> LocalError:
    return LocalError(
        f"not replaced: {path}: feedkit did not write the file that stands there",
        "foreign-file",
        "move it away, take it over with `adopt = true` in the source if it is a feed, or replace it with --force",
        str(path),
    )
