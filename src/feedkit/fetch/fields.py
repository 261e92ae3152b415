"""What the header fields of an answer say, as values.

It takes the texts of fields as they came and gives types, times, lengths and spans; None for what is
missing or makes no sense. It never raises for any text; the clock is read only to count from now
where a server that names a time does not tell its own.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from email.message import Message

from feedkit import _urls
from feedkit.models import Link

_SECONDS = re.compile(r"\s*([0-9]{1,10})(?:\.[0-9]*)?\s*", re.ASCII)
_PARAMETER = re.compile(r';\s*([^\s;,="<>]+)\s*(?:=\s*(?:"([^"]*)"|([^\s;,"]*)))?')
_LINK = re.compile(r'<([^<>]*)>((?:"[^"]*"|[^",])*)')
_LENGTH = re.compile(r"\s*([0-9]{1,18})\s*", re.ASCII)
_RANGE = re.compile(r"\s*bytes\s+(?:[0-9]+-[0-9]+|\*)/([0-9]{1,18})\s*", re.ASCII | re.IGNORECASE)


def media_type(content_type: str | None) -> tuple[str | None, str | None]:
    """Return media type and charset, in lower case (RFC 9110 section 8.3)."""
    if content_type is None:
        return None, None
    header = Message()
    header["Content-Type"] = content_type
    return header.get_content_type(), header.get_content_charset()


def date(text: str | None) -> dt.datetime | None:
    """Return an HTTP-date, which is in UTC whatever it says (RFC 9110 section 5.6.7)."""
    try:
        time = email.utils.parsedate_to_datetime(text or "")
        return (time if time.tzinfo else time.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def links(text: str | None, base: str) -> tuple[Link, ...]:
    """Return the links of a page at `base` (RFC 8288 section 3), without those that start at another page."""
    found = []
    for target, told in _LINK.findall(text or ""):
        pairs = [(name.lower(), quoted or plain) for name, quoted, plain in _PARAMETER.findall(told)]
        names = dict(reversed(pairs))  # of two the first counts (section 3.3)
        address = _urls.absolute(target.strip(), base)
        if address and "anchor" not in names:
            media_type = names.get("type", "").partition(";")[0].strip().lower()
            found.append(Link(address, tuple(names.get("rel", "").lower().split()), media_type or None))
    return tuple(found)


def retry_after(text: str | None, sent: dt.datetime | None) -> int | None:
    """Return the seconds to wait (RFC 9110 section 10.2.3); a time counts from when it was `sent`.

    None for a time that is past already, as for all that is neither seconds nor a time.
    """
    if found := _SECONDS.fullmatch(text or ""):
        return int(found[1])
    until = date(text)
    if until is None:
        return None
    seconds = int((until - (sent or dt.datetime.now(dt.UTC))).total_seconds())
    return seconds if seconds >= 0 else None


def length(content_length: str | None, content_range: str | None) -> int | None:
    """Return the bytes of the whole: of a part (206) as its range tells, else the Content-Length."""
    found = (
        _LENGTH.fullmatch(content_length or "") if content_range is None else _RANGE.fullmatch(content_range)
    )
    return int(found[1]) if found else None
