"""One trial: `python -m crash kill-at-random 1000 7` prints as JSON what was tried and what went wrong."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from crash import crowds, damage, losses, power, traced, trials, worlds
from crash.trials import Result

ROOM = range(0, 200_000, 8192)
SIZES = (0, 1000, 5000, 33_000, 50_000, 1_000_000)

TRIALS: dict[str, Callable[..., Result]] = {
    "kill-at-every-step": lambda folder, name: trials.kill_at_every_step(folder, [name]),
    "kill-at-random": lambda folder, count, seed: trials.kill_at_random(folder, int(count), int(seed)),
    "fail-at-every-step": trials.fail_at_every_step,
    "fill-the-disk": lambda folder: trials.fill_the_disk(folder, ROOM),
    "limit-files": lambda folder: trials.limit_files(folder, SIZES),
    "lose-power": losses.lose_power,
    "lose-power-without-fsync": lambda folder: losses.lose_power(folder, power.NoSync),
    "lose-power-without-folder-fsync": lambda folder: losses.lose_power(folder, power.NoFolderSync),
    "crowd": lambda folder, rounds: crowds.crowd(folder, int(rounds)),
    "readers": lambda folder, rounds: crowds.readers(folder, int(rounds)),
    "inject": lambda folder, syscall: traced.inject(folder, syscall),
    "kill-while-healing": damage.kill_while_healing,
    "damage": lambda folder, count, seed: damage.damage(folder, int(count), int(seed)),
}


def main(trial: str, *values: str) -> None:
    """Print the result of a trial; `in=FOLDER` in the end says where, instead of in memory."""
    if values and values[-1].startswith("in="):
        result = TRIALS[trial](Path(values[-1][3:]), *values[:-1])
    else:
        with worlds.fast_folder() as folder:
            result = TRIALS[trial](folder, *values)
    sys.stdout.write(json.dumps({"counts": result.counts, "wrong": result.wrong}))


if __name__ == "__main__":
    main(*sys.argv[1:])
