"""What the process of a ballot, and its pages, ask of the place where blind ballots are kept.

Who drew a credential is known by name; who handed in a paper is not.  See `docs/secrecy.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.blind.announcement import Announcement, Asked
from domain.ballots.blind.answers import Marks
from domain.ballots.blind.bundle import Bundle, Close
from domain.ballots.blind.listed import PaperReceipt
from domain.ballots.choices import Choices, choices_id
from domain.ballots.terms import Question
from domain.counting.contest import Candidate, Contest
from domain.counting.result import CountResult
from domain.counting.terms import Settled, Terms
from domain.counting.yes_no import Tally
from domain.kernel.ids import PersonId
from domain.rules.values import Base, Share
from services.store.port import Store
from services.store.scanned import Scan

YES, NO = (1,), (2,)
CHOOSING: Final = Scan((Choices.Put.TOPIC,), lambda act: act.event.ballot, lambda act: True)
"""The ballots with questions that choose: asked for each paper, so that none waits for the log."""


@dataclass(frozen=True)
class Publication:
    """A blind ballot that was counted: the text of its bundle, its commitment, and each count."""

    text: str
    commitment: str
    tallies: tuple[Tally, ...]
    counts: tuple[CountResult, ...]


class BlindBallots(Protocol):
    """Blind ballots."""

    def announce(self, ballot: Ballot, choices: Choices | None = None) -> Announcement:
        """Make the keys of a ballot whose roll is frozen; again, and it says the same."""
        ...

    def announcement(self, ballot: UUID) -> Announcement:
        """What was announced; raises `NotFound`."""
        ...

    def draw(self, ballot: UUID, person: PersonId, blinded: bytes) -> bytes:
        """The blind signature for somebody on the roll: of one message, however often asked."""
        ...

    def cast(self, ballot: UUID, data: bytes) -> PaperReceipt:
        """Take one paper from whoever sends it."""
        ...

    def drawn(self, ballot: UUID) -> int:
        """How many have drawn their credential."""
        ...

    def has_drawn(self, ballot: UUID, person: PersonId) -> bool:
        """Whether somebody has drawn theirs."""
        ...

    def not_drawn(self, ballot: UUID) -> Sequence[PersonId]:
        """Who is on the roll and has drawn none: whom a reminder is for."""
        ...

    def turnout(self, ballot: UUID) -> int:
        """How many papers there are."""
        ...

    def close(self, ballot: UUID) -> Close:
        """Close the box at its moment and commit to what is in it; again, and it says the same."""
        ...

    def publish(self, ballot: UUID, value: str | None = None) -> Publication:
        """Open, count and keep what is published; again, and it says the same.

        `value`: that of the announced lot.  Raises `QuestionTied` where options are tied and none
        was given: nothing is kept then.
        """
        ...

    def published(self, ballot: UUID) -> str | None:
        """The text of the bundle; None before it was published."""
        ...

    def destroy(self, ballot: UUID) -> None:
        """Destroy what is left of its keys."""
        ...


def choices_in(store: Store, ballot: UUID) -> Choices | None:
    """What a ballot chooses between; None if all its questions are of yes or no."""
    return store.load(Choices, choices_id(ballot)) if CHOOSING.of(store, ballot) else None


def asked(ballot: Ballot, choices: Choices | None = None) -> tuple[Asked, ...]:
    """The questions as they are announced, each with the terms by which it is counted."""
    return tuple(
        _asked(ballot, choices, place, question)
        for place, question in enumerate(ballot.questions, start=1)
    )


def _asked(ballot: Ballot, choices: Choices | None, place: int, question: Question) -> Asked:
    chooses = None if choices is None else choices.at(place)
    settled = _yes_or_no(ballot) if chooses is None else chooses.settled
    return Asked(
        title=question.title, settled=settled, subject=question.subject, digest=question.digest
    )


def _yes_or_no(ballot: Ballot) -> Settled:
    """What is settled of a question of yes or no: the ballot's own majority and quorum."""
    majority, turnout = ballot.terms.majority, ballot.terms.turnout
    base = Base.ELIGIBLE if majority.of is Base.MEMBERS else majority.of
    options = [("majority", _fraction(majority)), ("of", base.value)]
    if turnout.numerator:
        options.append(("quorum", _fraction(turnout)))
    contest = Contest(seats=1, candidates=(Candidate(name="Yes"), Candidate(name="No")))
    return Settled(contest=contest, terms=Terms(rule="yes-no", options=tuple(options)))


def _fraction(share: Share) -> str:
    return f"{'>' if share.strict else ''}{share.numerator}/{share.denominator}"


def tallied(opened: Sequence[Marks | None], questions: int) -> tuple[Tally, ...]:
    """What the opened papers say to each question; one that can't be read is blank in all."""
    return tuple(
        _tally([marks[at] if marks else () for marks in opened]) for at in range(questions)
    )


def _tally(said: Sequence[tuple[int, ...]]) -> Tally:
    yes, no = (sum(one == wanted for one in said) for wanted in (YES, NO))
    return Tally(yes=yes, no=no, blank=len(said) - yes - no)


def publication(text: str, found: Bundle, opened: Sequence[Marks | None]) -> Publication:
    """What the process needs of a bundle."""
    tallies = tallied(opened, len(found.announcement.questions))
    return Publication(text, found.commitment, tallies, found.outcome.results)
