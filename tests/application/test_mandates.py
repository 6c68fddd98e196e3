"""Mandates: seats that follow posts, bodies made up of others' members, and rules on who sits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.bodies.body import Body, body_id
from domain.bodies.mandate import Mandate, MandateEnding, Origin
from domain.kernel.act import Act, Standing
from domain.kernel.ids import PersonId, RuleId
from domain.kernel.moments import months_after
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, OutOfOrder, RuleBroken
from domain.kernel.sealed import Purpose
from domain.rules.parts import Part, Portion
from domain.rules.values import Count, Flag, Period, RuleChange, RuleValue, Seats, Section, Who
from services.application.begun import open_processes
from services.application.bodies import (
    EstablishBody,
    FillPost,
    ProlongMandate,
    RenameBody,
    SeatMember,
)
from services.application.details import DeclareCategory
from services.application.endings import (
    DissolveBody,
    EndMembership,
    EndTerms,
    VacatePost,
    VacateSeat,
)
from services.application.rules import ReviseRulebook, TakeEffect
from services.rehearsal.digest import digest
from tests.application.organisation import CHAIR, MEMBERS, STAFF, START, Organisation
from tests.support.kinds import Kind
from workflows.contract import BODY_YEAR, TERMS

A, B, C, D, E, F = MEMBERS[:6]
POSTS = Seats(seats=(Section(section="chair", seats=1), Section(section="vice_chair", seats=2)))


def founded(**other: RuleValue) -> Organisation:
    """A group with two sub-groups on which its chair and vice-chairs sit by their post."""
    values: dict[str, RuleValue] = {
        "ncg__officers__posts": POSTS,
        "ncg__subgroups__ex_officio": Who(powers=("ncg.chair", "ncg.vice_chair")),
        "ncg__subgroups__from_parent": Flag(holds=True),
    }
    org = Organisation.without_rules(**(values | other))
    for slug in ("resources", "training"):
        org.ask(
            EstablishBody(slug=slug, name=slug.title(), kind=Kind.SUB_GROUP, parent="ncg"), STAFF
        )
    return org


def seated(org: Organisation, slug: str, person: PersonId, **other: object) -> None:
    asked = {"body": slug, "person": person, "name": "P", "how": "elected", **other}
    org.ask(SeatMember.model_validate(asked), STAFF)


def filled(org: Organisation, slug: str, post: str, person: PersonId, **other: object) -> None:
    asked = {"body": slug, "post": post, "person": person, "name": "P", "how": "elected", **other}
    org.ask(FillPost.model_validate(asked), STAFF)


def the(org: Organisation, slug: str) -> Body:
    return org.store.load(Body, body_id(slug))


def seat(org: Organisation, slug: str, person: PersonId) -> Mandate | None:
    return the(org, slug).seat_of(person)


def acts(org: Organisation, slug: str, topic: str) -> list[Act]:
    return [
        one.event.act for one in org.store.acts(stream=body_id(slug), topics=(topic,), limit=99)
    ]


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


def test_a_post_of_two_has_two_places_and_no_third() -> None:
    org = founded()
    for person in (A, B, C):
        seated(org, "ncg", person)
    filled(org, "ncg", "vice_chair", A)
    filled(org, "ncg", "vice_chair", B)
    assert [one.place for one in the(org, "ncg").holders_of("vice_chair")] == [1, 2]
    third = FillPost(body="ncg", post="vice_chair", person=C, name="C", how="elected")
    org.refused(RuleBroken, third, STAFF, "ncg.officers.posts")
    org.ask(VacatePost(body="ncg", post="vice_chair", person=A, reason="x"), A)
    org.ask(third, STAFF)
    assert {one.place: one.person for one in the(org, "ncg").posts if one.post != "chair"} == {
        1: C,
        2: B,
    }


def test_a_post_that_no_rule_speaks_of_has_one_holder() -> None:
    org = founded()
    seated(org, "ncg", A)
    filled(org, "resources", "convenor", CHAIR)
    seated(org, "resources", A)
    second = FillPost(body="resources", post="convenor", person=A, name="A", how="named")
    org.refused(OutOfOrder, second, STAFF)


def test_two_share_a_post_where_the_rules_allow_it_and_a_third_does_not() -> None:
    org = founded(ncg__subgroups__job_share=Count(count=2))
    for person in (A, B, C):
        seated(org, "ncg", person)
        seated(org, "resources", person)
    filled(org, "resources", "convenor", A)
    filled(org, "resources", "convenor", B, share_with=A)
    held = the(org, "resources").holders_of("convenor")
    assert [(one.place, one.share) for one in held] == [(1, 1), (1, 2)]
    third = FillPost(
        body="resources", post="convenor", person=C, name="C", how="named", share_with=B
    )
    org.refused(RuleBroken, third, STAFF, "ncg.subgroups.job_share")


def test_two_share_no_post_where_no_rule_says_that_they_may() -> None:
    org = founded()
    for person in (A, B):
        seated(org, "ncg", person)
        seated(org, "resources", person)
    filled(org, "resources", "convenor", A)
    told = {"body": "resources", "post": "convenor", "person": B, "name": "B", "how": "named"}
    shared = FillPost.model_validate({**told, "share_with": A})
    refusal = org.refused(RuleBroken, shared, STAFF, "resources.job_share")
    assert "No rule lets two share the post convenor" in refusal.sentence


def test_a_share_needs_somebody_who_holds_the_post() -> None:
    org = founded(ncg__subgroups__job_share=Count(count=2))
    seated(org, "ncg", A)
    seated(org, "resources", A)
    asked = FillPost(
        body="resources", post="convenor", person=A, name="A", how="named", share_with=CHAIR
    )
    org.refused(NotFound, asked, STAFF)


WOMEN = Part(category="women", least_share=Portion(numerator=1, denominator=2))


def test_a_part_that_could_not_get_its_seats_any_more_is_guarded() -> None:
    org = founded(resources__size=Count(count=4), resources__parts__women=WOMEN)
    seated(org, "ncg", A)
    seated(org, "ncg", B)
    seated(org, "resources", A)
    asked = SeatMember(body="resources", person=B, name="B", how="named")
    refusal = org.refused(RuleBroken, asked, STAFF, "resources.parts.women")
    assert "kept for women" in refusal.sentence
    org.ask(asked.model_copy(update={"category": "women"}), STAFF)


def test_a_fact_that_leaves_a_part_short_is_recorded_and_marked() -> None:
    org = founded(resources__parts__women=WOMEN)
    for person in (A, B):
        seated(org, "ncg", person)
    seated(org, "resources", A, category="women")
    seated(org, "resources", B, category="women")
    org.ask(VacateSeat(body="resources", person=A, reason="moved away"), A)
    (act,) = acts(org, "resources", "body.seat_vacated.v1")
    assert act.standing is Standing.JUDGED
    org.ask(VacateSeat(body="resources", person=B, reason="moved away"), B)
    act = acts(org, "resources", "body.seat_vacated.v1")[-1]
    assert (act.standing, act.breaks) == (Standing.IRREGULAR, ("resources.parts.women",))


def test_what_people_declare_counts_towards_a_part_and_nobody_is_named() -> None:
    women = WOMEN.model_copy(update={"declared": True})
    org = founded(resources__size=Count(count=2), resources__parts__women=women)
    for person in (A, B):
        seated(org, "ncg", person)
    asked = SeatMember(body="resources", person=B, name="B", how="named")
    refusal = org.refused(RuleBroken, asked, STAFF, "resources.parts.women")
    assert "Member" not in refusal.sentence
    declared = DeclareCategory(person=B, purpose=Purpose.QUOTA, category="women")
    org.ask(declared, B)
    org.ask(asked, STAFF)


def test_advisers_have_no_vote() -> None:
    org = founded(resources__parts__advisers=Part(category="adviser", votes=False))
    seated(org, "ncg", A)
    asked = SeatMember(body="resources", person=A, name="A", how="asked", category="adviser")
    org.refused(RuleBroken, asked, STAFF, "resources.parts.advisers")
    org.ask(asked.model_copy(update={"voting": False}), STAFF)


def test_a_term_ends_when_the_rules_say() -> None:
    org = founded(ncg__term=Period(months=12))
    seated(org, "ncg", A, origin=Origin.ELECTION)
    held = seat(org, "ncg", A)
    assert held is not None
    assert held.until is not None
    assert held.until.date() == START.date().replace(year=START.year + 1)


def test_nobody_serves_more_terms_in_a_row_than_the_rules_allow() -> None:
    org = founded(ncg__term=Period(months=12), ncg__term_limit=Count(count=2))
    asked = SeatMember(body="ncg", person=A, name="A", how="elected", origin=Origin.ELECTION)
    for _ in range(2):
        org.ask(asked, STAFF)
        org.store.clock.hold(org.store.now() + timedelta(days=365))
        gone = VacateSeat(body="ncg", person=A, reason="term", ending=MandateEnding.TERM)
        org.ask(gone, STAFF)
    org.refused(RuleBroken, asked, STAFF, "ncg.term_limit")
    org.store.clock.hold(org.store.now() + timedelta(days=366))
    org.ask(asked, STAFF)


def test_nobody_is_prolonged_beyond_the_terms_that_the_rules_allow() -> None:
    org = founded(ncg__term=Period(months=12), ncg__term_limit=Count(count=2))
    seated(org, "ncg", A, origin=Origin.ELECTION)
    longer = {"body": "ncg", "person": A, "reason": "No election was held."}
    within, beyond = months_after(org.store.now(), 24), months_after(org.store.now(), 25)
    for until in (beyond, None):
        asked = ProlongMandate.model_validate({**longer, "until": until})
        org.refused(RuleBroken, asked, STAFF, "ncg.term_limit")
    shorter = ProlongMandate.model_validate({**longer, "until": within - timedelta(days=1)})
    org.ask(shorter, STAFF)


def test_a_seat_that_is_held_over_ends_with_the_first_successor_where_no_place_is_free() -> None:
    places = Seats(seats=(Section(section="north", seats=1), Section(section="south", seats=1)))
    org = founded(
        ncg__term=Period(months=12), ncg__holds_over=Flag(holds=True), election__ncg__seats=places
    )
    for person, part in ((A, "north"), (B, "south")):
        seated(org, "ncg", person, origin=Origin.ELECTION, category=part)
    org.store.clock.hold(org.store.now() + timedelta(days=400))
    seated(org, "ncg", C, origin=Origin.ELECTION, category="north")
    assert [seat(org, "ncg", one) is not None for one in (A, B, C)] == [False, True, True]
    (ended,) = acts(org, "ncg", "body.seat_vacated.v1")
    assert "ncg.holds_over" in ended.rules


def test_whoever_holds_a_seat_over_and_is_elected_anew_keeps_what_hangs_on_it() -> None:
    org = founded(ncg__term=Period(months=12), ncg__holds_over=Flag(holds=True))
    seated(org, "ncg", A, origin=Origin.ELECTION)
    seated(org, "resources", A)
    org.store.clock.hold(org.store.now() + timedelta(days=400))
    seated(org, "ncg", A, origin=Origin.ELECTION)
    held = seat(org, "ncg", A)
    assert held is not None
    assert held.until == months_after(org.store.now(), 12)
    assert seat(org, "resources", A) is not None


def test_a_mandate_is_prolonged_with_a_reason() -> None:
    org = founded(ncg__term=Period(months=12))
    seated(org, "ncg", A, origin=Origin.ELECTION)
    later = START + timedelta(days=500)
    org.ask(ProlongMandate(body="ncg", person=A, until=later, reason="no election yet"), STAFF)
    held = seat(org, "ncg", A)
    assert held is not None
    assert held.until == later
    past = ProlongMandate(body="ncg", person=A, until=START - timedelta(days=1), reason="x")
    org.refused(BadInput, past, STAFF)


def test_a_body_is_renamed_and_keeps_its_address() -> None:
    org = founded()
    org.ask(RenameBody(body="resources", name="Money and People", reason="clearer"), STAFF)
    assert (the(org, "resources").name, the(org, "resources").slug) == (
        "Money and People",
        "resources",
    )


def test_what_is_below_a_body_ends_with_it() -> None:
    org = founded()
    org.ask(DissolveBody(body="ncg", reason="replaced"), STAFF)
    assert all(the(org, slug).dissolved for slug in ("ncg", "resources", "training"))
    assert not the(org, "leeds").dissolved


def test_a_body_that_is_merged_names_the_one_that_takes_over() -> None:
    org = founded()
    org.ask(DissolveBody(body="training", reason="overlap", into="resources"), STAFF)
    (merged,) = org.store.acts(stream=body_id("training"), topics=("body.dissolved.v1",), limit=9)
    assert isinstance(merged.event, Body.Dissolved)
    assert merged.event.into == body_id("resources")
    org.refused(BadInput, DissolveBody(body="resources", reason="x", into="resources"), STAFF)


def test_the_seats_that_followed_a_sub_groups_post_end_with_the_sub_group() -> None:
    org = founded(officers__ex_officio=Who(powers=("ncg.officers", "resources.convenor")))
    seated(org, "ncg", A)
    seated(org, "resources", A)
    filled(org, "resources", "convenor", A)
    asked = EstablishBody(slug="officers", name="Officers", kind=Kind.OFFICERS_GROUP, parent="ncg")
    org.ask(asked, STAFF)
    assert {one.person for one in the(org, "officers").seats} == {CHAIR, A}
    org.ask(DissolveBody(body="resources", reason="done"), STAFF)
    assert {one.person for one in the(org, "officers").seats} == {CHAIR}


@pytest.mark.parametrize("parent", ["nowhere", "gone"])
def test_a_body_is_part_of_one_that_is_there(parent: str) -> None:
    org = founded()
    if parent == "gone":
        org.ask(EstablishBody(slug="gone", name="Gone", kind=Kind.WORKING_GROUP), STAFF)
        org.ask(DissolveBody(body="gone", reason="done"), STAFF)
    asked = EstablishBody(slug="new", name="New", kind=Kind.SUB_GROUP, parent=parent)
    org.refused(NotFound if parent == "nowhere" else OutOfOrder, asked, STAFF)


def test_the_unions_place_and_the_lead_member_of_staff_are_missed_until_filled() -> None:
    org = founded(ncg__subgroups__union_place=Flag(holds=True))
    seated(org, "ncg", A)
    seated(org, "resources", A, category="union")
    org.ask(VacateSeat(body="resources", person=A, reason="left"), STAFF)
    (act,) = acts(org, "resources", "body.seat_vacated.v1")
    assert act.breaks == ("ncg.subgroups.union_place",)


def elected(org: Organisation, person: PersonId) -> Mandate:
    seated(org, "ncg", person, origin=Origin.ELECTION)
    held = seat(org, "ncg", person)
    assert held is not None
    return held


def test_a_term_that_is_over_ends_at_its_own_moment_however_late_anybody_looks() -> None:
    org = founded(ncg__term=Period(months=12))
    held = elected(org, A)
    assert held.until is not None
    org.hands.at(held.until + timedelta(days=3))
    assert seat(org, "ncg", A) is None
    (ended,) = org.store.acts(stream=body_id("ncg"), topics=("body.seat_vacated.v1",), limit=9)
    assert isinstance(ended.event, Body.SeatVacated)
    assert ended.event.ending is MandateEnding.TERM
    assert ended.event.act.occurred_at == held.until


def test_a_term_that_is_over_gives_no_power_before_its_end_is_recorded() -> None:
    org = founded(ncg__term=Period(months=12))
    held = elected(org, A)
    assert held.until is not None
    org.store.clock.hold(held.until)
    group = EstablishBody(slug="hull", name="Hull", kind=Kind.LOCAL_GROUP)
    org.refused(NotAllowed, group, A, "groups.recognition_power")
    assert seat(org, "ncg", A) is not None


def test_whoever_holds_over_stays_until_a_successor_is_there() -> None:
    org = founded(ncg__term=Period(months=12), ncg__holds_over=Flag(holds=True))
    held = elected(org, A)
    assert held.until is not None
    org.hands.at(held.until)
    assert seat(org, "ncg", A) is not None
    (over,) = acts(org, "ncg", "body.held_over.v1")
    assert (over.occurred_at, "ncg.holds_over" in over.rules) == (held.until, True)
    org.hands.at(held.until + timedelta(days=30))
    assert len(acts(org, "ncg", "body.held_over.v1")) == 1
    org.ask(EstablishBody(slug="hull", name="Hull", kind=Kind.LOCAL_GROUP), A)


def over_in_post(*people: PersonId) -> Organisation:
    """An organisation whose vice-chairs' terms are over, and who hold over."""
    org = founded(ncg__term=Period(months=12), ncg__holds_over=Flag(holds=True))
    for person in (A, B, C, D):
        seated(org, "ncg", person)
    for person in people:
        filled(org, "ncg", "vice_chair", person, origin=Origin.ELECTION)
    until = the(org, "ncg").held_by(people[0], "vice_chair").until
    assert until is not None
    org.hands.at(until + timedelta(days=30))
    assert {one.person for one in the(org, "ncg").holders_of("vice_chair")} == set(people)
    return org


