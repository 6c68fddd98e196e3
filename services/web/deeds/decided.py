"""Asks which decision of a body's meetings is carried out: those that bind, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from operator import attrgetter
from typing import Final
from uuid import UUID

from domain.bodies.body import body_id
from domain.meetings.meeting import Meeting
from services.web.deeds.form import Given, Question, Unclear, one_of
from services.web.look.parts import Choice, Mistake
from services.web.look.words import shortened
from services.web.visit import Visit

MOST: Final = 50
_MEETINGS: Final = """
    SELECT m.meeting FROM body_meetings m
    WHERE m.valid @> %(as_of)s::timestamptz AND m.body = ANY(%(bodies)s) AND EXISTS (
        SELECT FROM meeting_decisions d
        WHERE d.meeting = m.meeting AND d.valid @> %(as_of)s::timestamptz AND d.binds)
    ORDER BY m.starts DESC, m.meeting LIMIT %(most)s
"""


def which_decision(visit: Visit, given: Given, *bodies: str) -> Question:
    """The question, with the decisions of these bodies to choose from."""
    made = islice(_decisions(visit, *bodies), MOST)
    choices = [
        Choice(f"{meeting.id}~{number}", f"{shortened(text)} ({meeting.title}, decision {number})")
        for meeting, number, text in made
    ]
    return one_of("decision", "By which decision", given, [Choice("", "Choose"), *choices])


def newest_decision(visit: Visit, body: str) -> tuple[UUID, int] | None:
    """The newest decision of a body that binds."""
    found = next(_decisions(visit, body), None)
    return None if found is None else (found[0].id, found[1])


def read_decision(visit: Visit, given: Given) -> Mapping[str, object]:
    """The meeting and the number, as a command names them."""
    meeting, _, number = given.text("decision").partition("~")
    if not number.isdecimal():
        raise Unclear(Mistake("decision", "Choose the decision that this carries out"))
    return {"meeting": meeting, "decision": int(number)}


def _decisions(visit: Visit, *bodies: str) -> Iterator[tuple[Meeting, int, str]]:
    """Those that bind of the newest meetings which took any, the newest first."""
    ours = [body_id(slug) for slug in bodies]
    for (stream,) in visit.at.rows(_MEETINGS, bodies=ours, most=MOST):
        meeting = visit.site.office.store.load(Meeting, stream)
        for one in sorted(meeting.decisions, key=attrgetter("number"), reverse=True):
            if one.binds:
                yield meeting, one.number, one.text
