"""How a complaint stands: what its other files ask before they decide.

It changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from domain.cases.clocks import Clock, Runs, clock
from domain.cases.complaint_acts import ComplaintActs, Outcome
from domain.cases.panel import Vote
from domain.cases.sides import CaseId, Side, opens
from domain.kernel.act import Act
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.moments import in_words
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, TooLate
from domain.kernel.sealed import Erased, Sealed
from domain.rules.governing import Governing

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


class ComplaintState(ComplaintActs):
    """What is so at a moment."""

    if TYPE_CHECKING:  # what it has of `Aggregate`, which is the other base of a complaint
        trigger_event: Callable[..., None]

        @property
        def modified_on(self) -> datetime: ...

    case: CaseId
    parties: dict[Side, Sealed[PersonId] | None]
    marks: dict[Side, str]
    clocks: tuple[Clock, ...]
    edition: int
    stage: Stage
    acknowledged: bool
    refused_by: PersonId | None
    measures: dict[int, datetime]
    measures_taken: int
    evidence: dict[Side, int]
    extended: timedelta
    hearing: datetime | None
    heard: bool
    outcome: Sealed[Outcome] | None
    sanction: Sealed[str] | None

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

    def record(self, kind: type[Recorded], act: Act, **facts: Any) -> None:
        """Put an act on record, of this case."""
        self.trigger_event(kind, act=act, case=self.case, **facts)

    def must_be(self, *stages: Stage) -> None:
        """Refuse what is done at other stages; raises `OutOfOrder`."""
        if self.stage not in stages:
            wanted = " or ".join(one.value.replace("_", " ") for one in stages)
            raise OutOfOrder(
                f"This case is at the stage “{self.stage.value.replace('_', ' ')}”; this is done "
                f"at {wanted}.",
                rule=KEPT_BY,
            )

    def must_be_open(self) -> None:
        """Refuse what can be done only before the case is over; raises `OutOfOrder`."""
        if not self.is_open:
            raise OutOfOrder("This case is closed.", rule=KEPT_BY)

    def must_be_another(self, act: Act) -> None:
        """Refuse a review by whoever refused the complaint; raises `NotAllowed`."""
        if self.stage is Stage.UNDER_REVIEW and act.actor == self.refused_by:
            raise NotAllowed(
                "Somebody else than whoever refused the complaint reviews the refusal.",
                rule=REVIEWED_BY,
            )

    def must_give(self, reasons: str) -> None:
        """Refuse to decide without reasons; raises `BadInput`."""
        if not reasons.strip():
            raise BadInput("Give the reasons: both sides are told them.")

    def running(self, runs: Runs) -> Clock:
        """The clock of that kind, which runs."""
        return next(one for one in self.clocks if one.runs is runs)

    def must_be_in_time(self, act: Act, stage: Stage, runs: Runs) -> Clock:
        """Whether or not its end is on record yet, a window is open to its moment only."""
        running = next((one for one in self.clocks if one.runs is runs), None)
        if self.stage is stage and running is not None:
            if act.occurred_at < running.due:
                return running
            raise TooLate(f"This could be done until {in_words(running.due)}.", rule=runs.rule)
        self.must_be(stage)
        raise TooLate("The time for this is over.", rule=runs.rule)

    def without(self, *runs: Runs) -> tuple[Clock, ...]:
        """The clocks that run on when these are done."""
        return tuple(one for one in self.clocks if one.runs not in runs)

    def from_now(self, rules: Governing, act: Act, runs: Runs) -> tuple[Clock, ...]:
        """What runs from an act that begins another stage: nothing of the stage before."""
        return (clock(rules, runs, act.occurred_at),)

    def done(self, act: Act, runs: Runs) -> Act:
        """A duty done, in time or late."""
        found = next((one for one in self.clocks if one.runs is runs), None)
        if found is not None and act.occurred_at > found.due:
            return act.breaking(runs.rule).noting(found.missed)
        return act.under(runs.rule)

    def answered(self, act: Act) -> Act:
        """Whatever answers a complaint also ends what was to be answered before."""
        runs = Runs.REVIEW if self.stage is Stage.UNDER_REVIEW else Runs.TRIAGE
        return self.done(act, runs) if self.stage in _FIRST else act


_FIRST: Final = (Stage.RECEIVED, Stage.UNDER_REVIEW)


def must_be_long(secret: str) -> None:
    """Refuse a word for the way back in that is guessed; raises `BadInput`."""
    if len(secret.strip()) < SECRET_LETTERS:
        raise BadInput(f"The word for the way back in has {SECRET_LETTERS} letters at the least.")


def outcome_of(found: Vote) -> Outcome:
    """How a complaint ends by what a panel found."""
    return Outcome.UPHELD if found.upheld else Outcome.NOT_UPHELD
