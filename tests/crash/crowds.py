"""Trials of company: several runs of one configuration at once, and readers of its documents."""

import hashlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

from crash import worlds
from crash.trials import Result
from crash.worlds import NAMES, World, row

TOGETHER = 8


def crowd(folder: Path, rounds: int) -> Result:
    """Start eight runs of one configuration at once, half of which wait, at each change of its page."""
    result, rows = Result(), list(worlds.OLD)
    serial = worlds.make(folder / "serial", rows)
    shared = serial.copy(folder / "shared")
    for number in range(rounds):
        rows = [row(100 + number), *rows[: 20 if number % 5 else 6]]
        for world in (serial, shared):
            world.show(rows)
        assert serial.run().error is None
        statuses = _together(shared)
        result.counts.update(f"exit status {status}" for status in statuses)
        result.note(f"round {number}", [*_misjudged(statuses), *_differences(serial, shared)])
    return result


def _together(world: World) -> list[int]:
    """The exit statuses of runs that start at the same moment."""
    gate, opener = os.pipe()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    waits = [("--lock-wait", "60") if number % 2 else () for number in range(TOGETHER)]
    started = [worlds.start(world, *wait, before=_behind(gate, opener), writer=nowhere) for wait in waits]
    for descriptor in (nowhere, gate, opener):
        os.close(descriptor)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in started]


def _behind(gate: int, opener: int) -> Callable[[], None]:
    """What waits until the gate is closed by everyone else."""

    def wait() -> None:
        os.close(opener)
        os.read(gate, 1)

    return wait


def _misjudged(statuses: list[int]) -> list[str]:
    wrong = [f"a run ends with {status}" for status in statuses if status not in (0, 75)]
    return wrong if 75 not in statuses[1::2] else [*wrong, "a run that waits does not get its turn"]


def _differences(serial: World, shared: World) -> list[str]:
    one, other = serial.look(), shared.look()
    fields = ("documents", "known", "published", "files")
    wrong = [f"{name} differ" for name in fields if getattr(one, name) != getattr(other, name)]
    with shared.memory() as memory:
        return wrong + memory.verify()


def readers(folder: Path, rounds: int) -> Result:
    """Hash the documents in a loop while runs replace them."""
    result, rows = Result(), list(worlds.OLD)
    world = worlds.make(folder / "world", rows)
    ended, seen, published = threading.Event(), set[str](), _hashes(world)
    threads = [threading.Thread(target=_read, args=(world, ended, seen)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(rounds):
        rows = [row(100 + number), *rows[:12]]
        world.show(rows)
        assert world.run().error is None
        published |= _hashes(world)
    ended.set()
    for thread in threads:
        thread.join()
    result.counts.update({"documents seen": len(seen), "documents published": len(published)})
    result.note("readers", [f"a document is torn: {each}" for each in sorted(seen - published)])
    return result


def _hashes(world: World) -> set[str]:
    return {hashlib.sha256((world.folder / "public" / name).read_bytes()).hexdigest() for name in NAMES}


def _read(world: World, ended: threading.Event, seen: set[str]) -> None:
    while not ended.is_set():
        seen |= _hashes(world)
