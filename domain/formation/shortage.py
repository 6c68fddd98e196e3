"""Whether the numbers of an allocation can be kept at all, and if not, which of them can't and why.

By a theorem of Hall's kind (Hoffman's on circulations), the least numbers of groups and of people
can all be kept together if each kind can be kept by itself; so each is tried by itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.formation.flow import Edge, Network
from domain.formation.wishes import Asked, Room, Wishes
from domain.kernel.ids import PersonId
from domain.kernel.refusal import BadInput

SOURCE, SINK = 0, 1


def must_be_enough(wishes: Wishes) -> None:
    """Raises `BadInput` naming the groups that can't be filled, or that can't take everybody."""
    filled = _Filled(wishes.asked, wishes.each, {one: one.least for one in wishes.groups})
    short = next((one for one in wishes.groups if filled.into(one) < one.least), None)
    if short is not None:
        raise BadInput(_too_few(wishes, filled.drawing_on(short)))
    owed = [one for one in wishes.asked if one.owed]
    if any(not one.ranking for one in owed):
        raise BadInput("Somebody who must not be left out asked for no group.")
    placed = _Filled(owed, 1, {one: one.most for one in wishes.groups})
    for one in owed:
        if not placed.of(one):
            raise BadInput(_too_full(owed, placed.closed_to(one)))


def _too_few(wishes: Wishes, groups: tuple[Room, ...]) -> str:
    slugs = {one.group for one in groups}
    theirs = [len(slugs & set(one.ranking)) for one in wishes.asked]
    asked = sum(bool(many) for many in theirs)
    filled = sum(min(wishes.each, many) for many in theirs)
    least = sum(one.least for one in groups)
    names = _listed(groups)
    needs = "needs" if len(groups) == 1 else "need"
    together = "" if len(groups) == 1 else " between them"
    can = "" if filled == asked else f", who can fill {filled} places"
    who = "1 person asked" if asked == 1 else f"{asked} people asked"
    any_of = "it" if len(groups) == 1 else "any of them"
    return f"{names} {needs} at least {least}{together}, and {who} for {any_of}{can}."


def _too_full(owed: Iterable[Asked], groups: tuple[Room, ...]) -> str:
    slugs = {one.group for one in groups}
    only = sum(set(one.ranking) <= slugs for one in owed)
    most = sum(one.most for one in groups)
    takes = "takes" if len(groups) == 1 else "take"
    together = "" if len(groups) == 1 else " between them"
    return (
        f"{_listed(groups)} {takes} at most {most}{together}, and {only} people who must not be "
        "left out asked for nothing else."
    )


def _listed(groups: tuple[Room, ...]) -> str:
    names = sorted(one.called for one in groups)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


class _Filled:
    """As many places filled as can be, of so many in each group, with so many for each person."""

    def __init__(self, asked: Iterable[Asked], each: int, places: dict[Room, int]) -> None:
        self._asked, self._rooms = tuple(asked), tuple(places)
        self._network = Network(2 + len(self._rooms) + len(self._asked))
        node = {one.group: 2 + at for at, one in enumerate(self._rooms)}
        self._edges: dict[tuple[PersonId, str], Edge] = {}
        for room, many in places.items():
            self._network.join(node[room.group], SINK, many, -1)
        for at, one in enumerate(self._asked, start=2 + len(self._rooms)):
            self._network.join(SOURCE, at, each, 0)
            for group in one.ranking:
                edge = self._network.join(at, node[group], 1, 0)
                self._edges[one.person, group] = edge
        self._network.flow_while_it_pays(SOURCE, SINK)

    def of(self, one: Asked) -> frozenset[str]:
        """The groups that somebody has a place in."""
        return frozenset(group for group in one.ranking if self._has(one, group))

    def into(self, room: Room) -> int:
        """How many have a place in a group."""
        return sum(self._has(one, room.group) for one in self._asked if room.group in one.ranking)

    def drawing_on(self, short: Room) -> tuple[Room, ...]:
        """The groups between which people would have to be moved for one that is short."""
        groups = {short.group}
        while True:
            movable = [one for one in self._asked if (groups & set(one.ranking)) - self.of(one)]
            more = groups.union(*(self.of(one) for one in movable))
            if more == groups:
                return self._named(groups)
            groups = more

    def closed_to(self, left_out: Asked) -> tuple[Room, ...]:
        """The groups that are full with people who could only go to each other's places."""
        groups = set(left_out.ranking)
        while True:
            inside = [one for one in self._asked if groups & self.of(one)]
            more = groups.union(*(set(one.ranking) for one in inside))
            if more == groups:
                return self._named(groups)
            groups = more

    def _named(self, groups: set[str]) -> tuple[Room, ...]:
        return tuple(one for one in self._rooms if one.group in groups)

    def _has(self, one: Asked, group: str) -> bool:
        return bool(self._network.carried_by(self._edges[one.person, group]))
