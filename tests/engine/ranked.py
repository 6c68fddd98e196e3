"""A policy primary with motions that are backed, for the real engine."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.choices import Choices, choices_id
from domain.ballots.filling import filled_in
from domain.elections.lot import LotSource
from domain.primary.primary import Primary
from domain.rules.values import Choice, Count
from services.application.primaries import (
    AnnouncePrimaryLot,
    AppealForMotion,
    BackPrimaryMotion,
    CheckPrimaryMotion,
    LaunchPrimary,
    PutPrimaryMotion,
    RuleOnMotionAppeal,
)
from services.bootstrap import Office
from services.voting.blind.port import asked
from tests.engine.small import Small
from tests.support.hands import member
from tests.support.rulebook import rules

TITLES = ("Homes", "Buses", "Water")


class Ranking:
    """Three motions, each with enough backing; one is adopted."""

    def __init__(self, at: Office) -> None:
        self.at = at
        founding = rules(
            policy_primary__winners=Count(count=1), ballots__secrecy=Choice(choice="sealed")
        )
        self.small = Small(at, rules=founding)
        launched = self.small.ask(LaunchPrimary(title="The primary"), member(1))
        self.id: UUID = self.small.hands.began(launched)
        self.motions = [self._put(title, number) for number, title in enumerate(TITLES, start=2)]

    def _put(self, title: str, number: int) -> UUID:
        told = PutPrimaryMotion(
            primary=self.id, title=title, text="We want it.", author=f"Member {number}"
        )
        motion = self.small.hands.began(self.small.ask(told, member(number)))
        for backer in (7, 8):
            self.small.ask(BackPrimaryMotion(motion=motion), member(backer))
        return motion

    @property
    def found(self) -> Primary:
        return self.at.store.load(Primary, self.id)

    @property
    def ballot(self) -> Ballot:
        return self.at.store.load(Ballot, self.found.ballot or self.id)

    def turn_down(self) -> None:
        """The first motion is turned down."""
        told = CheckPrimaryMotion(motion=self.motions[0], passed=False, reasons="Not ours.")
        self.small.ask(told, member(1))

    def appeal(self) -> None:
        """Its author appeals."""
        self.small.ask(AppealForMotion(motion=self.motions[0], grounds="It is."), member(2))

    def rule(self) -> None:
        """The appeal is upheld."""
        told = RuleOnMotionAppeal(motion=self.motions[0], upheld=True, reasons="It is.")
        self.small.ask(told, member(1))

    def announce(self) -> None:
        known_from = self.at.store.now() + timedelta(days=90)
        lot = LotSource(source="The lottery", known_from=known_from)
        self.small.ask(AnnouncePrimaryLot(primary=self.id, lot=lot), member(1))

    def vote(self) -> None:
        """Two papers, which put the second motion first."""
        choices = self.at.store.load(Choices, choices_id(self.ballot.id))
        for number in (2, 3):
            paper = filled_in(((2, 1),), asked(self.ballot, choices), choices.questions)
            self.at.boxes.cast(self.ballot.id, member(number), paper)
