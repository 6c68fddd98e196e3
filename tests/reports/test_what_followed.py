"""What was done by a decision is told under it: bodies, posts, seats and co-options."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from domain.bodies.body import Body
from domain.bodies.mandate import Mandate, MandateId, Origin
from domain.kernel.act import Act
from domain.kernel.ids import PersonId
from domain.meetings.meeting import Meeting
from services.reports.from_meeting import content_of
from services.reports.held import Held
from tests.domain.acts import START, act, an_id
from tests.meetings.group import VOTING, Group, acts_of
from tests.support.kinds import Kind as BodyKind


def told() -> str:
    """The report of a meeting that established a group, filled its posts and co-opted somebody."""
    group = Group()
    group.open()
    decision = group.decide(text="A group on resources is set up.")
    by = act(timedelta(days=31)).caused_by(decision.act)
    body = Body.establish(
        by, slug="money", name="Resources Group", kind=BodyKind.SUB_GROUP, remit="Money"
    )
    fill(body, by)
    acts = acts_of(group.meeting)
    roster = {person: f"P{number}" for number, person in enumerate(VOTING)}
    followed: list[Any] = list(body.collect_events())
    found = Held(acts, followed, roster, {body.id: "Resources Group"})
    assert any(isinstance(one, Meeting.Decided) for one in acts)
    return "\n".join(content_of(found).lines)


def fill(body: Body, by: Act) -> None:
    for number in (1, 2):
        body.seat(by, mandate(number, "by preference"))
    for share in (1, 2):
        post = mandate(share, "named by the group", f"post {share}")
        body.fill_post(by, post.model_copy(update={"post": "convenor", "share": share}))
    guest = {"voting": False, "origin": Origin.CO_OPTION, "by": "a festival"}
    guest |= {"until": START + timedelta(days=400)}
    body.seat(by, mandate(13, "co-opted").model_copy(update=guest))


def mandate(number: int, how: str, name: str = "seat") -> Mandate:
    person = VOTING[number] if number < len(VOTING) else PersonId(an_id("guest"))
    one = MandateId(an_id(f"{name} {number}"))
    return Mandate(id=one, person=person, name=f"N{number}", how=how)


def test_a_body_its_seats_and_its_shared_post_stand_below_the_decision() -> None:
    text = told()
    below = text.partition("A group on resources is set up.")[2]
    assert "Resources Group was established (sub group). Money." in below
    assert "Resources Group: N1, N2." in below
    assert "N1 became convenor of Resources Group: named by the group." in below
    assert "N2 became convenor of Resources Group (a shared post)" in below


def test_a_co_option_says_for_whom_without_a_vote_and_until_when() -> None:
    assert (
        "N13, for a festival, was co-opted to Resources Group without a vote, until 19 August 2022."
        in told()
    )


def test_whoever_was_not_there_and_sent_no_apologies_was_absent() -> None:
    assert "Absent: P11" in told()
