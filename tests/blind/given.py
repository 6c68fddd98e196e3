"""Keys, ballots and voters that the tests of blind ballots share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from uuid import UUID

from domain.ballots.blind.announcement import Announcement, Asked
from domain.ballots.blind.answers import Marks
from domain.ballots.blind.bundle import Bundle, written
from domain.ballots.blind.listed import in_order
from domain.ballots.blind.paper import Credential, Paper
from domain.ballots.blind.roll import RollTree
from domain.counting.contest import Candidate, Contest
from domain.counting.terms import Settled, Terms
from domain.elections.lot import LotSource
from services.voting.blind.keys import BallotKeys
from services.voting.blind.publishing import Box, published
from services.voting.blind.rsabssa import Signer
from services.voting.blind.voter import Voter
from tests.domain.acts import START, an_id, days

ROLL = tuple(an_id(f"member {number}") for number in range(13))
SEED = "the lottery of next Saturday"


@cache
def keys() -> BallotKeys:
    """Keys that are used again; to make them takes longer than most tests."""
    return BallotKeys.make()


def signer() -> Signer:
    return keys().signer


def asked(title: str, rule: str, seats: int, *names: str) -> Asked:
    contest = Contest(seats=seats, candidates=tuple(Candidate(name=name) for name in names))
    return Asked(title=title, settled=Settled(contest=contest, terms=Terms(rule=rule)))


QUESTIONS = (
    asked("Adopt the new constitution?", "yes-no", 1, "Yes", "No"),
    asked("The committee", "scottish-stv", 2, "Ash", "Birch", "Cedar", "Elm"),
    asked("Where to meet", "approval", 1, "Leeds", "Hull", "York"),
)


def announced(*questions: Asked, ballot: UUID | None = None) -> Announcement:
    return Announcement(
        ballot=ballot or an_id("blind ballot"),
        title="A blind ballot",
        questions=questions or QUESTIONS,
        opens=START,
        closes=START + days(9),
        edition=1,
        replaceable=True,
        lot=LotSource(source="the national lottery", known_from=START + days(10)),
        roll=RollTree(keys().roll, ROLL).said(position=7),
        keys=keys().public,
    )


@cache
def announcement() -> Announcement:
    return announced()


@dataclass(frozen=True)
class Member:
    """A voter with their credential."""

    voter: Voter
    credential: Credential

    def votes(self, marks: Marks, counter: int = 0) -> Paper:
        return self.voter.paper(self.credential, marks, counter)


def admitted(to: Announcement) -> Member:
    """A voter who was given a credential."""
    voter = Voter.begin(to)
    return Member(voter, voter.credential(signer().sign(voter.blinded)))


@cache
def member(number: int) -> Member:
    return admitted(announcement())


def _random_marks(number: int) -> Marks:
    chance = Random(number)
    ranked = chance.sample(range(1, 5), chance.randrange(5))
    approved = sorted(chance.sample(range(1, 4), chance.randrange(4)))
    return ((chance.choice([1, 1, 2]),), tuple(ranked), tuple(approved))


@cache
def papers() -> Sequence[Paper]:
    return in_order(member(number).votes(_random_marks(number)) for number in range(11))


@cache
def council_bundle() -> Bundle:
    """A ballot in which eleven of thirteen voted and twelve had drawn their credential."""
    opening = keys().opening
    assert opening is not None
    return published(announcement(), Box(12, papers()), opening, SEED)


@cache
def council_text() -> str:
    return written(council_bundle())
