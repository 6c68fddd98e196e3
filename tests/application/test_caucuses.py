"""Caucuses: joined and left by one's own word, and told to nobody who does not belong."""

from __future__ import annotations

from datetime import date

import pytest

from domain.bodies.body import body_id
from domain.bodies.details import Person, details_id
from domain.bodies.mandate import Origin
from domain.kernel.ids import ClauseId, PersonId, RuleId
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, OutOfOrder, RuleBroken
from domain.kernel.sealed import Purpose
from domain.rules.values import Choice, Flag, Force, Reads, Rule
from services.application.bodies import EstablishBody, SeatMember
from services.application.caucuses import JoinCaucus, LeaveCaucus
from services.application.details import DeclareCategory, SetDetails, WithdrawCategory
from services.application.erasing import EraseData
from tests.application.organisation import MEMBERS, STAFF, in_memory
from tests.story.rows import ELEVEN, OF_2017, Row, founded
from tests.support.kinds import Kind

ADA, BO, CY = ELEVEN[:3]
OUTSIDE = MEMBERS[12]
SEALED = "ncg.caucus.members_sealed"
DECLARED_BY = "people.categories_declared_by"


OPEN_TO_WOMEN = Rule(
    id=RuleId("women_caucus.open_to"),
    clause=ClauseId("6.4"),
    title="Who belongs to the women's caucus",
    value=Choice(choice="women"),
    force=Force.MANDATORY,
    reads=Reads.AT_ACT,
)


@pytest.fixture
def row() -> Row:
    row = founded(OF_2017, OPEN_TO_WOMEN)
    for slug in ("bame_caucus", "women_caucus", "youth_caucus", "councillor_network"):
        row.establish(slug, Kind.CAUCUS)
    row.establish("resources_group", Kind.SUB_GROUP)
    return row


def join(person: PersonId, slug: str = "bame_caucus", **other: bool) -> JoinCaucus:
    return JoinCaucus.model_validate({"person": person, "body": slug} | other)


def belongs(row: Row, person: PersonId, slug: str = "bame_caucus") -> bool:
    file = row.store.find(Person, details_id(person))
    return file is not None and file.belongs_to(body_id(slug))


def test_whoever_joins_is_named_by_no_act_of_the_caucus(row: Row) -> None:
    before = row.body("bame_caucus").version
    row.org.ask(join(ADA), ADA)
    assert belongs(row, ADA)
    assert row.body("bame_caucus").version == before
    (joined,) = row.store.acts(topics=(Person.CaucusJoined.TOPIC,), limit=9)
    assert joined.event.act.rules == (DECLARED_BY,), "a rule of one caucus would tell which it is"


def test_nobody_joins_for_somebody_else(row: Row) -> None:
    row.org.refused(NotAllowed, join(ADA), STAFF, DECLARED_BY)
    row.org.refused(NotAllowed, join(ADA), BO, DECLARED_BY)


def test_nobody_is_seated_in_a_caucus_whose_members_are_sealed(row: Row) -> None:
    asked = SeatMember(body="bame_caucus", person=ADA, name="A", how="told", source="x")
    row.org.refused(RuleBroken, asked, STAFF, SEALED)


def test_a_caucus_is_made_up_of_the_parents_own_members(row: Row) -> None:
    row.org.refused(RuleBroken, join(OUTSIDE), OUTSIDE, "ncg.caucus.from_parent")


def test_only_a_caucus_is_joined_by_ones_own_word(row: Row) -> None:
    row.org.refused(BadInput, join(ADA, "resources_group"), ADA)


def test_nobody_joins_twice_and_whoever_left_may_come_again(row: Row) -> None:
    row.org.ask(join(ADA), ADA)
    row.org.refused(OutOfOrder, join(ADA), ADA, DECLARED_BY)
    row.org.ask(LeaveCaucus(person=ADA, body="bame_caucus"), ADA)
    assert not belongs(row, ADA)
    row.org.refused(NotFound, LeaveCaucus(person=ADA, body="bame_caucus"), ADA)
    row.org.ask(join(ADA), ADA)
    assert belongs(row, ADA)


