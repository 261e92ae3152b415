"""Addresses: resolved, cleaned, compared and named.

It takes addresses as pages print them; gives absolute ASCII addresses without tracking and session
parameters, a form for comparing only, hosts, file names and `tag:` URIs (RFC 4151); never asks the
network, and never raises for any text: what is no usable address is None.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

_PARTS = re.compile(
    r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL
)
"""RFC 3986 appendix B."""

_ABSOLUTE = re.compile(r"https?://")
_CLEAN = re.compile(
    r"(?:https?:(?P<host>//(?=[^/?]{1,253}(?:[/?]|\Z))[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*))?"
    r"(?P<path>(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?)(?P<query>\?[A-Za-z0-9_=&.-]+)?"
)
"""The commonest addresses and absolute paths, in which there is nothing to mend; for speed."""

_UNUSABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_UNSAFE = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~:/?@!$&'()*+,;=%]+")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]")
_HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
_LOCAL_NAME = re.compile(r"(?:.+\.)?(?:localhost|local|internal|home\.arpa)\.?")
"""Names that are nobody's on the Internet (RFC 6761, RFC 6762, RFC 8375; ICANN on `internal`)."""
_PORTS = {"http": "80", "https": "443"}

_TRACKING = re.compile(
    r"(?:utm_|mtm_|hsa_|aspsessionid).+|pk_(?:campaign|cid|content|keyword|kwd|medium|source)"
    r"|(?:fb|g|d|y|ys|tw|tt|ir)clid|msclkid|gclsrc|gbraid|wbraid|igshid|mibextid|li_fat_id|epik|wickedid"
    r"|mc_[ce]id|_hs(?:enc|mi)|__hs(?:tc|sc|fp)|hsctatracking|mkt_tok|oly_(?:anon|enc)_id|vero_(?:id|conv)|_openstat"
    r"|_g[al]|xtor|s_kwcid|rb_clickid|srsltid"
    r"|phpsessid|jsessionid|oscsid|zenid|cfid|cftoken|asp\.net_sessionid",
    re.IGNORECASE,
)
"""Names of parameters that never choose what a page shows. `sid`, `id`, `ref` and their like may, so they stay."""

_SESSION_IN_PATH = r"(?i);(?:jsessionid|phpsessid)=[^/;]*|/\(S\([a-z0-9]{24}\)\)(?=/|$)"

_SESSION = re.compile(
    r"(?P<sign>[?&])(?P<name>s|sid|sess(?:ion)?_?(?:id)?)=(?P<digest>[0-9a-f]{32}|[0-9a-f]{40})(?:(?P<more>&)|(?=#)|$)",
    re.IGNORECASE,
)
"""A session as forums name it: a digest, in a parameter that elsewhere may choose what a page shows."""

_SHARED = (
    r"(?:github|gitlab|readthedocs)\.io|(?:blogspot|wordpress|herokuapp|tumblr|substack|medium|appspot)\.com"
    r"|(?:netlify|vercel|web)\.app|pages\.dev|(?:azurewebsites|cloudfront)\.net"
)
"""Domains under which everybody may have a site."""

_SECOND_LEVEL = r"(?:ac|com?|edu|gob?|gouv|govt?|gv|ltd|mil|net?|nhs|nom|or|org|police|sch)\.[a-z]{2}"
"""Suffixes of two labels, such as `co.uk`."""


class _Parts(NamedTuple):
    scheme: str | None
    authority: str | None
    path: str
    query: str | None
    fragment: str | None


def is_address(text: str) -> bool:
    """Whether the text is an absolute http or https address with a host that can exist."""
    if text[:4].lower() != "http":
        return False
    clean = _clean(text)
    return bool(clean and clean["host"]) or _address(text) is not None


def absolute(link: str, base: str | None) -> str | None:
    """The address that a link leads to: absolute, ASCII, without tracking and session parameters.

    The scheme and the order and spelling of the other parameters stay as printed, for ids are made
    of them; escapes are normalised (RFC 3986 section 6.2.2). Without a usable `base` a relative link comes back as printed, trimmed. None
    for other schemes, an empty link, `#`, control characters, a backslash, a host that cannot be
    (RFC 3986 section 5.2; WHATWG URL for what is refused).
    """
    link = link.strip()
    clean = _clean(link)
    if clean and clean["host"] and clean["path"]:
        return link
    start = _base(base) if base else None
    if clean and clean["path"] and start:
        return f"{start.scheme}://{start.authority}{link}"
    if link in ("", "#") or _UNUSABLE.search(link):
        return None
    parts = _split(link)
    if "\\" in link and "\\" in (parts.authority or "") + parts.path:
        return None
    if parts.scheme is None and parts.authority != "":
        return link if start is None else _unsplit(_join(start, parts))
    if (parts.scheme or "").lower() not in _PORTS or not parts.authority:
        return None
    return _unsplit(parts)


