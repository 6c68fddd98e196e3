"""The ballot: its roll, hours, reminders, close, count and declaration, as acts of the service."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from pydantic import AwareDatetime

from domain.ballots.ballot import Ballot
from domain.ballots.choices import Choices, choices_id
from domain.ballots.choosing import Options, Tied, choosing
from domain.ballots.scrutiny import Scrutiny, scrutiny_id, waits_for
from domain.ballots.terms import SCRUTINEER, TIES, Hours, Question, Roll
from domain.counting.result import CountResult
from domain.counting.yes_no import Tally
from domain.elections.count import RETURNING_OFFICER
from domain.elections.lot import LotSource
from domain.kernel.act import Act
from domain.kernel.ids import SERVICE, RuleId, derived
from domain.kernel.moments import on_or_at
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, TooEarly
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


class LeaveBallotTied(BallotStep):
    """Record a tie between options that a lot has to break."""

    tied: Tied


class CountBallot(BallotStep):
    """Record the count: tallies of yes and no, and the counts of questions that choose."""

    tallies: tuple[Tally, ...]
    counts: tuple[CountResult, ...] = ()


class PublishBallot(BallotStep):
    """Record that the papers and the count of a blind ballot were published."""

    commitment: str


class DeclareBallot(BallotStep):
    """Declare the result."""


class DestroyBallotKeys(BallotStep):
    """Record that the keys of a blind ballot are gone."""


class CallMembersBallot(Command):
    """Call a ballot of all members on questions that stand by themselves.

    `questions` are those of yes or no, and stand first on the paper; `options` choose.  `lot`: the
    public value from which ties between options are drawn.
    """

    title: Line
    questions: tuple[Line, ...]
    opens: AwareDatetime
    closes: AwareDatetime
    options: tuple[Options, ...] = ()
    lot: LotSource | None = None


class RecordBallotLotValue(Command):
    """Record the public value that was announced for the lots of a ballot."""

    ballot: UUID
    value: Line


@VERBS.handles(FreezeRoll)
def freeze_roll(case: Case, command: FreezeRoll) -> None:
    ballot = _ballot(case, command)
    if case.now < ballot.terms.joined_by:
        raise TooEarly(
            f"The roll is frozen {on_or_at(ballot.terms.joined_by)}.", rule=ballot.terms.cites.roll
        )
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
        questions=tuple(_questions(ballot, command)),
        hours=Hours(opens=command.opens, closes=command.closes),
        rules=Governing(opening=case.edition, current=case.edition),
    )
    called.must_be_ahead(case.now)
    case.add(called)
    if command.options:
        case.add(_choices(case, act, called, command))


def _questions(ballot: UUID, command: CallMembersBallot) -> Iterator[Question]:
    """The questions of a paper, which have no text of their own: what is asked is what they say."""
    asked = [(title, title) for title in command.questions]
    asked += [(one.title, "\n\n".join((one.title, *one.options))) for one in command.options]
    for number, (title, said) in enumerate(asked, start=1):
        subject = derived(ballot, "question", number)
        text = digest(Text.from_plain(said))
        yield Question(subject=subject, number=number, title=title, digest=text)


def _choices(case: Case, act: Act, called: Ballot, command: CallMembersBallot) -> Choices:
    if command.lot is None:
        raise BadInput(
            "Options can be tied, and ties are drawn by lot. Say from which public value, which "
            "nobody knows before voting closes.",
            rule=TIES,
        )
    rules = Governing(opening=case.edition, current=case.edition)
    first = len(command.questions) + 1
    questions = tuple(choosing(at, one, rules) for at, one in enumerate(command.options, first))
    return Choices.put(called, act, questions, command.lot)


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
    ballot, act = _ballot(case, command), case.act(SERVICE_ITSELF)
    why_not = waits_for(ballot, case.find(Scrutiny, scrutiny_id(ballot.id)))
    if why_not is not None:
        raise OutOfOrder(why_not, rule=SCRUTINEER)
    choices = case.find(Choices, choices_id(ballot.id))
    if choices is not None:
        choices.count(act, command.counts, ballot)
    ballot.count(act, command.tallies, 0 if choices is None else len(choices.questions))


@VERBS.handles(LeaveBallotTied)
def leave_ballot_tied(case: Case, command: LeaveBallotTied) -> None:
    ballot = _ballot(case, command)
    case.load(Choices, choices_id(ballot.id)).leave_tied(case.act(SERVICE_ITSELF), command.tied)


@VERBS.handles(RecordBallotLotValue)
def record_ballot_lot_value(case: Case, command: RecordBallotLotValue) -> None:
    ballot = case.load(Ballot, command.ballot)
    choices = case.find(Choices, choices_id(ballot.id))
    if choices is None:
        raise OutOfOrder("Nothing in this ballot is drawn by lot.", rule=TIES)
    act = case.act_by_power(RETURNING_OFFICER)
    choices.record_lot_value(act, command.value, ballot.root)


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
