import ast
import contextlib
import errno
import fcntl
import io
import os
import re
import stat
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from feedkit import _files
from feedkit.errors import LocalError, LockedError

OLD, NEW = b"old\n" * 50_000, b"new\n" * 60_000

STEPS = ("open", "write", "fsync", "link", "replace", "fchmod", "fchown", "fstat", "close", "unlink")
"""The calls that one replacement makes."""

FORGIVEN = {"fchown", "fstat", "close", "unlink"}
"""Calls that may fail without harm: the owner that cannot be kept, locks there are none, cleaning."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def feed(folder: Path) -> Path:
    path = folder / "feed.xml"
    path.write_bytes(OLD)
    return path


class Steps:
    """Every call of `os` that a replacement makes, numbered; the one with the number `failing` fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[str] = []
        self.failing: int | None = None
        self.number = errno.EIO
        for name in STEPS:
            monkeypatch.setattr(os, name, self._counted(name, getattr(os, name)))

    def start(self, failing: int | None = None, number: int = errno.EIO) -> None:
        self.done, self.failing, self.number = [], failing, number

    def _counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*values: Any, **named: Any) -> Any:
            self.done.append(name)
            if len(self.done) - 1 != self.failing:
                return call(*values, **named)
            if name == "close":
                call(*values, **named)
            raise OSError(self.number, os.strerror(self.number))

        return counted


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    return Steps(monkeypatch)


def temporaries(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.endswith(".tmp")]


def failing(call: str, number: int, nth: int = 1) -> Callable[..., Any]:
    """`os.call` that fails the `nth` time."""
    real, count = getattr(os, call), iter(range(1, 1000))

    def broken(*values: Any, **named: Any) -> Any:
        if next(count) == nth:
            raise OSError(number, os.strerror(number))
        return real(*values, **named)

    return broken


def test_read_gives_the_bytes(feed: Path) -> None:
    """A file is read whole, and a limit that it just meets is no hindrance."""
    assert _files.read(feed) == OLD
    assert _files.read(feed, len(OLD)) == OLD


def test_read_stops_at_the_limit(feed: Path) -> None:
    """A file over the limit is an error, not a file cut short."""
    with pytest.raises(_files.TooLarge):
        _files.read(feed, len(OLD) - 1)


def test_read_stops_at_the_limit_of_an_endless_stream() -> None:
    """A device without an end is given up at the limit."""
    with pytest.raises(_files.TooLarge):
        _files.read(Path("/dev/zero"), 1_000_000)


def test_read_takes_a_pipe(folder: Path) -> None:
    """A FIFO, as the shell's `<(...)` gives it, is read to its end."""
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(OLD,))
    writer.start()
    assert _files.read(pipe) == OLD
    writer.join()


@pytest.mark.parametrize(("name", "kind"), [("missing", FileNotFoundError), (".", IsADirectoryError)])
def test_read_passes_the_systems_errors_on(folder: Path, name: str, kind: type[OSError]) -> None:
    """What is missing or a folder is told in the system's own terms."""
    with pytest.raises(kind):
        _files.read(folder / name)


def test_read_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input is read as bytes, under the same limit; a closed one is an OSError."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\x00page")))
    assert _files.read_stdin(6) == b"\xff\x00page"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\x00page")))
    with pytest.raises(_files.TooLarge):
        _files.read_stdin(5)
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(OSError, match="closed"):
        _files.read_stdin()


def test_size(feed: Path, folder: Path) -> None:
    """The bytes of a file, links followed, or None; what is none or cannot be looked at is no answer."""
    (folder / "link").symlink_to(feed)
    (folder / "lost").symlink_to("nowhere")
    sizes = [_files.size(folder / name) for name in ("feed.xml", "link", "lost", "missing")]
    assert sizes == [len(OLD), len(OLD), None, None]
    with pytest.raises(NotADirectoryError):
        _files.size(feed / "a")
    with pytest.raises(LocalError, match="not a file"):
        _files.size(folder)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(1588939200.75, "2020-05-08T12:00:00+00:00"), (-0.25, "1969-12-31T23:59:59+00:00")],
)
def test_modified_is_the_time_of_the_last_writing(feed: Path, seconds: float, expected: str) -> None:
    """The time of a file is in whole seconds of UTC, downwards."""
    os.utime(feed, (seconds, seconds))
    assert str(_files.modified(feed)) == expected.replace("T", " ")


