"""Pages that list nothing new: each looks like a list of dated entries in one way or another, and is none.

`PAGES` maps the name of a kind of page to its HTML. The words are drawn by a fixed seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

_NOUNS = (
    "kettle valley granite lantern meadow turbine orchard cello harbour ledger compass saddle quarry ribbon "
    "beacon thicket mortar pasture gasket willow anchor bracket copper drizzle"
).split()
_VERBS = "carries mends weighs sorts paints follows grinds holds cools lifts turns seals".split()
_NAMES = (
    "Ada Brook|Jon Hale|Mira Soto|Piet Vos|Lena Ort|Sam Okoye|Yuki Mori|Eva Lund|Omar Aziz|Nell Frost".split(
        "|"
    )
)
_MONTHS = "January February March April May June July August September October November December".split()


class _Draw:
    """Words, names and days in a row that is always the same."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)

    def words(self, count: int) -> str:
        """Return some words, the first with a capital."""
        return " ".join(self.random.choice(_NOUNS) for _ in range(count)).capitalize()

    def sentence(self) -> str:
        """Return a sentence."""
        one, two, three = self.random.sample(_NOUNS, 3)
        return f"The {one} {self.random.choice(_VERBS)} the {two} before the {three} is done."

    def prose(self, count: int) -> str:
        """Return paragraphs of a few sentences."""
        return "".join(f"<p>{' '.join(self.sentence() for _ in range(4 + n % 3))}</p>" for n in range(count))

    def name(self) -> str:
        """Return a person."""
        return self.random.choice(_NAMES)

    def day(self) -> str:
        """Return a day."""
        return f"{self.random.randint(1, 28)} {self.random.choice(_MONTHS)} {self.random.randint(2019, 2025)}"

    def number(self, low: int = 1, high: int = 99) -> int:
        """Return a number."""
        return self.random.randint(low, high)


