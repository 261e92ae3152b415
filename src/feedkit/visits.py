"""When a source is asked for again, and with what.

It takes a source, what is remembered of it and the time of the run, and gives whether its page is to
be asked for now, and the request. It asks for nothing itself and reads no clock; a clock that was
set back or ahead never keeps a source waiting for good.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from feedkit import fetch
from feedkit._version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedkit.errors import FetchError
    from feedkit.models import Known, Run
    from feedkit.sources import Config, Source

_DAY = dt.timedelta(days=1)
_LONGEST_WAIT = dt.timedelta(days=7)
_RETRIES = 2
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wait:
    """Until when a source is not asked, and why."""

    until: dt.datetime
    code: Literal["interval", "retry-after"]


def wait(source: Source, runs: Sequence[Run], now: dt.datetime) -> Wait | None:
    """Return how long the page of a source is not asked for; None when it is due.

    `runs` is its history, newest first. Two fetches are `interval` apart, and a server that said
    when it wants to be asked again is left alone until then (RFC 9110 section 10.2.3). A last run
    that lies ahead of `now`, and a wish for more than a week, tell of a wrong clock and count for
    nothing.
    """
    if not runs:
        return None
    last, waits = runs[0], []
    if last.not_before and now < last.not_before <= now + _LONGEST_WAIT:
        waits.append(Wait(last.not_before, "retry-after"))
    if source.interval and last.at <= now < last.at + source.interval:
        waits.append(Wait(last.at + source.interval, "interval"))
    return max(waits, key=lambda each: each.until, default=None)


def not_before(error: FetchError, now: dt.datetime) -> dt.datetime | None:
    """Return when the server that gave an error wants to be asked again, if it said so."""
    seconds = error.retry_after or 0
    return now + dt.timedelta(seconds=seconds) if 0 < seconds <= _LONGEST_WAIT.total_seconds() else None


def manners(source: Source, hosts: fetch.Hosts, now: dt.datetime) -> fetch.Manners:
    """Return how a source is asked for, in turn with all that use the same `hosts`."""
    if source.robots == "ignore":
        _log.info("source %s: robots.txt is ignored, as configured", source.name)
    return fetch.Manners(hosts, now, source.robots == "obey", source.gap, _RETRIES)


def user_agent(source: Source | None, config: Config | None) -> str:
    """Return what the fetch calls itself: as configured, else with the site of the feeds as its contact."""
    from urllib.parse import urlsplit

    told = (source and source.user_agent) or (config and config.user_agent)
    if told or not (config and config.base_url):
        return told or fetch.USER_AGENT
    site = urlsplit(config.base_url)
    return f"{fetch.USER_AGENT} (+{site.scheme}://{site.netloc}/)"


def request(source: Source, config: Config, known: Known | None, manners: fetch.Manners) -> fetch.Request:
    """Return what to ask for; on condition only where the validators stand for what is known.

    Once a day the page is asked for without condition, so that a server whose validators are stuck
    does not hide what is new for good.
    """
    is_bound = (
        known is not None and known.bound_to == binding(source) and _is_recent(known.whole, manners.now)
    )
    bound = known if is_bound else None
    return fetch.Request(
        source.page,
        source.max_bytes,
        user_agent(source, config),
        bound.etag if bound else None,
        bound.last_modified if bound else None,
        source.allow_private,
        source.max_seconds,
        browser=source.browser,
        manners=manners,
        access=source.access,
        home=source.page,
    )


def _is_recent(time: dt.datetime | None, now: dt.datetime) -> bool:
    return time is not None and dt.timedelta(0) <= now - time < _DAY


def binding(source: Source) -> str:
    """Return the hash of all that decides which entries a page gives."""
    import hashlib

    recipe = source.recipe.digest() if source.recipe else ""
    access = repr(source.access)  # texts as they are configured, and the names of secrets
    told = "\n".join(
        (VERSION, source.page, source.address or "", source.timezone, recipe, access, *source.complete)
    )
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


def recipe_hash(source: Source) -> str:
    """Return the hash of how a source is read, which its history of counts belongs to."""
    return source.recipe.digest()[:32] if source.recipe else ""