def test_modified_is_unknown_beyond_the_calendar(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A time that some file systems can hold and no calendar can is no time."""
    far = os.stat_result((*feed.stat()[:7], *[10**15] * 3))
    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", lambda path: far)
        found = _files.modified(feed)
    assert found is None


def test_current_is_what_stands_there(feed: Path, folder: Path) -> None:
    """The bytes of a file, None for nothing, and no attempt at reading a pipe."""
    os.mkfifo(folder / "pipe")
    assert _files.current(feed) == OLD
    assert _files.current(folder / "missing") is None
    with pytest.raises(LocalError) as caught:
        _files.current(folder / "pipe")
    assert caught.value.code == "not-a-file"


def test_current_tells_what_cannot_be_read(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the system does not let us read is local trouble."""
    monkeypatch.setattr(os, "open", failing("open", errno.EACCES))
    with pytest.raises(LocalError, match=r"^cannot read: .*feed\.xml: permission denied$") as caught:
        _files.current(feed)
    assert caught.value.code == "permission"


def test_write_leaves_the_same_bytes_alone(feed: Path) -> None:
    """A file that holds the bytes already keeps its inode and its time."""
    before = feed.stat()
    assert _files.write(feed, OLD) is False
    after = feed.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("content", [NEW, b"", OLD[:-1] + b"!", OLD + b"x"])
def test_write_replaces_other_bytes(feed: Path, folder: Path, content: bytes) -> None:
    """Other bytes, of the same length or not, take the old ones' place, and nothing else is left."""
    assert _files.write(feed, content) is True
    assert feed.read_bytes() == content
    assert os.listdir(folder) == ["feed.xml"]


def test_write_makes_file_and_folders(folder: Path) -> None:
    """A new file has the mode that the umask leaves, and its folders are made."""
    path = folder / "a" / "b" / "feed.xml"
    old = os.umask(0o027)
    try:
        assert _files.write(path, NEW) is True
    finally:
        os.umask(old)
    assert path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o666, 0o440])
def test_write_keeps_the_mode(feed: Path, mode: int) -> None:
    """The new file has the old one's mode, whatever the umask."""
    feed.chmod(mode)
    _files.write(feed, NEW)
    assert stat.S_IMODE(feed.stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_write_keeps_the_owner(feed: Path) -> None:
    """The new file belongs to whom the old one belonged to."""
    os.chown(feed, 12345, 54321)
    _files.write(feed, NEW)
    assert (feed.stat().st_uid, feed.stat().st_gid) == (12345, 54321)


def test_write_goes_through_a_link(folder: Path) -> None:
    """A link stays a link, and its target is replaced in its own folder."""
    target = folder / "elsewhere" / "real.xml"
    target.parent.mkdir()
    target.write_bytes(OLD)
    link = folder / "feed.xml"
    link.symlink_to(Path("elsewhere") / "real.xml")
    assert _files.write(link, NEW) is True
    assert link.is_symlink()
    assert target.read_bytes() == NEW
    assert _files.write(link, NEW) is False
    assert os.listdir(target.parent) == ["real.xml"]


def test_write_makes_the_target_of_a_dangling_link(folder: Path) -> None:
    """A link to nothing gets its target."""
    link = folder / "feed.xml"
    link.symlink_to("new/real.xml")
    _files.write(link, NEW)
    assert link.is_symlink()
    assert (folder / "new" / "real.xml").read_bytes() == NEW


def test_write_refuses_a_loop_of_links(folder: Path) -> None:
    """A link to itself is told, not followed for ever."""
    (folder / "feed.xml").symlink_to("feed.xml")
    with pytest.raises(LocalError, match="symbolic links"):
        _files.write(folder / "feed.xml", NEW)


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo, lambda path: os.symlink("/dev/null", path)])
def test_write_refuses_what_is_no_file(folder: Path, make: Callable[[Path], None]) -> None:
    """A folder, a pipe or a device in the way stays, and nothing is waited for."""
    make(folder / "feed.xml")
    with pytest.raises(LocalError) as caught:
        _files.write(folder / "feed.xml", NEW)
    assert caught.value.code == "not-a-file"
    assert caught.value.hint
    assert os.listdir(folder) == ["feed.xml"]


