"""What is read of changes that can't all stand, and of changes that take effect at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import psycopg
import pytest

from domain.rules.rulebook import Edition
from domain.rules.values import Days, RuleChange
from projections.catalogue import PROJECTIONS
from services.application.cycles import cycle_ballot
from services.application.rules import ReviseRulebook, TakeEffect
from services.reading.questions import (
    Reading,
    ballot,
    cycle,
    reading,
    retell,
    rule_history,
    rulebook,
)
from services.store.migrate import migrate
from services.store.postgres import PostgresStore
from services.store.projector import ProjectionRunner
from services.voting.memory import MemoryBoxes
from tests.application.dispute import APPROVAL, BALLOT_DAYS, METHOD, STV, Dispute, opened
from tests.application.organisation import CHAIR, STAFF
from tests.support.hands import Hands


class Read:
    """An organisation on PostgreSQL, and readings of it as of any moment."""

    def __init__(self, store: PostgresStore, url: str) -> None:
        self.org: Dispute = opened(Hands(store, MemoryBoxes(store)))
        self._url = url

    @contextmanager
    def at(self, as_of: datetime | None = None) -> Iterator[Reading]:
        runner = ProjectionRunner(self._url, PROJECTIONS)
        try:
            runner.catch_up()
        finally:
            runner.close()
        with psycopg.connect(self._url) as connection, reading(connection, as_of) as at:
            yield at


@pytest.fixture
def read(database_url: str) -> Iterator[Read]:
    migrate(database_url)
    with PostgresStore(database_url) as store:
        yield Read(store, database_url)


def test_what_would_collide_is_shown_until_the_results_are_enacted(read: Read) -> None:
    read.org.propose("By STV", (METHOD, STV))
    with read.at() as at:
        assert cycle(at, read.org.cycle).foreseen == ()
    read.org.propose("By approval", (METHOD, APPROVAL))
    with read.at() as at:
        (foreseen,) = cycle(at, read.org.cycle).foreseen
    assert foreseen.startswith("'By STV' and 'By approval' ask for different things in clause 8")
    read.org.reach(read.org.calendar.stages[-1].name)
    with read.at() as at:
        assert ballot(at, cycle_ballot(read.org.cycle)).foreseen == (foreseen,)
    read.org.carry_all()
    with read.at() as at:
        found = cycle(at, read.org.cycle)
        assert ballot(at, cycle_ballot(read.org.cycle)).foreseen == ()
    assert found.foreseen == ()
    assert [one.sentence for one in found.collisions] == [foreseen]


def test_a_collision_is_open_until_it_is_ruled_on_and_stays_readable(read: Read) -> None:
    first = read.org.propose("By STV", (METHOD, STV))
    read.org.propose("By approval", (METHOD, APPROVAL))
    read.org.carry_all()
    found = read.org.store.now()
    read.org.hands.at(found + timedelta(days=9))
    read.org.rule_on(first)
    with read.at(found) as at:
        (then,) = rulebook(at).collisions
    with read.at() as at:
        (now,) = rulebook(at).collisions
        told = {line.topic for line in retell(at, read.org.cycle)}
        assert {"rulebook.collision_found.v1", "rulebook.collision_settled.v1"} <= told
    assert then.is_open
    assert (now.ruling, now.holds) == (1, (first,))
    assert now.found == then.found == found


def test_the_vote_behind_a_change_is_found_by_what_caused_it(read: Read) -> None:
    """Two proposals of one title: the title could not tell which of them it was."""
    read.org.propose("Better", (BALLOT_DAYS, Days(count=12)))
    second = read.org.propose("Better ", (METHOD, STV))
    read.org.carry_all()
    with read.at() as at:
        changed = rule_history(at, METHOD).stretches[-1]
    assert (changed.proposal, changed.yes, changed.no) == (second, 8, 2)


def test_the_vote_behind_a_change_by_ruling_is_found_too(read: Read) -> None:
    first = read.org.propose("By STV", (METHOD, STV))
    read.org.propose("By approval", (METHOD, APPROVAL))
    read.org.carry_all()
    read.org.rule_on(first)
    with read.at() as at:
        changed = rule_history(at, METHOD).stretches[-1]
    assert (changed.authority_kind, changed.authority) == ("ruling", "ruling 1")
    assert (changed.proposal, changed.yes) == (first, 8)


def longer(days: int, **when: object) -> ReviseRulebook:
    change = RuleChange.model_validate({"rule": BALLOT_DAYS, "value": Days(count=days)})
    return ReviseRulebook.model_validate({"title": f"{days} days", "rules": (change,), **when})


def test_what_takes_effect_at_one_moment_comes_in_the_order_of_the_rulebook(read: Read) -> None:
    """A change that waited for its event comes after one that was adopted in the meantime."""
    org = read.org
    org.ask(longer(20, upon="the event"), CHAIR)
    org.ask(longer(21, upon="the event"), CHAIR)
    org.ask(longer(22), CHAIR)
    org.ask(TakeEffect(upon="the event"), STAFF)
    org.ask(longer(23), CHAIR)
    org.ask(longer(24, from_when=org.store.now()), CHAIR)
    editions = org.rulebook.editions
    assert [_days(one) for one in editions] == [9, 22, 20, 21, 23, 24]
    with read.at() as at:
        shown = sorted(rulebook(at).changes, key=lambda change: change.edition or 0)
        assert rulebook(at).edition == editions[-1].number
        plain = at.rows("SELECT title FROM editions ORDER BY number")
        history = [one.value for one in rule_history(at, BALLOT_DAYS).stretches]
        newest = at.rows(
            "SELECT value ->> 'count' FROM rules WHERE rule = 'refounding.ballot_days'"
            " AND upper_inf(valid)"
        )
    titles = [f"{days} days" for days in (22, 20, 21, 23, 24)]
    assert [change.title for change in shown][1:] == titles
    assert [title for (title,) in plain][1:] == titles
    assert history == [one.value(BALLOT_DAYS, Days) for one in editions]
    assert newest == [("24",)]


def _days(edition: Edition) -> int:
    return edition.value(BALLOT_DAYS, Days).count
