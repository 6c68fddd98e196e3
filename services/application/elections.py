"""Elections: called, nominations closed, papers handed in; the rulebook of the day says how."""

from __future__ import annotations

from uuid import UUID

from domain.bodies.body import Body, body_id
from domain.counting.contest import Candidate
from domain.elections.count import RETURNING_OFFICER, Count, State
from domain.elections.election import Election
from domain.elections.lot import LotSource
from domain.elections.standing import Papers
from domain.elections.terms import terms_of
from domain.kernel.ids import RuleId
from domain.kernel.refusal import OutOfOrder
from domain.kernel.sane import Line
from services.application.case import Case
from services.application.command import VERBS, Command

CALLED_BY = RuleId("elections.called_by")


class CallElection(Command):
    """Call an election to a body."""

    body: Line
    title: Line


class AnnounceLot(Command):
    """Announce from which public value ties of an election will be drawn."""

    election: UUID
    lot: LotSource


class CloseNominations(Command):
    """Close the nominations for a section: who stands, and to which groups they belong."""

    election: UUID
    section: Line
    candidates: tuple[Candidate, ...]


class HandInPapers(Command):
    """Hand in the papers of a section of an election, to be counted under its terms."""

    election: UUID
    papers: Papers


@VERBS.handles(CallElection)
def call_election(case: Case, command: CallElection) -> None:
    body = case.load(Body, body_id(command.body))
    act = case.act_by_power(CALLED_BY)
    body.must_live()
    terms = terms_of(body.slug, case.edition)
    case.add(Election.call(case.id_for("election"), act, body, command.title, terms))


@VERBS.handles(AnnounceLot)
def announce_lot(case: Case, command: AnnounceLot) -> None:
    election, body = election_at(case, command.election)
    election.announce_lot(case.act_by_power(RETURNING_OFFICER), body, command.lot)


@VERBS.handles(CloseNominations)
def close_nominations(case: Case, command: CloseNominations) -> None:
    election, body = election_at(case, command.election)
    act = case.act_by_power(RETURNING_OFFICER)
    election.close_nominations(act, body, command.section, command.candidates)


@VERBS.handles(HandInPapers)
def hand_in_papers(case: Case, command: HandInPapers) -> None:
    election, body = election_at(case, command.election)
    act = case.act_by_power(RETURNING_OFFICER)
    _must_not_be_in_hand(case, election.count_of(command.papers.section))
    count = case.id_for("count")
    matter = election.hand_in(act, body, command.papers, count)
    case.add(Count.begin(count, act, matter))


def election_at(case: Case, election: UUID) -> tuple[Election, Body]:
    """An election, and its body; what is no more takes no nominations and no papers."""
    found = case.load(Election, election)
    body = case.load(Body, found.body)
    body.must_live()
    return found, body


def _must_not_be_in_hand(case: Case, before: UUID | None) -> None:
    """Papers of a section are handed in again only if those before could not be counted."""
    if before is not None and case.load(Count, before).state is not State.REFUSED:
        raise OutOfOrder("The papers of this section have been handed in already.")
