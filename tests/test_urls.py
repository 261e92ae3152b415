"""Addresses: what comes of the links that pages print."""

from __future__ import annotations

import re
import time
from urllib.parse import unquote

import ada_url
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedkit import _urls

PAGE = "https://www.example.int/cps/en/news.htm?keywordquery=Iraq%20(its%20relations)&search=true"

RESOLVED = [
    ("news_175000.htm", "https://www.example.int/cps/en/news_175000.htm"),
    ("news_1.htm?selectedLocale=en", "https://www.example.int/cps/en/news_1.htm?selectedLocale=en"),
    ("  /a/b.htm\n", "https://www.example.int/a/b.htm"),
    ("../../x", "https://www.example.int/x"),
    ("../../../../x", "https://www.example.int/x"),
    ("./", "https://www.example.int/cps/en/"),
    ("..", "https://www.example.int/cps/"),
    ("/a/../b/./c/..", "https://www.example.int/b/"),
    ("/a//b", "https://www.example.int/a//b"),
    ("//act.example.int/x", "https://act.example.int/x"),
    ("?chunk=2", "https://www.example.int/cps/en/news.htm?chunk=2"),
    ("#v1", PAGE + "#v1"),
    ("http://other.example/", "http://other.example/"),
    ("http://other.example", "http://other.example/"),
    ("HTTP://Other.EXAMPLE:80/Path", "http://other.example/Path"),
    ("https://other.example:443/x#", "https://other.example/x"),
    ("https://other.example:8443/x", "https://other.example:8443/x"),
    ("http://user:secret@other.example/x", "http://other.example/x"),
    ("http://a@b@other.example/x", "http://other.example/x"),
    ("http://[::1]:8080/x", "http://[::1]:8080/x"),
    ("/a b/é.htm?q=ü&x[]=1", "https://www.example.int/a%20b/%C3%A9.htm?q=%C3%BC&x%5B%5D=1"),
    ("/%7Efoo/%e9%41", "https://www.example.int/~foo/%E9A"),
    ("/100%", "https://www.example.int/100%25"),
    ("/x?u=a\\b", "https://www.example.int/x?u=a%5Cb"),
    ("https://Bücher.example/", "https://xn--bcher-kva.example/"),
    ("https://faß.example/", "https://xn--fa-hia.example/"),
    ("https://☃.example/", "https://xn--n3h.example/"),
    ("https://ex%61mple.org/", "https://example.org/"),
    ("/x?b=2&utm_source=rss&a=1&UTM_Medium=feed", "https://www.example.int/x?b=2&a=1"),
    ("/x?utm%5Fsource=rss&fbclid=1&gclid=2&mc_cid=3&_hsenc=4&mkt_tok=5", "https://www.example.int/x"),
    ("/x;jsessionid=0A1B?id=7", "https://www.example.int/x?id=7"),
    ("/x?PHPSESSID=0a&ASPSESSIONIDQQ=1&id=7", "https://www.example.int/x?id=7"),
    ("/(S(lit3py55t21z5v55vlm25s55))/x.aspx", "https://www.example.int/x.aspx"),
    ("/x#utm_source=rss", "https://www.example.int/x"),
    ("/x?sid=5&ref=6&id=7&source=8&utm=9", "https://www.example.int/x?sid=5&ref=6&id=7&source=8&utm=9"),
]

REFUSED = [
    *(
        "",
        " ",
        "#",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "mailto:a@example.org",
        "tel:+1",
    ),
    *(
        "vbscript:x",
        "blob:https://a/b",
        "file:///etc/passwd",
        "ftp://example.org/",
        "feed://example.org/",
        "about:blank",
    ),
    *("java\nscript:alert(1)", "/a\tb", "/a\x00b", "/a\x7fb", "/a\x85b", "/a\ud800b"),
    *("http://127.0.0.1\\@example.com/", "\\\\example.org\\x", "/a\\b", "http:\\\\example.org"),
    *(
        "http:foo",
        "http:/foo",
        "http:///foo",
        "http://",
        "http://?",
        "http://:80/",
        "http://user@/",
        "///foo",
    ),
    *(
        "http://a b/",
        "http://a<b/",
        "http://a%00b/",
        "http://a..b/",
        "http://.a/",
        "http://[::1/",
        "http://[::g]/",
        "http://[:::]/",
    ),
    *(
        "http://h:99999/",
        "http://h:x/",
        "http://h:1:2/",
        "http://%/",
        "http://℀.example/",
        "http://" + "a" * 64 + "/",
    ),
]


