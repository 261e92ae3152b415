"""`feedkit fsck`: the state against the documents."""

from __future__ import annotations

import click

from feedkit.cli import _out

_HELP = """\b
Examples:
  feedkit fsck
  feedkit fsck --repair

Check that the state can be read as it was written, and that the documents in the output folder are
those that follow from it. Nothing is fetched. With --repair a damaged state is set aside and
rebuilt from what can still be read of it and from the documents, and documents are written again.

\b
Exit status: 0 all is well, or was repaired; 4 something is wrong; 75 a run holds the lock.
"""

_FOUND = 4


@click.command("fsck", help=_HELP)
@click.option("--repair", is_flag=True, help="Mend what is found; nothing is deleted.")
@click.option("--config", metavar="FILE", help="The feedkit.toml.  [$FEEDKIT_CONFIG, ./feedkit.toml, XDG]")
def command(repair: bool, config: str | None) -> int:
    """Check the state against the documents."""
    from feedkit import runner, sources, upkeep

    findings = runner.fsck(sources.load(sources.find(config)), repair=repair)
    for finding in findings:
        _out.say(_out.plain(f"{finding.message} [{finding.code}]"))
    mended = sum(1 for finding in findings if repair and finding.code in upkeep.MENDED)
    told = f", {mended} repaired" if repair else ""
    _out.say(f"{_out.counted(len(findings), 'finding')}{told}" if findings else "all is well")
    return 0 if mended == len(findings) else _FOUND
