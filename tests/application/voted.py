"""An election whose nominations are over, and the words in which tests vote in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.bodies.body import Body, body_id
from domain.bodies.mandate import Mandate
from domain.elections.lot import LotSource
from domain.elections.voting import Voting, voting_id
from domain.kernel.ids import PersonId
from domain.rules.values import RuleValue
from services.application.elections import AnnounceLot
from services.application.voting import DeclareElection
from services.store.port import Receipt
from tests.application.nominated import ANN, BEA, CURED, CY, DAN, EVE, FAY, Nominated
from tests.application.test_counts import OFFICER
from tests.story.chosen import choices_of, vote

NAMES: Mapping[PersonId, str] = {ANN: "Ann", BEA: "Bea", CY: "Cy", FAY: "Fay"}
WOMEN = (ANN, FAY)
STANDING = (ANN, BEA, CY)
MEN_FIRST = ((2, 3), (2, 3), (2, 3), (3, 1), (2,), (2,))
"""Papers that mark Bea and Cy most often, and best: of two places one is a woman's."""


class Voted(Nominated):
    """Ann, Bea and Cy stand for two places, of which one is a woman's."""

    def __init__(self, *standing: PersonId, **other: RuleValue) -> None:
        super().__init__(**other)
        self.open()
        for person in standing or STANDING:
            self.complete(person, NAMES[person], *(("women",) if person in WOMEN else ()))
        self.org.hands.at(CURED)

    @property
    def voting(self) -> Voting:
        return self.org.store.load(Voting, voting_id(self.id))

    @property
    def ballot(self) -> Ballot:
        (one,) = self.voting.ballots
        return self.org.store.load(Ballot, one.ballot)

    @property
    def ncg(self) -> Body:
        return self.org.store.load(Body, body_id("ncg"))

    @property
    def elected(self) -> list[Mandate]:
        """Those who sit for the north."""
        return [seat for seat in self.ncg.seats if seat.category == "north"]

    @property
    def closes(self) -> datetime:
        """When voting would close if its ballots were called now."""
        return self.voting.terms.hours(self.org.store.now()).closes

    def announcing(self, known_from: datetime) -> AnnounceLot:
        lot = LotSource(source="The lottery", known_from=known_from)
        return AnnounceLot(election=self.id, lot=lot)

    def announce(self) -> None:
        """Announce a value that becomes known a day after the close, and let voting begin."""
        self.org.ask(self.announcing(self.closes + timedelta(days=1)), OFFICER)
        self.org.hands.settle()
        self.org.hands.at(self.ballot.hours.opens)

    def cast(self, *papers: tuple[int, ...]) -> None:
        """A paper each, by whoever is on the roll."""
        voters = (ANN, BEA, CY, DAN, EVE, FAY)
        for person, marks in zip(voters, papers, strict=False):
            vote(self.org, self.ballot.id, person, (marks,))

    def close(self) -> None:
        self.org.hands.at(self.ballot.hours.closes)

    def draw(self) -> UUID:
        """The ballot, once the value of the lot is known."""
        self.org.hands.at(choices_of(self.org, self.ballot.id).lot.known_from)
        return self.ballot.id

    def declare(self) -> Receipt:
        return self.org.ask(DeclareElection(election=self.id), OFFICER)
