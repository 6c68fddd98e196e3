"""A worker that is killed once in each stage: after its commit, and before anybody hears of it.

Run `python -m tests.engine.dying_worker FILE`.  Each line of the file is a stage in which one died.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from services.application.processes import STEPS, StepOf, Steps
from services.cli.running import worker as run_worker
from services.engine import worker
from workflows.contract import Progress, Step


def dying(deaths: Path) -> dict[str, StepOf]:
    """Every step; whichever first commits something in a stage, or ends it, dies of it."""
    return {name: _once(name, step, deaths) for name, step in STEPS.items()}


def _once(name: str, step_of: StepOf, deaths: Path) -> Callable[[Steps, Step], Progress]:
    def take(steps: Steps, step: Step) -> Progress:
        before = steps.store.head()
        progress = step_of(steps, step)
        told = f"{name} {step.stage}\n"
        if (progress.done or steps.store.head() > before) and told not in deaths.read_text():
            with deaths.open("a") as file:
                file.write(told)
            os.kill(os.getpid(), signal.SIGKILL)
        return progress

    return take


def main(arguments: list[str]) -> None:
    setattr(worker, "STEPS", dying(Path(arguments[0])))  # noqa: B010 - it is a constant elsewhere
    run_worker(with_parent=True)


if __name__ == "__main__":
    main(sys.argv[1:])
