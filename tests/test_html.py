"""Trees of pages, and what they say."""

import time

import hypothesis
import pytest
from hypothesis import strategies as st

from feedkit import _html, _renditions
from feedkit.errors import PageError

URL = "https://www.example.org/news/list.html"


def tree(text: str | bytes, charset: str | None = "utf-8"):
    return _html.tree(text if isinstance(text, bytes) else text.encode("utf-8", "replace"), charset, "page")


def first(text: str, tag: str):
    return next(tree(f"<body>{text}").iter(tag))


@pytest.mark.parametrize("depth", [10, 250, 254, 255, 256, 300, 1000, 2000])
def test_deep_page_is_read_whole(depth: int) -> None:
    """The first limit of lxml is none: the page is parsed again with the higher one."""
    page = f"<html><body>{'<div>' * depth}<i>in</i>{'</div>' * depth}<b>after</b></body></html>"

    assert [node.text for node in tree(page).iter("i", "b")] == ["in", "after"]


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 10_000 + "x",
        "<p><b>after</b>" + "<font>" * 3000,
        "<img " + " ".join(f"a{n}=1" for n in range(100_000)) + "><b>after</b>",
        "<img " + " ".join(f'a{n}="x y"' for n in range(20_000)) + ">",
    ],
)
def test_page_that_would_be_cut_is_an_error(page: str) -> None:
    """What the parser cannot hold makes an error in no time, never a smaller page."""
    started = time.process_time()
    with pytest.raises(PageError) as caught:
        tree(page)

    assert (caught.value.code, caught.value.subject) == ("truncated", "page")
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "page", ["<p>{}</p><b>after</b>", "<p title='{}'>x</p><b>after</b>", "<!--{}--><b>after</b>"]
)
def test_longest_text_is_kept(page: str) -> None:
    """Texts and attributes over ten million characters are beyond lxml's first limit, and are whole."""
    root = tree(page.format("x" * 11_000_000))

    assert [node.text for node in root.iter("b")] == ["after"]
    for node in root.iter("p"):
        assert max(len(node.text), len(node.get("title", ""))) == 11_000_000


@pytest.mark.parametrize("page", ["", "   \n", "<!-- nothing -->", "\0"])
def test_empty_page_is_an_error(page: str) -> None:
    """A page without an element has nothing to read."""
    with pytest.raises(PageError) as caught:
        tree(page)

    assert caught.value.code == "empty-page"


def test_page_of_too_many_tags_is_an_error() -> None:
    """A tag takes many times its own size in memory: the limit is theirs, not of the bytes."""
    page = "<p>" * (_html.MOST_TAGS - 2) + "<p>x</p>"
    assert tree(page)[0][-1].text == "x"
    with pytest.raises(PageError, match="500,000 tags") as told:
        tree(f"<p>{page}")
    assert told.value.code == "too-large"


def test_void_elements_hold_nothing() -> None:
    """What stands after a `source` or a `wbr` is not inside it, as lxml has it."""
    root = tree(
        "<picture><source srcset=a><source srcset=b><img src=c></picture><p>a<wbr>b<wbr>c<em>d</em>e</p>f"
    )

    assert root.xpath("//picture/img/@src") == ["c"]
    assert [_html.text_of(p) for p in root.iter("p")] == ["abcde"]
    assert root.xpath("//p/em/text()") == ["d"]


def test_templates_are_inert() -> None:
    """A blueprint for scripts holds no entry; a shadow root that the page brings along does."""
    root = tree(
        "<template><li>{{ title }}</li></template><template shadowrootmode=open><li>real</li></template>"
    )

    assert [node.text for node in root.iter("li")] == ["real"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p> a\n b </p>", "a b"),
        ("<p>a<b>b</b>c <i>d</i></p>", "abc d"),
        ("<p>a<br>b<span>c</span>d</p>", "a bcd"),
        ("<p>one<custom-tag>word</custom-tag>!</p>", "oneword!"),
        ("<p><span>a<b>b</b></span>c</p>", "abc"),
        ("<p>a<script>x</script>b<style>y</style>c<noscript>z</noscript>d</p>", "abcd"),
        ("<p>a<svg><title>x</title></svg><select><option>y</select><textarea>z</textarea></p>", "a"),
        ('<p><span hidden>x</span>a<i style="color:red; display : NONE">y</i>b</p>', "ab"),
        ('<p style="display:none">shown when it is asked for</p>', "shown when it is asked for"),
        ("<p>a<!-- x -->b<?php y ?>c</p>", "abc"),
        ("<p>a&nbsp;&amp;amp;&lt;b&gt; &#150; &copy ]]&gt;</p>", "a &amp;<b> – © ]]>"),
        ("<p>x\x01y\x7fz</p>", "xyz"),
        ("<p>null\0byte</p>", "nullbyte"),
        ("<P>UPPER<B>case</B></P>", "UPPERcase"),
    ],
)
def test_text_is_what_one_sees(html: str, text: str) -> None:
    """Blocks are apart, inline elements are not, and what is not shown has no text."""
    assert _html.text_of(first(html, "p")) == text


