"""What holds of every draw, whatever the pool, the quotas, the public value, and who leaves."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.sortition.drawing import drawn
from domain.sortition.fairness import UNPROVED, WITHIN
from domain.sortition.frozen import Frozen
from domain.sortition.pool import Pool
from domain.sortition.record import Record, proofs, written
from domain.sortition.terms import Terms
from services.sortition.fairest import freeze
from services.sortition.shortage import QuotasImpossible
from services.sortition.verify_draw import check
from tests.sortition.given import entries, feature, terms


@dataclass(frozen=True)
class Case:
    """A pool, its terms, a public value, and which seats are left in turn."""

    terms: Terms
    people: list[tuple[str, ...]]
    value: str
    leave: list[int]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    seats = draw(st.integers(1, 6))
    sizes = draw(st.lists(st.integers(1, 4), max_size=3))
    features = []
    for at, size in enumerate(sizes):
        bounds = {}
        for place in range(size):
            least = draw(st.integers(0, 2))
            bounds[str(place)] = (least, draw(st.integers(max(least, 1), seats + 1)))
        features.append(feature(f"feature {at}", **bounds))
    person = st.tuples(*(st.integers(0, size - 1).map(str) for size in sizes))
    people = draw(st.lists(person, min_size=seats, max_size=25))
    value = draw(st.text(min_size=1, max_size=8).filter(lambda one: bool(one.strip())))
    leave = draw(st.lists(st.integers(0, seats - 1), max_size=min(3, len(people) - seats)))
    return Case(terms(seats, *features), people, value, leave)


def _frozen(case: Case) -> tuple[Frozen, Pool]:
    """Frozen, if need be with the smallest change of the quotas, which has to make it possible."""
    pool = Pool(case.terms, entries(case.people))
    try:
        return freeze(case.terms, pool), pool
    except QuotasImpossible as refused:
        pool = Pool(refused.relaxed, pool.entries)
        return freeze(refused.relaxed, pool), pool


def _a_draw_holds(case: Case) -> None:
    frozen, pool = _frozen(case)
    outcome = drawn(frozen, case.value)
    left: list[int] = []
    for seat in case.leave:
        left.append(outcome.sitting[seat].position)
        outcome = drawn(frozen, case.value, left)
    sits = [seat.position for seat in outcome.sitting]
    assert len(set(sits)) == case.terms.seats
    assert not set(sits) & set(left)
    assert frozen.terms.breach([frozen.pool.kinds[one.kind].kind for one in outcome.seats]) == 0
    chances = frozen.portfolio.chances(frozen.pool.kinds)
    pairs = zip(chances, frozen.pool.kinds, strict=True)
    assert sum(chance * kind.members for chance, kind in pairs) == case.terms.seats
    assert frozen.within < WITHIN or frozen.within == UNPROVED
    record = Record(frozen=frozen, drawn=outcome, proofs=proofs(pool, outcome))
    assert check(written(record)) == []


@settings(max_examples=5, deadline=None, derandomize=True)
@given(cases())
def test_every_draw_keeps_its_quotas_and_can_be_checked(case: Case) -> None:
    _a_draw_holds(case)


@pytest.mark.long
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_every_draw_keeps_its_quotas_and_can_be_checked_in_many_pools(case: Case) -> None:
    _a_draw_holds(case)
