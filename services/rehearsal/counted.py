"""Two counts for the present: one section of the next election, and a tie that waits for a visitor.

The candidates and their papers are invented, and say so; nobody has stood in this election.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from uuid import UUID

from domain.counting.contest import Candidate
from domain.counting.formats.reading import read
from domain.counting.terms import Terms
from domain.elections.count import Bundle, Count, Matter, State
from domain.elections.election import Election
from domain.elections.lot import LotSource
from domain.elections.standing import Papers
from domain.elections.terms import WOMEN
from domain.rules.values import Section
from services.application.asker import Asker
from services.application.bodies import EstablishBody, SeatMember
from services.application.counts import BeginCount
from services.application.elections import AnnounceLot, CloseNominations, HandInPapers
from services.rehearsal.history import INVENTED
from services.rehearsal.people import Company
from services.rehearsal.theatre import Theatre

OFFICE: Final = "returning_officer"
VOTERS, SEED = 2_400, 20220601
PAUSE: Final = 0.1
UNTIL_KNOWN: Final = timedelta(days=7)
LOTTERY: Final = "the numbers of the national lottery a week after the papers were handed in"
ORIGIN: Final = "drawn for the rehearsal: nobody has stood or voted in this"
TIED: Final = b"""3 1
747 1 0
713 2 0
127 3 1 0
161 3 2 0
44 3 0
0
"Candidate A (invented)"
"Candidate B (invented)"
"Candidate C (invented)"
"A tie on which the rules are silent (invented)"
"""


class Counted:
    """The returning officer's two counts."""

    def __init__(self, theatre: Theatre, people: Company, election: UUID) -> None:
        self._theatre = theatre
        self._people = people
        self._election = election
        self._officer = Asker(person=people.returning_officer.id)

    async def play(self) -> None:
        """Appoint the returning officer, hand in both, and wait until they are counted."""
        self._appoint()
        await self._until(self._section(), State.COUNTED)
        begun = self._theatre.ask(BeginCount(matter=self._tie()), self._officer)
        await self._until(self._theatre.began(begun), State.WAITING)

    def _appoint(self) -> None:
        staff, name = self._people.staff(), "Returning officer"
        office = EstablishBody(slug=OFFICE, name=name, kind="panel", source=INVENTED)
        self._theatre.ask(office, staff)
        seat = SeatMember(
            body=OFFICE, person=self._officer.person, name=name, how=INVENTED, source=INVENTED
        )
        self._theatre.ask(seat, staff)

    async def _until(self, count: UUID, state: State) -> None:
        store = self._theatre.office.store
        while (await asyncio.to_thread(store.load, Count, count)).state is not state:
            await asyncio.sleep(PAUSE)

    def _section(self) -> UUID:
        """The first section of the election that was called, under its terms; its count."""
        ask, election = self._theatre.ask, self._election
        section = self._theatre.office.store.load(Election, election).terms.sections[0]
        papers = "\n".join(_blt(section)).encode()
        found = read(papers, "papers.blt")
        candidates = found.contest.candidates
        if section.min_women:
            candidates = tuple(_grouped(one) for one in candidates)
        known_from = self._theatre.office.store.now() + UNTIL_KNOWN
        lot = LotSource(source=LOTTERY, known_from=known_from)
        ask(AnnounceLot(election=election, lot=lot), self._officer)
        ask(
            CloseNominations(election=election, section=section.section, candidates=candidates),
            self._officer,
        )
        handed_in = Papers(
            section=section.section,
            candidates=found.contest.names,
            bundle=self._kept(papers, found.cast.total),
        )
        receipt = ask(HandInPapers(election=election, papers=handed_in), self._officer)
        return self._theatre.began(receipt)

    def _tie(self) -> Matter:
        found = read(TIED, "papers.blt")
        return Matter(
            title=found.contest.title,
            contest=found.contest,
            terms=Terms(rule="av", ties_by_the_rule=False),
            bundle=self._kept(TIED, found.cast.total),
        )

    def _kept(self, papers: bytes, total: int) -> Bundle:
        sha256 = self._theatre.office.bundles.deposit(papers)
        return Bundle(sha256=sha256, papers=total, origin=ORIGIN)


def _grouped(candidate: Candidate) -> Candidate:
    """Every other candidate is a woman, as the names say."""
    woman = "(a woman" in candidate.name
    return candidate.model_copy(update={"groups": (WOMEN,) if woman else ()})


def _blt(section: Section) -> Iterator[str]:
    """Papers of voters who like some more than others, and rank as many as they care to."""
    chance = random.Random(SEED)
    standing = section.seats * 2 + 1
    liked = [1 / (place + 2) for place in range(standing)]
    papers: Counter[tuple[int, ...]] = Counter()
    for _ in range(VOTERS):
        keys = [chance.random() ** (1 / weight) for weight in liked]
        order = sorted(range(standing), key=keys.__getitem__, reverse=True)
        papers[tuple(order[: chance.randint(1, standing)])] += 1
    yield f"{standing} {section.seats}"
    for ranks, number in sorted(papers.items()):
        yield f"{number} {' '.join(str(index + 1) for index in ranks)} 0"
    yield "0"
    for index in range(standing):
        kind = "a woman, invented" if index % 3 == 2 else "a man, invented"
        yield f'"Candidate {chr(ord("A") + index)} ({kind})"'
    yield f'"Places for {section.section.replace("_", " ").title()} (invented papers)"'
