"""Mandates that follow a post or a seat elsewhere, and end with it."""

from __future__ import annotations

from domain.bodies.body import Body, body_id
from domain.bodies.mandate import MandateEnding, Origin
from domain.kernel.refusal import BadInput, RuleBroken
from services.application.bodies import (
    SeatMember,
)
from services.application.endings import (
    EndMembership,
    VacatePost,
    VacateSeat,
)
from tests.application.organisation import CHAIR, STAFF, START
from tests.application.seated import (
    A,
    B,
    acts,
    filled,
    founded,
    seat,
    seated,
    the,
)


def test_a_new_sub_group_seats_those_who_have_a_place_by_their_post() -> None:
    org = founded()
    for slug in ("resources", "training"):
        held = seat(org, slug, CHAIR)
        assert held is not None
        assert (held.origin, held.voting, held.how) == (Origin.EX_OFFICIO, True, "as chair of Ncg")


def test_a_seat_by_virtue_of_a_post_begins_and_ends_with_the_post() -> None:
    org = founded()
    seated(org, "ncg", A)
    filled(org, "ncg", "vice_chair", A)
    assert seat(org, "resources", A) is not None
    org.ask(VacatePost(body="ncg", post="vice_chair", person=A, reason="too much"), A)
    assert seat(org, "resources", A) is None
    assert seat(org, "ncg", A) is not None
    (ended,) = acts(org, "training", "body.seat_vacated.v1")
    assert ended.cause is not None


def test_a_seat_by_virtue_of_a_post_is_given_by_nobody() -> None:
    org = founded()
    asked = SeatMember(body="resources", person=A, name="A", how="x", origin=Origin.EX_OFFICIO)
    org.refused(BadInput, asked, STAFF)


def test_posts_in_a_sub_group_end_with_the_seat_there() -> None:
    org = founded()
    filled(org, "resources", "convenor", CHAIR)
    org.ask(VacatePost(body="ncg", post="chair", person=CHAIR, reason="too much"), CHAIR)
    assert the(org, "resources").posts == ()


def test_whoever_loses_a_seat_of_their_own_keeps_the_one_by_virtue_of_their_post() -> None:
    org = founded()
    seated(org, "ncg", A)
    seated(org, "resources", A)
    filled(org, "ncg", "vice_chair", A)
    own = seat(org, "resources", A)
    assert own is not None
    assert own.origin is Origin.APPOINTMENT
    org.ask(VacateSeat(body="resources", person=A, reason="other work"), A)
    now = seat(org, "resources", A)
    assert now is not None
    assert now.origin is Origin.EX_OFFICIO


def test_a_seat_among_the_parents_own_members_ends_with_the_seat_there() -> None:
    org = founded()
    seated(org, "ncg", A)
    seated(org, "resources", A)
    org.ask(VacateSeat(body="ncg", person=A, reason="moved away"), A)
    assert seat(org, "resources", A) is None
    (ended,) = acts(org, "resources", "body.seat_vacated.v1")
    assert "ncg.subgroups.from_parent" in ended.rules
    assert ended.cause is not None


def test_a_seat_for_the_unions_outlives_that_in_the_parent() -> None:
    org = founded()
    seated(org, "ncg", A)
    seated(org, "resources", A, category="union", origin=Origin.NOMINATION, by="A union")
    org.ask(VacateSeat(body="ncg", person=A, reason="moved away"), A)
    assert seat(org, "resources", A) is not None


def test_somebody_from_outside_gets_no_vote_in_a_group_of_the_parents_members() -> None:
    org = founded()
    asked = SeatMember(body="resources", person=B, name="B", how="asked", origin=Origin.APPOINTMENT)
    org.refused(RuleBroken, asked, STAFF, "ncg.subgroups.from_parent")
    org.ask(asked.model_copy(update={"voting": False, "origin": Origin.NOMINATION}), STAFF)


def test_the_end_of_a_membership_ends_every_mandate_and_what_hangs_on_it() -> None:
    org = founded()
    ending = EndMembership(person=CHAIR, ending="resigned", reason="moved abroad")
    org.ask(ending, CHAIR)
    for slug in ("ncg", "resources", "training"):
        assert seat(org, slug, CHAIR) is None
    (ended,) = org.store.acts(stream=body_id("ncg"), topics=("body.seat_vacated.v1",), limit=9)
    assert isinstance(ended.event, Body.SeatVacated)
    assert ended.event.ending is MandateEnding.LOSS_OF_QUALIFICATION


def test_a_death_gives_no_seat_by_a_post_that_ends_with_it() -> None:
    org = founded()
    seated(org, "resources", A, voting=False)
    seated(org, "ncg", A)
    filled(org, "ncg", "vice_chair", A)
    org.ask(EndMembership(person=A, ending="died", reason="a letter"), STAFF)
    assert all(seat(org, slug, A) is None for slug in ("ncg", "resources", "training"))
    (given,) = acts(org, "training", "body.seated.v1")[1:]
    assert given.occurred_at == START
    assert len(acts(org, "resources", "body.seated.v1")) == 2, "the chair's and their own"
