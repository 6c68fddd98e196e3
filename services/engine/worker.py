"""The worker: lends its hands to processes.  It can be killed at any moment.

Activities are bound by the names under which workflows ask for them; each is one step of the
application.  Time that remains goes back, never a moment, for the engine's clock is not the
organisation's.  While it takes a step it says every second that it lives, so that the step of a
worker that was killed is soon given to another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.worker import Worker

from domain.kernel.refusal import Refusal
from services.application.processes import STEPS, StepOf, Steps
from workflows.catalogue import WORKFLOWS
from workflows.contract import Progress, Step

THREADS = 8
GRACE = timedelta(seconds=5)
PULSE_SECONDS = 1.0


def activities(steps: Steps) -> list[Callable[..., Any]]:
    """Every step as an activity of its name."""
    return [_activity(name, step, steps) for name, step in STEPS.items()]


def _activity(name: str, step_of: StepOf, steps: Steps) -> Callable[[Step], Progress]:
    @activity.defn(name=name)
    def take(step: Step) -> Progress:
        try:
            with _pulse():
                return step_of(steps, step)
        except Refusal as refusal:
            # Tried again for as long as it takes: a process that is stuck stays open and in sight.
            raise ApplicationError(str(refusal), type=type(refusal).__name__) from refusal

    return take


@contextmanager
def _pulse() -> Iterator[None]:
    """Tell the engine now and then, from a thread beside the step, that this worker lives."""
    over = Event()

    def beat() -> None:
        while not over.wait(PULSE_SECONDS):
            activity.heartbeat()

    # The engine's library finds the step that is meant in the context of the thread that took it.
    Thread(target=copy_context().run, args=(beat,), name="pulse", daemon=True).start()
    try:
        yield
    finally:
        over.set()


def worker(client: Client, task_queue: str, steps: Steps, threads: ThreadPoolExecutor) -> Worker:
    """A worker for every process.

    It remembers no process between two tasks.  Histories are short, so reading one again costs
    little, and no task waits for a worker that was killed.
    """
    return Worker(
        client,
        task_queue=task_queue,
        workflows=list(WORKFLOWS.values()),
        activities=activities(steps),
        activity_executor=threads,
        graceful_shutdown_timeout=GRACE,
        max_cached_workflows=0,
    )
