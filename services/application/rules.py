"""The rulebook: founded, revised by whoever has the power, and ruled on where it is silent."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from pydantic import AwareDatetime

from domain.cycle.cycle import Cycle
from domain.decisions.decided import DecidedAt
from domain.kernel.act import Act, Authority
from domain.kernel.ids import SERVICE, ClauseId, ProposalId, RuleId, act_id
from domain.kernel.refusal import BadInput, NotFound, OutOfOrder
from domain.kernel.sane import Line
from domain.meetings.saying import CHANGES, Deed
from domain.rules.rulebook import RULEBOOK_ID, Revision, Rulebook, Ruling
from domain.rules.values import Clause, ClauseChange, Rule, RuleChange
from domain.trial.fault import refused
from domain.trial.trial import faults
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.deciding import by_decision
from services.application.lives import by_power_alone
from services.application.registers import by_keeper
from services.application.related import follow_changed_rules
from services.application.trial import must_hold_together, must_work, or_put_off

AMEND_POWER = RuleId("constitution.amend_power")
A_CHANGE = Deed(CHANGES, "changed")


class FoundRulebook(Command):
    """Adopt the founding rulebook."""

    title: Line
    clauses: tuple[Clause, ...]
    rules: tuple[Rule, ...]
    source: Line


class ReviseRulebook(Command):
    """Change the rulebook by a decision of a body that has the power to.

    Without `decision` it is done by a post to which the rule gives the power alone, or the service
    enters what members carried in a ballot of the title.  `transitional` names open processes that
    go over to the new rules with it.
    """

    title: Line
    rules: tuple[RuleChange, ...] = ()
    added: tuple[Rule, ...] = ()
    clauses: tuple[ClauseChange, ...] = ()
    from_when: AwareDatetime | None = None
    upon: Line | None = None
    transitional: tuple[UUID, ...] = ()
    decision: DecidedAt | None = None


class TakeEffect(Command):
    """Record that the event has happened which adopted changes of the rulebook wait for."""

    upon: Line


class MakeRuling(Command):
    """Settle a gap or a collision of clauses by a reasoned ruling.

    `collision` is one of carried changes that is on record, and `holds` names the proposals whose
    readings of the clause hold; none leaves the clause as it is.
    """

    question: str
    ruling: str
    reasons: str
    clauses: tuple[ClauseId, ...]
    appeal_to: str
    collision: int | None = None
    holds: tuple[ProposalId, ...] = ()


@VERBS.handles(FoundRulebook)
def found_rulebook(case: Case, command: FoundRulebook) -> None:
    if case.find(Rulebook, RULEBOOK_ID) is not None:
        raise OutOfOrder("The organisation has a rulebook. It changes by decisions, not by a file.")
    act = case.act(Authority(kind="source", name=command.source))
    founded = Rulebook.found(act, command.title, command.clauses, command.rules)
    first = founded.at(case.now)
    for fault in faults(first):
        raise refused(fault, first)
    case.add(founded)


@VERBS.handles(ReviseRulebook)
def revise_rulebook(case: Case, command: ReviseRulebook) -> None:
    act = _amended_by(case, command)
    from_when = command.from_when
    if from_when is None and command.upon is None:
        from_when = case.now
    must_be_open(case, command.transitional)
    change = Revision(
        title=command.title,
        rules=command.rules,
        added=command.added,
        clauses=command.clauses,
        from_when=from_when,
        upon=command.upon,
        transitional=command.transitional,
    )
    must_hold_together(case, change)
    adopt(case, act, change)


def _amended_by(case: Case, command: ReviseRulebook) -> Act:
    """The act of whoever changes the rulebook; a seat in a body that may gives nobody the power."""
    if case.by.person == SERVICE:
        return case.act(Authority(kind="decision", name=command.title)).under(AMEND_POWER)
    if command.decision is not None:
        return by_decision(case, command.decision, AMEND_POWER, deed=A_CHANGE)
    return by_power_alone(case, case.edition.rule(AMEND_POWER), "The rulebook is changed")


@VERBS.handles(TakeEffect)
def take_effect(case: Case, command: TakeEffect) -> None:
    act = by_keeper(case)
    named = [one for one in case.rulebook.waiting if one.upon == command.upon]
    must_work(case, *named)
    case.rulebook.take_effect(act, command.upon)
    for change in named:
        move_to_new_rules(case, act, change.transitional)
        follow_changed_rules(case, act, change)


def adopt(case: Case, act: Act, change: Revision) -> int | None:
    """Adopt a change, and the version that it made; none while it waits for its date or event.

    One under which work could not go on waits for a ruling.

    What its transitional clause names goes over to the new rules in the same commit, or, where the
    change waits, with the first act in that process after it took effect.
    """
    act, change = or_put_off(case, act, change)
    case.rulebook.revise(act, change)
    if change.from_when is None:
        return None
    follow_changed_rules(case, act, change)
    if change.from_when > case.now:
        return None
    move_to_new_rules(case, act, change.transitional)
    return case.edition.number


def move_to_new_rules(case: Case, act: Act, processes: Iterable[UUID]) -> None:
    """Record in each of these processes that it goes by newer rules now."""
    for process in processes:
        cycle = case.find(Cycle, process)
        if cycle is not None:
            cycle.follow_transitional_clause(act, case.rulebook)


def must_be_open(case: Case, processes: Iterable[UUID]) -> None:
    """Refuse a transitional clause that names what is not an open process."""
    for process in processes:
        cycle = case.find(Cycle, process)
        if cycle is None:
            raise NotFound(
                f"The transitional clause names {process}, which is no process here.",
                about=str(process),
            )
        if cycle.completed:
            raise OutOfOrder(f"The transitional clause names '{cycle.title}', which is over.")


@VERBS.handles(MakeRuling)
def make_ruling(case: Case, command: MakeRuling) -> None:
    rulebook = case.rulebook
    act = case.act_by_power(RuleId("constitution.ruling_power"))
    rulebook.rule_on(
        act,
        Ruling(
            number=len(rulebook.rulings) + 1,
            question=command.question,
            ruling=command.ruling,
            reasons=command.reasons,
            clauses=command.clauses,
            from_when=case.now,
            appeal_to=command.appeal_to,
        ),
    )
    if command.collision is not None:
        _settle(case, act, command.collision, command.holds)
    elif command.holds:
        raise BadInput("Say which collision it is in which these proposals hold.")


def _in_its_process(case: Case, act: Act, collision: int) -> Act:
    """The act as one of the process that the collision came from, under the rules it is held to."""
    process = case.rulebook.collision(collision).process
    if process is None:
        return act
    return act.within(process, case.load(Cycle, process).edition)


def _settle(case: Case, act: Act, collision: int, holds: tuple[ProposalId, ...]) -> None:
    """What a ruling says holds takes effect by that ruling."""
    rulebook = case.rulebook
    number = len(rulebook.rulings)
    ruled = act_id(act.occurred_at, act.command_id, rulebook.id, rulebook.version)
    by_ruling = Authority(kind="ruling", name=f"ruling {number}", id=str(number))
    following = _in_its_process(case, act, collision).model_copy(update={"authority": by_ruling})
    for one in rulebook.settle(following.caused_by(ruled), collision, holds):
        adopt(case, following.caused_by(one.decided), one.change)
