"""Proposals: drafted, revised, supported, handed in, withdrawn, merged, countered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from pydantic import AwareDatetime

from domain.bodies.body import Body, body_id
from domain.bodies.meetings import adopted_at
from domain.cycle.asked import Asked, Drafter
from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from domain.cycle.proposal import Proposal
from domain.kernel.act import Act, Authority
from domain.kernel.ids import BodyId, ProposalId, RuleId
from domain.kernel.refusal import BadInput, NotAllowed
from domain.kernel.sane import Line
from domain.rules.values import ClauseChange, RuleChange
from domain.text.amendment.change import RuleEdit
from domain.text.difference.matching import revised
from domain.text.text import Text
from services.application.bodies import speaker_for
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.cycles import cycle_of, governing
from services.application.rules import must_be_open
from services.application.trial import must_hold_together

WHO_MAY_DRAFT = RuleId("refounding.who_may_draft")
WHO_MAY_SUPPORT = RuleId("refounding.who_may_support")
MERGING_POWER = RuleId("refounding.merging_power")
COUNTER_POWER = RuleId("refounding.counter_power")


class Wording(Command):
    """The words and rule changes that a version of a proposal asks for.

    `text` is plain: paragraphs are parted by a blank line.
    """

    text: str
    rules: tuple[RuleChange, ...] = ()
    clauses: tuple[ClauseChange, ...] = ()
    from_when: AwareDatetime | None = None
    upon: Line | None = None
    transitional: tuple[UUID, ...] = ()


class DraftProposal(Wording):
    """Draft a proposal: for a group, at a meeting that it reported, or as a member."""

    cycle: UUID
    title: Line
    group: Line | None = None
    meeting: UUID | None = None


class ReviseProposal(Wording):
    """Put a draft in other words; every version is kept."""

    proposal: UUID
    note: str = ""


class SupportProposal(Command):
    """Put your name to a member's draft."""

    proposal: UUID


class HandInProposal(Command):
    """Hand a draft in before drafting ends."""

    proposal: UUID


class WithdrawProposal(Command):
    """Take a proposal back."""

    proposal: UUID
    reason: str


class MergeProposals(Wording):
    """Make one composite of several proposals; it names them as its parents."""

    cycle: UUID
    title: Line
    parents: tuple[UUID, ...]


class PutCounterProposal(Wording):
    """Put the coordinating group's own text beside a proposal, once."""

    proposal: UUID
    reason: str


@VERBS.handles(DraftProposal)
def draft_proposal(case: Case, command: DraftProposal) -> None:
    cycle = cycle_of(case, command.cycle)
    cycle.calendar.require(StageName.DRAFTING, case.now)
    drafter, act = _drafter(case, command, cycle)
    text = Text.from_plain(command.text)
    case.add(
        Proposal.draft(
            case.id_for("proposal"), act, cycle.id, command.title, asked(command, text), drafter
        )
    )


@VERBS.handles(ReviseProposal)
def revise_proposal(case: Case, command: ReviseProposal) -> None:
    proposal, cycle = with_cycle(case, command.proposal)
    cycle.calendar.require(StageName.DRAFTING, case.now)
    version = f"v{len(proposal.versions) + 1}"
    text = revised(proposal.asked.text, command.text, version)
    act = within_cycle(case.act(_drafters_authority(case, proposal)), cycle)
    proposal.revise(act.under(StageName.DRAFTING.rule), asked(command, text), command.note)


@VERBS.handles(SupportProposal)
def support_proposal(case: Case, command: SupportProposal) -> None:
    proposal, cycle = with_cycle(case, command.proposal)
    cycle.calendar.require(StageName.DRAFTING, case.now)
    act = case.act_by_power(WHO_MAY_SUPPORT, governing=governing(case, cycle))
    proposal.support(within_cycle(act, cycle), case.by.person)


@VERBS.handles(HandInProposal)
def hand_in_proposal(case: Case, command: HandInProposal) -> None:
    proposal, cycle = with_cycle(case, command.proposal)
    act = case.act(_drafters_authority(case, proposal))
    must_fit(case, proposal)
    entry = cycle.enter(act, proposal.id, proposal.title)
    proposal.hand_in(within_cycle(act, cycle), entry.number, governing(case, cycle))


@VERBS.handles(WithdrawProposal)
def withdraw_proposal(case: Case, command: WithdrawProposal) -> None:
    proposal, cycle = with_cycle(case, command.proposal)
    act = case.act(_drafters_authority(case, proposal))
    if proposal.number is not None:
        cycle.leave(act, proposal.id, command.reason)
    proposal.withdraw(within_cycle(act, cycle), command.reason)


