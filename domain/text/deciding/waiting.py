"""What can't be decided while a collision is open: more than the amendments in it.

Whoever lost a settled collision must not come back because the winner waits in another one.  It
refuses to know how any collision ought to be settled.
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.text.amendment.change import Amendment, AmendmentId
from domain.text.merging.merge import merge
from domain.text.text import Text


def in_dispute(
    base: Text, carried: Iterable[Amendment], contested: Iterable[AmendmentId]
) -> frozenset[AmendmentId]:
    """The contested ones, their families, and whoever a settled collision ties to them."""
    carried = tuple(carried)
    names = {one.id for one in carried}
    ties = [set(collision.amendments) for collision in merge(base, carried).collisions]
    ties += [{one.id, one.parent} for one in carried if one.parent in names and one.parent]
    found = set(contested)
    while fresh := [tie for tie in ties if tie & found and not tie <= found]:
        found = found.union(*fresh)
    return frozenset(found)
