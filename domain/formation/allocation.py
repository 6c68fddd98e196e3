"""Who gets a place in which group, by what people prefer, as far as possible.

Everybody ranks the groups that they wish for.  Each group takes at least and at most so many,
everybody gets so many groups at most, and nobody a group that they did not ask for.  Of all ways to
keep these numbers that one is taken in which the most first choices are met, of those the one with
the most second choices, and so on (a rank-maximal allocation: Irving, Kavitha, Mehlhorn, Michail
and Paluch, 2006).

Where several ways are equally good, a lot puts people in order, and each in turn gets the best that
is left in any of them.  It does not decide which groups there are, nor who may ask for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field, model_validator

from domain.counting.draws import Draws
from domain.formation.flow import Edge, Network
from domain.formation.shortage import must_be_enough
from domain.formation.wishes import Asked, Wishes
from domain.kernel.ids import PersonId
from domain.kernel.value import Value

SOURCE, SINK = 0, 1


class Why(StrEnum):
    """What became of one choice of somebody's, and why."""

    GIVEN = "given"
    ENOUGH = "enough"
    LOT = "lot"
    OTHERS = "others"
    NUMBERS = "numbers"


class Fate(Value):
    """One choice: the group, and what became of it.

    For `others`, `fewer` is the rank of choice of which fewer could have been met if it had been.
    """

    group: str
    why: Why
    fewer: Annotated[int, Field(ge=1)] | None = None


