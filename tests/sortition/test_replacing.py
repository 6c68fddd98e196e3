"""Rules for replacements: by the same seed, in order, within the quotas as long as can be."""

from __future__ import annotations

import pytest

from domain.kernel.refusal import BadInput, RuleBroken
from domain.sortition.drawing import Drawn, drawn
from domain.sortition.frozen import frozen
from domain.sortition.pool import Pool
from services.sortition.fairest import fairest
from tests.sortition.given import council, entries, feature, plain_draw, terms

VALUE = "4 8 15 16 23 42"


def _kinds(found: Drawn) -> list[int]:
    return sorted(seat.kind for seat in found.sitting)


def test_whoever_replaces_is_of_the_same_kind() -> None:
    found, _ = council()
    first = drawn(found, VALUE)
    second = drawn(found, VALUE, [seat.position for seat in first.seats[:3]])
    assert second.seats == first.seats
    assert _kinds(second) == _kinds(first)
    assert not {seat.position for seat in second.sitting[:3]} & {
        seat.position for seat in first.seats
    }


def test_a_replacement_can_leave_too() -> None:
    found, _ = council()
    first = drawn(found, VALUE)
    gone = first.seats[0].position
    second = drawn(found, VALUE, [gone])
    third = drawn(found, VALUE, [gone, second.replacements[0].seat.position])
    assert third.replacements[0] == second.replacements[0]
    assert third.sitting[0] == third.replacements[1].seat


def test_draws_go_on_where_those_of_the_panel_ended() -> None:
    found = drawn(plain_draw(30, 3), VALUE, [drawn(plain_draw(30, 3), VALUE).seats[0].position])
    assert found.replacements[0].seat.draw > max(seat.draw for seat in found.seats)


def test_when_none_of_the_kind_is_left_another_keeps_the_quotas() -> None:
    age, home = feature("age", young=(1, 2), old=(1, 2)), feature("home", own=(0, 1), let=(1, 2))
    found = terms(2, age, home)
    pool = Pool(found, entries([("young", "own"), ("old", "let"), ("young", "let")]))
    frozen_ = frozen(found, pool, *fairest(found, pool.kinds))
    first = drawn(frozen_, VALUE)
    young = next(seat for seat in first.seats if frozen_.pool.kinds[seat.kind].kind[0] == 0)
    second = drawn(frozen_, VALUE, [young.position])
    assert second.replacements[0].missed == 0
    assert {frozen_.pool.kinds[seat.kind].kind[0] for seat in second.sitting} == {0, 1}


def test_what_quotas_are_missed_by_is_told() -> None:
    found = terms(2, feature("age", young=(1, 1), old=(1, 1)))
    pool = Pool(found, entries([("young",), ("old",), ("old",)]))
    frozen_ = frozen(found, pool, *fairest(found, pool.kinds))
    young = next(seat for seat in drawn(frozen_, VALUE).seats if seat.kind == 0)
    second = drawn(frozen_, VALUE, [young.position])
    assert second.replacements[0].missed == 2  # one too few young, one too many old


def test_only_who_sits_can_leave() -> None:
    with pytest.raises(BadInput, match="Nobody sits from position 99"):
        drawn(plain_draw(30, 3), VALUE, [99])


def test_nobody_is_drawn_when_everybody_was() -> None:
    with pytest.raises(RuleBroken, match="nobody is left to sit"):
        drawn(plain_draw(3, 3), VALUE, [0])
