"""The steps of a count: count the papers, wait for a decision on a tie and for declaration."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.counting.count import count
from domain.counting.ties import TieUndecided
from domain.elections.count import Count, Matter, OpenTie
from domain.kernel.refusal import Refusal
from services.application.counts import LeaveTieOpen, RecordResult, RefusePapers
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import COUNT, Progress, Step


def count_papers(steps: Steps, step: Step) -> Progress:
    """Count the papers by the very function that `convenor count` uses."""
    found = steps.store.load(Count, step.process_id)
    if found.result is not None or found.refused:
        return DONE
    if found.open_tie is not None:
        return _waits(found.matter, found.open_tie)
    try:
        file = steps.bundles.election(found.matter.bundle.sha256)
        found.matter.must_be_about(file)
        result = count(found.matter.contest, file.cast, found.terms)
    except TieUndecided as tied:
        tie = OpenTie(stage=tied.stage, question=tied.question, between=tied.between)
        occurrence = f"tie {len(found.decisions) + 1}"
        steps.once(LeaveTieOpen(count=found.id, tie=tie), step, occurrence)
        return _waits(found.matter, tie)
    except Refusal as refusal:
        steps.once(RefusePapers(count=found.id, reason=str(refusal)), step, "refusal")
        return DONE
    steps.once(RecordResult(count=found.id, result=result), step, "result")
    return DONE


def await_declaration(steps: Steps, step: Step) -> Progress:
    """See whether the result has been declared."""
    found = steps.store.load(Count, step.process_id)
    if found.declared or found.refused:
        return DONE
    return Progress(
        done=False, waiting_for="Waits until the returning officer declares the result."
    )


def _waits(matter: Matter, tie: OpenTie) -> Progress:
    of_whom = f"the tie of {' and '.join(tie.between)} at stage {tie.stage}"
    if matter.lot is None:
        return Progress(
            done=False, waiting_for=f"Waits for the returning officer's decision on {of_whom}."
        )
    lot = f"{matter.lot.source}, known from {matter.lot.when} on"
    return Progress(done=False, waiting_for=f"Waits for the value that draws {of_whom}: {lot}.")


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    """A count waits for people and for no moment."""
    return iter(())


COUNTS = ProcessKind(
    name=COUNT,
    begins=Count.Begun,
    ends=(Count.Declared, Count.Refused),
    steps=(count_papers, await_declaration),
    ahead=_ahead,
    reads=(),
    moves=(Count.TieDecided, Count.Declared),
)
