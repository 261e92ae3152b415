"""The histories of `tests/test_histories.py`, longer: ten thousand steps."""

from pathlib import Path

from histories.machine import run_histories


def test_histories_of_10000_steps(tmp_path: Path) -> None:
    """Ids are kept, none is issued twice, nothing is announced twice or lost, the same is untouched."""
    run_histories(tmp_path, examples=200, steps=50)
