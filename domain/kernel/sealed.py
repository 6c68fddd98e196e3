"""What an act says of a person and keeps sealed, so that it can be forgotten under a lasting log.

A field is declared sealed on the act's own model and nowhere else:

    name: Annotated[Sealed[str], Seal(Purpose.IDENTITY, whose="person")]

Whoever reads it has to say what is to be done when it was erased.  How it is sealed, and with which
key, is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, TypeAlias, TypeVar

from domain.kernel.value import Value

T = TypeVar("T")


class Purpose(StrEnum):
    """What a person's data is kept for.  Each purpose has a key, and an end, of its own."""

    IDENTITY = "identity"
    CONTACT = "contact"
    BIRTH = "birth"
    CAUCUS = "caucus"
    QUOTA = "quota"
    CASE = "case"


class Erased(Value):
    """What is left of a sealed field whose key is gone, or that is read without any keys."""

    erased: Literal[True] = True

    def __str__(self) -> str:
        return "erased"


ERASED: Final = Erased()

Sealed: TypeAlias = T | Erased
"""The value, or what is left of it."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Marks a field as sealed under the key of one person and one purpose.

    `whose` names the field beside it, or around the value that it stands in, with the person's id;
    None means that the act's stream is the person.  A purpose that differs from act to act is read
    from the field that `purpose_in` names.
    """

    purpose: Purpose | None = None
    whose: str | None = "person"
    purpose_in: str | None = None

    def __post_init__(self) -> None:
        if (self.purpose is None) == (self.purpose_in is None):
            raise TypeError("A seal names its purpose, or the field that holds it: one of the two.")


def unless_erased(value: Sealed[T], otherwise: T) -> T:
    """The value, or what stands for one that was erased."""
    return otherwise if isinstance(value, Erased) else value
