"""Rules for blind signatures: the vectors of RFC 9474, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from domain.kernel.refusal import BadInput
from services.voting.blind.rsabssa import (
    Chance,
    Public,
    Signer,
    blind,
    encoded_for,
    is_signed,
    prefixed,
    unblinded,
)
from tests.blind.given import signer

RFC: Final = json.loads((Path(__file__).parent / "rfc9474.json").read_text("utf-8"))
NUMBERS: Final = {name: int(text, 16) for name, text in RFC["key"].items()}
NAMES: Final = [vector["name"] for vector in RFC["vectors"]]


@cache
def rfc_signer() -> Signer:
    p, q, d = NUMBERS["p"], NUMBERS["q"], NUMBERS["d"]
    public = rsa.RSAPublicNumbers(NUMBERS["e"], NUMBERS["n"])
    numbers = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public)
    return Signer(numbers.private_key())


@pytest.mark.parametrize("vector", RFC["vectors"], ids=NAMES)
def test_every_vector_of_the_rfc_comes_out_to_the_last_byte(vector: dict[str, str]) -> None:
    given = {name: bytes.fromhex(text) for name, text in vector.items() if name != "name"}
    key, inverse = rfc_signer().public, int.from_bytes(given["inv"])
    salted = len(given["salt"])
    prepared = given["msg_prefix"] + given["msg"]
    assert len(given["msg_prefix"]) == (32 if "Randomized" in vector["name"] else 0)
    assert prepared == given["prepared_msg"]
    bits = key.n.bit_length() - 1
    assert encoded_for(prepared, bits, given["salt"]) == given["encoded_msg"]
    chance = Chance(given["salt"], pow(inverse, -1, key.n))
    assert blind(key, prepared, salted, chance) == (given["blinded_msg"], inverse)
    assert rfc_signer().sign(given["blinded_msg"]) == given["blind_sig"]
    assert unblinded(key, prepared, given["blind_sig"], inverse, salted) == given["sig"]
    assert is_signed(key, prepared, given["sig"], salted)


def test_all_four_variants_of_the_rfc_are_there() -> None:
    names = [
        f"PSS{zero}-{kind}" for kind in ("Randomized", "Deterministic") for zero in ("", "ZERO")
    ]
    assert [f"RSABSSA-SHA384-{name}" for name in names] == NAMES


def test_what_is_blinded_tells_nothing_of_what_comes_out() -> None:
    key, prepared = signer().public, prefixed(b"a message")
    one, two = blind(key, prepared), blind(key, prepared)
    assert one.message != two.message
    first = unblinded(key, prepared, signer().sign(one.message), one.inverse)
    second = unblinded(key, prepared, signer().sign(two.message), two.inverse)
    assert first != second
    assert is_signed(key, prepared, first)
    assert is_signed(key, prepared, second)
    assert not is_signed(key, prepared + b".", first)


def test_the_same_blinded_message_gets_the_same_signature() -> None:
    blinded = blind(signer().public, prefixed(b"a message")).message
    assert signer().sign(blinded) == signer().sign(blinded)


@pytest.mark.parametrize("number", [0, 1, -1])
def test_a_number_that_signs_itself_is_refused(number: int) -> None:
    key = signer().public
    with pytest.raises(BadInput, match="out of the range"):
        signer().sign((number % key.n).to_bytes(key.length))
    with pytest.raises(BadInput, match="out of the range"):
        signer().sign(key.n.to_bytes(key.length))
    with pytest.raises(BadInput, match="has 384 bytes in this ballot, not 3"):
        signer().sign(b"abc")


def test_a_signer_that_signs_something_else_is_found_out() -> None:
    key, prepared = signer().public, prefixed(b"a message")
    blinded = blind(key, prepared)
    other = signer().sign(blind(key, prefixed(b"another")).message)
    with pytest.raises(BadInput, match="no signature of your credential"):
        unblinded(key, prepared, other, blinded.inverse)
    with pytest.raises(BadInput, match="has 384 bytes, not 1"):
        unblinded(key, prepared, b"a", blinded.inverse)


def test_a_key_that_can_be_none_is_refused() -> None:
    with pytest.raises(BadInput, match="no key of RSA"):
        blind(Public(signer().public.n * 2, 65537), b"a message")


def test_a_fault_in_the_arithmetic_gives_nothing_away(monkeypatch: pytest.MonkeyPatch) -> None:
    spoiled = Signer.from_bytes(signer().secret)
    right: Callable[[int], bytes] = spoiled._key._decrypt_to_bytes

    def off(number: int) -> bytes:
        found = right(number)
        return found[:-1] + bytes([found[-1] ^ 1])

    monkeypatch.setattr(spoiled._key, "_decrypt_to_bytes", off)
    with pytest.raises(ArithmeticError, match="not given out"):
        spoiled.sign(blind(spoiled.public, prefixed(b"a message")).message)


def test_a_key_is_kept_and_read_again_and_not_shown() -> None:
    again = Signer.from_bytes(signer().secret)
    assert again.public == signer().public
    assert again.public.n.bit_length() == 3072
    assert str(again.public.n) not in repr(again)
