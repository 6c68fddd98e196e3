"""What is on stage: the desk to ask, the record, the people, and the names of what was begun."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from domain.kernel.ids import CONVENOR, derived
from domain.text.amendment.change import AmendmentId
from services.examples.models import Record
from services.rehearsal.people import Company
from services.rehearsal.theatre import Theatre

NOT_YET_OPENED = derived(CONVENOR, "not yet opened")


@dataclass
class OnStage:
    """The record's names of proposals and amendments, and what they are called on stage."""

    theatre: Theatre
    record: Record
    people: Company
    cycle: UUID = NOT_YET_OPENED
    proposals: dict[str, UUID] = field(default_factory=dict)
    amendments: dict[str, AmendmentId] = field(default_factory=dict)