def vice_chairs(org: Organisation) -> set[PersonId]:
    return {one.person for one in the(org, "ncg").holders_of("vice_chair")}


def test_a_successor_ends_the_time_of_whoever_holds_a_post_over() -> None:
    org = over_in_post(A, B)
    filled(org, "ncg", "vice_chair", C, origin=Origin.ELECTION)
    assert vice_chairs(org) == {B, C}
    (ended,) = org.store.acts(stream=body_id("ncg"), topics=("body.post_vacated.v1",), limit=9)
    assert isinstance(ended.event, Body.PostVacated)
    assert (ended.event.person, ended.event.ending) == (A, MandateEnding.TERM)
    assert (ended.event.act.standing, ended.event.act.breaks) == (Standing.JUDGED, ())
    assert "ncg.holds_over" in ended.event.act.rules
    assert (seat(org, "resources", A), seat(org, "ncg", A) is None) == (None, False)
    assert seat(org, "resources", C) is not None
    filled(org, "ncg", "vice_chair", D, origin=Origin.ELECTION)
    assert vice_chairs(org) == {C, D}
    third = FillPost(body="ncg", post="vice_chair", person=A, name="A", how="elected")
    org.refused(RuleBroken, third, STAFF, "ncg.officers.posts")


def test_whoever_holds_over_stays_while_another_place_of_the_post_is_free() -> None:
    org = over_in_post(A)
    filled(org, "ncg", "vice_chair", C, origin=Origin.ELECTION)
    assert vice_chairs(org) == {A, C}


