"""Long trials of detection: every golden page in many dresses."""

from __future__ import annotations

import random

import mutations
import test_detect_golden as golden
from feedkit.errors import PageError

SEEDS = range(2, 22)


def test_cases_are_found_in_many_dresses() -> None:
    """Any changes, in any order, leave the entries of a page as they are, 99 times of 100 and more."""
    failed = []
    cases = golden.of(kind=True)
    for case in cases:
        content, expected = golden.load(case)
        for seed in SEEDS:
            rng = random.Random(seed)
            changes = rng.sample(mutations.MUTATIONS, rng.randint(1, len(mutations.MUTATIONS)))
            changed = mutations.mutate(content, None, seed, changes)
            try:
                is_found = golden.found(changed, expected, "utf-8")["entries"] == expected["entries"]
            except PageError:
                is_found = False
            if not is_found:
                failed.append((case.name, seed, [each.__name__ for each in changes]))

    assert len(failed) <= 0.01 * len(cases) * len(SEEDS), failed
