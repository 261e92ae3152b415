"""Many sources: one after another or at once, each for itself, behind one lock."""

import datetime as dt
import logging
import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import feedkit
from feedkit import _files, pipeline, runner, sources
from feedkit.errors import ConfigError, DocumentError, FetchError, LockedError
from feedkit.pipeline import Outcome

NOW = dt.datetime(2024, 3, 6, tzinfo=dt.UTC)
RECIPE = 'entry = "li"\ntitle = "a"\nlink = "a"\ndate = "time"\n'
PAGE = "<li><a href=one>One</a><time>2024-03-05</time></li>"


@pytest.fixture
def config(tmp_path: Path) -> sources.Config:
    """Four sources of one page."""
    text = "".join(
        f'[sources.s{n}]\npage = "page.html"\nurl = "https://www.example.org/{n}"\n[sources.s{n}.recipe]\n{RECIPE}'
        for n in range(4)
    )
    (tmp_path / "feedkit.toml").write_text(text)
    (tmp_path / "page.html").write_text(PAGE)
    return sources.load(tmp_path / "feedkit.toml")


def named(outcomes: list[Outcome]) -> list[tuple[str, str, int]]:
    return [(outcome.source, outcome.status, outcome.entries) for outcome in outcomes]


ALL = [(f"s{n}", "ok", 1) for n in range(4)]


def test_run_takes_a_config_its_path_or_finds_it(
    config: sources.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All three ways lead to the same sources."""
    assert named(feedkit.run(config)) == ALL
    assert named(feedkit.run(config.path)) == ALL
    assert named(feedkit.run(str(config.path), ["s2", "s1", "s2"])) == [ALL[2], ALL[1]]
    monkeypatch.setenv("FEEDKIT_CONFIG", str(config.path))
    assert named(feedkit.run()) == ALL


def test_run_is_dated_by_its_caller(config: sources.Config) -> None:
    """`now` is the time of the run: first sights are dated by it."""
    (config.folder / "page.html").write_text("<li><a href=x>Undated</a></li>")
    feedkit.run(config, ["s0"], now=NOW)
    feed = feedkit.read(config.output / "s0.xml")

    assert feed.entries[0].published == NOW


@pytest.mark.parametrize("jobs", [1, 2, 8])
def test_outcomes_come_in_the_order_of_the_sources(jobs: int, config: sources.Config) -> None:
    """However many run at once, the first source is told first."""
    assert named(feedkit.run(config, jobs=jobs)) == ALL


def test_run_takes_any_executor(config: sources.Config) -> None:
    """The caller's threads do as well, and an outcome crosses to other processes."""
    with ThreadPoolExecutor(2) as executor:
        outcomes = feedkit.run(config, executor=executor, now=NOW)

    assert named(outcomes) == ALL
    assert pickle.loads(pickle.dumps(outcomes)) == outcomes


def test_outcomes_are_told_as_they_come(config: sources.Config) -> None:
    """The first outcome is there before the last source has run."""
    outcomes = runner.outcomes(config)
    first = next(outcomes)

    assert first.source == "s0"
    assert not (config.output / "s3.xml").exists()
    assert len(list(outcomes)) == 3


@pytest.mark.parametrize("jobs", [1, 3])
def test_bug_in_one_source_stops_no_other(
    jobs: int, config: sources.Config, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What was not expected is logged whole, and is that source's outcome with status 101."""
    update = pipeline.update

    def fail(source: sources.Source, *more: Any) -> Outcome:
        if source.name == "s1":
            raise ZeroDivisionError("by nothing")
        return update(source, *more)

    monkeypatch.setattr(pipeline, "update", fail)
    outcomes = feedkit.run(config, jobs=jobs)

    assert [outcome.status for outcome in outcomes] == ["ok", "broken", "ok", "ok"]
    error = outcomes[1].error
    assert error is not None
    assert (error.exit_status, error.code) == (101, "bug")
    assert [entry.levelno for entry in caplog.records] == [logging.ERROR]
    assert "by nothing" in caplog.text


@pytest.mark.parametrize("jobs", [1, 4])
def test_end_in_the_middle_leaves_what_is_not_begun(
    jobs: int, config: sources.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interrupt ends the run soon: what threads wait for is left behind, and the lock is free."""
    hold = threading.Event()

    def wait(source: sources.Source, *_: Any) -> Outcome:
        if source.name == "s0":
            raise KeyboardInterrupt
        hold.wait(20)
        return Outcome(source.name, "ok")

    monkeypatch.setattr(pipeline, "update", wait)
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        feedkit.run(config, jobs=jobs)
    spent = time.monotonic() - started
    hold.set()

    assert spent < 1
    with _files.lock(runner.lock_path(config)):
        pass


def test_run_is_alone(config: sources.Config) -> None:
    """A second run of the configuration is refused, a dry one is not."""
    with _files.lock(runner.lock_path(config)):
        with pytest.raises(LockedError):
            feedkit.run(config)
        assert named(feedkit.run(config, mode=pipeline.Mode(dry=True))) == ALL
    assert not config.output.exists()


def test_lock_lies_beside_the_state(config: sources.Config) -> None:
    """Two configurations that share a state share its lock."""
    assert runner.lock_path(config) == config.folder / "feedkit.db.lock"


def test_unknown_source_is_told_before_the_lock(config: sources.Config) -> None:
    """A name that there is none of leaves nothing behind."""
    with pytest.raises(ConfigError):
        feedkit.run(config, ["nobody"])

    assert not runner.lock_path(config).exists()


def test_get_names_a_files_address(tmp_path: Path) -> None:
    """A saved page gets the address that it had; a page that is not there is an error."""
    (tmp_path / "page.html").write_text(PAGE)
    page = feedkit.get(str(tmp_path / "page.html"), url="https://www.example.org/")

    assert (page.content, page.url) == (PAGE.encode(), "https://www.example.org/")
    with pytest.raises(FetchError, match="no such file"):
        feedkit.get(str(tmp_path / "missing"))
    with pytest.raises(FetchError, match="more than 3 bytes"):
        feedkit.get(str(tmp_path / "page.html"), max_bytes=3)


def test_read_tells_what_is_no_document(tmp_path: Path) -> None:
    """Missing, a folder, too large, no feed: a DocumentError each."""
    (tmp_path / "page.html").write_text(PAGE)

    for path, limit, cause in [
        ("missing.xml", 100, "no such file"),
        (".", 100, "directory"),
        ("page.html", 3, "too large"),
        ("page.html", 1000, "page.html"),
    ]:
        with pytest.raises(DocumentError, match=cause):
            feedkit.read(tmp_path / path, max_bytes=limit)
