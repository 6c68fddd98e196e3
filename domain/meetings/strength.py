"""How many voting members are there at a moment, and how many must be.

This is the one home of both numbers.  Where it is told to nobody who belongs to the body, they are
held against each other all the same, and no act says either of them.
"""

from __future__ import annotations

from typing import Final, NamedTuple, TypedDict

from domain.kernel.refusal import BadInput, RuleBroken
from domain.kernel.sealed import Sealed, unless_erased
from domain.kernel.value import Value
from domain.meetings.attendance import Room
from domain.meetings.orders import Orders
from domain.meetings.sat import Sat

UNTOLD: Final = "Fewer voting members were present than are needed."
NO_FIGURES: Final = (
    "The figures of a vote would tell how many belong, which is told to members alone. Enter "
    "what was agreed to without figures and names."
)
AS_TOLD: Final = (
    "A majority agreed, as whoever keeps the record says; no figures are kept where they would "
    "tell how many belong."
)


class Figures(TypedDict):
    """Both numbers as an act says them; none where they are told to nobody."""

    present: int | None
    needed: int | None


class Strength(NamedTuple):
    """So many voting members are there, where so many must be; `told` says whether that is said."""

    present: int
    needed: int
    told: bool

    @property
    def enough(self) -> bool:
        return self.present >= self.needed

    @property
    def figures(self) -> Figures:
        said = self if self.told else None
        return Figures(present=said and said.present, needed=said and said.needed)

    @property
    def short(self) -> str | None:
        """In what way too few are there, if they are."""
        if self.enough:
            return None
        if not self.told:
            return UNTOLD
        return f"{self.present} voting members were present, where {self.needed} are needed."


class Heads(Value):
    """Those at a meeting who are not shown: how many there are, and the most there have been."""

    there: Sealed[int] = 0
    most: Sealed[int] = 0

    def now(self, there: Sealed[int]) -> Heads:
        return Heads(there=there, most=max(unless_erased(there, 0), unless_erased(self.most, 0)))


def strength(room: Room, heads: Heads, sat: Sat) -> Strength:
    """How many voting members are there, with those who are not shown, and how many must be."""
    present = room.present(sat.electorate) + unless_erased(heads.there, 0)
    return Strength(present, sat.orders.needed(lambda: sat.members), sat.orders.unseen is None)


def must_be_countable(there: int, orders: Orders) -> None:
    """Refuse to count who are not shown where everybody is, or more of them than belong."""
    if orders.unseen is None:
        raise BadInput(
            "Everybody who belongs to this body is shown. Enter them by name as they come."
        )
    if there > orders.unseen.belong:
        raise BadInput("That is more than belong to it without being shown. Count again.")


def must_be_figureless(figures: int, orders: Orders) -> None:
    """Refuse figures and names of a vote where they would tell how many belong."""
    if figures and orders.unseen is not None:
        rule = orders.unseen.rule
        raise RuleBroken(NO_FIGURES, rule=rule.id, clause=rule.clause)
