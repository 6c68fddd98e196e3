"""Asks which decision of a body's meetings is carried out: those that bind, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from uuid import UUID

from domain.bodies.body import body_id
from domain.meetings.meeting import Meeting
from services.web.deeds.form import Given, Question, Unclear, one_of
from services.web.look.parts import Choice, Mistake
from services.web.look.words import shortened
from services.web.visit import Visit

MOST: Final = 50
_MEETINGS: Final = "SELECT DISTINCT stream FROM journal WHERE topic = 'meeting.decided.v1'"


def which_decision(visit: Visit, given: Given, *bodies: str) -> Question:
    """The question, with the decisions of these bodies to choose from."""
    made = sorted(_decisions(visit, *bodies), key=lambda one: one[0].starts, reverse=True)
    choices = [
        Choice(f"{meeting.id}~{number}", f"{shortened(text)} ({meeting.title}, decision {number})")
        for meeting, number, text in made[:MOST]
    ]
    return one_of("decision", "By which decision", given, [Choice("", "Choose"), *choices])


def newest_decision(visit: Visit, body: str) -> tuple[UUID, int] | None:
    """The newest decision of a body that binds."""
    made = max(_decisions(visit, body), key=lambda one: (one[0].starts, one[1]), default=None)
    return None if made is None else (made[0].id, made[1])


def read_decision(visit: Visit, given: Given) -> Mapping[str, object]:
    """The meeting and the number, as a command names them."""
    meeting, _, number = given.text("decision").partition("~")
    if not number.isdecimal():
        raise Unclear(Mistake("decision", "Choose the decision that this carries out"))
    return {"meeting": meeting, "decision": int(number)}


def _decisions(visit: Visit, *bodies: str) -> Iterator[tuple[Meeting, int, str]]:
    ours = {body_id(slug) for slug in bodies}
    for (stream,) in visit.at.rows(_MEETINGS):
        meeting = visit.site.office.store.find(Meeting, stream)
        if meeting is None or meeting.body not in ours:
            continue
        for one in meeting.decisions:
            if one.binds:
                yield meeting, one.number, one.text
