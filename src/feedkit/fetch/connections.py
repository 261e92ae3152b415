"""Connections that requests may use: those whose answers end at the deadline.

It gives an adapter for a `requests.Session`, whose connections read their answers by `wire`. It
decides nothing itself.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from feedkit.fetch import wire

_POOLS = {"http": urllib3.HTTPConnectionPool, "https": urllib3.HTTPSConnectionPool}


class _Timed:
    """A connection that reads its answers by `wire`."""

    def __init__(self, *args: Any, deadline: wire.Deadline, **more: Any) -> None:
        self.response_class = partial(wire.Answer, deadline=deadline)
        super().__init__(*args, **more)


class _Plain(_Timed, HTTPConnection):  # type: ignore[misc]
    pass


class _Secure(_Timed, HTTPSConnection):  # type: ignore[misc]
    pass


class Adapter(HTTPAdapter):
    """Connections of one session, whose answers end at the deadline."""

    def __init__(self, deadline: wire.Deadline) -> None:
        self._deadline = deadline
        super().__init__()

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """Make what keeps connections, with ours in it."""
        super().init_poolmanager(*args, **more)
        kinds = {
            "http": partial(_Plain, deadline=self._deadline),
            "https": partial(_Secure, deadline=self._deadline),
        }
        pools: Any = self.poolmanager
        pools.pool_classes_by_scheme = {scheme: partial(_pool, scheme, kinds[scheme]) for scheme in kinds}


def _pool(scheme: str, connection: Any, *args: Any, **more: Any) -> Any:
    pool = _POOLS[scheme](*args, **more)
    pool.ConnectionCls = connection
    return pool
