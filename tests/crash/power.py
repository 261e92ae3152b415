"""A model of power loss: from the steps of a run, every state that a file system may come back with.

What was written to a file and not yet synced may be there whole, in part or not at all. What was
done to a folder (a file made, linked, renamed, removed) and not yet synced may have happened or
not, each step for itself. Power can fail after any step.
"""

import itertools
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple


class Done(NamedTuple):
    """A step that was done, and what it gave."""

    name: str
    values: tuple[Any, ...]
    result: Any


@dataclass(eq=False)
class _Inode:
    durable: bytes = b""
    pending: list[bytes] = field(default_factory=list)
    """What was written since the last sync."""

    def survivors(self) -> set[bytes]:
        """What may be left of it."""
        found = {self.durable}
        for written in self.pending:
            found |= {content + written[: len(written) // n] for content in found for n in (1, 2)}
            found |= {content + bytes(len(written)) for content in found}
        return found


class _Change(NamedTuple):
    """A change to a folder: the name that appears or is replaced, and the one that goes."""

    gains: str | None
    loses: str | None
    inode: _Inode | None


Names = dict[str, _Inode]
Files = dict[str, bytes]


class Disk:
    """One folder on a disk, on which the steps of a run are replayed."""

    def __init__(self, folder: Path, before: Mapping[str, bytes]) -> None:
        self._folder = folder
        self._durable: Names = {name: _Inode(content) for name, content in before.items()}
        self._names: Names = dict(self._durable)
        self._pending: list[_Change] = []
        self._is_there = folder.exists()
        """Whether the folder itself is durable."""
        self._files: dict[int, _Inode | Path] = {}
        """By descriptor; a path is a folder."""

    def replay(self, done: Done) -> None:
        """Do what the step did, if it concerns the folder."""
        step = getattr(self, f"_do_{done.name}", None)
        if step is not None:
            step(done.result, *done.values)

    def survivors(self) -> Iterator[Files]:
        """Every state of the folder that may be found after power failed at this point."""
        if not self._is_there:
            yield {}
        for chosen in itertools.product((False, True), repeat=len(self._pending)):
            names = dict(self._durable)
            for change in itertools.compress(self._pending, chosen):
                _apply(names, change)
            contents = itertools.product(*(inode.survivors() for inode in names.values()))
            yield from (dict(zip(names, each, strict=True)) for each in contents)

    def _change(self, gains: Any, loses: Any, inode: _Inode | None) -> None:
        if Path(gains or loses).parent == self._folder:
            change = _Change(gains and Path(gains).name, loses and Path(loses).name, inode)
            self._pending.append(change)
            _apply(self._names, change)

    def _do_open(self, descriptor: int, path: Any, flags: int, *_: int) -> None:
        if Path(path) in (self._folder, self._folder.parent):
            self._files[descriptor] = Path(path)
        elif flags & os.O_CREAT:
            self._files[descriptor] = inode = _Inode()
            self._change(path, None, inode)

    def _do_close(self, _: None, descriptor: int) -> None:
        self._files.pop(descriptor, None)

    def _do_write(self, size: int, descriptor: int, content: bytes) -> None:
        inode = self._files.get(descriptor)
        if isinstance(inode, _Inode):
            inode.pending.append(content[:size])

    def _do_fsync(self, _: None, descriptor: int) -> None:
        synced = self._files.get(descriptor)
        if isinstance(synced, _Inode):
            self._sync_file(synced)
        elif synced == self._folder:
            self._sync_folder()
        elif synced == self._folder.parent:
            self._is_there = True

    def _sync_file(self, inode: _Inode) -> None:
        inode.durable, inode.pending = inode.durable + b"".join(inode.pending), []

    def _sync_folder(self) -> None:
        self._durable, self._pending = dict(self._names), []

    def _do_link(self, _: None, old: Any, new: Any) -> None:
        self._change(new, None, self._names.get(Path(old).name))

    def _do_replace(self, _: None, old: Any, new: Any) -> None:
        self._change(new, old, self._names.get(Path(old).name))

    def _do_unlink(self, _: None, path: Any) -> None:
        self._change(None, path, None)


def _apply(names: Names, change: _Change) -> None:
    if change.loses is not None:
        names.pop(change.loses, None)
    if change.gains is not None and change.inode is not None:
        names[change.gains] = change.inode


class NoSync(Disk):
    """A disk whose files are never synced; a protocol without fsync looks like this."""

    def _sync_file(self, inode: _Inode) -> None:
        """Do nothing."""


class NoFolderSync(Disk):
    """A disk whose folders are never synced."""

    def _sync_folder(self) -> None:
        """Do nothing."""


def histories(disk: Disk, steps: Iterable[Done]) -> Iterator[tuple[int, Files]]:
    """Every state that may be found, with the number of steps that were done before power failed."""
    yield from ((0, files) for files in disk.survivors())
    for number, done in enumerate(steps, 1):
        disk.replay(done)
        yield from ((number, files) for files in disk.survivors())
