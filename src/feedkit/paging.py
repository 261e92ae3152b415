"""A list that goes on: from its first page to all of its pages, joined into one.

It takes the first page as it was read and gives the same with the entries of the further pages,
each fetched through the gate. A further page that cannot be got or read takes nothing away: a
problem tells of it. A page from a file leads nowhere, and none leads to another site.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from feedkit import _urls, fetch, guards, parsers
from feedkit._selectors import Numbered
from feedkit.errors import FetchError, PageError
from feedkit.models import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from feedkit.errors import FeedkitError
    from feedkit.models import EntriesPage, Page, RawEntry
    from feedkit.sources import Recipe

MAX_PAGES = 10
"""How many pages are read where a recipe has `next` and no `max_pages`."""
_BEYOND = ("http-404", "gone", "empty-page")
"""What a server says of a number that has no page: the list ended before."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A list as far as it was read."""

    listing: EntriesPage
    error: FeedkitError | None = None
    """Why a page is missing that may be there the next time."""


def follow(
    first: Page,
    listing: EntriesPage,
    request: fetch.Request,
    recipe: Recipe | None,
    is_known: Callable[[EntriesPage], bool] = lambda page: False,
) -> Followed:
    """Return the entries of a list from its first page on, in their order, none twice.

    `first` is the page that `request` got and `listing` what was read from it. The list ends at its
    last page, at `max_pages`, at the first page whose entries all `is_known`, and where it would go
    round: at a page that was read before, or that shows nothing but what others have shown.
    """
    most = _most_pages(recipe)
    if most == 1 or not _urls.is_address(request.page):
        return Followed(listing)
    walk = _Walk(first, listing, request, recipe)
    while not is_known(walk.pages[-1]):
        if len(walk.pages) == most:
            walk.tell_more()
            break
        if not walk.goes_on():
            break
    return Followed(walk.joined(), walk.error)


def _most_pages(recipe: Recipe | None) -> int:
    if recipe is None:
        return 1
    return recipe.max_pages or (MAX_PAGES if recipe.next else 1)


class _Walk:
    """One way through a list: the pages so far, the addresses that they had, and what went wrong."""

    def __init__(
        self, first: Page, listing: EntriesPage, request: fetch.Request, recipe: Recipe | None
    ) -> None:
        self.first = first
        self.start = first.url or request.page
        self.request = request
        self.recipe = recipe
        self.pages = [listing]
        self.visited = {_urls.canonical(request.page), _urls.canonical(self.start)}
        self.seen = set(_looks(listing))
        self.problems: list[Problem] = []
        self.error: FeedkitError | None = None

    def goes_on(self) -> bool:
        """Whether there is a next page that shows something more; it is the last of `pages` then."""
        address = self._following()
        if address is None or not self._may_read(address):
            return False
        self.visited.add(_urls.canonical(address))
        try:
            page = fetch.get(self.request.to(address))
            return page is not None and self._takes(page, address)
        except (FetchError, PageError) as error:
            self._tell(error)
            return False

    def tell_more(self) -> None:
        """Note that the list goes on, if it does."""
        if self._following():
            count = len(self.pages)
            message = f"{count} pages of the list were read, and it goes on: see `max_pages` in the recipe"
            self.problems.append(Problem("max-pages", message))

    def joined(self) -> EntriesPage:
        """The pages as one; a row that stood on an earlier page as well is there once."""
        first, *further = self.pages
        rows, starts, problems = [*first.entries], [0], [*first.problems]
        places = {row: place for place, row in enumerate(_absolute_rows(first))}
        for page in further:
            starts.append(len(rows))
            there = _absolute_rows(page)
            new = [row for row in there if row not in places]
            places.update({row: len(rows) + place for place, row in enumerate(new)})
            rows += new
            problems += _numbered(page.problems, [places[row] for row in there], problems)
        return replace(
            first,
            entries=tuple(rows),
            starts=tuple(starts),
            next=self._following(),
            problems=(*problems, *self.problems),
        )

    def _following(self) -> str | None:
        """The address of the page after the last one, if it was not asked for yet."""
        first, last = self.pages[0], self.pages[-1]
        numbers = self.recipe.next if self.recipe else None
        address = last.next
        if isinstance(numbers, Numbered):
            address = _urls.absolute(numbers.link(len(self.pages) - 1), first.base)
        return address if address and _urls.canonical(address) not in self.visited else None

    def _may_read(self, address: str) -> bool:
        """Whether an address is on the site of the list, and no less secure."""
        is_weaker = self.start.startswith("https:") and not address.startswith("https:")
        if _urls.same_site(address, self.start) and not is_weaker:
            return True
        cause = "it leads from https to http" if is_weaker else "it leads to another site"
        self.problems.append(Problem("no-next-page", f"the next page is not read: {address}: {cause}"))
        return False

    def _takes(self, page: Page, asked: str) -> bool:
        """Whether a page is none of those before, and more than they are; it is added to them then."""
        address = page.url or asked
        place = _urls.canonical(address)
        if place != _urls.canonical(asked) and (place in self.visited or not self._may_read(address)):
            return False
        self.visited.add(place)
        if guards.is_whole(self.first) and not guards.is_whole(page):
            raise PageError(f"page cut off: {address}: the end of the HTML is missing", "truncated")
        listing = parsers.parse(replace(page, retrieved=self.first.retrieved), self.recipe, subject=address)
        looks = set(_looks(listing))
        is_more = not looks <= self.seen
        if is_more:
            self.pages.append(listing)
            self.seen |= looks
        return is_more

    def _tell(self, error: FeedkitError) -> None:
        """Note why a page is missing, unless the list just ended before it."""
        is_numbered = self.recipe is not None and isinstance(self.recipe.next, Numbered)
        if is_numbered and error.code in _BEYOND:
            return
        code, message = "no-next-page", f"a further page is missing: {error} ({error.code})"
        if error.is_passing:
            code, message, self.error = "page-failed", f"{message}; the next run asks again", error
        self.problems.append(Problem(code, message))


def _looks(page: EntriesPage) -> Iterator[tuple[str | None, ...]]:
    """Yield by what the rows of a page are told from those of another."""
    for row in page.entries:
        link = _absolute(row.link, page.base)
        yield (row.title, link or row.summary or row.content, None if link else row.date)


def _absolute_rows(page: EntriesPage) -> list[RawEntry]:
    """Return the rows of a page with addresses that lead to the same places from any other."""
    return [
        replace(
            row,
            link=_absolute(row.link, page.base),
            images=tuple(replace(image, url=_absolute(image.url, page.base)) for image in row.images),
        )
        for row in page.entries
    ]


def _absolute(link: str | None, base: str | None) -> str | None:
    """Return an address that leads where a link does; as printed where that is nowhere."""
    return (_urls.absolute(link, base) or link) if link else link


def _numbered(
    problems: Sequence[Problem], places: Sequence[int], before: Sequence[Problem]
) -> Iterator[Problem]:
    """Yield the problems of a page with the numbers that its rows have now; what was told, not again."""
    for problem in problems:
        place = problem.entry if problem.entry is None else places[problem.entry]
        if (moved := replace(problem, entry=place)) not in before:
            yield moved
