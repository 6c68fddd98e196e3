"""Meetings while they last: opened, who is there, who is in the chair, points of order, the end."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from domain.cycle.assembly import Votes
from domain.kernel.ids import PersonId
from domain.kernel.sane import Line
from domain.kernel.sealed import Purpose, Seal
from domain.meetings.attendance import Capacity, Coming, Route
from domain.meetings.order import Interest
from domain.meetings.orders import OWN_ENTRIES
from services.application.case import Case
from services.application.coming_back import bring_back
from services.application.command import VERBS
from services.application.hall import hall
from services.application.meetings import OfMeeting
from services.application.owing import owe_reports
from services.application.unseen import must_belong
from services.application.years import count_meeting


class OpenMeeting(OfMeeting):
    """Open a meeting."""


class RecordArrival(OfMeeting):
    """Enter somebody who takes part, and how; whoever is there already goes on by that route.

    `name` is needed for those who have no seat in the body.
    """

    person: PersonId
    name: Line | None = None
    capacity: Capacity = Capacity.MEMBER
    route: Route = Route.IN_PERSON
    held_by: PersonId | None = None


class CountUnseen(OfMeeting):
    """Enter how many are there who belong without being shown: it is sealed, and names nobody."""

    there: Annotated[int, Field(ge=0), Seal(Purpose.CAUCUS, whose="meeting")]


class RecordDeparture(OfMeeting):
    """Enter that somebody left the meeting."""

    person: PersonId


class TakeChair(OfMeeting):
    """Put somebody in the chair of a meeting."""

    person: PersonId
    how: Line = "elected for the session"


class DeclareInterest(OfMeeting):
    """Declare an interest in an item; who withdraws over it has no vote on it."""

    person: PersonId
    item: int
    what: Line
    withdraws: bool = False


class RaisePointOfOrder(OfMeeting):
    """Enter a point of order with the chair's ruling on it."""

    raised_by: PersonId
    point: Line
    upheld: bool
    ruling: Line


class ChallengeChair(OfMeeting):
    """Challenge a ruling of the chair; somebody else takes the chair for the vote on it."""

    ruling: int
    challenger: PersonId
    taken_by: PersonId


class SettleChallenge(OfMeeting):
    """Enter the vote on a challenge to the chair: for those who would overturn the ruling."""

    votes: Votes


class FixNextDate(OfMeeting):
    """Fix the day of the next meeting."""

    on: date


class CloseMeeting(OfMeeting):
    """End a meeting."""


@VERBS.handles(OpenMeeting)
def open_meeting(case: Case, command: OpenMeeting) -> None:
    it = hall(case, command.meeting)
    it.meeting.open(it.recorded, it.sat)
    count_meeting(it, it.recorded)


@VERBS.handles(RecordArrival)
def record_arrival(case: Case, command: RecordArrival) -> None:
    it = hall(case, command.meeting)
    if command.capacity is not Capacity.STAFF:
        it.must_be_shown(command.person)
    coming = Coming(
        person=command.person,
        name=command.name or it.name_of(command.person),
        capacity=command.capacity,
        route=command.route,
        held_by=command.held_by,
    )
    it.meeting.arrive(it.recorded, coming, it.sat)
    count_meeting(it, it.recorded)


@VERBS.handles(CountUnseen)
def count_unseen(case: Case, command: CountUnseen) -> None:
    it = hall(case, command.meeting)
    act = it.recorded
    must_belong(case, it.body, case.by.person)
    it.meeting.count_unseen(act, command.there, it.sat)
    count_meeting(it, act)


@VERBS.handles(RecordDeparture)
def record_departure(case: Case, command: RecordDeparture) -> None:
    it = hall(case, command.meeting)
    it.meeting.depart(it.recorded, command.person, it.sat)


@VERBS.handles(TakeChair)
def take_chair(case: Case, command: TakeChair) -> None:
    it = hall(case, command.meeting)
    it.meeting.take_chair(it.recorded, command.person, command.how)


@VERBS.handles(DeclareInterest)
def declare_interest(case: Case, command: DeclareInterest) -> None:
    it = hall(case, command.meeting)
    it.must_be_shown(command.person)
    interest = Interest.model_validate(command.model_dump(exclude={"meeting"}))
    it.meeting.declare_interest(it.act(OWN_ENTRIES, command.person), interest)


@VERBS.handles(RaisePointOfOrder)
def raise_point_of_order(case: Case, command: RaisePointOfOrder) -> None:
    it = hall(case, command.meeting)
    it.meeting.rule_on_point(
        it.recorded,
        command.raised_by,
        command.point,
        upheld=command.upheld,
        ruling=command.ruling,
    )


@VERBS.handles(ChallengeChair)
def challenge_chair(case: Case, command: ChallengeChair) -> None:
    it = hall(case, command.meeting)
    it.meeting.challenge_chair(
        it.recorded, command.ruling, command.challenger, command.taken_by, it.sat
    )


@VERBS.handles(SettleChallenge)
def settle_challenge(case: Case, command: SettleChallenge) -> None:
    it = hall(case, command.meeting)
    it.meeting.settle_challenge(it.recorded, command.votes, it.sat)


@VERBS.handles(FixNextDate)
def fix_next_date(case: Case, command: FixNextDate) -> None:
    it = hall(case, command.meeting)
    it.meeting.fix_next_date(it.recorded, command.on, it.orders)


@VERBS.handles(CloseMeeting)
def close_meeting(case: Case, command: CloseMeeting) -> None:
    it = hall(case, command.meeting)
    it.no_card_vote_open()
    act = it.recorded
    it.meeting.close(act, it.orders)
    count_meeting(it, act)
    owe_reports(it)
    bring_back(case, it.body, act)
