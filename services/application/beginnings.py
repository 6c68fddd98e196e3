"""How groups that were formed by preference begin: a convenor, a first meeting, then it is done.

The parent names the convenors, and a caucus its own, each by a decision of a meeting.
"""

from __future__ import annotations

from uuid import UUID

from pydantic import AwareDatetime

from domain.bodies.body import Body, body_id
from domain.bodies.mandate import Mandate, Origin
from domain.bodies.scopes import nearest
from domain.formation.orders import CONVENORS_BY, forming_rule
from domain.kernel.act import Act
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.sane import Line
from domain.meetings.orders import CONVENED_BY
from domain.meetings.saying import GIVES_PLACES, Deed
from domain.powers import About
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.deciding import body_that_decided, by_decision
from services.application.formations import Decided, forge
from services.application.made_up import holds_over, must_be_shareable, sitting_of, term_end
from services.application.mandates import begin, mandate_id
from services.application.meetings import ConveneMeeting, convene_meeting
from services.application.successors import make_way

CONVENOR = "convenor"


class NameConvenor(Decided):
    """Carry out that a group got a convenor, by the decision of whoever names one."""

    formation: UUID
    group: Line
    person: PersonId
    elected: bool = False
    share_with: PersonId | None = None


class ConveneFirstMeeting(Command):
    """Call a group to its first meeting."""

    formation: UUID
    group: Line
    starts: AwareDatetime
    place: Line
    remote: bool = False


class CompleteFormation(Command):
    """Record that every group has a convenor and has been called to meet."""

    formation: UUID


@VERBS.handles(NameConvenor)
def name_convenor(case: Case, command: NameConvenor) -> None:
    it = forge(case, command.formation)
    group = it.formation.group(command.group)
    it.formation.must_be_ratified()
    body = case.load(Body, body_id(group.slug))
    rule = _convenors_by(case, body, it.parent)
    about = About(body=body.slug, above=it.parent.slug)
    deed = Deed(GIVES_PLACES, "given", body=body.slug, post=CONVENOR, person=command.person)
    act = by_decision(case, command.decided, rule, about, deed, it.allocated).within(*it.stamped)
    if command.share_with is not None:
        must_be_shareable(case, body, CONVENOR)
    else:
        make_way(case, body, CONVENOR, command.person, act)
    mandate = _convenor(case, body, command, act)
    begin(case, body, mandate, act)
    it.formation.name_convenor(act, group.slug, command.person, mandate.name)


def _convenor(case: Case, body: Body, command: NameConvenor, act: Act) -> Mandate:
    seat = body.held_by(command.person, None)
    place, share = body.free_place(CONVENOR, command.share_with)
    origin = Origin.ELECTION if command.elected else Origin.APPOINTMENT
    return Mandate(
        id=mandate_id(act, body, command.person, CONVENOR),
        person=command.person,
        name=seat.name,
        how=f"{'elected' if command.elected else 'named'} at a meeting",
        post=CONVENOR,
        origin=origin,
        by=body_that_decided(case, command.meeting).name,
        until=term_end(case, body, origin),
        holds_over=holds_over(case, body, origin),
        place=place,
        share=share,
    )


def _convenors_by(case: Case, body: Body, parent: Body) -> RuleId:
    """The rule on who names its convenor: that for its kind, else that for sub-groups."""
    found = nearest(case.edition, sitting_of(case, body).scopes, CONVENORS_BY)
    return forming_rule(case.edition, parent.slug, CONVENORS_BY) if found is None else found.id


@VERBS.handles(ConveneFirstMeeting)
def convene_first_meeting(case: Case, command: ConveneFirstMeeting) -> None:
    it = forge(case, command.formation)
    group = it.formation.group(command.group)
    it.formation.must_be_ratified()
    called = ConveneMeeting(
        body=group.slug, starts=command.starts, place=command.place, remote=command.remote
    )
    convene_meeting(case, called)
    act = case.act_by_power(CONVENED_BY, about=About(body=group.slug))
    it.formation.convene(act, group.slug, case.id_for("meeting"))


@VERBS.handles(CompleteFormation)
def complete_formation(case: Case, command: CompleteFormation) -> None:
    act = case.act_by_service()
    it = forge(case, command.formation)
    gone = [
        one.slug
        for one in it.formation.groups
        if (body := case.body(one.slug)) is not None and body.dissolved
    ]
    it.formation.complete(act, gone)
