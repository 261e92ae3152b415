"""`feedkit diff`: what is new, changed and gone between two documents, or in the last run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from feedkit.cli import _out
from feedkit.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedkit.models import Diff

_HELP = """\b
Examples:
  feedkit diff yesterday.xml today.xml
  feedkit diff old.atom new.json --markdown
  feedkit diff nato-iraq --json

Show new, changed and gone entries between two documents of any format (RSS 2.0, Atom, JSON Feed),
or, for the NAME of a source, what its last run that changed something changed. Order is no change.
"""

_NEW_ENTRIES = 5
_COLOURS = {"+": "green", "-": "red", "~": "yellow"}


@click.command("diff", help=_HELP)
@click.argument("what", nargs=-1, required=True, metavar="OLD NEW | NAME")
@click.option(
    "--config", metavar="FILE", help="The feedkit.toml of NAME.  [$FEEDKIT_CONFIG, ./feedkit.toml, XDG]"
)
@click.option("--markdown", is_flag=True, help="Print Markdown.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line for each entry.")
@click.option("--exit-code", is_flag=True, help="End with 5 when there are new entries.")
def command(what: Sequence[str], config: str | None, markdown: bool, as_json: bool, exit_code: bool) -> int:
    """Show what changed."""
    from feedkit import diffs

    if markdown and as_json:
        raise click.UsageError("--markdown or --json, not both")
    diff = _diff(what, config)
    if as_json:
        _out.say(diffs.as_json_lines(diff).encode())
    elif markdown:
        _out.say(diffs.as_markdown(diff).rstrip("\n"))
    else:
        _out.say("\n".join(map(_coloured, diffs.as_text(diff).splitlines())))
    return _NEW_ENTRIES if exit_code and diff.new else 0


def _diff(what: Sequence[str], config: str | None) -> Diff:
    if len(what) == 2:
        return _of_documents(*what)
    if len(what) > 2 or not re.fullmatch("[a-z0-9][a-z0-9_-]*", what[0]):
        raise click.UsageError("give two documents, OLD and NEW, or the NAME of one source")
    return _of_source(what[0], config)


def _of_documents(old: str, new: str) -> Diff:
    from feedkit import diffs, runner

    return diffs.compare(runner.read(old), runner.read(new))


def _of_source(name: str, config: str | None) -> Diff:
    from feedkit import sources, store
    from feedkit.models import Diff

    loaded = sources.load(sources.find(config))
    sources.select(loaded, [name])
    with store.open(loaded.state, loaded.folder) as memory:
        if memory.load(name) is None:
            hint = f"run it first: feedkit run {name}"
            raise ConfigError(f"nothing known: {name}: the source never ran", "never-ran", hint, name)
        return memory.last_diff(name) or Diff()


def _coloured(line: str) -> str:
    colour = _COLOURS.get(line[:1])
    return click.style(line, fg=colour) if colour else line
