"""How a formation stands: what its other files ask before they decide.

It changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain.formation.allocation import Allocation
from domain.formation.formation_acts import FormationActs
from domain.formation.groups import Due, Duty, Group, Place, Plan, Preference, Terms
from domain.kernel.act import Act
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import BodyId, PersonId
from domain.kernel.moments import in_words
from domain.kernel.refusal import NotFound, OutOfOrder


class FormationState(FormationActs):
    """What is so at a moment."""

    if TYPE_CHECKING:  # what it has of `Aggregate`, which is the other base of a formation
        trigger_event: Callable[..., None]

        @property
        def id(self) -> UUID: ...

        @property
        def modified_on(self) -> datetime: ...

    parent: BodyId
    parent_name: str
    groups: tuple[Group, ...]
    terms: Terms
    plan: Plan
    edition: int
    preferences: dict[PersonId, Preference]
    counted: tuple[PersonId, ...] | None
    seed: str | None
    allocation: Allocation | None
    impossible: str | None
    places: tuple[Place, ...] | None
    first_meetings: Due | None
    convenors: dict[str, tuple[PersonId, ...]]
    meetings: dict[str, UUID]
    missed: tuple[Duty, ...]
    completed: bool
    given_up: bool

    @property
    def is_over(self) -> bool:
        return self.completed or self.given_up

    @property
    def closed(self) -> bool:
        return self.counted is not None

    @property
    def settled(self) -> bool:
        """Whether there is something for the parent to ratify, or to decide itself."""
        return self.allocation is not None or self.impossible is not None

    def group(self, slug: str) -> Group:
        """The group of that short name; raises `NotFound`."""
        found = next((one for one in self.groups if one.slug == slug), None)
        if found is None:
            raise NotFound(f"No group with the short name '{slug}' is being formed here.")
        return found

    def due(self, duty: Duty) -> Due | None:
        """By when a duty is done, once that is known."""
        return self.plan.ratification if duty is Duty.RATIFICATION else self.first_meetings

    def is_done(self, duty: Duty) -> bool:
        return self.places is not None if duty is Duty.RATIFICATION else self.completed

    def waits_for(self, gone: Collection[str] = ()) -> tuple[Group, ...]:
        """The groups, without those that are gone, that want a convenor or a first meeting."""
        return tuple(
            one
            for one in self.groups
            if one.slug not in gone
            and not (one.slug in self.convenors and one.slug in self.meetings)
        )

    def counted_preferences(self) -> tuple[Preference, ...]:
        """The preferences of those who had a vote when they closed."""
        return tuple(self.preferences[one] for one in self.counted or ())

    def record(self, kind: type[Recorded], act: Act, **facts: Any) -> None:
        """Put an act on record, inside this formation."""
        self.trigger_event(kind, act=act.within(self.id, self.edition), **facts)

    def must_go_on(self) -> None:
        """Refuse what can't be done once it is over."""
        if self.is_over:
            raise OutOfOrder("The forming of these groups has ended.")

    def must_be_closed(self) -> None:
        """Refuse what waits for the close of preferences."""
        self.must_go_on()
        if not self.closed:
            raise OutOfOrder(
                f"Preferences are taken until {in_words(self.plan.closes)}.", rule=self.plan.rule
            )

    def must_be_settled(self) -> None:
        """Refuse what is for the parent alone, before places are given or once it is ratified."""
        self.must_be_closed()
        if not self.settled:
            raise OutOfOrder("Places have not been given by preference yet.", rule=self.plan.rule)
        if self.places is not None:
            raise OutOfOrder("Who sits in which group has been ratified already.")

    def must_be_ratified(self) -> None:
        """Refuse what is done in groups that there are not yet."""
        self.must_go_on()
        if self.places is None:
            raise OutOfOrder(
                "Who sits in which group has not been ratified yet.",
                rule=self.plan.ratification.rule,
            )
