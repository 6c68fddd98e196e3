"""Story 2, first half: the rulebook is silent on ties, so the election does not open."""

from __future__ import annotations

import pytest

from domain.elections.election import Election
from domain.elections.terms import election_rule
from domain.kernel.refusal import NotAllowed, RuleBroken
from domain.rules.values import Choice, Who
from services.application.elections import CallElection
from services.application.rules import ReviseRulebook
from tests.application.organisation import CHAIR, MEMBERS, STAFF, Organisation
from tests.support.rulebook import rule

CALL = CallElection(body="ncg", title="NCG 2022")


@pytest.mark.parametrize("silent", ["tie_rule", "vacancy_rule", "unfilled_seat_rule"])
def test_an_election_does_not_open_while_the_rulebook_is_silent(silent: str) -> None:
    gap = election_rule("ncg", silent)
    org = Organisation.without_rules(gap)
    refusal = org.refused(RuleBroken, CALL, STAFF, gap)
    assert "too late to make one after the count" in refusal.sentence


def test_it_opens_once_the_gap_is_filled_by_who_may_fill_it() -> None:
    gap = election_rule("ncg", "tie_rule")
    org = Organisation.without_rules(
        gap, constitution__amend_power=Who(powers=("ncg.chair", "all_member_ballot"))
    )
    fill = ReviseRulebook(title="Ties", added=(rule(gap, Choice(choice="lot")),))
    org.refused(NotAllowed, fill, MEMBERS[0], "constitution.amend_power")
    org.ask(fill, CHAIR)
    election = org.store.load(Election, org.hands.began(org.ask(CALL, STAFF)))
    assert (election.terms.tie_rule, election.terms.edition) == ("lot", 2)
