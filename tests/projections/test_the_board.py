"""What the board says of each process: its stages, what is late and what is over."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from domain.cycle.calendar import StageName
from services.reading.questions import (
    Reading,
    StageState,
    Upto,
    ballots,
    board,
    next_due,
    open_processes,
    process,
    replayed,
)
from tests.projections.conftest import Played
from tests.projections.record import Record


def stage_of(at: Reading, of: UUID, name: str) -> tuple[StageState, bool]:
    found = next(stage for stage in process(at, of).stages if stage.stage == name)
    return found.state, bool(found.extensions)


def test_the_board_shows_each_process_with_its_stages_and_extensions(
    at: Reading, record: Record
) -> None:
    shown = {one.kind: one for one in board(at).processes}
    assert set(shown) == {"cycle", "assembly", "ballot", "body_year"}
    stages = shown["cycle"].stages
    assert [stage.stage for stage in stages] == list(StageName)
    assert all(stage.state is StageState.DONE for stage in stages)
    drafting = stages[0]
    assert drafting.due - drafting.planned == timedelta(days=7)
    assert drafting.closed == drafting.due
    assert [extension.reason for extension in drafting.extensions] == ["of the weather"]
    assert stages[2].due - stages[2].planned >= timedelta(days=10)


def test_a_stage_is_open_until_its_moment_and_over_from_it_on(
    played: Played, record: Record
) -> None:
    with played.at() as at:
        due = process(at, record.cycle).stages[0].due
    with played.at(due - timedelta(seconds=1)) as before:
        assert stage_of(before, record.cycle, "drafting")[0] is StageState.OPEN
        assert stage_of(before, record.cycle, "amendments")[0] is StageState.AHEAD
        assert next_due(before) == due
    with played.at(due) as then:
        assert stage_of(then, record.cycle, "drafting")[0] is StageState.DONE


def test_a_stage_whose_moment_has_come_is_late_until_its_end_is_recorded(
    played: Played, record: Record
) -> None:
    ended = record.hands.store.acts(topics=("cycle.stage_closed.v1",), limit=1)[0]
    with replayed(played.dsn, Upto(position=ended.position - 1)) as known:
        later = known.view.model_copy(
            update={"moment": ended.event.act.occurred_at + timedelta(hours=1)}
        )
        at = Reading(known.connection, later)
        assert stage_of(at, record.cycle, "drafting")[0] is StageState.LATE
        assert process(at, record.cycle).is_late
        assert next_due(at) == ended.event.act.occurred_at


def besides_the_quarters(at: Reading) -> list[UUID]:
    """What runs besides the year of the group, which is watched from its first day on."""
    return [one.process for one in open_processes(at) if one.kind != "body_year"]


def test_only_what_is_not_over_must_be_running(played: Played, record: Record) -> None:
    with played.at(record.moments[0]) as at:
        assert besides_the_quarters(at) == []
    with played.at() as at:
        opens = ballots(at)[0].opens
        assert besides_the_quarters(at) == []
    with played.at(opens) as at:
        assert besides_the_quarters(at) == [record.cycle, record.ballot]
