"""Every act that a rule decided names the rule, and is judged by the version that governs it."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import pytest

from domain.kernel.act import Act
from domain.kernel.aggregate import Recorded
from services.store.catalogue import catalogue
from tests.story.conftest import Tale

BY_NO_RULE: Final = {
    "rulebook.founded.v1": "Before it there is no rule; its authority is the source of the file.",
}
"""Kinds of act that carry no rule, and why."""


@pytest.fixture(scope="module")
def told(tale: Tale) -> dict[str, list[Act]]:
    """Every act of the whole tale by its topic."""
    found: dict[str, list[Act]] = defaultdict(list)
    for recorded in tale.org.store.acts(limit=10_000):
        found[topic(recorded.event)].append(recorded.event.act)
    return found


def topic(event: Recorded) -> str:
    return str(getattr(type(event), "TOPIC", ""))


def test_the_tale_holds_an_act_of_every_kind(told: dict[str, list[Act]]) -> None:
    assert {entry.topic for entry in catalogue()} == set(told)


def test_every_act_names_the_rules_that_it_was_judged_by(told: dict[str, list[Act]]) -> None:
    silent = {kind for kind, acts in told.items() if any(not act.rules for act in acts)}
    assert silent == set(BY_NO_RULE)


def test_what_an_act_breaks_is_among_the_rules_that_it_was_judged_by(
    told: dict[str, list[Act]],
) -> None:
    broken = [act for acts in told.values() for act in acts if act.breaks]
    assert broken
    assert all(set(act.breaks) <= set(act.rules) for act in broken)


def test_every_rule_that_an_act_names_is_in_the_rulebook(
    tale: Tale, told: dict[str, list[Act]]
) -> None:
    known = set(tale.org.rulebook.editions[-1].rules)
    named = {rule for acts in told.values() for act in acts for rule in act.rules}
    assert named <= known


def test_what_is_done_in_a_process_names_the_version_that_governs_it(
    told: dict[str, list[Act]],
) -> None:
    for kind, acts in told.items():
        for act in acts:
            if act.process_id is not None:
                assert act.governing_version is not None, kind
