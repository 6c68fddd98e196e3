"""What the live tables say of a moment is what the log says when it ends at that moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.catalogue import PROJECTIONS
from services.reading.questions import Upto, reading, replay, replayed
from services.store.projector import ProjectionRunner
from tests.projections.conftest import Played
from tests.projections.everything import everything
from tests.projections.record import START
from tests.support.examples import examples

MINUTES = 330 * 24 * 60


def agree_at(played: Played, moment: datetime) -> None:
    turnout = list(played.record.hands.boxes.turnout(played.record.ballot))
    with played.at(moment) as at:
        live = everything(at, played.record, turnout)
    with replayed(played.dsn, Upto(moment=moment)) as at:
        anew = everything(at, played.record, turnout)
    assert live == anew


@pytest.mark.long
def test_a_look_at_the_steps_of_the_past_is_what_a_replay_to_them_shows(played: Played) -> None:
    for moment in played.record.moments[2::4]:
        agree_at(played, moment)


@pytest.mark.long
@settings(max_examples=examples(80), deadline=None, derandomize=True)
@given(minutes=st.integers(min_value=-10, max_value=MINUTES))
def test_a_look_at_any_moment_is_what_a_replay_to_it_shows(played: Played, minutes: int) -> None:
    agree_at(played, START + timedelta(minutes=minutes))


@pytest.mark.long
def test_a_look_at_the_moment_of_each_act_is_what_a_replay_to_it_shows(played: Played) -> None:
    acts = played.record.hands.store.acts(limit=10_000)
    for moment in sorted({act.event.act.occurred_at for act in acts}):
        agree_at(played, moment)


def test_the_present_is_what_a_replay_of_the_whole_log_shows(played: Played) -> None:
    turnout = list(played.record.hands.boxes.turnout(played.record.ballot))
    head = played.record.hands.store.head()
    with played.at() as at:
        assert at.view.position == head
        live = everything(at, played.record, turnout)
    with replayed(played.dsn, Upto(position=head)) as at:
        assert everything(at, played.record, turnout) == live


def test_a_replay_to_a_position_knows_nothing_of_later_acts(played: Played) -> None:
    store = played.record.hands.store
    declared = next(act for act in store.acts(topics=("ballot.declared.v1",), limit=1)).position
    before = replay(played.dsn, position=declared - 1)
    assert [line.declared for line in before.open_ballots] == []
    assert before.rulebook is not None
    assert before.rulebook.edition == 1
    kinds = {process.kind for process in before.processes}
    assert kinds == {"cycle", "ballot", "body_year"}


def test_a_replay_in_the_middle_of_the_ballot_shows_it_open_and_the_old_rules(
    played: Played,
) -> None:
    with played.at() as at:
        opens = at.rows("SELECT opens FROM ballots WHERE upper_inf(valid)")[0][0]
    then = replay(played.dsn, as_of=opens + timedelta(days=2))
    assert [line.ballot for line in then.open_ballots] == [played.record.ballot]
    assert then.rulebook is not None
    assert then.rulebook.edition == 1
    method = next(r for r in then.rulebook.rules if r.rule == "election.ncg.method")
    assert method.value.model_dump()["choice"] == "block"


def test_a_replay_leaves_nothing_behind(played: Played) -> None:
    replay(played.dsn, as_of=START)
    with psycopg.connect(played.dsn) as connection:
        left = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'replay%'"
        ).fetchall()
    assert left == []


def test_before_the_first_act_there_is_nothing(played: Played) -> None:
    nothing = replay(played.dsn, as_of=datetime(2000, 1, 1, tzinfo=UTC))
    assert (nothing.processes, nothing.open_ballots, nothing.rulebook) == ((), (), None)


def test_tables_that_are_made_anew_have_the_same_rows(played: Played) -> None:
    before = _all_rows(played.dsn)
    runner = ProjectionRunner(played.dsn, PROJECTIONS, batch=7)
    try:
        runner.rebuild()
    finally:
        runner.close()
    assert _all_rows(played.dsn) == before
    with psycopg.connect(played.dsn) as connection, reading(connection) as at:
        assert at.view.position == played.record.hands.store.head()


def _all_rows(dsn: str) -> dict[str, list[str]]:
    with psycopg.connect(dsn) as connection:
        names = connection.execute(
            "SELECT unnest(relations) AS name FROM views.projection_books ORDER BY name"
        ).fetchall()
        return {name: _rows_of(connection, name) for (name,) in names}


def _rows_of(connection: psycopg.Connection[tuple[object, ...]], table: str) -> list[str]:
    asked = f'SELECT t::text FROM views."{table}" AS t ORDER BY 1'
    return [str(row[0]) for row in connection.execute(asked.encode()).fetchall()]