def test_write_tells_a_file_where_a_folder_should_be(feed: Path) -> None:
    """A file in the place of a parent folder is named as such and stays."""
    for path in (feed / "feed.xml", feed / "deep" / "feed.xml"):
        with pytest.raises(LocalError) as caught:
            _files.write(path, NEW)
        assert caught.value.code == "not-a-folder"
    assert feed.read_bytes() == OLD


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EACCES, "permission"),
        (errno.EPERM, "permission"),
        (errno.EROFS, "permission"),
        (errno.EIO, "io-error"),
        (errno.EMFILE, "io-error"),
    ],
)
def test_write_keeps_the_old_file_whatever_step_fails(
    feed: Path, folder: Path, steps: Steps, number: int, code: str
) -> None:
    """Each failing step leaves the old file byte for byte, no temporary file, and a clear message."""
    steps.start()
    _files.write(feed, NEW)
    names = list(steps.done)
    assert {"open", "write", "fsync", "link", "replace", "fchmod"} <= set(names)
    for step, name in enumerate(names):
        steps.start()
        _files.write(feed, OLD)
        steps.start(step, number)
        if name in FORGIVEN or (name, number) == ("link", errno.EPERM):
            assert _files.write(feed, NEW) is True
            assert feed.read_bytes() == NEW
        else:
            with pytest.raises(LocalError) as caught:
                _files.write(feed, NEW)
            assert (caught.value.code, caught.value.subject) == (code, str(feed)), name
            assert feed.read_bytes() == OLD, (step, name)
        steps.start()
        assert len(temporaries(folder)) == (name == "unlink")
        _files.sweep(folder, {"feed.xml"})
        assert not temporaries(folder)


def test_write_makes_nothing_when_a_step_fails_on_a_new_file(folder: Path, steps: Steps) -> None:
    """Where no file stood, none stands after a failure, not even when the folder cannot be synced."""
    path = folder / "feed.xml"
    steps.start()
    _files.write(path, NEW)
    names = list(steps.done)
    for step, name in enumerate(names):
        path.unlink(missing_ok=True)
        if name in FORGIVEN:
            continue
        steps.start(step)
        with pytest.raises(LocalError):
            _files.write(path, NEW)
        assert os.listdir(folder) == [], (step, name)


