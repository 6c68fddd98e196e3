"""An endorsement that is called, and the words in which tests ask, decide and look at it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.elections.lot import LotSource
from domain.endorsements.endorsement import Endorsement
from domain.kernel.ids import PersonId
from services.application.endorsements import (
    AnnounceEndorsementLot,
    AskEndorsement,
    CallEndorsement,
    OfEndorsement,
)
from services.store.port import Receipt
from tests.application.organisation import CHAIR, LEEDS, MEMBERS, STAFF, YORK, Organisation
from tests.story.chosen import vote

ANA, BEN, CAT = MEMBERS[3:6]
VOTERS = (STAFF, CHAIR, LEEDS, YORK)


class Called:
    """An endorsement in an organisation."""

    def __init__(self, org: Organisation, office: str = "Leader", **other: Any) -> None:
        self.org = org
        told = {"office": office, "election": "the party's election of 2023", **other}
        asked = org.ask(CallEndorsement.model_validate(told), STAFF)
        self.id: UUID = org.hands.began(asked)
        org.hands.settle()

    @property
    def found(self) -> Endorsement:
        return self.org.store.load(Endorsement, self.id)

    @property
    def ballot(self) -> Ballot:
        assert self.found.ballot is not None
        return self.org.store.load(Ballot, self.found.ballot)

    def states(self) -> list[tuple[str, str]]:
        return [(one.name, str(one.state)) for one in self.found.requests]

    def of(self, command: type[OfEndorsement], **fields: Any) -> OfEndorsement:
        return command.model_validate({"endorsement": self.id, **fields})

    def ask(self, command: type[OfEndorsement], by: PersonId, **fields: Any) -> Receipt:
        return self.org.ask(self.of(command, **fields), by)

    def asking(self, name: str, **other: Any) -> OfEndorsement:
        told = {"name": name, "statement": "For us.", "declaration": "I meet members twice a year."}
        return self.of(AskEndorsement, **(told | other))

    def stand(self, *people: tuple[PersonId, str]) -> None:
        for person, name in people:
            self.org.ask(self.asking(name), person)

    def announce(self) -> None:
        """A value for ties that nobody knows before any close."""
        lot = LotSource(source="The lottery", known_from=self.org.store.now() + timedelta(days=90))
        self.ask(AnnounceEndorsementLot, STAFF, lot=lot)

    def closed(self) -> None:
        """The time to ask is over."""
        self.org.hands.at(self.found.terms.asks_until)

    def vote(self, *papers: tuple[int, ...]) -> None:
        """Members rank those on the paper, and it is counted."""
        self.org.hands.at(self.ballot.hours.opens)
        for person, marks in zip(VOTERS, papers, strict=False):
            vote(self.org, self.ballot.id, person, (marks,))
        self.org.hands.at(self.ballot.hours.closes)

    def answer(self, *letters: str) -> None:
        """Members answer yes or no, and it is counted."""
        self.org.hands.at(self.ballot.hours.opens)
        for person, letter in zip(VOTERS, letters, strict=False):
            self.org.hands.boxes.cast(self.ballot.id, person, letter)
        self.org.hands.at(self.ballot.hours.closes)


def endorsed(org: Organisation) -> Called:
    """Ana and Ben asked, and most members want Ana."""
    it = Called(org)
    it.stand((ANA, "Ana"), (BEN, "Ben"))
    it.announce()
    it.closed()
    it.vote((1, 2), (1,), (2, 1))
    return it
