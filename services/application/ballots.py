"""The ballot: its roll, hours, reminders, close, count and declaration, as acts of the service."""

from __future__ import annotations

from uuid import UUID

from pydantic import AwareDatetime

from domain.ballots.ballot import Ballot
from domain.ballots.terms import FRANCHISE, Hours, Question, Roll
from domain.counting.yes_no import Tally
from domain.kernel.ids import SERVICE, RuleId, derived
from domain.kernel.moments import on_or_at
from domain.kernel.refusal import NotAllowed, TooEarly
from domain.kernel.sane import Line
from domain.powers import SERVICE_ITSELF
from domain.rules.rulebook import Governing
from domain.text.text import Text, digest
from services.application.case import Case
from services.application.command import VERBS, Command

CALLED_BY = RuleId("ballots.called_by")


class BallotStep(Command):
    """A step of a ballot that the service takes by itself at its moment."""

    ballot: UUID


class FreezeRoll(BallotStep):
    """Freeze the roll that has been written."""

    roll: Roll


class AnnounceBallot(BallotStep):
    """Record that the keys of a blind ballot were made and announced with its roll."""

    announced: str
    root: str


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
    credentials: int | None = None


class CountBallot(BallotStep):
    """Record the count."""

    tallies: tuple[Tally, ...]


class PublishBallot(BallotStep):
    """Record that the papers and the count of a blind ballot were published."""

    commitment: str


class DeclareBallot(BallotStep):
    """Declare the result."""


class DestroyBallotKeys(BallotStep):
    """Record that the keys of a blind ballot are gone."""


class CallMembersBallot(Command):
    """Call a ballot of all members on questions of yes or no that stand by themselves."""

    title: Line
    questions: tuple[Line, ...]
    opens: AwareDatetime
    closes: AwareDatetime


@VERBS.handles(FreezeRoll)
def freeze_roll(case: Case, command: FreezeRoll) -> None:
    ballot = _ballot(case, command)
    if case.now < ballot.terms.joined_by:
        raise TooEarly(f"The roll is frozen {on_or_at(ballot.terms.joined_by)}.", rule=FRANCHISE)
    if ballot.roll is None:
        ballot.freeze_roll(case.act(SERVICE_ITSELF), command.roll)


@VERBS.handles(CallMembersBallot)
def call_members_ballot(case: Case, command: CallMembersBallot) -> None:
    act = case.act_by_power(CALLED_BY)
    ballot = case.id_for("ballot")
    called = Ballot.call(
        ballot,
        act,
        title=command.title,
        parent=None,
        questions=tuple(
            _question(ballot, number, asked)
            for number, asked in enumerate(command.questions, start=1)
        ),
        hours=Hours(opens=command.opens, closes=command.closes),
        rules=Governing(opening=case.edition, current=case.edition),
    )
    called.must_be_ahead(case.now)
    case.add(called)


def _question(ballot: UUID, number: int, asked: str) -> Question:
    """A question without a text of its own: what is asked is what it says."""
    subject = derived(ballot, "question", number)
    return Question(
        subject=subject, number=number, title=asked, digest=digest(Text.from_plain(asked))
    )


@VERBS.handles(AnnounceBallot)
def announce_ballot(case: Case, command: AnnounceBallot) -> None:
    ballot = _ballot(case, command)
    ballot.announce(case.act(SERVICE_ITSELF), command.announced, command.root)


@VERBS.handles(OpenBallot)
def open_ballot(case: Case, command: OpenBallot) -> None:
    _ballot(case, command).open(case.act(SERVICE_ITSELF))


@VERBS.handles(SendReminder)
def send_reminder(case: Case, command: SendReminder) -> None:
    _ballot(case, command).remind(case.act(SERVICE_ITSELF), command.planned_for, command.not_voted)


@VERBS.handles(CloseBallot)
def close_ballot(case: Case, command: CloseBallot) -> None:
    ballot = _ballot(case, command)
    ballot.close(case.act(SERVICE_ITSELF), command.papers, command.root, command.credentials)


@VERBS.handles(CountBallot)
def count_ballot(case: Case, command: CountBallot) -> None:
    _ballot(case, command).count(case.act(SERVICE_ITSELF), command.tallies)


@VERBS.handles(PublishBallot)
def publish_ballot(case: Case, command: PublishBallot) -> None:
    _ballot(case, command).publish(case.act(SERVICE_ITSELF), command.commitment)


@VERBS.handles(DestroyBallotKeys)
def destroy_ballot_keys(case: Case, command: DestroyBallotKeys) -> None:
    _ballot(case, command).destroy_keys(case.act(SERVICE_ITSELF))


@VERBS.handles(DeclareBallot)
def declare_ballot(case: Case, command: DeclareBallot) -> None:
    _ballot(case, command).declare(case.act(SERVICE_ITSELF))


def _ballot(case: Case, command: BallotStep) -> Ballot:
    """The ballot, for the service alone: nobody opens, closes or counts by hand."""
    if case.by.person != SERVICE:
        raise NotAllowed("The service does this by itself at its moment; nobody can do it by hand.")
    return case.load(Ballot, command.ballot)
