"""Keys that were unwrapped and may be used again: so many at the most, those used last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from threading import Lock
from typing import Final
from uuid import UUID

from services.vault.port import DataKey, Owner

MOST: Final = 20_000


class Remembered:
    """A bounded store of unwrapped keys, safe from many threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._keys: OrderedDict[UUID, DataKey] = OrderedDict()
        self._of: dict[Owner, UUID] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._keys)

    def found(self, keys: Collection[UUID]) -> dict[UUID, DataKey]:
        with self._lock:
            return {key: self._used(key) for key in keys if key in self._keys}

    def found_for(self, owners: Collection[Owner]) -> dict[Owner, DataKey]:
        with self._lock:
            return {owner: self._used(self._of[owner]) for owner in owners if owner in self._of}

    def add(self, keys: Collection[DataKey], *, current: bool) -> None:
        """Remember keys; `current` says that they are those to seal with."""
        with self._lock:
            for key in keys:
                self._keys[key.id] = key
                if current:
                    self._of[key.owner] = key.id
            while len(self._keys) > self._most:
                self._drop()

    def forget(self) -> None:
        with self._lock:
            self._keys.clear()
            self._of.clear()

    def _used(self, key: UUID) -> DataKey:
        self._keys.move_to_end(key)
        return self._keys[key]

    def _drop(self) -> None:
        identity, key = self._keys.popitem(last=False)
        if self._of.get(key.owner) == identity:
            del self._of[key.owner]
