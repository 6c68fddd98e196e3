"""Where a rule decides, the refusal carries it with its clause: in text, in words, to programs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.ballots.terms import FRANCHISE, ONE_PAPER, PERIOD
from domain.cycle.calendar import StageName
from domain.kernel.refusal import (
    NotAllowed,
    OutOfOrder,
    QuorumNotMet,
    Refusal,
    RuleBroken,
    TooEarly,
    TooLate,
)
from services.application.amending import MoveAmendment, WithdrawAmendment
from services.application.assemblies import OpenSitting, RegisterDelegate
from services.application.command import Command
from services.application.proposals import (
    DraftProposal,
    HandInProposal,
    SupportProposal,
    WithdrawProposal,
)
from services.web.problems import problem_of
from tests.application.organisation import (
    LEEDS,
    MEMBERS,
    STAFF,
    YORK,
    Organisation,
    becomes,
    in_memory,
)
from tests.support.hands import member
from tests.support.rulebook import CLAUSE

CITED = f"clause {CLAUSE.id}"


def refused(org: Organisation, kind: type[Refusal], asked: Command, by: object, rule: str) -> None:
    """It is refused by this rule and clause, in words, in the problem and in plain text."""
    with pytest.raises(kind) as caught:
        org.ask(asked, by)  # type: ignore[arg-type]  # one of the organisation's people
    cites(caught.value, rule)


def cites(refusal: Refusal, rule: str) -> None:
    assert (refusal.rule, refusal.clause) == (rule, CLAUSE.id)
    assert str(refusal) == f"{refusal.sentence} (rule {rule}, {CITED})"
    problem = problem_of(refusal, "/here")
    assert (problem.rule, problem.clause, problem.title) == (rule, CLAUSE.id, refusal.sentence)


@pytest.fixture
def org() -> Organisation:
    found = in_memory()
    found.open_cycle()
    return found


def test_in_drafting(org: Organisation) -> None:
    supporters = "refounding.supporters_needed"
    own = org.hands.began(org.ask(org.members_draft(), MEMBERS[0]))
    refused(org, OutOfOrder, SupportProposal(proposal=own), MEMBERS[0], supporters)
    refused(org, RuleBroken, HandInProposal(proposal=own), MEMBERS[0], supporters)
    taking = WithdrawProposal(proposal=own, reason="no")
    refused(org, NotAllowed, taking, MEMBERS[1], "refounding.who_may_draft")
    org.reach(StageName.FIRST_ASSEMBLY)
    late = DraftProposal(cycle=org.cycle, title="Late", text="One.")
    refused(org, TooLate, late, MEMBERS[0], StageName.DRAFTING.rule)


def test_in_an_assembly(org: Organisation) -> None:
    proposal = org.hand_in()
    early = MoveAmendment(proposal=proposal, paragraphs=(becomes(1, "Other words."),))
    refused(org, TooEarly, early, YORK, StageName.AMENDMENTS.rule)
    assembly = org.gather()
    record = OpenSitting(assembly=assembly, present=4)
    refused(org, NotAllowed, record, LEEDS, "assemblies.record_kept_by")
    poor = OpenSitting(assembly=assembly, present=1)
    refused(org, QuorumNotMet, poor, STAFF, "refounding.assembly_quorum")
    third = RegisterDelegate(assembly=assembly, person=MEMBERS[0], name="M", group="leeds")
    refused(org, RuleBroken, third, LEEDS, "refounding.delegates_per_group")
    moved = org.move(proposal, becomes(1, "Other words."))
    back = WithdrawAmendment(proposal=proposal, amendment=moved)
    refused(org, OutOfOrder, back, YORK, "refounding.who_may_amend")


def test_on_a_proposal_whose_texts_are_settled(org: Organisation) -> None:
    proposal = org.hand_in()
    org.reach(StageName.PREPARATION)
    taking = WithdrawProposal(proposal=proposal, reason="no")
    refused(org, TooLate, taking, LEEDS, StageName.SECOND_ASSEMBLY.rule)


def test_on_a_deadline(org: Organisation) -> None:
    longer = org.extension(StageName.DRAFTING, days=100)
    refused(org, NotAllowed, longer, MEMBERS[0], "refounding.extension_power")


@pytest.mark.parametrize(
    ("number", "kind", "rule"),
    [(999, NotAllowed, FRANCHISE), (7, OutOfOrder, ONE_PAPER)],
)
def test_on_a_paper_off_the_roll_or_the_second(
    org: Organisation, number: int, kind: type[Refusal], rule: str
) -> None:
    org.hand_in()
    org.reach(StageName.BALLOT)
    org.hands.boxes.cast(org.ballot.id, member(7), "Y")
    with pytest.raises(kind) as caught:
        org.hands.boxes.cast(org.ballot.id, member(number), "Y")
    cites(caught.value, rule)


def test_on_a_paper_before_the_opening_and_after_the_close(org: Organisation) -> None:
    org.hand_in()
    org.reach(StageName.PREPARATION)
    hours = org.ballot.hours
    for moment, kind in (
        (hours.opens - timedelta(seconds=1), TooEarly),
        (hours.closes, TooLate),
    ):
        org.hands.at(moment)
        with pytest.raises(kind) as caught:
            org.hands.boxes.cast(org.ballot.id, member(7), "Y")
        cites(caught.value, PERIOD)
