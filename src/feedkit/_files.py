"""Every file operation of feedkit; nothing else in the package reads, writes or locks a file.

It takes paths and bytes, and gives bytes, claims and locks. A file that it writes is at any instant
the old one or the new one, whole, and is left alone when the bytes are the same. It never deletes
what feedkit did not write, and never waits without a limit except for a pipe's other end.

Reading passes OSError on, for the caller knows what the file was to be; whatever else goes wrong
is a LocalError.
"""

# Each step is one call of `os` under the system's own name, so that tests can count and fail it.
# ruff: noqa: PTH102, PTH104, PTH105, PTH108, PTH112, PTH116, PTH208

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import math
import os
import re
import stat
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from feedkit.errors import LocalError, LockedError

_CHUNK = 1 << 18
_PAUSE = 0.05
"""Seconds between two tries for a lock."""

_TEMPORARY = re.compile(r"\.(.+)\.[0-9a-f]{6}\.tmp", re.DOTALL)

_CODES = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EACCES: "permission",
    errno.EPERM: "permission",
    errno.EROFS: "permission",
    errno.EISDIR: "not-a-file",
    errno.ENOTDIR: "not-a-folder",
    errno.EEXIST: "not-a-folder",
}
_HINTS = {
    "disk-full": "free some space, then run again",
    "permission": "let the user who runs feedkit write there, or choose another place",
    "not-a-file": "move it away, or choose another name",
    "not-a-folder": "move away the file that stands where a folder is needed, or choose another place",
    "io-error": "look at the disk and the system's limits, then run again",
}
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.ENOENT}
"""What comes of linking a file without hard links, with too many, or just replaced by another writer."""


class TooLarge(ValueError):
    """More bytes than the limit; what was read of them is dropped."""


def read(path: Path, limit: int | None = None) -> bytes:
    """The bytes of a file, or of anything that can be read to its end, such as a FIFO.

    OSError passes as it is; TooLarge when there are more than `limit` bytes.
    """
    with _opened(path, os.O_RDONLY) as descriptor:
        return _drain(descriptor, limit)


def read_stdin(limit: int | None = None) -> bytes:
    """The bytes of standard input, with the errors of `read`."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, "standard input is closed")
    content = sys.stdin.buffer.read(-1 if limit is None else limit + 1)
    return _within(content, limit)


def current(path: Path) -> bytes | None:
    """The bytes of the file that stands at `path`, or None when nothing stands there.

    LocalError when it is no regular file or cannot be read.
    """
    try:
        return None if _standing(path) is None else read(path)
    except OSError as error:
        raise trouble(error, path, "cannot read") from error


def size(path: Path) -> int | None:
    """How many bytes a file has; None when nothing is there.

    LocalError when it is no regular file; OSError passes as it is.
    """
    status = _standing(path)
    return None if status is None else status.st_size


def modified(path: Path) -> dt.datetime | None:
    """When a file was last written, aware, whole seconds; None for a time that no calendar has.

    OSError passes as it is.
    """
    seconds = math.floor(os.stat(path).st_mtime)
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (ValueError, OverflowError):
        return None


def write(path: Path, content: bytes) -> bool:
    """Whether `content` had to be written: False when `path` holds it already and is left alone.

    The old file is replaced in one step, or kept on any failure; a link stays and its target is
    replaced. Missing folders are made. LocalError: `disk-full`, `permission`, `not-a-file`,
    `not-a-folder`, `io-error`.
    """
    try:
        return _write(path, content)
    except OSError as error:
        raise trouble(error, path, "cannot write") from error


def make_folder(path: Path) -> None:
    """Make a folder and its missing parents, durably; LocalError when that is not possible."""
    try:
        _make_folder(path)
    except OSError as error:
        raise trouble(error, path, "cannot make the folder") from error


def require_room(folder: Path) -> None:
    """LocalError `permission` when this process may make no files in a folder."""
    if not os.access(folder, os.W_OK | os.X_OK):
        raise trouble(OSError(errno.EACCES, os.strerror(errno.EACCES)), folder, "cannot write in")


def probe(path: Path) -> None:
    """Open a file for writing and close it again, to learn from OSError why another cannot."""
    with _opened(path, os.O_RDWR | os.O_CREAT):
        pass


def program(names: Sequence[str]) -> str | None:
    """Where the first of several programs stands that can be run; None when none is installed."""
    import shutil

    return next(filter(None, map(shutil.which, names)), None)


def sweep(folder: Path, names: Collection[str]) -> None:
    """Remove what writers of the files `names` left in `folder` when they were killed.

    What a living writer still works on stays. LocalError when the folder cannot be listed.
    """
    try:
        present = os.listdir(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        raise trouble(error, folder, "cannot list") from error
    for name in present:
        match = _TEMPORARY.fullmatch(name)
        if match and match[1] in names:
            _remove_abandoned(folder / name)


@contextmanager
def lock(path: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the lock `path` inside the block; the kernel frees it when the holder dies.

    Tries for `wait` seconds, then LockedError `locked`. File and folder are made, and stay.
    """
    descriptor = _open_lock(path)
    try:
        _acquire(descriptor, path, wait)
        yield
    finally:
        _close(descriptor)


