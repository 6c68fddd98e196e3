"""What is read of ballots, bodies, members and claims."""

from __future__ import annotations

from datetime import timedelta

from domain.kernel.act import Standing
from services.reading.composition import forms_of
from services.reading.questions import (
    BallotState,
    Reading,
    ballot,
    body,
    claim,
    member_of_number,
    person,
)
from tests.projections.conftest import Played
from tests.projections.record import Record
from tests.support.hands import member


def test_a_ballot_shows_its_turnout_and_its_result_only_once_declared(
    played: Played, record: Record
) -> None:
    turnout = record.hands.boxes.turnout(record.ballot)
    with played.at() as at:
        over = ballot(at, record.ballot, turnout)
        shown = {question.title: question.result for question in over.questions}
        method = shown["Method"]
        assert method is not None
        assert (method.yes, method.no, method.blank, method.prevails) == (6, 0, 1, True)
        assert [point.papers for point in over.turnout] == [6, 7]
    with played.at(over.ballot.opens + timedelta(hours=31)) as at:
        running = ballot(at, record.ballot, turnout)
        assert running.ballot.state is BallotState.OPEN
        assert all(question.result is None for question in running.questions)
        assert [point.papers for point in running.turnout] == [6]
        assert running.ballot.closes < over.ballot.closes


def test_the_members_on_the_roll_are_those_present_at_its_moment(at: Reading) -> None:
    present = at.rows("SELECT count(*) FROM members WHERE valid @> %(as_of)s::timestamptz")
    assert present[0][0] == 11
    assert member_of_number(at, "M00011") is None
    moved = person(at, member(10)).membership
    assert moved is not None
    assert (moved.region, moved.group_name) == ("s", "York")


def test_a_seat_that_was_left_stays_readable(at: Reading) -> None:
    found = body(at, "ncg")
    assert [seat.name for seat in found.seats] == ["The chair again"]
    assert [post.post for post in found.former_posts] == ["chair"]
    assert [seat.until is not None for seat in found.former_seats] == [True]


def test_a_claimed_decision_shows_its_defects_objections_and_end(
    at: Reading, record: Record
) -> None:
    found = claim(at, record.claim)
    assert found.claim.standing is Standing.IRREGULAR
    assert found.claim.outcome == "annulled"
    assert "75 minutes of notice" in [defect.found for defect in found.defects]
    assert [objection.name for objection in found.objections] == ["Member M00006"]


def test_how_a_body_is_made_up_is_what_its_seats_and_posts_come_to_at_any_moment(
    at: Reading,
) -> None:
    compared = at.rows(
        """
        WITH moments AS (
            SELECT lower(valid) AS moment FROM seats UNION SELECT lower(valid) FROM posts
            UNION SELECT upper(valid) FROM seats WHERE NOT upper_inf(valid)
            UNION SELECT upper(valid) FROM posts WHERE NOT upper_inf(valid)
        )
        SELECT m.seats, m.forms,
               (SELECT count(*) FROM seats s WHERE s.body = m.body AND s.valid @> moment),
               (SELECT count(*) FROM posts p WHERE p.body = m.body AND p.valid @> moment)
        FROM moments JOIN made_up m ON m.valid @> moment
        """
    )
    assert len(compared) > 1
    for seats, forms, sitting, in_posts in compared:
        counted = forms_of(forms)
        assert seats == sitting == sum(n for form, n in counted.items() if form.post is None)
        assert in_posts == sum(n for form, n in counted.items() if form.post is not None)
