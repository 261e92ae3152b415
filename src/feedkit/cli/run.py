"""`feedkit run`: every source of `feedkit.toml`, for cron."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from feedkit.cli import _out
from feedkit.errors import LocalError, LockedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from feedkit.pipeline import Outcome
    from feedkit.sources import Config

_HELP = """\b
Examples:
  feedkit run
  feedkit run nato-iraq --dry-run
  0 * * * *  feedkit run --quiet --config /etc/feedkit.toml      # in a crontab

Fetch, read, remember and publish every source of feedkit.toml, or those that are named. A document
is written only when its bytes differ; a page that is broken or empty leaves the last good feed. A
source whose `interval` is not over, or whose server wants to be left alone for a while, is skipped.
"""

_REBUILT = 3
_NEW_ENTRIES = 5
_TOLD_ALOUD = ("clock-back", "page-failed")
"""Problems that are none of the entries', and told however quiet a run is."""
_FIRST_OF = (101, 4, 1, 3, 75, 2)
"""What a run ends with: the first of these that a source ended with."""
_COLOURS = {"ok": "green", "skipped": "green", "suspect": "yellow", "broken": "red"}


@dataclass(frozen=True, slots=True)
class _Report:
    """How the outcomes are told."""

    quiet: bool
    as_json: bool
    dry: bool


@click.command("run", help=_HELP)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line for each source.")
@click.option("--dry-run", "dry", is_flag=True, help="Show what would change and write nothing.")
@click.option("--exit-code", is_flag=True, help="End with 5 when there are new entries.")
@click.option("--jobs", type=click.IntRange(1), default=1, metavar="N", help="Sources at once.  [1]")
@click.option(
    "--lock-wait",
    type=click.FloatRange(0),
    default=0.0,
    metavar="SECONDS",
    help="How long to wait for another run to end.  [0]",
)
@click.option("--now", "at_once", is_flag=True, help="Ask also for pages that are not due yet.")
@click.option("--force", is_flag=True, help="Replace files in the way that feedkit did not write.")
@click.option("--config", metavar="FILE", help="The feedkit.toml.  [$FEEDKIT_CONFIG, ./feedkit.toml, XDG]")
def command(names: Sequence[str], config: str | None, exit_code: bool, **options: Any) -> int:
    """Run the sources of a configuration."""
    from feedkit import runner, sources
    from feedkit.pipeline import Mode

    report = _Report(options["quiet"], options["as_json"], options["dry"])
    loaded = sources.load(sources.find(config))
    outcomes = runner.outcomes(
        loaded,
        names,
        jobs=options["jobs"],
        lock_wait=options["lock_wait"],
        mode=Mode(report.dry, options["force"], options["at_once"]),
    )
    try:
        return _status(_told(outcomes, report, loaded, config), exit_code)
    except LockedError as error:
        if not report.quiet:
            _out.error(error)
        return error.exit_status


def _told(outcomes: Iterable[Outcome], report: _Report, config: Config, place: str | None) -> list[Outcome]:
    """Tell each outcome as it comes; a reader who leaves stops no source."""
    seen: list[Outcome] = []
    gone: BrokenPipeError | None = None
    for outcome in outcomes:
        seen.append(outcome)
        try:
            if gone is None:
                _tell(outcome, report, config)
        except BrokenPipeError as error:
            gone = error
        _warn(outcome)
    if gone is not None:
        raise gone
    if not (report.quiet or report.as_json or report.dry):
        for line in _farewell(seen, config, place):
            _out.say(_out.plain(line))
    return seen


def _warn(outcome: Outcome) -> None:
    if outcome.was_rebuilt:
        text = "the state was lost, or an old one; ids and dates are those of the documents"
        _out.warning(text, "state-rebuilt", outcome.source)
    for problem in outcome.problems:
        if problem.code in _TOLD_ALOUD:
            _out.warning(problem.message, problem.code, outcome.source)
    if outcome.error is not None:
        _out.error(outcome.error, outcome.source)