def test_whoever_holds_over_and_is_elected_again_succeeds_themselves() -> None:
    org = over_in_post(A, B)
    filled(org, "ncg", "vice_chair", B, origin=Origin.ELECTION)
    assert vice_chairs(org) == {A, B}
    until = the(org, "ncg").held_by(B, "vice_chair").until
    assert until is not None
    assert until > org.store.now()
    assert seat(org, "resources", B) is not None


def test_nobody_makes_way_for_a_successor_who_is_refused() -> None:
    org = over_in_post(A, B)
    outsider = FillPost(body="ncg", post="vice_chair", person=E, name="E", how="elected")
    org.refused(OutOfOrder, outsider, STAFF)
    assert vice_chairs(org) == {A, B}


def test_a_term_that_was_prolonged_ends_later() -> None:
    org = founded(ncg__term=Period(months=12))
    held = elected(org, A)
    assert held.until is not None
    later = held.until + timedelta(days=60)
    org.ask(ProlongMandate(body="ncg", person=A, until=later, reason="no election yet"), STAFF)
    org.hands.at(held.until)
    assert seat(org, "ncg", A) is not None
    org.hands.at(later)
    assert seat(org, "ncg", A) is None


def test_the_terms_of_a_body_are_seen_to_until_it_is_no_more() -> None:
    org = founded(ncg__term=Period(months=12))
    elected(org, A)
    assert [one.kind for one in open_processes(org.store)] == [BODY_YEAR, TERMS]
    org.ask(DissolveBody(body="ncg", reason="replaced"), STAFF)
    assert open_processes(org.store) == []


