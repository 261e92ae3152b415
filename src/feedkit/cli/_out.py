"""What the commands say: text, one JSON object a line, errors.

It takes texts and values and writes them to standard output, or to standard error where they are
not the command's result. No character that steers a terminal gets through, whatever page or server
it came from; colour goes to terminals only.
"""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from feedkit.errors import FeedkitError, LocalError

if TYPE_CHECKING:
    from collections.abc import Mapping

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""What comes of writing where there is no room."""

_WARNING = 3
_STEERING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def mend() -> None:
    """Put something in the place of standard streams that are closed.

    Otherwise the next file that is opened would take their number, and be written over by whatever
    is said. A closed output becomes a broken pipe; a closed input stays none.
    """
    for descriptor, stream in enumerate((sys.stdin, sys.stdout, sys.stderr)):
        if stream is None:
            _fill(descriptor)
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")


def _fill(descriptor: int) -> None:
    found = os.open(os.devnull, os.O_RDWR)
    if descriptor == 1:
        os.close(found)
        reader, found = os.pipe()
        os.close(reader)
    if found != descriptor:
        os.dup2(found, descriptor)
        os.close(found)


def leave() -> None:
    """Send to nowhere what standard output still holds, once it is closed or full."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def flush() -> None:
    """Write what is held back; what goes nowhere is dropped."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()


def say(text: str | bytes) -> None:
    """Write to standard output: a text as a line, bytes as they are.

    BrokenPipeError when nobody listens any more; LocalError when there is no room.
    """
    try:
        click.echo(text, nl=isinstance(text, str), color=_colour())
    except BrokenPipeError:
        raise
    except OSError as error:
        raise no_room(error) from error


def no_room(error: OSError) -> LocalError:
    """Return the error for a standard output that takes no more; what it holds is dropped."""
    leave()
    cause = (error.strerror or str(error)).lower()
    code = "io-error" if error.errno == errno.EIO else "disk-full"
    hint = "make room where it goes, then run again"
    return LocalError(f"cannot write: standard output: {cause}", code, hint, "standard output")


def say_json(value: Mapping[str, Any]) -> None:
    """Write an object on one line: real characters in UTF-8, escapes where they would steer a terminal."""
    import json

    text = json.dumps(value, ensure_ascii=False)
    say(_STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode() + b"\n")


def remark(text: str) -> None:
    """Write a line to standard error; if that is closed or full, say nothing."""
    with suppress(OSError):
        click.echo(text, err=True, color=_colour())


def error(fault: FeedkitError, source: str | None = None) -> None:
    """Tell an error: what, cause and code, then the next step; one that is suspect is a warning."""
    is_warning = fault.exit_status == _WARNING
    label, colour = ("warning", "yellow") if is_warning else ("error", "red")
    where = f"{source}: " if source else ""
    first, *more = (f"{where}{line}" for line in str(fault).splitlines() or [""])
    for line in (f"{first} [{fault.code}]", *more):
        remark(f"{click.style(label, fg=colour, bold=True)}: {plain(line)}")
    if fault.hint:
        remark(f"  next: {plain(fault.hint)}")


def warning(text: str, code: str, source: str) -> None:
    """Tell what went wrong and was mended."""
    remark(f"{click.style('warning', fg='yellow', bold=True)}: {plain(f'{source}: {text}')} [{code}]")


def plain(text: str) -> str:
    """Return a text in which what would steer a terminal is shown as an escape."""
    return _STEERING.sub(lambda found: ascii(found[0])[1:-1], text)


def styled(text: str, **style: Any) -> str:
    """Return a text for a terminal, with a style of click's."""
    return click.style(plain(text), **style)


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return "1 entry", "2 entries": a number with the word in its right form."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def time(time: dt.datetime) -> str:
    """Return a time in UTC, to the second."""
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _colour() -> bool | None:
    """Return False where colour is unwanted (no-color.org); None leaves it to the terminal."""
    unwanted = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return False if unwanted else None
