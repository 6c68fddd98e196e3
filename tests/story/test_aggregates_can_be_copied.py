"""What the store keeps of an aggregate is not changed by whatever its copies go through."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from domain.kernel.aggregate import Aggregate, Recorded
from services.store.keeping import copy_of
from tests.story.conftest import Tale


@pytest.fixture(scope="module")
def streams(tale: Tale) -> dict[UUID, list[Any]]:
    """The acts of each stream of the tale, oldest first."""
    found: dict[UUID, list[Any]] = {}
    for recorded in tale.org.store.acts(limit=10_000):
        found.setdefault(recorded.event.originator_id, []).append(recorded.event)
    return found


def after(thing: Aggregate | None, act: Recorded) -> Aggregate:
    found: Any = act.mutate(thing)
    assert isinstance(found, Aggregate)
    return found


@pytest.mark.long
def test_no_act_of_the_tale_changes_what_a_copy_was_made_from(
    streams: dict[UUID, list[Any]],
) -> None:
    changed = set()
    for first, *others in streams.values():
        thing = after(None, first)
        for act in others:
            state = repr(vars(thing))
            then = after(copy_of(thing), act)
            if repr(vars(thing)) != state:
                changed.add(act.TOPIC)
            thing = then
    assert changed == set()


def test_a_copy_is_as_if_all_had_been_applied_to_it(streams: dict[UUID, list[Any]]) -> None:
    for first, *others in streams.values():
        copied = plain = after(None, first)
        for act in others:
            copied, plain = after(copy_of(copied), act), after(plain, act)
        assert vars(copied) == vars(plain)
