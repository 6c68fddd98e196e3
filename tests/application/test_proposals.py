"""Proposals on their way: versions, supporters, composites, counters, texts of a minority."""

from __future__ import annotations

from uuid import UUID

from domain.cycle.assembly import MINORITY, PROCEDURE, Votes
from domain.cycle.calendar import StageName
from domain.cycle.held import Fate
from domain.cycle.proposal import COUNTER, SUPPORTERS
from domain.kernel.refusal import BadInput, NotAllowed, NotFound, OutOfOrder, RuleBroken, TooLate
from domain.rules.values import AmendmentProcedure, Choice, Count, Procedure, RuleChange
from domain.text.amendment.change import AmendmentId
from domain.text.text import ParagraphId
from services.application.amending import MoveAmendment
from services.application.assemblies import (
    ConsiderCounterProposal,
    DecideAmendments,
    KeepAlternative,
    ReferBack,
)
from services.application.proposals import (
    HandInProposal,
    MergeProposals,
    PutCounterProposal,
    ReviseProposal,
    SupportProposal,
    WithdrawProposal,
)
from tests.application.organisation import (
    AGAINST,
    CHAIR,
    FOR,
    LEEDS,
    MEMBERS,
    SECOND,
    STAFF,
    STATUTE,
    STRANGER,
    YORK,
    Organisation,
    becomes,
    in_memory,
)

METHOD = "election.ncg.method"
NINE = "The council has nine members, who are elected for two years."
EIGHT = "The council has eight members, who are elected for two years."
SUBSTANTIVE = AmendmentProcedure(procedure=Procedure.SUBSTANTIVE)
DRAFTER, FIRST_BACKER, SECOND_BACKER = MEMBERS[:3]


def opened(**other: Count | AmendmentProcedure) -> Organisation:
    org = in_memory(**other)
    org.open_cycle()
    return org


def test_every_version_of_a_draft_is_kept() -> None:
    org = opened()
    draft = org.draft("First words.")
    org.ask(ReviseProposal(proposal=draft, text="Second words."), LEEDS, "leeds")
    assert [one.text.plain for one in org.proposal(draft).versions] == [
        "First words.",
        "Second words.",
    ]
    same = ReviseProposal(proposal=draft, text="Second words.")
    org.refused(BadInput, same, LEEDS, group="leeds")


def test_a_members_draft_needs_the_supporters_that_the_rule_asks_for() -> None:
    org = opened()
    draft = org.hands.began(org.ask(org.members_draft(), DRAFTER))
    hand_in, support = HandInProposal(proposal=draft), SupportProposal(proposal=draft)
    org.ask(support, FIRST_BACKER)
    org.refused(RuleBroken, hand_in, DRAFTER, SUPPORTERS)
    org.refused(OutOfOrder, support, FIRST_BACKER, SUPPORTERS)
    org.refused(OutOfOrder, support, DRAFTER, SUPPORTERS)
    org.refused(NotAllowed, support, STRANGER, "refounding.who_may_support")
    org.ask(support, SECOND_BACKER)
    org.ask(hand_in, DRAFTER)
    assert org.proposal(draft).number == 1
    org.refused(OutOfOrder, hand_in, DRAFTER)


def test_a_groups_draft_needs_no_supporters() -> None:
    org = opened()
    assert org.proposal(org.hand_in()).supporters == ()


def test_what_was_handed_in_changes_by_amendments_only() -> None:
    org = opened()
    proposal = org.hand_in()
    revision = ReviseProposal(proposal=proposal, text="Other words.")
    org.refused(OutOfOrder, revision, LEEDS, group="leeds")


def test_a_proposal_that_was_withdrawn_is_on_no_list_and_on_no_paper() -> None:
    org = opened()
    kept, gone = org.hand_in(title="Kept"), org.hand_in(title="Gone")
    withdraw = WithdrawProposal(proposal=gone, reason="The other is better.")
    org.refused(NotAllowed, withdraw, MEMBERS[0], "bodies.spoken_for_by")
    org.ask(withdraw, LEEDS, "leeds")
    org.refused(NotFound, withdraw, LEEDS, group="leeds")
    org.reach(StageName.BALLOT)
    assert [question.subject for question in org.ballot.questions] == [kept]


