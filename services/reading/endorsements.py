"""Endorsements: who asked, how it was decided, and what was said of those who are endorsed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from domain.kernel.refusal import NotFound
from services.reading.view import Answer, Reading, View


class EndorsementLine(Answer):
    """An endorsement; `state` is `asking`, `deciding`, `settled` or `ended`."""

    endorsement: UUID
    office: str
    election: str
    places: int
    route: str
    called_at: datetime
    asks_until: datetime
    governing_version: int
    state: str
    recommended: str | None
    votes: str | None
    ballot: UUID | None
    because: str | None
    settled_at: datetime | None
    review_at: datetime | None
    endorsed: tuple[str, ...]
    since: datetime
    act: UUID

    @property
    def title(self) -> str:
        return f"Endorsement for {self.office}, {self.election}"


class RequestLine(Answer):
    """Somebody's request; `person` is none for somebody who is no member."""

    number: int
    person: UUID | None
    name: str
    statement: str
    declaration: str
    asked_at: datetime
    state: str
    reasons: str | None
    heard_until: datetime | None
    since: datetime
    act: UUID


class WordsLine(Answer):
    """What was said of the relationship: a report, a look at it, or on taking support back."""

    number: int | None
    name: str | None
    kind: str
    words: str
    since: datetime
    act: UUID


class Endorsements(Answer):
    """All endorsements, the newest first."""

    view: View
    endorsements: tuple[EndorsementLine, ...]


class Endorsement(Answer):
    """One endorsement with everything about it."""

    view: View
    endorsement: EndorsementLine
    requests: tuple[RequestLine, ...]
    words: tuple[WordsLine, ...]


_ENDORSEMENTS = """
    SELECT endorsement, office, election, places, route, called_at, asks_until, governing_version,
           state, recommended, votes, ballot, because, settled_at, review_at,
           ARRAY(SELECT r.name FROM endorsement_requests r
                 WHERE r.endorsement = e.endorsement AND r.state = 'endorsed'
                   AND r.valid @> %(as_of)s::timestamptz ORDER BY r.number) AS endorsed,
           lower(valid) AS since, act
    FROM endorsements e
    WHERE valid @> %(as_of)s::timestamptz
      AND (%(endorsement)s::uuid IS NULL OR endorsement = %(endorsement)s)
    ORDER BY called_at DESC, endorsement
"""
_REQUESTS = """
    SELECT number, person, name, statement, declaration, asked_at, state, reasons, heard_until,
           lower(valid) AS since, act
    FROM endorsement_requests
    WHERE endorsement = %(endorsement)s AND valid @> %(as_of)s::timestamptz ORDER BY number
"""
_WORDS = """
    SELECT w.number, (SELECT r.name FROM endorsement_requests r
                      WHERE r.endorsement = w.endorsement AND r.number = w.number LIMIT 1) AS name,
           w.kind, w.words, w.since, w.act
    FROM endorsement_words w
    WHERE w.endorsement = %(endorsement)s AND w.since <= %(as_of)s ORDER BY w.position
"""


def endorsements(at: Reading) -> Endorsements:
    """Every endorsement."""
    found = at.all(EndorsementLine, _ENDORSEMENTS, endorsement=None)
    return Endorsements(view=at.view, endorsements=found)


def endorsement(at: Reading, endorsement: UUID) -> Endorsement:
    """One endorsement; raises `NotFound`."""
    line = at.first(EndorsementLine, _ENDORSEMENTS, endorsement=endorsement)
    if line is None:
        raise NotFound(f"There is no endorsement with the id {endorsement} at that moment.")
    return Endorsement(
        view=at.view,
        endorsement=line,
        requests=at.all(RequestLine, _REQUESTS, endorsement=endorsement),
        words=at.all(WordsLine, _WORDS, endorsement=endorsement),
    )
