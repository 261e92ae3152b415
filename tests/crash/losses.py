"""Trials of power: what is found after it failed, and what the next run makes of that."""

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crash import power, steps, worlds
from crash.trials import Result
from crash.worlds import NAMES, Case, Documents

STATE_FILE = "feedkit.db"


def lose_power(folder: Path, kind: type[power.Disk] = power.Disk) -> Result:
    """Let power fail after each step of a run, and look at every state that may be found then."""
    result = Result()
    for case in worlds.cases(folder):
        done = _done(case, folder)
        committed = max(number for number, each in enumerate(done, 1) if each.name == "COMMIT")
        disk = kind(folder / "world" / "public", _there(case.old.documents))
        found: dict[Any, tuple[power.Files, bool]] = {}
        for number, files in power.histories(disk, done):
            result.counts[f"states, {case.name}"] += 1
            result.note(f"{case.name}, after step {number}", _lost(case, files, number == len(done)))
            is_new = number >= committed
            found.setdefault((is_new, *_kinds(case, files)), (files, is_new))
        for files, is_new in found.values():
            result.counts[f"next runs, {case.name}"] += 1
            result.note(f"{case.name}, with {sorted(files)}", _next_run(case, folder, files, is_new))
    return result


def _there(documents: Documents) -> power.Files:
    return {name: content for name, content in documents.items() if content is not None}


def _done(case: Case, folder: Path) -> list[power.Done]:
    """The steps of the run of a case."""
    log = folder / "log"
    world = case.before.copy(folder / "world")
    with log.open("wb", buffering=0) as kept:

        def act(step: steps.Step, call: Callable[..., Any]) -> Any:
            result = call(*step.values)
            known = () if step.is_sqlite else [_plain(value) for value in step.values]
            kept.write(pickle.dumps(power.Done(step.name, tuple(known), _plain(result))))
            return result

        assert worlds.command(world, before=lambda: steps.watch(act)).status == 0
    shutil.rmtree(world.folder)
    case.before.copy(world.folder)
    with log.open("rb") as kept:
        return list(iter(lambda: pickle.load(kept) if kept.peek(1) else None, None))


def _plain(value: Any) -> Any:
    """A value that goes into another process."""
    if isinstance(value, memoryview):
        return bytes(value)
    return value if isinstance(value, (int, str, bytes, Path)) else None


def _kinds(case: Case, files: power.Files) -> tuple[bool | None, ...]:
    """For each document whether it is the new one, and whether something else is there."""
    new = [files[name] == case.new.documents[name] if name in files else None for name in NAMES]
    return (*new, bool(files.keys() - set(NAMES)))


def _lost(case: Case, files: power.Files, is_over: bool) -> list[str]:
    """What is wrong with what is found: torn documents, and lost ones once the run was over."""
    wrong = []
    for name in NAMES:
        old, new = case.old.documents[name], case.new.documents[name]
        if files.get(name) not in (old, new):
            wrong.append(f"{name} is torn")
        elif is_over and files.get(name) != new:
            wrong.append(f"{name} is lost")
    return wrong


def _next_run(case: Case, folder: Path, files: power.Files, is_new: bool) -> list[str]:
    """What is wrong after a run in a world that has these files, and the new state or the old one."""
    world = case.before.copy(folder / "world")
    public = world.folder / "public"
    shutil.rmtree(public, ignore_errors=True)
    public.mkdir()
    for name, content in files.items():
        (public / name).write_bytes(content)
    if is_new:
        shutil.copy(case.after.folder / STATE_FILE, world.folder / STATE_FILE)
    return case.wrong_later(world)
