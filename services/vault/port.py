"""What sealing asks of whatever keeps the keys.

A data key belongs to one person and one purpose.  It is made when it is first needed; destroyed, it
never comes back, and what it sealed reads as erased.  A person who comes again gets another one.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.kernel.ids import PersonId
from domain.kernel.sealed import Purpose
from services.store.port import StoreFault

SECRET_BYTES: Final = 32


class Owner(NamedTuple):
    """Whose data a key seals, and what it is kept for."""

    person: PersonId
    purpose: Purpose


class DataKey:
    """A key that is at hand; it says nothing of itself when it is printed."""

    __slots__ = ("_secret", "cipher", "id", "owner")

    def __init__(self, identity: UUID, owner: Owner, secret: bytes) -> None:
        self.id = identity
        self.owner = owner
        self.cipher = AESGCM(secret)
        self._secret = secret

    def mark(self, content: bytes) -> str:
        """What tells the same content again, to whoever has this key, and tells nobody else."""
        return hmac.new(self._secret, b"mark\0" + content, sha256).hexdigest()

    def __repr__(self) -> str:
        return f"DataKey({self.id})"


class Keys(Protocol):
    """Keys to seal and to open with."""

    def keys_for(self, owners: Collection[Owner]) -> Mapping[Owner, DataKey]:
        """The keys to seal with, made where there is none.  Raises `VaultShut`."""
        ...

    def opened(self, keys: Collection[UUID]) -> Mapping[UUID, DataKey]:
        """Those of these keys that exist; the others were destroyed, or are not in this vault."""
        ...


class Vault(Keys, Protocol):
    """Keys that can be destroyed."""

    def held(
        self, person: PersonId, *, made_before: datetime | None = None
    ) -> Mapping[Purpose, UUID]:
        """For which purposes data of that person is sealed, and under which key.

        `made_before` leaves out keys that were made from that moment of recording on.
        """
        ...

    def destroy(self, keys: Collection[UUID]) -> int:
        """Destroy these keys for good.  Returns how many there still were."""
        ...


class VaultShut(StoreFault):
    """Something was to be sealed where no keys are."""

    def __init__(self) -> None:
        super().__init__(
            "This says something of a person that has to be sealed, and no vault is open here, so "
            "nothing was recorded. Whoever runs the service must give it its master key."
        )


class NoKeys:
    """Reads a log without its vault: whatever was sealed is erased, and nothing can be sealed."""

    def keys_for(self, owners: Collection[Owner]) -> Mapping[Owner, DataKey]:
        if owners:
            raise VaultShut
        return {}

    def opened(self, keys: Collection[UUID]) -> Mapping[UUID, DataKey]:
        return NONE


NONE: Final[Mapping[UUID, DataKey]] = MappingProxyType({})
NO_KEYS: Final[Keys] = NoKeys()
