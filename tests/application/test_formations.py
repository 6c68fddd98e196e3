"""Groups formed by preference: announced by a decision, preferred in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import ValidationError

from domain.elections.lot import LotSource
from domain.formation.groups import Group
from domain.kernel.refusal import (
    BadInput,
    NotAllowed,
    NotFound,
    OutOfOrder,
    RuleBroken,
    TooLate,
)
from domain.rules.values import Count, Days, Who
from services.application.bodies import EstablishBody, SeatMember
from services.application.formations import (
    PreferGroups,
)
from tests.application.organisation import LEEDS, STAFF
from tests.formation.forming import GROUPS, group, in_forming
from tests.formation.told import DAYS, A, acts
from tests.support.kinds import Kind


def test_it_is_opened_by_a_decision_of_the_parent() -> None:
    it = in_forming()
    it.open()
    (act,) = acts(it, "formation.opened.v1")
    assert act.authority.kind == "decision"
    assert act.cause is not None
    assert "ncg.subgroups.formed_by" in act.rules
    assert it.found.waits_for() == GROUPS


def test_a_decision_announces_groups_once() -> None:
    it = in_forming()
    asked = it.asked_to_open()
    it.org.ask(asked, STAFF)
    others = asked.model_copy(update={"groups": (group("press"), group("halls"))})
    it.org.refused(OutOfOrder, others, STAFF, "ncg.subgroups.formed_by")


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


def test_the_short_names_of_groups_that_are_being_formed_are_kept_for_them() -> None:
    it = in_forming()
    it.open()
    taken = EstablishBody(slug=GROUPS[0].slug, name="Other", kind=Kind.NETWORK, source="a file")
    refusal = it.org.refused(OutOfOrder, taken, STAFF)
    assert "kept for a group" in refusal.sentence
    again = it.asked_to_open()
    it.org.refused(OutOfOrder, again, STAFF)
