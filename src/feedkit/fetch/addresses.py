"""Addresses as they are asked for: one spelling, one meaning.

It takes addresses as people and servers write them and gives them with their host in ASCII and
without user name; None for what programs read in different ways. It asks no name service.
"""

from __future__ import annotations

import re
import socket
from urllib.parse import quote, urljoin

from feedkit import _urls

_ODD = re.compile(r"[\x00-\x20\x7f\\]")
"""What browsers remove, or read as a slash, and libraries take for a part of the host."""
_PARTS = re.compile(
    r"(https?)://(?:[^/?#]*@)?(\[[^\]]*\]|[^/?#:]*)(:[0-9]*)?([/?#].*|)", re.DOTALL | re.IGNORECASE
)
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?")
_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*:")
_USER = re.compile(r"//[^/?#]*@")


def plain(address: str) -> str | None:
    """Return an address as every program understands it; None for what is none.

    A host whose last label is a number is an IPv4 address in one of its spellings, or none
    (WHATWG URL, "ends in a number").
    """
    if _ODD.search(address) or not _urls.is_address(address):
        return None
    parts, host = _PARTS.fullmatch(address), _urls.host(address)
    if parts is None or host is None:
        return None
    if _NUMBER.fullmatch(host):
        try:
            host = socket.inet_ntoa(socket.inet_aton(host.removesuffix(".")))
        except OSError:
            return None
    return f"{parts[1].lower()}://{host}{parts[3] or ''}{parts[4]}"


def target(start: str, location: str) -> str | None:
    """Return where a redirect leads (RFC 9110 section 10.2.2), without user name; None for nowhere."""
    if _ODD.search(location):
        return None
    try:
        return plain(location if _SCHEME.match(location) else urljoin(start, location))
    except ValueError:
        return None


def holds_user(address: str) -> bool:
    """Whether an address holds a user name or a password."""
    return _USER.search(address) is not None


def shown(address: str) -> str:
    """Return an address as a message may show it: in one line, without user name and password."""
    without = _USER.sub("//", address, count=1)
    return "".join(each if each.isprintable() else quote(each, errors="replace") for each in without)


def origin(address: str) -> tuple[str, str, str]:
    """Return scheme, host and port of a plain address (RFC 6454)."""
    parts = _PARTS.fullmatch(address)
    assert parts is not None
    usual = {"http": "80", "https": "443"}[parts[1]]
    return parts[1], parts[2].removesuffix("."), (parts[3] or "").lstrip(":0") or usual
