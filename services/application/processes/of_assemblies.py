"""The steps of an assembly: at its end its texts are passed on, and it is closed."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.cycle.assembly import Assembly
from services.application.assemblies import CloseAssembly, PassOnTexts
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import ASSEMBLY, Progress, Step


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


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    assembly = store.load(Assembly, process)
    yield Moment(assembly.due, process, f"{assembly.title} passes its texts on")


ASSEMBLIES_OF_CYCLES = ProcessKind(
    name=ASSEMBLY,
    begins=Assembly.Convened,
    ends=(Assembly.Closed,),
    steps=(pass_on_texts, close_assembly),
    ahead=_ahead,
    reads=(Assembly,),
    moves=(Assembly.Extended,),
)
