"""Trials of a damaged state: whatever happens to its bytes, subscribers see no entry twice."""

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import feedkit
from crash import steps, worlds
from crash.trials import Result
from crash.worlds import Documents, World
from feedkit.errors import LocalError

STATE_FILE = "feedkit.db"
TOLD = {"state-corrupt", "state-newer", "state-foreign", "io-error"}


def damage(folder: Path, count: int, seed: int) -> Result:
    """Damage the state, run on the same page, and then on one with a new entry."""
    result = Result()
    world = worlds.make(folder / "whole", worlds.OLD)
    content = (world.folder / STATE_FILE).read_bytes()
    for number in range(count):
        chance = random.Random(f"{seed}.{number}")
        damaged = world.copy(folder / "damaged")
        way = chance.choice(_WAYS)
        (damaged.folder / STATE_FILE).write_bytes(way(bytearray(content), chance))
        told, wrong = _judged(damaged, world)
        result.counts[told] += 1
        result.note(f"{way.__name__} {number} of seed {seed}", wrong)
    return result


def _judged(world: World, whole: World) -> tuple[str, list[str]]:
    """What the run said of the damage, and what it did wrong: anything that a subscriber would see."""
    outcome = world.run()
    wrong = [] if world.documents() == whole.documents() else ["the documents changed"]
    if outcome.error is not None:
        is_clear = isinstance(outcome.error, LocalError) and outcome.error.code in TOLD
        return "told", wrong if is_clear else [*wrong, f"it ends with {outcome.error!r}"]
    world.show([worlds.row(9), *worlds.OLD])
    if world.run().error is None and len(_ids(world) - _ids(whole)) != 1:
        wrong.append("more is new than one entry")
    return "rebuilt" if outcome.was_rebuilt else "harmless", wrong


def kill_while_healing(folder: Path) -> Result:
    """End the process after each step of a run that finds the state damaged."""
    result = Result()
    world = worlds.make(folder / "whole", worlds.OLD)
    whole, state = world.documents(), world.folder / STATE_FILE
    world.show([worlds.row(9), *worlds.OLD])
    state.write_bytes(state.read_bytes().replace(b"Entry 5", b"Entry 6", 1))
    healed = world.copy(folder / "healed")
    assert healed.run().was_rebuilt
    for number in range(1000):
        hurt = world.copy(folder / "world")
        end = worlds.command(hurt, before=partial(steps.watch, steps.killing(number)))
        result.note(f"killed after step {number}", _unhealed(hurt, whole, healed.documents()))
        if end.status != 137:
            break
        result.counts["kills"] += 1
    return result


def _unhealed(world: World, old: Documents, new: Documents) -> Iterator[str]:
    """What is wrong with a world in which a run was killed, and after the next one."""
    for name, content in world.documents().items():
        if content not in (old[name], new[name]):
            yield f"{name} is torn"
    world.run()
    if world.documents() != new:
        yield "the documents differ after the next run"
    with world.memory() as memory:
        yield from memory.verify()


def _ids(world: World) -> set[str | None]:
    return {entry.id for entry in feedkit.read(world.folder / "public" / "news.atom").entries}


def _bits(content: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return content


def _bytes(content: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 4, 64))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return content


def _sector(content: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(0, len(content), 512)
    content[start : start + 512] = chance.choice((bytes(512), b"\xff" * 512, chance.randbytes(512)))
    return content


def _moved(content: bytearray, chance: random.Random) -> bytes:
    """A page stands where another one belongs."""
    one, other = (chance.randrange(0, len(content), 4096) for _ in range(2))
    content[one : one + 4096] = content[other : other + 4096]
    return content


def _cut(content: bytearray, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _longer(content: bytearray, chance: random.Random) -> bytes:
    return content + chance.randbytes(chance.randrange(1, 8192))


_WAYS: tuple[Callable[[bytearray, random.Random], bytes], ...] = (
    _bits,
    _bytes,
    _sector,
    _moved,
    _cut,
    _longer,
)
