"""The stages of a ballot as rows: its roll, opening, voting, reminders and scrutineer's report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from domain.ballots.ballot import Ballot
from domain.ballots.terms import REPORT_DAYS, Hours, Terms
from projections.stages import Row

ROLL, OPENING, VOTING, SCRUTINY = "roll", "opening", "voting", "scrutiny"
PREPARATION_RULE: Final = "refounding.preparation_days"


def ballot_stages(event: Ballot.Called, called: datetime) -> list[tuple[Row, datetime, datetime]]:
    """Each stage of a ballot, from when and until when."""
    hours, terms = event.hours, event.terms
    cites = terms.cites
    roll = Row(ROLL, 1, "Roll frozen", cites.roll, is_moment=True)
    before = cites.hours if terms.by_own_rules else PREPARATION_RULE
    opening = Row(OPENING, 2, "Before voting opens", before)
    voting = Row(VOTING, 3, "Voting", cites.hours)
    reminders = [
        (reminder(number, cites.reminders), hours.opens, moment)
        for number, moment in enumerate(terms.remind_at, start=1)
    ]
    return [
        (roll, min(called, terms.joined_by), terms.joined_by),
        (opening, min(called, hours.opens), hours.opens),
        (voting, *_span(hours)),
        *reminders,
        *_scrutiny(terms, hours, len(reminders)),
    ]


def _scrutiny(
    terms: Terms, hours: Hours, reminders: int
) -> Iterator[tuple[Row, datetime, datetime]]:
    due = terms.report_due(hours.closes)
    if due is not None:
        row = Row(SCRUTINY, 4 + reminders, "Report of the scrutineer", REPORT_DAYS)
        yield row, hours.closes, due


def reminder(number: int, rule: str) -> Row:
    """One of the reminders that are planned."""
    return Row(f"reminder_{number}", 3 + number, "Reminder sent", rule, is_moment=True)


def _span(hours: Hours) -> tuple[datetime, datetime]:
    return hours.opens, hours.closes