def test_with_the_last_word_for_caucuses_its_key_is_given_up(row: Row) -> None:
    row.org.ask(join(ADA), ADA)
    row.org.ask(join(ADA, "councillor_network"), ADA)
    row.org.ask(LeaveCaucus(person=ADA, body="bame_caucus"), ADA)
    erased = row.store.acts(topics=(Person.Erased.TOPIC,), limit=9)
    assert [getattr(act.event, "purposes", None) for act in erased] == [(Purpose.CAUCUS,)]


def test_a_caucus_that_is_public_shows_who_belongs(row: Row) -> None:
    row.org.ask(join(ADA, "councillor_network"), ADA)
    seat = row.seat_of("councillor_network", ADA)
    assert seat is not None
    assert (seat.origin, seat.name) == (Origin.SELF_IDENTIFICATION, "Member 0")
    row.org.ask(LeaveCaucus(person=ADA, body="councillor_network"), ADA)
    assert row.seat_of("councillor_network", ADA) is None


def test_whoever_wishes_is_shown_and_can_be_chosen_as_convenor(row: Row) -> None:
    row.org.ask(join(ADA), ADA)
    row.org.refused(OutOfOrder, row.filling("bame_caucus", "convenor", ADA), STAFF)
    row.org.ask(join(ADA, openly=True), ADA)
    assert not belongs(row, ADA)
    row.fill("bame_caucus", "convenor", ADA)
    row.org.ask(LeaveCaucus(person=ADA, body="bame_caucus"), ADA)
    assert row.body("bame_caucus").posts == ()


def test_whoever_is_not_of_the_category_does_not_qualify_and_nothing_says_why(row: Row) -> None:
    row.org.refused(RuleBroken, join(ADA, "women_caucus"), ADA, "women_caucus.open_to")
    said = {"person": ADA, "purpose": Purpose.QUOTA, "category": "women"}
    row.org.ask(DeclareCategory.model_validate(said), ADA)
    row.org.refused(RuleBroken, join(ADA, "women_caucus"), ADA, "women_caucus.open_to")
    said["purpose"] = Purpose.CAUCUS
    row.org.ask(DeclareCategory.model_validate(said), ADA)
    row.org.ask(join(ADA, "women_caucus"), ADA)
    row.org.ask(WithdrawCategory.model_validate(said), ADA)
    assert not belongs(row, ADA, "women_caucus")


def test_the_youth_caucus_is_open_below_the_age_of_the_rule(row: Row) -> None:
    young, old = date(1995, 7, 16), date(1991, 7, 15)
    row.org.refused(RuleBroken, join(ADA, "youth_caucus"), ADA, "youth_caucus.under_age")
    for person, born in ((ADA, young), (BO, old)):
        row.org.ask(SetDetails(person=person, born=born), person)
    row.org.ask(join(ADA, "youth_caucus"), ADA)
    row.org.refused(RuleBroken, join(BO, "youth_caucus"), BO, "youth_caucus.under_age")


def test_whoever_loses_the_seat_in_the_parent_belongs_no_longer(row: Row) -> None:
    row.org.ask(join(ADA), ADA)
    row.leave("ncg", ADA)
    assert not belongs(row, ADA)


def test_whoever_is_forgotten_belongs_no_longer(row: Row) -> None:
    row.org.ask(join(ADA), ADA)
    ground = "They asked for it."
    row.org.ask(EraseData(person=ADA, purposes=(Purpose.CAUCUS,), ground=ground), STAFF)
    assert not belongs(row, ADA)


def test_nobody_joins_unseen_while_no_rule_says_from_how_many_on_they_are_counted() -> None:
    org = in_memory(caucus__members_sealed=Flag(holds=True))
    caucus = EstablishBody(slug="lgbt", name="LGBT", kind=Kind.CAUCUS, parent="ncg")
    org.ask(caucus, STAFF)
    org.refused(RuleBroken, join(ADA, "lgbt"), ADA, "caucus.members_sealed")
