"""Who has a vote in a body at a moment.

It is the one answer for quorums, votes, replies in writing and powers.  A term ends at its moment,
and a suspension begins and ends at its own, whether or not that has been recorded by then.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.bodies.body import Body
from domain.bodies.composition import comes_of_parent
from domain.bodies.mandate import Mandate
from domain.kernel.ids import PersonId, RuleId

Electorate = frozenset[PersonId]
"""Those who have a vote in a body, at the moment that it was asked for."""


class Registers(Protocol):
    """Where bodies and suspensions are looked up."""

    def body_by_id(self, body: UUID) -> Body | None: ...

    def made_up_from(self, body: Body, moment: datetime) -> Body | None:
        """The body of whose members another is made up by the rules of then, if it is of any."""
        ...

    def powerless(self, person: PersonId, moment: datetime | None = None) -> RuleId | None:
        """The rule by which somebody who is suspended has no power then, or now; else none."""
        ...


def electorate(body: Body, moment: datetime, registers: Registers) -> Electorate:
    """Everybody who has a vote in the body at that moment."""
    return Electorate(
        seat.person
        for seat in body.seats
        if seat.voting
        and runs(seat, body, moment, registers)
        and registers.powerless(seat.person, moment) is None
    )


def runs(mandate: Mandate, body: Body, moment: datetime, registers: Registers) -> bool:
    """Whether a mandate in a body is not over by then.

    It is with its own term, and with that of what it hangs on: a post on the holder's seat there,
    a seat in a group that is made up of its parent's members on the seat in the parent, and what
    is held ex officio on the post or seat elsewhere.
    """
    if not mandate.runs_at(moment):
        return False
    at = _where_it_hangs(mandate, body, moment, registers)
    seat = None if at is None else at.seat_of(mandate.person)
    if at is not None and seat is not None and not runs(seat, at, moment, registers):
        return False
    post = mandate.follows
    elsewhere = None if post is None else registers.body_by_id(post.body)
    if post is None or elsewhere is None:
        return True
    held = (one for one in elsewhere.mandates if one.person == mandate.person)
    return any(one.post == post.post and runs(one, elsewhere, moment, registers) for one in held)


def _where_it_hangs(
    mandate: Mandate, body: Body, moment: datetime, registers: Registers
) -> Body | None:
    """The body in which somebody's seat carries the mandate: a post's own, or a seat's parent."""
    if not mandate.is_seat:
        return body
    return registers.made_up_from(body, moment) if comes_of_parent(mandate) else None
