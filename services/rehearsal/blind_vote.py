"""A blind ballot of all members after the great one: a thousand of them draw and vote.

The questions and the votes are invented, and the title says so.  Voters do what a client does: each
draws a secret at home, has it signed by name, and hands in a paper that names nobody.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.blind.answers import Marks
from domain.kernel.ids import PersonId
from services.application.ballots import CallMembersBallot
from services.rehearsal.people import Company
from services.rehearsal.theatre import Theatre
from services.rehearsal.watched import close_and_report, watch_over
from services.voting.blind.ballots import KeptBallots
from services.voting.blind.voter import Voter

VOTERS: Final = 1_000
VOTERS_AT_ONCE: Final = 4
SEED: Final = 20220601
TITLE: Final = "Two questions to all members (an invented example of a blind ballot)"
QUESTIONS: Final = (
    "Shall the next convention be held in two places at once? (invented)",
    "Shall the minutes of the coordinating group be read out online? (invented)",
)
IN_FAVOUR: Final = (58, 47)
"""Of a hundred who vote, so many are in favour."""
BEFORE, LENGTH = timedelta(days=30), timedelta(days=9)
DRAW_AFTER, VOTE_AFTER = timedelta(days=1), timedelta(days=3)


@dataclass(frozen=True)
class Cast:
    """A voter's client that has its credential, and what its paper will say."""

    voter: Voter
    signed: bytes
    marks: Marks

    def paper(self) -> bytes:
        credential = self.voter.credential(self.signed)
        return self.voter.paper(credential, self.marks).encoded


class BlindVote:
    """The ballot, from its call to its declaration."""

    def __init__(self, theatre: Theatre, people: Company, roll: Sequence[PersonId]) -> None:
        self._theatre = theatre
        self._people = people
        self._voters = random.Random(SEED).sample(list(roll), VOTERS)
        blind = theatre.office.blind
        assert blind is not None, "a rehearsal has a master key"
        self._blind: KeptBallots = blind

    async def play(self) -> UUID:
        """Call it, let them draw and vote, and go on to its declaration."""
        ballot = self._called()
        watch_over(self._theatre, self._people, ballot.id)
        await self._theatre.to(ballot.hours.opens + DRAW_AFTER)
        drawn = await asyncio.to_thread(self._draw, ballot.id)
        await self._theatre.to(ballot.hours.opens + VOTE_AFTER)
        await asyncio.to_thread(self._hand_in, ballot.id, drawn)
        await close_and_report(self._theatre, self._people, ballot)
        return ballot.id

    def _called(self) -> Ballot:
        store = self._theatre.store
        opens = store.now() + BEFORE
        asked = CallMembersBallot(
            title=TITLE, questions=QUESTIONS, opens=opens, closes=opens + LENGTH
        )
        begun = self._theatre.began(self._theatre.ask(asked, self._people.staff()))
        return store.load(Ballot, begun)

    def _draw(self, ballot: UUID) -> list[Cast]:
        said = self._blind.announcement(ballot)

        def one(person: PersonId, marks: Marks) -> Cast:
            voter = Voter.begin(said)
            return Cast(voter, self._blind.draw(ballot, person, voter.blinded), marks)

        with ThreadPoolExecutor(VOTERS_AT_ONCE) as booths:
            return list(booths.map(one, self._voters, _marks(len(self._voters))))

    def _hand_in(self, ballot: UUID, drawn: Sequence[Cast]) -> None:
        """In another order than they drew in: nobody comes in the order of the roll."""
        shuffled = random.Random(SEED + 1).sample(list(drawn), len(drawn))
        with ThreadPoolExecutor(VOTERS_AT_ONCE) as booths:
            for taken in booths.map(lambda cast: self._blind.cast(ballot, cast.paper()), shuffled):
                assert taken.ballot == ballot


def _marks(voters: int) -> list[Marks]:
    chance = random.Random(SEED)
    return [
        tuple((1,) if chance.randrange(100) < share else (2,) for share in IN_FAVOUR)
        for _ in range(voters)
    ]
