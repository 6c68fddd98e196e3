"""What a voter's client does, in Python: for the command line, simulations and tests.

A voter has one secret for each ballot: the private half of their key, and with what the answer of
the service is unblinded.  It is theirs to save before they ask for a credential: the service signs
one blinded message for each voter and no other, so a lost secret can't be replaced.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.ballots.blind.announcement import Announcement, Hash, Hex
from domain.ballots.blind.answers import Marks, written
from domain.ballots.blind.paper import (
    NOISE,
    Credential,
    Paper,
    credential_message,
    paper_message,
    sealed_for,
)
from domain.kernel.refusal import BadInput
from domain.kernel.value import Value
from services.voting.blind.rsabssa import Public, blind, unblinded
from services.voting.blind.sealing import seal


class Saved(Value):
    """The file that a voter saves.  Whoever has it can vote in their stead."""

    announced: Hash
    key: Hash
    noise: Hash
    inverse: Hex
    blinded: Hex


@dataclass(frozen=True)
class Voter:
    """A voter of one ballot, with a secret of their own."""

    announcement: Announcement
    saved: Saved = field(repr=False)

    @classmethod
    def begin(cls, announcement: Announcement) -> Voter:
        """Draw a new secret for this ballot."""
        key, noise = Ed25519PrivateKey.generate(), secrets.token_bytes(NOISE)
        public = key.public_key().public_bytes_raw()
        prepared = noise + credential_message(announcement.digest, public)
        made = blind(public_of(announcement), prepared)
        length = announcement.keys.signing.length
        saved = Saved(
            announced=announcement.digest.hex(),
            key=key.private_bytes_raw().hex(),
            noise=noise.hex(),
            inverse=made.inverse.to_bytes(length).hex(),
            blinded=made.message.hex(),
        )
        return cls(announcement, saved)

    def __post_init__(self) -> None:
        if self.saved.announced != self.announcement.digest.hex():
            raise BadInput("What you saved is of another ballot, or the announcement was changed.")

    @property
    def blinded(self) -> bytes:
        """What is sent with one's name, to be signed."""
        return bytes.fromhex(self.saved.blinded)

    def credential(self, signed: bytes) -> Credential:
        """The credential, from the answer of the service; raises `BadInput` if it is none."""
        noise, key = bytes.fromhex(self.saved.noise), self._key.public_key().public_bytes_raw()
        prepared = noise + credential_message(self.announcement.digest, key)
        inverse = int(self.saved.inverse, 16)
        signature = unblinded(public_of(self.announcement), prepared, signed, inverse)
        return Credential(noise, key, signature)

    def paper(self, credential: Credential, marks: Marks, counter: int = 0) -> Paper:
        """A paper, to be sent without one's name; a later one has a higher counter."""
        announced = self.announcement.digest
        text = written(marks, self.announcement.questions)
        sealing = bytes.fromhex(self.announcement.keys.sealing)
        sealed = seal(text, sealing, sealed_for(announced, credential.key))
        signature = self._key.sign(paper_message(announced, counter, sealed))
        return Paper(credential, counter, sealed, signature)

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.saved.key))


def public_of(announcement: Announcement) -> Public:
    """The key that signs credentials of a ballot."""
    signing = announcement.keys.signing
    return Public(int(signing.n, 16), signing.e)
