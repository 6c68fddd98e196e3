"""What holds at any position of any history of bodies and their meetings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool
from pydantic import JsonValue

from domain.kernel.refusal import NotFound
from domain.meetings.attendance import Capacity, Route
from domain.meetings.meeting import Meeting
from projections.catalogue import PRIVATE, PROJECTIONS
from services.bootstrap import PRIVATE_SCHEMA
from services.reading.meetings import meeting, meetings
from services.reading.questions import (
    Answer,
    Reading,
    Upto,
    bodies,
    body,
    formation,
    formations,
    person,
    reading,
    replayed,
)
from services.runtime.postgres import MAINTENANCE_DATABASE, EmbeddedPostgres
from services.store.memory import MemoryStore
from services.store.migrate import migrate
from services.store.postgres import PostgresStore
from services.store.projector import ProjectionRunner
from services.vault.memory import MemoryVault
from services.voting.memory import MemoryBoxes
from services.voting.postgres import PostgresBoxes
from tests.bodies.folded import (
    Folded,
    ex_officio_seats_match_their_posts,
    nothing_came_of_a_decision_that_did_not_bind,
    one_holder_of_each_post,
    only_a_tie_was_decided_and_by_a_chair_with_a_vote,
    only_votes_of_voting_members_were_counted,
    statements_rest_on_what_binds,
)
from tests.bodies.histories import (
    JOB_SHARE,
    LOOKS_ON,
    PEOPLE,
    QUORUM,
    VICE_CHAIRS,
    Life,
    Step,
    histories,
)
from tests.bodies.voting_otherwise import votes_otherwise_are_of_those_who_have_them
from tests.support.hands import Hands

ON_SUB_GROUPS: Final = ("ncg.chair", "ncg.vice_chair")
SEATS_BY_POST: Final[dict[str, tuple[str, ...]]] = {
    "officers_group": ("ncg.officers", "money.convenor"),
    **dict.fromkeys(("money", "press", *(f"group_{n}" for n in range(12))), ON_SUB_GROUPS),
}
HOLDERS: Final = {("ncg", "vice_chair"): VICE_CHAIRS}
"""How many places a post has by the rules, where that is more than one."""
QUICK: Final = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LONG: Final = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


ANNULLED: Final = [
    *(Step("meet", size, 0, 2) for size in (4, 4)),
    Step("settle", 0, 0, 0),
    Step("carry_out", 0, 1, 0),
]
SECOND_HOLDERS: Final = [
    Step("fill", 0, 1, 0),  # a second chair
    *(Step("fill", 0, member, 1) for member in (1, 2, 3)),  # a third vice-chair
    Step("seat", 1, 1, 1),
    *(Step("fill", 1, member, 2) for member in (0, 1)),  # a second convenor, whom no rule limits
]
THREE_IN_A_SHARE: Final = [Step("share", 0, member, 0) for member in (1, 2)]
A_CONVENOR_LEAVES: Final = [
    Step("seat", 1, 1, 1),
    Step("fill", 1, 1, 2),  # and sits among the officers by it
    Step("vacate_seat", 1, 1, 0),
]
"""What random histories seldom come to; each breaks a property once its rule is gone."""


def in_memory() -> Hands:
    store = MemoryStore()
    return Hands(store, MemoryBoxes(store), "a history")


def holds_at_every_position(history: list[Step], *, holds_over: bool) -> None:
    """Live it, then read the log act by act."""
    life = Life(in_memory(), holds_over=holds_over)
    life.live(history)
    acts = life.org.store.acts(limit=10_000)
    now = Folded()
    for at, one in enumerate(acts):
        event = one.event
        nothing_came_of_a_decision_that_did_not_bind(now, event)
        votes_otherwise_are_of_those_who_have_them(now, event)
        match event:
            case Meeting.Decided() if event.decision.card_vote is None:
                only_votes_of_voting_members_were_counted(now, event, QUORUM)
            case Meeting.CastingVoteGiven():
                only_a_tie_was_decided_and_by_a_chair_with_a_vote(now, event)
            case Meeting.StatementPublished():
                statements_rest_on_what_binds(now, event)
        now.take(event)
        one_holder_of_each_post(now, JOB_SHARE, HOLDERS)
        following = acts[at + 1].event.act.command_id if at + 1 < len(acts) else None
        if following != event.act.command_id:  # a commit is whole: nobody sees its middle
            ex_officio_seats_match_their_posts(now, SEATS_BY_POST)


@QUICK
@given(histories(30), st.booleans())
@example([Step("meet", 5, 0, 0)], False)  # with an adviser, who has no vote
@example([Step("meet", 4, 1, 5)], False)  # equal votes, and a guest in the chair
@example([Step("meet", 3, 0, 0)], False)  # one of those who are there withdrew
@example([Step("meet", 2, LOOKS_ON, 0)], False)  # one with a seat only looks on
@example([Step("meet", 4, 8, 8)], False)  # a guest is named instead of one who votes
@example([Step("meet", 1, 7, 4)], False)  # more votes than voters
@example([Step("meet", 2, 0, 1), Step("carry_out", 0, 1, 0)], False)  # without a quorum
@example(ANNULLED, False)
@example(SECOND_HOLDERS, False)
@example(THREE_IN_A_SHARE, False)
@example(A_CONVENOR_LEAVES, False)
@example([Step("write", at, 0, how) for at in (0, 1) for how in (3, 1)], False)
@example([Step("confer", at, at, how) for at in (0, 1, 3) for how in (0, 1, 7)], False)
@example([Step("suspend", 0, 5, 0), Step("meet", 4, 0, 0)], False)
def test_bodies_and_meetings_keep_their_rules_at_every_position(
    history: list[Step], holds_over: bool
) -> None:
    holds_at_every_position(history, holds_over=holds_over)


@pytest.mark.long
@pytest.mark.timeout(900)
@LONG
@given(histories(60), st.booleans())
def test_bodies_and_meetings_keep_their_rules_at_every_position_of_long_histories(
    history: list[Step], holds_over: bool
) -> None:
    holds_at_every_position(history, holds_over=holds_over)


@pytest.fixture(scope="module")
def lived(postgres_server: EmbeddedPostgres) -> Callable[[list[Step], bool], str]:
    """The address of a database in which a history was lived."""
    count = 0

    def live(history: list[Step], holds_over: bool) -> str:
        nonlocal count
        count += 1
        name = f"history_{count}"
        with psycopg.connect(
            postgres_server.url_of(MAINTENANCE_DATABASE), autocommit=True
        ) as admin:
            admin.execute(SQL("DROP DATABASE IF EXISTS {}").format(Identifier(name)))
            admin.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        dsn = postgres_server.url_of(name)
        migrate(dsn)
        runners = [
            ProjectionRunner(dsn, PROJECTIONS),
            ProjectionRunner(dsn, PRIVATE, schema=PRIVATE_SCHEMA),
        ]
        with (
            PostgresStore(dsn, keys=MemoryVault()) as store,
            ConnectionPool(dsn, min_size=1, open=True) as pool,
        ):
            Life(Hands(store, PostgresBoxes(pool, store), name), holds_over=holds_over).live(
                history
            )
            for runner in runners:
                runner.catch_up()
        for runner in runners:
            runner.close()
        return dsn

    return live


def told(at: Reading) -> dict[str, JsonValue]:
    """Everything that is answered about bodies, who sits in them, their meetings, and groups."""
    answers: dict[str, Answer] = {"bodies": bodies(at), "formations": formations(at)}
    for held in meetings(at).meetings:
        answers[str(held.meeting)] = meeting(at, held.meeting)
    for line in bodies(at).bodies:
        answers[line.slug] = body(at, line.slug)
    for one in formations(at).formations:
        answers[str(one.formation)] = formation(at, one.formation, PEOPLE[0])
    for number, someone in enumerate(PEOPLE):
        try:
            answers[f"person {number}"] = person(at, someone)
        except NotFound:
            continue
    return {name: without_view(answer) for name, answer in answers.items()}


def without_view(answer: Answer) -> JsonValue:
    plain: dict[str, JsonValue] = answer.model_dump(mode="json")
    return {name: part for name, part in plain.items() if name != "view"}


def as_of_equals_the_rebuild(dsn: str) -> None:
    with psycopg.connect(dsn) as connection:
        asked = "SELECT DISTINCT occurred_at FROM views.journal ORDER BY 1"
        moments = [row[0] for row in connection.execute(asked).fetchall()]
    for moment in moments[:: max(1, len(moments) // 6)]:
        with psycopg.connect(dsn) as connection, reading(connection, moment) as at:
            live = told(at)
        with replayed(dsn, Upto(moment=moment)) as at:
            assert told(at) == live, moment


def every_position_equals_the_rebuild(dsn: str) -> None:
    """The newest position; an earlier one is the newest of a shorter history."""
    with psycopg.connect(dsn) as connection, reading(connection) as at:
        live, position = told(at), at.view.position
        moment = at.view.moment
    with replayed(dsn, Upto(position=position)) as at:
        rebuilt = Reading(at.connection, at.view.model_copy(update={"moment": moment}))
        assert told(rebuilt) == live


@pytest.mark.long
@settings(QUICK, max_examples=2)
@given(history=histories(20), holds_over=st.booleans())
def test_what_is_shown_as_of_a_moment_is_what_a_rebuild_shows(
    lived: Callable[[list[Step], bool], str], history: list[Step], holds_over: bool
) -> None:
    dsn = lived(history, holds_over)
    as_of_equals_the_rebuild(dsn)
    every_position_equals_the_rebuild(dsn)


@pytest.mark.long
@pytest.mark.timeout(900)
@settings(LONG, max_examples=12)
@given(history=histories(60), holds_over=st.booleans())
def test_what_is_shown_as_of_a_moment_of_long_histories_is_what_a_rebuild_shows(
    lived: Callable[[list[Step], bool], str], history: list[Step], holds_over: bool
) -> None:
    dsn = lived(history, holds_over)
    as_of_equals_the_rebuild(dsn)
    every_position_equals_the_rebuild(dsn)


@pytest.mark.long
def test_a_seat_that_is_prolonged_and_ends_later_is_shown_once_as_of_each_moment(
    lived: Callable[[list[Step], bool], str],
) -> None:
    prolonged = [Step("prolong", body, held, 5) for body in (1, 3) for held in (0, 1, 2)]
    ended = [Step("wait", 8, 1, 0), Step("vacate_post", 0, 0, 0), Step("vacate_seat", 0, 1, 0)]
    dsn = lived([Step("meet", 0, 0, 0), *prolonged, *ended], False)
    as_of_equals_the_rebuild(dsn)
    every_position_equals_the_rebuild(dsn)


def test_a_history_does_what_it_tries() -> None:
    """So that no property holds because nothing happens."""
    life = Life(in_memory(), holds_over=False)
    life.live([Step("meet", size, size, 2) for size in (2, 3, 4)])
    life.live([Step("settle", 0, 0, 1), Step("carry_out", 0, 1, 0), Step("carry_out", 1, 0, 0)])
    life.live([Step(what, 0, 4, 1) for what in ("seat", "fill", "share", "prolong")])
    life.live([Step(what, 0, 0, 1) for what in ("wait", "vacate_post", "vacate_seat", "dissolve")])
    seen = {one.event.TOPIC for one in life.org.store.acts(limit=10_000)}
    assert {"body.post_filled.v1", "body.prolonged.v1", "body.post_vacated.v1"} <= seen
    assert {"body.seat_vacated.v1", "body.dissolved.v1", "meeting.decision_settled.v1"} <= seen
    assert {"meeting.statement_published.v1", "formation.opened.v1"} <= seen


def test_a_history_has_guests_proxies_that_count_and_ties_that_the_chair_decides() -> None:
    life = Life(in_memory(), holds_over=False)
    life.live([Step("meet", size, by, how) for size in (2, 3) for by in (2, 4) for how in (1, 2)])
    acts = [one.event for one in life.org.store.acts(limit=10_000)]
    came = [act.attendance for act in acts if isinstance(act, Meeting.Arrived)]
    assert any(one.capacity is Capacity.OBSERVER for one in came)
    assert any(one.route is Route.PROXY and one.votes for one in came)
    decided = [act.decision for act in acts if isinstance(act, Meeting.Decided)]
    assert any((one.voters or 0) > (one.present or 0) for one in decided), "a proxy was counted"
    cast = [act for act in acts if isinstance(act, Meeting.CastingVoteGiven)]
    assert {act.in_favour for act in cast} == {True}
    assert any(isinstance(act, Meeting.InterestDeclared) for act in acts)


def test_a_history_has_replies_in_writing_cards_suspensions_and_co_options() -> None:
    life = Life(in_memory(), holds_over=False)
    life.live([Step("meet", 4, 0, 2), *(Step("co_opt", at, at, 0) for at in (0, 1))])
    life.live([Step("write", at, at, how) for at in (0, 1) for how in (1, 2, 0)])
    life.live([Step("confer", at, by, how) for at in (0, 1) for by in (0, 1) for how in (0, 1)])
    seen = {one.event.TOPIC for one in life.org.store.acts(limit=10_000)}
    assert {"cooption.accepted.v1", "suspension.imposed.v1", "suspension.ended.v1"} <= seen
    assert {"resolution.replied.v1", "resolution.decided.v1"} <= seen
    assert {"credentials.cards_cast.v1", "credentials.roll_call_answered.v1"} <= seen
    assert {"credentials.place_taken.v1", "credentials.proxy_given.v1"} <= seen
    assert "credentials.card_vote_closed.v1" in seen
