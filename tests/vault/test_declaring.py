"""Which fields of an act are sealed stands on its model, and can be kept or is refused at once."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import pytest

from domain.kernel.ids import PersonId
from domain.kernel.sealed import ERASED, Erased, Purpose, Seal, Sealed, unless_erased
from domain.kernel.value import Value
from services.store.catalogue import in_words
from services.store.mapper import form_of
from services.vault.declared import SealRefused, seals_of
from services.vault.port import Owner
from tests.store.thing import Thing
from tests.vault.letter import Letter, letter_id, person

SEALED = Annotated[Sealed[str], Seal(Purpose.CONTACT)]
OF_THE_STREAM = Annotated[Sealed[str], Seal(purpose_in="why", whose=None)]
NOT_TO_BE_ERASED = Annotated[str, Seal(Purpose.QUOTA)]
WITHOUT_A_SEAL = str | Erased


class Name(Value):
    """A name beside whose it is."""

    person: PersonId
    name: SEALED


class Bare(Value):
    """A name without anybody."""

    name: SEALED


class Other(Value):
    """Something else."""

    number: int


def test_an_act_says_itself_what_is_sealed_in_it() -> None:
    seals = form_of(Letter.Written).seals
    assert seals is not None
    assert dict(seals.described()) == {
        "address": Seal(Purpose.CONTACT),
        "signed.name": Seal(Purpose.IDENTITY),
    }
    assert form_of(Letter.Read).seals is None
    assert form_of(Thing.Opened).seals is None


def test_each_value_is_sealed_for_the_person_beside_it() -> None:
    seals = form_of(Letter.Written).seals
    assert seals is not None
    data = {
        "title": "",
        "person": str(person(1)),
        "address": "here",
        "signed": [{"person": str(person(2)), "name": "Bo"}],
    }
    found = {place.path: place.owner for place in seals.places(letter_id(1), data)}
    assert found == {
        "address": Owner(person(1), Purpose.CONTACT),
        "signed.0.name": Owner(person(2), Purpose.IDENTITY),
    }


def test_the_stream_may_be_the_person_and_the_purpose_a_field() -> None:
    fields = {
        "why": Purpose,
        "said": OF_THE_STREAM,
    }
    seals = seals_of("Act", fields)
    assert seals is not None
    (place,) = seals.places(letter_id(1), {"why": "quota", "said": "x"})
    assert place.owner == Owner(PersonId(letter_id(1)), Purpose.QUOTA)


def test_a_person_named_around_a_value_is_found() -> None:
    seals = seals_of("Act", {"person": PersonId, "names": tuple[Bare, ...]})
    assert seals is not None
    (place,) = seals.places(letter_id(1), {"person": str(person(3)), "names": [{"name": "x"}]})
    assert (place.path, place.owner.person) == ("names.0.name", person(3))


def test_several_values_may_be_sealed_one_by_one() -> None:
    seals = seals_of("Act", {"person": PersonId, "names": tuple[SEALED, ...]})
    assert seals is not None
    data = {"person": str(person(3)), "names": ["x", {"erased": True}, "z"]}
    assert [place.path for place in seals.places(letter_id(1), data)] == ["names.0", "names.2"]


def test_what_is_not_there_or_erased_is_not_sealed() -> None:
    seals = seals_of("Act", {"person": PersonId, "a": SEALED, "b": SEALED | None})
    assert seals is not None
    data = {"person": str(person(1)), "a": {"erased": True}, "b": None}
    assert list(seals.places(letter_id(1), data)) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"person": UUID, "a": NOT_TO_BE_ERASED}, "can't be erased"),
        ({"person": UUID, "a": WITHOUT_A_SEAL}, "names no seal"),
        ({"a": SEALED}, "no field is called so"),
        ({"names": tuple[Bare, ...]}, "no field is called so"),
        ({"a": OF_THE_STREAM}, "no field"),
        ({"names": dict[str, Name]}, "Put them in a tuple"),
        ({"a": Name | Other}, "a field of its own"),
        ({"person": UUID, "a": Annotated[SEALED, Seal(Purpose.QUOTA)]}, "sealed twice"),
    ],
)
def test_a_seal_that_could_not_be_kept_is_refused(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SealRefused, match=sentence):
        seals_of("Act", fields)


@pytest.mark.parametrize("words", [{}, {"purpose": Purpose.BIRTH, "purpose_in": "why"}])
def test_a_seal_has_one_purpose(words: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="one of the two"):
        Seal(**words)


def test_who_reads_a_sealed_value_says_what_stands_for_it_when_it_is_erased() -> None:
    assert unless_erased("Ada", "somebody") == "Ada"
    assert unless_erased(ERASED, "somebody") == "somebody"
    assert str(ERASED) == "erased"


def test_the_catalogue_says_that_it_is_sealed() -> None:
    assert in_words(WITHOUT_A_SEAL) == "str or Erased"
