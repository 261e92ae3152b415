"""What a request carries, with its secrets looked up.

It takes an `Access` and gives the texts themselves, for the moment of the request only. A variable
that is not set, or that holds what cannot be sent, is a `ConfigError` that names it and never shows
what it holds.
"""

from __future__ import annotations

import base64
import os
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from feedkit import _urls
from feedkit._access import Secret
from feedkit.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedkit._access import Access, Text
    from feedkit.models import Page

_CONTROLS = r"\x00-\x1f\x7f"
_ALL_BUT_ASCII = _CONTROLS + r"\x80-\U0010ffff"
_FORBIDDEN = {
    "auth.user": _CONTROLS + ":",
    "auth.password": _CONTROLS,
    "body": r"\x00",
    "cookies": _ALL_BUT_ASCII + r' ;",\\',
    "form": r"\x00",
}
"""Key or table: what cannot be sent there (RFC 7617, RFC 6265); elsewhere all but ASCII (RFC 9110)."""
_STARS = "***"
_SHORTEST = 6
"""Characters of a secret that is looked for in answers; a shorter one is a common word."""


@dataclass(slots=True, repr=False)
class Carried:
    """What goes out with a request; it is never shown, kept or logged."""

    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    proxy: str | None = None
    hidden: tuple[str, ...] = ()
    """What must not come to light, in the forms in which a server could say it back."""

    def hidden_in(self, page: Page) -> Page:
        """Return a page without the secrets that its server says back: it is published and kept."""
        for text in self.hidden:
            page = replace(
                page,
                content=page.content.replace(text.encode(), _STARS.encode()),
                url=page.url and page.url.replace(text, _STARS),
                etag=page.etag and page.etag.replace(text, _STARS),
                last_modified=page.last_modified and page.last_modified.replace(text, _STARS),
                links=tuple(replace(link, url=link.url.replace(text, _STARS)) for link in page.links),
            )
        return page


def carried(access: Access) -> Carried:
    """Return what an access carries; `ConfigError` `config-missing-variable` where it cannot be known."""
    texts = {key: _text(key, text) for key, text in access.texts()}
    headers = {name: texts[f"headers.{name}"] for name, _ in access.headers}
    auth = {name: texts[f"auth.{name}"] for name, _ in access.auth}
    secret = [texts[key] for key, text in access.texts() if isinstance(text, Secret)]
    if auth:
        headers["Authorization"] = login = _login(auth)
        secret.append(login.partition(" ")[2])
    body = texts["body"].encode() if access.body is not None else None
    if access.form:
        body = urlencode([(name, texts[f"form.{name}"]) for name, _ in access.form]).encode()
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
    cookies = {name: texts[f"cookies.{name}"] for name, _ in access.cookies}
    proxy = texts.get("proxy")
    if proxy is not None and not _is_proxy(proxy):
        raise _wrong("proxy", access.proxy, "holds no address of an HTTP proxy")
    forms = {form for text in secret for form in (text, quote(text), quote(text, ""))}
    hidden = tuple(sorted((form for form in forms if len(form) >= _SHORTEST), key=len, reverse=True))
    return Carried(headers, cookies, body, proxy, hidden)


def check(access: Access) -> Iterator[ConfigError]:
    """Yield an error for each text that is not to be had."""
    for key, text in access.texts():
        try:
            _text(key, text)
        except ConfigError as error:
            yield error


def _text(key: str, text: Text) -> str:
    if isinstance(text, str):
        return text
    found = os.environ.get(text.env)
    if not found:
        hint = f"set the environment variable {text.env}, also where cron runs feedkit"
        message = f"{key}: the variable {text.env} is not set"
        raise ConfigError(message, "config-missing-variable", hint, key)
    found = found.strip("\r\n")
    forbidden = _FORBIDDEN.get(key) or _FORBIDDEN.get(key.partition(".")[0], _ALL_BUT_ASCII)
    if re.search(f"[{forbidden}]", found):
        raise _wrong(key, text, "holds characters that cannot be sent there")
    return found


def _wrong(key: str, text: Text | None, cause: str) -> ConfigError:
    name = f"the variable {text.env} " if isinstance(text, Secret) else ""
    return ConfigError(f"{key}: {name}{cause}", "config-value", "look at its value", key)


def _login(auth: dict[str, str]) -> str:
    if "token" in auth:
        return f"Bearer {auth['token']}"
    return "Basic " + base64.b64encode(f"{auth['user']}:{auth['password']}".encode()).decode()


def _is_proxy(proxy: str) -> bool:
    return _urls.is_address(proxy) and not re.search(r"[\s\\]", proxy)
