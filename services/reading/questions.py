"""Every question in one place, for those who ask many: the functions of the modules beside this."""

from __future__ import annotations

from services.reading.actions import action, actions
from services.reading.alarms import alarms
from services.reading.assemblies import assembly, votes_on
from services.reading.ballots import BallotState, ballot, ballots
from services.reading.bodies import bodies, body
from services.reading.claims import claim, claims
from services.reading.cooptions import cooption
from services.reading.counts import count, counts
from services.reading.cycles import cycle, cycles
from services.reading.elections import election, elections
from services.reading.formations import formation, formations
from services.reading.journal import Filter, Page, act, journal, retell
from services.reading.notices import notice, notices, ways
from services.reading.people import member_of_number, person
from services.reading.processes import (
    StageState,
    board,
    children,
    next_due,
    open_processes,
    process,
)
from services.reading.proposals import docket, proposal, proposals
from services.reading.replay import Upto, organisation, replay, replayed
from services.reading.reports import report, reports, statements
from services.reading.rulebook import clause_history, rule_history, rule_on, rulebook
from services.reading.shortlists import shortlists, suggested_change
from services.reading.view import Answer, Person, Reading, View, reading

__all__ = [
    "Answer",
    "BallotState",
    "Filter",
    "Page",
    "Person",
    "Reading",
    "StageState",
    "Upto",
    "View",
    "act",
    "action",
    "actions",
    "alarms",
    "assembly",
    "ballot",
    "ballots",
    "board",
    "bodies",
    "body",
    "children",
    "claim",
    "claims",
    "clause_history",
    "cooption",
    "count",
    "counts",
    "cycle",
    "cycles",
    "docket",
    "election",
    "elections",
    "formation",
    "formations",
    "journal",
    "member_of_number",
    "next_due",
    "notice",
    "notices",
    "open_processes",
    "organisation",
    "person",
    "process",
    "proposal",
    "proposals",
    "reading",
    "replay",
    "replayed",
    "report",
    "reports",
    "retell",
    "rule_history",
    "rule_on",
    "rulebook",
    "shortlists",
    "statements",
    "suggested_change",
    "votes_on",
    "ways",
]
