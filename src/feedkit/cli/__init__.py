"""The command line: words in, text or JSON out, one exit status.

Data goes to stdout, everything else to stderr. Each command is a module here that is loaded when it
is called. An expected fault is shown as code, cause and next step, never as a traceback.
"""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from feedkit._version import VERSION
from feedkit.cli import _out
from feedkit.errors import ConfigError, FeedkitError

if TYPE_CHECKING:
    from collections.abc import Iterator

BUG = 101
INTERRUPTED = 130
BROKEN_PIPE = 141

_COMMANDS = {
    "preview": "Show the entries of a page.",
    "build": "Turn a page into feed documents, once.",
    "add": "Write a page into feedkit.toml, with its recipe.",
    "run": "Bring the feeds of feedkit.toml up to date.",
    "diff": "Show new, changed and gone entries.",
    "status": "Show how every source is.",
    "accept": "Say that the new look of a page is right.",
    "repair-recipe": "Propose a recipe for a page that changed.",
    "fsck": "Check the state against the documents.",
}
_HELP = """\b
Examples:
  feedkit preview page.txt
  feedkit preview https://www.example.org/news --recipe recipe.toml
  feedkit build page.html --recipe recipe.toml --url https://www.example.org/news -o feed.xml
  feedkit add example https://www.example.org/news
  feedkit run --quiet
  feedkit diff old.xml new.xml

Gives a page of dated entries the feed that its publisher never made: RSS 2.0, Atom and JSON Feed
that stay the same, byte for byte, as long as the page does.

\b
Exit status:
    0  all is fine
    1  a page or a document is broken; old feeds are kept
    2  usage or configuration
    3  only warnings
    4  local trouble: disk, permission, state
    5  there are new entries (--exit-code)
   75  another run holds the lock
  101  a bug in feedkit
128+n  ended by signal n

\b
Shell completion:
  eval "$(_FEEDKIT_COMPLETE=bash_source feedkit)"        or zsh_source, fish_source
"""


class _ClosedOutputError(Exception):
    """Nobody reads standard output any more; click has its own idea of a BrokenPipeError."""


@contextmanager
def _kept_from_click() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise _ClosedOutputError from error
    except OSError as error:
        if error.errno not in _out.FULL:
            raise
        raise _out.no_room(error) from error


class _Commands(click.Group):
    """The commands, loaded when they are called for."""

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        """Read the words before the command; help and version are printed meanwhile."""
        with _kept_from_click():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that is called."""
        with _kept_from_click():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"feedkit.cli.{cmd_name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by what they do, without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Find the command that is called; one that there is none of may have been mistyped."""
        name = args[0]
        if name not in _COMMANDS and not name.startswith("-"):
            raise ConfigError(
                f"unknown command: {name}{_meant(name, _COMMANDS)}",
                "usage",
                f"there are {', '.join(_COMMANDS)}; see feedkit --help",
                name,
            )
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    help=_HELP,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(VERSION, prog_name="feedkit")
def group() -> None:
    """Hold the commands."""


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit status.

    It ends at once: a page that is still being waited for is not waited for, and memory is not taken
    apart first, which takes as long as a feed of 500 entries.
    """
    from feedkit.cli import _signals

    _out.mend()
    _signals.install()
    gc.set_threshold(50_000)  # what a run loads stays; looking it through for garbage is in vain
    status = status_of(args)
    _out.flush()
    os._exit(status)


def status_of(args: list[str] | None = None) -> int:
    """Return the exit status of a command line, after running it."""
    try:
        return int(group.main(args, prog_name="feedkit", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        _out.remark(error.format_message())
        return ConfigError.exit_status
    except click.UsageError as error:
        return _failed(_usage_error(error))
    except FeedkitError as error:
        return _failed(error)
    except click.Abort:
        return INTERRUPTED
    except _ClosedOutputError:
        _out.leave()
        return BROKEN_PIPE
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else 0
    except Exception:  # noqa: BLE001 - the last resort: a bug is told and has its own status
        return _bug()


def _failed(error: FeedkitError) -> int:
    _out.error(error)
    return error.exit_status


def _usage_error(error: click.UsageError) -> ConfigError:
    """Return click's error in feedkit's words, with the option that was probably meant."""
    path = error.ctx.command_path if error.ctx else "feedkit"
    if isinstance(error, click.NoSuchOption):
        names = [name for each in error.ctx.command.params for name in each.opts] if error.ctx else []
        message = f"unknown option: {error.option_name}{_meant(error.option_name, names)}"
    else:
        text = error.format_message()
        message = f"usage: {path}: {text[:1].lower()}{text[1:].rstrip('.')}"
    return ConfigError(message, "usage", f"see {path} --help", path)


def _meant(word: str, words: Any) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, words, 1)
    return f": did you mean {near[0]}?" if near else ""


def _bug() -> int:
    import traceback

    _out.remark(traceback.format_exc().rstrip())
    _out.remark("This is a bug in feedkit; please report it with the lines above.")
    return BUG
