"""A policy primary that is launched, and the words in which tests put, back, check and rank."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.elections.lot import LotSource
from domain.kernel.ids import PersonId
from domain.primary.motion import PrimaryMotion
from domain.primary.primary import Primary
from services.application.primaries import (
    AnnouncePrimaryLot,
    AnswerComposite,
    BackPrimaryMotion,
    CheckPrimaryMotion,
    ComposePrimaryMotions,
    LaunchPrimary,
    OfMotion,
    PutPrimaryMotion,
)
from services.application.primary_motions import PUT_TO
from tests.application.organisation import CHAIR, LEEDS, MEMBERS, STAFF, YORK, Organisation
from tests.story.chosen import vote

ANA, BEN, CAT, DAN = MEMBERS[3:7]
BACKERS = MEMBERS[7:9]
VOTERS = (STAFF, CHAIR, LEEDS, YORK)


class Ranked:
    """A primary in an organisation, in which two are adopted and two others back each motion."""

    def __init__(self, org: Organisation) -> None:
        self.org = org
        self.id: UUID = org.hands.began(org.ask(LaunchPrimary(title="Primary of 2021"), CHAIR))
        org.hands.settle()

    @property
    def found(self) -> Primary:
        return self.org.store.load(Primary, self.id)

    @property
    def ballot(self) -> Ballot:
        assert self.found.ballot is not None
        return self.org.store.load(Ballot, self.found.ballot)

    def the(self, motion: UUID) -> PrimaryMotion:
        return self.org.store.load(PrimaryMotion, motion)

    @property
    def motions(self) -> list[PrimaryMotion]:
        return [self.the(one) for one in PUT_TO.of(self.org.store, self.id)]

    def putting(self, title: str, **other: Any) -> PutPrimaryMotion:
        told = {"primary": self.id, "title": title, "text": f"We want {title}.", "author": "A"}
        return PutPrimaryMotion.model_validate(told | other)

    def put(self, title: str, person: PersonId, group: str | None = None) -> UUID:
        return self.org.hands.began(self.org.ask(self.putting(title), person, group))

    def back(self, motion: UUID, *people: PersonId) -> None:
        for person in people or BACKERS:
            self.org.ask(BackPrimaryMotion(motion=motion), person)

    def backed(self, title: str, person: PersonId, group: str | None = None) -> UUID:
        motion = self.put(title, person, group)
        self.back(motion)
        return motion

    def of(self, command: type[OfMotion], motion: UUID, by: PersonId, **fields: Any) -> None:
        self.org.ask(command.model_validate({"motion": motion, **fields}), by)

    def check(self, motion: UUID, *, passed: bool = True, by: PersonId = CHAIR) -> None:
        reasons = "" if passed else "It is against what we stand for."
        self.of(CheckPrimaryMotion, motion, by, passed=passed, reasons=reasons)

    def composing(self, title: str, *parents: UUID) -> ComposePrimaryMotions:
        text = "We want all of it."
        return ComposePrimaryMotions(primary=self.id, title=title, text=text, parents=parents)

    def compose(self, title: str, *parents: UUID) -> UUID:
        return self.org.hands.began(self.org.ask(self.composing(title, *parents), CHAIR))

    def answer(self, composite: UUID, parent: UUID, by: PersonId, *, agreed: bool = True) -> None:
        self.of(AnswerComposite, composite, by, parent=parent, agreed=agreed)

    def submitted(self) -> None:
        self.org.hands.at(self.found.terms.submit_until)

    def checking(self) -> None:
        """The time to put and to back is over."""
        self.submitted()
        self.org.hands.at(self.found.terms.back_until)

    def answering(self) -> None:
        self.org.hands.at(self.found.terms.check_until)

    def answered(self) -> None:
        self.org.hands.at(self.found.terms.answer_until)

    def announcing(self) -> AnnouncePrimaryLot:
        lot = LotSource(source="The lottery", known_from=self.org.store.now() + timedelta(days=90))
        return AnnouncePrimaryLot(primary=self.id, lot=lot)

    def announce(self) -> None:
        self.org.ask(self.announcing(), CHAIR)
        self.org.hands.settle()

    def vote(self, *papers: tuple[int, ...]) -> None:
        """Members rank what is on the paper, and it is counted."""
        self.org.hands.at(self.ballot.hours.opens)
        for person, marks in zip(VOTERS, papers, strict=False):
            vote(self.org, self.ballot.id, person, (marks,))
        self.org.hands.at(self.ballot.hours.closes)

    @property
    def adopted(self) -> list[str]:
        return [one.title for one in self.found.policies]
