"""Whether a complaint is taken up, and what holds for the time being.

Nothing is refused without reasons, and somebody else than whoever refused it reviews that.
"""

from __future__ import annotations

from datetime import datetime

from domain.cases.clocks import Runs
from domain.cases.complaint_state import (
    MEASURE_DAYS,
    ComplaintState,
    Stage,
)
from domain.cases.sides import CaseId, Side
from domain.kernel.act import Act
from domain.kernel.ids import PersonId
from domain.kernel.moments import days_after, in_words
from domain.kernel.refusal import BadInput, OutOfOrder, RuleBroken
from domain.rules.governing import Governing
from domain.rules.values import Days


class Triage(ComplaintState):
    """From its receipt until it is taken up, settled, merged or refused."""

    def acknowledge(self, act: Act) -> None:
        """Record that whoever complained was told that it was received."""
        self.must_be(Stage.RECEIVED)
        if self.acknowledged:
            raise OutOfOrder("This has been acknowledged already.", rule=Runs.ACKNOWLEDGE.rule)
        done = self.done(act, Runs.ACKNOWLEDGE)
        self.record(self.Acknowledged, act=done, clocks=self.without(Runs.ACKNOWLEDGE))

    def take_up(
        self, act: Act, respondent: PersonId | None, reasons: str, rules: Governing
    ) -> None:
        """Take it up: it is in scope.  A refusal that is under review can be overturned so."""
        self.must_be(Stage.RECEIVED, Stage.UNDER_REVIEW)
        if respondent is not None and respondent == self.party(Side.COMPLAINANT):
            raise BadInput("Nobody is the respondent to their own complaint.")
        self.must_be_another(act)
        self.record(
            self.TakenUp,
            act=self.answered(act),
            respondent=respondent,
            reasons=reasons,
            clocks=self.from_now(rules, act, Runs.APPOINT),
        )

    def settle(self, act: Act, how: str, rules: Governing) -> None:
        """Record that it was resolved informally, at any time before the panel has decided."""
        self.must_be(
            *(Stage.RECEIVED, Stage.UNDER_REVIEW, Stage.TAKEN_UP, Stage.PANEL),
            *(Stage.EVIDENCE, Stage.DELIBERATION),
        )
        self.record(
            self.Settled,
            act=self.answered(act),
            how=how,
            clocks=self.from_now(rules, act, Runs.REVIEW_RECORD),
        )

    def merge(self, act: Act, into: CaseId, reasons: str, rules: Governing) -> None:
        """Let it be heard with another complaint."""
        self.must_be(Stage.RECEIVED)
        if into == self.case:
            raise BadInput("A complaint is merged with another one, not with itself.")
        self.record(
            self.Merged,
            act=self.answered(act),
            into=into,
            reasons=reasons,
            clocks=self.from_now(rules, act, Runs.REVIEW_RECORD),
        )

    def refuse(self, act: Act, reasons: str, rules: Governing) -> None:
        """Do not take it up, for reasons; whoever complained can have that reviewed."""
        self.must_be(Stage.RECEIVED)
        self.must_give(reasons)
        self.record(
            self.Refused,
            act=self.answered(act),
            reasons=reasons,
            clocks=self.from_now(rules, act, Runs.ASK_REVIEW),
        )

    def ask_review(self, act: Act, grounds: str, rules: Governing) -> None:
        """Ask that somebody else looks at the refusal, in its time."""
        self.must_be_in_time(act, Stage.REFUSED, Runs.ASK_REVIEW)
        self.record(
            self.ReviewAsked,
            act=act.under(Runs.ASK_REVIEW.rule),
            grounds=grounds,
            clocks=self.from_now(rules, act, Runs.REVIEW),
        )

    def uphold_refusal(self, act: Act, reasons: str, rules: Governing) -> None:
        """Let it stay refused; somebody else than whoever refused it decides that."""
        self.must_be(Stage.UNDER_REVIEW)
        self.must_be_another(act)
        self.must_give(reasons)
        self.record(
            self.RefusalUpheld,
            act=self.done(act, Runs.REVIEW),
            reasons=reasons,
            clocks=self.from_now(rules, act, Runs.REVIEW_RECORD),
        )

    def take_measure(
        self, act: Act, measure: str, reasons: str, until: datetime, rules: Governing
    ) -> None:
        """Let something hold until a moment, not longer than the rule allows."""
        self.must_be_open()
        self.must_give(reasons)
        longest = days_after(act.occurred_at, rules.value(MEASURE_DAYS, Days).count, clear=False)
        if not act.occurred_at < until <= longest:
            raise RuleBroken(
                f"A measure that begins now ends by {in_words(longest)}; it can be taken again.",
                rule=MEASURE_DAYS,
            )
        self.record(
            self.MeasureTaken,
            act=act.under(MEASURE_DAYS),
            number=self.measures_taken + 1,
            measure=measure,
            reasons=reasons,
            until=until,
        )

    def end_measure(self, act: Act, number: int, reasons: str) -> None:
        """End a measure before its time."""
        if number not in self.measures_at(act.occurred_at):
            raise OutOfOrder("No measure of this number holds any more.", rule=MEASURE_DAYS)
        self.record(self.MeasureEnded, act=act, number=number, reasons=reasons)

    def measures_at(self, moment: datetime) -> tuple[int, ...]:
        """The measures that hold at a moment: none beyond its end, nor once the case is over."""
        over = self.stage in (Stage.CLOSED, Stage.REVIEWED)
        return () if over else tuple(n for n, until in self.measures.items() if moment < until)
