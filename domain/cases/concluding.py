"""What the panel found, the appeal, and what happens by itself at its moment.

Nothing is decided by silence but what a rule says is: a refusal that nobody wants reviewed, and a
decision that nobody appeals against.
"""

from __future__ import annotations

from domain.cases.clocks import Clock, Runs, clock, due_by
from domain.cases.complaint_state import (
    ESCALATED_TO,
    HEARING_DAYS,
    ComplaintState,
    Stage,
    outcome_of,
)
from domain.cases.panel import Vote
from domain.cases.sides import Side
from domain.kernel.act import Act
from domain.kernel.refusal import TooEarly
from domain.powers import powers_of
from domain.rules.governing import Governing
from domain.rules.judging import as_fact


class Concluding(ComplaintState):
    """From the decision to the review of the record."""

    def may_be_voted_on(self, act: Act) -> bool:
        """Whether the time for evidence is over, or an appeal is before its panel."""
        if self.stage is Stage.EVIDENCE:
            return act.occurred_at >= self.running(Runs.EVIDENCE).due
        return self.stage in (Stage.DELIBERATION, Stage.APPEAL)

    def must_be_voted_on(self, act: Act) -> None:
        """Raises `TooEarly` while the sides can still give evidence or wait to be heard."""
        if not self.may_be_voted_on(act):
            raise TooEarly(
                "The panel votes once the time for evidence is over.", rule=Runs.EVIDENCE.rule
            )
        waits = self.stage is not Stage.APPEAL and self.hearing is not None and not self.heard
        if waits:
            raise TooEarly("The panel votes once both sides were heard.", rule=HEARING_DAYS)

    def find(self, act: Act, found: Vote, reasons: str, rules: Governing) -> None:
        """Record what the panel found by its majority."""
        self.must_be(Stage.DELIBERATION)
        self.must_give(reasons)
        self.record(
            self.Found,
            act=self.done(act, Runs.DECIDE),
            outcome=outcome_of(found),
            sanction=found.sanction,
            reasons=reasons,
            clocks=self.from_now(rules, act, Runs.TELL),
        )

    def tell_decision(self, act: Act, rules: Governing) -> None:
        """Record that both sides were told: from now on they can appeal."""
        self.must_be(Stage.FOUND)
        self.record(
            self.DecisionTold,
            act=self.done(act, Runs.TELL),
            clocks=self.from_now(rules, act, Runs.APPEAL),
        )

    def appeal(self, act: Act, side: Side, grounds: str, rules: Governing) -> None:
        """Record an appeal of a side, in its time."""
        self.must_be_in_time(act, Stage.TOLD, Runs.APPEAL)
        self.must_give(grounds)
        self.record(
            self.Appealed,
            act=act.under(Runs.APPEAL.rule),
            side=side,
            grounds=grounds,
            clocks=self.from_now(rules, act, Runs.APPOINT_FOR_APPEAL),
        )

    def form_appeal_panel(self, act: Act, rules: Governing) -> None:
        """Record that people who sat on nothing of this before hear the appeal."""
        self.must_be(Stage.APPEALED)
        self.record(
            self.AppealHeard,
            act=self.done(act, Runs.APPOINT_FOR_APPEAL),
            clocks=self.from_now(rules, act, Runs.DECIDE_APPEAL),
        )

    def decide_appeal(self, act: Act, found: Vote, reasons: str, rules: Governing) -> None:
        """Record what the panel for the appeal found; this holds, and the case is closed."""
        self.must_be(Stage.APPEAL)
        self.must_give(reasons)
        self.record(
            self.AppealDecided,
            act=self.done(act, Runs.DECIDE_APPEAL),
            outcome=outcome_of(found),
            sanction=found.sanction,
            reasons=reasons,
            clocks=self.from_now(rules, act, Runs.REVIEW_RECORD),
        )

    def follow(self, act: Act, rules: Governing) -> None:
        """Record whatever has fallen due by now, each at its own moment and in order."""
        while due := due_by(self.clocks, act.occurred_at):
            first = due[0]
            stamped = act.at(max(first.due, self.modified_on))
            if first.runs.is_window:
                self._close_window(stamped.under(first.rule), first.runs, rules)
            else:
                self._fall_late(stamped, first, rules)

    def _close_window(self, act: Act, runs: Runs, rules: Governing) -> None:
        if runs is Runs.EVIDENCE:
            since = self.hearing if self.hearing and self.hearing > act.occurred_at else None
            decide = clock(rules, Runs.DECIDE, since or act.occurred_at)
            self.record(self.EvidenceClosed, act=act, clocks=(decide,))
            return
        clocks = self.from_now(rules, act, Runs.REVIEW_RECORD)
        self.record(self.Closed, act=act, clocks=clocks)

    def _fall_late(self, act: Act, missed: Clock, rules: Governing) -> None:
        late = missed.model_copy(update={"late": True})
        self.record(
            self.FellLate,
            act=as_fact(act, rules.rule(missed.rule), missed.missed).under(ESCALATED_TO),
            runs=missed.runs,
            escalated_to=powers_of(rules.rule(ESCALATED_TO)),
            clocks=(*self.without(missed.runs), late),
        )

    def record_contact(self, act: Act, what: str) -> None:
        """Record that somebody from outside the panel approached one of it about the case."""
        self.must_be_open()
        self.record(self.ContactRecorded, act=act, what=what)

    def review_record(self, act: Act, learnt: str) -> None:
        """Record what was learnt when the record was looked at again."""
        self.must_be(Stage.CLOSED)
        self.record(
            self.RecordReviewed, act=self.done(act, Runs.REVIEW_RECORD), learnt=learnt, clocks=()
        )
