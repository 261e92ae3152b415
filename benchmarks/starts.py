"""What is measured in new processes: start-up, and a saved page of 42 rows to its feed."""

from pathlib import Path

from benchmarks import pages
from benchmarks.timing import Work, python

NAMED = "import requests, lxml.etree, dateutil.parser, feedgen.feed"


def starts(folder: Path) -> dict[str, Work]:
    """Return the starts; the page, its recipe and its feed lie in `folder`."""
    page, recipe, feed = (str(folder / name) for name in ("page.html", "recipe.toml", "feed.xml"))
    Path(page).write_bytes(pages.page(42))
    Path(recipe).write_text("".join(f"{key} = '{value}'\n" for key, value in pages.RECIPE.items()))
    build = ("-m", "feedkit", "build", page, "--recipe", recipe, "--url", pages.ADDRESS, "-o", feed)
    return {
        "pass": python("-c", "pass"),
        "import feedkit": python("-c", "import feedkit"),
        "feedkit --help": python("-m", "feedkit", "--help"),
        "the four packages": python("-c", NAMED),
        "feedkit build": python(*build),
    }