def test_what_hangs_on_a_seat_whose_term_is_over_ends_with_it() -> None:
    org = founded(ncg__term=Period(months=12))
    held = elected(org, A)
    filled(org, "ncg", "vice_chair", A)
    seated(org, "training", B, voting=False)
    assert seat(org, "resources", A) is not None
    assert held.until is not None
    org.hands.at(held.until)
    assert the(org, "ncg").posts_of(A) == ()
    assert seat(org, "resources", A) is None
    assert seat(org, "training", B) is not None


def held_together(first: str, second: str) -> Organisation:
    """Two terms that are over at one moment, each of which ends a seat in a third body."""
    org = founded(
        ncg__term=Period(months=12),
        officers__ex_officio=Who(powers=("ncg.vice_chair", "resources.convenor")),
    )
    asked = EstablishBody(slug="officers", name="Officers", kind=Kind.OFFICERS_GROUP, parent="ncg")
    org.ask(asked, STAFF)
    until = START + timedelta(days=90)
    for person in (A, B):
        seated(org, "ncg", person)
    seated(org, "resources", B)
    filled(org, "ncg", "vice_chair", A, until=until)
    filled(org, "resources", "convenor", B, until=until)
    assert {one.person for one in the(org, "officers").seats} == {A, B}
    org.store.clock.hold(until)
    for slug in (first, second):
        org.hands.by_service(EndTerms(body=body_id(slug)))
    assert the(org, "officers").seats == ()
    return org


