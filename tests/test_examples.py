"""Every example does what it says, offline, and gives the feeds that stand beside it."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ADDRESS = "https://www.nato.int/cps/en/natohq/news.htm?keywordquery=Iraq%20(NATO's%20relations)&search=true"
NAMES = ("nato-iraq.xml", "nato-iraq.atom", "nato-iraq.json")

DAYS_AND_IMAGES = [
    ("2020-05-08", "200508-sg-iraq.jpg", 67850),
    ("2020-01-29", "200112-deep-iraq-1.jpg", 63631),
    ("2020-01-21", "200121-iraq-nato.jpg", 47575),
    ("2020-01-14", "200114h-001", 47944),
    ("2020-01-06", "200106-sg.jpg", 18084),
    ("2019-09-17", "190916a-021.jpg", 55020),
    ("2019-09-16", "190916a-001.jpg", 77425),
    ("2019-04-16", "190416-iraq-deep-1.jpg", 38144),
    ("2018-11-02", "181031-iraq1.jpg", 37786),
    ("2018-10-21", "181021-iraq1.jpg", 26839),
]
WITH_CAPTION = {"200114h-001", "190916a-021.jpg", "190916a-001.jpg"}


def feedkit(*arguments: str | Path, folder: Path | None = None, **environment: str) -> str:
    """What the command prints on stdout."""
    command = [sys.executable, "-m", "feedkit", *map(str, arguments)]
    own = {**os.environ, **environment}
    done = subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def preview(*arguments: str | Path) -> dict[str, Any]:
    seen: dict[str, Any] = json.loads(feedkit("preview", "--json", *arguments))
    return seen


@pytest.fixture(scope="module")
def example(root: Path) -> Path:
    return root / "examples" / "nato-iraq"


def test_text_page_gives_ten_entries(text_page: Path) -> None:
    """Every day, image name and size is read, and the total that the page declares."""
    page = preview(text_page)
    images = [entry["images"][0] for entry in page["entries"]]

    assert page["declared_total"] == 42
    assert page["problems"] == []
    assert [
        (entry["published"], image["name"], image["length"])
        for entry, image in zip(page["entries"], images, strict=True)
    ] == DAYS_AND_IMAGES
    assert all(entry["day_only"] for entry in page["entries"])
    assert {image["length_exact"] for image in images} == {False}
    assert {image["url"] for image in images} == {None}


def test_text_page_gives_captions_only_where_there_are_some(text_page: Path) -> None:
    """A file name said twice is no caption, and a caption holds neither name nor size."""
    images = [entry["images"][0] for entry in preview(text_page)["entries"]]
    captions = {image["name"]: image["caption"] for image in images if image["caption"] is not None}

    assert captions.keys() == WITH_CAPTION
    assert not [text for name, text in captions.items() if name in text or "KB" in text]


def test_text_page_gives_clean_titles_and_summaries(text_page: Path) -> None:
    """Title and summary are one paragraph of the page each, and nothing else of the page is in them."""
    paragraphs = text_page.read_text(encoding="utf-8").splitlines()
    entries = preview(text_page)["entries"]

    assert [text for entry in entries for text in (entry["title"], entry["summary"])] == [
        line for line in paragraphs[3:] if line and not line[:2].isdigit()
    ][: 2 * len(entries)]


def test_html_page_has_the_same_entries(example: Path) -> None:
    """Read by the recipe, the HTML gives what the text gives."""
    fields = ("title", "summary", "published", "day_only")
    text = preview(example / "page.txt")
    html = preview(example / "page.html", "--recipe", example / "recipe.toml", "--url", ADDRESS)

    assert [[e[f] for f in fields] for e in html["entries"]] == [
        [e[f] for f in fields] for e in text["entries"]
    ]
    assert [{key: e["images"][0][key] for key in ("name", "caption", "length")} for e in html["entries"]] == [
        {key: e["images"][0][key] for key in ("name", "caption", "length")} for e in text["entries"]
    ]


def test_html_page_gives_addresses(example: Path) -> None:
    """Links and images are absolute, late images have their own address, and the next page is known."""
    page = preview(example / "page.html", "--recipe", example / "recipe.toml", "--url", ADDRESS)
    links = [entry["link"] for entry in page["entries"]]
    images = [entry["images"][0]["url"] for entry in page["entries"]]

    assert sum(link.startswith("https://www.nato.int/cps/en/natohq/news_") for link in links) == 9
    assert sum(link.startswith("https://www.act.nato.int/") for link in links) == 1
    assert all(url.startswith("https://www.nato.int/nato_static_fl2014/assets/pictures/") for url in images)
    assert len(set(images)) == 10
    assert page["next"] == f"{ADDRESS}&chunk=2"
    assert page["declared_total"] == 42


def test_recipe_is_that_of_the_source(example: Path) -> None:
    """The recipe beside the page and the one in the configuration are one recipe."""
    alone = tomllib.loads((example / "recipe.toml").read_text(encoding="utf-8"))
    settings = tomllib.loads((example / "feedkit.toml").read_text(encoding="utf-8"))

    assert settings["sources"]["nato-iraq"]["recipe"] == alone


def test_run_reproduces_the_feeds(
    example: Path, tmp_path: Path, golden: Callable[[Path, bytes | str], None]
) -> None:
    """A first run gives the committed documents, byte for byte."""
    for name in ("page.html", "feedkit.toml"):
        shutil.copy(example / name, tmp_path)

    feedkit("run", "--config", tmp_path / "feedkit.toml")

    for name in NAMES:
        golden(example / "public" / name, (tmp_path / "public" / name).read_bytes())


def test_build_gives_the_same_bytes_anywhere(example: Path, tmp_path: Path) -> None:
    """Hash seed, zone, locale, folder and relative paths leave no trace in a document."""
    build = ("build", example / "page.html", "--recipe", example / "recipe.toml", "--url", ADDRESS)
    base = ("--base-url", "https://feeds.example.org/")
    surroundings = (
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    )
    for number, environment in enumerate(surroundings):
        folder = tmp_path / str(number)
        folder.mkdir()
        feedkit(*build, *base, *(x for name in NAMES for x in ("-o", name)), folder=folder, **environment)

    for name in NAMES:
        assert (tmp_path / "0" / name).read_bytes() == (tmp_path / "1" / name).read_bytes()


def test_library_script_tells_what_is_new(example: Path) -> None:
    """The script needs nothing but the library, and finds the newest entry."""
    done = subprocess.run(
        [sys.executable, example / "library.py"], capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "application/rss+xml: 10 entries",
        "application/atom+xml: 10 entries",
        "application/feed+json: 10 entries",
        "new: 08 May 2020: Stoltenberg rings Iraq’s new head of government and pledges that NATO’s help goes on",
    ]


def test_examples_hold_no_other_feed(root: Path) -> None:
    """A document under `examples` stands in `public`, where the tests make it."""
    files = (root / "examples").rglob("*")

    assert not [
        path
        for path in files
        if path.suffix in {".xml", ".rss", ".atom"}
        and (path.parent.name != "public" or path.name not in NAMES)
    ]
