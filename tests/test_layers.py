"""The layers of the program, as pyproject.toml draws them, and who may use which library."""

import ast
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

OWNERS = {
    "atoma": (),
    "bs4": (),
    "click": ("cli",),
    "dateutil": ("_dates",),
    "feedgen": ("formats",),
    "feedparser": (),
    "regex": ("_selectors", "_text", "parsers", "sources"),
    "requests": ("fetch",),
    "sqlite3": ("store",),
    "tomllib": ("sources",),
    "urllib3": ("fetch",),
}
"""Library: the modules of feedkit that may import it; none for those that only tests may."""


def test_layers_hold(root: Path) -> None:
    """A module imports only from layers below its own, and every module has a layer."""
    lint = "import sys, importlinter.cli; sys.exit(importlinter.cli.lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", lint], cwd=root, capture_output=True, text=True
    )  # it mutes loggers

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("package", ["parsers", "formats", "fetch", "store"])
def test_members_do_not_import_their_package(package: str) -> None:
    """The members of a package are leaves: the package knows them, they do not know it."""
    graph = grimp.build_graph("feedkit", cache_dir=None)
    name = f"feedkit.{package}"
    members = graph.find_descendants(name) if name in graph.modules else set()

    assert not {m for m in members if name in graph.find_modules_directly_imported_by(m)}


def test_libraries_stay_with_their_owners(root: Path) -> None:
    """What another library replaces some day is imported in one place only."""
    source = root / "src" / "feedkit"
    strays = [
        f"{path.relative_to(source)} imports {library}"
        for path in sorted(source.rglob("*.py"))
        for library in _imported(path)
        if library in OWNERS and path.relative_to(source).with_suffix("").parts[0] not in OWNERS[library]
    ]

    assert not strays


def _imported(path: Path) -> set[str]:
    """The top-level names of what a module imports, at its head or inside a function."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add((node.module or "").partition(".")[0])
    return names