def test_write_tells_the_room_that_is_left(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is told with the bytes that are free, and with what to do."""
    monkeypatch.setattr(os, "write", failing("write", errno.ENOSPC))
    with pytest.raises(
        LocalError, match=r"^cannot write: .*: no space left on device \(\d+ bytes free\)$"
    ) as caught:
        _files.write(feed, NEW)
    assert "free some space" in caught.value.hint


def test_write_tells_a_full_disk_whose_room_is_not_known(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system does not tell what is free, nothing is made up."""
    monkeypatch.setattr(os, "write", failing("write", errno.ENOSPC))
    monkeypatch.setattr(os, "statvfs", failing("statvfs", errno.ENOSYS))
    with pytest.raises(LocalError, match=r"no space left on device$"):
        _files.write(feed, NEW)


def test_write_makes_durable_what_another_put_there(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that holds the bytes may come from a writer that was killed before its folder was synced."""
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    assert _files.write(feed, OLD) is False
    assert synced == [feed.parent.stat().st_ino]


@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP, errno.ENOENT])
def test_write_does_without_hard_links(feed: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are no hard links, files are replaced all the same; a failing folder leaves a whole one."""
    monkeypatch.setattr(os, "link", failing("link", number))
    assert _files.write(feed, NEW) is True
    monkeypatch.setattr(os, "link", failing("link", number))
    monkeypatch.setattr(os, "fsync", failing("fsync", errno.EIO, nth=2))
    with pytest.raises(LocalError):
        _files.write(feed, OLD)
    assert feed.read_bytes() in (OLD, NEW)


def test_write_goes_on_after_short_writes(feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that takes only some of the bytes at a time gets all of them in the end."""
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, content: real(descriptor, content[:7001]))
    _files.write(feed, NEW)
    assert feed.read_bytes() == NEW


def test_write_cleans_up_when_interrupted(feed: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupt passes through, and leaves the old file and nothing beside it."""

    def interrupted(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        _files.write(feed, NEW)
    assert feed.read_bytes() == OLD
    assert os.listdir(folder) == ["feed.xml"]


def test_write_leaves_no_open_file(feed: Path, steps: Steps) -> None:
    """Every descriptor is closed again, after a success and after each failure."""
    steps.start()
    _files.write(feed, NEW)
    count = len(steps.done)
    before = len(os.listdir("/dev/fd"))
    for step in range(count):
        steps.start(step, errno.ENOSPC)
        with contextlib.suppress(LocalError):
            _files.write(feed, OLD if step % 2 else NEW)
        steps.start()
    assert len(os.listdir("/dev/fd")) == before


KILLED = """
import os, sys
from pathlib import Path
from feedkit import _files

last, count = int(sys.argv[2]), iter(range(1000))

def deadly(call):
    def step(*values, **named):
        result = call(*values, **named)
        if next(count) == last:
            os._exit(9)
        return result
    return step

for name in ("open", "write", "fsync", "link", "replace", "fchmod", "unlink", "mkdir"):
    setattr(os, name, deadly(getattr(os, name)))
_files.write(Path(sys.argv[1]), b"new\\n" * 60_000)
"""


def test_write_killed_after_any_step_leaves_a_whole_file(feed: Path, folder: Path) -> None:
    """Killed after each step, the file is the old or the new one, and a sweep removes what is left."""
    seen = set()
    for last in range(100):
        feed.write_bytes(OLD)
        ended = subprocess.run([sys.executable, "-c", KILLED, str(feed), str(last)], check=False)
        assert feed.read_bytes() in (OLD, NEW)
        seen.add((feed.read_bytes() == NEW, bool(temporaries(folder))))
        _files.sweep(folder, {"feed.xml"})
        assert os.listdir(folder) == ["feed.xml"]
        if ended.returncode == 0:
            break
        assert ended.returncode == 9
    assert {(False, True), (True, True), (True, False)} <= seen


def test_readers_see_a_whole_file(feed: Path) -> None:
    """Whoever reads while the file is replaced over and over gets the old or the new bytes, whole."""
    ended = threading.Event()
    torn: list[int] = []

    def reader() -> None:
        while not ended.is_set():
            content = feed.read_bytes()
            if content not in (OLD, NEW):
                torn.append(len(content))

    readers = [threading.Thread(target=reader) for _ in range(3)]
    for thread in readers:
        thread.start()
    for _ in range(50):
        _files.write(feed, NEW)
        _files.write(feed, OLD)
    ended.set()
    for thread in readers:
        thread.join()
    assert not torn


def test_writers_and_sweepers_do_not_disturb_one_another(feed: Path, folder: Path) -> None:
    """Several programs may write and sweep one file at once: the last one wins, and nobody fails."""
    failures: list[BaseException] = []

    def writer(number: int) -> None:
        try:
            for turn in range(100):
                _files.sweep(folder, {"feed.xml"})
                _files.write(feed, b"%d %d\n" % (number, turn) * 1000)
        except LocalError as error:
            failures.append(error)

    writers = [threading.Thread(target=writer, args=(number,)) for number in range(6)]
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()
    assert not failures
    assert len(set(feed.read_bytes().splitlines())) == 1
    _files.sweep(folder, {"feed.xml"})
    assert os.listdir(folder) == ["feed.xml"]


def test_write_makes_another_temporary_file_when_its_own_was_swept(
    feed: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sweep that strikes between making and locking the temporary file does no harm."""
    real, swept = fcntl.flock, []

    def flock(descriptor: int, operation: int) -> None:
        if not swept:
            swept.extend(temporaries(folder))
            os.unlink(folder / swept[0])
        real(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", flock)
    _files.write(feed, NEW)
    assert swept
    assert feed.read_bytes() == NEW


def test_make_folder_takes_what_is_there(folder: Path) -> None:
    """A folder that stands already, or that another program makes meanwhile, is no trouble."""
    _files.make_folder(folder / "a" / "b")
    _files.make_folder(folder / "a" / "b")
    assert (folder / "a" / "b").is_dir()


def test_make_folder_yields_to_another_maker(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Losing the race for a folder is no error."""
    real = os.mkdir

    def late(path: Path) -> None:
        real(path)
        real(path)

    monkeypatch.setattr(os, "mkdir", late)
    _files.make_folder(folder / "a")
    assert (folder / "a").is_dir()


def test_make_folder_tells_trouble(feed: Path) -> None:
    """A file in the way is told."""
    with pytest.raises(LocalError) as caught:
        _files.make_folder(feed / "a")
    assert caught.value.code == "not-a-folder"


def test_sweep_takes_only_abandoned_temporaries(folder: Path) -> None:
    """What a killed writer of these names left goes; living writers' and other people's files stay."""
    stale = [".feed.xml.0123ab.tmp", ".feed.xml.ffffff.tmp"]
    kept = [
        "feed.xml",
        ".feed.xml.tmp",
        ".feed.xml.0123AB.tmp",
        ".other.xml.0123ab.tmp",
        ".feed.xml.abcdef.tmp",
    ]
    for name in stale + kept:
        (folder / name).write_bytes(b"x")
    with (folder / kept[-1]).open("wb") as living:
        fcntl.flock(living, fcntl.LOCK_EX)
        _files.sweep(folder, {"feed.xml"})
    assert sorted(os.listdir(folder)) == sorted(kept)


def test_sweep_of_a_missing_folder_is_nothing(folder: Path) -> None:
    """A folder that is not there holds nothing to sweep; a file in its place is trouble."""
    _files.sweep(folder / "missing", {"feed.xml"})
    (folder / "file").touch()
    with pytest.raises(LocalError):
        _files.sweep(folder / "file", {"feed.xml"})


def test_lock_is_for_one(folder: Path) -> None:
    """While one holds the lock the next is told so at once; afterwards it is free, and its file stays."""
    path = folder / "state" / "feedkit.db.lock"
    with _files.lock(path):
        with pytest.raises(LockedError, match="another run holds the lock") as caught, _files.lock(path):
            pytest.fail("two hold the lock")
        assert caught.value.code == "locked"
    with _files.lock(path):
        pass
    assert path.exists()


def test_lock_waits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With time to wait, the lock is tried again until it is free."""
    path = folder / "lock"
    holder = _files.lock(path)
    holder.__enter__()
    naps: list[float] = []

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 3:
            holder.__exit__(None, None, None)

    monkeypatch.setattr("time.sleep", sleep)
    with _files.lock(path, wait=60):
        assert len(naps) == 3
    assert max(naps) < 1


def test_lock_gives_up_after_the_wait(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wait is measured by the monotonic clock and ends when it is over."""
    clock = [1000.0]

    def sleep(seconds: float) -> None:
        clock[0] += seconds

    monkeypatch.setattr("time.sleep", sleep)
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    with _files.lock(folder / "lock"), pytest.raises(LockedError), _files.lock(folder / "lock", wait=2.5):
        pass
    assert clock[0] == pytest.approx(1002.5)


def test_lock_dies_with_its_holder(folder: Path) -> None:
    """A holder that is killed leaves the lock free, without any cleaning."""
    path = folder / "lock"
    script = """
        import sys
        from pathlib import Path
        from feedkit import _files
        with _files.lock(Path(sys.argv[1])):
            print("held", flush=True)
            sys.stdin.read()
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(LockedError), _files.lock(path):
            pass
        holder.kill()
        holder.wait()
        with _files.lock(path):
            pass


def test_lock_tells_trouble(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that cannot be made or taken is local trouble, not a lock held by another."""
    with pytest.raises(LocalError) as caught, _files.lock(folder):
        pass
    assert caught.value.code == "not-a-file"

    def flock(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(LocalError, match="cannot lock"), _files.lock(folder / "lock"):
        pass


def test_move_aside_keeps_the_companions_together(folder: Path) -> None:
    """A database goes with its `-wal` and `-shm`, under names that still belong together."""
    for name in ("a.db", "a.db-wal", "a.db-shm", "a.db-other"):
        (folder / name).write_text(name)
    aside = _files.move_aside(folder / "a.db", ".corrupt-20200508")
    assert aside == folder / "a.db.corrupt-20200508"
    assert {name: (folder / name).read_text() for name in os.listdir(folder)} == {
        "a.db.corrupt-20200508": "a.db",
        "a.db.corrupt-20200508-wal": "a.db-wal",
        "a.db.corrupt-20200508-shm": "a.db-shm",
        "a.db-other": "a.db-other",
    }


def test_move_aside_overwrites_nothing(folder: Path) -> None:
    """A second corrupt file of the same second gets a number."""
    asides = []
    for text in "abc":
        (folder / "a.db").write_text(text)
        asides.append(_files.move_aside(folder / "a.db", ".corrupt"))
    assert [path.name for path in asides] == ["a.db.corrupt", "a.db.corrupt.1", "a.db.corrupt.2"]
    assert [path.read_text() for path in asides] == ["a", "b", "c"]


def test_move_aside_tells_trouble(folder: Path) -> None:
    """What cannot be moved is told."""
    with pytest.raises(LocalError, match="cannot set aside"):
        _files.move_aside(folder / "missing", ".corrupt")


FILE_CALLS = {
    "access", "chmod", "chown", "fdopen", "fsync", "link", "listdir", "makedirs", "mkdir", "mkfifo", "open",
    "pread", "pwrite", "read", "remove", "removedirs", "rename", "renames", "replace", "rmdir", "scandir",
    "sendfile", "symlink", "sync", "truncate", "unlink", "utime", "walk", "write",
}  # fmt: skip
"""Functions of `os` that touch files."""

FILE_METHODS = {
    "hardlink_to", "iterdir", "read_bytes", "read_text", "rglob", "rmdir", "symlink_to", "touch", "unlink",
    "write_bytes", "write_text",
}  # fmt: skip
"""Methods of `Path` that touch files and that nothing else has."""

FILE_MODULES = {"fcntl", "shutil", "tempfile", "mmap", "fileinput", "dbm", "shelve"}


def test_every_file_operation_is_in_one_module(root: Path) -> None:
    """No other module of feedkit opens, writes, moves or removes a file."""
    source = root / "src" / "feedkit"
    assert not [
        f"{path.relative_to(source)}:{line}: {what}"
        for path in sorted(source.rglob("*.py"))
        if path.name != "_files.py"
        for line, what in _file_operations(ast.parse(path.read_text(encoding="utf-8")))
        if (path.name, what) != ("_signals.py", "os.read")  # of a pipe
    ]


def _file_operations(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _touches_files(node):
            yield node.lineno, ast.unparse(node.func)
        if isinstance(node, ast.Import):
            yield from ((node.lineno, a.name) for a in node.names if a.name in FILE_MODULES)
        if isinstance(node, ast.ImportFrom) and node.module in FILE_MODULES:
            yield node.lineno, f"from {node.module}"
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from ((node.lineno, f"os.{a.name}") for a in node.names if a.name in FILE_CALLS)


def _touches_files(call: ast.Call) -> bool:
    owner, _, name = ast.unparse(call.func).rpartition(".")
    if owner == "os":
        return name in FILE_CALLS and ast.unparse(call.args[0]) != "os.devnull"
    if name == "open" and isinstance(call.args[0], ast.Constant) and type(call.args[0].value) is int:
        return False  # a standard stream
    if name == "open":
        return not re.fullmatch(r"(\w+\.)*(store|stores)", owner)
    return bool(owner) and name in FILE_METHODS


def test_last_aside_is_the_newest(folder: Path) -> None:
    """Of several set aside in one second the last counts; without a folder, or one of them, there is none."""
    path = folder / "a.db"
    assert _files.last_aside(path, ".corrupt-") is None
    assert _files.last_aside(folder / "none" / "a.db", ".corrupt-") is None
    for suffix in ("20200508", "20200509", "20200509.2", "20200509.10", "of-ours"):
        path.with_name(f"a.db.corrupt-{suffix}").touch()
    assert _files.last_aside(path, ".corrupt-") == folder / "a.db.corrupt-20200509.10"


def test_room_is_required(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that gives this process no new files is told before anything is begun; root is denied nothing."""
    _files.require_room(folder)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(LocalError, match="cannot write in") as caught:
        _files.require_room(folder)
    assert caught.value.code == "permission"


def test_program_is_the_first_that_is_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are looked for in their order."""
    monkeypatch.setenv("PATH", str(folder))
    assert _files.program(["one", "two"]) is None
    for name in ("one", "two"):
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    assert _files.program(["none", "two", "one"]) == str(folder / "two")
