"""One ballot: the paper, the hours, the roll, the turnout, and the result once it is declared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.ballots.choosing import Choosing, Way
from domain.ballots.secrecy import Secrecy
from domain.counting.result import CountResult
from domain.counting.terms import Settled
from domain.elections.count import OpenTie
from domain.elections.lot import LotSource
from domain.kernel.refusal import NotFound
from domain.rules.values import Share
from services.reading.collisions import foreseen
from services.reading.processes import Process, process
from services.reading.scrutiny import Scrutiny, scrutiny_of
from services.reading.view import Answer, Reading, View
from services.voting.port import Turnout


class BallotState(StrEnum):
    """How a ballot stands at the moment of looking; hours decide, not what was recorded."""

    CALLED = "called"
    OPEN = "open"
    CLOSED = "closed"
    DECLARED = "declared"


class BallotLine(Answer):
    """A ballot by itself."""

    ballot: UUID
    title: str
    parent: UUID | None
    state: BallotState
    called: datetime
    opens: datetime
    closes: datetime
    majority: Share
    turnout_quorum: Share
    joined_by: datetime
    remind_at: tuple[datetime, ...]
    governing_version: int
    election: UUID | None
    region: str | None
    survey: bool
    endorsement: UUID | None
    policy_primary: UUID | None
    report_due: datetime | None
    secrecy: Secrecy
    replaceable: bool
    announced: str | None
    credentials: int | None
    published: str | None
    keys_destroyed: datetime | None
    roll_count: int | None
    roll_position: int | None
    roll_commitment: str | None
    papers: int | None
    root: str | None
    declared: datetime | None


class Result(Answer):
    """The count of one question and what it means."""

    yes: int
    no: int
    blank: int
    carried: bool
    because: str
    prevails: bool


class Choice(Answer):
    """What a question chooses between, and how; its count once that is declared."""

    place: int
    title: str
    way: Way
    settled: Settled
    lot: LotSource
    open_tie: OpenTie | None
    lot_value: str | None
    lot_seed: str | None
    result: CountResult | None
    stands: bool | None
    because: str | None

    @property
    def choosing(self) -> Choosing:
        """The question as it stands on the paper."""
        return Choosing(place=self.place, title=self.title, way=self.way, settled=self.settled)


class Question(Answer):
    """A question on the paper, with its result once that is declared; `choice` if it chooses."""

    place: int
    subject: UUID
    number: int
    title: str
    digest: str
    alternative_to: UUID | None
    support: str | None
    result: Result | None = None
    choice: Choice | None = None


class Reminder(Answer):
    """A reminder, planned for a moment and sent; in a blind ballot, to those who had not drawn."""

    planned_for: datetime
    not_voted: int
    act: UUID


class TurnoutPoint(Answer):
    """How many had voted by the end of an hour."""

    hour: datetime
    papers: int


class Ballot(Answer):
    """A ballot with everything that hangs on it.

    `foreseen` says where proposals on the paper would collide if all were carried.
    """

    view: View
    ballot: BallotLine
    process: Process
    questions: tuple[Question, ...]
    scrutiny: Scrutiny | None
    reminders: tuple[Reminder, ...]
    turnout: tuple[TurnoutPoint, ...]
    foreseen: tuple[str, ...]


_BALLOTS = """
    SELECT ballot, title, parent, called, opens, closes, majority, turnout_quorum, joined_by,
           remind_at, governing_version, election, region, survey, endorsement,
           policy_primary,           report_due, secrecy, replaceable,
           announced, credentials, published,
           keys_destroyed, roll_count, roll_position, roll_commitment, papers, root,
           declared,
           CASE WHEN declared IS NOT NULL THEN 'declared' WHEN closes <= %(as_of)s THEN 'closed'
                WHEN opens <= %(as_of)s THEN 'open' ELSE 'called' END AS state
    FROM ballots
    WHERE valid @> %(as_of)s::timestamptz AND (%(ballot)s::uuid IS NULL OR ballot = %(ballot)s)
    ORDER BY called DESC, ballot
