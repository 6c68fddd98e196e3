"""What was done by decisions, of a meeting or in writing, and what later ones made of them."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from services.reading.view import Answer, Reading


class Done(Answer):
    """Something that was done by a decision: an act elsewhere that names it as its cause."""

    number: int
    act: UUID
    sentence: str
    occurred_at: datetime


class Settling(Answer):
    """An earlier decision, what became of it, and the later one by which it did.

    Each says whether it was taken in writing.
    """

    earlier: UUID
    earlier_title: str
    earlier_number: int
    earlier_in_writing: bool
    settled: str
    later: UUID
    later_title: str
    later_number: int
    later_in_writing: bool
    since: datetime


MOST: Final = 200
_NOW: Final = "valid @> %(as_of)s::timestamptz"
_DONE: Final = f"""
    SELECT d.number, j.act, j.sentence, j.occurred_at
    FROM (
        SELECT number, deciding_act FROM meeting_decisions WHERE meeting = %(where)s AND {_NOW}
        UNION ALL
        SELECT 1, deciding_act FROM resolutions
        WHERE resolution = %(where)s AND deciding_act IS NOT NULL AND {_NOW}
    ) AS d JOIN journal j ON j.cause = d.deciding_act
    WHERE j.occurred_at <= %(as_of)s AND j.stream <> %(where)s
    ORDER BY j.position LIMIT %(most)s
"""
_SETTLED: Final = f"""
    SELECT earlier,
           (SELECT title FROM subjects WHERE stream = earlier) AS earlier_title, earlier_number,
           settled, settled_by AS later,
           (SELECT title FROM subjects WHERE stream = settled_by) AS later_title,
           settled_number AS later_number, earlier_in_writing,
           EXISTS (SELECT FROM resolutions r WHERE r.resolution = settled_by) AS later_in_writing,
           since
    FROM (
        SELECT meeting AS earlier, number AS earlier_number, settled, settled_by, settled_number,
               lower(valid) AS since, false AS earlier_in_writing
        FROM meeting_decisions
        WHERE settled_by IS NOT NULL AND (meeting = %(where)s OR settled_by = %(where)s) AND {_NOW}
        UNION ALL
        SELECT resolution, 1, settled, settled_by, settled_number, lower(valid), true
        FROM resolutions
        WHERE settled_by IS NOT NULL AND (resolution = %(where)s OR settled_by = %(where)s)
          AND {_NOW}
    ) AS s ORDER BY since, earlier, earlier_number
"""


def done_by(at: Reading, where: UUID) -> tuple[Done, ...]:
    """What was done by the decisions of a meeting, or by a written resolution, oldest first."""
    return at.all(Done, _DONE, where=where, most=MOST)


def settled(at: Reading, where: UUID) -> tuple[Settling, ...]:
    """Decisions taken there that later ones settled, and earlier ones that were settled there."""
    return at.all(Settling, _SETTLED, where=where)
