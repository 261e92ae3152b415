"""What flows through feedkit: one frozen type for each stage.

    Page -> EntriesPage of RawEntry -> Entries of Entry -> Feed -> Document, and Diff of two Feeds

It takes and gives values only; they pickle and compare; nothing here reads a clock, a file or the
network. `None` means "the page did not say"; an empty tuple means "none".
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

Format = Literal["rss", "atom", "json"]

GENERATOR = "feedkit"
"""The mark of feedkit's own documents."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page to another, as the header of its answer tells (RFC 8288)."""

    url: str
    """Absolute."""
    rels: tuple[str, ...]
    """What the other page is to this one, in lower case: `next`, `alternate`."""
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of a page as they came, and what was said about them on the way."""

    content: bytes
    url: str | None = None
    """Where the bytes came from in the end, after redirects; None for a file without an address."""
    media_type: str | None = None
    """`text/html`, without parameters, lower case."""
    charset: str | None = None
    """As the response declares it."""
    etag: str | None = None
    last_modified: str | None = None
    """The validators (RFC 9110 section 8.8), verbatim."""
    retrieved: dt.datetime | None = None
    """When, aware; relative dates are resolved against it."""
    links: tuple[Link, ...] = ()
    """What the header field `Link` tells."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with one entry or with the page, and did not stop the run."""

    code: str
    message: str
    entry: int | None = None
    """Counted from 0 in the page's order; None when it is about the page."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of an entry, as far as the page tells."""

    name: str | None = None
    """The file name or code that the page prints, `200508-sg-iraq.jpg`."""
    caption: str | None = None
    url: str | None = None
    type: str | None = None
    """Media type, `image/jpeg`."""
    length: int | None = None
    """Bytes."""
    length_exact: bool = False
    """False when `length` was worked out from a rounded size such as `66.26KB`."""
    length_margin: int = field(default=0, compare=False)
    """Bytes that the file may have more or fewer because the size was rounded; 5 for `66.26KB`."""
    width: int | None = None
    """Pixels, as the page tells."""
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that belongs to an entry (RSS 2.0 `enclosure`, RFC 4287 section 4.2.7.2)."""

    url: str
    type: str
    length: int | None = None
    """Bytes; None when unknown."""
    length_exact: bool = True
    title: str | None = None
    length_margin: int = field(default=0, compare=False)
    """As of an image."""


@dataclass(frozen=True, slots=True)
class Person:
    """An author (RFC 4287 section 3.2)."""

    name: str
    url: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One entry as the page has it: texts, not yet values."""

    title: str | None = None
    link: str | None = None
    """As printed; relative to `EntriesPage.base`."""
    date: str | None = None
    date_heading: str | None = None
    """What stands above several entries and tells of their dates: `March 2024`."""
    summary: str | None = None
    content: str | None = None
    """HTML, cleaned."""
    id: str | None = None
    """The recipe's own id, such as the number in the link."""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    """With addresses as printed."""
    enclosures: tuple[Enclosure, ...] = ()
    """Audio, video and documents, with addresses as printed."""
    aside: tuple[Image, ...] = ()
    """Pictures that were left out because of what the other entries of the list have."""
    rules: tuple[tuple[str, str], ...] = ()
    """Which rule gave which field, for `preview --explain`."""


@dataclass(frozen=True, slots=True)
class ListFound:
    """A list that a page seems to have, for people to choose from."""

    entries: int
    score: float
    """How much it looks like the page's main list, next to the others."""
    where: str
    """The elements that lead to its entries."""
    titles: tuple[str, ...] = ()
    """The first few."""
    measures: tuple[tuple[str, float], ...] = ()
    """How good its titles, dates, links and texts are, and how many of its titles are running text, each 0 to 1."""
    confidence: float = 0.0
    """How likely it is that it is the page's list, with all its entries and nothing else."""
    interval: tuple[float, float] = (0.0, 1.0)
    """The share of lists with such a confidence that were right: 95 % interval of what was seen."""


