"""README and docs show what happens: their blocks run, what they print is compared, their words are the code's.

On each page, in order and in one temporary folder beside a copy of `examples`: `python` blocks are
executed, `pycon` and `console` blocks are executed and what follows is compared (`...` stands for
anything, alone on a line for any lines), `toml`, `html` and `json` blocks whose first line is a comment
with a file's name become that file (JSON without the comment), and other `toml` blocks are read as configurations or recipes.
`text` blocks are only shown. `--accept` writes what `console` blocks print into the pages.
"""

import ast
import doctest
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grimp
import pytest

import feedkit
from feedkit import errors, sources

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "feedkit"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]

BLOCK = re.compile(r"^```(?P<kind>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"(?:#|<!--|//) (?P<name>[\w./-]+\.[a-z]+)(?: -->)?\n")
TABLE_CODE = re.compile(r"^\| `(?P<code>[a-z]+(?:-[a-zN]+)*)` \|", re.MULTILINE)
SHOWN_ONLY = {"text"}
HYPHENATED = re.compile(r"[a-z]+(?:-[a-z]+)+")
NO_CODES = re.compile(r"(?:amp|aria|content|data|dt|entry|[ehpu]|http|utf|value|x)-.*|json-ld|repair-recipe")
"""What is written like a code and is a name of HTML, HTTP, microformats or an encoding, or a command."""


@dataclass
class Session:
    """Where a page has got to: its folder, the last exit status, the names of its Python."""

    folder: Path
    scratch: Path
    status: int = 0
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "page"})
    mended: list[tuple[int, int, str]] = field(default_factory=list)
    """Places in the page, and what is printed there."""


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    folder, scratch = tmp_path / "page", tmp_path / "bin"
    shutil.copytree(ROOT / "examples", folder / "examples", ignore=shutil.ignore_patterns("public", "*.db*"))
    scratch.mkdir()
    for name, words in {"feedkit": "-m feedkit", "python": ""}.items():
        (scratch / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n')
        (scratch / name).chmod(0o755)
    for name in ("FEEDKIT_CONFIG", "XDG_CONFIG_HOME", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": str(tmp_path), "COLUMNS": "80", "LC_ALL": "C.UTF-8", "TZ": "UTC"}.items():
        monkeypatch.setenv(name, value)
    places = [str(Path(feedkit.__file__).parent.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(places))
    monkeypatch.setenv("PATH", f"{scratch}{os.pathsep}{os.environ['PATH']}")
    return Session(folder, scratch)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_page_does_what_it_shows(
    page: Path, session: Session, accept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every block runs, and gives what the page says that it gives."""
    text = page.read_text(encoding="utf-8")
    for block in BLOCK.finditer(text):
        kind, body, place = block["kind"], block["body"], block.start("body")
        monkeypatch.chdir(session.folder)
        if kind == "console":
            _run_console(body, place, session)
        elif kind == "python":
            line = text.count("\n", 0, place)
            exec(compile("\n" * line + body, str(page), "exec"), session.names)
        elif kind == "pycon":
            _run_pycon(body, page, session)
        elif kind in ("toml", "html", "json"):
            _take_file(body, session)
        else:
            assert kind in SHOWN_ONLY or kind.startswith("{"), f"no block is marked {kind!r}"
    if accept:
        _mend(page, text, session)
    assert not session.mended, "\n".join(
        f"instead of\n{text[a:b]}stands\n{told}" for a, b, told in session.mended
    )


def _run_console(body: str, place: int, session: Session) -> None:
    for command, start, end in _commands(body):
        printed = _run(command, session)
        if not _matches(body[start:end], printed):
            session.mended.append((place + start, place + end, _shortened(printed, body[start:end], session)))


def _commands(body: str) -> Iterator[tuple[str, int, int]]:
    """Yield the commands, with the lines that `> ` continues, and where what they print stands."""
    assert body.startswith("$ ")
    for found in re.finditer(
        r"^\$ (?P<words>.*\n(?:> .*\n)*)(?P<printed>(?:(?!\$ ).*\n)*)", body, re.MULTILINE
    ):
        yield found["words"].replace("\n> ", "\n"), found.start("printed"), found.end("printed")


def _run(command: str, session: Session) -> str:
    """Run a command where the last one left off, and return what it prints on either stream."""
    where = session.scratch / "where"
    script = f"(exit {session.status})\n{command}\nstatus=$?\npwd > '{where}'\nexit $status\n"
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=session.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=60,
    )
    session.status, session.folder = done.returncode, Path(where.read_text().strip())
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def _matches(shown: str, printed: str) -> bool:
    pattern = re.escape(shown).replace(r"\ ", " ")
    pattern = re.sub(r"^\\\.\\\.\\\.\n", "(?:.*\n)*", pattern.replace("\\\n", "\n"), flags=re.MULTILINE)
    return re.fullmatch(pattern.replace(r"\.\.\.", ".*"), printed) is not None


def _shortened(printed: str, shown: str, session: Session) -> str:
    """Return what is printed with as many lines left out as the page leaves out, and without our folder."""
    printed = re.sub(f"{re.escape(str(session.scratch.parent))}[^ ]*/", "...", printed)
    lines, left = printed.splitlines(keepends=True), shown.splitlines()
    if "..." not in left:
        return printed
    head, tail = left.index("..."), left[::-1].index("...")
    if head + tail >= len(lines):
        return printed
    return "".join([*lines[:head], "...\n", *lines[len(lines) - tail :]])


def _run_pycon(body: str, page: Path, session: Session) -> None:
    test = doctest.DocTestParser().get_doctest(body, session.names, page.name, str(page), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test, clear_globs=False)
    session.names.update(test.globs)
    assert not runner.failures


def _take_file(body: str, session: Session) -> None:
    """Write a block that names its file; read any other as what it configures."""
    named = NAMED.match(body)
    if named:
        text = body.removeprefix(named[0]) if named["name"].endswith(".json") else body
        (session.folder / named["name"]).write_text(text, encoding="utf-8")
    if named and not named["name"].endswith(".toml"):
        return
    table = tomllib.loads(body)
    if table.keys() & {"feedkit", "defaults", "sources"}:
        place = session.scratch / "feedkit.toml"
        place.write_text(body, encoding="utf-8")
        sources.load(place)
    else:
        sources.recipe_from({"entry": "li", **table})


def _mend(page: Path, text: str, session: Session) -> None:
    for start, end, printed in reversed(session.mended):
        text = text[:start] + printed + text[end:]
    page.write_text(text, encoding="utf-8")
    session.mended.clear()


def test_codes_are_those_of_the_source() -> None:
    """The reference tells every code word that the program can show, and no other."""
    told = set(TABLE_CODE.findall((DOCS / "reference" / "errors.md").read_text(encoding="utf-8")))
    nodes = [node for tree in _trees_in_use() for node in ast.walk(tree)]
    words = {text for node in nodes for text in _texts(node)}
    raised = {text for node in nodes if isinstance(node, ast.Call) for text in _codes(node)}
    hyphenated = {word for word in words if HYPHENATED.fullmatch(word) and not NO_CODES.fullmatch(word)}

    assert sorted(told - words) == []
    assert sorted((hyphenated | raised) - told) == []


def _trees_in_use() -> Iterator[ast.Module]:
    """Yield the modules of the command line and all that they import."""
    graph = grimp.build_graph("feedkit", cache_dir=None)
    own = graph.find_descendants("feedkit.cli") | {"feedkit.cli"}
    for name in own | graph.find_upstream_modules("feedkit.cli", as_package=True):
        path = SOURCE.parent / name.replace(".", "/")
        path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        yield ast.parse(path.read_text(encoding="utf-8"))


def _texts(node: ast.AST) -> Iterator[str]:
    """Yield a literal; one that a number completes, such as `http-404`, with NNN in its place."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.JoinedStr) and len(node.values) == 2 and isinstance(node.values[0], ast.Constant):
        yield f"{node.values[0].value}NNN"


def _codes(call: ast.Call) -> Iterator[str]:
    """Yield the code that a call raises an error with, or notes a problem with."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    ours = name.endswith("Error") and hasattr(errors, name)
    place = 1 if ours else 0 if name in ("Problem", "failure") else None
    if place is not None:
        yield from (text for argument in call.args[place : place + 1] for text in _texts(argument))


def test_exit_statuses_are_told() -> None:
    """Every error's exit status stands in the reference."""
    page = (DOCS / "reference" / "errors.md").read_text(encoding="utf-8")
    kinds = [kind for kind in vars(errors).values() if hasattr(kind, "exit_status")]

    assert not [kind for kind in kinds if f"| {kind.exit_status} |" not in page]


def test_library_reference_has_every_public_name() -> None:
    """What `import feedkit` gives is documented, each name once."""
    page = (DOCS / "reference" / "library.md").read_text(encoding="utf-8")
    told = re.findall(r"^\.\. auto\w+:: feedkit\.(\w+)$", page, re.MULTILINE)

    assert sorted(told) == sorted(set(feedkit.__all__) - {"__version__"})


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_local_links_lead_somewhere(page: Path) -> None:
    """A link to a file of the project leads to one that exists."""
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8"))

    assert not [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", sorted((DOCS / "design").glob("0*.md")), ids=lambda path: path.stem)
def test_design_pages_are_short(page: Path) -> None:
    """A decision is told in sixty lines: problem, choice, alternatives, consequence."""
    text = page.read_text(encoding="utf-8")

    assert text.count("\n") <= 60
    for heading in ("Problem", "Choice", "Alternatives", "Consequence"):
        assert f"\n## {heading}\n" in text
