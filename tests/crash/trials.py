"""The trials: each gives how much was tried, and what went wrong, in words; that is to be nothing."""

import errno
import os
import random
import resource
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from crash import steps, worlds
from crash.worlds import Case, End, World

ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT, errno.EACCES, errno.EMFILE)


@dataclass
class Result:
    """What a trial came to."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.counts.total()

    def __add__(self, other: "Result") -> "Result":
        return Result(self.counts + other.counts, self.wrong + other.wrong)

    def note(self, what: str, wrong: Iterable[str]) -> None:
        self.wrong += [f"{what}: {each}" for each in wrong]


def kill_at_every_step(folder: Path, names: Sequence[str] = tuple(worlds.HISTORIES)) -> Result:
    """End the process after each step, and in the middle of each write."""
    result = Result()
    for case in worlds.cases(folder, names):
        for number in range(1000):
            world = case.before.copy(folder / "world")
            end = worlds.command(world, before=partial(steps.watch, steps.killing(number)))
            result.counts[f"kills, {case.name}"] += end.status == 137
            result.note(f"{case.name}, killed after step {number}", _judged(case, world))
            if end.status == 0:
                break
        else:
            result.wrong.append(f"{case.name}: never came to an end")
    return result


def _judged(case: Case, world: World) -> list[str]:
    return case.wrong_now(world) or case.wrong_later(world)


def kill_at_random(folder: Path, kills: int, seed: int) -> Result:
    """Send SIGKILL at random instants of a run."""
    result, chance = Result(), random.Random(seed)
    found = list(worlds.cases(folder))
    longest = 1.2 * max(min(_duration(case, folder) for _ in range(5)) for case in found)
    with open(os.devnull, "w") as nowhere:
        for number in range(kills):
            case = found[number % len(found)]
            world = case.before.copy(folder / "world")
            child = worlds.start(world, writer=nowhere.fileno())
            time.sleep(chance.uniform(0, longest))
            os.kill(child, signal.SIGKILL)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            result.counts["killed midway" if status == -signal.SIGKILL else "came to an end"] += 1
            result.note(f"{case.name}, kill {number} of seed {seed}", _judged(case, world))
    return result


def _duration(case: Case, folder: Path) -> float:
    world = case.before.copy(folder / "world")
    started = time.monotonic()
    assert worlds.command(world).status == 0
    return time.monotonic() - started


def fail_at_every_step(folder: Path, name: str) -> Result:
    """Let each step fail with each error, and each write take only some of the bytes."""
    result = Result()
    for case in worlds.cases(folder, [name]):
        for number in range(1, _steps(case, folder) + 1):
            for error in ERRORS:
                act = steps.failing(number, error)
                what = f"{case.name}, {errno.errorcode[error]} at step {number}"
                _try(case, folder, act, what, result)
            _try(case, folder, steps.cutting(number), f"{case.name}, short write at step {number}", result)
    return result


def _steps(case: Case, folder: Path) -> int:
    """How many steps the run of a case has."""
    world = case.before.copy(folder / "world")
    log = folder / "log"
    with log.open("wb", buffering=0) as counted:

        def act(step: steps.Step, call: Callable[..., Any]) -> Any:
            counted.write(b".")
            return call(*step.values)

        assert worlds.command(world, before=lambda: steps.watch(act)).status == 0
    return log.stat().st_size


def _try(case: Case, folder: Path, act: steps.Act, what: str, result: Result) -> None:
    world = case.before.copy(folder / "world")
    end = worlds.command(world, before=partial(steps.watch, act))
    count(case, world, end, what, result)


def _misjudged(case: Case, world: World, end: End) -> Iterator[str]:
    """What is wrong with how a run with a fault ended: it fails clearly, or the fault did no harm."""
    if end.status == 0:
        if world.documents() != case.new.documents:
            yield "it ends well and has not published"
    elif end.status == 1 and "page.html" in end.told:
        pass  # a page that cannot be read
    elif end.status != 4:
        yield f"it ends with {end.status}: {end.told}"
    elif end.told.count("error: ") != 1 or "next: " not in end.told or "Traceback" in end.told:
        yield f"it does not tell what happened: {end.told}"
    if end.status and any(name.endswith(".tmp") for name in world.look().files):
        yield "it leaves a temporary file"


def fill_the_disk(folder: Path, room: Sequence[int]) -> Result:
    """Leave only so many bytes on the disk that `folder` is on."""
    result = Result()
    for case in worlds.cases(folder):
        for size in room:
            world = case.before.copy(folder / "world")
            with _full(folder / "ballast", size):
                end = worlds.command(world)
            count(case, world, end, f"{case.name}, {size} bytes left", result)
    return result


@contextmanager
def _full(ballast: Path, room: int) -> Iterator[None]:
    disk = os.statvfs(ballast.parent)
    with ballast.open("wb", buffering=0) as file:
        os.posix_fallocate(file.fileno(), 0, max(1, disk.f_bavail * disk.f_frsize - room))
        yield
    ballast.unlink()


def limit_files(folder: Path, sizes: Sequence[int]) -> Result:
    """Let no file grow beyond so many bytes."""
    result = Result()
    for case in worlds.cases(folder):
        for size in sizes:
            world = case.before.copy(folder / "world")
            end = worlds.command(world, before=partial(_limit, size))
            count(case, world, end, f"{case.name}, files up to {size} bytes", result)
    return result


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def count(case: Case, world: World, end: End, what: str, result: Result) -> None:
    """Add how a run with a fault ended to the result."""
    result.counts[f"exit status {end.status}"] += 1
    result.note(what, [*_misjudged(case, world, end), *_judged(case, world)])
