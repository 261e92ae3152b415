"""The trials of `tests/test_crash.py`, longer, on a real disk, and with strace; minutes each."""

import shutil
from pathlib import Path

import pytest

from crash import tried


def test_20000_kills_at_random_instants() -> None:
    """0 torn documents, 0 lost entries, 0 doubled; the next run equals the undisturbed one."""
    counts = tried("kill-at-random:10000:11", "kill-at-random:10000:12")
    assert counts.total() == 20_000
    assert counts["killed midway"] > 2_000


def test_kills_on_a_real_disk(tmp_path: Path) -> None:
    """Where a sync takes its time, kills strike there more often."""
    counts = tried(f"kill-at-random:1000:13:in={tmp_path}")
    assert counts["killed midway"] > 100


def test_every_error_at_every_step_of_an_edit() -> None:
    """The history that the shorter trials leave out."""
    assert tried("fail-at-every-step:edited entries")["exit status 4"] > 150


def test_200_rounds_of_eight_runs() -> None:
    """The result equals that of one run a round."""
    assert tried("crowd:200").total() == 1600


def test_readers_of_1000_runs() -> None:
    """Every document that was read was published."""
    assert tried("readers:1000")["documents seen"] > 300


def test_10000_damages_to_the_state() -> None:
    """Told or harmless, and no flood."""
    assert tried("damage:5000:21", "damage:5000:22").total() == 10_000


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("syscall", ["write", "pwrite64", "fsync", "fdatasync", "unlink", "rename", "link"])
def test_system_calls_that_fail(syscall: str) -> None:
    """What lies inside SQLite and C is no different: told, old documents kept, made up for."""
    assert tried(f"inject:{syscall}").total() > 0
