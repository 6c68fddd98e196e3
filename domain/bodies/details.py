"""What the organisation keeps of a person, sealed by purpose, and what becomes of it.

It decides what may be declared, and when something may be forgotten.  It refuses to know how
anything is sealed, and no act in it says in plain words what somebody is called, where they live or
what they declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

from domain.bodies.forgetting import InTheWay, must_be_free
from domain.bodies.kept import (
    DECLARED_FOR,
    Address,
    Birthday,
    Category,
    Caucus,
    Given,
    Name,
    without,
)
from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, event
from domain.kernel.ids import CONVENOR, BodyId, PersonId, RuleId, derived
from domain.kernel.refusal import BadInput, NotFound, OutOfOrder
from domain.kernel.sealed import ERASED, Purpose, Sealed

DECLARED_BY: Final = RuleId("people.categories_declared_by")
DECIDED_BY: Final = RuleId("people.erasure_decided_by")


def details_id(person: PersonId) -> UUID:
    """The id of what is kept of a person; the person's own is that of their membership."""
    return derived(CONVENOR, "details", person)


class Person(Aggregate):
    """What is kept of one person."""

    TOPIC = "person"

    class Created(Aggregate.Created):
        """Never recorded: a file on a person begins by being opened."""

        TOPIC = "person.created.v1"

    class Entered(Aggregate.Created):
        """From now on something is kept of a person."""

        TOPIC = "person.entered.v1"
        person: PersonId

    class DetailsSet(Aggregate.Event):
        """What a person is called and where they are reached was written down; it replaces all."""

        TOPIC = "person.details_set.v1"
        person: PersonId
        name: Name
        email: Address
        post_address: Address
        born: Birthday

    class CategoryDeclared(Aggregate.Event):
        """A person said for a purpose what they are; the log shows that they did, and not what."""

        TOPIC = "person.category_declared.v1"
        person: PersonId
        purpose: Purpose
        number: int
        category: Category

    class CategoryWithdrawn(Aggregate.Event):
        """A person took back what they had declared under that number."""

        TOPIC = "person.category_withdrawn.v1"
        person: PersonId
        purpose: Purpose
        number: int

    class CaucusJoined(Aggregate.Event):
        """A person joined a caucus; the log shows that they joined one, and not which."""

        TOPIC = "person.caucus_joined.v1"
        person: PersonId
        number: int
        body: Caucus

    class CaucusLeft(Aggregate.Event):
        """A person belongs no longer to the caucus that they joined under that number."""

        TOPIC = "person.caucus_left.v1"
        person: PersonId
        number: int

    class HoldPlaced(Aggregate.Event):
        """The law or a dispute asks that nothing of a person's data is destroyed for now."""

        TOPIC = "person.hold_placed.v1"
        person: PersonId
        reason: str

    class HoldLifted(Aggregate.Event):
        """Nothing keeps a person's data from being destroyed on this ground any more."""

        TOPIC = "person.hold_lifted.v1"
        person: PersonId
        reason: str

    class Erased(Aggregate.Event):
        """A person's data was given up for these purposes: its keys are destroyed."""

        TOPIC = "person.erased.v1"
        person: PersonId
        purposes: tuple[Purpose, ...]
        ground: str

    def __init__(self, person: PersonId) -> None:
        self.person = person
        self.given = Given()
        self.declared: Mapping[Purpose, Mapping[int, Sealed[str]]] = MappingProxyType({})
        self.caucuses: Mapping[int, Sealed[BodyId]] = MappingProxyType({})
        self.declarations = 0
        self.hold: str | None = None

    @classmethod
    def enter(cls, act: Act, person: PersonId) -> Person:
        """Begin to keep something of a person."""
        return cls._begin(cls.Entered, details_id(person), act, person=person)

    @property
    def kept_for(self) -> tuple[Purpose, ...]:
        """The purposes for which something is kept that was not erased."""
        given = self.given
        values: dict[Purpose, tuple[object, ...]] = {
            Purpose.IDENTITY: (given.name,),
            Purpose.CONTACT: (given.email, given.post_address),
            Purpose.BIRTH: (given.born,),
            **{purpose: tuple(self.declared_for(purpose).values()) for purpose in DECLARED_FOR},
        }
        values[Purpose.CAUCUS] += tuple(self.caucuses.values())
        return tuple(p for p in Purpose if any(v not in (None, ERASED) for v in values.get(p, ())))

    def declared_for(self, purpose: Purpose) -> Mapping[int, Sealed[str]]:
        """What the person declared for a purpose and has not taken back, by its number."""
        return self.declared.get(purpose, {})

    def qualifies(self, purpose: Purpose, category: str) -> bool:
        """Whether the person declared that category for that very purpose."""
        return category in self.declared_for(purpose).values()

    def set_details(self, act: Act, given: Given) -> None:
        """Write down what the person is called and where they are reached."""
        self._details_set(
            act=act,
            person=self.person,
            name=given.name,
            email=given.email,
            post_address=given.post_address,
            born=given.born,
        )

    def declare_category(self, act: Act, purpose: Purpose, category: str) -> None:
        """Record what the person says for one purpose that they are."""
        _must_be_declared_for(purpose)
        if self.qualifies(purpose, category):
            raise OutOfOrder(f"You have declared this for {purpose} already.", rule=DECLARED_BY)
        self._category_declared(
            act=act,
            person=self.person,
            purpose=purpose,
            number=self.declarations + 1,
            category=category,
        )

    def withdraw_category(self, act: Act, purpose: Purpose, category: str) -> None:
        """Take a declaration back; with the last for a purpose, the purpose's data is given up."""
        _must_be_declared_for(purpose)
        declared = self.declared_for(purpose)
        found = next((number for number, said in declared.items() if said == category), None)
        if found is None:
            raise NotFound(f"You have declared nothing of that kind for {purpose}.")
        self._category_withdrawn(act=act, person=self.person, purpose=purpose, number=found)
        self._give_up_if_nothing_is_left(act, purpose)

    def belongs_to(self, caucus: UUID) -> bool:
        """Whether the person belongs to a caucus without being shown as one of it."""
        return caucus in self.caucuses.values()

    def join_caucus(self, act: Act, caucus: BodyId) -> None:
        """Record that the person belongs to a caucus from now on; which one is sealed."""
        if self.belongs_to(caucus):
            raise OutOfOrder("You belong to this caucus already.", rule=DECLARED_BY)
        self._caucus_joined(act=act, person=self.person, number=self.declarations + 1, body=caucus)

    def leave_caucus(self, act: Act, caucus: UUID) -> None:
        """Record that the person belongs to a caucus no longer."""
        found = next((number for number, body in self.caucuses.items() if body == caucus), None)
        if found is None:
            raise NotFound("You do not belong to this caucus.")
        self._caucus_left(act=act, person=self.person, number=found)
        self._give_up_if_nothing_is_left(act, Purpose.CAUCUS)

    def _give_up_if_nothing_is_left(self, act: Act, purpose: Purpose) -> None:
        if purpose in self.kept_for or self.hold is not None:
            return
        ground = "The last declaration for this purpose was taken back."
        self._erased(act=act, person=self.person, purposes=(purpose,), ground=ground)

    def place_hold(self, act: Act, reason: str) -> None:
        """Keep the person's data from being destroyed."""
        if self.hold is not None:
            said = self.hold.rstrip(".")
            raise OutOfOrder(f"Their data is on hold already: {said}.", rule=DECIDED_BY)
        self._hold_placed(act=act, person=self.person, reason=reason)

    def lift_hold(self, act: Act, reason: str) -> None:
        """Let the person's data be destroyed again."""
        if self.hold is None:
            raise OutOfOrder("No hold lies on their data.", rule=DECIDED_BY)
        self._hold_lifted(act=act, person=self.person, reason=reason)

    def erase(
        self,
        act: Act,
        purposes: tuple[Purpose, ...],
        ground: str,
        in_the_way: InTheWay,
        *,
        beside: tuple[Purpose, ...] = (),
    ) -> None:
        """Give up the person's data for these purposes; raises `RuleBroken` where it must stay.

        `beside` are purposes for which something is kept outside of this, such as an address.
        """
        there = {*self.kept_for, *beside}
        kept = tuple(purpose for purpose in Purpose if purpose in purposes and purpose in there)
        if not kept:
            raise NotFound("Nothing is kept of them for these purposes that could be erased.")
        must_be_free(kept, in_the_way.on_hold(self.hold))
        self._erased(act=act, person=self.person, purposes=kept, ground=ground)

    @event(DetailsSet)
    def _details_set(
        self,
        act: Act,
        person: PersonId,
        name: Sealed[str] | None,
        email: Sealed[str] | None,
        post_address: Sealed[str] | None,
        born: Sealed[date] | None,
    ) -> None:
        # Values that were checked when the act was made, or read.
        self.given = Given.model_construct(
            name=name, email=email, post_address=post_address, born=born
        )

    @event(CategoryDeclared)
    def _category_declared(
        self, act: Act, person: PersonId, purpose: Purpose, number: int, category: Sealed[str]
    ) -> None:
        self.declarations = number
        self._declare(purpose, {**self.declared_for(purpose), number: category})

    @event(CategoryWithdrawn)
    def _category_withdrawn(
        self, act: Act, person: PersonId, purpose: Purpose, number: int
    ) -> None:
        left = {one: said for one, said in self.declared_for(purpose).items() if one != number}
        self._declare(purpose, left)

    @event(CaucusJoined)
    def _caucus_joined(self, act: Act, person: PersonId, number: int, body: Sealed[BodyId]) -> None:
        self.declarations = number
        self.caucuses = MappingProxyType({**self.caucuses, number: body})

    @event(CaucusLeft)
    def _caucus_left(self, act: Act, person: PersonId, number: int) -> None:
        left = {one: body for one, body in self.caucuses.items() if one != number}
        self.caucuses = MappingProxyType(left)

    @event(HoldPlaced)
    def _hold_placed(self, act: Act, person: PersonId, reason: str) -> None:
        self.hold = reason

    @event(HoldLifted)
    def _hold_lifted(self, act: Act, person: PersonId, reason: str) -> None:
        self.hold = None

    @event(Erased)
    def _erased(
        self, act: Act, person: PersonId, purposes: tuple[Purpose, ...], ground: str
    ) -> None:
        self.given = without(self.given, purposes)
        for purpose in purposes:
            self._declare(purpose, {})
        if Purpose.CAUCUS in purposes:
            self.caucuses = MappingProxyType({})

    def _declare(self, purpose: Purpose, declared: Mapping[int, Sealed[str]]) -> None:
        self.declared = MappingProxyType({**self.declared, purpose: declared})


def _must_be_declared_for(purpose: Purpose) -> None:
    if purpose not in DECLARED_FOR:
        words = " or ".join(DECLARED_FOR)
        raise BadInput(f"Categories are declared for {words}, and not for {purpose}.")
