"""The hearing of a complaint: its panel, what each side is told and gives, when both are heard."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.cases.clocks import Runs, clock
from domain.cases.complaint_state import (
    EXTENSION_DAYS,
    HEARING_DAYS,
    ComplaintState,
    Stage,
    must_be_long,
)
from domain.cases.sides import Side, mark_of
from domain.kernel.act import Act
from domain.kernel.moments import in_words
from domain.kernel.refusal import BadInput, OutOfOrder, RuleBroken, TooEarly
from domain.rules.governing import Governing
from domain.rules.judging import judged
from domain.rules.values import Days


class HearingOfBoth(ComplaintState):
    """From the appointment of the panel until it can vote."""

    def form_panel(self, act: Act, rules: Governing) -> None:
        """Record that a panel was appointed."""
        self.must_be(Stage.TAKEN_UP)
        clocks = self.from_now(rules, act, Runs.NOTIFY)
        self.record(self.PanelFormed, act=self.done(act, Runs.APPOINT), clocks=clocks)

    def tell_respondent(self, act: Act, allegations: str, secret: str, rules: Governing) -> None:
        """Record that whoever is complained of was told: the time for evidence runs for both."""
        self.must_be(Stage.PANEL)
        self.must_give(allegations)
        must_be_long(secret)
        self.record(
            self.RespondentTold,
            act=self.done(act, Runs.NOTIFY),
            allegations=allegations,
            mark=mark_of(self.case, secret),
            clocks=self.from_now(rules, act, Runs.EVIDENCE),
        )

    def give_evidence(self, act: Act, side: Side, text: str) -> None:
        """Record what a side puts before the panel, in the time for it."""
        self.must_be_in_time(act, Stage.EVIDENCE, Runs.EVIDENCE)
        number = self.evidence.get(side, 0) + 1
        self.record(self.EvidenceGiven, act=act, side=side, number=number, text=text)

    def extend_evidence(self, act: Act, due: datetime, reason: str, rules: Governing) -> None:
        """Give both sides more time, before it is over and never more than the rule in all."""
        running = self.must_be_in_time(act, Stage.EVIDENCE, Runs.EVIDENCE)
        self.must_give(reason)
        most = timedelta(days=rules.value(EXTENSION_DAYS, Days).count)
        if due <= running.due:
            raise BadInput(f"Evidence can be given until {in_words(running.due)} already.")
        if self.extended + (due - running.due) > most:
            raise RuleBroken(
                f"The time for evidence is extended by {most.days} days in all.",
                rule=EXTENSION_DAYS,
            )
        self.record(
            self.EvidenceExtended,
            act=act.under(EXTENSION_DAYS),
            due_before=running.due,
            due=due,
            reason=reason,
            clocks=(*self.without(Runs.EVIDENCE), running.model_copy(update={"due": due})),
        )

    def fix_hearing(
        self, act: Act, at: datetime, where: str, rules: Governing, *, remote: bool = False
    ) -> None:
        """Fix when both sides are heard; the panel decides after it, and has its time from then."""
        self.must_be(Stage.EVIDENCE, Stage.DELIBERATION)
        if self.heard:
            raise OutOfOrder("Both sides have been heard already.", rule=HEARING_DAYS)
        rule, needed = rules.rule(HEARING_DAYS), rules.value(HEARING_DAYS, Days)
        short = needed.short(act.occurred_at.date(), at.date())
        clocks = self.clocks
        if self.stage is Stage.DELIBERATION:
            clocks = (*self.without(Runs.DECIDE), clock(rules, Runs.DECIDE, at))
        self.record(
            self.HearingFixed,
            act=judged(act, rule, short),
            at=at,
            remote=remote,
            where=where,
            clocks=clocks,
        )

    def hold_hearing(
        self, act: Act, sides: tuple[Side, ...], record: str, rules: Governing
    ) -> None:
        """Record the hearing; a side may stay away, and is not taken to admit anything by it."""
        self.must_be(Stage.EVIDENCE, Stage.DELIBERATION)
        if self.hearing is None or act.occurred_at < self.hearing:
            raise TooEarly("No hearing has begun by now.", rule=HEARING_DAYS)
        if self.heard:
            raise OutOfOrder("The hearing has been recorded already.", rule=HEARING_DAYS)
        clocks = self.clocks
        if self.stage is Stage.DELIBERATION:
            clocks = (*self.without(Runs.DECIDE), clock(rules, Runs.DECIDE, self.hearing))
        self.record(self.HearingHeld, act=act, sides=sides, record=record, clocks=clocks)
