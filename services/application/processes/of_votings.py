"""The steps of the vote of an election: its ballots called, their counts, and the declaration.

After the declaration it goes on for as long as anybody can object, and until each objection has
its ruling.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.choices import Choices, choices_id
from domain.elections.election import Election
from domain.elections.objection import Objection
from domain.elections.voting import Voting, voting_id
from domain.elections.voting_terms import OBJECTION_DAYS
from services.application.objections import OBJECTED, ConfirmElection
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.application.voting import CallElectionBallots, CountElection, RecordRecount
from services.store.port import Store
from services.voting.recounting import published_again, sealed_again
from workflows.contract import VOTING, Progress, Step

STANDS: Final = "What was declared stands, unless somebody objects before"


def call_election_ballots(steps: Steps, step: Step) -> Progress:
    """Call the ballots, once there is a value for ties that nobody knows before they close."""
    voting = _voting(steps, step)
    if not voting.waits_to_be_called:
        return DONE
    election = steps.store.load(Election, voting.election)
    why_not = voting.why_not_yet(election.lot, steps.store.now())
    if why_not is not None:
        return Progress(done=False, waiting_for=why_not)
    steps.once(CallElectionBallots(election=voting.election), step, _time(voting, "call"))
    return DONE


def count_election(steps: Steps, step: Step) -> Progress:
    """Record who is elected, once the ballot of each section has been counted."""
    voting = _voting(steps, step)
    if voting.counted is not None:
        return DONE
    ballots = [steps.store.load(Ballot, one.ballot) for one in voting.ballots]
    if not all(one.declared for one in ballots):
        return Progress(done=False, waiting_for="Waits for the count of each section.")
    steps.once(CountElection(election=voting.election), step, _time(voting, "count"))
    return DONE


def await_the_elected(steps: Steps, step: Step) -> Progress:
    """See whether the returning officer has declared who is elected, and nobody objects any more.

    A section whose vote was annulled meanwhile is voted on again, and counted.
    """
    voting = _voting(steps, step)
    for one in voting.recounts:
        amiss = _counted_again(steps, one.ballot)
        record = RecordRecount(election=voting.election, ballot=one.ballot, amiss=amiss)
        steps.once(record, step, f"recount {one.ballot} {voting.recounted}")
    if voting.declared:
        return _await_objections(steps, step, voting)
    for again in (call_election_ballots, count_election):
        progress = again(steps, step)
        if not progress.done:
            return progress
    waits = "Waits for the returning officer to declare who is elected."
    return Progress(done=False, waiting_for=waits)


def _counted_again(steps: Steps, ballot: UUID) -> tuple[str, ...]:
    """What is amiss when the papers of a ballot are counted again; nothing if they agree."""
    found = steps.store.load(Ballot, ballot)
    if not found.is_blind:
        choices = steps.store.load(Choices, choices_id(ballot))
        return tuple(sealed_again(steps.boxes, found, choices))
    text = None if steps.blind is None else steps.blind.published(ballot)
    if text is None:
        return ("What was published of this ballot is not to be had here.",)
    return tuple(published_again(text, "what was published"))


def _await_objections(steps: Steps, step: Step, voting: Voting) -> Progress:
    """Done once the time for objections is over and each has its ruling."""
    until = voting.objections_until
    if until is None or voting.confirmed:
        return DONE
    if steps.store.now() < until:
        return steps.until(until, STANDS, voting.terms.rule(OBJECTION_DAYS))
    every = (steps.store.load(Objection, one) for one in OBJECTED.of(steps.store, voting.election))
    waiting = sum(one.is_open for one in every)
    if waiting:
        said = "an objection" if waiting == 1 else f"{waiting} objections"
        return Progress(done=False, waiting_for=f"Waits for the ruling on {said}.")
    steps.once(ConfirmElection(election=voting.election), step, until)
    return DONE


def _voting(steps: Steps, step: Step) -> Voting:
    return steps.store.load(Voting, step.process_id)


def _time(voting: Voting, what: str) -> str:
    """What tells doing something again, after a vote was annulled, from doing it twice."""
    return f"{what} {len(voting.annulled)}" if voting.annulled else what


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    """The end of the time for objections; what is due of its ballots and objections is theirs."""
    voting = store.load(Voting, process)
    until = voting.objections_until
    if voting.declared and until is not None and store.now() < until:
        yield Moment(until, process, STANDS)


def _of_the_ballot(event: Ballot.Declared) -> UUID | None:
    return None if event.election is None else voting_id(event.election)


def _of_the_objection(event: Objection.Ruled | Objection.Withdrawn) -> UUID:
    return voting_id(event.election)


def _of_the_lot(event: Election.LotAnnounced) -> UUID:
    return voting_id(event.originator_id)


VOTINGS = ProcessKind(
    name=VOTING,
    begins=Voting.FellDue,
    ends=(Voting.Declared, Voting.Confirmed),
    goes_on=lambda event: isinstance(event, Voting.Declared) and bool(event.objections_until),
    steps=(call_election_ballots, count_election, await_the_elected),
    ahead=_ahead,
    reads=(Voting,),
    moves=(Voting.RecountOrdered, Voting.SectionAnnulled, Voting.Declared, Voting.Confirmed),
    moved_by={
        Ballot.Declared: _of_the_ballot,
        Election.LotAnnounced: _of_the_lot,
        Objection.Ruled: _of_the_objection,
        Objection.Withdrawn: _of_the_objection,
    },
)
