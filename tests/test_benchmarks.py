import re

import pytest

pytest.importorskip("bs4", reason="the benchmarks need their own packages: make bench")


def test_benchmarks_print_costs_and_ratios(
    root, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A run on a page of ten entries measures every stage and prints what each is to reach."""
    monkeypatch.syspath_prepend(root)
    from benchmarks.__main__ import main

    main(["--sizes", "10", "--rounds", "1", "--fetches", "0", "--starts", "0", "--least", "0"])

    table = capsys.readouterr().out
    for stage in ("parse by recipe", "entries.build", "render rss", "read atom", "diff", "store.load"):
        assert re.search(rf"^{stage} +\d", table, re.MULTILINE)
    assert re.search(r"^RSS of 10 entries / feedgen +[\d.]+ +0\.2", table, re.MULTILINE)


def test_benchmarks_measure_fetching(root, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each piece of fetching can be done again and again, and has a ratio."""
    monkeypatch.syspath_prepend(root)
    monkeypatch.setenv("PYTHONPATH", f"{root}:{root / 'src'}")
    from benchmarks import fetch, report, timing

    with fetch.works(10, tmp_path) as works:
        times = timing.measure(works, 2, 0)

    assert len(report.speeds(times).splitlines()) == len(works) + 1
    assert all(row.ratio > 0 for row in report.fetch_ratios(times))