def move_aside(path: Path, suffix: str) -> Path:
    """The new path of a file that got `suffix` and, if that is taken, a number.

    The `-wal` and `-shm` that SQLite keeps beside a database go with it.
    """
    aside = _free(path.with_name(path.name + suffix))
    try:
        os.rename(path, aside)
        for companion in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                os.rename(f"{path}{companion}", f"{aside}{companion}")
        _sync_folder(path.parent)
    except OSError as error:
        raise trouble(error, path, "cannot set aside") from error
    return aside


def last_aside(path: Path, prefix: str) -> Path | None:
    """The last that `move_aside` made of a path with a suffix of `prefix` and a time; None without one."""
    try:
        suffixes = [name.removeprefix(path.name) for name in os.listdir(path.parent)]
    except OSError:
        return None
    asides = [suffix for suffix in suffixes if re.fullmatch(re.escape(prefix) + r"\w+(\.[0-9]+)?", suffix)]
    last = max(asides, key=lambda suffix: (*suffix.split(".")[:2], len(suffix), suffix), default=None)
    return path.with_name(path.name + last) if last else None


def trouble(error: OSError, path: Path, what: str) -> LocalError:
    """The error for the user: `what` could not be done to `path`, why, and what to do next."""
    number = error.errno or errno.EIO
    code = _CODES.get(number, "io-error")
    cause = os.strerror(number)
    return failure(code, path, what, cause[:1].lower() + cause[1:])


def failure(code: str, path: Path, what: str, cause: str) -> LocalError:
    """The error for `code`, with its next step; a full disk tells what is free."""
    if code == "disk-full":
        cause += _free_space(path)
    return LocalError(f"{what}: {path}: {cause}", code, _HINTS[code], str(path))


def _free_space(path: Path) -> str:
    free = room(path, -1)
    return f" ({free} bytes free)" if free >= 0 else ""


def room(path: Path, unknown: int) -> int:
    """How many bytes are free where a file stands; `unknown` when the system does not say."""
    with suppress(OSError):
        told = os.statvfs(path.parent)
        return told.f_bavail * told.f_frsize
    return unknown


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    descriptor = os.open(path, flags | os.O_CLOEXEC, 0o666)
    try:
        yield descriptor
    finally:
        _close(descriptor)


def _close(descriptor: int) -> None:
    with suppress(OSError):  # what was written is safe since fsync
        os.close(descriptor)


