"""Whose vote counts at a moment: a term and a suspension end at theirs, on record or not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.cycle.assembly import Votes
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotAllowed
from domain.meetings.decisions import Answer
from domain.meetings.resolution import MAJORITY, Resolution
from services.application.bodies import ProlongMandate
from services.application.case import KEEPS_POWERS
from services.application.endings import VacateSeat
from services.application.meetings import HandInItem, MoveMeeting, SendApologies
from services.application.resolutions import CloseResolution, ProposeResolution, ReplyToResolution
from services.application.sittings import OpenMeeting, RecordArrival, TakeChair
from services.application.suspensions import LiftSuspension, Suspend
from tests.application.gathering import SITTING, STARTS, Gathering
from tests.application.organisation import CHAIR, STAFF
from tests.support.examples import examples

ONE, TWO, THREE = SITTING[1:4]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def group() -> Gathering:
    return Gathering()


def ends(group: Gathering, person: PersonId, until: datetime) -> None:
    asked = ProlongMandate(body="ncg", person=person, until=until, reason="By the rules.")
    group.org.ask(asked, STAFF)


def suspend(group: Gathering, person: PersonId, until: datetime) -> UUID:
    asked = Suspend(person=person, reasons="Reasons.", until=until)
    return group.org.hands.began(group.org.ask(asked, CHAIR))


def meets(group: Gathering, *people: PersonId) -> None:
    """A meeting of these, held while no engine has recorded what fell due."""
    group.convene()
    group.ask(HandInItem, title="Campaigns")
    group.org.store.clock.hold(STARTS + MINUTE)
    for person in people:
        group.ask(RecordArrival, person=person)
    group.ask(OpenMeeting)


def put_in_writing(group: Gathering) -> Resolution:
    asked = ProposeResolution(body="ncg", title="An office", text="We rent it.")
    return group.org.store.load(Resolution, group.org.hands.began(group.org.ask(asked, STAFF)))


def reply(found: Resolution) -> ReplyToResolution:
    return ReplyToResolution(resolution=found.id, answer=Answer.FOR)


def test_whoever_is_suspended_makes_no_quorum_and_has_no_vote(group: Gathering) -> None:
    suspend(group, ONE, STARTS + DAY)
    meets(group, *SITTING[:4])
    group.decide(Votes(in_favour=2, against=1))
    found = group.found.decision(1)
    assert (found.present, found.voters, found.binds) == (3, 3, False)


def test_a_vote_comes_back_with_the_end_of_a_suspension(group: Gathering) -> None:
    which = suspend(group, ONE, STARTS + DAY)
    meets(group, *SITTING[:4])
    group.org.ask(LiftSuspension(suspension=which, reasons="No case."), CHAIR)
    group.ask(RecordArrival, person=ONE)
    group.decide(Votes(in_favour=3, against=1))
    found = group.found.decision(1)
    assert (found.present, found.voters, found.binds) == (4, 4, True)


def test_a_term_is_over_at_its_moment_though_that_is_not_on_record(group: Gathering) -> None:
    ends(group, ONE, STARTS)
    ends(group, TWO, STARTS + 2 * MINUTE)
    meets(group, *SITTING[:5])
    group.decide(Votes(in_favour=4, against=0))
    assert group.found.decision(1).present == 4
    group.org.store.clock.hold(STARTS + 2 * MINUTE)
    group.decide(Votes(in_favour=3, against=0))
    later = group.found.decision(2)
    assert (later.present, later.quorate) == (3, False)


def test_whoever_lost_their_vote_replies_to_nothing_in_writing(group: Gathering) -> None:
    found = put_in_writing(group)
    ends(group, ONE, found.put.closes - DAY)
    suspend(group, TWO, found.put.closes + DAY)
    group.org.store.clock.hold(found.put.closes - DAY)
    group.org.refused(NotAllowed, reply(found), ONE, MAJORITY)
    group.org.refused(NotAllowed, reply(found), TWO, KEEPS_POWERS)
    group.org.ask(reply(found), THREE)


def test_a_reply_counts_if_they_have_a_vote_as_the_time_is_over(group: Gathering) -> None:
    found = put_in_writing(group)
    for person in SITTING[:4]:
        group.org.ask(reply(found), person)
    ends(group, ONE, found.put.closes - MINUTE)
    suspend(group, TWO, found.put.closes - MINUTE)
    suspend(group, THREE, found.put.closes + DAY)
    group.org.store.clock.hold(found.put.closes + DAY + MINUTE)
    group.org.hands.by_service(CloseResolution(resolution=found.id))
    result = group.org.store.load(Resolution, found.id).result
    assert result is not None
    assert (result.in_favour, result.members) == (2, 5)


def test_replies_that_are_counted_late_are_counted_by_who_sat_there_then(group: Gathering) -> None:
    found = put_in_writing(group)
    for person in SITTING[:3]:
        group.org.ask(reply(found), person)
    group.org.store.clock.hold(found.put.closes + MINUTE)
    group.org.ask(VacateSeat(body="ncg", person=ONE, reason="They moved."), STAFF)
    group.org.store.clock.hold(found.put.closes + DAY)
    group.org.hands.by_service(CloseResolution(resolution=found.id))
    result = group.org.store.load(Resolution, found.id).result
    assert result is not None
    assert (result.in_favour, result.members) == (3, len(found.put.to))


class Fate(NamedTuple):
    """What becomes of a member while a meeting lasts, in hours after its start."""

    term: int | None
    suspended: tuple[int, int] | None

    def votes_at(self, hour: int) -> bool:
        begins, ends = self.suspended or (0, 0)
        return (self.term is None or hour < self.term) and not begins <= hour < ends


HOURS = st.integers(1, 30)
SPANS = st.tuples(HOURS, st.integers(1, 20)).map(lambda one: (one[0], one[0] + one[1]))
FATES = st.builds(Fate, term=st.none() | HOURS, suspended=st.none() | SPANS)


@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    fates=st.lists(FATES, min_size=4, max_size=4),
    asked=st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=5),
)
def test_at_any_moment_those_count_whose_vote_runs_by_its_own_moments(
    fates: list[Fate], asked: list[tuple[int, bool]]
) -> None:
    """Whether the engine has caught up or not: `asked` are hours, and whether it has by then."""
    group = Gathering()
    people = dict(zip(SITTING[1:5], fates, strict=True))
    for person, fate in people.items():
        if fate.term is not None:
            ends(group, person, STARTS + timedelta(hours=fate.term))
    meets(group, *SITTING[:5])
    begins = [(one.suspended[0], person) for person, one in people.items() if one.suspended]
    for hour, caught_up in sorted(asked):
        for begun in sorted(one for one in begins if one[0] <= hour):
            begins.remove(begun)
            _, until = people[begun[1]].suspended or (0, 0)
            group.org.store.clock.hold(STARTS + timedelta(hours=begun[0]))
            suspend(group, begun[1], STARTS + timedelta(hours=until))
        moment = STARTS + timedelta(hours=hour)
        group.org.store.clock.hold(max(moment, group.org.store.now()))
        if caught_up:
            group.org.hands.settle()
        group.decide()
        counted = 1 + sum(one.votes_at(hour) for one in fates)
        assert group.found.decisions[-1].present == counted


def test_whoever_came_to_the_first_date_is_not_there_at_another(group: Gathering) -> None:
    group.convene()
    group.ask(SendApologies, person=SITTING[5], by=SITTING[5])
    for person in SITTING[:4]:
        group.ask(RecordArrival, person=person)
    group.ask(TakeChair, person=CHAIR)
    later = STARTS + 30 * DAY
    group.ask(MoveMeeting, starts=later, reason="The hall is locked.")
    assert (group.found.room.here, group.found.chair) == ((), None)
    group.ask(SendApologies, person=SITTING[5], by=SITTING[5])
    group.ask(HandInItem, title="Campaigns")
    group.org.store.clock.hold(later + MINUTE)
    group.ask(RecordArrival, person=CHAIR)
    group.ask(OpenMeeting)
    assert not group.found.quorate
