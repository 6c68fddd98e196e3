"""Who asks: the person, who types it in, and the body that they speak for."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from domain.kernel.ids import SERVICE, PersonId
from domain.kernel.refusal import NotAllowed


class Asker(BaseModel):
    """Who asks: the person, who types it in, and the body that they speak for, if any."""

    model_config = ConfigDict(frozen=True)
    person: PersonId
    recorded_by: PersonId | None = None
    on_behalf_of: UUID | None = None

    @property
    def recorder(self) -> PersonId:
        return self.recorded_by or self.person


def somebody(person: PersonId, on_behalf_of: UUID | None = None) -> Asker:
    """Somebody who asks from outside, through a page, the API or the command line.

    Raises `NotAllowed` for the service itself: what it does at a deadline nobody does by hand.
    """
    if person == SERVICE:
        raise NotAllowed("Nobody acts as the service: what it does, it does by itself.")
    return Asker(person=person, on_behalf_of=on_behalf_of)


THE_SERVICE = Asker(person=SERVICE)
