"""An order of voting, told so that whoever is in the chair can follow it and say why.

It refuses to know how the order was found.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from domain.kernel.value import Value
from domain.text.amendment.change import AmendmentId


class Bearing(StrEnum):
    """How two amendments bear on one another; `left` is the one that covers, holds or amends."""

    RIVALS = "rivals"
    COVERS = "covers"
    HOLDS = "holds"
    TWINS = "twins"
    AMENDS = "amends"


class Conflict(Value):
    """One line of the drawing of what bears on what."""

    left: AmendmentId
    right: AmendmentId
    bearing: Bearing


class VotingStep(Value):
    """One vote.

    `also_decides`: twins, for which no vote of their own is needed.  `falls_if_carried` and
    `falls_if_lost`: what then needs no vote any more.  `dead_if_carried`: later ones whose success
    would make this vote pointless; `dead_if_lost`: the amendment that this one amends.
    """

    amendment: AmendmentId
    group: int
    sentence: str
    also_decides: tuple[AmendmentId, ...] = ()
    falls_if_carried: tuple[AmendmentId, ...] = ()
    falls_if_lost: tuple[AmendmentId, ...] = ()
    dead_if_carried: tuple[AmendmentId, ...] = ()
    dead_if_lost: AmendmentId | None = None

    @property
    def is_at_risk(self) -> bool:
        """The vote may turn out to have been for nothing."""
        return bool(self.dead_if_carried) or self.dead_if_lost is not None


class Walk(Value):
    """What happens along a plan if just these are carried whenever they come up."""

    voted: tuple[AmendmentId, ...]
    fallen: tuple[AmendmentId, ...]
    dead: tuple[AmendmentId, ...]
    standing: tuple[AmendmentId, ...]


class VotingPlan(Value):
    """The order of voting.

    `groups` are independent of one another: they can be taken in any order or in different rooms.
    `at_risk` counts the votes that may turn out dead; `dead_at_worst` how many of them can at
    once; both are the fewest possible, or proven, where `is_exact`.
    """

    steps: tuple[VotingStep, ...]
    groups: tuple[tuple[AmendmentId, ...], ...]
    conflicts: tuple[Conflict, ...]
    at_risk: int
    dead_at_worst: int
    is_exact: bool

    @property
    def order(self) -> tuple[AmendmentId, ...]:
        """The amendments in the order in which they are put, twins left out."""
        return tuple(step.amendment for step in self.steps)

    def walk(self, carried: Collection[AmendmentId]) -> Walk:
        """What is voted on, what falls and which votes were dead, if these are carried."""
        return walked(self.steps, frozenset(carried))


def walked(steps: tuple[VotingStep, ...], carried: frozenset[AmendmentId]) -> Walk:
    """Goes along the steps with a verdict for each."""
    fallen: dict[AmendmentId, None] = {}
    voted: list[VotingStep] = []
    for step in steps:
        if step.amendment in fallen:
            continue
        voted.append(step)
        won = step.amendment in carried
        fallen |= dict.fromkeys(step.falls_if_carried if won else step.falls_if_lost)
    dead = _dead(voted, carried)
    return Walk(
        voted=tuple(step.amendment for step in voted),
        fallen=tuple(fallen),
        dead=tuple(step.amendment for step in voted if step.amendment in dead),
        standing=tuple(
            s.amendment for s in voted if s.amendment in carried and s.amendment not in dead
        ),
    )


def _dead(voted: list[VotingStep], carried: frozenset[AmendmentId]) -> set[AmendmentId]:
    """From the last to the first: a vote dies with its parent's, or by one that covers it.

    What was swept away stays away, even if that which swept it is swept away in its turn.
    """
    won = {step.amendment for step in voted if step.amendment in carried}
    dead: set[AmendmentId] = set()
    for step in reversed(voted):
        parent = step.dead_if_lost
        lapsed = parent is not None and (parent not in won or parent in dead)
        if lapsed or won.intersection(step.dead_if_carried):
            dead.add(step.amendment)
    return dead
