"""A complaint, from its receipt to the review of its record.

It decides what may be done at which stage, by when, and what becomes final.  Nothing is decided by
silence but what a rule says is: a refusal that nobody wants reviewed, and a decision that nobody
appeals against.  Who votes how is the panel's (`panel`); who may do something is judged by whoever
asks.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.cases.clocks import Clock, Runs, clock, due_by
from domain.cases.complaint_acts import ComplaintActs, Outcome
from domain.cases.panel import Vote
from domain.cases.sides import CaseId, Content, Named, Side, mark_of, opens
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.moments import days_after, in_words
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken, TooEarly, TooLate
from domain.kernel.sealed import Erased, Sealed
from domain.kernel.value import Value
from domain.powers import powers_of
from domain.rules.governing import Governing
from domain.rules.judging import as_fact, judged
from domain.rules.values import Days

KEPT_BY: Final = RuleId("complaints.kept_by")
REVIEWED_BY: Final = RuleId("complaints.reviewed_by")
ESCALATED_TO: Final = RuleId("complaints.escalated_to")
MEASURE_DAYS: Final = RuleId("complaints.measure_days")
EXTENSION_DAYS: Final = RuleId("complaints.evidence_extension_days")
HEARING_DAYS: Final = RuleId("complaints.hearing_notice_days")
SECRET_LETTERS: Final = 12


class Stage(StrEnum):
    """How far a complaint has come."""

    RECEIVED = "received"
    REFUSED = "refused"
    UNDER_REVIEW = "under_review"
    TAKEN_UP = "taken_up"
    PANEL = "panel"
    EVIDENCE = "evidence"
    DELIBERATION = "deliberation"
    FOUND = "found"
    TOLD = "told"
    APPEALED = "appealed"
    APPEAL = "appeal"
    CLOSED = "closed"
    REVIEWED = "reviewed"


class Intake(Value):
    """What somebody brings: who they are if they say so, what they complain of, and of whom."""

    text: str
    about: str
    complainant: PersonId | None = None
    reached_by: str | None = None


class Complaint(Aggregate, ComplaintActs):
    """One complaint."""

    TOPIC = "complaint"

    class Created(Aggregate.Created):
        """Never recorded: a complaint begins by being received."""

        TOPIC = "complaint.created.v1"

    class Received(Aggregate.Created):
        """A complaint was received; of the secret of the way back in only a mark is kept."""

        TOPIC = "complaint.received.v1"
        case: CaseId
        complainant: Named
        text: Content
        about: Content
        reached_by: Content | None
        mark: str
        clocks: tuple[Clock, ...]
        edition: int

    def __init__(
        self,
        case: CaseId,
        complainant: Sealed[PersonId] | None,
        text: Sealed[str],
        about: Sealed[str],
        reached_by: Sealed[str] | None,
        mark: str,
        clocks: tuple[Clock, ...],
        edition: int,
    ) -> None:
        self.case = case
        self.parties: dict[Side, Sealed[PersonId] | None] = {Side.COMPLAINANT: complainant}
        self.marks = {Side.COMPLAINANT: mark}
        self.clocks = clocks
        self.edition = edition
        self.stage = Stage.RECEIVED
        self.acknowledged = False
        self.refused_by: PersonId | None = None
        self.measures: dict[int, datetime] = {}
        self.measures_taken = 0
        self.evidence: dict[Side, int] = {}
        self.extended = timedelta()
        self.hearing: datetime | None = None
        self.heard = False
        self.outcome: Sealed[Outcome] | None = None
        self.sanction: Sealed[str] | None = None

    @classmethod
    def receive(
        cls, case: CaseId, act: Act, intake: Intake, secret: str, rules: Governing
    ) -> Complaint:
        """Receive a complaint: from now on run its acknowledgement and the first answer."""
        if not intake.text.strip():
            raise BadInput("Say what happened: without it nobody can look into the complaint.")
        _must_be_long(secret)
        since = act.occurred_at
        clocks = tuple(clock(rules, one, since) for one in (Runs.ACKNOWLEDGE, Runs.TRIAGE))
        return cls._begin(
            cls.Received,
            case,
            act.under(*(one.rule for one in clocks)).within(case, rules.current.number),
            case=case,
            complainant=intake.complainant,
            text=intake.text,
            about=intake.about,
            reached_by=intake.reached_by,
            mark=mark_of(case, secret),
            clocks=clocks,
            edition=rules.current.number,
        )

    # Intake and triage

    def acknowledge(self, act: Act) -> None:
        """Record that whoever complained was told that it was received."""
        self._must_be(Stage.RECEIVED)
        if self.acknowledged:
            raise OutOfOrder("This has been acknowledged already.", rule=Runs.ACKNOWLEDGE.rule)
        done = self._done(act, Runs.ACKNOWLEDGE)
        self._acknowledged(act=done, case=self.case, clocks=self._without(Runs.ACKNOWLEDGE))

    def take_up(
        self, act: Act, respondent: PersonId | None, reasons: str, rules: Governing
    ) -> None:
        """Take it up: it is in scope.  A refusal that is under review can be overturned so."""
        self._must_be(Stage.RECEIVED, Stage.UNDER_REVIEW)
        if respondent is not None and respondent == self.party(Side.COMPLAINANT):
            raise BadInput("Nobody is the respondent to their own complaint.")
        self._must_be_another(act)
        self._taken_up(
            act=self._answered(act),
            case=self.case,
            respondent=respondent,
            reasons=reasons,
            clocks=self._from(rules, act, Runs.APPOINT),
        )

    def settle(self, act: Act, how: str, rules: Governing) -> None:
        """Record that it was resolved informally, at any time before the panel has decided."""
        self._must_be(
            *(Stage.RECEIVED, Stage.UNDER_REVIEW, Stage.TAKEN_UP, Stage.PANEL),
            *(Stage.EVIDENCE, Stage.DELIBERATION),
        )
        self._settled(
            act=self._answered(act),
            case=self.case,
            how=how,
            clocks=self._from(rules, act, Runs.REVIEW_RECORD),
        )

    def merge(self, act: Act, into: CaseId, reasons: str, rules: Governing) -> None:
        """Let it be heard with another complaint."""
        self._must_be(Stage.RECEIVED)
        if into == self.case:
            raise BadInput("A complaint is merged with another one, not with itself.")
        self._merged(
            act=self._answered(act),
            case=self.case,
            into=into,
            reasons=reasons,
            clocks=self._from(rules, act, Runs.REVIEW_RECORD),
        )

    def refuse(self, act: Act, reasons: str, rules: Governing) -> None:
        """Do not take it up, for reasons; whoever complained can have that reviewed."""
        self._must_be(Stage.RECEIVED)
        self._must_give(reasons)
        self._refused(
            act=self._answered(act),
            case=self.case,
            reasons=reasons,
            clocks=self._from(rules, act, Runs.ASK_REVIEW),
        )

    def ask_review(self, act: Act, grounds: str, rules: Governing) -> None:
        """Ask that somebody else looks at the refusal, in its time."""
        self._must_be_in_time(act, Stage.REFUSED, Runs.ASK_REVIEW)
        self._review_asked(
            act=act.under(Runs.ASK_REVIEW.rule),
            case=self.case,
            grounds=grounds,
            clocks=self._from(rules, act, Runs.REVIEW),
        )

    def uphold_refusal(self, act: Act, reasons: str, rules: Governing) -> None:
        """Let it stay refused; somebody else than whoever refused it decides that."""
        self._must_be(Stage.UNDER_REVIEW)
        self._must_be_another(act)
        self._must_give(reasons)
        self._refusal_upheld(
            act=self._done(act, Runs.REVIEW),
            case=self.case,
            reasons=reasons,
            clocks=self._from(rules, act, Runs.REVIEW_RECORD),
        )

    # What holds for the time being

    def take_measure(
        self, act: Act, measure: str, reasons: str, until: datetime, rules: Governing
    ) -> None:
        """Let something hold until a moment, not longer than the rule allows."""
        self._must_be_open()
        self._must_give(reasons)
        longest = days_after(act.occurred_at, rules.value(MEASURE_DAYS, Days).count, clear=False)
        if not act.occurred_at < until <= longest:
            raise RuleBroken(
                f"A measure that begins now ends by {in_words(longest)}; it can be taken again.",
                rule=MEASURE_DAYS,
            )
        self._measure_taken(
            act=act.under(MEASURE_DAYS),
            case=self.case,
            number=self.measures_taken + 1,
            measure=measure,
            reasons=reasons,
            until=until,
        )

    def end_measure(self, act: Act, number: int, reasons: str) -> None:
        """End a measure before its time."""
        if number not in self.measures_at(act.occurred_at):
            raise OutOfOrder("No measure of this number holds any more.", rule=MEASURE_DAYS)
        self._measure_ended(act=act, case=self.case, number=number, reasons=reasons)

    def measures_at(self, moment: datetime) -> tuple[int, ...]:
        """The measures that hold at a moment: none beyond its end, nor once the case is over."""
        over = self.stage in (Stage.CLOSED, Stage.REVIEWED)
        return () if over else tuple(n for n, until in self.measures.items() if moment < until)

    # The hearing

    def form_panel(self, act: Act, rules: Governing) -> None:
        """Record that a panel was appointed."""
        self._must_be(Stage.TAKEN_UP)
        clocks = self._from(rules, act, Runs.NOTIFY)
        self._panel_formed(act=self._done(act, Runs.APPOINT), case=self.case, clocks=clocks)

    def tell_respondent(self, act: Act, allegations: str, secret: str, rules: Governing) -> None:
        """Record that whoever is complained of was told: the time for evidence runs for both."""
        self._must_be(Stage.PANEL)
        self._must_give(allegations)
        _must_be_long(secret)
        self._respondent_told(
            act=self._done(act, Runs.NOTIFY),
            case=self.case,
            allegations=allegations,
            mark=mark_of(self.case, secret),
            clocks=self._from(rules, act, Runs.EVIDENCE),
        )

    def give_evidence(self, act: Act, side: Side, text: str) -> None:
        """Record what a side puts before the panel, in the time for it."""
        self._must_be_in_time(act, Stage.EVIDENCE, Runs.EVIDENCE)
        number = self.evidence.get(side, 0) + 1
        self._evidence_given(act=act, case=self.case, side=side, number=number, text=text)

    def extend_evidence(self, act: Act, due: datetime, reason: str, rules: Governing) -> None:
        """Give both sides more time, before it is over and never more than the rule in all."""
        running = self._must_be_in_time(act, Stage.EVIDENCE, Runs.EVIDENCE)
        self._must_give(reason)
        most = timedelta(days=rules.value(EXTENSION_DAYS, Days).count)
        if due <= running.due:
            raise BadInput(f"Evidence can be given until {in_words(running.due)} already.")
        if self.extended + (due - running.due) > most:
            raise RuleBroken(
                f"The time for evidence is extended by {most.days} days in all.",
                rule=EXTENSION_DAYS,
            )
        self._evidence_extended(
            act=act.under(EXTENSION_DAYS),
            case=self.case,
            due_before=running.due,
            due=due,
            reason=reason,
            clocks=(*self._without(Runs.EVIDENCE), running.model_copy(update={"due": due})),
        )

    def fix_hearing(
        self, act: Act, at: datetime, where: str, rules: Governing, *, remote: bool = False
    ) -> None:
        """Fix when both sides are heard; the panel decides after it, and has its time from then."""
        self._must_be(Stage.EVIDENCE, Stage.DELIBERATION)
        if self.heard:
            raise OutOfOrder("Both sides have been heard already.", rule=HEARING_DAYS)
        rule, needed = rules.rule(HEARING_DAYS), rules.value(HEARING_DAYS, Days)
        short = needed.short(act.occurred_at.date(), at.date())
        clocks = self.clocks
        if self.stage is Stage.DELIBERATION:
            clocks = (*self._without(Runs.DECIDE), clock(rules, Runs.DECIDE, at))
        self._hearing_fixed(
            act=judged(act, rule, short),
            case=self.case,
            at=at,
            remote=remote,
            where=where,
            clocks=clocks,
        )

    def hold_hearing(
        self, act: Act, sides: tuple[Side, ...], record: str, rules: Governing
    ) -> None:
        """Record the hearing; a side may stay away, and is not taken to admit anything by it."""
        self._must_be(Stage.EVIDENCE, Stage.DELIBERATION)
        if self.hearing is None or act.occurred_at < self.hearing:
            raise TooEarly("No hearing has begun by now.", rule=HEARING_DAYS)
        if self.heard:
            raise OutOfOrder("The hearing has been recorded already.", rule=HEARING_DAYS)
        clocks = self.clocks
        if self.stage is Stage.DELIBERATION:
            clocks = (*self._without(Runs.DECIDE), clock(rules, Runs.DECIDE, self.hearing))
        self._hearing_held(act=act, case=self.case, sides=sides, record=record, clocks=clocks)

    # The decision and the appeal

    def may_be_voted_on(self, act: Act) -> bool:
        """Whether the time for evidence is over, or an appeal is before its panel."""
        if self.stage is Stage.EVIDENCE:
            return act.occurred_at >= self._running(Runs.EVIDENCE).due
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
        self._must_be(Stage.DELIBERATION)
        self._must_give(reasons)
        self._found(
            act=self._done(act, Runs.DECIDE),
            case=self.case,
            outcome=_outcome(found),
            sanction=found.sanction,
            reasons=reasons,
            clocks=self._from(rules, act, Runs.TELL),
        )

    def tell_decision(self, act: Act, rules: Governing) -> None:
        """Record that both sides were told: from now on they can appeal."""
        self._must_be(Stage.FOUND)
        self._decision_told(
            act=self._done(act, Runs.TELL),
            case=self.case,
            clocks=self._from(rules, act, Runs.APPEAL),
        )

    def appeal(self, act: Act, side: Side, grounds: str, rules: Governing) -> None:
        """Record an appeal of a side, in its time."""
        self._must_be_in_time(act, Stage.TOLD, Runs.APPEAL)
        self._must_give(grounds)
        self._appealed(
            act=act.under(Runs.APPEAL.rule),
            case=self.case,
            side=side,
            grounds=grounds,
            clocks=self._from(rules, act, Runs.APPOINT_FOR_APPEAL),
        )

    def form_appeal_panel(self, act: Act, rules: Governing) -> None:
        """Record that people who sat on nothing of this before hear the appeal."""
        self._must_be(Stage.APPEALED)
        self._appeal_heard(
            act=self._done(act, Runs.APPOINT_FOR_APPEAL),
            case=self.case,
            clocks=self._from(rules, act, Runs.DECIDE_APPEAL),
        )

    def decide_appeal(self, act: Act, found: Vote, reasons: str, rules: Governing) -> None:
        """Record what the panel for the appeal found; this holds, and the case is closed."""
        self._must_be(Stage.APPEAL)
        self._must_give(reasons)
        self._appeal_decided(
            act=self._done(act, Runs.DECIDE_APPEAL),
            case=self.case,
            outcome=_outcome(found),
            sanction=found.sanction,
            reasons=reasons,
            clocks=self._from(rules, act, Runs.REVIEW_RECORD),
        )

    # What happens by itself at its moment, and afterwards

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
            self._evidence_closed(act=act, case=self.case, clocks=(decide,))
            return
        clocks = self._from(rules, act, Runs.REVIEW_RECORD)
        self._closed(act=act, case=self.case, clocks=clocks)

    def _fall_late(self, act: Act, missed: Clock, rules: Governing) -> None:
        late = missed.model_copy(update={"late": True})
        self._fell_late(
            act=as_fact(act, rules.rule(missed.rule), missed.missed).under(ESCALATED_TO),
            case=self.case,
            runs=missed.runs,
            escalated_to=powers_of(rules.rule(ESCALATED_TO)),
            clocks=(*self._without(missed.runs), late),
        )

    def record_contact(self, act: Act, what: str) -> None:
        """Record that somebody from outside the panel approached one of it about the case."""
        self._must_be_open()
        self._contact_recorded(act=act, case=self.case, what=what)

    def review_record(self, act: Act, learnt: str) -> None:
        """Record what was learnt when the record was looked at again."""
        self._must_be(Stage.CLOSED)
        self._record_reviewed(
            act=self._done(act, Runs.REVIEW_RECORD), case=self.case, learnt=learnt, clocks=()
        )

    # Answers

    @property
    def is_open(self) -> bool:
        return self.stage not in (Stage.CLOSED, Stage.REVIEWED)

    def party(self, side: Side) -> PersonId | None:
        """Who a side is, where that is known and was not erased."""
        found = self.parties.get(side)
        return None if found is None or isinstance(found, Erased) else found

    def side_of(self, secret: str) -> Side | None:
        """The side that knows this secret."""
        known = (side for side, mark in self.marks.items() if opens(self.case, mark, secret))
        return next(known, None)

    # Guards

    def _must_be(self, *stages: Stage) -> None:
        if self.stage not in stages:
            wanted = " or ".join(one.value.replace("_", " ") for one in stages)
            raise OutOfOrder(
                f"This case is at the stage “{self.stage.value.replace('_', ' ')}”; this is done "
                f"at {wanted}.",
                rule=KEPT_BY,
            )

    def _must_be_open(self) -> None:
        if not self.is_open:
            raise OutOfOrder("This case is closed.", rule=KEPT_BY)

    def _must_be_another(self, act: Act) -> None:
        if self.stage is Stage.UNDER_REVIEW and act.actor == self.refused_by:
            raise NotAllowed(
                "Somebody else than whoever refused the complaint reviews the refusal.",
                rule=REVIEWED_BY,
            )

    def _must_give(self, reasons: str) -> None:
        if not reasons.strip():
            raise BadInput("Give the reasons: both sides are told them.")

    def _running(self, runs: Runs) -> Clock:
        return next(one for one in self.clocks if one.runs is runs)

    def _must_be_in_time(self, act: Act, stage: Stage, runs: Runs) -> Clock:
        """Whether or not its end is on record yet, a window is open to its moment only."""
        running = next((one for one in self.clocks if one.runs is runs), None)
        if self.stage is stage and running is not None:
            if act.occurred_at < running.due:
                return running
            raise TooLate(f"This could be done until {in_words(running.due)}.", rule=runs.rule)
        self._must_be(stage)
        raise TooLate("The time for this is over.", rule=runs.rule)

    def _without(self, *runs: Runs) -> tuple[Clock, ...]:
        return tuple(one for one in self.clocks if one.runs not in runs)

    def _from(self, rules: Governing, act: Act, runs: Runs) -> tuple[Clock, ...]:
        """What runs from an act that begins another stage: nothing of the stage before."""
        return (clock(rules, runs, act.occurred_at),)

    def _done(self, act: Act, runs: Runs) -> Act:
        """A duty done, in time or late."""
        found = next((one for one in self.clocks if one.runs is runs), None)
        if found is not None and act.occurred_at > found.due:
            return act.breaking(runs.rule).noting(found.missed)
        return act.under(runs.rule)

    def _answered(self, act: Act) -> Act:
        """Whatever answers a complaint also ends what was to be answered before."""
        runs = Runs.REVIEW if self.stage is Stage.UNDER_REVIEW else Runs.TRIAGE
        return self._done(act, runs) if self.stage in _FIRST else act

    # What each act leaves behind

    @event(ComplaintActs.Acknowledged)
    def _acknowledged(self, act: Act, case: CaseId, clocks: tuple[Clock, ...]) -> None:
        self.acknowledged = True
        self.clocks = clocks

    @event(ComplaintActs.TakenUp)
    def _taken_up(
        self,
        act: Act,
        case: CaseId,
        respondent: Sealed[PersonId] | None,
        reasons: Sealed[str],
        clocks: tuple[Clock, ...],
    ) -> None:
        self.parties = {**self.parties, Side.RESPONDENT: respondent}
        self.stage, self.clocks = Stage.TAKEN_UP, clocks

    @event(ComplaintActs.Settled)
    def _settled(self, act: Act, case: CaseId, how: Sealed[str], clocks: tuple[Clock, ...]) -> None:
        self.outcome = Outcome.SETTLED
        self.stage, self.clocks = Stage.CLOSED, clocks

    @event(ComplaintActs.Merged)
    def _merged(
        self,
        act: Act,
        case: CaseId,
        into: CaseId,
        reasons: Sealed[str],
        clocks: tuple[Clock, ...],
    ) -> None:
        self.outcome = Outcome.MERGED
        self.stage, self.clocks = Stage.CLOSED, clocks

    @event(ComplaintActs.Refused)
    def _refused(
        self, act: Act, case: CaseId, reasons: Sealed[str], clocks: tuple[Clock, ...]
    ) -> None:
        self.refused_by = act.actor
        self.outcome = Outcome.REFUSED
        self.stage, self.clocks = Stage.REFUSED, clocks

    @event(ComplaintActs.ReviewAsked)
    def _review_asked(
        self, act: Act, case: CaseId, grounds: Sealed[str], clocks: tuple[Clock, ...]
    ) -> None:
        self.stage, self.clocks = Stage.UNDER_REVIEW, clocks

    @event(ComplaintActs.RefusalUpheld)
    def _refusal_upheld(
        self, act: Act, case: CaseId, reasons: Sealed[str], clocks: tuple[Clock, ...]
    ) -> None:
        self.stage, self.clocks = Stage.CLOSED, clocks

    @event(ComplaintActs.MeasureTaken)
    def _measure_taken(
        self,
        act: Act,
        case: CaseId,
        number: int,
        measure: Sealed[str],
        reasons: Sealed[str],
        until: datetime,
    ) -> None:
        self.measures_taken = number
        self.measures = {**self.measures, number: until}

    @event(ComplaintActs.MeasureEnded)
    def _measure_ended(self, act: Act, case: CaseId, number: int, reasons: Sealed[str]) -> None:
        self.measures = {one: until for one, until in self.measures.items() if one != number}

    @event(ComplaintActs.PanelFormed)
    def _panel_formed(self, act: Act, case: CaseId, clocks: tuple[Clock, ...]) -> None:
        self.stage, self.clocks = Stage.PANEL, clocks

    @event(ComplaintActs.RespondentTold)
    def _respondent_told(
        self,
        act: Act,
        case: CaseId,
        allegations: Sealed[str],
        mark: str,
        clocks: tuple[Clock, ...],
    ) -> None:
        self.marks = {**self.marks, Side.RESPONDENT: mark}
        self.stage, self.clocks = Stage.EVIDENCE, clocks

    @event(ComplaintActs.EvidenceGiven)
    def _evidence_given(
        self, act: Act, case: CaseId, side: Side, number: int, text: Sealed[str]
    ) -> None:
        self.evidence = {**self.evidence, side: number}

    @event(ComplaintActs.EvidenceExtended)
    def _evidence_extended(
        self,
        act: Act,
        case: CaseId,
        due_before: datetime,
        due: datetime,
        reason: Sealed[str],
        clocks: tuple[Clock, ...],
    ) -> None:
        self.extended += due - due_before
        self.clocks = clocks

    @event(ComplaintActs.EvidenceClosed)
    def _evidence_closed(self, act: Act, case: CaseId, clocks: tuple[Clock, ...]) -> None:
        self.stage, self.clocks = Stage.DELIBERATION, clocks

    @event(ComplaintActs.HearingFixed)
    def _hearing_fixed(
        self,
        act: Act,
        case: CaseId,
        at: datetime,
        remote: bool,
        where: Sealed[str],
        clocks: tuple[Clock, ...],
    ) -> None:
        self.hearing, self.clocks = at, clocks

    @event(ComplaintActs.HearingHeld)
    def _hearing_held(
        self,
        act: Act,
        case: CaseId,
        sides: tuple[Side, ...],
        record: Sealed[str],
        clocks: tuple[Clock, ...],
    ) -> None:
        self.heard, self.clocks = True, clocks

    @event(ComplaintActs.Found)
    def _found(
        self,
        act: Act,
        case: CaseId,
        outcome: Sealed[Outcome],
        sanction: Sealed[str] | None,
        reasons: Sealed[str],
        clocks: tuple[Clock, ...],
    ) -> None:
        self.outcome, self.sanction = outcome, sanction
        self.stage, self.clocks = Stage.FOUND, clocks

    @event(ComplaintActs.DecisionTold)
    def _decision_told(self, act: Act, case: CaseId, clocks: tuple[Clock, ...]) -> None:
        self.stage, self.clocks = Stage.TOLD, clocks

    @event(ComplaintActs.Appealed)
    def _appealed(
        self, act: Act, case: CaseId, side: Side, grounds: Sealed[str], clocks: tuple[Clock, ...]
    ) -> None:
        self.stage, self.clocks = Stage.APPEALED, clocks

    @event(ComplaintActs.AppealHeard)
    def _appeal_heard(self, act: Act, case: CaseId, clocks: tuple[Clock, ...]) -> None:
        self.stage, self.clocks = Stage.APPEAL, clocks

    @event(ComplaintActs.AppealDecided)
    def _appeal_decided(
        self,
        act: Act,
        case: CaseId,
        outcome: Sealed[Outcome],
        sanction: Sealed[str] | None,
        reasons: Sealed[str],
        clocks: tuple[Clock, ...],
    ) -> None:
        self.outcome, self.sanction = outcome, sanction
        self.stage, self.clocks = Stage.CLOSED, clocks

    @event(ComplaintActs.Closed)
    def _closed(self, act: Act, case: CaseId, clocks: tuple[Clock, ...]) -> None:
        self.stage, self.clocks = Stage.CLOSED, clocks

    @event(ComplaintActs.FellLate)
    def _fell_late(
        self,
        act: Act,
        case: CaseId,
        runs: Runs,
        escalated_to: tuple[str, ...],
        clocks: tuple[Clock, ...],
    ) -> None:
        self.clocks = clocks

    @event(ComplaintActs.ContactRecorded)
    def _contact_recorded(self, act: Act, case: CaseId, what: Sealed[str]) -> None:
        """It changes nothing about the case."""

    @event(ComplaintActs.RecordReviewed)
    def _record_reviewed(
        self, act: Act, case: CaseId, learnt: Sealed[str], clocks: tuple[Clock, ...]
    ) -> None:
        self.stage, self.clocks = Stage.REVIEWED, clocks


_FIRST: Final = (Stage.RECEIVED, Stage.UNDER_REVIEW)


def _must_be_long(secret: str) -> None:
    if len(secret.strip()) < SECRET_LETTERS:
        raise BadInput(f"The word for the way back in has {SECRET_LETTERS} letters at the least.")


def _outcome(found: Vote) -> Outcome:
    return Outcome.UPHELD if found.upheld else Outcome.NOT_UPHELD
