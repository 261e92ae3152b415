"""A page that lives for months: every step is a run, and after each the promise is held against it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from histories import RECIPE, URL, Row, World, listed

DAYS = [f"{day} March 2024" for day in range(1, 10)]
EMPTY = '<p class="none">Nothing at present.</p>'
LOGIN = "<html><head><title>Log in</title></head><body><form><input type=password></form></body></html>"


class Site(RuleBasedStateMachine):
    """A site that edits, moves, hides and redesigns its page, and a subscriber who remembers ids.

    `rows` maps each release to its row today, top row first; `away` holds what the page does not show.
    """

    folders: Iterator[Path]

    def __init__(self) -> None:
        super().__init__()
        recipe = {**RECIPE, "empty": ".none"}
        self.world = World(next(self.folders), f'page = "page.html"\nurl = "{URL}"\nlimit = 400', recipe)
        self.rows: dict[str, Row] = {}
        self.away: dict[str, Row] = {}
        self.ids: dict[str, str] = {}
        self.host = "https://www.example.org"
        self.numbers = itertools.count(1)

    def page(self, rows: dict[str, Row] | None = None) -> str:
        """The page as the site prints it today."""
        return listed([*(self.rows if rows is None else rows).values()])

    def look(self) -> None:
        """Run until a person has accepted what is suspect, and hold the feed against the truth."""
        outcome = self.world.show(self.page())
        if outcome.status == "suspect":
            self.world.accept()
            outcome = self.world.run()
        assert outcome.status == "ok", outcome.error
        new = self.world.subscribe()
        assert sorted(new) == sorted(self.rows[name].title for name in self.rows if name not in self.ids)
        entries = {entry.title: entry for entry in self.world.feed().entries}
        for name, row in self.rows.items():
            assert self.ids.setdefault(name, entries[row.title].id or "") == entries[row.title].id
        assert len(entries) == len(self.ids) == len(set(self.ids.values())) == len(set(self.world.seen))

    def still(self, content: str, *statuses: str) -> None:
        """Run on a page that must not touch a document."""
        before = self.world.documents()
        outcome = self.world.show(content)
        assert outcome.status in statuses, outcome.error
        assert self.world.documents() == before

    def draw(self, data: st.DataObject) -> str:
        name: str = data.draw(st.sampled_from(sorted(self.rows)))
        return name

    def edit(self, data: st.DataObject, **change: str | None) -> None:
        name = self.draw(data)
        self.rows[name] = replace(self.rows[name], **change)  # type: ignore[arg-type]
        self.look()

    @initialize()
    def begin(self) -> None:
        for _ in range(5):
            self._add(DAYS[0])
        self.look()

    def _add(self, date: str | None) -> None:
        name = f"{next(self.numbers):04}"
        row = Row(
            f"Title {name}", f"{self.host}/{name}", date, f"/{name}.jpg", f"Text of {name}.", f"Author {name}"
        )
        self.rows = {name: row, **self.rows}

    @rule(date=st.sampled_from([*DAYS, "9 March 2024 10:00"]), count=st.integers(1, 3))
    @precondition(lambda self: len(self.ids) < 300)
    def add(self, date: str, count: int) -> None:
        for _ in range(count):
            self._add(date)
        self.look()

    @rule(date=st.sampled_from(DAYS))
    @precondition(lambda self: len(self.ids) < 300)
    def turn_over(self, date: str) -> None:
        """All that stood there is gone, and all that stands there is newer."""
        self.away |= self.rows
        self.rows = {}
        for _ in range(5):
            self._add("10 March 2024 09:00")
        self.look()

    @rule(data=st.data())
    def edit_title(self, data: st.DataObject) -> None:
        self.edit(data, title=f"Edited {next(self.numbers):04}")

    @rule(data=st.data(), date=st.sampled_from([*DAYS, "5 March 2024 10:00"]))
    def edit_date(self, data: st.DataObject, date: str) -> None:
        self.edit(data, date=date)

    @rule(data=st.data())
    def edit_text(self, data: st.DataObject) -> None:
        self.edit(data, summary=f"Text {next(self.numbers)}.")

    @rule(data=st.data())
    def move_link(self, data: st.DataObject) -> None:
        self.edit(data, link=f"{self.host}/moved/{next(self.numbers)}")

    @rule()
    def change_scheme(self) -> None:
        one, other = ("https:", "http:") if self.host.startswith("https:") else ("http:", "https:")
        self.host = self.host.replace(one, other)
        self.rows = {
            name: replace(row, link=row.link and row.link.replace(one, other))
            for name, row in self.rows.items()
        }
        self.still(self.page(), "ok")

    @rule()
    def move_site(self) -> None:
        """Other host, other paths, the same titles: nobody hears of it."""
        number = next(self.numbers)
        self.host = f"https://www{number}.example.net"
        self.rows = {
            name: replace(row, link=f"{self.host}/n{number}/{name}", image=f"/i{number}/{name}.jpg")
            for name, row in self.rows.items()
        }
        self.look()

    @rule()
    @precondition(lambda self: len(self.rows) > 2)
    def move_site_and_rename(self) -> None:
        """Nobody can tell old from new then: a person must, and until then nothing is touched."""
        renamed = {
            name: replace(
                row, title=f"Old {name}", link=f"{self.host}/other/{name}", image=None, date="1 January 2024"
            )
            for name, row in self.rows.items()
        }
        self.still(self.page(renamed), "suspect")
        assert self.world.runs[0].code == "moved"

    @rule(parameter=st.sampled_from(["utm_source=x", "fbclid=1", "PHPSESSID=7"]))
    def track(self, parameter: str) -> None:
        self.still(
            self.page({n: replace(row, link=f"{row.link}?{parameter}") for n, row in self.rows.items()}), "ok"
        )

    @rule(random=st.randoms(use_true_random=False))
    def reorder(self, random: st.Random) -> None:  # type: ignore[name-defined]
        names = list(self.rows)
        random.shuffle(names)
        self.rows = {name: self.rows[name] for name in names}
        self.still(self.page(), "ok")

    @rule(data=st.data())
    def double(self, data: st.DataObject) -> None:
        self.still(self.page({**self.rows, "twin": self.rows[self.draw(data)]}), "ok")

    @rule(data=st.data())
    @precondition(lambda self: len(self.rows) > 1)
    def remove(self, data: st.DataObject) -> None:
        name = self.draw(data)
        self.away[name] = self.rows.pop(name)
        self.look()

    @rule(share=st.sampled_from([2, 3]))
    @precondition(lambda self: len(self.rows) > 3)
    def show_a_part(self, share: int) -> None:
        names = list(self.rows)[: -(len(self.rows) // share)]
        self.away |= {name: self.rows[name] for name in self.rows if name not in names}
        self.rows = {name: self.rows[name] for name in names}
        self.look()

    @rule()
    @precondition(lambda self: self.away)
    def bring_back(self) -> None:
        self.rows |= self.away
        self.away = {}
        self.look()

    @rule()
    def alternate(self) -> None:
        """Half of the readers see other addresses, and every other entry."""
        names = list(self.rows)
        other = {name: replace(self.rows[name], link=f"{self.host}/b/{name}") for name in names[::2]}
        for rows in (other, self.rows, other):
            outcome = self.world.show(self.page(rows))
            assert outcome.status in ("ok", "suspect")
            assert self.world.subscribe() == []
        self.look()

    @rule(content=st.sampled_from([listed([]), LOGIN, "", "<html><body></body></html>"]))
    def break_down(self, content: str) -> None:
        self.still(content, "broken")

    @rule()
    def show_nothing(self) -> None:
        self.still(listed([], more=EMPTY), "ok")

    @rule(share=st.floats(0.3, 0.95))
    def cut_off(self, share: float) -> None:
        content = self.page()
        self.still(content[: int(len(content) * share)], "broken")

    @rule(field=st.sampled_from(["title", "link", "date"]))
    def lose_a_field(self, field: str) -> None:
        lost = {"title": "", "link": None, "date": None}
        rows = {name: replace(row, **{field: lost[field]}) for name, row in self.rows.items()}  # type: ignore[arg-type]
        self.still(self.page(rows), "suspect")

    @rule()
    @precondition(lambda self: len(self.rows) > 4)
    def show_too_few(self) -> None:
        """Twice; whether a third time is too few depends on what was shown before."""
        few = dict(list(self.rows.items())[:1])
        self.still(self.page(few), "suspect", "ok")
        self.still(self.page(few), "suspect", "ok")
        self.look()

    @rule()
    def accept_without_need(self) -> None:
        self.world.accept()
        self.look()

    @invariant()
    def same_page_touches_nothing(self) -> None:
        if self.ids:
            self.still(self.page(), "ok")


def run_histories(folder: Path, examples: int, steps: int) -> None:
    """Run many histories of a page, each in a folder of its own."""
    from hypothesis import Phase
    from hypothesis.stateful import run_state_machine_as_test

    Site.folders = (folder / str(number) for number in itertools.count())
    limits = settings(max_examples=examples, stateful_step_count=steps, phases=[Phase.generate])
    run_state_machine_as_test(Site, settings=limits)
