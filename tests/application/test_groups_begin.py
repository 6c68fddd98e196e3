"""What follows on a ratification: convenors, first meetings, and deadlines missed on the way."""

from __future__ import annotations

from datetime import timedelta

from domain.bodies.mandate import Origin
from domain.formation.groups import Duty
from domain.kernel.act import Standing
from domain.kernel.refusal import (
    NotAllowed,
    NotFound,
    OutOfOrder,
)
from domain.rules.values import Count, Period
from services.application.beginnings import ConveneFirstMeeting, NameConvenor
from services.application.begun import open_processes
from services.application.bodies import SeatMember
from services.application.endings import DissolveBody
from services.application.outstanding import moments, overdue
from tests.application.organisation import STAFF
from tests.formation.forming import TEN, group, in_forming
from tests.formation.told import A, B, acts
from workflows.contract import FORMATION


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
