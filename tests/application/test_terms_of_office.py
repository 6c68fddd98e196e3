"""How long a mandate lasts: terms, their limits, who holds over, and who succeeds."""

from __future__ import annotations

from datetime import timedelta

from domain.bodies.body import Body, body_id
from domain.bodies.mandate import Mandate, MandateEnding, Origin
from domain.kernel.act import Standing
from domain.kernel.ids import PersonId
from domain.kernel.moments import months_after
from domain.kernel.refusal import BadInput, NotAllowed, OutOfOrder, RuleBroken
from domain.rules.values import Count, Flag, Period, Seats, Section, Who
from services.application.begun import open_processes
from services.application.bodies import (
    EstablishBody,
    FillPost,
    ProlongMandate,
    SeatMember,
)
from services.application.endings import (
    DissolveBody,
    EndTerms,
    VacateSeat,
)
from services.application.resolutions import ProposeResolution
from services.rehearsal.digest import digest
from tests.application.organisation import STAFF, START, Organisation
from tests.application.seated import (
    A,
    B,
    C,
    D,
    E,
    acts,
    filled,
    founded,
    seat,
    seated,
    the,
)
from tests.support.kinds import Kind
from workflows.contract import BODY_YEAR, TERMS


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
    asked = ProposeResolution(body="ncg", title="Rooms", text="A room.")
    org.refused(NotAllowed, asked, A, "meetings.items_by")
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
    org.ask(ProposeResolution(body="ncg", title="Rooms", text="A room."), A)


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
