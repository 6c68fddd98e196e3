"""Pools and terms that the tests of draws share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from random import Random

from domain.sortition.drawing import drawn
from domain.sortition.frozen import Frozen, frozen_plainly
from domain.sortition.pool import Entry, Pool
from domain.sortition.record import Record, proofs
from domain.sortition.terms import Feature, Quota, Terms
from services.sortition.fairest import freeze

SOURCE = "the national lottery of 5 December 2026"


def terms(seats: int, *features: Feature) -> Terms:
    return Terms(title="A council", seats=seats, source=SOURCE, features=features)


def feature(name: str, **quotas: tuple[int, int]) -> Feature:
    return Feature(
        name=name,
        quotas=tuple(Quota(value=v, least=low, most=high) for v, (low, high) in quotas.items()),
    )


def entries(values: Sequence[tuple[str, ...]]) -> list[Entry]:
    """Somebody for each, with a salt that is always the same, so that draws can be repeated."""
    return [
        Entry(member=f"M{at:05}", values=of, salt=sha256(f"salt {at}".encode()).hexdigest())
        for at, of in enumerate(values)
    ]


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


def crowd(seed: int, members: int, features: int, values: int) -> list[tuple[str, ...]]:
    """People who came by themselves: some values are rare among them."""
    chance = Random(seed)
    weights = [[chance.gammavariate(4, 1) for _ in range(values)] for _ in range(features)]
    names = [str(value) for value in range(values)]
    return [
        tuple(chance.choices(names, weights=weight)[0] for weight in weights)
        for _ in range(members)
    ]


def near_shares(people: Sequence[tuple[str, ...]], seats: int, off: float) -> tuple[Feature, ...]:
    """Quotas around shares that lie between those of the crowd and equal ones."""
    found = []
    for at in range(len(people[0])):
        values = sorted({one[at] for one in people})
        quotas = []
        for value in values:
            own = sum(one[at] == value for one in people) / len(people)
            wanted = seats * ((1 - off) * own + off / len(values))
            quotas.append(Quota(value=value, least=int(wanted), most=int(wanted) + 1))
        found.append(Feature(name=f"feature {at}", quotas=tuple(quotas)))
    return tuple(found)
