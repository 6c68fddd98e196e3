"""An officer's access to the list of a group with all that can happen to it, told after support."""

from __future__ import annotations

from datetime import timedelta

from domain.data_access.grant_acts import Scope
from services.application.data_access import (
    IssueAgreement,
    RefuseDataAccess,
    RenewDataAccess,
    SignAgreement,
    WidenDataAccess,
    WithdrawDataAccess,
)
from tests.application.granted import WHY, Granted
from tests.application.organisation import LEEDS, STAFF, Organisation


def tell(org: Organisation) -> None:
    """Do it all."""
    it = Granted(org)
    it.be_ready()
    it.ask()
    org.hands.at(it.grant_found.due + timedelta(days=1))
    org.ask(RefuseDataAccess(access=it.access, reasons=WHY), STAFF)
    it.ask()
    it.grant(days=60)
    it.read()
    org.hands.at(it.granted_at + timedelta(days=40))
    org.ask(WidenDataAccess(access=it.access), STAFF)
    org.ask(RenewDataAccess(access=it.access, until=it.until + timedelta(days=5)), STAFF)
    it.read()
    org.hands.at(it.until)
    it.refused_to_read()
    org.ask(IssueAgreement(text="Keep it to yourself, and for this alone."), STAFF)
    org.ask(SignAgreement(body="leeds", number=2), LEEDS)
    it.ask(Scope.NAMES)
    it.grant()
    org.ask(WithdrawDataAccess(access=it.access, reasons=WHY), STAFF)
    it.leave_post()
