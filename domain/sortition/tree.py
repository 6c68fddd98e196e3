"""A hash tree over the pool (RFC 6962): one root for all, and a short proof for each.

Leaves and inner nodes are hashed with different first bytes, so that no node can pass for a leaf
(section 2.1).  A tree of ten thousand has proofs of fourteen hashes.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

LEAF, NODE = b"\x00", b"\x01"


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(LEAF + data).digest()


class Tree:
    """The tree over leaves that are hashed already, in their order."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._levels = [list(leaves)]
        while len(self._levels[-1]) > 1:
            self._levels.append(_above(self._levels[-1]))

    @property
    def root(self) -> bytes:
        """The hash of the whole; that of nothing if there is no leaf."""
        return self._levels[-1][0] if self._levels[-1] else sha256().digest()

    def path(self, position: int) -> tuple[bytes, ...]:
        """The hashes with which the leaf at this position, from 0, gives the root."""
        beside = []
        for level in self._levels[:-1]:
            if position ^ 1 < len(level):
                beside.append(level[position ^ 1])
            position //= 2
        return tuple(beside)


def root_from(leaf: bytes, position: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a leaf at this place of so many gives; None if no tree has such a path."""
    here, last, left = leaf, size - 1, list(path)
    if not 0 <= position <= last:
        return None
    while last:
        if position % 2:
            here = _node(left.pop(0), here) if left else b""
        elif position < last:
            here = _node(here, left.pop(0)) if left else b""
        if not here:
            return None
        position, last = position // 2, last // 2
    return None if left else here


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(NODE + left + right).digest()


def _above(level: Sequence[bytes]) -> list[bytes]:
    """The next level; a last one without a pair goes up as it is."""
    pairs = [_node(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return pairs + list(level[len(pairs) * 2 :])
