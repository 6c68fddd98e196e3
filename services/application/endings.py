"""What ends: a membership, a seat, a post, a body, and whatever hangs on each.

That somebody has gone is a fact of the world.  It is recorded even if a body is left with fewer
people than the rules ask for, and the rule that this breaks is recorded with it.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from pydantic import AwareDatetime

from domain.bodies.body import Body, body_id
from domain.bodies.mandate import Mandate, MandateEnding, Origin
from domain.bodies.member import Ending, Member
from domain.decisions.decided import DecidedAt
from domain.kernel.act import Act
from domain.kernel.ids import BodyId, PersonId, RuleId
from domain.kernel.moments import in_words, on_or_at
from domain.kernel.refusal import BadInput, NotAllowed
from domain.kernel.sane import Line
from domain.meetings.credentials import Credentials
from domain.meetings.meeting import Meeting
from domain.powers import About
from domain.rules.judging import judged
from domain.rules.values import Flag
from services.application.case import DELEGATE_AT, Case
from services.application.command import VERBS, Command
from services.application.keeping import begin_keeping
from services.application.lives import as_its_source_has_it, dissolved_by
from services.application.mandates import Ended as HowEnded
from services.application.mandates import end_body, end_post, end_seat, in_order
from services.application.registers import KEPT_BY, by_keeper
from services.application.related import end_what_is_over
from services.application.supporting import advises_no_longer
from services.application.undertaken import leave_to_nobody

ENTERED_BY = RuleId("registers.endings_entered_by")


class Ended(Command):
    """Something that has ended: since when (from now on, if nothing is said), and why."""

    at: AwareDatetime | None = None
    reason: Line


RECALL: Final = RuleId("recall.allowed")
FOLLOWS: Final = (
    MandateEnding.SUSPENSION,
    MandateEnding.DISSOLUTION,
    MandateEnding.ENDED_WITH_ITS_POST,
)
"""Endings that follow from something else, which is recorded itself."""


class EndMembership(Ended):
    """Record that a member left, lapsed or died; seats and posts of theirs end with it."""

    person: PersonId
    ending: Ending


class VacateSeat(Ended):
    """Record that a person's place in a body has ended, and the posts that hang on it."""

    body: Line
    person: PersonId
    ending: MandateEnding = MandateEnding.RESIGNATION


class VacatePost(Ended):
    """Record that a person no longer holds a post of a body."""

    body: Line
    post: Line
    person: PersonId
    ending: MandateEnding = MandateEnding.RESIGNATION


class DissolveBody(Ended):
    """Dissolve a body, or merge it into another; its seats, posts and sub-bodies end with it.

    It names the decision by which that is done.  What was done long ago, and decided elsewhere,
    names its moment (`at`) and its source instead.
    """

    body: Line
    into: Line | None = None
    decision: DecidedAt | None = None
    source: Line | None = None


@VERBS.handles(EndMembership)
def end_membership(case: Case, command: EndMembership) -> None:
    member = case.load(Member, command.person)
    by_oneself = command.person if command.ending is Ending.RESIGNED else None
    act = _entered(case, command, by_oneself)
    member.end_membership(in_order(act, member), command.ending, command.reason)
    died = command.ending is Ending.DIED
    ending = MandateEnding.DEATH if died else MandateEnding.LOSS_OF_QUALIFICATION
    for body in case.bodies_of(command.person):
        # What follows from one seat may have ended another; employment is no part of a membership.
        if (died or case.kind_of(body).of_members) and body.has_member(command.person):
            end_seat(case, body, command.person, HowEnded(ending, command.reason), act)
    for cooption in case.co_options_of(command.person) if died else ():
        cooption.end_by_death(in_order(act, cooption))
    if died:
        advises_no_longer(case, command.person, act, "Whoever advised has died.")
    _end_as_delegate(case, command, act)
    if not any(body.has_member(command.person) for body in case.bodies_of(command.person)):
        leave_to_nobody(case, command.person, "Whoever had it is a member no longer.", act)
    begin_keeping(case, command.person, act)


def _end_as_delegate(case: Case, command: EndMembership, act: Act) -> None:
    """Whoever leaves speaks for no group any more, at no meeting that is not over."""
    for stream in dict.fromkeys(case.every(DELEGATE_AT, command.person)):
        found = case.load(Credentials, stream)
        meeting = case.load(Meeting, found.meeting)
        accredited = any(one.person == command.person for one in found.floor.delegates)
        if accredited and not (meeting.closed or meeting.cancelled):
            found.end_delegate(in_order(act, found), command.person, command.reason)


@VERBS.handles(VacateSeat)
def vacate_seat(case: Case, command: VacateSeat) -> None:
    body = case.load(Body, body_id(command.body))
    act = _entered(case, command, command.person)
    for held in (body.held_by(command.person, None), *_posts(body, command.person)):
        act = _judged_ending(case, act, held, command.ending)
    end_seat(case, body, command.person, HowEnded(command.ending, command.reason), act)


