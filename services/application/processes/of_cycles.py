"""The steps of a constitutional cycle: its stages, the processes linked to it, the enactment."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.cycle.assembly import Assembly, assembly_id
from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from services.application.cycles import (
    ASSEMBLIES,
    CallBallot,
    CloseStages,
    ConveneAssembly,
    cycle_ballot,
)
from services.application.enacting import EnactResults
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import CYCLE, Progress, Step


def close_stage(steps: Steps, step: Step) -> Progress:
    """Record the end of a stage of a cycle."""
    stage = StageName(step.stage)
    cycle = steps.store.load(Cycle, step.process_id)
    due = cycle.calendar.stage(stage).due
    if steps.store.now() >= due:
        steps.once(CloseStages(cycle=cycle.id), step, due)
    cycle = steps.store.load(Cycle, step.process_id)
    if stage in cycle.closed:
        return DONE
    return steps.until(cycle.calendar.stage(stage).due, f"{stage.heading} ends", stage.rule)


def hold_stage(steps: Steps, step: Step) -> Progress:
    """Open the linked process of a stage and see whether it is over."""
    stage = StageName(step.stage)
    if stage in ASSEMBLIES:
        return _hold_assembly(steps, step, stage)
    ballot = steps.store.find(Ballot, cycle_ballot(step.process_id))
    if ballot is None:  # nothing was put to the members, so the stage just ends
        return close_stage(steps, step)
    if ballot.declared:
        steps.once(CloseStages(cycle=step.process_id), step, ballot.hours.closes)
        return DONE
    return Progress(done=False, waiting_for="Waits for the result of the ballot.")


def _hold_assembly(steps: Steps, step: Step, stage: StageName) -> Progress:
    convene = ConveneAssembly(cycle=step.process_id, stage=stage)
    steps.once(convene, step, "convene")
    assembly = steps.store.load(Assembly, assembly_id(step.process_id, stage))
    if assembly.closed:
        steps.once(CloseStages(cycle=step.process_id), step, assembly.due)
        return DONE
    return Progress(done=False, waiting_for=f"Waits for the end of the {stage.heading.lower()}.")


def call_ballot(steps: Steps, step: Step) -> Progress:
    """Make the paper and call the ballot."""
    steps.once(CallBallot(cycle=step.process_id), step, "call")
    return DONE


def enact_results(steps: Steps, step: Step) -> Progress:
    """Enact what was carried."""
    steps.once(EnactResults(cycle=step.process_id), step, "enact")
    return DONE


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    cycle = store.load(Cycle, process)
    ballot = store.find(Ballot, cycle_ballot(process))
    to_be_watched = ballot is not None and _is_reported_on(ballot)
    for stage in cycle.calendar.stages:
        if stage.name not in cycle.closed and not (
            to_be_watched and stage.name is StageName.BALLOT
        ):
            yield Moment(stage.due, process, f"{stage.name.heading} ends")
        if (
            stage.name in ASSEMBLIES
            and store.find(Assembly, assembly_id(process, stage.name)) is None
        ):
            yield Moment(stage.opens, process, f"{stage.name.heading} is convened")
    if ballot is None and cycle.standing_entries:
        opens = cycle.calendar.stage(StageName.PREPARATION).opens
        yield Moment(opens, process, "The ballot is called")
    if not to_be_watched:
        yield Moment(cycle.calendar.stage(StageName.BALLOT).due, process, "The results are enacted")


def _is_reported_on(ballot: Ballot) -> bool:
    """Whether it has closed and waits for a scrutineer: its result has no hour until then."""
    watched = ballot.terms.report_within is not None
    return watched and ballot.papers is not None and not ballot.declared


def _parent(event: Assembly.Closed | Ballot.Declared) -> UUID | None:
    """The end of a linked process is what its parent waits for."""
    return event.parent


CYCLES = ProcessKind(
    name=CYCLE,
    begins=Cycle.Opened,
    ends=(Cycle.Completed,),
    steps=(close_stage, hold_stage, call_ballot, enact_results),
    ahead=_ahead,
    reads=(Cycle, Assembly, Ballot),
    moves=(Cycle.DeadlineExtended, Cycle.MovedToNewRules),
    moved_by={Assembly.Closed: _parent, Ballot.Declared: _parent},
)
