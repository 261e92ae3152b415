"""What every test can ask for: a site on loopback, golden files, the example page."""

import hashlib
import http.server
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent

hypothesis.settings.register_profile("feedkit", deadline=None, derandomize=True)
hypothesis.settings.load_profile("feedkit")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write golden files anew instead of comparing")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="session")
def golden(accept: bool) -> Callable[[Path, bytes | str], None]:
    """Compare with a golden file: `golden(path, actual)`; with `--accept`, write it."""

    def compare(path: Path, actual: bytes | str) -> None:
        content = actual.encode() if isinstance(actual, str) else actual
        if accept:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        assert path.exists(), f"{path} is missing: look at what the code gives, then run make golden"
        assert content.decode("utf-8", "replace") == path.read_text(encoding="utf-8")

    return compare


def _text_pages() -> list[Path]:
    example = ROOT / "examples" / "nato-iraq" / "page.txt"
    origin = os.environ.get("FEEDKIT_ORIGIN")
    return [example, Path(origin)] if origin else [example]


@pytest.fixture(scope="session", params=_text_pages(), ids=lambda path: path.stem)
def text_page(request: pytest.FixtureRequest) -> Path:
    """The example's text page; in a second round the file that `$FEEDKIT_ORIGIN` names, if any."""
    path: Path = request.param
    return path


@dataclass(frozen=True)
class Request:
    """One request as it reached the site; names of headers are lower case."""

    method: str
    path: str
    headers: dict[str, str]
    status: int
    body: bytes = b""


@dataclass
class Site:
    """A web site on loopback: answers from `pages`, notes `requests`.

    `pages` maps a path (with or without its query) to status, headers and body. A body that goes
    out with 200 has an ETag, and a request with that tag in If-None-Match gets 304.
    """

    port: int
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    """What was asked for but for robots.txt, which comes before whatever else."""
    log: list[Request] = field(default_factory=list)
    """Robots.txt and all."""

    def put(
        self, path: str, body: bytes | str, media_type: str = "text/html; charset=utf-8", **headers: str
    ) -> str:
        """Answer `path` with `body` and give its address; `last_modified="..."` sets Last-Modified."""
        content = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        self.pages[path] = (200, {"Content-Type": media_type, **named}, content)
        return self.url(path)

    def url(self, path: str) -> str:
        """The address of `path`."""
        return f"http://127.0.0.1:{self.port}{path}"

    def count(self, path: str, status: int | None = None) -> int:
        """How often `path` was asked for, or answered with `status`."""
        return sum(r.path == path and status in (None, r.status) for r in self.log)

    def answer(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for one request."""
        plain = path.partition("?")[0]
        status, own, body = self.pages.get(path) or self.pages.get(plain) or (404, {}, b"not found\n")
        if status != 200:
            return status, own, body
        tag = own.get("Etag") or f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        asked = headers.get("if-none-match")
        unmodified = tag in asked if asked else _dated(headers, own)
        return (304, {"ETag": tag}, b"") if unmodified else (200, {"ETag": tag, **own}, body)


def _dated(headers: dict[str, str], own: dict[str, str]) -> bool:
    return "Last-Modified" in own and headers.get("if-modified-since") == own["Last-Modified"]


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    site: Site

    def handle_error(self, *where: Any) -> None:
        """Stay silent about clients that leave, and answers that are no answer."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*where)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        status, own, body = self.server.site.answer(self.path, headers)
        sent = self.rfile.read(int(headers.get("content-length", 0)))
        request = Request(self.command, self.path, headers, status, sent)
        self.server.site.log.append(request)
        if self.path != "/robots.txt":
            self.server.site.requests.append(request)
        (self.send_response_only if "Date" in own else self.send_response)(status)
        for name, value in own.items():
            self.send_header(name, value)
        if status != 304 and "Content-Length" not in own:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_POST = do_CONNECT = do_GET  # noqa: N815 (the names that http.server looks for)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: `Site.requests` has it all."""


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site on loopback, empty at first."""
    with served() as found:
        yield found


@pytest.fixture
def other_site() -> Iterator[Site]:
    """Another one, on another port."""
    with served() as found:
        yield found


@contextmanager
def served() -> Iterator[Site]:
    server = _Server(("127.0.0.1", 0), _Handler)
    server.site = Site(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
