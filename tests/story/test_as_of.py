"""What the example answers about its past: as of a day, and with the act that made it so.

The years before Refounding are played on PostgreSQL as the example plays them; nothing falls due in
them that would need an engine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest

from domain.bodies.mandate import Origin
from services.bootstrap import Office, office
from services.examples.models import Record
from services.reading.bodies import Post, body
from services.reading.journal import act
from services.reading.view import Reading, reading
from services.rehearsal import founding
from services.rehearsal.electorate import electorate
from services.rehearsal.history import History, at_noon, name_of
from services.rehearsal.people import company
from services.rehearsal.theatre import Theatre
from tests.story.momentum import founding_file
from tests.support.hands import Hands
from tests.support.keys import MASTERS

IN_THE_EVENING = datetime(2017, 3, 11, 20, tzinfo=UTC)
THE_DAY_BEFORE = datetime(2017, 3, 10, 20, tzinfo=UTC)
AFTER_2020 = datetime(2020, 7, 8, tzinfo=UTC)


class StillClocks:
    """Time is set, and nothing waits for it."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands

    def begin(self, moment: datetime) -> None:
        self._hands.store.clock.hold(moment)

    def pass_quietly(self, moment: datetime) -> None:
        self.begin(moment)

    async def move(self, moment: datetime) -> None:
        self.begin(moment)


class Stage(Theatre):
    """The theatre, with hands that take every step that falls due."""

    def __init__(self, at: Office) -> None:
        self._hands = Hands(at.store, at.boxes)

        async def rests(processes: set[UUID]) -> bool:
            return True

        super().__init__(at, StillClocks(self._hands), at.store.head, rests)

    async def to(self, moment: datetime) -> None:
        self._hands.at(moment)


@pytest.fixture(scope="module")
def played(module_database_url: str) -> str:
    """The years from March 2017 to January 2021, and where they lie."""
    record = founding_file()
    with office(module_database_url, masters=MASTERS) as at:
        stage, people = Stage(at), company(record, electorate(record))
        stage.clocks.begin(at_noon(record.rulebook.adopted))
        secretary = people.secretary
        keeper = founding.Keeper(secretary.id, name_of(secretary))
        founding.found(stage, record, keeper)
        asyncio.run(History(stage, record, people).play())
        at.projector.catch_up()
    return module_database_url


@contextmanager
def looked(at: str, moment: datetime) -> Iterator[Reading]:
    with psycopg.connect(at) as connection, reading(connection, moment) as found:
        yield found


def vice_chairs(at: str, moment: datetime) -> tuple[Post, ...]:
    with looked(at, moment) as found:
        return tuple(post for post in body(found, "ncg").posts if post.post == "vice_chair")


def elected_at_the_first_meeting(record: Record, post: str) -> set[str]:
    """Whom the report of the meeting names."""
    first = record.bodies.meetings[0]
    names = {person.id: person.name for person in record.people.people}
    return {
        names[one.person]
        for decision in first.decisions
        for one in decision.elects
        if one.post == post
    }


def test_who_was_vice_chair_on_11_march_2017_and_by_what_act(played: str) -> None:
    held = vice_chairs(played, IN_THE_EVENING)
    assert {post.name for post in held} == elected_at_the_first_meeting(
        founding_file(), "vice_chair"
    )
    assert [(post.place, post.share) for post in held] == [(1, 1), (2, 1)]
    for post in held:
        assert post.origin is Origin.ELECTION
        with looked(played, IN_THE_EVENING) as found:
            made_so = act(found, post.act)
        assert made_so.topic == "body.post_filled.v1"
        assert made_so.authority_kind == "decision"
        assert "National Coordinating Group, 11 March 2017" in made_so.authority
    assert vice_chairs(played, THE_DAY_BEFORE) == ()
    assert vice_chairs(played, AFTER_2020) == ()


def test_nobody_else_can_be_put_in_the_place_of_a_vice_chair_meanwhile(
    played: str,
) -> None:
    """The tables themselves keep one holder for each place of a post at any moment."""
    first = vice_chairs(played, IN_THE_EVENING)[0]
    twice = (
        "INSERT INTO views.posts SELECT body, post, place, share, %s, gen_random_uuid(), 'Another',"
        " how, origin, given_by, term_ends, act, valid FROM views.posts WHERE mandate = %s"
    )
    with (
        psycopg.connect(played) as connection,
        pytest.raises(psycopg.errors.ExclusionViolation),
    ):
        connection.execute(twice.encode(), (first.person, first.mandate))


def test_the_regional_groups_of_2017_follow_from_the_seats_for_the_regions(
    played: str,
) -> None:
    record = founding_file()
    for name in ("regional_north", "regional_midlands_south_west", "regional_south_eastern"):
        made = next(one for one in record.bodies.bodies if one.id == name)
        elected = {
            person.name
            for person in record.people.people
            for post in person.posts
            if (post.body, post.post, post.region) == ("ncg", "member", made.region)
        }
        listed = {person.name for person in record.people.people if person.id in made.members}
        with looked(played, IN_THE_EVENING) as found:
            sat = {seat.name for seat in body(found, name).seats}
        assert sat == elected | listed
