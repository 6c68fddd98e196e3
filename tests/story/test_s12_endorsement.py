"""S12: endorsement by the body or by all members, as the rulebook of the day says.

In January 2020 the coordinating group recommended one name (13 for, 6 against, 1 abstained) and
members answered yes or no within days.  The ballot of 2022 put everyone who asks on the paper: in
2023 the group is refused what it did in 2020, and told by which ballot.
"""

from __future__ import annotations

import pytest

from domain.endorsements.state import State
from domain.kernel.refusal import NotAllowed, RuleBroken
from domain.rules.values import Choice, Flag, Who
from services.application.endorsements import (
    AnswerEndorsementWithdrawal,
    DecideEndorsementWithdrawal,
    Endorse,
    ProposeEndorsementWithdrawal,
    RecommendEndorsement,
)
from tests.application.endorsed import ANA, BEN, Called
from tests.application.organisation import CHAIR, FIRST, SECOND, Organisation, in_memory

PAPER, ROUTE = "endorsement.leader_paper", "endorsement.leader_route"
VOTES = {"votes_for": 13, "votes_against": 6, "abstained": 1}
REFOUNDING = "Members decide whom we endorse"


@pytest.fixture
def org() -> Organisation:
    """The organisation before its ballot: the group recommends, and support is for good."""
    return in_memory(
        endorsement__leader_route=Choice(choice="body_recommendation"),
        endorsement__leader_paper=Choice(choice="recommended_only"),
        endorsement__ongoing_relationship=Flag(holds=False),
        endorsement__withdrawal_power=Who(powers=()),
    )


def refounded(org: Organisation) -> None:
    """All members vote to put everyone who asks on the paper, and for a lasting relationship."""
    org.open_cycle()
    changes = {
        ROUTE: Choice(choice="all_member_vote"),
        PAPER: Choice(choice="all_who_ask"),
        "endorsement.ongoing_relationship": Flag(holds=True),
        "endorsement.withdrawal_power": Who(powers=("ncg",)),
    }
    org.hand_in(title=REFOUNDING, changes=changes)
    org.gather(FIRST)
    org.gather(SECOND)
    org.vote_in_the_ballot("Y", "N", in_favour=8, against=2)
    org.hands.settle()


def test_what_the_group_did_in_2020_is_refused_after_the_ballot_and_it_says_by_which(
    org: Organisation,
) -> None:
    before = Called(org, "Deputy leader", election="the party's election of 2020")
    before.stand((ANA, "Ana"), (BEN, "Ben"))
    before.closed()
    before.ask(RecommendEndorsement, CHAIR, number=1, votes=VOTES)
    org.hands.settle()
    before.answer("Y", "Y", "N", "Y")
    assert before.states() == [("Ana", "endorsed"), ("Ben", "not endorsed")]
    propose = before.of(ProposeEndorsementWithdrawal, number=1, reasons="So.")
    org.refused(NotAllowed, propose, CHAIR, "endorsement.withdrawal_power")

    refounded(org)
    after = Called(org, "Deputy leader", election="the party's election of 2023")
    after.stand((ANA, "Ana"), (BEN, "Ben"))
    after.announce()
    after.org.hands.at(after.found.terms.asks_until)
    recommend = after.of(RecommendEndorsement, number=1, votes=VOTES)
    refused = org.refused(RuleBroken, recommend, CHAIR, PAPER)
    alone = after.of(Endorse, numbers=(1,), because="As before.")
    also = org.refused(RuleBroken, alone, CHAIR, ROUTE)
    for sentence in (refused.sentence, also.sentence):
        assert org.ballot.title in sentence
        assert "2022" in sentence or "2021" in sentence
    after.vote((2, 1), (2,), (1,))
    assert after.states() == [("Ana", "not endorsed"), ("Ben", "endorsed")]


def test_those_endorsed_keep_it_up_and_support_ends_after_a_hearing(org: Organisation) -> None:
    refounded(org)
    it = Called(org, "Leader")
    it.stand((ANA, "Ana"))
    it.closed()
    it.answer("Y", "Y")
    assert it.found.review_at is not None
    it.ask(ProposeEndorsementWithdrawal, CHAIR, number=1, reasons="No meeting was held.")
    it.ask(AnswerEndorsementWithdrawal, ANA, number=1, words="I was ill.")
    told = {"number": 1, "withdrawn": True, "reasons": "It has been two years."}
    it.ask(DecideEndorsementWithdrawal, CHAIR, **told)
    assert it.found.requests[0].state is State.WITHDRAWN
    assert it.found.ended


def test_for_the_conference_committee_the_group_endorses_by_itself(org: Organisation) -> None:
    it = Called(org, "Conference committee", places=2)
    it.stand((ANA, "Ana"), (BEN, "Ben"))
    it.closed()
    it.ask(Endorse, CHAIR, numbers=(1, 2), because="Both sit there already.")
    assert {state for _, state in it.states()} == {"endorsed"}
