"""Places by preference: as many first choices as possible, then second; numbers first, lot last."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.formation.allocation import Allocation, LotNeeded, Why, allocate
from domain.formation.explaining import reasons
from domain.formation.wishes import Asked, Room, Wishes
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput
from tests.support.hands import member

NAMES = {"a": "Apples", "b": "Bees", "c": "Corn"}
Ways = dict[PersonId, tuple[str, ...]]


def wishes(
    *rankings: str, least: int = 0, most: int = 9, each: int = 1, **other: tuple[int, int]
) -> Wishes:
    """`ab` asks for a, then b; a `!` behind it: must not be left out."""
    asked = [
        Asked(person=member(at), ranking=tuple(one.rstrip("!")), owed=one.endswith("!"))
        for at, one in enumerate(rankings)
    ]
    bounds = dict.fromkeys("abc", (least, most)) | other
    rooms = [
        Room(group=name, name=NAMES[name], least=low, most=high)
        for name, (low, high) in bounds.items()
    ]
    return Wishes(groups=tuple(rooms), asked=tuple(asked), each=each)


def got(allocation: Allocation, *people: int) -> list[str]:
    return ["".join(allocation.of(member(person))) for person in people]


def why(allocation: Allocation, person: PersonId) -> str:
    (placed,) = (one for one in allocation.placed if one.person == person)
    return reasons(placed, NAMES)


def test_everybody_gets_the_first_choice_where_there_is_room() -> None:
    found = allocate(wishes("ab", "ba", "c"))
    assert got(found, 0, 1, 2) == ["a", "b", "c"]
    assert (found.met, found.lot, found.seed) == ((3, 0), (), None)


def test_as_many_first_choices_as_possible_come_before_everybody_having_a_place() -> None:
    """One first choice more weighs more than any number of second choices."""
    found = allocate(wishes("ab", "bc", "b", most=1), "s")
    assert found.met == (2, 1)
    found = allocate(wishes("abc", "acb", "a", b=(0, 1), a=(0, 1), c=(0, 1)))
    assert (found.met, got(found, 2)) == ((1, 2, 0), ["a"])


def test_a_least_number_comes_before_first_choices() -> None:
    found = allocate(wishes("ab", "ab", "ac", b=(1, 9)), "s")
    assert found.met == (2, 1)
    assert len(found.members_of("b")) == 1


def test_nobody_gets_a_group_that_they_did_not_ask_for() -> None:
    found = allocate(wishes("a", "a", most=1), "s")
    assert sorted(got(found, 0, 1)) == ["", "a"]


def test_somebody_who_must_not_be_left_out_comes_before_first_choices() -> None:
    found = allocate(wishes("a!", "ab", "ab", most=1), "s")
    assert found.of(member(0)) == ("a",)


def test_a_tie_waits_for_the_lot() -> None:
    with pytest.raises(LotNeeded):
        allocate(wishes("a", "a", most=1))


def test_the_lot_is_drawn_in_the_open() -> None:
    """The very order can be made again from the seed with a hash function."""
    found = allocate(wishes("ab", "ab", "ab", most=1), "a published value")
    drawn = [one.person for one in found.lot]
    assert sorted(drawn, key=str) == sorted(map(member, range(3)), key=str)
    assert found.of(drawn[0]) == ("a",)
    assert found.of(drawn[1]) == ("b",)
    assert found.of(drawn[2]) == ()
    assert len({one.draw for one in found.lot}) == 3


def test_each_choice_that_was_not_met_says_why() -> None:
    found = allocate(wishes("ab", "ab", most=1), "s")
    second = found.lot[1].person
    assert why(found, second) == (
        "Second choice: Apples was full, and between ways that are equally good the lot decided."
    )
    assert why(found, found.lot[0].person) == "First choice."


def test_a_choice_that_others_needed_more_says_which_choices_would_be_fewer() -> None:
    found = allocate(wishes("ab", "a", most=1))
    assert got(found, 0, 1) == ["b", "a"]
    assert why(found, member(0)) == (
        "Second choice: with a place in Apples fewer would have had their second choice."
    )


def test_a_choice_that_would_empty_another_group_says_that_the_numbers_are_kept() -> None:
    found = allocate(wishes("ab", b=(1, 9)))
    assert why(found, member(0)) == (
        "Second choice: with a place in Apples the least or greatest numbers could not be kept."
    )


def test_a_least_number_that_nobody_can_meet_is_named() -> None:
    with pytest.raises(BadInput, match=r"Bees needs at least 2, and 1 person asked for it\."):
        allocate(wishes("ab", "a", "a", b=(2, 9)))


def test_least_numbers_that_can_not_both_be_met_are_named_together() -> None:
    sentence = r"Apples and Bees need at least 4 between them, and 3 people asked for any of them\."
    with pytest.raises(BadInput, match=sentence):
        allocate(wishes("ab", "ab", "ba", "c", a=(2, 9), b=(2, 9)))


def test_groups_that_can_not_take_all_who_must_have_a_place_are_named() -> None:
    sentence = r"Apples takes at most 1, and 2 people who must not be left out asked for nothing"
    with pytest.raises(BadInput, match=sentence):
        allocate(wishes("a!", "a!", "ab!", most=1))


def test_somebody_who_must_not_be_left_out_asks_for_something() -> None:
    with pytest.raises(BadInput, match="asked for no group"):
        allocate(wishes("!", "a"))


@st.composite
def small(draw: st.DrawFn) -> Wishes:
    rooms = []
    for name in "abc"[: draw(st.integers(1, 3))]:
        least = draw(st.integers(0, 2))
        most = draw(st.integers(max(least, 1), 3))
        rooms.append(Room(group=name, name=NAMES[name], least=least, most=most))
    names = [one.group for one in rooms]
    asked = [
        Asked(
            person=member(at),
            ranking=tuple(draw(st.permutations(names)))[: draw(st.integers(0, len(names)))],
            owed=draw(st.booleans()),
        )
        for at in range(draw(st.integers(0, 5)))
    ]
    return Wishes(groups=tuple(rooms), asked=tuple(asked), each=draw(st.integers(1, 2)))


def every_way(asked: Wishes) -> Iterator[Ways]:
    """Every way that keeps the numbers, found by trying them all."""
    options = [
        [
            got
            for many in range(asked.each + 1)
            for got in combinations(one.ranking, many)
            if got or not one.owed
        ]
        for one in asked.asked
    ]
    for way in product(*options):
        if all(room.least <= _in(way, room.group) <= room.most for room in asked.groups):
            yield {one.person: got for one, got in zip(asked.asked, way, strict=True)}


def _in(way: tuple[tuple[str, ...], ...], group: str) -> int:
    return sum(group in got for got in way)


def signature(asked: Wishes, way: Ways) -> tuple[int, ...]:
    ranks = range(max((len(one.ranking) for one in asked.asked), default=0))
    return tuple(
        sum(len(one.ranking) > at and one.ranking[at] in way[one.person] for one in asked.asked)
        for at in ranks
    )


def way_of(asked: Wishes, found: Allocation) -> Ways:
    return {one.person: found.of(one.person) for one in asked.asked}


def of_each(asked: Wishes, order: list[PersonId], way: Ways) -> tuple[bool, ...]:
    """What each gets, in the order of the lot and of their choices."""
    by_person = {one.person: one for one in asked.asked}
    return tuple(group in way[one] for one in order for group in by_person[one].ranking)


@settings(deadline=None)
@given(small())
def test_it_is_the_best_of_all_ways_by_ranks_and_then_by_the_lot(asked: Wishes) -> None:
    ways = list(every_way(asked))
    if not ways:
        with pytest.raises(BadInput):
            allocate(asked, "seed")
        return
    found = allocate(asked, "seed")
    way = way_of(asked, found)
    best = max(signature(asked, one) for one in ways)
    assert (signature(asked, way), found.met) == (best, best)
    equal = [one for one in ways if signature(asked, one) == best]
    assert way in equal
    assert (len(equal) == 1) == (not found.lot)
    order = [one.person for one in found.lot]
    assert all(of_each(asked, order, one) <= of_each(asked, order, way) for one in equal)


@settings(deadline=None)
@given(small())
def test_every_reason_is_true(asked: Wishes) -> None:
    ways = list(every_way(asked))
    if not ways:
        return
    found = allocate(asked, "seed")
    for placed in found.placed:
        better = 0
        for fate in placed.fates:
            with_it = [one for one in ways if fate.group in one[placed.person]]
            best = max((signature(asked, one) for one in with_it), default=None)
            match fate.why:
                case Why.GIVEN:
                    better += 1
                case Why.ENOUGH:
                    assert better == asked.each
                case Why.NUMBERS:
                    assert best is None
                case Why.LOT:
                    assert best == found.met
                case Why.OTHERS:
                    assert best is not None
                    assert best < found.met
                    lost = next(at for at, many in enumerate(best) if many != found.met[at])
                    assert fate.fewer == lost + 1


def in_another_order(asked: tuple[Asked, ...]) -> st.SearchStrategy[tuple[Asked, ...]]:
    return st.permutations(asked).map(tuple)


@settings(deadline=None)
@given(small(), st.data())
def test_the_order_in_which_people_asked_and_groups_are_listed_does_not_matter(
    asked: Wishes, data: st.DataObject
) -> None:
    if not next(every_way(asked), None):
        return
    other = asked.model_copy(
        update={"asked": data.draw(in_another_order(asked.asked)), "groups": asked.groups[::-1]}
    )
    assert allocate(other, "seed") == allocate(asked, "seed")
