"""People at the desk of the support service: whoever asks, who keeps requests, who advises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

import httpx

from domain.kernel.ids import PersonId
from domain.support.request import SupportRequest
from services.reading.support_files import request_called
from tests.support.hands import member
from tests.web.at_the_desk import CHAIR, KEEPER, WORD, AtDesk, carried

ADVISER, OTHER_ADVISER = member(20), member(21)
REFERENCE = re.compile(r"S-[A-Z2-7]{5}-[A-Z2-7]{5}")
SAID: Final = "They suspended me for a post about the strike"
WHY: Final = "for a reason that whoever asked is told"
DESK: Final = "/support/desk"


@dataclass
class AtSupport(AtDesk):
    """One request over pages."""

    @property
    def case(self) -> UUID:
        found = request_called(self.shown.office.store, self.reference)
        assert found is not None
        return found

    @property
    def request(self) -> SupportRequest:
        return self.shown.office.store.load(SupportRequest, self.case)

    @property
    def address(self) -> str:
        return f"{DESK}/{self.reference}"

    def ask(self, **said: str) -> None:
        """Somebody asks who does not log in."""
        client, filled = self.shown.client(), {"text": SAID, "consents": "yes", **said}
        check = client.post("/support", data={**filled, "step": "check"})
        assert check.status_code == 200, check.text
        done = client.post("/support", data={**carried(check.text), "step": "confirm"})
        assert done.status_code == 200, done.text
        self.reference = REFERENCE.findall(done.text)[0]
        self.word = WORD.findall(done.text)[0]

    def opened(self, person: PersonId | None) -> httpx.Response:
        return self.shown.client(person).post("/support/file", data={"opened": self.reference})

    def own(self, word: str, **said: str) -> httpx.Response:
        """Whoever asked, at their own request."""
        client, known = self.shown.client(), {"reference": self.reference, "word": word}
        page = client.post("/support/mine", data=known)
        if not said:
            return page
        key = carried(page.text)["key"][0]
        return client.post("/support/mine", data={**known, "key": key, **said})

    def late(self) -> None:
        """Go on to a day after what is due next."""
        due = min(one.due for one in self.request.clocks)
        self.shown.office.store.clock.hold(due + timedelta(days=1))


def supported(at: AtSupport) -> Iterator[tuple[PersonId, str]]:
    """A request from stage to stage: at each, who looks at which page."""
    yield CHAIR, DESK
    at.do("name_adviser", CHAIR, on=DESK, person="M00020", places="2")
    at.do("name_adviser", CHAIR, on=DESK, person="M00021", places="1")
    yield CHAIR, DESK
    at.ask()
    yield KEEPER, at.address
    at.do("accept_support", KEEPER, reasons=WHY)
    yield KEEPER, at.address
    at.do("give_adviser", KEEPER)
    yield ADVISER, at.address
    at.do("advise_on_support", ADVISER, advice=WHY)
    at.do("record_support_outcome", ADVISER, outcome="lifted", account=WHY)
    yield ADVISER, at.address
    at.do("follow_up_support", ADVISER, account=WHY)
    yield KEEPER, at.address
