"""The cycle: opened, its deadlines moved, its assemblies convened and its ballot called."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from pydantic import AwareDatetime

from domain.ballots.ballot import Ballot
from domain.ballots.terms import Hours, Question
from domain.cycle.assembly import Assembly, assembly_id
from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle
from domain.cycle.proposal import Proposal
from domain.kernel.act import Act, Authority
from domain.kernel.ids import BallotId, CycleId, RuleId, derived
from domain.kernel.moments import on_or_at
from domain.kernel.refusal import BadInput, OutOfOrder, TooEarly
from domain.kernel.sane import Line
from domain.rules.rulebook import Governing
from domain.text.text import digest
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.consistency import at_odds, warned

OPENING_POWER = RuleId("refounding.opening_power")
AMEND_POWER = RuleId("constitution.amend_power")
EXTENSION_POWER = RuleId("refounding.extension_power")
ASSEMBLIES = (StageName.FIRST_ASSEMBLY, StageName.SECOND_ASSEMBLY)


class OpenCycle(Command):
    """Open a constitutional cycle under the rules in force."""

    title: Line


class ExtendDeadline(Command):
    """Move the end of a stage, with the reason that every member is shown."""

    cycle: UUID
    stage: StageName
    due: AwareDatetime
    reason: str


class CloseStages(Command):
    """Record the end of whatever stage has come to its end."""

    cycle: UUID


class ConveneAssembly(Command):
    """Convene the assembly of a stage of the cycle."""

    cycle: UUID
    stage: StageName


class CallBallot(Command):
    """Make the paper from the agreed texts, and call the ballot; with no text there is none."""

    cycle: UUID


def cycle_ballot(cycle: UUID) -> BallotId:
    """The id of the ballot that belongs to a cycle."""
    return BallotId(derived(cycle, "ballot"))


def governing(case: Case, cycle: Cycle) -> Governing:
    """The rules that this act in the cycle is judged by."""
    return cycle.governing(case.rulebook, case.now)


def cycle_of(case: Case, cycle: UUID) -> Cycle:
    """The cycle; if a transitional clause moved it to newer rules since, that goes on record."""
    found = case.load(Cycle, cycle)
    clause = Authority(kind="rule", name="a transitional clause of the rulebook")
    found.follow_transitional_clause(case.act(clause).under(AMEND_POWER), case.rulebook)
    return found


@VERBS.handles(OpenCycle)
def open_cycle(case: Case, command: OpenCycle) -> None:
    act = case.act_by_power(OPENING_POWER)
    case.add(Cycle.open(case.id_for("cycle"), act, command.title, case.edition))


@VERBS.handles(ExtendDeadline)
def extend_deadline(case: Case, command: ExtendDeadline) -> None:
    cycle = cycle_of(case, command.cycle)
    rules = governing(case, cycle)
    act = case.act_by_power(EXTENSION_POWER, governing=rules)
    cycle.extend(act, command.stage, command.due, rules, command.reason)
    _extend_linked(case, cycle, command, act)


def _extend_linked(case: Case, cycle: Cycle, command: ExtendDeadline, act: Act) -> None:
    """The linked process keeps the same hours as the calendar, from the same act on."""
    if command.stage in ASSEMBLIES:
        assembly = case.find(Assembly, assembly_id(cycle.id, command.stage))
        if assembly is not None:
            assembly.extend(act, command.due, command.reason)
    ballot = case.find(Ballot, cycle_ballot(cycle.id))
    if ballot is not None:
        ballot.extend(act, _hours(cycle), command.reason)


@VERBS.handles(CloseStages)
def close_stages(case: Case, command: CloseStages) -> None:
    cycle_of(case, command.cycle).record_due(case.act_by_service())


@VERBS.handles(ConveneAssembly)
def convene_assembly(case: Case, command: ConveneAssembly) -> None:
    act = case.act_by_service()
    cycle = cycle_of(case, command.cycle)
    if case.find(Assembly, assembly_id(cycle.id, command.stage)) is not None:
        return
    if command.stage not in ASSEMBLIES:
        raise BadInput(f"{command.stage.heading} is no stage for an assembly.")
    stage = cycle.calendar.stage(command.stage)
    if case.now < stage.opens:
        raise TooEarly(
            f"{command.stage.heading} opens {on_or_at(stage.opens)}.", rule=command.stage.rule
        )
    case.add(Assembly.convene(act, cycle.id, command.stage, stage.due, cycle.edition))


@VERBS.handles(CallBallot)
def call_ballot(case: Case, command: CallBallot) -> None:
    act = case.act_by_service()
    cycle = cycle_of(case, command.cycle)
    if case.find(Ballot, cycle_ballot(cycle.id)) is not None or not cycle.standing_entries:
        return
    assembly = case.load(Assembly, assembly_id(cycle.id, StageName.SECOND_ASSEMBLY))
    if not assembly.closed:
        raise OutOfOrder(
            "The second assembly has not passed its texts on.", rule=assembly.stage.rule
        )
    found = at_odds(cycle, case.rulebook, case.now, partial(case.load, Proposal))
    case.add(
        Ballot.call(
            cycle_ballot(cycle.id),
            warned(act, case.rulebook, found),
            title=f"{cycle.title}: ballot of all members",
            parent=CycleId(cycle.id),
            questions=_questions(case, cycle),
            hours=_hours(cycle),
            rules=governing(case, cycle),
        )
    )


def alternative_subject(proposal: UUID, amendment: str) -> UUID:
    """The id under which a minority's alternative stands on the paper."""
    return derived(proposal, "alternative", amendment)


def _hours(cycle: Cycle) -> Hours:
    opens = cycle.calendar.stage(StageName.PREPARATION).due
    return Hours(opens=opens, closes=cycle.calendar.stage(StageName.BALLOT).due)


def _questions(case: Case, cycle: Cycle) -> tuple[Question, ...]:
    """The paper: numbered anew from 1, for some that were handed in have left the list."""
    questions: list[Question] = []
    for number, entry in enumerate(cycle.standing_entries, start=1):
        questions += _questions_on(case.load(Proposal, entry.proposal), number)
    return tuple(questions)


def _questions_on(proposal: Proposal, number: int) -> list[Question]:
    own = Question(
        subject=proposal.id,
        number=number,
        title=proposal.title,
        digest=digest(proposal.asked.text),
    )
    others = [
        Question(
            subject=alternative_subject(proposal.id, kept.amendment),
            number=number,
            title=f"{proposal.title}: with amendment {kept.amendment}",
            digest=digest(proposal.alternative(kept.amendment).text),
            alternative_to=proposal.id,
            support=kept.support,
        )
        for kept in proposal.standing_alternatives
    ]
    return [own, *others]
