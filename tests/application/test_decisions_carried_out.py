"""Who may carry a meeting's decision out, and which decisions nobody may."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from domain.cycle.assembly import Votes
from domain.decisions.decided import DecidedAt
from domain.kernel.act import Act
from domain.kernel.ids import CommandId, PersonId, RuleId
from domain.kernel.refusal import NotAllowed, NotFound, OutOfOrder, RuleBroken
from domain.powers import About
from domain.rules.values import Who
from services.application.asker import Asker
from services.application.business import (
    AnnulDecision,
    PublishStatement,
    RatifyDecision,
)
from services.application.case import Case
from services.application.deciding import by_decision
from tests.application.gathering import SITTING, STARTS, Gathering
from tests.application.organisation import CHAIR, LEEDS, STAFF

POWER = RuleId("refounding.opening_power")


def carried_out(group: Gathering, number: int = 1, rule: str = POWER, by: PersonId = STAFF) -> Act:
    key = CommandId(group.meeting)
    case = Case(group.org.store, Asker(person=by), key, {})
    return by_decision(case, DecidedAt(meeting=group.meeting, number=number), RuleId(rule))


def naming(meeting: UUID, number: int) -> dict[str, object]:
    """That a decision is on an earlier one."""
    return {"decision": DecidedAt(meeting=meeting, number=number)}


def test_the_act_cites_the_decision_as_authority_and_cause() -> None:
    group = Gathering()
    group.hold()
    group.decide()
    act = carried_out(group)
    decision = group.found.decision(1)
    assert (act.authority.kind, act.authority.id) == ("decision", str(decision.act))
    assert act.cause == decision.act
    assert act.rules == ("meetings.record_kept_by", POWER)
    assert act.actor == STAFF


def test_it_is_refused_for_a_decision_without_a_quorum_until_it_is_ratified() -> None:
    group = Gathering()
    early = group.hold(present=3)
    group.decide()
    with pytest.raises(RuleBroken) as caught:
        carried_out(group)
    assert caught.value.rule == "meetings.ratification"
    late = group.hold(starts=STARTS + timedelta(days=30))
    group.decide(text="We ratify what was decided.", names=naming(early, 1))
    group.org.ask(RatifyDecision(meeting=early, decision=1, by_meeting=late, by_decision=1), STAFF)
    group.meeting = early
    assert carried_out(group).cause == group.found.decision(1).act


def test_what_another_decision_stands_on_is_annulled_after_it() -> None:
    group = Gathering()
    early = group.hold(present=3)
    group.decide()
    late = group.hold(starts=STARTS + timedelta(days=30))
    group.decide(text="We ratify what was decided.", names=naming(early, 1))
    group.org.ask(RatifyDecision(meeting=early, decision=1, by_meeting=late, by_decision=1), STAFF)
    last = group.hold(starts=STARTS + timedelta(days=60))
    group.decide(text="We take both back.", names=naming(late, 1))
    group.decide(text="Both.", names=naming(early, 1))
    both = AnnulDecision(meeting=late, decision=1, by_meeting=last, by_decision=1)
    refusal = group.org.refused(OutOfOrder, both, STAFF, "meetings.ratification")
    assert "It ratified decision 1 of the" in refusal.sentence
    first = AnnulDecision(meeting=early, decision=1, by_meeting=last, by_decision=2)
    group.org.ask(first, STAFF)
    group.org.ask(both, STAFF)


def test_it_is_refused_for_a_decision_that_was_lost_or_annulled() -> None:
    group = Gathering()
    early = group.hold()
    group.decide(Votes(in_favour=1, against=4))
    with pytest.raises(RuleBroken):
        carried_out(group)
    group.decide()
    late = group.hold(starts=STARTS + timedelta(days=30))
    group.decide(text="We annul it.", names=naming(early, 2))
    group.org.ask(AnnulDecision(meeting=early, decision=2, by_meeting=late, by_decision=1), STAFF)
    group.meeting = early
    with pytest.raises(RuleBroken, match="annulled"):
        carried_out(group, 2)


def test_it_is_refused_if_the_rule_gives_the_power_to_another_body() -> None:
    group = Gathering(refounding__opening_power=Who(powers=("staff", "ncg.officers")))
    group.hold()
    group.decide()
    with pytest.raises(NotAllowed) as caught:
        carried_out(group)
    assert caught.value.rule == POWER


def test_a_rule_that_names_this_body_is_held_against_what_the_act_is_about() -> None:
    group = Gathering(refounding__opening_power=Who(powers=("this_body",)))
    group.hold()
    group.decide()
    case = Case(group.org.store, Asker(person=STAFF), CommandId(group.meeting), {})
    assert by_decision(
        case, DecidedAt(meeting=group.meeting, number=1), POWER, About(body="ncg")
    ).cause
    with pytest.raises(NotAllowed):
        by_decision(case, DecidedAt(meeting=group.meeting, number=1), POWER, About(body="leeds"))


def test_whoever_keeps_the_record_or_chaired_the_meeting_carries_it_out() -> None:
    group = Gathering()
    group.hold()
    group.decide()
    assert carried_out(group, by=CHAIR).actor == CHAIR
    for other in (LEEDS, SITTING[3]):
        with pytest.raises(NotAllowed) as caught:
            carried_out(group, by=other)
        assert caught.value.rule == "meetings.record_kept_by"


def test_a_gap_in_the_rules_gives_nobody_the_power() -> None:
    group = Gathering()
    group.hold()
    group.decide()
    with pytest.raises(NotFound):
        carried_out(group, rule="no.such_power")


def test_a_statement_is_published_by_the_authority_of_the_decision_that_agreed_it() -> None:
    group = Gathering()
    group.hold()
    group.decide()
    group.ask(PublishStatement, decision=1, title="Moving forwards", text="We met.")
    act = list(group.org.store.acts(limit=10_000))[-1].event.act
    assert act.authority.kind == "decision"
    assert act.cause == group.found.decision(1).act
