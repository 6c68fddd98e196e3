"""Pools and terms that the tests of draws share."""

from __future__ import annotations

from functools import cache
from random import Random

from domain.sortition.drawing import drawn
from domain.sortition.frozen import Frozen, frozen_plainly
from domain.sortition.pool import Pool
from domain.sortition.record import Record, proofs
from domain.sortition.terms import Feature, Quota, Terms
from services.bench.drawing import salted as entries
from services.sortition.fairest import freeze

__all__ = [
    "GENDER",
    "REGION",
    "SOURCE",
    "council",
    "council_record",
    "entries",
    "feature",
    "plain_draw",
    "terms",
]

SOURCE = "the national lottery of 5 December 2026"


def terms(seats: int, *features: Feature) -> Terms:
    return Terms(title="A council", seats=seats, source=SOURCE, features=features)


def feature(name: str, **quotas: tuple[int, int]) -> Feature:
    return Feature(
        name=name,
        quotas=tuple(Quota(value=v, least=low, most=high) for v, (low, high) in quotas.items()),
    )


def plain_draw(members: int, seats: int) -> Frozen:
    found = terms(seats)
    return frozen_plainly(found, Pool(found, entries([()] * members)))


GENDER = feature("gender", f=(2, 3), m=(2, 3), x=(0, 1))
REGION = feature("region", north=(1, 3), south=(2, 4))


@cache
def council() -> tuple[Frozen, Pool]:
    """A pool of 40 in six kinds, of whom 5 are to be drawn within quotas."""
    chance, found = Random(7), terms(5, GENDER, REGION)
    values = [
        (chance.choice("ffmmmmmmx"), chance.choice(["north", "south", "south"])) for _ in range(40)
    ]
    pool = Pool(found, entries(values))
    return freeze(found, pool), pool


@cache
def council_record() -> Record:
    """Its draw, in which two left."""
    found, pool = council()
    first = drawn(found, "4 8 15 16 23 42")
    left = (first.seats[1].position, first.seats[3].position)
    outcome = drawn(found, "4 8 15 16 23 42", left)
    return Record(frozen=found, drawn=outcome, proofs=proofs(pool, outcome))
