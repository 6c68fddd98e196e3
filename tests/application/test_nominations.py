"""Nominations through the desk: who may, what is refused, and what is settled by itself in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from domain.bodies.member import Ending
from domain.counting.outcomes import Contested, Short
from domain.elections.election import Election
from domain.elections.nomination import Nomination
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import CONVENOR, derived
from domain.kernel.refusal import (
    BadInput,
    NotAllowed,
    NotFound,
    OutOfOrder,
    RuleBroken,
    TooLate,
)
from domain.rules.values import Flag
from services.application.begun import open_processes
from services.application.bodies import MoveMember
from services.application.elections import CloseNominations
from services.application.endings import DissolveBody, EndMembership
from services.application.nominations import (
    AcceptNomination,
    CallOffElection,
    FollowNominations,
    OpenNominations,
    RuleOnNomination,
    SupportNomination,
    WithdrawNomination,
)
from services.application.processes import KINDS
from tests.application.heard import suspend
from tests.application.nominated import ANN, BEA, CLOSES, CURED, CY, DAN, EVE, FAY, Nominated
from tests.application.organisation import MEMBERS, STAFF, STRANGER
from tests.application.test_counts import OFFICER, POWER
from workflows.contract import ELECTION

OPEN, CURE, NUMBER = (
    f"election.ncg.{name}" for name in ("nomination_days", "cure_days", "nominations")
)
BY, ANSWERED = "elections.nominated_by", "elections.answered_by"
MOMENT = timedelta(microseconds=1)
BO = MEMBERS[9]


@pytest.fixture
def it() -> Nominated:
    found = Nominated()
    found.open()
    return found


def last(it: Nominated, kind: type[Recorded]) -> Any:
    found = list(it.org.store.acts(topics=(kind.TOPIC,), limit=500))
    return found[-1].event


def test_the_returning_officer_opens_them_and_nobody_nominates_before() -> None:
    it = Nominated()
    it.org.refused(OutOfOrder, it.nominating(ANN, "Ann"), BEA, POWER)
    it.org.refused(NotAllowed, OpenNominations(election=it.id), STAFF, POWER)
    it.open()
    it.org.refused(OutOfOrder, OpenNominations(election=it.id), OFFICER)
    assert it.election.windows[0].closes == CLOSES


def test_members_nominate_members_once_each_and_under_names_that_can_be_told_apart(
    it: Nominated,
) -> None:
    it.org.refused(NotAllowed, it.nominating(ANN, "Ann"), STRANGER, BY)
    it.org.refused(RuleBroken, it.nominating(STRANGER, "Stan"), BEA, NUMBER)
    it.org.refused(NotFound, it.nominating(ANN, "Ann", "south"), BEA)
    made = it.nominate(ANN, "Ann", BEA)
    it.org.refused(OutOfOrder, it.nominating(ANN, "Ann L."), CY)
    it.org.refused(OutOfOrder, it.nominating(CY, "Ann"), CY)
    it.org.refused(OutOfOrder, SupportNomination(nomination=made), BEA)
    it.org.refused(BadInput, SupportNomination(nomination=made), ANN)


def test_only_the_candidate_accepts_or_withdraws(it: Nominated) -> None:
    made = it.nominate(ANN, "Ann")
    it.org.refused(NotAllowed, AcceptNomination(nomination=made), BEA, ANSWERED)
    it.org.refused(NotAllowed, WithdrawNomination(nomination=made), OFFICER, ANSWERED)
    it.accept(made, "women")
    it.org.ask(WithdrawNomination(nomination=made), ANN)
    again = it.complete(ANN, "Ann", "women")
    assert again != made


def test_both_are_from_the_section_where_a_rule_says_so() -> None:
    it = Nominated(election__ncg__from_section=Flag(holds=True))
    it.open()
    rule = "election.ncg.from_section"
    it.org.refused(RuleBroken, it.nominating(ANN, "Ann"), BEA, rule)
    it.org.ask(MoveMember(person=ANN, group=None, region="north"), STAFF)
    it.org.refused(RuleBroken, it.nominating(ANN, "Ann"), BEA, rule)
    made = it.nominate(ANN, "Ann", ANN)
    it.org.refused(RuleBroken, SupportNomination(nomination=made), BEA, rule)


def test_what_is_complete_when_it_is_settled_stands_and_there_is_a_vote(it: Nominated) -> None:
    for person, name in ((ANN, "Ann"), (BEA, "Bea"), (CY, "Cy")):
        it.complete(person, name, *(("women",) if person == ANN else ()))
    it.org.hands.at(CLOSES)
    assert last(it, Election.NominationsChecked).defective == 0
    it.org.hands.at(CURED)
    standing = it.election.of_section("north")
    assert standing is not None
    assert [one.name for one in standing.candidates] == ["Ann", "Bea", "Cy"]
    assert standing.outcome == Contested()
    assert last(it, Election.CandidatesPublished).act.occurred_at == CURED


def test_a_defect_that_is_told_at_the_close_is_cured_in_time_or_costs_the_place(
    it: Nominated,
) -> None:
    cured, not_cured = it.nominate(ANN, "Ann", DAN), it.nominate(BEA, "Bea", DAN)
    it.accept(cured, "women")
    it.accept(not_cured)
    it.complete(CY, "Cy")
    it.complete(FAY, "Fay")
    it.org.hands.at(CLOSES)
    told = last(it, Nomination.DefectsFound)
    assert (told.defects, told.cure_by) == (("1 of 2 nominators",), CURED)
    it.org.store.clock.hold(CURED - MOMENT)
    it.org.ask(SupportNomination(nomination=cured), EVE)
    it.org.store.clock.hold(CURED)
    it.org.refused(TooLate, SupportNomination(nomination=not_cured), EVE, CURE)
    it.org.hands.settle()
    standing = it.election.of_section("north")
    assert standing is not None
    assert [one.name for one in standing.candidates] == ["Ann", "Cy", "Fay"]
    assert it.the(not_cured).settled


def test_both_deadlines_are_recorded_at_their_moments_however_late_the_step_is(
    it: Nominated,
) -> None:
    it.complete(ANN, "Ann", "women")
    it.complete(BEA, "Bea")
    it.org.store.clock.hold(CLOSES)
    it.org.refused(TooLate, it.nominating(CY, "Cy"), DAN, OPEN)
    it.org.hands.at(CURED + timedelta(days=9))
    assert last(it, Election.NominationsChecked).act.occurred_at == CLOSES
    assert last(it, Election.NominationsClosed).act.occurred_at == CURED


def test_a_section_that_cannot_be_filled_is_said_before_the_ballot_and_taken_again(
    it: Nominated,
) -> None:
    for person, name in ((ANN, "Ann"), (BEA, "Bea"), (CY, "Cy")):
        it.complete(person, name)
    it.org.hands.at(CURED)
    again = last(it, Election.NominationsReopened)
    assert "women" in again.reason
    assert again.window.closes == CURED + timedelta(days=7)
    it.complete(FAY, "Fay", "women")
    it.org.hands.at(again.window.cure_by)
    standing = it.election.of_section("north")
    assert standing is not None
    assert len(standing.candidates) == 4


def test_too_few_get_one_more_chance_and_places_then_stay_empty(it: Nominated) -> None:
    it.complete(ANN, "Ann", "women")
    it.org.hands.at(CURED)
    again = last(it, Election.NominationsReopened)
    it.org.hands.at(again.window.cure_by)
    standing = it.election.of_section("north")
    assert standing is not None
    assert standing.outcome == Short(elected=("Ann",), unfilled=1)


def test_a_ruling_with_reasons_lets_somebody_stand_or_keeps_them_out(it: Nominated) -> None:
    let_in, kept_out = it.nominate(ANN, "Ann", DAN), it.complete(BEA, "Bea")
    it.complete(CY, "Cy")
    it.complete(FAY, "Fay")
    ruling = RuleOnNomination(nomination=let_in, valid=True, reasons="one name came by post")
    it.org.refused(NotAllowed, ruling, STAFF, POWER)
    it.org.refused(OutOfOrder, ruling, OFFICER, POWER)
    it.accept(let_in, "women")
    it.org.ask(ruling, OFFICER)
    out = RuleOnNomination(nomination=kept_out, valid=False, reasons="holds a barred office")
    it.org.ask(out, OFFICER)
    it.org.hands.at(CURED)
    standing = it.election.of_section("north")
    assert standing is not None
    assert [one.name for one in standing.candidates] == ["Ann", "Cy", "Fay"]


def test_who_leaves_before_it_is_settled_does_not_stand(it: Nominated) -> None:
    for person, name in ((ANN, "Ann"), (BEA, "Bea"), (CY, "Cy"), (FAY, "Fay")):
        it.complete(person, name, *(("women",) if person == ANN else ()))
    it.org.ask(EndMembership(person=BEA, ending=Ending.RESIGNED, reason="moved"), BEA)
    it.org.hands.at(CURED)
    standing = it.election.of_section("north")
    assert standing is not None
    assert [one.name for one in standing.candidates] == ["Ann", "Cy", "Fay"]


def test_nobody_settles_them_by_hand_nor_hands_in_who_stands(it: Nominated) -> None:
    it.org.refused(NotAllowed, FollowNominations(election=it.id), OFFICER)
    close = CloseNominations(election=it.id, section="north", candidates=())
    it.org.refused(OutOfOrder, close, OFFICER, CURE)


def test_an_election_is_called_off_with_a_reason_while_nominations_are_open(
    it: Nominated,
) -> None:
    it.org.ask(CallOffElection(election=it.id, reason="a strike at the post"), STAFF)
    it.org.refused(OutOfOrder, it.nominating(ANN, "Ann"), BEA)
    it.org.hands.at(CURED)
    assert it.election.standing == ()
    it.org.refused(OutOfOrder, CallOffElection(election=it.id, reason="again"), STAFF)


def test_an_election_whose_nominations_are_settled_is_not_called_off(it: Nominated) -> None:
    it.complete(ANN, "Ann", "women")
    it.complete(BEA, "Bea")
    it.org.hands.at(CURED)
    off = CallOffElection(election=it.id, reason="late")
    it.org.refused(OutOfOrder, off, STAFF, POWER)


def test_who_is_suspended_when_it_is_settled_does_not_stand(it: Nominated) -> None:
    for person, name in ((ANN, "Ann"), (BO, "Bo"), (CY, "Cy"), (FAY, "Fay")):
        it.complete(person, name, *(("women",) if person == ANN else ()))
    suspend(it.org, BO)
    it.org.hands.at(CURED)
    standing = it.election.of_section("north")
    assert standing is not None
    assert [one.name for one in standing.candidates] == ["Ann", "Cy", "Fay"]
    assert last(it, Election.CandidatesPublished)


def test_who_is_suspended_nominates_nobody(it: Nominated) -> None:
    suspend(it.org, BO)
    it.org.refused(NotAllowed, it.nominating(ANN, "Ann"), BO, "suspension.keeps_powers")
    it.org.refused(RuleBroken, it.nominating(BO, "Bo"), BEA, "suspension.keeps_powers")


def test_an_election_to_a_body_that_is_no_more_is_called_off_with_it(it: Nominated) -> None:
    it.org.ask(DissolveBody(body="ncg", reason="Replaced."), STAFF)
    assert it.election.called_off
    assert it.id not in [one.process for one in open_processes(it.org.store)]


def test_what_lies_ahead_is_told_until_it_is_settled(it: Nominated) -> None:
    (kind,) = (one for one in KINDS if one.name == ELECTION)
    assert [one.due for one in kind.ahead(it.org.store, it.id)] == [CLOSES]
    it.org.hands.at(CLOSES)
    assert [one.due for one in kind.ahead(it.org.store, it.id)] == [CURED]
    it.org.ask(CallOffElection(election=it.id, reason="a strike"), STAFF)
    assert list(kind.ahead(it.org.store, it.id)) == []


def test_two_of_one_name_who_were_nominated_at_once_are_told_apart_on_the_paper(
    it: Nominated,
) -> None:
    ann = it.complete(ANN, "Ann Lee", "women")
    act = last(it, Nomination.Made).act.model_copy(update={"actor": DAN})
    at_once = Nomination.make(
        derived(CONVENOR, "at once"), act, it.election, "north", (BEA, "Ann Lee")
    )
    it.org.store.commit([at_once], command=None, reads={})
    it.org.ask(SupportNomination(nomination=at_once.id), EVE)
    it.accept(at_once.id)
    it.org.hands.at(CURED)
    standing = it.election.of_section("north")
    assert standing is not None
    assert [one.name for one in standing.candidates] == ["Ann Lee (M00007)", "Ann Lee (M00008)"]
    assert it.the(ann).settled


def test_two_who_nominate_somebody_at_once_begin_the_same_nomination(it: Nominated) -> None:
    first = it.nominate(ANN, "Ann", BEA)
    assert first == derived(it.id, "nomination", ANN, 0)
    it.org.ask(WithdrawNomination(nomination=first), ANN)
    assert it.nominate(ANN, "Ann", BEA) == derived(it.id, "nomination", ANN, 1)
