"""One election brought from outside, which ends in a tie on which the rules say nothing.

Told once against `Hands`; what counts it, hands or an engine, is whoever tells it.
"""

from __future__ import annotations

from uuid import UUID

from domain.bodies.body import Kind
from domain.counting.formats.reading import read
from domain.counting.terms import Terms
from domain.elections.count import Bundle, Count, Matter
from domain.kernel.ids import PersonId
from services.application.bodies import EstablishBody, SeatMember
from services.application.counts import BeginCount, DecideTie, DeclareResult
from tests.support.hands import Hands

PAPERS = b"""3 1
747 1 0
713 2 0
127 3 1 0
161 3 2 0
44 3 0
0
"First"
"Second"
"Third"
"Eight hundred and seventy-four each"
"""
SILENT = Terms(rule="av", ties_by_the_rule=False)
REASON = "Lots were drawn before both candidates."


class Tie:
    """The election, act by act."""

    def __init__(self, hands: Hands, staff: PersonId, officer: PersonId) -> None:
        self.hands = hands
        self.officer = officer
        office = EstablishBody(slug="returning_officer", name="Returning officer", kind=Kind.PANEL)
        hands.ask(office, staff)
        seat = SeatMember(
            body="returning_officer", person=officer, name="Returning officer", how="appointed"
        )
        hands.ask(seat, staff)

    def hand_in(self) -> UUID:
        """Hand in the papers; returns the count."""
        election = read(PAPERS, "papers.blt")
        bundle = Bundle(
            sha256=self.hands.bundles.deposit(PAPERS),
            papers=election.cast.total,
            origin="an election held elsewhere",
        )
        matter = Matter(
            title=election.contest.title, contest=election.contest, terms=SILENT, bundle=bundle
        )
        return self.hands.began(self.hands.ask(BeginCount(matter=matter), self.officer))

    def hand_in_nothing(self) -> UUID:
        """Name papers that were never handed in."""
        contest = read(PAPERS, "papers.blt").contest
        bundle = Bundle(sha256="0" * 64, papers=1792, origin="nowhere")
        matter = Matter(title="Nothing", contest=contest, terms=SILENT, bundle=bundle)
        return self.hands.began(self.hands.ask(BeginCount(matter=matter), self.officer))

    def decide(self, count: UUID) -> None:
        """The second of the tied has to leave the count."""
        decide = DecideTie(count=count, chosen="Second", reason=REASON)
        self.hands.ask(decide, self.officer)

    def declare(self, count: UUID) -> None:
        self.hands.ask(DeclareResult(count=count), self.officer)

    def the(self, count: UUID) -> Count:
        return self.hands.store.load(Count, count)
