"""The scrutineer of a rehearsal's ballots: named before voting opens, heard before the count."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.scrutiny import Findings
from services.application.asker import Asker
from services.application.scrutiny import NameScrutineer, ReportOnBallot
from services.rehearsal.people import Company
from services.rehearsal.theatre import Theatre

NAME: Final = "A scrutineer (invented)"
AFTER: Final = timedelta(hours=3)
"""So long after the close comes the report."""
FINDINGS: Final = Findings(
    lawful=True, safeguarded=True, unhindered=True, words="An invented report."
)


def watch_over(theatre: Theatre, people: Company, ballot: UUID) -> None:
    """Name the scrutineer."""
    person = people.scrutineer.id
    theatre.ask(NameScrutineer(ballot=ballot, person=person, name=NAME), people.staff())


async def close_and_report(theatre: Theatre, people: Company, ballot: Ballot) -> None:
    """Let voting close, have the scrutineer report, and go on until the papers are counted."""
    await theatre.to(ballot.hours.closes)
    await theatre.quiet()
    await theatre.to(ballot.hours.closes + AFTER)
    report = ReportOnBallot(ballot=ballot.id, findings=FINDINGS)
    theatre.ask(report, Asker(person=people.scrutineer.id))
    await theatre.quiet()
