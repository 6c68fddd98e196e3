"""Answers what can be done with a proposal now, by whom, and what you may do yourself."""

from __future__ import annotations

from uuid import UUID

from domain.cycle.assembly import Votes, assembly_id
from domain.cycle.calendar import StageName
from domain.text.text import ParagraphId
from services.application.amending import MoveAmendment, ParagraphEdit
from services.application.assemblies import DecideAmendments
from services.application.proposals import HandInProposal, ReviseProposal, SupportProposal
from services.reading import processes
from services.reading.proposals import Proposal
from services.web.lawbook import Law
from services.web.look.parts import NextStep, Weight
from services.web.pages import telling
from services.web.trying import Deeds
from services.web.visit import Visit

AS_IF = "– as if this had been moved."


def step(visit: Visit, found: Proposal, law: Law) -> NextStep:
    """What happens next to a proposal."""
    line = found.proposal
    deeds = Deeds(visit, law)
    if line.state in ("withdrawn", "merged", "carried", "enacted", "lost"):
        return NextStep("Nothing more: it is settled")
    if not visit.past:
        (_while_draft if line.state == "draft" else _once_handed_in)(found, deeds)
    cycle = processes.process(visit.at, line.cycle)
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


def _once_handed_in(found: Proposal, deeds: Deeds) -> None:
    name = found.proposal.proposal
    deeds.offer(
        "Move an amendment", f"/do/move_amendment?proposal={name}", as_if_moved(found), Weight.FIRST
    )
    for stage in _stages_with_open_amendments(found):
        assembly = assembly_id(found.proposal.cycle, stage)
        vote = as_if_voted(found, assembly, stage)
        href = f"/do/decide_amendments?proposal={name}&assembly={assembly}"
        deeds.offer(f"Record a vote of the {stage.heading.lower()}", href, vote)


def as_if_moved(found: Proposal) -> MoveAmendment:
    """An amendment like any other: words at the end of the first paragraph."""
    first = found.asked.text.paragraphs[0]
    edit = ParagraphEdit(paragraph=ParagraphId(first.id), becomes=f"{first.text} {AS_IF}")
    return MoveAmendment(proposal=found.proposal.proposal, paragraphs=(edit,))


def as_if_voted(found: Proposal, assembly: UUID, stage: StageName) -> DecideAmendments:
    """A vote on the first open amendment."""
    first = next(h for h in found.amendments if h.is_open and h.decided_in == stage)
    return DecideAmendments(
        assembly=assembly,
        proposal=found.proposal.proposal,
        votes=Votes(in_favour=1, against=0),
        amendments=(first.content.id,),
    )


def _stages_with_open_amendments(found: Proposal) -> list[StageName]:
    stages = {held.decided_in for held in found.amendments if held.is_open}
    return [stage for stage in StageName if stage in stages]
