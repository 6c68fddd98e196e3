"""Groups formed by preference: by decision, in time, in the open, ratified, and begun."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import ValidationError

from domain.bodies.mandate import Origin
from domain.elections.lot import LotSource
from domain.formation.formation import Formation
from domain.formation.groups import Change, Duty, Group
from domain.kernel.act import Act, Standing
from domain.kernel.refusal import (
    BadInput,
    NotAllowed,
    NotFound,
    OutOfOrder,
    RuleBroken,
    TooEarly,
    TooLate,
)
from domain.rules.values import Count, Days, Flag, Period, Who
from services.application.beginnings import ConveneFirstMeeting, NameConvenor
from services.application.begun import open_processes
from services.application.bodies import SeatMember
from services.application.endings import DissolveBody, VacateSeat
from services.application.formations import (
    AllocatePlaces,
    ClosePreferences,
    DrawPlaces,
    GiveUpFormation,
    PreferGroups,
    RatifyPlaces,
    RefusePlaces,
)
from services.application.outstanding import moments, overdue
from tests.application.organisation import CHAIR, LEEDS, STAFF
from tests.formation.forming import GROUPS, TEN, InMemory, group, in_forming
from tests.support.kinds import Kind
from workflows.contract import FORMATION

A, B, C, D, E, F = TEN[:6]
DAYS = "ncg.subgroups.preference_days"


def acts(it: InMemory, topic: str) -> list[Act]:
    found = it.store.acts(topics=(topic,), limit=200)
    return [one.event.act for one in found]


def rated(it: InMemory, slug: str) -> list[str]:
    return sorted(seat.name for seat in it.body(slug).seats if seat.origin is Origin.PREFERENCE)


# Announcing


def test_it_is_opened_by_a_decision_of_the_parent() -> None:
    it = in_forming()
    it.open()
    (act,) = acts(it, "formation.opened.v1")
    assert act.authority.kind == "decision"
    assert act.cause is not None
    assert "ncg.subgroups.formed_by" in act.rules
    assert it.found.waits_for() == GROUPS


def test_a_decision_without_a_quorum_opens_nothing() -> None:
    it = in_forming(ncg__meetings__quorum=Count(count=7), ncg__meetings__items_days=Days(count=0))
    it.handed_in = True
    it.org.refused(RuleBroken, it.asked_to_open(), STAFF, "meetings.ratification")


def test_a_body_without_the_power_forms_no_groups() -> None:
    it = in_forming(ncg__subgroups__formed_by=Who(powers=("staff",)))
    it.org.refused(NotAllowed, it.asked_to_open(), STAFF, "ncg.subgroups.formed_by")


def test_preferences_are_open_for_as_long_as_the_rule_says() -> None:
    it = in_forming()
    it.org.refused(RuleBroken, it.asked_to_open(days=6), STAFF, DAYS)
    it.org.refused(BadInput, it.asked_to_open(days=-1), STAFF, DAYS)


def test_the_value_of_the_lot_is_not_known_before_preferences_close() -> None:
    it = in_forming()
    early = LotSource(source="Yesterday's", known_from=it.now + timedelta(days=2))
    it.org.refused(BadInput, it.asked_to_open(lot=early), STAFF, DAYS)


def test_a_group_takes_no_more_than_the_rule_allows() -> None:
    it = in_forming()
    asked = it.asked_to_open(group("money", most=7))
    it.org.refused(RuleBroken, asked, STAFF, "ncg.subgroups.most_places")


def test_a_group_begins_with_no_fewer_than_the_rule_asks_for() -> None:
    it = in_forming(ncg__subgroups__least_places=Count(count=2))
    asked = it.asked_to_open(group("money", least=1))
    it.org.refused(RuleBroken, asked, STAFF, "ncg.subgroups.least_places")


def test_groups_are_told_apart_and_are_new() -> None:
    it = in_forming()
    it.org.refused(BadInput, it.asked_to_open(group("money"), group("money")), STAFF)
    it.org.refused(OutOfOrder, it.asked_to_open(group("leeds")), STAFF)


@pytest.mark.parametrize(
    ("kind", "most", "why"),
    [
        (Kind.CAUCUS, 4, "open to all in its category"),
        (Kind.SUB_GROUP, None, "at most"),
        (Kind.STAFF, 4, "not formed by preference"),
    ],
)
def test_a_caucus_has_no_numbers_and_any_other_group_has(
    kind: Kind, most: int | None, why: str
) -> None:
    it = in_forming()
    asked = Group(slug="x", name="X", kind=kind, remit="x", most=most)
    refusal = it.org.refused(BadInput, it.asked_to_open(asked), STAFF, f"kinds.{kind}")
    assert why in str(refusal)


def test_a_group_with_least_members_says_how_many_it_takes_at_most() -> None:
    with pytest.raises(ValidationError, match="at most"):
        Group(slug="x", name="X", kind="sub_group", remit="x", least=3)


# Preferring


def test_a_wish_may_be_changed_until_the_deadline() -> None:
    it = in_forming()
    it.open()
    it.wish(A, "money")
    it.wish(A, "training", "money")
    assert it.found.preferences[A].ranking == ("training", "money")
    it.close()
    late = PreferGroups(formation=it.formation, ranking=("money",))
    it.org.refused(TooLate, late, A, DAYS)
    assert it.found.preferences[A].ranking == ("training", "money")


def test_only_members_of_the_parent_with_a_vote_say_what_they_wish() -> None:
    it = in_forming()
    it.org.ask(SeatMember(body="ncg", person=LEEDS, name="L", how="x", voting=False), STAFF)
    it.open()
    for person in (LEEDS, STAFF):
        asked = PreferGroups(formation=it.formation, ranking=("money",))
        it.org.refused(NotAllowed, asked, person, DAYS)


@pytest.mark.parametrize("ranking", [(), ("money", "money"), ("youth",)])
def test_a_wish_names_groups_that_are_ranked_once_each(ranking: tuple[str, ...]) -> None:
    it = in_forming()
    it.open()
    it.org.refused(BadInput, PreferGroups(formation=it.formation, ranking=ranking), A)


def test_a_wish_names_groups_that_are_formed() -> None:
    it = in_forming()
    it.open()
    it.org.refused(NotFound, PreferGroups(formation=it.formation, ranking=("other",)), A)


# Closing and giving places


def test_preferences_close_at_their_moment_whoever_comes_late() -> None:
    it = in_forming()
    it.open()
    it.wish(A, "money")
    closes = it.found.plan.closes
    it.store.clock.hold(closes + timedelta(days=3))
    it.org.refused(NotAllowed, ClosePreferences(formation=it.formation), STAFF)
    it.org.hands.settle()
    (closed,) = acts(it, "formation.preferences_closed.v1")
    (given,) = acts(it, "formation.allocated.v1")
    assert (closed.occurred_at, given.occurred_at) == (closes, closes)


def test_who_said_nothing_is_on_record() -> None:
    it = in_forming()
    it.open()
    it.wish(A, "money")
    it.close()
    closed = it.store.acts(topics=("formation.preferences_closed.v1",), limit=1)[0].event
    assert isinstance(closed, Formation.PreferencesClosed)
    assert closed.counted == (A,)
    assert set(closed.silent) == {CHAIR, *TEN[1:]}


def test_where_there_is_one_best_way_no_lot_is_waited_for() -> None:
    it = in_forming()
    it.open()
    it.wish(A, "money")
    it.wish(B, "training", "money")
    it.close()
    found = it.found.allocation
    assert found is not None
    assert (found.of(A), found.of(B), found.seed) == (("money",), ("training", "money"), None)


def test_where_ways_are_equally_good_the_announced_value_decides() -> None:
    it = in_forming()
    it.open(group("money", most=1), group("training", most=1))
    for person in (A, B):
        it.wish(person, "money")
    it.close()
    assert not it.found.settled
    draw = DrawPlaces(formation=it.formation, value="4 8 15")
    it.org.refused(TooEarly, draw, STAFF, DAYS)
    it.draw()
    found = it.found.allocation
    assert found is not None
    assert found.of(found.lot[0].person) == ("money",)
    assert found.of(found.lot[1].person) == ()
    assert found.seed is not None
    it.org.refused(OutOfOrder, draw, STAFF, DAYS)


def test_numbers_that_can_not_be_kept_are_on_record_with_the_reason() -> None:
    it = in_forming()
    it.open(group("money", least=3), group("training"))
    it.wish(A, "money")
    it.wish(B, "training")
    it.close()
    assert it.found.impossible == "Money needs at least 3, and 1 person asked for it."
    it.ratify(changes=(Change(person=A, groups=("money", "training"), reason="It is needed."),))
    assert rated(it, "money") == ["Member 0"]
    assert rated(it, "training") == ["Member 0"]
    (ratified,) = acts(it, "formation.ratified.v1")
    assert "Money begins with 1, where at least 3 were asked for." in (ratified.note or "")


def test_whoever_asks_is_placed_where_the_rule_says_so() -> None:
    it = in_forming(ncg__subgroups__everybody_placed=Flag(holds=True))
    it.open(group("money", most=1), group("training"))
    it.wish(A, "money")
    it.wish(B, "money", "training")
    it.close()
    found = it.found.allocation
    assert found is not None
    assert (found.of(A), found.of(B)) == (("money",), ("training",))


def test_the_wish_of_somebody_who_has_left_does_not_count() -> None:
    it = in_forming()
    it.open(group("money", most=1))
    it.wish(A, "money")
    it.wish(B, "money")
    it.org.ask(VacateSeat(body="ncg", person=A, reason="moved away"), A)
    it.close()
    found = it.found.allocation
    assert found is not None
    assert [one.person for one in found.placed] == [B]


# Ratifying


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


# What follows


def test_the_parent_names_convenors_who_may_share_the_post() -> None:
    it = in_forming(ncg__subgroups__job_share=Count(count=2))
    it.formed()
    it.name("money", A)
    it.name("money", B, share_with=A)
    held = it.body("money").holders_of("convenor")
    assert [(one.person, one.place, one.share) for one in held] == [(A, 1, 1), (B, 1, 2)]
    assert it.found.convenors == {"money": (A, B)}


def test_a_convenor_sits_in_the_group() -> None:
    it = in_forming()
    it.formed()
    asked = NameConvenor(
        formation=it.formation, group="money", person=TEN[8], **it.decide("A convenor.")
    )
    it.org.refused(NotFound, asked, STAFF)


def test_a_caucus_chooses_its_own_convenor() -> None:
    it = in_forming(youth__meetings__quorum=Count(count=1))
    it.formed()
    for person in (A, B):
        seat = SeatMember(
            body="youth", person=person, name="Y", how="joined", origin=Origin.SELF_IDENTIFICATION
        )
        it.org.ask(seat, STAFF)
    decided = it.decide("A convenor for them.")
    asked = NameConvenor(formation=it.formation, group="youth", person=A, **decided)
    it.org.refused(NotAllowed, asked, STAFF, "ncg.caucus.convenors_by")
    it.name("youth", A, "youth", elected=True)
    assert it.body("youth").holds(A, "convenor")


def test_it_is_complete_once_each_group_has_a_convenor_and_is_called_to_meet() -> None:
    it = in_forming()
    it.formed()
    it.name("money", A)
    it.name("training", B)
    it.meet("money")
    twice = ConveneFirstMeeting(
        formation=it.formation, group="money", starts=it.now + timedelta(days=9), place="x"
    )
    it.org.refused(OutOfOrder, twice, STAFF)
    assert not it.found.completed
    it.meet("training")
    it.org.ask(DissolveBody(body="youth", reason="nobody wished to belong"), STAFF)
    it.org.hands.settle()
    assert it.found.completed
    assert FORMATION not in {one.kind for one in open_processes(it.store)}


def test_what_is_not_ratified_or_begun_in_time_is_recorded_at_its_moment() -> None:
    it = in_forming()
    it.open(group("money"))
    it.wish(A, "money")
    it.close()
    due = it.found.due(Duty.RATIFICATION)
    assert due is not None
    assert due.at in {one.due for one in moments(it.store)}
    it.org.hands.at(due.at + timedelta(hours=1))
    it.ratify()
    second = it.found.due(Duty.FIRST_MEETINGS)
    assert second is not None
    it.org.hands.at(second.at + timedelta(hours=1))
    assert overdue(it.store) == []
    missed = acts(it, "formation.deadline_missed.v1")
    assert [(one.occurred_at, one.standing) for one in missed] == [
        (due.at, Standing.IRREGULAR),
        (second.at, Standing.IRREGULAR),
    ]
    it.name("money", A)
    it.meet("money")
    assert it.found.completed


def test_a_value_that_nobody_records_holds_up_no_deadline() -> None:
    it = in_forming()
    it.open(group("money", most=1))
    it.wish(A, "money")
    it.wish(B, "money")
    it.close()
    due = it.found.due(Duty.RATIFICATION)
    assert due is not None
    it.org.hands.at(due.at + timedelta(days=1))
    assert (it.found.missed, overdue(it.store)) == ((Duty.RATIFICATION,), [])
    it.draw()
    assert it.found.settled


def test_an_elected_convenor_has_the_term_that_the_rules_give() -> None:
    it = in_forming(ncg__subgroups__term=Period(months=12))
    it.formed()
    it.name("money", A, elected=True)
    (held,) = it.body("money").holders_of("convenor")
    assert held.until is not None


def test_nobody_gives_places_by_hand() -> None:
    it = in_forming()
    it.open()
    it.org.refused(NotAllowed, AllocatePlaces(formation=it.formation), STAFF)
