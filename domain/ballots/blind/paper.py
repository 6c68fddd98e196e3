"""A credential and a paper: their bytes, and which of them are signed.

The credential is the public half of an Ed25519 key that the voter made for this ballot alone, with
the ballot's signature of it, which was given without seeing it.  The paper carries the credential,
a counter, the vote encrypted to the ballot, and a signature by the voter's key.  Everything has its
fixed length, so a paper's bytes can be read in one way only:

    32 noise | 32 key | L credential | 4 counter | sealed | 64 signature

L is the length of the ballot's signing key, and `sealed` is whatever is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.kernel.refusal import BadInput
from domain.sortition.tree import leaf_hash

CREDENTIAL: Final = b"convenor blind credential v1\0"
PAPER: Final = b"convenor blind paper v1\0"
SEALED: Final = b"convenor blind seal v1\0"
KEY, NOISE, COUNTER, SIGNATURE = 32, 32, 4, 64
SEAL_BYTES: Final = 48
"""By how much what is sealed is longer than the text: an X25519 key and a tag of AES-GCM."""
MOST_REPLACED: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Credential:
    """A voter's key, the noise before it, and the ballot's signature of both."""

    noise: bytes
    key: bytes
    signature: bytes

    def prepared(self, announced: bytes) -> bytes:
        """What the ballot's key signed: noise, heading, digest of the announcement, key."""
        return self.noise + credential_message(announced, self.key)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper.  `counter`: 0 for the first of a voter; the highest counts."""

    credential: Credential
    counter: int
    sealed: bytes
    signature: bytes

    @property
    def encoded(self) -> bytes:
        """All of it."""
        own = self.credential
        counter = self.counter.to_bytes(COUNTER, "big")
        return own.noise + own.key + own.signature + counter + self.sealed + self.signature

    @property
    def hash(self) -> bytes:
        """What it is called in the published list: the hash of a leaf of RFC 6962."""
        return leaf_hash(self.encoded)

    def signed(self, announced: bytes) -> bytes:
        """What the voter's key signs."""
        return paper_message(announced, self.counter, self.sealed)


def credential_message(announced: bytes, key: bytes) -> bytes:
    """The message of a credential, before noise is put before it."""
    return CREDENTIAL + announced + key


def paper_message(announced: bytes, counter: int, sealed: bytes) -> bytes:
    """What a voter signs: heading, digest of the announcement, counter, sealed vote."""
    return PAPER + announced + counter.to_bytes(COUNTER, "big") + sealed


def sealed_for(announced: bytes, key: bytes) -> bytes:
    """What a vote is bound to when it is sealed, so that it opens in no other paper."""
    return SEALED + announced + key


def read_paper(data: bytes, length: int, room: int) -> Paper:
    """The paper of these bytes, in a ballot with such signatures and texts; raises `BadInput`."""
    expected = NOISE + KEY + length + COUNTER + room + SEAL_BYTES + SIGNATURE
    if len(data) != expected:
        raise BadInput(f"A paper of this ballot has {expected} bytes; this one has {len(data)}.")
    ends = (NOISE, NOISE + KEY, NOISE + KEY + length, NOISE + KEY + length + COUNTER)
    noise, key, signature, counter = (
        data[start:end] for start, end in zip((0, *ends), ends, strict=False)
    )
    return Paper(
        Credential(noise, key, signature),
        int.from_bytes(counter, "big"),
        data[ends[-1] : -SIGNATURE],
        data[-SIGNATURE:],
    )
