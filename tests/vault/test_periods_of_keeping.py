"""What is kept of somebody who left goes when its period is over, unless something forbids it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from domain.bodies.details import Person, details_id
from domain.bodies.keeping import Keeping, keeping_id
from domain.bodies.member import Ending
from domain.kernel.refusal import NotAllowed
from domain.kernel.sealed import Purpose
from domain.notices.contact import Channel, Contact, contact_id
from domain.rules.values import Days
from services.application.accesses import AnswerAccess, RequestAccess
from services.application.bodies import SeatMember
from services.application.details import DeclareCategory, SetDetails
from services.application.endings import EndMembership, VacateSeat
from services.application.erasing import LiftHold, PlaceHold
from services.application.keeping import EndKeeping
from services.application.notices import SetContact
from tests.application.organisation import MEMBERS, STAFF, Organisation, in_memory

ADA = MEMBERS[0]
LEAVES = EndMembership(person=ADA, ending=Ending.RESIGNED, reason="moved")
PERIODS = {
    "people__kept_days__identity": Days(count=700),
    "people__kept_days__contact": Days(count=365),
    "people__kept_days__caucus": Days(count=30),
    "people__kept_days__looked_at_again": Days(count=30),
}


@pytest.fixture
def org() -> Organisation:
    found = in_memory(**PERIODS)
    found.ask(SetDetails(person=ADA, name="Ada Ash", email="ada@example.org"), STAFF)
    found.ask(DeclareCategory(person=ADA, purpose=Purpose.CAUCUS, category="women"), ADA)
    return found


def kept(org: Organisation) -> tuple[Purpose, ...]:
    return org.store.load(Person, details_id(ADA)).kept_for


def keeping(org: Organisation) -> Keeping:
    return org.store.load(Keeping, keeping_id(ADA))


def after(org: Organisation, days: int) -> None:
    org.hands.at(org.store.now() + timedelta(days=days))
    org.hands.settle()


def test_each_part_goes_when_its_own_period_is_over(org: Organisation) -> None:
    org.ask(LEAVES, ADA)
    after(org, 29)
    assert Purpose.CAUCUS in kept(org)
    after(org, 1)
    assert kept(org) == (Purpose.IDENTITY, Purpose.CONTACT)
    after(org, 335)
    assert kept(org) == (Purpose.IDENTITY,)
    after(org, 335)
    assert kept(org) == ()
    assert keeping(org).over


def test_the_act_says_what_was_destroyed_and_by_which_rule(org: Organisation) -> None:
    org.ask(LEAVES, ADA)
    after(org, 30)
    passed = org.store.acts(topics=(Keeping.Passed.TOPIC,), limit=1)[0].event
    assert isinstance(passed, Keeping.Passed)
    assert passed.destroyed == (Purpose.CAUCUS,)
    assert passed.act.rules == ("people.kept_days.caucus",)
    erased = org.store.acts(topics=(Person.Erased.TOPIC,), limit=1)[0].event
    assert "people.kept_days.caucus" in erased.act.rules


def test_a_hold_keeps_it_and_it_is_looked_at_again(org: Organisation) -> None:
    org.ask(LEAVES, ADA)
    org.ask(PlaceHold(person=ADA, reason="a claim for damages"), STAFF)
    after(org, 30)
    assert Purpose.CAUCUS in kept(org)
    held = org.store.acts(topics=(Keeping.HeldBack.TOPIC,), limit=1)[0].event
    assert isinstance(held, Keeping.HeldBack)
    assert "a legal hold: a claim for damages" in held.because
    org.ask(LiftHold(person=ADA, reason="it was settled"), STAFF)
    after(org, 29)
    assert Purpose.CAUCUS in kept(org)
    after(org, 1)
    assert Purpose.CAUCUS not in kept(org)


def test_a_name_that_is_public_and_a_request_that_is_open_keep_it(org: Organisation) -> None:
    org.ask(LEAVES, ADA)
    org.ask(SeatMember(body="ncg", person=ADA, name="Ada Ash", how="elected"), STAFF)
    after(org, 690)
    org.ask(RequestAccess(person=ADA), ADA)
    after(org, 10)
    assert kept(org) == (Purpose.IDENTITY,)
    org.ask(AnswerAccess(person=ADA), STAFF)
    after(org, 30)
    assert kept(org) == (Purpose.IDENTITY,)
    org.ask(VacateSeat(body="ncg", person=ADA, reason="moved"), ADA)
    after(org, 30)
    assert kept(org) == ()


def test_an_address_goes_with_the_period_of_how_somebody_is_reached(org: Organisation) -> None:
    other = MEMBERS[1]
    org.ask(SetContact(person=other, channel=Channel.EMAIL, entry=UUID(int=3)), other)
    org.ask(LEAVES.model_copy(update={"person": other}), other)
    after(org, 365)
    assert org.store.load(Contact, contact_id(other)).ways == ()
    assert org.store.find(Person, details_id(other)) is not None


def test_without_a_period_in_the_rules_it_is_kept_until_it_is_erased() -> None:
    org = in_memory()
    org.ask(SetDetails(person=ADA, name="Ada Ash"), STAFF)
    org.ask(LEAVES, ADA)
    assert org.store.find(Keeping, keeping_id(ADA)) is None


def test_nobody_ends_a_period_by_hand(org: Organisation) -> None:
    org.ask(LEAVES, ADA)
    org.refused(NotAllowed, EndKeeping(keeping=keeping_id(ADA)), STAFF)
