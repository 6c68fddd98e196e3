"""How a request for support stands: what decides on it asks before it does.  It changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

from domain.cases.sides import CaseId, opens
from domain.kernel.act import Act
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.refusal import BadInput, OutOfOrder
from domain.kernel.sealed import Erased, Purpose, Seal, Sealed
from domain.rules.governing import Governing
from domain.support.clocks import Clock, Runs, clock
from domain.support.request_acts import Outcome, SupportActs

KEPT_BY: Final = RuleId("support.kept_by")
ESCALATED_TO: Final = RuleId("support.escalated_to")
Until = Annotated[Sealed[date] | None, Seal(Purpose.CASE, whose="case")]
"""The day by which somebody has to answer the other organisation, if they know of one."""


class Stage(StrEnum):
    """How far a request has come."""

    ASKED = "asked"
    TRIAGE = "triage"
    WAITING = "waiting"
    ADVISED = "advised"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"


class SupportState(SupportActs):
    """What is so at a moment."""

    if TYPE_CHECKING:  # what it has of `Aggregate`, which is the other base of a request
        trigger_event: Callable[..., None]

        @property
        def modified_on(self) -> datetime: ...

    case: CaseId
    sealed_requester: Sealed[PersonId] | None
    sealed_answer_by: Sealed[date] | None
    mark: str
    clocks: tuple[Clock, ...]
    edition: int
    stage: Stage
    adviser: PersonId | None
    had_it: tuple[PersonId, ...]
    pieces_of_advice: int
    documents: int
    outcome: Sealed[Outcome] | None

    @property
    def is_open(self) -> bool:
        return self.stage is not Stage.CLOSED

    @property
    def requester(self) -> PersonId | None:
        """Who asked, where they said so and it was not erased."""
        found = self.sealed_requester
        return None if found is None or isinstance(found, Erased) else found

    @property
    def answer_by(self) -> date | None:
        """The day of an answer elsewhere, where there is one and it was not erased."""
        found = self.sealed_answer_by
        return None if found is None or isinstance(found, Erased) else found

    def is_known_by(self, secret: str) -> bool:
        """Whether this is the secret of the way back in."""
        return opens(self.case, self.mark, secret)

    def is_open_to_keepers(self) -> bool:
        """Whether those who keep requests read the file: to say whether the service can help."""
        return self.stage is Stage.TRIAGE

    def is_advised_by(self, person: PersonId) -> bool:
        """Whether somebody is the adviser, and so reads the file."""
        return self.is_open and self.adviser == person

    @property
    def never_by(self) -> tuple[PersonId, ...]:
        """Who does not advise on it: whoever asked, and whoever handed it back."""
        asked = self.requester
        return self.had_it if asked is None else (*self.had_it, asked)

    def record(
        self, kind: type[Recorded], act: Act, clocks: tuple[Clock, ...], **facts: Any
    ) -> None:
        """Put an act on record, of this request, with what runs after it."""
        self.trigger_event(kind, act=act, case=self.case, clocks=clocks, **facts)

    def from_now(self, act: Act, runs: Runs, rules: Governing) -> tuple[Clock, ...]:
        """What runs from an act that begins another stage: nothing of the stage before."""
        return (clock(rules, runs, act.occurred_at),)

    def running(self, runs: Runs) -> Clock | None:
        """The clock of that kind, if it runs."""
        return next((one for one in self.clocks if one.runs is runs), None)

    @property
    def contact_due(self) -> Runs:
        """What the adviser owes now: the first advice, or to be in contact again."""
        return Runs.ADVICE if self.running(Runs.ADVICE) is not None else Runs.CONTACT

    def done(self, act: Act, runs: Runs) -> Act:
        """A duty done, in time or late."""
        found = self.running(runs)
        if found is not None and act.occurred_at > found.due:
            return act.breaking(runs.rule).noting(found.missed)
        return act.under(runs.rule)

    def must_be(self, *stages: Stage) -> None:
        """Refuse what is done at other stages; raises `OutOfOrder`."""
        if self.stage not in stages:
            wanted = " or ".join(one.value.replace("_", " ") for one in stages)
            raise OutOfOrder(
                f"This request is at the stage “{self.stage.value.replace('_', ' ')}”; this is "
                f"done at {wanted}.",
                rule=KEPT_BY,
            )

    def must_be_open(self) -> None:
        """Refuse what can be done only before it is over; raises `OutOfOrder`."""
        if not self.is_open:
            raise OutOfOrder("This request is closed.", rule=KEPT_BY)


def must_say(text: str, how: str = "Give the reasons: whoever asked is told them.") -> None:
    """Refuse words that are missing; raises `BadInput`."""
    if not text.strip():
        raise BadInput(how)