def _tell(outcome: Outcome, report: _Report, config: Config) -> None:
    if report.as_json:
        _out.say_json(_as_object(outcome))
    elif not report.quiet:
        _out.say(_line(outcome, config, dry=report.dry))


def _as_object(outcome: Outcome) -> dict[str, Any]:
    return {
        "v": 1,
        "source": outcome.source,
        "status": outcome.status,
        "code": _code(outcome),
        "entries": outcome.entries,
        "new": len(outcome.diff.new),
        "changed": len(outcome.diff.changed),
        "gone": len(outcome.diff.gone),
        "written": list(outcome.written),
        "seconds": round(outcome.seconds, 3),
    }


def _code(outcome: Outcome) -> str | None:
    if outcome.error is not None:
        return outcome.error.code
    if outcome.was_rebuilt:
        return "state-rebuilt"
    if outcome.wait is not None:
        return outcome.wait.code
    return next((problem.code for problem in outcome.problems if problem.code in _TOLD_ALOUD), None)


def _line(outcome: Outcome, config: Config, *, dry: bool) -> str:
    status = _out.styled(outcome.status, fg=_COLOURS[outcome.status])
    parts = [f"{outcome.source}: {status}: {_counts(outcome)}"]
    if outcome.wait is not None:
        parts.append(f"not asked before {_out.time(outcome.wait.until)} ({outcome.wait.code})")
    if outcome.written:
        names = ", ".join(outcome.written)
        parts.append(f"{'would write' if dry else 'wrote'} {names} in {_shown(config.output)}")
    if outcome.problems:
        codes = ", ".join(sorted({problem.code for problem in outcome.problems}))
        parts.append(f"{_out.counted(len(outcome.problems), 'problem')}: {codes}")
    return "; ".join(parts)


def _counts(outcome: Outcome) -> str:
    diff, entries = outcome.diff, _out.counted(outcome.entries, "entry", "entries")
    if isinstance(outcome.error, LocalError):
        return "the run did not get through"
    if outcome.error is not None:
        return f"the feed stays as it was, {entries}" if outcome.entries else "there is no feed yet"
    counts = {"new": diff.new, "changed": diff.changed, "gone": diff.gone}
    told = [f"{len(found)} {word}" for word, found in counts.items() if found] or ["no change"]
    return ", ".join((entries, *told))


def _shown(folder: Path) -> str:
    """Return a folder as it is called from here, if it lies below."""
    try:
        return _out.plain(str(folder.relative_to(os.path.realpath(Path.cwd()))))
    except (ValueError, OSError):
        return _out.plain(str(folder))


def _farewell(outcomes: Sequence[Outcome], config: Config, place: str | None) -> Iterator[str]:
    """Yield what can be done next: how to see what changed, and where the feeds are."""
    where = f" --config {shlex.quote(place)}" if place else ""
    for outcome in outcomes:
        if outcome.diff and len(outcome.diff.new) < outcome.entries:
            yield f"what changed: feedkit diff {outcome.source}{where}"
    yield from _addresses(outcomes, config)


def _addresses(outcomes: Sequence[Outcome], config: Config) -> Iterator[str]:
    from feedkit import formats

    shown = {outcome.source for outcome in outcomes if outcome.entries}
    for source in config.sources:
        for form in source.formats if config.base_url and source.name in shown else ():
            yield f"{config.base_url}{source.name}{formats.SUFFIXES[form]}"


def _status(outcomes: Sequence[Outcome], exit_code: bool) -> int:
    """Return the first of 101, 4, 1, 3, 75, 2, 5, 0 that applies."""
    statuses = {outcome.error.exit_status for outcome in outcomes if outcome.error}
    statuses |= {_REBUILT for outcome in outcomes if outcome.was_rebuilt}
    worst = next((status for status in _FIRST_OF if status in statuses), 0)
    if not worst and exit_code and any(outcome.diff.new for outcome in outcomes):
        return _NEW_ENTRIES
    return worst
