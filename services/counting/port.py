"""What a count asks of the place where its papers are kept.

Papers are public when they are handed in: they name nobody and have no time.  They lie under the
SHA-256 of the file, so the log needs only the hash, and whoever has the file can count again.
"""

from __future__ import annotations

from typing import Protocol

from domain.counting.formats.election import Election


class PaperBundles(Protocol):
    """Bundles of papers by their hash."""

    def deposit(self, content: bytes) -> str:
        """Keep a file of papers; returns its SHA-256 in hexadecimal, the same for the same file."""
        ...

    def content(self, sha256: str) -> bytes:
        """The file as it was handed in; raises `NotFound`."""
        ...

    def election(self, sha256: str) -> Election:
        """What it says: the names and the papers; raises `NotFound`."""
        ...
