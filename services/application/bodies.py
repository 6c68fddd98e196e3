"""Bodies and members: established, seated, given posts, recorded as meeting."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from domain.bodies.body import Body, body_id
from domain.bodies.caucus import sealing
from domain.bodies.composition import LEAST, must_be_elected_for_it, prolonged_beyond_the_limit
from domain.bodies.held import Meeting
from domain.bodies.mandate import Mandate, Origin
from domain.bodies.meetings import Where, report
from domain.bodies.member import Member, person_id
from domain.decisions.decided import DecidedAt
from domain.kernel.act import Act, Authority
from domain.kernel.ids import BodyId, PersonId, RuleId
from domain.kernel.refusal import BadInput, NotFound, OutOfOrder, RuleBroken, TooLate
from domain.kernel.sane import Line
from domain.powers import About, require
from domain.rules.judging import judged
from domain.rules.kinds import (
    BodyKind,
    Named,
    declaring,
    kind_of,
    must_be_declared,
    word_of,
)
from domain.rules.values import Count
from services.application.case import SPOKEN_FOR_BY, Case
from services.application.command import VERBS, Command
from services.application.giving import came_about, must_be_given_once
from services.application.lives import (
    Gift,
    Planned,
    established,
    given_by,
    must_be_free,
    renamed_by,
)
from services.application.made_up import holds_over, must_be_shareable, sitting_of, term_end
from services.application.mandates import begin, mandate_id, seat_ex_officio, see_to_terms
from services.application.registers import KEPT_BY, by_keeper
from services.application.successors import make_way, make_way_in
from services.application.years import orders_now, watch_quarters


class EstablishBody(Command):
    """Establish a body, or recognise a local group, with the number of its members if known.

    `decision` is the decision by which it is established; `source` is where it is on record that
    this was done, if it was decided elsewhere.
    """

    slug: Line
    name: Line
    kind: Named
    region: Line | None = None
    parent: Line | None = None
    remit: str | None = None
    decision: DecidedAt | None = None
    source: Line | None = None
    members: Annotated[int, Field(ge=0)] | None = None


class Given(Command):
    """A seat or a post that is given: how it came about, by whom, and until when.

    Without `until`, an elected one lasts as long as the rules say, and any other has no term.
    Without `origin` it was elected where the decision says so, and appointed where none does.
    `decision` is the decision that gives it, once; `source` is where it is on record that it was
    given, if it was decided elsewhere.
    """

    body: Line
    person: PersonId
    name: Line
    how: Line
    origin: Origin | None = None
    by: Line | None = None
    until: AwareDatetime | None = None
    decision: DecidedAt | None = None
    source: Line | None = None


class SeatMember(Given):
    """Give a person a place in a body; it counts towards the part of it that `category` names."""

    voting: bool = True
    category: Line | None = None


class FillPost(Given):
    """Give a person who sits in a body one of its posts, or a share of one that another holds."""

    post: Line
    share_with: PersonId | None = None


class RenameBody(Command):
    """Give a body another name, by a decision of whoever names it; its short name stays."""

    body: Line
    name: Line
    remit: str | None = None
    reason: Line
    decision: DecidedAt | None = None


class ProlongMandate(Command):
    """Let a seat, or a post if one is named, last to another moment or until further notice."""

    body: Line
    person: PersonId
    post: Line | None = None
    until: AwareDatetime | None = None
    reason: Line


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
    must_be_free(case, command.slug)
    parent = None if command.parent is None else body_id(command.parent)
    if parent is not None:
        _must_live(case, parent)
    kind = must_be_declared(case.edition.rules, command.kind)
    _must_have_its_parent(case, command, kind)
    act = _established_by(case, command, kind, parent)
    body = Body.establish(
        act,
        slug=command.slug,
        name=command.name,
        kind=command.kind,
        region=command.region,
        parent=parent,
        remit=command.remit,
    )
    seat_ex_officio(case, case.add(body), act)
    watch_quarters(case, body, orders_now(case, body), act.caused_by(body.newest_act))


def _must_live(case: Case, parent: BodyId) -> None:
    above = case.body_by_id(parent)
    if above is None:
        raise NotFound("There is no such body that this one could be part of.")
    above.must_live()


def _must_have_its_parent(case: Case, command: EstablishBody, kind: BodyKind) -> None:
    """Refuse a body that is part of none, or of another kind, where its own kind asks for one."""
    above = None if command.parent is None else case.load(Body, body_id(command.parent))
    if kind.parents and (above is None or above.kind not in kind.parents):
        wanted = " or a ".join(kind_of(case.edition, one).name for one in kind.parents)
        rule = case.edition.rule(declaring(command.kind))
        raise RuleBroken(
            f"A {kind.name} is part of a {wanted}. Say which body it is part of.",
            rule=rule.id,
            clause=rule.clause,
        )


def _established_by(
    case: Case, command: EstablishBody, kind: BodyKind, parent: BodyId | None
) -> Act:
    """A local group is recognised by whoever has that power; any other body is a matter of record.

    Whether a group has members enough is judged by its rule, if their number is known.
    """
    above = None if parent is None else case.body_by_id(parent)
    planned = Planned(command.slug, command.kind, None if above is None else above.slug)
    act = established(case, planned, command.decision, command.source)
    asked = RuleId(f"{word_of(case.edition, command.kind)}.{LEAST}")
    if not kind.recognised or command.members is None or not case.edition.has(asked):
        return act
    least = case.edition.value(asked, Count).count
    few = f"{command.name} has {command.members} members, where {least} are asked for."
    return judged(act, case.edition.rule(asked), few if command.members < least else None)


@VERBS.handles(SeatMember)
def seat_member(case: Case, command: SeatMember) -> None:
    body = case.load(Body, body_id(command.body))
    act = given_by(case, body, _gift(command))
    sealed = sealing(sitting_of(case, body), case.edition)
    if sealed is not None:
        raise RuleBroken(
            f"Whoever belongs to {body.name} says so themselves, by joining it.",
            rule=sealed.id,
            clause=sealed.clause,
        )
    seat = _mandate(case, act, body, command)
    seat = seat.model_copy(update={"voting": command.voting, "category": command.category})
    make_way_in(case, body, seat, act)
    begin(case, body, seat, act)


@VERBS.handles(FillPost)
def fill_post(case: Case, command: FillPost) -> None:
    body = case.load(Body, body_id(command.body))
    act = given_by(case, body, _gift(command, command.post))
    given = _mandate(case, act, body, command, command.post)
    act = _open_to_them(case, body, given, act)
    if command.share_with is not None:
        must_be_shareable(case, body, command.post)
    else:
        make_way(case, body, command.post, command.person, act)
    place, share = body.free_place(command.post, command.share_with)
    begin(case, body, given.model_copy(update={"place": place, "share": share}), act)


def _gift(command: Given, post: str | None = None) -> Gift:
    return Gift(command.person, post, command.decision, command.source)


def _open_to_them(case: Case, body: Body, given: Mandate, act: Act) -> Act:
    """The act, judged by the rule on which elections the convenors of a region come out of."""
    parent = None if body.parent is None else case.body_by_id(body.parent)
    seat = None if parent is None else parent.seat_of(given.person)
    for_region = seat if seat is not None and seat.category == body.region is not None else None
    broken = must_be_elected_for_it(sitting_of(case, body), given, for_region, case.edition)
    return act if broken is None else judged(act, *broken)


@VERBS.handles(RenameBody)
def rename_body(case: Case, command: RenameBody) -> None:
    body = case.load(Body, body_id(command.body))
    remit = body.remit if command.remit is None else command.remit
    body.rename(renamed_by(case, body, command.decision), command.name, remit, command.reason)


@VERBS.handles(ProlongMandate)
def prolong_mandate(case: Case, command: ProlongMandate) -> None:
    body = case.load(Body, body_id(command.body))
    held = body.held_by(command.person, command.post)
    act = by_keeper(case)
    if held.origin is Origin.CO_OPTION:
        raise BadInput(
            "A co-opted seat lasts longer by a decision of the body alone: carry that out with "
            "'renew_co_option'."
        )
    if not held.runs_at(case.now):
        raise TooLate(
            f"The term of {held.name} ended and nothing prolongs it. Whoever is to go on is "
            "elected or appointed anew.",
            rule=KEPT_BY,
        )
    sitting = sitting_of(case, body)
    beyond = prolonged_beyond_the_limit(sitting, held, command.until, body.terms, case.edition)
    act = act if beyond is None else judged(act, *beyond)
    body.prolong(act, held.id, command.until, command.reason)
    if command.until is not None:
        see_to_terms(case, body, act)


def _mandate(case: Case, act: Act, body: Body, command: Given, post: str | None = None) -> Mandate:
    """What a command gives; raises `BadInput` for what nobody gives by hand."""
    origin = came_about(case, command.origin, command.decision)
    must_be_given_once(case, act, body, command.person, post)
    if command.origin is Origin.EX_OFFICIO:
        raise BadInput("A seat by virtue of a post begins and ends with the post, by itself.")
    if command.origin is Origin.CO_OPTION:
        raise BadInput("A co-opted seat comes of a co-option that was decided and accepted.")
    if command.until is not None and command.until <= case.now:
        raise BadInput("The end of a mandate lies ahead of its beginning.")
    return Mandate(
        id=mandate_id(act, body, command.person, post),
        person=command.person,
        name=command.name,
        how=command.how,
        post=post,
        origin=origin,
        by=command.by,
        until=command.until or term_end(case, body, origin),
        holds_over=holds_over(case, body, origin),
    )


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
    report(act, body, meeting, Where(case.edition, sitting_of(case, body).scopes))


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
