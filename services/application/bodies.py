"""Bodies and members: established, seated, given posts, recorded as meeting."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.bodies.body import Body, Kind, Meeting, Seat, body_id
from domain.bodies.composition import posts_rule, too_many
from domain.bodies.member import Member, person_id
from domain.kernel.act import Act, Authority
from domain.kernel.ids import BodyId, PersonId, RuleId
from domain.kernel.refusal import OutOfOrder
from domain.kernel.sane import Line
from domain.powers import About, require
from domain.rules.judging import judged
from domain.rules.values import Days
from services.application.case import SPOKEN_FOR_BY, Case
from services.application.command import VERBS, Command
from services.application.registers import by_keeper

NOTICE = RuleId("refounding.group_meeting_notice_days")
RECOGNITION_POWER = RuleId("groups.recognition_power")


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
            _established_by(case, command.kind),
            slug=command.slug,
            name=command.name,
            kind=command.kind,
            region=command.region,
            parent=parent,
            remit=command.remit,
        )
    )


def _established_by(case: Case, kind: Kind) -> Act:
    """A local group is recognised by whoever has that power; any other body is a matter of record.

    The first to keep the registers are seated before anybody could recognise a group.
    """
    return case.act_by_power(RECOGNITION_POWER) if kind is Kind.LOCAL_GROUP else by_keeper(case)


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
    if body.kind is Kind.LOCAL_GROUP and case.edition.has(NOTICE):
        notice = case.edition.value(NOTICE, Days)
        act = judged(act, case.edition.rule(NOTICE), meeting.short_notice(notice.count))
    body.report_meeting(act, meeting)


@VERBS.handles(JoinMember)
def join_member(case: Case, command: JoinMember) -> None:
    _join(case, command, by_keeper(case))


@VERBS.handles(JoinMembers)
def join_members(case: Case, command: JoinMembers) -> None:
    act = by_keeper(case)
    for one in command.members:
        _join(case, one, act)


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