def without_sessions(urls: Sequence[str]) -> list[str]:
    """The addresses of one page without the session that all of them name, another for each visitor.

    A digest that differs from link to link names what it leads to, and stays, as one in a single link does.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        for match in _SESSION.finditer(url):
            found[match["name"]].append(match["digest"])
    shared = {name for name, digests in found.items() if len(set(digests)) == 1 < len(digests)}
    return [_SESSION.sub(partial(_unless, shared), url) for url in urls] if shared else list(urls)


def _unless(shared: Set[str], match: re.Match[str]) -> str:
    """Return what stays of a parameter that may be a session: all of it, or the sign before the next."""
    if match["name"] not in shared:
        return match[0]
    return match["sign"] if match["more"] else ""


def canonical(url: str, page: str | None = None) -> str:
    """The form of an address that is alike for all its spellings; for comparing, never published.

    `//host/path?query`: without scheme, default port, trailing slash, tracking and session
    parameters; escapes normalised (RFC 3986 section 6.2.2). The fragment stays only where the rest
    is the address of `page`. What is no address comes back trimmed.
    """
    clean = _clean(url)
    if clean and clean["host"]:
        return clean["host"] + clean["path"].rstrip("/") + (clean["query"] or "")
    whole = _comparable(url, page)
    if whole is None:
        return url.strip()
    rest, _, fragment = whole.partition("#")
    return whole if fragment and page and rest == canonical(page) else rest


def host(url: str) -> str | None:
    """The host of an address in lower-case ASCII, without its port; None when it has none."""
    clean = _CLEAN.fullmatch(url)
    if clean and clean["host"]:
        return clean["host"].removeprefix("//")
    parts = _address("http:" + url if url.startswith("//") else url)
    return None if parts is None else _host_and_port(parts.authority)[0]


def is_private(url: str) -> bool:
    """Whether the host of an address is by its very name for this machine or a local network alone.

    Numbers count in any spelling, `127.1` and `0x7f000001` among them; no name is looked up.
    """
    start = url[: url.find("/", len("https://")) + 1] if _ABSOLUTE.match(url) else ""
    return _is_private(start or url)


@lru_cache(maxsize=256)
def _is_private(url: str) -> bool:
    name = host(url) or ""
    if _LOCAL_NAME.fullmatch(name):
        return True
    from ipaddress import IPv4Address, IPv6Address
    from socket import inet_aton

    if name.startswith("["):
        six = IPv6Address(name[1:-1])
        return not (six.ipv4_mapped or six).is_global
    try:
        return name[-1:].isalnum() and not IPv4Address(inet_aton(name)).is_global
    except OSError:
        return False


def same_site(a: str, b: str) -> bool:
    """Whether two addresses are on hosts of one registered domain (worked out without a list of suffixes)."""
    first, second = host(a), host(b)
    return first is not None and second is not None and _site(first) == _site(second)


def file_name(url: str) -> str | None:
    """The last segment of the path of an address, absolute or not, escapes undone; None when empty."""
    parts = _split(url.strip())
    if (parts.scheme or "http").lower() not in _PORTS:
        return None
    path = unquote(parts.path.rpartition("/")[2]).replace("\\", "/")
    return _UNUSABLE.sub("", path.rpartition("/")[2]).strip() or None


def tag(page_url: str, day: str, text: str) -> str:
    """A `tag:` URI (RFC 4151): the page's host, a day such as `2020-05-08`, and a text that is escaped."""
    authority = re.sub(r"[^a-z0-9.-]", "-", host(page_url) or "localhost")
    specific = quote(text, safe="-._~!$&'()*+,;=:@/?", errors="replace")
    return f"tag:{authority},{day}:{specific}"


def _split(url: str) -> _Parts:
    match = _PARTS.fullmatch(url)
    assert match is not None  # every part is optional, so every text matches
    return _Parts(match[1], match[2], match[3], match[4], match[5])


def _clean(url: str) -> re.Match[str] | None:
    """The parts of an address, or of a path with its query, that is fit to be published as it is."""
    match = _CLEAN.fullmatch(url)
    query = match["query"] if match else None
    return match if not query or _without_tracking(query[1:]) == query[1:] else None


def _address(text: str) -> _Parts | None:
    """The parts of an absolute address, cleaned."""
    if text[:4].lower() != "http":
        return None
    url = absolute(text, None)
    return None if url is None or not _ABSOLUTE.match(url) else _split(url)


@lru_cache(maxsize=16)
def _base(base: str) -> _Parts | None:
    return _address(base.strip())


