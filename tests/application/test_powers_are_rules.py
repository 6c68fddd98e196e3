"""Who keeps registers and records is a rule, and whoever changes the rule changes who may."""

from __future__ import annotations

from datetime import date

import pytest

from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, OutOfOrder
from domain.rules.values import Count, RuleChange, RuleValue, Who
from services.application.assemblies import OpenSitting
from services.application.bodies import EstablishBody, FillPost, JoinMember, SeatMember
from services.application.registers import KEPT_BY
from services.application.rules import FoundRulebook, ReviseRulebook
from services.store.memory import MemoryStore
from services.voting.memory import MemoryBoxes
from tests.application.organisation import (
    CHAIR,
    LEEDS,
    MEMBERS,
    STAFF,
    START,
    STRANGER,
    YORK,
    Organisation,
    in_memory,
)
from tests.support.hands import Hands
from tests.support.kinds import Kind
from tests.support.rulebook import CLAUSE, rules

RECORD = "assemblies.record_kept_by"
NCG_AMENDS = Who(powers=("ncg.chair", "all_member_ballot"))
JOINING = JoinMember(number="M00500", joined_on=date(2021, 7, 1))


def empty() -> Hands:
    store = MemoryStore()
    store.clock.hold(START)
    return Hands(store, MemoryBoxes(store))


def founded(hands: Hands, by: PersonId, **other: RuleValue) -> None:
    hands.ask(
        FoundRulebook(title="Rules", clauses=(CLAUSE,), rules=rules(**other), source="test"), by
    )


def body(slug: str) -> EstablishBody:
    return EstablishBody(slug=slug, name=slug.title(), kind=Kind.STAFF)


def seat(slug: str, person: PersonId) -> SeatMember:
    return SeatMember(body=slug, person=person, name="P", how="chosen")


def changed(rule: str, *powers: str) -> ReviseRulebook:
    asked = RuleChange(rule=RuleId(rule), value=Who(powers=powers))
    return ReviseRulebook(title="Others may", rules=(asked,))


def test_nothing_is_entered_before_there_is_a_rulebook() -> None:
    with pytest.raises(OutOfOrder, match="has no rulebook yet"):
        empty().ask(body("staff"), STAFF)


def test_the_founder_enters_the_first_people_and_nobody_else_does() -> None:
    hands = empty()
    founded(hands, by=STAFF)
    with pytest.raises(NotAllowed) as refused:
        hands.ask(body("staff"), STRANGER)
    assert refused.value.rule == "bodies.formed_by"
    hands.ask(body("staff"), STAFF)
    (established,) = hands.store.acts(topics=("body.established.v1",), limit=9)
    assert established.event.act.rules == (KEPT_BY,)
    assert "the founder" in established.event.act.authority.name


def test_the_founders_power_ends_with_the_first_keeper_and_does_not_come_back() -> None:
    hands = empty()
    founded(hands, by=STRANGER)
    hands.ask(body("staff"), STRANGER)
    hands.ask(seat("staff", STAFF), STRANGER)
    with pytest.raises(NotAllowed):
        hands.ask(JOINING, STRANGER)
    hands.ask(JOINING, STAFF)


def test_the_founder_can_fill_the_post_that_keeps_the_registers() -> None:
    hands = empty()
    founded(hands, by=STRANGER, registers__kept_by=Who(powers=("ncg.officers",)))
    hands.ask(body("ncg"), STRANGER)
    hands.ask(seat("ncg", CHAIR), STRANGER)
    hands.ask(FillPost(body="ncg", post="chair", person=CHAIR, name="C", how="chosen"), STRANGER)
    with pytest.raises(NotAllowed):
        hands.ask(JOINING, STRANGER)
    hands.ask(JOINING, CHAIR)


def test_a_rulebook_that_names_a_party_as_keeper_gives_the_founder_no_power() -> None:
    hands = empty()
    founded(hands, by=STRANGER, registers__kept_by=Who(powers=("all_members",)))
    with pytest.raises(NotAllowed):
        hands.ask(body("staff"), STRANGER)


def test_a_rulebook_that_says_nothing_of_the_registers_leaves_them_closed() -> None:
    hands = empty()
    silent = tuple(rule for rule in rules() if rule.id != KEPT_BY)
    asked = FoundRulebook(title="Rules", clauses=(CLAUSE,), rules=silent, source="test")
    hands.ask(asked, STAFF)
    with pytest.raises(NotFound) as refused:
        hands.ask(body("staff"), STAFF)
    assert refused.value.rule == KEPT_BY


def test_a_change_of_the_rule_changes_who_keeps_the_registers() -> None:
    org = in_memory(constitution__amend_power=NCG_AMENDS)
    org.refused(NotAllowed, JOINING, LEEDS, KEPT_BY)
    org.ask(changed(KEPT_BY, "leeds"), CHAIR)
    org.refused(NotAllowed, JOINING, STAFF, KEPT_BY)
    org.ask(JOINING, LEEDS)


def test_a_proposal_that_the_members_carry_changes_who_keeps_the_registers() -> None:
    org = in_memory()
    org.open_cycle()
    org.hand_in(changes={KEPT_BY: Who(powers=("york",))})
    org.vote_in_the_ballot("Y", "N", in_favour=6, against=2)
    org.refused(NotAllowed, JOINING, STAFF, KEPT_BY)
    org.ask(JOINING, YORK)


def assembled(org: Organisation) -> OpenSitting:
    org.open_cycle()
    org.hand_in()
    return OpenSitting(assembly=org.gather(), present=4)


def test_a_delegate_does_not_keep_the_record_of_the_assembly() -> None:
    org = in_memory()
    sitting = assembled(org)
    org.refused(NotAllowed, sitting, LEEDS, RECORD)
    org.ask(sitting, STAFF)


def test_the_facilitators_of_that_assembly_keep_its_record() -> None:
    org = in_memory()
    sitting = assembled(org)
    org.refused(NotAllowed, sitting, MEMBERS[3], RECORD)
    for assembly, facilitator in (("first_assembly", MEMBERS[3]), ("second_assembly", MEMBERS[4])):
        org.ask(EstablishBody(slug=assembly, name=assembly, kind=Kind.ASSEMBLY), STAFF)
        org.ask(seat(assembly, facilitator), STAFF)
    org.refused(NotAllowed, sitting, MEMBERS[4], RECORD)
    org.ask(sitting, MEMBERS[3])


def test_a_change_of_the_rule_changes_who_keeps_the_record() -> None:
    org = in_memory(constitution__amend_power=NCG_AMENDS)
    sitting = assembled(org)
    org.ask(changed(RECORD, "ncg.chair"), CHAIR)
    org.refused(NotAllowed, sitting, STAFF, RECORD)
    org.ask(sitting, CHAIR)


def test_a_rulebook_in_which_a_power_is_of_another_kind_is_not_adopted() -> None:
    hands = empty()
    with pytest.raises(BadInput, match="where a who is read") as refused:
        founded(hands, by=STAFF, registers__kept_by=Count(count=1))
    assert (refused.value.rule, refused.value.clause) == (KEPT_BY, CLAUSE.id)
    assert hands.store.head() == 0