def test_text_of_blocks_is_apart() -> None:
    """Cells, list rows and paragraphs never run together."""
    text = "<ul><li>a<li>b</ul><table><tr><td>c<td>d<tr><td>e</table><div>f</div><div>g</div>h"

    assert _html.text_of(first(text, "body")) == "a b c d e f g h"


@pytest.mark.parametrize(
    ("html", "tag", "text"),
    [
        ("<meta content=' 2020-05-08 '>", "meta", "2020-05-08"),
        ("<input value=x>", "input", "x"),
        ("<script>x</script>", "script", ""),
        ("<textarea>x</textarea>", "textarea", ""),
    ],
)
def test_text_of_textless_elements(html: str, tag: str, text: str) -> None:
    """`meta` and `input` say something without a text; scripts say nothing."""
    assert _html.text_of(first(html, tag)) == text


@pytest.mark.parametrize(
    ("head", "url", "base"),
    [
        ("", URL, URL),
        ("", None, None),
        ("<base target=_top><base href='/a/'><base href='/b/'>", URL, "https://www.example.org/a/"),
        ("<base href='https://cdn.example.org/x/'>", URL, "https://cdn.example.org/x/"),
        ("<base href='https://cdn.example.org/x/'>", None, "https://cdn.example.org/x/"),
        ("<base href='relative/'>", None, None),
        ("<base href='javascript:x'>", URL, URL),
        ("<base href='https://[bad/'>", URL, URL),
        ("<base href='https://evil.example.net/'>", URL, URL),
    ],
)
def test_base_is_believed_on_its_own_site(head: str, url: str | None, base: str | None) -> None:
    """The first `base` with an address counts, unless it leads to another site."""
    facts = _html.facts(tree(f"<head>{head}</head><p>x"), url)

    assert facts.base == base
    assert facts.refused_base == ("https://evil.example.net/" if "evil" in head else None)


def test_facts_come_from_the_head() -> None:
    """Title, language, site and address stand where HTML puts them, in any case."""
    root = tree(
        "<HTML LANG=pt_BR><svg><title>icon</title></svg><head><TITLE>The &lt;page&gt;</TITLE>"
        "<LINK REL='alternate Canonical' HREF=' https://www.example.org/c '>"
        "<meta property=og:site_name content='Site'></head>"
    )
    facts = _html.facts(root, None)

    assert (facts.title, facts.language, facts.site_name) == ("The <page>", "pt-BR", "Site")
    assert facts.url == facts.base == "https://www.example.org/c"


@pytest.mark.parametrize(
    ("page", "language"),
    [
        ("<html lang=en><p>", "en"),
        ("<html xml:lang=fr><p>", "fr"),
        ("<html lang=english><p>", None),
        ("<html lang=''><body lang=de><p>", "de"),
        ("<meta http-equiv=Content-Language content=ru><p>", "ru"),
        ("<meta http-equiv=Content-Language content='en, de'><p>", None),
    ],
)
def test_language_is_a_tag_or_nothing(page: str, language: str | None) -> None:
    """What is no language tag is no language."""
    assert _html.facts(tree(page), URL).language == language


@pytest.mark.parametrize(
    ("srcset", "address"),
    [
        ("a.jpg", "a.jpg"),
        ("a.jpg 1x,b.jpg 2x", "b.jpg"),
        ("a.jpg 480w, b.jpg 960w, c.jpg 640w", "b.jpg"),
        ("/w_3,h_2/a.jpg 1x, /w_6,h_4/b.jpg 1.5x", "/w_6,h_4/b.jpg"),
        ("a.jpg, b.jpg 2x", "b.jpg"),
        (" , a.jpg 1x , ", "a.jpg"),
        ("data:image/gif;base64,AA 9x, a.jpg 1x", "a.jpg"),
        (" ,, ", None),
    ],
)
def test_srcset_gives_its_largest(srcset: str, address: str | None) -> None:
    """Candidates are parted as HTML section 4.8.4.2.1 parts them."""
    found = _renditions.best(first(f'<img srcset="{srcset}">', "img"))

    assert (found.address if found else None) == address


