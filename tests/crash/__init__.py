"""Runs of feedkit that are killed, starved, crowded and lied to, and what must hold afterwards."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

HISTORIES = ("first run", "new entries", "edited entries")
"""What may have happened between the last run and the one that is disturbed."""

_TESTS = Path(__file__).resolve().parent.parent


def environment() -> dict[str, str]:
    """What a process needs that is to find feedkit and this package."""
    paths = [str(_TESTS.parent / "src"), str(_TESTS), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}


def tried(*trials: str) -> Counter[str]:
    """How much was tried by trials that run side by side, and in which nothing went wrong.

    "kill-at-random:1000:7" is the trial of that name with its values, see `crash.__main__`. Each
    has a process of its own, which is small and warm, so that copies of it start fast.
    """
    commands = [[sys.executable, "-m", "crash", *trial.split(":")] for trial in trials]
    started = [subprocess.Popen(each, env=environment(), stdout=subprocess.PIPE) for each in commands]
    found = [json.loads(process.communicate()[0]) for process in started]
    wrong = [each for result in found for each in result["wrong"]]
    assert not wrong, "\n".join([f"{len(wrong)} went wrong", *wrong[:20]])
    return sum((Counter(result["counts"]) for result in found), Counter())
