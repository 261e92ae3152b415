"""`feedkit accept`: a person says that the new look of a page is right."""

from __future__ import annotations

import click

from feedkit.cli import _out

_HELP = """\b
Examples:
  feedkit accept nato-iraq

Let the next run of NAME pass its guards if it finds entries. Say so when `feedkit status` shows a
suspect page that is right: fewer entries than before, other fields, another site.
"""


@click.command("accept", help=_HELP)
@click.argument("name")
@click.option("--config", metavar="FILE", help="The feedkit.toml.  [$FEEDKIT_CONFIG, ./feedkit.toml, XDG]")
def command(name: str, config: str | None) -> int:
    """Accept the new look of a page."""
    from feedkit import sources, upkeep

    upkeep.accept(sources.load(sources.find(config)), name)
    _out.say(f"{_out.plain(name)}: the next run passes its guards if it finds entries")
    return 0
