"""What the rules say of a meeting that a body reports: was it called in time, could it decide?

That it was held is a fact, and is recorded whatever the answer is.  What was decided at a meeting
that could not decide is no act of the body, and is refused where it would be used as one.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from domain.bodies.body import Body
from domain.bodies.held import Meeting
from domain.bodies.scopes import Scopes, nearest
from domain.kernel.act import Act, Standing
from domain.kernel.ids import RuleId
from domain.kernel.moments import LONDON
from domain.kernel.refusal import BadInput, RuleBroken
from domain.rules.edition import Edition
from domain.rules.governing import Governing
from domain.rules.judging import as_fact, judged
from domain.rules.values import Count, Days, Force, Rule

REPORTED_BY = RuleId("bodies.spoken_for_by")
DRAFT_POWER = RuleId("refounding.who_may_draft")
DRAFT_NOTICE = RuleId("refounding.group_meeting_notice_days")


NOTICE, QUORUM = "meetings.notice_days", "meetings.quorum"


class Where(NamedTuple):
    """The rules of the day, and where those about a body stand."""

    edition: Edition
    scopes: Scopes


class Found(NamedTuple):
    """A rule and how the meeting breaks it, if it does."""

    rule: Rule
    breach: str | None


def report(act: Act, body: Body, meeting: Meeting, where: Where) -> None:
    """Record a meeting with every rule that it breaks; a mandatory one keeps it from deciding.

    Raises `BadInput` for a day that has not come, or a call that came after the meeting.
    """
    _must_have_been(meeting, act.occurred_at.astimezone(LONDON).date())
    notice, quorum = (nearest(where.edition, where.scopes, name) for name in (NOTICE, QUORUM))
    found = _judge(meeting, notice, quorum, where.edition)
    for rule, breach in found:
        act = as_fact(act, rule, breach)
    void = [rule.id for rule, breach in found if breach and rule.force is Force.MANDATORY]
    own = meeting.inquorate()
    if own is not None and quorum is None:
        act = act.model_copy(update={"standing": Standing.IRREGULAR}).noting(own)
    body.report_meeting(
        act,
        meeting,
        could_decide=not void and own is None,
        void_under=void[0] if void else None,
    )


def _must_have_been(meeting: Meeting, today: date) -> None:
    if meeting.held_on > today:
        raise BadInput(
            f"{meeting.held_on:%-d %B %Y} has not come yet. Report a meeting once it was held.",
            rule=REPORTED_BY,
        )
    if meeting.notice_on is not None and meeting.notice_on > meeting.held_on:
        raise BadInput(
            f"It can't have been called on {meeting.notice_on:%-d %B %Y}, after it was held.",
            rule=REPORTED_BY,
        )


def _judge(
    meeting: Meeting, notice: Rule | None, quorum: Rule | None, edition: Edition
) -> list[Found]:
    found = []
    if notice is not None:
        found.append(Found(notice, meeting.short_notice(edition.value(notice.id, Days))))
    if quorum is not None:
        needed = edition.value(quorum.id, Count).count
        found.append(Found(quorum, meeting.inquorate(needed)))
    return found


def adopted_at(act: Act, body: Body, reference: UUID | None, rules: Governing) -> Act:
    """The act by which a body does what it resolved at a meeting that it reported.

    Raises `BadInput` if it reported none, `RuleBroken` if it could not decide there.
    """
    held = next((one for one in body.meetings if one.reference == reference), None)
    if held is None:
        raise BadInput(
            f"A group drafts at a meeting that it reported, and {body.name} has reported none "
            "under that reference.",
            rule=DRAFT_POWER,
        )
    if reference in body.void:
        raise RuleBroken(
            f"{body.name} could not decide at its meeting on {held.held_on:%-d %B %Y}. "
            "Report a meeting that could, and draft it there.",
            rule=body.void[held.reference],
        )
    if not rules.has(DRAFT_NOTICE):
        return act
    return judged(act, rules.rule(DRAFT_NOTICE), held.short_notice(rules.value(DRAFT_NOTICE, Days)))