@pytest.mark.parametrize(
    "blow",
    ["a,", "a 1x, ", " ", "a ", ", ", "img", "; display", "url( ", ".jpg", "data:", "1x1-"],
)
def test_long_attributes_cost_little(blow: str) -> None:
    """No attribute of any shape makes reading a picture slow."""
    long = blow * (400_000 // len(blow))
    image = first(f'<img srcset="{long}" src="{long}" data-x="{long}" style="{long}" alt="{long}">', "img")
    started = time.process_time()
    _renditions.best(image)
    _renditions.behind(image)
    _html.text_of(image.getparent())
    _renditions.address_in(long)

    assert time.process_time() - started < 5


def markup(html: str, tag: str = "div", base: str | None = URL) -> str:
    return _html.markup_of(first(html, tag), base)


@pytest.mark.parametrize(
    ("html", "content"),
    [
        ("<div>a <b onclick=x()>b</b></div>", "a <b>b</b>"),
        ("<div>a<script>x</script>b<style>y</style><iframe src=z></iframe>c</div>", "abc"),
        ("<div><a href='../x?utm_source=y&a=1'>r</a></div>", '<a href="https://www.example.org/x?a=1">r</a>'),
        ("<div><a href='java\tscript:x'>r</a><a href=data:x>s</a></div>", "<a>r</a><a>s</a>"),
        ("<div><section>one</section><article>two</article></div>", "<div>one</div><div>two</div>"),
        ("<div>x<span hidden>y</span><p style='display:none'>z</p></div>", "x"),
        (
            "<div><img src=data:x data-src=/a.png alt=A></div>",
            '<img src="https://www.example.org/a.png" alt="A">',
        ),
        ("<div>a<img src=data:x>b<img>c</div>", "abc"),
        (
            "<div><img src=blank.gif><noscript><img src=/n.png></noscript></div>",
            '<img src="https://www.example.org/n.png">',
        ),
        ("<div>&lt;b&gt; &amp;amp; ]]&gt;</div>", "&lt;b&gt; &amp;amp; ]]&gt;"),
        ("<div>x\x01\x0b\x7fy</div>", "x y"),
        (
            "<div><svg><a href=x>s</a></svg><math><mi>m</mi></math><form><p>in a form<button>b</button></form></div>",
            "<div><p>in a form</p></div>",
        ),
        ("<div><template><p>t</template>x</div>", "x"),
    ],
)
def test_markup_is_safe_and_whole(html: str, content: str) -> None:
    """Only an allow-list of tags, absolute links, and nothing that is not seen."""
    assert markup(html) == content


@pytest.mark.parametrize(
    ("html", "tag", "content"),
    [
        ("<ul><li>a<li>b</ul>", "ul", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a <i>b</i></ul>", "li", "a <i>b</i>"),
        ("<p>a <i>b</i></p>", "p", "<p>a <i>b</i></p>"),
        ("<table><tr><td>a<td>b</table>", "td", "a"),
        (
            "<table><tr><td>a<td>b</table>",
            "tr",
            "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
        ),
        ("<article class=x><h1>a</h1>b</article>", "article", "<h1>a</h1>b"),
    ],
)
def test_markup_leaves_out_mere_parts(html: str, tag: str, content: str) -> None:
    """A list or a paragraph comes whole; of a cell or a box come the contents."""
    assert markup(html, tag) == content


def test_markup_leaves_the_page_as_it_is() -> None:
    """Content is cut from a copy: what is read next finds everything in its place."""
    root = tree("<div>a<script>x</script><img src=data:x></div>")
    _html.markup_of(next(root.iter("div")), URL)

    assert [node.tag for node in next(root.iter("div")).iter()] == ["div", "script", "img"]


@hypothesis.given(st.text(st.sampled_from("<>/ab='\"&; \n\0\x0b\ud800\ufffe#-![]?"), max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    """No page makes anything but a page or a `PageError`, and what it says holds nothing forbidden."""
    try:
        root = tree(f"<p>x{text}")
    except PageError:
        return
    for node in root.iter():
        said = _html.text_of(node) + _html.markup_of(node, URL)
        assert not set(said) & set("\0\x0b\ud800\ufffe")
