"""What pieces of work cost: in rounds, in each of which every piece is run once, in turn.

The clock is the processor time of this process and of those that it started. What the machine does
beside slows all pieces of a round alike, so a ratio is the median of the rounds' ratios.
"""

import gc
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import NamedTuple

Work = Callable[[], object]


class Times(NamedTuple):
    """The seconds that each piece of work took in each round."""

    rounds: dict[str, list[float]]

    def of(self, name: str) -> float:
        """Return the median of a piece."""
        return median(self.rounds[name])

    def ratio(self, name: str, base: str) -> float:
        """Return how many times as long as `base` a piece takes."""
        return median(a / b for a, b in zip(self.rounds[name], self.rounds[base], strict=True))


def measure(works: Mapping[str, Work], rounds: int, least: float) -> Times:
    """Return what each piece takes, after a first run that warms it up.

    In a round a short piece is repeated until it has taken `least` seconds.
    """
    repeats = {name: _repeats(work, least) for name, work in works.items()}
    times = Times({name: [] for name in works})
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name, work in works.items():
            times.rounds[name].append(_seconds(work, repeats[name]))
    gc.unfreeze()
    return times


def _repeats(work: Work, least: float) -> int:
    work()
    return max(1, int(least / _seconds(work, 1)))


def _seconds(work: Work, repeats: int) -> float:
    gc.collect()
    start = _clock()
    for _ in range(repeats):
        work()
    return (_clock() - start) / repeats


def _clock() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def python(*arguments: str) -> Work:
    """Return the work of a new Python that runs with these arguments."""
    # modules are compiled once, as where they are installed
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def run() -> None:
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environment)

    return run
