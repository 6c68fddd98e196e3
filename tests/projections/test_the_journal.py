"""What the journal says: every act in a sentence, by filter, page by page, and retold."""

from __future__ import annotations

from itertools import accumulate

import pytest

from domain.kernel.act import Standing
from domain.kernel.refusal import NotFound
from projections.sentences import spoken_topics
from services.reading.questions import (
    Filter,
    Page,
    Reading,
    act,
    journal,
    retell,
)
from services.store.catalogue import catalogue
from tests.projections.conftest import Played
from tests.projections.record import Record
from tests.support.hands import member


def test_every_act_has_a_sentence_in_the_journal() -> None:
    recorded = {entry.topic for entry in catalogue() if not entry.topic.endswith(".created.v1")}
    assert recorded == set(spoken_topics())


def test_the_journal_of_a_cycle_has_the_acts_of_all_that_belongs_to_it(
    at: Reading, record: Record
) -> None:
    acts = retell(at, record.cycle)
    assert {line.kind for line in acts} == {
        "cycle",
        "proposal",
        "assembly",
        "ballot",
        "rulebook",
        "body",
    }
    inside = {"cycle.", "proposal.", "assembly.", "ballot."}
    there = [line for line in retell_all(at) if any(line.startswith(kind) for kind in inside)]
    assert [line.topic for line in acts if line.kind not in ("rulebook", "body")] == there
    assert all(line.data is not None for line in acts)


def test_a_cycle_is_retold_with_the_meetings_at_which_groups_drafted_for_it(
    at: Reading, record: Record
) -> None:
    for process in (record.cycle, record.proposals["Method"]):
        told = [line for line in retell(at, process) if line.kind == "body"]
        assert [line.topic for line in told] == ["body.meeting_held.v1"]
        (drafted,) = (
            line
            for line in retell(at, record.proposals["Method"])
            if line.topic == "proposal.drafted.v1"
        )
        assert told[0].position < drafted.position
    drafted_by_a_member = retell(at, record.proposals["A member's"])
    assert "body" not in {line.kind for line in drafted_by_a_member}


def retell_all(at: Reading) -> list[str]:
    page = Page(start=0, limit=1_000, forwards=True)
    return [line.topic for line in journal(at, Filter(), page).acts]


def test_the_journal_says_who_did_what_in_one_sentence(at: Reading, record: Record) -> None:
    said = [line.sentence for line in retell(at, record.cycle)]
    assert "Leeds drafted “Method”." in said
    assert "“Drafting by groups and members” ended." in said
    assert (
        "Amendments A1 and A4 to “Method” were carried: "
        + ("3 for, 1 against, 0 abstained: reaches more than 1/2 of the votes cast.")
        in said
    )


def test_the_journal_is_read_page_by_page_without_gap_or_repetition(at: Reading) -> None:
    positions: list[int] = []
    page = Page(limit=7)
    while True:
        found = journal(at, Filter(), page)
        positions += [line.position for line in found.acts]
        if found.next_start is None:
            break
        page = Page(start=found.next_start, limit=7)
    assert positions == sorted(set(positions), reverse=True)
    assert len(positions) == at.view.position


def test_the_journal_of_a_past_moment_has_all_that_had_happened_however_late_it_was_recorded(
    played: Played,
) -> None:
    acts = [
        (act.position, act.event.act.occurred_at)
        for act in played.record.hands.store.acts(limit=10_000)
    ]
    latest = accumulate((moment for _, moment in acts), max)
    set_back = [moment for (_, moment), most in zip(acts, latest, strict=True) if moment < most]
    assert set_back
    for as_of in {*set_back, *(moment for _, moment in acts[::40])}:
        had_happened = [position for position, moment in acts if moment <= as_of]
        with played.at(as_of) as at:
            forwards = journal(at, Filter(), Page(start=0, limit=1_000, forwards=True)).acts
            newest = journal(at, Filter(), Page(limit=9)).acts
        assert [line.position for line in forwards] == had_happened
        assert [line.position for line in newest] == had_happened[:-10:-1]


@pytest.mark.parametrize(
    ("which", "holds"),
    [
        (Filter(kind="ballot"), lambda line: line.kind == "ballot"),
        (Filter(topic="proposal.amendment"), lambda line: "amendment" in line.topic),
        (Filter(standing=Standing.IRREGULAR), lambda line: line.breaks != ()),
        (Filter(actor=member(1)), lambda line: line.actor == member(1)),
        (
            Filter(rule="refounding.assembly_quorum"),
            lambda line: "refounding.assembly_quorum" in line.rules,
        ),
    ],
)
def test_a_filter_of_the_journal_finds_all_that_it_names_and_nothing_else(
    at: Reading, which: Filter, holds: object
) -> None:
    assert callable(holds)
    every = journal(at, Filter(), Page(limit=1_000)).acts
    found = journal(at, which, Page(limit=1_000)).acts
    assert found == tuple(line for line in every if holds(line))
    assert 0 < len(found) < len(every)


def test_an_act_can_be_looked_up_with_what_it_carries(at: Reading, record: Record) -> None:
    declared = journal(at, Filter(topic="ballot.declared"), Page(limit=1)).acts[0]
    assert act(at, declared.act).sentence == declared.sentence
    with pytest.raises(NotFound):
        act(at, record.cycle)
