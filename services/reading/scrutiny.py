"""Who watches over a ballot, and what they reported before anything was counted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.reading.view import Answer, Reading


class Scrutiny(Answer):
    """The scrutineer of a ballot, and the report once it is there (`reported`)."""

    person: UUID
    name: str
    reported: datetime | None
    on_roll: int | None
    credentials: int | None
    papers: int | None
    lawful: bool | None
    safeguarded: bool | None
    unhindered: bool | None
    words: str | None
    act: UUID


_OF_A_BALLOT = """
    SELECT person, name, reported, on_roll, credentials, papers, lawful, safeguarded, unhindered,
           words, act
    FROM ballot_scrutinies WHERE ballot = %(ballot)s AND valid @> %(as_of)s::timestamptz
"""


def scrutiny_of(at: Reading, ballot: UUID) -> Scrutiny | None:
    """The scrutiny of a ballot at that moment, if somebody had been named."""
    return at.first(Scrutiny, _OF_A_BALLOT, ballot=ballot)