@pytest.mark.parametrize(("link", "expected"), RESOLVED)
def test_absolute_resolves_and_cleans(link: str, expected: str) -> None:
    """A link becomes an absolute ASCII address; what chooses the content keeps its spelling."""
    assert _urls.absolute(link, PAGE) == expected


@pytest.mark.parametrize("link", REFUSED)
def test_absolute_refuses(link: str) -> None:
    """Other schemes, tricks and hosts that cannot be give None, with and without a base."""
    assert _urls.absolute(link, PAGE) is None
    assert _urls.absolute(link, None) is None


@pytest.mark.parametrize("base", [None, "", "page.htm", "file:///page.htm", "http://"])
def test_absolute_without_base_leaves_relative_links(base: str | None) -> None:
    """Without a usable base a relative link comes back trimmed, otherwise as printed."""
    assert _urls.absolute(" a b.htm?utm_source=x ", base) == "a b.htm?utm_source=x"
    assert _urls.absolute("//example.org/x", base) == "//example.org/x"
    assert _urls.absolute("HTTP://Example.org/x", base) == "http://example.org/x"


@pytest.mark.parametrize(
    ("base", "expected"),
    [("http://h", "http://h/x"), ("http://h/a/b", "http://h/a/x"), ("http://h/a/?q=/c/", "http://h/a/x")],
)
def test_absolute_merges_with_the_path_of_the_base(base: str, expected: str) -> None:
    """A relative path replaces what follows the last slash of the base's path, its query aside."""
    assert _urls.absolute("x", base) == expected


ALIKE = [
    ("http://h.example/a", "https://h.example/a"),
    ("http://h.example/a/", "http://H.example:80/a"),
    ("https://h.example", "https://h.example:443/"),
    ("https://h.example/%7efoo/%c3%a9", "https://h.example/~foo/é"),
    ("https://h.example/a?x=1&utm_source=y", "https://h.example/a/?x=1"),
    ("https://h.example/a#b", "https://h.example/a"),
    ("https://h.example/a;jsessionid=1", "//h.example/a"),
    ("https://h.example/a/%2e%2e/b", "https://h.example/b"),
]

DIFFERENT = [
    ("https://h.example/a?x=1&y=2", "https://h.example/a?y=2&x=1"),
    ("https://h.example/a", "https://h.example/A"),
    ("https://h.example/a", "https://www.h.example/a"),
    ("https://h.example/a%2Fb", "https://h.example/a/b"),
    ("https://h.example:8080/a", "https://h.example/a"),
]


@pytest.mark.parametrize(("a", "b"), ALIKE)
def test_canonical_is_alike_for_spellings(a: str, b: str) -> None:
    """Spellings of one address have one canonical form."""
    assert _urls.canonical(a) == _urls.canonical(b)


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_canonical_keeps_addresses_apart(a: str, b: str) -> None:
    """What may be another page has another canonical form."""
    assert _urls.canonical(a) != _urls.canonical(b)


def test_canonical_form() -> None:
    """The form is written down, for aliases are stored in it."""
    assert (
        _urls.canonical("HTTPS://WWW.Example.int:443/a%7eb/?x=%c3%a9#f") == "//www.example.int/a~b?x=%C3%A9"
    )
    assert _urls.canonical("news_1.htm", PAGE) == "//www.example.int/cps/en/news_1.htm"
    assert _urls.canonical(" mailto:a@example.org ") == "mailto:a@example.org"


def test_canonical_keeps_fragments_of_the_page_itself() -> None:
    """Entries that are sections of the page differ by their fragments; elsewhere a fragment is nothing."""
    assert _urls.canonical("#v1", PAGE) == _urls.canonical(PAGE) + "#v1"
    assert _urls.canonical("http" + PAGE[5:] + "#v1", PAGE).endswith("#v1")
    assert _urls.canonical("/other#v1", PAGE) == "//www.example.int/other"


