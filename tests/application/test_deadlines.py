"""Deadlines: moved by those who may, felt by all that follows, and won by one act in a race."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.bodies.body import body_id
from domain.cycle.assembly import ENTITLEMENT, assembly_id
from domain.cycle.calendar import StageName
from domain.cycle.cycle import EXTENSION_LIMIT, Cycle
from domain.kernel.aggregate import Aggregate
from domain.kernel.ids import CONVENOR, CommandId, derived
from domain.kernel.refusal import BadInput, OutOfOrder, RuleBroken, StaleView, TooLate
from services.application.asker import THE_SERVICE, Asker
from services.application.assemblies import RegisterDelegate
from services.application.command import Command
from services.application.cycles import CloseStages
from services.store.memory import MemoryStore
from services.store.port import CommandRow, Receipt
from services.voting.memory import MemoryBoxes
from tests.application.organisation import (
    CHAIR,
    LEEDS,
    MEMBERS,
    Organisation,
    in_memory,
)
from tests.support.hands import Hands
from tests.support.rulebook import rules


@pytest.fixture
def org() -> Organisation:
    found = in_memory()
    found.open_cycle()
    found.hand_in()
    return found


def test_an_extension_shifts_all_later_stages(org: Organisation) -> None:
    before = org.calendar
    org.ask(org.extension(StageName.DRAFTING, days=14), CHAIR)
    shifts = {
        stage.due.date() - old.due.date()
        for old, stage in zip(before.stages, org.calendar.stages, strict=True)
    }
    assert shifts == {timedelta(days=14)}


def test_an_extension_of_an_assembly_that_sits_moves_its_end(org: Organisation) -> None:
    assembly = org.gather()
    org.ask(org.extension(StageName.FIRST_ASSEMBLY, days=3), CHAIR)
    assert org.assembly().due == org.calendar.stage(StageName.FIRST_ASSEMBLY).due
    before = org.assembly().due - timedelta(days=1)
    org.hands.at(before)
    assert not org.assembly().closed
    org.hands.at(org.assembly().due)
    assert org.assembly().closed
    assert assembly == assembly_id(org.cycle, StageName.FIRST_ASSEMBLY)


def test_an_extension_of_the_preparation_moves_both_hours_of_the_ballot(
    org: Organisation,
) -> None:
    org.reach(StageName.PREPARATION)
    before = org.ballot.hours
    org.ask(org.extension(StageName.PREPARATION, days=5), CHAIR)
    assert org.ballot.hours.opens == before.opens + timedelta(days=5)
    assert org.ballot.hours.closes == before.closes + timedelta(days=5)


def test_an_extension_of_the_voting_leaves_its_opening(org: Organisation) -> None:
    org.reach(StageName.BALLOT)
    before = org.ballot.hours
    org.ask(org.extension(StageName.BALLOT, days=2), CHAIR)
    assert org.ballot.hours.opens == before.opens
    assert org.ballot.hours.closes == before.closes + timedelta(days=2)
    org.hands.at(before.closes)
    org.hands.boxes.cast(org.ballot.id, MEMBERS[0], "Y")
    org.finish()
    assert org.ballot.papers == 1


def test_an_extension_is_refused_beyond_the_limit_and_after_the_end(org: Organisation) -> None:
    org.refused(RuleBroken, org.extension(StageName.DRAFTING, days=57), CHAIR, EXTENSION_LIMIT)
    org.refused(BadInput, org.extension(StageName.DRAFTING, days=0), CHAIR)
    late = org.extension(StageName.DRAFTING, days=3)
    org.store.clock.hold(org.calendar.stage(StageName.DRAFTING).due)
    org.refused(TooLate, late, CHAIR, EXTENSION_LIMIT)


def test_a_group_is_entitled_to_so_many_delegates(org: Organisation) -> None:
    assembly = org.gather()
    third = RegisterDelegate(assembly=assembly, person=MEMBERS[0], name="T", group="leeds")
    org.refused(RuleBroken, third, LEEDS, ENTITLEMENT)
    assert {one.group for one in org.assembly().delegates} == {body_id("leeds"), body_id("york")}


class Crowded(MemoryStore):
    """A log in which somebody else gets in before a decision, or between it and its commit."""

    def __init__(self) -> None:
        super().__init__()
        self.after_clock: Callable[[], None] | None = None
        self.before_commit: Callable[[], None] | None = None

    def now(self) -> datetime:
        read = super().now()
        intruder, self.after_clock = self.after_clock, None
        if intruder is not None:
            intruder()
        return read

    def commit(
        self,
        aggregates: Sequence[Aggregate],
        *,
        command: CommandRow | None,
        reads: Mapping[UUID, int],
    ) -> Receipt:
        intruder, self.before_commit = self.before_commit, None
        if intruder is not None:
            intruder()
        return super().commit(aggregates, command=command, reads=reads)


def racing() -> tuple[Organisation, Crowded]:
    store = Crowded()
    org = Organisation(Hands(store, MemoryBoxes(store)), rules())
    org.open_cycle()
    return org, store


def key(name: str) -> CommandId:
    return CommandId(derived(CONVENOR, name))


def close(org: Organisation) -> None:
    org.hands.desk.perform(CloseStages(cycle=org.cycle), THE_SERVICE, key("close"))


def stages_closed(org: Organisation) -> int:
    topics = (Cycle.StageClosed.TOPIC,)
    return len(org.store.acts(stream=org.cycle, topics=topics, limit=9))


def test_a_close_that_is_overtaken_by_an_extension_closes_nothing() -> None:
    org, store = racing()
    due = org.calendar.stage(StageName.DRAFTING).due
    extension = org.extension(StageName.DRAFTING, days=7)
    store.clock.hold(due - timedelta(seconds=1))
    late = due.astimezone(UTC)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "now", lambda: late)  # this worker's reading came after the deadline
        store.before_commit = lambda: extended_in_time(org, store, extension, patch)
        close(org)
    assert (org.calendar.stage(StageName.DRAFTING).due, stages_closed(org)) == (extension.due, 0)


def extended_in_time(
    org: Organisation, store: Crowded, extension: Command, patch: pytest.MonkeyPatch
) -> None:
    """The extension was given just before the deadline and is committed first."""
    patch.undo()
    org.hands.desk.perform(extension, Asker(person=CHAIR), key("extend"))


@pytest.mark.parametrize("point", ["after_clock", "before_commit"])
def test_an_extension_that_is_overtaken_by_the_close_is_refused(point: str) -> None:
    org, store = racing()
    due = org.calendar.stage(StageName.DRAFTING).due
    extension = org.extension(StageName.DRAFTING, days=7)
    store.clock.hold(due - timedelta(seconds=1))

    def meanwhile() -> None:
        store.clock.hold(due)
        close(org)

    setattr(store, point, meanwhile)
    with pytest.raises(TooLate, match="an ended stage can't be extended"):
        org.hands.desk.perform(extension, Asker(person=CHAIR), key("extend"))
    assert (org.calendar.stage(StageName.DRAFTING).due, stages_closed(org)) == (due, 1)


def test_a_clock_that_was_put_back_is_told_as_such() -> None:
    org, store = racing()
    extension = org.extension(StageName.DRAFTING, days=7)
    put_back = org.the_cycle.modified_on - timedelta(seconds=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "now", lambda: put_back)
        with pytest.raises(OutOfOrder, match="before the newest act on record here"):
            org.hands.desk.perform(extension, Asker(person=CHAIR), key("extend"))


def test_a_close_that_comes_twice_is_recorded_once() -> None:
    org, store = racing()
    store.clock.hold(org.calendar.stage(StageName.DRAFTING).due)
    store.before_commit = lambda: close(org)
    close(org)
    close(org)
    assert stages_closed(org) == 1


def test_somebody_who_is_overtaken_again_and_again_is_asked_to_try_later() -> None:
    org, store = racing()
    extension = org.extension(StageName.DRAFTING, days=7)

    def always() -> None:
        org.hand_in(title=f"Proposal {len(org.the_cycle.entries)}")
        store.before_commit = always

    store.before_commit = always
    with pytest.raises(StaleView, match="Try again"):
        org.hands.desk.perform(extension, Asker(person=CHAIR), key("extend"))
    assert org.calendar.stage(StageName.DRAFTING).due == extension.due - timedelta(days=7)
