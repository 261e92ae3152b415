"""The trial that knows nothing of feedkit: strace lets system calls fail, those of SQLite and of C too."""

import subprocess
import sys
from pathlib import Path

import crash
from crash import worlds
from crash.trials import Result, count
from crash.worlds import End, World

SYSCALLS = (
    "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "fallocate", "rename", "link", "unlink",
    "mkdir", "flock", "fchmod",
)  # fmt: skip
"""Those by which a run changes files; starting Python makes none of them."""


def inject(folder: Path, syscall: str) -> Result:
    """Let each call of one kind fail, one in each run."""
    result = Result()
    for case in worlds.cases(folder, ["first run", "new entries"]):
        for error in ("EIO", "ENOSPC"):
            for number in range(1, 1000):
                world = case.before.copy(folder / "world")
                end = _traced(world, folder / "trace", f"{syscall}:error={error}:when={number}")
                if "(INJECTED)" not in (folder / "trace").read_text(errors="replace"):
                    break
                count(case, world, end, f"{case.name}, {error} at {syscall} {number}", result)
    return result


def _traced(world: World, trace: Path, injection: str) -> End:
    name = injection.partition(":")[0]
    strace = ["strace", "-f", "-o", str(trace), "-e", f"trace={name}", "-e", f"inject={injection}"]
    run = [sys.executable, "-m", "crash.once", str(world.folder)]
    ended = subprocess.run(
        [*strace, *run], env=crash.environment(), capture_output=True, text=True, check=False
    )
    return End(ended.returncode, ended.stderr)
