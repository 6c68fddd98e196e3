"""Bodies and members: established, seated, given posts, recorded as meeting."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.bodies.body import Body, Kind, Meeting, Seat, body_id
from domain.bodies.member import Member, person_id
from domain.kernel.act import Authority
from domain.kernel.ids import BodyId, PersonId, RuleId
from domain.kernel.refusal import NotAllowed, OutOfOrder
from domain.kernel.sane import Line
from domain.rules.judging import judged
from domain.rules.values import Days
from services.application.case import Case
from services.application.command import VERBS, Command

NOTICE = RuleId("refounding.group_meeting_notice_days")
SECRETARIAT = ("staff", "ncg.officers")
"""Who keeps the registers, until the rulebook of an organisation says otherwise."""


class EstablishBody(Command):
    """Establish a body, or recognise a local group."""

    slug: Line
    name: Line
    kind: Kind
    region: Line | None = None
    parent: Line | None = None
    remit: str | None = None


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
    """Record a meeting at which a group could decide."""

    body: Line
    reference: UUID
    held_on: date
    present: int
    quorum: int
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


@VERBS.handles(EstablishBody)
def establish_body(case: Case, command: EstablishBody) -> None:
    if case.body(command.slug) is not None:
        raise OutOfOrder(f"There is a body with the short name '{command.slug}' already.")
    parent = None if command.parent is None else body_id(command.parent)
    case.add(
        Body.establish(
            case.act(register_keeper(case)),
            slug=command.slug,
            name=command.name,
            kind=command.kind,
            region=command.region,
            parent=parent,
            remit=command.remit,
        )
    )


@VERBS.handles(SeatMember)
def seat_member(case: Case, command: SeatMember) -> None:
    body = case.load(Body, body_id(command.body))
    seat = Seat(person=command.person, name=command.name, how=command.how, voting=command.voting)
    body.seat(case.act(register_keeper(case)), seat)


@VERBS.handles(FillPost)
def fill_post(case: Case, command: FillPost) -> None:
    body = case.load(Body, body_id(command.body))
    act = case.act(register_keeper(case))
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
    act = case.act(speaker_for(case, body))
    if body.kind is Kind.LOCAL_GROUP and case.edition.has(NOTICE):
        notice = case.edition.value(NOTICE, Days)
        act = judged(act, case.edition.rule(NOTICE), meeting.short_notice(notice.count))
    body.report_meeting(act, meeting)


@VERBS.handles(JoinMember)
def join_member(case: Case, command: JoinMember) -> None:
    _join(case, command, register_keeper(case))


@VERBS.handles(JoinMembers)
def join_members(case: Case, command: JoinMembers) -> None:
    authority = register_keeper(case)
    for one in command.members:
        _join(case, one, authority)


def _join(case: Case, command: JoinMember, authority: Authority) -> None:
    group: BodyId | None = None if command.group is None else body_id(command.group)
    if case.member(person_id(command.number)) is not None:
        raise OutOfOrder(f"A member of the number {command.number} is on the register already.")
    case.add(
        Member.join(
            case.act(authority),
            number=command.number,
            joined_on=command.joined_on,
            group=group,
            region=command.region,
        )
    )


def register_keeper(case: Case) -> Authority:
    """The asker's authority to keep the registers; raises `NotAllowed`.

    While nobody sits in any of these bodies the founder may seat the first: somebody has to.
    """
    held = case.may(SECRETARIAT)
    if held is not None:
        return held
    bodies = [case.body(power.split(".")[0]) for power in SECRETARIAT]
    if not any(body is not None and body.seats for body in bodies):
        return Authority(kind="rule", name="the founder, before anybody has a seat")
    raise NotAllowed("The registers are kept by the staff and by the officers, not by you.")


def speaker_for(case: Case, body: Body) -> Authority:
    """The asker's authority to speak for a body: a seat in it; raises `NotAllowed`."""
    held = case.may((body.slug, f"{body.slug}.officers"))
    if held is None:
        raise NotAllowed(f"Only somebody who sits in {body.name} can speak for it.")
    return held
