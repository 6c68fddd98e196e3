"""What becomes of a body: renamed, merged, dissolved, and what is below it."""

from __future__ import annotations

import pytest

from domain.bodies.body import Body, body_id
from domain.kernel.refusal import BadInput, NotFound, OutOfOrder
from domain.rules.values import Who
from services.application.bodies import (
    EstablishBody,
    RenameBody,
)
from services.application.endings import (
    DissolveBody,
)
from tests.application.organisation import CHAIR, STAFF
from tests.application.seated import (
    A,
    filled,
    founded,
    seated,
    the,
)
from tests.support.kinds import Kind


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
