"""What an allocation is made of: the room in each group, and what everybody asked for."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from domain.kernel.ids import PersonId
from domain.kernel.value import Value


class Room(Value):
    """How many a group takes, at least and at most; `group` is its short name."""

    group: str
    name: str = ""
    least: Annotated[int, Field(ge=0)]
    most: Annotated[int, Field(ge=1)]

    @model_validator(mode="after")
    def _has_room_for_its_least(self) -> Room:
        if self.least > self.most:
            raise ValueError(
                f"{self.group} would take at least {self.least} and at most {self.most}"
            )
        return self

    @property
    def called(self) -> str:
        return self.name or self.group


class Asked(Value):
    """The groups that one person asks for, best first; `owed`: they must not be left out."""

    person: PersonId
    ranking: tuple[str, ...]
    owed: bool = False

    @model_validator(mode="after")
    def _names_each_once(self) -> Asked:
        if len(set(self.ranking)) < len(self.ranking):
            raise ValueError("a group stands twice in one ranking")
        return self


class Wishes(Value):
    """Everything: the groups, what everybody asked for, and how many groups each may have."""

    groups: tuple[Room, ...]
    asked: tuple[Asked, ...]
    each: Annotated[int, Field(ge=1)] = 1

    @model_validator(mode="after")
    def _speaks_of_its_groups(self) -> Wishes:
        known = {one.group for one in self.groups}
        for one in self.asked:
            for group in one.ranking:
                if group not in known:
                    raise ValueError(f"somebody asks for '{group}', which is not on the list")
        if len({one.person for one in self.asked}) < len(self.asked):
            raise ValueError("somebody asks twice")
        return self
