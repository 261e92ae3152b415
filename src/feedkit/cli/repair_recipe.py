"""`feedkit repair-recipe`: a recipe for a page that changed, with what speaks for it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from feedkit.cli import _out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedkit.repairs import Repair

_HELP = """\b
Examples:
  feedkit repair-recipe nato-iraq
  feedkit repair-recipe nato-iraq --page feedkit.pages/nato-iraq.gz
  feedkit repair-recipe nato-iraq --write

Propose a recipe for the page of NAME, which changed so that its recipe finds nothing, or other entries.
The list of the page is found anew; entries that are known already say that it is the same list. Without
--write nothing changes.
"""


@click.command("repair-recipe", help=_HELP)
@click.argument("name")
@click.option("--page", metavar="FILE", help="Take the page from a file, such as the one that was kept.")
@click.option("--write", is_flag=True, help="Put the recipe into feedkit.toml in the old one's place.")
@click.option("--config", metavar="FILE", help="The feedkit.toml.  [$FEEDKIT_CONFIG, ./feedkit.toml, XDG]")
def command(name: str, page: str | None, write: bool, config: str | None) -> int:
    """Propose a recipe."""
    from feedkit import additions, repairs, sources

    standing = sources.load(sources.find(config))
    repair = repairs.propose(standing, name, dt.datetime.now(dt.UTC), page)
    _out.say("\n".join(map(_out.plain, _lines(name, repair))))
    if repair.old == repair.new:
        return 0
    if write:
        additions.replace_recipe(standing, name, repair.old, repair.new, repair.found)
        _out.say(_out.plain(f"{standing.path}: replaced [sources.{name}.recipe]; next: feedkit run {name}"))
    else:
        _out.say("nothing was written; --write puts it into feedkit.toml")
    return 0


def _lines(name: str, repair: Repair) -> Iterator[str]:
    count = _out.counted(len(repair.found), "entry", "entries")
    yield f"{name}: the page shows {count}; {repair.again} of them are known; it showed {repair.shown} last"
    for field, number in repair.differing:
        yield f"  the {field} of {_out.counted(number, 'known entry', 'known entries')} differs"
    if repair.old == repair.new:
        yield "the recipe gives them: there is nothing to repair"
        return
    from feedkit.synthesis.texts import comments, value_of

    told = comments(repair.new, repair.found)
    for field in dict.fromkeys((*repair.old, *repair.new)):
        old, new = (value_of(each[field]) if field in each else None for each in (repair.old, repair.new))
        if old == new:
            yield f"  {field} = {old}"
            continue
        if old is not None:
            yield f"- {field} = {old}"
        if new is not None:
            yield f"+ {field} = {new}" + (f"  # {told[field]}" if field in told else "")