@pytest.mark.parametrize("text", ["http://h", "HTTPS://h/x", "http://[::1]/", "http://bücher.example"])
def test_is_address_accepts(text: str) -> None:
    """An absolute http or https address with a host is one."""
    assert _urls.is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "page.html",
        "http",
        "http:",
        "http://",
        "https:///x",
        "ftp://h/",
        "httpx://h/",
        " /x",
        "http page",
    ],
)
def test_is_address_refuses(text: str) -> None:
    """Files, standard input and other schemes are no address."""
    assert not _urls.is_address(text)


def test_host_is_ascii_without_port() -> None:
    """The host comes alone, or not at all."""
    assert _urls.host("https://User@Bücher.example:8443/x") == "xn--bcher-kva.example"
    assert _urls.host("//h.example/x") == "h.example"
    assert _urls.host("x/y") is None
    assert _urls.host("mailto:a@h.example") is None


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("http://www.example.int/", "https://act.example.int/x", True),
        ("http://example.co.uk/", "https://www.example.co.uk/x", True),
        ("http://one.gov.uk/", "http://two.gov.uk/", False),
        ("http://one.github.io/", "http://two.github.io/", False),
        ("http://example.org/", "http://example.com/", False),
        ("http://10.0.0.1/", "http://10.1.0.1/", False),
        ("http://localhost:1/", "http://localhost:2/", True),
        ("x", "x", False),
    ],
)
def test_same_site_compares_registered_domains(a: str, b: str, same: bool) -> None:
    """Hosts of one registered domain are one site; a text without a host is on none."""
    assert _urls.same_site(a, b) is same


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://h/pictures/a%20b.jpg?width=3#x", "a b.jpg"),
        ("/pictures/200508-sg.jpg", "200508-sg.jpg"),
        ("a.jpg", "a.jpg"),
        ("https://h/a%2Fb.jpg", "b.jpg"),
        ("https://h/a%5c..%5cb%00.jpg", "b.jpg"),
        ("https://h", None),
        ("https://h/x/", None),
        ("data:image/png;base64,xx", None),
    ],
)
def test_file_name_is_the_last_segment(url: str, name: str | None) -> None:
    """The last segment of the path, decoded, and never a path of its own."""
    assert _urls.file_name(url) == name


def test_tag_follows_rfc_4151() -> None:
    """Host, day, and a text escaped where a URI needs it."""
    assert _urls.tag(PAGE, "2020-05-08", "a/b c#é") == "tag:www.example.int,2020-05-08:a/b%20c%23%C3%A9"


LINKS = st.one_of(
    st.text(),
    st.text(alphabet="ab.:/?#[]@%25;=&\\é。-_~ S()", max_size=40),
    st.text(alphabet="ab./%25;jsessionid=?#&utm_:", max_size=60).map("http://h/".__add__),
    st.text(alphabet="ab.é-%4。:@[]1", max_size=20).map("https://".__add__),
)


@given(LINKS, st.one_of(st.none(), st.just(PAGE), LINKS))
def test_absolute_never_raises_and_is_idempotent(link: str, base: str | None) -> None:
    """Whatever the texts, there is no error, and an address that was cleaned stays as it is."""
    found = _urls.absolute(link, base)
    if found is not None:
        assert _urls.absolute(found, base) == found
        if _urls.is_address(found):
            assert found.isascii()
            assert " " not in found


PRINTED = st.text(alphabet="ab.:/?#[]@%25;=&é。-_~ S()'\"<>|^`{}!$*,", max_size=30)


@given(
    st.one_of(
        PRINTED, *(PRINTED.map(start.__add__) for start in ("http://h/", "https://", "//h", "?", "../"))
    ),
    st.sampled_from(["http://example.org/a/b?c=d#e", "https://h", "http://h:8080/x/../y/"]),
)
def test_absolute_leads_where_browsers_go(link: str, base: str) -> None:
    """An address is spelled anew, and reaches what the printed one reaches by the WHATWG URL standard."""
    found = _urls.absolute(link, base)
    if found is not None:
        assert _reached(found) == _reached(link, base)


def _reached(url: str, base: str | None = None) -> tuple[str, ...]:
    """Return scheme, host, port, path, query and fragment as a browser reads them, escapes undone."""
    parts = ada_url.URL(url, base) if base else ada_url.URL(url)
    texts = (_unescaped(text) for text in (parts.pathname, parts.search))
    return parts.protocol, parts.hostname.rstrip("."), parts.port, *texts, unquote(parts.hash)


