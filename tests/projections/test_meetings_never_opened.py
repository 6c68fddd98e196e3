"""A meeting that nobody opens or closes is on record as that, and somebody has to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest

from domain.kernel.act import Standing
from domain.kernel.refusal import NotAllowed
from domain.meetings.meeting import Meeting
from domain.rules.values import Count
from services.application.meetings import (
    CancelMeeting,
    HandInItem,
    LeaveUnclosed,
    LeaveUnopened,
    MoveMeeting,
)
from services.application.sittings import CloseMeeting, OpenMeeting, RecordArrival
from services.bootstrap import Office, office
from services.reading.alarms import Kind, alarms, counted
from services.reading.processes import process
from services.reading.tasks import Doing, tasks
from services.reading.view import Reading, reading
from tests.application.gathering import SECRETARY, SITTING, STARTS, Gathering
from tests.application.organisation import CHAIR, Organisation
from tests.support.hands import Hands
from tests.support.keys import MASTERS
from tests.support.rulebook import rules

DUE = STARTS + timedelta(hours=24)
RULE = "meetings.opened_within_hours"
CLOSED = "meetings.closed_within_hours"


class Group(NamedTuple):
    """A group with a meeting ahead, and what is read of it."""

    office: Office
    it: Gathering

    @contextmanager
    def seen(self, as_of: datetime | None = None) -> Iterator[Reading]:
        self.office.projector.catch_up()
        with self.office.pool.connection() as rows, reading(rows, as_of) as found:
            yield found

    def alarmed(self, as_of: datetime | None = None) -> list[str]:
        with self.seen(as_of) as at:
            told = alarms(at, kind=Kind.MEETING).alarms
            assert counted(at, Kind.MEETING)[Kind.MEETING] == len(told)
            assert {one.thing for one in told} <= {self.it.meeting}
            return [one.rule or "" for one in told]

    def unopened(self) -> list[Any]:
        acts = self.office.store.acts(topics=(Meeting.NotOpened.TOPIC,), limit=9)
        return [act.event for act in acts]


@pytest.fixture
def group(database_url: str) -> Iterator[Group]:
    with office(database_url, masters=MASTERS) as found:
        hands = Hands(found.store, found.boxes)
        org = Organisation(hands, rules(**{"ncg.meetings.quorum": Count(count=4)}))
        it = Gathering(org)
        it.convene()
        yield Group(found, it)


def test_it_is_on_record_at_its_moment_however_late_that_is_noticed(group: Group) -> None:
    group.it.org.hands.at(DUE - timedelta(seconds=1))
    assert group.unopened() == []
    group.it.org.hands.at(DUE + timedelta(days=3))
    (act,) = group.unopened()
    assert (act.starts, act.due, act.act.occurred_at) == (STARTS, DUE, DUE)
    assert act.act.standing is Standing.IRREGULAR
    assert act.act.breaks == (RULE,)
    group.it.org.hands.at(DUE + timedelta(days=9))
    assert len(group.unopened()) == 1


def test_it_is_an_alarm_and_something_to_do_until_it_is_opened(group: Group) -> None:
    group.it.org.hands.at(DUE)
    assert group.alarmed() == [RULE]
    assert group.alarmed(DUE - timedelta(hours=1)) == []
    with group.seen() as at:
        (task,) = (one for one in tasks(at, SECRETARY, themselves=True) if one.duty == "start")
        assert (task.doing, task.thing, task.late) == (Doing.PREPARE, group.it.meeting, True)
        assert [one.heading for one in process(at, group.it.meeting).stages][-1] == (
            "Meeting not opened"
        )
    group.it.org.hands.at(DUE + timedelta(hours=1))
    for person in SITTING[:5]:
        group.it.ask(RecordArrival, person=person)
    group.it.ask(OpenMeeting)
    assert group.alarmed() == []
    assert group.alarmed(DUE) == [RULE]


def test_one_that_is_moved_is_waited_for_anew_and_one_called_off_never_more(group: Group) -> None:
    group.it.org.hands.at(DUE)
    later = STARTS + timedelta(days=20)
    group.it.ask(MoveMeeting, starts=later, reason="Nobody came")
    assert group.alarmed() == []
    group.it.org.hands.at(later + timedelta(hours=24))
    assert [one.starts for one in group.unopened()] == [STARTS, later]
    assert group.alarmed() == [RULE]
    group.it.ask(CancelMeeting, reason="Nobody came again")
    assert group.alarmed() == []
    with group.seen() as at:
        assert not [one for one in tasks(at, SECRETARY, themselves=True) if one.duty == "start"]


def test_one_that_was_opened_in_time_is_never_recorded_so(group: Group) -> None:
    group.it.org.hands.at(STARTS)
    for person in SITTING[:5]:
        group.it.ask(RecordArrival, person=person)
    group.it.ask(OpenMeeting)
    group.it.org.hands.at(DUE + timedelta(days=1))
    assert group.unopened() == []


def test_nobody_records_it_by_hand(group: Group) -> None:
    group.it.org.hands.at(STARTS)
    for person in (CHAIR, SECRETARY):
        with pytest.raises(NotAllowed):
            group.it.ask(LeaveUnopened, by=person)


def held(group: Group) -> None:
    group.it.ask(HandInItem, title="Campaigns")
    group.it.org.hands.at(STARTS)
    for person in SITTING[:5]:
        group.it.ask(RecordArrival, person=person)
    group.it.ask(OpenMeeting)


def unclosed(group: Group) -> list[Any]:
    acts = group.office.store.acts(topics=(Meeting.NotClosed.TOPIC,), limit=9)
    return [act.event for act in acts]


def test_one_that_nobody_closes_is_on_record_and_an_alarm_until_somebody_does(group: Group) -> None:
    held(group)
    late = STARTS + timedelta(hours=72)
    group.it.org.hands.at(late - timedelta(seconds=1))
    assert (unclosed(group), group.alarmed()) == ([], [])
    group.it.org.hands.at(late + timedelta(days=3))
    (act,) = unclosed(group)
    assert (act.due, act.act.occurred_at, act.act.breaks) == (late, late, (CLOSED,))
    assert group.alarmed() == [CLOSED]
    with group.seen() as at:
        (task,) = (one for one in tasks(at, SECRETARY, themselves=True) if one.duty == "end")
        assert (task.doing, task.thing, task.late) == (Doing.PREPARE, group.it.meeting, True)
    group.it.ask(CloseMeeting)
    assert group.alarmed() == []
    assert group.alarmed(late) == [CLOSED]
    group.it.org.hands.at(late + timedelta(days=30))
    assert len(unclosed(group)) == 1


def test_one_that_is_closed_in_time_is_never_recorded_so(group: Group) -> None:
    held(group)
    group.it.ask(CloseMeeting)
    group.it.org.hands.at(STARTS + timedelta(days=30))
    assert unclosed(group) == []
    with pytest.raises(NotAllowed):
        group.it.ask(LeaveUnclosed, by=CHAIR)
