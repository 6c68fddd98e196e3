"""What officers decide between the meetings of the body that they are officers of.

An urgent decision of theirs has the power of that body, and a conflict between its sub-groups is
settled by one.  Both are told to the body with the report on the officers' meeting, which comes
before its next meeting by itself.
"""

from __future__ import annotations

from typing import Final

from domain.bodies.body import Body, body_id
from domain.bodies.scopes import nearest
from domain.kernel.ids import BodyId
from domain.kernel.refusal import BadInput, NotAllowed
from domain.kernel.sane import Line
from domain.meetings.order import ForParent, Ground
from domain.powers import in_words, powers_of
from domain.rules.values import Rule
from services.application.case import Case
from services.application.command import VERBS
from services.application.deciding import IN_WRITING, carrying_out
from services.application.hall import Hall, hall
from services.application.made_up import sitting_of
from services.application.meetings import OfMeeting

RULES: Final = {
    Ground.URGENT: "officers.urgent_power",
    Ground.CONFLICT: "subgroups.conflicts_settled_by",
}
"""The rules of the body above on who decides in its place."""


class TakeUrgentDecision(OfMeeting):
    """Record that a decision is an urgent one, taken in place of the body above, and why."""

    decision: int
    reason: Line


class SettleConflict(OfMeeting):
    """Record that a decision settles a conflict between groups of the body above."""

    decision: int
    between: tuple[Line, ...]
    reason: Line


@VERBS.handles(TakeUrgentDecision)
def take_urgent_decision(case: Case, command: TakeUrgentDecision) -> None:
    it = hall(case, command.meeting)
    _record(it, *taken_as_urgent(case, it.body, command.reason, command.decision))


def taken_as_urgent(
    case: Case, body: Body, reason: str, decision: int = IN_WRITING
) -> tuple[ForParent, Rule]:
    """That a body decides in place of the one above, and the rule that lets it; in writing, if no
    number is given.  Raises `NotAllowed`."""
    parent, rule = _in_place_of(case, body, Ground.URGENT)
    above, ground = BodyId(parent.id), Ground.URGENT
    return ForParent(decision=decision, body=above, ground=ground, reason=reason), rule


@VERBS.handles(SettleConflict)
def settle_conflict(case: Case, command: SettleConflict) -> None:
    it = hall(case, command.meeting)
    parent, rule = _in_place_of(case, it.body, Ground.CONFLICT)
    groups = [case.load(Body, body_id(slug)) for slug in dict.fromkeys(command.between)]
    if len(groups) < 2 or any(group.parent != parent.id for group in groups):
        raise BadInput(
            f"A conflict is between two or more groups of {parent.name}. Name them.",
            rule=rule.id,
            clause=rule.clause,
        )
    taken = ForParent(
        decision=command.decision,
        body=BodyId(parent.id),
        ground=Ground.CONFLICT,
        reason=command.reason,
        between=tuple(BodyId(group.id) for group in groups),
        names=tuple(group.name for group in groups),
    )
    _record(it, taken, rule)


def _record(it: Hall, taken: ForParent, rule: Rule) -> None:
    it.meeting.take_for_parent(carrying_out(it, taken.decision), taken, rule.id)


def _in_place_of(case: Case, body: Body, ground: Ground) -> tuple[Body, Rule]:
    """The body above, and the rule by which this one decides in its place; raises `NotAllowed`."""
    parent = None if body.parent is None else case.body_by_id(body.parent)
    if parent is None:
        raise BadInput(f"{body.name} is part of no body in whose place it could decide.")
    rule = nearest(case.edition, sitting_of(case, parent).scopes, RULES[ground])
    rule = rule or case.edition.rule(f"{parent.slug}.{RULES[ground]}")
    powers = powers_of(rule)
    if body.slug not in powers:
        raise NotAllowed(
            f"In place of {parent.name} this is decided by "
            f"{' or '.join(map(in_words, powers)) or 'nobody'}, not by {body.name}.",
            rule=rule.id,
            clause=rule.clause,
        )
    return parent, rule
