"""Who has a vote in a body, where no term ends and nobody is suspended."""

from __future__ import annotations

from domain.bodies.body import Body
from domain.bodies.electorate import Electorate


def voting_in(body: Body) -> Electorate:
    """Everybody who has a seat with a vote."""
    return Electorate(seat.person for seat in body.seats if seat.voting)
