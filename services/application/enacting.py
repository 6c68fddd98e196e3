"""The end of a cycle: what the members carried is enacted, and what can't stand together waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from domain.ballots.ballot import Ballot
from domain.ballots.terms import Question, Result
from domain.cycle.asked import Asked
from domain.cycle.cycle import Cycle
from domain.cycle.held import Verdict
from domain.cycle.proposal import Proposal
from domain.kernel.act import Act, Authority
from domain.kernel.ids import ProposalId, RuleId, act_id
from domain.kernel.refusal import OutOfOrder
from domain.rules.collisions import Carried, collisions, read_by, undisputed
from domain.rules.edition import Revision
from domain.text.text import digest
from services.application.case import Case
from services.application.command import VERBS, Command
from services.application.consistency import marked
from services.application.cycles import alternative_subject, cycle_ballot, cycle_of
from services.application.rules import adopt

CITED = (RuleId("constitution.amend_power"), RuleId("refounding.ballot_majority"))


class EnactResults(Command):
    """Enact what was carried, record what was lost, and complete the cycle."""

    cycle: UUID


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
    act = case.act(Authority(kind="decision", name=ballot.title, id=str(ballot.id)))
    proposals = [case.load(Proposal, entry.proposal) for entry in cycle.standing_entries]
    won = list(_decided(proposals, ballot, act))
    _enact(case, won, _stamped(act, cycle, ballot))
    carried = tuple(ProposalId(one.proposal.id) for one in won)
    lost = tuple(ProposalId(one.id) for one in proposals if one.id not in carried)
    cycle.complete(act, carried, lost, case.edition.number)


class Won(NamedTuple):
    """A proposal that was carried, what it asks for, and the act by which it was decided."""

    proposal: Proposal
    asked: Asked
    decided: UUID


def _stamped(act: Act, cycle: Cycle, ballot: Ballot) -> Act:
    return act.within(cycle.id, ballot.terms.edition).under(*CITED)


def _decided(proposals: list[Proposal], ballot: Ballot, act: Act) -> Iterator[Won]:
    """Record the members' verdict on each; gives those that they carried."""
    for proposal in proposals:
        own, chosen = _results_for(proposal, ballot)
        tally, verdict = (chosen or own).tally, (chosen or own).verdict
        stamped = act.within(proposal.cycle, ballot.terms.edition).under(*CITED)
        proposal.decided(
            stamped,
            Verdict(
                carried=chosen is not None, yes=tally.yes, no=tally.no, because=verdict.because
            ),
        )
        if chosen is None:
            continue
        if digest(proposal.asked.text) != own.question.digest:
            raise OutOfOrder(
                f"The text of '{proposal.title}' is not the one that was on the paper."
            )
        asked = proposal.asked if chosen is own else _alternative_text(proposal, chosen.question)
        decided = act_id(act.occurred_at, act.command_id, proposal.id, proposal.version)
        yield Won(proposal, asked, decided)


def _enact(case: Case, won: list[Won], act: Act) -> None:
    """Adopt what is not in dispute, and put on record what is."""
    reads = read_by(case.rulebook.editions[-1])
    wanted = {one.proposal.id: _carried(case, one) for one in won}
    found = collisions(reads, wanted.values())
    for one in won:
        change = undisputed(reads, wanted[one.proposal.id], found)
        made = _adopted(case, act.caused_by(one.decided), change, one.asked)
        one.proposal.enact(act, made)
    for collision in found:
        case.rulebook.find_collision(marked(act, case.rulebook, collision), collision)


def _carried(case: Case, won: Won) -> Carried:
    change = won.asked.revision(won.proposal.title, case.now)
    return Carried(proposal=ProposalId(won.proposal.id), change=change, decided=won.decided)


def _adopted(case: Case, act: Act, change: Revision, asked: Asked) -> int | None:
    """The edition that holds with this change; none while it, or all of it, waits."""
    if change.rules or change.clauses:
        return adopt(case, act, change)
    return None if asked.changes_the_rulebook else case.edition.number


def _results_for(proposal: Proposal, ballot: Ballot) -> tuple[Result, Result | None]:
    """The result on the proposal itself, and the one that prevailed, if any did."""
    about = [
        result
        for result in ballot.results
        if proposal.id in (result.question.subject, result.question.alternative_to)
    ]
    carried = ballot.carried()
    won = [result for result in about if result.question.subject in carried]
    return about[0], won[0] if won else None


def _alternative_text(proposal: Proposal, question: Question) -> Asked:
    kept = next(
        one
        for one in proposal.standing_alternatives
        if alternative_subject(proposal.id, one.amendment) == question.subject
    )
    return proposal.alternative(kept.amendment)
