"""The benchmark of counts measures what it says, and writes its section of the page."""

from __future__ import annotations

import pytest

from domain.counting.rules.catalogue import rule
from services.bench import counting
from services.bench.counting import SCOTTISH, Size, measure
from services.bench.counting_peers import PEERS
from services.bench.report import Measured, Row, with_section

SMALL = Size(papers=200, many=400, candidates=5, seats=2)


def test_rules_and_other_counters_are_measured_or_it_is_said_why_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "RUNS", 1)
    monkeypatch.setattr(counting, "manifests", lambda: (rule(SCOTTISH).manifest,))
    monkeypatch.setattr(counting, "PEERS", dict.fromkeys(["stvpoll"], PEERS["stvpoll"]))
    found = measure(size=SMALL)
    rows = {row.name: row.value for row in found.rows}
    assert "stvpoll" in rows or "stvpoll: " in " ".join(found.notes)
    assert rows[SCOTTISH] > 0
    assert rows[f"{SCOTTISH}, 400 papers, memory"] > 10
    assert {target.name for target in found.targets} >= {
        "reading the BLT, seconds at most",
        f"{SCOTTISH}, many papers, memory at most",
    }


def test_a_section_is_written_in_place_of_the_one_before() -> None:
    page = "# Performance\n\nWords.\n\n## append\n\nOld.\n\n## count\n\nOld.\n\n## tail\n\nKept.\n"
    row = Row(name="ours", value=0.25, unit="s", runs=(0.2, 0.25, 1234.0))
    found = with_section(page, Measured(bench="count", rows=(row,)))
    assert "| ours | 0.25 | s | 0.2, 0.25, 1,234 |" in found
    assert found.count("## count\n") == 1
    assert "## append\n\nOld.\n\n## tail\n\nKept.\n" in found
