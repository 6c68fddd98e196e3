"""How many members a local group had on a day, by what is on record of their memberships.

It refuses to know who they are, and whether anybody's place in the register is right.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from domain.bodies.member import Member
from domain.kernel.aggregate import Recorded
from domain.kernel.ids import BodyId
from domain.kernel.moments import LONDON, end_of_day


def members_on(acts: Iterable[Recorded], group: BodyId, day: date) -> int:
    """How many belonged to a group when a day ended: joined, not moved away, and not gone."""
    until = end_of_day(datetime.combine(day, time(12), LONDON))
    where: dict[UUID, BodyId | None] = {}
    for act in acts:
        if isinstance(act, Member.Joined) and act.joined_on <= day:
            where[act.originator_id] = act.group
        elif act.originator_id not in where:
            continue
        elif isinstance(act, Member.Moved) and act.act.occurred_at <= until:
            where[act.originator_id] = act.group
        elif isinstance(act, Member.Left) and act.act.occurred_at <= until:
            where.pop(act.originator_id, None)
    return sum(held == group for held in where.values())