def _unescaped(text: str) -> str:
    """Return a text whose escapes are undone, but for those that mean something else than their letter."""
    text = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    return re.sub(r"%([0-9A-Fa-f]{2})", _undone, text)


def _undone(escape: re.Match[str]) -> str:
    letter = chr(int(escape[1], 16))
    return escape[0].upper() if letter in "/?#&=+;%" or letter > "\x7f" else letter


@given(LINKS, st.one_of(st.none(), st.just(PAGE), st.just("http://h/")))
def test_canonical_never_raises_and_is_idempotent(url: str, page: str | None) -> None:
    """A canonical form is its own canonical form, and that of the cleaned address."""
    form = _urls.canonical(url, page)
    assert _urls.canonical(form, page) == form
    found = _urls.absolute(url, page)
    if found is not None and _urls.is_address(found):
        assert _urls.canonical(found, page) == form or "%" in url


@given(LINKS, LINKS)
def test_names_never_raise(url: str, other: str) -> None:
    """Hosts, names and tags of any text are a value or None."""
    _urls.host(url)
    _urls.file_name(url)
    _urls.same_site(url, other)
    assert _urls.tag(url, "2000-01-01", other).isascii()


@pytest.mark.parametrize(
    "part",
    [
        "a",
        "%",
        "%41",
        "../",
        "/.",
        "//",
        "&",
        "utm_a=1&",
        ";jsessionid=",
        "/(S(",
        "é",
        "é.",
        "[",
        "@",
        ":",
        "#",
        " ",
    ],
)
def test_addresses_take_linear_time(part: str) -> None:
    """A hundred thousand characters of one kind are done in a moment, wherever they stand."""
    text = part * (100_000 // len(part))
    start = time.process_time()
    for link in (text, "http://" + text, "http://h/" + text, "http://h/?" + text):
        _urls.absolute(link, PAGE)
        _urls.canonical(link, PAGE)
        _urls.file_name(link)
    assert time.process_time() - start < 5


ONE, OTHER, LONG = "791c2ebcaca9d06d5b3015e715deab61", "0ad7e814e70794e445c496773992b8b1", "0ad7e814" * 5


@pytest.mark.parametrize(
    ("urls", "left"),
    [
        ([f"?t=1&sid={ONE}", f"?sid={ONE}&t=2", f"?sid={ONE}#p3"], ["?t=1", "?t=2", "#p3"]),
        ([f"?s={LONG}&t=1", f"?t=2&S={LONG}", "?t=3"], None),
        ([f"t-1?s={LONG}", f"t-2?s={LONG}", "t-3"], ["t-1", "t-2", "t-3"]),
        ([f"?sid={ONE}", f"?sid={OTHER}"], None),
        ([f"?sid={ONE}", f"?id={ONE}"], None),
        ([f"?id={ONE}&t=1", f"?id={ONE}&t=2"], None),
        (["?s=iraq&t=1", "?s=iraq&t=2"], None),
        ([], None),
    ],
)
def test_session_of_all_links_is_left_out(urls: list[str], left: list[str] | None) -> None:
    """A digest that all links name alike is the visitor's; one of a single link, or that differs, names what it leads to."""
    given = _urls.without_sessions([f"https://forum.example/{url}" for url in urls])

    assert given == [f"https://forum.example/{url}" for url in (urls if left is None else left)]


@pytest.mark.parametrize(
    ("host", "private"),
    [
        *(
            (host, True)
            for host in ("127.0.0.1", "127.1", "2130706433", "0x7f000001", "10.1.2.3", "192.168.0.1")
        ),
        *(
            (host, True)
            for host in ("169.254.169.254", "100.64.0.1", "[::1]", "[fe80::1]", "[::ffff:10.0.0.1]")
        ),
        *(
            (host, True)
            for host in ("localhost", "LOCALHOST.", "a.localhost", "printer.local", "db.internal")
        ),
        *(
            (host, False)
            for host in ("8.8.8.8", "[2606:4700::1111]", "www.example.org", "localhost.example.org")
        ),
        *((host, False) for host in ("local.example.org", "127.0.0.1.example.org", "notlocal", "1e100.net")),
    ],
)
def test_private_hosts_are_known_by_their_names(host: str, private: bool) -> None:
    """Numbers in any spelling, and names that are nobody's on the Internet."""
    assert _urls.is_private(f"http://{host}/a.jpg") is private