def test_a_proposal_that_was_withdrawn_is_not_amended_any_more() -> None:
    org = opened()
    proposal = org.hand_in()
    assembly = org.gather()
    name = org.move(proposal, becomes(1, NINE))
    org.ask(WithdrawProposal(proposal=proposal, reason="We think better."), LEEDS, "leeds")
    vote = DecideAmendments(assembly=assembly, proposal=proposal, amendments=(name,), votes=FOR)
    org.refused(OutOfOrder, vote, STAFF)
    move = MoveAmendment(proposal=proposal, paragraphs=(becomes(2, "Two."),))
    org.refused(OutOfOrder, move, YORK)


def test_nothing_is_withdrawn_once_the_texts_are_settled() -> None:
    org = opened()
    proposal = org.hand_in()
    org.reach(StageName.PREPARATION)
    withdraw = WithdrawProposal(proposal=proposal, reason="too late")
    settled = "refounding.second_assembly_days"
    org.refused(TooLate, withdraw, LEEDS, settled, group="leeds")


def merged(org: Organisation, *parents: UUID) -> MergeProposals:
    return MergeProposals(cycle=org.cycle, title="Both", parents=parents, text="One text of two.")


def test_a_composite_names_its_parents_and_takes_their_place() -> None:
    org = opened()
    one, two = org.hand_in(title="One"), org.hand_in(title="Two")
    org.refused(NotAllowed, merged(org, one, two), LEEDS, "refounding.merging_power")
    org.refused(BadInput, merged(org, one, one), STAFF)
    receipt = org.ask(merged(org, one, two), STAFF)
    (composite,) = (ref.stream for ref in receipt.result.acts if ref.version == 1)
    assert org.proposal(composite).parents == (one, two)
    assert org.proposal(one).gone
    assert [entry.proposal for entry in org.the_cycle.standing_entries] == [composite]
    org.refused(NotFound, merged(org, one, two), STAFF)


def test_a_composite_may_be_made_until_the_first_assembly_ends() -> None:
    org = opened()
    one, two = org.hand_in(title="One"), org.hand_in(title="Two")
    org.gather()
    org.ask(merged(org, one, two), STAFF)
    three, four = org.the_cycle.standing_entries[0].proposal, one
    org.reach(StageName.AMENDMENTS)
    late = merged(org, three, four)
    assert "on the list" in org.refused(NotFound, late, STAFF).sentence


def test_a_composite_for_an_unknown_rule_is_refused() -> None:
    org = opened()
    one, two = org.hand_in(title="One"), org.hand_in(title="Two")
    change = RuleChange.model_validate(
        {"rule": "no.such_rule", "value": {"type": "count", "count": 1}}
    )
    command = merged(org, one, two).model_copy(update={"rules": (change,)})
    org.refused(NotFound, command, STAFF, "no.such_rule")


def counter(proposal: UUID, text: str = "The council is abolished.") -> PutCounterProposal:
    return PutCounterProposal(proposal=proposal, text=text, reason="It costs less.")


def consider(assembly: UUID, proposal: UUID, votes: Votes = FOR) -> ConsiderCounterProposal:
    return ConsiderCounterProposal(assembly=assembly, proposal=proposal, votes=votes)


def test_the_coordinating_group_puts_one_counter_proposal() -> None:
    org = opened()
    proposal = org.hand_in()
    org.reach(StageName.AMENDMENTS)
    org.refused(NotAllowed, counter(proposal), LEEDS, "refounding.counter_power")
    org.ask(counter(proposal), CHAIR)
    org.refused(RuleBroken, counter(proposal, "Once more."), CHAIR, COUNTER)


def test_a_counter_proposal_takes_the_place_of_the_text_only_by_a_vote() -> None:
    org = opened()
    left, taken = org.hand_in(title="Left"), org.hand_in(title="Taken")
    org.reach(StageName.AMENDMENTS)
    org.ask(counter(left), CHAIR)
    org.ask(counter(taken), CHAIR)
    assembly = org.gather(SECOND)
    org.ask(consider(assembly, left, AGAINST), STAFF)
    org.ask(consider(assembly, taken), STAFF)
    org.refused(OutOfOrder, consider(assembly, taken), STAFF)
    assert org.proposal(left).asked.text.plain == STATUTE
    assert org.proposal(taken).asked.text.plain == "The council is abolished."


