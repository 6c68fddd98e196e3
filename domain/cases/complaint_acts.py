"""Everything that can happen to a complaint once it was received, as it is kept for good.

Each act says in `clocks` everything that runs after it.  What is said in a case, who it is about
and how it ended is sealed under the case's own key.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from domain.cases.clocks import Clock, Runs
from domain.cases.sides import CaseId, Content, Named, Side
from domain.kernel.aggregate import Aggregate
from domain.kernel.sealed import Purpose, Seal, Sealed


class Outcome(StrEnum):
    """How a complaint ended."""

    SETTLED = "settled"
    MERGED = "merged"
    REFUSED = "refused"
    NOT_UPHELD = "not_upheld"
    UPHELD = "upheld"


Ended = Annotated[Sealed[Outcome], Seal(Purpose.CASE, whose="case")]
Sanction = Annotated[Sealed[str] | None, Seal(Purpose.CASE, whose="case")]


class ComplaintActs:
    """The acts by name; `Complaint` says what each leaves behind."""

    class Acknowledged(Aggregate.Event):
        """Whoever complained was told that it was received, and what happens next."""

        TOPIC = "complaint.acknowledged.v1"
        case: CaseId
        clocks: tuple[Clock, ...]

    class TakenUp(Aggregate.Event):
        """The complaint is in scope: a panel will hear it, and it is about this person."""

        TOPIC = "complaint.taken_up.v1"
        case: CaseId
        respondent: Named
        reasons: Content
        clocks: tuple[Clock, ...]

    class Settled(Aggregate.Event):
        """It was resolved informally, and whoever complained agrees."""

        TOPIC = "complaint.settled.v1"
        case: CaseId
        how: Content
        clocks: tuple[Clock, ...]

    class Merged(Aggregate.Event):
        """It is heard together with another complaint, and there alone."""

        TOPIC = "complaint.merged.v1"
        case: CaseId
        into: CaseId
        reasons: Content
        clocks: tuple[Clock, ...]

    class Refused(Aggregate.Event):
        """It is not taken up, for these reasons; a review can be asked for."""

        TOPIC = "complaint.refused.v1"
        case: CaseId
        reasons: Content
        clocks: tuple[Clock, ...]

    class ReviewAsked(Aggregate.Event):
        """Whoever complained asked that somebody else looks at the refusal."""

        TOPIC = "complaint.review_asked.v1"
        case: CaseId
        grounds: Content
        clocks: tuple[Clock, ...]

    class RefusalUpheld(Aggregate.Event):
        """Somebody else looked at it, and it stays refused."""

        TOPIC = "complaint.refusal_upheld.v1"
        case: CaseId
        reasons: Content
        clocks: tuple[Clock, ...]

    class MeasureTaken(Aggregate.Event):
        """Something holds for the time being, until a moment; it ends by itself."""

        TOPIC = "complaint.measure_taken.v1"
        case: CaseId
        number: int
        measure: Content
        reasons: Content
        until: datetime

    class MeasureEnded(Aggregate.Event):
        """A measure was ended before its time."""

        TOPIC = "complaint.measure_ended.v1"
        case: CaseId
        number: int
        reasons: Content

    class PanelFormed(Aggregate.Event):
        """A panel hears the case from now on."""

        TOPIC = "complaint.panel_formed.v1"
        case: CaseId
        clocks: tuple[Clock, ...]

    class RespondentTold(Aggregate.Event):
        """Whoever is complained of was told of what, and given a way into the case."""

        TOPIC = "complaint.respondent_told.v1"
        case: CaseId
        allegations: Content
        mark: str
        clocks: tuple[Clock, ...]

    class EvidenceGiven(Aggregate.Event):
        """A side put something before the panel."""

        TOPIC = "complaint.evidence_given.v1"
        case: CaseId
        side: Side
        number: int
        text: Content

    class EvidenceExtended(Aggregate.Event):
        """Both sides have more time, for a reason that both are told."""

        TOPIC = "complaint.evidence_extended.v1"
        case: CaseId
        due_before: datetime
        due: datetime
        reason: Content
        clocks: tuple[Clock, ...]

    class EvidenceClosed(Aggregate.Event):
        """The time for evidence was over: the panel deliberates."""

        TOPIC = "complaint.evidence_closed.v1"
        case: CaseId
        clocks: tuple[Clock, ...]

    class HearingFixed(Aggregate.Event):
        """Both sides are heard at a moment, in a place or remotely."""

        TOPIC = "complaint.hearing_fixed.v1"
        case: CaseId
        at: datetime
        remote: bool
        where: Content
        clocks: tuple[Clock, ...]

    class HearingHeld(Aggregate.Event):
        """The hearing took place; this is its record."""

        TOPIC = "complaint.hearing_held.v1"
        case: CaseId
        sides: tuple[Side, ...]
        record: Content
        clocks: tuple[Clock, ...]

    class Found(Aggregate.Event):
        """The panel decided, with reasons."""

        TOPIC = "complaint.found.v1"
        case: CaseId
        outcome: Ended
        sanction: Sanction
        reasons: Content
        clocks: tuple[Clock, ...]

    class DecisionTold(Aggregate.Event):
        """Both sides were told the decision, its reasons, and until when they can appeal."""

        TOPIC = "complaint.decision_told.v1"
        case: CaseId
        clocks: tuple[Clock, ...]

    class Appealed(Aggregate.Event):
        """A side appealed: people who sat on nothing of this before will hear it."""

        TOPIC = "complaint.appealed.v1"
        case: CaseId
        side: Side
        grounds: Content
        clocks: tuple[Clock, ...]

    class AppealHeard(Aggregate.Event):
        """A panel for the appeal is there."""

        TOPIC = "complaint.appeal_panel_formed.v1"
        case: CaseId
        clocks: tuple[Clock, ...]

    class AppealDecided(Aggregate.Event):
        """The appeal was decided, with reasons; what it says is what holds."""

        TOPIC = "complaint.appeal_decided.v1"
        case: CaseId
        outcome: Ended
        sanction: Sanction
        reasons: Content
        clocks: tuple[Clock, ...]

    class Closed(Aggregate.Event):
        """Nothing more can be asked for; the record is looked at again at its time."""

        TOPIC = "complaint.closed.v1"
        case: CaseId
        clocks: tuple[Clock, ...]

    class FellLate(Aggregate.Event):
        """A duty was not done by its moment: this is put before those whom a rule names."""

        TOPIC = "complaint.fell_late.v1"
        case: CaseId
        runs: Runs
        escalated_to: tuple[str, ...]
        clocks: tuple[Clock, ...]

    class ContactRecorded(Aggregate.Event):
        """Somebody from outside the panel approached one of it about the case."""

        TOPIC = "complaint.contact_recorded.v1"
        case: CaseId
        what: Content

    class RecordReviewed(Aggregate.Event):
        """The record of a case that is over was looked at again: what was learnt from it."""

        TOPIC = "complaint.record_reviewed.v1"
        case: CaseId
        learnt: Content
        clocks: tuple[Clock, ...]
