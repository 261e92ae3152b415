import errno
import gzip
import os
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from feedkit import publish
from feedkit.errors import LocalError
from feedkit.models import Document

RSS = Document("news.xml", "rss", "application/rss+xml", b"<rss>1</rss>\n")
ATOM = Document("news.atom", "atom", "application/atom+xml", b"<feed>1</feed>\n")
JSON = Document("news.json", "json", "application/feed+json", b"{}\n")
ALL = (RSS, ATOM, JSON)


def test_write_gives_the_names_of_what_it_wrote(tmp_path: Path) -> None:
    """New documents are written into a folder that is made; what is the same is left alone."""
    folder = tmp_path / "public"
    assert publish.write(ALL, folder) == ("news.xml", "news.atom", "news.json")
    assert {name: (folder / name).read_bytes() for name in os.listdir(folder)} == {
        document.name: document.content for document in ALL
    }
    (folder / "news.atom").write_bytes(b"other")
    before = (folder / "news.xml").stat()
    assert publish.write(ALL, folder) == ("news.atom",)
    assert (folder / "news.xml").stat() == before or (
        (folder / "news.xml").stat().st_mtime_ns == before.st_mtime_ns
    )
    assert publish.write(ALL, folder) == ()


def test_sweep_removes_what_killed_runs_left(tmp_path: Path) -> None:
    """Temporary files of the named documents go, no other file does."""
    for name in (".news.xml.012345.tmp", ".other.xml.012345.tmp", "news.xml"):
        (tmp_path / name).touch()
    publish.sweep({"news.xml"}, tmp_path)
    assert sorted(os.listdir(tmp_path)) == [".other.xml.012345.tmp", "news.xml"]


def test_write_tells_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that cannot be written is named, and the one that stands there stays."""
    publish.write(ALL, tmp_path)
    monkeypatch.setattr(os, "write", _full)
    with pytest.raises(LocalError, match=r"news\.atom: no space left") as caught:
        publish.write([RSS, Document("news.atom", "atom", ATOM.media_type, b"new")], tmp_path)
    assert caught.value.code == "disk-full"
    assert (tmp_path / "news.atom").read_bytes() == ATOM.content


def _full(*_: Any) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_differing_is_what_write_would_write(tmp_path: Path) -> None:
    """A dry run names what differs or is missing, and makes nothing."""
    folder = tmp_path / "public"
    assert publish.differing(ALL, folder) == ("news.xml", "news.atom", "news.json")
    assert not folder.exists()
    publish.write(ALL, folder)
    (folder / "news.json").write_bytes(b"{ }\n")
    assert publish.differing(ALL, folder) == ("news.json",)


def test_standing_is_what_is_there(tmp_path: Path) -> None:
    """The bytes under a document's name, None for nothing and for an empty file."""
    publish.write([RSS], tmp_path)
    (tmp_path / "empty").touch()
    assert publish.standing("news.xml", tmp_path) == RSS.content
    assert [publish.standing(name, tmp_path) for name in ("empty", "missing")] == [None, None]


def test_keep_page_keeps_the_newest(tmp_path: Path) -> None:
    """One compressed page a source; the same page gives the same bytes, and nothing else is left there."""
    folder = tmp_path / "pages"
    publish.keep_page("news", b"old", folder)
    (folder / ".news.gz.012345.tmp").touch()
    for _ in range(2):
        publish.keep_page("news", b"new", folder)
    assert os.listdir(folder) == ["news.gz"]
    assert gzip.decompress((folder / "news.gz").read_bytes()) == b"new"


OURS = [
    b"",
    b'<?xml version="1.0"?>\n<rss><channel>\n    <generator>feedkit</generator>\n<item>',
    b"<feed><generator>feedkit</generator></feed>",
    b'<feed><generator uri="https://example.org/" version="2"> feedkit </generator ></feed>',
    b'{\n  "version": "1.1",\n  "_feedkit": {"id": "a"},\n  "items": []\n}',
    b'\xef\xbb\xbf  {"_feedkit" : {}}',
]
FOREIGN = [
    b"my own notes\n",
    b"\x00\x01\x02",
    b"<rss><channel><generator>WordPress</generator></channel></rss>",
    b"<feed><generator>feedkit-like</generator></feed>",
    b"<feed><generators>feedkit</generator></feed>",
    b"<rss><item><description><![CDATA[<generator>feedkit</generator>]]></description></item></rss>",
    b'<feed><entry xml:lang="en"><content><generator>feedkit</generator></content></entry></feed>',
    b'{"title": "the member \\"_feedkit\\": of a feed"}',
    b"feedkit",
]


@pytest.mark.parametrize("content", OURS)
def test_check_lets_our_own_files_be_replaced(tmp_path: Path, content: bytes) -> None:
    """A file that carries feedkit's mark, or nothing at all, may be replaced."""
    (tmp_path / "news.xml").write_bytes(content)
    publish.check(["news.xml", "missing.xml"], tmp_path, set())


@pytest.mark.parametrize("content", FOREIGN)
def test_check_keeps_other_peoples_files(tmp_path: Path, content: bytes) -> None:
    """A file that feedkit did not write is told and stays; a whole document even where ours stood."""
    path = tmp_path / "news.xml"
    path.write_bytes(content)
    with pytest.raises(LocalError) if content[:1] in b"<{" else nullcontext():
        publish.check(["news.xml"], tmp_path, {"news.xml"})
    with pytest.raises(LocalError) as caught:
        publish.check(["news.xml"], tmp_path, {"news.atom"})
    assert (caught.value.code, caught.value.subject) == ("foreign-file", str(path))
    assert "--force" in caught.value.hint
    assert "adopt = true" in caught.value.hint
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", [b"<rss><chan", b'{"version": ', b"{}", b"\x00\x00", b"<?xml"])
def test_check_knows_what_was_ours_and_is_damaged(tmp_path: Path, content: bytes) -> None:
    """What is no whole document any more is ours where the store says that ours stood there."""
    (tmp_path / "news.xml").write_bytes(content)
    publish.check(["news.xml"], tmp_path, {"news.xml"})
    with pytest.raises(LocalError):
        publish.check(["news.xml"], tmp_path, set())


def test_check_refuses_what_is_no_file(tmp_path: Path) -> None:
    """A folder or a pipe in the way is told before anything is written, whoever made it."""
    (tmp_path / "news.xml").mkdir()
    os.mkfifo(tmp_path / "news.atom")
    for name in ("news.xml", "news.atom"):
        with pytest.raises(LocalError) as caught:
            publish.check([name], tmp_path, {name})
        assert caught.value.code == "not-a-file"


def test_check_takes_a_missing_folder_for_free(tmp_path: Path) -> None:
    """Where nothing stands nothing is in the way."""
    publish.check(["news.xml"], tmp_path / "public", set())


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_check_knows_every_format_that_feedkit_writes(tmp_path: Path, form: Any) -> None:
    """Each document that the formats make is known as ours without a state."""
    formats = pytest.importorskip("feedkit.formats")
    from feedkit.models import Feed

    document = formats.render(Feed("https://example.org/", "News", "https://example.org/"), form)
    (tmp_path / "news").write_bytes(document.content)
    publish.check(["news"], tmp_path, set())
