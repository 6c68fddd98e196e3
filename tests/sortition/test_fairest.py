"""Rules for fairness: nobody could have a better chance but from somebody who has less."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest

from domain.kernel.refusal import RuleBroken
from domain.sortition.drawing import drawn
from domain.sortition.fairness import UNPROVED, WITHIN, Draft, Fairness, gap
from domain.sortition.frozen import Frozen, frozen
from domain.sortition.pool import Pool, kind_of
from domain.sortition.portfolio import TICKETS, Panel, Portfolio, in_tickets
from domain.sortition.terms import Terms
from services.bench.drawing import Size, crowd, quotas_near
from services.sortition.fairest import fairest, freeze, over_panels
from services.sortition.room import Room
from services.sortition.shortage import QuotasImpossible
from tests.sortition.chi_square import bound, distance
from tests.sortition.given import council, entries, feature, terms
from tests.sortition.plain_leximin import fairest_chances


def _small(seed: int) -> tuple[Terms, Pool]:
    """A few people and a few seats, with quotas that may or may not be possible."""
    chance = Random(seed)
    sizes = [chance.randint(2, 3) for _ in range(chance.randint(1, 3))]
    seats, members = chance.randint(2, 3), chance.randint(5, 8)
    features = []
    for at, size in enumerate(sizes):
        bounds = {}
        for value in range(size):
            least = chance.choice((0, 0, 1))
            bounds[str(value)] = (least, max(least, chance.randint(1, seats)))
        features.append(feature(f"feature {at}", **bounds))
    people = [tuple(str(chance.randrange(size)) for size in sizes) for _ in range(members)]
    found = terms(seats, *features)
    return found, Pool(found, entries(people))


def _by_enumeration(found: Terms, pool: Pool) -> list[Fraction]:
    """The chance of each kind, when all its members have come out alike."""
    people = [kind_of(found, entry) for entry in pool.entries]
    chances = fairest_chances(found, people)
    alike = {
        kind: {c for c, p in zip(chances, people, strict=True) if p == kind} for kind in people
    }
    assert all(len(one) == 1 for one in alike.values())
    return [min(alike[one.kind]) for one in pool.kinds]


def _every_chance_is_that_of_enumeration(seed: int) -> None:
    found, pool = _small(seed)
    try:
        portfolio, _ = fairest(found, pool.kinds)
    except QuotasImpossible:
        return
    right = _by_enumeration(found, pool)
    also = over_panels(Room.of(found, pool.kinds))
    for way in (portfolio, also):
        for chance, wanted in zip(way.chances(pool.kinds), right, strict=True):
            assert abs(chance - wanted) < WITHIN, (seed, chance, wanted)


@pytest.mark.parametrize("seed", [1, 4, 6, 10])
def test_every_chance_is_that_of_exhaustive_enumeration(seed: int) -> None:
    _every_chance_is_that_of_enumeration(seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 160))
def test_every_chance_is_that_of_exhaustive_enumeration_in_many_pools(seed: int) -> None:
    _every_chance_is_that_of_enumeration(seed)


def _odd() -> tuple[Terms, Pool]:
    """By the quotas alone everybody could sit half the time, but no two of the three fit."""
    found = terms(
        2,
        feature("one", a=(0, 1), b=(0, 2)),
        feature("two", a=(0, 1), b=(0, 2)),
        feature("three", a=(0, 1), b=(0, 2)),
    )
    people = [("a", "a", "b"), ("a", "b", "a"), ("b", "a", "a"), ("b", "b", "b")]
    return found, Pool(found, entries(people))


def test_where_whole_people_can_not_follow_chances_are_those_of_enumeration() -> None:
    found, pool = _odd()
    portfolio, proof = fairest(found, pool.kinds)
    assert proof == Fairness()
    right = _by_enumeration(found, pool)
    for chance, wanted in zip(portfolio.chances(pool.kinds), right, strict=True):
        assert abs(chance - wanted) < WITHIN


def test_a_draw_that_proves_nothing_says_so() -> None:
    assert freeze(*_odd()).within == UNPROVED


@pytest.fixture(scope="module")
def town() -> Frozen:
    people = crowd(3, Size(members=400, seats=20, features=3, values=3))
    found = terms(20, *quotas_near(people, 20))
    return freeze(found, Pool(found, entries(people)))


def test_the_chances_of_a_large_pool_are_proved_to_be_the_fairest(town: Frozen) -> None:
    assert town.within < WITHIN
    assert max(town.fairness.proof.levels) > 1


def test_no_panel_at_all_is_worth_more_than_the_proof_allows(town: Frozen) -> None:
    """So no exchange of panels improves the least chance: the solver looks for the best one."""
    room = Room.of(town.terms, town.pool.kinds)
    for weights in town.fairness.proof.proofs:
        worth = [weights.of(one.kind) for one in town.pool.kinds]
        best = room.best(np.array(worth) / 10**12)
        assert best is not None
        reached = sum(w * int(n) for w, n in zip(worth, best, strict=True))
        assert reached <= weights.allowed(town.terms)


def test_a_less_fair_portfolio_is_not_proved_fair(town: Frozen) -> None:
    panels = town.portfolio.panels
    first = panels[0].model_copy(update={"tickets": panels[0].tickets + 10**8})
    draft = Draft(town.terms, town.pool.kinds, Portfolio(panels=(first, *panels[1:])))
    assert gap(draft, town.fairness.proof) > 10 * WITHIN


def test_weights_that_prove_too_little_prove_nothing(town: Frozen) -> None:
    proof = town.fairness.proof
    draft = Draft(town.terms, town.pool.kinds, town.portfolio)
    weights = proof.proofs[0]
    other = weights.model_copy(update={"seat": weights.seat + 10**10})
    assert gap(draft, proof.model_copy(update={"proofs": (other, *proof.proofs[1:])})) > WITHIN
    fewer = proof.model_copy(update={"levels": (1,) * len(proof.levels)})
    assert gap(draft, fewer) > WITHIN
    assert gap(draft, proof.model_copy(update={"proofs": ()})) == UNPROVED


def test_everybody_has_some_chance_and_all_chances_are_the_seats(town: Frozen) -> None:
    chances = town.portfolio.chances(town.pool.kinds)
    assert min(chances) > 0
    pairs = zip(chances, town.pool.kinds, strict=True)
    assert sum(chance * kind.members for chance, kind in pairs) == town.terms.seats


def test_panels_come_out_as_often_as_they_have_tickets() -> None:
    found, _ = council()
    times = 3_000
    number = [0] * len(found.portfolio.panels)
    for at in range(times):
        ticket = drawn(found, f"value {at}").ticket
        assert ticket is not None
        number[ticket.panel] += 1
    tickets = found.portfolio.tickets
    expected = [times * panel.tickets / tickets for panel in found.portfolio.panels]
    assert min(expected) > 5
    assert distance(number, expected) < bound(len(expected) - 1)


def test_tickets_are_whole_and_none_is_lost() -> None:
    portfolio = in_tickets([1 / 3, 1 / 3, 1 / 3], [(0, 1), (1, 0), (1, 1)])
    assert portfolio.tickets == TICKETS
    assert [panel.seats for panel in portfolio.panels] == [(0, 1), (1, 1)]


@pytest.mark.parametrize(
    ("seats", "said"),
    [
        ((0,), "it has 1 seats"),
        ((0, 1, 2, 3, 99), "there is no kind 99"),
        ((0, 0, 0, 0, 0), "it seats more of kind 0 than are in the pool"),
        ((3, 3, 3, 3, 3), "it breaks a quota"),
    ],
)
def test_a_panel_that_can_not_be_is_refused(seats: tuple[int, ...], said: str) -> None:
    found, pool = council()
    wrong = Portfolio(panels=(Panel(tickets=1, seats=seats),))
    with pytest.raises(RuleBroken, match=said):
        frozen(found.terms, pool, wrong, Fairness())


def test_quotas_that_can_not_be_kept_are_refused_with_the_smallest_change() -> None:
    found = terms(4, feature("region", north=(3, 4), south=(2, 4)))
    pool = Pool(found, entries([("north",)] * 6 + [("south",)] * 6))
    with pytest.raises(QuotasImpossible) as refused:
        freeze(found, pool)
    one, other = "at least 2 instead of 3 with region 'north'", "at least 1 instead of 2"
    assert one in str(refused.value) or other in str(refused.value)
    assert freeze(refused.value.relaxed, pool).within < WITHIN


def test_too_few_of_a_kind_are_named_with_what_there_is() -> None:
    found = terms(4, feature("region", north=(3, 4), south=(0, 1)))
    pool = Pool(found, entries([("north",)] * 1 + [("south",)] * 9))
    with pytest.raises(QuotasImpossible) as refused:
        freeze(found, pool)
    assert str(refused.value) == (
        "No 4 people of this pool keep all quotas. The smallest change that makes it possible: "
        "at least 1 instead of 3 with region 'north'; at most 3 instead of 1 with region 'south'."
    )


def test_fewer_people_than_seats_are_refused() -> None:
    found = terms(4, feature("region", north=(0, 4)))
    with pytest.raises(RuleBroken, match="4 are to be drawn, and 3 are in the pool"):
        freeze(found, Pool(found, entries([("north",)] * 3)))
