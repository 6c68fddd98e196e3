"""An officer of a group on the way to the list of its members, in an organisation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from domain.data_access.grant import DataGrant
from domain.data_access.grant_acts import Scope
from domain.data_access.looked import ListLooks, looks_id
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotAllowed
from services.application.asker import THE_SERVICE
from services.application.bodies import FillPost
from services.application.data_access import (
    AskDataAccess,
    FollowDataAccess,
    GrantDataAccess,
    IssueAgreement,
    ReadMemberList,
    RecordTraining,
    SignAgreement,
)
from services.application.endings import VacatePost
from tests.application.organisation import FILE, LEEDS, STAFF, Organisation

AIM: Final = "To write to members before the meeting."
WHY: Final = "for a reason that they are told"


class Granted:
    """One officer of Leeds, and the access that they asked for last."""

    def __init__(self, org: Organisation, person: PersonId = LEEDS) -> None:
        self.org, self.person = org, person
        self.access = UUID(int=0)
        if person == LEEDS:
            self.fill("chair")

    def fill(self, post: str, days: int | None = None) -> None:
        until = None if days is None else self.org.store.now() + timedelta(days=days)
        told = {"body": "leeds", "post": post, "person": self.person, "name": "L", "source": FILE}
        self.org.ask(FillPost.model_validate(told | {"how": "elected", "until": until}), STAFF)

    def leave_post(self, post: str = "chair") -> None:
        asked = VacatePost(body="leeds", post=post, person=self.person, reason="No time any more.")
        self.org.ask(asked, STAFF)

    def train(self) -> None:
        day = self.org.store.now().date() - timedelta(days=5)
        self.org.ask(RecordTraining(person=self.person, day=day, course="Data and us"), STAFF)

    def be_ready(self) -> None:
        self.train()
        self.org.ask(IssueAgreement(text="Keep it to yourself."), STAFF)
        self.org.ask(SignAgreement(body="leeds", number=1), self.person)

    def ask(self, scope: Scope = Scope.CONTACTS) -> None:
        asked = AskDataAccess(body="leeds", scope=scope, aim=AIM)
        begun = self.org.ask(asked, self.person)
        self.access = self.org.hands.began(begun)

    def grant(self, days: int = 90) -> None:
        until = self.org.store.now() + timedelta(days=days)
        self.org.ask(GrantDataAccess(access=self.access, until=until), STAFF)

    def read(self) -> None:
        self.org.ask(ReadMemberList(access=self.access), self.person)

    def refused_to_read(self, rule: str = "data_access.granted_days") -> None:
        self.org.refused(NotAllowed, ReadMemberList(access=self.access), self.person, rule)

    def follow(self) -> None:
        self.org.hands.ask(FollowDataAccess(access=self.access), THE_SERVICE.person)

    @property
    def grant_found(self) -> DataGrant:
        return self.org.store.load(DataGrant, self.access)

    @property
    def granted_at(self) -> datetime:
        found = self.grant_found.granted_at
        assert found is not None
        return found

    @property
    def until(self) -> datetime:
        found = self.grant_found.until
        assert found is not None
        return found

    def acts(self) -> list[Any]:
        return [one.event for one in self.org.store.acts(stream=self.access, limit=100)]

    def looks(self) -> list[ListLooks.Read]:
        stream = looks_id(self.access)
        events = (one.event for one in self.org.store.acts(stream=stream, limit=100))
        return [one for one in events if isinstance(one, ListLooks.Read)]
