"""Draws from a published seed, which anybody can make again with a hash function.

The number of a draw is SHA-256 of the seed, a comma and the draw's own number, counted from 0.  A
number that would favour some places over others is passed over, and the next one drawn.
"""

from __future__ import annotations

from hashlib import sha256

from domain.kernel.refusal import BadInput


class Draws:
    """Draws numbered from 0 on."""

    def __init__(self, seed: str) -> None:
        if not seed:
            raise BadInput("A lot needs a seed that was published.")
        self.seed = seed
        self._next = 0

    def among(self, places: int) -> tuple[int, int]:
        """A place among so many, from 0, and the number of the draw that gave it."""
        fair = 2**256 - 2**256 % places
        while True:
            draw, self._next = self._next, self._next + 1
            drawn = int.from_bytes(sha256(f"{self.seed},{draw}".encode()).digest(), "big")
            if drawn < fair:
                return drawn % places, draw