def test_amendments_are_carried_over_to_a_counter_proposal_that_was_taken() -> None:
    org = opened()
    proposal = org.hand_in()
    org.reach(StageName.AMENDMENTS)
    fits, lost = org.move(proposal, becomes(1, NINE)), org.move(proposal, becomes(3, "No fee."))
    without_the_fee = STATUTE.replace("Every member pays a fee of ten pounds a year.\n\n", "")
    org.ask(counter(proposal, without_the_fee), CHAIR)
    assembly = org.gather(SECOND)
    org.ask(consider(assembly, proposal), STAFF)
    held = org.proposal(proposal).held
    assert (held[fits].fate, held[lost].fate) == (Fate.MOVED, Fate.OVERTAKEN)
    org.decide(assembly, proposal, fits)
    org.reach(StageName.PREPARATION)
    assert org.proposal(proposal).asked.text.paragraphs[0].text == NINE


def test_a_counter_proposal_for_an_unknown_rule_is_refused() -> None:
    org = opened()
    proposal = org.hand_in()
    org.reach(StageName.AMENDMENTS)
    value = {"type": "count", "count": 1}
    change = RuleChange.model_validate({"rule": "no.such_rule", "value": value})
    wrong = counter(proposal).model_copy(update={"rules": (change,)})
    org.refused(NotFound, wrong, CHAIR, "no.such_rule")


def keep(assembly: UUID, proposal: UUID, amendment: str) -> KeepAlternative:
    name = AmendmentId(amendment)
    return KeepAlternative(assembly=assembly, proposal=proposal, amendment=name)


def test_a_minority_without_support_takes_nothing_to_the_paper() -> None:
    org = opened()
    proposal = org.hand_in()
    assembly = org.gather()
    name = org.move(proposal, becomes(1, NINE))
    org.refused(RuleBroken, keep(assembly, proposal, name), STAFF, MINORITY)
    org.decide(assembly, proposal, name, votes=Votes(in_favour=0, against=4))
    org.refused(RuleBroken, keep(assembly, proposal, name), STAFF, MINORITY)


def with_an_alternative() -> tuple[Organisation, UUID]:
    """Elect by block vote, says the majority; by STV, says a minority of one in four."""
    org = opened()
    proposal = org.hand_in(changes={METHOD: Choice(choice="approval")})
    assembly = org.gather()
    name = org.move(proposal, becomes(1, NINE), rules={METHOD: Choice(choice="scottish-stv")})
    org.decide(assembly, proposal, name, votes=AGAINST)
    org.ask(keep(assembly, proposal, name), STAFF)
    org.reach(StageName.BALLOT)
    return org, proposal


def method(org: Organisation) -> str:
    return org.rulebook.at(org.store.now()).value(METHOD, Choice).choice


def test_the_paper_shows_a_minoritys_text_with_its_support() -> None:
    org, proposal = with_an_alternative()
    own, alternative = org.ballot.questions
    assert (own.subject, alternative.alternative_to) == (proposal, proposal)
    assert alternative.support == "1 for, 3 against, 0 abstained"


def test_a_minoritys_text_can_win_and_is_what_changes_the_rules() -> None:
    org, proposal = with_an_alternative()
    org.vote_in_the_ballot("NY", "YN", in_favour=6, against=2)
    assert method(org) == "scottish-stv"
    assert org.proposal(proposal).enacted


def test_where_both_are_carried_the_stronger_text_stands() -> None:
    org, _ = with_an_alternative()
    org.vote_in_the_ballot("YY", "Y-", in_favour=6, against=2)
    assert method(org) == "approval"


def test_a_minoritys_text_goes_along_when_the_text_changes() -> None:
    org = opened(refounding__procedure=SUBSTANTIVE)
    proposal = org.hand_in()
    assembly = org.gather()
    minority, other = org.move(proposal, becomes(1, NINE)), org.move(proposal, becomes(3, None))
    org.decide(assembly, proposal, minority, votes=AGAINST)
    org.decide(assembly, proposal, other)
    org.ask(keep(assembly, proposal, minority), STAFF)
    org.reach(StageName.AMENDMENTS)
    late = org.move(proposal, becomes(4, "These rules never change."))
    second = org.gather(SECOND)
    org.decide(second, proposal, late)
    org.reach(StageName.PREPARATION)
    text = org.proposal(proposal).alternative(minority).text
    assert [paragraph.text for paragraph in text.paragraphs] == [
        NINE,
        STATUTE.split("\n\n")[1],
        "These rules never change.",
    ]


