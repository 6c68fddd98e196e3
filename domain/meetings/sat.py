"""Who may vote at a meeting at a moment, and under which orders: what every vote is judged by."""

from __future__ import annotations

from typing import NamedTuple

from domain.bodies.body import Body
from domain.bodies.electorate import Electorate
from domain.kernel.ids import PersonId
from domain.meetings.delegations import Floor
from domain.meetings.orders import Orders


class Sat(NamedTuple):
    """A body that sits: its orders, and those of it who have a vote now.

    `floor` is who was accredited, where a rule has the body meet by delegates; the electorate are
    those who speak for a place there.
    """

    body: Body
    orders: Orders
    electorate: Electorate
    floor: Floor | None = None

    @property
    def members(self) -> int:
        """How many votes there are by heads: those in the body, shown or not, or the places."""
        if self.floor is not None:
            return sum(one.places for one in self.floor.delegations)
        unseen = 0 if self.orders.unseen is None else self.orders.unseen.belong
        return len(self.electorate) + unseen

    def has_member(self, person: PersonId) -> bool:
        """Whether somebody sits in the body, or was accredited to its meeting."""
        accredited = () if self.floor is None else self.floor.delegates
        return self.body.has_member(person) or any(one.person == person for one in accredited)

    def may_have_a_vote(self, person: PersonId) -> bool:
        """Whether somebody's vote can come to count: an alternate's does with the place."""
        if self.floor is None:
            return person in self.electorate
        return any(one.person == person for one in self.floor.delegates)
