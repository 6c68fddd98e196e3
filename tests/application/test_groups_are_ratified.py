"""The parent ratifies places or changes them, refuses them or gives up."""

from __future__ import annotations

from datetime import timedelta

from domain.bodies.mandate import Origin
from domain.formation.formation import Formation
from domain.formation.groups import Change
from domain.kernel.refusal import (
    BadInput,
    NotAllowed,
    OutOfOrder,
    RuleBroken,
)
from domain.rules.values import Count, Who
from services.application.begun import open_processes
from services.application.endings import VacateSeat
from services.application.formations import (
    GiveUpFormation,
    PreferGroups,
    RatifyPlaces,
    RefusePlaces,
)
from tests.application.organisation import CHAIR, LEEDS, STAFF
from tests.formation.forming import group, in_forming
from tests.formation.told import DAYS, A, B, acts, rated
from tests.support.kinds import Kind
from workflows.contract import FORMATION


def test_with_the_ratification_groups_are_established_and_everybody_sits() -> None:
    it = in_forming()
    it.formed()
    money = it.body("money")
    assert (money.parent, money.kind, money.remit) == (
        it.found.parent,
        Kind.SUB_GROUP,
        "It sees to money.",
    )
    assert rated(it, "money") == [f"Member {number}" for number in range(6)]
    chair = money.seat_of(CHAIR)
    assert chair is not None
    assert chair.origin is Origin.EX_OFFICIO
    assert it.body("youth").seats == ()


def test_each_act_of_the_ratification_names_its_cause_and_the_decision() -> None:
    it = in_forming()
    it.formed()
    (ratified,) = it.store.acts(topics=("formation.ratified.v1",), limit=9)
    begun = [
        one
        for one in it.store.acts(topics=("body.established.v1",), limit=99)
        if one.event.act.process_id == it.formation
    ]
    assert len(begun) == 3
    assert {one.event.act.cause for one in begun} == {ratified.event.event_id}
    seated = [
        one.event.act
        for one in it.store.acts(topics=("body.seated.v1",), limit=99)
        if one.event.act.process_id == it.formation
    ]
    assert {one.cause for one in seated} <= {one.event.event_id for one in begun}
    assert {one.authority.kind for one in seated} == {"decision"}
    assert "ncg.subgroups.ratified_by" in ratified.event.act.rules


def test_the_parent_may_change_places_with_reasons() -> None:
    it = in_forming()
    it.open()
    it.wish(A, "money")
    it.close()
    it.ratify(changes=(Change(person=A, groups=("training",), reason="It has too few."),))
    assert (rated(it, "money"), rated(it, "training")) == ([], ["Member 0"])


def test_the_parent_puts_no_more_in_a_group_than_it_takes() -> None:
    it = in_forming()
    it.open(group("money", most=1))
    it.wish(A, "money")
    it.close()
    asked = RatifyPlaces(
        formation=it.formation,
        **it.decide("We ratify."),
        changes=(Change(person=B, groups=("money",), reason="B too."),),
    )
    it.org.refused(RuleBroken, asked, STAFF, "ncg.subgroups.most_places")


def test_nobody_gets_more_groups_than_the_rule_says() -> None:
    it = in_forming(ncg__subgroups__groups_each=Count(count=1))
    it.open()
    it.wish(A, "money", "training")
    it.close()
    assert it.found.allocation is not None
    assert it.found.allocation.of(A) == ("money",)
    both = Change(person=A, groups=("money", "training"), reason="both")
    asked = RatifyPlaces(formation=it.formation, **it.decide("We ratify."), changes=(both,))
    it.org.refused(RuleBroken, asked, STAFF, "ncg.subgroups.groups_each")


def test_a_change_is_for_a_member_once_and_for_groups_that_are_formed() -> None:
    it = in_forming()
    it.open()
    it.close()
    decided = it.decide("We ratify.")
    for changes in (
        [Change(person=LEEDS, groups=("money",), reason="x")],
        [Change(person=A, groups=("money",), reason="x")] * 2,
        [Change(person=A, groups=("youth",), reason="x")],
    ):
        asked = RatifyPlaces(formation=it.formation, **decided, changes=tuple(changes))
        it.org.refused(BadInput, asked, STAFF)


def test_whoever_has_left_by_then_gets_no_place_and_is_named() -> None:
    it = in_forming()
    it.open()
    it.wish(A, "money")
    it.wish(B, "money")
    it.close()
    it.org.ask(VacateSeat(body="ncg", person=A, reason="moved away"), A)
    it.ratify()
    ratified = it.store.acts(topics=("formation.ratified.v1",), limit=1)[0].event
    assert isinstance(ratified, Formation.Ratified)
    assert ratified.gone == (A,)
    assert rated(it, "money") == ["Member 1"]


def test_another_bodys_decision_ratifies_nothing() -> None:
    it = in_forming(ncg__subgroups__ratified_by=Who(powers=("ncg", "staff")))
    it.open()
    it.close()
    decided = it.decide("We ratify.", "staff", present=1)
    asked = RatifyPlaces(formation=it.formation, **decided)
    it.org.refused(NotAllowed, asked, STAFF, "ncg.subgroups.ratified_by")


def test_it_is_ratified_once_and_not_before_places_are_given() -> None:
    it = in_forming()
    it.open()
    asked = RatifyPlaces(formation=it.formation, **it.decide("We ratify."))
    it.org.refused(OutOfOrder, asked, STAFF, DAYS)
    it.close()
    it.ratify()
    again = RatifyPlaces(formation=it.formation, **it.decide("We ratify."))
    it.org.refused(OutOfOrder, again, STAFF)


def test_a_refusal_opens_preferences_again() -> None:
    it = in_forming()
    it.open()
    it.wish(A, "money")
    it.close()
    decided = it.decide("We do not ratify.")
    closes = it.now + timedelta(days=8)
    refuse = RefusePlaces(
        formation=it.formation, **decided, reason="Too few asked.", closes=closes, lot=it.lot(9)
    )
    it.org.ask(refuse, STAFF)
    it.wish(B, "training")
    it.close()
    found = it.found.allocation
    assert found is not None
    assert (found.of(A), found.of(B)) == (("money",), ("training",))
    assert len(acts(it, "formation.preferences_closed.v1")) == 2


def test_it_can_be_given_up_until_it_is_ratified() -> None:
    it = in_forming()
    it.open()
    decided = it.decide("We form none.")
    it.org.ask(GiveUpFormation(formation=it.formation, **decided, reason="no need"), STAFF)
    assert it.found.is_over
    assert FORMATION not in {one.kind for one in open_processes(it.store)}
    asked = PreferGroups(formation=it.formation, ranking=("money",))
    it.org.refused(OutOfOrder, asked, A)
    other = in_forming()
    other.formed()
    again = GiveUpFormation(
        formation=other.formation, **other.decide("We form none."), reason="no need"
    )
    other.org.refused(OutOfOrder, again, STAFF)