class Placed(Value):
    """What one person asked for, in order, and what became of each choice."""

    person: PersonId
    fates: tuple[Fate, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that they get."""
        return tuple(one.group for one in self.fates if one.why is Why.GIVEN)


class Drawn(Value):
    """A place in the order of the lot, with the number of the draw that gave it."""

    person: PersonId
    draw: int


class Allocation(Value):
    """Who gets what; `met` is how many first, second, … choices are met.

    `lot` is the order in which people were drawn, empty where there is only one best way.
    """

    placed: tuple[Placed, ...]
    met: tuple[int, ...]
    seed: str | None = None
    lot: tuple[Drawn, ...] = ()

    @model_validator(mode="after")
    def _says_how_it_was_drawn(self) -> Allocation:
        if bool(self.lot) != (self.seed is not None):
            raise ValueError("an allocation by lot names its seed, and no other does")
        return self

    def of(self, person: PersonId) -> tuple[str, ...]:
        """The groups that somebody gets."""
        return next((one.groups for one in self.placed if one.person == person), ())

    def members_of(self, group: str) -> tuple[PersonId, ...]:
        """Who gets a place in a group."""
        return tuple(one.person for one in self.placed if group in one.groups)


class LotNeeded(Exception):
    """Several ways are equally good, and no seed was given to draw from."""


def allocate(wishes: Wishes, seed: str | None = None) -> Allocation:
    """The allocation; raises `BadInput` where the numbers can't be kept, naming which, and
    `LotNeeded` where a lot has to decide and there is no seed."""
    must_be_enough(wishes)
    everybody = tuple(sorted(wishes.asked, key=lambda one: str(one.person)))
    solved = _Solved(everybody, wishes)
    if solved.is_the_only_one:
        return Allocation(placed=solved.placed, met=solved.met)
    if seed is None:
        raise LotNeeded
    lot = _drawn(everybody, seed)
    solved.settle_by(one.person for one in lot)
    return Allocation(placed=solved.placed, met=solved.met, seed=seed, lot=lot)


def _drawn(everybody: Sequence[Asked], seed: str) -> tuple[Drawn, ...]:
    """People in the order of the lot: each draw takes one of those left, in order of their ids."""
    draws, left, order = Draws(seed), [one.person for one in everybody], []
    while left:
        place, draw = draws.among(len(left))
        order.append(Drawn(person=left.pop(place), draw=draw))
    return tuple(order)


class _Solved:
    """The best allocation for people; where several are equally good, one of them.

    A choice weighs more than all choices of lower rank together, so the cheapest flow is rank-
    maximal.  Above that stands what keeps the least numbers.
    """

    def __init__(self, everybody: tuple[Asked, ...], wishes: Wishes) -> None:
        self._everybody, self._wishes = everybody, wishes
        self._ranks = max((len(one.ranking) for one in everybody), default=0)
        self._base = sum(min(wishes.each, len(one.ranking)) for one in everybody) + 1
        self._least = self._base ** (self._ranks + 1)
        self._node = {group.group: 2 + at for at, group in enumerate(wishes.groups)}
        first = 2 + len(wishes.groups)
        self._person = {one.person: first + at for at, one in enumerate(everybody)}
        self._network = Network(first + len(everybody))
        self._edges: dict[tuple[PersonId, str], Edge] = {}
        self._join()
        self._network.flow_while_it_pays(SOURCE, SINK)
        self._close_the_circle()
        self._moves: dict[str, list[int | None]] = {}

    def settle_by(self, lot: Iterable[PersonId]) -> None:
        """Of equally good ways take the one in which each in turn gets the best that is left."""
        ranking = {one.person: one.ranking for one in self._everybody}
        self._network.prefer(
            (self._person[person], self._edges[person, group])
            for person in lot
            for group in ranking[person]
        )
        self._moves.clear()

    def _join(self) -> None:
        for group in self._wishes.groups:
            self._bounded(self._node[group.group], SINK, group.least, group.most)
        for one in self._everybody:
            here = self._person[one.person]
            self._bounded(SOURCE, here, int(one.owed), self._wishes.each)
            for rank, group_name in enumerate(one.ranking):
                edge = self._network.join(here, self._node[group_name], 1, -self._weight(rank))
                self._edges[one.person, group_name] = edge

    def _bounded(self, tail: int, head: int, least: int, most: int) -> None:
        """An edge along which it pays more than anything else to send the least number."""
        self._network.join(tail, head, least, -self._least)
        self._network.join(tail, head, most - least, 0)

    def _close_the_circle(self) -> None:
        """From now on moves are weighed: somebody may get one more place, or one fewer."""
        for tail, head in ((SOURCE, SINK), (SINK, SOURCE)):
            self._network.join(tail, head, self._base, 0)

    def _weight(self, rank: int) -> int:
        weight: int = self._base ** (self._ranks - 1 - rank)
        return weight

    def _has(self, person: PersonId, group: str) -> bool:
        return bool(self._network.carried_by(self._edges[person, group]))

    @cached_property
    def met(self) -> tuple[int, ...]:
        """How many choices of each rank are met: the same in every way that is equally good."""
        counts = [0] * self._ranks
        for one in self._everybody:
            for rank, group in enumerate(one.ranking):
                counts[rank] += self._has(one.person, group)
        return tuple(counts)

    @property
    def placed(self) -> tuple[Placed, ...]:
        """In order of ids, so that it does not depend on the order in which people asked."""
        return tuple(
            Placed(person=one.person, fates=tuple(self._fates(one))) for one in self._everybody
        )

    @property
    def is_the_only_one(self) -> bool:
        """Whether every other way that keeps the numbers meets fewer choices of some rank."""
        return not any(
            self._loss(one, rank) == 0
            for one in self._everybody
            for rank, group in enumerate(one.ranking)
            if not self._has(one.person, group)
        )

    def _fates(self, one: Asked) -> list[Fate]:
        fates, given = [], 0
        for rank, group in enumerate(one.ranking):
            if self._has(one.person, group):
                fates.append(Fate(group=group, why=Why.GIVEN))
                given += 1
            elif given == self._wishes.each:
                fates.append(Fate(group=group, why=Why.ENOUGH))
            else:
                fates.append(self._missed(group, self._loss(one, rank)))
        return fates

    def _missed(self, group: str, loss: int | None) -> Fate:
        if loss is None or loss >= self._least // self._base:
            return Fate(group=group, why=Why.NUMBERS)
        if loss == 0:
            return Fate(group=group, why=Why.LOT)
        return Fate(group=group, why=Why.OTHERS, fewer=self._first_rank_that_loses(loss))

    def _first_rank_that_loses(self, loss: int) -> int:
        """The highest rank of which fewer are met if the whole weighs so much less."""
        whole, met = self._weighed, self.met
        for rank in range(self._ranks):
            if (whole - loss) // self._weight(rank) % self._base < met[rank]:
                return rank + 1
        raise AssertionError("what weighs less meets fewer choices of some rank")

    @cached_property
    def _weighed(self) -> int:
        return sum(self._weight(rank) * many for rank, many in enumerate(self.met))

    def _loss(self, one: Asked, rank: int) -> int | None:
        """By how much the best allocation that gives this choice weighs less; none if there is
        none that keeps the greatest numbers."""
        moved = self._moves_out_of(one.ranking[rank])[self._person[one.person]]
        return None if moved is None else moved - self._weight(rank)

    def _moves_out_of(self, group: str) -> list[int | None]:
        """What it costs to free a place in a group for each person."""
        if group not in self._moves:
            self._moves[group] = self._network.costs_from(self._node[group])
        return self._moves[group]
