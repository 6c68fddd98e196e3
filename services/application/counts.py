"""Counts: papers handed in, ties decided, results recorded and declared."""

from __future__ import annotations

from uuid import UUID

from domain.counting.contest import checked
from domain.counting.result import CountResult
from domain.elections.count import RETURNING_OFFICER, Count, Matter, OpenTie
from domain.kernel.refusal import BadInput
from domain.kernel.sane import Line
from services.application.case import Case
from services.application.command import VERBS, Command


class BeginCount(Command):
    """Hand in papers brought from outside to be counted; `hand_in_papers` is for elections."""

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


class RecordLotValue(Command):
    """Record the public value that was announced for the lots of a count."""

    count: UUID
    value: Line


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
    if matter.election is not None or matter.section is not None:
        raise BadInput(
            "Papers of an election are handed in by 'hand_in_papers', which counts them as the "
            "election was called."
        )
    act = case.act_by_power(RETURNING_OFFICER)
    if matter.lot is not None:
        matter.lot.must_not_be_known(act.occurred_at, RETURNING_OFFICER)
    case.add(Count.begin(case.id_for("count"), act, matter))


@VERBS.handles(LeaveTieOpen)
def leave_tie_open(case: Case, command: LeaveTieOpen) -> None:
    case.load(Count, command.count).leave_open(case.act_by_service(), command.tie)


@VERBS.handles(DecideTie)
def decide_tie(case: Case, command: DecideTie) -> None:
    count = case.load(Count, command.count)
    count.decide_tie(case.act_by_power(RETURNING_OFFICER), command.chosen, command.reason)


@VERBS.handles(RecordLotValue)
def record_lot_value(case: Case, command: RecordLotValue) -> None:
    count = case.load(Count, command.count)
    count.record_lot_value(case.act_by_power(RETURNING_OFFICER), command.value)


@VERBS.handles(RecordResult)
def record_result(case: Case, command: RecordResult) -> None:
    case.load(Count, command.count).record(case.act_by_service(), command.result)


@VERBS.handles(RefusePapers)
def refuse_papers(case: Case, command: RefusePapers) -> None:
    case.load(Count, command.count).refuse(case.act_by_service(), command.reason)


@VERBS.handles(DeclareResult)
def declare_result(case: Case, command: DeclareResult) -> None:
    case.load(Count, command.count).declare(case.act_by_power(RETURNING_OFFICER))
