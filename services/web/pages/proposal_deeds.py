"""Answers what can be done with a proposal now, by whom, and what you may do yourself."""

from __future__ import annotations

from uuid import UUID

from domain.cycle.assembly import Votes, assembly_id
from domain.cycle.calendar import StageName
from domain.text.merging.collisions import Take
from services.application.amending import MoveAmendment, ParagraphEdit, WithdrawAmendment
from services.application.assemblies import (
    ConsiderCounterProposal,
    DecideAmendments,
    KeepAlternative,
    MergeUncontested,
    ReferBack,
    SettleCollision,
)
from services.application.proposals import (
    HandInProposal,
    PutCounterProposal,
    ReviseProposal,
    SupportProposal,
    WithdrawProposal,
)
from services.reading import processes
from services.reading.processes import Process
from services.reading.proposals import Held, Proposal
from services.web.lawbook import Law
from services.web.look.parts import NextStep, Weight
from services.web.pages import telling
from services.web.trying import Deeds
from services.web.visit import Visit

AS_IF = "To see whether this can be done."
TRYING = "to see whether this can be done"
SETTLED = ("withdrawn", "merged", "carried", "enacted", "lost")
ASSEMBLIES = (StageName.FIRST_ASSEMBLY, StageName.SECOND_ASSEMBLY)
ONE_VOTE = Votes(in_favour=1, against=0)


def step(visit: Visit, found: Proposal, law: Law) -> NextStep:
    """What happens next to a proposal."""
    line = found.proposal
    deeds = Deeds(visit, law)
    if line.state in SETTLED:
        return NextStep("Nothing more: it is settled")
    cycle = processes.process(visit.at, line.cycle)
    if not visit.past:
        if line.state == "draft":
            _while_draft(found, deeds)
        else:
            _once_handed_in(found, deeds)
            for stage in _sitting_now(cycle):
                _before_an_assembly(found, deeds, stage)
    return telling.next_step(cycle, law, deeds, "refounding.extension_power")


def _while_draft(found: Proposal, deeds: Deeds) -> None:
    name = found.proposal.proposal
    asked = found.asked
    revise = ReviseProposal(
        proposal=name, text=f"{asked.text.plain} {AS_IF}", rules=asked.rules, clauses=asked.clauses
    )
    hand_in = HandInProposal(proposal=name)
    deeds.offer("Hand it in", f"/do/hand_in_proposal?proposal={name}", hand_in, Weight.FIRST)
    deeds.offer("Put it in other words", f"/do/revise_proposal?proposal={name}", revise)
    if found.proposal.grp is None:
        support = SupportProposal(proposal=name)
        deeds.offer("Support it", f"/do/support_proposal?proposal={name}", support)
    _offer_withdrawal(found, deeds)


def _offer_withdrawal(found: Proposal, deeds: Deeds) -> None:
    name = found.proposal.proposal
    withdraw = WithdrawProposal(proposal=name, reason=TRYING)
    deeds.offer("Take it back", f"/do/withdraw_proposal?proposal={name}", withdraw)


def _once_handed_in(found: Proposal, deeds: Deeds) -> None:
    name = found.proposal.proposal
    deeds.offer(
        "Move an amendment", f"/do/move_amendment?proposal={name}", as_if_moved(found), Weight.FIRST
    )
    asked = found.asked
    counter = PutCounterProposal(
        proposal=name, text=f"{asked.text.plain} {AS_IF}", rules=asked.rules, reason=TRYING
    )
    deeds.offer("Put a counter-proposal", f"/do/put_counter_proposal?proposal={name}", counter)
    _offer_withdrawal(found, deeds)


def _sitting_now(cycle: Process) -> list[StageName]:
    """The stage that is an assembly's and open, if one is."""
    stage = cycle.next
    return [] if stage is None else [one for one in ASSEMBLIES if one == stage.stage]


