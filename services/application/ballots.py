"""The ballot: its roll, hours, reminders, close, count and declaration, as acts of the service."""

from __future__ import annotations

from uuid import UUID

from pydantic import AwareDatetime

from domain.ballots.ballot import FRANCHISE, Ballot, Roll
from domain.counting.yes_no import Tally
from domain.kernel.ids import SERVICE
from domain.kernel.moments import on_or_at
from domain.kernel.refusal import NotAllowed, TooEarly
from domain.powers import SERVICE_ITSELF
from services.application.case import Case
from services.application.command import VERBS, Command


class BallotStep(Command):
    """A step of a ballot that the service takes by itself at its moment."""

    ballot: UUID


class FreezeRoll(BallotStep):
    """Freeze the roll that has been written."""

    roll: Roll


class OpenBallot(BallotStep):
    """Record that voting began."""


class SendReminder(BallotStep):
    """Record that those who had not voted were reminded."""

    planned_for: AwareDatetime
    not_voted: int


class CloseBallot(BallotStep):
    """Record that voting ended, and what the box holds."""

    papers: int
    root: str


class CountBallot(BallotStep):
    """Record the count."""

    tallies: tuple[Tally, ...]


class DeclareBallot(BallotStep):
    """Declare the result."""


@VERBS.handles(FreezeRoll)
def freeze_roll(case: Case, command: FreezeRoll) -> None:
    ballot = _ballot(case, command)
    if case.now < ballot.terms.joined_by:
        raise TooEarly(f"The roll is frozen {on_or_at(ballot.terms.joined_by)}.", rule=FRANCHISE)
    if ballot.roll is None:
        ballot.freeze_roll(case.act(SERVICE_ITSELF), command.roll)


@VERBS.handles(OpenBallot)
def open_ballot(case: Case, command: OpenBallot) -> None:
    _ballot(case, command).open(case.act(SERVICE_ITSELF))


@VERBS.handles(SendReminder)
def send_reminder(case: Case, command: SendReminder) -> None:
    _ballot(case, command).remind(case.act(SERVICE_ITSELF), command.planned_for, command.not_voted)


@VERBS.handles(CloseBallot)
def close_ballot(case: Case, command: CloseBallot) -> None:
    _ballot(case, command).close(case.act(SERVICE_ITSELF), command.papers, command.root)


@VERBS.handles(CountBallot)
def count_ballot(case: Case, command: CountBallot) -> None:
    _ballot(case, command).count(case.act(SERVICE_ITSELF), command.tallies)


@VERBS.handles(DeclareBallot)
def declare_ballot(case: Case, command: DeclareBallot) -> None:
    _ballot(case, command).declare(case.act(SERVICE_ITSELF))


def _ballot(case: Case, command: BallotStep) -> Ballot:
    """The ballot, for the service alone: nobody opens, closes or counts by hand."""
    if case.by.person != SERVICE:
        raise NotAllowed("The service does this by itself at its moment; nobody can do it by hand.")
    return case.load(Ballot, command.ballot)
