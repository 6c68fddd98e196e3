"""Rules for the keys of a ballot: wrapped while they are kept, and shared among scrutineers."""

from __future__ import annotations

from itertools import combinations

import pytest

from domain.kernel.refusal import BadInput
from services.vault.master import GivenKeys, LocalMasterKey, MasterKeyRefused
from services.voting.blind.keys import (
    Share,
    brought_together,
    read_share,
    shared_out,
    unwrapped,
    wrapped,
)
from tests.blind.given import keys
from tests.domain.acts import an_id

BALLOT = an_id("blind ballot")
MASTERS = GivenKeys([LocalMasterKey(b"k" * 32)])


def _shares() -> tuple[Share, ...]:
    opening = keys().opening
    assert opening is not None
    return shared_out(opening, 3, 5)


def test_any_three_of_five_scrutineers_have_the_key_together() -> None:
    for three in combinations(_shares(), 3):
        assert brought_together(three, keys().sealing) == keys().opening


def test_fewer_scrutineers_than_needed_have_nothing() -> None:
    shares = _shares()
    for two in combinations(shares, 2):
        with pytest.raises(BadInput, match="too few of them"):
            brought_together(two, keys().sealing)
    with pytest.raises(BadInput, match="given twice"):
        brought_together([shares[0], shares[0], shares[1]], keys().sealing)


def test_a_mistyped_share_is_told() -> None:
    one, two, three, *_ = _shares()
    assert read_share(one.written()) == one
    off = read_share(f"{three.number}-{'0' * 64}")
    with pytest.raises(BadInput, match="mistyped"):
        brought_together([one, two, off], keys().sealing)
    for text in ("", "1", "0-" + "0" * 64, "1-00", "one-" + "0" * 64):
        with pytest.raises(BadInput, match="a number, a hyphen"):
            read_share(text)


@pytest.mark.parametrize(("needed", "scrutineers"), [(1, 3), (4, 3), (2, 256)])
def test_a_key_is_not_shared_so_that_one_alone_has_it(needed: int, scrutineers: int) -> None:
    with pytest.raises(BadInput, match="can't be asked for together"):
        shared_out(bytes(32), needed, scrutineers)


def test_what_the_service_keeps_after_that_opens_nothing() -> None:
    kept = keys().without_opening()
    master, secret = wrapped(kept, BALLOT, MASTERS.newest())
    assert unwrapped(master, secret, BALLOT, MASTERS).opening is None


def test_keys_are_kept_wrapped_and_bound_to_their_ballot() -> None:
    opening = keys().opening
    master, secret = wrapped(keys(), BALLOT, MASTERS.newest())
    assert opening is not None
    assert opening.hex().encode() not in secret
    again = unwrapped(master, secret, BALLOT, MASTERS)
    assert (again.opening, again.roll, again.public) == (opening, keys().roll, keys().public)
    with pytest.raises(MasterKeyRefused, match="can't be unwrapped"):
        unwrapped(master, secret, an_id("another"), MASTERS)
    with pytest.raises(MasterKeyRefused, match="is not here"):
        unwrapped("somebody else's", secret, BALLOT, MASTERS)


def test_no_key_is_shown_by_accident() -> None:
    opening = keys().opening
    assert opening is not None
    assert opening.hex() not in repr(keys())
    assert repr(opening) not in repr(keys())
    assert keys().roll.hex() not in repr(keys())
    assert _shares()[0].secret.hex() not in repr(_shares()[0])
