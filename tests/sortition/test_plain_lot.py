"""Rules for the plain lot: all are drawn alike, whatever the public value turns out to be.

The values are fixed, so these tests give the same every time; the bounds are those that a fair lot
goes beyond once in a thousand.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from itertools import combinations

import pytest

from domain.kernel.refusal import BadInput, RuleBroken
from domain.sortition.drawing import Drawn, drawn
from tests.sortition.chi_square import bound, distance
from tests.sortition.given import plain_draw

MEMBERS, SEATS, TIMES = 12, 4, 3_000


@pytest.fixture(scope="module")
def draws() -> list[Drawn]:
    frozen = plain_draw(MEMBERS, SEATS)
    return [drawn(frozen, f"value {at}") for at in range(TIMES)]


def test_everybody_is_drawn_alike(draws: list[Drawn]) -> None:
    number = Counter(seat.position for one in draws for seat in one.seats)
    expected = [TIMES * SEATS / MEMBERS] * MEMBERS
    found = distance([number[at] for at in range(MEMBERS)], expected)
    # Nobody is drawn twice in one draw, which brings counts closer together.
    assert found * (MEMBERS - 1) / (MEMBERS - SEATS) < bound(MEMBERS - 1)


def test_every_seat_goes_to_everybody_alike(draws: list[Drawn]) -> None:
    for seat in range(SEATS):
        number = Counter(one.seats[seat].position for one in draws)
        expected = [TIMES / MEMBERS] * MEMBERS
        found = distance([number[at] for at in range(MEMBERS)], expected)
        assert found < bound(MEMBERS - 1)


def test_every_panel_comes_out_alike(draws: list[Drawn]) -> None:
    number = Counter(tuple(sorted(seat.position for seat in one.seats)) for one in draws)
    panels = list(combinations(range(MEMBERS), SEATS))
    found = distance([number[panel] for panel in panels], [TIMES / len(panels)] * len(panels))
    assert found < bound(len(panels) - 1)


def test_a_lot_that_favours_somebody_is_told_apart() -> None:
    favoured = [TIMES // MEMBERS] * MEMBERS
    favoured[0] += TIMES // 20
    assert distance(favoured, [sum(favoured) / MEMBERS] * MEMBERS) > bound(MEMBERS - 1)


def test_a_draw_can_be_done_again_by_hand() -> None:
    frozen = plain_draw(10, 2)
    found = drawn(frozen, "7 7 7")
    seed = sha256(f"{frozen.commitment},7 7 7".encode()).hexdigest()
    first, second = (int(sha256(f"{seed},{draw}".encode()).hexdigest(), 16) for draw in range(2))
    left = list(range(10))
    assert [seat.position for seat in found.seats] == [
        left.pop(first % 10),
        left.pop(second % 9),
    ]
    assert (found.seed, found.ticket) == (seed, None)


def test_everybody_has_the_same_chance_and_that_is_proved() -> None:
    frozen = plain_draw(10, 4)
    assert frozen.chances == ("2/5",)
    assert frozen.within == 0


def test_more_seats_than_people_are_refused() -> None:
    with pytest.raises(RuleBroken, match="5 are to be drawn, and 4 are in the pool"):
        plain_draw(4, 5)


def test_nothing_is_drawn_without_a_public_value() -> None:
    with pytest.raises(BadInput, match="Give the public value as it was published"):
        drawn(plain_draw(4, 2), "  ")
