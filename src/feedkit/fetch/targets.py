"""Which addresses may be asked, and a connection to one of them.

It takes a host and gives a socket that is connected to an address of it which was looked at first:
the host is resolved once, all of its addresses must be public, and one of these very addresses is
used. What a host is called or how it is spelled plays no part. It sends nothing and reads nothing.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Address = IPv4Address | IPv6Address
    Network = IPv4Network | IPv6Network
    Answer = tuple[int, int, int, str, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]]
    """One of getaddrinfo's."""

_RANGES: Mapping[Network, str] = {
    ip_network(network): says
    for network, _, says in (
        line.partition(" ")
        for line in (
            "0.0.0.0/8 this network",
            "10.0.0.0/8 private",
            "100.64.0.0/10 shared by the customers of a provider",
            "127.0.0.0/8 loopback",
            "168.63.129.16/32 metadata of a cloud",
            "169.254.0.0/16 link-local",
            "172.16.0.0/12 private",
            "192.0.0.0/24 for protocols",
            "192.0.2.0/24 for documentation",
            "192.88.99.0/24 relays of 6to4",
            "192.168.0.0/16 private",
            "198.18.0.0/15 for benchmarks",
            "198.51.100.0/24 for documentation",
            "203.0.113.0/24 for documentation",
            "224.0.0.0/4 multicast",
            "240.0.0.0/4 reserved",
            "::/128 unspecified",
            "::1/128 loopback",
            "::/96 IPv4-compatible",
            "64:ff9b:1::/48 local NAT64",
            "100::/64 discarded",
            "2001::/23 for protocols",
            "2001:db8::/32 for documentation",
            "3fff::/20 for documentation",
            "5f00::/16 segment routing",
            "fc00::/7 private",
            "fe80::/10 link-local",
            "fec0::/10 site-local",
            "ff00::/8 multicast",
        )
    )
}
"""What is not for everybody: IANA's special-purpose registries of IPv4 and IPv6 (RFC 6890), multicast,
what was given up, and the one public address behind which a cloud keeps what its machines must not tell."""

_UNICAST = IPv6Network("2000::/3")
"""All that IANA gives out of IPv6."""
_NAT64 = IPv6Network("64:ff9b::/96")


class Blocked(ValueError):
    """A host leads to an address that must not be asked."""

    def __init__(self, host: str = "", address: str = "", reason: str = "") -> None:
        super().__init__(host, address, reason)
        self.host, self.address, self.reason = host, address, reason


def connect(
    host: str, port: int, seconds: float, options: Iterable[tuple[int, int, int | bytes]], *, guarded: bool
) -> socket.socket:
    """Return a socket connected to the first address of `host` that answers, within `seconds`.

    `Blocked`, before anything is sent, when it is `guarded` and any address is not public; else
    `socket.gaierror`, `TimeoutError` or another `OSError`.
    """
    end = time.monotonic() + seconds
    answers = _resolved(host, port, seconds)
    if guarded:
        _check(host, answers)
    for place, answer in enumerate(answers):
        try:
            return _connected(answer, (end - time.monotonic()) / (len(answers) - place), options)
        except OSError as error:
            fault = error
    raise fault


def reason(address: Address) -> str | None:
    """Return what keeps an address from being asked, as in `loopback, 127.0.0.0/8`; None if it is public."""
    if inner := _inner(address):
        return next((f"{each}, {found}" for each in inner if (found := reason(each))), None)
    for network, says in _RANGES.items():
        if address.version == network.version and address in network:
            return f"{says}, {network}"
    if isinstance(address, IPv6Address) and address not in _UNICAST:
        return f"outside of {_UNICAST}"
    return None


def check_name(host: str) -> None:
    """Raise `Blocked` for a host that is a private address by its name alone; for what a proxy resolves."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        if host == "localhost" or host.endswith(".localhost"):  # RFC 6761 section 6.3
            raise Blocked(host, "127.0.0.1", "loopback") from None
        return
    if found := reason(address):
        raise Blocked(host, str(address), found)


def _inner(address: Address) -> Sequence[IPv4Address]:
    """Return the IPv4 addresses that an IPv6 address leads on to, by whatever way it is written in."""
    if isinstance(address, IPv4Address):
        return ()
    if address in _NAT64:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    found = address.ipv4_mapped or address.sixtofour
    return (found,) if found else address.teredo or ()


def _check(host: str, answers: Sequence[Answer]) -> None:
    for *_, (name, *_rest) in answers:
        address = ip_address(str(name))
        if found := reason(address):
            raise Blocked(host, str(address), found)


def _resolved(host: str, port: int, seconds: float) -> Sequence[Answer]:
    """Return all addresses of a host; a name service that keeps silent is not waited for longer."""
    if _is_address(host):
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    found: queue.SimpleQueue[Sequence[Answer] | Exception] = queue.SimpleQueue()

    def resolve() -> None:
        try:
            found.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, ValueError) as error:
            found.put(error)

    threading.Thread(target=resolve, daemon=True).start()
    try:
        answers = found.get(timeout=max(seconds, 0))
    except queue.Empty:
        raise socket.gaierror(socket.EAI_AGAIN, "the name service keeps silent") from None
    if isinstance(answers, Exception):
        raise answers
    if not answers:
        raise socket.gaierror(socket.EAI_NONAME, "no address")
    return answers


def _is_address(host: str) -> bool:
    try:
        return ip_address(host) is not None
    except ValueError:
        return False


def _connected(
    answer: Answer, seconds: float, options: Iterable[tuple[int, int, int | bytes]]
) -> socket.socket:
    if seconds <= 0:
        raise TimeoutError
    family, kind, protocol, _, address = answer
    found = socket.socket(family, kind, protocol)
    try:
        for option in options:
            found.setsockopt(*option)
        found.settimeout(seconds)
        found.connect(address)
    except BaseException:
        found.close()
        raise
    return found
