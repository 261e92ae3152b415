"""The trials of `tests/test_hostile.py`, longer: fifty pages in every frame and coding, cut at every byte."""

import http.client
import random

import pytest

from feedkit.fetch.body import CutOff
from hostile.behaviours import CODINGS, answer, chunk, head, packed
from hostile.memory import content, pieces

WORDS = (
    "ministers talks Zürich «été» Новости 新闻 発表 أخبار R&amp;D 2020 <b>News</b> <i>8 May 2020</i>".split()
)


def page(seed: int) -> bytes:
    """Return a made-up page of some kilobytes."""
    chance = random.Random(seed)
    rows = (
        f"<li><a href=/news/{n}>{' '.join(chance.choices(WORDS, k=9))}</a></li>"
        for n in range(chance.randrange(9, 40))
    )
    return f"<!DOCTYPE html>\n<meta charset=utf-8><ul>{''.join(rows)}</ul></html>\n".encode()


@pytest.mark.parametrize("seed", range(50))
def test_page_cut_at_every_byte_is_no_smaller_page(seed: int) -> None:
    """0 smaller pages, in every frame that has an end and under every coding."""
    whole = page(seed)
    chance = random.Random(seed)
    chunks = b"".join(map(chunk, filter(None, pieces(whole, chance.choices(range(1, 900), k=20)))))
    forms = [
        answer(body=whole),
        head("Transfer-Encoding: chunked") + chunks + chunk(b""),
        *(head(f"Content-Encoding: {name}") + packed(name, whole) for name in CODINGS),
        head("Content-Encoding: gzip, br") + packed("gzip, br", whole),
    ]
    for form in forms:
        assert content(form) == whole
        assert all(_is_refused_or(whole, form[:cut]) for cut in range(len(form)))


def _is_refused_or(whole: bytes, sent: bytes) -> bool:
    try:
        return content(sent) in (whole, b"")  # no body at all is no page
    except (CutOff, http.client.HTTPException, ConnectionError):
        return True
