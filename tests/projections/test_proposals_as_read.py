"""What is read of cycles and proposals: versions, amendments, collisions, assemblies."""

from __future__ import annotations

from datetime import timedelta

from domain.cycle.calendar import StageName
from domain.cycle.held import Fate
from services.reading.questions import (
    Reading,
    assembly,
    cycle,
    proposal,
)
from tests.projections.conftest import Played
from tests.projections.record import MEETING, Record


def test_a_cycle_lists_what_stands_and_what_left_and_why(at: Reading, record: Record) -> None:
    found = cycle(at, record.cycle)
    assert {entry.title: entry.left_because for entry in found.entries} == {
        "A member's": None,
        "Method": None,
        "Places": "merged into 'Composite'",
        "More places": "merged into 'Composite'",
        "Odd": "it was odd",
        "Composite": None,
    }
    assert found.cycle.carried == (record.proposals["Method"],)
    assert [one.kind for one in found.linked] == ["assembly", "assembly", "ballot"]


def test_every_version_of_a_proposal_is_kept(at: Reading, record: Record) -> None:
    found = proposal(at, record.proposals["Method"])
    made = [version.made_by for version in found.versions]
    assert made[:3] == ["drafted", "revised", "amended"]
    assert "block vote" in found.versions[0].asked.text.plain
    assert "transferable" in found.versions[1].asked.text.plain
    assert "six places" in found.asked.text.plain
    assert found.proposal.state == "enacted"
    assert found.proposal.group_name == "Leeds"
    assert found.proposal.meeting == MEETING


def test_a_counter_proposal_that_was_taken_is_the_newest_version(
    at: Reading, record: Record
) -> None:
    found = proposal(at, record.proposals["Composite"])
    assert [counter.taken for counter in found.counters] == [True]
    assert any(version.made_by == "counter-proposal taken" for version in found.versions)
    assert "eight" in found.asked.text.plain
    assert [parent.title for parent in found.parents] == ["Places", "More places"]


def test_each_amendment_says_what_became_of_it(at: Reading, record: Record) -> None:
    method = proposal(at, record.proposals["Method"])
    assert {held.amendment: held.fate for held in method.amendments} == {
        "A1": Fate.CARRIED,
        "A2": Fate.CARRIED,
        "A3": Fate.CARRIED,
        "A4": Fate.CARRIED,
        "A5": Fate.REFERRED,
    }
    own = proposal(at, record.proposals["A member's"])
    assert [held.fate for held in own.amendments] == [Fate.LOST, Fate.NOT_REACHED]
    assert own.amendments[0].is_alternative
    assert own.amendments[0].support == "1 for, 3 against, 0 abstained"
    assert [supporter.name for supporter in own.supporters] == ["Member M00008", "Member M00009"]


def test_a_collision_is_shown_until_the_assembly_has_chosen(played: Played, record: Record) -> None:
    method = record.proposals["Method"]
    with played.at() as at:
        settled = proposal(at, method).settled[0]
    with played.at(settled.since - timedelta(seconds=1)) as before:
        assert [one.id for one in proposal(before, method).collisions] == [settled.collision]
    with played.at(settled.since) as after:
        assert proposal(after, method).collisions == ()


def test_an_assembly_shows_who_was_sent_and_how_it_voted(at: Reading, record: Record) -> None:
    found = assembly(at, record.assembly(StageName.SECOND_ASSEMBLY))
    assert {delegate.group_name for delegate in found.delegates} == {"Leeds", "York"}
    assert [vote.carried for vote in found.votes] == [True, False]
    assert found.votes[1].for_the_paper
    assert found.sittings[0].present == 4
