"""The documents of a source as files in a folder.

It takes documents and a folder and gives the names of what it wrote: only what differs, each file
whole at any instant. It never replaces a file that it was told to check and that feedkit did not
write, never deletes a document, and knows nothing of the state.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Collection, Sequence
from pathlib import Path

from feedkit import _files
from feedkit.errors import LocalError
from feedkit.models import Document

_GENERATOR = re.compile(rb"<generator(?:\s[^>]*)?>\s*feedkit\s*</generator\s*>")
_MEMBER = re.compile(rb'"_feedkit"\s*:')
_FIRST_ENTRY = re.compile(rb"<(?:item|entry)[\s>]")


def check(names: Collection[str], folder: Path, ours: Collection[str]) -> None:
    """LocalError `foreign-file` when a file that feedkit did not write stands where one is to be written.

    Ours is what the store says was published, what is empty, and what carries feedkit's mark.
    `not-a-file` when it is a folder, a pipe or a device.
    """
    for name in names:
        content = _files.current(folder / name)
        if content and name not in ours and not _is_marked(content):
            raise _foreign(folder / name)


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


def _foreign(path: Path) -> LocalError:
    return LocalError(
        f"not replaced: {path}: feedkit did not write the file that stands there",
        "foreign-file",
        "move it away, take it over with `adopt = true` in the source, or replace it with --force",
        str(path),
    )
