"""Servers that lie, drip, flood, stall and hang up: every fetch ends in time, small, with the right code."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests.adapters
import trustme

from feedkit import fetch, parsers
from feedkit.errors import FeedkitError, FetchError
from feedkit.sources import recipe_from
from hostile import behaviours
from hostile.behaviours import ALL, CHUNKED, CODINGS, PAGE, Behaviour, answer, chunk, head, packed
from hostile.server import Service, serving

SECONDS = 1.0
RECIPE = recipe_from({"entry": "li", "title": "a", "link": "a::attr(href)", "date": "i"})
Outcomes = dict[str, tuple[str, float]]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcomes]:
    """How a fetch from each behaviour ended, and how long it took."""
    authority = trustme.CA()
    bundle = tmp_path_factory.mktemp("hostile") / "authority.pem"
    authority.cert_pem.write_to_path(str(bundle))
    with (
        pytest.MonkeyPatch.context() as patch,
        serving(behaviours.services(authority)) as addresses,
        ThreadPoolExecutor(24) as pool,
    ):
        patch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(bundle))
        told = list(pool.map(lambda each: _outcome(each, addresses[each.name]), ALL))
        for at, (each, (code, seconds)) in enumerate(zip(ALL, told, strict=True)):
            if code != each.code or seconds >= SECONDS + 1:  # a loaded machine is slow: once more, alone
                told[at] = _outcome(each, addresses[each.name])
        yield {each.name: outcome for each, outcome in zip(ALL, told, strict=True)}


def _outcome(behaviour: Behaviour, address: str) -> tuple[str, float]:
    request = fetch.Request(f"{address}/", allow_private=True, max_seconds=SECONDS, **behaviour.fields)
    started = time.monotonic()
    try:
        page = fetch.get(request)
    except FeedkitError as error:
        return error.code, time.monotonic() - started
    seconds = time.monotonic() - started
    if page is None:
        return "same", seconds
    try:
        parsers.parse(page, RECIPE)
    except FeedkitError as error:
        return error.code, seconds
    return "page" if page.content == PAGE else "another page", seconds


@pytest.mark.parametrize("behaviour", ALL, ids=lambda behaviour: behaviour.name)
def test_hostile_server_gets_its_code_in_time(behaviour: Behaviour, outcomes: Outcomes) -> None:
    """Whatever a server does, a fetch ends within its deadline and a second, with the page or the right code."""
    code, seconds = outcomes[behaviour.name]

    assert code == behaviour.code
    assert seconds < SECONDS + 1


def test_odd_validators_can_be_sent_back() -> None:
    """Whatever a server gives as a validator, the next request is one that it answers."""
    heads = {
        each.name: Service(each.script)
        for each in behaviours.HEADS
        if "ETag" in each.name or "date" in each.name
    }
    with serving(heads) as addresses:
        for address in addresses.values():
            page = fetch.get(fetch.Request(address, allow_private=True))
            assert page is not None
            again = fetch.Request(
                address, etag=page.etag, last_modified=page.last_modified, allow_private=True
            )
            assert fetch.get(again) == page


def test_bombs_stay_small() -> None:
    """A process that meets every bomb never needs a hundred megabytes more than before."""
    bombs = {each.name: Service(each.script) for each in behaviours.BOMBS}
    with serving(bombs) as addresses:
        told = subprocess.run(
            [sys.executable, "-c", MEASURE, *addresses.values()], capture_output=True, check=True, timeout=60
        )
    first, *grown = map(int, told.stdout.split())

    assert len(grown) == len(bombs)
    assert max(grown) - first < 100 * 1024, dict(zip(addresses, grown, strict=True))


MEASURE = """
import resource, sys
from feedkit import fetch
from feedkit.errors import FetchError
from feedkit.fetch import http

print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
for address in sys.argv[1:]:
    try:
        fetch.get(fetch.Request(address + "/", allow_private=True))
    except FetchError as error:
        assert error.code == "too-large", error
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
"""Prints the most memory (KiB) that it ever had: before, and after each bomb."""

SMALL = b"<!DOCTYPE html><ul><li><a href=/1>One</a> <i>1 May 2020</i><li><a href=/2>Two</a></ul></html>"
FRAMED = [
    answer("Content-Type: text/html", body=SMALL),
    CHUNKED + chunk(SMALL[:40], "0028") + chunk(SMALL[40:]) + b"0\r\n",
    *(answer(f"Content-Encoding: {name}", body=packed(name, SMALL)) for name in CODINGS),
    *(head(f"Content-Encoding: {name}") + packed(name, SMALL) for name in CODINGS),
    head("Content-Encoding: deflate") + packed("deflate", SMALL)[2:-4],
    head("Content-Encoding: gzip", "Transfer-Encoding: chunked") + chunk(packed("gzip", SMALL)) + chunk(b""),
    head("Content-Encoding: br, gzip") + packed("br, gzip", SMALL),
]


@pytest.mark.parametrize("whole", FRAMED, ids=range(len(FRAMED)))
def test_answer_cut_at_every_byte_is_no_smaller_page(whole: bytes) -> None:
    """However an answer is framed and coded, what is left of it after a cut is the whole page or an error."""
    script = lambda path, _: (whole[: int(path[1:])],)  # noqa: E731
    with serving({"cut": Service(script)}) as addresses:
        found = [_cut(f"{addresses['cut']}/{at}") for at in range(len(whole) + 1)]

    assert found[-1] == "page"
    assert set(found) <= {"page", "truncated", "connection", "empty"}
    assert found.count("page") < 15  # ends of frames behind the last byte of the page


def _cut(address: str) -> str:
    try:
        page = fetch.get(fetch.Request(address, allow_private=True, max_seconds=5))
    except FetchError as error:
        return error.code
    assert page is not None
    return {SMALL: "page", b"": "empty"}.get(page.content, f"{len(page.content)} bytes")
