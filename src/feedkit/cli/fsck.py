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
Exit status: 0 all is well, or was repaired; 4 something was found.
"""

_FOUND = 4


@click.command("fsck", help=_HELP)
@click.option("--repair", is_flag=True, help="Mend what is found; nothing is deleted.")
@click.option("--config", metavar="FILE", help="The feedkit.toml.  [$FEEDKIT_CONFIG, ./feedkit.toml, XDG]")
def command(repair: bool, config: str | None) -> int:
    """Check the state against the documents."""
    from feedkit import runner, sources

    loaded = sources.load(sources.find(config))
    findings = runner.fsck(loaded, repair=repair)
    for finding in findings:
        _out.say(_out.plain(f"{finding.message} [{finding.code}]"))
    if repair:
        left = runner.fsck(loaded)
        _out.say(f"{_out.counted(len(findings), 'finding')}, {len(findings) - len(left)} repaired")
        return _FOUND if left else 0
    _out.say(_out.counted(len(findings), "finding") if findings else "all is well")
    return _FOUND if findings else 0
