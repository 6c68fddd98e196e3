"""What ends: a membership, a seat, a post, a body, and whatever hangs on each.

That somebody has gone is a fact of the world.  It is recorded even if a body is left with fewer
people than the rules ask for, and the rule that this breaks is recorded with it.
"""

from __future__ import annotations

from pydantic import AwareDatetime

from domain.bodies.body import Body, Kind, body_id
from domain.bodies.composition import after_vacating_post, after_vacating_seat
from domain.bodies.member import Ending, Member
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import BadInput
from domain.kernel.sane import Line
from domain.powers import About
from services.application.bodies import RECOGNITION_POWER
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.registers import by_keeper

ENTERED_BY = RuleId("registers.endings_entered_by")


class Ended(Command):
    """Something that has ended: since when (from now on, if nothing is said), and why."""

    at: AwareDatetime | None = None
    reason: Line


class EndMembership(Ended):
    """Record that a member left, lapsed or died; seats and posts of theirs end with it."""

    person: PersonId
    ending: Ending


class VacateSeat(Ended):
    """Record that a person's place in a body has ended, and the posts that hang on it."""

    body: Line
    person: PersonId


class VacatePost(Ended):
    """Record that a person no longer holds a post of a body."""

    body: Line
    post: Line
    person: PersonId


class DissolveBody(Ended):
    """Dissolve a body; its seats and posts end with it."""

    body: Line


@VERBS.handles(EndMembership)
def end_membership(case: Case, command: EndMembership) -> None:
    member = case.load(Member, command.person)
    by_oneself = command.person if command.ending is Ending.RESIGNED else None
    act = _entered(case, command, by_oneself)
    member.end_membership(_in_order(act, member), command.ending, command.reason)
    for body in case.bodies_of(command.person):
        if body.kind is not Kind.STAFF:  # employment is no part of a membership
            _vacate_seat(case, body, act, command)


@VERBS.handles(VacateSeat)
def vacate_seat(case: Case, command: VacateSeat) -> None:
    body = case.load(Body, body_id(command.body))
    _vacate_seat(case, body, _entered(case, command, command.person), command)


@VERBS.handles(VacatePost)
def vacate_post(case: Case, command: VacatePost) -> None:
    body = case.load(Body, body_id(command.body))
    act = _entered(case, command, command.person)
    act = after_vacating_post(act, body, command.post, command.person, case.edition)
    body.vacate_post(_in_order(act, body), command.post, command.person, command.reason)


@VERBS.handles(DissolveBody)
def dissolve_body(case: Case, command: DissolveBody) -> None:
    body = case.load(Body, body_id(command.body))
    recognised = body.kind is Kind.LOCAL_GROUP
    act = case.act_by_power(RECOGNITION_POWER) if recognised else by_keeper(case)
    body.dissolve(_in_order(_since(case, act, command), body), command.reason)


def _vacate_seat(case: Case, body: Body, act: Act, command: EndMembership | VacateSeat) -> None:
    marked = after_vacating_seat(act, body, command.person, case.edition)
    body.vacate_seat(_in_order(marked, body), command.person, command.reason)


def _in_order(act: Act, thing: Aggregate) -> Act:
    """The act, or where something is on record since, the act as it is noted after that."""
    if act.occurred_at >= thing.modified_on:
        return act
    since = f"This was so from {act.occurred_at.isoformat()} and became known later."
    return act.at(thing.modified_on).noting(since)


def _entered(case: Case, command: Ended, person: PersonId | None) -> Act:
    """The act of whoever enters an ending: those whom the rule names, or the person themselves."""
    return _since(case, case.act_by_power(ENTERED_BY, about=About(person=person)), command)


def _since(case: Case, act: Act, command: Ended) -> Act:
    """The act at the moment from which it is true; raises `BadInput` for one that lies ahead."""
    if command.at is not None and command.at > case.now:
        raise BadInput(
            f"{command.at.isoformat()} lies ahead. Enter this once it has come to pass: until "
            "then it can be taken back."
        )
    return act.at(command.at or case.now)
