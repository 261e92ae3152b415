"""The pieces of work that ask a server on loopback: the gate beside bare requests and a bare socket, and whole runs."""

import datetime as dt
import itertools
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

import feedkit
from benchmarks import pages
from benchmarks.timing import Work
from feedkit import fetch

NOW = dt.datetime(2020, 5, 9, 6, tzinfo=dt.UTC)
CONFIG = """
[sources.{name}]
page = "{address}/{name}"
allow_private = true
robots = "ignore"
images = "page"
[sources.{name}.recipe]
{recipe}
"""


@contextmanager
def works(rows: int, folder: Path) -> Iterator[dict[str, Work]]:
    """Give the pieces of work on a page of so many rows, as long as its server runs."""
    command = [sys.executable, "-m", "benchmarks.server", str(rows)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            address = f"http://127.0.0.1:{port}"
            yield {
                "socket: a page": lambda: bare_socket(port),
                "requests: a page": lambda: requests.get(f"{address}/page", timeout=30).content,
                "get": lambda: get(f"{address}/page"),
                "requests: a page in gzip": lambda: requests.get(f"{address}/packed", timeout=30).content,
                "get, gzip": lambda: get(f"{address}/packed"),
                "run, nothing modified": run(folder / "same", address),
                "run, a new entry": run(folder / "new", address),
            }
        finally:
            server.kill()


def bare_socket(port: int) -> bytes:
    """Return what a server sends, and nothing is made of it."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"GET /page HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def get(address: str) -> object:
    """Return the page behind an address, by the gate."""
    return fetch.get(fetch.Request(address, allow_private=True))


def run(folder: Path, address: str) -> Work:
    """Return runs of the source that is called as its folder: page to three documents, with state."""
    folder.mkdir()
    recipe = "".join(f"{key} = '{value}'\n" for key, value in pages.RECIPE.items())
    config = folder / "feedkit.toml"
    config.write_text(CONFIG.format(name=folder.name, address=address, recipe=recipe))
    minutes = itertools.count()

    def once() -> None:
        (outcome,) = feedkit.run(config, now=NOW + dt.timedelta(minutes=next(minutes)))
        assert outcome.status == "ok", outcome

    return once