def test_a_minoritys_text_that_lost_its_place_does_not_go_to_the_paper() -> None:
    org = opened()
    proposal = org.hand_in()
    assembly = org.gather()
    minority, strike = org.move(proposal, becomes(1, NINE)), org.move(proposal, becomes(1, None))
    org.decide(assembly, proposal, minority, votes=AGAINST)
    org.ask(keep(assembly, proposal, minority), STAFF)
    org.decide(assembly, proposal, strike)
    org.reach(StageName.BALLOT)
    assert len(org.ballot.questions) == 1


def test_a_paragraph_that_is_referred_back_takes_what_was_moved_on_it_along() -> None:
    org = opened()
    proposal = org.hand_in()
    assembly = org.gather()
    only = org.move(proposal, becomes(1, NINE))
    both = org.move(proposal, becomes(1, EIGHT), becomes(3, None))
    refer = ReferBack(
        assembly=assembly,
        proposal=proposal,
        votes=FOR,
        paragraph=ParagraphId("p1"),
        reason="Nobody knows what it costs.",
    )
    org.ask(refer, STAFF)
    held = org.proposal(proposal).held
    assert (held[only].fate, held[both].fate) == (Fate.REFERRED, Fate.MOVED)
    assert held[AmendmentId(f"{both}/p1")].fate is Fate.REFERRED
    again = MoveAmendment(proposal=proposal, paragraphs=(becomes(1, "Let it be seven."),))
    org.refused(OutOfOrder, again, YORK, "refounding.procedure")
    org.decide(assembly, proposal, both)
    org.reach(StageName.AMENDMENTS)
    text = org.proposal(proposal).asked.text.plain
    assert text == STATUTE.replace("Every member pays a fee of ten pounds a year.\n\n", "")
    org.ask(again, YORK)


def test_nothing_is_referred_back_without_a_majority_or_by_a_wrong_name() -> None:
    org = opened()
    proposal = org.hand_in()
    assembly = org.gather()
    only = org.move(proposal, becomes(1, NINE))
    refer = ReferBack(
        assembly=assembly,
        proposal=proposal,
        votes=AGAINST,
        paragraph=ParagraphId("p1"),
        reason="Why not.",
    )
    org.ask(refer, STAFF)
    assert org.proposal(proposal).held[only].is_open
    gone = refer.model_copy(update={"votes": FOR, "paragraph": ParagraphId("p9")})
    org.refused(BadInput, gone, STAFF)


def test_amendments_that_the_first_assembly_did_not_reach_go_to_the_second() -> None:
    org = opened()
    proposal = org.hand_in()
    org.gather()
    name = org.move(proposal, becomes(1, NINE))
    org.reach(StageName.AMENDMENTS)
    assert org.proposal(proposal).held[name].decided_in is SECOND
    org.reach(StageName.PREPARATION)
    assert org.proposal(proposal).held[name].fate is Fate.NOT_REACHED


def test_what_survives_is_rebased_on_the_text_of_the_first_assembly() -> None:
    org = opened()
    proposal = org.hand_in()
    assembly = org.gather()
    carried, waits = org.move(proposal, becomes(3, None)), org.move(proposal, becomes(1, NINE))
    org.decide(assembly, proposal, carried)
    second = org.gather(SECOND)
    org.decide(second, proposal, waits)
    org.reach(StageName.PREPARATION)
    assert [paragraph.id for paragraph in org.proposal(proposal).asked.text.paragraphs] == [
        "p1",
        "p2",
        "p4",
    ]
    assert org.proposal(proposal).asked.text.paragraphs[0].text == NINE


def test_a_proposal_of_another_cycle_is_not_before_this_assembly() -> None:
    org = opened()
    foreign = org.hand_in()
    org.open_cycle("Another")
    org.hand_in(title="Ours")
    assembly = org.gather()
    vote = DecideAmendments(
        assembly=assembly, proposal=foreign, amendments=(AmendmentId("A1"),), votes=FOR
    )
    org.refused(BadInput, vote, STAFF)


def test_the_procedure_is_the_one_of_the_opening() -> None:
    org = opened(refounding__procedure=SUBSTANTIVE)
    rules = org.the_cycle.governing(org.rulebook, org.store.now())
    assert rules.value(PROCEDURE, AmendmentProcedure) == SUBSTANTIVE
