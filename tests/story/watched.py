"""Ballots over which a scrutineer watches, where the rules ask for one."""

from __future__ import annotations

from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.scrutiny import SATISFIED
from domain.ballots.terms import SCRUTINEER
from domain.rules.values import Flag, RuleChange
from services.application.rules import ReviseRulebook
from services.application.scrutiny import NameScrutineer, ReportOnBallot
from tests.application.organisation import MEMBERS, STAFF, Organisation
from tests.support.hands import Hands

FIRST, WATCHER = MEMBERS[11], MEMBERS[10]


def ask_for_one(hands: Hands) -> None:
    """From now on each ballot has a scrutineer."""
    change = RuleChange(rule=SCRUTINEER, value=Flag(holds=True))
    hands.by_service(ReviseRulebook(title="Somebody watches", rules=(change,)))


def watch_over(org: Organisation, ballot: UUID) -> None:
    """Somebody is named, and then somebody else, if the rules ask for it."""
    if org.store.load(Ballot, ballot).terms.report_within is None:
        return
    named = NameScrutineer(ballot=ballot, person=FIRST, name="Nan")
    org.ask(named, STAFF)
    other = {"person": WATCHER, "name": "Ona", "reason": "Nan goes away."}
    org.ask(named.model_copy(update=other), STAFF)


def close(org: Organisation, ballot: UUID) -> Ballot:
    """The ballot after its close, with the report that the count may wait for."""
    found = org.store.load(Ballot, ballot)
    org.hands.at(found.hours.closes)
    if found.terms.report_within is not None:
        org.ask(ReportOnBallot(ballot=ballot, findings=SATISFIED), WATCHER)
        org.hands.settle()
    return org.store.load(Ballot, ballot)
