"""The pool of a draw, frozen: who may be drawn, in an order that nobody can arrange.

Members of the same features are of one kind.  Kinds stand in order of their values, and within a
kind members in order of the hashes of their leaves, which are salted; so a position says of which
kind somebody is, and nothing else.  What is published is the number of each kind and the root.  The
list stays with the organisation, and each member has a receipt with which they alone can show that
they are in, and as what.

What a salt is made of is not decided here; it must be long and never used twice.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import Field

from domain.kernel.refusal import BadInput, NotFound
from domain.kernel.value import Value
from domain.sortition.terms import Kind, Terms
from domain.sortition.tree import Tree, leaf_hash

HEADING = "convenor pool v1"
Hex = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Entry(Value):
    """Somebody in the pool: their number, their value of each feature, and their salt."""

    member: Annotated[str, Field(min_length=1)]
    values: tuple[str, ...] = ()
    salt: Annotated[str, Field(pattern=r"^[0-9a-f]{32,}$")]

    def leaf(self) -> bytes:
        """The hash of JSON of the heading, the salt, the number and the values."""
        text = json.dumps(
            [HEADING, self.salt, self.member, list(self.values)],
            ensure_ascii=False,
            separators=(",", ":"),
        )
        return leaf_hash(text.encode())


class KindCount(Value):
    """A kind and how many members are of it."""

    kind: Kind
    members: Annotated[int, Field(ge=1)]


class Place(Value):
    """That a leaf stands at a position of the pool, with the path from it to the root."""

    position: Annotated[int, Field(ge=0)]
    leaf: Hex
    path: tuple[Hex, ...]


class Receipt(Value):
    """What a member is given when the pool is frozen: it proves that they are in, to anybody."""

    entry: Entry
    place: Place
    members: int
    root: Hex


class Pool:
    """A frozen pool; raises `BadInput` if somebody is in it twice, or has no value with a quota."""

    def __init__(self, terms: Terms, entries: Iterable[Entry]) -> None:
        by_place = sorted((kind_of(terms, one), one.leaf(), one) for one in _each_once(entries))
        self.entries = tuple(one for _, _, one in by_place)
        self._leaves = [leaf for _, leaf, _ in by_place]
        self._tree = Tree(self._leaves)
        number = Counter(kind for kind, _, _ in by_place)
        self.kinds = tuple(KindCount(kind=kind, members=number[kind]) for kind in sorted(number))

    def must_hide_each(self, terms: Terms, smallest: int) -> None:
        """Raises `BadInput` if some kind has fewer members than that: their seat gives them away.

        Without features there is one kind, which says nothing of anybody.
        """
        few = [one.kind for one in self.kinds if one.members < smallest] if terms.features else []
        if few:
            such = ", ".join(
                f"{feature.name} '{feature.quotas[place].value}'"
                for feature, place in zip(terms.features, few[0], strict=True)
            )
            raise BadInput(
                f"Kinds with fewer than {smallest} members: {len(few)}, such as {such}. What is "
                "published would give away what they are. Leave a feature out, or widen its values."
            )

    @property
    def root(self) -> str:
        """The root, in hexadecimal."""
        return self._tree.root.hex()

    def place(self, position: int) -> Place:
        """The proof of one position."""
        path = tuple(node.hex() for node in self._tree.path(position))
        return Place(position=position, leaf=self._leaves[position].hex(), path=path)

    def receipt(self, member: str) -> Receipt:
        """What this member can prove with; raises `NotFound`."""
        for position, entry in enumerate(self.entries):
            if entry.member == member:
                place = self.place(position)
                return Receipt(entry=entry, place=place, members=len(self.entries), root=self.root)
        raise NotFound(f"'{member}' is not in the pool.")


def kind_of(terms: Terms, entry: Entry) -> Kind:
    """What a member is by their values; raises `BadInput` if one has no quota."""
    if len(entry.values) != len(terms.features):
        raise BadInput(
            f"'{entry.member}' has {len(entry.values)} values, and the draw goes by "
            f"{len(terms.features)} features. Give a value of each."
        )
    return tuple(
        _placed(feature.place(value), feature.name, value, entry)
        for feature, value in zip(terms.features, entry.values, strict=True)
    )


def _placed(place: int | None, feature: str, value: str, entry: Entry) -> int:
    if place is None:
        raise BadInput(
            f"'{entry.member}' has '{value}' as {feature}, and there is no quota for that. "
            "Correct the value, or give it a quota."
        )
    return place


def _each_once(entries: Iterable[Entry]) -> Sequence[Entry]:
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.member in found:
            raise BadInput(f"'{entry.member}' is in the pool twice. Leave one of them out.")
        found[entry.member] = entry
    return tuple(found.values())
