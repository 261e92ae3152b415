"""Nothing lost, nothing torn, nothing announced twice, whatever befalls a run.

The trials are in `crash`; `make prove` runs the long ones.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from crash import HISTORIES, tried


def test_killed_after_any_step_a_run_is_made_up_for() -> None:
    """After each step, and in the middle of each write: whole documents, and the next run converges."""
    counts = tried(*(f"kill-at-every-step:{name}" for name in HISTORIES))
    assert all(counts[f"kills, {name}"] > 50 for name in HISTORIES)


def test_killed_at_any_instant_a_run_is_made_up_for() -> None:
    """SIGKILL at 1,000 random instants: the same."""
    counts = tried("kill-at-random:500:1", "kill-at-random:500:2")
    assert counts.total() == 1000
    assert counts["killed midway"] > 200


def test_a_step_that_fails_leaves_what_was() -> None:
    """No step that fails, and no short write, harms a document; it is told, and the next run converges."""
    counts = tried("fail-at-every-step:first run", "fail-at-every-step:new entries")
    assert counts["exit status 4"] > 300


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of a megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except OSError as error:
        pytest.skip(f"no small disk can be mounted: {error}")
    if done.returncode:
        pytest.skip(f"no small disk can be mounted: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_what_was(small_disk: Path) -> None:
    """With any number of free pages: it is told, and once there is room the next run converges."""
    counts = tried(f"fill-the-disk:in={small_disk}")
    assert counts["exit status 4"] > 10
    assert counts["exit status 0"] > 10


def test_a_limit_on_the_size_of_files_leaves_what_was() -> None:
    """What `ulimit -f` does is told, and without it the next run converges."""
    counts = tried("limit-files")
    assert counts["exit status 4"] > 5
    assert counts["exit status 0"] > 2


def test_power_may_fail_at_any_time() -> None:
    """No state of the disk has a torn document, nor misses one once the run has ended well."""
    counts = tried("lose-power")
    assert all(counts[f"states, {name}"] > 100 for name in HISTORIES)


@pytest.mark.parametrize("trial", ["lose-power-without-fsync", "lose-power-without-folder-fsync"])
def test_the_model_of_power_loss_bites(trial: str) -> None:
    """Without the fsync of a file documents are torn, without that of the folder they are lost."""
    with pytest.raises(AssertionError, match="torn" if trial.endswith("out-fsync") else "lost"):
        tried(trial)


def test_eight_runs_at_once_are_as_good_as_one() -> None:
    """One runs, the others wait or leave with 75, and the result is that of a single run."""
    counts = tried("crowd:20")
    assert counts["exit status 75"] + counts["exit status 0"] == 160
    assert counts["exit status 0"] >= 80


def test_readers_see_whole_documents_only() -> None:
    """Whoever reads while runs replace the documents gets one that was published, whole."""
    counts = tried("readers:100")
    assert counts["documents seen"] > 30


def test_damage_to_the_state_is_no_flood() -> None:
    """A state with changed, moved, lost or added bytes is told or harmless; no entry comes twice."""
    counts = tried("damage:100:1", "damage:100:2")
    assert counts.total() == 200
    assert counts["harmless"] < 150


def test_killed_while_it_heals_a_run_is_made_up_for() -> None:
    """After each step of a run that sets a damaged state aside and makes it anew from the documents."""
    assert tried("kill-while-healing")["kills"] > 50
