"""The roll of a blind ballot as it is committed to: a root, and a proof for each who is on it.

A leaf is a hash over a salt that only that member is given and their id, so the root is published
and the roll is not.  Leaves stand in the order of their hashes, which tells nothing.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from domain.ballots.blind.announcement import Hash, RollSaid
from domain.kernel.value import Value
from domain.sortition.tree import Tree, leaf_hash, root_from

_LEAF = b"convenor blind roll v1\0"


class RollReceipt(Value):
    """What shows that a member is on the roll; for them alone."""

    person: UUID
    salt: Hash
    position: int
    path: tuple[Hash, ...]


def salt_of(secret: bytes, person: UUID) -> bytes:
    """The salt of a member, from a secret of this ballot."""
    return hmac.digest(secret, person.bytes, sha256)


def roll_leaf(salt: bytes, person: UUID) -> bytes:
    """The leaf of a member."""
    return leaf_hash(_LEAF + salt + person.bytes)


class RollTree:
    """The tree over a roll."""

    def __init__(self, secret: bytes, people: Iterable[UUID]) -> None:
        self._secret = secret
        leaves = {person: roll_leaf(salt_of(secret, person), person) for person in people}
        ordered = sorted(leaves, key=leaves.__getitem__)
        self._positions = {person: at for at, person in enumerate(ordered)}
        self._tree = Tree([leaves[person] for person in ordered])

    def said(self, position: int) -> RollSaid:
        """What is announced of it, as of a position of the log."""
        return RollSaid(count=len(self._positions), position=position, root=self._tree.root.hex())

    def receipt(self, person: UUID) -> RollReceipt | None:
        """The proof for one member; None if they are not on the roll."""
        at = self._positions.get(person)
        if at is None:
            return None
        path = tuple(one.hex() for one in self._tree.path(at))
        salt = salt_of(self._secret, person).hex()
        return RollReceipt(person=person, salt=salt, position=at, path=path)


def is_on(receipt: RollReceipt, said: RollSaid) -> bool:
    """Whether the receipt leads to the root that was announced."""
    leaf = roll_leaf(bytes.fromhex(receipt.salt), receipt.person)
    path = [bytes.fromhex(one) for one in receipt.path]
    root = root_from(leaf, receipt.position, said.count, path)
    return root is not None and root.hex() == said.root
