"""Who advises people who are suspended elsewhere, and how many of them each can take on at once."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import CONVENOR, PersonId, RuleId, derived
from domain.kernel.refusal import BadInput, OutOfOrder, RuleBroken
from domain.rules.edition import Edition
from domain.rules.values import Count

NAMED_BY: Final = RuleId("support.advisers_named_by")
MOST_PLACES: Final = RuleId("support.most_places")
ADVICE_DESK_ID: Final[UUID] = derived(CONVENOR, "the advice desk")


class AdviceDesk(Aggregate):
    """The advisers of an organisation."""

    TOPIC = "advice_desk"

    class Created(Aggregate.Created):
        """Never recorded: the desk begins by being opened."""

        TOPIC = "advice_desk.created.v1"

    class Opened(Aggregate.Created):
        """There are advisers from now on."""

        TOPIC = "advice_desk.opened.v1"

    class AdviserNamed(Aggregate.Event):
        """Somebody advises from now on, as many people at once as they have places."""

        TOPIC = "advice_desk.adviser_named.v1"
        person: PersonId
        places: int

    class AdviserLeft(Aggregate.Event):
        """Somebody advises no longer; whoever they advised waits for another adviser."""

        TOPIC = "advice_desk.adviser_left.v1"
        person: PersonId
        reason: str

    def __init__(self) -> None:
        self.places: dict[PersonId, int] = {}

    @classmethod
    def open(cls, act: Act) -> AdviceDesk:
        """Open the desk, with nobody at it yet."""
        return cls._begin(cls.Opened, ADVICE_DESK_ID, act)

    def name(self, act: Act, person: PersonId, places: int, edition: Edition) -> None:
        """Let somebody advise, or change how many they advise at once; none for the time being."""
        most = edition.value(MOST_PLACES, Count).count
        if not 0 <= places <= most:
            raise RuleBroken(f"An adviser has {most} places at the most.", rule=MOST_PLACES)
        if self.places.get(person) == places:
            raise OutOfOrder("They have as many places already.", rule=NAMED_BY)
        self._adviser_named(act=act.under(MOST_PLACES), person=person, places=places)

    def leave(self, act: Act, person: PersonId, reason: str) -> None:
        """Let somebody advise no longer."""
        if person not in self.places:
            raise OutOfOrder("They are no adviser.", rule=NAMED_BY)
        if not reason.strip():
            raise BadInput("Say why: it stays on record.")
        self._adviser_left(act=act, person=person, reason=reason)

    @event(AdviserNamed)
    def _adviser_named(self, act: Act, person: PersonId, places: int) -> None:
        self.places = {**self.places, person: places}

    @event(AdviserLeft)
    def _adviser_left(self, act: Act, person: PersonId, reason: str) -> None:
        self.places = {one: count for one, count in self.places.items() if one != person}
