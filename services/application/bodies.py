"""Bodies and members: established, seated, given posts, recorded as meeting."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain.bodies.body import Body, Kind, Meeting, Seat, body_id
from domain.bodies.composition import posts_rule, too_many
from domain.bodies.meetings import report
from domain.bodies.member import Member, person_id
from domain.kernel.act import Act, Authority
from domain.kernel.ids import BodyId, PersonId, RuleId
from domain.kernel.refusal import OutOfOrder
from domain.kernel.sane import Line
from domain.powers import About, require
from domain.rules.judging import judged
from domain.rules.values import Count
from services.application.case import SPOKEN_FOR_BY, Case
from services.application.command import VERBS, Command
from services.application.registers import by_keeper

LEAST_MEMBERS = RuleId("groups.least_members")
RECOGNITION_POWER = RuleId("groups.recognition_power")


class EstablishBody(Command):
    """Establish a body, or recognise a local group, with the number of its members if known."""

    slug: Line
    name: Line
    kind: Kind
    region: Line | None = None
    parent: Line | None = None
    remit: str | None = None
    members: Annotated[int, Field(ge=0)] | None = None


class SeatMember(Command):
    """Give a person a place in a body."""

    body: Line
    person: PersonId
    name: Line
    how: Line
    voting: bool = True


class FillPost(Command):
    """Give a person who sits in a body one of its posts."""

    body: Line
    post: Line
    person: PersonId
    name: Line
    how: Line


class ReportMeeting(Command):
    """Record a meeting that a body held; what it breaks is recorded with it."""

    body: Line
    reference: UUID
    held_on: date
    present: Annotated[int, Field(ge=0)]
    quorum: Annotated[int, Field(ge=0)] = 0
    notice_on: date | None = None


class JoinMember(Command):
    """Record that a person joined."""

    number: Line
    joined_on: date
    group: Line | None = None
    region: Line | None = None


class JoinMembers(Command):
    """Record that several people joined: all of them, or none."""

    members: tuple[JoinMember, ...]


class MoveMember(Command):
    """Record that a member now belongs to another local group, or to none."""

    person: PersonId
    group: Line | None = None
    region: Line | None = None


@VERBS.handles(EstablishBody)
def establish_body(case: Case, command: EstablishBody) -> None:
    if case.body(command.slug) is not None:
        raise OutOfOrder(f"There is a body with the short name '{command.slug}' already.")
    parent = None if command.parent is None else body_id(command.parent)
    case.add(
        Body.establish(
            _established_by(case, command),
            slug=command.slug,
            name=command.name,
            kind=command.kind,
            region=command.region,
            parent=parent,
            remit=command.remit,
        )
    )


def _established_by(case: Case, command: EstablishBody) -> Act:
    """A local group is recognised by whoever has that power; any other body is a matter of record.

    Whether a group has members enough is judged by its rule, if their number is known.
    """
    if command.kind is not Kind.LOCAL_GROUP:
        return by_keeper(case)
    act = case.act_by_power(RECOGNITION_POWER)
    if command.members is None or not case.edition.has(LEAST_MEMBERS):
        return act
    least = case.edition.value(LEAST_MEMBERS, Count).count
    few = f"{command.name} has {command.members} members, where {least} are asked for."
    return judged(act, case.edition.rule(LEAST_MEMBERS), few if command.members < least else None)


@VERBS.handles(SeatMember)
def seat_member(case: Case, command: SeatMember) -> None:
    body = case.load(Body, body_id(command.body))
    seat = Seat(person=command.person, name=command.name, how=command.how, voting=command.voting)
    body.seat(by_keeper(case), seat)


@VERBS.handles(FillPost)
def fill_post(case: Case, command: FillPost) -> None:
    body = case.load(Body, body_id(command.body))
    act = by_keeper(case)
    if case.edition.has(posts_rule(body.slug)):
        asked = case.edition.rule(posts_rule(body.slug))
        act = judged(act, asked, too_many(body, command.post, case.edition))
    body.fill_post(act, command.post, command.person, command.name, command.how)


@VERBS.handles(ReportMeeting)
def report_meeting(case: Case, command: ReportMeeting) -> None:
    body = case.load(Body, body_id(command.body))
    meeting = Meeting(
        reference=command.reference,
        held_on=command.held_on,
        present=command.present,
        quorum=command.quorum,
        notice_on=command.notice_on,
    )
    act = case.act_by_power(SPOKEN_FOR_BY, about=About(body=body.slug))
    report(act, body, meeting, case.edition)


@VERBS.handles(JoinMember)
def join_member(case: Case, command: JoinMember) -> None:
    _join(case, command, by_keeper(case))


@VERBS.handles(JoinMembers)
def join_members(case: Case, command: JoinMembers) -> None:
    act = by_keeper(case)
    for one in command.members:
        _join(case, one, act)


@VERBS.handles(MoveMember)
def move_member(case: Case, command: MoveMember) -> None:
    act = by_keeper(case)
    group = None if command.group is None else case.load(Body, body_id(command.group)).id
    case.load(Member, command.person).move(act, group, command.region)


def _join(case: Case, command: JoinMember, act: Act) -> None:
    group: BodyId | None = None if command.group is None else body_id(command.group)
    if case.member(person_id(command.number)) is not None:
        raise OutOfOrder(f"A member of the number {command.number} is on the register already.")
    case.add(
        Member.join(
            act,
            number=command.number,
            joined_on=command.joined_on,
            group=group,
            region=command.region,
        )
    )


def speaker_for(case: Case, body: Body) -> Authority:
    """The asker's authority to speak for a body; raises `NotAllowed`."""
    return require(case.by, case.edition.rule(SPOKEN_FOR_BY), case, About(body=body.slug))
