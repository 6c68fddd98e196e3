"""An amendment in the hands of an assembly, and what became of it."""

from __future__ import annotations

from enum import StrEnum

from domain.cycle.calendar import StageName
from domain.kernel.ids import PersonId
from domain.kernel.value import Value
from domain.text.amendment.change import Amendment, AmendmentId


class Fate(StrEnum):
    """What became of an amendment."""

    MOVED = "moved"
    CARRIED = "carried"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"
    REFERRED = "referred back"
    DIVIDED = "put in parts"
    NOT_REACHED = "not reached"


class Held(Value):
    """An amendment, the assembly that decides it, its fate and why."""

    amendment: Amendment
    decided_in: StageName
    moved_by: PersonId
    reason: str = ""
    fate: Fate = Fate.MOVED
    because: str = ""
    applied: bool = False

    @property
    def id(self) -> AmendmentId:
        return self.amendment.id

    @property
    def is_open(self) -> bool:
        return self.fate is Fate.MOVED

    def met(self, fate: Fate, because: str) -> Held:
        return self.model_copy(update={"fate": fate, "because": because})


class Overtaken(Value):
    """An amendment that lost its place in the text, and in what way."""

    id: AmendmentId
    because: str


class Alternative(Value):
    """A minority's text that goes to the paper beside the proposal, with its support."""

    amendment: AmendmentId
    stage: StageName
    support: str


class Verdict(Value):
    """What the members decided on the proposal."""

    carried: bool
    yes: int
    no: int
    because: str
