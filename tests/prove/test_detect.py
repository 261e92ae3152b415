"""Long trials of detection: every golden page in many dresses."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import mutations
import test_detect_golden as golden
from feedkit.errors import PageError

SEEDS = range(2, 22)


@pytest.mark.parametrize("case", golden.of(kind=True), ids=lambda case: case.name)
def test_case_is_found_in_many_dresses(case: Path) -> None:
    """Any changes, in any order, leave the entries as they are."""
    content, expected = golden.load(case)
    failed = []
    for seed in SEEDS:
        rng = random.Random(seed)
        changes = rng.sample(mutations.MUTATIONS, rng.randint(1, len(mutations.MUTATIONS)))
        changed = mutations.mutate(content, None, seed, changes)
        try:
            is_found = golden.found(changed, expected, "utf-8")["entries"] == expected["entries"]
        except PageError:
            is_found = False
        if not is_found:
            failed.append((seed, [each.__name__ for each in changes]))

    assert failed == []
