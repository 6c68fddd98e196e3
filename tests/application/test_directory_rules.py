"""A directory rule marks what breaks it and stops nothing; a mandatory one stops it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from domain.kernel.act import Standing
from domain.kernel.ids import CONVENOR, derived
from domain.kernel.refusal import RuleBroken
from domain.rules.judging import judged
from domain.rules.values import Days, Force, Rule
from services.application.bodies import EstablishBody, ReportMeeting, SeatMember
from services.application.rules import FoundRulebook
from services.store.memory import MemoryStore
from services.voting.memory import MemoryBoxes
from tests.engine.small import BODIES
from tests.golden.every_act import act
from tests.support.hands import Hands, member
from tests.support.rulebook import CLAUSE, rule, rules

FOUNDED = datetime(2021, 7, 15, 16, tzinfo=UTC)
NOTICE = rule("refounding.group_meeting_notice_days", Days(count=7))
MEETING: UUID = derived(CONVENOR, "a meeting")


def organisation(force: Force) -> Hands:
    hands = Hands(MemoryStore(), MemoryBoxes(MemoryStore()))
    hands.store.clock.hold(FOUNDED)
    notice = Rule.model_validate({**NOTICE.model_dump(), "force": force})
    founding = FoundRulebook(
        title="Rules", clauses=(CLAUSE,), rules=(*rules(), notice), source="a test"
    )
    hands.ask(founding, member(0))
    for slug, name, kind, first in BODIES:
        hands.ask(EstablishBody(slug=slug, name=name, kind=kind), member(0))
        seat = SeatMember(body=slug, person=member(first), name=name, how="chosen")
        hands.ask(seat, member(0))
    return hands


def report(called_on: date) -> ReportMeeting:
    return ReportMeeting(
        body="leeds",
        reference=MEETING,
        held_on=date(2021, 7, 15),
        present=9,
        quorum=5,
        notice_on=called_on,
    )


def test_short_notice_is_recorded_and_marked_with_the_rule() -> None:
    hands = organisation(Force.DIRECTORY)
    hands.ask(report(date(2021, 7, 12)), member(2))
    held = hands.store.acts(topics=("body.meeting_held.v1",), limit=5)[0].event.act
    assert held.standing is Standing.IRREGULAR
    assert held.breaks == (NOTICE.id,)
    assert "3 days ahead" in (held.note or "")


def test_notice_in_time_leaves_no_mark() -> None:
    hands = organisation(Force.DIRECTORY)
    hands.ask(report(date(2021, 7, 8)), member(2))
    held = hands.store.acts(topics=("body.meeting_held.v1",), limit=5)[0].event.act
    assert held.standing is Standing.JUDGED
    assert NOTICE.id in held.rules


def test_a_mandatory_rule_stops_the_act_and_leaves_none_behind() -> None:
    hands = organisation(Force.MANDATORY)
    head = hands.store.head()
    with pytest.raises(RuleBroken, match="3 days ahead"):
        hands.ask(report(date(2021, 7, 12)), member(2))
    assert hands.store.head() == head


def test_a_breach_of_a_mandatory_rule_cites_it() -> None:
    with pytest.raises(RuleBroken) as refused:
        judged(act(), NOTICE, "Too late.")
    assert refused.value.rule == NOTICE.id
