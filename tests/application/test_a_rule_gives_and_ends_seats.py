"""A change of the rules gives seats by virtue of a post and ends them, at its own moment."""

from __future__ import annotations

from datetime import timedelta

from domain.bodies.mandate import Origin
from domain.kernel.ids import RuleId
from domain.rules.values import RuleChange, Who
from services.application.rules import ReviseRulebook, TakeEffect
from tests.application.organisation import CHAIR, STAFF, START, Organisation
from tests.application.seated import (
    A,
    acts,
    filled,
    founded,
    seat,
    seated,
)

AMENDED = {"constitution__amend_power": Who(powers=("all_member_ballot", "ncg.chair"))}


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
