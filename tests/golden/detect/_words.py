"""Texts for made-up pages: headlines, names, paragraphs, menus; chosen by a seed, alike everywhere."""

from __future__ import annotations

import datetime as dt
import random

SUBJECTS = {
    "city": (
        "Council approves|Mayor opens|Residents object to|City delays|Court halts|Engineers finish|Volunteers restore"
        "|Board rejects|Police investigate|Planners unveil",
        "the harbour bridge|a new tram line|the old town library|flood defences at Mill Quay|a cycle path to Easton"
        "|the market hall roof|plans for Ferry Street|the school meals contract|a park on the gasworks site|night buses",
        "after two years of talks|despite rising costs|ahead of the summer|in a vote of nine to four|with county money"
        "|following a public inquiry|to the relief of traders|for the third time",
    ),
    "science": (
        "Observations of|A survey of|Limits on|Numerical models of|On the origin of|Rapid cooling in|A catalogue of"
        "|Evidence for|Uncertainty in|Revisiting",
        "dust around young stars|glacier retreat in the northern Andes|sparse graph colouring|honey bee foraging ranges"
        "|turbulent pipe flow|ocean heat uptake|low-rank matrix recovery|coral bleaching thresholds|soil carbon stocks",
        "from ten years of data|at high resolution|under realistic noise|with open instruments|in a warming climate"
        "|using archival plates|and what it means for policy",
    ),
    "software": (
        "Fixes for|Faster|Support for|Deprecation of|A rewrite of|Security update for|Preview of|Migration guide to",
        "the query planner|incremental builds|time zone handling|the plugin interface|encrypted backups|the terminal client"
        "|dark mode|streaming uploads|the package resolver",
        "on ARM machines|for large repositories|behind a flag|in long-running jobs|for all users|on older kernels",
    ),
    "law": (
        "Harmon v.|State v.|In re|Ostrander v.|Estate of|Delgado v.|Whitcomb v.|Commonwealth v.|Nakamura v.|Petition of",
        "Lindqvist|Board of Adjustment|Tri-County Water|Beaulieu|Northern Grain Cooperative|Ferreira|Department of Labor"
        "|Quarry Hill Associates|Sandoval|Mutual of Dayton",
        "(corrected)|(on rehearing)|et al.|and consolidated cases|, Inc.||",
    ),
}

SENTENCES = (
    "The committee heard evidence for most of the afternoon and adjourned without a decision.",
    "Work will begin once the ground has dried, and the contractor expects to need eleven weeks.",
    "Nobody who spoke from the floor disputed the figures, but several asked where they came from.",
    "A smaller group will now look at the remaining questions and report before the recess.",
    "Readers with long memories will recall that a similar scheme was dropped once before.",
    "The full text is available on request and may be inspected at the front desk during office hours.",
    "It is not the first time that the weather has had the last word in the matter.",
    "Those who signed up early will receive their papers by ordinary mail at the end of the month.",
    "According to the report, the change saves less than was hoped and more than was feared.",
    "The results were checked by two people who did not know which sample was which.",
    "In the end the choice came down to a matter of taste, and taste prevailed.",
    "Traffic will be led around the site by way of the northern ring until further notice.",
)

PEOPLE = "Ada Brandt|Tomás Rey|Ines Okafor|J. P. Moreau|Lena Voss|Samir Haddad|Grace Lund|Petr Novak|Mei Tanaka".split(
    "|"
)

PAGES = (
    "About us|Our people|Organisation|History|Annual report|Careers|Internships|Visit|Opening hours|Getting here|Press contact"
    "|Library|Archive|Projects|Partners|Grants|Procurement|Accessibility|Data protection|Imprint|Sitemap|Help|Shop|Donate"
    "|Education|Schools|Universities|Research groups|Laboratories|Publications policy|Open data|Statistics|Maps|Services"
    "|Forms|Permits|Taxes|Waste and recycling|Parking|Housing|Health|Sports|Culture|Tourism|Business|Environment|Water"
    "|Energy|Transport|Roads|Planning|Elections|Committees|Departments|Mayor's office|Ombudsman|Contact"
).split("|")


def titles(seed: str, subject: str, count: int) -> list[str]:
    """Return so many headlines, none twice."""
    choose = random.Random(f"{seed} {subject}")
    first, second, third = (part.split("|") for part in SUBJECTS[subject])
    found: dict[str, None] = {}
    while len(found) < count:
        end = choose.choice(third)
        text = f"{choose.choice(first)} {choose.choice(second)}"
        found[f"{text}{end if end.startswith(',') else ' ' + end}".strip()] = None
    return list(found)


def days(seed: str, count: int, start: dt.date = dt.date(2024, 3, 21), most: int = 9) -> list[dt.date]:
    """Return so many days, the newest first."""
    choose = random.Random(f"{seed} days")
    found, day = [], start
    for _ in range(count):
        found.append(day)
        day -= dt.timedelta(days=choose.randint(1, most))
    return found


def slug(title: str) -> str:
    """Return a title as the last part of an address."""
    return "-".join("".join(c for c in word if c.isalnum()) for word in title.lower().split())[:60].strip("-")


def text(seed: str, sentences: int = 3) -> str:
    """Return so many sentences."""
    choose = random.Random(f"{seed} text")
    return " ".join(choose.choice(SENTENCES) for _ in range(sentences))


def paragraphs(seed: str, count: int) -> str:
    """Return paragraphs of three to six sentences."""
    return "\n".join(f"<p>{text(f'{seed} {number}', 3 + number % 4)}</p>" for number in range(count))


def menu(seed: str, count: int) -> list[tuple[str, str]]:
    """Return names and addresses of pages of a site."""
    names = list(PAGES)
    random.Random(f"{seed} menu").shuffle(names)
    return [(name, f"/{slug(name)}/") for name in (names * 2)[:count]]
