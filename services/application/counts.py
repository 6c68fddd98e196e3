"""Counts: papers handed in, ties decided, results recorded and declared."""

from __future__ import annotations

from uuid import UUID

from domain.bodies.body import Body
from domain.counting.contest import checked
from domain.counting.result import CountResult
from domain.elections.count import RETURNING_OFFICER, Count, Matter, OpenTie
from domain.elections.election import Election
from domain.kernel.sane import Line
from services.application.case import Case
from services.application.command import VERBS, Command


class BeginCount(Command):
    """Hand in papers to be counted: those of an election, or some brought from outside."""

    matter: Matter


class LeaveTieOpen(Command):
    """Record a tie that the rule leaves to a decision."""

    count: UUID
    tie: OpenTie


class DecideTie(Command):
    """Decide a tie that a count waits for: who is chosen, and why."""

    count: UUID
    chosen: Line
    reason: str


class RecordResult(Command):
    """Record the result of a count."""

    count: UUID
    result: CountResult


class RefusePapers(Command):
    """Record that papers which were handed in can't be counted."""

    count: UUID
    reason: str


class DeclareResult(Command):
    """Declare the result of a count."""

    count: UUID


@VERBS.handles(BeginCount)
def begin_count(case: Case, command: BeginCount) -> None:
    matter = command.matter
    checked(matter.contest)
    if matter.election is not None:
        election = case.load(Election, matter.election)
        election.must_be_counted_so(case.load(Body, election.body), matter)
    case.add(Count.begin(case.id_for("count"), case.act_by_power(RETURNING_OFFICER), matter))


@VERBS.handles(LeaveTieOpen)
def leave_tie_open(case: Case, command: LeaveTieOpen) -> None:
    case.load(Count, command.count).leave_open(case.act_by_service(), command.tie)


@VERBS.handles(DecideTie)
def decide_tie(case: Case, command: DecideTie) -> None:
    count = case.load(Count, command.count)
    count.decide_tie(case.act_by_power(RETURNING_OFFICER), command.chosen, command.reason)


@VERBS.handles(RecordResult)
def record_result(case: Case, command: RecordResult) -> None:
    case.load(Count, command.count).record(case.act_by_service(), command.result)


@VERBS.handles(RefusePapers)
def refuse_papers(case: Case, command: RefusePapers) -> None:
    case.load(Count, command.count).refuse(case.act_by_service(), command.reason)


@VERBS.handles(DeclareResult)
def declare_result(case: Case, command: DeclareResult) -> None:
    case.load(Count, command.count).declare(case.act_by_power(RETURNING_OFFICER))
