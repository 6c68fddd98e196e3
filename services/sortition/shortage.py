"""Quotas that can't be kept together with a pool: the smallest change that makes it possible.

Smallest is by people: each quota moved by one counts one.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from domain.kernel.refusal import RuleBroken
from domain.sortition.pool import KindCount
from domain.sortition.terms import Quota, Terms
from services.sortition.room import Room
from services.sortition.solver import Floats, Program, SolverFailed, solve


class QuotasImpossible(RuleBroken):
    """No panel keeps the quotas; `relaxed` are terms that can be kept, with the least changed."""

    def __init__(self, sentence: str, relaxed: Terms) -> None:
        super().__init__(sentence)
        self.relaxed = relaxed


def must_be_enough(terms: Terms, kinds: tuple[KindCount, ...]) -> None:
    """Raises `RuleBroken` if there are too few people, and `QuotasImpossible`."""
    members = sum(one.members for one in kinds)
    if members < terms.seats:
        raise RuleBroken(
            f"{terms.seats} are to be drawn, and {members} are in the pool. "
            "Draw fewer, or wait for more."
        )
    room = Room.of(terms, kinds)
    if room.best(np.zeros(room.kinds)) is None:
        raise _impossible(terms, _moved(room))


def _moved(room: Room) -> Floats:
    """For each quota, by how many its least number is lowered (below 0) or its most raised."""
    quotas = len(room.least)
    program = Program(whole=True)
    program.add_columns(np.zeros(room.kinds), room.members, np.zeros(room.kinds))
    least, most = np.zeros(2 * quotas), np.append(room.least, np.full(quotas, float(room.seats)))
    program.add_columns(least, most, np.full(2 * quotas, -1.0))
    every = np.arange(room.kinds)
    program.add_row((room.seats, room.seats), every, np.ones(room.kinds))
    for quota in range(quotas):
        concerned = np.flatnonzero(room.has[:, quota])
        ones = np.ones(len(concerned) + 1)
        fewer = np.append(concerned, room.kinds + quota)
        program.add_row((float(room.least[quota]), float(room.seats) * 2), fewer, ones)
        more = np.append(concerned, room.kinds + quotas + quota)
        ones = np.append(np.ones(len(concerned)), -1.0)
        program.add_row((-float(room.seats), float(room.most[quota])), more, ones)
    found = solve(program)
    if found is None:
        raise SolverFailed("The solver found no change of the quotas that makes them possible.")
    lowered, raised = np.round(found.values[room.kinds :]).reshape(2, quotas)
    return np.asarray(raised - lowered, dtype=np.float64)


def _impossible(terms: Terms, moved: Floats) -> QuotasImpossible:
    by = iter(moved.astype(int).tolist())
    changes: list[str] = []
    features = []
    for feature in terms.features:
        quotas = []
        for quota in feature.quotas:
            changed = _by(quota, next(by))
            changes += _said(feature.name, quota, changed)
            quotas.append(changed)
        features.append(feature.model_copy(update={"quotas": tuple(quotas)}))
    sentence = (
        f"No {terms.seats} people of this pool keep all quotas. The smallest change that makes it "
        f"possible: {'; '.join(changes)}."
    )
    return QuotasImpossible(sentence, terms.model_copy(update={"features": tuple(features)}))


def _by(quota: Quota, number: int) -> Quota:
    if number < 0:
        return quota.model_copy(update={"least": quota.least + number})
    return quota.model_copy(update={"most": quota.most + number})


def _said(feature: str, before: Quota, after: Quota) -> Iterable[str]:
    if after.least != before.least:
        yield f"at least {after.least} instead of {before.least} with {feature} '{before.value}'"
    if after.most != before.most:
        yield f"at most {after.most} instead of {before.most} with {feature} '{before.value}'"
