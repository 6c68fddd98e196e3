"""What ends takes along what hangs on it; whoever may says so; the gap that it tears is marked."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from domain.bodies.body import Body, body_id
from domain.bodies.member import Ending, Member
from domain.kernel.act import Act, Standing
from domain.kernel.ids import PersonId
from domain.kernel.moments import in_words
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, OutOfOrder, RuleBroken
from domain.rules.values import Seats, Section
from services.application.bodies import EstablishBody, FillPost, SeatMember
from services.application.cycles import OpenCycle
from services.application.endings import (
    DissolveBody,
    EndMembership,
    VacatePost,
    VacateSeat,
)
from services.application.proposals import SupportProposal
from tests.application.organisation import (
    CHAIR,
    LEEDS,
    LEEDS_TOO,
    MEMBERS,
    STAFF,
    START,
    YORK,
    Organisation,
    in_memory,
)
from tests.support.kinds import Kind

ENDINGS = "registers.endings_entered_by"
POSTS = Seats(seats=(Section(section="chair", seats=1), Section(section="vice_chair", seats=2)))
ONE_PLACE = Seats(seats=(Section(section="north", seats=1),))


@pytest.fixture
def org() -> Organisation:
    return in_memory(ncg__officers__posts=POSTS, election__ncg__seats=ONE_PLACE)


def body(org: Organisation, slug: str) -> Body:
    return org.store.load(Body, body_id(slug))


def newest(org: Organisation, stream: UUID, topic: str) -> Act:
    return org.store.acts(stream=stream, topics=(topic,), limit=100)[-1].event.act


def leaving(person: PersonId, ending: Ending = Ending.RESIGNED) -> EndMembership:
    return EndMembership(person=person, ending=ending, reason="a letter")


def test_a_member_who_leaves_loses_every_seat_and_post(org: Organisation) -> None:
    org.ask(SeatMember(body="york", person=CHAIR, name="C", how="elected"), STAFF)
    org.ask(leaving(CHAIR), STAFF)
    assert not org.store.load(Member, CHAIR).present
    assert not any(body(org, slug).has_member(CHAIR) for slug in ("ncg", "york"))
    assert body(org, "ncg").posts == ()
    org.refused(NotAllowed, OpenCycle(title="Mine"), CHAIR, "refounding.opening_power")


def test_who_is_employed_stays_so_when_the_membership_ends(org: Organisation) -> None:
    org.ask(leaving(STAFF, Ending.LAPSED), STAFF)
    assert body(org, "staff").has_member(STAFF)


def test_nothing_is_given_to_who_has_died(org: Organisation) -> None:
    dead = MEMBERS[0]
    org.ask(SeatMember(body="york", person=dead, name="M", how="elected"), STAFF)
    org.ask(leaving(dead, Ending.DIED), STAFF)
    seat = SeatMember(body="york", person=dead, name="M", how="elected")
    treasurer = FillPost(body="york", post="treasurer", person=dead, name="M", how="elected")
    for asked in (seat, treasurer):
        refusal = org.refused(OutOfOrder, asked, STAFF)
        assert "has died" in refusal.sentence
    assert not body(org, "york").has_member(dead)


def test_who_has_left_alive_can_still_be_given_a_seat(org: Organisation) -> None:
    org.ask(leaving(MEMBERS[0]), STAFF)
    org.ask(SeatMember(body="york", person=MEMBERS[0], name="M", how="asked"), STAFF)


def test_who_has_died_is_employed_no_longer(org: Organisation) -> None:
    org.ask(SeatMember(body="staff", person=MEMBERS[0], name="M", how="employed"), STAFF)
    org.ask(leaving(MEMBERS[0], Ending.DIED), STAFF)
    assert not body(org, "staff").has_member(MEMBERS[0])


def test_a_membership_ends_once(org: Organisation) -> None:
    org.ask(leaving(MEMBERS[0]), STAFF)
    org.refused(OutOfOrder, leaving(MEMBERS[0], Ending.DIED), STAFF)


def test_who_has_left_has_no_members_power_any_more(org: Organisation) -> None:
    org.open_cycle()
    draft = org.hands.began(org.ask(org.members_draft(), MEMBERS[0]))
    org.ask(leaving(MEMBERS[1]), STAFF)
    support = SupportProposal(proposal=draft)
    org.refused(NotAllowed, support, MEMBERS[1], "refounding.who_may_support")


def test_members_resign_for_themselves_but_nobody_lapses_or_dies_by_their_own_hand(
    org: Organisation,
) -> None:
    org.refused(NotAllowed, leaving(MEMBERS[0]), MEMBERS[1], ENDINGS)
    for ending in (Ending.LAPSED, Ending.DIED):
        org.refused(NotAllowed, leaving(MEMBERS[0], ending), MEMBERS[0], ENDINGS)
    org.ask(leaving(MEMBERS[0]), MEMBERS[0])
    assert newest(org, MEMBERS[0], "member.left.v1").authority.name == "the person whom it is about"


def in_the_ballot(org: Organisation, ends_at: datetime) -> int:
    """How many are on the roll, if a membership ends at that moment."""
    org.hands.at(ends_at)
    org.ask(leaving(MEMBERS[0]), STAFF)
    org.hands.at(org.ballot.hours.opens)
    assert org.ballot.roll is not None
    return org.ballot.roll.count


def opened(org: Organisation) -> datetime:
    """The moment at which the roll of the cycle's ballot is frozen."""
    org.open_cycle()
    org.hand_in()
    org.hands.at(org.calendar.stages[-2].opens)
    return org.ballot.terms.joined_by


