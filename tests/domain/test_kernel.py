"""Envelopes, ids and refusals."""

from __future__ import annotations

from datetime import timedelta

from domain.kernel.act import Standing
from domain.kernel.ids import ClauseId, RuleId, act_id
from domain.kernel.refusal import RuleBroken
from tests.domain.acts import START, act, an_id


def test_an_acts_id_tells_when_and_is_always_the_same_for_the_same_act() -> None:
    first = act_id(START, an_id("c"), an_id("s"), 1)
    assert first == act_id(START, an_id("c"), an_id("s"), 1)
    assert first != act_id(START, an_id("c"), an_id("s"), 2)
    assert (first.version, first.int >> 80) == (7, int(START.timestamp() * 1000))
    assert act_id(START + timedelta(seconds=1), an_id("a"), an_id("a"), 1) > first


def test_a_fact_that_breaks_a_rule_is_marked_and_one_that_breaks_none_is_not() -> None:
    rule = RuleId("decisions.written_notice_hours")
    broken = act().breaking(rule)
    assert (broken.standing, broken.breaks, broken.rules) == (Standing.IRREGULAR, (rule,), (rule,))
    assert act().breaking().standing is Standing.JUDGED


def test_an_act_names_each_rule_that_it_was_judged_by_once() -> None:
    one, two = RuleId("one"), RuleId("two")
    assert act().under(one).under(one, two).rules == (one, two)


def test_a_refusal_cites_its_rule_and_clause() -> None:
    refusal = RuleBroken("Too few.", rule=RuleId("quorum"), clause=ClauseId("7"))
    assert str(refusal) == "Too few. (rule quorum, clause 7)"
    assert str(RuleBroken("Too few.")) == "Too few."
