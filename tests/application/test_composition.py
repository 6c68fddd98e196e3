"""Of whom a body is made up: parts that are guarded, advisers, and places that are missed."""

from __future__ import annotations

from domain.kernel.act import Standing
from domain.kernel.refusal import RuleBroken
from domain.kernel.sealed import Purpose
from domain.rules.parts import Part, Portion
from domain.rules.values import Count, Flag
from services.application.bodies import (
    SeatMember,
)
from services.application.details import DeclareCategory
from services.application.endings import (
    VacateSeat,
)
from tests.application.organisation import STAFF
from tests.application.seated import (
    A,
    B,
    acts,
    founded,
    seated,
)

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


def test_the_unions_place_and_the_lead_member_of_staff_are_missed_until_filled() -> None:
    org = founded(ncg__subgroups__union_place=Flag(holds=True))
    seated(org, "ncg", A)
    seated(org, "resources", A, category="union")
    org.ask(VacateSeat(body="resources", person=A, reason="left"), STAFF)
    (act,) = acts(org, "resources", "body.seat_vacated.v1")
    assert act.breaks == ("ncg.subgroups.union_place",)