def test_who_leaves_before_the_roll_is_frozen_is_not_on_it(org: Organisation) -> None:
    assert in_the_ballot(org, opened(org) - timedelta(hours=1)) == 19


def test_who_leaves_after_the_roll_was_frozen_stays_on_it(org: Organisation) -> None:
    assert in_the_ballot(org, opened(org) + timedelta(hours=1)) == 20


def test_a_seat_that_is_given_up_takes_its_posts_along(org: Organisation) -> None:
    org.ask(VacateSeat(body="ncg", person=CHAIR, reason="moved away"), CHAIR)
    ncg = body(org, "ncg")
    assert (ncg.seats, ncg.posts) == ((), ())
    org.refused(NotFound, VacateSeat(body="ncg", person=CHAIR, reason="again"), STAFF)


def test_a_post_that_is_given_up_leaves_the_seat(org: Organisation) -> None:
    org.ask(VacatePost(body="ncg", post="chair", person=CHAIR, reason="too much"), CHAIR)
    ncg = body(org, "ncg")
    assert (len(ncg.seats), ncg.posts) == (1, ())
    again = VacatePost(body="ncg", post="chair", person=CHAIR, reason="again")
    org.refused(NotFound, again, STAFF)


def test_nobody_vacates_the_place_of_another_but_who_keeps_the_registers(
    org: Organisation,
) -> None:
    for asked in (
        VacateSeat(body="leeds", person=LEEDS, reason="away"),
        VacatePost(body="ncg", post="chair", person=CHAIR, reason="away"),
    ):
        org.refused(NotAllowed, asked, LEEDS_TOO, ENDINGS)
    org.ask(VacateSeat(body="leeds", person=LEEDS, reason="away"), STAFF)


def test_a_body_that_is_left_below_its_composition_is_recorded_and_marked(
    org: Organisation,
) -> None:
    org.ask(VacateSeat(body="ncg", person=CHAIR, reason="moved away"), CHAIR)
    for topic in ("body.seat_vacated.v1", "body.post_vacated.v1"):
        act = newest(org, body_id("ncg"), topic)
        assert act.standing is Standing.IRREGULAR
        assert act.breaks == ("election.ncg.seats", "ncg.officers.posts")
        assert "left with 0 of 1 voting seats" in (act.note or "")
        assert "left with 0 of 1 holders of chair" in (act.note or "")


