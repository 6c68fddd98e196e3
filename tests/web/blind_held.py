"""Pages over a small organisation with a blind ballot that is open; voters without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from domain.ballots.ballot import Ballot
from domain.ballots.blind.announcement import Announcement
from domain.kernel.ids import PersonId
from domain.rules.values import Choice
from services.application.ballots import CallMembersBallot
from services.bootstrap import Office, office
from services.config import Settings
from services.voting.blind.ballots import KeptBallots
from services.voting.blind.voter import Voter
from services.web.app import create_app
from services.web.serving import beside, listen
from tests.engine.small import Small
from tests.support.hands import Hands, member
from tests.support.keys import MASTERS
from tests.support.rulebook import rules

QUESTIONS = ("Shall we meet in Leeds?", "Shall the fee rise?")
MEMBERS = 10


@dataclass(frozen=True)
class BlindPages:
    """The pages, the office behind them, and the ballot."""

    address: str
    office: Office
    hands: Hands
    ballot: UUID

    @property
    def found(self) -> Ballot:
        return self.office.store.load(Ballot, self.ballot)

    @property
    def blind(self) -> KeptBallots:
        assert self.office.blind is not None
        return self.office.blind

    def page(self, name: str = "") -> str:
        return f"{self.address}/ballots/{self.ballot}{name}"

    def api(self, name: str) -> str:
        return f"{self.address}/api/ballots/{self.ballot}/{name}"

    def caught_up(self) -> None:
        """Wait until the pages show everything."""
        self.office.projector.wait_for(self.office.store.head(), 60)

    def announced(self) -> Announcement:
        """What anybody is told of the ballot."""
        return Announcement.model_validate_json(httpx.get(self.api("announcement")).text)

    def draw(self, voter: Voter, person: PersonId) -> httpx.Response:
        """Somebody asks for a credential by name."""
        asked = {"blinded": voter.blinded.hex()}
        return httpx.post(self.api("credentials"), json=asked, headers={"Act-As": str(person)})

    def cast(self, paper: bytes, **more: Any) -> httpx.Response:
        """Somebody hands in a paper."""
        return httpx.post(self.api("blind-papers"), json={"paper": paper.hex()}, **more)

    def votes(self, number: int, *marks: int) -> httpx.Response:
        """A member draws a credential and votes."""
        voter = Voter.begin(self.announced())
        signed = bytes.fromhex(self.draw(voter, member(number)).json()["signed"])
        paper = voter.paper(voter.credential(signed), tuple((mark,) for mark in marks))
        return self.cast(paper.encoded)

    def close(self) -> None:
        """Go on to after the close, and show what came of it."""
        self.hands.at(self.found.hours.closes)
        self.caught_up()


@contextmanager
def blind_pages(dsn: str) -> Iterator[BlindPages]:
    """A blind ballot that has opened; nobody has drawn a credential."""
    settings = Settings(org_name="Federation of Sample Groups")
    with office(dsn, masters=MASTERS) as at:
        at.projector.start()
        small = Small(at, MEMBERS, rules=rules(ballots__secrecy=Choice(choice="blind")))
        small.hands.steps = at.steps
        now = at.store.now()
        asked = CallMembersBallot(
            title="Where we meet",
            questions=QUESTIONS,
            opens=now + timedelta(days=30),
            closes=now + timedelta(days=39),
        )
        ballot = small.hands.began(small.ask(asked, member(0)))
        found = at.store.load(Ballot, ballot)
        small.hands.at(found.terms.joined_by)
        small.hands.at(found.hours.opens)
        with beside(create_app(at, settings), listen(settings)) as address:
            shown = BlindPages(address, at, small.hands, ballot)
            shown.caught_up()
            yield shown
