"""A body as the rules on how it is made up look at it: who sits there, and for how long.

It begins and ends nothing; that is for `mandates`.
"""

from __future__ import annotations

from datetime import datetime

from domain.bodies.body import Body
from domain.bodies.composition import (
    JOB_SHARE,
    Asked,
    judge,
    mark,
)
from domain.bodies.mandate import Origin
from domain.bodies.scopes import nearest
from domain.bodies.sitting import Sitting, sitting
from domain.kernel.act import Act
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.moments import months_after
from domain.kernel.refusal import RuleBroken
from domain.rules.values import Flag, Period, Rule
from services.application.case import Case

_TERMS = {Origin.ELECTION: "term", Origin.CO_OPTION: "cooption.term"}
"""The rules on how long a mandate lasts, by how it came about."""
HOLDS_OVER = "holds_over"


def sitting_of(case: Case, body: Body) -> Sitting:
    """A body as its rules look at it."""
    parent = None if body.parent is None else case.body_by_id(body.parent)
    return sitting(body, parent, case.edition)


def rule_of(case: Case, body: Body, name: str) -> Rule | None:
    """The rule of that name about a body; a parent's own speaks for its sub-groups too."""
    return nearest(case.edition, sitting_of(case, body).scopes_and_above, name)


def term_end(case: Case, body: Body, origin: Origin) -> datetime | None:
    """When a mandate of that origin ends by the rules; none if it has no term."""
    rule = term_rule(case, body, origin)
    if rule is None:
        return None
    return months_after(case.now, case.edition.value(rule.id, Period).months)


def term_rule(case: Case, body: Body, origin: Origin) -> Rule | None:
    """The rule on how long a mandate of that origin lasts."""
    name = _TERMS.get(origin)
    return None if name is None else rule_of(case, body, name)


def holds_over(case: Case, body: Body, origin: Origin) -> bool:
    """Whether somebody elected stays beyond the term until a successor is there."""
    rule = rule_of(case, body, HOLDS_OVER)
    return (
        origin is Origin.ELECTION and rule is not None and case.edition.value(rule.id, Flag).holds
    )


def must_be_shareable(case: Case, body: Body, post: str) -> None:
    """Refuse that two share a post where no rule says that they may."""
    if sitting_of(case, body).rule(case.edition, JOB_SHARE) is None:
        rule = RuleId(f"{body.slug}.{JOB_SHARE}")
        raise RuleBroken(
            f"No rule lets two share the post {post.replace('_', ' ')} of {body.name}. Add the "
            f"rule {rule} first, which says how many may.",
            rule=rule,
        )


def votes_in_parent(case: Case, body: Body, person: PersonId) -> bool:
    """Whether somebody has a seat with a vote in the body that this one is part of."""
    parent = None if body.parent is None else case.body_by_id(body.parent)
    return parent is not None and person in case.electorate(parent)


def judged_as_made_up(case: Case, act: Act, before: Sitting, after: Sitting) -> Act:
    """The act, judged by every rule on how a body is made up.

    What people declare under seal may refuse it, and leaves no mark on it: that would tell
    everybody that whoever it names had declared nothing.
    """
    judge(act, before, after, Asked(case.edition, case.qualified))
    return judge(act, before, after, Asked(case.edition))


def with_marks(case: Case, act: Act, before: Sitting, after: Sitting) -> Act:
    """The end of a mandate, marked with each rule that it leaves unkept.

    Rules on what people declare under seal are passed over: the mark stands beside the name of
    whoever left, and would tell everybody what they had declared.
    """
    return mark(act, before, after, Asked(case.edition))
