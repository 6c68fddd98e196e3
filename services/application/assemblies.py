"""Assemblies: delegates registered, sittings opened, amendments voted on, texts passed on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.bodies.body import Body, body_id
from domain.cycle.assembly import ENTITLEMENT, MAJORITY, Assembly, Delegate, Put, Vote, Votes
from domain.cycle.cycle import Cycle
from domain.cycle.held import Alternative
from domain.cycle.proposal import Proposal
from domain.cycle.settling import Outcome
from domain.kernel.act import Act
from domain.kernel.ids import BodyId, PersonId, ProposalId, RuleId
from domain.kernel.moments import LONDON, on_or_at
from domain.kernel.refusal import BadInput, OutOfOrder, RuleBroken, TooEarly
from domain.kernel.sane import Line
from domain.powers import About
from domain.rules.judging import judged
from domain.rules.rulebook import RULEBOOK_ID, Governing, Rulebook
from domain.rules.values import Days
from domain.text.amendment.change import AmendmentId
from domain.text.deciding.plan import VotingPlan
from domain.text.merging.collisions import Choice
from domain.text.text import ParagraphId
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.cycles import cycle_of, governing
from services.application.proposals import must_fit
from services.store.port import Store

NOTICE = RuleId("refounding.assembly_notice_days")
MINORITY = RuleId("refounding.minority_threshold")
RECORD_KEPT_BY = RuleId("assemblies.record_kept_by")
ENTERED_BY = RuleId("assemblies.delegates_entered_by")


class RegisterDelegate(Command):
    """Enter a delegate whom a group sends to an assembly."""

    assembly: UUID
    person: PersonId
    name: Line
    group: Line


class OpenSitting(Command):
    """Open a sitting of an assembly with so many delegates present.

    `notice_on` is the day on which it was called, if that is known.
    """

    assembly: UUID
    present: int
    notice_on: date | None = None


class AssemblyVote(Command):
    """A vote of an assembly: which one, on which proposal, with what result."""

    assembly: UUID
    proposal: UUID
    votes: Votes


class DecideAmendments(AssemblyVote):
    """Vote on one amendment, or on several taken together."""

    amendments: tuple[AmendmentId, ...]


class MergeUncontested(AssemblyVote):
    """Agree the easy ones first: one vote on every amendment that collides with no other.

    `contested` are those that somebody wants a vote of their own on.
    """

    contested: tuple[AmendmentId, ...] = ()


class SettleCollision(AssemblyVote):
    """Choose between carried readings that can't all stand."""

    choice: Choice


class ReferBack(AssemblyVote):
    """Refer a paragraph back to its drafters."""

    paragraph: ParagraphId
    reason: str


class KeepAlternative(Command):
    """Let a minority's amendment go to the paper beside the proposal."""

    assembly: UUID
    proposal: UUID
    amendment: AmendmentId


class ConsiderCounterProposal(AssemblyVote):
    """Vote on taking the coordinating group's counter-proposal."""


class PassOnTexts(Command):
    """At the end of an assembly, pass its texts on."""

    assembly: UUID


class CloseAssembly(Command):
    """Record the end of an assembly."""

    assembly: UUID


@VERBS.handles(RegisterDelegate)
def register_delegate(case: Case, command: RegisterDelegate) -> None:
    assembly, cycle = _with_cycle(case, command.assembly)
    group = case.load(Body, body_id(command.group))
    if not case.kind_of(group).recognised:
        raise BadInput(
            f"Delegates are sent by local groups, and {group.name} is none.", rule=ENTITLEMENT
        )
    rules = governing(case, cycle)
    act = case.act_by_power(ENTERED_BY, governing=rules, about=About(body=group.slug))
    delegate = Delegate(person=command.person, group=BodyId(group.id), name=command.name)
    assembly.register(act, delegate, rules)


