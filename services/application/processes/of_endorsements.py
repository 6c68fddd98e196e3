"""The steps of an endorsement: requests taken, members or the body decide, looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.endorsements.endorsement import Endorsement
from domain.endorsements.terms import ASKING_DAYS, REVIEW_DAYS, Route
from services.application.endorsements import FollowEndorsement, SettleEndorsement
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import ENDORSEMENT, Progress, Step

ASKING: Final = "Requests to be endorsed can be made"
REVIEW: Final = "An endorsement is to be looked at"


def take_requests_to_endorse(steps: Steps, step: Step) -> Progress:
    """Done once the time to ask is over."""
    found = _endorsement(steps, step)
    if found.asking_closed:
        return DONE
    if steps.store.now() < found.terms.asks_until:
        return steps.until(found.terms.asks_until, ASKING, ASKING_DAYS)
    steps.once(FollowEndorsement(endorsement=found.id), step, found.terms.asks_until)
    return DONE


def await_endorsement(steps: Steps, step: Step) -> Progress:
    """Ask the members as soon as they can be asked; done once it is settled who is endorsed."""
    found = _endorsement(steps, step)
    if found.settled:
        return DONE
    if found.wants_a_vote:
        why_not = found.why_no_vote_yet(steps.store.now())
        if why_not is not None:
            return Progress(done=False, waiting_for=why_not)
        steps.once(FollowEndorsement(endorsement=found.id), step, f"vote {found.lot}")
        found = _endorsement(steps, step)
    if found.ballot is None:
        return Progress(done=False, waiting_for=_what_is_missing(found))
    if not steps.store.load(Ballot, found.ballot).declared:
        return Progress(done=False, waiting_for="Waits for the vote of the members.")
    steps.once(SettleEndorsement(endorsement=found.id), step, "settle")
    return DONE


def _what_is_missing(found: Endorsement) -> str:
    match found.terms.route:
        case Route.BODY:
            return "Waits for the body to decide whom it endorses."
        case Route.RECOMMENDATION:
            return "Waits for the body to recommend one of those who asked."
    return "Waits for another value that ties are drawn by: this one is known too early."


def keep_in_touch(steps: Steps, step: Step) -> Progress:
    """Done once nobody is endorsed by it, or where nothing of it is looked at again."""
    found = _endorsement(steps, step)
    due = found.review_at
    if found.ended or due is None:
        return DONE
    if found.review_missed:
        return Progress(done=False, waiting_for="Overdue: waits for the body to look at it.")
    if steps.store.now() < due:
        return steps.until(due, REVIEW, REVIEW_DAYS)
    steps.once(FollowEndorsement(endorsement=found.id), step, due)
    return keep_in_touch(steps, step)


def _endorsement(steps: Steps, step: Step) -> Endorsement:
    return steps.store.load(Endorsement, step.process_id)


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    found = store.load(Endorsement, process)
    if not found.asking_closed:
        yield Moment(found.terms.asks_until, process, ASKING)
    if found.review_at is not None and not found.ended and not found.review_missed:
        yield Moment(found.review_at, process, REVIEW)


def _of_the_ballot(event: Ballot.Declared) -> UUID | None:
    return event.endorsement


ENDORSEMENTS = ProcessKind(
    name=ENDORSEMENT,
    begins=Endorsement.Called,
    ends=(Endorsement.Settled, Endorsement.Ended),
    goes_on=lambda event: isinstance(event, Endorsement.Settled) and event.review_at is not None,
    steps=(take_requests_to_endorse, await_endorsement, keep_in_touch),
    ahead=_ahead,
    reads=(Endorsement,),
    moves=(
        Endorsement.LotAnnounced,
        Endorsement.Recommended,
        Endorsement.Settled,
        Endorsement.Reviewed,
        Endorsement.Ended,
    ),
    moved_by={Ballot.Declared: _of_the_ballot},
)
