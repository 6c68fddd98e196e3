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
from services.examples.year import Asked, Year

__all__ = [
    "FILES",
    "FILES_OF_A_YEAR",
    "Amendment",
    "Amendments",
    "Asked",
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
    "Founding",
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
    "Year",
    "YearRecord",
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
"""Each file of an example with a constitutional cycle, by its name without the ending."""

FILES_OF_A_YEAR: Mapping[str, type[File]] = {
    "sources": Sources,
    "organisation": Organisation,
    "bodies": Bodies,
    "people": People,
    "rulebook": Rulebook,
    "year": Year,
}
"""Each file of an example that lives through a year of its bodies and has no cycle."""


class Founding(Entry):
    """What every example has: the organisation as it is founded, and the meetings of its bodies."""

    sources: Sources
    organisation: Organisation
    bodies: Bodies
    people: People
    rulebook: Rulebook


class Record(Founding):
    """All files of an example with a constitutional cycle, checked against each other."""

    groups: Groups
    calendar: Calendar
    proposals: Proposals
    amendments: Amendments
    electorate: ElectorateFile


class YearRecord(Founding):
    """All files of an example that lives through a year, checked against each other."""

    year: Year