"""
_QUESTIONS = """
    SELECT place, subject, number, title, digest, alternative_to, support FROM ballot_questions
    WHERE ballot = %(ballot)s AND since <= %(as_of)s ORDER BY place
"""
# Of a proposal and its alternative that both passed, the one with more in favour prevails; a tie
# keeps the proposal.
_RESULTS = """
    SELECT r.place, r.yes, r.no, r.blank, r.carried, r.because,
           r.carried AND NOT EXISTS (
               SELECT FROM ballot_results o JOIN ballot_questions oq USING (ballot, place)
               WHERE o.ballot = r.ballot AND o.carried
                 AND ((oq.alternative_to = r.subject AND o.yes > r.yes)
                   OR (q.alternative_to = o.subject AND o.yes >= r.yes))
           ) AS prevails
    FROM ballot_results r JOIN ballot_questions q USING (ballot, place)
    WHERE r.ballot = %(ballot)s AND r.since <= %(as_of)s
"""
_CHOICES = """
    SELECT place, title, way, settled, lot, open_tie, lot_value, lot_seed, result, stands, because
    FROM ballot_choices
    WHERE ballot = %(ballot)s AND valid @> %(as_of)s::timestamptz ORDER BY place
"""
_UNTOLD = {"result": None, "stands": None, "because": None}
_REMINDERS = """
    SELECT planned_for, not_voted, act FROM ballot_reminders
    WHERE ballot = %(ballot)s AND since <= %(as_of)s ORDER BY planned_for
"""


def ballots(at: Reading) -> tuple[BallotLine, ...]:
    """Every ballot, the newest first."""
    return at.all(BallotLine, _BALLOTS, ballot=None)


def ballot(at: Reading, ballot: UUID, turnout: Iterable[Turnout] = ()) -> Ballot:
    """One ballot; raises `NotFound`.

    `turnout` comes from where the roll is kept (`PaperBoxes.turnout`); what came later than the
    moment of looking is left out, and so is the result before it was declared.
    """
    line = at.first(BallotLine, _BALLOTS, ballot=ballot)
    if line is None:
        raise NotFound(f"There is no ballot with the id {ballot} at that moment.")
    return Ballot(
        view=at.view,
        ballot=line,
        process=process(at, ballot),
        questions=_questions(at, line),
        scrutiny=scrutiny_of(at, ballot),
        reminders=at.all(Reminder, _REMINDERS, ballot=ballot),
        turnout=tuple(
            TurnoutPoint(hour=point.hour, papers=point.papers)
            for point in turnout
            if point.hour <= at.view.moment
        ),
        foreseen=_foreseen(at, line),
    )


def _foreseen(at: Reading, line: BallotLine) -> tuple[str, ...]:
    if line.parent is None or line.state is BallotState.DECLARED:
        return ()
    return tuple(one.sentence for one in foreseen(at, line.parent))


def _questions(at: Reading, line: BallotLine) -> tuple[Question, ...]:
    choices = {one.place: one for one in at.all(Choice, _CHOICES, ballot=line.ballot)}
    questions = tuple(
        q.model_copy(update={"choice": choices.get(q.place)})
        for q in at.all(Question, _QUESTIONS, ballot=line.ballot)
    )
    if line.state is not BallotState.DECLARED:
        return tuple(_untold(q) for q in questions)
    results = {
        place: Result(
            yes=yes, no=no, blank=blank, carried=carried, because=because, prevails=prevails
        )
        for place, yes, no, blank, carried, because, prevails in at.rows(
            _RESULTS, ballot=line.ballot
        )
    }
    return tuple(q.model_copy(update={"result": results.get(q.place)}) for q in questions)


def _untold(question: Question) -> Question:
    """A question whose count, if there is one, is not declared yet."""
    if question.choice is None:
        return question
    return question.model_copy(update={"choice": question.choice.model_copy(update=_UNTOLD)})
