"""How many hold a post, and who shares a place of one."""

from __future__ import annotations

from domain.kernel.refusal import NotFound, OutOfOrder, RuleBroken
from domain.rules.values import Count
from services.application.bodies import (
    FillPost,
)
from services.application.endings import (
    VacatePost,
)
from tests.application.organisation import CHAIR, STAFF
from tests.application.seated import (
    A,
    B,
    C,
    filled,
    founded,
    seated,
    the,
)


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
