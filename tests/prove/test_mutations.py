"""Mutation testing of identity and guards: of small changes to them, few go unnoticed by their tests."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CONFIG = """\
[mutmut]
source_paths = src/
only_mutate = src/feedkit/{code}
pytest_add_cli_args_test_selection = tests/{tests}
also_copy =
    tests
    examples
    pyproject.toml
"""
COUNTS = re.compile(r"\d+/(\d+)\D+(\d+)\D+\d+\D+(\d+)\D+\d+\D+\d+\D+\d+\D+\d+")
"""mutmut's line of progress: all, killed, untested, out of time, suspicious, survived, skipped, wrong types."""


@pytest.mark.parametrize(
    ("code", "tests", "least"),
    [("identity.py", "test_identity.py", 0.93), ("guards/*", "test_guards.py", 0.9)],
)
def test_score(
    code: str, tests: str, least: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What survives changes no behaviour: default arguments, words that nobody reads, speed."""
    pytest.importorskip("mutmut")
    for name in ("src", "tests", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "setup.cfg").write_text(CONFIG.format(code=code, tests=tests))
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(os.cpu_count())]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=3600)
    every, killed, late = map(int, COUNTS.findall(done.stdout)[-1])

    with capsys.disabled():
        print(f"\n{code}: {killed + late} of {every} mutants noticed")  # noqa: T201 - the score is what is asked for
    assert killed + late >= least * every