@VERBS.handles(VacatePost)
def vacate_post(case: Case, command: VacatePost) -> None:
    body = case.load(Body, body_id(command.body))
    act = _entered(case, command, command.person)
    held = body.held_by(command.person, command.post)
    act = _judged_ending(case, act, held, command.ending)
    end_post(case, body, held, HowEnded(command.ending, command.reason), act)


def _posts(body: Body, person: PersonId) -> tuple[Mandate, ...]:
    """The posts that end with somebody's seat."""
    return tuple(one for one in body.posts if one.person == person)


def _judged_ending(case: Case, act: Act, held: Mandate, ending: MandateEnding) -> Act:
    """The act of an ending that somebody enters: nobody who was elected is recalled but by a rule.

    Raises `BadInput` for an ending that follows from something else, and is recorded with that.
    """
    if ending in FOLLOWS:
        raise BadInput(
            f"Nobody enters that a mandate ends by {ending.value.replace('_', ' ')}: it follows "
            "from what happened, and is recorded with that.",
            rule=ENTERED_BY,
        )
    if ending is MandateEnding.TERM and held.until is not None and act.occurred_at < held.until:
        raise BadInput(
            f"The term of {held.name} ends {on_or_at(held.until)}, and then by itself. Say how it "
            "ended before.",
            rule=ENTERED_BY,
        )
    member = case.member(held.person)
    if ending is MandateEnding.DEATH and member is not None and not member.has_died:
        raise BadInput(
            f"The register has {held.name} among the living. Record the end of their membership, "
            "and with it everything ends that they held.",
            rule=ENTERED_BY,
        )
    if ending is not MandateEnding.RECALL or held.origin is not Origin.ELECTION:
        return act
    if not case.edition.has(RECALL):
        raise NotAllowed(f"{held.name} was elected, and the rules know no recall.", rule=ENTERED_BY)
    allowed = case.edition.value(RECALL, Flag).holds
    breach = f"{held.name} was elected, and the rules do not let anybody recall them."
    return judged(act, case.edition.rule(RECALL), None if allowed else breach)


@VERBS.handles(DissolveBody)
def dissolve_body(case: Case, command: DissolveBody) -> None:
    body, act, into = _dissolving(case, command)
    end_body(case, body, command.reason, act, into)


@VERBS.judges(DissolveBody)
def may_dissolve(case: Case, command: DissolveBody) -> None:
    """The seats, posts and bodies that end with it are never a reason to refuse it."""
    body, act, into = _dissolving(case, command)
    body.dissolve(in_order(act, body), command.reason, into)


def _dissolving(case: Case, command: DissolveBody) -> tuple[Body, Act, BodyId | None]:
    body = case.load(Body, body_id(command.body))
    into = None if command.into is None else case.load(Body, body_id(command.into))
    if into is not None:
        into.must_live()
        _must_go_on(case, into, body)
    act = _since(case, _dissolved_by(case, body, command), command)
    return body, act, None if into is None else BodyId(into.id)


def _must_go_on(case: Case, into: Body, body: Body) -> None:
    """Refuse to merge a body into one that is part of it, and so ends with it."""
    above = case.parent_of(into)
    while above is not None:
        if above.id == body.id:
            raise BadInput(
                f"{into.name} is part of {body.name} and ends with it. Merge it into a body that "
                "goes on."
            )
        above = case.parent_of(above)


def _dissolved_by(case: Case, body: Body, command: DissolveBody) -> Act:
    """The act of whoever may end it: by a decision, by a rule, or as a source has it."""
    if command.source is None:
        return dissolved_by(case, body, command.decision)
    if command.at is None or command.decision is not None:
        raise BadInput(
            "A source is given for what was decided elsewhere: say since when it is so, and name "
            "no decision.",
            rule=KEPT_BY,
        )
    return as_its_source_has_it(by_keeper(case), command.source)


class EndTerms(Command):
    """End every mandate of a body whose term is over by now, and follow rules that changed."""

    body: UUID


@VERBS.handles(EndTerms)
def end_terms(case: Case, command: EndTerms) -> None:
    end_what_is_over(case, case.load(Body, command.body), case.act_by_service())


def _entered(case: Case, command: Ended, person: PersonId | None) -> Act:
    """The act of whoever enters an ending: those whom the rule names, or the person themselves."""
    return _since(case, case.act_by_power(ENTERED_BY, about=About(person=person)), command)


def _since(case: Case, act: Act, command: Ended) -> Act:
    """The act at the moment from which it is true; raises `BadInput` for one that lies ahead."""
    if command.at is not None and command.at > case.now:
        raise BadInput(
            f"The moment that you named, {in_words(command.at)}, lies ahead. "
            "Enter this once it has come to pass: until "
            "then it can be taken back."
        )
    return act.at(command.at or case.now)
