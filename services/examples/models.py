"""The whole record of an example organisation, file by file."""

from __future__ import annotations

from collections.abc import Mapping

from services.examples.amendments import (
    Amendment,
    Amendments,
    Collision,
    CounterProposal,
    Delete,
    Insert,
    MinorityAlternative,
    Rehearsal,
    Replace,
)
from services.examples.base import Backed, Entry, File
from services.examples.calendar import Calendar, CalendarStage, Extension, Sitting
from services.examples.electorate import Electorate, ElectorateFile
from services.examples.proposals import (
    AtDate,
    AtEvent,
    AtOnce,
    Mover,
    Outcome,
    Paragraph,
    Proposal,
    Proposals,
)
from services.examples.register import (
    Bodies,
    Body,
    Group,
    Groups,
    Organisation,
    People,
    Sources,
)
from services.examples.rules import (
    EarlierChange,
    FoundingClause,
    FoundingRule,
    Rulebook,
)

__all__ = [
    "FILES",
    "Amendment",
    "Amendments",
    "AtDate",
    "AtEvent",
    "AtOnce",
    "Backed",
    "Bodies",
    "Body",
    "Calendar",
    "CalendarStage",
    "Collision",
    "CounterProposal",
    "Delete",
    "EarlierChange",
    "Electorate",
    "ElectorateFile",
    "Entry",
    "Extension",
    "File",
    "FoundingClause",
    "FoundingRule",
    "Group",
    "Groups",
    "Insert",
    "MinorityAlternative",
    "Mover",
    "Organisation",
    "Outcome",
    "Paragraph",
    "People",
    "Proposal",
    "Proposals",
    "Record",
    "Rehearsal",
    "Replace",
    "Rulebook",
    "Sitting",
    "Sources",
]

FILES: Mapping[str, type[File]] = {
    "sources": Sources,
    "organisation": Organisation,
    "bodies": Bodies,
    "people": People,
    "groups": Groups,
    "rulebook": Rulebook,
    "calendar": Calendar,
    "proposals": Proposals,
    "amendments": Amendments,
    "electorate": ElectorateFile,
}
"""Each file by its name without the ending, and what it holds."""


class Record(Entry):
    """All files of an example, read and checked against each other."""

    sources: Sources
    organisation: Organisation
    bodies: Bodies
    people: People
    groups: Groups
    rulebook: Rulebook
    calendar: Calendar
    proposals: Proposals
    amendments: Amendments
    electorate: ElectorateFile
