"""A real Chromium makes pages, and goes nowhere but through the gate."""

import http.server
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

import feedkit
from feedkit.errors import FetchError
from feedkit.fetch import Request, get, targets

ROWS = '<li><a href="/one">One</a><time>2024-03-05</time></li>'
MADE = """<!DOCTYPE html><html><title>App</title><body><ul></ul><script>
fetch("/rows").then(r => r.text()).then(t => { document.querySelector("ul").innerHTML = t })
</script></body></html>"""
ELSEWHERE = """<html><body><iframe src="http://127.0.0.1:{0}/frame"></iframe><script>
const there = "http://127.0.0.1:{0}";
fetch(there + "/fetch", {{mode: "no-cors"}}).catch(() => 0);
fetch("http://localhost:{0}/name", {{mode: "no-cors"}}).catch(() => 0);
navigator.sendBeacon(there + "/beacon", "x");
try {{ new WebSocket("ws://127.0.0.1:{0}/socket") }} catch (e) {{}}
</script><ul>ROWS</ul></body></html>"""


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers from `pages`."""

    pages: ClassVar[dict[str, tuple[int, str]]] = {}

    def do_GET(self) -> None:
        status, body = self.pages.get(self.path, (404, ""))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", body)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def pages() -> Iterator[tuple[str, dict[str, tuple[int, str]]]]:
    """A site on loopback: its address, and its pages by path."""

    class Own(Handler):
        pages: ClassVar[dict[str, tuple[int, str]]] = {"/": (200, MADE), "/rows": (200, ROWS)}

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Own)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", Own.pages
    server.shutdown()
    server.server_close()


def request(address: str, **more: object) -> Request:
    return Request(address, browser=True, **{"allow_private": True, **more})  # type: ignore[arg-type]


def code_of(asked: Request) -> str:
    with pytest.raises(FetchError) as caught:
        get(asked)
    return caught.value.code


def test_scripts_run(pages: tuple[str, dict[str, tuple[int, str]]], tmp_path: Path) -> None:
    """A source whose entries come by script is published, and stays as it is."""
    (tmp_path / "feedkit.toml").write_text(
        f'[sources.app]\npage = "{pages[0]}/"\nallow_private = true\nbrowser = true\n'
        'recipe = { entry = "li", title = "a", link = "a", date = "time" }\n'
    )
    first, second = (feedkit.run(tmp_path / "feedkit.toml")[0] for _ in range(2))

    assert (first.status, first.entries, second.status, second.written) == ("ok", 1, "ok", ())


def test_answers_have_the_usual_codes(pages: tuple[str, dict[str, tuple[int, str]]]) -> None:
    """Status, redirects, size, time and private addresses end as they do without a browser."""
    address, found = pages
    found["/moved"] = (302, "/")
    found["/large"] = (200, f"<html>{'x' * 200_000}</html>")
    found["/endless"] = (200, "<html><script>while (true) {}</script></html>")
    page = get(request(f"{address}/moved"))
    assert page is not None
    assert (page.url, "One" in page.content.decode()) == (f"{address}/", True)

    assert code_of(request(f"{address}/nothing")) == "http-404"
    assert code_of(request(f"{address}/large", max_bytes=100_000)) == "too-large"
    assert code_of(request(f"{address}/", allow_private=False)) == "blocked-address"
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    assert code_of(request(nobody)) == "connection"
    started = time.monotonic()
    assert code_of(request(f"{address}/endless", max_seconds=8.0)) == "timeout"
    assert time.monotonic() - started < 10


def test_nothing_goes_past_the_proxy(
    pages: tuple[str, dict[str, tuple[int, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Frames, scripts, beacons and sockets ask the gate, which lets none of them through."""
    address, found = pages
    asked = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.timeout = 0.2
    connect = targets.connect

    def guarded(host: str, port: int, *rest: object, **more: object) -> object:
        asked.append((host, port))
        if port == server.server_port:
            raise targets.Blocked(host, "127.0.0.1", "not today")
        return connect(host, port, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(targets, "connect", guarded)
    found["/"] = (200, ELSEWHERE.format(server.server_port).replace("ROWS", ROWS))
    page = get(request(f"{address}/"))
    reached = []
    server.process_request = lambda *told: reached.append(told)  # type: ignore[method-assign,assignment]
    server.handle_request()
    server.server_close()

    assert page is not None
    assert b"One" in page.content
    assert reached == []
    assert sum(port == server.server_port for _, port in asked) >= 4
