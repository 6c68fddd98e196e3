"""One election brought from outside, which ends in a tie on which the rules say nothing.

Told once against `Hands`; what counts it, hands or an engine, is whoever tells it.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from domain.counting.contest import Candidate
from domain.counting.formats.reading import read
from domain.counting.terms import Terms
from domain.elections.count import Bundle, Count, Matter
from domain.elections.election import Election
from domain.elections.lot import LotSource
from domain.elections.standing import Papers
from domain.elections.terms import WOMEN
from domain.kernel.ids import PersonId
from domain.rules.values import Section
from services.application.bodies import EstablishBody, SeatMember
from services.application.counts import BeginCount, DecideTie, DeclareResult, RecordLotValue
from services.application.elections import AnnounceLot, CloseNominations, HandInPapers
from tests.support.hands import Hands
from tests.support.kinds import Kind

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

    def __init__(self, hands: Hands, staff: PersonId | None, officer: PersonId) -> None:
        """Without somebody of the staff the officer has been appointed before."""
        self.hands = hands
        self.officer = officer
        if staff is not None:
            self._appoint(staff)

    def _appoint(self, staff: PersonId) -> None:
        hands, officer = self.hands, self.officer
        office = EstablishBody(
            slug="returning_officer",
            name="Returning officer",
            kind=Kind.PANEL,
            source="as the file has it",
        )
        hands.ask(office, staff)
        seat = SeatMember(
            body="returning_officer",
            person=officer,
            name="Returning officer",
            how="appointed",
            source="as the file has it",
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

    def nominate(self, election: UUID) -> None:
        """Announce a lot and close nominations, with two more candidates than places."""
        lot = LotSource(source="a lottery", known_from=self.hands.store.now() + timedelta(days=7))
        self.hands.ask(AnnounceLot(election=election, lot=lot), self.officer)
        section = self._section(election)
        standing = tuple(Candidate(name=name, groups=(WOMEN,)) for name in _names(section))
        close = CloseNominations(election=election, section=section.section, candidates=standing)
        self.hands.ask(close, self.officer)

    def hand_in_level(self, election: UUID) -> UUID:
        """Papers that leave them all level, so that a lot is drawn; returns the count."""
        section = self._section(election)
        names = _names(section)
        content = _level(names, section.seats)
        sha256 = self.hands.bundles.deposit(content)
        bundle = Bundle(sha256=sha256, papers=len(names), origin="a hall")
        papers = Papers(section=section.section, candidates=tuple(names), bundle=bundle)
        handed_in = HandInPapers(election=election, papers=papers)
        return self.hands.began(self.hands.ask(handed_in, self.officer))

    def wait_for_the_value(self, count: UUID) -> None:
        """Let the time pass until anybody can know what the lot is drawn from."""
        lot = self.the(count).matter.lot
        assert lot is not None
        self.hands.at(lot.known_from)

    def draw(self, count: UUID) -> None:
        """Record the value."""
        value = RecordLotValue(count=count, value="04 11 23 31 40 52")
        self.hands.ask(value, self.officer)

    def _section(self, election: UUID) -> Section:
        return self.hands.store.load(Election, election).terms.sections[0]


def _names(section: Section) -> list[str]:
    return [f"Candidate {number}" for number in range(section.seats + 2)]


def _level(names: list[str], seats: int) -> bytes:
    """Papers that give each of them one vote."""
    papers = "".join(f"1 {number} 0\n" for number in range(1, len(names) + 1))
    listed = "".join(f'"{name}"\n' for name in names)
    return f'{len(names)} {seats}\n{papers}0\n{listed}"All are level"\n'.encode()
