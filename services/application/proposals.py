"""Proposals: drafted, revised, supported, handed in, merged, amended, countered."""

from __future__ import annotations

from collections.abc import Iterable
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
from domain.kernel.refusal import BadInput, NotAllowed, TooEarly
from domain.kernel.sane import Line
from domain.rules.values import ClauseChange, RuleChange
from domain.text.amendment.change import AmendmentId, RuleEdit
from domain.text.amendment.drafting import draft_amendment
from domain.text.difference.matching import revised
from domain.text.merging.layout import apply
from domain.text.text import Paragraph, ParagraphId, Text
from services.application.bodies import speaker_for
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.cycles import cycle_of, governing
from services.application.rules import must_be_open

WHO_MAY_DRAFT = RuleId("refounding.who_may_draft")
WHO_MAY_SUPPORT = RuleId("refounding.who_may_support")
WHO_MAY_AMEND = RuleId("refounding.who_may_amend")
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


class ParagraphEdit(Command):
    """One paragraph as it should become.

    With `paragraph`: the new words, or none to strike it.  Without: a new paragraph after `after`,
    which may be given its lasting id in `named`.
    """

    paragraph: ParagraphId | None = None
    after: ParagraphId | None = None
    becomes: str | None = None
    named: ParagraphId | None = None


class MoveAmendment(Command):
    """Move an amendment: the whole text as you want it, or single paragraphs as they should become.

    `parent` makes it an amendment to that amendment.  `rules` are values asked for rules.
    """

    proposal: UUID
    text: str | None = None
    paragraphs: tuple[ParagraphEdit, ...] = ()
    rules: tuple[RuleEdit, ...] = ()
    parent: AmendmentId | None = None
    reason: str = ""
    mover: str = ""


class WithdrawAmendment(Command):
    """Take back an amendment that you moved."""

    proposal: UUID
    amendment: AmendmentId


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
    proposal, cycle = _with_cycle(case, command.proposal)
    cycle.calendar.require(StageName.DRAFTING, case.now)
    version = f"v{len(proposal.versions) + 1}"
    text = revised(proposal.asked.text, command.text, version)
    act = _stamped(case.act(_drafters_authority(case, proposal)), cycle)
    proposal.revise(act.under(StageName.DRAFTING.rule), asked(command, text), command.note)


@VERBS.handles(SupportProposal)
def support_proposal(case: Case, command: SupportProposal) -> None:
    proposal, cycle = _with_cycle(case, command.proposal)
    cycle.calendar.require(StageName.DRAFTING, case.now)
    act = case.act_by_power(WHO_MAY_SUPPORT, governing=governing(case, cycle))
    proposal.support(_stamped(act, cycle), case.by.person)


@VERBS.handles(HandInProposal)
def hand_in_proposal(case: Case, command: HandInProposal) -> None:
    proposal, cycle = _with_cycle(case, command.proposal)
    act = case.act(_drafters_authority(case, proposal))
    must_fit(case, proposal)
    entry = cycle.enter(act, proposal.id, proposal.title)
    proposal.hand_in(_stamped(act, cycle), entry.number, governing(case, cycle))


@VERBS.handles(WithdrawProposal)
def withdraw_proposal(case: Case, command: WithdrawProposal) -> None:
    proposal, cycle = _with_cycle(case, command.proposal)
    act = case.act(_drafters_authority(case, proposal))
    if proposal.number is not None:
        cycle.leave(act, proposal.id, command.reason)
    proposal.withdraw(_stamped(act, cycle), command.reason)


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
        _stamped(act, cycle),
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
        case.load(Proposal, parent).merge_into(_stamped(act, cycle), composite.id)
    entry = cycle.enter(act, composite.id, command.title, composite=True)
    composite.hand_in(_stamped(act, cycle), entry.number, rules)


@VERBS.handles(MoveAmendment)
def move_amendment(case: Case, command: MoveAmendment) -> None:
    proposal, cycle = _with_cycle(case, command.proposal)
    rules = governing(case, cycle)
    act = _stamped(case.act_by_power(WHO_MAY_AMEND, governing=rules), cycle)
    decided_in = _decided_in(cycle, proposal, case, command.parent)
    name = AmendmentId(f"A{len(proposal.held) + 1}")
    base = _base(proposal, command.parent)
    amendment = draft_amendment(base, _wanted(base, command, name), name).model_copy(
        update={"rule_edits": command.rules, "parent": command.parent, "mover": command.mover}
    )
    proposal.move(act, amendment, decided_in, case.by.person, command.reason)
    must_fit(case, proposal, command.rules)


@VERBS.handles(WithdrawAmendment)
def withdraw_amendment(case: Case, command: WithdrawAmendment) -> None:
    proposal, cycle = _with_cycle(case, command.proposal)
    mover = Authority(kind="membership", name="the mover of the amendment")
    act = _stamped(case.act(mover), cycle)
    proposal.withdraw_amendment(act, command.amendment, case.by.person)


