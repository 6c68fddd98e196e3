"""Co-options: who is to be co-opted to what, why, and how far it has come."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.bodies.cooption import State
from domain.kernel.refusal import NotFound
from services.reading.view import Answer, Reading, View, body_name_of, name_of


class CoOptionLine(Answer):
    """A co-option; `answer_by`, `term_ends` and `review_at` are none until they are known."""

    cooption: UUID
    body: UUID
    slug: str
    body_name: str
    person: UUID
    name: str
    reasons: str
    voting: bool
    proposed_by: UUID
    proposed_by_name: str
    proposed_at: datetime
    state: State
    meeting: UUID | None
    decision: int | None
    answer_by: datetime | None
    term_ends: datetime | None
    review_at: datetime | None
    because: str | None
    act: UUID


class CoOption(Answer):
    """One co-option."""

    view: View
    cooption: CoOptionLine


_COOPTIONS = f"""
    SELECT cooption, c.body, b.slug, {body_name_of("c.body")} AS body_name, person, c.name, reasons,
           voting, proposed_by, {name_of("c.proposed_by")} AS proposed_by_name, proposed_at, state,
           meeting, decision, answer_by, term_ends, review_at, because, c.act
    FROM cooptions c JOIN bodies b ON b.body = c.body AND b.valid @> %(as_of)s::timestamptz
    WHERE c.valid @> %(as_of)s::timestamptz
      AND (%(cooption)s::uuid IS NULL OR cooption = %(cooption)s)
      AND (%(body)s::uuid IS NULL OR c.body = %(body)s)
    ORDER BY proposed_at DESC, cooption
"""


def cooptions_of(at: Reading, body: UUID) -> tuple[CoOptionLine, ...]:
    """The co-options to one body, the newest first."""
    return at.all(CoOptionLine, _COOPTIONS, cooption=None, body=body)


def cooption(at: Reading, cooption: UUID) -> CoOption:
    """One co-option; raises `NotFound`."""
    line = at.first(CoOptionLine, _COOPTIONS, cooption=cooption, body=None)
    if line is None:
        raise NotFound(f"There is no co-option with the id {cooption} at that moment.")
    return CoOption(view=at.view, cooption=line)
