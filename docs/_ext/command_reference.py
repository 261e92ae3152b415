"""The reference of the commands, written by the commands themselves.

The directive `command-reference` takes the path of a click command, `feedkit.cli:group`, and gives
what it says of itself, exit codes included, and a section for each command under it: how it is
called, what it does, its options. It never repeats by hand what the code says.
"""

import importlib
import inspect
from collections.abc import Iterator

import click
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

MANGLED = "\b"
"""click's mark for a paragraph whose lines stay as they are."""


class CommandReference(SphinxDirective):
    """`command-reference`: sections for a click command and everything under it."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        module, _, name = self.arguments[0].partition(":")
        group = getattr(importlib.import_module(module), name)
        program = module.partition(".")[0]
        preface = self.parse_text_to_nodes("\n".join(_paragraphs(group.help or "")))
        return [*preface, *(self._section(context) for context in _commands(group, program))]

    def _section(self, context: click.Context) -> nodes.section:
        """The section of one command; headings inside parsed text would leave their place."""
        path = context.info_name or ""
        title = nodes.title("", "", nodes.literal(path, path))
        section = nodes.section("", title, names=[nodes.fully_normalize_name(path)])
        section += self.parse_text_to_nodes("\n".join(_description(context)))
        self.state.document.note_implicit_target(section, section)
        return section


def _commands(
    command: click.Command, path: str, parent: click.Context | None = None
) -> Iterator[click.Context]:
    """The commands that can be called, in their own order, each named by the words that call it."""
    context = click.Context(command, info_name=path, parent=parent, **command.context_settings)
    if not isinstance(command, click.Group):
        yield context
        return
    for name in command.list_commands(context):
        below = command.get_command(context, name)
        if below is not None and not below.hidden:
            yield from _commands(below, f"{path} {name}", context)


def _description(context: click.Context) -> Iterator[str]:
    """Markdown of how a command is called, what it does and its options."""
    command = context.command
    usage = " ".join(command.collect_usage_pieces(context))
    yield from ("```text", f"{context.info_name} {usage}".rstrip(), "```", "")
    yield from _paragraphs(command.help or "")
    yield from ("", *_options(command, context))


def _paragraphs(text: str) -> Iterator[str]:
    """Help text as Markdown; a paragraph whose lines stay as they are becomes a block."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        kept = paragraph.removeprefix(MANGLED).strip("\n")
        block = kept != paragraph
        yield from ("", "```text", kept, "```", "") if block else ("", kept, "")


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    records = [parameter.get_help_record(context) for parameter in command.get_params(context)]
    rows = [record for record in records if record and record[1]]
    if rows:
        yield from ("| option | does |", "|---|---|")
        yield from (f"| `{_cell(names)}` | {_cell(text)} |" for names, text in rows)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("command-reference", CommandReference)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
