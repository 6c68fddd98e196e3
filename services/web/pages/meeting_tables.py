"""Answers the tables of a meeting's page: agenda, who is there, decisions, motions, rulings."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.meetings.calendar import Duty
from projections.meeting_stages import MISSED
from services.reading import actions
from services.reading.actions import ActionLine
from services.reading.meetings import Meeting
from services.web.lawbook import Law
from services.web.look.parts import Table, Tag, Tone
from services.web.look.words import counted
from services.web.pages.cycles import stages_table
from services.web.pages.decided_tables import of_decisions
from services.web.pages.meeting_sheets import (
    ACCREDITED,
    ACTIONS,
    AGENDA,
    AMENDMENTS,
    ATTENDANCE,
    AWAY,
    CARD_VOTES,
    CASTS,
    DECISIONS,
    INTERESTS,
    MANDATES,
    MOTIONS,
    RULINGS,
)
from services.web.visit import Visit

NOT_DONE: Final = Tag("not done in time", Tone.LATE)


def of_meeting(visit: Visit, found: Meeting, law: Law) -> dict[str, Table]:
    """Every table of the page, by the name in its address."""
    delegates = counted(len(found.accredited), "delegate").capitalize()
    return {
        "agenda": AGENDA.of(visit, found.items),
        "attendance": ATTENDANCE.of(visit, found.attending, _who_takes_part(found)),
        "away": _away(visit, found),
        "decisions": decisions_table(visit, found),
        "motions": MOTIONS.of(visit, found.motions),
        "amendments": AMENDMENTS.of(visit, found.amendments),
        "rulings": RULINGS.of(visit, found.rulings),
        "interests": INTERESTS.of(visit, found.interests),
        "accredited": ACCREDITED.of(visit, found.accredited, delegates),
        "card_votes": CARD_VOTES.of(visit, found.card_votes),
        "mandates": MANDATES.of(visit, found.mandates),
        "casts": CASTS.of(visit, found.casts),
        "actions": ACTIONS.of(visit, _actions(visit, found)),
        "stages": _stages(visit, found, law),
        **of_decisions(visit, found.meeting.meeting),
    }


def decisions_table(visit: Visit, found: Meeting) -> Table:
    """Decisions with figures, and whether each binds."""
    return DECISIONS.of(visit, found.decisions)


def _who_takes_part(found: Meeting) -> str:
    return "Who took part" if found.meeting.state == "over" else "Who takes part"


def _away(visit: Visit, found: Meeting) -> Table:
    """Before it, who has sent word; from its opening on, every member who is not there."""
    if found.meeting.state == "called":
        sent = [one for one in found.away if one.note is not None]
        return AWAY.of(visit, sent, "Apologies")
    were = "were" if found.meeting.state == "over" else "are"
    return AWAY.of(visit, found.away, f"Members who {were} not there")


def _actions(visit: Visit, found: Meeting) -> list[ActionLine]:
    """What its decisions gave somebody to do."""
    theirs = actions.actions(visit.at, found.meeting.body).actions
    return [one for one in theirs if one.meeting == found.meeting.meeting]


def _stages(visit: Visit, found: Meeting, law: Law) -> Table:
    """What was due when; a duty that was missed is over and is not done."""
    shown = stages_table(visit, found.process, law)
    missed = [MISSED[Duty(one.duty)] for one in found.duties if one.missed]
    rows = [(row[0], NOT_DONE, *row[2:]) if row[0] in missed else row for row in shown.rows]
    return replace(shown, rows=rows)
