"""Who acts in a rehearsal: invented people only, each a generated member with a number.

No act of the rehearsal is put on a real person's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.bodies.body import body_id
from domain.bodies.member import person_id
from domain.kernel.ids import PersonId
from services.application.asker import Asker
from services.examples.models import Mover, Record
from services.rehearsal.electorate import Person, number_of

COORDINATING_GROUP_SIZE = 22


@dataclass(frozen=True)
class Company:
    """The people of a rehearsal by what they do in it."""

    secretary: Person
    returning_officer: Person
    scrutineer: Person
    coordinating_group: tuple[Person, ...]
    speakers: dict[str, tuple[Person, Person, Person]]

    def staff(self) -> Asker:
        """The secretary, who keeps the registers and the records of the assemblies."""
        return Asker(person=self.secretary.id)

    def ncg(self) -> Asker:
        """A member of the coordinating group, speaking for it."""
        return Asker(person=self.coordinating_group[0].id, on_behalf_of=body_id("ncg"))

    def group(self, slug: str) -> Asker:
        """The speaker of a local group."""
        return Asker(person=self.speakers[slug][0].id, on_behalf_of=body_id(slug))

    def mover(self, mover: Mover) -> Asker:
        """Whoever the record names as the mover: a group's speaker or a member by number."""
        if mover.group is not None:
            return self.group(mover.group)
        assert mover.member is not None
        return Asker(person=member_id(mover.member))


def member_id(number: int) -> PersonId:
    return person_id(number_of(number))


def company(record: Record, members: Sequence[Person]) -> Company:
    """Draw the people of the rehearsal from the electorate, by number."""
    settled = [person for person in members if not person.lapsed]
    opening = record.calendar.stages[0].opens_at.date()
    settled = [person for person in settled if person.joined_on < opening]
    free = [person for person in settled if person.group is None]
    speakers = {}
    for group in record.groups.groups:
        local = [person for person in settled if person.group == group.id]
        if len(local) >= 3:
            speakers[group.id] = (local[0], local[1], local[2])
    return Company(
        secretary=free[0],
        returning_officer=free[COORDINATING_GROUP_SIZE + 1],
        scrutineer=free[COORDINATING_GROUP_SIZE + 2],
        coordinating_group=tuple(free[1 : COORDINATING_GROUP_SIZE + 1]),
        speakers=speakers,
    )
