"""What a meeting decided, carried out: the act of whoever does it, by the decision's authority.

A decision that does not bind is carried out by nobody, and a body can decide only what a rule gives
into its power.
"""

from __future__ import annotations

from uuid import UUID

from domain.bodies.body import Body
from domain.kernel.act import Act, Authority
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import RuleId
from domain.kernel.refusal import NotAllowed, RuleBroken
from domain.meetings.deciding import must_bind
from domain.meetings.meeting import Meeting
from domain.meetings.order import Ground
from domain.meetings.orders import RECORD_KEPT_BY
from domain.meetings.resolution import MAJORITY, Resolution
from domain.powers import NOTHING, THIS_BODY, About, in_words, powers_of
from services.application.case import Case
from services.application.hall import Hall, hall


def by_decision(
    case: Case, meeting: UUID, number: int, power: RuleId, about: About = NOTHING
) -> Act:
    """The act by which a decision of a meeting, or one in writing (number 1), is carried out.

    A decision that officers took as urgent has the power of the body in whose place they took it.
    Raises `RuleBroken` for a decision that does not bind, and `NotAllowed` if the rule gives the
    power to another body, or the asker keeps no record of that meeting.  `about` is what the act is
    about, for a rule that names `this_body`.
    """
    act, body = _of_meeting_or_in_writing(case, meeting, number)
    rule = case.edition.rule(power)
    powers = powers_of(rule)
    slug = body.slug
    own = slug in powers or (THIS_BODY in powers and about.body == slug)
    if not own and _in_place_of(case, meeting, number) not in powers:
        raise NotAllowed(
            f"This is decided by {' or '.join(map(in_words, powers)) or 'nobody'}, "
            f"not by {body.name}.",
            rule=rule.id,
            clause=rule.clause,
        )
    return act.under(rule.id)


def _in_place_of(case: Case, meeting: UUID, number: int) -> str | None:
    """The body in whose place a meeting took a decision as urgent, by its short name."""
    found = case.find(Aggregate, meeting)
    taken = found.for_parent if isinstance(found, Meeting) else ()
    urgent = (one for one in taken if (one.decision, one.ground) == (number, Ground.URGENT))
    return next((case.load(Body, one.body).slug for one in urgent), None)


def _of_meeting_or_in_writing(case: Case, decided: UUID, number: int) -> tuple[Act, Body]:
    found = case.find(Aggregate, decided)
    if isinstance(found, Resolution):
        return _in_writing(case, found)
    it = hall(case, decided)
    return carrying_out(it, number), it.body


def _in_writing(case: Case, found: Resolution) -> tuple[Act, Body]:
    """The act of whoever carries out what was agreed to in writing."""
    result = found.result
    if result is None or not result.carried:
        how = found.state if result is None else result.because
        raise RuleBroken(
            f"Nothing was agreed to in writing that could be carried out: {how}",
            rule=MAJORITY,
        )
    body = case.load(Body, found.put.body)
    recorded = case.act_by_power(RECORD_KEPT_BY, about=About(body=body.slug))
    return _by_authority(recorded, found.title, result.act), body


def carrying_out(it: Hall, number: int) -> Act:
    """The act of whoever keeps a meeting's record, by the authority of a decision that binds."""
    decision = it.meeting.decision(number)
    must_bind(decision)
    recorded = it.act(RECORD_KEPT_BY)
    title = it.meeting.title
    return _by_authority(
        recorded, f"decision {number}, {title[0].lower()}{title[1:]}", decision.act
    )


def _by_authority(recorded: Act, name: str, decided: UUID) -> Act:
    authority = Authority(kind="decision", name=name, id=str(decided))
    return recorded.model_copy(update={"authority": authority, "cause": decided})
