"""Rules for the pool: nobody twice, nobody without a quota, and a receipt for everybody."""

from __future__ import annotations

import pytest

from domain.kernel.refusal import BadInput, NotFound
from domain.sortition.pool import Pool
from domain.sortition.tree import root_from
from tests.sortition.given import GENDER, REGION, council, entries, terms


def test_the_order_in_which_people_are_given_makes_no_difference() -> None:
    _, pool = council()
    again = Pool(terms(5, GENDER, REGION), reversed(pool.entries))
    assert (again.root, again.entries) == (pool.root, pool.entries)


def test_positions_go_by_kind_and_say_nothing_else_of_a_person() -> None:
    frozen, pool = council()
    kinds = [
        tuple(
            feature.place(value)
            for feature, value in zip(frozen.terms.features, one.values, strict=True)
        )
        for one in pool.entries
    ]
    assert kinds == sorted(kinds, key=lambda kind: [place or 0 for place in kind])
    assert [one.member for one in pool.entries] != sorted(one.member for one in pool.entries)


def test_everybody_can_prove_that_they_are_in() -> None:
    frozen, pool = council()
    for entry in pool.entries:
        receipt = pool.receipt(entry.member)
        path = [bytes.fromhex(node) for node in receipt.place.path]
        root = root_from(entry.leaf(), receipt.place.position, receipt.members, path)
        assert root is not None
        assert root.hex() == frozen.pool.root


def test_another_salt_is_another_leaf() -> None:
    _, pool = council()
    entry = pool.entries[0]
    assert entry.model_copy(update={"salt": "0" * 64}).leaf() != entry.leaf()


def test_nobody_is_in_it_twice() -> None:
    twice = [*entries([(), ()]), *entries([()])]
    with pytest.raises(BadInput, match="'M00000' is in the pool twice"):
        Pool(terms(1), twice)


def test_a_value_without_a_quota_is_refused() -> None:
    with pytest.raises(BadInput, match="'M00000' has 'east' as region, and there is no quota"):
        Pool(terms(1, REGION), entries([("east",)]))


def test_whoever_is_not_in_it_has_no_receipt() -> None:
    with pytest.raises(NotFound, match="'M99999' is not in the pool"):
        council()[1].receipt("M99999")


def test_a_kind_too_small_to_hide_in_is_refused() -> None:
    of_region = terms(1, REGION)
    pool = Pool(of_region, entries([("north",)] * 2 + [("south",)] * 3))
    pool.must_hide_each(of_region, 2)
    with pytest.raises(BadInput, match="fewer than 3 members: 1, such as region 'north'"):
        pool.must_hide_each(of_region, 3)


def test_a_plain_lot_says_nothing_of_anybody_however_few_they_are() -> None:
    Pool(terms(1), entries([()])).must_hide_each(terms(1), 5)
