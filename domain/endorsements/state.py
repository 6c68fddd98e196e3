"""What is so of an endorsement at a moment: the same for all that is decided about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain.elections.lot import LotSource
from domain.endorsements.acts import EndorsementActs
from domain.endorsements.terms import EndorsementTerms
from domain.kernel.act import Act
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import PersonId
from domain.kernel.refusal import NotFound
from domain.kernel.value import Value


class State(StrEnum):
    """How far somebody's request has come."""

    ASKED = "asked"
    TAKEN_BACK = "taken back"
    ENDORSED = "endorsed"
    NOT_ENDORSED = "not endorsed"
    WITHDRAWN = "support withdrawn"


class Request(Value):
    """One request; `hearing` is until when they are heard before support may be taken back."""

    number: int
    person: PersonId | None
    name: str
    state: State = State.ASKED
    hearing: datetime | None = None
    heard: bool = False


class EndorsementState(EndorsementActs):
    """What is so at a moment."""

    if TYPE_CHECKING:  # what it has of `Aggregate`, which is the other base of an endorsement
        trigger_event: Callable[..., None]

        @property
        def id(self) -> UUID: ...

        @property
        def modified_on(self) -> datetime: ...

    office: str
    election: str
    places: int
    terms: EndorsementTerms
    lot: LotSource | None
    requests: tuple[Request, ...]
    asking_closed: bool
    recommended: int | None
    ballot: UUID | None
    settled: bool
    review_at: datetime | None
    review_missed: bool
    ended: bool

    @property
    def title(self) -> str:
        return f"Endorsement for {self.office}, {self.election}"

    @property
    def standing(self) -> tuple[Request, ...]:
        """Requests that have not been taken back, in the order in which they came."""
        return tuple(one for one in self.requests if one.state is not State.TAKEN_BACK)

    @property
    def endorsed(self) -> tuple[Request, ...]:
        return tuple(one for one in self.requests if one.state is State.ENDORSED)

    def request(self, number: int) -> Request:
        """The request of that number; raises `NotFound`."""
        found = next((one for one in self.requests if one.number == number), None)
        if found is None:
            raise NotFound(f"There is no request {number} in this endorsement.")
        return found

    def record(self, kind: type[Recorded], act: Act, **facts: Any) -> None:
        """Put an act on record, inside this endorsement."""
        self.trigger_event(kind, act=act.within(self.id, self.terms.edition), **facts)
