"""Pages of JSON: the list in an API's answer, by its shape and by a recipe of paths."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedkit import parsers, sources
from feedkit.errors import ConfigError, PageError
from feedkit.models import EntriesPage, Page

URL = "https://api.example.org/v1/news?page=1"
TITLES = (
    ("Bridge opens", 7, "2024-03-05"),
    ("Ferry stops", 6, "2024-02-11"),
    ("Tram planned", 5, "2024-01-30"),
)


def _objects(**templates: Any) -> list[dict[str, Any]]:
    """Return an object for each title: `{t}`, `{n}` and `{d}` in texts stand for title, number and day."""

    def filled(value: Any, title: str, number: int, day: str) -> Any:
        if isinstance(value, str):
            return value.replace("{t}", title).replace("{n}", str(number)).replace("{d}", day)
        if isinstance(value, dict):
            return {name: filled(each, title, number, day) for name, each in value.items()}
        return [filled(each, title, number, day) for each in value] if isinstance(value, list) else value

    return [filled(templates, *each) for each in TITLES]


GITHUB = _objects(
    url="https://api.github.com/repos/o/r/releases/{n}",
    assets_url="https://api.github.com/repos/o/r/releases/{n}/assets",
    upload_url="https://uploads.github.com/repos/o/r/releases/{n}/assets",
    html_url="https://github.com/o/r/releases/tag/v{n}",
    id=17,
    author={"login": "ann", "url": "https://api.github.com/users/ann", "html_url": "https://github.com/ann"},
    tag_name="v{n}",
    name="{t}",
    prerelease=True,
    created_at="2020-01-01T00:00:00Z",
    published_at="{d}T08:00:00Z",
    assets=[
        {
            "name": f"{{n}}.{kind}",
            "browser_download_url": f"https://github.com/{{n}}.{kind}",
            "created_at": "{d}T01:00:00Z",
        }
        for kind in ("zip", "gz", "whl", "deb")
    ],
    body="- one\n- two",
)
WORDPRESS = _objects(
    id=4,
    date="{d}T09:00:00",
    date_gmt="{d}T08:00:00",
    modified="2024-06-01T00:00:00",
    guid={"rendered": "https://www.example.org/?p={n}"},
    link="https://www.example.org/{n}/",
    title={"rendered": "{t} &amp; more"},
    excerpt={"rendered": "<p>On {t}&hellip;</p>\n", "protected": False},
    categories=[3, 4],
    _links={"self": [{"href": "https://www.example.org/wp-json/wp/v2/posts/{n}"}]},
)
TIMED = [(title, f"https://www.example.org/{number}", f"{day}T08:00:00Z") for title, number, day in TITLES]
DAYS = [(title, f"https://www.example.org/{number}", day) for title, number, day in TITLES]
PLAIN: dict[str, str] = {"title": "{t}", "url": "https://www.example.org/{n}", "date": "{d}"}

ANSWERS: tuple[tuple[str, Any, list[tuple[Any, ...]]], ...] = (
    ("an array", _objects(**PLAIN), DAYS),
    ("inside, beside others",
     {"meta": {"page": 1}, "facets": [{"name": "Roads", "count": 3}], "data": {"list": _objects(**PLAIN)}}, DAYS),
    ("releases of GitHub", GITHUB,
     [(title, f"https://github.com/o/r/releases/tag/v{number}", f"{day}T08:00:00Z") for title, number, day in TITLES]),
    ("WordPress", WORDPRESS,
     [(f"{title} & more", f"https://www.example.org/{number}/", f"{day}T08:00:00Z") for title, number, day in TITLES]),
    ("JSON:API",
     {"data": _objects(type="news", id="{n}", attributes={"headline": "{t}", "publishedAt": "{d}T08:00:00Z"},
                       links={"self": "https://www.example.org/{n}"})}, TIMED),
    ("edges of GraphQL",
     {"data": {"posts": {"edges": [{"cursor": "x", "node": each} for each in _objects(**PLAIN)]}}}, DAYS),
    ("hits of Elasticsearch",
     {"took": 3, "hits": {"total": {"value": 42}, "hits": _objects(_id="{n}", _score=1.5, _source=PLAIN)}}, DAYS),
    ("seconds", _objects(title="{t}", url="https://www.example.org/{n}", timestamp=1709625600)[:1],
     [("Bridge opens", "https://www.example.org/7", "2024-03-05T08:00:00Z")]),
    ("milliseconds", _objects(title="{t}", url="https://www.example.org/{n}", time="1709625600000")[:1],
     [("Bridge opens", "https://www.example.org/7", "2024-03-05T08:00:00Z")]),
    ("other words", _objects(titulo="{t}", enlace="https://www.example.org/{n}", fecha="{d}", autor="Ann"), DAYS),
    ("groups", {"months": [{"name": "March", "entries": [each]} for each in _objects(**PLAIN)]}, DAYS),
    ("objects by key", {"list": {str(n): each for n, each in enumerate(_objects(**PLAIN))}}, DAYS),
    ("a venue is no title",
     _objects(venue={"name": "Town Hall"}, subject="{t}", url="https://www.example.org/{n}", start="{d}"), DAYS),
    ("names of members alike, picture beside",
     _objects(**PLAIN, image_url="https://www.example.org/{n}.jpg", author_url="https://www.example.org/ann"), DAYS),
    ("commits, whose first line is a title",
     _objects(sha="{n}", commit={"message": "{t}\n\nWhy.", "author": {"name": "Ann", "date": "{d}"}, "url": "https://api.x.org/{n}"},
              url="https://api.x.org/commits/{n}", html_url="https://www.example.org/{n}"), DAYS),
    ("a summary where there is no title, beside names of states",
     {"issues": _objects(key="FL-{n}", self="https://www.example.org/rest/api/2/issue/{n}",
                         fields={"summary": "{t} today", "status": {"name": "Open"}, "created": "{d}", "updated": "2026-01-01"},
                         web="https://www.example.org/{n}")},
     [(f"{title} today", link, day) for title, link, day in DAYS]),
    ("designations", {"vulnerabilities": _objects(cve={"id": "CVE-2024-{n}", "published": "{d}", "descriptions": [{"value": "x"}]})},
     [(f"CVE-2024-{number}", None, day) for _, number, day in TITLES]),
    ("names that nobody knows", _objects(qwt="{t}", zzt="https://www.example.org/{n}", vvd="{d}", expires="2026-01-01"), DAYS),
    ("an index's names and its own time",
     {"response": {"docs": _objects(tm_X3b_en_title=["{t}"], ss_url="https://www.example.org/{n}", ds_created="{d}",
                                    timestamp="2026-02-03T04:05:06Z")}}, DAYS),
    ("versions by key", {"name": "x", "time": {"modified": "2026-01-01", "1.0.0": "2024-03-05", "1.1.0-rc1": "2024-03-06"}},
     [("1.0.0", None, "2024-03-05"), ("1.1.0-rc1", None, "2024-03-06")]),
    ("years by key", {"rows": {day[:7]: [each] for (*_, day), each in zip(TITLES, _objects(**PLAIN), strict=True)}}, DAYS),
    ("days by key", {day: [{"name": title, "link": f"https://www.example.org/{number}"}, {"name": f"{title} too", "link": f"/{number}"}]
                     for title, number, day in TITLES},
     [each for title, number, day in TITLES
      for each in ((title, f"https://www.example.org/{number}", day), (f"{title} too", f"/{number}", day))]),
    ("rows below their names", [["title", "url", "published"], *([title, link, day] for title, link, day in DAYS)], DAYS),
    ("rows beside their names", {"columns": [{"name": "title"}, {"name": "url"}, {"name": "published"}], "rows": [[*each] for each in DAYS]},
     DAYS),
    ("rows of a sheet",
     {"table": {"cols": [{"id": "A", "label": "Title"}, {"id": "B", "label": "Date"}, {"id": "C", "label": "Link"}],
                "rows": [{"c": [{"v": title}, {"v": "Date(2024,2,5)", "f": day}, {"v": link}]} for title, link, day in DAYS]}}, DAYS),
    ("columns side by side", {"t": [each[0] for each in DAYS], "u": [each[1] for each in DAYS], "d": [each[2] for each in DAYS]}, DAYS),
    ("names and values in pairs",
     {"Rows": {"results": [{"Cells": {"results": [{"Key": "Title", "Value": title, "ValueType": "s"}, {"Key": "Path", "Value": link},
                                                 {"Key": "Write", "Value": day}]}} for title, link, day in DAYS]}}, DAYS),
    ("links by kind, the one for people",
     _objects(title="{t}", date="{d}", href="https://api.x.org/{n}",
              links={"xml": {"MUL": "https://www.example.org/x{n}"}, "html": {"ENG": "https://www.example.org/{n}"}}), DAYS),
    ("an address elsewhere, and a clip to hear",
     _objects(name="{t}", released="{d}", audio_preview_url="https://p.example.org/{n}", href="https://api.x.org/{n}",
              external_urls={"radio": "https://www.example.org/{n}"}), DAYS),
    ("one link for all is of the whole", _objects(title="{t}", date="{d}", metadata={"homepage_uri": "https://www.example.org/"}),
     [(title, None, day) for title, _, day in DAYS]),
    ("a start in two clocks, and a sale",
     _objects(title="{t}", url="https://www.example.org/{n}", sales={"public": {"startDateTime": "2020-01-01T00:00:01Z"}},
              start={"local": "{d}T20:00:00", "utc": "{d}T18:00:00Z"}),
     [(title, link, f"{day}T18:00:00Z") for title, link, day in DAYS]),
    ("days without signs between", _objects(name="{t}", unique="x{n}", numberdate="20240305"),
     [(title, None, "20240305") for title, _, _ in DAYS]),
    ("days that alone have two readings, under a name that tells nothing",
     _objects(title="{t}", link="https://www.example.org/{n}", hmeromhnia="05/03/2024"),
     [(title, link, "05/03/2024") for title, link, _ in DAYS]),
    ("meetings of one board", _objects(bodyName="Board", meetingDate="{d}"), [("Board", None, day) for _, _, day in DAYS]),
    ("JSON in a text", {"statusCode": 200, "body": json.dumps(_objects(**PLAIN))}, DAYS),
    ("a time beside the day", _objects(meetingName="{t}", meetingDate="{d}T00:00:00", meetingTime="6:30 PM", url="https://www.example.org/{n}"),
     [(title, link, f"{day} 6:30 PM") for title, link, day in DAYS]),
    ("parts of an answer are no list",
     {"data": _objects(type="news", attributes=PLAIN), "included": _objects(**PLAIN) * 3}, DAYS),
    ("a link for people behind others",
     _objects(title="{t}", date="{d}", selfLink="https://www.xapis.com/{n}", canonicalVolumeLink="https://www.example.org/{n}",
              links={"author": "https://www.example.org/ann/{n}"}), DAYS),
    ("links of a host's own", _objects(title="{t}", url="/{n}", date="{d}"),
     [(title, f"/{number}", day) for title, number, day in TITLES]),
)  # fmt: skip


def _parse(
    value: object, recipe: dict[str, Any] | None = None, media_type: str | None = "application/json"
) -> EntriesPage:
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return parsers.parse(Page(content, URL, media_type), sources.recipe_from(recipe) if recipe else None)


def _told(page: EntriesPage) -> list[tuple[str | None, str | None, str | None]]:
    return [(entry.title, entry.link, entry.date) for entry in page.entries]


@pytest.mark.parametrize(
    ("value", "expected"), [each[1:] for each in ANSWERS], ids=[each[0] for each in ANSWERS]
)
def test_parse_finds(value: Any, expected: list[tuple[Any, ...]]) -> None:
    """The list of each kind of answer is found with its titles, links and dates."""
    found = _parse(value)

    assert found.parser == "json"
    assert _told(found) == expected


def test_parse_reads_the_rest() -> None:
    """Texts, authors, categories, totals and the next page are read where they stand."""
    value = {
        "title": "City news",
        "total": 42,
        "links": {"next": "?page=2"},
        "results": _objects(
            **PLAIN,
            posted_by="17",
            body_html="<p>Hello <script>x</script><b>you</b></p>",
            description="In short",
            author={"name": "Ann", "url": "https://www.example.org/ann"},
            tags=[{"name": "roads"}, {"name": "rail"}],
            image={"url": "/{n}.jpg", "alt": "x"},
        ),
    }
    found = _parse(value)
    entry = found.entries[0]

    assert (found.title, found.declared_total, found.next) == (
        "City news",
        42,
        "https://api.example.org/v1/news?page=2",
    )
    assert (entry.summary, entry.content) == ("In short", "<p>Hello <b>you</b></p>")
    assert (entry.authors, entry.categories, entry.images[0].url) == (("Ann",), ("roads", "rail"), "/7.jpg")
    assert dict(entry.rules)["title"] == "$.results[].title"


@pytest.mark.parametrize(
    ("members", "ids"),
    [
        ({"MatterId": "{n}", "TypeId": "{n}"}, ["7", "6", "5"]),
        ({"key": "same", "event_id": "$e{n}"}, ["$e7", "$e6", "$e5"]),
        ({"author_id": "{n}"}, [None, None, None]),
    ],
)
def test_parse_finds_ids(members: dict[str, str], ids: list[str | None]) -> None:
    """An entry without a link is known by its own id: one that no other has, and that is of no other thing."""
    assert [entry.id for entry in _parse(_objects(title="{t}", date="{d}", **members)).entries] == ids


ROWS = "".join(
    f'<div class="row"><h3><a href="/{number}">{title} on this day</a></h3><time datetime="{day}">{day}</time></div>'
    for title, number, day in TITLES
)
ASKED = [
    {"command": "settings", "settings": {}},
    {"command": "insert", "data": f'<div class="view">{ROWS}</div>'},
]
"""What a page gets when it asks for more of its list."""


@pytest.mark.parametrize(
    "recipe", [None, {"entry": ".row", "title": "h3", "link": "a", "date": "time"}], ids=["shape", "recipe"]
)
def test_parse_reads_markup_in_json(recipe: dict[str, Any] | None) -> None:
    """HTML that an answer holds is read as HTML, by its shape and by a recipe of selectors."""
    found = _parse(ASKED, recipe)

    assert found.parser == ("recipe" if recipe else "detect")
    assert _told(found) == [(f"{title} on this day", f"/{number}", day) for title, number, day in TITLES]


def test_parse_reads_no_list_in_a_body() -> None:
    """The body of one entry is no page, whatever it lists."""
    with pytest.raises(PageError) as caught:
        _parse({"title": {"rendered": "Digest"}, "date": "2024-03-05", "content": {"rendered": ROWS}})

    assert caught.value.code == "empty-page"


def test_parse_marks_releases_that_are_none_yet() -> None:
    """A member that is true counts as a category where its name is one: `prerelease`."""
    assert _parse(GITHUB).entries[0].categories == ("prerelease",)


PICTURES = (
    ("of a member that is called so", _objects(**PLAIN, urlToImage="https://i.example.org/{n}.jpg"), "https://i.example.org/7.jpg"),
    ("under a name that tells nothing", _objects(**PLAIN, media={"m": "https://i.example.org/{n}_m.jpg"}), "https://i.example.org/7_m.jpg"),
    ("no portrait of its owner",
     _objects(**PLAIN, owner={"profile_image": "/ann{n}.jpg", "display_name": "Ann"}, hero={"src": "/{n}.jpg"}), "/7.jpg"),
    ("a larger one", _objects(**PLAIN, thumbnails={k: {"url": f"/{k}{{n}}.jpg"} for k in ("default", "high")}), "/high7.jpg"),
    ("the file, not its page",
     _objects(**PLAIN, _embedded={"wp:featuredmedia": [{"link": "https://www.example.org/pic/", "source_url": "/{n}.jpg"}]}), "/7.jpg"),
    ("in the same object as the link", _objects(_source={**PLAIN, "image": {"src": "/{n}.jpg"}}), "/7.jpg"),
    ("that an entry refers to",
     {"data": _objects(**PLAIN, relationships={"field_image": {"data": {"type": "file", "id": "f{n}"}}}),
      "included": _objects(type="file", id="f{n}", attributes={"uri": {"url": "/{n}.jpg"}})}, "/7.jpg"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "address"), [each[1:] for each in PICTURES], ids=[each[0] for each in PICTURES]
)
def test_parse_finds_pictures(value: Any, address: str) -> None:
    """The picture of an entry is the file, the larger one, wherever the answer has it."""
    assert [image.url for image in _parse(value).entries[0].images] == [address]


FORMS = (
    ("guarded, and no media type", ")]}'\n" + json.dumps(_objects(**PLAIN)), None),
    ("assigned", f"var rows = {json.dumps(_objects(**PLAIN))};\n", "text/javascript"),
    ("guarded by a loop", f"while(1);{json.dumps(_objects(**PLAIN))}", None),
    ("guarded by a loop and a tag", f"])}}while(1);</x>{json.dumps(_objects(**PLAIN))}", "application/json"),
    ("called, and no media type", f"/**/show({json.dumps(_objects(**PLAIN))});", "text/javascript"),
    ("JSON in a text", json.dumps(json.dumps(_objects(**PLAIN))), "application/json"),
    ("text that is JSON", json.dumps(_objects(**PLAIN)), "text/plain"),
    ("HTML that is JSON", json.dumps(_objects(**PLAIN)), "text/html"),
    ("no media type", "\ufeff" + json.dumps(_objects(**PLAIN), indent=1), None),
    ("guarded", ")]}',\n" + json.dumps(_objects(**PLAIN)), "application/json"),
    ("lines", "\n".join(map(json.dumps, _objects(**PLAIN))), "application/x-ndjson"),
    ("called", f"/**/show({json.dumps(_objects(**PLAIN))});", "text/json"),
    ("a type of its own", json.dumps(_objects(**PLAIN)), "application/vnd.api+json"),
)


@pytest.mark.parametrize(
    ("text", "media_type"), [each[1:] for each in FORMS], ids=[each[0] for each in FORMS]
)
def test_parse_knows_json(text: str, media_type: str | None) -> None:
    """A page is JSON by its type or by its beginning, with what servers put around it."""
    assert _told(_parse(text.encode(), media_type=media_type)) == DAYS


REFUSED = (
    (b'{"items": [{"title": "cut', "not-json"),
    (b'{"error": "unauthorized", "code": 401}', "empty-page"),
    (b'{"items": []}', "empty-page"),
    (
        b'{"errors": [{"title": "Bad sort", "url": "/e/1"}, {"title": "Bad page", "url": "/e/2"}]}',
        "empty-page",
    ),
    (b'"no more than a text, which is none"', "not-json"),
    (b'{"menu": [{"id": 1, "color": "red"}, {"id": 2, "color": "blue"}]}', "empty-page"),
    (b'{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": []}', "already-a-feed"),
    (b"[" * 100_000, "not-json"),
    (b"null", "not-json"),
    (b'{"providers": [{"name": "A", "url": "/auth/a"}, {"name": "B", "url": "/auth/b"}]}', "empty-page"),
)


@pytest.mark.parametrize(("content", "code"), REFUSED)
def test_parse_refuses(content: bytes, code: str) -> None:
    """What is cut off, an error, empty or a feed is told as what it is."""
    with pytest.raises(PageError) as caught:
        _parse(content)

    assert caught.value.code == code


RECIPE = {
    "entry": "$.hits[?kind=='news']",
    "title": "$.head.text",
    "link": "$.join('', ['https://www.example.org/', to_string(no)])",
    "date": {"select": "$.when", "match": r"\d{4}-\d\d-\d\d"},
    "summary": ["$.none", "$.lead"],
    "category": "$.tags",
    "author": "$.people[].name",
    "total": "$.found",
    "next": "$.paging.next",
    "empty": "$.hits == `[]`",
}
ANSWER = {
    "found": 1234,
    "paging": {"next": "/v1/news?page=2"},
    "hits": [
        {"kind": "news", "head": {"text": "A &amp; B"}, "no": 7, "when": "on 2024-03-05", "lead": "Why <b>so</b>",
         "tags": ["x", "y"], "people": [{"name": "Ann"}]},
        {"kind": "advert", "head": {"text": "Buy"}},
    ],
}  # fmt: skip


def test_parse_follows_paths() -> None:
    """A recipe of paths reads what it names and nothing else."""
    found = _parse(ANSWER, RECIPE)
    entry = found.entries[0]

    assert _told(found) == [("A & B", "https://www.example.org/7", "2024-03-05")]
    assert (entry.summary, entry.categories, entry.authors) == ("Why so", ("x", "y"), ("Ann",))
    assert (found.declared_total, found.next) == (1234, "https://api.example.org/v1/news?page=2")
    assert dict(entry.rules)["summary"] == "$.lead"


RAW = (
    ([["title", "url"], ["A", "/a"]], {"entry": "$[1:]", "title": "$[0]", "link": "$[1]"}),
    ([["title", "url"], ["A", "/a"]], {"entry": "$[]", "title": "$.title", "link": "$.url"}),
    ({"a": {"t": "A", "u": "/a"}, "b": {"t": "", "u": ""}}, {"entry": "$.*", "title": "$.t", "link": "$.u"}),
)
"""Answers that are read as lists of objects, and recipes for how they write it and for how it is read."""


@pytest.mark.parametrize(("value", "recipe"), RAW)
def test_parse_follows_paths_in_either_shape(value: Any, recipe: dict[str, Any]) -> None:
    """A path may speak of an answer as it is written, and of the objects that it is read as."""
    assert _told(_parse(value, recipe)) == [("A", "/a", None)]


def test_parse_tells_a_path_that_finds_nothing() -> None:
    """An answer of another form is an error that names the path, unless it says that it is empty."""
    with pytest.raises(PageError, match=r"nothing at `\$\.hits") as caught:
        _parse({"results": []}, RECIPE)

    assert caught.value.code == "empty-page"
    assert _parse({"hits": []}, RECIPE).entries == ()


def test_parse_tells_recipes_of_the_other_kind() -> None:
    """Selectors find nothing in JSON and paths nothing in HTML, and the error says so."""
    with pytest.raises(PageError, match="the recipe reads HTML"):
        _parse(ANSWER, {"entry": "li"})
    with pytest.raises(PageError, match="no JSON"):
        _parse(b"<html><body><ul><li>One</li></ul></body></html>", RECIPE, "text/html")


MISTAKES = (
    ({"entry": "$.a["}, "recipe.entry", "at position 4"),
    ({"entry": "$.a..b"}, "recipe.entry", "unexpected '.'"),
    ({"entry": "$.a", "title": "$.nosuch(@)"}, "recipe.title", "unknown function"),
    ({"entry": "$.a", "title": "h2"}, "recipe.title", "must be a path"),
    ({"entry": "li", "title": "$.title"}, "recipe.title", "must be a selector"),
    ({"entry": "$.a", "title": {"select": [5], "attr": "c"}}, "recipe.title.select[0]", "must be"),
    ({"entry": "$.a", "title": {"select": "$.b", "attr": "c"}}, "recipe.title.attr", "has none"),
)


@pytest.mark.parametrize(("recipe", "key", "cause"), MISTAKES)
def test_recipe_tells_mistakes_in_paths(recipe: dict[str, Any], key: str, cause: str) -> None:
    """A path that cannot be read is told when the recipe is read, with its key and the place."""
    with pytest.raises(ConfigError) as caught:
        sources.recipe_from(recipe)

    assert caught.value.subject == key
    assert cause in str(caught.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["title", "url", "date", "items", "next", "total", "links", "tags"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(JSON)
def test_parse_never_fails_otherwise(value: Any) -> None:
    """Any JSON is read or refused."""
    for recipe in (None, RECIPE):
        with contextlib.suppress(PageError):
            _parse([value, value], recipe)
