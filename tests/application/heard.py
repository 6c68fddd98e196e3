"""A case in an organisation: a panel to draw from, and words to bring it from stage to stage."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from domain.cases.clocks import Runs
from domain.cases.complaint import Complaint
from domain.cases.panel import Instance, Panel, panel_id
from domain.cases.sides import Side
from domain.cases.suspension import Suspension
from domain.kernel.ids import PersonId
from domain.kernel.moments import LONDON
from services.application.bodies import SeatMember
from services.application.case_panels import (
    AppointPanel,
    DeclareTies,
    DeliverFinding,
    VoteOnCase,
)
from services.application.complaints import (
    AppealFinding,
    FileComplaint,
    RefuseComplaint,
    TakeUpComplaint,
    TellDecision,
    TellRespondent,
)
from services.application.suspensions import Suspend
from tests.application.organisation import CHAIR, LEEDS, MEMBERS, STAFF, Organisation
from tests.support.hands import drawn

SECRET, OTHER = "a word of mine alone", "another word of theirs"
ADA, BO = MEMBERS[8], MEMBERS[9]
"""Who complains of whom."""
JURORS: Final = MEMBERS[:7]
WHY: Final = "for a reason that both are told"


class Heard:
    """One case of an organisation whose coordinating group has eight members."""

    def __init__(self, org: Organisation, name: str = "case", *, seat: bool = True) -> None:
        self.org = org
        self.case = drawn("a case", name)
        for person in JURORS if seat else ():
            org.ask(SeatMember(body="ncg", person=person, name="J", how="elected"), STAFF)

    @property
    def complaint(self) -> Complaint:
        return self.org.store.load(Complaint, self.case)

    @property
    def panel(self) -> Panel:
        return self.panel_for(Instance.FIRST)

    def panel_for(self, instance: Instance) -> Panel:
        return self.org.store.load(Panel, panel_id(self.case, instance))

    def file(self, complainant: PersonId | None = ADA) -> None:
        filed = FileComplaint(
            case=self.case,
            secret=SECRET,
            text="They shouted at me.",
            about="the treasurer",
            complainant=complainant,
        )
        self.org.ask(filed, LEEDS)

    def refuse(self) -> None:
        self.org.ask(RefuseComplaint(case=self.case, reasons=WHY), STAFF)

    def take_up(self) -> None:
        self.org.ask(TakeUpComplaint(case=self.case, respondent=BO, reasons=WHY), STAFF)

    def appoint(self) -> tuple[PersonId, ...]:
        self.org.ask(AppointPanel(case=self.case), STAFF)
        return self.panel_for(self.instance).members

    @property
    def instance(self) -> Instance:
        appeal = self.org.store.find(Panel, panel_id(self.case, Instance.APPEAL))
        return Instance.FIRST if appeal is None else Instance.APPEAL

    def tell_respondent(self) -> None:
        told = TellRespondent(case=self.case, secret=OTHER, allegations="That you shouted.")
        self.org.ask(told, STAFF)

    def declare(self) -> None:
        for person in self.panel_for(self.instance).members:
            self.org.ask(DeclareTies(case=self.case), person)

    def to_evidence(self) -> None:
        self.file()
        self.take_up()
        self.appoint()
        self.declare()
        self.tell_respondent()

    def past(self, runs: Runs) -> None:
        """Go on to the moment of a clock."""
        due = next(one.due for one in self.complaint.clocks if one.runs is runs)
        self.org.hands.at(due)

    def vote(self, *, upheld: bool = True, sanction: str | None = "warning") -> None:
        for person in self.panel_for(self.instance).members:
            asked = VoteOnCase(case=self.case, upheld=upheld, sanction=sanction if upheld else None)
            self.org.ask(asked, person)

    def decide(self, *, upheld: bool = True) -> None:
        self.vote(upheld=upheld)
        person = self.panel_for(self.instance).members[0]
        self.org.ask(DeliverFinding(case=self.case, reasons=WHY), person)

    def to_told(self) -> None:
        self.to_evidence()
        self.past(Runs.EVIDENCE)
        self.decide()
        self.org.ask(TellDecision(case=self.case), STAFF)

    def appeal(self, side: Side = Side.RESPONDENT) -> None:
        secret = OTHER if side is Side.RESPONDENT else SECRET
        self.org.ask(AppealFinding(case=self.case, secret=secret, grounds=WHY), LEEDS)


def suspend(org: Organisation, person: PersonId, days: float = 30) -> UUID:
    """Suspend somebody for so many days."""
    until = org.store.now().astimezone(LONDON) + timedelta(days=days)
    return org.hands.began(org.ask(Suspend(person=person, reasons=WHY, until=until), CHAIR))


def suspension(org: Organisation, which: UUID) -> Suspension:
    return org.store.load(Suspension, which)
