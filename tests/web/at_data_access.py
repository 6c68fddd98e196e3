"""An officer of a group on the way to the list of its members, over pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from domain.kernel.ids import PersonId
from domain.kernel.moments import LONDON
from services.application.bodies import FillPost, MoveMember
from services.application.details import SetDetails
from tests.support.hands import Hands, member
from tests.web.at_the_desk import KEEPER, AtDesk
from tests.web.conftest import Shown

OFFICER, LISTED = member(2), member(16)
DESK: Final = "/data-access"
AIM: Final = "To write to members before the meeting"
TEXT: Final = "I keep it to myself."


@dataclass
class AtAccess(AtDesk):
    """One access over pages."""

    access: str = ""

    @property
    def address(self) -> str:
        return f"{DESK}/{self.access}"

    @property
    def grant_id(self) -> UUID:
        return UUID(self.access)

    def prepare(self) -> None:
        """There is an officer, and a member of the group who gave their details."""
        at = self.shown.office
        hands = Hands(at.store, at.boxes, "an officer's access")
        post = {"post": "secretary", "person": OFFICER, "name": "Cleo Marsh", "how": "elected"}
        told = {"body": "riverside", "source": "the group's minutes"} | post
        hands.ask(FillPost.model_validate(told), KEEPER)
        hands.ask(MoveMember(person=LISTED, group="riverside"), KEEPER)
        given = SetDetails(person=LISTED, name="Ines Okafor", email="ines@example.org")
        hands.ask(given, KEEPER)

    def be_ready(self) -> None:
        """They are trained; the agreement is there, and they have signed it."""
        self.do("issue_agreement", KEEPER, on=DESK, text=TEXT)
        self.train()
        self.sign()

    def train(self) -> None:
        day = self.shown.office.store.now().astimezone(LONDON).date().isoformat()
        course = {"person": "M00002", "day": day, "course": "Data and us"}
        self.do("record_training", KEEPER, on=DESK, **course)

    def sign(self) -> None:
        self.do("sign_agreement", OFFICER, on=DESK)

    def ask(self) -> None:
        self.do("ask_data_access", OFFICER, on=DESK, scope="contacts", aim=AIM)
        self.shown.caught_up()
        page = self.shown.client(OFFICER).get(DESK).text
        self.access = page.split(f'href="{DESK}/')[1].split('"')[0]

    def grant(self) -> None:
        self.do("grant_data_access", KEEPER, until=self.in_days(40))

    def later(self, days: int) -> None:
        at = self.shown.office
        at.store.clock.hold(at.store.now() + timedelta(days=days))

    def list(self, person: PersonId) -> str:
        self.shown.caught_up()
        return self.shown.client(person).post(f"{self.address}/list").text


def granted(shown: Shown) -> Iterator[tuple[PersonId, str]]:
    """Who looks at which page, as it goes from the asking to the end."""
    it = AtAccess(shown)
    it.prepare()
    yield from ((KEEPER, DESK), (OFFICER, DESK))
    it.do("issue_agreement", KEEPER, on=DESK, text=TEXT)
    yield OFFICER, DESK
    it.train()
    it.sign()
    yield OFFICER, DESK
    it.ask()
    yield KEEPER, it.address
    it.grant()
    it.later(29)
    yield KEEPER, it.address
