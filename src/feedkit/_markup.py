"""The markup that documents put around an entry's texts, and its exact undoing.

It takes plain texts and gives one line of XML, HTML, or HTML inside XML (which is escaped twice);
`plain` and `split` take back what `description` and `body` gave, without a loss and without a
doubt. It never reads HTML of others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Picture = tuple[str, str]
"""Address and caption of the picture that stands before a text."""

_PICTURE_START = '<p><img src="'
_PICTURE = re.compile(r'<p><img src="([^"]*)" alt="([^"]*)"></p>')


def _escaper(ampersand: str, less: str, greater: str, line: str = "\n") -> Callable[[str], str]:
    """Return a function that writes the characters of markup, and line breaks, in another way."""

    def escape(value: str) -> str:
        if "&" in value:
            value = value.replace("&", ampersand)
        if "<" in value:
            value = value.replace("<", less)
        if ">" in value:
            value = value.replace(">", greater)
        return value.replace("\n", line) if "\n" in value else value

    return escape


text = _escaper("&amp;", "&lt;", "&gt;", "&#10;")
"""From text to XML character data on one line (XML 1.0 section 2.4)."""
words = _escaper("&#x26;", "&#x3C;", "&#x3E;", "&#10;")
"""The same for plain text for people, with the references that most readers take for text and not
for HTML ("Character Data" in the RSS Best Practices Profile)."""
_html = _escaper("&amp;", "&lt;", "&gt;")
"""From plain text to HTML text."""
_html_in_xml = _escaper("&amp;amp;", "&amp;lt;", "&amp;gt;")
"""What `text(_html(value))` gives, in one pass; line breaks stay."""


def attribute(value: str, escape: Callable[[str], str] = text) -> str:
    """Return what stands between the quotes of an XML attribute (XML 1.0 section 3.3.3)."""
    value = escape(value)
    if '"' in value:
        value = value.replace('"', "&quot;")
    if "\t" in value:
        value = value.replace("\t", "&#9;")
    return value


class Dialect(NamedTuple):
    """HTML as it stands in a document: as it is, or escaped for XML."""

    whole: Callable[[str], str]
    """From HTML to HTML in this dialect."""
    escape: Callable[[str], str]
    """From plain text to HTML in this dialect."""
    start: str
    end: str
    between: str
    line: str
    picture: tuple[str, str, str]
    """What stands before, between and after the address and the caption of a picture."""
    in_quotes: tuple[str, str]
    """A quotation mark and a line break between quotes."""


def _dialect(whole: Callable[[str], str], escape: Callable[[str], str]) -> Dialect:
    picture = (whole(_PICTURE_START), whole('" alt="'), whole('"></p>'))
    breaks = (whole("<p>"), whole("</p>"), whole("</p><p>"), whole("<br>"))
    return Dialect(whole, escape, *breaks, picture, (whole("&quot;"), whole("\n")))


HTML = _dialect(str, _html)
HTML_IN_XML = _dialect(text, _html_in_xml)


def description(value: str, dialect: Dialect = HTML) -> str:
    """Return plain text as HTML: paragraphs where there are several, else the bare text."""
    escaped = dialect.escape(value)
    if "\n" not in escaped:
        return escaped
    broken = escaped.replace("\n\n", dialect.between).replace("\n", dialect.line)
    return f"{dialect.start}{broken}{dialect.end}"


def paragraphs(value: str, dialect: Dialect = HTML) -> str:
    """Return plain text as HTML paragraphs; an empty line parts them."""
    described = description(value, dialect)
    return described if "\n" in value else f"{dialect.start}{described}{dialect.end}"


def plain(value: str) -> str:
    """Return the text that `description` or `paragraphs` was given."""
    if value.startswith("<p>") and value.endswith("</p>"):
        value = value[3:-4].replace("</p><p>", "\n\n").replace("<br>", "\n")
    return _unescaped(value)


def _unescaped(value: str) -> str:
    if "&" not in value:
        return value
    value = value.replace("&quot;", '"').replace("&gt;", ">").replace("&lt;", "<")
    return value.replace("&amp;", "&")


def body(
    summary: str | None, content: str | None, picture: Picture | None, dialect: Dialect = HTML
) -> str | None:
    """Return the HTML of an entry: its picture, then its content, else its summary.

    None when there is neither picture nor content: the summary then says all.
    """
    if content:
        rest = dialect.whole(_marked(content, summary))
        return _picture(picture, dialect) + rest if picture and not _shows(content, picture) else rest
    if picture is None:
        return None
    return _picture(picture, dialect) + (paragraphs(summary, dialect) if summary else "")


def _shows(content: str, picture: Picture) -> bool:
    return picture[0] in content or _html(picture[0]) in content


def _picture(picture: Picture, dialect: Dialect) -> str:
    start, between, end = dialect.picture
    return f"{start}{_quoted(picture[0], dialect)}{between}{_quoted(picture[1], dialect)}{end}"


def _quoted(value: str, dialect: Dialect) -> str:
    value = dialect.escape(value)
    if '"' in value or "\n" in value:
        quote, line = dialect.in_quotes
        value = value.replace('"', quote).replace("\n", line)
    return value


def _marked(content: str, summary: str | None) -> str:
    """Return content that `split` cannot take for something else: a line break in front marks it."""
    looks_made = content.startswith(("\n", _PICTURE_START))
    if looks_made or content == (paragraphs(summary) if summary else description(plain(content))):
        return "\n" + content
    return content


def is_body(value: str) -> bool:
    """Whether HTML is what `body` put together, and not the `description` of a plain text."""
    return value.startswith(("\n", _PICTURE_START)) or value != description(plain(value))


def split(value: str, described: str | None) -> tuple[Picture | None, str | None]:
    """Return the picture and the content that `body` put together, given the summary's `description`."""
    found = _PICTURE.match(value)
    if found is None:
        return None, value.removeprefix("\n")
    picture, rest = (_unescaped(found[1]), _unescaped(found[2])), value[found.end() :]
    if not rest or rest == described or (described and rest == f"<p>{described}</p>"):
        return picture, None
    return picture, rest.removeprefix("\n")


def known(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts that say something, none twice."""
    return tuple(dict.fromkeys([text for text in texts if text and not text.isspace()]))


def name_of(name: str, *addresses: str | None) -> str:
    """Return what a person is called by: the name, else the first of the addresses."""
    if name and not name.isspace():
        return name
    return next((text for text in addresses if text and not text.isspace()), "")
