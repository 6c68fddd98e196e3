"""The steps of a ballot of all members."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.ballots.ballot import FRANCHISE, PERIOD, REMINDERS, Ballot
from domain.counting.yes_no import count
from domain.cycle.calendar import StageName
from services.application.ballots import (
    CloseBallot,
    CountBallot,
    DeclareBallot,
    FreezeRoll,
    OpenBallot,
    SendReminder,
)
from services.application.processes.kind import Moment, ProcessKind
from services.application.processes.step import DONE, Steps
from services.store.port import Store
from workflows.contract import BALLOT, Progress, Step


def freeze_roll(steps: Steps, step: Step) -> Progress:
    """Write the roll as of this position of the log, and freeze it."""
    ballot = _ballot(steps, step)
    if ballot.roll is not None:
        return DONE
    if steps.store.now() < ballot.terms.joined_by:
        return steps.until(ballot.terms.joined_by, "The roll is frozen", FRANCHISE)
    position = steps.store.head()
    steps.read_up_to(position)
    roll = steps.boxes.freeze(ballot, position)
    steps.once(FreezeRoll(ballot=ballot.id, roll=roll), step, ballot.terms.joined_by)
    return DONE


def open_ballot(steps: Steps, step: Step) -> Progress:
    """Record that voting began."""
    ballot = _ballot(steps, step)
    if steps.store.now() < ballot.hours.opens:
        return steps.until(ballot.hours.opens, "Voting opens", StageName.PREPARATION.rule)
    steps.once(OpenBallot(ballot=ballot.id), step, ballot.hours.opens)
    return DONE


def send_reminders(steps: Steps, step: Step) -> Progress:
    """Remind those who have not voted, at each planned moment.

    The letters are written before the act: a step that is taken again finds them written.  After
    the close nobody is told that they can still vote.
    """
    ballot, now = _ballot(steps, step), steps.store.now()
    for moment in ballot.reminders_due(now):
        if now < ballot.hours.closes:
            steps.reminders.remind_voters(ballot, moment)
        not_voted = (ballot.roll.count if ballot.roll else 0) - steps.boxes.voted(ballot.id)
        reminder = SendReminder(ballot=ballot.id, planned_for=moment, not_voted=not_voted)
        steps.once(reminder, step, moment)
    ballot = _ballot(steps, step)
    ahead = [m for m in ballot.terms.remind_at if m not in ballot.reminded]
    ahead = [moment for moment in ahead if moment < ballot.hours.closes]
    if not ahead:
        return DONE
    return steps.until(ahead[0], "Reminders go out", REMINDERS)


def close_ballot(steps: Steps, step: Step) -> Progress:
    """Seal the box at the close and record what it holds."""
    ballot = _ballot(steps, step)
    if ballot.papers is not None:
        return DONE
    if steps.store.now() < ballot.hours.closes:
        return steps.until(ballot.hours.closes, "Voting closes", PERIOD)
    sealed = steps.boxes.seal(ballot.id)
    close = CloseBallot(ballot=ballot.id, papers=sealed.papers, root=sealed.root)
    steps.once(close, step, ballot.hours.closes)
    return DONE


def count_ballot(steps: Steps, step: Step) -> Progress:
    """Count the papers."""
    ballot = _ballot(steps, step)
    tallies = count(steps.boxes.papers(ballot.id), len(ballot.questions))
    steps.once(CountBallot(ballot=ballot.id, tallies=tallies), step, "count")
    return DONE


def declare_ballot(steps: Steps, step: Step) -> Progress:
    """Declare the result."""
    steps.once(DeclareBallot(ballot=step.process_id), step, "declare")
    return DONE


def _ballot(steps: Steps, step: Step) -> Ballot:
    return steps.store.load(Ballot, step.process_id)


def _ahead(store: Store, process: UUID) -> Iterator[Moment]:
    ballot = store.load(Ballot, process)
    if ballot.roll is None:
        yield Moment(ballot.terms.joined_by, process, "The roll is frozen")
    if not ballot.opened:
        yield Moment(ballot.hours.opens, process, "Voting opens")
    for planned in ballot.terms.remind_at:
        if planned not in ballot.reminded and planned < ballot.hours.closes:
            yield Moment(planned, process, "Reminders go out")
    yield Moment(ballot.hours.closes, process, "Voting closes and is counted")


BALLOTS = ProcessKind(
    name=BALLOT,
    begins=Ballot.Called,
    ends=(Ballot.Declared,),
    steps=(freeze_roll, open_ballot, send_reminders, close_ballot, count_ballot, declare_ballot),
    ahead=_ahead,
    reads=(Ballot,),
    moves=(Ballot.Extended,),
)
