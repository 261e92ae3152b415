"""Connections that requests may use: to addresses that were looked at, with answers that end in time.

It gives an adapter for a `requests.Session` whose connections are made by `targets` and read their
answers by `wire`, so that names, certificates and the Host field stay those of the address asked
for. It decides nothing itself.
"""

from __future__ import annotations

import socket
import ssl
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.ssl_ import create_urllib3_context

from feedkit.errors import ConfigError
from feedkit.fetch import targets, wire

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        try:
            connected.settimeout(self._deadline.left(self.timeout))  # for the handshake of TLS
        except TimeoutError:
            connected.close()
            raise
        return connected


class _Plain(_Ours, HTTPConnection):  # type: ignore[misc]
    pass


class _Secure(_Ours, HTTPSConnection):  # type: ignore[misc]
    def __init__(
        self, *args: Any, ca_certs: str, ca_file: str | None, client_cert: str | None, **more: Any
    ) -> None:
        trust = _context(ca_certs, (ca_file, _time(ca_file)), (client_cert, _time(client_cert)))
        super().__init__(*args, ssl_context=trust, **more)


class _Closing(ssl.SSLSocket):
    """A socket that is closed where the other side tore it down before the handshake: `ssl` leaves it open."""

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        try:
            return super().recv(buflen, flags)
        except OSError:
            if self.version() is None:
                self.close()
            raise


class Adapter(HTTPAdapter):
    """Connections of one session, whose answers end at the deadline.

    Where they are `guarded` they lead to public addresses only. A proxy is where its owner says
    that it is, and is not looked at. `ca_file` is trusted beside the usual, `client_cert` is shown.
    """

    def __init__(
        self,
        deadline: wire.Deadline,
        *,
        guarded: bool,
        ca_file: str | None = None,
        client_cert: str | None = None,
    ) -> None:
        self._deadline = deadline
        self._guarded = guarded
        self._files: dict[str, Any] = {"ca_file": ca_file, "client_cert": client_cert}
        super().__init__()

    def get_connection_with_tls_context(self, *args: Any, **more: Any) -> urllib3.HTTPConnectionPool:
        """Return the pool for a request, whose connections will be ours."""
        pool = super().get_connection_with_tls_context(*args, **more)
        ours: dict[str, Any] = {"deadline": self._deadline, "guarded": self._guarded and pool.proxy is None}
        is_secure = isinstance(pool, urllib3.HTTPSConnectionPool)
        connection: Any = partial(_Secure, **self._files, **ours) if is_secure else partial(_Plain, **ours)
        pool.ConnectionCls = connection
        return pool


def check(access: Access) -> Iterator[ConfigError]:
    """Yield an error for each file of certificates that cannot be used."""
    files = (("ca_file", access.ca_file), ("client_cert", access.client_cert))
    for key, path in files:
        try:
            _load(create_urllib3_context(), key, path)
        except ConfigError as error:
            yield error


@lru_cache(maxsize=8)
def _context(
    bundle: str, ca_file: tuple[str | None, int], client_cert: tuple[str | None, int]
) -> ssl.SSLContext:
    """Return what is trusted and shown, by the files and their times.

    It is kept, for to read the usual bundle takes 30 ms, four times as long as all the rest of a fetch.
    """
    found = create_urllib3_context()
    found.sslsocket_class = _Closing
    found.load_verify_locations(bundle)
    _load(found, "ca_file", ca_file[0])
    _load(found, "client_cert", client_cert[0])
    return found


def _time(path: str | None) -> int:
    try:
        return Path(path).stat().st_mtime_ns if path else 0
    except OSError:
        return 0  # reading it will say why not


def _load(context: ssl.SSLContext, key: str, path: str | None) -> None:
    """Have a context trust or show what is in a file; `ConfigError` where it holds no such thing."""
    if path is None:
        return
    try:
        if key == "ca_file":
            context.load_verify_locations(path)
        else:
            context.load_cert_chain(path, password=str)
    except OSError as error:
        cause = "no such file" if isinstance(error, FileNotFoundError) else "it cannot be used"
        hint = "name a PEM file; a key in it must not be encrypted"
        raise ConfigError(f"{key}: {path}: {cause}", "config-value", hint, key) from error