@VERBS.handles(MergeProposals)
def merge_proposals(case: Case, command: MergeProposals) -> None:
    cycle = cycle_of(case, command.cycle)
    if len(set(command.parents)) < 2:
        raise BadInput("A composite is made of at least two proposals.")
    rules = governing(case, cycle)
    act = case.act_by_power(MERGING_POWER, governing=rules)
    text = Text.from_plain(command.text)
    parents = tuple(ProposalId(parent) for parent in command.parents)
    composite = Proposal.draft(
        case.id_for("composite"),
        within_cycle(act, cycle),
        cycle.id,
        command.title,
        asked(command, text),
        _composer(case, parents),
        parents,
    )
    case.add(composite)
    must_fit(case, composite)
    for parent in parents:
        cycle.leave(act, parent, f"merged into '{command.title}'")
        case.load(Proposal, parent).merge_into(within_cycle(act, cycle), composite.id)
    entry = cycle.enter(act, composite.id, command.title, composite=True)
    composite.hand_in(within_cycle(act, cycle), entry.number, rules)


@VERBS.handles(PutCounterProposal)
def put_counter_proposal(case: Case, command: PutCounterProposal) -> None:
    proposal, cycle = with_cycle(case, command.proposal)
    stage = cycle.calendar.at(case.now)
    if stage is None or stage.name not in (StageName.AMENDMENTS, StageName.SECOND_ASSEMBLY):
        cycle.calendar.require(StageName.AMENDMENTS, case.now)
    rules = governing(case, cycle)
    act = within_cycle(case.act_by_power(COUNTER_POWER, governing=rules), cycle)
    wanted = asked(command, revised(proposal.asked.text, command.text, "counter"))
    must_hold_together(case, wanted.revision(proposal.title, case.now))
    must_be_open(case, wanted.transitional)
    proposal.put_counter_proposal(act, wanted, command.reason, rules)


def asked(wording: Wording, text: Text) -> Asked:
    """What a wording asks for, over that text; each rule and clause has one new reading."""
    _named_once("rule", [change.rule for change in wording.rules])
    _named_once("clause", [change.clause for change in wording.clauses])
    return Asked(
        text=text,
        rules=wording.rules,
        clauses=wording.clauses,
        from_when=wording.from_when,
        upon=wording.upon,
        transitional=wording.transitional,
    )


def _named_once(what: str, names: Sequence[str]) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BadInput(f"Two changes are asked for the {what} {twice}. Keep one of them.")


def must_fit(case: Case, proposal: Proposal, edits: Iterable[RuleEdit] = ()) -> None:
    """Refuse what could not be enacted if it were carried.

    The rules that it speaks of must be in the rulebook, the values of their kind and in their
    range, and the processes that it would move to new rules open.
    """
    wanted = proposal.asked.with_rules(edits)
    must_hold_together(case, wanted.revision(proposal.title, case.now))
    must_be_open(case, wanted.transitional)


def with_cycle(case: Case, proposal: UUID) -> tuple[Proposal, Cycle]:
    """The proposal and the cycle that it is in."""
    found = case.load(Proposal, proposal)
    return found, cycle_of(case, found.cycle)


def within_cycle(act: Act, cycle: Cycle) -> Act:
    """The act as one of the cycle's, under the rules that the cycle is held to."""
    return act.within(cycle.id, cycle.edition)


def _drafter(case: Case, command: DraftProposal, cycle: Cycle) -> tuple[Drafter, Act]:
    if command.group is None:
        rules = governing(case, cycle)
        act = case.act_by_power(WHO_MAY_DRAFT, governing=rules)
        return Drafter(person=case.by.person), within_cycle(act, cycle)
    group = case.load(Body, body_id(command.group))
    act = case.act(speaker_for(case, group)).under(WHO_MAY_DRAFT)
    act = adopted_at(act, group, command.meeting, governing(case, cycle))
    drafter = Drafter(person=case.by.person, group=BodyId(group.id), meeting=command.meeting)
    return drafter, within_cycle(act, cycle)


def _drafters_authority(case: Case, proposal: Proposal) -> Authority:
    """Whoever drafted it: the group's people, or the member."""
    if proposal.drafter.group is not None:
        return speaker_for(case, case.load(Body, proposal.drafter.group))
    if proposal.drafter.person != case.by.person:
        raise NotAllowed("Only whoever drafted a proposal can do this.")
    return Authority(kind="membership", name="the drafter", id=str(case.by.person))


def _composer(case: Case, parents: tuple[ProposalId, ...]) -> Drafter:
    """A composite stands in the name of its first parent's group."""
    first = case.load(Proposal, parents[0]).drafter
    return Drafter(person=case.by.person, group=first.group, meeting=first.meeting)