@VERBS.handles(PutCounterProposal)
def put_counter_proposal(case: Case, command: PutCounterProposal) -> None:
    proposal, cycle = _with_cycle(case, command.proposal)
    stage = cycle.calendar.at(case.now)
    if stage is None or stage.name not in (StageName.AMENDMENTS, StageName.SECOND_ASSEMBLY):
        cycle.calendar.require(StageName.AMENDMENTS, case.now)
    rules = governing(case, cycle)
    act = _stamped(case.act_by_power(COUNTER_POWER, governing=rules), cycle)
    wanted = asked(command, revised(proposal.asked.text, command.text, "counter"))
    case.rulebook.check(wanted.revision(proposal.title, case.now), case.now)
    must_be_open(case, wanted.transitional)
    proposal.put_counter_proposal(act, wanted, command.reason, rules)


def asked(wording: Wording, text: Text) -> Asked:
    """What a wording asks for, over that text."""
    return Asked(
        text=text,
        rules=wording.rules,
        clauses=wording.clauses,
        from_when=wording.from_when,
        upon=wording.upon,
        transitional=wording.transitional,
    )


def must_fit(case: Case, proposal: Proposal, edits: Iterable[RuleEdit] = ()) -> None:
    """Refuse what could not be enacted if it were carried.

    The rules that it speaks of must be in the rulebook, the values of their kind and in their
    range, and the processes that it would move to new rules open.
    """
    wanted = proposal.asked.with_rules(edits)
    case.rulebook.check(wanted.revision(proposal.title, case.now), case.now)
    must_be_open(case, wanted.transitional)


def _with_cycle(case: Case, proposal: UUID) -> tuple[Proposal, Cycle]:
    found = case.load(Proposal, proposal)
    return found, cycle_of(case, found.cycle)


def _stamped(act: Act, cycle: Cycle) -> Act:
    return act.within(cycle.id, cycle.edition)


def _drafter(case: Case, command: DraftProposal, cycle: Cycle) -> tuple[Drafter, Act]:
    if command.group is None:
        rules = governing(case, cycle)
        act = case.act_by_power(WHO_MAY_DRAFT, governing=rules)
        return Drafter(person=case.by.person), _stamped(act, cycle)
    group = case.load(Body, body_id(command.group))
    act = case.act(speaker_for(case, group)).under(WHO_MAY_DRAFT)
    act = adopted_at(act, group, command.meeting, governing(case, cycle))
    drafter = Drafter(person=case.by.person, group=BodyId(group.id), meeting=command.meeting)
    return drafter, _stamped(act, cycle)


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


def _decided_in(
    cycle: Cycle, proposal: Proposal, case: Case, parent: AmendmentId | None
) -> StageName:
    """The assembly that will decide on what is moved now; refused outside the windows."""
    stage = cycle.calendar.at(case.now)
    name = None if stage is None else stage.name
    if name is StageName.FIRST_ASSEMBLY or (name is StageName.SECOND_ASSEMBLY and parent):
        return name
    cycle.calendar.require(StageName.AMENDMENTS, case.now)
    if StageName.FIRST_ASSEMBLY not in proposal.passed_on:
        raise TooEarly("The first assembly's texts are being published. Try again in a moment.")
    return StageName.SECOND_ASSEMBLY


def _base(proposal: Proposal, parent: AmendmentId | None) -> Text:
    """The text that an amendment is made for: the newest, or as the amended amendment has it."""
    if parent is None:
        return proposal.asked.text
    held = proposal.held.get(parent)
    if held is None:
        raise BadInput(f"There is no amendment {parent} to this proposal.")
    return apply(proposal.asked.text, held.amendment)


def _wanted(base: Text, command: MoveAmendment, name: AmendmentId) -> Text | str:
    if command.text is not None:
        return command.text
    return _edited(base, command.paragraphs, name)


def _edited(base: Text, edits: tuple[ParagraphEdit, ...], name: AmendmentId) -> Text:
    """The base with single paragraphs as they should become."""
    paragraphs = list(base.paragraphs)
    for number, edit in enumerate(edits, start=1):
        if edit.paragraph is None:
            place = 0 if edit.after is None else _at(base, paragraphs, edit.after) + 1
            fresh = Paragraph(
                id=edit.named or ParagraphId(f"{name}.{number}"), text=edit.becomes or ""
            )
            paragraphs.insert(place, fresh)
            continue
        at = _at(base, paragraphs, edit.paragraph)
        if edit.becomes is None:
            del paragraphs[at]
        else:
            paragraphs[at] = Paragraph(id=edit.paragraph, text=edit.becomes)
    return Text(paragraphs=tuple(paragraphs))


def _at(base: Text, paragraphs: list[Paragraph], wanted: ParagraphId) -> int:
    """Where a paragraph stands now; refused if it is not in the text."""
    base.paragraph(wanted)
    return next(place for place, known in enumerate(paragraphs) if known.id == wanted)
