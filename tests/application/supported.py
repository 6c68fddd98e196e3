"""Requests for support in an organisation: asked, taken on, and brought from stage to stage."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from domain.cases.sides import CaseId
from domain.kernel.ids import PersonId
from domain.support.clocks import Runs
from domain.support.request import SupportRequest
from domain.support.request_acts import Outcome
from domain.support.request_state import Stage
from services.application.support import (
    AcceptSupport,
    AdviseOnSupport,
    AskSupport,
    ConsentToSupport,
    FollowUpSupport,
    GiveAdviser,
    NameAdviser,
    RecordSupportOutcome,
)
from tests.application.organisation import CHAIR, MEMBERS, STAFF, STRANGER, Organisation
from tests.support.hands import drawn

SECRET: Final = "a word of mine alone"
WHY: Final = "for a reason that whoever asked is told"
HELPER, OTHER_HELPER = MEMBERS[4], MEMBERS[5]
"""Who advises."""
ADA: Final = MEMBERS[8]
"""Who is suspended elsewhere."""


class Supported:
    """One request for support."""

    def __init__(self, org: Organisation, name: str = "request") -> None:
        self.org = org
        self.case: UUID = drawn("a request for support", name)

    @property
    def request(self) -> SupportRequest:
        return self.org.store.load(SupportRequest, self.case)

    @property
    def stage(self) -> Stage:
        return self.request.stage

    def ask(
        self,
        *,
        consents: bool = True,
        answer_by: date | None = None,
        requester: PersonId | None = ADA,
    ) -> None:
        asked = AskSupport(
            case=CaseId(self.case),
            secret=SECRET,
            text="They suspended me for a post of mine.",
            answer_by=answer_by,
            requester=requester,
            reached_by="ada@example.org",
            consents=consents,
        )
        self.org.ask(asked, STRANGER)

    def consent(self) -> None:
        self.org.ask(ConsentToSupport(case=self.case, secret=SECRET), STRANGER)

    def accept(self) -> None:
        self.org.ask(AcceptSupport(case=self.case, reasons=WHY), STAFF)

    def to_waiting(self, *, answer_by: date | None = None) -> None:
        self.ask(answer_by=answer_by, requester=None)
        self.accept()

    def give_adviser(self) -> PersonId:
        self.org.ask(GiveAdviser(case=self.case), STAFF)
        found = self.request.adviser
        assert found is not None
        return found

    def to_advised(self) -> PersonId:
        self.ask()
        self.accept()
        return self.give_adviser()

    def advise(self, by: PersonId = HELPER) -> None:
        self.org.ask(AdviseOnSupport(case=self.case, advice="Ask for the charges."), by)

    def end(self, outcome: Outcome = Outcome.LIFTED, by: PersonId = HELPER) -> None:
        asked = RecordSupportOutcome(case=self.case, outcome=outcome, account="They wrote so.")
        self.org.ask(asked, by)

    def follow_up(self, by: PersonId = HELPER) -> None:
        self.org.ask(FollowUpSupport(case=self.case, account="They are well."), by)

    def past(self, runs: Runs) -> None:
        """Go on to the moment of a clock."""
        due = next(one.due for one in self.request.clocks if one.runs is runs)
        self.org.hands.at(due)


def advised_by(org: Organisation, person: PersonId = HELPER, places: int = 1) -> None:
    """Let somebody advise."""
    org.ask(NameAdviser(person=person, places=places), CHAIR)


def in_days(org: Organisation, days: int) -> date:
    return org.store.now().date() + timedelta(days=days)