@dataclass(frozen=True, slots=True)
class EntriesPage:
    """A page read: its list of entries and what it says of itself."""

    url: str | None = None
    base: str | None = None
    """What relative addresses are relative to."""
    parser: str = "text"
    title: str | None = None
    language: str | None = None
    """RFC 5646 tag."""
    site_name: str | None = None
    declared_total: int | None = None
    """How many entries the page says there are, shown or not."""
    entries: tuple[RawEntry, ...] = ()
    next: str | None = None
    """Address of the next page of the list."""
    starts: tuple[int, ...] = (0,)
    """The row with which each page of the list begins, where several were read."""
    left_out: tuple[tuple[str, int], ...] = ()
    """Why pictures were left out, and how many for each reason: `("icon", 10)`."""
    date_formats: tuple[str, ...] = ()
    """`strptime` formats of the dates, when the recipe gives them."""
    problems: tuple[Problem, ...] = ()
    lists: tuple[ListFound, ...] = ()
    """The lists among which this one was chosen, when no recipe told it."""
    dropped: tuple[tuple[str, str], ...] = ()
    """Rows that were taken for no entries: how they begin, and why."""
    retrieved: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed (RFC 4287 section 4.1.2)."""

    id: str | None
    """None only while the address of the page is unknown."""
    title: str
    link: str | None = None
    """Absolute, ASCII; None when the page gives none."""
    date: dt.date | dt.datetime | None = None
    """What the page printed: a day (`datetime.date`), or a time (aware), unconverted."""
    date_relative: bool = False
    """Whether `date` was worked out from a text such as "2 hours ago"."""
    published: dt.datetime | None = None
    """Aware, whole seconds; None when nothing is known."""
    updated: dt.datetime | None = None
    summary: str | None = None
    """Plain text; an empty line stands between paragraphs."""
    content: str | None = None
    """HTML, cleaned."""
    authors: tuple[Person, ...] = ()
    categories: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    date_end: dt.date | dt.datetime | None = None
    """The last day or time where the page printed a span, such as "12-14 January 2020"; no document shows it."""
    aside: tuple[Image, ...] = ()
    """Pictures that were left out because of what the other entries of the list have; they stay so for this entry."""

    @property
    def day_only(self) -> bool:
        """Whether the page printed a day without a time."""
        return self.date is not None and not isinstance(self.date, dt.datetime)

    @property
    def is_permalink(self) -> bool:
        """Whether the id is the published link (RSS 2.0 `guid@isPermaLink`)."""
        return self.link is not None and self.id == self.link


@dataclass(frozen=True, slots=True)
class Own:
    """What is remembered of the page that an entry has for itself."""

    tries: int = 0
    """In how many runs it was asked for in vain."""
    fields: tuple[str, ...] = ()
    """Fields, named as in a recipe, that it told because the list does not."""
    is_done: bool = False
    """Whether it is never asked for again."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of one page in the page's order, doubles joined, and what was wrong with them."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    pages: tuple[int, ...] = ()
    """The page of the list on which each entry stands, counted from 1; without any, on the first."""
    goes_on: bool = False
    """Whether the list has more pages than were read."""
    own: tuple[Own, ...] = ()
    """What is to be remembered of each entry's own page; without any, what is known stays."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it is published, newest entry first (RFC 4287 section 4.1.1)."""

    id: str
    title: str
    link: str
    """The page that the feed is of."""
    self_link: str | None = None
    """Where the document itself is published."""
    subtitle: str | None = None
    language: str | None = None
    authors: tuple[Person, ...] = ()
    updated: dt.datetime | None = None
    """The newest `updated` of the entries; None when there is no entry."""
    entries: tuple[Entry, ...] = ()
    generator: str | None = GENERATOR
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A feed in one format, ready to be written or served."""

    name: str
    """File name, `feed.xml`."""
    format: Format
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of both feeds, and the names of the fields that differ."""

    before: Entry
    after: Entry
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """What changed between two feeds; order alone is no change."""

    new: tuple[Entry, ...] = ()
    changed: tuple[Change, ...] = ()
    gone: tuple[Entry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An entry that was published, and what must be remembered of it so that it stays itself."""

    entry: Entry
    first_seen: dt.datetime
    position: int = 0
    """Its place on the page when it was first seen, counted from 0 at the top."""
    aliases: tuple[str, ...] = ()
    """Every id and canonical link that it was ever met under, sorted."""
    digest: str = ""
    """Hash of its content (version byte first), by which a change is noticed."""
    changes: int = 0
    """How often the content changed."""
    shown: bool = True
    """Whether the last good run found it, or did not look where it may be."""
    retired: bool = False
    """Whether it has left the documents; its id stays known."""
    page: int = 1
    """The page of the list that it stood on when it was last seen; further ones are not always read."""
    tries: int = 0
    """In how many runs the sizes of its pictures were asked for in vain."""
    own: Own = Own()


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that is remembered of one source between two runs."""

    feed_id: str
    """The page's address at the first run; never computed again."""
    title: str | None = None
    language: str | None = None
    site_name: str | None = None
    """What the page said of itself at the first run."""
    entries: tuple[KnownEntry, ...] = ()
    etag: str | None = None
    last_modified: str | None = None
    bound_to: str = ""
    """Hash of the recipe, the address and feedkit's version that the validators hold for."""
    whole: dt.datetime | None = None
    """When the page last came whole, and not as "not modified"."""


@dataclass(frozen=True, slots=True)
class Run:
    """One line in the history of a source."""

    at: dt.datetime
    status: Literal["ok", "suspect", "broken"]
    code: str | None = None
    count: int = 0
    """Entries that the page showed."""
    recipe: str = ""
    """Hash of the recipe; counts of another one tell nothing."""
    titles: float = 0.0
    links: float = 0.0
    dates: float = 0.0
    """Shares of the entries that had the field, 0 to 1."""
    whole: bool = False
    """Whether the HTML of the page ended as HTML ends."""
    not_before: dt.datetime | None = None
    """When the server wants to be asked again at the earliest (Retry-After)."""


@dataclass(frozen=True, slots=True)
class Robots:
    """What a site's robots.txt said when it was last got."""

    origin: str
    """Scheme, host and port of the site, as in `https://www.example.org`."""
    at: dt.datetime
    text: str = ""
    """Empty where there is none."""
