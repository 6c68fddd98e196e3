"""Blind signatures of RFC 9474: the signer of a ballot, and what a voter does on their side.

The variant is RSABSSA-SHA384-PSS-Randomized.  Another length of the salt, or no noise before the
message, makes it one of the others, which only the vectors of the RFC need.
The private operation is PyCryptodome's, which blinds its base against timing; the signer checks
each signature before it leaves, so that a fault in the arithmetic can't give the key away.
What a voter does here is done in Python's own numbers, whose time may depend on them: it is for a
machine of the voter's own, never for a server.  `docs/adr/0010` says why these libraries.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from hashlib import sha384
from math import gcd
from typing import Final, NamedTuple

from Crypto.PublicKey import RSA
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from domain.kernel.refusal import BadInput

KEY_BITS: Final = 3072
EXPONENT: Final = 65537
PREFIX_BYTES: Final = 32
HASH_BYTES: Final = 48


class Public(NamedTuple):
    """The public key of a ballot."""

    n: int
    e: int

    @property
    def length(self) -> int:
        """How many bytes a signature has."""
        return (self.n.bit_length() + 7) // 8


class Blinded(NamedTuple):
    """What is sent to the signer, and the secret with which the answer is unblinded."""

    message: bytes
    inverse: int


class Chance(NamedTuple):
    """The salt and the factor of one blinding; drawn anew each time but in tests."""

    salt: bytes
    factor: int


class Signer:
    """The private key of one ballot."""

    def __init__(self, key: rsa.RSAPrivateKey) -> None:
        own = key.private_numbers()
        self.public = Public(own.public_numbers.n, own.public_numbers.e)
        self._der = key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        self._key = RSA.construct((self.public.n, self.public.e, own.d, own.p, own.q))

    def __repr__(self) -> str:
        return f"Signer({self.public.n.bit_length()} bits)"

    @classmethod
    def make(cls, bits: int = KEY_BITS) -> Signer:
        """A new key."""
        return cls(rsa.generate_private_key(EXPONENT, bits))

    @classmethod
    def from_bytes(cls, der: bytes) -> Signer:
        """A key that `secret` gave; raises `ValueError`."""
        key = serialization.load_der_private_key(der, password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise ValueError("a key of another kind")
        return cls(key)

    @property
    def secret(self) -> bytes:
        """The key as PKCS #8, to be wrapped."""
        return self._der

    def must_be_signable(self, blinded: bytes) -> None:
        """Raises `BadInput` for what no voter's client sends: a wrong length or too large."""
        if len(blinded) != self.public.length:
            raise BadInput(
                f"A blinded message has {self.public.length} bytes in this ballot, not "
                f"{len(blinded)}. Blind it with the ballot's own key."
            )
        if not 1 < int.from_bytes(blinded) < self.public.n - 1:
            raise BadInput(
                "This blinded message is out of the range of the ballot's key. Blind it again."
            )

    def sign(self, blinded: bytes) -> bytes:
        """The blind signature, always the same for the same message.  Raises `BadInput`."""
        self.must_be_signable(blinded)
        message = int.from_bytes(blinded)
        raw: Callable[[int], bytes] = self._key._decrypt_to_bytes
        signed = raw(message)
        if pow(int.from_bytes(signed), self.public.e, self.public.n) != message:
            raise ArithmeticError("the signature came out wrong, and was not given out")
        return signed.rjust(self.public.length, b"\0")


def prefixed(message: bytes) -> bytes:
    """The message after fresh noise: what is signed in the randomized variants."""
    return secrets.token_bytes(PREFIX_BYTES) + message


def blind(
    key: Public, prepared: bytes, salt_bytes: int = HASH_BYTES, chance: Chance | None = None
) -> Blinded:
    """Blind a prepared message for the signer.  Raises `BadInput` for a key that can't be one."""
    if gcd(key.n, key.e) != 1 or key.n % 2 == 0 or key.e < 3:
        raise BadInput("The ballot's key is no key of RSA. Fetch the announcement again.")
    salt, factor = chance or _drawn(key, salt_bytes)
    encoded = int.from_bytes(encoded_for(prepared, key.n.bit_length() - 1, salt))
    if gcd(encoded, key.n) != 1:
        raise BadInput("The ballot's key is no key of RSA. Fetch the announcement again.")
    blinded = encoded * pow(factor, key.e, key.n) % key.n
    return Blinded(blinded.to_bytes(key.length), pow(factor, -1, key.n))


def _drawn(key: Public, salt_bytes: int) -> Chance:
    factor = 0
    while gcd(factor, key.n) != 1:
        factor = 1 + secrets.randbelow(key.n - 1)
    return Chance(secrets.token_bytes(salt_bytes), factor)


def unblinded(
    key: Public, prepared: bytes, signed: bytes, inverse: int, salt_bytes: int = HASH_BYTES
) -> bytes:
    """The signature of the prepared message.  Raises `BadInput` if the signer did not sign it."""
    if len(signed) != key.length:
        raise BadInput(f"A signature of this ballot has {key.length} bytes, not {len(signed)}.")
    signature = (int.from_bytes(signed) * inverse % key.n).to_bytes(key.length)
    if not is_signed(key, prepared, signature, salt_bytes):
        raise BadInput(
            "What the service sent is no signature of your credential. Don't vote with it; tell "
            "the scrutineer, and keep what you saved."
        )
    return signature


def is_signed(key: Public, prepared: bytes, signature: bytes, salt_bytes: int = HASH_BYTES) -> bool:
    """Whether this is a signature of the prepared message under that key."""
    how = padding.PSS(padding.MGF1(hashes.SHA384()), salt_bytes)
    public = rsa.RSAPublicNumbers(key.e, key.n).public_key()
    try:
        public.verify(signature, prepared, how, hashes.SHA384())
    except InvalidSignature:
        return False
    return True


def encoded_for(message: bytes, bits: int, salt: bytes) -> bytes:
    """EMSA-PSS-ENCODE of RFC 8017, section 9.1.1, with SHA-384 and MGF1 of it."""
    length = (bits + 7) // 8
    hashed = sha384(bytes(8) + sha384(message).digest() + salt).digest()
    data = (b"\x01" + salt).rjust(length - HASH_BYTES - 1, b"\0")
    mask = _mask(hashed, len(data))
    masked = bytearray(one ^ two for one, two in zip(data, mask, strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + hashed + b"\xbc"


def _mask(seed: bytes, length: int) -> bytes:
    blocks = range(-(-length // HASH_BYTES))
    return b"".join(sha384(seed + at.to_bytes(4)).digest() for at in blocks)[:length]
