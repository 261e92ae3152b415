"""The reference of the configuration, written by the table that reads it.

In a page, the line `<!-- keys of feedkit.toml -->` becomes what `feedkit._keys.reference()` says:
a section for each table, a row for each key.
"""

from sphinx.application import Sphinx

from feedkit import _keys

PLACE = "<!-- keys of feedkit.toml -->"


def _fill(app: Sphinx, page: str, source: list[str]) -> None:
    if PLACE in source[0]:
        source[0] = source[0].replace(PLACE, _keys.reference())


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("source-read", _fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
