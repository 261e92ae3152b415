"""`feedkit status`: how every source is, from its history; nothing is fetched."""

from __future__ import annotations

import datetime as dt
import shlex
from typing import TYPE_CHECKING, Any

import click

from feedkit.cli import _out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedkit.sources import Config, Source
    from feedkit.upkeep import Health

_HELP = """\b
Examples:
  feedkit status
  feedkit status nato-iraq --json

Show the health of every source of feedkit.toml, or of those that are named: how its last run ended,
when it last went well, how many runs failed since, what the page usually shows, and what to do.

\b
Exit status: 0 whatever the sources are like; 4 the state cannot be read.
"""

_DAMAGED = 4
_COLOURS = {"ok": "green", "new": "cyan", "suspect": "yellow", "broken": "red"}


@click.command("status", help=_HELP)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line for each source.")
@click.option("--config", metavar="FILE", help="The feedkit.toml.  [$FEEDKIT_CONFIG, ./feedkit.toml, XDG]")
def command(names: Sequence[str], as_json: bool, config: str | None) -> int:
    """Show the health of the sources."""
    from feedkit import sources, upkeep

    where = f" --config {shlex.quote(config)}" if config else ""
    now = dt.datetime.now(dt.UTC)
    loaded = sources.load(sources.find(config))
    found = upkeep.status(loaded, names, now)
    for health in found:
        if as_json:
            _out.say_json(_as_object(health))
        else:
            _out.say("\n".join(_lines(health, where)))
    if not as_json and any(_is_nameless(health.source, loaded) for health in found):
        _out.remark("  next: set `user_agent` in [feedkit], so that sites can reach you")
    errors = {str(health.error): health.error for health in found if health.error}
    for error in errors.values():
        _out.error(error)
    return _DAMAGED if errors else 0


def _is_nameless(source: Source, config: Config) -> bool:
    """Whether a site is asked for a page by somebody whom it cannot reach."""
    return source.page == source.address and not (source.user_agent or config.base_url)


def _as_object(health: Health) -> dict[str, Any]:
    return {
        "v": 1,
        "source": health.source.name,
        "status": health.status,
        "code": health.code,
        "last_run": _time(health.last_run),
        "last_success": _time(health.last_success),
        "stale_since": _time(health.stale_since),
        "failures": health.failures,
        "usual": _whole(health.usual),
        "accepted": health.is_accepted,
        "page": str(health.kept_page) if health.kept_page else None,
        "not_before": _time(health.wait.until) if health.wait else None,
    }


def _lines(health: Health, where: str) -> Iterator[str]:
    code = f" ({health.code})" if health.code else ""
    yield f"{health.source.name}: {_out.styled(health.status, fg=_COLOURS[health.status])}{code}"
    if health.last_run:
        yield f"  last run {_time(health.last_run)}, last success {_time(health.last_success) or 'never'}"
    if health.failures:
        stale = _time(health.stale_since)
        what = f"the feed stays as it was, stale since {stale}" if stale else "there is no feed yet"
        yield f"  {_out.counted(health.failures, 'failure')} in a row; {what}"
    if health.usual is not None:
        yield f"  usually shows {health.usual:g} {'entry' if health.usual == 1 else 'entries'}"
    if health.kept_page:
        yield f"  the page that failed last is kept: zcat {_word(str(health.kept_page))}"
    if health.wait:
        yield f"  not asked before {_time(health.wait.until)} ({health.wait.code})"
    if health.source.robots == "ignore":
        yield "  robots.txt is ignored, as configured"
    if health.is_accepted:
        yield "  accepted: the next run passes its guards if it finds entries"
    yield from (f"  next: {_out.plain(line)}" for line in _steps(health, where))


def _steps(health: Health, where: str) -> Iterator[str]:
    """Yield what a person should do."""
    source = health.source
    if health.status == "new" or health.error:
        yield f"feedkit run {source.name}{where}"
    if health.status == "suspect" and not health.is_accepted:
        yield f"look at {source.address or source.page}"
        yield f"if its new look is right: feedkit accept {source.name}{where}"
    if health.status in ("suspect", "broken") and health.last_run:
        yield f"see what is found: feedkit preview {_word(source.page)} --source {source.name}{where}"


def _word(text: str) -> str:
    """Return a text as a word of a shell's command."""
    return _out.plain(shlex.quote(text))


def _whole(number: float | None) -> float | None:
    """Return a number without a fraction that is none."""
    return int(number) if number is not None and number == int(number) else number


def _time(time: dt.datetime | None) -> str | None:
    return _out.time(time) if time else None
