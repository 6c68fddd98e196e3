"""The keys of one ballot: made once, kept wrapped, and splittable among scrutineers.

One key signs credentials, another opens papers, and a secret salts the roll.  The opening key can
be shared out, so that so many of the scrutineers together have it and the service alone has not:
then nobody at the server sees a running total.  Shares are Shamir's, by PyCryptodome, over the two
halves of the key; whether they give the right key is told by its public half, which is announced.
"""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import orjson
from Crypto.Protocol.SecretSharing import Shamir
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from domain.ballots.blind.announcement import Keys, SigningKey
from domain.kernel.refusal import BadInput
from services.vault.master import MasterKey, MasterKeyRefused, MasterKeys
from services.voting.blind.rsabssa import Signer

_HALF = 16
_MOST = 255


@dataclass(frozen=True)
class BallotKeys:
    """The private keys of one ballot.  `opening` is None where the scrutineers have it."""

    signer: Signer
    roll: bytes = field(repr=False)
    sealing: bytes
    opening: bytes | None = field(repr=False)

    @classmethod
    def make(cls) -> BallotKeys:
        """New keys for one ballot."""
        opening = X25519PrivateKey.generate()
        sealing = opening.public_key().public_bytes_raw()
        return cls(Signer.make(), secrets.token_bytes(32), sealing, opening.private_bytes_raw())

    @property
    def public(self) -> Keys:
        """What is announced."""
        n, e = self.signer.public
        signing = SigningKey(n=n.to_bytes(self.signer.public.length).hex(), e=e)
        return Keys(signing=signing, sealing=self.sealing.hex())

    def without_opening(self) -> BallotKeys:
        """What the service keeps once the shares have been handed out."""
        return BallotKeys(self.signer, self.roll, self.sealing, None)


@dataclass(frozen=True)
class Share:
    """The part of one scrutineer; written as a number, a hyphen and 64 hexadecimal digits."""

    number: int
    secret: bytes = field(repr=False)

    def written(self) -> str:
        return f"{self.number}-{self.secret.hex()}"


def read_share(text: str) -> Share:
    """A share as it was written down; raises `BadInput`."""
    number, _, digits = text.strip().partition("-")
    try:
        share = Share(int(number), bytes.fromhex(digits))
    except ValueError:
        share = Share(0, b"")
    if not 1 <= share.number <= _MOST or len(share.secret) != 2 * _HALF:
        raise BadInput(
            "A scrutineer's share is a number, a hyphen and 64 hexadecimal digits. Type it again "
            "as it was handed out."
        )
    return share


def shared_out(opening: bytes, needed: int, scrutineers: int) -> tuple[Share, ...]:
    """A share for each scrutineer, of which so many together give the key; raises `BadInput`."""
    if not 2 <= needed <= scrutineers <= _MOST:
        raise BadInput(
            f"Of {scrutineers} scrutineers, {needed} can't be asked for together. Ask for at "
            "least two, and for no more than there are."
        )
    halves = (Shamir.split(needed, scrutineers, opening[at : at + _HALF]) for at in (0, _HALF))
    return tuple(Share(one[0], one[1] + two[1]) for one, two in zip(*halves, strict=True))


def brought_together(shares: Sequence[Share], sealing: bytes) -> bytes:
    """The key that opens papers, as its public half proves; raises `BadInput`."""
    numbers = [share.number for share in shares]
    if len(set(numbers)) < len(numbers):
        raise BadInput("The same share was given twice. Each scrutineer has one of their own.")
    halves = (
        Shamir.combine([(share.number, share.secret[at : at + _HALF]) for share in shares])
        for at in (0, _HALF)
    )
    opening = b"".join(halves)
    if not opens(opening, sealing):
        raise BadInput(
            "These shares don't give the key of this ballot: there are too few of them, or one is "
            "of another ballot or was mistyped."
        )
    return opening


def opens(opening: bytes, sealing: bytes) -> bool:
    """Whether this private key is the one whose public half was announced."""
    return X25519PrivateKey.from_private_bytes(opening).public_key().public_bytes_raw() == sealing


def wrapped(keys: BallotKeys, ballot: UUID, master: MasterKey) -> tuple[str, bytes]:
    """The name of the master key, and the keys wrapped by it and bound to their ballot."""
    told = {
        "signer": b64encode(keys.signer.secret).decode(),
        "roll": keys.roll.hex(),
        "sealing": keys.sealing.hex(),
        "opening": keys.opening and keys.opening.hex(),
    }
    return master.id, master.wrap(orjson.dumps(told), _bound(ballot))


def unwrapped(master: str, secret: bytes, ballot: UUID, masters: MasterKeys) -> BallotKeys:
    """The keys again.  Raises `MasterKeyRefused` without the master key that wrapped them."""
    key = masters.named(master)
    if key is None:
        raise MasterKeyRefused(
            f"The keys of ballot {ballot} are wrapped by the master key {master}, which is not "
            "here. Restore it from a backup."
        )
    told = orjson.loads(key.unwrap(secret, _bound(ballot)))
    opening = told["opening"]
    return BallotKeys(
        Signer.from_bytes(b64decode(told["signer"])),
        bytes.fromhex(told["roll"]),
        bytes.fromhex(told["sealing"]),
        None if opening is None else bytes.fromhex(opening),
    )


def _bound(ballot: UUID) -> bytes:
    return b"convenor ballot keys v1\0" + ballot.bytes
