"""Connections that requests may use: to addresses that were looked at, with answers that end in time.

It gives an adapter for a `requests.Session` whose connections are made by `targets` and read their
answers by `wire`, so that names, certificates and the Host field stay those of the address asked
for. It decides nothing itself.
"""

from __future__ import annotations

import socket
from functools import partial
from typing import Any

import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from feedkit.fetch import targets, wire


class _Ours:
    """A connection whose socket `targets` makes and whose answers `wire` reads."""

    def __init__(self, *args: Any, deadline: wire.Deadline, guarded: bool, **more: Any) -> None:
        self._guarded = guarded
        self._deadline = deadline
        self.response_class = partial(wire.Answer, deadline=deadline)
        super().__init__(*args, **more)

    def _new_conn(self: Any) -> socket.socket:
        host = self._dns_host.strip("[]")
        connected = targets.connect(host, self.port, self.timeout, self.socket_options, guarded=self._guarded)
        connected.settimeout(self._deadline.left(self.timeout))  # for the handshake of TLS
        return connected


class _Plain(_Ours, HTTPConnection):  # type: ignore[misc]
    pass


class _Secure(_Ours, HTTPSConnection):  # type: ignore[misc]
    pass


class Adapter(HTTPAdapter):
    """Connections of one session, whose answers end at the deadline.

    Where they are `guarded` they lead to public addresses only. A proxy is where its owner says
    that it is, and is not looked at.
    """

    def __init__(self, deadline: wire.Deadline, *, guarded: bool) -> None:
        self._deadline = deadline
        self._guarded = guarded
        super().__init__()

    def get_connection_with_tls_context(self, *args: Any, **more: Any) -> urllib3.HTTPConnectionPool:
        """Return the pool for a request, whose connections will be ours."""
        pool = super().get_connection_with_tls_context(*args, **more)
        kind = _Secure if isinstance(pool, urllib3.HTTPSConnectionPool) else _Plain
        guarded = self._guarded and pool.proxy is None
        connection: Any = partial(kind, deadline=self._deadline, guarded=guarded)
        pool.ConnectionCls = connection
        return pool
