"""Elections are called under complete rules; claimed decisions are judged and enact nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.bodies.body import Body
from domain.decisions.claim import NOTICE, POWER, REPLY, Claim, Claimed, Outcome, find_defects
from domain.elections.election import Election
from domain.elections.terms import NEEDED, election_rule, terms_of
from domain.kernel.act import Standing
from domain.kernel.ids import RuleId
from domain.kernel.refusal import OutOfOrder, RuleBroken
from domain.rules.rulebook import Edition
from tests.domain.acts import SOMEBODY, START, act, an_id, days, rulebook
from tests.support.given import Given
from tests.support.kinds import Kind


def without(*names: str) -> Edition:
    """The small rulebook with gaps."""
    edition = rulebook().editions[0]
    rules = {name: rule for name, rule in edition.rules.items() if name not in names}
    return edition.model_copy(update={"rules": rules})


def call(edition: Edition) -> Election:
    body = Body.establish(act(), slug="ncg", name="NCG", kind=Kind.COORDINATING_GROUP)
    return Election.call(an_id("e"), act(days(1)), body, "NCG 2022", terms_of("ncg", edition))


@pytest.mark.parametrize("missing", NEEDED)
def test_no_election_opens_while_one_of_its_rules_is_missing(missing: str) -> None:
    rule = election_rule("ncg", missing)
    with pytest.raises(RuleBroken) as caught:
        call(without(rule))
    assert caught.value.rule == rule


def test_an_election_is_held_under_the_rules_of_the_day_on_which_it_was_called() -> None:
    election = call(rulebook().editions[0])
    assert (election.terms.method, election.terms.places) == ("block", 4)
    (called,) = election.pending_events
    assert called.act.governing_version == 1  # type: ignore[attr-defined]  # ours has an envelope


def claimed(**other: object) -> Claimed:
    return Claimed.model_validate(
        {
            "title": "A new constitution",
            "body": "ncg",
            "notice_at": START,
            "decided_at": START + timedelta(hours=72),
            "votes_for": 8,
            "votes_against": 2,
            "changes_rulebook": False,
            **other,
        }
    )


def defects(**other: object) -> list[str]:
    return [defect.rule for defect in find_defects(claimed(**other), rulebook().editions[0])]


def test_a_decision_with_notice_power_and_quorum_has_no_defect() -> None:
    assert defects() == []
    lawful = Claim.record(an_id("c"), act(days(9)), claimed(), rulebook().editions[0])
    (recorded,) = lawful.pending_events
    assert recorded.act.standing is Standing.JUDGED  # type: ignore[attr-defined]  # as above


def test_each_rule_that_is_broken_is_named_with_what_was_found_and_needed() -> None:
    short = START + timedelta(hours=71, minutes=59)
    assert defects(decided_at=short) == [NOTICE, REPLY]
    assert defects(votes_for=7) == [RuleId("ncg.meetings.quorum")]
    assert defects(changes_rulebook=True) == [POWER]
    assert defects(body="a_body_without_a_quorum_rule", votes_for=1) == []
    (power,) = find_defects(claimed(changes_rulebook=True), rulebook().editions[0])
    assert (power.found, power.needed) == ("decided by ncg", "all_member_ballot")


def test_a_claim_is_objected_to_once_by_each_and_settled_once() -> None:
    given = Given(Claim.record(an_id("c"), act(days(9)), claimed(), rulebook().editions[0]))
    given.when(lambda it: it.object(act(days(9)), SOMEBODY, "no notice")).then(Claim.ObjectedTo)
    given.when(lambda it: it.object(act(days(9)), SOMEBODY, "again")).refused(OutOfOrder)
    given.when(lambda it: it.settle(act(days(10)), Outcome.ANNULLED, "short notice")).then(
        Claim.Settled
    )
    given.when(lambda it: it.settle(act(days(11)), Outcome.RATIFIED, "why not")).refused(OutOfOrder)
    given.when(lambda it: it.object(act(days(11)), an_id("x"), "late")).refused(OutOfOrder)  # type: ignore[arg-type]  # any id will do
