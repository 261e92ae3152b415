"""A source as the text of feedkit.toml: its table, its recipe, and comments that say what each line gives.

It takes keys and what the recipe finds, and gives TOML; it reads no file and writes none.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from feedkit import _text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from feedkit.models import Entry
    from feedkit.synthesis import Proposal

_EXAMPLE = 60
"""Letters of an example."""
_COUNT = re.compile(r"[0-9]+ entries")


def source(name: str, keys: Mapping[str, Any], proposal: Proposal, found: Sequence[Entry]) -> str:
    """Return the tables of a source; without a recipe, its own and why."""
    lines = [f"[sources.{name}]", *(f"{key} = {value_of(value)}" for key, value in keys.items())]
    if proposal.cause:
        lines.append(f"# No recipe: {proposal.cause}.")
        lines.append(f"# The entries ({len(found)} now) are found anew at each run.")
    else:
        lines += [
            "",
            f"[sources.{name}.recipe]",
            *_aligned(proposal.recipe, comments(proposal.recipe, found)),
        ]
    return "\n".join(lines) + "\n"


def comments(recipe: Mapping[str, Any], found: Sequence[Entry]) -> dict[str, str]:
    """Return for each key of a recipe what a person should know of it: how many entries, or an example."""
    told = {"entry": f"{len(found)} entries"}
    for name in recipe:
        value = next(_examples(name, found), None)
        if value:
            told[name] = value
    return told


def is_example(comment: str, name: str, found: Sequence[Entry]) -> bool:
    """Return whether the comment behind a key is none of a person's: a count, or what one of the entries has."""
    return bool(_COUNT.fullmatch(comment)) or comment in _examples(name, found)


def _examples(name: str, found: Sequence[Entry]) -> Iterator[str]:
    values = filter(None, (_shown(entry, name) for entry in found))
    return (value if len(value) <= _EXAMPLE else f"{value[: _EXAMPLE - 1].rstrip()}…" for value in values)


def _shown(entry: Entry, name: str) -> str | None:
    """Return what an entry has in a field, on one line that may stand in a comment."""
    values = {
        "title": entry.title,
        "link": entry.link,
        "date": entry.date.isoformat() if entry.date else None,
        "summary": entry.summary,
        "image": next((image.url for image in entry.images if image.url), None),
        "author": ", ".join(person.name for person in entry.authors),
        "category": ", ".join(entry.categories),
        "enclosure": next((file.url for file in entry.enclosures), None),
    }
    value = values.get(name)
    return _text.clean(value).replace("\x7f", "") if value else None


def _aligned(recipe: Mapping[str, Any], told: Mapping[str, str]) -> list[str]:
    lines = {name: f"{name} = {value_of(value)}" for name, value in recipe.items()}
    width = min(max(map(len, lines.values())), 60)
    return [f"{line:<{width}}  # {told[name]}" if name in told else line for name, line in lines.items()]


def value_of(value: Any) -> str:
    """Return a value as TOML writes it; quotes that need no escapes are preferred."""
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(value_of, value))}]"
    text = str(value)
    if '"' in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
