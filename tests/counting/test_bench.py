"""The benchmark of counts measures what it says, and writes its section of the page."""

from __future__ import annotations

import pytest

from domain.counting.rules.catalogue import manifests, rule
from services.bench import counting
from services.bench.counting import SCOTTISH, Size, measure
from services.bench.counting_ours import measured, random_marks
from services.bench.counting_peers import BY_RULE, PEERS
from services.bench.report import Measured, Row, with_section

SMALL = Size(papers=200, many=400, candidates=5, seats=2)


@pytest.mark.long
def test_rules_and_other_counters_are_measured_or_it_is_said_why_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "RUNS", 1)
    monkeypatch.setattr(counting, "manifests", lambda: (rule(SCOTTISH).manifest,))
    monkeypatch.setattr(counting, "PEERS", dict.fromkeys(["stvpoll"], PEERS["stvpoll"]))
    monkeypatch.setattr(counting, "BY_RULE", {})
    found = measure(size=SMALL)
    rows = {row.name: row.value for row in found.rows}
    assert "stvpoll" in rows or "stvpoll: " in " ".join(found.notes)
    assert rows[SCOTTISH] > 0
    assert rows[f"{SCOTTISH}, 400 papers, memory"] > 10
    assert {target.name for target in found.targets} >= {
        "reading the BLT, seconds at most",
        f"{SCOTTISH}, many papers, memory at most",
    }


def test_every_rule_is_measured() -> None:
    for manifest in manifests():
        found = measured(manifest.id, 300, 5, 2)
        places = 1 if manifest.id in ("av", "electoral-college", "yes-no") else 2
        assert len(found["elected"]) == places, manifest.id
        assert found["seconds"] > 0


def test_a_question_is_answered_by_the_first_mark_of_each_paper() -> None:
    marks = random_marks(1_001, 5)
    odd = int((marks[:, 0] % 2).sum())
    assert measured("yes-no", 1_001, 5, 2)["elected"] == [1 if odd > 500 else 2]


def test_beside_every_rule_stand_others_or_it_is_said_why_not() -> None:
    known = {manifest.id for manifest in manifests()}
    assert known == {SCOTTISH, *BY_RULE, *counting.ALONE}
    assert not set(BY_RULE) & set(counting.ALONE)
    assert {peer for peers in BY_RULE.values() for peer in peers} <= set(PEERS)


@pytest.mark.long
def test_others_by_the_same_rule_are_measured_or_it_is_said_why_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "RUNS", 1)
    ours = (rule(SCOTTISH).manifest, rule("av").manifest)
    monkeypatch.setattr(counting, "manifests", lambda: ours)
    monkeypatch.setattr(counting, "PEERS", {})
    monkeypatch.setattr(counting, "BY_RULE", {"av": BY_RULE["av"]})
    found = measure(size=SMALL)
    told = {
        *(row.name for row in found.rows),
        *(note.split()[0].rstrip(":") for note in found.notes),
    }
    assert {f"av:{peer}" for peer in BY_RULE["av"]} <= told


def test_a_section_is_written_in_place_of_the_one_before() -> None:
    page = "# Performance\n\nWords.\n\n## append\n\nOld.\n\n## count\n\nOld.\n\n## tail\n\nKept.\n"
    row = Row(name="ours", value=0.25, unit="s", runs=(0.2, 0.25, 1234.0))
    found = with_section(page, Measured(bench="count", rows=(row,)))
    assert "| ours | 0.25 | s | 0.2, 0.25, 1,234 |" in found
    assert found.count("## count\n") == 1
    assert "## append\n\nOld.\n\n## tail\n\nKept.\n" in found