def _before_an_assembly(found: Proposal, deeds: Deeds, stage: StageName) -> None:
    """The votes that an assembly can take on the proposal."""
    name, assembly = found.proposal.proposal, assembly_id(found.proposal.cycle, stage)
    about = f"proposal={name}&assembly={assembly}"
    if any(held.is_open and held.decided_in == stage for held in found.amendments):
        easy = MergeUncontested(assembly=assembly, proposal=name, votes=ONE_VOTE)
        deeds.offer("Agree the easy ones first", f"/do/merge_uncontested?{about}", easy)
        vote = as_if_voted(found, assembly, stage)
        deeds.offer("Record a vote on amendments", f"/do/decide_amendments?{about}", vote)
    if found.collisions:
        settle = as_if_settled(found, assembly)
        deeds.offer("Settle a collision", f"/do/settle_collision?{about}", settle)
    if any(counter.taken is None for counter in found.counters):
        consider = ConsiderCounterProposal(assembly=assembly, proposal=name, votes=ONE_VOTE)
        label = "Record the vote on the counter-proposal"
        deeds.offer(label, f"/do/consider_counter_proposal?{about}", consider)
    for first in found.asked.text.ids[:1]:
        refer = ReferBack(
            assembly=assembly, proposal=name, votes=ONE_VOTE, paragraph=first, reason=TRYING
        )
        deeds.offer("Refer a paragraph back", f"/do/refer_back?{about}", refer)


def amendment_step(visit: Visit, found: Proposal, held: Held, law: Law) -> NextStep:
    """What happens next to one amendment."""
    deeds = Deeds(visit, law)
    name, label = found.proposal.proposal, held.amendment
    if not visit.past and held.is_open:
        below = as_if_moved(found, held)
        href = f"/do/move_amendment?proposal={name}&parent={label}"
        deeds.offer("Move an amendment to it", href, below)
        back = WithdrawAmendment(proposal=name, amendment=held.content.id)
        href = f"/do/withdraw_amendment?proposal={name}&amendment={label}"
        deeds.offer("Take it back", href, back)
    if not visit.past and _may_go_to_paper(found, held):
        assembly = assembly_id(found.proposal.cycle, StageName(held.decided_in))
        keep = KeepAlternative(assembly=assembly, proposal=name, amendment=held.content.id)
        href = f"/do/keep_alternative?proposal={name}&assembly={assembly}&amendment={label}"
        deeds.offer("Let it go to the paper beside the proposal", href, keep)
    if not held.is_open:
        return deeds.on(NextStep("Nothing more: the assembly has decided on it"))
    cycle = processes.process(visit.at, found.proposal.cycle)
    return telling.next_step(cycle, law, deeds, "refounding.extension_power")


def _may_go_to_paper(found: Proposal, held: Held) -> bool:
    """Whether its vote had a minority's support and nobody has let it go to the paper yet."""
    votes = [vote for vote in found.votes if held.amendment in vote.subjects]
    undecided = found.proposal.state not in SETTLED and not held.is_alternative
    return undecided and bool(votes) and not votes[-1].carried


def as_if_moved(found: Proposal, parent: Held | None = None) -> MoveAmendment:
    """An amendment like any other: a new paragraph at the top."""
    return MoveAmendment(
        proposal=found.proposal.proposal,
        paragraphs=(ParagraphEdit(becomes=AS_IF),),
        parent=None if parent is None else parent.content.id,
    )


def as_if_voted(found: Proposal, assembly: UUID, stage: StageName) -> DecideAmendments:
    """A vote on the first open amendment."""
    first = next(h for h in found.amendments if h.is_open and h.decided_in == stage)
    return DecideAmendments(
        assembly=assembly,
        proposal=found.proposal.proposal,
        votes=ONE_VOTE,
        amendments=(first.content.id,),
    )


def as_if_settled(found: Proposal, assembly: UUID) -> SettleCollision:
    """The first reading of the first collision."""
    first = found.collisions[0]
    return SettleCollision(
        assembly=assembly,
        proposal=found.proposal.proposal,
        votes=ONE_VOTE,
        choice=Take(collision=first.id, amendments=first.readings[0].amendments),
    )
