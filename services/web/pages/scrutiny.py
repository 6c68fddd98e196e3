"""Whose move it is where a scrutineer reports before a ballot is counted."""

from __future__ import annotations

from typing import Final

from domain.ballots.scrutiny import SATISFIED
from domain.ballots.terms import NAMED_BY, SCRUTINEER
from services.application.scrutiny import NameScrutineer, ReportOnBallot
from services.reading.ballots import Ballot
from services.reading.scrutiny import Scrutiny
from services.web.lawbook import Law
from services.web.look.parts import NextStep
from services.web.trying import ANYBODY, Deeds
from services.web.visit import Visit

TRYING: Final = "to see whether this can be done"


def offer(visit: Visit, found: Ballot, deeds: Deeds) -> None:
    """Offer to name a scrutineer, and to report as one, while nothing is counted."""
    line = found.ballot
    if visit.past or line.report_due is None or (found.scrutiny and found.scrutiny.reported):
        return
    name = NameScrutineer(ballot=line.ballot, person=ANYBODY, name=TRYING, reason=TRYING)
    again = found.scrutiny is not None
    label = "Name another scrutineer" if again else "Name the scrutineer"
    deeds.offer(label, f"/do/name_scrutineer?ballot={line.ballot}", name)
    if again and line.papers is not None:
        report = ReportOnBallot(ballot=line.ballot, findings=SATISFIED)
        deeds.offer(
            "Report as the scrutineer", f"/do/report_on_ballot?ballot={line.ballot}", report
        )


def step(visit: Visit, found: Ballot, law: Law, deeds: Deeds) -> NextStep:
    """What is next while a ballot that has closed waits for its scrutineer."""
    clause, due = law.clause(SCRUTINEER), found.ballot.report_due
    if found.scrutiny is None:
        what, who = "A scrutineer is named, who reports on the ballot", law.who(NAMED_BY)
    else:
        what, who = "The scrutineer reports, and the papers are counted", found.scrutiny.name
    return deeds.on(NextStep(what, due, clause=clause, who_moves=who))


def waits(found: Ballot) -> str | None:
    """What a ballot that has closed waits for, as a sentence; None if for no scrutineer."""
    if found.ballot.report_due is None or found.ballot.papers is None:
        return None
    if found.scrutiny is None:
        return "A scrutineer has to be named, who reports before anything is counted."
    if found.scrutiny.reported is None:
        return f"The scrutineer, {found.scrutiny.name}, reports before anything is counted."
    return None


def findings(scrutiny: Scrutiny) -> tuple[tuple[str, bool], ...]:
    """What the scrutineer was asked, with the answer to each."""
    return (
        ("Nothing gives reason to think that a rule was broken", bool(scrutiny.lawful)),
        ("Papers were given out, taken in and kept safely", bool(scrutiny.safeguarded)),
        ("Nobody got in the way of the scrutineer", bool(scrutiny.unhindered)),
    )
