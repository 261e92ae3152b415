"""Connections that requests may use: to addresses that were looked at, with answers that end in time.

It gives an adapter for a `requests.Session` whose connections are made by `targets` and read their
answers by `wire`, so that names, certificates and the Host field stay those of the address asked
for. It decides nothing itself.
"""

from __future__ import annotations

import socket
import ssl
from functools import partial
from typing import TYPE_CHECKING, Any

import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.ssl_ import create_urllib3_context

from feedkit.errors import ConfigError
from feedkit.fetch import targets, wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from feedkit._access import Access


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

    def __init__(
        self, deadline: wire.Deadline, *, guarded: bool, context: ssl.SSLContext | None = None
    ) -> None:
        self._deadline = deadline
        self._guarded = guarded
        self._context = context
        super().__init__()

    def get_connection_with_tls_context(self, *args: Any, **more: Any) -> urllib3.HTTPConnectionPool:
        """Return the pool for a request, whose connections will be ours."""
        pool = super().get_connection_with_tls_context(*args, **more)
        more = {"deadline": self._deadline, "guarded": self._guarded and pool.proxy is None}
        is_secure = isinstance(pool, urllib3.HTTPSConnectionPool)
        connection: Any = (
            partial(_Secure, ssl_context=self._context, **more) if is_secure else partial(_Plain, **more)
        )
        pool.ConnectionCls = connection
        return pool


def context(ca_file: str | None, client_cert: str | None) -> ssl.SSLContext | None:
    """Return what a secure connection trusts beside the usual, and shows of itself; None for nothing.

    `ConfigError` where a file holds no such thing.
    """
    if ca_file is None and client_cert is None:
        return None
    found = create_urllib3_context()
    _load("ca_file", ca_file, found.load_verify_locations)
    _load("client_cert", client_cert, partial(found.load_cert_chain, password=str))
    return found


def check(access: Access) -> Iterator[ConfigError]:
    """Yield an error for files of certificates that cannot be used."""
    try:
        context(access.ca_file, access.client_cert)
    except ConfigError as error:
        yield error


def _load(key: str, path: str | None, load: Callable[[str], object]) -> None:
    try:
        if path is not None:
            load(path)
    except OSError as error:
        cause = "no such file" if isinstance(error, FileNotFoundError) else "it cannot be used"
        hint = "name a PEM file; a key in it must not be encrypted"
        raise ConfigError(f"{key}: {path}: {cause}", "config-value", hint, key) from error
