"""Rules for the kinds of body: each is declared in the rulebook, and a new one needs no code."""

from __future__ import annotations

import pytest

from domain.bodies.body import Body, body_id
from domain.bodies.composition import Asked, found
from domain.bodies.sitting import sitting
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, RuleBroken
from domain.rules.edition import Revision
from domain.rules.kinds import BodyKind
from domain.rules.rulebook import Rulebook
from domain.rules.values import Count, Days, RuleValue, Who
from services.application.bodies import EstablishBody, SeatMember
from services.application.caucuses import JoinCaucus
from services.application.endings import DissolveBody, EndMembership
from tests.application.organisation import CHAIR, LEEDS, STAFF, Organisation
from tests.domain.acts import act
from tests.support.hands import member
from tests.support.rulebook import CLAUSE, rule, rules

COMMISSION = BodyKind(name="commission", plural="commissions", rules_under="commissions")


def under(**other: RuleValue) -> Organisation:
    return Organisation.without_rules(**{"kinds__commission": COMMISSION, **other})


def established(org: Organisation, **told: object) -> Body:
    fields = {"slug": "energy", "name": "Energy", "kind": "commission", **told}
    org.ask(EstablishBody.model_validate(fields), STAFF)
    return org.store.load(Body, body_id("energy"))


def test_a_kind_that_only_the_rulebook_knows_is_established_and_its_rules_hold() -> None:
    least = Count(count=1)
    org = under(ncg__commissions__size=least, commissions__meetings__notice_days=Days(count=7))
    assert established(org, parent="ncg").kind == "commission"
    seat = {"body": "energy", "name": "P", "how": "elected"}
    org.ask(SeatMember.model_validate({**seat, "person": CHAIR}), STAFF)
    second = SeatMember.model_validate({**seat, "person": LEEDS})
    org.refused(RuleBroken, second, STAFF, "ncg.commissions.size")


def test_a_kind_that_no_rule_declares_is_refused_with_those_there_are() -> None:
    unknown = EstablishBody(slug="x", name="X", kind="soviet")
    refusal = under().refused(NotFound, unknown, STAFF, "kinds.soviet")
    assert "caucus, commission, conference, coordinating_group" in refusal.sentence


@pytest.mark.parametrize(("parent", "allowed"), [(None, False), ("leeds", False), ("ncg", True)])
def test_a_kind_that_is_part_of_another_needs_a_parent_of_that_kind(
    parent: str | None, allowed: bool
) -> None:
    org = under(
        kinds__commission=COMMISSION.model_copy(update={"parents": ("coordinating_group",)})
    )
    if allowed:
        assert established(org, parent=parent).parent == body_id("ncg")
    else:
        asked = EstablishBody(slug="x", name="X", kind="commission", parent=parent)
        org.refused(RuleBroken, asked, STAFF, "kinds.commission")


def test_a_kind_that_is_recognised_goes_by_the_power_under_its_own_word() -> None:
    branch = BodyKind(name="branch", plural="branches", rules_under="branches", recognised=True)
    power = Who(powers=("ncg.chair",))
    org = under(kinds__branch=branch, branches__recognition_power=power)
    asked = EstablishBody(slug="hull", name="Hull", kind="branch")
    org.refused(NotAllowed, asked, STAFF, "branches.recognition_power")
    org.ask(asked, CHAIR)
    org.ask(DissolveBody(body="hull", reason="Nobody came."), CHAIR)


def test_a_kind_that_is_joined_by_ones_own_word_is_joined_so() -> None:
    circle = BodyKind(name="circle", plural="circles", own_word=True)
    org = under(kinds__circle=circle)
    org.ask(EstablishBody(slug="night", name="Night workers", kind="circle"), STAFF)
    org.ask(JoinCaucus(body="night", person=member(3)), member(3))
    assert org.store.load(Body, body_id("night")).has_member(member(3))


@pytest.mark.parametrize("of_members", [True, False])
def test_a_seat_of_members_ends_with_the_membership_and_employment_does_not(
    of_members: bool,
) -> None:
    org = under(kinds__commission=COMMISSION.model_copy(update={"of_members": of_members}))
    established(org)
    org.ask(SeatMember(body="energy", person=member(3), name="P", how="elected"), STAFF)
    org.ask(EndMembership(person=member(3), ending="resigned", reason="They left."), STAFF)
    assert org.store.load(Body, body_id("energy")).has_member(member(3)) is not of_members


def test_a_rule_about_bodies_of_a_kind_that_is_not_declared_is_refused() -> None:
    stray = rule("ncg.commissions.job_share", Count(count=2))
    with pytest.raises(BadInput, match="“commissions”, and no kind") as refusal:
        Rulebook.found(act(), "Rules", (CLAUSE,), (*rules(), stray))
    assert refusal.value.rule == stray.id


def test_a_change_of_the_rules_declares_a_kind_and_says_what_holds_for_it() -> None:
    book = Rulebook.found(act(), "Rules", (CLAUSE,), rules())
    share = rule("ncg.commissions.job_share", Count(count=2))
    kind = rule("kinds.commission", COMMISSION)
    now = act().occurred_at
    with pytest.raises(BadInput, match="about bodies of a kind “commissions”"):
        book.check(Revision(title="Job share", added=(share,), from_when=now), now)
    book.check(Revision(title="Commissions", added=(kind, share), from_when=now), now)


def test_a_kind_whose_parents_no_rule_declares_is_refused() -> None:
    odd = rule("kinds.commission", COMMISSION.model_copy(update={"parents": ("senate",)}))
    with pytest.raises(BadInput, match="a parent of the kind “senate”"):
        Rulebook.found(act(), "Rules", (CLAUSE,), (*rules(), odd))


@pytest.mark.parametrize(("enrolled", "short"), [(None, 0), (9, 1), (10, 0)])
def test_a_local_group_has_too_few_by_the_members_on_the_register_and_not_by_its_seats(
    enrolled: int | None, short: int
) -> None:
    book = Rulebook.found(act(), "Rules", (CLAUSE,), rules(groups__least_members=Count(count=10)))
    group = Body.establish(act(), slug="hull", name="Hull", kind="local_group")
    there = sitting(group, None, book.editions[0]).model_copy(update={"enrolled": enrolled})
    told = [one.sentence for one in found(there, Asked(book.editions[0]))]
    assert told == ["Hull has fewer members than the 10 that make one."] * short
