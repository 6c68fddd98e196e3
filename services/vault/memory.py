"""A vault in memory, for tests and rehearsals: it answers as PostgreSQL does and keeps nothing."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from threading import Lock
from uuid import UUID, uuid4

from domain.kernel.ids import PersonId
from domain.kernel.sealed import Purpose
from services.vault.port import SECRET_BYTES, DataKey, Owner


class MemoryVault:
    """`Vault` in memory."""

    def __init__(self) -> None:
        self._keys: dict[UUID, DataKey] = {}
        self._newest: dict[Owner, UUID] = {}
        self._made_at: dict[UUID, datetime] = {}
        self._lock = Lock()

    def keys_for(self, owners: Collection[Owner]) -> Mapping[Owner, DataKey]:
        with self._lock:
            return {owner: self._key(owner) for owner in owners}

    def opened(self, keys: Collection[UUID]) -> Mapping[UUID, DataKey]:
        return {key: self._keys[key] for key in keys if key in self._keys}

    def held(
        self, person: PersonId, *, made_before: datetime | None = None
    ) -> Mapping[Purpose, UUID]:
        before = made_before or datetime.now(UTC) + timedelta(days=1)
        return {
            owner.purpose: key
            for owner, key in self._newest.items()
            if owner.person == person and self._made_at[key] < before
        }

    def destroy(self, keys: Collection[UUID]) -> int:
        with self._lock:
            gone = [self._keys.pop(key) for key in keys if key in self._keys]
            for key in gone:
                self._newest.pop(key.owner, None)
            return len(gone)

    def _key(self, owner: Owner) -> DataKey:
        if owner not in self._newest:
            key = DataKey(uuid4(), owner, secrets.token_bytes(SECRET_BYTES))
            self._keys[key.id] = key
            self._newest[owner] = key.id
            self._made_at[key.id] = datetime.now(UTC)
        return self._keys[self._newest[owner]]
