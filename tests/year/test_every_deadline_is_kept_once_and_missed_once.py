"""The year of the invented federation keeps each deadline once and misses each once.

Which deadlines there are is read from the workflows and from what is due of each thing, so that a
new one without both cases fails here.  `tests/engine/test_a_whole_year.py` plays the same year
through the engine, with a worker killed in each stage.
"""

from __future__ import annotations

from typing import Any

import pytest

from domain.formation.groups import Duty as FormationDuty
from domain.meetings.calendar import Duty
from domain.reports.reporting import Task
from services.application.begun import BEGINNINGS
from services.application.outstanding import overdue
from services.store.memory import MemoryStore
from tests.year.deadlines import AT_NO_MOMENT, DUE, Deadline, all_due
from tests.year.declared import ELSEWHERE, declared
from tests.year.lived import lived, the_year


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    return lived()[0]


@pytest.fixture(scope="module")
def events(store: MemoryStore) -> list[Any]:
    found: list[Any] = []
    after = 0
    while acts := store.acts(after=after, limit=500):
        found += [act.event for act in acts]
        after = acts[-1].position
    return found


def test_every_declared_stage_is_due_by_a_moment_or_waits_for_people() -> None:
    assert set(DUE) | AT_NO_MOMENT == declared()
    assert not set(DUE) & AT_NO_MOMENT


def test_everything_that_can_be_due_of_a_thing_has_its_stage() -> None:
    of_meetings = {stage.stage for stage in declared() if stage.step == "keep_deadline"}
    assert of_meetings == set(Duty)
    of_reports = {stage.stage for stage in declared() if stage.step == "keep_report_deadline"}
    assert of_reports | {Task.AGREEMENT} == set(Task)
    of_formations = {stage.step.removeprefix("await_") for stage in declared()}
    assert set(FormationDuty) <= of_formations


def test_every_kind_of_process_has_a_part_in_the_year(events: list[Any]) -> None:
    begun = {BEGINNINGS[event.TOPIC] for event in events if event.TOPIC in BEGINNINGS}
    assert begun == set(BEGINNINGS.values()) - set(ELSEWHERE)


@pytest.mark.parametrize("due", list(all_due()), ids=lambda due: due.name)
def test_it_is_kept_once_and_missed_once(due: Deadline, events: list[Any]) -> None:
    refused = {asked.refused for asked in the_year().year.acts}
    assert due.was_kept(events), f"{due.name} is never kept"
    missed = any(map(due.missed, events)) or due.refuses in refused - {None}
    assert missed, f"{due.name} is never missed"


def test_nothing_that_fell_due_is_left_when_the_year_is_over(store: MemoryStore) -> None:
    assert overdue(store) == []