_FORMS = {
    # Comments, reviews and answers: dated, signed, and what the page itself is about stands above them.
    "comments": '<div class="c"><a href="/u/{n}">{name}</a> <span>{day}</span><p>{sentence} {sentence2}</p><a href="#reply{n}">Reply</a></div>',
    "comments-by-name": "<li><b>{name}</b> says: <small>{day} at 10:{nn}</small><p>{sentence} {sentence2}</p></li>",
    "reviews": '<div class="review" itemprop="review" itemscope><span>★★★★☆</span> <h4>{words}</h4><p>{name} on {day}</p><p>{sentence} {sentence2}</p></div>',
    "answers": '<table class="answer" itemprop="suggestedAnswer" itemscope><tr><td>{n}</td><td><p>{sentence}</p><p>{sentence2}</p><span>answered {day}</span> <a href="/u/{n}">{name}</a></td></tr></table>',
    "guest-book": "<p>{name} ({day}): {sentence}</p>",
    # Works that an essay cites.
    "references": '<li>{name}, {name2} ({year}). {words}. <i>{journal}</i> {n}, {nn}–{nnn}. <a href="https://doi.example.org/10.{nnn}/{n}">doi</a></li>',
    "references-numbered": "<p>[{n}] {name}: {words}. {journal}, {year}, pp. {nn}-{nnn}.</p>",
    "references-cited": '<li id="cite{n}"><a href="#r{n}">^</a> {name}. <a href="https://{n}.example.net/{nnn}">"{words}"</a>. {journal}. Retrieved {day}.</li>',
    "notes": "<li>{sentence} See {name}, {words}, {year}.</li>",
    "further-reading": '<li><a href="https://{n}.example.com/a">{words}</a> by {name} ({year})</li>',
    # Questions and answers of a help page.
    "questions": "<dt>Why does the {noun} {verb} the {noun2}?</dt><dd>{sentence} {sentence2}</dd>",
    "questions-with-links": '<li><a href="#q{n}">How do I {verb} my {noun}?</a></li>',
    "help-links": '<h3><a href="/help/{n}">How the {noun} {verb} a {noun2}</a></h3><p>{sentence}</p>',
    # Tables of figures.
    "departures": "<tr><td>{hh}:{nn}</td><td>{noun}</td><td>{n}</td><td>on time</td></tr>",
    "rates-by-day": "<tr><td>{day}</td><td>1.0{nn}</td><td>0.8{nn}</td><td>{nnn}.{nn}</td></tr>",
    "weather-by-day": "<tr><td>{day}</td><td>{nn}°</td><td>{n}°</td><td>{n} mm</td></tr>",
    "tides": "<tr><td>{day}</td><td>0{n}:{nn} {n}.{nn} m</td><td>1{n}:{nn} {n}.{nn} m</td></tr>",
    "prices": "<tr><td>{noun} {noun2}</td><td>€ {nnn}.{nn}</td><td>€ {nnn}.00</td></tr>",
    "measurements": "<tr><td>{year}-0{m}-{nn}</td><td>{nnn}</td><td>{nn}</td><td>{n}</td></tr>",
    "account-rows": "<tr><td>{day}</td><td>−{nn}.{nn}</td><td>{nnn}.{nn}</td></tr>",
    "standings": "<tr><td>{n}</td><td>{noun} United</td><td>{nn}</td><td>{n}</td><td>{nn}:{nn}</td></tr>",
    "cookies": "<tr><td>_{noun}_{n}</td><td>{sentence}</td><td>{n} days</td></tr>",
    # Parts of a site.
    "menu": '<li><a href="/{noun}/{n}">{noun} {noun2}</a></li>',
    "tags": '<a href="/tag/{noun}{n}">{noun}</a> ',
    "tags-counted": '<li><a href="/t/{n}">{noun}</a> ({nn})</li>',
    "languages": '<li><a href="/{n}" lang="x">{noun}</a></li>',
    "products": '<div class="p"><a href="/p/{n}"><img src="/{n}.jpg" alt="{words}"></a><span>{noun} {noun2}</span><b>€ {nnn}.{nn}</b><button>Add</button></div>',
    "features": "<div><h3>{words}</h3><p>{sentence}</p></div>",
    "quotes": "<blockquote><p>{sentence}</p><cite>{name}, {noun} works</cite></blockquote>",
    "offices": "<div><h4>{noun} office</h4><p>{nn} {noun2} Street<br>Phone 555-0{nnn}</p></div>",
    "people": '<div><img src="/f{n}.jpg" alt=""><h4>{name}</h4><p>Head of {noun}</p></div>',
    "numbers": "<div><strong>{nnn}</strong><span>{noun} {noun2}</span></div>",
    "logos": '<a href="https://{n}.example.com"><img src="/logo{n}.png" alt="{noun} works"></a>',
    "social": '<a class="s" href="https://social{n}.example.com/x">{noun}</a>',
    "fields": '<div><label for="f{n}">{noun} {noun2}</label><input id="f{n}" name="f{n}"></div>',
    "choices": '<label><input type="radio" name="a" value="{n}"> {sentence}</label>',
    "clauses": "<li>{sentence} {sentence2}</li>",
    "steps": "<li><p>{sentence}</p><p>{sentence2}</p></li>",
    "chapters": '<li><a href="#c{n}">{n}. {words}</a></li>',
    "timeline": "<div><b>{year}</b><p>{sentence}</p></div>",
    "programme": "<li><b>{hh}:{nn}</b> {words} <i>{name}</i></li>",
    "specifications": "<tr><th>{noun}</th><td>{nnn} {noun2}</td></tr>",
}  # fmt: skip
_AROUND = {"tr": ("<table>", "</table>"), "li": ("<ul>", "</ul>"), "dt": ("<dl>", "</dl>")}
_COUNTS = {"menu": 60, "tags": 80, "languages": 40, "references": 30, "comments": 14, "logos": 12}


def _filled(form: str, name: str, count: int) -> str:
    draw = _Draw(name)
    parts = []
    for n in range(1, count + 1):
        year = draw.number(1950, 2024)
        parts.append(
            form.format(
                n=n, nn=draw.number(10, 59), nnn=draw.number(100, 999), m=draw.number(1, 9), hh=draw.number(6, 22),
                year=year, day=draw.day(), name=draw.name(), name2=draw.name(), words=draw.words(5),
                journal=draw.words(3), noun=draw.words(1), noun2=draw.words(1).lower(), verb=draw.random.choice(_VERBS),
                sentence=draw.sentence(), sentence2=draw.sentence(),
            )
        )  # fmt: skip
    return "".join(parts)


def _pages() -> Iterator[tuple[str, str]]:
    for number, (name, form) in enumerate(_FORMS.items()):
        before, after = _AROUND.get(form[1:].partition(">")[0].split()[0], ("<div>", "</div>"))
        main = f"{before}{_filled(form, name, _COUNTS.get(name, 9))}{after}"
        draw = _Draw(name + " page")
        title = draw.words(4)
        menu = _filled(_FORMS["menu"], name + " menu", 5 + number % 7)
        above = draw.prose(2 + number % 7) if number % 4 else f"<p>{draw.sentence()}</p>"
        if name.startswith("references"):
            above += _filled(
                '<p>{sentence}<sup id="r{n}"><a href="#cite{n}">[{n}]</a></sup> {sentence2}</p>', name, 9
            )
        yield (
            name,
            (
                f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><ul class="top">{menu}</ul>'
                f"<h1>{title}</h1><p>Last changed {draw.day()}</p>{above}{main}<footer><p>© 2025 {draw.words(2)}</p></footer></body></html>"
            ),
        )


PAGES = dict(_pages())
