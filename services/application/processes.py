"""Which processes have begun and not ended, as the log has it."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from domain.actions.action import Action
from domain.ballots.ballot import Ballot
from domain.bodies.cooption import CoOption
from domain.bodies.office import TermsOfOffice
from domain.cycle.assembly import Assembly
from domain.cycle.cycle import Cycle
from domain.elections.count import Count
from domain.formation.formation import Formation
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution
from domain.meetings.year import BodyYear
from domain.reports.report import Report
from services.store.port import Store
from workflows.contract import (
    ACTION,
    ASSEMBLY,
    BALLOT,
    BODY_YEAR,
    COOPTION,
    COUNT,
    CYCLE,
    FORMATION,
    MEETING,
    REPORT,
    RESOLUTION,
    TERMS,
)

BEGINNINGS = {
    Cycle.Opened.TOPIC: CYCLE,
    Assembly.Convened.TOPIC: ASSEMBLY,
    Ballot.Called.TOPIC: BALLOT,
    Count.Begun.TOPIC: COUNT,
    Meeting.Convened.TOPIC: MEETING,
    TermsOfOffice.Watched.TOPIC: TERMS,
    CoOption.Proposed.TOPIC: COOPTION,
    BodyYear.Begun.TOPIC: BODY_YEAR,
    Resolution.Put.TOPIC: RESOLUTION,
    Formation.Opened.TOPIC: FORMATION,
    Report.Opened.TOPIC: REPORT,
    Action.Given.TOPIC: ACTION,
}
ENDS = (
    Cycle.Completed.TOPIC,
    Assembly.Closed.TOPIC,
    Ballot.Declared.TOPIC,
    Count.Declared.TOPIC,
    Count.Refused.TOPIC,
    Meeting.Closed.TOPIC,
    Meeting.Cancelled.TOPIC,
    TermsOfOffice.Over.TOPIC,
    CoOption.Rejected.TOPIC,
    CoOption.Withdrawn.TOPIC,
    CoOption.Declined.TOPIC,
    CoOption.Lapsed.TOPIC,
    CoOption.Ended.TOPIC,
    BodyYear.Ended.TOPIC,
    Resolution.Decided.TOPIC,
    Resolution.LeftToMeeting.TOPIC,
    Formation.Completed.TOPIC,
    Formation.GivenUp.TOPIC,
    Report.Completed.TOPIC,
    Action.Done.TOPIC,
    Action.Dropped.TOPIC,
)
PAGE = 500


class OpenProcess(NamedTuple):
    """A process that has begun and not ended."""

    kind: str
    process: UUID


def open_processes(store: Store) -> list[OpenProcess]:
    """What has begun and not ended, read from the log itself so that no projection is needed."""
    found: dict[UUID, str] = {}
    after = 0
    while acts := store.acts(after=after, topics=(*BEGINNINGS, *ENDS), limit=PAGE):
        for act in acts:
            event: Any = act.event
            if event.TOPIC in BEGINNINGS:
                found[event.originator_id] = BEGINNINGS[event.TOPIC]
            else:
                found.pop(event.originator_id, None)
        after = acts[-1].position
    return [OpenProcess(kind, process) for process, kind in found.items()]