@VERBS.handles(OpenSitting)
def open_sitting(case: Case, command: OpenSitting) -> None:
    assembly, cycle = _with_cycle(case, command.assembly)
    rules = governing(case, cycle)
    act = _noticed(case, _kept(case, assembly, rules), command.notice_on, rules)
    assembly.open_sitting(act, command.present, rules)


def _noticed(case: Case, act: Act, notice_on: date | None, rules: Governing) -> Act:
    """The opening of a sitting, judged by how long before it was called, if that is known."""
    if notice_on is None or not rules.has(NOTICE):
        return act
    today = case.now.astimezone(LONDON).date()
    return judged(act, rules.rule(NOTICE), rules.value(NOTICE, Days).short(notice_on, today))


@VERBS.handles(DecideAmendments)
def decide_amendments(case: Case, command: DecideAmendments) -> None:
    if not command.amendments:
        raise BadInput("Say which amendments the vote is on.")
    sitting = _Sitting(case, command)
    names = ", ".join(command.amendments)
    vote = sitting.on_text(f"Shall the text be amended by {names}?", command.amendments)
    sitting.decide(command.amendments, vote, at_once=False)


@VERBS.handles(MergeUncontested)
def merge_uncontested(case: Case, command: MergeUncontested) -> None:
    sitting = _Sitting(case, command)
    easy = sitting.proposal.docket.uncontested(sitting.assembly.stage, command.contested)
    if not easy:
        raise OutOfOrder("Every open amendment is contested or collides: there are no easy ones.")
    question = f"Shall the {len(easy)} uncontested amendments be agreed together?"
    vote = sitting.on_text(question, easy)
    if vote.carried:
        sitting.decide(easy, vote, at_once=True)


@VERBS.handles(SettleCollision)
def settle_collision(case: Case, command: SettleCollision) -> None:
    sitting = _Sitting(case, command)
    vote = sitting.on_text(_how_to_settle(sitting.proposal, command.choice), ())
    if vote.carried:
        sitting.proposal.settle(sitting.act, command.choice, vote.number, sitting.rules)
        must_fit(case, sitting.proposal, sitting.proposal.worked().rules)


def _how_to_settle(proposal: Proposal, choice: Choice) -> str:
    """The question, naming the readings that collide."""
    for collision in proposal.worked().collisions:
        if collision.id == choice.collision:
            names = " and ".join(collision.amendments)
            return f"Amendments {names} cannot both stand as they are: which reading holds?"
    return "Which reading holds?"


@VERBS.handles(ReferBack)
def refer_back(case: Case, command: ReferBack) -> None:
    sitting = _Sitting(case, command)
    vote = sitting.on_procedure(f"Shall paragraph {command.paragraph} be referred back?")
    if vote.carried:
        act = sitting.act.under(MAJORITY)
        sitting.proposal.refer_back(act, command.paragraph, command.reason)


@VERBS.handles(ConsiderCounterProposal)
def consider_counter_proposal(case: Case, command: ConsiderCounterProposal) -> None:
    sitting = _Sitting(case, command)
    vote = sitting.on_procedure("Shall the counter-proposal take the place of the text?")
    act = sitting.act.under(MAJORITY)
    sitting.proposal.consider_counter_proposal(act, vote.carried, vote.because)


@VERBS.handles(KeepAlternative)
def keep_alternative(case: Case, command: KeepAlternative) -> None:
    assembly, cycle = _with_cycle(case, command.assembly)
    act = _kept(case, assembly, governing(case, cycle)).under(MINORITY)
    taken = [vote for vote in assembly.votes if command.amendment in vote.subjects]
    taken = [vote for vote in taken if vote.proposal == command.proposal]
    if not taken or not taken[-1].for_the_paper:
        raise RuleBroken(
            f"Amendment {command.amendment} did not have the support that a minority's text needs "
            "to go to the paper.",
            rule=MINORITY,
            clause=governing(case, cycle).rule(MINORITY).clause,
        )
    case.load(Proposal, command.proposal).keep_alternative(
        act.within(assembly.id, assembly.edition),
        Alternative(
            amendment=command.amendment,
            stage=assembly.stage,
            support=taken[-1].votes.in_words(),
        ),
    )


