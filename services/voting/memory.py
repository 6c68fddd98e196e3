"""Rolls and paper boxes in memory, for stories that are played without servers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.terms import Roll
from domain.bodies.member import Member
from domain.kernel.ids import PersonId
from domain.kernel.refusal import Refusal
from services.application.citing import with_clause
from services.store.port import Store
from services.voting.port import Sealed, Turnout
from services.voting.refusing import refusal
from services.voting.root import commitment, paper_id, root
from services.voting.suspended import must_not_be_suspended


class MemoryBoxes:
    """Rolls and boxes beside a store, whose clock decides about the hours."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rolls: dict[UUID, dict[UUID, datetime | None]] = {}
        self._boxes: dict[UUID, list[tuple[bytes, str]]] = {}

    def freeze(self, ballot: Ballot, position: int) -> Roll:
        """Write the roll from the memberships in the log."""
        if ballot.roll is None:
            eligible = self._members(lambda member: _may_vote(member, ballot))
            self._rolls[ballot.id] = dict.fromkeys(eligible)
            self._boxes[ballot.id] = []
        people = self._rolls[ballot.id]
        return Roll(count=len(people), position=position, commitment=commitment(people))

    def cast(self, ballot: UUID, person: PersonId, paper: str, look: Store | None = None) -> None:
        """Take one paper; raises a `Refusal` and takes nothing."""
        try:
            self._cast(ballot, person, paper, look or self._store)
        except Refusal as refused:
            raise with_clause(refused, self._store) from None

    def _cast(self, ballot: UUID, person: PersonId, paper: str, look: Store) -> None:
        roll = self._rolls.get(ballot)
        if roll is None:
            raise refusal("unknown")
        now = self._store.now()
        held = self._store.load(Ballot, ballot)
        held.must_be_open(now)
        if person not in roll:
            raise refusal("stranger", held)
        must_not_be_suspended(look, person)
        if roll[person] is not None:
            raise refusal("again")
        roll[person] = now.replace(minute=0, second=0, microsecond=0)
        self._boxes[ballot].append((paper_id(paper), paper))

    def on_roll(self, ballot: UUID) -> list[PersonId]:
        """Who is on the frozen roll of a ballot."""
        return [PersonId(person) for person in self._rolls.get(ballot, ())]

    def voted(self, ballot: UUID) -> int:
        """How many have voted."""
        return len(self._boxes.get(ballot, ()))

    def seal(self, ballot: UUID) -> Sealed:
        """Commit to what is in the box."""
        papers = sorted(self._boxes[ballot])
        return Sealed(papers=len(papers), root=root(papers))

    def papers(self, ballot: UUID) -> Iterator[str]:
        """The papers, sorted by their hash."""
        return (paper for _, paper in sorted(self._boxes[ballot]))

    def turnout(self, ballot: UUID) -> Sequence[Turnout]:
        """How many had voted, hour by hour."""
        hours = sorted(hour for hour in self._rolls[ballot].values() if hour is not None)
        return [Turnout(hour, hours.index(hour) + hours.count(hour)) for hour in sorted(set(hours))]

    def _members(self, fits: Callable[[Member], bool]) -> list[UUID]:
        found, after = [], 0
        while acts := self._store.acts(after=after, topics=(Member.Joined.TOPIC,), limit=500):
            streams = (act.event.originator_id for act in acts)
            found += [s for s in streams if fits(self._store.load(Member, s))]
            after = acts[-1].position
        return found


def _may_vote(member: Member, ballot: Ballot) -> bool:
    qualifies_at, region = ballot.terms.joined_by, ballot.terms.region
    if region is not None and member.region != region:
        return False
    return member.belonged(qualifies_at) and member.joined_on <= qualifies_at.date()
