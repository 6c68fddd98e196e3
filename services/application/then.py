"""Bodies as they were at a moment that has passed, for what is judged by who sat there then.

A thing is told again from the acts that had occurred by that moment.  What was recorded later and
occurred later did not hold then, however late the question is asked.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from domain.bodies.body import Body
from domain.kernel.ids import PersonId, RuleId

if TYPE_CHECKING:
    from services.application.case import Case


class Then(NamedTuple):
    """Where bodies and suspensions are looked up as of a moment; `Registers` of an electorate."""

    case: Case
    moment: datetime

    def body_by_id(self, body: UUID) -> Body | None:
        """The body as it was then; none if there was none by then."""
        newest = self.case.body_by_id(body)
        if newest is None or newest.modified_on <= self.moment:
            return newest
        found: Body | None = None
        for one in self.case.acts_of(body):
            if one.event.act.occurred_at > self.moment:
                break
            found = one.event.mutate(found)
        return found

    def made_up_from(self, body: Body, moment: datetime) -> Body | None:
        parent = self.case.made_up_from(body, moment)
        return None if parent is None else self.body_by_id(parent.id)

    def powerless(self, person: PersonId, moment: datetime | None = None) -> RuleId | None:
        return self.case.powerless(person, moment or self.moment)
