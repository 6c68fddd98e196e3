"""What came of a rehearsal: the figures that it prints, every one read from the log."""

from __future__ import annotations

from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.terms import Result
from domain.cycle.cycle import Cycle
from domain.cycle.held import Fate
from domain.cycle.proposal import Proposal
from domain.elections.election import Election
from domain.kernel.value import Value
from domain.rules.rulebook import RULEBOOK_ID, Rulebook
from services.application.cycles import cycle_ballot
from services.store.port import Store


class Outcome(Value):
    """The figures of one rehearsal."""

    acts: int
    amendments: int
    amendments_carried: int
    papers: int
    on_the_roll: int
    results: tuple[Result, ...]
    carried: int
    on_the_paper: int
    edition_before: int
    edition_after: int
    election_method: str
    election_places: int
    digest: str
    ballot_history_length: int | None = None
    blind_papers: int = 0


def outcome(store: Store, cycle_id: UUID, election_id: UUID, digest: str) -> Outcome:
    """Read what came of it."""
    cycle = store.load(Cycle, cycle_id)
    ballot = store.load(Ballot, cycle_ballot(cycle_id))
    election = store.load(Election, election_id)
    held = [
        one for entry in cycle.entries for one in store.load(Proposal, entry.proposal).held.values()
    ]
    rulebook = store.load(Rulebook, RULEBOOK_ID)
    verdicts = [store.load(Proposal, e.proposal).verdict for e in cycle.standing_entries]
    return Outcome(
        acts=_count(store),
        amendments=len(held),
        amendments_carried=sum(one.fate is Fate.CARRIED for one in held),
        papers=ballot.papers or 0,
        on_the_roll=ballot.roll.count if ballot.roll else 0,
        results=ballot.results,
        carried=sum(verdict is not None and verdict.carried for verdict in verdicts),
        on_the_paper=len(verdicts),
        edition_before=cycle.edition,
        edition_after=rulebook.at(store.now()).number,
        election_method=election.terms.method,
        election_places=election.terms.places,
        digest=digest,
    )


def _count(store: Store) -> int:
    found, after = 0, 0
    while acts := store.acts(after=after, limit=1000):
        found += len(acts)
        after = acts[-1].position
    return found
