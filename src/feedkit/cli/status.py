"""`feedkit status`: how every source is, from its history; nothing is fetched."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from feedkit.cli import _out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedkit.upkeep import Health

_HELP = """\b
Examples:
  feedkit status
  feedkit status nato-iraq --json

Show the health of every source of feedkit.toml, or of those that are named: how its last run ended,
when it last went well, how many runs failed since, what the page usually shows, and what to do.
"""

_COLOURS = {"ok": "green", "new": "cyan", "suspect": "yellow", "broken": "red"}


@click.command("status", help=_HELP)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line for each source.")
@click.option("--config", metavar="FILE", help="The feedkit.toml.  [$FEEDKIT_CONFIG, ./feedkit.toml, XDG]")
def command(names: Sequence[str], as_json: bool, config: str | None) -> int:
    """Show the health of the sources."""
    from feedkit import sources, upkeep

    for health in upkeep.status(sources.load(sources.find(config)), names):
        if as_json:
            _out.say_json(_as_object(health))
        else:
            _out.say("\n".join(_lines(health)))
    return 0


def _as_object(health: Health) -> dict[str, Any]:
    return {
        "v": 1,
        "source": health.source,
        "status": health.status,
        "code": health.code,
        "last_run": _time(health.last_run),
        "last_success": _time(health.last_success),
        "failures": health.failures,
        "usual": health.usual,
        "accepted": health.is_accepted,
        "page": str(health.kept_page) if health.kept_page else None,
    }


def _lines(health: Health) -> Iterator[str]:
    status = _out.styled(health.status, fg=_COLOURS[health.status])
    code = f" ({health.code})" if health.code else ""
    yield f"{_out.plain(health.source)}: {status}{code}"
    if health.last_run:
        yield f"  last run {_time(health.last_run)}, last success {_time(health.last_success) or 'never'}"
    if health.failures:
        yield f"  {_out.counted(health.failures, 'failure')} in a row; the feed is as it was at the last success"
    if health.usual is not None:
        yield f"  usually shows {health.usual:g} entries"
    if health.kept_page:
        yield f"  the page that failed is kept: zcat {_out.plain(str(health.kept_page))}"
    if health.is_accepted:
        yield "  the next run passes its guards"
    yield from (f"  next: {line}" for line in health.hints)


def _time(time: dt.datetime | None) -> str | None:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ") if time else None
