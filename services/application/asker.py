"""Who asks: the person, who types it in, and the body that they speak for."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from domain.kernel.ids import SERVICE, PersonId


class Asker(BaseModel):
    """Who asks: the person, who types it in, and the body that they speak for, if any."""

    model_config = ConfigDict(frozen=True)
    person: PersonId
    recorded_by: PersonId | None = None
    on_behalf_of: UUID | None = None

    @property
    def recorder(self) -> PersonId:
        return self.recorded_by or self.person


THE_SERVICE = Asker(person=SERVICE)