def test_ends_at_one_moment_are_recorded_in_one_order_whoever_looks_first() -> None:
    one, other = held_together("ncg", "resources"), held_together("resources", "ncg")
    assert digest(one.store) == digest(other.store)


AMENDED = {"constitution__amend_power": Who(powers=("all_member_ballot", "ncg"))}
CO_CHAIRS = RuleChange(
    rule=RuleId("ncg.subgroups.ex_officio"), value=Who(powers=("ncg.vice_chair",))
)


def with_a_vice_chair() -> Organisation:
    org = founded(**AMENDED)
    seated(org, "ncg", A)
    org.ask(
        ReviseRulebook(
            title="The chair alone",
            rules=(CO_CHAIRS.model_copy(update={"value": Who(powers=("ncg.chair",))}),),
        ),
        CHAIR,
    )
    filled(org, "ncg", "vice_chair", A)
    assert seat(org, "resources", CHAIR) is not None
    assert seat(org, "resources", A) is None
    return org


def test_a_change_of_the_rule_gives_and_ends_seats_at_once() -> None:
    org = with_a_vice_chair()
    org.ask(ReviseRulebook(title="Vice-chairs", rules=(CO_CHAIRS,)), CHAIR)
    for slug in ("resources", "training"):
        assert seat(org, slug, CHAIR) is None
        held = seat(org, slug, A)
        assert held is not None
        assert (held.origin, held.how) == (Origin.EX_OFFICIO, "as vice chair of Ncg")
    ended = acts(org, "resources", "body.seat_vacated.v1")[-1]
    assert ended.occurred_at == org.store.now()


def test_a_change_that_holds_later_gives_and_ends_seats_at_its_own_moment() -> None:
    org = with_a_vice_chair()
    holds = START + timedelta(days=60)
    org.ask(ReviseRulebook(title="Vice-chairs", rules=(CO_CHAIRS,), from_when=holds), CHAIR)
    org.hands.at(holds - timedelta(days=1))
    assert seat(org, "resources", CHAIR) is not None
    org.hands.at(holds + timedelta(days=2))
    assert seat(org, "resources", CHAIR) is None
    assert seat(org, "resources", A) is not None
    ended = acts(org, "resources", "body.seat_vacated.v1")[-1]
    assert ended.occurred_at == holds


def test_a_change_that_waits_for_an_event_gives_and_ends_seats_with_it() -> None:
    org = with_a_vice_chair()
    asked = ReviseRulebook(title="Vice-chairs", rules=(CO_CHAIRS,), upon="the convention")
    org.ask(asked, CHAIR)
    assert seat(org, "resources", A) is None
    org.ask(TakeEffect(upon="the convention"), STAFF)
    assert seat(org, "resources", A) is not None
    assert seat(org, "resources", CHAIR) is None
