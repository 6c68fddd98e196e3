"""Requests for support with everything that can happen in one, told after the cases."""

from __future__ import annotations

from datetime import timedelta

from domain.kernel.refusal import NotAllowed, OutOfOrder, RuleBroken
from domain.support.clocks import Runs
from domain.support.request_state import Stage
from services.application.support import (
    AddDocument,
    AddOwnDocument,
    ConsentToSupport,
    DeclineSupport,
    GiveAdviser,
    HandBackSupport,
    NameAdviser,
    ReadOwnSupport,
    ReadSupportFile,
    ReleaseAdviser,
    WithdrawFromSupport,
)
from tests.application.organisation import CHAIR, STAFF, STRANGER, Organisation
from tests.application.supported import (
    HELPER,
    OTHER_HELPER,
    SECRET,
    WHY,
    Supported,
    advised_by,
    in_days,
)


def tell(org: Organisation) -> None:
    """Do it all."""
    advised_by(org, places=2)
    of_ends_before_advice(org)
    of_advice(org)
    of_turns(org)
    org.ask(ReleaseAdviser(person=HELPER, reason="They moved away."), CHAIR)
    too_many = NameAdviser(person=HELPER, places=11)
    org.refused(RuleBroken, too_many, CHAIR, "support.most_places")


def of_ends_before_advice(org: Organisation) -> None:
    """One that lapses, one that is withdrawn, one that is declined."""
    lapsed, withdrawn, declined = (Supported(org, f"ended {at}") for at in range(3))
    lapsed.ask(consents=False)
    withdrawn.ask()
    declined.ask()
    org.ask(ReadSupportFile(case=declined.case), STAFF)
    org.ask(WithdrawFromSupport(case=withdrawn.case, secret=SECRET), STRANGER)
    org.ask(DeclineSupport(case=declined.case, reasons=WHY), STAFF)
    own = AddOwnDocument(case=lapsed.case, secret=SECRET, title="A letter", text=WHY)
    lapsed.past(Runs.CONSENT)
    org.refused(OutOfOrder, own, STRANGER, "support.kept_by")


def of_advice(org: Organisation) -> None:
    """One that is late at each stage, handed back once, and followed up."""
    it = Supported(org, "advised")
    it.ask(consents=False)
    org.ask(ConsentToSupport(case=it.case, secret=SECRET), STRANGER)
    it.past(Runs.TRIAGE)
    it.accept()
    it.past(Runs.ADVISER)
    it.give_adviser()
    org.ask(HandBackSupport(case=it.case, reasons=WHY), HELPER)
    advised_by(org, OTHER_HELPER)
    it.give_adviser()
    org.ask(ReadOwnSupport(case=it.case, secret=SECRET), STRANGER)
    papers = {"title": "A letter", "text": "You are suspended."}
    own = AddOwnDocument.model_validate({"case": it.case, "secret": SECRET, **papers})
    org.ask(own, STRANGER)
    org.ask(AddDocument.model_validate({"case": it.case, **papers}), OTHER_HELPER)
    it.past(Runs.ADVICE)
    it.advise(OTHER_HELPER)
    it.past(Runs.CONTACT)
    it.end(by=OTHER_HELPER)
    it.past(Runs.FOLLOW_UP)
    it.follow_up(OTHER_HELPER)


def of_turns(org: Organisation) -> None:
    """Nobody is taken before whoever is next."""
    first, urgent = Supported(org, "first"), Supported(org, "urgent")
    first.to_waiting()
    urgent.to_waiting(answer_by=in_days(org, 3))
    org.refused(NotAllowed, GiveAdviser(case=first.case), STAFF, "support.urgent_days")
    org.hands.at(first.request.created_on + timedelta(days=28))
    second = Supported(org, "second")
    second.to_waiting()
    org.refused(NotAllowed, GiveAdviser(case=second.case), STAFF, "support.longest_wait_days")
    first.give_adviser()
    assert first.stage is Stage.ADVISED
