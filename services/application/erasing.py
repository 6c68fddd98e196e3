"""Forgetting somebody, as far as nothing stands in the way: what does is looked up here.

The decision is the domain's.  That keys are destroyed is the business of `services.vault`, once
the decision is on record.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.ballots.ballot import Ballot
from domain.bodies.details import DECIDED_BY
from domain.bodies.forgetting import CHALLENGE_DAYS, OFFICE_PUBLISHED, InTheWay, OpenVote
from domain.bodies.member import Member
from domain.cases.complaint import Complaint
from domain.cases.sides import Side
from domain.counting.outcomes import Contested
from domain.elections.count import Count
from domain.elections.election import Election
from domain.kernel.ids import PersonId
from domain.kernel.moments import in_words
from domain.kernel.sane import Line
from domain.kernel.sealed import Purpose
from domain.notices.contact import Contact, contact_id
from domain.powers import About
from domain.rules.values import Days, Flag
from services.application.accesses import open_request
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.details import file_on, kept_of
from services.application.supporting import open_requests


class PlaceHold(Command):
    """Keep a person's data from being destroyed, because the law or a dispute asks for it."""

    person: PersonId
    reason: Line


class LiftHold(Command):
    """Let a person's data be destroyed again."""

    person: PersonId
    reason: Line


class EraseData(Command):
    """Destroy what is kept of a person for these purposes, or for all."""

    person: PersonId
    purposes: tuple[Purpose, ...] = tuple(Purpose)
    ground: Line


@VERBS.handles(PlaceHold)
def place_hold(case: Case, command: PlaceHold) -> None:
    act = case.act_by_power(DECIDED_BY, about=About(person=command.person))
    file_on(case, command.person, act).place_hold(act, command.reason)


@VERBS.handles(LiftHold)
def lift_hold(case: Case, command: LiftHold) -> None:
    act = case.act_by_power(DECIDED_BY, about=About(person=command.person))
    kept_of(case, command.person).lift_hold(act, command.reason)


@VERBS.handles(EraseData)
def erase_data(case: Case, command: EraseData) -> None:
    act = case.act_by_power(DECIDED_BY, about=About(person=command.person))
    contact = case.find(Contact, contact_id(command.person))
    reached = contact is not None and bool(contact.ways) and Purpose.CONTACT in command.purposes
    person = file_on(case, command.person, act) if reached else kept_of(case, command.person)
    beside = (Purpose.CONTACT,) if reached else ()
    way = in_the_way(case, person.person, person.hold)
    person.erase(act, command.purposes, command.ground, way, beside=beside)
    if contact is not None and reached:
        contact.forget(act)


def in_the_way(case: Case, person: PersonId, hold: str | None) -> InTheWay:
    """What may keep this person's data from being destroyed; `hold` is why it is on hold."""
    return InTheWay(
        hold=hold,
        cases=_cases(case, person),
        votes=tuple(_open_votes(case, person)),
        offices=_offices(case, person),
    )


def _cases(case: Case, person: PersonId) -> tuple[str, ...]:
    """What is open about the person and can't be ended without what is kept of them."""
    found: tuple[str, ...] = ()
    if _is_side(case, person):
        found += ("a case to which they are a side",)
    if any(one.requester == person for one in open_requests(case)):
        found += ("a request for support of theirs, which they can withdraw",)
    if any(one.over is None for one in case.suspensions_of(person)):
        found += ("a suspension of theirs",)
    request = open_request(case, person)
    if request is None:
        return found
    return (*found, f"their request to see it, to be answered by {in_words(request.due)}")


def _is_side(case: Case, person: PersonId) -> bool:
    """Whether somebody complained or is complained of in a case that is not closed."""
    for stream in case.streams_begun_by(Complaint.Received.TOPIC):
        found = case.load(Complaint, stream)
        if found.is_open and person in (found.party(side) for side in Side):
            return True
    return False


def _offices(case: Case, person: PersonId) -> tuple[str, ...]:
    """Where the person's name is on public record as that of somebody who sits there."""
    if not case.edition.value(OFFICE_PUBLISHED, Flag).holds:
        return ()
    return tuple(", ".join((body.name, *body.posts_of(person))) for body in case.bodies_of(person))


def _open_votes(case: Case, person: PersonId) -> Iterator[OpenVote]:
    """Ballots and elections in which the person could vote and that are not over for good."""
    member = case.member(person)
    if member is None:
        return
    days = timedelta(days=case.edition.value(CHALLENGE_DAYS, Days).count)
    for called, title, declared in (*_ballots(case), *_elections(case)):
        until = None if declared is None else declared + days
        if _concerned(member, called, declared) and (until is None or case.now < until):
            yield OpenVote(title=title, until=until)


def _concerned(member: Member, called: datetime, declared: datetime | None) -> bool:
    """Whether somebody was a member at any time between call and declaration."""
    return member.belonged(called) and (declared is None or member.created_on <= declared)


Vote = tuple[datetime, str, datetime | None]
"""When it was called, what it is called, and when it was declared if it was."""


def _ballots(case: Case) -> Iterator[Vote]:
    for stream in case.streams_begun_by(Ballot.Called.TOPIC):
        ballot = case.load(Ballot, stream)
        yield ballot.created_on, ballot.title, ballot.modified_on if ballot.declared else None


def _elections(case: Case) -> Iterator[Vote]:
    for stream in case.streams_begun_by(Election.Called.TOPIC):
        election = case.load(Election, stream)
        yield election.created_on, election.title, _declared(case, election)


def _declared(case: Case, election: Election) -> datetime | None:
    """When the last of its sections was decided, if all of them are; or when it was called off."""
    if election.called_off:
        return election.modified_on
    decided = [_section_decided(case, election, one.section) for one in election.terms.sections]
    known = [moment for moment in decided if moment is not None]
    return max(known) if known and len(known) == len(decided) else None


def _section_decided(case: Case, election: Election, section: str) -> datetime | None:
    standing, count = election.of_section(section), election.count_of(section)
    if standing is not None and not isinstance(standing.outcome, Contested):
        return election.modified_on
    found = None if count is None else case.find(Count, count)
    return found.modified_on if found is not None and found.declared else None
