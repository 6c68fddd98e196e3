"""Groups are formed through the real engine, and to the same log when steps lose their answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from domain.kernel.ids import PersonId
from domain.rules.values import Count, Days, RuleValue
from services.application.bodies import EstablishBody, FillPost, JoinMember, SeatMember
from services.application.command import Command
from services.application.processes import STEPS, StepOf, Steps
from services.application.rules import FoundRulebook
from services.bootstrap import Office
from services.config import Settings
from services.engine import worker
from services.rehearsal.digest import digest
from services.runtime.temporal import SkippingTemporal
from services.store.port import Receipt
from tests.engine.conftest import engine_at
from tests.engine.small import FOUNDED
from tests.engine.test_processes import move, relayed_all, settled, until
from tests.formation.forming import Forming, group
from tests.support.hands import Hands, member
from tests.support.kinds import Kind
from tests.support.rulebook import CLAUSE, rules
from workflows.contract import Progress, Step

pytestmark = pytest.mark.anyio
STAFF, PEOPLE = member(0), tuple(member(number) for number in range(1, 8))
STAGES = {
    "close_preferences",
    "allocate_places",
    "await_ratification",
    "await_first_meetings",
    "complete_formation",
}
QUICK: dict[str, RuleValue] = {
    "ncg__meetings__quorum": Count(count=4),
    "ncg__subgroups__ratification_days": Days(count=3),
    "ncg__subgroups__first_meeting_days": Days(count=3),
}


class AnswerLost(RuntimeError):
    """The worker died after its commit."""


class Idle(Hands):
    """People only: the engine takes every step that is due."""

    def settle(self) -> None:
        return


@dataclass
class Asked:
    hands: Hands

    def ask(self, command: Command, person: PersonId) -> Receipt:
        return self.hands.ask(command, person)


def founded(at: Office) -> Forming:
    """Staff, and a coordinating group of seven."""
    hands = Idle(at.store, at.boxes, "the same in every run")
    at.store.clock.hold(FOUNDED)
    founding = rules(**QUICK)
    hands.ask(FoundRulebook(title="R", clauses=(CLAUSE,), rules=founding, source="a test"), STAFF)
    for slug, kind, people in (
        ("staff", Kind.STAFF, (STAFF,)),
        ("ncg", Kind.COORDINATING_GROUP, PEOPLE),
    ):
        hands.ask(EstablishBody(slug=slug, name=slug.title(), kind=kind), STAFF)
        for person in people:
            seat = SeatMember(body=slug, person=person, name=f"P{person.hex[:4]}", how="elected")
            hands.ask(seat, STAFF)
    for number in range(8):
        hands.ask(JoinMember(number=f"M{number:05}", joined_on=date(2020, 1, 1)), STAFF)
    chair = FillPost(body="ncg", post="chair", person=PEOPLE[0], name="C", how="elected")
    hands.ask(chair, STAFF)
    return Forming(Asked(hands))


async def play(at: Office, settings: Settings, engine: SkippingTemporal) -> Forming:
    """From the announcement to the first meeting, each deadline missed once."""
    it = founded(at)
    async with engine_at(engine.address, at, settings) as client:
        it.open(group("money", most=1), group("press"))
        for person in PEOPLE[:3]:
            it.wish(person, "money")
        await until(relayed_all(at))
        await move(at, client, it.found.plan.closes)
        await move(at, client, it.found.plan.lot.known_from)
        it.draw()
        await until(relayed_all(at))
        await settled(at, client)
        await until(lambda: it.found.settled)
        await move(at, client, it.found.plan.ratification.at)
        it.ratify()
        await until(relayed_all(at))
        assert it.found.first_meetings is not None
        assert it.found.allocation is not None
        await move(at, client, it.found.first_meetings.at)
        holder = it.found.allocation.members_of("money")[0]
        it.name("money", holder)
        it.meet("money")
        it.meet("press")
        await until(relayed_all(at))
        assert not it.found.completed
        it.add_to("press", PEOPLE[5])
        it.name("press", PEOPLE[5])
        await until(relayed_all(at))
        await until(lambda: it.found.completed)
        await settled(at, client)
    return it


@pytest.mark.long
async def test_a_formation_runs_to_the_first_meeting_of_each_group(
    at: Office, settings: Settings, engine: SkippingTemporal
) -> None:
    it = await play(at, settings, engine)
    assert it.found.completed
    assert len(it.found.missed) == 2


@pytest.mark.long
async def test_the_log_is_the_same_though_a_worker_is_killed_at_each_stage(
    at: Office,
    settings: Settings,
    engine: SkippingTemporal,
    monkeypatch: pytest.MonkeyPatch,
    second_office: Office,
) -> None:
    await play(second_office, settings, engine)
    undisturbed = digest(second_office.store)
    lost: set[str] = set()

    def losing(name: str, step_of: StepOf) -> Callable[[Steps, Step], Progress]:
        def take(steps: Steps, step: Step) -> Progress:
            head = steps.store.head()
            progress = step_of(steps, step)
            if name in STAGES and steps.store.head() > head and name not in lost:
                lost.add(name)
                raise AnswerLost(name)
            return progress

        return take

    steps: dict[str, Any] = {name: losing(name, step) for name, step in STEPS.items()}
    monkeypatch.setattr(worker, "STEPS", steps)
    engine.kill9()
    engine.start()
    it = await play(at, settings, engine)
    assert it.found.completed
    assert lost == STAGES
    assert digest(at.store) == undisturbed
