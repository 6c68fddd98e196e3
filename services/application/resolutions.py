"""Decisions in writing between meetings: put, replied to, left to a meeting, counted."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from pydantic import AwareDatetime

from domain.bodies.body import Body, body_id
from domain.decisions.decided import DecidedAt
from domain.kernel.act import Act, Authority
from domain.kernel.ids import BodyId
from domain.kernel.sane import Line
from domain.meetings.deciding import TakenThen
from domain.meetings.decisions import Answer, NamedVote, Names, Settled
from domain.meetings.orders import ITEMS_BY, Orders
from domain.meetings.resolution import Resolution, Wording, least_hours
from domain.powers import About, must_not_be_powerless
from domain.rules.governing import Governing
from services.application.case import Case
from services.application.coming_back import bring_back
from services.application.command import VERBS, Command
from services.application.deciding import IN_WRITING, settled_by
from services.application.hall import governing
from services.application.officers import taken_as_urgent
from services.application.owing import report_in_writing
from services.application.undertaken import drop_with_decision
from services.application.unseen import must_not_be_sealed


class ProposeResolution(Command):
    """Put a decision in writing to a body; without `closes`, as soon as the rules allow.

    `names` is what it is about: an earlier decision, if it settles one.  `urgent` says why a body
    decides in place of the one above before that meets, where a rule lets it.
    """

    body: Line
    title: Line
    text: str
    closes: AwareDatetime | None = None
    names: Names = Names()
    urgent: Line | None = None


class OfResolution(Command):
    """Something that is asked for about a written resolution."""

    resolution: UUID


class ReplyToResolution(OfResolution):
    """Reply to a written resolution."""

    answer: Answer


class DemandMeeting(OfResolution):
    """Ask for a meeting instead of a decision in writing."""


class CloseResolution(OfResolution):
    """Count the replies to a written resolution."""


class SettleResolution(OfResolution):
    """Enter that a later decision annulled or replaced what was agreed to in writing.

    `by_meeting` is where that was decided: a meeting, or another written resolution.
    """

    settled: Settled
    by_meeting: UUID
    by_decision: int


@VERBS.handles(ProposeResolution)
def propose_resolution(case: Case, command: ProposeResolution) -> None:
    body = case.load(Body, body_id(command.body))
    body.must_live()
    must_not_be_sealed(case, body, "replies in writing name those who give them")
    rules = Governing(opening=case.edition, current=case.edition)
    act, electorate = (
        case.act_by_power(ITEMS_BY, about=About(body=body.slug)),
        case.electorate(body),
    )
    urgent = None if command.urgent is None else taken_as_urgent(case, body, command.urgent)
    if urgent is not None:
        act = act.under(urgent[1].id)
    put = Wording(
        body=BodyId(body.id),
        body_name=body.name,
        title=command.title,
        text=command.text,
        to=tuple(one.person for one in body.seats if one.person in electorate),
        closes=command.closes
        or case.now + timedelta(hours=least_hours(rules, urgent=urgent is not None)),
        names=command.names,
        urgent=None if urgent is None else urgent[0],
    )
    case.add(Resolution.propose(case.id_for("resolution"), act, put, rules))


@VERBS.handles(ReplyToResolution)
def reply_to_resolution(case: Case, command: ReplyToResolution) -> None:
    found, body = _with_body(case, command)
    vote = NamedVote(person=case.by.person, answer=command.answer)
    found.reply(_as_member(case, body), vote, case.electorate(body))


@VERBS.handles(DemandMeeting)
def demand_meeting(case: Case, command: DemandMeeting) -> None:
    found, body = _with_body(case, command)
    act, rules = _as_member(case, body), governing(case, found.id, found.edition)
    found.demand_meeting(act, case.by.person, case.electorate(body), rules)
    if found.left:
        bring_back(case, body, act)


@VERBS.handles(CloseResolution)
def close_resolution(case: Case, command: CloseResolution) -> None:
    act = case.act_by_service()
    found, body = _with_body(case, command)
    then = case.electorate(body, found.put.closes)
    found.close(act, then, governing(case, found.id, found.edition))
    report_in_writing(case, found, body, act)


@VERBS.handles(SettleResolution)
def settle_resolution(case: Case, command: SettleResolution) -> None:
    found, body = _with_body(case, command)
    at = DecidedAt(meeting=found.id, number=IN_WRITING)
    earlier = TakenThen(body.id, found.put.closes, at=at, in_place_of=found.put.in_place_of)
    decided = DecidedAt(meeting=command.by_meeting, number=command.by_decision)
    act, by = settled_by(case, earlier, decided)
    rules = governing(case, found.id, found.edition)
    found.settle(act, command.settled, by, Orders.of(body, rules, case.parent_of(body)))
    recorded = found.pending_events[-1]
    assert isinstance(recorded, Resolution.LaterSettled)
    drop_with_decision(case, at, command.settled, act.caused_by(recorded.event_id))


def _with_body(case: Case, command: OfResolution) -> tuple[Resolution, Body]:
    found = case.load(Resolution, command.resolution)
    return found, case.load(Body, found.put.body)


def _as_member(case: Case, body: Body) -> Act:
    """The act of a member for themselves; that they have a vote is judged by the resolution."""
    must_not_be_powerless(case.by.person, case)
    return case.act(
        Authority(kind="membership", name=f"a voting seat in {body.name}", id=str(body.id))
    )
