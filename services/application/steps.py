"""The steps that processes ask for: each is tried again and again until it is done.

A step performs a command whose key follows from the process, the step and the due moment, so that
it happens once however often the engine asks; then it looks, and says what is being waited for.
The store's clock alone decides whether a moment has come.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.counting.yes_no import count
from domain.cycle.assembly import Assembly, assembly_id
from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from domain.kernel.ids import CommandId, derived
from domain.kernel.moments import LONDON, seconds_left
from services.application.asker import THE_SERVICE
from services.application.assemblies import CloseAssembly, PassOnTexts
from services.application.ballots import (
    CloseBallot,
    CountBallot,
    DeclareBallot,
    FreezeRoll,
    OpenBallot,
    SendReminder,
)
from services.application.command import Command
from services.application.cycles import (
    ASSEMBLIES,
    CallBallot,
    CloseStages,
    ConveneAssembly,
    cycle_ballot,
)
from services.application.desk import Desk
from services.application.enacting import EnactResults
from services.voting.port import PaperBoxes
from workflows.contract import Progress, Step

DONE = Progress(done=True)
StepOf = Callable[["Steps", Step], Progress]


class Steps:
    """What the application does for a process that asks."""

    def __init__(
        self, desk: Desk, boxes: PaperBoxes, read_up_to: Callable[[int], None] = lambda _: None
    ) -> None:
        self._desk = desk
        self._store = desk.store
        self._boxes = boxes
        self._read_up_to = read_up_to

    def close_stage(self, step: Step) -> Progress:
        """Record the end of a stage of a cycle."""
        stage = StageName(step.stage)
        cycle = self._store.load(Cycle, step.process_id)
        due = cycle.calendar.stage(stage).due
        if self._store.now() >= due:
            self._once(CloseStages(cycle=cycle.id), step, due)
        cycle = self._store.load(Cycle, step.process_id)
        if stage in cycle.closed:
            return DONE
        return self._until(cycle.calendar.stage(stage).due, f"{stage.heading} ends", stage.rule)

    def hold_stage(self, step: Step) -> Progress:
        """Open the linked process of a stage and see whether it is over."""
        stage = StageName(step.stage)
        if stage in ASSEMBLIES:
            return self._hold_assembly(step, stage)
        ballot = self._store.find(Ballot, cycle_ballot(step.process_id))
        if ballot is None:  # nothing was put to the members, so the stage just ends
            return self.close_stage(step)
        if ballot.declared:
            self._once(CloseStages(cycle=step.process_id), step, ballot.hours.closes)
            return DONE
        return Progress(done=False, waiting_for="Waits for the result of the ballot.")

    def _hold_assembly(self, step: Step, stage: StageName) -> Progress:
        convene = ConveneAssembly(cycle=step.process_id, stage=stage)
        self._once(convene, step, "convene")
        assembly = self._store.load(Assembly, assembly_id(step.process_id, stage))
        if assembly.closed:
            self._once(CloseStages(cycle=step.process_id), step, assembly.due)
            return DONE
        return Progress(
            done=False, waiting_for=f"Waits for the end of the {stage.heading.lower()}."
        )

    def pass_on_texts(self, step: Step) -> Progress:
        """At the end of an assembly, pass its texts on."""
        assembly = self._store.load(Assembly, step.process_id)
        if self._store.now() < assembly.due:
            return self._until(assembly.due, f"{assembly.title} ends", assembly.stage.rule)
        self._once(PassOnTexts(assembly=assembly.id), step, assembly.due)
        return DONE

    def close_assembly(self, step: Step) -> Progress:
        """Record the end of an assembly."""
        assembly = self._store.load(Assembly, step.process_id)
        self._once(CloseAssembly(assembly=assembly.id), step, assembly.due)
        return DONE

    def call_ballot(self, step: Step) -> Progress:
        """Make the paper and call the ballot."""
        self._once(CallBallot(cycle=step.process_id), step, "call")
        return DONE

    def enact_results(self, step: Step) -> Progress:
        """Enact what was carried."""
        self._once(EnactResults(cycle=step.process_id), step, "enact")
        return DONE

    def freeze_roll(self, step: Step) -> Progress:
        """Write the roll as of this position of the log, and freeze it."""
        ballot = self._ballot(step)
        if ballot.roll is not None:
            return DONE
        if self._store.now() < ballot.terms.joined_by:
            return self._until(ballot.terms.joined_by, "The roll is frozen", "roll_freeze_days")
        position = self._store.head()
        self._read_up_to(position)
        roll = self._boxes.freeze(ballot, position)
        self._once(FreezeRoll(ballot=ballot.id, roll=roll), step, ballot.terms.joined_by)
        return DONE

    def open_ballot(self, step: Step) -> Progress:
        """Record that voting began."""
        ballot = self._ballot(step)
        if self._store.now() < ballot.hours.opens:
            return self._until(ballot.hours.opens, "Voting opens", "refounding.preparation_days")
        self._once(OpenBallot(ballot=ballot.id), step, ballot.hours.opens)
        return DONE

    def send_reminders(self, step: Step) -> Progress:
        """Remind those who have not voted, at each planned moment."""
        ballot = self._ballot(step)
        for moment in ballot.reminders_due(self._store.now()):
            not_voted = (ballot.roll.count if ballot.roll else 0) - self._boxes.voted(ballot.id)
            reminder = SendReminder(ballot=ballot.id, planned_for=moment, not_voted=not_voted)
            self._once(reminder, step, moment)
        ballot = self._ballot(step)
        ahead = [m for m in ballot.terms.remind_at if m not in ballot.reminded]
        ahead = [moment for moment in ahead if moment < ballot.hours.closes]
        if not ahead:
            return DONE
        return self._until(ahead[0], "Reminders go out", "refounding.reminder_days")

    def close_ballot(self, step: Step) -> Progress:
        """Seal the box at the close and record what it holds."""
        ballot = self._ballot(step)
        if ballot.papers is not None:
            return DONE
        if self._store.now() < ballot.hours.closes:
            return self._until(ballot.hours.closes, "Voting closes", "refounding.ballot_days")
        sealed = self._boxes.seal(ballot.id)
        close = CloseBallot(ballot=ballot.id, papers=sealed.papers, root=sealed.root)
        self._once(close, step, ballot.hours.closes)
        return DONE

    def count_ballot(self, step: Step) -> Progress:
        """Count the papers."""
        ballot = self._ballot(step)
        tallies = count(self._boxes.papers(ballot.id), len(ballot.questions))
        self._once(CountBallot(ballot=ballot.id, tallies=tallies), step, "count")
        return DONE

    def declare_ballot(self, step: Step) -> Progress:
        """Declare the result."""
        self._once(DeclareBallot(ballot=step.process_id), step, "declare")
        return DONE

    def _ballot(self, step: Step) -> Ballot:
        return self._store.load(Ballot, step.process_id)

    def _once(self, command: Command, step: Step, occurrence: datetime | str) -> None:
        moment = occurrence if isinstance(occurrence, str) else occurrence.isoformat()
        key = step_key(step.process_id, command.verb(), step.stage, moment)
        self._desk.perform(command, THE_SERVICE, key)

    def _until(self, due: datetime, what: str, rule: str) -> Progress:
        when = due.astimezone(LONDON).strftime("%A %-d %B %Y, %H:%M %Z")
        return Progress(
            done=False,
            seconds_left=seconds_left(self._store.now(), due),
            waiting_for=f"{what} on {when} (rule {rule}).",
        )


def step_key(process: UUID, verb: str, stage: str, occurrence: str) -> CommandId:
    """The key of a step: the same for every run and every attempt."""
    return CommandId(derived(process, stage, verb, occurrence))


STEPS: dict[str, StepOf] = {
    name: getattr(Steps, name)
    for name in (
        "close_stage",
        "hold_stage",
        "pass_on_texts",
        "close_assembly",
        "call_ballot",
        "enact_results",
        "freeze_roll",
        "open_ballot",
        "send_reminders",
        "close_ballot",
        "count_ballot",
        "declare_ballot",
    )
}
"""Every step by the name under which a workflow asks for it."""
