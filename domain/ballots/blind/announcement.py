"""What is announced before a blind ballot opens: all that a voter signs and a count depends on.

Every credential and every paper is signed over the digest of the announcement; so nobody can give
it another roll, another question or another key once papers are in.  The digest is SHA-256 of a
heading and the announcement as JSON, with sorted keys and without spaces.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from domain.counting.contest import checked
from domain.counting.terms import Settled
from domain.elections.lot import LotSource
from domain.kernel.value import Value

HEADING: Final = "convenor blind ballot v1"
LEAST_BITS = 3072
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Hex = Annotated[str, Field(pattern=r"^([0-9a-f]{2})+$")]


class Asked(Value):
    """A question: what is chosen from, and how it is counted.

    `subject` and `digest` say which text it is about, if it is about one.
    """

    title: str
    settled: Settled
    subject: UUID | None = None
    digest: str = ""


class SigningKey(Value):
    """The key that credentials are signed with, by RSABSSA-SHA384-PSS-Randomized of RFC 9474."""

    n: Hex
    e: Annotated[int, Field(ge=3)]

    @property
    def length(self) -> int:
        """How many bytes a signature has."""
        return len(self.n) // 2

    @model_validator(mode="after")
    def _strong(self) -> Self:
        if int(self.n, 16).bit_length() < LEAST_BITS or self.n.startswith("00"):
            raise ValueError(f"a key that signs credentials has at least {LEAST_BITS} bits")
        return self


class Keys(Value):
    """The public keys of one ballot.  `sealing`: X25519, to which papers are encrypted."""

    signing: SigningKey
    sealing: Hash


class RollSaid(Value):
    """The frozen roll: how many, as of which position of the log, and the root over all."""

    count: Annotated[int, Field(ge=0)]
    position: Annotated[int, Field(ge=0)]
    root: Hash


class Announcement(Value):
    """A blind ballot as it is announced.

    `replaceable`: a later paper takes an earlier's place.  `lot`: the public value from which ties
    are drawn, where a question can be tied.
    """

    format: Literal["convenor blind ballot v1"] = HEADING
    ballot: UUID
    title: str
    questions: Annotated[tuple[Asked, ...], Field(min_length=1)]
    opens: AwareDatetime
    closes: AwareDatetime
    edition: int
    replaceable: bool
    lot: LotSource | None = None
    roll: RollSaid
    keys: Keys

    @model_validator(mode="after")
    def _tells_candidates_apart(self) -> Self:
        for question in self.questions:
            checked(question.settled.contest)
        return self

    @property
    def digest(self) -> bytes:
        """What stands for the announcement in every signature: 32 bytes, worked out anew."""
        return digest_of(HEADING, self)


def digest_of(heading: str, value: Value) -> bytes:
    """SHA-256 of a heading, a line feed, and a value as JSON in one order and without spaces."""
    plain = json.dumps(
        value.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return sha256(f"{heading}\n{plain}".encode()).digest()
