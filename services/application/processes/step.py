"""What a step stands on, and how it performs its command once however often it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.kernel.ids import CommandId, derived
from domain.kernel.moments import on_or_at, seconds_left
from services.application.asker import THE_SERVICE
from services.application.command import Command
from services.application.desk import Desk
from services.counting.port import PaperBundles
from services.mail.port import NOBODY, Reminders
from services.store.port import Store
from services.voting.blind.port import BlindBallots
from services.voting.port import PaperBoxes
from workflows.contract import Progress, Step

DONE = Progress(done=True)


@dataclass(frozen=True)
class Steps:
    """What the application has at hand for a process that asks.

    `read_up_to` waits until the views have read the log up to a position.  `blind` is none where
    there is no master key, under which the keys of a ballot could be kept.
    """

    desk: Desk
    boxes: PaperBoxes
    bundles: PaperBundles
    read_up_to: Callable[[int], None] = lambda _: None
    reminders: Reminders = NOBODY
    blind: BlindBallots | None = None

    @property
    def store(self) -> Store:
        return self.desk.store

    def once(self, command: Command, step: Step, occurrence: datetime | str) -> None:
        """Perform a command, once for this process, step and occurrence."""
        moment = occurrence if isinstance(occurrence, str) else occurrence.isoformat()
        key = step_key(step.process_id, command.verb(), step.stage, moment)
        self.desk.perform(command, THE_SERVICE, key)

    def until(self, due: datetime, what: str, rule: str) -> Progress:
        """Not done: it is due at that moment, by that rule."""
        return Progress(
            done=False,
            seconds_left=seconds_left(self.store.now(), due),
            waiting_for=f"{what} {on_or_at(due)}, London time (rule {rule}).",
        )


StepOf = Callable[[Steps, Step], Progress]


def step_key(process: UUID, verb: str, stage: str, occurrence: str) -> CommandId:
    """The key of a step: the same for every run and every attempt."""
    return CommandId(derived(process, stage, verb, occurrence))
