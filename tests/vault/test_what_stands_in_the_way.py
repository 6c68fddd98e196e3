"""When what is kept of somebody must stay, and what of it may go even so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bodies.body import body_id
from domain.bodies.details import Person, details_id
from domain.bodies.forgetting import InTheWay, OpenVote, bars, free, must_be_free
from domain.bodies.member import Ending
from domain.cycle.calendar import StageName
from domain.kernel.refusal import NotAllowed, NotFound, OutOfOrder, RuleBroken
from domain.kernel.sealed import Purpose
from domain.rules.values import Flag
from services.application.bodies import SeatMember
from services.application.details import DeclareCategory, SetDetails
from services.application.elections import CallElection
from services.application.endings import EndMembership, VacateSeat
from services.application.erasing import EraseData, LiftHold, PlaceHold
from tests.application.organisation import MEMBERS, STAFF, Organisation, in_memory

ADA = MEMBERS[0]
WHOLE = EraseData(person=ADA, ground="they asked for it")


def entered(**rules: Flag) -> Organisation:
    org = in_memory(**rules)
    details = SetDetails(person=ADA, name="Ada Ash", email="ada@example.org", born=date(1990, 4, 1))
    org.ask(details, STAFF)
    org.ask(DeclareCategory(person=ADA, purpose=Purpose.CAUCUS, category="women"), ADA)
    return org


@pytest.fixture
def org() -> Organisation:
    return entered()


def kept(org: Organisation) -> tuple[Purpose, ...]:
    return org.store.load(Person, details_id(ADA)).kept_for


def only(*purposes: Purpose) -> EraseData:
    return WHOLE.model_copy(update={"purposes": purposes})


def test_where_nothing_stands_in_the_way_all_of_it_goes(org: Organisation) -> None:
    org.ask(WHOLE, STAFF)
    assert kept(org) == ()
    org.refused(NotFound, WHOLE, STAFF)


def test_it_is_decided_by_whoever_the_rule_names(org: Organisation) -> None:
    org.refused(NotAllowed, WHOLE, ADA, "people.erasure_decided_by")
    org.refused(NotAllowed, PlaceHold(person=ADA, reason="x"), ADA, "people.erasure_decided_by")


def test_one_purpose_may_go_and_the_others_stay(org: Organisation) -> None:
    org.ask(only(Purpose.BIRTH), STAFF)
    assert kept(org) == (Purpose.IDENTITY, Purpose.CONTACT, Purpose.CAUCUS)


def test_what_comes_again_is_kept_again(org: Organisation) -> None:
    org.ask(WHOLE, STAFF)
    org.ask(SetDetails(person=ADA, name="Ada Ash"), STAFF)
    assert kept(org) == (Purpose.IDENTITY,)


def test_a_legal_hold_keeps_everything(org: Organisation) -> None:
    org.ask(PlaceHold(person=ADA, reason="a claim for damages"), STAFF)
    refusal = org.refused(RuleBroken, WHOLE, STAFF, "people.erasure_decided_by")
    assert "a legal hold: a claim for damages." in refusal.sentence
    org.refused(OutOfOrder, PlaceHold(person=ADA, reason="x"), STAFF, "people.erasure_decided_by")
    org.ask(LiftHold(person=ADA, reason="it was settled"), STAFF)
    org.refused(OutOfOrder, LiftHold(person=ADA, reason="x"), STAFF, "people.erasure_decided_by")
    org.ask(WHOLE, STAFF)


def test_a_vote_keeps_what_proves_it_until_it_can_not_be_challenged_any_more(
    org: Organisation,
) -> None:
    org.open_cycle()
    proposal = org.hand_in()
    org.reach(StageName.BALLOT)
    refusal = org.refused(RuleBroken, WHOLE, STAFF, "people.challenge_days")
    assert "has not been declared yet" in refusal.sentence
    assert "What is kept for caucus can be erased now" in refusal.sentence
    org.ask(only(Purpose.CAUCUS), STAFF)
    org.vote_in_the_ballot(f"{proposal}:yes", "", in_favour=0, against=0)
    assert org.ballot.declared
    refusal = org.refused(RuleBroken, WHOLE, STAFF, "people.challenge_days")
    assert "can be challenged until" in refusal.sentence
    org.hands.at(org.ballot.modified_on + timedelta(days=28))
    org.ask(WHOLE, STAFF)
    assert kept(org) == ()


def test_an_election_that_is_not_declared_keeps_what_proves_it(org: Organisation) -> None:
    org.ask(CallElection(body="ncg", title="To the group"), STAFF)
    refusal = org.refused(RuleBroken, only(Purpose.CONTACT), STAFF, "people.challenge_days")
    assert "“To the group” has not been declared yet" in refusal.sentence


def test_a_vote_that_somebody_had_no_part_in_keeps_nothing_of_theirs(org: Organisation) -> None:
    org.ask(EndMembership(person=ADA, ending=Ending.RESIGNED, reason="moved"), ADA)
    org.hands.at(org.store.now() + timedelta(days=1))
    org.ask(CallElection(body="ncg", title="To the group"), STAFF)
    org.ask(WHOLE, STAFF)
    assert kept(org) == ()


def test_the_name_of_whoever_sits_in_a_body_is_public(org: Organisation) -> None:
    org.ask(SeatMember(body="ncg", person=ADA, name="Ada Ash", how="elected"), STAFF)
    refusal = org.refused(RuleBroken, WHOLE, STAFF, "people.office_published")
    assert "the public record: Ncg." in refusal.sentence
    org.ask(only(Purpose.CONTACT, Purpose.BIRTH, Purpose.CAUCUS), STAFF)
    org.ask(VacateSeat(body="ncg", person=ADA, reason="moved"), ADA)
    org.ask(WHOLE, STAFF)
    assert not org.store.load(Person, details_id(ADA)).kept_for
    assert body_id("ncg")


def test_a_rule_may_leave_names_out_of_the_public_record() -> None:
    org = entered(people__office_published=Flag(holds=False))
    org.ask(SeatMember(body="ncg", person=ADA, name="Ada Ash", how="elected"), STAFF)
    org.ask(WHOLE, STAFF)
    assert kept(org) == ()


PURPOSES = st.lists(st.sampled_from(Purpose), min_size=1, unique=True).map(tuple)
WAYS = st.builds(
    InTheWay,
    hold=st.one_of(st.none(), st.just("a claim")),
    cases=st.lists(st.just("case 4"), max_size=1).map(tuple),
    votes=st.lists(st.just(OpenVote(title="A ballot")), max_size=2).map(tuple),
    offices=st.lists(st.just("NCG, chair"), max_size=2).map(tuple),
)


@given(PURPOSES, WAYS)
def test_it_is_refused_exactly_when_something_asked_for_is_not_free(
    purposes: tuple[Purpose, ...], way: InTheWay
) -> None:
    left = free(purposes, way)
    if left == purposes:
        must_be_free(purposes, way)
        return
    with pytest.raises(RuleBroken) as caught:
        must_be_free(purposes, way)
    assert caught.value.rule in {bar.rule for bar in bars(way)}
    assert ("can be erased now" in caught.value.sentence) is bool(left)
    must_be_free(left, way)
