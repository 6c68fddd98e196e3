"""What a policy primary is held under: copied from the rulebook when it is launched."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from domain.ballots.choosing import COUNTED_BY, Way
from domain.ballots.terms import Hours
from domain.kernel.ids import RuleId
from domain.kernel.moments import days_after
from domain.kernel.refusal import RuleBroken
from domain.kernel.value import Value
from domain.rules.governing import Governing
from domain.rules.values import Choice, Count, Days

LAUNCHED_BY: Final = RuleId("policy_primary.launched_by")
SUBMITTED_BY: Final = RuleId("policy_primary.who_may_submit")
BACKED_BY: Final = RuleId("policy_primary.backed_by")
CHECKED_BY: Final = RuleId("policy_primary.checked_by")
APPEALS_BY: Final = RuleId("policy_primary.appeals_by")
ADDED_BY: Final = RuleId("policy_primary.added_by")
SUBMISSION_DAYS: Final = RuleId("policy_primary.submission_days")
BACKING_DAYS: Final = RuleId("policy_primary.backing_days")
BACKING_NEEDED: Final = RuleId("policy_primary.backing_needed")
CHECKING_DAYS: Final = RuleId("policy_primary.checking_days")
ANSWER_DAYS: Final = RuleId("policy_primary.answer_days")
RULING_DAYS: Final = RuleId("policy_primary.ruling_days")
OPENS_DAYS: Final = RuleId("policy_primary.opens_days")
VOTE_DAYS: Final = RuleId("policy_primary.vote_days")
METHOD: Final = RuleId("policy_primary.method")
WINNERS: Final = RuleId("policy_primary.winners")


class PrimaryTerms(Value):
    """The terms of one primary: until when each stage lasts, one after the other.

    Motions are put until `submit_until` and backed until `back_until`, by `needed` others; they are
    checked and composites proposed until `check_until`; authors answer and appeal until
    `answer_until`; appeals are ruled on until `rule_until`.  `winners` are adopted.
    """

    submit_until: datetime
    back_until: datetime
    check_until: datetime
    answer_until: datetime
    rule_until: datetime
    needed: int
    winners: int
    method: str
    opens: Days
    lasts: Days
    edition: int

    def hours(self, now: datetime) -> Hours:
        """From when and until when members vote, if they are asked now."""
        opens = days_after(now, self.opens.count, clear=self.opens.clear)
        return Hours(
            opens=opens, closes=days_after(opens, self.lasts.count, clear=self.lasts.clear)
        )


def primary_terms(rules: Governing, now: datetime) -> PrimaryTerms:
    """What the rulebook of the day says; raises `NotFound` or `RuleBroken` on a gap."""
    ends: list[datetime] = []
    for rule in (SUBMISSION_DAYS, BACKING_DAYS, CHECKING_DAYS, ANSWER_DAYS, RULING_DAYS):
        days = rules.value(rule, Days)
        ends.append(days_after(ends[-1] if ends else now, days.count, clear=days.clear))
    submit, back, check, answer, ruling = ends
    return PrimaryTerms(
        submit_until=submit,
        back_until=back,
        check_until=check,
        answer_until=answer,
        rule_until=ruling,
        needed=rules.value(BACKING_NEEDED, Count).count,
        winners=rules.value(WINNERS, Count).count,
        method=_method(rules),
        opens=rules.value(OPENS_DAYS, Days),
        lasts=rules.value(VOTE_DAYS, Days),
        edition=rules.opening.number,
    )


def _method(rules: Governing) -> str:
    said, known = rules.value(METHOD, Choice).choice, COUNTED_BY[Way.RANKED]
    if said not in known:
        raise RuleBroken(
            f"No ranked paper is counted by '{said}'. Rule '{METHOD}' can say: {', '.join(known)}.",
            rule=METHOD,
        )
    return said
