"""A complaint, from its receipt to the review of its record.

It decides what may be done at which stage, by when, and what becomes final: in `triage`, `hearing`
and `concluding`.  Here stands how it begins, and what each act leaves behind.  Who votes how is the
panel's (`panel`); who may do something is judged by whoever asks.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.cases.clocks import Clock, Runs, clock
from domain.cases.complaint_acts import ComplaintActs, Outcome
from domain.cases.complaint_state import (
    Stage,
    must_be_long,
)
from domain.cases.concluding import Concluding
from domain.cases.hearing import HearingOfBoth
from domain.cases.sides import CaseId, Content, Named, Side, mark_of
from domain.cases.triage import Triage
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput
from domain.kernel.sealed import Sealed
from domain.kernel.value import Value
from domain.rules.governing import Governing


class Intake(Value):
    """What somebody brings: who they are if they say so, what they complain of, and of whom."""

    text: str
    about: str
    complainant: PersonId | None = None
    reached_by: str | None = None


class Complaint(Aggregate, Triage, HearingOfBoth, Concluding):
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
        must_be_long(secret)
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