def test_a_body_that_is_left_with_enough_people_is_not_marked(org: Organisation) -> None:
    org.ask(SeatMember(body="ncg", person=YORK, name="Y", how="elected"), STAFF)
    org.ask(VacateSeat(body="ncg", person=YORK, reason="moved away"), YORK)
    act = newest(org, body_id("ncg"), "body.seat_vacated.v1")
    assert (act.standing, act.breaks) == (Standing.JUDGED, ())
    assert "election.ncg.seats" in act.rules


def test_a_post_has_no_more_holders_than_the_rule_gives_it(org: Organisation) -> None:
    org.ask(SeatMember(body="ncg", person=YORK, name="Y", how="elected"), STAFF)
    second = FillPost(body="ncg", post="chair", person=YORK, name="Y", how="elected")
    refusal = org.refused(RuleBroken, second, STAFF, "ncg.officers.posts")
    assert refusal.clause == "1"
    org.ask(second.model_copy(update={"post": "vice_chair"}), STAFF)


def test_a_resignation_takes_effect_at_its_own_moment(org: Organisation) -> None:
    org.hands.at(START + timedelta(days=3))
    moment = START + timedelta(days=1)
    org.ask(VacateSeat(body="york", person=YORK, reason="a letter", at=moment), STAFF)
    assert newest(org, body_id("york"), "body.seat_vacated.v1").occurred_at == moment


def test_a_resignation_that_became_known_late_stands_after_what_is_on_record(
    org: Organisation,
) -> None:
    org.hands.at(START + timedelta(days=3))
    org.ask(SeatMember(body="york", person=MEMBERS[0], name="M", how="elected"), STAFF)
    moment = START + timedelta(days=1)
    org.ask(VacateSeat(body="york", person=YORK, reason="a letter", at=moment), STAFF)
    act = newest(org, body_id("york"), "body.seat_vacated.v1")
    assert act.occurred_at == START + timedelta(days=3)
    assert f"from {in_words(moment)}" in (act.note or "")


def test_what_is_only_announced_is_not_entered_yet(org: Organisation) -> None:
    later = org.store.now() + timedelta(days=1)
    org.refused(BadInput, VacateSeat(body="york", person=YORK, reason="soon", at=later), STAFF)


def test_a_dissolved_body_has_no_seats_and_no_posts(org: Organisation) -> None:
    org.ask(EstablishBody(slug="youth", name="Youth", kind=Kind.NETWORK), STAFF)
    org.ask(SeatMember(body="youth", person=YORK, name="Y", how="chosen"), STAFF)
    dissolve = DissolveBody(body="youth", reason="its work was done")
    org.refused(NotAllowed, dissolve, YORK, "bodies.dissolved_by")
    org.ask(dissolve, STAFF)
    assert (body(org, "youth").dissolved, body(org, "youth").seats) == (True, ())
    org.refused(OutOfOrder, dissolve, STAFF)


def test_a_local_group_is_ended_by_whoever_recognises_groups(org: Organisation) -> None:
    dissolve = DissolveBody(body="leeds", reason="it has not met for two years")
    org.refused(NotAllowed, dissolve, LEEDS, "groups.recognition_power")
    org.refused(NotAllowed, dissolve, CHAIR, "groups.recognition_power")
    org.ask(dissolve, STAFF)
    assert body(org, "leeds").dissolved


def test_a_body_is_not_merged_into_one_that_ends_with_it(org: Organisation) -> None:
    for slug, parent in (("media", "ncg"), ("print", "media"), ("weekly", "print")):
        org.ask(
            EstablishBody(
                slug=slug, name=slug.title(), kind=Kind.SUB_GROUP, parent=parent, source="a minute"
            ),
            STAFF,
        )
    for part in ("print", "weekly"):
        org.refused(BadInput, DissolveBody(body="media", into=part, reason="few came"), STAFF)
        assert not body(org, part).dissolved
    org.ask(DissolveBody(body="weekly", into="print", reason="few came"), STAFF)
    assert body(org, "weekly").dissolved
