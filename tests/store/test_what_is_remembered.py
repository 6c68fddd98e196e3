"""What is remembered of streams is what the log says, and never what stands under seal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from enum import Enum
from typing import Any
from uuid import UUID

import pytest
from pydantic import BaseModel

from domain.bodies.body import Body, body_id
from domain.kernel.aggregate import Aggregate
from services.application.bodies import SeatMember
from services.application.details import SetDetails
from services.store.application import Acts
from services.store.memory import MemoryStore
from services.store.remembered import Remembered, copied
from tests.application.organisation import MEMBERS, STAFF, Organisation, in_memory
from tests.story.momentum import told_under_the_rules_of_the_example
from tests.support.hands import Hands

PLAIN = (str, int, bool, bytes, type(None), UUID, timedelta, Enum, BaseModel)


@pytest.fixture(scope="module")
def told() -> Organisation:
    return told_under_the_rules_of_the_example()


def test_one_who_changes_what_was_loaded_changes_it_for_nobody_else() -> None:
    org = in_memory()
    ours, theirs = (org.store.load(Body, body_id("ncg")) for _ in range(2))
    seat = theirs.seats[0].model_copy(update={"person": MEMBERS[0]})
    ours.seat(theirs_act(org), seat)
    assert ours.has_member(MEMBERS[0])
    assert not theirs.has_member(MEMBERS[0])
    assert not org.store.load(Body, body_id("ncg")).has_member(MEMBERS[0])


def theirs_act(org: Organisation) -> Any:
    (newest, *_) = org.store.acts(stream=body_id("ncg"), limit=1)
    return newest.event.act.at(org.store.now())


def test_what_is_recorded_later_is_read_on_top_of_what_is_remembered() -> None:
    org = in_memory()
    before = org.store.load(Body, body_id("ncg")).version
    org.ask(SeatMember(body="ncg", person=MEMBERS[0], name="M", how="elected"), STAFF)
    after = org.store.load(Body, body_id("ncg"))
    assert after.has_member(MEMBERS[0])
    assert after.version > before


def test_what_is_remembered_is_what_the_log_alone_gives(told: Organisation) -> None:
    fresh = Acts(keys=told.store.keys)
    fresh.recorder = told.store._acts.recorder  # type: ignore[attr-defined]  # the same log, nothing remembered
    streams = {one.event.originator_id for one in told.store.acts(limit=10_000)}
    for stream in streams:
        assert vars(told.store.load(Aggregate, stream)) == vars(fresh.load(Aggregate, stream))


def test_nothing_that_is_remembered_could_be_changed_by_accident(told: Organisation) -> None:
    remembered = told.store._acts._remembered  # type: ignore[attr-defined]  # what is in there
    for stream in {one.event.originator_id for one in told.store.acts(limit=10_000)}:
        told.store.load(Aggregate, stream)
        held = remembered.of(stream)
        for name, value in {} if held is None else vars(held).items():
            loose = [one for one in _inside(value) if not _is_plain(one)]
            assert not loose, (stream, name)


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from (one for pair in value.items() for part in pair for one in _inside(part))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (one for part in value for one in _inside(part))
    else:
        yield value


def _is_plain(value: Any) -> bool:
    if isinstance(value, BaseModel):
        return bool(value.model_config.get("frozen"))
    params = getattr(type(value), "__dataclass_params__", None)
    if params is not None:
        return bool(params.frozen)
    return isinstance(value, PLAIN) or type(value).__module__ in ("datetime", "fractions")


def test_what_stands_under_seal_is_not_remembered() -> None:
    org = in_memory()
    assert isinstance(org.hands, Hands)
    details = SetDetails(person=MEMBERS[7], name="Ada Ash", email="ada@example.org")
    receipt = org.ask(details, STAFF)
    assert isinstance(org.store, MemoryStore)
    remembered = org.store._acts._remembered
    for ref in receipt.result.acts:
        org.store.load(Aggregate, ref.stream)
        assert remembered.of(ref.stream) is None


def test_what_was_used_longest_ago_is_forgotten_first() -> None:
    org = in_memory()
    bodies = [org.store.load(Body, body_id(slug)) for slug in ("staff", "ncg", "leeds")]
    remembered = Remembered(most=2)
    for body in bodies[:2]:
        remembered.keep(body)
    assert remembered.of(bodies[0].id) is not None
    remembered.keep(bodies[2])
    assert remembered.of(bodies[1].id) is None
    assert remembered.of(bodies[0].id) is not None
    assert vars(copied(bodies[0])) == vars(bodies[0])
