"""Envelopes and people of the large organisation: who writes, when, and under which edition."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Final
from uuid import UUID

from domain.bodies.member import person_id
from domain.kernel.act import Act, Authority
from domain.kernel.aggregate import Aggregate, Recorded
from domain.kernel.ids import SERVICE, CommandId, PersonId, RuleId, derived
from domain.rules.governing import Governing
from domain.rules.rulebook import Edition

LARGE: Final = UUID("0c9b9a52-6a52-5f0e-9a3a-2b6c1f3f7f2c")
OFFICE: Final = Authority(kind="post", name="Secretary of the office")
ITSELF: Final = Authority(kind="rule", name="the service, at a deadline")
_FIRST: Final = [
    "Ada",
    "Ben",
    "Carys",
    "Dan",
    "Esi",
    "Finn",
    "Gita",
    "Hal",
    "Ines",
    "Jo",
    "Kit",
    "Lena",
    "Mo",
    "Nia",
    "Ola",
    "Pia",
    "Ruth",
    "Sam",
]
_LAST: Final = [
    "Okafor",
    "Whitlock",
    "Pugh",
    "Reilly",
    "Mensah",
    "Doyle",
    "Rao",
    "Berg",
    "Duarte",
    "Lambert",
    "Nowak",
    "Moor",
]


def number_of(member: int) -> str:
    """A membership number."""
    return f"M{member:05}"


def person(member: int) -> PersonId:
    return person_id(number_of(member))


def name_of(member: int) -> str:
    """An invented name; the number tells namesakes apart."""
    first, last = _FIRST[member % len(_FIRST)], _LAST[member // len(_FIRST) % len(_LAST)]
    return f"{first} {last} {member}"


class Pen:
    """Writes the envelopes under one edition of the rulebook, each with a command of its own."""

    def __init__(self, edition: Edition) -> None:
        self.rules = Governing(opening=edition, current=edition)
        self._numbers = count()

    def act(
        self,
        moment: datetime,
        *rules: RuleId,
        by: PersonId | None = None,
        cause: UUID | None = None,
    ) -> Act:
        """The envelope of what somebody does, or of what the service does by itself."""
        who = SERVICE if by is None else by
        return Act(
            occurred_at=moment,
            actor=who,
            recorded_by=who,
            authority=ITSELF if by is None else OFFICE,
            command_id=CommandId(derived(LARGE, "command", next(self._numbers))),
            rulebook_version=self.rules.current.number,
            rules=rules,
            cause=cause,
        )


def pending(*things: Aggregate) -> list[Recorded]:
    """What these have recorded since they were asked last."""
    acts = (act for thing in things for act in thing.collect_events())
    return [act for act in acts if isinstance(act, Recorded)]