@VERBS.handles(PassOnTexts)
def pass_on_texts(case: Case, command: PassOnTexts) -> None:
    by_itself = case.act_by_service()
    assembly, cycle = _with_cycle(case, command.assembly)
    if case.now < assembly.due:
        raise TooEarly(
            f"The {assembly.title} ends {on_or_at(assembly.due)}.", rule=assembly.stage.rule
        )
    rules = governing(case, cycle)
    act = by_itself.within(assembly.id, assembly.edition)
    for entry in cycle.standing_entries:
        proposal = case.load(Proposal, entry.proposal)
        at_due = act.at(max(assembly.due, proposal.modified_on))
        proposal.pass_on(at_due, assembly.stage, rules)


@VERBS.handles(CloseAssembly)
def close_assembly(case: Case, command: CloseAssembly) -> None:
    act = case.act_by_service()
    assembly, cycle = _with_cycle(case, command.assembly)
    for entry in cycle.standing_entries:
        if assembly.stage not in case.load(Proposal, entry.proposal).passed_on:
            raise OutOfOrder(f"The text of '{entry.title}' has not been passed on.")
    assembly.close(act)


class _Sitting:
    """One vote of an assembly on one proposal, with the act that records both."""

    def __init__(self, case: Case, command: AssemblyVote) -> None:
        self.assembly, self.cycle = _with_cycle(case, command.assembly)
        self.proposal = case.load(Proposal, command.proposal)
        if self.proposal.cycle != self.cycle.id:
            raise BadInput("This proposal belongs to another cycle.")
        self.votes = command.votes
        self.rules: Governing = governing(case, self.cycle)
        kept = _kept(case, self.assembly, self.rules)
        self.act = kept.within(self.assembly.id, self.assembly.edition)

    def on_text(self, question: str, subjects: tuple[AmendmentId, ...]) -> Vote:
        return self._vote(self._put(question, subjects, on_text=True))

    def on_procedure(self, question: str) -> Vote:
        return self._vote(self._put(question, (), on_text=False))

    def _put(self, question: str, subjects: tuple[AmendmentId, ...], *, on_text: bool) -> Put:
        proposal = ProposalId(self.proposal.id)
        return Put(proposal=proposal, question=question, subjects=subjects, on_text=on_text)

    def _vote(self, put: Put) -> Vote:
        return self.assembly.vote(self.act, put, self.votes, self.rules)

    def decide(self, amendments: tuple[AmendmentId, ...], vote: Vote, *, at_once: bool) -> None:
        outcome = Outcome(
            carried=vote.carried, because=vote.because, vote=vote.number, at_once=at_once
        )
        self.proposal.decide(self.act, amendments, outcome, self.rules)


def _with_cycle(case: Case, assembly: UUID) -> tuple[Assembly, Cycle]:
    found = case.load(Assembly, assembly)
    return found, cycle_of(case, found.parent)


def _kept(case: Case, assembly: Assembly, rules: Governing) -> Act:
    """The act of whoever keeps an assembly's record: a rule says who.

    Its facilitators sit in the body that has the name of its stage.
    """
    facilitators = About(body=assembly.stage.value)
    return case.act_by_power(RECORD_KEPT_BY, governing=rules, about=facilitators)


def voting_order(store: Store, assembly: UUID, proposal: UUID) -> VotingPlan:
    """In which order the assembly would best vote on what is before it, and why."""
    found = store.load(Assembly, assembly)
    rulebook = store.load(Rulebook, RULEBOOK_ID)
    rules = store.load(Cycle, found.parent).governing(rulebook, store.now())
    return store.load(Proposal, proposal).voting_plan(found.stage, rules)
