"""Anybody can make the seed of the lot: of the preferences as text, and of the public value."""

from __future__ import annotations

from hashlib import sha256

import pytest

from domain.formation.groups import Preference
from domain.formation.seeding import preferences_text, seed_of
from domain.kernel.refusal import BadInput
from tests.support.hands import member

A, B = sorted((member(1), member(2)), key=str)
WISHES = (
    Preference(person=B, name="B", ranking=("training",)),
    Preference(person=A, name="A", ranking=("money", "training")),
)
TEXT = f"convenor preferences v1\n{A}\tmoney>training\n{B}\ttraining\n"


def test_the_text_has_a_line_for_each_person_in_order_of_their_ids() -> None:
    assert preferences_text(WISHES) == preferences_text(WISHES[::-1]) == TEXT


def test_the_seed_is_of_the_texts_hash_a_comma_and_the_value() -> None:
    own = sha256(TEXT.encode()).hexdigest()
    assert seed_of(WISHES, " 4 8 15 ") == sha256(f"{own},4 8 15".encode()).hexdigest()


def test_another_wish_makes_another_seed() -> None:
    assert seed_of(WISHES[:1], "4 8 15") != seed_of(WISHES, "4 8 15")


def test_there_is_no_seed_without_a_value() -> None:
    with pytest.raises(BadInput, match="as it was published"):
        seed_of(WISHES, "  ")
