"""The steps of a cycle and of its assemblies."""

from __future__ import annotations

from domain.ballots.ballot import Ballot
from domain.cycle.assembly import Assembly, assembly_id
from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from services.application.assemblies import CloseAssembly, PassOnTexts
from services.application.cycles import (
    ASSEMBLIES,
    CallBallot,
    CloseStages,
    ConveneAssembly,
    cycle_ballot,
)
from services.application.enacting import EnactResults
from services.application.steps.step import DONE, Steps
from workflows.contract import Progress, Step


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


def pass_on_texts(steps: Steps, step: Step) -> Progress:
    """At the end of an assembly, pass its texts on."""
    assembly = steps.store.load(Assembly, step.process_id)
    if steps.store.now() < assembly.due:
        return steps.until(assembly.due, f"{assembly.title} ends", assembly.stage.rule)
    steps.once(PassOnTexts(assembly=assembly.id), step, assembly.due)
    return DONE


def close_assembly(steps: Steps, step: Step) -> Progress:
    """Record the end of an assembly."""
    assembly = steps.store.load(Assembly, step.process_id)
    steps.once(CloseAssembly(assembly=assembly.id), step, assembly.due)
    return DONE


def call_ballot(steps: Steps, step: Step) -> Progress:
    """Make the paper and call the ballot."""
    steps.once(CallBallot(cycle=step.process_id), step, "call")
    return DONE


def enact_results(steps: Steps, step: Step) -> Progress:
    """Enact what was carried."""
    steps.once(EnactResults(cycle=step.process_id), step, "enact")
    return DONE
