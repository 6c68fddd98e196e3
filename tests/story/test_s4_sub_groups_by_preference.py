"""S4: sub-groups and a caucus, from the decision to form them to the first meeting of each.

A worker that is killed at each stage is in `tests/engine/test_formations.py`.
"""

from __future__ import annotations

from datetime import timedelta

from domain.bodies.mandate import Origin
from domain.formation.formation import Formation
from domain.formation.groups import Change, Duty
from domain.kernel.act import Standing
from domain.kernel.refusal import RuleBroken, TooLate
from domain.rules.values import Count, Days, Flag, RuleValue, Who
from services.application.begun import open_processes
from services.application.bodies import EstablishBody, SeatMember
from services.application.formations import PreferGroups, RatifyPlaces
from services.application.outstanding import overdue
from tests.application.organisation import CHAIR, STAFF
from tests.formation.forming import TEN, InMemory, group, in_forming
from tests.support.kinds import Kind
from workflows.contract import FORMATION

RULES: dict[str, RuleValue] = {
    "ncg__meetings__items_days": Days(count=0),
    "ncg__subgroups__from_parent": Flag(holds=True),
    "ncg__subgroups__job_share": Count(count=2),
    "ncg__subgroups__groups_each": Count(count=1),
    "ncg__subgroups__everybody_placed": Flag(holds=True),
    "officers_group__ex_officio": Who(powers=("ncg.chair", "money.convenor", "training.convenor")),
}
OWN = Origin.SELF_IDENTIFICATION


def announced() -> InMemory:
    """The group, its officers' group, and three groups to be formed besides a caucus."""
    it = in_forming(**RULES)
    officers = EstablishBody(
        slug="officers_group", name="Officers", kind=Kind.OFFICERS_GROUP, parent="ncg"
    )
    it.org.ask(officers, STAFF)
    it.open(
        group("money", 2, 3),
        group("reform", 2, 4),
        group("training", 2, 4),
        group("youth", kind=Kind.CAUCUS),
    )
    return it


def test_s4_sub_groups_are_formed_by_preference_and_begin() -> None:
    it = announced()
    for at, person in enumerate(TEN):
        it.wish(person, *(("money", "reform", "training") if at < 5 else ("training", "reform")))
    it.close()
    late = PreferGroups(formation=it.formation, ranking=("reform",))
    it.org.refused(TooLate, late, TEN[0], "ncg.subgroups.preference_days")
    it.draw()
    found = it.found.allocation
    assert found is not None
    assert found.met == (7, 3, 0)
    assert [len(found.members_of(slug)) for slug in ("money", "reform", "training")] == [3, 3, 4]
    ratify_without_a_quorum(it)
    ratify_late(it)
    begin(it)


def ratify_without_a_quorum(it: InMemory) -> None:
    """Ratified by too few, it does not bind, and nobody sits anywhere."""
    it.handed_in = True
    absent = it.decide("We ratify.", present=3)
    it.handed_in = False
    asked = RatifyPlaces(formation=it.formation, **absent)
    it.org.refused(RuleBroken, asked, STAFF, "meetings.ratification")
    assert it.found.places is None


def ratify_late(it: InMemory) -> None:
    """A month passes, which is on record; then it is ratified with one change."""
    due = it.found.due(Duty.RATIFICATION)
    assert due is not None
    it.org.hands.at(due.at + timedelta(days=1))
    (missed,) = it.store.acts(topics=(Formation.DeadlineMissed.TOPIC,), limit=9)
    assert (missed.event.act.occurred_at, missed.event.act.standing) == (
        due.at,
        Standing.IRREGULAR,
    )
    moved = it.found.allocation.members_of("training")[0] if it.found.allocation else TEN[0]
    it.ratify(changes=(Change(person=moved, groups=("reform",), reason="She led the review."),))
    for slug in ("money", "reform", "training"):
        assert it.body(slug).seat_of(CHAIR) is not None, "the chair sits by virtue of the post"
    assert it.body("reform").seat_of(moved) is not None


def begin(it: InMemory) -> None:
    """Two share a post, a caucus chooses its own, and each is called to meet."""
    it.org.ask(SeatMember(body="youth", person=TEN[0], name="Y", how="wished", origin=OWN), STAFF)
    for slug in ("money", "reform", "training"):
        first, second = [seat.person for seat in it.body(slug).seats if seat.person != CHAIR][:2]
        it.name(slug, first)
        it.name(slug, second, share_with=first)
        it.meet(slug)
    it.name("youth", TEN[0], "youth", elected=True)
    assert not it.found.completed
    it.meet("youth")
    assert it.found.completed
    assert overdue(it.store) == []
    assert FORMATION not in {one.kind for one in open_processes(it.store)}
    officers = {seat.person for seat in it.body("officers_group").seats}
    assert officers == {CHAIR, *it.found.convenors["money"], *it.found.convenors["training"]}
