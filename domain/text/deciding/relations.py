"""How a vote on one amendment bears on the votes on others.

- One *rivals* another if they collide: where one is carried, the other can't be made any more.
- One *covers* another if it reaches at least as far wherever they collide and further somewhere,
  or does all that the other does and more.  It can still be put when the other is carried, and
  if it then wins, the vote on the other was for nothing: a dead vote.
- *Twins* do the same: one vote decides both.

It refuses to know of majorities and of amendments to amendments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from domain.text.amendment.atoms import Atom
from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.amendment.reading import Base
from domain.text.merging.clash import Reach, reach
from domain.text.merging.pool import Pool
from domain.text.text import Text

Ids = set[AmendmentId]


class Relations:
    """Rivals, coverers and twins of every amendment, with the position of each in the text."""

    def __init__(self, base: Text, amendments: Iterable[Amendment]) -> None:
        pool = Pool(Base(base), amendments)
        self.position = _positions(pool)
        self.rivals: dict[AmendmentId, Ids] = {name: set() for name in pool.atoms}
        self.covers: dict[AmendmentId, Ids] = {name: set() for name in pool.atoms}
        self.covered_by: dict[AmendmentId, Ids] = {name: set() for name in pool.atoms}
        self.holds: dict[AmendmentId, Ids] = {name: set() for name in pool.atoms}
        self.twins: dict[AmendmentId, Ids] = {name: set() for name in pool.atoms}
        self._compare_rivals(pool)
        self._compare_contents(pool)

    def _compare_rivals(self, pool: Pool) -> None:
        reaches: dict[tuple[AmendmentId, AmendmentId], list[Reach]] = defaultdict(list)
        for left, right in pool.pairs:
            for one in pool.owners[left]:
                for other in pool.owners[right]:
                    reaches[one, other].append(reach(left, right))
                    reaches[other, one].append(reach(right, left))
        for (one, other), found in reaches.items():
            self.rivals[one].add(other)
            if min(found) >= Reach.SAME and max(found) is Reach.FURTHER:
                self._cover(one, other)

    def _cover(self, one: AmendmentId, other: AmendmentId) -> None:
        self.covers[one].add(other)
        self.covered_by[other].add(one)

    def _compare_contents(self, pool: Pool) -> None:
        contents = {name: frozenset(atoms) for name, atoms in pool.atoms.items()}
        for name, atoms in contents.items():
            for other in self._sharing(pool, atoms) - {name}:
                if contents[other] == atoms:
                    self.twins[name].add(other)
                elif contents[other] < atoms:
                    self.holds[name].add(other)
                    self._cover(name, other)

    @staticmethod
    def _sharing(pool: Pool, atoms: frozenset[Atom]) -> Ids:
        return {owner for atom in atoms for owner in pool.owners[atom]}

    def falls_if_carried(self, name: AmendmentId) -> Ids:
        """Those on which a vote makes no sense any more once this one is carried."""
        return (self.rivals[name] - self.covered_by[name]) | self.holds[name] | self.twins[name]

    def neighbours(self, name: AmendmentId) -> Ids:
        """All whose votes bear on this one's."""
        return self.rivals[name] | self.holds[name] | self.covered_by[name] | self.twins[name]


def _positions(pool: Pool) -> dict[AmendmentId, tuple[int, int]]:
    return {
        name: min(map(pool.place_of, atoms), default=(0, 0)) for name, atoms in pool.atoms.items()
    }
