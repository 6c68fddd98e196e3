"""Nothing is enacted from a decision without a quorum that nobody ratified."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.cycle.assembly import Votes
from domain.decisions.decided import DecidedAt
from domain.kernel.ids import CommandId, derived
from domain.kernel.refusal import Refusal, RuleBroken
from domain.meetings.decisions import Settled
from domain.meetings.meeting import Meeting
from services.application.asker import Asker
from services.application.business import AnnulDecision, RatifyDecision
from services.application.case import Case
from services.application.deciding import by_decision
from tests.application.gathering import STARTS, Gathering
from tests.application.organisation import STAFF
from tests.application.test_decisions_carried_out import POWER
from tests.support.examples import examples


class Held(NamedTuple):
    """A meeting: how many come, how its votes go, and what it does about an earlier decision."""

    present: int
    in_favour: tuple[int, ...]
    settles: Settled | None


MEETINGS = st.lists(
    st.builds(
        Held,
        present=st.integers(1, 7),
        in_favour=st.tuples(st.integers(0, 7), st.integers(0, 7)),
        settles=st.sampled_from([None, *Settled]),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MEETINGS)
def test_only_what_binds_is_carried_out(drawn: list[Held]) -> None:
    group = Gathering()
    meetings: list[UUID] = []
    for number, held in enumerate(drawn):
        meetings.append(group.hold(held.present, STARTS + timedelta(days=30 * number)))
        for yes in held.in_favour:
            yes = min(yes, held.present)
            names = {"decision": {"meeting": meetings[number - 1], "number": 1}} if number else {}
            group.decide(Votes(in_favour=yes, against=held.present - yes), names=names)
        if number and held.settles is not None:
            _settle(group, meetings, held.settles)
    for meeting in meetings:
        found = group.org.store.load(Meeting, meeting)
        for decision in found.decisions:
            quorate = (decision.present or 0) >= 4
            ratified = decision.settled is Settled.RATIFIED
            may = decision.carried and decision.settled is not Settled.ANNULLED
            assert _carried_out(group, found, decision.number) == (may and (quorate or ratified))


def _settle(group: Gathering, meetings: Sequence[UUID], settled: Settled) -> None:
    kind = RatifyDecision if settled is Settled.RATIFIED else AnnulDecision
    asked = {"meeting": meetings[-2], "by_meeting": meetings[-1], "decision": 1, "by_decision": 1}
    try:
        group.org.ask(kind.model_validate(asked), STAFF)
    except Refusal:
        return
    later = group.org.store.load(Meeting, group.meeting).decision(1)
    assert later.quorate, "only a decision with a quorum settles another"
    assert later.carried


def _carried_out(group: Gathering, found: Meeting, number: int) -> bool:
    key = CommandId(derived(found.id, "carried out", number))
    case = Case(group.org.store, Asker(person=STAFF), key, {})
    try:
        act = by_decision(case, DecidedAt(meeting=found.id, number=number), POWER)
    except RuleBroken:
        return False
    assert act.cause == found.decision(number).act
    return True
