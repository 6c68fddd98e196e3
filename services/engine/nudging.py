"""Which acts make a process look again, and which begin one.

Only acts that change what a process waits for are here.  Papers are no acts, and a vote of an
assembly moves no deadline: neither ever reaches the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from domain.actions.action import Action
from domain.ballots.ballot import Ballot
from domain.bodies.body import Body
from domain.bodies.cooption import CoOption
from domain.bodies.mandate import Mandate
from domain.bodies.office import TermsOfOffice, terms_id
from domain.cycle.assembly import Assembly
from domain.cycle.cycle import Cycle
from domain.elections.count import Count
from domain.formation.formation import Formation
from domain.kernel.aggregate import Recorded
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution
from domain.meetings.year import BodyYear
from domain.reports.report import Report
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


class Call(NamedTuple):
    """A process to nudge, and whether the act is the one that begins it."""

    kind: str
    process: UUID
    begins: bool = False


Rule = Callable[[Any], Iterator[Call]]


def _begins(kind: str) -> Rule:
    def calls(event: Recorded) -> Iterator[Call]:
        yield Call(kind, event.originator_id, begins=True)

    return calls


def _moves(kind: str) -> Rule:
    def calls(event: Recorded) -> Iterator[Call]:
        yield Call(kind, event.originator_id)

    return calls


def _ends(event: Assembly.Closed | Ballot.Declared) -> Iterator[Call]:
    """The end of a linked process is what its parent waits for."""
    if event.parent is not None:
        yield Call(CYCLE, event.parent)


def _term(event: Recorded) -> Iterator[Call]:
    """A mandate with a term, or the end of a body, moves what its terms' process waits for."""
    mandate = getattr(event, "mandate", None)
    if not isinstance(mandate, Mandate) or mandate.until is not None:
        yield Call(TERMS, terms_id(event.originator_id))


_COOPTION_MOVES = (
    CoOption.Agreed,
    CoOption.Rejected,
    CoOption.Withdrawn,
    CoOption.Accepted,
    CoOption.Declined,
    CoOption.Renewed,
    CoOption.Ended,
)


CALLS: dict[str, Rule] = {
    Cycle.Opened.TOPIC: _begins(CYCLE),
    Cycle.DeadlineExtended.TOPIC: _moves(CYCLE),
    Cycle.MovedToNewRules.TOPIC: _moves(CYCLE),
    Assembly.Convened.TOPIC: _begins(ASSEMBLY),
    Assembly.Extended.TOPIC: _moves(ASSEMBLY),
    Ballot.Called.TOPIC: _begins(BALLOT),
    Ballot.Extended.TOPIC: _moves(BALLOT),
    Assembly.Closed.TOPIC: _ends,
    Ballot.Declared.TOPIC: _ends,
    Count.Begun.TOPIC: _begins(COUNT),
    Count.TieDecided.TOPIC: _moves(COUNT),
    Count.Declared.TOPIC: _moves(COUNT),
    CoOption.Proposed.TOPIC: _begins(COOPTION),
    **dict.fromkeys((act.TOPIC for act in _COOPTION_MOVES), _moves(COOPTION)),
    TermsOfOffice.Watched.TOPIC: _begins(TERMS),
    Body.Seated.TOPIC: _term,
    Body.PostFilled.TOPIC: _term,
    Body.Prolonged.TOPIC: _term,
    TermsOfOffice.ChangeAhead.TOPIC: _moves(TERMS),
    TermsOfOffice.Over.TOPIC: _moves(TERMS),
    Formation.Opened.TOPIC: _begins(FORMATION),
    Formation.PreferencesClosed.TOPIC: _moves(FORMATION),
    Formation.LotValueRecorded.TOPIC: _moves(FORMATION),
    Formation.Ratified.TOPIC: _moves(FORMATION),
    Formation.Refused.TOPIC: _moves(FORMATION),
    Formation.ConvenorNamed.TOPIC: _moves(FORMATION),
    Formation.FirstMeetingConvened.TOPIC: _moves(FORMATION),
    Formation.GivenUp.TOPIC: _moves(FORMATION),
    Meeting.Convened.TOPIC: _begins(MEETING),
    Meeting.NoticeGiven.TOPIC: _moves(MEETING),
    Meeting.PapersCirculated.TOPIC: _moves(MEETING),
    Meeting.Moved.TOPIC: _moves(MEETING),
    Meeting.Cancelled.TOPIC: _moves(MEETING),
    Meeting.Opened.TOPIC: _moves(MEETING),
    Meeting.Closed.TOPIC: _moves(MEETING),
    BodyYear.Begun.TOPIC: _begins(BODY_YEAR),
    Resolution.Put.TOPIC: _begins(RESOLUTION),
    Resolution.LeftToMeeting.TOPIC: _moves(RESOLUTION),
    Report.Opened.TOPIC: _begins(REPORT),
    Report.Drafted.TOPIC: _moves(REPORT),
    Report.Published.TOPIC: _moves(REPORT),
    Report.Presented.TOPIC: _moves(REPORT),
    Report.Agreed.TOPIC: _moves(REPORT),
    Report.Noted.TOPIC: _moves(REPORT),
    Report.Referred.TOPIC: _moves(REPORT),
    Action.Given.TOPIC: _begins(ACTION),
    Action.DueMoved.TOPIC: _moves(ACTION),
    Action.Done.TOPIC: _moves(ACTION),
    Action.Dropped.TOPIC: _moves(ACTION),
}
