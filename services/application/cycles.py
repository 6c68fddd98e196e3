"""The cycle: opened, its deadlines moved, its assemblies and ballot called, its results enacted."""

from __future__ import annotations

from uuid import UUID

from pydantic import AwareDatetime

from domain.ballots.ballot import Ballot, Hours, Question, Result
from domain.cycle.asked import Asked
from domain.cycle.assembly import Assembly, assembly_id
from domain.cycle.calendar import StageName
from domain.cycle.cycle import Cycle, Entry
from domain.cycle.held import Verdict
from domain.cycle.proposal import Proposal
from domain.kernel.act import Act, Authority
from domain.kernel.ids import BallotId, CycleId, RuleId, derived
from domain.kernel.refusal import BadInput, OutOfOrder, TooEarly
from domain.kernel.sane import Line
from domain.rules.rulebook import Governing
from domain.text.text import digest
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.rules import adopt

OPENING_POWER = RuleId("refounding.opening_power")
CONSISTENCY = RuleId("constitution.consistency_check")
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


class EnactResults(Command):
    """Enact what was carried, record what was lost, and complete the cycle."""

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
    found.follow_transitional_clause(case.act(clause), case.rulebook)
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
        raise TooEarly(f"{command.stage.heading} opens on {stage.opens.isoformat()}.")
    case.add(Assembly.convene(act, cycle.id, command.stage, stage.due, cycle.edition))


@VERBS.handles(CallBallot)
def call_ballot(case: Case, command: CallBallot) -> None:
    act = case.act_by_service()
    cycle = cycle_of(case, command.cycle)
    if case.find(Ballot, cycle_ballot(cycle.id)) is not None or not cycle.standing_entries:
        return
    assembly = case.load(Assembly, assembly_id(cycle.id, StageName.SECOND_ASSEMBLY))
    if not assembly.closed:
        raise OutOfOrder("The second assembly has not passed its texts on.")
    case.add(
        Ballot.call(
            cycle_ballot(cycle.id),
            act,
            title=f"{cycle.title}: ballot of all members",
            parent=CycleId(cycle.id),
            questions=_questions(case, cycle),
            hours=_hours(cycle),
            rules=governing(case, cycle),
        )
    )


@VERBS.handles(EnactResults)
def enact_results(case: Case, command: EnactResults) -> None:
    by_itself = case.act_by_service()
    cycle = cycle_of(case, command.cycle)
    if cycle.completed:
        return
    if not cycle.standing_entries:
        cycle.complete(by_itself, (), (), case.edition.number)
        return
    ballot = case.load(Ballot, cycle_ballot(cycle.id))
    if not ballot.declared:
        raise OutOfOrder("The result of the ballot has not been declared.")
    act = case.act(_decided_by(ballot))
    carried = set(ballot.carried())
    changed: dict[RuleId, str] = {}
    for entry in cycle.standing_entries:
        asked = _enact(case, case.load(Proposal, entry.proposal), ballot, carried, act, changed)
        changed.update({change.rule: entry.title for change in asked.rules} if asked else {})
    won = [entry.proposal for entry in cycle.standing_entries if _won(case, entry)]
    lost = [entry.proposal for entry in cycle.standing_entries if not _won(case, entry)]
    cycle.complete(act, tuple(won), tuple(lost), case.rulebook.at(case.now).number)


def _won(case: Case, entry: Entry) -> bool:
    verdict = case.load(Proposal, entry.proposal).verdict
    return verdict is not None and verdict.carried


def _enact(
    case: Case,
    proposal: Proposal,
    ballot: Ballot,
    carried: set[UUID],
    act: Act,
    changed: dict[RuleId, str],
) -> Asked | None:
    """Record the members' verdict and, if it was carried, what it does to the rulebook."""
    own, chosen = _results_for(proposal, ballot, carried)
    result = chosen or own
    verdict = Verdict(
        carried=chosen is not None,
        yes=result.tally.yes,
        no=result.tally.no,
        because=result.verdict.because,
    )
    stamped = act.within(proposal.cycle, ballot.terms.edition).under(*_cited(ballot))
    proposal.decided(stamped, verdict)
    if chosen is None:
        return None
    if digest(proposal.asked.text) != own.question.digest:
        raise OutOfOrder(f"The text of '{proposal.title}' is not the one that was on the paper.")
    asked = proposal.asked if chosen is own else _alternative_text(proposal, chosen.question)
    made: int | None = case.edition.number
    if asked.changes_the_rulebook:
        marked = _marked(stamped, asked, changed)
        made = adopt(case, marked, asked.revision(proposal.title, case.now))
    proposal.enact(stamped, made)
    return asked


def _marked(act: Act, asked: Asked, changed: dict[RuleId, str]) -> Act:
    """The act, marked if another proposal that was carried beside it changed the same rule.

    The later on the paper holds until a ruling says otherwise; the mark shows that one is wanted.
    """
    twice = [change.rule for change in asked.rules if change.rule in changed]
    if not twice:
        return act
    others = " and ".join(sorted({f"'{changed[rule]}'" for rule in twice}))
    note = (
        f"{others}, carried in the same ballot, changed {', '.join(twice)} too: a ruling is wanted."
    )
    return act.breaking(CONSISTENCY).model_copy(update={"note": note})


def _results_for(
    proposal: Proposal, ballot: Ballot, carried: set[UUID]
) -> tuple[Result, Result | None]:
    """The result on the proposal itself, and the one that prevailed, if any did."""
    about = [
        result
        for result in ballot.results
        if proposal.id in (result.question.subject, result.question.alternative_to)
    ]
    won = [result for result in about if result.question.subject in carried]
    return about[0], won[0] if won else None


def _cited(ballot: Ballot) -> tuple[RuleId, ...]:
    return (RuleId("constitution.amend_power"), RuleId("refounding.ballot_majority"))


def _decided_by(ballot: Ballot) -> Authority:
    return Authority(kind="decision", name=ballot.title, id=str(ballot.id))


def alternative_subject(proposal: UUID, amendment: str) -> UUID:
    """The id under which a minority's alternative stands on the paper."""
    return derived(proposal, "alternative", amendment)


def _alternative_text(proposal: Proposal, question: Question) -> Asked:
    kept = next(
        one
        for one in proposal.standing_alternatives
        if alternative_subject(proposal.id, one.amendment) == question.subject
    )
    return proposal.alternative(kept.amendment)


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
