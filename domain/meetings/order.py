"""The order paper: points of order, rulings, and challenges to whoever is in the chair."""

from __future__ import annotations

from enum import StrEnum

from domain.kernel.ids import BodyId, PersonId
from domain.kernel.value import Value


class Ruling(Value):
    """A point of order and what the chair ruled on it."""

    number: int
    raised_by: PersonId
    point: str
    upheld: bool
    ruling: str
    by: PersonId


class Challenge(Value):
    """A challenge to a ruling: its mover, who left the chair, and who took it for the vote."""

    ruling: int
    by: PersonId
    chair: PersonId
    taken_by: PersonId


class Interest(Value):
    """An interest that somebody declared; `withdraws`: they take no part in the vote."""

    person: PersonId
    item: int
    what: str
    withdraws: bool


class Statement(Value):
    """A statement that a meeting agreed, as it was published."""

    decision: int
    title: str
    text: str


class Ground(StrEnum):
    """Why officers decide something between the meetings of the body that they are officers of."""

    URGENT = "urgent"
    CONFLICT = "conflict"


class ForParent(Value):
    """A decision that was taken in place of the body above, and why it was.

    `between` are the bodies whose conflict it settles.
    """

    decision: int
    body: BodyId
    ground: Ground
    reason: str
    between: tuple[BodyId, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def in_words(self) -> str:
        """Such as it stands beside the decision in a report."""
        why = self.reason.strip().rstrip(".")
        if self.ground is Ground.URGENT:
            return f"Taken as urgent: {why}."
        return f"It settles a conflict between {' and '.join(self.names)}: {why}."


class PartVote(Value):
    """One part of a motion that was put by itself, and whether it was carried."""

    paragraph: str
    carried: bool
    because: str
