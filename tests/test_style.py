"""House rules that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "feedkit"
MADE = re.compile(r"(^|/)(build|dist|__pycache__|\.(?!ci/|gitignore)[^/]*)(/|$)")
"""What git, make and the tools leave in the folder."""
TEXTS = {".py", ".md", ".toml", ".txt", ".html", ".sh", ".cfg", ".yml", ".yaml", ".json", ".css", ""}

BODY_LIMIT = 40
MODULE_LIMIT = 450

NOT_OURS = re.compile(r"(?<![\w.:/-])/(?:work|root|home|farm|Users)/|index[-]url|registry[ ]*=|\.\./shared")
FORBIDDEN = {"article", "post", "record", "data", "info", "manager", "helper", "handle", "process"}
FOREIGN = {"item", "items"}
SPEAKS_FOREIGN = ("formats/rss.py", "formats/jsonfeed.py", "parsers/feed/", "_kinds.py")
"""RSS, JSON Feed, and JSON Schema, whose arrays have `items`."""


def test_bodies_are_short() -> None:
    """No function's body is longer than one can see at once."""
    assert not [
        f"{_name(path)}:{node.lineno} {node.name}: {size} lines"
        for path, node in _definitions()
        if not isinstance(node, ast.ClassDef) and (size := _body_lines(node)) > BODY_LIMIT
    ]


def test_modules_are_short() -> None:
    """No module has outgrown its one subject."""
    sizes = {_name(path): path.read_text(encoding="utf-8").count("\n") for path in SOURCE.rglob("*.py")}

    assert not {name: size for name, size in sizes.items() if size > MODULE_LIMIT}


def test_modules_tell_what_they_are() -> None:
    """Every module begins with a docstring."""
    assert not [_name(p) for p in SOURCE.rglob("*.py") if not ast.get_docstring(_tree(p))]


def test_names_are_the_fields_own() -> None:
    """Names use Atom's words; those of RSS and JSON Feed stand in their own files only."""
    assert not [
        f"{_name(path)}: {name}"
        for path in sorted(SOURCE.rglob("*.py"))
        for name in sorted(_names(_tree(path)))
        if _words(name) & (FORBIDDEN if _name(path).startswith(SPEAKS_FOREIGN) else FORBIDDEN | FOREIGN)
    ]


def test_nothing_names_a_machine() -> None:
    """No file knows the machine on which it was written."""
    assert not [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in _texts()
        if (found := NOT_OURS.search(path.read_text(encoding="utf-8", errors="replace")))
    ]


def test_changelog_has_unreleased() -> None:
    """What changes next has a place, and changed output has one of its own."""
    unreleased = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1]

    assert unreleased.startswith("[Unreleased]")


def _name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _definitions() -> Iterator[tuple[Path, Definition]]:
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(_tree(path)):
            if isinstance(node, Definition):
                yield path, node


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function's body without its docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _names(tree: ast.Module) -> set[str]:
    """Every name that a module gives: functions, classes, parameters, variables, fields."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, Definition):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


def _words(name: str) -> set[str]:
    """`EntryData` and `entry_data` are the words entry and data; Python's own names have none."""
    if name.startswith("__"):
        return set()
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def _texts() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*")):
        if path.is_file() and path.suffix in TEXTS and not MADE.search(path.relative_to(ROOT).as_posix()):
            yield path
