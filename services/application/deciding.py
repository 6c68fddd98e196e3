"""What a meeting decided, carried out: the act of whoever does it, by the decision's authority.

A decision that does not bind is carried out by nobody, and a body can decide only what a rule gives
into its power.
"""

from __future__ import annotations

from uuid import UUID

from domain.kernel.act import Act, Authority
from domain.kernel.ids import RuleId
from domain.kernel.refusal import NotAllowed
from domain.meetings.deciding import must_bind
from domain.meetings.orders import RECORD_KEPT_BY
from domain.powers import NOTHING, THIS_BODY, About, in_words, powers_of
from services.application.case import Case
from services.application.hall import Hall, hall


def by_decision(
    case: Case, meeting: UUID, number: int, power: RuleId, about: About = NOTHING
) -> Act:
    """The act by which a decision of a meeting is carried out.

    Raises `RuleBroken` for a decision that does not bind, and `NotAllowed` if the rule gives the
    power to another body, or the asker keeps no record of that meeting.  `about` is what the act is
    about, for a rule that names `this_body`.
    """
    it = hall(case, meeting)
    act = carrying_out(it, number)
    rule = case.edition.rule(power)
    powers = powers_of(rule)
    slug = it.body.slug
    if slug not in powers and not (THIS_BODY in powers and about.body == slug):
        raise NotAllowed(
            f"This is decided by {' or '.join(map(in_words, powers)) or 'nobody'}, "
            f"not by {it.body.name}.",
            rule=rule.id,
            clause=rule.clause,
        )
    return act.under(rule.id)


def carrying_out(it: Hall, number: int) -> Act:
    """The act of whoever keeps a meeting's record, by the authority of a decision that binds."""
    decision = it.meeting.decision(number)
    must_bind(decision)
    recorded = it.act(RECORD_KEPT_BY)
    authority = Authority(
        kind="decision",
        name=f"decision {number}, {it.meeting.title[0].lower()}{it.meeting.title[1:]}",
        id=str(decision.act),
    )
    return recorded.model_copy(update={"authority": authority, "cause": decision.act})
