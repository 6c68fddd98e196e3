"""A ballot of members with options, over the pages' own office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.kernel.ids import PersonId
from services.application.command import Command
from services.store.port import Receipt, Store
from tests.story.chosen import asking
from tests.support.hands import Hands, member


@dataclass
class Asked:
    """What the story of such a ballot asks of an organisation."""

    hands: Hands

    @property
    def store(self) -> Store:
        return self.hands.store

    def ask(self, command: Command, person: PersonId) -> Receipt:
        return self.hands.ask(command, person)


def opened(hands: Hands, **other: Any) -> UUID:
    """Such a ballot, in which voting has opened."""
    called = asking(Asked(hands), **other)  # type: ignore[arg-type]  # all that it asks of one
    ballot = hands.began(hands.ask(called, member(0)))
    found = hands.store.load(Ballot, ballot)
    for moment in (found.terms.joined_by, found.hours.opens):
        hands.at(moment)
    return ballot
