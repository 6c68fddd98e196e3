"""Votes shut until the close: HPKE (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM.

Base mode, one message to a key, by the `cryptography` library.  Whoever has the ballot's private
key can open every paper; who has it is the business of `keys`.
"""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def seal(text: bytes, key: bytes, bound_to: bytes) -> bytes:
    """The text, so that only the ballot's private key opens it, and only with `bound_to`."""
    return SUITE.encrypt(text, X25519PublicKey.from_public_bytes(key), bound_to)


def opener(key: bytes) -> X25519PrivateKey:
    """The private key, ready for many papers: to make it so takes as long as to open one."""
    return X25519PrivateKey.from_private_bytes(key)


def opened(sealed: bytes, key: X25519PrivateKey, bound_to: bytes) -> bytes | None:
    """The text; None if it was not sealed so, for this key."""
    try:
        return SUITE.decrypt(sealed, key, bound_to)
    except (InvalidTag, ValueError):
        return None
