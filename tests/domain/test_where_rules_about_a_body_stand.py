"""Rules about a body are looked for in one way: its own, its kind below its parent, its kind."""

from __future__ import annotations

import pytest

from domain.bodies.body import Body, body_id
from domain.bodies.mandate import Origin
from domain.bodies.scopes import nearest, scopes_of
from domain.meetings.orders import Orders
from domain.reports.reporting import Reporting
from domain.rules.governing import Governing
from domain.rules.rulebook import Rulebook
from domain.rules.values import Count, Days, Period
from services.application.bodies import EstablishBody, SeatMember
from tests.application.organisation import CHAIR, STAFF, in_memory
from tests.golden.every_act import act
from tests.support.kinds import KINDS, Kind
from tests.support.rulebook import CLAUSE, rule

NAMES = (
    "resources.meetings.quorum",
    "ncg.subgroups.meetings.quorum",
    "subgroups.meetings.quorum",
)

KIND = rule("kinds.sub_group", KINDS["kinds.sub_group"])


def bodies() -> tuple[Body, Body]:
    ncg = Body.establish(act(), slug="ncg", name="Ncg", kind=Kind.COORDINATING_GROUP)
    group = Body.establish(act(), slug="resources", name="R", kind=Kind.SUB_GROUP, parent=None)
    return ncg, group


@pytest.mark.parametrize("first", range(len(NAMES)))
def test_the_nearest_rule_holds(first: int) -> None:
    ncg, group = bodies()
    values = tuple(rule(name, Count(count=3)) for name in NAMES[first:])
    edition = Rulebook.found(act(), "Rules", (CLAUSE,), (*values, KIND)).editions[0]
    found = nearest(edition, scopes_of(edition, group, ncg), "meetings.quorum")
    assert found is not None
    assert found.id == NAMES[first]
    governing = Governing(opening=edition, current=edition)
    assert Orders.of(group, governing, ncg).find("quorum") == found
    assert Reporting.of(group, governing, ncg).find("draft_days") is None


def test_a_report_of_a_sub_group_goes_by_the_rule_for_the_parents_sub_groups() -> None:
    ncg, group = bodies()
    days = rule("ncg.subgroups.report.draft_days", Days(count=5))
    edition = Rulebook.found(act(), "Rules", (CLAUSE,), (days, KIND)).editions[0]
    governing = Governing(opening=edition, current=edition)
    assert Reporting.of(group, governing, ncg).find("draft_days") == days
    assert Reporting.of(group, governing).find("draft_days") is None


def test_a_parents_own_rule_on_meetings_is_not_its_sub_groups() -> None:
    ncg, group = bodies()
    quorum = rule("ncg.meetings.quorum", Count(count=10))
    edition = Rulebook.found(act(), "Rules", (CLAUSE,), (quorum, KIND)).editions[0]
    assert nearest(edition, scopes_of(edition, group, ncg), "meetings.quorum") is None


def test_a_parents_own_term_speaks_for_its_sub_groups() -> None:
    org = in_memory(ncg__term=Period(months=12))
    org.ask(EstablishBody(slug="r", name="R", kind=Kind.SUB_GROUP, parent="ncg"), STAFF)
    seat = SeatMember(body="r", person=CHAIR, name="C", how="x", origin=Origin.ELECTION)
    org.ask(seat, STAFF)
    held = org.store.load(Body, body_id("r")).seat_of(CHAIR)
    assert held is not None
    assert held.until is not None
