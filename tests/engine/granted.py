"""An officer of Leeds who is trained, has signed, and asks to see the list of the group."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.data_access.grant_acts import Scope
from services.application.bodies import FillPost
from services.application.data_access import (
    AskDataAccess,
    IssueAgreement,
    RecordTraining,
    SignAgreement,
)
from tests.engine.small import Small
from tests.support.hands import member

OFFICER = member(2)


def officer_who_asked(small: Small) -> UUID:
    """The access that they asked for."""
    post = FillPost(body="leeds", post="chair", person=OFFICER, name="C", how="elected")
    small.ask(post, member(0))
    trained = RecordTraining(person=OFFICER, day=date(2021, 7, 10), course="Data and us")
    small.ask(trained, member(0))
    small.ask(IssueAgreement(text="Keep it to yourself."), member(0))
    small.ask(SignAgreement(body="leeds", number=1), OFFICER)
    asked = AskDataAccess(body="leeds", scope=Scope.CONTACTS, aim="To write to members.")
    return small.hands.began(small.ask(asked, OFFICER))
