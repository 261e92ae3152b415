"""Every error that feedkit raises on purpose, as one tree.

    FeedkitError
    ├── ConfigError        a setting, a recipe or an option is wrong            exit 2
    ├── FetchError         the page could not be got                            exit 1
    ├── PageError          the page was got and cannot be used                  exit 1
    │   └── SuspectError   the page shows what it should not; nothing changed   exit 3
    ├── DocumentError      a feed document cannot be read                       exit 1
    ├── LocalError         this machine: files, permissions, space, the state   exit 4
    └── LockedError        another run holds the lock                           exit 75

It takes a message, a stable code word, a next step and the subject; gives an exception that
pickles; and never imports anything of feedkit's.
"""

from __future__ import annotations

import re
from typing import ClassVar

_BRIEF = "connection|dns|timeout|truncated|http-5.."
_PASSING = f"{_BRIEF}|tls|rate-limited|.+-wall|js-shell|error-page"


class FeedkitError(Exception):
    """An expected fault: `str(error)` reads "what: subject: cause".

    `code` is a stable word such as `too-large`, `hint` says what to do next (may be empty), and
    `subject` is the address, file, source or configuration key that it is about.
    """

    exit_status: ClassVar[int] = 101

    def __init__(self, message: str = "", code: str = "", hint: str = "", subject: str = "") -> None:
        super().__init__(message, code, hint, subject)
        self.code = code
        self.hint = hint
        self.subject = subject

    def __str__(self) -> str:
        return str(self.args[0])

    @property
    def is_passing(self) -> bool:
        """Whether a fault of a page or a file may be gone the next time."""
        return re.fullmatch(_PASSING, self.code) is not None

    @property
    def is_brief(self) -> bool:
        """Whether such a fault may be over in a second: of the connection, or of the server."""
        return re.fullmatch(_BRIEF, self.code) is not None


class ConfigError(FeedkitError):
    """A setting, a recipe or an option is wrong; `subject` is its key."""

    exit_status = 2


class FetchError(FeedkitError):
    """A page could not be got; `subject` is its address or file.

    `retry_after` is how many seconds the server wants to be left alone, where it says so (429, 503).
    """

    exit_status = 1

    def __init__(
        self,
        message: str = "",
        code: str = "",
        hint: str = "",
        subject: str = "",
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message, code, hint, subject)
        self.retry_after = retry_after


class PageError(FeedkitError):
    """A page was got and holds nothing that can be used; `subject` is its address or file."""

    exit_status = 1


class SuspectError(PageError):
    """A page was read and looks wrong beside what it showed before; nothing of it was kept."""

    exit_status = 3


class DocumentError(FeedkitError):
    """A feed document cannot be read; `subject` is its file."""

    exit_status = 1


class LocalError(FeedkitError):
    """This machine is in the way: files, permissions, space or the state; `subject` is the path."""

    exit_status = 4


class LockedError(FeedkitError):
    """Another run holds the lock; `subject` is the lock's file."""

    exit_status = 75
