"""Meetings as pages read them: one year of a group, told on PostgreSQL and projected."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import psycopg
import pytest
from psycopg_pool import ConnectionPool

from domain.kernel.refusal import NotFound
from domain.meetings.meeting import Meeting
from domain.meetings.resolution import Resolution
from domain.meetings.year import BodyYear
from projections.catalogue import PROJECTIONS
from services.reading import alarms, between_meetings, meetings
from services.reading.alarm_queries import HOW_MANY_QUARTERS
from services.reading.processes import StageState, board
from services.reading.view import Reading, reading
from services.runtime.postgres import MAINTENANCE_DATABASE, EmbeddedPostgres
from services.store.migrate import migrate
from services.store.postgres import PostgresStore
from services.store.projector import ProjectionRunner
from services.voting.postgres import PostgresBoxes
from tests.application.organisation import Organisation
from tests.story.meetings_held import MeetingsHeld
from tests.support.hands import Hands
from tests.support.rulebook import rules

DATABASE = "meetings_held"


class Year(NamedTuple):
    """Where it lies, and the ids of what was begun, in their order."""

    dsn: str
    held: tuple[UUID, ...]
    written: tuple[UUID, ...]
    watched: UUID

    @contextmanager
    def at(self, as_of: object = None) -> Iterator[Reading]:
        with psycopg.connect(self.dsn) as rows, reading(rows, as_of) as at:  # type: ignore[arg-type]  # a moment or none
            yield at


@pytest.fixture(scope="module")
def year(postgres_server: EmbeddedPostgres) -> Iterator[Year]:
    with psycopg.connect(postgres_server.url_of(MAINTENANCE_DATABASE), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {DATABASE}")
    dsn = postgres_server.url_of(DATABASE)
    migrate(dsn)
    with PostgresStore(dsn) as store, ConnectionPool(dsn, min_size=1, open=True) as pool:
        hands = Hands(store, PostgresBoxes(pool, store))
        year = MeetingsHeld(Organisation(hands, rules()))
        year.tell()
        year.over_the_quarters()
        runner = ProjectionRunner(dsn, PROJECTIONS)
        runner.catch_up()
        runner.close()
        began = {
            topic: tuple(act.event.originator_id for act in store.acts(topics=(topic,), limit=99))
            for topic in (Meeting.Convened.TOPIC, Resolution.Put.TOPIC, BodyYear.Begun.TOPIC)
        }
        held, written, watched = began.values()
        yield Year(dsn, held, written, watched[0])


def test_a_meeting_without_a_quorum_shows_what_was_missed_and_what_does_not_bind_yet(
    year: Year,
) -> None:
    with year.at() as at:
        found = meetings.meeting(at, year.held[0])
    assert {one.duty: one.missed for one in found.duties} == {
        "notice": True,
        "items": False,
        "papers": True,
    }
    assert (found.meeting.state, found.meeting.next_on) == ("over", None)
    (decision,) = found.decisions
    assert (decision.quorate, decision.settled, decision.binds) == (False, "ratified", True)
    ratified = decision.taken_at + timedelta(minutes=1)
    with year.at(ratified) as at:
        (before,) = meetings.meeting(at, year.held[0]).decisions
    assert (before.carried, before.binds) == (True, False)


def test_a_meeting_in_good_order_shows_all_that_it_did(year: Year) -> None:
    with year.at() as at:
        found = meetings.meeting(at, year.held[1])
    assert {one.fate for one in found.items} == {
        "deferred",
        "passed over for the next business",
        "referred back",
        "remitted",
        "taken",
        "waiting",
        "withdrawn",
    } - {"waiting"}
    assert [one.title for one in found.papers] == ["Report of the office"]
    assert [(one.fate, one.becomes) for one in found.amendments] == [
        ("carried", "We set up a fund.\n\nIt is small.")
    ]
    assert [one.text for one in found.motions] == ["We set up a fund.", "We help at once."]
    assert [one.binds for one in found.decisions] == [True, True, True, False, True, True]
    (ruling,) = found.rulings
    assert (ruling.upheld, ruling.overturned) == (False, False)
    assert [one.title for one in found.statements] == ["Ours"]
    assert found.meeting.present == 11
    assert {one.route for one in found.attending} == {"in person", "by telephone", "on paper"}


def test_the_room_is_as_it_was_at_any_moment(year: Year) -> None:
    with year.at() as at:
        line = meetings.meeting(at, year.held[1]).meeting
    assert line.opened_at is not None
    with year.at(line.starts - timedelta(days=1)) as at:
        before = meetings.meeting(at, year.held[1])
    assert (before.meeting.state, before.attending) == ("called", ())
    assert len(before.away) == 13
    with year.at(line.opened_at) as at:
        assert meetings.meeting(at, year.held[1]).meeting.state == "open"


def test_a_card_vote_shows_its_one_result(year: Year) -> None:
    with year.at() as at:
        found = meetings.meeting(at, year.held[4])
    (vote,) = found.card_votes
    assert (vote.in_favour, vote.against, vote.cards) == (18, 5, 30)
    speaking = {one.name for one in found.accredited if one.speaks}
    assert speaking == {"leeds 1", "leeds 2", "An alternate", "york 2"}
    assert [one.holder_name for one in found.accredited if one.holder_name] == ["An alternate"]


def test_what_was_put_in_writing_shows_replies_and_demands(year: Year) -> None:
    with year.at() as at:
        written = [between_meetings.resolution(at, one) for one in year.written]
        assert len(between_meetings.resolutions(at)) == len(written) == 6
    van, agreed, lost, left, later, lapsed = written
    assert van.resolution.urgent == "Taken as urgent: Now."
    assert (lapsed.resolution.state, lapsed.resolution.carried) == ("lapsed", None)
    assert lapsed.resolution.because is not None
    assert "dissolved" in lapsed.resolution.because
    assert (agreed.resolution.carried, agreed.resolution.settled) == (True, "annulled")
    assert (later.resolution.carried, later.resolution.settled) == (True, None)
    assert (lost.resolution.state, lost.resolution.carried) == ("decided", False)
    assert [one.answer for one in lost.replies] == ["for"]
    assert (left.resolution.state, len(left.demands)) == ("left to a meeting", 3)


def test_a_quarter_without_a_meeting_stands_on_the_board(year: Year) -> None:
    with year.at() as at:
        found = between_meetings.quarters(at, year.watched)
        shown = {one.process: one for one in board(at).processes}
    states = [one.state for one in found.quarters]
    assert "missed" in states
    assert "met" in states
    missed = [one for one in shown[year.watched].stages if "too few" in one.heading]
    assert missed
    assert {one.state for one in missed} <= {StageState.LATE, StageState.DONE}
    assert StageState.LATE in {one.state for one in missed}
    assert shown[year.watched].closed is not None


def test_a_missed_quarter_alarms_while_somebody_could_mend_it_and_no_longer(year: Year) -> None:
    with year.at() as at:
        ended = next(one.closed for one in board(at).processes if one.process == year.watched)
        assert alarms.alarms(at, kind=alarms.Kind.QUARTER).alarms == ()
        assert at.rows(HOW_MANY_QUARTERS)[0][0] == 0
        newest, *_ = between_meetings.quarters(at, year.watched).quarters
    assert newest.state == "watched no longer"
    assert ended is not None
    with year.at(ended - timedelta(seconds=1)) as at:
        (missed,) = alarms.alarms(at, kind=alarms.Kind.QUARTER).alarms
        assert at.rows(HOW_MANY_QUARTERS)[0][0] == 1
        newest, *_ = between_meetings.quarters(at, year.watched).quarters
    assert missed.thing == year.watched
    assert newest.state == "under way"


def test_the_board_says_which_deadline_of_a_meeting_was_missed(year: Year) -> None:
    with year.at() as at:
        shown = {one.process: one for one in board(at).processes}
    assert [stage.heading for stage in shown[year.held[0]].stages] == [
        "Notice missed",
        "Items closed",
        "Papers missed",
        "Meeting opens",
    ]
    assert all(stage.closed is not None for stage in shown[year.held[0]].stages)


def test_what_is_not_there_is_said_to_be_unknown(year: Year) -> None:
    with year.at() as at:
        for ask in (
            meetings.meeting,
            between_meetings.resolution,
            between_meetings.quarters,
        ):
            with pytest.raises(NotFound):
                ask(at, UUID(int=7))
