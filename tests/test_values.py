"""Values with some of their fields changed."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedkit._values import changed
from feedkit.models import Entry, Image

IMAGE = Image("a.jpg", "A quay", "https://example.org/a.jpg", "image/jpeg", 12, True, 3, 800, 600)


@given(st.dictionaries(st.sampled_from([field.name for field in fields(Image)]), st.integers()))
def test_changed_gives_what_the_standard_library_gives(changes: dict[str, int]) -> None:
    """Whatever fields are changed, the others stay, those too that do not count in a comparison."""
    found, expected = changed(IMAGE, **changes), replace(IMAGE, **changes)  # type: ignore[arg-type]

    assert repr(found) == repr(expected)


def test_changed_leaves_the_value_alone() -> None:
    """The value that is given stays as it is, and a field that it has not is refused."""
    entry = Entry("1", "Title")

    assert changed(entry, title="Other").title == "Other"
    assert entry.title == "Title"
    with pytest.raises(KeyError):
        changed(entry, colour="red")
