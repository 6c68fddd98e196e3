"""Bundles of papers in memory, for stories that are played without servers."""

from __future__ import annotations

import hashlib

from domain.counting.formats.election import Election
from domain.kernel.refusal import NotFound
from services.counting.reading import as_read


class MemoryBundles:
    """Bundles in a dictionary."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def deposit(self, content: bytes) -> str:
        """Keep a file of papers."""
        sha256 = hashlib.sha256(content).hexdigest()
        self._kept[sha256] = content
        return sha256

    def content(self, sha256: str) -> bytes:
        """The file as it was handed in."""
        if sha256 not in self._kept:
            raise NotFound(f"No papers with the hash {sha256} have been handed in.")
        return self._kept[sha256]

    def election(self, sha256: str) -> Election:
        """What it says."""
        return as_read(self.content(sha256))