def _drain(descriptor: int, limit: int | None) -> bytes:
    chunks, size = [], 0
    while chunk := os.read(descriptor, _CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        if limit is not None and size > limit:
            break
    return _within(b"".join(chunks), limit)


def _within(content: bytes, limit: int | None) -> bytes:
    if limit is not None and len(content) > limit:
        raise TooLarge(f"more than {limit} bytes")
    return content


def _standing(path: Path) -> os.stat_result | None:
    """What `stat` says of the regular file at `path`; None when nothing is there."""
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        raise failure("not-a-file", path, "not a file", "a folder, pipe or device stands there")
    return status


def _write(path: Path, content: bytes) -> bool:
    old = _standing(path)
    target = Path(os.path.realpath(path))
    if old is not None and old.st_size == len(content) and read(path) == content:
        _sync_folder(target.parent)  # whoever put it there may have been killed before
        return False
    if old is None:
        _make_folder(target.parent)
    _replace(target, content, old)
    return True


def _replace(target: Path, content: bytes, old: os.stat_result | None) -> None:
    descriptor, temporary = _create(target, 0o666 if old is None else 0o600)
    try:
        _fill(descriptor, content, old)
        _swap(temporary, target, old)
    except BaseException:
        _remove(temporary)
        raise
    finally:
        _close(descriptor)


def _create(target: Path, mode: int) -> tuple[int, Path]:
    """A new temporary file beside `target`, locked so that no `sweep` takes it for abandoned."""
    while True:
        temporary = _temporary(target)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        if not _is_swept(descriptor):
            return descriptor, temporary
        _close(descriptor)


def _is_swept(descriptor: int) -> bool:
    """Lock a new file; whether a sweep had removed it before."""
    with suppress(OSError):  # where there are no locks, nothing is swept either
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        return os.fstat(descriptor).st_nlink == 0
    return False


def _temporary(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.urandom(3).hex()}.tmp")


def _fill(descriptor: int, content: bytes, old: os.stat_result | None) -> None:
    if old is not None:
        _dress(descriptor, old)
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.fsync(descriptor)


def _dress(descriptor: int, old: os.stat_result) -> None:
    """Give the new file the old one's mode and, where the system allows it, group and owner."""
    with suppress(OSError):
        os.fchown(descriptor, -1, old.st_gid)
        os.fchown(descriptor, old.st_uid, -1)
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def _swap(temporary: Path, target: Path, old: os.stat_result | None) -> None:
    """Put the new file in the old one's place, durably; if the folder's fsync fails, put it back."""
    with _opened(target.parent, os.O_RDONLY | os.O_DIRECTORY) as folder, _backup(target, old) as backup:
        os.replace(temporary, target)
        try:
            os.fsync(folder)
        except OSError:
            _restore(target, old, backup)
            raise


@contextmanager
def _backup(target: Path, old: os.stat_result | None) -> Iterator[Path | None]:
    """A second name of the old file inside the block; None where there can be none."""
    backup = _temporary(target)
    if old is None or not _link(target, backup):
        yield None
        return
    try:
        yield backup
    finally:
        _remove(backup)


def _link(target: Path, name: Path) -> bool:
    try:
        os.link(target, name)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        return False
    return True


def _restore(target: Path, old: os.stat_result | None, backup: Path | None) -> None:
    with suppress(OSError):
        if backup is not None:
            os.replace(backup, target)
        elif old is None:
            os.unlink(target)


def _remove(path: Path) -> None:
    with suppress(OSError):
        os.unlink(path)


def _remove_abandoned(path: Path) -> None:
    with suppress(OSError), _opened(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.unlink(path)


def _make_folder(path: Path) -> None:
    if os.path.isdir(path):
        return
    _make_folder(path.parent)
    try:
        os.mkdir(path)
    except FileExistsError:
        if not os.path.isdir(path):
            raise
    _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    with _opened(path, os.O_RDONLY | os.O_DIRECTORY) as folder:
        os.fsync(folder)


def _open_lock(path: Path) -> int:
    try:
        _make_folder(path.parent)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise trouble(error, path, "cannot lock") from error


def _acquire(descriptor: int, path: Path, wait: float) -> None:
    deadline = time.monotonic() + wait
    while not _locked(descriptor, path):
        left = deadline - time.monotonic()
        if left <= 0:
            raise LockedError(
                f"locked: {path}: another run holds the lock",
                "locked",
                "wait until it has ended, or give --lock-wait SECONDS",
                str(path),
            )
        time.sleep(min(left, _PAUSE))


def _locked(descriptor: int, path: Path) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise trouble(error, path, "cannot lock") from error
    return True


def _free(path: Path) -> Path:
    """`path`, or the first of `path.1`, `path.2`, ... that nothing stands at."""
    candidate, number = path, 0
    while os.path.lexists(candidate):
        number += 1
        candidate = path.with_name(f"{path.name}.{number}")
    return candidate
