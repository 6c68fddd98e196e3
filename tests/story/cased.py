"""Cases with everything that can happen in one, and suspensions, told after all else."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.cases.clocks import Runs
from domain.cases.sides import Side
from domain.kernel.moments import LONDON
from domain.kernel.refusal import NotAllowed
from services.application.bodies import SeatMember
from services.application.case_panels import (
    ChallengePanelMember,
    DecideChallenge,
    DeclareTies,
    ReadCaseFile,
    ReplacePanelMember,
    StepBack,
)
from services.application.complaints import (
    AcknowledgeComplaint,
    AskReview,
    EndMeasure,
    ExtendEvidence,
    FixHearing,
    GiveEvidence,
    MergeComplaint,
    ReadOwnFile,
    RecordContact,
    RecordHearing,
    ReviewRecord,
    SettleComplaint,
    TakeMeasure,
    TellDecision,
    UpholdRefusal,
)
from services.application.suspensions import (
    AnswerSuspension,
    AppealSuspension,
    DecideSuspensionAppeal,
    LiftSuspension,
    ReadSuspension,
    RenewSuspension,
    ReviewSuspension,
)
from tests.application.heard import BO, OTHER, SECRET, WHY, Heard, suspend, suspension
from tests.application.organisation import CHAIR, STAFF, STRANGER, Organisation
from tests.support.hands import member


def tell(org: Organisation) -> None:
    """Do it all."""
    seat(org)
    of_triage(org)
    of_a_hearing(org)
    of_suspensions(org)


def seat(org: Organisation) -> None:
    """Enough people in the group of whom a panel and one for an appeal can be made up."""
    for person in (member(number) for number in range(960, 971)):
        org.ask(
            SeatMember(
                body="ncg", person=person, name="P", how="elected", source="as the file has it"
            ),
            STAFF,
        )


def of_triage(org: Organisation) -> None:
    """One settled, one merged, one refused of which nobody hears again, and one reviewed."""
    settled, merged, refused, reviewed = (Heard(org, f"triage {at}", seat=False) for at in range(4))
    for one in (settled, merged, refused, reviewed):
        one.file(complainant=None)
    org.ask(SettleComplaint(case=settled.case, how="They talked."), STAFF)
    org.ask(MergeComplaint(case=merged.case, into=settled.case, reasons=WHY), STAFF)
    refused.refuse()
    reviewed.refuse()
    org.ask(AskReview(case=reviewed.case, secret=SECRET, grounds=WHY), STRANGER)
    org.ask(UpholdRefusal(case=reviewed.case, reasons=WHY), CHAIR)
    refused.past(Runs.ASK_REVIEW)


def of_a_hearing(org: Organisation) -> None:
    """A case through both instances: somebody steps back, and deadlines are missed."""
    heard = Heard(org, "heard", seat=False)
    case = heard.case
    heard.file()
    org.ask(AcknowledgeComplaint(case=case), STAFF)
    heard.take_up()
    until = _in(org, 10)
    org.ask(TakeMeasure(case=case, measure="No contact.", reasons=WHY, until=until), STAFF)
    org.ask(EndMeasure(case=case, number=1, reasons=WHY), STAFF)
    gone, doubted, tied = heard.appoint()
    org.ask(ReadCaseFile(case=case), gone)
    org.ask(StepBack(case=case, reasons=WHY), gone)
    org.ask(ReplacePanelMember(case=case), STAFF)
    challenge = {"case": case, "secret": SECRET, "person": doubted, "grounds": WHY}
    org.ask(ChallengePanelMember.model_validate(challenge), STRANGER)
    dismissed = DecideChallenge(case=case, person=doubted, upheld=False, reasons=WHY)
    org.ask(dismissed, CHAIR)
    org.ask(DeclareTies(case=case, interest="We are cousins."), tied)
    org.ask(ReplacePanelMember(case=case), STAFF)
    heard.tell_respondent()
    org.hands.at(_in(org, 8))
    heard.declare()
    org.ask(ReadOwnFile(case=case, secret=OTHER), STRANGER)
    org.ask(GiveEvidence(case=case, secret=OTHER, text="I was away."), STRANGER)
    due = heard.complaint.clocks[0].due + timedelta(days=2)
    org.ask(ExtendEvidence(case=case, due=due, reason=WHY), STAFF)
    org.ask(FixHearing(case=case, at=_in(org, 9), where="the hall", remote=True), STAFF)
    org.hands.at(_in(org, 9))
    org.ask(RecordHearing(case=case, sides=(Side.COMPLAINANT,), record="One spoke."), STAFF)
    org.ask(RecordContact(case=case, what="A friend telephoned."), STAFF)
    heard.past(Runs.EVIDENCE)
    heard.past(Runs.DECIDE)
    heard.decide()
    org.ask(TellDecision(case=case), STAFF)
    heard.appeal()
    heard.appoint()
    heard.declare()
    heard.decide(upheld=False)
    org.ask(ReviewRecord(case=case, learnt="Chairs need training."), STAFF)
    unheard = Heard(org, "not appealed", seat=False)
    unheard.to_told()
    unheard.past(Runs.APPEAL)


def of_suspensions(org: Organisation) -> None:
    """One that is renewed and ends by itself, one that is lifted on appeal."""
    first = suspend(org, BO)
    waits = Heard(org, "waits", seat=False)
    waits.file()
    org.refused(NotAllowed, AcknowledgeComplaint(case=waits.case), BO, "suspension.keeps_powers")
    org.ask(AnswerSuspension(suspension=first, statement="It was not me."), BO)
    org.ask(ReadSuspension(suspension=first), CHAIR)
    org.ask(AppealSuspension(suspension=first, grounds=WHY), BO)
    org.ask(DecideSuspensionAppeal(suspension=first, upheld=False, reasons=WHY), STAFF)
    org.ask(ReviewSuspension(suspension=first, reasons=WHY), CHAIR)
    renewed = suspension(org, first).until + timedelta(days=20)
    org.ask(RenewSuspension(suspension=first, reasons=WHY, until=renewed), CHAIR)
    org.hands.at(renewed)
    second = suspend(org, BO)
    org.ask(LiftSuspension(suspension=second, reasons=WHY), CHAIR)


def _in(org: Organisation, days: int) -> datetime:
    return org.store.now().astimezone(LONDON) + timedelta(days=days)
