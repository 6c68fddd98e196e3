"""Who may vote at a meeting at a moment, and under which orders: what every vote is judged by."""

from __future__ import annotations

from typing import NamedTuple

from domain.bodies.body import Body
from domain.bodies.electorate import Electorate
from domain.meetings.orders import Orders


class Sat(NamedTuple):
    """A body that sits: its orders, and those of it who have a vote now."""

    body: Body
    orders: Orders
    electorate: Electorate

    @property
    def members(self) -> int:
        """How many have a vote in the body, shown or not."""
        unseen = 0 if self.orders.unseen is None else self.orders.unseen.belong
        return len(self.electorate) + unseen
