"""A stream in which something is sealed at every depth, and short ways to write in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from domain.kernel.act import Act
from domain.kernel.aggregate import Aggregate, Recorded, event
from domain.kernel.ids import CONVENOR, PersonId, derived
from domain.kernel.sealed import Purpose, Seal, Sealed
from domain.kernel.value import Value
from tests.store.thing import act


class Signature(Value):
    """Somebody who signed."""

    person: PersonId
    name: Annotated[Sealed[str], Seal(Purpose.IDENTITY)]


class Letter(Aggregate):
    """A letter that people sign."""

    TOPIC = "letter"

    class Created(Aggregate.Created):
        """Not recorded; the library asks for it."""

        TOPIC = "letter.created.v1"

    class Written(Aggregate.Created):
        """Somebody wrote a letter."""

        TOPIC = "letter.written.v1"
        title: str
        person: PersonId
        address: Annotated[Sealed[str] | None, Seal(Purpose.CONTACT)]
        signed: tuple[Signature, ...]

    class Filed(Aggregate.Event):
        """The letter was filed under a purpose that its writer named."""

        TOPIC = "letter.filed.v1"
        person: PersonId
        purpose: Purpose
        under: Annotated[Sealed[tuple[str, ...]], Seal(purpose_in="purpose")]

    class Read(Aggregate.Event):
        """Somebody read it; nothing in this is sealed."""

        TOPIC = "letter.read.v1"
        by: PersonId

    def __init__(
        self,
        title: str,
        person: PersonId,
        address: Sealed[str] | None,
        signed: tuple[Signature, ...],
    ) -> None:
        self.title = title
        self.address = address
        self.signed = signed
        self.under: Sealed[tuple[str, ...]] = ()

    @classmethod
    def write(cls, number: int, address: Sealed[str] | None = "1 Secret Street") -> Letter:
        return cls._begin(
            cls.Written,
            letter_id(number),
            act(number, 1),
            title=f"Letter {number}",
            person=person(number),
            address=address,
            signed=(
                Signature(person=person(number), name="Ada Sealed"),
                Signature(person=person(number + 1), name="Bo “Hidden” Ö"),
            ),
        )

    def file(self, number: int, *words: str) -> Letter:
        self._filed(
            act=act(self.id, self.version + 1),
            person=person(number),
            purpose=Purpose.QUOTA,
            under=words,
        )
        return self

    def be_read(self, number: int) -> Letter:
        self._read(act=act(self.id, self.version + 1), by=person(number))
        return self

    @event(Filed)
    def _filed(
        self, act: Act, person: PersonId, purpose: Purpose, under: Sealed[tuple[str, ...]]
    ) -> None:
        self.under = under

    @event(Read)
    def _read(self, act: Act, by: PersonId) -> None:
        pass


def letter_id(number: int) -> UUID:
    return derived(CONVENOR, "letter", number)


def person(number: int) -> PersonId:
    return PersonId(derived(CONVENOR, "person", number))


def written(number: int = 1) -> Recorded:
    (found,) = Letter.write(number).collect_events()
    assert isinstance(found, Recorded)
    return found


def letters(count: int, first: int = 0) -> Iterator[Recorded]:
    """The acts of some letters, letter by letter."""
    for number in range(first, first + count):
        letter = Letter.write(number).file(number, "filed secretly").be_read(number)
        yield from (one for one in letter.collect_events() if isinstance(one, Recorded))


SECRETS = ("Secret Street", "Ada Sealed", "Hidden", "filed secretly")
