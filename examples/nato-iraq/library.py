"""From a saved page to three feeds, and to what is new since yesterday, with the library alone."""

import tempfile
from pathlib import Path

import feedkit

ADDRESS = "https://www.nato.int/cps/en/natohq/news.htm?keywordquery=Iraq%20(NATO's%20relations)&search=true"

today = Path(__file__).with_name("page.txt").read_text(encoding="utf-8")
newest = today[today.index("08 May. 2020") : today.index("29 Jan. 2020")]
yesterday = today.replace(newest, "")


def feed_of(text: str) -> feedkit.Feed:
    """The feed of a page; nothing is fetched."""
    page = feedkit.parse(text, url=ADDRESS)
    return feedkit.build(page, title="NATO news: Iraq", link=ADDRESS)


with tempfile.TemporaryDirectory() as folder:
    published = Path(folder) / "nato-iraq.xml"
    published.write_bytes(feedkit.render(feed_of(yesterday), "rss").content)

    feed = feed_of(today)
    for format in ("rss", "atom", "json"):
        document = feedkit.render(feed, format)
        print(f"{document.media_type}: {len(feed.entries)} entries")

    for entry in feedkit.diff(feedkit.read(published), feed).new:
        print(f"new: {entry.published:%d %B %Y}: {entry.title}")
