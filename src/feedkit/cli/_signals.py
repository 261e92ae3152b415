"""Ending by a signal: cleanly, and within a second.

It takes SIGINT, SIGTERM and SIGHUP and gives `SystemExit` with 128 + n where the program stands,
so that what is half done is undone on the way out. What does not let go in time, such as a name
server that does not answer, is left behind.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PATIENCE = 0.7
"""Seconds from the signal to the end, whatever goes on."""


def install() -> None:
    """Let the signals end the program; those that are ignored, as under nohup, stay so."""
    for number in _ENDING:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _end)
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    threading.Thread(target=_watch, args=(reader,), daemon=True).start()


def _end(number: int, frame: FrameType | None) -> None:
    for each in _ENDING:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)


def _watch(reader: int) -> None:
    """Wait for a signal, which the system notes even while the program waits in a library."""
    number = os.read(reader, 1)[0]
    time.sleep(_PATIENCE)
    os._exit(128 + number)
