"""The steps of a policy primary: each stage ended at its moment, members asked, and the result."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.primary.motion import PrimaryMotion
from domain.primary.primary import RULES, Primary, Stage
from domain.primary.terms import RULING_DAYS
from services.application.primaries import FollowPrimary, SettlePrimary
from services.application.primary_motions import PUT_TO
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import PRIMARY, Progress, Step

ENDS: Final = {
    Stage.SUBMITTING: "Motions can be put",
    Stage.BACKING: "Motions can be backed",
    Stage.CHECKING: "Motions are checked, and composites proposed",
    Stage.ANSWERING: "Authors answer, and can appeal",
    Stage.RULING: "Appeals are ruled on",
}


def gather_motions(steps: Steps, step: Step) -> Progress:
    """Done once the authors have answered, or the time for it is over."""
    found = _primary(steps, step)
    ends = found.ends_at
    if ends is None or found.stage is Stage.RULING:
        return DONE
    if steps.store.now() < ends:
        return steps.until(ends, ENDS[found.stage], RULES[found.stage])
    steps.once(FollowPrimary(primary=found.id), step, f"{found.stage} {ends.isoformat()}")
    return gather_motions(steps, step)


def settle_primary_paper(steps: Steps, step: Step) -> Progress:
    """Done once every appeal has its ruling, and it is settled what members rank."""
    found = _primary(steps, step)
    if found.stage is not Stage.RULING:
        return DONE
    appeals = [one for one in _motions(steps.store, found.id) if one.waits_for_a_ruling]
    if not appeals:
        steps.once(FollowPrimary(primary=found.id), step, "paper")
        return DONE
    until = found.terms.rule_until
    if steps.store.now() < until:
        return steps.until(until, ENDS[Stage.RULING], RULING_DAYS)
    if any(not one.missed for one in appeals):
        steps.once(FollowPrimary(primary=found.id), step, until)
    return Progress(done=False, waiting_for="Overdue: waits for the ruling on each appeal.")


def ask_members_to_rank(steps: Steps, step: Step) -> Progress:
    """Ask the members as soon as they can be asked; done once it is settled what is adopted."""
    found = _primary(steps, step)
    if found.stage is Stage.SETTLED:
        return DONE
    if found.wants_a_vote:
        why_not = found.why_no_vote_yet(steps.store.now())
        if why_not is not None:
            return Progress(done=False, waiting_for=why_not)
        steps.once(FollowPrimary(primary=found.id), step, f"vote {found.lot}")
        found = _primary(steps, step)
    if found.ballot is None:
        waits = "Waits for another value that ties are drawn by: this one is known too early."
        return Progress(done=False, waiting_for=waits)
    if not steps.store.load(Ballot, found.ballot).declared:
        return Progress(done=False, waiting_for="Waits for the vote of the members.")
    steps.once(SettlePrimary(primary=found.id), step, "settle")
    return DONE


def _primary(steps: Steps, step: Step) -> Primary:
    return steps.store.load(Primary, step.process_id)


def _motions(store: Store, primary: UUID) -> Iterator[PrimaryMotion]:
    return (store.load(PrimaryMotion, one) for one in PUT_TO.of(store, primary))


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    found = store.load(Primary, process)
    if found.ends_at is not None and store.now() < found.ends_at:
        yield Moment(found.ends_at, process, ENDS[found.stage])


def _of_the_ballot(event: Ballot.Declared) -> UUID | None:
    return event.policy_primary


def _of_the_motion(event: PrimaryMotion.RuledOn) -> UUID:
    primary = event.act.process_id
    assert primary is not None, "every act on a motion is inside its primary"
    return primary


PRIMARIES = ProcessKind(
    name=PRIMARY,
    begins=Primary.Launched,
    ends=(Primary.Settled,),
    steps=(gather_motions, settle_primary_paper, ask_members_to_rank),
    ahead=_ahead,
    reads=(Primary,),
    moves=(Primary.LotAnnounced, Primary.Settled),
    moved_by={Ballot.Declared: _of_the_ballot, PrimaryMotion.RuledOn: _of_the_motion},
)
