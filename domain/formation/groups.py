"""What a formation is about: the groups to be formed, by when, and what happened to each place."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field, model_validator

from domain.elections.lot import LotSource
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.sane import Line
from domain.kernel.value import Value
from domain.rules.kinds import Named


class Group(Value):
    """A group to be formed: what it is for, and how many of the parent's members it takes.

    One that is joined by one's own word, such as a caucus, takes all in its category who wish to
    belong, so it has no numbers and nobody ranks it.  Which kinds are formed so is a rule.
    """

    slug: Line
    name: Line
    kind: Named
    remit: str
    least: Annotated[int, Field(ge=0)] = 0
    most: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Group:
        if self.least and self.most is None:
            raise ValueError(f"say how many {self.name} takes at most")
        if self.most is not None and self.least > self.most:
            raise ValueError(f"{self.name} would take at least {self.least}, at most {self.most}")
        return self

    @property
    def is_ranked(self) -> bool:
        return self.most is not None


class Duty(StrEnum):
    """What is due once preferences have closed."""

    RATIFICATION = "ratification"
    FIRST_MEETINGS = "first_meetings"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Duty.RATIFICATION: "The ratification of who sits in which group",
    Duty.FIRST_MEETINGS: "A convenor and a first meeting for each group",
}


class Due(Value):
    """A duty, its last moment, and the rule that sets it."""

    duty: Duty
    at: AwareDatetime
    rule: RuleId


class Plan(Value):
    """Until when preferences are taken and by which rule, what ties are drawn from, and by when it
    is ratified."""

    closes: AwareDatetime
    rule: RuleId
    lot: LotSource
    ratification: Due


class Terms(Value):
    """How many groups each person may have, and whether nobody who asks may be left out."""

    each: Annotated[int, Field(ge=1)]
    everybody: bool


class Preference(Value):
    """The groups that somebody asks for, best first."""

    person: PersonId
    name: str
    ranking: tuple[Line, ...]


class Place(Value):
    """A place in a group, and who gets it."""

    group: str
    person: PersonId
    name: str


class Change(Value):
    """What the parent decides for one person instead of what was allocated, and why."""

    person: PersonId
    groups: tuple[Line, ...]
    reason: Line


def in_group(places: Iterable[Place], group: str) -> tuple[Place, ...]:
    """The places in one group."""
    return tuple(one for one in places if one.group == group)
