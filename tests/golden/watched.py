"""The scrutiny of a ballot with every act that it has."""

from __future__ import annotations

from domain.ballots.ballot import Ballot
from domain.ballots.scrutiny import Findings, Scrutiny
from domain.kernel.act import Act
from domain.rules.values import Days
from tests.golden.cased import ADA, DI

FOUND = Findings(lawful=True, safeguarded=True, unhindered=False, words="The office was locked.")


def scrutiny(ballot: Ballot, act: Act) -> Scrutiny:
    """Of a ballot that has been closed; `act` is of somebody who is neither of the two."""
    ballot.terms = ballot.terms.model_copy(update={"report_within": Days(count=3)})
    found = Scrutiny.begin(act, ballot, ADA, "Ada")
    found.replace(act, ballot, DI, "Di", "Ada goes away.")
    closed = act.at(ballot.hours.closes).model_copy(update={"actor": DI, "recorded_by": DI})
    found.report(closed, ballot, FOUND)
    return found