def _join(base: _Parts, link: _Parts) -> _Parts:
    """RFC 3986 section 5.2.2."""
    if link.authority is not None:
        return link._replace(scheme=base.scheme)
    if link.path.startswith("/"):
        path, query = link.path, link.query
    elif link.path:
        path, query = base.path.rpartition("/")[0] + "/" + link.path, link.query
    else:
        path, query = base.path, base.query if link.query is None else link.query
    return _Parts(base.scheme, base.authority, path, query, link.fragment)


def _unsplit(parts: _Parts) -> str | None:
    scheme = (parts.scheme or "").lower()
    name, port = _host_and_port(parts.authority)
    if name is None or port is None:
        return None
    path = _escaped(parts.path)
    if "=" in path or "(" in path:
        path = re.sub(_SESSION_IN_PATH, "", path)
    path = _without_dots(path) or "/"
    query, fragment = (_without_tracking(_escaped(text or "")) for text in (parts.query, parts.fragment))
    authority = name if port in ("", _PORTS[scheme]) else f"{name}:{port}"
    return f"{scheme}://{authority}{path}" + (query and "?" + query) + (fragment and "#" + fragment)


@lru_cache(maxsize=256)
def _host_and_port(authority: str | None) -> tuple[str | None, str | None]:
    """The host in ASCII and the port, `""` when there is none; None for either that cannot be."""
    text = (authority or "").rpartition("@")[2]
    match = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::([0-9]{0,9}))?", text)
    if match is None:
        return None, None
    port = match[2].lstrip("0") or match[2][:1] if match[2] else ""
    return _ascii_host(match[1]), port if int(port or 0) < 65536 else None


def _ascii_host(name: str) -> str | None:
    if len(name) > 253:
        return None
    try:
        name = unquote(name, errors="strict")
        name = (name if name.isascii() else _idna(name)).lower()
    except UnicodeError:
        return None
    return name if _HOST.fullmatch(name) or _is_ip6(name) else None


def _is_ip6(name: str) -> bool:
    if not re.fullmatch(r"\[[0-9a-f:.]+\]", name):
        return False
    from ipaddress import AddressValueError, IPv6Address

    try:
        return IPv6Address(name[1:-1]) is not None
    except AddressValueError:
        return False


def _idna(name: str) -> str:
    import idna  # comes with requests; needed for the few hosts that are not ASCII

    try:
        return idna.encode(name, uts46=True).decode("ascii")
    except idna.IDNAError:  # browsers also know hosts that IDNA 2008 gave up, such as symbols
        return name.encode("idna").decode("ascii")


def _escaped(text: str) -> str:
    """What is unsafe escaped, and every escape as it ought to be (RFC 3986 section 6.2.2)."""
    text = _UNSAFE.sub(lambda match: quote(match[0], safe=""), text)
    return _ESCAPE.sub(_normal_escape, text) if "%" in text else text


def _without_dots(path: str) -> str:
    """RFC 3986 section 5.2.4."""
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]  # never the root
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept) + ("/" if path.endswith(("/.", "/..")) else "")


def _without_tracking(query: str) -> str:
    if "=" not in query:
        return query
    return "&".join(pair for pair in query.split("&") if not _is_tracking(pair))


def _is_tracking(pair: str) -> bool:
    name, sign, _ = pair.partition("=")
    return sign == "=" and _TRACKING.fullmatch(unquote(name) if "%" in name else name) is not None


def _comparable(url: str, page: str | None) -> str | None:
    """`//host/path?query#fragment`, normalised, or None."""
    url = _ESCAPE.sub(_normal_escape, url.strip())
    full = absolute("http:" + url if url.startswith("//") else url, page)
    if full is None or not _ABSOLUTE.match(full):
        return None
    parts = _split(full)
    name, port = _host_and_port(parts.authority)
    authority = name if port in ("", *_PORTS.values()) else f"{name}:{port}"
    query, fragment = parts.query and "?" + parts.query, parts.fragment and "#" + parts.fragment
    return f"//{authority}{parts.path.rstrip('/')}{query or ''}{fragment or ''}"


def _normal_escape(match: re.Match[str]) -> str:
    if match[1] is None:
        return "%25"
    character = chr(int(match[1], 16))
    return character if _UNRESERVED.fullmatch(character) else "%" + match[1].upper()


def _site(name: str) -> str:
    """The registered domain of a host, by the usual shapes of suffixes; an IP address is its own."""
    labels = name.rstrip(".").split(".")
    if name.startswith("[") or labels[-1].isdigit():
        return name
    suffix = ".".join(labels[-2:])
    is_public = re.fullmatch(_SECOND_LEVEL, suffix) or re.fullmatch(_SHARED, suffix)
    return ".".join(labels[-3 if is_public else -2 :])
