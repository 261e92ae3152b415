"""What a page wants to be asked with, besides its address: values, and where secrets are kept.

It holds texts as the configuration says them and names of environment variables, never what those
variables hold: so it can be shown, logged, pickled and hashed. It reads no environment.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that stands in a variable of the environment, by the name of the variable."""

    env: str


Text = str | Secret
Pairs = tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Access:
    """How a page is asked for; nothing of it goes to another origin than the page's, but proxy and CA."""

    method: str = "GET"
    headers: Pairs = ()
    cookies: Pairs = ()
    auth: Pairs = ()
    """`user` and `password` (RFC 7617), or `token` (RFC 6750)."""
    body: Text | None = None
    form: Pairs = ()
    proxy: Text | None = None
    client_cert: str | None = None
    """A PEM file with certificate and key."""
    ca_file: str | None = None
    """A PEM file with certificates to trust beside the usual ones."""

    def reading(self) -> Access:
        """Return the same without form: for what is read beside the page."""
        return replace(self, method="GET", body=None, form=())

    def texts(self) -> Pairs:
        """Return every text that may be a secret, with the path of its key."""
        tables = {"headers": self.headers, "cookies": self.cookies, "auth": self.auth, "form": self.form}
        inside = [(f"{table}.{name}", text) for table, pairs in tables.items() for name, text in pairs]
        single = (("body", self.body), ("proxy", self.proxy))
        return (*inside, *((name, text) for name, text in single if text is not None))
